"""`vstbcpn nil`: a unit that has confirmed to have nothing to report."""

from __future__ import annotations

from typing import Annotated

import typer

from vstbcpn_cli.cli.console import out, say
from vstbcpn_cli.cli.log import By, Day, Undo, needed, say_waiting, this_season
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.lists import first_of

_MOST_NAMED = 5


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
    name, sent, written = confirm_nil(season, unit, by=by, day=day, note=note, undo=undo)
    said = f" ({by.strip()} ghi nhận ngày {short_date(day)})" if day else ""
    out(f"Đã bỏ ghi nhận không phát sinh: {name}" if undo else f"Không phát sinh: {name}{said}")
    if sent and not undo:
        files = first_of([f"“{file}”" for file in sent], _MOST_NAMED, "tệp", between="; ")
        say(f"Sổ theo dõi đã có tệp của đơn vị này: {files}. Tệp dùng được thì số liệu trong tệp vẫn được tính.")
    say_waiting(written)
    return 0
