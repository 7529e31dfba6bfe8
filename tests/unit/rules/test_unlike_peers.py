"""VS507: with which units a figure is compared, what is usual for it there, and how far off it must lie."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Any

import pandas as pd
import pytest

from tests.support.forms.small_forms import REGISTER, Form, season
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.rules.season.unlike_peers import Peers, _unusual, check
from vstbcpn_cli.rules.season_table import CHANCE

SIZE, PART = "T3.M1.CB01.tong", "T3.M1.CB01.nu"
PARAMS = Peers(SIZE, PART, least=6, times=6.5, spread=0.3, alone=1e9, alone_times=3)
"""Standing alone makes nothing doubtful here unless a test says so."""
OFFICES = [u.code for u in REGISTER.units if u.kind == "SN" and not u.leads("T5.04")][:12]
DISTRICTS = [u.code for u in REGISTER.units if u.kind == "HU"][:12]
Numbers = Sequence[float]


def lines(numbers: Mapping[str, Numbers], sizes: Numbers | None = None, kinds: Sequence[str] | None = None) -> Any:
    """The figures of units by code, the first of each of the first unit, as `season_table.figures` gives them."""
    made = [
        (unit, kinds[unit] if kinds else "SN", sizes[unit] if sizes else math.nan, code, float(number))
        for code, figures in numbers.items()
        for unit, number in enumerate(figures)
    ]
    table = pd.DataFrame(made, columns=["unit", "kind", "size", "code", "number"])
    return table.assign(line=range(len(table)))


def told(table: Any, params: Peers = PARAMS) -> list[int]:
    return list(_unusual(table, params)["line"])


def facts(*forms: Form, params: Peers = PARAMS, **more: Any) -> list[tuple[str, str]]:
    """What is told of which unit."""
    return [(submission.unit, fault.fact) for submission, fault in check(params, season(*forms, **more))]


def forms(code: str, numbers: Sequence[Any], units: Sequence[str], **more: Any) -> list[Form]:
    return [Form({code: n, **more}, unit=u) for n, u in zip(numbers, units, strict=False)]


# ---------------------------------------------------------------------------------------------- how far off is told
def last_above(usual: float, spread: float, times: float) -> float:
    return math.expm1(math.log1p(usual) + times * spread)


def test_a_figure_is_told_from_so_many_times_the_least_spread_on() -> None:
    """The spread is never taken for less than `spread`, nor for less than small counts differ by chance."""
    last = last_above(10, math.sqrt(0.3**2 + CHANCE / 11), 6.5)
    assert told(lines({"A": [last * 0.999, *[10] * 7]})) == []
    assert told(lines({"A": [last * 1.001, *[10] * 7]})) == [0]
    wide = replace(PARAMS, spread=2)
    last = last_above(10, math.sqrt(2**2 + CHANCE / 11), 6.5)
    assert told(lines({"A": [last * 0.999, *[10] * 7]}), wide) == []
    assert told(lines({"A": [last * 1.001, *[10] * 7]}), wide) == [0]


def test_of_a_low_figure_the_chance_is_that_of_the_low_figure() -> None:
    def far(number: int) -> float:
        return (math.log1p(9_999) - math.log1p(number)) / math.sqrt(0.3**2 + CHANCE / (number + 1))

    low = [n for n in range(1, 2_000) if far(n) > 6.5]
    assert low == [*range(min(low), max(low) + 1)]
    for number, expected in ((max(low), [0]), (max(low) + 1, [])):
        assert told(lines({"A": [number, *[9_999] * 7]})) == expected


def test_how_far_a_figure_lies_off_and_what_is_usual_is_told_with_it() -> None:
    found = _unusual(lines({"A": [90_000, *[10] * 7], "B": [7] * 8}), PARAMS)
    (line,) = found.to_dict("records")
    assert (line["line"], line["code"], line["group"], line["sized"]) == (0, "A", "SN", False)
    assert line["usual"] == pytest.approx(10)
    assert line["far"] == pytest.approx(math.log(90_001 / 11) / math.sqrt(0.3**2 + CHANCE / 11))
    (line,) = _unusual(lines({"A": [1, *[90_000] * 7]}), PARAMS).to_dict("records")
    assert line["far"] < -6.5


def test_a_figure_that_stands_alone_is_told_earlier() -> None:
    """From `alone_times` the spread on, `alone` times beyond the next one of its side."""
    table = lines({"A": [100, *[10] * 7]})
    times = math.log(101 / 11)
    apart = times / math.sqrt(0.3**2 + CHANCE / 11)
    near, beyond = math.exp(times) * 0.99, math.exp(times) * 1.01
    assert told(table, replace(PARAMS, alone=near, alone_times=apart * 0.99)) == [0]
    assert told(table, replace(PARAMS, alone=beyond, alone_times=apart * 0.99)) == []
    assert told(table, replace(PARAMS, alone=near, alone_times=apart * 1.01)) == []
    low = lines({"A": [99, *[999] * 7]})
    assert told(low, replace(PARAMS, times=50, alone=9.9)) == [0]
    assert told(low, replace(PARAMS, times=50, alone=10.1)) == []


def test_a_figure_with_a_neighbour_on_its_side_does_not_stand_alone() -> None:
    alone = replace(PARAMS, alone=6)
    assert told(lines({"A": [100, *[10] * 7]}), alone) == [0]
    assert told(lines({"A": [100, 60, *[10] * 7]}), alone) == []
    assert told(lines({"A": [100, 1, *[10] * 7]}), alone) == [0], "on the other side"
    assert told(lines({"A": [100, *[10] * 7], "B": [100, *[10] * 7]}), alone) == [0, 8], "of another code"


def test_a_quarter_of_the_units_that_are_wrong_together_do_not_hide_each_other() -> None:
    """No figure spreads more than three times as far as the others of its kind of unit do."""
    wrong = [5_000, 5_000, *[10] * 6]
    assert told(lines({"A": wrong})) == []
    assert told(lines({"A": wrong, **{code: [11, *[10] * 7] for code in "BCDE"}})) == [0, 1]
    half = [math.expm1(5 + step) for step in (-0.2, -0.1, -0.1, 0, 0, 0.1, 0.1, 0.2)]
    usual_spread = 0.1 / 0.6745
    params = replace(PARAMS, spread=0.001, times=2)
    others = {"B": half, "C": half, "D": half}
    wide = [*[math.expm1(12.0)] * 4, *[math.expm1(12 + step) for step in (0, 0, 2.0, 2.0)]]
    capped = math.sqrt((8 * (3 * usual_spread) ** 2 + 8 * usual_spread**2) / 16)
    assert 2 / capped > 2, "told by the spread of the others, hidden by its own"
    assert told(lines({"A": wide, **others}), params) == [6, 7]


def test_a_code_that_hardly_spreads_borrows_the_spread_of_the_others_of_its_kind() -> None:
    """They count like eight units more of it."""
    params = replace(PARAMS, spread=0.001)
    spread = 0.3 / 0.6745
    others = [math.expm1(12 + step) for step in (-0.6, -0.3, -0.3, 0, 0, 0.3, 0.3, 0.6)]
    wide = dict.fromkeys("BCD", others)
    borrowed = spread * math.sqrt(8 / (8 + 8))
    for factor, expected in ((0.98, []), (1.02, [0])):
        number = math.expm1(12 + 6.5 * borrowed * factor)
        assert told(lines({"A": [number, *[math.expm1(12)] * 7], **wide}), params) == expected


def test_above_and_below_have_a_spread_of_their_own() -> None:
    params = replace(PARAMS, spread=0.001, times=3)
    middle = [math.expm1(12.0)] * 4
    above = [math.expm1(12 + step) for step in (0.5, 0.5, 1.2, 1.2)]
    skewed = [*above, *middle, *[math.expm1(11.999)] * 3]
    assert told(lines({"A": [*skewed, math.expm1(10.8)]}), params) == [11], "1.2 is usual above and not below"


# --------------------------------------------------------------------------------------------- compared with whom
def test_units_of_a_kind_are_compared_where_enough_of_them_report_something() -> None:
    kinds = ["SN"] * 6 + ["HU"] * 6
    numbers = [90_000, *[10] * 5, *[90_000] * 6]
    assert told(lines({"A": numbers}, kinds=kinds)) == [0], "as many as the districts always have"
    found = _unusual(lines({"A": numbers}, kinds=kinds), PARAMS)
    assert list(found["group"]) == ["SN"]


def test_all_units_are_compared_where_too_few_of_a_kind_report_something() -> None:
    kinds = ["SN"] * 5 + ["HU"] * 6
    found = _unusual(lines({"A": [90_000, *[10] * 10]}, kinds=kinds), PARAMS)
    assert list(found["group"]) == [""]
    assert list(found["line"]) == [0]
    assert found["usual"].iloc[0] == pytest.approx(10)
    assert told(lines({"A": [10] * 5 + [90_000] + [10] * 5}, kinds=kinds)) == [5], "each is judged in one group"
    assert told(lines({"A": [90_000, *[10] * 4]}, kinds=["SN"] * 3 + ["HU"] * 2)) == [], "too few of both"


def test_0_is_always_possible_and_says_nothing_of_how_much_the_others_do() -> None:
    assert told(lines({"A": [0, *[90_000] * 7]})) == []
    assert told(lines({"A": [90_000, *[10] * 5, *[0] * 20]})) == [0]
    assert told(lines({"A": [90_000, *[10] * 4, *[0] * 20]})) == [], "five that report something"
    assert told(lines({"A": [0] * 8})) == []


def test_lines_are_told_in_order() -> None:
    kinds = ["HU"] * 3 + ["SN"] * 8
    numbers = [90_000, 10, 10, 90_000, *[10] * 7]
    assert told(lines({"B": numbers, "A": numbers}, kinds=kinds)) == [0, 3, 11, 14]


# ------------------------------------------------------------------------------------------------ what size explains
SIZES = [10.0, 20, 40, 80, 160, 320]


def expected_of(numbers: Numbers, sizes: Numbers) -> list[float]:
    """What is usual for each: seen by telling everything."""
    found = _unusual(lines({"A": numbers}, sizes), replace(PARAMS, times=-1))
    return [math.log1p(u) for u in found["usual"]]


def test_what_is_usual_grows_with_the_middles_of_the_smaller_and_the_larger_third() -> None:
    numbers = [3.0, 8, 5, 30, 20, 90]
    y, log_size = [math.log1p(n) for n in numbers], [math.log(s) for s in SIZES]
    slope = (median(y[4:]) - median(y[:2])) / (median(log_size[4:]) - median(log_size[:2]))
    assert 0 < slope < 1
    by_size = [(s - median(log_size)) * slope for s in log_size]
    middle = median(a - b for a, b in zip(y, by_size, strict=True))
    assert expected_of(numbers, SIZES) == pytest.approx([middle + b for b in by_size])


def test_what_is_usual_grows_no_faster_than_the_size_and_never_shrinks_with_it() -> None:
    faster = expected_of([s**2 for s in SIZES], SIZES)
    assert [b - a for a, b in pairwise(faster)] == pytest.approx([math.log(2)] * 5)
    middle = median(math.log1p(n) for n in SIZES)
    assert expected_of(SIZES[::-1], SIZES) == pytest.approx([middle] * 6)


def test_sizes_that_hardly_differ_explain_nothing() -> None:
    """Where the larger third is not a third larger than the smaller one."""
    for wide, explains in ((1.34, False), (1.36, True)):
        sizes = [100.0, 100, 100, 100, 100 * wide, 100 * wide]
        usual = expected_of([10.0, 10, 10, 10, 13, 13], sizes)
        assert (len({round(u, 6) for u in usual}) > 1) is explains


def test_a_unit_without_a_size_is_taken_for_one_of_the_middle() -> None:
    """What is told of it does not speak of size."""
    numbers, sizes = [s - 1 for s in SIZES], list(SIZES)
    unknown = [*sizes, math.nan]
    found = _unusual(lines({"A": [*numbers, 90_000]}, unknown), PARAMS)
    assert list(found["line"]) == [6]
    assert not found["sized"].iloc[0]
    assert found["usual"].iloc[0] == pytest.approx(math.sqrt(40 * 80) - 1, rel=0.1)
    found = _unusual(lines({"A": [*numbers, 90_000]}, [*sizes, 40]), PARAMS)
    assert found["sized"].iloc[0]
    assert found["usual"].iloc[0] == pytest.approx(39, rel=0.1)


# ------------------------------------------------------------------------------------------------- what is said
def test_nothing_is_said_while_fewer_units_than_enough_have_sent_a_report() -> None:
    made = forms("T5.04", [90_000, *[10] * 5], OFFICES)
    assert [unit for unit, _ in facts(*made)] == [OFFICES[0]]
    assert facts(*made[:5], params=replace(PARAMS, least=6)) == []


def test_a_high_and_a_low_figure_are_told_with_what_is_usual() -> None:
    (high,) = facts(*forms("T5.04", [90_000, *[10] * 7], OFFICES))
    label = season().edition.label_of("T5.04")
    assert high == (
        OFFICES[0],
        f"“{label}” là 90.000, cao hơn nhiều so với số thường gặp ở các đơn vị cùng loại (khoảng 10).",
    )
    ((_, low),) = facts(*forms("T5.04", [2, *[90_000] * 7], OFFICES))
    assert " là 2, thấp hơn nhiều so với số thường gặp ở các đơn vị cùng loại (khoảng 90.000)." in low


def test_figures_of_other_kinds_are_told_to_be_of_other_units() -> None:
    mixed = [*forms("T5.04", [90_000, *[10] * 4], OFFICES), *forms("T5.04", [10] * 4, DISTRICTS)]
    ((unit, fact),) = facts(*mixed)
    assert unit == OFFICES[0]
    assert "ở các đơn vị khác (khoảng 10)." in fact


def test_size_is_spoken_of_where_it_explains_something() -> None:
    def sized(code: str, first: int, of: str) -> str:
        sizes = [40, 10, 20, 40, 80, 160, 320]
        figures = [first, *sizes[1:]]
        made = [Form({code: n, of: s}, unit=u) for n, s, u in zip(figures, sizes, OFFICES, strict=False)]
        ((_, fact),) = facts(*made)
        return fact

    assert "ở các đơn vị cùng loại có quy mô tương đương (khoảng 4" in sized("T5.04", 900_000, SIZE)
    part = season().edition.label_of(PART)
    assert f"ở các đơn vị cùng loại có “{part}” tương đương (khoảng 4" in sized(SIZE, 900_000, PART)


def test_what_is_usual_has_a_decimal_only_below_1() -> None:
    for usual, said in ((Decimal("0.44"), "khoảng 0,4"), (Decimal("1.44"), "khoảng 1)")):
        ((_, fact),) = facts(*forms("T6.15", [Decimal(90_000), *[usual] * 7], DISTRICTS))
        assert said in fact


@pytest.mark.parametrize(
    ("now", "others", "earlier", "expected"),
    [(90_000, 10, 30_000, 0), (90_000, 10, 29_999, 1), (2, 90_000, 6, 0), (2, 90_000, 7, 1), (90_000, 10, 0, 1)],
)
def test_a_figure_up_to_three_times_the_units_own_earlier_one_is_usual_for_it(
    now: int, others: int, earlier: int, expected: int
) -> None:
    made = forms("T5.04", [now, *[others] * 7], OFFICES)
    assert len(facts(*made, previous={OFFICES[0]: {"T5.04": Decimal(earlier)}})) == expected
    elsewhere = {OFFICES[1]: {"T5.04": Decimal(now)}, OFFICES[0]: {"T5.05": Decimal(now)}}
    assert len(facts(*made, previous=elsewhere)) == 1, "not that of another unit, nor another figure of its own"


def test_a_figure_in_a_row_of_a_table_has_no_earlier_one() -> None:
    rows = [
        Form(tables={"T6.B1": [{"so_hoc_vien": n}]}, unit=u) for n, u in zip([90_000, *[10] * 7], OFFICES, strict=False)
    ]
    previous = {OFFICES[0]: {"T6.B1.so_hoc_vien": Decimal(90_000)}}
    assert [unit for unit, _ in facts(*rows, previous=previous)] == [OFFICES[0]]


def test_what_a_lead_reports_for_the_province_is_compared_with_nobody() -> None:
    lead = next(u.code for u in REGISTER.units if u.leads("T5.14a"))
    others = [u for u in DISTRICTS if u != lead]
    made = forms("T5.14a", [90_000, *[10] * 7], [lead, *others])
    assert facts(*made) == []
    assert len(facts(*forms("T5.04", [90_000, *[10] * 7], [lead, *others]))) == 1
