"""VS506: when a task counts as copied, from whom, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.support.forms.small_forms import EDITION, HU, REGISTER, Form, season
from vstbcpn_cli.rules.season.identical_blocks import Copies, check

RARE = {"T1.03": 1_487, "T1.04": 2_311, "T1.06": 977, "T1.05": 3_319}
OTHER = {"T1.03": 1_009, "T1.04": 2_017, "T1.06": 503, "T1.05": 4_001}
DISTRICTS = [u.code for u in REGISTER.units if u.kind == "HU" and u.code != HU]
PARAMS = Copies(once_in=50)
SHEET = EDITION.task_of["T1.03"].sheet


def name(unit: str) -> str:
    found = REGISTER.get(unit)
    assert found is not None
    return f"“{found.name}”"


def facts(*forms: Form, once_in: int = 50, **more: Any) -> dict[str, str]:
    """What is told of each unit, which has one task in these tests."""
    made = [(s.unit, fault.fact) for s, fault in check(Copies(once_in), season(*forms, **more))]
    assert len(dict(made)) == len(made)
    return dict(made)


def same(fact: str, who: str, equal: str = "4 trong 4 số liệu khác 0") -> bool:
    return fact == f"{equal} của trang “{SHEET}” giống hệt báo cáo của {who}, khó có thể trùng ngẫu nhiên."


def test_each_of_two_units_is_told_of_the_other() -> None:
    found = facts(Form(RARE), Form(RARE, unit=HU), Form(OTHER, unit=DISTRICTS[1]))
    assert set(found) == {"so-y-te", HU}
    assert same(found["so-y-te"], name(HU))
    assert same(found[HU], name("so-y-te"))


def test_a_finding_stands_at_the_first_equal_figure_and_says_how_many_are() -> None:
    forms = (Form({**RARE, "T1.03": 5, "T1.09": 8_111}), Form({**RARE, "T1.09": 8_111}, unit=HU))
    (first, second) = check(PARAMS, season(*forms))
    assert [str(f.at.key) for _, f in (first, second)] == ["T1.04", "T1.04"]
    assert [f.value for _, f in (first, second)] == [f"{HU}: 4/5", "so-y-te: 4/5"]
    assert first[1].fact.startswith("4 trong 5 số liệu khác 0 của trang")
    assert "bỏ qua cảnh báo" in first[1].advice


def test_figures_that_differ_or_that_many_units_could_have_are_no_copy() -> None:
    assert facts(Form(RARE), Form(OTHER, unit=HU)) == {}
    few = {"T1.03": 1, "T1.04": 2}
    assert facts(Form(few), Form(few, unit=HU)) == {}
    assert facts(Form(dict.fromkeys(RARE, 0)), Form(dict.fromkeys(RARE, 0), unit=HU)) == {}


def test_more_is_needed_where_less_chance_is_asked_for() -> None:
    pair = (Form({"T1.03": 1_487}), Form({"T1.03": 1_487}, unit=HU))
    assert facts(*pair, once_in=50) != {}
    assert facts(*pair, once_in=5_000_000) == {}


def test_of_many_units_three_are_named_none_of_them_the_unit_itself() -> None:
    units = ["so-y-te", *DISTRICTS[:5]]
    found = facts(*(Form(RARE, unit=u) for u in units))
    assert set(found) == set(units)
    for unit in units:
        others = [name(u) for u in units if u != unit][:3]
        assert same(found[unit], f"{', '.join(others)} và 2 đơn vị khác")
    three = facts(*(Form(RARE, unit=u) for u in units[:3]))
    assert same(three[units[0]], f"{name(units[1])} và {name(units[2])}")
    assert same(three[units[2]], f"{name(units[0])} và {name(units[1])}")


def test_the_nearer_copy_is_told_first() -> None:
    figures = {**RARE, "T1.09": 8_111, "T1.10": 7_001}
    near = Form({**figures, "T1.10": 7_002}, unit=DISTRICTS[0])
    nearer = Form({**figures, "T1.06": 978}, unit=DISTRICTS[1])
    others = [Form({code: n + 97 * step for code, n in OTHER.items()}, unit=DISTRICTS[step]) for step in range(2, 9)]
    found = facts(Form(figures), near, nearer, *others)
    assert same(found["so-y-te"], f"{name(DISTRICTS[1])} và {name(DISTRICTS[0])}", "5 trong 6 số liệu khác 0")


# ------------------------------------------------------------------------------------------------ the earlier period
def earlier(unit: str, figures: Mapping[str, int] = RARE) -> dict[str, Any]:
    return {"previous": {unit: {code: Decimal(n) for code, n in figures.items()}}, "previous_period": "2010-6t"}


@pytest.mark.parametrize("changed", [{}, {"T1.09": 7}])
def test_what_another_unit_reported_before_is_told_as_that(changed: dict[str, int]) -> None:
    form = Form({**RARE, **changed})
    found = facts(form, **earlier(HU))
    assert same(found["so-y-te"], f"{name(HU)} (kỳ trước)")
    assert set(found) == {"so-y-te"}


def test_a_unit_that_is_not_there_any_more_is_named_by_its_code() -> None:
    assert same(facts(Form(RARE), **earlier("don-vi-cu"))["so-y-te"], "“don-vi-cu” (kỳ trước)")


def test_what_the_unit_itself_reported_before_is_no_copy_from_another() -> None:
    assert facts(Form(RARE), **earlier("so-y-te")) == {}


def test_two_units_that_reported_the_same_before_are_told_only_of_now() -> None:
    forms = (Form(RARE), Form(RARE, unit=HU))
    found = facts(*forms, **earlier(HU))
    assert same(found["so-y-te"], name(HU))
    assert same(found[HU], name("so-y-te"))


# ----------------------------------------------------------------------------------------------- texts, several tasks
TEXT = "hội nghị triển khai kế hoạch bình đẳng giới năm 2011 tại huyện"


def test_equal_texts_are_counted_beside_figures() -> None:
    answers = {**RARE, "T1.14": TEXT}
    found = facts(Form(answers), Form(answers, unit=HU), *(Form(OTHER, unit=u) for u in DISTRICTS[1:3]))
    assert same(found["so-y-te"], name(HU), "4 trong 4 số liệu khác 0 và 1 đoạn văn bản")


def test_where_two_units_have_one_task_in_common_less_is_needed_of_the_next() -> None:
    """A figure that any two of twelve units may have in common is believed beside a task that was surely copied."""
    little = {"T6.05": 1_487}
    others = [Form({code: n + 97 * step for code, n in OTHER.items()}, unit=DISTRICTS[step]) for step in range(10)]

    def tasks(figures: dict[str, int]) -> list[str]:
        judged = season(Form(figures), Form(figures, unit=HU), *others)
        return [EDITION.task_of[f.at.key.code].code for _, f in check(PARAMS, judged) if f.at.key]

    assert tasks(little) == []
    assert tasks(RARE) == ["T1", "T1"]
    assert tasks({**RARE, **little}) == ["T1", "T1", "T6", "T6"]
