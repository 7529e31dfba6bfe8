"""VS352: A plain number, or a time, in a cell with the format of a date; details: as it is shown."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS352",
    name="number-shown-as-date",
    severity=Severity.ERROR,
    title="Ô số có định dạng ngày hoặc giờ",
    why="Ô có định dạng ngày hoặc giờ thì con số hiển thị thành ngày, giờ; không rõ đơn vị đã nhập gì.",
    example="Nhập “6:11” vào ô số, ô hiển thị giờ 06:11.",
    fix="Đặt định dạng ô là Số (Number), rồi nhập lại con số.",
    fact="Ô số có định dạng ngày hoặc giờ nên không đọc được con số.",
    fact_known="Ô số có định dạng ngày hoặc giờ, hiển thị “{0}”, nên không đọc được con số.",
    advice=(
        "Đề nghị đặt định dạng ô là Số (Number), hoặc chép một ô số còn trống của biểu mẫu dán đè lên, rồi "
        "nhập lại con số."
    ),
)
