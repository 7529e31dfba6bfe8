"""VS325: 0,2692 in a percentage field; details: both readings."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS325",
    name="percent-or-share",
    severity=Severity.WARNING,
    title="Tỷ lệ có hai cách hiểu",
    why="Tỷ lệ ghi theo phần trăm (26,92), không ghi dạng số thập phân (0,2692).",
    example="Ô ghi “0,2692”, có thể là 0,2692% hoặc 26,92%.",
    fix="Ghi tỷ lệ theo phần trăm.",
    fact="Ô ghi “{shown}”, được đọc là {0}%, nhưng cũng có thể là {1}%.",
    advice="Đề nghị kiểm tra và ghi tỷ lệ theo phần trăm, ví dụ 26,92.",
)
