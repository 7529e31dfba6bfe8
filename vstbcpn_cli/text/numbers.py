"""A number as the office writes it, wherever the program prints one: on screen, in a finding, in Word, in the annex."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

QUOTIENT_PLACES = 2
"""Decimals of a share or an average (provincial report, section 3): nobody typed them, and most never end."""

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_TO_VIETNAMESE = str.maketrans({",": ".", ".": ","})


def number(value: int | Decimal | Fraction, places: int | None = None, *, padded: bool = False) -> str:
    """1234.5 → “1.234,5”: dot for thousands, comma for decimals, no zeros at the end.

    A figure that was typed, or a sum of such, keeps all its digits: of two figures that differ a sentence must not
    print the same one. What a division has made, a `Fraction`, is rounded half up to `QUOTIENT_PLACES`; `places` rounds
    any number. `padded` writes a count below ten with a zero (“05 lớp”), as many offices do in prose.
    """
    if places is None and not isinstance(value, Fraction):
        exact = Decimal(value)
    else:
        exact = _half_up(Fraction(value), QUOTIENT_PLACES if places is None else places)
    written = _written(f"{exact.copy_abs():,f}")
    zero = "0" if padded and len(written) == 1 and exact else ""
    return f"{_sign(exact)}{zero}{written}"


def counted(value: int | Decimal, *, padded: bool) -> str:
    """`number` of what a sentence counts: a whole number may be `padded`, an amount of money is not."""
    return number(value, padded=padded and isinstance(value, int))


def ungrouped(value: int | Decimal) -> str:
    """1234.5 → “1234,5”: for a year or a telephone number, and where the dots would be taken for a decimal point."""
    exact = Decimal(value)
    return f"{_sign(exact)}{_written(f'{exact.copy_abs():f}')}"


def share(percent: Decimal | Fraction, *, even: bool = False) -> str:
    """26.92 → “26,92%”: a percentage with up to two decimals and no space before the sign; `even` writes both of them,
    as in a column of a table (“43,00%”)."""
    written = number(percent, QUOTIENT_PLACES)
    if even:
        whole, _, rest = written.partition(",")
        written = f"{whole},{rest:0<{QUOTIENT_PLACES}}"
    return f"{written}%"


def share_of(part: int | Decimal, whole: int | Decimal, *, even: bool = False) -> str:
    """7 of 26 → “26,92%”; empty on a zero base."""
    return share(Fraction(part) * 100 / Fraction(whole), even=even) if whole else ""


def roman(value: int) -> str:
    """1 → I, 4 → IV: numbers of sections and annexes."""
    text = ""
    for amount, sign in _ROMAN:
        while value >= amount:
            text, value = text + sign, value - amount
    return text


def _written(digits: str) -> str:
    """“1,234.50” → “1.234,5”."""
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits).translate(_TO_VIETNAMESE)


def _sign(value: Decimal) -> str:
    """None before a zero, which a subtraction may have left as “-0”."""
    return "-" if value < 0 else ""


def _half_up(value: Fraction, places: int) -> Decimal:
    """The nearest number with so many decimals, exact; a half goes away from zero, as in a spreadsheet."""
    units = int(abs(value) * 10**places + Fraction(1, 2))
    return Decimal(f"{'-' if value < 0 else ''}{units}e-{places}")
