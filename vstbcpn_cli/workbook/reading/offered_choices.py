"""What the list on a cell of the file itself offers, whoever put it there: the issue that printed it, or the unit."""

from __future__ import annotations

import re

from vstbcpn_cli.model.submission import column_number
from vstbcpn_cli.text.normalise import plain
from vstbcpn_cli.workbook.ooxml.sheet_part import LAST_COLUMN, LAST_ROW
from vstbcpn_cli.workbook.raw import CellKind, RawBook, RawSheet

_INLINE = re.compile(r'"(.*)"', re.DOTALL)
_CELL, _COLUMN, _ROW = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}", r"\$?[A-Z]{1,3}", r"\$?[0-9]{1,7}"
_AREA = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!:\[\]]+))!)?"
    rf"({_CELL}(?::{_CELL})?|{_COLUMN}:{_COLUMN}|{_ROW}:{_ROW})"
)
_CORNER = re.compile(r"([A-Z]*)([0-9]*)")
_GONE = "#REF!"
_MOST = 1_000


def offered_choices(book: RawBook, sheet: RawSheet, formula: str) -> tuple[str, ...] | None:
    """The choices of a list on a cell of a sheet, in their order, by the words that give it; () where there is none, or
    they are not in the file any more, None where the file does not say which they are."""
    formula = formula.removeprefix("=")
    if inline := _INLINE.fullmatch(formula):
        return tuple(filter(None, map(plain, inline[1].replace('""', '"').split(","))))
    given = book.names.get(formula.casefold(), formula).removeprefix("=")
    if not given or _GONE in given:
        return ()
    area = _AREA.fullmatch(given)
    if area is None:
        return None
    quoted, bare, cells = area.groups()
    named = (quoted or "").replace("''", "'") or bare or sheet.name
    source = next((s for s in book.sheets if s.name.casefold() == named.casefold()), None)
    return _texts(source, cells.replace("$", "")) if source else ()


def _texts(sheet: RawSheet, area: str) -> tuple[str, ...]:
    """The first texts in an area of a sheet, which may be whole columns or rows."""
    first, _, last = area.partition(":")
    (left, top), (right, bottom) = (c.groups() for c in map(_CORNER.fullmatch, (first, last or first)) if c)
    rows = int(top or 1), int(bottom or LAST_ROW)
    columns = column_number(left or "A"), column_number(right) if right else LAST_COLUMN
    inside = ((p, c) for p, c in sheet.cells.items() if c.kind is CellKind.TEXT)
    found = [p for p, _ in inside if rows[0] <= p[0] <= rows[1] and columns[0] <= p[1] <= columns[1]]
    return tuple(filter(None, (plain(sheet.cells[p].text) for p in sorted(found)[:_MOST])))
