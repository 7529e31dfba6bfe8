"""Cells put into a list in its own package: what is written, and that everything else stays byte for byte."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from vstbcpn_cli.workbook.lists.list_cell import ListCell
from vstbcpn_cli.workbook.lists.list_patch import with_cells
from vstbcpn_cli.workbook.lists.new_list import Holds, ListColumn, new_list
from vstbcpn_cli.workbook.marking.package_patch import CannotMarkError

COLUMNS = (
    ListColumn("Tệp", 20, "Tên tệp."),
    ListColumn("Ngày", 12, "Ngày nhận.", Holds.DAY),
    ListColumn("Chọn", 12, "Một trong hai.", choices=("một, hai", "ba")),
    ListColumn("Số", 6, "Số.", Holds.NUMBER),
)
DAY = dt.date(2011, 6, 8)


def begun(*lines: tuple[str, dt.date | None, str, int]) -> bytes:
    return new_list("Danh sách", COLUMNS, lines, ("Lời dẫn.",))


def rows(content: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


def test_a_new_list_is_the_same_each_time() -> None:
    assert begun(("a.xlsx", DAY, "ba", 1)) == begun(("a.xlsx", DAY, "ba", 1))
    book = load_workbook(io.BytesIO(begun()))
    assert book.sheetnames == ["Danh sách", "CachGhi", "DanhMuc"]
    assert book["DanhMuc"].sheet_state == "hidden"
    assert book["DanhMuc"]["C2"].value == "một, hai"


@pytest.mark.parametrize("lines", [(), (("a.xlsx", DAY, "ba", 1),)])
def test_a_line_is_added_and_looks_like_the_others(lines: tuple[tuple[str, dt.date, str, int], ...]) -> None:
    row = len(lines) + 2
    cells = (ListCell(row, 1, "=1+1 & <b>"), ListCell(row, 2, DAY), ListCell(row, 4, 2))
    made = with_cells(begun(*lines), cells)
    assert rows(made)[row - 1] == ("=1+1 & <b>", dt.datetime(2011, 6, 8), None, 2)  # noqa: DTZ001 - as Excel stores a day
    sheet = load_workbook(io.BytesIO(made)).worksheets[0]
    assert sheet.cell(row, 1).data_type in ("s", "inlineStr")
    assert sheet.cell(row, 2).number_format == "dd/mm/yyyy"


def test_only_the_sheet_is_changed_and_of_it_only_the_cells() -> None:
    before = begun(("a.xlsx", DAY, "ba", 1), ("b.xlsx", None, "", 2))
    after = with_cells(before, (ListCell(3, 2, DAY), ListCell(2, 3, "")))
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert old.namelist() == new.namelist()
        assert [n for n in old.namelist() if old.read(n) != new.read(n)] == ["xl/worksheets/sheet1.xml"]
    day = dt.datetime(2011, 6, 8)  # noqa: DTZ001 - as Excel stores a day
    assert rows(after)[1:3] == [("a.xlsx", day, None, 1), ("b.xlsx", day, None, 2)]


def test_a_filter_takes_in_lines_that_follow_and_a_formula_is_left_alone() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b"])
    sheet.append(["x", "=A2"])
    sheet.auto_filter.ref = "A1:B2"
    target = io.BytesIO()
    book.save(target)
    made = with_cells(target.getvalue(), (ListCell(2, 2, "y"), ListCell(3, 1, "z"), ListCell(3, 2, DAY)))
    read = load_workbook(io.BytesIO(made)).worksheets[0]
    assert (read["B2"].value, read["A3"].value, read["B3"].value) == ("=A2", "z", "08/06/2011")
    assert read.auto_filter.ref == "A1:B3"


def test_a_writer_that_leaves_addresses_out_is_understood() -> None:
    before = begun(("a.xlsx", DAY, "ba", 1))
    with zipfile.ZipFile(io.BytesIO(before)) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    bare = re.sub(rb' r="[A-Z]*\d+"', b"", parts["xl/worksheets/sheet1.xml"])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in (parts | {"xl/worksheets/sheet1.xml": bare}).items():
            package.writestr(name, content)
    made = rows(with_cells(target.getvalue(), (ListCell(3, 1, "b.xlsx"), ListCell(2, 1, "c.xlsx"))))
    assert [r[0] for r in made] == ["Tệp", "c.xlsx", "b.xlsx"]


def test_what_cannot_be_patched_is_refused() -> None:
    content = begun()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet/>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    with pytest.raises(CannotMarkError):
        with_cells(target.getvalue(), (ListCell(2, 1, "x"),))
