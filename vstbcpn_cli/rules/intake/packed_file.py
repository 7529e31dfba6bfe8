"""VS126: The workbook came in an archive and was read from there; details: its name."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS126",
    name="packed-file",
    severity=Severity.NOTICE,
    title="Tệp Excel nằm trong tệp nén",
    why="Tệp nén chỉ có một tệp Excel thì phần mềm đọc tệp đó.",
    example="Đơn vị gửi “bao cao.zip”, bên trong có một tệp Excel.",
    fix="Lần sau gửi thẳng tệp Excel.",
    fact="Tệp gửi về là tệp nén; phần mềm đã đọc tệp Excel “{0}” bên trong.",
    advice="Đề nghị lần sau gửi thẳng tệp Excel.",
)
