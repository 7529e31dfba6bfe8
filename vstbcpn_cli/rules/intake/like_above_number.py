"""VS327: “như trên” in a number cell."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS327",
    name="like-above-number",
    severity=Severity.ERROR,
    title="Ghi “như trên” ở ô số",
    why="Ô số cần có con số của chính dòng đó để cộng.",
    example="Ô số người ghi “nt”.",
    fix="Ghi con số của dòng.",
    fact="Ô ghi “{shown}”, không phải một con số.",
    advice="Đề nghị ghi con số của chính dòng này.",
)
