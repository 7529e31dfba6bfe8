"""VS106: The stamp names another period; details: theirs, ours."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS106",
    name="other-period",
    severity=Severity.ERROR,
    title="Tệp của kỳ khác",
    why="Số liệu 6 tháng và số liệu năm không thay cho nhau.",
    example="Đang thu báo cáo năm, đơn vị gửi lại tệp 6 tháng.",
    fix="Gửi tệp của đúng kỳ đang thu.",
    fact="Kỳ báo cáo trong tệp là “{0}”, kỳ đang thu là “{1}”.",
    advice="Đề nghị kiểm tra và gửi đúng tệp của kỳ đang thu.",
    fatal=True,
)
