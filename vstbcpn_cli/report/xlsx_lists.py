"""The sheets of the annex that list: table rows, coverage, open findings, the source of every figure."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.consolidation import Entry, UnitRow
from vstbcpn_cli.coverage import Coverage, Judged, UnitCoverage, marked_unit
from vstbcpn_cli.findings import Finding
from vstbcpn_cli.report.flat import Figure, Figures, FigureStatus, by_name, file_name
from vstbcpn_cli.report.recorded import recorded_notes
from vstbcpn_cli.report.xlsx_sheets import Book, Cell
from vstbcpn_cli.report.xlsx_tasks import sourced
from vstbcpn_cli.report.xlsx_words import AnnexWords, printed_day
from vstbcpn_cli.schema.model import Column, FieldType, Severity, Table
from vstbcpn_cli.submission import CellRef

_WIDTHS = {FieldType.TEXT: 26, FieldType.LONG: 40, FieldType.CHOICE: 20}


def write_table(book: Book, table: Table, figures: Figures, words: AnnexWords, note: str) -> None:
    """Every row of one table of every unit, with the file and the cells it stands in."""
    sheet = book.sheet(table.code)
    heads = [*words.heads("stt", "ma_don_vi", "don_vi", "loai"), *(c.label.lstrip("– ") for c in table.columns)]
    heads += words.heads("duoc_tinh", "tep", "trang", "o")
    widths = [5, 14, 26, 6, *(_WIDTHS.get(c.type, 12) for c in table.columns), 11, 24, 8, 10]
    title = words("tieu_de_bang", ma=table.code, ten=table.label)
    codes = ["", "", "", "", *(c.key for c in table.columns), "", "", "", ""]
    sheet.head(title, note, [heads, codes], widths, frozen=3)
    entries = {e.unit.code: e for e in figures.consolidation.entries}
    for number, row in enumerate(figures.consolidation.rows(table.code), 1):
        sheet.line(_table_line(number, table, row, entries[row.unit.code], words))
    sheet.filtered()


def _table_line(number: int, table: Table, row: UnitRow, entry: Entry, words: AnnexWords) -> list[Cell]:
    counted = row.withheld is None and row.row.matches(table.counted)
    line: list[Cell] = [number, row.unit.code, row.unit.name, row.unit.kind]
    line += [_table_cell(column, row, entry, words) for column in table.columns]
    cells = sorted(o.cell for o in row.row.cells.values() if o.cell is not None and o.given)
    return [*line, words.value(counted), file_name(entry.submission.file.path), row.row.place.sheet, _span(cells)]


def _table_cell(column: Column, row: UnitRow, entry: Entry, words: AnnexWords) -> Cell:
    found = row.row.cells.get(column.key)
    if found is not None and found.key in entry.withheld:
        return words.mark("giu_lai")
    return words.value(found.value) if found is not None and found.given and found.value is not None else None


def _span(cells: list[CellRef]) -> str:
    if not cells:
        return ""
    return cells[0].address if len(cells) == 1 else f"{cells[0].address}:{cells[-1].address}"


def write_coverage(book: Book, coverage: Coverage, words: AnnexWords, note: str) -> None:
    """Who has sent what and when; files of no unit stand below."""
    sheet = book.sheet(words("trang", "gui"))
    heads = words.heads("stt", "ma_don_vi", "don_vi", "loai", "tinh_trang", "ngay_cham", "ngay_nhan", "nhan_theo")
    heads += words.heads("ket_qua", "so_bao_cao", "ngay_bao_cao", "so_loi", "so_canh_bao", "so_luu_y", "tep")
    heads += words.heads("ma_kiem", "tep_khac", "ghi_chu")
    widths = [5, 14, 32, 6, 10, 8, 11, 12, 18, 18, 11, 7, 9, 7, 26, 22, 26, 40]
    sheet.head(words("tieu_de", "gui"), note, [heads], widths, frozen=3)
    for number, one in enumerate(coverage.units, 1):
        sheet.line(_coverage_line(number, one, coverage.unusable(one), words))
    for judged in by_name(coverage.unplaced):
        line: list[Cell] = ["", "", "", "", "", "", judged.receipt.day, _receipt(judged, words), _result(judged, words)]
        note = f"{words.recorded('excluded', ly_do=judged.excluded.words)}." if judged.excluded else ""
        sheet.line([*line, "", "", *_counts(judged), *_file(judged), "", note])
    sheet.filtered()


def _coverage_line(number: int, one: UnitCoverage, unusable: tuple[Judged, ...], words: AnnexWords) -> list[Cell]:
    line: list[Cell] = [number, one.unit.code, one.unit.name, one.unit.kind, words("thoi_han", one.timeliness.value)]
    judged = one.counted
    others = words.several([file_name(o.outcome.file.path) for o in by_name((*one.others, *unusable))])
    notes = " ".join(f"{n}." for n in recorded_notes(one, words.recorded))
    if judged is None:
        return [*line, "", "", "", words("viec", "unusable") if unusable else "", *[""] * 7, others, notes]
    values = judged.submission.values if judged.submission else {}
    paper, day = values.get("M.11"), values.get("M.12")
    line += [one.days_late, judged.receipt.day, _receipt(judged, words), _result(judged, words)]
    line += [paper.text if paper else "", printed_day(day.date if day else None)]
    return [*line, *_counts(judged), *_file(judged), others, notes]


def _receipt(judged: Judged, words: AnnexWords) -> str:
    return words("nhan_theo", "so_theo_doi" if judged.receipt.from_log else "tep")


def _result(judged: Judged, words: AnnexWords) -> str:
    return words("ket_qua", judged.status.value)


def _counts(judged: Judged) -> list[Cell]:
    return [judged.counts[s] for s in (Severity.ERROR, Severity.WARNING, Severity.NOTICE)]


def _file(judged: Judged) -> list[Cell]:
    return [file_name(judged.outcome.file.path), judged.outcome.file.sha256]


def write_findings(book: Book, figures: Figures, words: AnnexWords, note: str) -> None:
    """Open errors and warnings, unit by unit in reading order; files of no unit last."""
    sheet = book.sheet(words("trang", "xac_minh"))
    heads = words.heads("stt", "don_vi", "muc", "ma_loi", "rang_buoc", "ma_so", "tep", "trang", "o", "gia_tri")
    heads += words.heads("su_viec", "de_nghi")
    widths = [5, 28, 10, 9, 9, 14, 24, 8, 8, 18, 48, 40]
    sheet.head(words("tieu_de", "xac_minh"), note, [heads], widths, frozen=2)
    for number, (name, judged, finding) in enumerate(_open(figures), 1):
        cell, key = finding.place.cell, finding.place.key
        line: list[Cell] = [number, name, words("muc", finding.severity.value), finding.code, finding.constraint]
        line += [str(key) if key else "", file_name(judged.outcome.file.path)]
        line += [cell.sheet if cell else "", cell.address if cell else "", finding.value]
        sheet.line([*line, finding.fact, finding.advice])
    sheet.filtered()


def _open(figures: Figures) -> Iterator[tuple[str, Judged, Finding]]:
    coverage = figures.consolidation.coverage
    files = [(u.unit.name, u.counted) for u in coverage.units if u.counted is not None]
    files += [(named(j, coverage), j) for j in by_name(coverage.unplaced)]
    for name, judged in files:
        yield from ((name, judged, f) for f in judged.findings if f.severity is not Severity.NOTICE)


def named(judged: Judged, coverage: Coverage) -> str:
    """The name behind the code a file says it has."""
    code = marked_unit(judged)
    unit = coverage.register.get(code)
    return unit.name if unit else code


def write_sources(book: Book, figures: Figures, words: AnnexWords, note: str) -> None:
    """One line per figure of the task sheets, in the order their links count on."""
    sheet = book.sheet(words("trang", "nguon"))
    heads = words.heads("don_vi", "ma_so", "so_lieu", "tep", "trang", "o", "tinh_trang")
    sheet.head(words("tieu_de", "nguon"), note, [heads], [34, 20, 30, 32, 8, 24, 24], frozen=1)
    for task in (t for t in figures.edition.tasks if t.code != "M"):
        for entry in figures.consolidation.entries:
            name = file_name(entry.submission.file.path)
            for figure in sourced(figures, entry, task):
                sheet.line(_source_line(figure, entry.unit.name, name, words))
    sheet.filtered()


def _source_line(figure: Figure, unit: str, file: str, words: AnnexWords) -> list[Cell]:
    """Of a withheld figure what the unit wrote, as text, and that it does not count."""
    if figure.status is FigureStatus.WITHHELD:
        return [unit, figure.code, figure.typed, file, *words.cells(figure.cells), words("dau", "giu_lai")]
    return [unit, figure.code, words.figure(figure), file, *words.cells(figure.cells)]
