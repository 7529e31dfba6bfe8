"""VS351: A number with the format of a percentage where none is asked."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS351",
    name="percent-for-number",
    severity=Severity.ERROR,
    title="Ô số ghi dạng phần trăm",
    why="Ô có định dạng phần trăm thì 15 nhập vào thành 15%, bảng tính lưu là 0,15; không rõ con số nào đúng.",
    example="Ô số chỉ tiêu ghi “15%”.",
    fix="Đặt định dạng ô là Số (Number), rồi nhập lại con số.",
    fact="Ô ghi “{shown}”, là tỷ lệ phần trăm; ô này hỏi một con số theo đơn vị tính in trên biểu mẫu.",
    advice=(
        "Đề nghị đặt định dạng ô là Số (Number), hoặc chép một ô số còn trống của biểu mẫu dán đè lên, rồi "
        "nhập lại con số."
    ),
)
