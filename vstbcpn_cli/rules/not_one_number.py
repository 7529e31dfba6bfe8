"""VS304: Text that is not one exact number; details: the whole and the part, where the text gives both."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS304",
    name="not-one-number",
    severity=Severity.ERROR,
    title="Chưa phải một con số",
    why="Số liệu tổng hợp phải là con số chính xác; số ước chừng hoặc hai số trong một ô không cộng được.",
    example="Ô ghi “khoảng 50”, “>100”, “7/26” hoặc “3 (01 nữ)”.",
    fix="Ghi một con số chính xác; phần “trong đó” ghi vào đúng ô riêng.",
    fact="Ô ghi “{shown}”, chưa phải một con số chính xác.",
    advice="Đề nghị ghi một con số chính xác.",
    advice_known="Đề nghị ghi {0} vào ô này, ghi phần “{1}” vào ô riêng của biểu mẫu.",
)
