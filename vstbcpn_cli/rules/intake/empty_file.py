"""VS115: The file has no content at all."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS115",
    name="empty-file",
    severity=Severity.ERROR,
    title="Tệp rỗng",
    why="Tệp tải lên hoặc gửi đi chưa xong có thể chỉ có tên mà không có nội dung.",
    example="Tệp có dung lượng bằng 0.",
    fix="Gửi lại tệp gốc.",
    fact="Tệp rỗng, không có nội dung.",
    advice="Đề nghị gửi lại tệp gốc.",
    fatal=True,
)
