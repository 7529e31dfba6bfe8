"""VS209: A hidden sheet holds answers; details: the sheet, how many."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS209",
    name="hidden-values",
    severity=Severity.WARNING,
    title="Nội dung ở trang tính đang ẩn",
    why="Trang tính đang ẩn vẫn được tính, nhưng người ký có thể không nhìn thấy.",
    example="Trang tính “NV5” đang ẩn nhưng có 14 ô đã ghi.",
    fix="Bỏ ẩn và kiểm tra lại trước khi gửi.",
    thing="trang tính",
    fact="Trang tính “{0}” đang ẩn nhưng có {1} ô đã ghi; nội dung này vẫn được tính.",
    advice="Đề nghị bỏ ẩn để kiểm tra lại.",
)
