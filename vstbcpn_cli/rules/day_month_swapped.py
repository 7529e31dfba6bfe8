"""VS326: A date outside the period whose swapped form lies inside; details: stored, swapped."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS326",
    name="day-month-swapped",
    severity=Severity.WARNING,
    title="Có thể đảo ngày và tháng",
    why="Máy cài theo kiểu Mỹ hiểu 03/07 là ngày 7 tháng 3.",
    example="Ô chứa 07/03/2011; gõ 03/07/2011 thì máy đã đảo.",
    fix="Kiểm tra và ghi lại ngày/tháng/năm.",
    fact="Ngày đọc được là {0}, ngoài kỳ; nếu là {1} thì máy đã đảo ngày và tháng.",
    advice="Đề nghị kiểm tra và ghi lại dạng ngày/tháng/năm.",
)
