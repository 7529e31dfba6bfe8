"""VS330: A formula that fetches its value from another workbook; the stored value is used."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS330",
    name="value-from-another-file",
    severity=Severity.WARNING,
    title="Giá trị lấy từ một tệp khác",
    why="Tệp kia không gửi kèm nên không biết giá trị lưu trong ô có còn đúng.",
    example="Ô có công thức lấy số 12 từ tệp “Tong hop.xlsx”.",
    fix="Kiểm tra lại giá trị, chép ô rồi dán dạng giá trị.",
    fact="Giá trị “{shown}” của ô lấy từ một tệp khác và có thể đã cũ.",
    advice="Đề nghị kiểm tra lại rồi dán dạng giá trị.",
)
