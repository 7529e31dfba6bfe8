"""Several things in one sentence."""

from __future__ import annotations

import pytest

from vstbcpn_cli.text.lists import either, first_of, listing, ranges, series, some_of
from vstbcpn_cli.text.normalise import LONGEST_QUOTE


def test_a_series_ends_with_and() -> None:
    assert series([]) == ""
    assert series(["1 kế hoạch"]) == "1 kế hoạch"
    assert series(["1 kế hoạch", "2 công văn"]) == "1 kế hoạch và 2 công văn"
    assert series(["1 kế hoạch", "2 công văn", "3 quy chế"]) == "1 kế hoạch, 2 công văn và 3 quy chế"


def test_words_of_the_form_stand_in_quotation_marks() -> None:
    assert listing([]) == ""
    assert listing(["a", "b", "c"]) == "“a”, “b” và “c”"
    assert either(iter(["a", "b", "c"])) == "“a”, “b” hoặc “c”"
    assert either(["a\nb"]) == "“a b”"
    assert len(listing(["dài " * 200])) <= LONGEST_QUOTE + 2


@pytest.mark.parametrize(
    ("known", "count", "said"),
    [
        (["a"], 1, "a"),
        (["a", "b", "c"], 3, "a, b và c"),
        (["a", "b", "c", "d"], 4, "a, b, c và 1 đơn vị khác"),
        (["a", "b", "c"], 1203, "a, b, c và 1.200 đơn vị khác"),
        (["a"], 3, "a và 2 đơn vị khác"),
    ],
)
def test_a_sentence_names_three_and_counts_the_others(known: list[str], count: int, said: str) -> None:
    assert some_of(known, count, "đơn vị") == said


def test_an_enumeration_stops_and_counts_the_others() -> None:
    cells = [f"D{n}" for n in range(1, 1011)]
    assert first_of(cells[:3], 3, "ô") == "D1, D2, D3"
    assert first_of(cells, 3, "ô") == "D1, D2, D3 và 1.007 ô khác"
    assert first_of(["Sở A", "Sở B, C", "Sở D"], 2, "đơn vị", between="; ") == "Sở A; Sở B, C; và 1 đơn vị khác"
    assert first_of([], 3, "ô") == ""


def test_rows_that_follow_each_other_are_a_range() -> None:
    assert ranges({16, 12, 14, 15}) == "12, 14–16"
    assert ranges([]) == ""
