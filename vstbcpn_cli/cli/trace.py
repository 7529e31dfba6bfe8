"""`vstbcpn trace`: every unit, file, sheet and cell behind one figure, and back."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from vstbcpn_cli.cli.console import fail, out, progress, say
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.options import (
    EditionName,
    Format,
    FormatName,
    Jobs,
    Paths,
    PeriodName,
    PreviousFile,
    Quiet,
    Template,
    UnitsFile,
)

_ASKED = (
    "Mã của con số như ở cột “Mã số” của biểu mẫu; A/B (tỷ lệ của hai mã); “A:câu trả lời”; mã của bảng, bảng và cột "
    "cách nhau bằng dấu chấm; số của chỉ tiêu Chiến lược; don-vi (tình hình gửi). "
    "Chiều ngược lại: mã, tên đơn vị, hoặc ô, ghi như TRANG!D17."
)
_NO_CELL = "Không có tệp dùng được nào ghi ở ô này. Đề nghị kiểm tra lại tên trang tính và địa chỉ ô."
_NO_FILE = "Đơn vị này chưa có tệp dùng được. Đề nghị xem tình hình gửi bằng lệnh: vstbcpn trace don-vi"
_NO_UNIT = "Chưa có số liệu của đơn vị nào được tính vào đây."


def command(
    code: Annotated[str, typer.Argument(metavar="MÃ", help=_ASKED)],
    paths: Paths = None,
    edition: EditionName = None,
    period: PeriodName = None,
    units_file: UnitsFile = None,
    previous: PreviousFile = None,
    template: Template = None,
    format_: FormatName = Format.TEXT,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> int:
    """Truy nguồn một con số của báo cáo đến từng ô, hoặc từ một ô đến các con số."""
    from vstbcpn_cli.cli.output.trace import cell_lines, figure_lines
    from vstbcpn_cli.edition.locations import newest_edition
    from vstbcpn_cli.usecases.intake.sources import given
    from vstbcpn_cli.usecases.tracing.model import TracedCells, TraceStanding
    from vstbcpn_cli.usecases.tracing.query import trace

    seen = progress("Đã đọc", quiet=quiet)
    traced = trace(
        code,
        given(paths),
        edition or newest_edition(),
        period,
        units_file,
        seen,
        jobs=jobs,
        template=template,
        previous=previous,
    )
    for rule, files in traced.not_run.items():
        fail(f"Quy tắc {rule} chưa kiểm tra xong {files} tệp được tính vì phần mềm gặp lỗi; xem lệnh validate.")
    done = ExitCode.INTERNAL if traced.not_run else ExitCode.OK
    if format_ is Format.JSON:
        from vstbcpn_cli.usecases.tracing.as_json import as_json

        out(json.dumps(as_json(traced), ensure_ascii=False, indent=1, allow_nan=False))
        return done
    if isinstance(traced, TracedCells):
        lines, silent = cell_lines(traced), "" if traced.cells else _NO_FILE if traced.label else _NO_CELL
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
    return done
