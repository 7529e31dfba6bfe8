"""A measure that the unit has changed, and a figure that it has typed where the form prints one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import conserved
from vstbcpn_cli.model.submission import CellRef, State
from vstbcpn_cli.workbook.reading.content.numbers import number_from_text

UNIT = "tp-lang-son"
SHEET, ROW, COLUMN = at.spot(UNIT, "T6.15")
MEASURE, REASON, EXPLANATION, OUTSIDE = 3, 5, 6, 7
TABLE_UNIT = "so-y-te"
_, FIRST, SPENT = at.spot(TABLE_UNIT, "T6.B2.thuc_hien", number=1)
NOTE, HEADING = FIRST - 4, FIRST - 3


def told(cells: dict[at.Position, object], unit: str = UNIT) -> dict[str, str]:
    return {f"{f.code} {f.place.cell}": f.fact for f in conserved(at.typed(at.filled(unit), cells))}


def is_counted(cells: dict[at.Position, object], code: str = "T6.15", unit: str = UNIT) -> bool:
    content = at.typed(at.filled(unit), cells)
    faulted = {key.code for f in at.findings(content) if f.severity == "error" for key in f.keys}
    return at.accepted(content).values[code].state is State.VALUE and code not in faulted


@pytest.mark.parametrize(
    "words", ["đồng", "nghìn đồng", "Nghìn đồng", "ngàn đ", "tỷ đồng", "ĐVT: đồng", "1.000 đồng", "dong"]
)
@pytest.mark.parametrize("column", [MEASURE, EXPLANATION, OUTSIDE])
def test_a_figure_beside_a_measure_of_another_scale_is_withheld(words: str, column: int) -> None:
    found = told({(SHEET, ROW, column): words})
    fact = found[f"VS247 {SHEET}!D{ROW}"]
    assert "tính theo “triệu đồng”" in fact
    assert f"(ô {CellRef(SHEET, ROW, column).address})" in fact
    assert not is_counted({(SHEET, ROW, column): words})


@pytest.mark.parametrize(
    "words", ["Triệu đồng", "tr.đ", "triệu đ", "ĐVT: trđ", "trieu dong", "(triệu VNĐ)", "Đơn vị tính: triệu đồng"]
)
@pytest.mark.parametrize("column", [MEASURE, EXPLANATION, OUTSIDE])
def test_the_same_measure_in_other_writing_withholds_nothing(words: str, column: int) -> None:
    assert is_counted({(SHEET, ROW, column): words})


@pytest.mark.parametrize("words", ["Kinh phí được cấp 12.000 nghìn đồng từ năm trước", "Hội đồng", "hợp đồng", "trăm"])
def test_an_explanation_with_an_amount_in_it_is_no_measure(words: str) -> None:
    assert is_counted({(SHEET, ROW, EXPLANATION): words})


@pytest.mark.parametrize("words", ["Đơn vị tính: đồng", "ĐVT: nghìn đồng", "(Đơn vị: ngàn đồng)", "ĐVT: 1.000 đồng"])
@pytest.mark.parametrize("place", [(NOTE, 1), (NOTE, 6), (NOTE - 1, 6)])
def test_a_measure_of_another_scale_above_a_table_withholds_its_figures(words: str, place: tuple[int, int]) -> None:
    found = told({(SHEET, *place): words}, TABLE_UNIT)
    where = CellRef(SHEET, *place).address
    assert f"(ô {where})" in found[f"VS247 {SHEET}!E{FIRST}"]
    assert not is_counted({(SHEET, *place): words}, "T6.14", TABLE_UNIT)


@pytest.mark.parametrize("place", [(2, 8), (4, 8), (1, 12)])
def test_one_at_the_top_of_a_sheet_withholds_every_amount_of_the_sheet(place: tuple[int, int]) -> None:
    found = told({(SHEET, *place): "ĐVT: nghìn đồng"}, TABLE_UNIT)
    where = CellRef(SHEET, *place).address
    lines = [fact for key, fact in found.items() if key.startswith(f"VS247 {SHEET}!") and f"(ô {where})" in fact]
    withheld = {key for key in found if key.startswith("VS247")}
    assert {f"VS247 {SHEET}!D{FIRST}", f"VS247 {SHEET}!E{FIRST}"} <= withheld
    assert len(lines) == len(withheld)
    assert not is_counted({(SHEET, *place): "ĐVT: nghìn đồng"}, "T6.14", TABLE_UNIT)
    assert not any(k.startswith("VS247") for k in told({(SHEET, *place): "ĐVT: triệu đồng"}, TABLE_UNIT))
    assert not is_counted({(SHEET, *place): "Đơn vị tính: đồng"})


@pytest.mark.parametrize("words", ["Đơn vị tính: triệu đồng", "ĐVT: tr.đ", "Hội đồng nhân dân", "Đơn vị: Sở Y tế"])
def test_other_words_above_a_table_withhold_nothing(words: str) -> None:
    for place in ((NOTE, 1), (NOTE, 6), (NOTE - 1, 6)):
        assert is_counted({(SHEET, *place): words}, "T6.14", TABLE_UNIT)


@pytest.mark.parametrize("words", ["nghìn đồng", "ĐVT: đồng"])
def test_a_measure_in_the_explanation_of_a_row_withholds_its_figures(words: str) -> None:
    found = told({(SHEET, FIRST, 7): words}, TABLE_UNIT)
    assert {f"VS247 {SHEET}!D{FIRST}", f"VS247 {SHEET}!E{FIRST}"} <= set(found)
    assert f"VS247 {SHEET}!E{FIRST + 1}" not in found


@pytest.mark.parametrize("left", [None, "", " "])
def test_an_amount_beside_an_erased_measure_is_asked_and_counted(left: str | None) -> None:
    cells: dict[at.Position, object] = {(SHEET, ROW, MEASURE): left}
    found = told(cells)
    assert "VS210" in {key[:5] for key in found}
    assert found[f"VS210 {SHEET}!C{ROW}"] == "Biểu mẫu in “triệu đồng”, trong tệp để trống."
    assert is_counted(cells)


def test_not_where_there_is_no_amount_or_nothing_but_a_count() -> None:
    for amount in (None, 0):
        erased: dict[at.Position, object] = {(SHEET, ROW, MEASURE): None, (SHEET, ROW, COLUMN): amount}
        assert f"VS210 {SHEET}!C{ROW}" not in told(erased)
    sheet, row, _ = at.spot(TABLE_UNIT, "T6.05")
    assert told({(sheet, row, MEASURE): None}, TABLE_UNIT) == told({}, TABLE_UNIT)


def test_an_erased_heading_of_amounts_is_told() -> None:
    found = told({(SHEET, HEADING, SPENT): None}, TABLE_UNIT)
    assert "trong tệp để trống" in found[f"VS226 {SHEET}!E{HEADING}"]
    assert is_counted({(SHEET, HEADING, SPENT): None}, "T6.14", TABLE_UNIT)


def test_a_heading_retyped_without_its_marks() -> None:
    found = told({(SHEET, HEADING, SPENT): "Đã thực hiện (dong)"}, TABLE_UNIT)
    assert f"VS247 {SHEET}!E{FIRST}" in found


FIGURES = ["10 triệu đồng", "10 triệu", "1,5 tỷ", "10 tr", "35", 35, "10 tr.đ"]


@pytest.mark.parametrize("figure", [*FIGURES, "mười triệu đồng"])
def test_a_figure_typed_over_a_measure_contradicts_that_of_the_cell(figure: object) -> None:
    found = told({(SHEET, ROW, MEASURE): figure})
    assert list(found) == [f"VS348 {SHEET}!D{ROW}"]
    assert f"(ô C{ROW}) ghi “{figure}”" in found[f"VS348 {SHEET}!D{ROW}"]
    assert not is_counted({(SHEET, ROW, MEASURE): figure})


def test_not_where_it_is_the_same_figure() -> None:
    same: dict[at.Position, object] = {(SHEET, ROW, COLUMN): 10, (SHEET, ROW, MEASURE): "10 triệu đồng"}
    assert list(told(same)) == [f"VS210 {SHEET}!C{ROW}"]
    assert is_counted(same)


def test_an_amount_in_another_measure_withholds_too() -> None:
    assert not is_counted({(SHEET, ROW, MEASURE): "10.000.000 đồng"})


@pytest.mark.parametrize("figure", [*FIGURES, "10.000.000 đồng"])
def test_where_the_cell_is_empty_it_is_told_there_and_counted_by_nobody(figure: object) -> None:
    cells: dict[at.Position, object] = {(SHEET, ROW, MEASURE): figure, (SHEET, ROW, COLUMN): None}
    found = told(cells)
    assert list(found) == [f"VS347 {SHEET}!D{ROW}"]
    assert "Ô còn trống" in found[f"VS347 {SHEET}!D{ROW}"]
    assert not is_counted(cells)


@pytest.mark.parametrize(
    ("measure", "code"), [("%", "VS247"), ("lượt người", "VS210"), ("lượt", "VS210"), ("đồng", "VS210")]
)
def test_another_thing_to_count_is_told_at_least(measure: str, code: str) -> None:
    sheet, row, _ = at.spot(TABLE_UNIT, "T6.05")
    assert code in {f.partition(" ")[0] for f in told({(sheet, row, MEASURE): measure}, TABLE_UNIT)}


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        *(
            (text, "triệu đồng", 10)
            for text in ("10 tr.đ", "10 triệu đ", "10 tr đồng", "10tr.đồng", "10 Triệu VNĐ", "10 trđ")
        ),
        ("1,5 tỷ đ", "triệu đồng", 1500),
        ("10 nghìn đồng", "nghìn đồng", 10),
        ("10 đồng", "đồng", 10),
        ("10 triệu đồng", "đồng", None),
        ("10 triệu đồng", "nghìn đồng", None),
        ("10 tr", "nghìn đồng", None),
        ("10 tỷ", "đồng", None),
        ("10 nghìn đồng", "triệu đồng", None),
        ("10.000.000 đồng", "triệu đồng", None),
        ("10.000.000đ", "triệu đồng", None),
        ("10 tr", "người", None),
    ],
)
def test_an_amount_in_a_cell_is_read_in_the_measure_of_the_cell_or_not_at_all(
    text: str, measure: str, value: int | None
) -> None:
    found = number_from_text(text, whole=False, measure=measure)
    assert found.value == (None if value is None else Decimal(value))
    assert found.noticed is not None
