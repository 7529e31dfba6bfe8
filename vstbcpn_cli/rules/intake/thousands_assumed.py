"""VS328: One separator and three digits in a count are read as thousands; details: the number understood."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS328",
    name="thousands-assumed",
    severity=Severity.WARNING,
    title="Dấu ngăn hàng nghìn trong ô số dạng chữ",
    why="Ô đếm chỉ nhận số nguyên nên “1.234” được hiểu là một nghìn hai trăm ba mươi tư và cần kiểm tra lại.",
    example="Ô ghi “1.234” dạng chữ, được đọc là 1234.",
    fix="Lần sau nhập dạng số, không dùng dấu ngăn hàng nghìn.",
    fact="Ô ghi “{shown}” dạng chữ, được đọc là {0}.",
    advice="Đề nghị kiểm tra lại; lần sau nhập dạng số, không dùng dấu ngăn hàng nghìn.",
)
