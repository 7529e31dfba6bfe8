"""What a sheet of an edition says, however far its colours and rules reach."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from tests.support.editions.edition_workbooks import EditedWorkbook, workbook
from vstbcpn_cli.workbook.edition_sheets.filled_sheets import filled_sheets
from vstbcpn_cli.workbook.edition_sheets.read import edition_in

_LAST_ROW = 1_048_576
_YELLOW = PatternFill("solid", fgColor="FFFF00")


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_only_cells_that_say_something_are_kept() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page["B2"], page["C2"], page["A5"], page["D5"] = "mã", 7, "=1+1", "#REF!"
    for row in (3, 6, 9):
        page.cell(row, 1).fill = _YELLOW
    (sheet,) = filled_sheets(saved(book))
    assert list(sheet.rows) == [2, 5]
    assert {c.coordinate: c.kind for cells in sheet.rows.values() for c in cells.values()} == {
        "B2": "s",
        "C2": "n",
        "A5": "f",
        "D5": "e",
    }
    assert sheet.below(2) == [5]
    assert (sheet.value("C", 2), sheet.value("A", 2), sheet.value("A", 3)) == (7, None, None)


def test_colours_down_to_the_last_row_change_nothing() -> None:
    """A sheet walked through cell by cell took two minutes and seven gigabytes here."""
    original = workbook("2011")
    book = EditedWorkbook(original)
    book.book["ChiTieu"].cell(_LAST_ROW, 20).fill = _YELLOW
    coloured, plain = edition_in(saved(book.book)), edition_in(original)
    assert (coloured.raw, coloured.units, coloured.faults, coloured.remarks) == (plain.raw, plain.units, [], [])
