"""VS508: which figures are held against the unit's earlier ones, and how much change is usual."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.support.forms.small_forms import EDITION, EMPTY, REGISTER, Form, season
from vstbcpn_cli.edition.model import Nature
from vstbcpn_cli.rules.season.unlike_before import Change, _usual, check
from vstbcpn_cli.rules.season_table import CHANCE

PARAMS = Change(times=4.5, spread=0.5)
CODE, STOCK = "T5.04", "T6.05"
UNITS = [u.code for u in REGISTER.units][:20]


def told(now: Any, before: Any, code: str = CODE, params: Change = PARAMS) -> list[str]:
    return list(facts({"so-y-te": {code: now}}, {"so-y-te": {code: before}}, params))


def facts(now: Mapping[str, Any], before: Mapping[str, Any], params: Change = PARAMS) -> dict[str, str]:
    forms = [Form(values, unit=unit) for unit, values in now.items()]
    previous = {unit: {code: Decimal(n) for code, n in values.items()} for unit, values in before.items()}
    return {s.unit: fault.fact for s, fault in check(params, season(*forms, previous=previous))}


def far(now: int, before: int) -> float:
    spread = math.sqrt(0.5**2 + CHANCE / (min(now, before) + 1))
    return abs(math.log1p(now) - math.log1p(before)) / spread


@pytest.mark.parametrize("before", [0, 3, 340])
def test_a_figure_is_told_from_the_first_one_that_is_out_of_proportion(before: int) -> None:
    """The spread is that of all figures, widened by how much small counts differ by chance."""
    first = next(n for n in range(before, 100_000) if far(n, before) > 4.5)
    assert told(first, before) == ["so-y-te"]
    assert told(first - 1, before) == []


def test_a_figure_that_fell_is_told_too_and_0_is_always_possible() -> None:
    last = next(n for n in range(9_999, 0, -1) if far(n, 9_999) > 4.5)
    assert told(last, 9_999) == ["so-y-te"]
    assert told(last + 1, 9_999) == []
    assert told(0, 9_999) == []


def test_a_figure_is_told_with_both_numbers() -> None:
    fact = facts({"so-y-te": {CODE: 34_000}}, {"so-y-te": {CODE: 340}})["so-y-te"]
    label = EDITION.label_of(CODE)
    assert fact == f"“{label}” là 34.000, kỳ trước là 340, thay đổi nhiều hơn hẳn mức thường gặp giữa hai kỳ."


def test_only_what_happens_in_a_period_is_compared_and_only_with_the_units_own() -> None:
    assert EDITION.indicators[STOCK].nature is not Nature.FLOW
    assert told(90_000, 3, STOCK) == []
    assert told(EMPTY, 3) == []
    assert facts({"so-y-te": {CODE: 90_000}}, {"so-noi-vu": {CODE: 3}}) == {}
    assert facts({"so-y-te": {CODE: 90_000}}, {"so-y-te": {"T5.05": 3}}) == {}


def test_of_few_changes_nothing_is_learnt_of_what_is_usual() -> None:
    changes = [0.7] * 10 + [0.1] * 9
    assert _usual(changes, 0.5) == (0.0, 0.5)
    assert _usual([], 0.5) == (0.0, 0.5)
    assert _usual([*changes, 0.7], 0.001) == pytest.approx((0.7, 0.001))


def test_of_twenty_changes_the_middle_and_the_spread_are_learnt() -> None:
    """Half of them lie within the middle deviation; that of a normal distribution is 1.4826 times smaller."""
    changes = [1.0 + step / 10 for step in range(-10, 11)]
    middle, spread = _usual(changes, 0.1)
    assert middle == pytest.approx(1.0)
    assert spread == pytest.approx(1.4826 * 0.5)
    assert _usual(changes, 2.0) == pytest.approx((1.0, 2.0))


def test_a_year_that_is_held_against_half_of_one_doubles_all_figures_and_none_is_told() -> None:
    """And the one that did not grow is told where it is out of proportion to the others."""
    before = {unit: {CODE: 1_000} for unit in UNITS}
    assert facts({unit: {CODE: 20_000} for unit in UNITS}, before) == {}
    now = {unit: {CODE: 20_000} for unit in UNITS[1:]} | {UNITS[0]: {CODE: 1_000}}
    assert list(facts(now, before)) == [UNITS[0]]
