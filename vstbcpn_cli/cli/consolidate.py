"""`vstbcpn consolidate`: the provincial report and everything that proves it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from vstbcpn_cli.cli import offered
from vstbcpn_cli.cli.console import argument, fail, given, out, progress, say
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.options import (
    AsOf,
    EditionName,
    Fresh,
    Jobs,
    LogFile,
    Output,
    Paths,
    PeriodName,
    PreviousFile,
    Quiet,
    Strict,
    Template,
    UnitsFile,
    without_previous,
)
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.text.numbers import number

if TYPE_CHECKING:
    from vstbcpn_cli.usecases.consolidate import Done


def command(
    paths: Paths = None,
    output: Output = None,
    edition: EditionName = None,
    period: PeriodName = None,
    units_file: UnitsFile = None,
    previous: PreviousFile = None,
    template: Template = None,
    issuer: Annotated[
        str | None,
        typer.Option(
            "--issuer",
            metavar="ban|so",
            autocompletion=offered.issuers,
            help="Cơ quan ban hành báo cáo: Ban (ban, nếu không ghi) hoặc Sở thường trực (so).",
        ),
    ] = None,
    copy: Annotated[
        Copy | None,
        typer.Option(
            "--copy",
            metavar="signing|officer",
            help="Chỉ ghi một bản báo cáo Word: bản trình ký (signing), hoặc bản của cán bộ (officer) có mã số và các "
            "điểm cần xác minh. Không chọn thì ghi cả hai.",
        ),
    ] = None,
    pdf: Annotated[
        bool,
        typer.Option(
            "--pdf", help="Ghi thêm bản PDF của báo cáo, có dấu trang theo các đề mục; cần LibreOffice trên máy này."
        ),
    ] = False,
    trust_template: Annotated[
        bool,
        typer.Option(
            "--trust-template", help="Dùng mẫu Word dù có trường lấy nội dung từ nơi khác hoặc liên kết ra ngoài."
        ),
    ] = False,
    strict: Strict = False,
    as_of: AsOf = None,
    log: LogFile = None,
    report_date: Annotated[
        dt.datetime | None,
        typer.Option("--report-date", formats=["%d/%m/%Y", "%Y-%m-%d"], metavar="NGÀY", help="Ngày ghi trên báo cáo."),
    ] = None,
    final: Annotated[
        bool,
        typer.Option("--final", help="Lập bản chính thức: giữ nguyên cả bộ kết quả này ở luu/, không bao giờ ghi đè."),
    ] = False,
    fresh: Fresh = False,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> int:
    """Lập báo cáo Word, phụ lục Excel và dữ liệu."""
    from vstbcpn_cli.cli.log import say_booked
    from vstbcpn_cli.cli.output.edited_documents import say_merged
    from vstbcpn_cli.cli.output.kept_sets import kept_lines
    from vstbcpn_cli.cli.output.rules_not_run import say_not_run
    from vstbcpn_cli.cli.output.skipped_files import say_passed_over
    from vstbcpn_cli.usecases.consolidate import Choices, consolidate_files
    from vstbcpn_cli.usecases.season.season_folder import defaults

    here = defaults()
    previous = previous or here.previous
    choices = Choices(
        paths=tuple(paths or here.paths),
        output=output or here.results,
        edition=edition or here.edition,
        period=period or here.period,
        units=units_file,
        previous=previous,
        template=template or here.template,
        issuer=issuer or here.issuer,
        strict=strict,
        as_of=as_of.date() if as_of else None,
        report_date=report_date.date() if report_date else None,
        jobs=jobs,
        trust_template=trust_template,
        copy=copy,
        pdf=pdf,
        fresh=fresh,
        final=final,
        books=here.booked_by(
            paths or here.paths, as_ever=edition is None and period is None and as_of is None and log is None
        ),
        log=log,
    )
    done = consolidate_files(choices, progress("Đã đọc", quiet=quiet))
    say_booked(done.booked, choices.books, quiet=quiet)
    stopped = say_not_run(done.ledger) or done.program_faults > 0
    if not done.files:
        named = {"--edition": edition, "--period": period, "--units": units_file, "--as-of": choices.as_of}
        named["--log"] = log
        again = "".join(f" {argument(p)}" for p in (*(paths or []), *given(named)))
        why = " (--strict không tính đơn vị còn lỗi)" if strict else ""
        fail(
            f"Không có đơn vị nào có số liệu được tính{why} nên chưa lập báo cáo. "
            f"Đề nghị xem tình trạng từng tệp bằng lệnh: vstbcpn validate{again}"
        )
        return ExitCode.INTERNAL if stopped else ExitCode.ERRORS
    for path in done.files:
        out(path.as_posix())
    if done.edited is not None:
        say_merged(done.edited, quiet=quiet)
    if not quiet:
        _tell(done)
        for line in kept_lines(done.written) if done.written else ():
            say(line)
        _tell_days(choices.report_date, done.as_of)
        say_passed_over(done.passed, done.aside, done.repaired)
        if previous is None:
            say(without_previous(season=here.season is not None))
        elif not done.compared:
            say("Số liệu kỳ trước không phải của cùng kỳ một năm trước đó nên báo cáo không so sánh với cùng kỳ.")
    if stopped:
        return ExitCode.INTERNAL
    return ExitCode.OK if done.complete else ExitCode.WARNINGS


def _tell(done: Done) -> None:
    from vstbcpn_cli.cli.output.skipped_files import say_by_file

    say(f"Đã tổng hợp {number(done.sent)}/{number(done.expected)} đơn vị.")
    if done.unused:
        say(f"Trong đó {number(done.unused)} đơn vị còn lỗi, chưa có số liệu nào được cộng.")
    if done.nil:
        say(f"{number(done.nil)} đơn vị xác nhận không phát sinh, ghi tại Phụ lục I của báo cáo.")
    if done.excluded:
        say(f"{number(done.excluded)} đơn vị được loại trừ theo sổ theo dõi; lý do ghi tại Phụ lục I của báo cáo.")
    if done.missing:
        say(f"Còn {number(done.missing)} đơn vị chưa có báo cáo dùng được; báo cáo ghi rõ phần còn thiếu.")
    if done.withheld:
        say(
            f"{number(done.withheld)} số liệu chưa được cộng vì còn lỗi hoặc chưa có tổng số, "
            "liệt kê tại phụ lục cuối bản báo cáo của cán bộ và tại phụ lục Excel."
        )
    say_by_file(done.by_file)


def _tell_days(dated: dt.date | None, as_of: dt.date | None) -> None:
    """A report cannot speak of what came after the day it is dated."""
    from vstbcpn_cli.text.dates import short_date

    if dated and as_of and dated < as_of:
        say(
            f"Ngày ghi trên báo cáo ({short_date(dated)}) sớm hơn ngày nhận báo cáo nêu ở câu mở đầu "
            f"({short_date(as_of)}). Đề nghị kiểm tra lại --report-date, hoặc dùng --as-of để chỉ tính báo cáo nhận "
            "đến ngày đó."
        )
