"""VS332: A value that is struck through, and counts all the same."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS332",
    name="struck-through",
    severity=Severity.WARNING,
    title="Nội dung bị gạch ngang",
    why="Gạch ngang chỉ là cách trình bày; nội dung còn trong ô thì vẫn được tính.",
    example="Ô ghi 12, chữ số bị gạch ngang.",
    fix="Xóa nội dung nếu không dùng; nếu dùng thì bỏ gạch ngang.",
    fact="Ô ghi “{shown}”, nội dung bị gạch ngang nhưng vẫn được tính.",
    advice="Đề nghị xóa nội dung nếu không dùng; nếu dùng thì bỏ gạch ngang.",
)
