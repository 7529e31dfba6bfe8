"""VS209: A hidden sheet holds answers; details: the sheet, how many."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS209",
    name="hidden-values",
    severity=Severity.WARNING,
    title="Số liệu ở trang tính đang ẩn",
    why="Trang tính đang ẩn vẫn được tính, nhưng người ký có thể không nhìn thấy.",
    example="Trang tính “NV5” đang ẩn nhưng có 14 số liệu.",
    fix="Bỏ ẩn và kiểm tra lại trước khi gửi.",
    thing="trang tính",
    fact="Trang tính “{0}” có {1} số liệu đang ẩn; số liệu này vẫn được tính.",
    advice="Đề nghị bỏ ẩn để kiểm tra lại.",
)
