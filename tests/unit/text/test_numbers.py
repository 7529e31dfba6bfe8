"""A number as the office writes it (provincial report, section 3)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vstbcpn_cli.text.numbers import number, roman, share, share_of, ungrouped

TYPED = st.one_of(st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=6))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (7, "7"),
        (-12, "-12"),
        (13029, "13.029"),
        (1234567, "1.234.567"),
        (10**17 + 1, "100.000.000.000.000.001"),
        (Decimal("1234.5"), "1.234,5"),
        (Decimal("862.000"), "862"),
        (Decimal("1E+3"), "1.000"),
        (Decimal(100), "100"),
        (Decimal("0.05"), "0,05"),
        (Decimal("-0"), "0"),
        (Decimal("-0.5"), "-0,5"),
        (Decimal("12.3456"), "12,3456"),
        (Decimal("2.0005"), "2,0005"),
        (Decimal("123456789012345678901234567890.5"), "123.456.789.012.345.678.901.234.567.890,5"),
    ],
)
def test_what_was_typed_keeps_all_its_digits(value: int | Decimal, said: str) -> None:
    assert number(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Fraction(1, 3), "0,33"),
        (Fraction(2, 3), "0,67"),
        (Fraction(1, 8), "0,13"),
        (Fraction(-1, 8), "-0,13"),
        (Fraction(-1, 1000), "0"),
        (Fraction(5000, 2), "2.500"),
    ],
)
def test_what_a_division_made_has_two_decimals_half_up(value: Fraction, said: str) -> None:
    assert number(value) == said


def test_places_may_be_asked_for() -> None:
    assert [number(Decimal("2.0005"), places) for places in (0, 2, 3, 4)] == ["2", "2", "2,001", "2,0005"]
    assert number(Fraction(2, 3), 0) == "1"
    assert number(1234, 2) == "1.234"


def test_count_below_ten_may_carry_a_zero() -> None:
    assert [number(n, padded=True) for n in (0, 5, 10, -5)] == ["0", "05", "10", "-05"]
    assert number(Decimal("1.5"), padded=True) == "1,5"
    assert number(Decimal("5.0"), padded=True) == "05"


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_not_shared_out(value: Decimal) -> None:
    with pytest.raises((ValueError, OverflowError)):
        share(value)


@given(TYPED, TYPED)
def test_two_figures_that_differ_are_never_printed_alike(one: int | Decimal, other: int | Decimal) -> None:
    assume(one != other)
    assert number(one) != number(other)


@given(TYPED)
def test_a_printed_figure_is_the_figure(value: int | Decimal) -> None:
    assert Decimal(number(value).replace(".", "").replace(",", ".")) == value
    assert Decimal(ungrouped(value).replace(",", ".")) == value


@pytest.mark.parametrize(
    ("value", "said"), [(2011, "2011"), (Decimal("1234.50"), "1234,5"), (-1234, "-1234"), (Decimal("1E+4"), "10000")]
)
def test_a_year_or_a_telephone_number_is_not_grouped(value: int | Decimal, said: str) -> None:
    assert ungrouped(value) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        *((7, 26, "26,92%"), (205, 493, "41,58%"), (1, 2, "50%"), (416, 1000, "41,6%"), (1, 800, "0,13%")),
        *((3, 3, "100%"), (0, 3, "0%"), (Decimal("1.5"), 6, "25%"), (9999, 10, "99.990%")),
    ],
)
def test_share_of_sums_rounds_half_up_and_drops_zeros(part: int | Decimal, whole: int, said: str) -> None:
    assert share_of(part, whole) == said


def test_share_has_no_value_on_a_zero_base() -> None:
    assert share_of(0, 0) == share_of(3, Decimal(0)) == ""
    assert share(Fraction(1, 3)) == "0,33%"
    assert share(Decimal("26.9250")) == "26,93%"


def test_roman_numbers_of_sections() -> None:
    assert [roman(n) for n in (1, 4, 6, 9, 14)] == ["I", "IV", "VI", "IX", "XIV"]
