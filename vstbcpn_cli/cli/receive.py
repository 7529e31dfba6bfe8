"""`vstbcpn receive`: files booked in the log with the day on which they came."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vstbcpn_cli.cli.console import out, say
from vstbcpn_cli.cli.log import Day, needed, say_waiting, this_season
from vstbcpn_cli.cli.options import Quiet
from vstbcpn_cli.text.dates import short_date


def command(
    files: Annotated[list[Path], typer.Argument(metavar="TỆP…", help="Tệp đơn vị gửi về, ở bất cứ thư mục nào.")],
    date: Day = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="ĐƠN VỊ", help="Tên, mã đơn vị; không ghi thì theo tệp.")
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Ghi ngày nhận của tệp vào sổ theo dõi, chép tệp vào 2-nhan-ve nếu còn ở nơi khác."""
    from vstbcpn_cli.usecases.season.bookings import receive

    season = this_season()
    needed(date=date)
    assert date is not None
    received, written = receive(season, files, date.date(), unit)
    for one in received:
        sender = f", {one.unit.name}" if one.unit else ""
        copied = f" (đã chép vào {season.inbox.as_posix()})" if one.copied else ""
        out(f"{one.name}: nhận ngày {short_date(date.date())}{sender}{copied}")
    say_waiting(written)
    if not quiet:
        for one in received:
            if one.unit is None:
                say(f"Chưa rõ tệp “{one.name}” của đơn vị nào. Đề nghị ghi thêm --unit, hoặc ghi vào sổ theo dõi.")
    return 0
