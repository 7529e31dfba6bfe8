"""`vstbcpn exclude`: a file or a unit left out with the reason."""

from __future__ import annotations

from typing import Annotated

import typer

from vstbcpn_cli.cli.console import out
from vstbcpn_cli.cli.log import By, Undo, needed, say_waiting, this_season


def command(
    subject: Annotated[str, typer.Argument(metavar="TỆP|ĐƠN VỊ", help="Tên tệp trong 2-nhan-ve, hoặc tên, mã đơn vị.")],
    reason: Annotated[str, typer.Option("--reason", metavar="LÝ DO", help="Lý do, ghi trong báo cáo.")] = "",
    by: By = "",
    undo: Undo = False,
) -> int:
    """Loại trừ một tệp hoặc một đơn vị, có lý do, ghi vào sổ theo dõi."""
    from vstbcpn_cli.usecases.season.bookings import exclude

    season = this_season()
    if not undo:
        needed(reason=reason.strip(), by=by.strip())
    name, written = exclude(season, subject, reason=reason, by=by, undo=undo)
    out(f"Đã bỏ loại trừ: {name}" if undo else f"Loại trừ: {name} ({reason.strip()})")
    say_waiting(written)
    return 0
