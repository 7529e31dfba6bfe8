"""Fields nobody types: exact, with their parts, and with the state of their weakest part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.seasons import season
from vstbcpn_cli.edition.model import Calc, CalcOp
from vstbcpn_cli.model.calculation import compute, percent, rounded
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Key, Observation, State, TableAnswer, TableRow

WINDOW = (dt.date(2011, 1, 1), dt.date(2011, 5, 31))
EMPTY, UNREADABLE, UNAVAILABLE, NOT_APPLICABLE = (
    State.EMPTY,
    State.UNREADABLE,
    State.UNAVAILABLE,
    State.NOT_APPLICABLE,
)


def told(code: str, value: Any, row: int = 0) -> Observation:
    """An answer; a bare state is an answer without a value."""
    key = Key(code, row)
    cell = CellRef("NV", row + 1, 1)
    return (
        Observation(key, value, None, cell) if isinstance(value, State) else Observation(key, State.VALUE, value, cell)
    )


def table(code: str, *rows: Mapping[str, Any]) -> TableAnswer:
    made = tuple(
        TableRow(n, CellRef("NV", n, 1), {k: told(f"{code}.{k}", v, n) for k, v in row.items()})
        for n, row in enumerate(rows, 1)
    )
    return TableAnswer(code, made)


def nil(code: str) -> TableAnswer:
    return TableAnswer(code, (), told(code, True))


def made(values: Mapping[str, Any] | None = None, *tables: TableAnswer) -> Mapping[str, Observation]:
    observations = {c: told(c, v) for c, v in (values or {}).items()}
    return compute(season.edition(), observations, {t.code: t for t in tables}, WINDOW)


def result(found: Observation) -> Any:
    return found.value if found.state is State.VALUE else found.state


# ------------------------------------------------------------------------------------------------------- rounding
@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 8, "12.50"),
        (1, 800, "0.13"),
        (5, 5, "100.00"),
        (0, 5, "0.00"),
        (Decimal("12.5"), 50, "25.00"),
        (Decimal("0.1"), Decimal("0.3"), "33.33"),
    ],
)
def test_a_share_in_percent(part: int | Decimal, whole: int | Decimal, expected: str) -> None:
    assert str(percent(part, whole)) == expected


def test_a_share_of_nothing_is_none() -> None:
    assert percent(5, 0) is None
    assert percent(0, Decimal(0)) is None


@pytest.mark.parametrize(
    ("value", "expected"), [("1/2", 1), ("3/2", 2), ("5/2", 3), ("-1/2", 0), ("-3/2", -1), ("7/5", 1)]
)
def test_half_up_exactly(value: str, expected: int) -> None:
    assert rounded(Fraction(value)) == expected


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_a_percentage_is_as_near_as_two_decimals_can_be(part: int, whole: int) -> None:
    found = percent(part, whole)
    assert found is not None
    assert abs(Fraction(found) - Fraction(part * 100, whole)) <= Fraction(1, 200)


# ----------------------------------------------------------------------------------------------------------- shares
@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        (40, 10, Decimal("25.00")),
        (0, 0, UNAVAILABLE),
        (EMPTY, 3, EMPTY),
        (40, EMPTY, EMPTY),
        (UNREADABLE, 3, UNREADABLE),
        (40, UNREADABLE, UNREADABLE),
        (UNAVAILABLE, 3, UNAVAILABLE),
        (UNAVAILABLE, EMPTY, EMPTY),
        (NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE),
        (UNREADABLE, EMPTY, UNREADABLE),
    ],
)
def test_the_share_of_a_matrix_row(whole: Any, part: Any, expected: Any) -> None:
    found = made({"T3.M1.CB01.tong": whole, "T3.M1.CB01.nu": part})["T3.M1.CB01.ty_le"]
    assert result(found) == expected
    assert [str(p.key) for p in found.parts] == ["T3.M1.CB01.nu", "T3.M1.CB01.tong"]


def test_a_share_without_its_cells_is_empty() -> None:
    assert result(made()["T3.M1.CB01.ty_le"]) is EMPTY
    assert result(made({"T3.M1.CB01.nu": 3})["T3.M1.CB01.ty_le"]) is UNAVAILABLE


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [(10, 3, True), (1000, 299, False), (0, 0, UNAVAILABLE), (10, EMPTY, EMPTY), (UNREADABLE, 3, UNREADABLE)],
)
def test_thirty_percent_women(whole: Any, part: Any, expected: Any) -> None:
    assert result(made({"T3.M1.CB01.tong": whole, "T3.M1.CB01.nu": part})["T3.07"]) == expected


@pytest.mark.parametrize(
    ("women", "leader", "expected"),
    [(3, 1, True), (3, 0, False), (2, 1, False), (3, EMPTY, EMPTY), (UNREADABLE, 1, UNREADABLE)],
)
def test_thirty_percent_women_and_a_woman_leader(women: Any, leader: Any, expected: Any) -> None:
    found = made({"T3.M1.CB01.tong": 10, "T3.M1.CB01.nu": women, "T3.M1.CB04.nu": leader})["T3.08"]
    assert result(found) == expected


@pytest.mark.parametrize(
    ("leaders", "expected"),
    [(2, True), (0, False), (EMPTY, EMPTY), (UNREADABLE, UNREADABLE), (UNAVAILABLE, UNAVAILABLE)],
)
def test_whether_there_is_any_of_a_figure(leaders: Any, expected: Any) -> None:
    found = made({"T3.M1.CB04.nu": leaders})["T3.06"]
    assert result(found) == expected
    assert [str(part.key) for part in found.parts] == ["T3.M1.CB04.nu"]


def test_whether_there_is_any_row_is_told_by_the_rows() -> None:
    plan, other, unread = {"nhom": "KH năm"}, {"nhom": "Khác"}, {"nhom": UNREADABLE}
    assert result(made({}, table("T1.B1", other, plan))["T1.01"]) is True
    assert result(made({}, table("T1.B1", other))["T1.01"]) is False
    assert result(made({}, table("T1.B1", other, unread))["T1.01"]) is UNREADABLE
    assert result(made({}, nil("T1.B1"))["T1.01"]) is False
    assert result(made()["T1.01"]) is EMPTY


def test_whether_there_is_any_row_at_all_is_told_by_what_stands_first_in_each() -> None:
    found = made({}, table("T3.B1", {"loai": EMPTY, "so_ky_hieu": "1/KH"}, {"loai": "Kế hoạch"}))["T3.01"]
    assert result(found) is True
    assert [str(part.key) for part in found.parts] == ["T3.B1.so_ky_hieu[1]", "T3.B1.loai[2]"]
    assert result(made({}, nil("T3.B1"))["T3.01"]) is False


def test_whether_there_is_any_money_is_told_by_the_sum() -> None:
    rows = {"du_toan": Decimal(0)}, {"du_toan": Decimal(5)}
    assert result(made({}, table("T6.B2", *rows))["T6.12"]) is True
    assert result(made({}, table("T6.B2", rows[0]))["T6.12"]) is False
    assert result(made({}, table("T6.B2", rows[0], {"du_toan": UNREADABLE}))["T6.12"]) is UNREADABLE


def test_all_of_terms_that_are_not_there() -> None:
    assert result(made()["T3.08"]) is EMPTY


def election(row: str, target: Any, elected: Any, women: Any) -> dict[str, Any]:
    keys = ("chi_tieu_ty_le", "trung_cu_tong", "trung_cu_nu")
    return {f"T4.M1.{row}.{k}": v for k, v in zip(keys, (target, elected, women), strict=True)}


def test_whether_the_target_was_met_in_each_row_that_can_be_judged() -> None:
    both = election("HH", Decimal(30), 10, 3) | election("HX", Decimal("30.5"), 100, 30)
    district, commune = "HĐND huyện, thành phố", "HĐND xã, phường, thị trấn"
    assert made(both)["T4.04"].value == f"{district}: Đạt; {commune}: Chưa đạt"
    assert len(made(both)["T4.04"].parts) == 6
    assert made(election("HH", Decimal(30), 10, 3) | election("HX", 30, 0, 0))["T4.04"].value == f"{district}: Đạt"
    assert result(made(election("HH", EMPTY, 10, 3))["T4.04"]) is EMPTY


# ----------------------------------------------------------------------------------------------------- over the rows
def course(role: Any = "Chủ trì", people: Any = 40, women: Any = 20) -> dict[str, Any]:
    return {"ten_lop": "Lớp", "vai_tro": role, "so_hoc_vien": people, "so_nu": women}


def test_counts_and_sums_over_the_rows_that_match() -> None:
    found = made({}, table("T6.B1", course(), course("Phối hợp", 100), course(people=5, women=5)))
    assert (found["T6.01"].value, found["T6.02"].value, found["T6.03"].value) == (2, 45, 25)
    assert [str(p.key) for p in found["T6.02"].parts] == ["T6.B1.so_hoc_vien[1]", "T6.B1.so_hoc_vien[3]"]
    assert [str(p.key) for p in found["T6.01"].parts] == ["T6.B1.vai_tro[1]", "T6.B1.vai_tro[3]"]


def test_a_table_without_matching_rows_is_zero_and_what_every_row_says_proves_it() -> None:
    found = made({}, table("T6.B1", course("Cử người tham gia"), course("Phối hợp")))
    assert (found["T6.01"].value, found["T6.02"].value) == (0, 0)
    for code in ("T6.01", "T6.02"):
        assert [str(p.key) for p in found[code].parts] == ["T6.B1.vai_tro[1]", "T6.B1.vai_tro[2]"]


def test_a_table_answered_with_nothing_is_zero_and_an_untouched_one_is_not() -> None:
    answered = made({}, nil("T6.B1"))
    assert (answered["T6.01"].value, answered["T6.02"].value) == (0, 0)
    assert [str(p.key) for p in answered["T6.01"].parts] == ["T6.B1"]
    assert result(made({}, TableAnswer("T6.B1"))["T6.01"]) is EMPTY
    assert result(made()["T6.02"]) is EMPTY


def test_an_unreadable_role_leaves_it_open_whether_the_row_counts() -> None:
    found = made({}, table("T6.B1", course(), course(UNREADABLE)))
    assert (result(found["T6.01"]), result(found["T6.02"])) == (UNREADABLE, UNREADABLE)


@pytest.mark.parametrize(("people", "expected"), [(UNREADABLE, UNREADABLE), (EMPTY, UNREADABLE), (UNAVAILABLE, 40)])
def test_a_required_figure_that_is_not_there_spoils_the_sum(people: Any, expected: Any) -> None:
    assert result(made({}, table("T6.B1", course(), course(people=people)))["T6.02"]) == expected


def event(women: Any, role: str = "Chủ trì") -> dict[str, Any]:
    return {"vai_tro": role, "so_cuoc": 1, "luot_nguoi": 50, "luot_nu": women}


def test_one_event_without_women_counted_makes_their_sum_unknown() -> None:
    known = made({}, table("T5.B1", event(20), event(EMPTY, "Phối hợp")))
    assert (known["T5.02"].value, known["T5.03"].value) == (50, 20)
    unknown = made({}, table("T5.B1", event(20), event(EMPTY)))
    assert (unknown["T5.02"].value, result(unknown["T5.03"])) == (100, UNAVAILABLE)


def budget(amount: Any, level: str = "Đơn vị này") -> dict[str, Any]:
    return {"du_toan": amount, "thuc_hien": amount, "cap_thuc_chi": level}


def test_money_is_added_exactly_and_stays_money() -> None:
    found = made(
        {}, table("T6.B2", budget(Decimal("0.1")), budget(Decimal("0.2")), budget(Decimal(9), "Phân bổ cho cấp dưới"))
    )
    assert found["T6.13"].value == Decimal("0.3")
    none = made({}, table("T6.B2", budget(Decimal(9), "Phân bổ cho cấp dưới")))["T6.13"]
    assert (none.value, type(none.value)) == (Decimal(0), Decimal)


def club(day: Any, state: str = "Đang hoạt động") -> dict[str, Any]:
    return {"vai_tro": "Chủ trì", "tinh_trang": state, "ngay_thanh_lap": day}


def test_clubs_founded_in_the_window_of_the_unit() -> None:
    days = [dt.date(2011, 1, 1), dt.date(2011, 5, 31), dt.date(2010, 12, 31), dt.date(2011, 6, 1), EMPTY]
    found = made({}, table("T5.B2", *(club(d) for d in days), club(days[0], "Tạm dừng")))
    assert (found["T5.08"].value, found["T5.09"].value) == (5, 3)
    assert result(made({}, table("T5.B2", club(UNREADABLE)))["T5.09"]) is UNREADABLE


def test_rows_that_lack_a_column_do_not_count_by_it() -> None:
    rows = table("T5.B2", {"vai_tro": "Chủ trì", "tinh_trang": "Đang hoạt động"})
    assert (made({}, rows)["T5.08"].value, made({}, rows)["T5.09"].value) == (1, 0)
    assert made({}, table("T6.B1", {"vai_tro": "Chủ trì"}))["T6.02"].value == 0


def test_an_indicator_may_be_a_ratio_of_two_others() -> None:
    edition = season.edition()
    calc = Calc(CalcOp.RATIO, part="T6.08", whole="T6.05")
    tasks = [
        replace(t, indicators=tuple(replace(i, calc=calc) if i.code == "T6.01" else i for i in t.indicators))
        for t in edition.tasks
    ]
    found = compute(
        replace(edition, tasks=tuple(tasks)), {"T6.05": told("T6.05", 3), "T6.08": told("T6.08", 1)}, {}, WINDOW
    )
    assert str(found["T6.01"].value) == "33.33"


def test_typed_answers_are_not_among_the_results() -> None:
    found = made({"T6.05": 5, "T3.07": True})
    assert "T6.05" not in found
    assert "T3.07" not in found
    calculated = {c for c, i in season.edition().indicators.items() if i.calc is not None}
    assert calculated - {"T3.07"} <= found.keys()
