"""VS125: A file far heavier than a form, mostly for its pictures; details: megabytes."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS125",
    name="heavy-file",
    severity=Severity.WARNING,
    next_time=True,
    title="Tệp nặng",
    why="Ảnh làm tệp nặng, khó gửi và không được tổng hợp.",
    example="Tệp nặng 38 MB vì có ảnh chụp hội nghị.",
    fix="Bỏ ảnh khỏi tệp; ảnh cần gửi thì gửi riêng.",
    fact="Tệp nặng {0} MB, thường là do có ảnh; ảnh không được tổng hợp.",
    advice="Đề nghị lần sau bỏ ảnh khỏi tệp.",
)
