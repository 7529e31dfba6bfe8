"""`vstbcpn edition carry`: returns on an earlier form put on the form of today."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vstbcpn_cli.cli import offered
from vstbcpn_cli.cli.console import fail, out, say
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.options import EditionName, FirstPeriodName, Quiet, UnitsFile
from vstbcpn_cli.text.numbers import number


def command(
    files: Annotated[list[Path], typer.Argument(metavar="TỆP…", help="Tệp đơn vị điền theo biểu mẫu cũ.")],
    edition: EditionName = None,
    period: FirstPeriodName = None,
    units_file: UnitsFile = None,
    earlier: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="BỘ",
            autocompletion=offered.editions,
            help="Bộ biểu mẫu của tệp cũ; không ghi thì theo mã ghi trong tệp.",
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="ĐƠN VỊ",
            autocompletion=offered.units,
            help="Đơn vị nhận; không ghi thì theo tệp và danh sách đơn vị kế thừa.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="THƯ MỤC", help="Nơi ghi; không ghi là chuyen-bieu-mau.")
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Chép nội dung của tệp điền theo biểu mẫu cũ sang biểu mẫu đang dùng, liệt kê phần không chép được.

    Tệp cũ giữ nguyên. Mã thoát: 0 chép hết; 10 còn nội dung chưa chép; 11 có tệp không chuyển được.
    """
    from vstbcpn_cli.usecases.carrying.carry import FOLDER, carry
    from vstbcpn_cli.usecases.run_settings import setting
    from vstbcpn_cli.usecases.season.season_folder import defaults

    here = defaults()
    chosen = setting(edition or here.edition, period or here.period, units_file)
    folder = output or (here.season.root / FOLDER if here.season is not None else Path(FOLDER))
    done = carry(files, chosen, earlier, unit, folder)
    for one in done:
        if one.form is None or one.unit is None:
            fail(f"{one.path.name}: {one.refused}")
            continue
        out(one.form.as_posix())
        if not quiet:
            say(f"{one.path.name}: đã chép {number(one.count)} ô sang biểu mẫu của {one.unit.name}.")
        if one.listed is not None:
            say(f"{one.path.name}: {number(len(one.left))} nội dung chưa chép được, xem {one.listed.as_posix()}")
    if not quiet and any(one.form for one in done):
        say("Đề nghị mở biểu mẫu mới, xem lại các ô đã chép, điền phần còn thiếu trước khi dùng.")
    if any(one.refused for one in done):
        return ExitCode.ERRORS
    return ExitCode.WARNINGS if any(one.left for one in done) else ExitCode.OK
