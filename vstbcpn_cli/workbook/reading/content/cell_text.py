"""What a stored cell shows: numbers without the noise of their binary form, days, times, texts as they were typed."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from vstbcpn_cli.text import numbers
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.normalise import clean, cut, plain
from vstbcpn_cli.workbook.raw import CellKind, NumberShape, RawCell
from vstbcpn_cli.workbook.reading.content.dates import date_from_text, date_of_serial
from vstbcpn_cli.workbook.reading.content.numbers import NOISE, TOO_LARGE, without_noise

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\Z")
"""What a number cell may hold: Decimal alone would also take “1_000”, “NaN” and the digits of other scripts."""
_DIGITS_END = Decimal(10) ** 30
DIGITS = re.compile(r"[0-9]+\Z")
_TRUTH = {"1": True, "true": True, "0": False, "false": False}


def shown(cell: RawCell, *, epoch_1904: bool = False, quantity: bool = False) -> str:
    """The submitter's own content as a finding carries it, a number the way its format shows it: a date, a time, a
    percentage.

    Only a `quantity` has its thousands set apart: a year, a telephone or a number of a document has none. More than a
    spreadsheet can keep is cut and says so.
    """
    if cell.kind is CellKind.NUMBER:
        return _number_shown(cell, epoch_1904=epoch_1904, quantity=quantity)
    if cell.kind is CellKind.DATE and (day := date_from_text(plain(cell.text))) is not None:
        return short_date(day)
    if cell.kind is CellKind.BOOL and (truth := truth_of(cell)) is not None:
        return "TRUE" if truth else "FALSE"
    if cell.kind is CellKind.PENDING:
        return cut(clean(f"={cell.formula.removeprefix('=')}"))
    return cut(clean(cell.text))


def _number_shown(cell: RawCell, *, epoch_1904: bool, quantity: bool) -> str:
    number = as_typed(cell)
    if number is None:
        return cell.text
    if cell.shape is NumberShape.DATE and (day := stored_date(cell, epoch_1904=epoch_1904)) is not None:
        return short_date(day)
    if cell.shape is NumberShape.DATE and is_time(number):
        return time_of_day(number)
    if cell.shape is NumberShape.PERCENT:
        return f"{numbers.number(number * 100)}%"
    # The digits as they were typed, as far as they were kept; nobody typed an exponent.
    number = Decimal(cell.text) if DIGITS.match(cell.text) else number
    return numbers.number(number) if quantity else numbers.ungrouped(number)


def is_time(number: Decimal) -> bool:
    """Whether a stored day is a part of a day only."""
    return 0 < number < 1


def time_of_day(number: Decimal) -> str:
    minutes = int(number * 1440 + Decimal("0.5"))
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def length(cell: RawCell) -> int:
    """Characters of the submitter's own text, none cut off."""
    return len(clean(cell.text).strip())


def stored_number(cell: RawCell) -> Decimal | None:
    """The number of a number cell as its reader sees it, without the noise of binary arithmetic: 13.800000000000001
    is 13.8, and the 5.7E-14 that 0.3-0.1-0.2 leaves is 0. None when it is no quantity."""
    number = as_typed(cell)
    return number if number is not None and abs(number) < TOO_LARGE else None


def as_typed(cell: RawCell) -> Decimal | None:
    """The same for a number too large to be a quantity, but still one that somebody may have typed."""
    text = cell.text.strip()
    number = without_noise(Decimal(text)) if _NUMBER.match(text) else None
    return number if number is not None and abs(number) < _DIGITS_END else None


def alike(one: Decimal, other: int | Decimal) -> bool:
    """Whether two results are the same as far as a spreadsheet shows them."""
    return abs(one - other) <= max(NOISE, NOISE * abs(one))


def truth_of(cell: RawCell) -> bool | None:
    return _TRUTH.get(cell.text.strip().lower())


def stored_date(cell: RawCell, *, epoch_1904: bool) -> dt.date | None:
    if cell.kind is CellKind.DATE:
        return date_from_text(plain(cell.text))
    number = stored_number(cell)
    return date_of_serial(number, epoch_1904=epoch_1904) if number is not None else None
