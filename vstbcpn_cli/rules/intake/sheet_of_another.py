"""VS129: A sheet carries the stamp of another unit or period; details: its name, unit and period of it, of the file."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS129",
    name="sheet-of-another",
    severity=Severity.ERROR,
    title="Có trang tính của đơn vị khác hoặc kỳ khác",
    why="Mỗi trang tính in mã đơn vị và kỳ; lẫn mã thì không xác định được số liệu của đơn vị nào.",
    example="Trang tính “NV3” chép từ tệp của huyện bên.",
    fix="Chép số liệu vào tệp biểu mẫu cấp riêng cho từng đơn vị, từng kỳ.",
    fact="Tệp có trang tính của đơn vị khác hoặc của kỳ khác.",
    fact_known="Trang tính “{0}” là của {1}, kỳ {2}; tệp là của {3}, kỳ {4}.",
    advice="Đề nghị chép số liệu vào tệp biểu mẫu cấp riêng cho đơn vị và cho kỳ này.",
    fatal=True,
)
