"""The invented units of the tests are themselves faultless, differ from each other, and add up."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from tests.support.editions.other_issue import indicators, new_line
from tests.support.forms.plausible import Answers, everyone, missing_answers, plausible, submission_of
from tests.support.seasons import season
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.rules.base import Scope, Season
from vstbcpn_cli.rules.engine import judge, judge_season
from vstbcpn_cli.rules.registry import bind

PERIODS = ("6t", "nam")


def scopes(period: str) -> list[Scope]:
    edition, register = season.edition(), season.register()
    found = []
    for one in season.submissions(period):
        unit = register.get(one.unit)
        assert unit is not None
        found.append(Scope(edition, unit, edition.periods[period], one))
    return found


@pytest.mark.parametrize("period", PERIODS)
def test_judging_all_seventy_units_gives_no_finding(period: str) -> None:
    bound = bind(season.edition())
    assert len(scopes(period)) == 70
    assert [(s.unit.code, f) for s in scopes(period) for f in judge(s, bound)] == []


def figures(one: Submission) -> dict[str, Decimal]:
    return {code: Decimal(o.number) for code, o in one.values.items() if o.number is not None}


def test_a_whole_season_gives_no_finding_and_the_year_continues_the_half_year() -> None:
    edition, bound = season.edition(), bind(season.edition())
    previous = {s.unit: figures(s) for s in season.submissions("6t")}
    half = Season(edition, edition.periods["6t"], season.register(), scopes("6t"))
    whole = Season(edition, edition.periods["nam"], season.register(), scopes("nam"), previous, "2011-6t")
    assert [f for found in judge_season(half, bound).values() for f in found] == []
    assert [f for found in judge_season(whole, bound).values() for f in found] == []


@pytest.mark.parametrize("period", PERIODS)
def test_every_required_answer_is_there_and_the_same_each_time(period: str) -> None:
    edition = season.edition()
    for unit in season.register().units:
        answers = plausible(edition, unit, edition.periods[period])
        assert list(missing_answers(edition, unit, edition.periods[period], answers)) == []
        assert answers == plausible(edition, unit, edition.periods[period])
        assert answers != plausible(edition, unit, edition.periods[period], seed="khác")


def test_a_new_required_answer_is_drawn_by_its_type_and_moves_no_other() -> None:
    edition, (unit, *_) = season.edition(), season.register().units
    wider = indicators("T5.04", new_line("T5.04b"))
    before, after = (plausible(e, unit, e.periods["6t"]).values for e in (edition, wider))
    assert isinstance(after["T5.04b"], int)
    assert {code: value for code, value in after.items() if code != "T5.04b"} == before


def test_breaking_one_answer_is_found() -> None:
    edition, period = season.edition(), season.edition().periods["6t"]
    unit = season.register().units[16]
    good = plausible(edition, unit, period)
    whole = good.values["T3.M1.CB01.tong"]
    assert isinstance(whole, int)
    bad = Answers(good.values | {"T3.M1.CB01.nu": whole + 1}, good.tables, good.nil_tables, good.reasons)
    scope = Scope(edition, unit, period, submission_of(edition, unit, period, bad))
    assert [(f.code, f.place.key.code if f.place.key else "") for f in judge(scope, bind(edition))] == [
        ("VS401", "T3.M1.CB01.nu")
    ]


def test_document_numbers_are_unique_over_all_units() -> None:
    numbers = Counter(
        row.cells["so_ky_hieu"].text
        for one in season.submissions("nam")
        for table in ("T1.B1", "T3.B1", "T4.B1", "T7.B1")
        for row in one.tables[table].rows
    )
    assert len(numbers) > 200
    assert [n for n, times in numbers.items() if times > 1] == []


def test_the_lead_of_the_congresses_agrees_with_the_districts() -> None:
    made = season.report_of(season.submissions()).consolidation
    lead = made.total("T5.14b")
    assert [(p.unit.code, p.observation.value) for p in lead.parts] == [("hoi-lhpn", 226)]
    held = [s.values["T5.14a"].number or 0 for s in season.submissions() if s.unit.startswith(("huyen", "tp-"))]
    assert made.total("T5.14a").value == sum(held)


def test_other_seeds_are_faultless_too() -> None:
    edition, bound = season.edition(), bind(season.edition())
    period = edition.periods["nam"]
    for one in everyone(edition, season.register(), period, seed="khác"):
        unit = season.register().get(one.unit)
        assert unit is not None
        assert judge(Scope(edition, unit, period, one), bound) == ()
