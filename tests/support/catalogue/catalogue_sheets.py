"""What officers do to sheets, rows and columns (S)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

from openpyxl import load_workbook

from tests.support.catalogue.catalogue import UNIT, Line, changed, emptied, good, spot
from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import renamed, row_copied, sheet_of, with_sheet, without_row, without_sheet
from tests.support.forms.workbook_parts import hidden, inserted, merged, part_of

COMPUTED_FROM_NV6 = ("T4.02", "T4.03", "T6.01", "T6.02", "T6.03", "T6.12", "T6.13", "T6.14", "T6.17")
"""What its tables are counted for, on the sheet itself and on that of task 4."""
COURSE = {"ten_lop": "Lớp", "noi_dung": "Lồng ghép giới", "doi_tuong": "Lãnh đạo", "cap": "tỉnh", "vai_tro": "Chủ trì"}


def saved(change: Callable[[Any], None]) -> bytes:
    """The good form changed and saved by another program."""
    book = load_workbook(io.BytesIO(good()))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def head_of(code: str) -> tuple[str, int, int]:
    """The heading above the answers of a column: two rows over the first line, under which the keys stand."""
    sheet, row, column = spot(code)
    return sheet, row, column


def matrix(content: bytes) -> tuple[int, int]:
    """Row of the headings of T3.M1 and the column of its first answers."""
    book = load_workbook(io.BytesIO(content))
    for row in book["NV3"].iter_rows():
        for cell in row:
            if cell.value == "T3.M1.tong":
                return cell.row - 1, cell.column
    raise AssertionError


def columns_swapped() -> bytes:
    """Two columns of a matrix in each other's place, with headings, keys and answers."""

    def swap(book: Any) -> None:
        top, left = matrix(good())
        sheet = book["NV3"]
        for row in range(top, spot("T3.M1.CB13.tong")[1] + 1):
            one, other = sheet.cell(row, left), sheet.cell(row, left + 1)
            one.value, other.value = other.value, one.value

    return saved(swap)


def headings_swapped() -> bytes:
    """The same with the headings alone: what stands below them is doubtful."""
    top, left = matrix(good())
    book = load_workbook(io.BytesIO(good()))
    one, other = (book["NV3"].cell(top, left + n).value for n in (0, 1))
    return at.typed(good(), {("NV3", top, left): other, ("NV3", top, left + 1): one})


def heading_changed() -> bytes:
    top, left = matrix(good())
    return at.typed(good(), {("NV3", top, left + 1): "Nữ DTTS"})


def row_inserted() -> bytes:
    def insert(book: Any) -> None:
        _, row, column = spot("T6.05")
        sheet = book["NV6"]
        # openpyxl moves no formula and no format: only the cells below change places.
        sheet.move_range(f"A{row}:N200", rows=1)
        sheet.cell(row, 2).value = "Trong đó hợp đồng"
        sheet.cell(row, column).value = 4

    return saved(insert)


def courses(*rows: int) -> dict[at.Position, object]:
    """Courses in these rows of the table; every other row is empty."""
    cells = emptied("T6.B1")
    for number in rows:
        answers: dict[str, object] = {**COURSE, "ten_lop": f"Lớp {number}", "so_hoc_vien": 10, "so_nu": 4}
        cells |= {spot(f"T6.B1.{key}[{number}]"): value for key, value in answers.items()}
        cells[spot(f"T6.B1.tu_ngay[{number}]")] = dt.date(2011, 3, number + 1)
    return cells


def total_row() -> bytes:
    cells = courses(1, 2)
    cells[spot("T6.B1.ten_lop[3]")] = "Tổng cộng"
    cells[spot("T6.B1.so_hoc_vien[3]")] = 20
    return at.typed(good(), cells)


def total_in_numbers() -> bytes:
    sheet, row, _ = spot("T6.B1.ten_lop[3]")
    return at.typed(good(), courses(1, 2) | {(sheet, row, 1): "Cộng", spot("T6.B1.so_hoc_vien[3]"): 20})


def heading_again() -> bytes:
    table = at.applies_to(UNIT).edition.tables["T6.B1"]
    heads = {spot(f"T6.B1.{c.key}[3]"): c.label for c in table.columns if c.key in ("ten_lop", "noi_dung", "dia_diem")}
    return at.typed(good(), courses(1, 2) | heads)


def whole_column_coloured() -> bytes:
    part = part_of("NV6")
    text = at.unpacked(good())[part].decode()
    at_end = '<row r="1048576"><c r="D1048576" s="3"/></row></sheetData>'
    return at.edited(good(), part, lambda _: text.replace("</sheetData>", at_end).encode())


def names_broken() -> bytes:
    part = "xl/workbook.xml"
    text = at.unpacked(good())[part].decode()
    broken = '<definedName name="dm_hong">#REF!</definedName></definedNames>'
    return at.edited(good(), part, lambda _: text.replace("</definedNames>", broken).encode())


def code_overwritten() -> bytes:
    sheet, row, _ = spot("T6.05")
    return at.typed(good(), {(sheet, row, 1): "số cán bộ"})


def words_overwritten() -> bytes:
    """The code and the label: nothing says any more which line it was."""
    sheet, row, _ = spot("T6.05")
    return at.typed(good(), {(sheet, row, 1): "số cán bộ", (sheet, row, 2): "Cán bộ các phòng"})


def keys_cut_out() -> bytes:
    """The small row under the headings, which tells nobody anything, deleted as a row."""
    _, row, _ = next(spot_of("NV6", "T6.so_lieu"))

    def delete(book: Any) -> None:
        sheet = book["NV6"]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.delete_rows(row)

    return saved(delete)


def turned(rows: int = 0) -> bytes:
    """The sheet copied and pasted with its rows as columns: all of it, or the first rows beside the tables."""

    def turn(book: Any) -> None:
        sheet = book["NV6"]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        cells = [c for row in sheet.iter_rows(max_row=rows or None) for c in row if c.value is not None]
        texts = [(c.row, c.column, c.value) for c in cells]
        for cell in cells:
            cell.value = None
        for row, column, value in texts:
            sheet.cell(column + bool(rows) * 100, row).value = value

    return saved(turn)


def lines_deleted() -> bytes:
    """Every line of a sheet emptied but for its answers, the tables below kept."""
    lines = range(9, 27)
    return at.typed(good(), {("NV6", row, column): None for row in lines for column in (1, 2, 3)})


def spot_of(sheet: str, text: str) -> Iterator[at.Position]:
    rows = load_workbook(io.BytesIO(good()))[sheet].iter_rows()
    yield from ((sheet, cell.row, cell.column) for row in rows for cell in row if cell.value == text)


LINES = [
    Line("S01", lambda: renamed(good(), "NV3", "NV3 (sửa)"), ("VS208 warning NV3 (sửa)!A1",), {"T3.01": True}),
    Line(
        "S02",
        lambda: with_sheet(good(), "NV3 (2)", sheet_of(at.blank(UNIT), "NV3")),
        ("VS205 error NV3!A1", "VS205 error NV3 (2)!A1"),
        {"T3.01": None},
        says=("“NV3 (2)” có 0 ô",),
    ),
    Line(
        "S02",
        lambda: with_sheet(good(), "NV3 (2)", sheet_of(good(), "NV3")),
        ("VS205 error NV3!A1", "VS205 error NV3 (2)!A1"),
        {"T3.01": None, "T6.05": 6},
        says=("“NV3” có 39 ô", "“NV3 (2)” có 39 ô"),
    ),
    Line("S03", lambda: without_sheet(good(), "NV5"), ("VS201 error tệp",), {"T6.05": 6}, says=("NV5",)),
    Line(
        "S04",
        lambda: at.replaced(good(), "xl/workbook.xml", '<sheet name="NV6"', '<sheet state="hidden" name="NV6"'),
        ("VS209 warning NV6!A1",),
        {"T6.05": 6},
    ),
    Line("S05", lambda: with_sheet(good(), "Ghi chú", sheet_of(good(), "HuongDan")), ("VS207 notice Ghi chú!A1",)),
    Line("S06", row_inserted, ("VS206 warning NV6!B14", "VS206 warning NV6!D14"), {"T6.05": 6}),
    Line("S07", lambda: without_row(good(), "NV6", spot("T6.05")[1]), ("VS202 error T6.05",), {"T6.05": None}),
    Line(
        "S08",
        lambda: row_copied(good(), "NV6", spot("T6.05")[1], 900, 9, 4),
        ("VS203 error NV6!A900",),
        {"T6.05": None},
        says=("“6”", "“9”", "ô NV6!A14"),
    ),
    Line(
        "S08", lambda: row_copied(good(), "NV6", spot("T6.05")[1], 900, 6, 4), ("VS204 notice NV6!A900",), {"T6.05": 6}
    ),
    Line("S09", heading_changed, ("VS226 warning NV3!D23",), {"T3.M1.CB03.nu": 1}, says=("“Nữ DTTS”",)),
    Line("S09", changed({"NV6!B14": "Nhãn khác"}), ("VS210 warning NV6!B14",), {"T6.05": 6}, says=("Nhãn khác",)),
    Line("S10", columns_swapped, ("VS227 warning NV3!C23",), {"T3.M1.CB03.tong": 6, "T3.M1.CB03.nu": 1}),
    Line("S10", headings_swapped, ("VS226 warning NV3!C23", "VS226 warning NV3!D23"), {"T3.M1.CB03.tong": 6}),
    Line("S11", lambda: at.typed(good(), courses(1, 4)), ("VS228 notice T6.B1",), {"T6.B1.so_nu[2]": 4}, says=("2",)),
    Line("S12", changed({"NV6!A900": "."}), ("VS206 warning NV6!A900",), says=("“.”",)),
    Line("S12", changed({"NV6!A900": "   "}), ("VS231 notice NV6!A900",), says=("NV6!A900",)),
    Line("S13", whole_column_coloured, (), {"T6.05": 6}),
    Line("S14", lambda: hidden(good(), "NV6", 13, 14), ("VS219 warning NV6!D13",), {"T6.05": 6}),
    Line(
        "S14",
        lambda: inserted(hidden(good(), "NV6", 13), "NV6", "<mergeCells", '<autoFilter ref="A9:F20"/>'),
        ("VS219 warning NV6!D13",),
        says=("lọc",),
    ),
    Line("S15", lambda: merged(good(), "NV6", "D13:D14"), ("VS218 error T6.05",), {"T6.04": 3, "T6.05": "withheld"}),
    Line("S16", total_row, ("VS211 warning T6.B1",), {"T6.B1.so_hoc_vien[2]": 10}, says=("“Tổng cộng”",)),
    Line("S16", total_in_numbers, ("VS211 warning T6.B1",), {"T6.B1.so_hoc_vien[2]": 10}),
    Line("S17", heading_again, ("VS212 notice NV6!A35",), {"T6.B1.so_hoc_vien[2]": 10}),
    Line("S18", names_broken, (), {"T6.05": 6}),
    Line("S18", changed({"T6.05": at.ErrorCell("#REF!")}), ("VS318 error T6.05",), {"T6.05": "withheld"}),
    Line("S19", code_overwritten, ("VS229 warning NV6!A14",), {"T6.05": 6}, says=("T6.05",)),
    Line(
        "S19",
        lambda: at.typed(good(), {("NV6", row, 1): None for row in range(9, 25)}),
        ("VS229 warning NV6!A9",),
        {"T6.05": 6, "T6.08": 3},
        says=("16 dòng",),
    ),
    Line(
        "S19",
        words_overwritten,
        ("VS202 error T6.05", *(f"VS206 warning NV6!{column}14" for column in "ABCD")),
        {"T6.05": None},
    ),
    Line(
        "S07",
        turned,
        ("VS234 error NV6!A1",),
        {"T6.05": None, "T6.B1.so_nu[1]": None},
        says=("“NV6”", "99 ô có nội dung"),
    ),
    Line("S07", lambda: turned(27), ("VS234 error NV6!A1",), {"T6.05": None, "T6.B1.so_nu[1]": 21}),
    Line("S07", lines_deleted, ("VS234 error NV6!A1",), {"T6.05": None, "T6.B1.so_nu[1]": 21}),
    Line(
        "S18",
        keys_cut_out,  # with openpyxl, which leaves the formulas as they are: they now miss the first row
        ("VS230 warning NV6!D7", *(f"VS338 warning {code}" for code in COMPUTED_FROM_NV6)),
        {"T6.05": 6, "T6.08": 3, "T6.12": True, "T4.02": 0},
        says=("“Số liệu”", "dòng 32 của trang tính “NV6”", "dòng 59, chưa có kết quả; phần mềm tính lại: “Có”"),
    ),
    Line("S18", changed({"NV6!D8": "cột số"}), ("VS230 warning NV6!D8",), {"T6.05": 6}),
]
