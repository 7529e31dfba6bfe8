"""The self-check as a sheet: its lines with their states, the verdict, and what shows by colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vstbcpn_cli.model.self_check import text
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form import cell_formats
from vstbcpn_cli.workbook.form.check_lines import FIRST_LINE, VERDICT_ROW, CheckLine, SelfCheck
from vstbcpn_cli.workbook.form.layout import Look
from vstbcpn_cli.workbook.form.page_setup import LINE

_WIDTHS = (18.0, 62.0, 12.0, 11.0, 12.0)


def write_check(sheet: Any, formats: cell_formats.Formats, checks: SelfCheck) -> None:
    """The sheet itself; what is still to be done stands out by its colour, all other lines are quiet."""
    words, last = checks.words, checks.last_line
    cell_formats.page(sheet, words["page"], across=False)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    _head(sheet, formats, checks)
    for row, line in enumerate(checks.lines, FIRST_LINE - 1):
        _line(sheet, formats, checks, row, line)
    sheet.autofilter(FIRST_LINE - 2, 0, last - 1, 4)
    for formula, look in _marks(words):
        rule = {"type": "formula", "criteria": formula, "format": formats.change(look)}
        sheet.conditional_format(FIRST_LINE - 1, 2, last - 1, 2, rule)
    sheet.freeze_panes(FIRST_LINE - 1, 0)
    sheet.repeat_rows(FIRST_LINE - 2)


def _head(sheet: Any, formats: cell_formats.Formats, checks: SelfCheck) -> None:
    words = checks.words
    sheet.write_url(
        0, 0, f"internal:'{words['sheet.guide']}'!A1", formats(cell_formats.LINK), f"→ {words['sheet.guide']}"
    )
    sheet.write_string(0, 1, words["check.title"], formats(cell_formats.PRINTED[Look.TITLE]))
    verdict = formats({**cell_formats.PRINTED[Look.TITLE], **cell_formats.VERDICT, "font_size": 14})
    sheet.write_formula(VERDICT_ROW - 1, 1, checks.verdict, verdict, checks.verdict_at_issue)
    turns_green(sheet, formats, (VERDICT_ROW - 1, 1), words)
    sheet.merge_range(VERDICT_ROW, 0, VERDICT_ROW, 4, words["check.hint"], formats(cell_formats.PRINTED[Look.HINT]))
    sheet.set_row(VERDICT_ROW, 2 * LINE)
    for column, word in enumerate(("place", "content", "result", "need", "rule")):
        sheet.write_string(FIRST_LINE - 2, column, words[f"check.{word}"], formats(cell_formats.PRINTED[Look.HEAD]))


def turns_green(sheet: Any, formats: cell_formats.Formats, place: tuple[int, int], words: Mapping[str, str]) -> None:
    """The verdict in this cell, counted from 0, is red until the form can be sent."""
    ready = {"type": "cell", "criteria": "==", "value": text(words["check.ready"])}
    sheet.conditional_format(*place, *place, {**ready, "format": formats.change(cell_formats.MET)})


def _line(sheet: Any, formats: cell_formats.Formats, checks: SelfCheck, row: int, line: CheckLine) -> None:
    label = cell_formats.PRINTED[Look.LABEL]
    plain, small = formats(label), formats({**label, **cell_formats.NOT_ASKED})
    link = formats({**cell_formats.PRINTED[Look.CODE], **cell_formats.LINK, "align": "left"})
    sheet.write_formula(row, 0, _way(line), link, f"→ {line.check.at}")
    sheet.write_string(row, 1, line.check.text, plain)
    sheet.set_row(row, LINE * cell_formats.lines_of(line.check.text, _WIDTHS[1], label))
    write = sheet.write_array_formula if line.array else sheet.write_formula
    where = (row, 2, row, 2) if line.array else (row, 2)
    write(*where, line.formula, plain, checks.at_issue(line.check))
    sheet.write_string(row, 3, checks.words["check.needed"] if line.check.needed else "", plain)
    sheet.write_string(row, 4, line.check.rule, small)


def _way(line: CheckLine) -> str:
    """A link that still leads to its cell when rows are inserted above it, which a link of the sheet does not."""
    column = f"'{line.sheet}'!{column_letters(line.column)}"
    return f'=HYPERLINK("#{column}"&ROW({column}{line.row}),{text(f"→ {line.check.at}")})'


def _marks(words: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    state = f"$C{FIRST_LINE}"
    passed, failed, blank, needed = (text(words[f"check.{w}"]) for w in ("passed", "failed", "blank", "needed"))
    yield f"={state}={passed}", cell_formats.MET
    yield f"={state}={failed}", cell_formats.BROKEN
    yield f"=AND({state}={blank},$D{FIRST_LINE}={needed})", cell_formats.STILL_EMPTY
    yield f"={state}={blank}", cell_formats.NOT_ASKED
