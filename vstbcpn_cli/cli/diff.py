"""`vstbcpn diff`: every figure that differs between two written sets, with the cells that caused it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from vstbcpn_cli.cli.console import out, say
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.options import Format, FormatName, Quiet

_OLD = "Bộ số liệu trước: thư mục kết quả, manifest.json hoặc so-lieu_….json; không ghi là bản chính thức lập gần nhất."


def command(
    old: Annotated[Path | None, typer.Argument(metavar="[BỘ TRƯỚC]", help=_OLD)] = None,
    new: Annotated[
        Path | None, typer.Argument(metavar="[BỘ SAU]", help="Bộ số liệu sau; không ghi là bộ hiện có ở 3-ket-qua.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="TỆP", help="Ghi bảng thay đổi số liệu thành tệp .docx hoặc .xlsx."),
    ] = None,
    format_: FormatName = Format.TEXT,
    quiet: Quiet = False,
) -> int:
    """So hai bộ số liệu cùng kỳ: số nào thay đổi, do đơn vị nào, ô nào."""
    from vstbcpn_cli.cli.output.changes import change_lines, short_lines
    from vstbcpn_cli.report.changes.json_changes import as_json
    from vstbcpn_cli.usecases.changes import changes_of, prepare_paper, write_paper
    from vstbcpn_cli.usecases.sealing import last_final
    from vstbcpn_cli.usecases.season.season_folder import defaults
    from vstbcpn_cli.usecases.set_files import load_set

    results = defaults().results
    before = load_set(old if old is not None else last_final(results))
    after = load_set(new if new is not None else results)
    inputs = (before.path, after.path)
    if output is not None:
        prepare_paper(output, inputs)
    changes = changes_of(before, after)
    if output is not None:
        write_paper(changes, output, inputs)
    if format_ is Format.JSON:
        out(json.dumps(as_json(changes), ensure_ascii=False, indent=1, allow_nan=False))
    elif output is not None:
        out(output.as_posix())
    else:
        for line in change_lines(changes):
            out(line)
    if not quiet and (output is not None or format_ is Format.JSON):
        for line in short_lines(changes):
            say(line)
    return ExitCode.WARNINGS if changes.differ else ExitCode.OK
