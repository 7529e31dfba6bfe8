"""What no code of the form claims: the form's own text, whole foreign sheets, and what was typed beside the form."""

from __future__ import annotations

import re

from vstbcpn_cli.excel.cells import Kind, RawBook, RawCell, RawSheet
from vstbcpn_cli.excel.ledger import Ledger
from vstbcpn_cli.excel.locate import Line, SheetMap
from vstbcpn_cli.excel.printed import FormTexts
from vstbcpn_cli.excel.values import shown
from vstbcpn_cli.safety.text import clean, plain

_NUMBERING = re.compile(r"\d{1,4}\.?\Z")


def book_leftovers(book: RawBook, maps: list[SheetMap], texts: FormTexts, ledger: Ledger) -> None:
    """Books every cell that is still open, so that the account of the file closes."""
    for name in book.missing:
        ledger.fault_sheet("missing-sheet", name, clean(name), "")
    for sheet in maps:
        if sheet.of_the_form:
            _beside_the_form(sheet, texts.on_sheets, ledger)
            _hidden(sheet, ledger)
        elif sheet.sheet.name.casefold() in texts.own:
            _own_sheet(sheet, texts, ledger)
        else:
            _foreign(sheet, ledger)


def _beside_the_form(sheet: SheetMap, printed: frozenset[str], ledger: Ledger) -> None:
    lines = {line.row: line for line in sheet.lines}
    numbers = {(row, r.number_column) for r in sheet.regions for row in range(r.key_row, r.last_row + 1)}
    for place, cell in sorted(sheet.sheet.cells.items()):
        at = sheet.ref(*place)
        if ledger.booked(at):
            continue
        text = plain(cell.text)
        if place in sheet.used or not text or text in printed or _is_number(place, cell, numbers):
            ledger.ignored.add(at)
        elif (label := _label_of(place, cell, lines.get(place[0]), sheet)) is not None:
            ledger.fault("label-changed", at, label, shown(cell), shown=shown(cell))
        else:
            ledger.fault("outside-the-form", at, shown=shown(cell))


def _is_number(place: tuple[int, int], cell: RawCell, numbers: set[tuple[int, int]]) -> bool:
    return place in numbers and bool(_NUMBERING.match(plain(cell.text)))


def _label_of(place: tuple[int, int], cell: RawCell, line: Line | None, sheet: SheetMap) -> str | None:
    """The code of the line whose label or measure was typed over, None for a cell elsewhere."""
    if line is None or cell.kind is not Kind.TEXT:
        return None
    heads = sheet.heads.get(line.block, [])
    first_entry = min((c for _, columns in heads for c in columns.values()), default=0)
    return line.code if line.column < place[1] < first_entry else None


def _own_sheet(sheet: SheetMap, texts: FormTexts, ledger: Ledger) -> None:
    for place, cell in sorted(sheet.sheet.cells.items()):
        at = sheet.ref(*place)
        text = plain(cell.text)
        if cell.formula or not text or texts.prints_beside(text):
            ledger.ignored.add(at)
        else:
            ledger.fault("outside-the-form", at, shown=shown(cell))


def _foreign(sheet: SheetMap, ledger: Ledger) -> None:
    cells = tuple(sheet.ref(*p) for p in sorted(sheet.sheet.cells))
    if cells:
        ledger.fault("foreign-sheet", cells[0], str(len(cells)), shown=clean(sheet.sheet.name), also=cells)


def _hidden(sheet: SheetMap, ledger: Ledger) -> None:
    raw: RawSheet = sheet.sheet
    values = [p for p in raw.cells if sheet.ref(*p) in ledger.data]
    if raw.hidden and values:
        ledger.fault_sheet("hidden-values", raw.name, clean(raw.name), str(len(values)))
