"""A stored result beside what its formula gives: the same, the same rounded, or another one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from enum import Enum

from vstbcpn_cli.text.normalise import plain
from vstbcpn_cli.workbook.raw import CellKind, RawCell
from vstbcpn_cli.workbook.reading.content.cell_text import alike, stored_number
from vstbcpn_cli.workbook.reading.content.dates import date_from_text, serial_of_date
from vstbcpn_cli.workbook.reading.content.numbers import number_from_text
from vstbcpn_cli.workbook.reading.formulas.engine import FormulaError, Result

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\Z")
_NUMERAL = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?)")
_SHOWN_DIGITS = 15
"""Programs write so many digits of a number, some write more, and some of these are the noise of its binary form."""
_WIDE = Context(prec=60)


class Verdict(Enum):
    """How a stored result stands to what its formula gives."""

    AGREES = "agrees"
    ROUNDED = "rounded"
    DIFFERS = "differs"
    UNSURE = "unsure"


def agreement(cell: RawCell, results: Iterable[Result], *, epoch_1904: bool = False) -> Verdict:
    """How a stored result stands to what its formula gives in one language or another."""
    found = {_agreement(cell, result, epoch_1904=epoch_1904) for result in results}
    return next(v for v in (Verdict.AGREES, Verdict.ROUNDED, Verdict.DIFFERS) if v in found)


def _agreement(cell: RawCell, result: Result, *, epoch_1904: bool) -> Verdict:
    if isinstance(result, FormulaError):
        return _either(cell.text.strip() == result.code)
    number = number_of(cell, epoch_1904=epoch_1904)
    if isinstance(result, str):
        return _either(
            _same_text(cell.text, result)
            or (number is not None and _NUMBER.match(result) is not None and number == Decimal(result))
        )
    computed = Decimal(result)
    if isinstance(result, bool) and cell.kind is CellKind.TEXT:
        return _either(cell.text.strip().upper() == str(result).upper())
    if number is None:
        return Verdict.DIFFERS
    if cell.kind is CellKind.DATE:
        computed = computed.to_integral_value(ROUND_FLOOR)
    if alike(computed, number):
        return Verdict.AGREES
    return Verdict.ROUNDED if _rounds_to(computed, number) else Verdict.DIFFERS


def _either(same: bool) -> Verdict:
    return Verdict.AGREES if same else Verdict.DIFFERS


def _rounds_to(computed: Decimal, stored: Decimal) -> bool:
    """Whether a stored number is the computed one with fewer decimals. A zero never is: programs that do not compute
    store it for every formula."""
    exponent = stored.normalize().as_tuple().exponent
    if not stored or not isinstance(exponent, int):
        return False
    return computed.quantize(Decimal(1).scaleb(min(exponent, 0)), ROUND_HALF_UP, _WIDE) == stored


def _same_text(stored: str, computed: str) -> bool:
    """Whether two texts are the same, however each program has written the numbers in them."""
    one, other = (_NUMERAL.split(plain(text).replace(",", ".")) for text in (stored, computed))
    same_words = len(one) == len(other) and one[::2] == other[::2]
    return same_words and all(map(_same_numeral, one[1::2], other[1::2]))


def _same_numeral(one: str, other: str) -> bool:
    """Whether two numerals are one number: only of what was calculated does a program choose the digits."""
    return one == other or ((_calculated(one) or _calculated(other)) and alike(Decimal(one), Decimal(other)))


def _calculated(numeral: str) -> bool:
    return "e" in numeral.lower() or ("." in numeral and sum(map(str.isdigit, numeral)) >= _SHOWN_DIGITS)


def number_of(cell: RawCell, *, epoch_1904: bool) -> Decimal | None:
    """The number of a stored value as a formula counts with it; of a text the number that it is."""
    if cell.kind is CellKind.NUMBER:
        return stored_number(cell)
    if cell.kind is CellKind.BOOL:
        return Decimal(cell.text.strip().lower() in ("1", "true"))
    if cell.kind is CellKind.DATE and (day := date_from_text(plain(cell.text))) is not None:
        return Decimal(serial_of_date(day, epoch_1904=epoch_1904))
    return number_from_text(plain(cell.text), whole=False).value if cell.kind is CellKind.TEXT else None
