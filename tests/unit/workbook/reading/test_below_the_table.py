"""What is typed around a table and below the row that ends it: a figure alone is a stray one, a row is read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.support.forms import returned as at

UNIT = "so-y-te"
END_B1, END_B2 = (at.spot(UNIT, first, number=1)[1] + 20 for first in ("T6.B1.ten_lop", "T6.B2.nguon"))
"""The rows of NV6 that say “Thiếu dòng”."""


def told(cells: dict[at.Position, object]) -> dict[str, tuple[str, str]]:
    found = at.findings(at.typed(at.filled(UNIT), cells))
    return {f"{f.code} {f.place.cell}": (f.fact, f.advice) for f in found}


@pytest.mark.parametrize(
    ("sheet", "row", "column"),
    [
        ("NV6", END_B2 + 20, 4),  # below
        ("NV6", END_B2 + 1, 5),
        ("NV6", END_B2, 4),  # in the row that ends the table
        ("NV6", END_B1 + 1, 4),  # between two tables
        ("NV6", at.spot(UNIT, "T6.17")[1] + 1, 4),  # between the lines and a table
        ("NV6", END_B2 - 18, 15),  # beside
        ("NV6", END_B2 + 12, 1),  # in the narrow first column
        ("KiemTra", 90, 4),
        ("HuongDan", 90, 4),
    ],
)
@pytest.mark.parametrize("value", [12.5, "12,5"])
def test_a_figure_alone_is_a_stray_one_and_nothing_else(sheet: str, row: int, column: int, value: object) -> None:
    found = told({(sheet, row, column): value})
    (where,) = found
    assert where.startswith("VS206 ")
    assert "nằm ngoài các ô của biểu mẫu nên không được tổng hợp" in found[where][0]
    assert "“12,5”" in found[where][0]
    read = at.accepted(at.typed(at.filled(UNIT), {(sheet, row, column): value}))
    assert read.values["T6.13"].value == at.accepted(at.filled(UNIT)).values["T6.13"].value
    assert read.count.typed == read.count.in_data + read.count.in_findings + read.count.ignored


def test_a_total_without_a_word_below_the_table_counts_twice_for_nobody() -> None:
    below: dict[at.Position, object] = {("NV6", END_B2 + 2, 4): 135.2, ("NV6", END_B2 + 2, 5): 33.67}
    assert sorted(told(below)) == [f"VS206 NV6!{c}{END_B2 + 2}" for c in "DE"]


def test_rows_written_on_below_the_end_are_read_and_told_together_with_what_to_do() -> None:
    row = {2: "Khác", 3: "Tập huấn, bồi dưỡng", 4: 20, 5: 10, 6: "Đơn vị này"}
    cells: dict[at.Position, object] = {("NV6", END_B2 + n, c): v for n in (1, 2) for c, v in row.items()}
    read = at.accepted(at.typed(at.filled(UNIT), cells))
    assert len(read.tables["T6.B2"].rows) == len(at.accepted(at.filled(UNIT)).tables["T6.B2"].rows) + 2
    before = at.accepted(at.filled(UNIT)).values["T6.13"].number
    assert before is not None
    assert read.values["T6.13"].number == before + Decimal(40)
    fact, advice = told(cells)[f"VS338 {at.ref(UNIT, 'T6.13')}"]
    assert f"bỏ sót dòng {END_B2 + 1}–{END_B2 + 2}" in fact
    assert "chèn dòng phía trên dòng “Thiếu dòng”" in advice


def test_a_figure_alone_above_the_end_is_a_row_with_gaps() -> None:
    found = told({("NV6", END_B2 - 1, 4): 12.5})
    assert f"VS206 NV6!D{END_B2 - 1}" not in found
    assert f"VS301 NV6!B{END_B2 - 1}" in found


@pytest.mark.parametrize("words", ["Ghi chú: số liệu tính đến 31/5", "Đã ký", "12 người", "Không có"])
@pytest.mark.parametrize(("sheet", "end"), [("NV6", END_B2), ("NV7", 47), ("NV4", 65)])
def test_a_note_below_the_end_is_told_as_stray_and_makes_no_row(sheet: str, end: int, words: str) -> None:
    assert list(told({(sheet, end + 2, 2): words})) == [f"VS206 {sheet}!B{end + 2}"]


def test_the_answer_of_an_empty_table_may_stand_below_its_end() -> None:
    empty: dict[at.Position, object] = dict.fromkeys(at.rows_of(UNIT, "T4.B1"))
    content = at.typed(at.filled(UNIT), {**empty, ("NV4", 66, 2): "Không có"})
    assert at.accepted(content).tables["T4.B1"].nil is not None
    assert at.findings(content) == ()


def test_one_cell_of_a_narrow_table_is_a_row_below_the_end_too() -> None:
    assert "VS301 DG!C40" in told({("DG", 40, 2): "Đề nghị tăng kinh phí"})


@pytest.mark.parametrize(("sheet", "end"), [("NV6", END_B2), ("NV7", 47), ("NV4", 65)])
def test_two_who_sign_below_the_end_make_no_rows(sheet: str, end: int) -> None:
    signed = {2: ("Người lập biểu", "Nguyễn Thị A"), 5: ("Thủ trưởng đơn vị", "Trần Văn B")}
    cells: dict[at.Position, object] = {
        (sheet, end + 2 + 3 * n, c): words for c, both in signed.items() for n, words in enumerate(both)
    }
    assert [line[:5] for line in told(cells)] == ["VS206"] * 4


def test_words_with_a_figure_below_the_end_are_a_row() -> None:
    assert f"VS301 NV6!E{END_B2 + 2}" in told({("NV6", END_B2 + 2, 2): "Chi khác", ("NV6", END_B2 + 2, 4): 12.5})
