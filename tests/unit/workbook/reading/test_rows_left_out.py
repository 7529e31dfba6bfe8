"""Formulas that leave out rows of their table: which rows, on which sheet, and what the program makes of them."""

from __future__ import annotations

import pytest

from tests.support.forms import returned as at
from tests.support.forms.placed_sheets import sheet_named

UNIT = "so-y-te"
END_B1, END_B2 = (at.spot(UNIT, first, number=1)[1] + 20 for first in ("T6.B1.ten_lop", "T6.B2.nguon"))
"""The rows of NV6 that say “Thiếu dòng”."""


def told(code: str, cells: dict[at.Position, object]) -> str:
    """What is said of formulas that leave rows out, of one computed cell."""
    found = at.findings(at.typed(at.filled(UNIT), cells))
    return " ".join(f.fact for f in found if f.code == "VS338" and f.place.key is not None and f.place.key.code == code)


def below(row: int, answers: dict[int, object]) -> dict[at.Position, object]:
    """A row written on below the end of a table, which no formula of the form reaches."""
    return {("NV6", row + 1, column): value for column, value in answers.items()}


def test_a_computed_yes_or_no_is_told_as_it_is_counted() -> None:
    spent = {2: "Khác", 3: "Tập huấn, bồi dưỡng", 4: 20, 5: 10, 6: "Đơn vị này"}
    assert f"bỏ sót dòng {END_B2 + 1}" in told("T6.12", below(END_B2, spent))
    assert "tính lại: “Có”" in told("T6.12", below(END_B2, spent))


def test_rows_on_another_sheet_are_told_with_the_sheet() -> None:
    course = {2: "Lớp 9", 3: "Lồng ghép giới", 4: "Nữ ứng cử viên", 5: "tỉnh", 6: "Chủ trì", 10: 10, 11: 4}
    assert f"bỏ sót dòng {END_B1 + 1} của trang tính “NV6”, " in told("T4.02", below(END_B1, course))
    assert f"bỏ sót dòng {END_B1 + 1}, " in told("T6.01", below(END_B1, course))


@pytest.mark.parametrize("code", ["T6.01", "T6.02", "T4.02"])
@pytest.mark.parametrize("number", [1, 2])
def test_one_range_that_ends_too_early_leaves_rows_out(code: str, number: int) -> None:
    """The form's own formula with its first or second range dragged: the other still reaches the end."""
    sheet, row, column = at.spot(UNIT, code)
    before, *ranges = sheet_named(at.filled(UNIT), sheet).cells[row, column].formula.split(f"{END_B1}")
    assert len(ranges) >= number
    ends = [str(END_B1 - 20 if n == number else END_B1) for n in range(1, len(ranges) + 1)]
    formula = before + "".join(end + text for end, text in zip(ends, ranges, strict=True))
    second = {at.spot(UNIT, f"T6.B1.{key}", number=2): value for key, value in SECOND.items()}
    assert f"bỏ sót dòng {END_B1 - 19}" in told(code, {**second, (sheet, row, column): at.Formula(formula, "1")})


SECOND = {
    "ten_lop": "Lớp 9",
    "noi_dung": "Lồng ghép giới",
    "doi_tuong": "Nữ ứng cử viên",
    "cap": "tỉnh",
    "vai_tro": "Chủ trì",
    "so_hoc_vien": 10,
    "so_nu": 4,
}
