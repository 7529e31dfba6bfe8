"""An edition written as a workbook and read back is the same edition."""

from __future__ import annotations

import copy
import datetime as dt
import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.editions.edition_workbooks import workbook
from tests.support.seasons import season
from vstbcpn_cli.edition.locations import available_editions
from vstbcpn_cli.edition.parsing import fingerprint, raw_edition
from vstbcpn_cli.edition.unit_register import HEADINGS
from vstbcpn_cli.runtime.deterministic_zip import repacked
from vstbcpn_cli.text.normalise import clean
from vstbcpn_cli.usecases.editions.new_edition import units_of
from vstbcpn_cli.workbook.edition_sheets.read import edition_in
from vstbcpn_cli.workbook.edition_sheets.write import workbook_of

_SECOND = str(season.EDITIONS[-1])
EDITIONS = [*available_editions(), _SECOND]
_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9)
_TEXT = st.lists(_WORDS, min_size=1, max_size=5).map(" ".join).map(clean)
_EXAMPLES = 20 if os.environ.get("VSTBCPN_TESTS") == "full" else 2
_NAMES = frozenset(
    {"code", "key", "id", "name", "rule", "role", "kind", "type", "nature", "aggregate", "required", "report", "op"}
    | {"severity", "position", "province", "blank", "codes", "sheet", "of", "part", "whole"}
)
"""Keys that name something else; a text there would be another edition, and often none."""


def _texts(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where texts stand that say something to people."""
    if isinstance(value, dict):
        return [p for k, v in value.items() if k not in _NAMES for p in _texts(v, (*path, k))]
    if isinstance(value, list):
        return [p for n, v in enumerate(value) for p in _texts(v, (*path, n))]
    return [path] if isinstance(value, str) else []


def _put(holder: Any, path: tuple[Any, ...], value: Any) -> None:
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value


@pytest.mark.parametrize("name", EDITIONS)
def test_an_edition_comes_back_as_it_was(name: str) -> None:
    found = edition_in(workbook(name))
    assert found.faults == []
    assert found.raw == raw_edition(name)
    assert fingerprint(found.raw) == fingerprint(raw_edition(name))
    head, *lines = [cells for _, cells in found.units]
    keys = {heading: key for key, heading in HEADINGS.items()}
    assert [{keys[k]: v for k, v in zip(head, line, strict=True) if v} for line in lines] == list(units_of(name))


@pytest.mark.parametrize("name", EDITIONS)
def test_its_bytes_tell_nothing_of_clock_and_system(name: str) -> None:
    assert repacked(workbook(name)) == workbook(name)


@pytest.mark.parametrize("name", EDITIONS)
def test_whatever_its_texts_say(name: str) -> None:
    """Texts of any letters, signs that mean something in a cell among them, come back as they were."""
    places = [p for p in _texts(raw_edition(name)) if p[0] not in ("retired", "trial", "edition")]

    @settings(max_examples=_EXAMPLES, deadline=None)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        raw = copy.deepcopy(dict(raw_edition(name)))
        for _ in range(40):
            text = data.draw(_TEXT | st.sampled_from(["=1+1", "1.10", '"', "a; b", "x = y", "2012", "– ", "a\nb"]))
            place = data.draw(st.sampled_from(places))
            if text.strip() == text and not (isinstance(place[-1], int) and "\n" in text):
                _put(raw, place, text)
        raw["tasks"] = [t for t in raw["tasks"] if t.get("sheet")]
        found = edition_in(workbook_of(raw, []))
        twice = [f for f in found.faults if "hai lần" not in f.sentence]
        assert twice == []
        assert found.raw == raw

    check()


def test_days_and_numbers_of_rules_keep_their_type() -> None:
    raw = copy.deepcopy(dict(raw_edition("2011")))
    limits = [c["limit"] for t in raw["tasks"] for c in t.get("constraints", ()) if "limit" in c]
    assert {type(one) for one in limits} >= {dt.date, int}
    read = edition_in(workbook_of(raw, [])).raw
    assert [c["limit"] for t in read["tasks"] for c in t.get("constraints", ()) if "limit" in c] == limits
