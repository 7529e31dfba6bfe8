"""`vstbcpn nil`: a unit that has confirmed to have nothing to report."""

from __future__ import annotations

from typing import Annotated

import typer

from vstbcpn_cli.cli.console import out
from vstbcpn_cli.cli.log import By, Day, Undo, needed, say_waiting, this_season
from vstbcpn_cli.text.dates import short_date


def command(
    unit: Annotated[str, typer.Argument(metavar="ĐƠN VỊ", help="Tên, mã đơn vị (xem vstbcpn units).")],
    by: By = "",
    date: Day = None,
    note: Annotated[str, typer.Option("--note", metavar="GHI CHÚ", help="Ghi chú, ví dụ số công văn.")] = "",
    undo: Undo = False,
) -> int:
    """Ghi nhận đơn vị xác nhận không phát sinh, ghi vào sổ theo dõi."""
    from vstbcpn_cli.usecases.season.bookings import confirm_nil

    season = this_season()
    if not undo:
        needed(by=by.strip(), date=date)
    day = date.date() if date else None
    name, written = confirm_nil(season, unit, by=by, day=day, note=note, undo=undo)
    said = f" ({by.strip()} ghi nhận ngày {short_date(day)})" if day else ""
    out(f"Đã bỏ ghi nhận không phát sinh: {name}" if undo else f"Không phát sinh: {name}{said}")
    say_waiting(written)
    return 0
