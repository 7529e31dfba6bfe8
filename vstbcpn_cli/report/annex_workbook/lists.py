"""The sheets of the annex that list: table rows, open findings, the source of every figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vstbcpn_cli.edition.model import Column, FieldType, Severity, Table
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.counting import CountedForm
from vstbcpn_cli.model.coverage import Judged, without_private
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import CellRef, column_letters
from vstbcpn_cli.model.totals import UnitRow
from vstbcpn_cli.report.annex_workbook.task_sheets import sourced
from vstbcpn_cli.report.coverage_sheet import named
from vstbcpn_cli.report.rows import FigureStatus, UnitFigure, UnitFigures, as_passed_on, by_name, file_name
from vstbcpn_cli.report.safe_workbook import Book, Cell, Live, Mark, Sheet, fits
from vstbcpn_cli.report.sheet_labels import UNIT_CODE, AnnexWords
from vstbcpn_cli.text import numbers

_WIDTHS = {FieldType.TEXT: 26, FieldType.LONG: 50, FieldType.CHOICE: 20}
_ADDED = (FieldType.INT, FieldType.MONEY)
_Row = tuple[str, int]
"""A row of a table: its unit and its number there."""
_FIRST = 4
"""Columns before those of the table: STT, code, name and kind of the unit."""


def write_table(book: Book, table: Table, figures: UnitFigures, words: AnnexWords, note: str) -> None:
    """Every row of one table of every unit, with the file and the cells it stands in."""
    sheet = book.sheet(table.code)
    heads = [*words.heads("stt", "ma_don_vi", "don_vi", "loai"), *(c.label for c in table.columns)]
    heads += words.heads("duoc_tinh", "tep", "trang", "o")
    widths = [5, UNIT_CODE, 30, 6, *(_WIDTHS.get(c.type, 12) for c in table.columns), 11, 24, 8, 10]
    title = words("tieu_de_bang", ma=table.code, ten=table.label)
    codes = ["", "", "", "", *(c.key for c in table.columns), "", "", "", ""]
    sheet.head(title, note, [heads, codes], widths, frozen=3)
    entries = {e.unit.code: e for e in figures.consolidation.entries}
    made = figures.consolidation
    rows = made.rows(table.code)
    added = {c.key: _added(made, table, c) for c in table.columns if c.type in _ADDED}
    for number, row in enumerate(rows, 1):
        line = _table_line(number, table, row, entries[row.unit.code], added, words)
        sheet.line(line, "" if row.counts else "muted")
    last = sheet.row
    sheet.filtered()
    if rows:
        sheet.line(_table_totals(sheet, table, made, last, words), "total")


def _added(made: Consolidation, table: Table, column: Column) -> frozenset[_Row]:
    """The rows whose cells the total of a column is made of."""
    rows = made.added_rows(table.column_code(column))
    return frozenset((r.unit.code, r.row.number) for r in rows)


def _table_totals(sheet: Sheet, table: Table, made: Consolidation, last: int, words: AnnexWords) -> list[Cell]:
    """Sums and the number of the rows that count; activities of others are listed above and not added."""
    yes = _column_cells(sheet, _FIRST + len(table.columns), last)
    said = words("dau", "co")
    line: list[Cell] = ["", "", words("cong_dong"), ""]
    for number, column in enumerate(table.columns, _FIRST):
        code = table.column_code(column)
        total = made.total(code).value if column.type in _ADDED else None
        numbers = [r.row.cells[column.key].number for r in made.added_rows(code)] if total is not None else []
        adds = total is not None and all(fits(n) for n in (*numbers, total) if n is not None)
        formula = f'=SUMIF({yes},"{said}",{_column_cells(sheet, number, last)})'
        line.append(Live(formula, total) if adds and total is not None else total)
    return [*line, Live(f'=COUNTIF({yes},"{said}")', len(made.counted_rows(table.code))), None, None, None]


def _column_cells(sheet: Sheet, column: int, last: int) -> str:
    letters = column_letters(column + 1)
    return f"{letters}${sheet.first + 1}:{letters}${last}"


def _table_line(
    number: int, table: Table, row: UnitRow, entry: CountedForm, added: Mapping[str, frozenset[_Row]], words: AnnexWords
) -> list[Cell]:
    line: list[Cell] = [number, row.unit.code, row.unit.name, row.unit.kind]
    line += [_table_cell(column, row, added, words) for column in table.columns]
    cells = sorted(o.cell for o in row.row.cells.values() if o.cell is not None and o.given)
    counts = words.mark("giu_lai") if row.undecided else words.value(row.counts)
    return [*line, counts, file_name(entry.submission.file.path), row.row.place.sheet, _span(cells)]


def _table_cell(column: Column, row: UnitRow, added: Mapping[str, frozenset[_Row]], words: AnnexWords) -> Cell:
    """What counts; a figure that is not added because its unit has another one of the column withheld says so, and is
    text for the formula of the total."""
    if column.key in row.withheld:
        return words.mark("giu_lai")
    found = row.cell(column.key)
    if found is None or not found.given or found.value is None:
        return None
    if row.counts and column.key in added and (row.unit.code, row.row.number) not in added[column.key]:
        return Mark(f"{numbers.number(found.number or 0)} ({words('dau', 'giu_lai')})")
    return words.value(found.value)


def _span(cells: list[CellRef]) -> str:
    if not cells:
        return ""
    return cells[0].address if len(cells) == 1 else f"{cells[0].address}:{cells[-1].address}"


def write_findings(book: Book, figures: UnitFigures, words: AnnexWords, note: str) -> None:
    """Open errors and warnings, unit by unit in reading order; files of no unit last."""
    sheet = book.sheet(words("trang", "xac_minh"))
    heads = words.heads("stt", "don_vi", "muc", "ma_loi", "rang_buoc", "ma_so", "tep", "trang", "o", "gia_tri")
    heads += words.heads("su_viec", "de_nghi", "duoc_tinh")
    widths = [5, 30, 10, 9, 9, 18, 28, 8, 8, 18, 52, 44, 11]
    sheet.head(words("tieu_de", "xac_minh"), note, [heads], widths, frozen=2)
    held = {(w.unit.name, w.finding.code, w.finding.place) for w in figures.consolidation.withheld() if w.finding}
    for number, (name, judged, finding) in enumerate(_open(figures), 1):
        cell, key = finding.place.cell, finding.place.key
        line: list[Cell] = [number, name, words("muc", finding.severity.value), finding.code, finding.constraint]
        line += [str(key) if key else "", file_name(judged.outcome.file.path)]
        line += [cell.sheet if cell else "", cell.address if cell else "", finding.value]
        withheld: Cell = words.mark("giu_lai") if (name, finding.code, finding.place) in held else ""
        sheet.line([*line, finding.fact, finding.advice, withheld])
    if sheet.row == sheet.first:
        sheet.line(["", words("khong_co_diem")])
    sheet.filtered()


def _open(figures: UnitFigures) -> Iterator[tuple[str, Judged, Finding]]:
    coverage = figures.consolidation.coverage
    files = [(u.unit.name, u.counted) for u in coverage.units if u.counted is not None]
    files += [(named(j, coverage), j) for j in by_name(coverage.unplaced)]
    for name, judged in files:
        found = without_private(judged, coverage.edition.private).findings
        yield from ((name, judged, as_passed_on(f)) for f in found if f.severity is not Severity.NOTICE)


def write_sources(book: Book, figures: UnitFigures, words: AnnexWords, note: str) -> None:
    """One line per figure of the task sheets, in the order their links count on."""
    sheet = book.sheet(words("trang", "nguon"))
    heads = words.heads("don_vi", "ma_so", "so_lieu", "tep", "trang", "o", "tinh_trang")
    sheet.head(words("tieu_de", "nguon"), note, [heads], [34, 28, 30, 32, 8, 24, 12], frozen=1)
    for task in (t for t in figures.edition.tasks if t is not figures.edition.header):
        for entry in figures.consolidation.entries:
            name = file_name(entry.submission.file.path)
            for figure in sourced(figures, entry, task):
                sheet.line(_source_line(figure, entry.unit.name, name, words))
    sheet.filtered()


def _source_line(figure: UnitFigure, unit: str, file: str, words: AnnexWords) -> list[Cell]:
    """Of a withheld figure what the unit wrote, as text, and that it does not count."""
    if figure.status is FigureStatus.WITHHELD:
        return [unit, figure.code, figure.typed, file, *words.cells(figure.cells), words("dau", "giu_lai")]
    return [unit, figure.code, words.figure(figure), file, *words.cells(figure.cells), ""]
