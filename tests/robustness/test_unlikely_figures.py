"""Figures that cannot be, and answers that were copied: planted faults are told, honest seasons are not."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from tests.support.seasons import season as shipped
from tests.tools.unlikely_figures import (
    COPIES,
    OUTLIERS,
    alarms,
    changed,
    copied,
    copies_found,
    honest,
    mistyped_found,
    on_sheet,
    own_form_again,
    told,
    typed_of,
)
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.rules.base import Season
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.rules.registry import bind

SEEDS = 3


def place_of(made: Season, unit: str) -> int:
    return [s.unit.code for s in made.scopes].index(unit)


def cells(made: Season, unit: str, codes: tuple[str, ...] = OUTLIERS) -> list[tuple[str, str]]:
    return [(f.code, str(f.place.key)) for u, f in told(made, codes) if u == unit]


def test_an_office_of_84_staff_does_not_publish_90000_news_items() -> None:
    made = honest("0")
    unit = place_of(made, "so-tu-phap")
    absurd = changed(made, unit, {"T5.04": Decimal(90_000), "T3.M1.CB01.tong": Decimal(84)})
    assert ("VS507", "T5.04") in cells(absurd, "so-tu-phap")
    (finding,) = (f for u, f in told(absurd, ("VS507",)) if u == "so-tu-phap" and str(f.place.key) == "T5.04")
    assert finding.severity is Severity.WARNING
    assert "là 90.000, cao hơn nhiều so với số thường gặp ở các đơn vị cùng loại" in finding.fact
    others = [s.unit.name for s in made.scopes]
    assert not any(name in finding.fact for name in others)


@pytest.mark.parametrize("times", [20, 100, 1000])
def test_the_staff_itself_is_judged_without_an_earlier_period(times: int) -> None:
    made = honest("0")
    unit = place_of(made, "so-tu-phap")
    staff = made.scopes[unit].value("T3.M1.CB01.tong")
    assert staff is not None and staff.number
    absurd = changed(made, unit, {"T3.M1.CB01.tong": Decimal(staff.number) * times})
    (finding,) = (f for u, f in told(absurd) if u == "so-tu-phap" and str(f.place.key) == "T3.M1.CB01.tong")
    assert "ở các đơn vị cùng loại có “Cán bộ, công chức, viên chức, người lao động, nữ” tương đương" in finding.fact


def test_size_is_spoken_of_only_where_it_was_looked_at() -> None:
    made = honest("0")
    unit = place_of(made, "so-tu-phap")
    wide = {"T3.M1.CB02.tong": Decimal(90_000)}
    (sized,) = (f for _, f in told(changed(made, unit, wide)) if f.value == "90000")
    assert "ở các đơn vị cùng loại có quy mô tương đương (khoảng" in sized.fact
    without = changed(made, unit, {**wide, "T3.M1.CB01.tong": Decimal(0)})
    (alone,) = (f for _, f in told(without) if f.value == "90000")
    assert "ở các đơn vị cùng loại (khoảng" in alone.fact


def test_a_hundred_times_too_much_is_mostly_found() -> None:
    rates = [mistyped_found(4, "× 100", unit_seed=n) for n in range(5)]
    assert sum(r.found for r in rates) >= 0.75 * sum(r.of for r in rates)


def test_5000_gender_officers_are_more_than_the_staff() -> None:
    made = honest("0")
    unit = place_of(made, "so-tu-phap")
    absurd = changed(made, unit, {"T6.05": Decimal(5_000), "T3.M1.CB01.tong": Decimal(84)})
    found = [f for f in judge(absurd.scopes[unit], bind(made.edition)) if f.constraint == "R39"]
    assert [(f.code, f.severity, str(f.place.key)) for f in found] == [("VS401", Severity.WARNING, "T6.05")]
    assert "là 5.000, lớn hơn “Cán bộ, công chức, viên chức, người lao động, tổng số” là 84." in found[0].fact


def test_people_of_a_part_are_named_with_their_whole() -> None:
    made = honest("0")
    unit = place_of(made, "so-tu-phap")
    absurd = changed(made, unit, {"T6.08": Decimal(900), "T6.05": Decimal(950)})
    facts = [f.fact for f in judge(absurd.scopes[unit], bind(made.edition)) if f.constraint == "R39"]
    assert any(f.startswith("“Số cán bộ làm công tác BĐG, VSTBCPN: nữ” là 900") for f in facts)


@pytest.mark.parametrize("share", [12, 20, 70])
def test_few_offices_are_enough_to_tell(share: int) -> None:
    made = honest("1")
    some = replace(made, scopes=[*made.scopes[:share]])
    assert ("VS507", "T5.04") in cells(changed(some, 3, {"T5.04": Decimal(90_000)}), some.scopes[3].unit.code)


def test_a_single_office_is_compared_with_nobody() -> None:
    made = honest("1")
    alone = replace(made, scopes=[made.scopes[3]])
    assert list(told(changed(alone, 0, {"T5.04": Decimal(90_000)}))) == []


def test_several_wrong_figures_of_one_kind_do_not_hide_each_other() -> None:
    made = honest("2")
    units = [n for n, s in enumerate(made.scopes) if s.unit.kind == "HU"][:3]
    for unit in units:
        made = changed(made, unit, {"T5.04": Decimal(90_000)})
    assert {u for u, f in told(made, ("VS507",)) if str(f.place.key) == "T5.04"} >= {
        made.scopes[n].unit.code for n in units
    }


def test_ten_times_the_own_earlier_figure_is_told_of_a_single_file() -> None:
    made = honest("1")
    scope = made.scopes[3]
    alone = replace(
        made, scopes=[scope], previous={scope.unit.code: {"T5.04": Decimal(340)}}, previous_period="2010-6t"
    )
    assert cells(changed(alone, 0, {"T5.04": Decimal(3_400)}), scope.unit.code) == [("VS508", "T5.04")]
    assert cells(changed(alone, 0, {"T5.04": Decimal(680)}), scope.unit.code) == []
    assert cells(changed(alone, 0, {"T5.04": Decimal(0)}), scope.unit.code) == []


def test_what_is_usual_for_an_office_is_not_told_again() -> None:
    made = honest("1")
    unit = place_of(made, "dai-ptth")
    loud = changed(made, unit, {"T5.04": Decimal(90_000)})
    assert cells(loud, "dai-ptth") == [("VS507", "T5.04")]
    known = replace(loud, previous={"dai-ptth": {"T5.04": Decimal(80_000)}}, previous_period="2010-6t")
    assert cells(known, "dai-ptth") == []


def test_the_figures_of_a_lead_speak_of_the_province_and_are_not_compared() -> None:
    made = honest("1")
    lead = next(s for s in made.scopes if s.unit.leads("T5.14b"))
    wide = changed(made, place_of(made, lead.unit.code), {"T5.14b": Decimal(226_000)})
    assert ("VS507", "T5.14b") not in cells(wide, lead.unit.code)


def test_honest_seasons_have_about_one_figure_to_ask_about_and_no_copies() -> None:
    assert alarms(SEEDS, OUTLIERS) <= 2 * SEEDS
    assert alarms(SEEDS, OUTLIERS, previous=True) <= 3 * SEEDS
    assert alarms(SEEDS, COPIES) == 0


def test_large_faults_are_found() -> None:
    assert mistyped_found(SEEDS, "× 1000").found == SEEDS
    rate = mistyped_found(SEEDS, "× 1000", previous=True)
    assert rate.found == rate.of


@pytest.mark.parametrize("task", ["T3", "T4", "T6"])
@pytest.mark.parametrize("changes", [0, 1])
def test_a_changed_figure_hides_no_copy(task: str, changes: int) -> None:
    rate = copies_found(SEEDS, task, changes, "HU")
    assert rate.of == SEEDS
    assert rate.found == SEEDS


def test_three_sheets_of_a_neighbour_are_all_told_to_both_files() -> None:
    made = honest("1")
    one, other = [n for n, s in enumerate(made.scopes) if s.unit.kind == "HU"][:2]
    for task in ("T3", "T4", "T6"):
        theirs = {o.key.code: Decimal(o.number or 0) for o in typed_of(made.scopes[other], task)}
        made = changed(made, one, theirs)
    names = [made.scopes[n].unit.code for n in (one, other)]
    for unit in names:
        assert all(on_sheet(made, unit, task, ("VS506",)) for task in ("T3", "T4", "T6"))
    assert {u for u, _ in told(made, ("VS506",))} == set(names)


def test_the_earlier_form_of_another_office_is_known_again() -> None:
    made = honest("1", previous=True)
    one, other = [n for n, s in enumerate(made.scopes) if s.unit.kind == "HU"][:2]
    earlier = made.previous[made.scopes[other].unit.code]
    codes = [o.key.code for o in typed_of(made.scopes[one], "T4")]
    copy = changed(made, one, {c: earlier[c] + 7 for c in codes if c in earlier})
    assert not on_sheet(copy, made.scopes[one].unit.code, "T4", ("VS506",))
    before = {**made.previous, made.scopes[other].unit.code: {c: v + 7 for c, v in earlier.items()}}
    (finding,) = (f for u, f in told(replace(copy, previous=before), ("VS506",)) if u == made.scopes[one].unit.code)
    assert f"báo cáo của “{made.scopes[other].unit.name}” (kỳ trước)" in finding.fact


def test_many_copies_of_one_sheet_name_three_units_and_how_many_more() -> None:
    made = honest("1")
    units = [n for n, s in enumerate(made.scopes) if s.unit.kind == "HU"]
    theirs = {o.key.code: Decimal(o.number or 0) for o in typed_of(made.scopes[units[0]], "T3")}
    for n in units[1:]:
        made = changed(made, n, theirs)
    found = [(u, f) for u, f in told(made, ("VS506",)) if f.place.key and f.place.key.code.startswith("T3.")]
    assert {u for u, _ in found} == {made.scopes[n].unit.code for n in units}
    assert len(found) == len(units)
    assert all(f.fact.count("“") - f.fact.count("”") == 0 and f.fact.count("“") <= 4 for _, f in found)
    assert sum(f.fact.endswith("đơn vị khác, khó có thể trùng ngẫu nhiên.") for _, f in found) > len(units) // 2


def test_small_counts_alone_prove_no_copy() -> None:
    made = honest("1")
    rng = random.Random(1)
    for kind in ("SN", "HU"):
        found = copied(made, "T3", 0, rng, kind)
        assert found is not None
        same, unit = found
        ones = {o.key.code: Decimal(1) for s in same.scopes for o in typed_of(s, "T3")}
        for n, scope in enumerate(same.scopes):
            same = changed(same, n, {c: ones[c] for c in ones if c in scope.submission.values})
        assert not on_sheet(same, unit, "T3", ("VS506",))


def test_the_own_form_of_last_time_is_told_although_a_figure_was_changed() -> None:
    made = honest("4", previous=True)
    scope = made.scopes[place_of(made, "huyen-cao-loc")]
    exact = {"T1.03": 437, "T1.04": 296, "T1.05": 168, "T1.06": 41}
    earlier = {**made.previous, "huyen-cao-loc": {c: Decimal(n) for c, n in exact.items()}}
    now = changed(
        replace(made, previous=earlier),
        place_of(made, "huyen-cao-loc"),
        {c: Decimal(n) for c, n in exact.items()} | {"T1.06": Decimal(9)},
    )
    assert scope.unit.code == "huyen-cao-loc"
    (finding,) = (f for u, f in told(now, ("VS505",)) if u == "huyen-cao-loc")
    assert finding.fact == "3 trong 4 số liệu phát sinh của trang “NV1” giống hệt kỳ trước."
    assert own_form_again(SEEDS, "T1", 0).found > 0


def test_the_shipped_season_has_no_copies_and_no_figures_out_of_proportion() -> None:
    edition = shipped.edition()
    period = edition.periods["6t"]
    one = honest("0").scopes[0]
    scopes = [
        replace(one, unit=unit, submission=s)
        for s in shipped.submissions()
        if (unit := shipped.register().get(s.unit)) is not None
    ]
    even = Season(edition, period, shipped.register(), scopes)
    assert [f.code for _, f in told(even, COPIES)] == []
    assert len(list(told(even))) <= 1
