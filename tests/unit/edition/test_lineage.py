"""What of an edition goes on from an earlier one: codes by `continues`, units by code and declared successors."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.seasons import season
from vstbcpn_cli.edition.lineage import codes_in, heirs, predecessors
from vstbcpn_cli.edition.model import Edition, Indicator, Register, ReportingUnit
from vstbcpn_cli.model.records import replace

DAY = dt.date(2012, 5, 31)


def changed(**continues: str) -> Edition:
    """The next edition, in which some indicators of T5 say what they continue."""

    def worded(spec: Indicator) -> Indicator:
        return replace(spec, continues=continues.get(spec.code.replace(".", "_"), ""))

    edition = season.edition()
    tasks = tuple(replace(t, indicators=tuple(map(worded, t.indicators))) for t in edition.tasks)
    return replace(edition, edition="2012", lineage=("2011",), tasks=tasks)


def test_a_code_is_the_same_question_unless_another_continues_it() -> None:
    codes = codes_in(changed(T5_05="T5.04"), "2011")
    assert codes["T5.05"] == "T5.04"
    assert "T5.04" not in codes  # what stands there now is another question
    assert codes["T5.06"] == "T5.06"


def test_codes_are_followed_over_an_edition_between() -> None:
    # 2011 is the edition between; what it says nothing of keeps its code on the way to 2010.
    edition = replace(changed(T5_05="T5.04"), lineage=("2011", "2010"))
    assert codes_in(edition, "2010")["T5.05"] == "T5.04"


def test_of_an_edition_nobody_goes_on_from_equal_codes_are_the_same() -> None:
    assert codes_in(changed(T5_05="T5.04"), "2009")["T5.05"] == "T5.05"


# ------------------------------------------------------------------------------------------------------------- units
def unit(code: str, *successors: str, kind: str = "SN", until: dt.date | None = None) -> ReportingUnit:
    return ReportingUnit(code, code, kind, "so-nganh", 1, valid_until=until, successors=successors)


def register(*units: ReportingUnit) -> Register:
    return Register(units, "units.csv")


def told(earlier: Register, own: Register) -> dict[str, tuple[str, ...]]:
    kinds = {u.code: u.kind for u in earlier.units}
    return {u.code: before for u, before in predecessors(kinds, (earlier, own), DAY).items()}


@pytest.mark.parametrize(
    ("earlier", "own", "alone"),
    [
        ([unit("a")], [unit("a")], {"a": ("a",)}),
        ([unit("a", "b")], [unit("b")], {"b": ("a",)}),
        ([unit("a", "b"), unit("b")], [unit("b")], {"b": ("a", "b")}),
        ([unit("a", "b", "c")], [unit("b"), unit("c")], {}),
        ([unit("a", "b", "c"), unit("b")], [unit("b"), unit("c")], {}),
        ([unit("a", "b")], [unit("a"), unit("b")], {"a": ("a",)}),
        ([unit("a", "b", kind="HU")], [unit("b", kind="XA")], {}),
        ([unit("a", kind="HU")], [unit("a", kind="XA")], {}),
        ([unit("a")], [unit("b")], {}),
        ([unit("a")], [unit("a", "b", until=dt.date(2012, 1, 1)), unit("b")], {"b": ("a",)}),
        ([unit("a", "b")], [unit("b", "c", until=dt.date(2012, 1, 1)), unit("c")], {"c": ("a",)}),
        ([unit("a", "b"), unit("b", "a")], [unit("c")], {}),
    ],
    ids=[
        "same code",
        "renamed",
        "merged",
        "split",
        "part of one added",
        "named for later",
        "district to commune",
        "code of a district taken by a commune",
        "ended",
        "ended within the year",
        "over two steps",
        "in a circle",
    ],
)
def test_units_that_went_whole_into_another(
    earlier: list[ReportingUnit], own: list[ReportingUnit], alone: dict[str, tuple[str, ...]]
) -> None:
    assert told(register(*earlier), register(*own)) == alone


def test_all_communes_of_a_district_are_named() -> None:
    before = register(unit("a", "b", "c", kind="HU"))
    own = register(unit("b", kind="XA"), unit("c", kind="XA"))
    assert [u.code for u in heirs("a", (before, own), DAY)] == ["b", "c"]
