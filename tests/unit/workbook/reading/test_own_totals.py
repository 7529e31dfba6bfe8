"""The total that a unit writes into a table: told once, never a row, never added up; a name that begins alike is one."""

from __future__ import annotations

import pytest

from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import conserved, course, table_typed
from vstbcpn_cli.model.findings import Finding

UNIT = "so-y-te"
SHEET, FIRST, _ = at.spot(UNIT, "T6.B2.nguon", number=1)
END = FIRST + 20
"""The sheet of T6.B2, its first row, and the row that says “Thiếu dòng”."""
BUDGET, SPENT = 135, 29
ROWS: list[dict[str, object]] = [
    {"nguon": "NS tỉnh", "noi_dung_chi": "Tập huấn, bồi dưỡng", "du_toan": 100, "thuc_hien": 20},
    {"nguon": "NS xã", "noi_dung_chi": "Tập huấn, bồi dưỡng", "du_toan": 35, "thuc_hien": 9},
]


def filled(*rows: dict[str, object], known: bool = True) -> bytes:
    above = [{**row, "cap_thuc_chi": "Đơn vị này"} for row in ROWS] if known else []
    return table_typed(at.filled(UNIT), "T6.B2", [*above, *rows])


def found(cells: dict[int, object], row: int = FIRST + 2) -> list[Finding]:
    """What is told of a row typed below the two of `ROWS`, by column; every typed cell is accounted for."""
    typed = at.typed(filled(), {(SHEET, row, c): v for c, v in cells.items()})
    read = at.accepted(typed)
    assert (read.values["T6.13"].value, read.values["T6.14"].value) == (BUDGET, SPENT)
    assert len(read.tables["T6.B2"].rows) == 2
    return [*conserved(typed)]


WORDS = [
    "Tổng kinh phí",
    "Tổng cộng",
    "TỔNG CỘNG:",
    "Cộng",
    "TỔNG",
    "Tong cong",
    "Cong",
    "Cộng (I+II)",
    "Tổng (1+2)",
    "Tổng số",
    "Tổng số tiền",
    "Tổng: 2 nguồn",
    "Tổng 2 nguồn",
    "Tổng số nguồn: 2",
    "Tổng cộng kinh phí",
    "Tong kinh phi",
    "Tổng dự toán được giao",
    "Cộng dồn",
    "T.cộng",
    "* Tổng cộng",
    "III. Cộng",
    "Tổng các nguồn",
    "Cộng trong kỳ",
    "Dòng tổng",
    "C Ộ N G",
    "T Ổ N G  C Ộ N G:",
    "Tổng-cộng",
    "Σ",
    "Bằng chữ: một trăm ba mươi lăm triệu đồng",
    "(Bằng chữ: Một trăm ba mươi lăm triệu)",
    "Tổng chi",
    "Tổng NSNN",
    "Cộng A",
    "Cộng lũy kế",
    "Tổng công",
]


@pytest.mark.parametrize("words", WORDS)
def test_a_total_is_told_in_one_sentence_and_is_no_row(words: str) -> None:
    (told,) = found({2: words, 4: BUDGET, 5: SPENT})
    assert (told.code, str(told.place.cell)) == ("VS211", f"{SHEET}!B{FIRST + 2}")
    assert f"Bảng “Kinh phí theo nguồn và nội dung chi” có dòng ghi “{words}” kèm số 135" in told.fact
    assert "đơn vị tự cộng nên không tính" in told.fact
    assert "khác" not in told.fact


@pytest.mark.parametrize(
    "cells",
    [
        {1: "Tổng kinh phí", 4: BUDGET},
        {3: "Tổng cộng", 4: BUDGET},
        {2: "Tổng kinh phí", 4: "135"},
        {2: "Tổng kinh phí", 4: at.Formula(f"=SUM(D{FIRST}:D{FIRST + 1})", "135")},
        {2: "Tổng cộng", 3: "Tổng cộng", 4: BUDGET},
        {2: "Tổng kinh phí", 3: "-", 4: BUDGET},
        {2: "Tổng cộng"},
        {2: "Tổng kinh phí"},
        {2: "Tổng số nguồn: 2"},
        {2: "Tổng kinh phí", 4: BUDGET, 7: "đã làm tròn"},
        {2: "Tổng kinh phí", 3: "Tập huấn, bồi dưỡng", 4: BUDGET, 5: SPENT, 6: "Đơn vị này"},
        {4: BUDGET, 5: SPENT},
        {2: "Tổng kinh phí: 135 triệu đồng"},
        {2: "Tổng kinh phí năm 2011", 4: BUDGET},
        {2: "Tổng cộng", 4: at.Formula(f"=SUM(D{FIRST}:D{FIRST + 1})")},
        {6: "Tổng cộng", 4: BUDGET},
        {7: "Tổng cộng", 4: BUDGET},
        {2: "NS tỉnh", 3: "Cộng", 4: BUDGET},
    ],
)
@pytest.mark.parametrize("row", [FIRST + 2, END - 1])
def test_wherever_its_words_stand_and_whatever_is_beside(cells: dict[int, object], row: int) -> None:
    told = [f for f in found(cells, row) if f.code != "VS228"]
    assert [f.code for f in told] == ["VS211"]
    assert "khác" not in told[0].fact


@pytest.mark.parametrize("column", [1, 2])
def test_below_the_row_that_ends_the_table(column: int) -> None:
    told = found({column: "Tổng kinh phí", 4: BUDGET}, END + 2)
    assert [(f.code, str(f.place.cell)) for f in told] == [("VS211", f"{SHEET}!{' AB'[column]}{END + 2}")]


def test_in_the_row_that_ends_the_table() -> None:
    told = found({2: "Tổng cộng", 4: BUDGET}, END)
    assert [(f.code, str(f.place.cell)) for f in told] == [("VS211", f"{SHEET}!B{END}")]


def test_a_total_of_other_rows_is_told_with_both_figures() -> None:
    (told,) = found({2: "Tổng kinh phí", 4: 140, 5: SPENT})
    assert "cột “Dự toán được giao” ghi 140, các dòng của bảng cộng lại được 135" in told.fact
    assert "Đã thực hiện” ghi" not in told.fact
    assert "kiểm tra" in told.advice


def test_two_totals_and_one_above_the_rows() -> None:
    sub: dict[str, object] = {"nguon": "Cộng", "du_toan": 100}
    grand: dict[str, object] = {"nguon": "Tổng cộng", "du_toan": BUDGET}
    first, second = ({**row, "cap_thuc_chi": "Đơn vị này"} for row in ROWS)
    for rows in ([first, sub, second, grand], [grand, first, second], [first, second, grand, grand]):
        content = table_typed(at.filled(UNIT), "T6.B2", rows)
        told = conserved(content)
        assert {f.code for f in told} == {"VS211"}
        assert not any("khác" in f.fact for f in told), [f.fact for f in told]
        assert len(told) == len(rows) - 2
        assert at.accepted(content).values["T6.13"].value == BUDGET


def test_totals_of_parts_known_by_their_figures() -> None:
    rows = [{**row, "cap_thuc_chi": "Đơn vị này"} for row in ROWS]
    for words in ("", "Cộng NS", "Tổng mục này"):
        part, grand = (
            dict[str, object]({"nguon": words, "du_toan": n * BUDGET, "thuc_hien": n * SPENT}) for n in (1, 2)
        )
        content = table_typed(at.filled(UNIT), "T6.B2", [*rows, part, *rows, part, grand])
        assert [f.code for f in conserved(content) if f.code != "VS416"] == ["VS211"] * 3
        assert len(at.accepted(content).tables["T6.B2"].rows) == 4


def test_a_column_of_zeros_adds_up_to_zero() -> None:
    rows = [{**row, "cap_thuc_chi": "Đơn vị này", "thuc_hien": 0} for row in ROWS]
    content = table_typed(at.filled(UNIT), "T6.B2", [*rows, {"du_toan": BUDGET, "thuc_hien": 0}])
    assert len(at.accepted(content).tables["T6.B2"].rows) == 2
    nothing = table_typed(at.filled(UNIT), "T6.B2", [*rows, {"thuc_hien": 0}])
    assert len(at.accepted(nothing).tables["T6.B2"].rows) == 3


def test_a_dash_is_no_figure() -> None:
    (told,) = found({2: "Tổng cộng", 4: "-", 5: SPENT})
    assert "kèm số 29 (cột" in told.fact


@pytest.mark.parametrize("figure", [at.Stored("n", "1", percent=True), "khoảng 135", "100%"])
def test_a_figure_that_is_no_sum_is_quoted_and_not_compared(figure: object) -> None:
    (told,) = found({2: "Tổng cộng", 4: figure})
    assert told.code == "VS211"
    assert "cộng lại được" not in told.fact
    assert f"kèm số {'khoảng 135' if figure == 'khoảng 135' else '100%'} (cột" in told.fact


NAMES = [
    "Tổng kết 10 năm thi hành Luật",
    "Tổng kết công tác năm",
    "Tổng công ty 789",
    "Tong cong ty 789",
    "Tổng Liên đoàn Lao động",
    "Tổng cục Thống kê",
    "Cộng đồng 135",
    "Cộng đồng an toàn",
    "Cộng tác viên 2011",
    "Cong tac vien",
    "Tổng hợp số liệu 6 tháng",
    "Cong ty 19/5",
    "Tổng Hội y học",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_begins_like_a_total_is_a_row(name: str) -> None:
    content = table_typed(at.filled(UNIT), "T6.B1", [course(), course(ten_lop=name, so_hoc_vien=5, so_nu=2)])
    read = at.accepted(content)
    assert len(read.tables["T6.B1"].rows) == 2
    assert read.values["T6.02"].value == 45
    assert "VS211" not in {f.code for f in conserved(content)}


@pytest.mark.parametrize("name", NAMES)
def test_also_where_nothing_but_a_figure_stands_beside(name: str) -> None:
    content = table_typed(at.filled(UNIT), "T6.B1", [course(), {"ten_lop": name, "so_hoc_vien": 5}])
    assert "VS211" not in {f.code for f in conserved(content)}


@pytest.mark.parametrize(
    "name",
    [
        "Tổng số hóa hồ sơ về giới",
        "Total Quality Management",
        "Tổng chung kết hội thi",
        "Tổng các kỹ năng",
        "Tổng 10 năm",
        "Tổng: ôn tập",
        "Cộng (đồng) 135",
        "Tổng toàn dân",
        "T cộng đồng",
        "Tổng chi hội",
    ],
)
def test_a_row_that_answers_everything_is_one_whatever_its_name_begins_with(name: str) -> None:
    rows = [course(so_hoc_vien=n, so_nu=n - 10, ten_lop=f"Lớp {n}") for n in (20, 25)]
    content = table_typed(at.filled(UNIT), "T6.B1", [*rows, course(ten_lop=name, so_hoc_vien=46, so_nu=25)])
    assert at.accepted(content).values["T6.02"].value == 91
    assert "VS211" not in {f.code for f in conserved(content)}


@pytest.mark.parametrize("name", ["Lớp C", "Tổng cục Thống kê", "Tổng chi hội", "Cộng đồng"])
def test_also_if_its_figures_are_the_sums_of_the_others(name: str) -> None:
    rows = [course(so_hoc_vien=n, so_nu=n - 10, ten_lop=f"Lớp {n}") for n in (20, 25)]
    content = table_typed(at.filled(UNIT), "T6.B1", [*rows, course(ten_lop=name, so_hoc_vien=45, so_nu=25)])
    assert at.accepted(content).values["T6.02"].value == 90
    total = [*rows, course(ten_lop="Tổng cộng cả kỳ", so_hoc_vien=45, so_nu=25)]
    assert at.accepted(table_typed(at.filled(UNIT), "T6.B1", total)).values["T6.02"].value == 45


@pytest.mark.parametrize("words", ["Tổng cộng các lớp", "Tổng chung cả kỳ"])
def test_also_a_full_one_of_a_single_row(words: str) -> None:
    content = table_typed(at.filled(UNIT), "T6.B1", [course(), course(ten_lop=words)])
    assert at.accepted(content).values["T6.02"].value == 40


def test_a_total_that_fills_every_column_is_not_added_up() -> None:
    content = table_typed(at.filled(UNIT), "T6.B1", [course(), course(ten_lop="Tổng số học viên")])
    read = at.accepted(content)
    assert (read.values["T6.01"].value, read.values["T6.02"].value) == (1, 40)
    assert [f.code for f in conserved(content)].count("VS211") == 1


@pytest.mark.parametrize("below", [{"so_don_vi": 5}, {"don_vi_chu_tri": "Tổng số đơn vị", "so_don_vi": 5}])
def test_nor_one_in_a_table_that_takes_the_role_for_granted(below: dict[str, object]) -> None:
    rows: list[dict[str, object]] = [{"hinh_thuc": "Kiểm tra", "vai_tro": "Chủ trì", "so_don_vi": n} for n in (2, 3)]
    read = at.accepted(table_typed(at.filled(UNIT), "T7.B1", [*rows, below]))
    assert len(read.tables["T7.B1"].rows) == 2


@pytest.mark.parametrize("words", ["Tổng: 22 nữ, 18 nam", "Cộng", "Tổng số 40 người"])
def test_what_a_full_row_says_of_its_own_figures_makes_it_no_total(words: str) -> None:
    content = table_typed(at.filled(UNIT), "T6.B1", [course(dia_diem=words)])
    sheet, row, _ = at.spot(UNIT, "T6.B1.ten_lop", number=1)
    content = at.typed(content, {(sheet, row, 13): words})
    assert len(at.accepted(content).tables["T6.B1"].rows) == 1


def test_an_opinion_about_totals_is_an_opinion() -> None:
    words = "Tổng kinh phí còn thấp, đề nghị tăng"
    content = table_typed(at.filled(UNIT), "X.B1", [{"noi_dung": words, "gui_toi": "UBND tỉnh"}])
    assert len(at.accepted(content).tables["X.B1"].rows) == 1
    alone = table_typed(at.filled(UNIT), "X.B1", [{"noi_dung": words}])
    assert len(at.accepted(alone).tables["X.B1"].rows) == 1


@pytest.mark.parametrize("words", ["Cộng: đề nghị UBND tỉnh quan tâm", "Tổng (thể) đề nghị bổ sung"])
def test_so_is_one_with_words_behind_a_colon(words: str) -> None:
    content = table_typed(at.filled(UNIT), "X.B1", [{"noi_dung": words, "gui_toi": "UBND tỉnh"}])
    assert len(at.accepted(content).tables["X.B1"].rows) == 1


def test_a_total_of_a_table_without_figures_is_one() -> None:
    rows = len(at.accepted(at.filled(UNIT)).tables["T3.B1"].rows)
    sheet, row, column = at.spot(UNIT, "T3.B1.loai", number=rows + 1)
    typed = at.typed(at.filled(UNIT), {(sheet, row, column): "Tổng số văn bản: 02 văn bản"})
    assert len(at.accepted(typed).tables["T3.B1"].rows) == rows
    assert [f.code for f in conserved(typed)] == ["VS211"]


@pytest.mark.parametrize("figure", [100, 134])
def test_a_figure_alone_that_is_no_sum_is_a_row_with_gaps(figure: int) -> None:
    typed = at.typed(filled(), {(SHEET, FIRST + 2, 4): figure})
    codes = {f.code for f in conserved(typed)}
    assert "VS301" in codes
    assert "VS211" not in codes


def test_a_table_with_nothing_but_a_total_has_no_rows() -> None:
    content = filled({"nguon": "Tổng kinh phí", "du_toan": 35}, known=False)
    told = {f.code: f for f in conserved(content)}
    assert "ghi “Tổng kinh phí” kèm số 35" in told["VS211"].fact
    assert "cộng lại được" not in told["VS211"].fact
    assert at.accepted(content).tables["T6.B2"].rows == ()
    assert set(told) > {"VS211"}, "the table is not answered"
