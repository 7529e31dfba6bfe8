"""`vstbcpn validate`: every returned workbook judged, findings grouped per unit or as JSON."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from vstbcpn_cli.cli.console import fail, out, progress, say
from vstbcpn_cli.cli.options import (
    DEFAULT_EDITION,
    WITHOUT_PREVIOUS,
    AsOf,
    EditionName,
    Jobs,
    Paths,
    PeriodName,
    PreviousFile,
    Quiet,
    UnitsFile,
)
from vstbcpn_cli.exits import ExitCode


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"


def command(
    paths: Paths = None,
    edition: EditionName = DEFAULT_EDITION,
    period: PeriodName = None,
    units_file: UnitsFile = None,
    previous: PreviousFile = None,
    feedback: Annotated[
        Path | None,
        typer.Option(
            "--feedback",
            metavar="THƯ MỤC",
            help="Ghi phản hồi cho từng đơn vị vào đây: tệp đã đánh dấu, phiếu phản hồi, tin nhắn.",
        ),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="text: dễ đọc; json: cho phần mềm khác.")] = Format.TEXT,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="TỆP", help="Ghi bản tổng quan: .html để xem và in, .xlsx để sắp xếp, lọc."),
    ] = None,
    as_of: AsOf = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> int:
    """Kiểm tra các tệp đơn vị gửi về, chỉ rõ từng ô cần sửa."""
    from vstbcpn_cli.cli.listing import print_judged
    from vstbcpn_cli.cli.summary import print_steps, print_summary
    from vstbcpn_cli.commands.validate import as_json, in_register_order, severity_of, validate

    intake = validate(
        paths or ["."],
        edition,
        period,
        units_file,
        previous,
        progress("Đã đọc", quiet=quiet),
        jobs=jobs,
        as_of=as_of.date() if as_of else None,
        report=report,
    )
    if not intake.judged:
        fail("Không tìm thấy tệp báo cáo. Đề nghị kiểm tra lại đường dẫn hoặc chép tệp nhận về vào thư mục này.")
        return ExitCode.NO_SUBMISSION
    if feedback is not None:
        from vstbcpn_cli.cli.feedback import give_back

        give_back(intake, feedback, (units_file, previous), quiet=quiet)
    if format_ is Format.JSON:
        out(json.dumps(as_json(intake), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        for judged, unit in in_register_order(intake):
            print_judged(judged, unit.name if unit else "", notices=not quiet)
        season = not all(Path(p).is_file() for p in paths or ["."])
        day = as_of.date() if as_of else intake.last_received
        print_summary(intake.coverage, intake.judged, day, season=season)
        if not quiet:
            chosen = {"--edition": edition, "--period": period, "--units": units_file}
            same = [str(x) for o in chosen.items() if o[1] not in (None, DEFAULT_EDITION) for x in o]
            given = [*(paths or []), *same]
            print_steps(intake.coverage, intake.judged, given, season=season, answered=feedback is not None)
    if report is not None and not quiet:
        say(f"Đã ghi bản tổng quan: {report.as_posix()}")
    for name in intake.skipped if not quiet else ():
        say(f"Bỏ qua tệp tạm của Excel: {name}")
    for name in intake.unread if not quiet else ():
        say(f"Chưa đọc “{name}” vì là tệp văn bản, không phải tệp Excel. Đề nghị kiểm tra nếu là báo cáo của đơn vị.")
    if previous is None and not quiet:
        say(WITHOUT_PREVIOUS)
    return _EXITS[severity_of(intake)]


_EXITS = {"error": ExitCode.ERRORS, "warning": ExitCode.WARNINGS, "": ExitCode.OK}
