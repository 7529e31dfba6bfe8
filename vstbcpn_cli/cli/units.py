"""`vstbcpn units`: the reporting units of an edition and period."""

from __future__ import annotations

from typing import Annotated

import typer

from vstbcpn_cli.cli.console import out, say
from vstbcpn_cli.cli.options import DEFAULT_EDITION, EditionName, UnitsFile


def command(
    edition: EditionName = DEFAULT_EDITION,
    period: Annotated[str, typer.Option("--period", metavar="6t|nam", help="Kỳ báo cáo: 6t hoặc nam.")] = "6t",
    units_file: UnitsFile = None,
) -> int:
    """Liệt kê các đơn vị phải báo cáo."""
    from vstbcpn_cli.commands.setting import chosen_period, register

    chosen = chosen_period(edition, period)
    found = register(edition, units_file).valid_on(chosen.until_date)
    width = max((len(u.code) for u in found), default=0)
    for unit in found:
        leads = f"  [đầu mối: {', '.join(unit.lead_for)}]" if unit.lead_for else ""
        out(f"{unit.code:<{width}}  {unit.kind}  {unit.name}{leads}")
    say(f"{len(found)} đơn vị phải báo cáo kỳ {chosen.name}.")
    return 0
