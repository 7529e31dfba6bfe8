"""VS350: A number and the words behind it are not the same; details: the number, the words as a number."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS350",
    name="number-and-words-differ",
    severity=Severity.ERROR,
    title="Số và chữ trong một ô khác nhau",
    why="Hai cách ghi của một ô cho hai con số thì không biết con số nào đúng.",
    example="Ô ghi “14 (mười lăm)”.",
    fix="Ghi riêng con số đúng, không kèm chữ.",
    fact="Ô ghi “{shown}”: phần số là {0}, phần chữ là {1}.",
    advice="Đề nghị ghi riêng con số đúng, không kèm chữ.",
)
