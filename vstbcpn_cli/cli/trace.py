"""`vstbcpn trace`: every unit, file, sheet and cell behind one figure, and back."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from vstbcpn_cli.cli import offered
from vstbcpn_cli.cli.console import fail, out, progress, say
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
    Strict,
    Template,
    UnitsFile,
)

_ASKED = (
    "Mã ghi ở cột “Mã số” của biểu mẫu; hoặc A/B (tỷ lệ giữa hai mã), “A:câu trả lời”, mã bảng, mã bảng và cột cách "
    "nhau bằng dấu chấm, số của chỉ tiêu Chiến lược, don-vi (tình hình gửi báo cáo), số đếm như don-vi:cham, "
    "so-lieu:chua-cong, diem:can-xac-minh, “chi-tieu:Đạt+Vượt”. "
    "Tra ngược: mã hoặc tên đơn vị, hoặc một ô, ghi như TRANG!D17."
)
_NO_CELL = "Không có tệp dùng được nào ghi ở ô này. Đề nghị kiểm tra lại tên trang tính và địa chỉ ô."
_NO_FILE = "Đơn vị này chưa có tệp dùng được. Đề nghị xem tình hình gửi bằng lệnh: vstbcpn trace don-vi"
_NO_UNIT = "Chưa có số liệu của đơn vị nào được tính vào đây."


def command(
    code: Annotated[str, typer.Argument(metavar="MÃ", autocompletion=offered.codes, help=_ASKED)],
    paths: Paths = None,
    edition: EditionName = None,
    period: PeriodName = None,
    units_file: UnitsFile = None,
    previous: PreviousFile = None,
    template: Template = None,
    as_of: AsOf = None,
    strict: Strict = False,
    log: LogFile = None,
    format_: FormatName = Format.TEXT,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> int:
    """Truy một con số của báo cáo về từng ô, và ngược lại."""
    from vstbcpn_cli.cli.output.counted import counted_lines
    from vstbcpn_cli.cli.output.skipped_files import say_by_file
    from vstbcpn_cli.cli.output.trace import cell_lines, figure_lines
    from vstbcpn_cli.usecases.season.season_folder import defaults
    from vstbcpn_cli.usecases.tracing.model import Counted, TracedCells, TraceStanding
    from vstbcpn_cli.usecases.tracing.query import trace

    seen = progress("Đã đọc", quiet=quiet)
    here = defaults()
    traced = trace(
        code,
        paths or list(here.paths),
        edition or here.edition,
        period or here.period,
        units_file,
        seen,
        jobs=jobs,
        template=template or here.template,
        previous=previous or here.previous,
        log=log,
        as_of=as_of.date() if as_of else None,
        strict=strict,
    )
    for rule, files in traced.not_run.items():
        fail(f"Quy tắc {rule} chưa kiểm tra xong {files} tệp được tính vì phần mềm gặp lỗi; xem lệnh validate.")
    done = ExitCode.INTERNAL if traced.not_run else ExitCode.OK
    if format_ is Format.JSON:
        from vstbcpn_cli.usecases.tracing.as_json import as_json

        out(json.dumps(as_json(traced), ensure_ascii=False, indent=1, allow_nan=False))
        say_by_file(0 if quiet else traced.by_file)
        return done
    if isinstance(traced, TracedCells):
        lines, silent = cell_lines(traced), "" if traced.cells else _NO_FILE if traced.label else _NO_CELL
    elif isinstance(traced, Counted):
        lines, silent = counted_lines(traced), ""
    else:
        lines, silent = (
            figure_lines(traced),
            ""
            if traced.figures or any(map(traced.of, (TraceStanding.COUNTED, TraceStanding.SHOWN, TraceStanding.NIL)))
            else _NO_UNIT,
        )
    for line in lines:
        out(line)
    if silent:
        say(silent)
    say_by_file(0 if quiet else traced.by_file)
    return done
