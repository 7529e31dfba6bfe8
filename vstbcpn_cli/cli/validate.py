"""`vstbcpn validate`: every returned workbook judged, findings grouped per unit or as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vstbcpn_cli.cli.console import given, out, progress, remark, say
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.log import book
from vstbcpn_cli.cli.options import (
    AsOf,
    EditionName,
    Format,
    FormatName,
    Fresh,
    Jobs,
    LogFile,
    Paths,
    PeriodName,
    PreviousFile,
    Quiet,
    ReplyBy,
    UnitsFile,
    without_previous,
)

if TYPE_CHECKING:
    from vstbcpn_cli.model.coverage import Judged
    from vstbcpn_cli.usecases.run_settings import Setting


def command(
    paths: Paths = None,
    edition: EditionName = None,
    period: PeriodName = None,
    units_file: UnitsFile = None,
    previous: PreviousFile = None,
    feedback: Annotated[
        Path | None,
        typer.Option(
            "--feedback",
            metavar="[THƯ MỤC]",
            help="Ghi phản hồi cho từng đơn vị vào đây (không ghi là 4-phan-hoi): tệp đã đánh dấu, phiếu phản hồi, "
            "tin nhắn, biểu mẫu đúng nếu đã gửi sai.",
        ),
    ] = None,
    format_: FormatName = Format.TEXT,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="TỆP", help="Ghi bản tổng quan: .html để xem và in, .xlsx để sắp xếp, lọc."),
    ] = None,
    as_of: AsOf = None,
    log: LogFile = None,
    reply_by: ReplyBy = None,
    fresh: Fresh = False,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> int:
    """Kiểm tra các tệp đơn vị gửi về, chỉ rõ từng ô cần sửa."""
    from vstbcpn_cli.cli.output.findings import print_judged
    from vstbcpn_cli.cli.output.read_before import say_read_before
    from vstbcpn_cli.cli.output.rules_not_run import say_not_run
    from vstbcpn_cli.cli.output.skipped_files import say_passed_over, say_repairs
    from vstbcpn_cli.cli.output.summary import print_steps, print_summary
    from vstbcpn_cli.cli.output.waiting_feedback import waiting_for_feedback
    from vstbcpn_cli.runtime import clock
    from vstbcpn_cli.usecases.season.repair_proposals import update_repairs
    from vstbcpn_cli.usecases.season.season_folder import defaults
    from vstbcpn_cli.usecases.validate import as_json, in_register_order, severity_of, validate

    if feedback is not None:
        from vstbcpn_cli.cli.feedback import give_back, test_folder

        test_folder(feedback)
    here = defaults()
    asked = paths or list(here.paths)
    figures = previous or here.previous
    intake = validate(
        asked,
        edition or here.edition,
        period or here.period,
        units_file,
        figures,
        progress("Đã đọc", quiet=quiet),
        jobs=jobs,
        as_of=as_of.date() if as_of else None,
        reply_by=reply_by.date() if reply_by else None,
        wished_reply=here.reply_by,
        today=clock.today(),
        report=report,
        log=log,
        seen=_seen if format_ is Format.TEXT and not quiet else lambda *_: None,
    )
    if feedback is not None:
        give_back(intake, feedback, (units_file, figures), here.reply_by, quiet=quiet, fresh=fresh)
    if format_ is Format.JSON:
        out(json.dumps(as_json(intake), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        for judged, unit in in_register_order(intake):
            print_judged(judged, unit.name if unit else "", intake.setting.edition.private, notices=not quiet)
        season = not all(Path(p).is_file() for p in asked)
        print_summary(intake, season=season)
        if not quiet:
            until = as_of.date().isoformat() if as_of else None
            form = given({"--edition": edition, "--period": period, "--units": units_file})
            same = given({"--previous": previous, "--as-of": until, "--log": log})
            again = [*(paths or []), *form, *same]
            own = here.season is not None
            answered = not waiting_for_feedback(intake, feedback or here.feedback)
            print_steps(intake, again, form, season=season, own=own, answered=answered)
    if report is not None and not quiet:
        say(f"Đã ghi bản tổng quan: {report.as_posix()}")
    say_repairs(update_repairs(intake, here.season, figures), quiet=quiet)
    if not quiet:
        say_passed_over(intake.passed, intake.aside, intake.repaired, intake.coverage.by_file)
        say_read_before(intake.again)
    if figures is None and not quiet:
        say(without_previous(season=here.season is not None))
    elif intake.previous is not None and not quiet:
        setting = intake.setting
        if not intake.previous.is_counterpart(setting.edition, setting.period):
            told = intake.previous.told(setting.edition)
            say(f"Đã đối chiếu với số liệu {told}, không phải của cùng kỳ một năm trước đó.")
    as_ever = edition is None and period is None and as_of is None and log is None
    book(here.booked_by(asked, as_ever=as_ever), intake, quiet=quiet)
    if say_not_run(intake.ledger) or intake.program_faults:
        return ExitCode.INTERNAL
    return ExitCode.IO if intake.not_opened else _EXITS[severity_of(intake)]


def _seen(judged: Judged, setting: Setting) -> None:
    """What a file that was just read is asked to mend first, while the others are read."""
    from vstbcpn_cli.cli.output.findings import first_finding
    from vstbcpn_cli.model.coverage import marked_unit

    unit = setting.register.get(marked_unit(judged))
    remark(first_finding(judged, unit.name if unit else "", setting.edition.private))


_EXITS = {"error": ExitCode.ERRORS, "warning": ExitCode.WARNINGS, "": ExitCode.OK}
