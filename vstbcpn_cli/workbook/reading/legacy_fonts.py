"""A workbook typed with fonts older than Unicode to one that says the same in Unicode, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.model.records import replace
from vstbcpn_cli.text.legacy_encodings import Meant, by_content, by_fonts
from vstbcpn_cli.text.normalise import decoded
from vstbcpn_cli.workbook.raw import CellKind, RawBook, RawSheet, Typed

_LONGEST = 4_000
"""Characters of a text that is looked at without an old font."""
Position = tuple[int, int]


def in_unicode(book: RawBook) -> RawBook:
    """The same book where no cell needs it; what was typed stays beside what it means (`RawSheet.typed`)."""
    sheets = tuple(map(_sheet, book.sheets))
    return book if all(a is b for a, b in zip(sheets, book.sheets, strict=True)) else replace(book, sheets=sheets)


def _sheet(sheet: RawSheet) -> RawSheet:
    found = dict(_meanings(sheet))
    if not found:
        return sheet
    cells = {p: c._replace(text=found[p].text) if p in found else c for p, c in sheet.cells.items()}
    return replace(sheet, cells=cells, typed={p: Typed(sheet.cells[p].text, m.table) for p, m in found.items()})


def _meanings(sheet: RawSheet) -> Iterator[tuple[Position, Meant]]:
    for place, cell in sheet.cells.items():
        if cell.kind is not CellKind.TEXT or cell.text.isascii():
            continue
        runs = sheet.runs.get(place, ())
        if runs and any(run.font for run in runs):
            meant = by_fonts((run.font, decoded(run.text)) for run in runs)
        else:
            meant = by_content(decoded(cell.text)) if len(cell.text) <= _LONGEST else None
        if meant is not None:
            yield place, meant
