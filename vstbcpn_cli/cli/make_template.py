"""`vstbcpn make-template`: the blank workbooks of a period."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vstbcpn_cli.cli.console import out, progress, say
from vstbcpn_cli.cli.options import DEFAULT_EDITION, EditionName, PreviousFile, Quiet, UnitsFile


def command(
    units: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ĐƠN VỊ]…", help="Mã, tên đơn vị (xem vstbcpn units); không ghi là tất cả."),
    ] = None,
    edition: EditionName = DEFAULT_EDITION,
    period: Annotated[str, typer.Option("--period", metavar="6t|nam", help="Kỳ báo cáo: 6t hoặc nam.")] = "6t",
    units_file: UnitsFile = None,
    previous: PreviousFile = None,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="THƯ MỤC", help="Nơi ghi biểu mẫu.")] = Path(
        "1-gui-don-vi"
    ),
    quiet: Quiet = False,
) -> int:
    """Ghi một tệp Excel trống cho mỗi đơn vị báo cáo."""
    from vstbcpn_cli.commands.make_template import chosen_units, make_templates
    from vstbcpn_cli.commands.setting import setting
    from vstbcpn_cli.previous import load_earlier
    from vstbcpn_cli.report.vietnamese import number

    chosen = setting(edition, period, units_file)
    wanted = chosen_units(chosen, units or [])
    earlier = load_earlier(previous, chosen.edition, chosen.period) if previous else None
    show = progress("Biểu mẫu", quiet=quiet)
    for n, path in enumerate(make_templates(chosen, wanted, output, earlier), 1):
        show(n, len(wanted))
        out(path.as_posix())
    if not quiet:
        say(f"Đã ghi {number(len(wanted))} biểu mẫu ({chosen.period.name}) vào thư mục {output.as_posix()}.")
    return 0
