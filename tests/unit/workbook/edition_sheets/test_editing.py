"""What an office does to the workbook of an edition in Excel: lines put in and taken out, codes kept, headings read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.editions.edition_workbooks import EditedWorkbook, workbook
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.edition.parsing import examined
from vstbcpn_cli.workbook.edition_sheets.layout import FIRST_ROW, HEAD_ROW, SheetForm, SheetLayout, layouts
from vstbcpn_cli.workbook.edition_sheets.read import edition_in

_OF_THE_PROGRAM = (SheetForm.SETTINGS, SheetForm.PAIRS)
_POINTS_OF_A_LINE = 12


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(io.BytesIO(workbook("2011")))


def _id(sheet: Worksheet, layout: SheetLayout) -> str:
    return str(sheet.cell(FIRST_ROW, layout.columns.index(layout.identity) + 1).coordinate)


def _rules_at(sheet: Worksheet, cell: str) -> list[DataValidation]:
    return [r for r in sheet.data_validations.dataValidation if cell in r.sqref]


def test_lines_can_be_put_in_and_taken_out_wherever_they_are_the_office_s(book: Workbook) -> None:
    """Excel and LibreOffice do neither on a protected sheet where a cell of the row is locked."""
    protected = {s.title for s in book.worksheets if s.protection.sheet}
    assert protected == {s.name for s in layouts() if s.form in _OF_THE_PROGRAM} | {"HuongDan"}


@pytest.mark.parametrize("layout", [s for s in layouts() if s.form not in _OF_THE_PROGRAM], ids=lambda s: s.name)
def test_a_code_that_is_there_is_not_overtyped_unasked(book: Workbook, layout: SheetLayout) -> None:
    """A question, no refusal: a line that was put in takes the rules of its neighbour and needs a code of its own."""
    sheet = book[layout.name]
    first = sheet[_id(sheet, layout)]
    told = [(r.type, r.formula1, r.errorStyle) for r in _rules_at(sheet, first.coordinate) if r.showErrorMessage]
    guarded = layout.identity.names and first.value is not None
    assert told == ([("custom", "FALSE", "warning")] if guarded else [])
    spare = sheet.cell(sheet.max_row, first.column)
    assert not any(r.showErrorMessage for r in _rules_at(sheet, spare.coordinate))


def test_no_heading_is_cut(book: Workbook) -> None:
    for layout in layouts():
        sheet = book[layout.name]
        for column, head in enumerate(sheet[HEAD_ROW], 1):
            room = int((sheet.row_dimensions[HEAD_ROW].height or _POINTS_OF_A_LINE) // _POINTS_OF_A_LINE)
            assert len(str(head.value)) <= room * sheet.column_dimensions[get_column_letter(column)].width, head.value


@pytest.fixture
def edited() -> EditedWorkbook:
    return EditedWorkbook(workbook("2011"))


def _read(edited: EditedWorkbook, tmp_path: Path) -> tuple[Edition, list[str]]:
    edition, faults = examined(str(edited.save(tmp_path / "sua.xlsx")))
    assert edition is not None
    return edition, [f"{f.place} {f.sentence}" for f in faults]


def test_a_task_is_dropped_with_all_that_is_asked_in_it(edited: EditedWorkbook, tmp_path: Path) -> None:
    edited.type("NhiemVu", edited.address("NhiemVu", "_drop", code="T5"), "Bỏ")
    edition, faults = _read(edited, tmp_path)
    assert "T5" not in [t.code for t in edition.tasks]
    assert "T5.08" not in edition.indicators
    assert not [f for f in faults if "không có “T5”" in f]
    assert {"T5", "T5.08"} <= {*edition.retired}, "their codes are not to be used again"


@pytest.mark.parametrize("dropped", [["T5.B1"], ["T5.B1", "T5.B2"]], ids=len)
def test_a_table_that_is_dropped_takes_no_column_from_its_neighbour(
    edited: EditedWorkbook, tmp_path: Path, dropped: list[str]
) -> None:
    """Columns of different tables may share a key."""
    for table in dropped:
        edited.type("BangKe", edited.address("BangKe", "_drop", code=table), "Bỏ")
    said = edition_in(edited.save(tmp_path / "sua.xlsx").read_bytes()).faults
    assert [f.sentence for f in said if "đã ghi ở ô" in f.sentence] == []


def test_a_list_offers_no_empty_line(book: Workbook) -> None:
    """Excel and LibreOffice open a list at the value of the cell: at an empty one where the empty lines are."""
    offered = {r.formula1 for s in book.worksheets for r in s.data_validations.dataValidation if r.type == "list"}
    others = {formula for formula in offered if "!" in str(formula)}
    assert others
    assert all(str(formula).startswith("OFFSET(") and "COUNTA(" in str(formula) for formula in others)


@pytest.mark.parametrize(
    ("sheet", "column", "named", "typed"),
    [
        ("QuyTac", "rule", {"rule": "part-exceeds-whole"}, "Part-exceeds-whole"),
        ("DonVi", "code", {"code": "so-y-te"}, "So-y-te"),
        ("KyBaoCao", "code", {"code": "nam"}, "Nam"),
        ("DonVi", "group", {"code": "so-y-te"}, "So-nganh"),
    ],
)
def test_a_first_letter_that_became_a_capital_is_the_code(
    edited: EditedWorkbook, sheet: str, column: str, named: dict[str, str], typed: str
) -> None:
    """AutoCorrect does it while a code is typed."""
    before = edition_in(_content(edited))
    edited.type(sheet, edited.address(sheet, column, **named), typed)
    after = edition_in(_content(edited))
    assert (after.raw, after.units, after.faults) == (before.raw, before.units, before.faults)


def _content(edited: EditedWorkbook) -> bytes:
    out = io.BytesIO()
    edited.book.save(out)
    return out.getvalue()
