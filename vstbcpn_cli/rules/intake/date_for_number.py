"""VS319: Excel turned the typing into a date; details: the date, the probable typing."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS319",
    name="date-for-number",
    severity=Severity.ERROR,
    title="Số bị đổi thành ngày",
    why="Khi nhập “6/11” hoặc “10-6” vào ô số, Excel tự đổi thành ngày và số đã nhập không còn.",
    example="Ô số người chứa ngày 06/11/2011.",
    fix="Đặt định dạng ô là Số (Number), rồi nhập lại từng số vào đúng ô.",
    fact="Nội dung nhập vào ô số đã được bảng tính đổi thành ngày {0}.",
    advice=(
        "Đề nghị đặt định dạng ô là Số (Number), hoặc chép một ô số còn trống của biểu mẫu dán đè lên, rồi "
        "nhập lại từng số vào đúng ô."
    ),
    fact_known="Nội dung nhập vào ô số (có thể là “{1}”) đã được bảng tính đổi thành ngày {0}.",
)
