"""`vstbcpn status`: who has sent, who must correct, who is silent, and how many days are left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from vstbcpn_cli.cli.console import out, progress, say
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.options import (
    AsOf,
    EditionName,
    Format,
    FormatName,
    Jobs,
    LogFile,
    Paths,
    PeriodName,
    PreviousFile,
    Quiet,
    UnitsFile,
)


def command(
    paths: Paths = None,
    edition: EditionName = None,
    period: PeriodName = None,
    units_file: UnitsFile = None,
    previous: PreviousFile = None,
    format_: FormatName = Format.TEXT,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="TỆP", help="Ghi bản tổng quan: .html để xem và in, .xlsx để sắp xếp, lọc."),
    ] = None,
    as_of: AsOf = None,
    log: LogFile = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> int:
    """Cho biết đơn vị nào đã gửi, cần chỉnh lý, chưa gửi; còn mấy ngày; việc cần làm tiếp."""
    from vstbcpn_cli.cli.output.skipped_files import say_passed_over
    from vstbcpn_cli.cli.output.status import print_status
    from vstbcpn_cli.runtime import clock
    from vstbcpn_cli.usecases.season.season_folder import defaults
    from vstbcpn_cli.usecases.status import as_json, status

    here = defaults()
    intake = status(
        paths or list(here.paths),
        edition or here.edition,
        period or here.period,
        units_file,
        previous or here.previous,
        progress("Đã đọc", quiet=quiet),
        today=clock.today(),
        as_of=as_of.date() if as_of else None,
        wished_reply=here.reply_by,
        jobs=jobs,
        report=report,
        log=log,
    )
    if format_ is Format.JSON:
        out(json.dumps(as_json(intake), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        print_status(intake, paths or [], here.feedback)
    if report is not None and not quiet:
        say(f"Đã ghi bản tổng quan: {report.as_posix()}")
    if not quiet:
        say_passed_over(intake.passed, intake.aside, by_file=intake.coverage.by_file)
    if intake.program_faults:
        return ExitCode.INTERNAL
    if intake.not_opened:
        return ExitCode.IO
    tally = intake.coverage.tally()
    return ExitCode.WARNINGS if tally.to_correct or tally.unusable or tally.missing else ExitCode.OK
