"""What is found in one return, by the code of its rule."""

from __future__ import annotations

from tests.support.forms import returned as at
from vstbcpn_cli.model.findings import Finding


def found(content: bytes, code: str, unit_file: str = "gui-ve.xlsx") -> list[Finding]:
    from vstbcpn_cli.rules.engine import judge

    return [f for f in judge(at.scope_of(at.accepted(content, "6t", unit_file)), at.bound()) if f.code == code]
