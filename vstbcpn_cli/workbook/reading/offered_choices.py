"""What the list on a cell of the file itself offers, whoever put it there: the issue that printed it, or the unit."""

from __future__ import annotations

import re

from vstbcpn_cli.model.submission import column_number
from vstbcpn_cli.text.normalise import plain
from vstbcpn_cli.workbook.raw import Kind, RawBook, RawSheet

_INLINE = re.compile(r'"(.*)"', re.DOTALL)
_AREA = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!:\[\]]+))!)?"
    r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?"
)
_MOST = 1_000


def offered_choices(book: RawBook, sheet: RawSheet, place: tuple[int, int]) -> tuple[str, ...]:
    """The choices in their order; () where the cell offers none, or they are not in the file any more."""
    formula = sheet.list_on(*place).removeprefix("=")
    if inline := _INLINE.fullmatch(formula):
        return tuple(filter(None, map(plain, inline[1].replace('""', '"').split(","))))
    area = _AREA.fullmatch(book.names.get(formula.casefold(), formula).removeprefix("="))
    if area is None:
        return ()
    quoted, bare, left, top, right, bottom = area.groups()
    named = (quoted or "").replace("''", "'") or bare or sheet.name
    source = next((s for s in book.sheets if s.name.casefold() == named.casefold()), None)
    rows = range(int(top), min(int(bottom or top), int(top) + _MOST) + 1)
    columns = range(column_number(left), min(column_number(right or left), column_number(left) + 1) + 1)
    cells = source.cells if source else {}
    found = [cells[row, c] for row in rows for c in columns if (row, c) in cells]
    return tuple(filter(None, (plain(cell.text) for cell in found if cell.kind is Kind.TEXT)))
