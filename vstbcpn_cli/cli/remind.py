"""`vstbcpn remind`: a Word letter to all who have not sent, and a letter and a short text to each of them."""

from __future__ import annotations

from typing import Annotated

import typer

from vstbcpn_cli.cli.console import out, progress, say
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.options import (
    AsOf,
    EditionName,
    Fresh,
    Jobs,
    Output,
    Paths,
    PeriodName,
    PreviousFile,
    Quiet,
    ReplyBy,
    UnitsFile,
)
from vstbcpn_cli.text.numbers import number


def command(
    paths: Paths = None,
    edition: EditionName = None,
    period: PeriodName = None,
    units_file: UnitsFile = None,
    previous: PreviousFile = None,
    output: Output = None,
    as_of: AsOf = None,
    reply_by: ReplyBy = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Ghi lại lần đôn đốc trước nếu chưa gửi đi, không tính là lần mới; trong cùng ngày luôn ghi lại.",
        ),
    ] = False,
    issuer: Annotated[
        str | None, typer.Option("--issuer", metavar="ban|so", help="Cơ quan ban hành công văn đôn đốc.")
    ] = None,
    fresh: Fresh = False,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> int:
    """Lập công văn đôn đốc kèm danh sách, thư và tin nhắn cho từng đơn vị chưa gửi hoặc chưa gửi lại."""
    from vstbcpn_cli.cli.output.edited_documents import say_merged
    from vstbcpn_cli.runtime import clock
    from vstbcpn_cli.runtime.atomic_outputs import prepare
    from vstbcpn_cli.usecases.remind import remind
    from vstbcpn_cli.usecases.reminder_rounds import RECORD
    from vstbcpn_cli.usecases.season.reply_date import reply_date
    from vstbcpn_cli.usecases.season.season_folder import defaults
    from vstbcpn_cli.usecases.status import status

    here = defaults()
    folder = output or here.reminders
    prepare(folder, [RECORD])
    intake = status(
        paths or list(here.paths),
        edition or here.edition,
        period or here.period,
        units_file,
        previous or here.previous,
        progress("Đã đọc", quiet=quiet),
        today=clock.today(),
        as_of=as_of.date() if as_of else None,
        jobs=jobs,
    )
    reply = reply_date(intake.setting.period, intake.day, reply_by.date() if reply_by else None, here.reply_by)
    named = [p for p in (units_file, previous or here.previous) if p is not None]
    made = remind(
        intake,
        folder,
        reply.words,
        issuer or here.issuer,
        named,
        progress("Đã lập thư", quiet=quiet),
        again=again,
        fresh=fresh,
    )
    if made is None:
        say("Không còn đơn vị nào phải đôn đốc.")
        return ExitCode.OK
    out(made.dispatch.as_posix())
    say_merged(made.edited, quiet=quiet)
    if not quiet:
        where = made.dispatch.parent.as_posix()
        say(f"Đã ghi lần đôn đốc thứ {number(made.number)} cho {number(made.units)} đơn vị vào {where}.")
        say("Mỗi đơn vị một thư mục: thư (Word), tin nhắn và biểu mẫu đúng nếu đã gửi sai; danh sách: danh-sach.xlsx.")
        for line in reply.told:
            say(line)
    return ExitCode.OK
