"""Figures, dates and answers as they stand in a Vietnamese sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from vstbcpn_cli.model.submission import Observation
from vstbcpn_cli.text.dates import short_date, swapped
from vstbcpn_cli.text.normalise import cut

LONGEST_QUOTE = 300
"""Characters of a unit's own text inside a sentence; the finding itself carries the whole text."""


def number(value: int | Decimal | Fraction) -> str:
    """1234.5 → “1.234,5”; a fraction is rounded half up to two decimals."""
    if isinstance(value, Fraction):
        value = Decimal(int(value * 100 + Fraction(1, 2))) / 100
    whole, _, rest = f"{Decimal(value):,f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def quoted(text: str) -> str:
    """A unit's own text inside a sentence: on one line, a long one cut and said to be."""
    return cut(" ".join(text.splitlines()), LONGEST_QUOTE)


def said(found: Observation) -> str:
    """The unit's answer inside a sentence: figures and dates as printed, anything else in quotation marks."""
    if found.number is not None:
        return number(found.number)
    return short_date(found.date) if found.date is not None else f"“{quoted(found.text or found.raw)}”"


def listing(words: Iterable[str]) -> str:
    """“a”, “b” và “c”, each in its quotation marks."""
    return _joined(words, " và ")


MOST_NAMED = 3
"""Units, files or rows that a sentence names; of more of them it says how many."""


def some_of(marked: Sequence[str], count: int, kind: str) -> str:
    """a, b và c; of more than three the first ones and how many more: a, b, c và 5 đơn vị khác."""
    shown, more = marked[:MOST_NAMED], count - len(marked[:MOST_NAMED])
    parts = [*shown, f"{number(more)} {kind} khác"] if more > 0 else [*shown]
    return " và ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def either(words: Iterable[str]) -> str:
    """“a”, “b” hoặc “c”."""
    return _joined(words, " hoặc ")


def _joined(words: Iterable[str], last: str) -> str:
    marked = [f"“{quoted(word)}”" for word in words]
    return last.join([", ".join(marked[:-1]), marked[-1]] if len(marked) > 1 else marked)


def swapped_hint(found: Observation, fits: Callable[[dt.date], bool], label: str = "") -> str:
    """That day and month may stand the other way round, where the date would be right then; "" for one typed as text,
    which is always read day first."""
    if found.date is None or any(p.kind == "read-with-care" for p in found.problems):
        return ""
    other = swapped(found.date)
    if other is None or not fits(other):
        return ""
    of = f" của “{label}”" if label else ""
    return f"; có thể ngày và tháng{of} đã đổi chỗ, khi đó ngày đúng là {short_date(other)}"
