"""How many bits speak for a copy: how rare an equal answer is, what a different one costs, what is compared at all."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import log2
from typing import Any

import pytest

from tests.support.forms.small_forms import COURSE, EDITION, EMPTY, Form
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Key
from vstbcpn_cli.rules import likeness as module
from vstbcpn_cli.rules.likeness import CHANGED, Block, Rarity, block_of, choices, earlier_block, likeness, pairs

HALF = Fraction(3, 2)
WORDS = "một hai ba bốn năm sáu bảy tám"


def block(unit: str, *, earlier: bool = False, **answers: Any) -> Block:
    """Answers by code: a figure, a text, or the figures of a column of a table."""

    def made(value: Any) -> Decimal | str:
        return value if isinstance(value, str) else Decimal(value)

    several = {c: x if isinstance(x, tuple) else (x,) for c, x in answers.items()}
    return Block(unit, {c: tuple(map(made, x)) for c, x in several.items()}, earlier)


def held(*values: Any) -> Rarity:
    return Rarity(block(str(n), A=value) for n, value in enumerate(values))


# ------------------------------------------------------------------------------------------------- how rare it is
@pytest.mark.parametrize(
    ("value", "count"),
    [(1, 1), (2, 2), (7, 6), (12, 11), (120, 11), (1_487, 1_239), (1_000_000, 1), ("1.2", 11), ("0.7", 6)],
)
def test_of_figures_as_round_there_are_so_many_up_to_half_as_large_again(value: Any, count: int) -> None:
    """12: those from 8 to 18; 120: 80, 90 … 180."""
    assert choices(Decimal(value), HALF) == count


def test_the_nearness_may_be_another() -> None:
    assert choices(Decimal(100), Fraction(6, 5)) == 1
    assert choices(Decimal(101), Fraction(6, 5)) == 121 - 85 + 1


def test_a_figure_that_nobody_else_has_is_as_rare_as_there_are_others_so_round() -> None:
    assert held(12, 12).bits("A", Decimal(12), 2) == pytest.approx(log2(11))
    assert held(7).bits("A", Decimal(7), 1) == pytest.approx(log2(6))


def test_a_size_that_few_units_have_is_rarer() -> None:
    """One of nine is near: the ninth part of the figures so round."""
    assert held(12, 12, *[1_000] * 8).bits("A", Decimal(12), 2) == pytest.approx(log2(9 * 11))


def test_near_is_what_is_up_to_half_as_large_again_and_as_small() -> None:
    assert held(12, 12, 18, 8, 19, 7).bits("A", Decimal(12), 2) == pytest.approx(-log2(3 / 5 / 11))
    assert held(12, 12, 19, 7, 19, 7).bits("A", Decimal(12), 2) == pytest.approx(-log2(1 / 5 / 11))


def test_a_figure_that_others_have_too_is_only_as_rare_as_that() -> None:
    assert held(12, 12, 12, 12).bits("A", Decimal(12), 2) == 0
    assert held(12, 12, 12, *[1_000] * 7).bits("A", Decimal(12), 2) == pytest.approx(3), "one in eight"


def test_a_text_counts_by_how_many_do_not_know_it_and_no_more_than_five_bits() -> None:
    assert held("a", "a", "b").bits("A", "a", 2) == pytest.approx(1)
    assert held("a", "a", "a", "b").bits("A", "a", 2) == pytest.approx(log2(3 / 2))
    assert held("a", "a", *"b" * 31).bits("A", "a", 2) == pytest.approx(5)
    assert held("a", "a", *"b" * 99).bits("A", "a", 2) == 5


def test_what_stands_less_often_than_in_both_blocks_is_not_counted_below_nothing() -> None:
    """An earlier block like one of now stands once where it is compared as two."""
    assert held("a").bits("A", "a", 2) == 0
    assert held(12).bits("A", Decimal(12), 2) == pytest.approx(log2(11))


def test_how_many_units_have_an_answer() -> None:
    rarity = held(12, 12, 7, "a")
    assert [rarity.holders("A", Decimal(n)) for n in (12, 7, 5)] == [2, 1, 0]
    assert rarity.holders("A", "a") == 1


# ------------------------------------------------------------------------------------------------------- two blocks
def test_equal_figures_add_up_and_a_different_one_counts_against_a_copy() -> None:
    one = block("1", A=12, B=7, C=50, D=3)
    other = block("2", A=12, B=7, C=51, E=3)
    rarity = Rarity([one, other])
    found = likeness(one, other, rarity, 2)
    assert found.bits == pytest.approx(log2(11) + log2(6) - CHANGED)
    assert (found.equal, found.of, found.texts, found.codes) == (2, 3, 0, frozenset("AB"))
    assert (found.one, found.other) == (one, other)


def test_zeros_say_nothing() -> None:
    one, other = block("1", A=12, B=0, C=0), block("2", A=12, B=0, C=5)
    found = likeness(one, other, Rarity([one, other]), 2)
    assert (found.equal, found.of, found.codes) == (1, 2, frozenset("A"))
    assert found.bits == pytest.approx(log2(11) - CHANGED)


def test_a_figure_that_stands_twice_says_it_once_by_its_rarest_place() -> None:
    one, other = block("1", A=12, B=12), block("2", A=12, B=12)
    rarity = Rarity([one, other, *(block(str(n), A=1_000) for n in range(8))])
    found = likeness(one, other, rarity, 2)
    assert found.bits == pytest.approx(log2(9 * 11))
    assert (found.equal, found.codes) == (2, frozenset("AB"))


def test_a_text_is_told_apart_from_figures_and_none_that_differs_counts() -> None:
    one, other = block("1", A=WORDS, B="x", C=12), block("2", A=WORDS, B="y", C=12)
    found = likeness(one, other, Rarity([one, other, block("3", A="z")]), 2)
    assert (found.equal, found.of, found.texts, found.codes) == (1, 1, 1, frozenset("AC"))
    assert found.bits == pytest.approx(log2(11) + 1)


def test_rows_of_a_table_are_compared_in_any_order_and_might_have_met_any() -> None:
    one, other = block("1", A=(12, 7, 7, 5)), block("2", A=(7, 12, 0, 9))
    found = likeness(one, other, Rarity([one, other]), 2)
    assert (found.equal, found.of) == (2, 4)
    rarity = Rarity([one, other])
    said = [rarity.bits("A", Decimal(n), 2) - log2(4) for n in (12, 7)]
    assert found.bits == pytest.approx(sum(max(0.0, bits) for bits in said) - 2 * CHANGED)


def test_a_longer_table_is_only_compared_with_as_many_rows_as_the_other_has() -> None:
    one, other = block("1", A=(12, 7, 5)), block("2", A=(12, 0))
    assert [(f.equal, f.of) for f in (likeness(one, other, Rarity([one, other]), 2),)] == [(1, 2)]


def test_a_likeness_can_be_seen_from_the_other_side() -> None:
    one, other = block("1", A=12), block("2", A=12)
    found = likeness(one, other, Rarity([one, other]), 2)
    assert found.turned == replace(found, one=other, other=one)


# ------------------------------------------------------------------------------------------------ which are compared
def test_only_blocks_that_may_be_alike_enough_are_compared() -> None:
    one, other, third = block("1", A=12, B=1_487), block("2", A=12, B=1_487), block("3", A=12, B=5)
    blocks = [one, other, third]
    rarity = Rarity(blocks)
    bits = sum(rarity.bits(code, Decimal(n), 2) for code, n in (("A", 12), ("B", 1_487)))
    assert list(pairs(blocks, rarity, bits - 0.01)) == [(one, other)]
    assert list(pairs(blocks, rarity, bits + 0.01)) == []


def test_an_earlier_block_is_compared_with_another_units_block_of_now_only() -> None:
    now, own = block("1", A=1_487), block("1", earlier=True, A=1_487)
    others = [block(unit, earlier=True, A=1_487) for unit in "23"]
    blocks = [now, own, *others]
    assert list(pairs(blocks, Rarity([now]), 0)) == [], "who knows a figure of one unit only"
    assert list(pairs(blocks, Rarity([now, others[0]]), 0)) == [(now, others[0]), (now, others[1])]


def test_figures_that_many_units_have_or_that_say_little_find_no_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = [block(str(n), A=1_487) for n in range(3)]
    rarity = Rarity([*blocks, *(block(str(n), A=5) for n in range(3, 20))])
    assert rarity.bits("A", Decimal(1_487), 2) > 1
    assert len(list(pairs(blocks, rarity, 0))) == 3
    monkeypatch.setattr(module, "_MOST_HOLDERS", 3)
    assert len(list(pairs(blocks, rarity, 0))) == 3
    monkeypatch.setattr(module, "_MOST_HOLDERS", 2)
    assert list(pairs(blocks, rarity, 0)) == []
    usual = [block(str(n), A=1) for n in range(2)]
    assert list(pairs(usual, Rarity(usual), 0)) == [], "a single 1 says no bit"
    zeros = [block(str(n), A=0) for n in range(2)]
    assert list(pairs(zeros, Rarity(zeros), 0)) == []


# ------------------------------------------------------------------------------------------------- what is compared
def test_figures_texts_of_eight_words_and_columns_are_compared() -> None:
    field, column, task = "T1.14", "T6.B1.ten_lop", "T1"
    form = Form({field: WORDS.upper()})
    assert block_of(form.scope(), task).answers == {field: (WORDS,)}
    assert block_of(Form({field: WORDS.rpartition(" ")[0]}).scope(), task).answers == {}
    rows = {
        "T6.B1": [{**COURSE, "ten_lop": WORDS, "so_nu": 20}, {**COURSE, "ten_lop": WORDS, "so_nu": Decimal("30.0")}]
    }
    found = block_of(Form({"T6.05": 9, "T6.06": EMPTY}, rows).scope(), "T6")
    assert found.answers["T6.05"] == (Decimal(9),)
    assert found.answers["T6.B1.so_nu"] == (Decimal(20), Decimal(30))
    assert column not in found.answers, "words in rows are those of a list"
    assert "T6.06" not in found.answers
    assert {o.key.code for o in found.found} == set(found.answers)
    assert (found.unit, found.earlier) == ("so-y-te", False)


def test_faulted_answers_are_not_compared() -> None:
    scope = Form({"T6.05": 9, "T6.06": 8}).scope()
    assert block_of(scope.without(frozenset({Key("T6.05")})), "T6").answers == {"T6.06": (Decimal(8),)}


def test_of_an_earlier_period_the_figures_that_are_typed_are_compared() -> None:
    task = next(t for t in EDITION.tasks if t.code == "T3")
    figures = {"T3.M1.CB01.nu": Decimal("4.0"), "T6.05": Decimal(9), "T3.không": Decimal(1)}
    found = earlier_block("so-y-te", figures, EDITION, task)
    assert found == Block("so-y-te", {"T3.M1.CB01.nu": (Decimal(4),)}, earlier=True)
    words = [i.code for i in task.indicators if not i.type.numeric]
    assert words
    assert earlier_block("so-y-te", dict.fromkeys(words, Decimal(5)), EDITION, task).answers == {}
