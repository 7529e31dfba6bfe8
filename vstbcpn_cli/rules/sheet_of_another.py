"""VS129: A sheet carries the stamp of another unit or period; details: its name, its mark, that of the file."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS129",
    name="sheet-of-another",
    severity=Severity.ERROR,
    title="Có trang tính của đơn vị khác hoặc kỳ khác",
    why="Mỗi trang tính in mã đơn vị và kỳ; lẫn mã thì không xác định được số liệu của đơn vị nào.",
    example="Trang tính “NV3” chép từ tệp của huyện bên.",
    fix="Chép số liệu vào tệp biểu mẫu cấp riêng cho từng đơn vị, từng kỳ.",
    fact="Trang tính “{0}” mang mã “{1}”, tệp mang mã “{2}”.",
    advice="Đề nghị chép số liệu vào tệp biểu mẫu cấp riêng cho đơn vị và cho kỳ này.",
    fatal=True,
)
