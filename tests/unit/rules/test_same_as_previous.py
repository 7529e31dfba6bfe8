"""VS505: how many figures must be what they were, which of them count, and what is said."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.support.forms.small_forms import EDITION, Form, season
from vstbcpn_cli.edition.model import Nature
from vstbcpn_cli.rules.likeness import CHANGED, choices
from vstbcpn_cli.rules.season.same_as_previous import check

FIGURES = {"T1.03": 4, "T1.04": 2, "T1.06": 1, "T1.05": 3}
SHEET = EDITION.task_of["T1.03"].sheet
RARE = {"T1.03": 1_487, "T1.04": 2_311, "T1.06": 977, "T1.05": 3_319}


def told(now: dict[str, Any], before: dict[str, Any] | None = None, more: int = 0) -> list[tuple[str, str]]:
    """Where and what; `more` units stand beside the one."""
    others = [Form({}, unit=f) for f in ("so-noi-vu", "vp-ubnd", "huyen-trang-dinh")[:more]]
    previous = {"so-y-te": {code: Decimal(n) for code, n in (now if before is None else before).items()}}
    made = season(Form(now), *others, previous=previous)
    return [(str(fault.at.key), fault.fact) for _, fault in check(made)]


def test_all_figures_of_a_task_are_what_they_were() -> None:
    assert told(FIGURES) == [("T1.03", f"Toàn bộ 4 số liệu của trang “{SHEET}” giống hệt kỳ trước.")]


def test_a_figure_that_was_not_asked_before_or_differs_makes_it_not_all() -> None:
    assert told(FIGURES, {k: n for k, n in FIGURES.items() if k != "T1.05"}) == []
    assert told(FIGURES, {**FIGURES, "T1.05": 5}) == []
    assert told(FIGURES, {}) == []


def test_three_different_figures_that_count_what_happened_are_needed() -> None:
    assert all(EDITION.indicators[code].nature is Nature.FLOW for code in FIGURES)
    assert told({"T1.03": 4, "T1.04": 2, "T1.06": 1}) != []
    assert told({"T1.03": 4, "T1.04": 2, "T1.06": 2}) == [], "a figure twice says it once"
    assert told({"T1.03": 4, "T1.04": 2, "T1.06": 0}) == [], "a zero says nothing"
    stocks = {"T6.05": 4, "T6.06": 2, "T6.07": 1}
    assert all(EDITION.indicators[code].nature is not Nature.FLOW for code in stocks)
    assert told(stocks) == [], "the number of people may well stay as it was"


def test_beside_a_changed_figure_the_others_must_be_exact() -> None:
    changed = {**RARE, "T1.03": 1_488}
    assert told(changed, RARE) == [("T1.04", f"3 trong 4 số liệu phát sinh của trang “{SHEET}” giống hệt kỳ trước.")]
    assert told({**FIGURES, "T1.03": 5}, FIGURES) == []


def test_how_exact_depends_on_how_many_could_have_come_about_by_chance() -> None:
    """Twenty honest seasons of so many units and tasks pass before one is told."""

    def bits(*figures: int) -> float:
        return sum(math.log2(choices(Decimal(n), Fraction(6, 5))) for n in figures) - CHANGED

    def needed(units: int) -> float:
        return math.log2(20 * units * len(EDITION.tasks))

    changed = {"T1.03": 51, "T1.04": 2, "T1.06": 61, "T1.05": 7}
    figures = next((a, b, c) for a in range(11, 90) for b, c in [(61, 71)] if needed(1) <= bits(a, b, c) < needed(2))
    now = {**changed, **dict(zip(("T1.03", "T1.06", "T1.05"), figures, strict=True))}
    assert len(told(now, {**now, "T1.04": 3})) == 1
    assert told(now, {**now, "T1.04": 3}, more=1) == []


def test_what_only_an_election_year_asks_for_is_repeated_rightly() -> None:
    once = [
        code
        for code, (matrix, row, column) in EDITION.matrix_cells.items()
        if row.nature is Nature.FLOW and matrix.mode == EDITION.election_mode and column.type.numeric
    ]
    if len(once) < 3:
        pytest.skip("this edition asks for no such figure")
    assert told({code: n for n, code in enumerate(once[:4], 11)}) == []
