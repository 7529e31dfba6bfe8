"""The annex, cell by cell: what is stored in each, and its formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Context, Decimal, InvalidOperation
from pathlib import Path

from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.runtime.input_files import content_of
from vstbcpn_cli.usecases.verification.model import Difference
from vstbcpn_cli.workbook.formats.detect import open_book
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE
from vstbcpn_cli.workbook.raw import CellKind, RawCell, RawSheet, UnreadableBookError

_Cells = Mapping[tuple[int, int], RawCell]
_NOTHING = "(không có)"
_HELD = Context(prec=15)
"""The digits of a number in a spreadsheet that count."""


def differences(made: Path, found: Path, codes: frozenset[str] = frozenset()) -> Iterator[Difference]:
    """`codes` are those that figures may have. Raises OSError, and ValueError for what is no workbook."""
    contents = [(p, content_of(p, LARGEST_FILE)) for p in (made, found)]
    yield from of_contents(contents[0], contents[1], codes)


def of_contents(
    made: tuple[Path, bytes], found: tuple[Path, bytes], codes: frozenset[str] = frozenset()
) -> Iterator[Difference]:
    """The same of two workbooks, each with the file it is, or lies in. Raises ValueError for what is no workbook."""
    file = found[0].name
    try:
        books = [open_book(path, content)[0] for path, content in (made, found)]
    except UnreadableBookError as fault:
        raise ValueError(file) from fault
    sheets = [{s.name: s for s in book.sheets} for book in books]
    for name in [*sheets[0], *(n for n in sheets[1] if n not in sheets[0])]:
        one, other = sheets[0].get(name), sheets[1].get(name)
        if one is None or other is None:
            was, now = (_NOTHING if s is None else f"{len(s.cells)} ô" for s in (one, other))
            yield Difference(file, f"trang “{name}”", was, now)
            continue
        yield from _of_sheet(one, other, file, codes)


def _of_sheet(made: RawSheet, found: RawSheet, file: str, codes: frozenset[str]) -> Iterator[Difference]:
    for at in sorted(made.cells.keys() | found.cells.keys()):
        one, other = made.cells.get(at), found.cells.get(at)
        if not _same(one, other):
            place = f"{made.name}!{column_letters(at[1])}{at[0]}"
            was, now = _told(one, other)
            yield Difference(file, place, was, now, _code(made.cells, at, codes))


def _same(one: RawCell | None, other: RawCell | None) -> bool:
    if one is None or other is None:
        return (one or other or RawCell(CellKind.TEXT, "")).text == ""
    return one.formula == other.formula and (one.text == other.text or _number(one) == _number(other) is not None)


def _number(cell: RawCell) -> Decimal | None:
    """As a spreadsheet holds it: of 97.6 one version of a library writes 97.6, another 97.59999999999999."""
    try:
        return _HELD.create_decimal(cell.text).normalize() if cell.kind is CellKind.NUMBER else None
    except InvalidOperation:
        return None


def _told(one: RawCell | None, other: RawCell | None) -> tuple[str, str]:
    formulas = one is not None and other is not None and one.formula != other.formula
    first, second = (
        _NOTHING if c is None else f"={c.formula}" if formulas and c.formula else c.text for c in (one, other)
    )
    return first, second


def _code(cells: _Cells, at: tuple[int, int], codes: frozenset[str]) -> str:
    """The figure a cell speaks of: its code stands to the left, else above."""
    row, column = at
    left = (cells.get((row, n)) for n in range(column - 1, 0, -1))
    above = (cells.get((n, column)) for n in range(row - 1, 0, -1))
    return next((c.text for c in (*left, *above) if c is not None and c.text in codes), "")
