"""VS326: A date outside the period whose swapped form lies inside; details: stored, swapped."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS326",
    name="day-month-swapped",
    severity=Severity.WARNING,
    title="Có thể ngày và tháng đã đổi chỗ",
    why="Máy tính cài đặt ngày theo kiểu Mỹ hiểu 03/07 là ngày 7 tháng 3.",
    example="Ô có ngày 07/03/2011, ngày định nhập là 03/07/2011.",
    fix="Kiểm tra và nhập lại theo thứ tự ngày/tháng/năm.",
    fact="Ngày đọc được là {0}, ngoài kỳ báo cáo; có thể ngày và tháng đã đổi chỗ, ngày đúng là {1}.",
    advice="Đề nghị kiểm tra và nhập lại theo thứ tự ngày/tháng/năm.",
)
