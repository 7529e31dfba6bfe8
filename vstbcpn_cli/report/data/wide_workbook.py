"""`so-lieu-ngang_….xlsx`: the figures as a person reads them, a line for each unit and a column for each figure.

A workbook and no CSV: an Excel set to Vietnamese divides lines at semicolons and takes 12.5 for a day or a text, one
set to English does the opposite, and LibreOffice asks. In a workbook a number is a number, shown as the machine is set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from heapq import merge
from operator import itemgetter
from pathlib import Path

from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.model.calculation import exact
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.counting import declared_total
from vstbcpn_cli.model.totals import Contribution, Total
from vstbcpn_cli.report.data import indicators_table, units_table
from vstbcpn_cli.report.data.csv_text import Field
from vstbcpn_cli.report.data.names import codes_told, group_label, kind_label, label_told, measure_told
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.rows import type_of
from vstbcpn_cli.report.safe_workbook import Book, Cell
from vstbcpn_cli.report.sheet_labels import UNIT_CODE, AnnexWords, load_words, printed_day
from vstbcpn_cli.runtime.deterministic_zip import repack

NAME = "so-lieu-ngang_{stem}.xlsx"
_MARK = "vstbcpn-so-lieu-ngang"
"""Among the keywords of the file, by which the next run knows that it is no return."""
_SHORT = (FieldType.BOOL, FieldType.CHOICE)
_WIDTH, _NAME_WIDTH, _WIDEST = 14, 40, 42
"""In characters; of what is wider still, a digest, the beginning will do."""
_NAMES = frozenset(("label", "unit_name", "task_label"))
_NUMBERS = frozenset(("position", "days_late", "lead_only", "official_value"))


def render(report: Report, path: Path) -> None:
    """Three sheets: the figures, what the columns mean, the units."""
    made = report.consolidation
    words = load_words(report.sentences, made.edition.kinds)
    note = words("ky", ky=made.coverage.period.name, ngay=printed_day(report.as_of))
    title = words("bang_so_lieu", "ngang")
    book = Book(path, title=title, author=report.issued_by.name, footer=words("so_trang"), keywords=_MARK)
    try:
        _write_figures(book, made, words, note)
        _write_table(book, words, "chi-tieu", note, indicators_table.HEADS, list(indicators_table.lines(report)))
        _write_table(book, words, "don-vi", note, units_table.HEADS, list(units_table.lines(report)))
    finally:
        book.close()
    repack(path)


def columns_of(made: Consolidation) -> tuple[str, ...]:
    """What a unit gives as one number or one short answer; a sum that the form computes itself stands once."""
    edition = made.edition

    def shown(code: str) -> bool:
        if code in edition.tables or code in edition.table_columns:
            return indicators_table.aggregate(made, code) == "sum" and not declared_total(edition, code)
        return indicators_table.holds(edition, code) == "value" or type_of(edition, code) in _SHORT

    return tuple(code for code in codes_told(edition) if code not in edition.identity and shown(code))


def _write_figures(book: Book, made: Consolidation, words: AnnexWords, note: str) -> None:
    edition, codes = made.edition, columns_of(made)
    sheet = book.sheet(words("bang_so_lieu", "trang_ngang"))
    heads = [*words.heads("ma_don_vi", "don_vi", "loai"), words("bang_so_lieu", "nhom"), *words.heads("tinh_trang")]
    heads += [_head(code, label_told(edition, code), measure_told(edition, code)) for code in codes]
    widths = [UNIT_CODE, _NAME_WIDTH, 16, 22, 16, *(_wide_enough(_WIDTH, [head]) for head in heads[5:])]
    told = f"{note}. {words('bang_so_lieu', 'cach_doc_ngang')}"
    sheet.head(words("bang_so_lieu", "ngang"), told, [heads], widths, frozen=2)
    order = {one.unit.code: n for n, one in enumerate(made.coverage.units)}
    columns = [_Column(_given(made.total(code), order)) for code in codes]
    for n, one in enumerate(made.coverage.units):
        unit = one.unit
        named = [unit.code, unit.name, kind_label(edition, unit.kind), group_label(edition, unit.group)]
        sheet.line([*named, words("thoi_han", one.timeliness.value), *(column.at(n) for column in columns)])
    sheet.filtered()


def _head(code: str, label: str, measure: str) -> str:
    return f"{code}\n{label}" + (f" ({measure})" if measure else "")


def _given(total: Total, order: Mapping[str, int]) -> Iterator[tuple[int, Cell]]:
    """What counts of a figure, with the number of its unit, in their order; a unit with nothing to report gives 0."""
    counted = ((order[p.unit.code], _shown(p)) for p in total.parts)
    return merge(counted, ((order[u.code], 0) for u in total.nil), key=itemgetter(0))


def _shown(part: Contribution) -> Cell:
    return part.observation.text if part.number is None else exact(part.number)


class _Column:
    """A figure of all units, read once from the first to the last: of three thousand units nothing is kept twice."""

    def __init__(self, given: Iterator[tuple[int, Cell]]) -> None:
        self._given = given
        self._next = next(given, None)

    def at(self, unit: int) -> Cell:
        """What a unit gives, where it gives anything; asked in the order of the units."""
        if self._next is None or self._next[0] != unit:
            return None
        found = self._next[1]
        self._next = next(self._given, None)
        return found


def _write_table(
    book: Book, words: AnnexWords, name: str, note: str, heads: Sequence[str], lines: Sequence[Sequence[Field]]
) -> None:
    """The same table as the CSV of this name, with what its columns mean over their names."""
    sheet = book.sheet(words("bang_so_lieu", f"trang_{name}"))
    columns = zip(heads, *lines, strict=True)
    widths = [_wide_enough(_NAME_WIDTH if column[0] in _NAMES else _WIDTH, column) for column in columns]
    sheet.head(words("bang_so_lieu", name), note, [list(heads)], widths, frozen=4)
    for line in lines:
        sheet.line([_cell(head, field) for head, field in zip(heads, line, strict=True)])
    sheet.filtered()


def _wide_enough(least: int, cells: Iterable[Field]) -> int:
    """For every word: Excel tears one that is wider than its column."""
    words = (len(word) + 1 for cell in cells if isinstance(cell, str) for word in cell.split())
    return max((n for n in words if least < n <= _WIDEST), default=least)


def _cell(head: str, field: Field) -> Cell:
    if isinstance(field, str) and field and head in _NUMBERS:
        return Decimal(field)
    return field if field != "" else None
