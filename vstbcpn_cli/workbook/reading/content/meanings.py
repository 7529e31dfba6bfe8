"""What a cell with a problem may have been meant to say: one value or two that its field takes, for somebody to choose
from. The reader itself never chooses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from vstbcpn_cli.edition.fields import FieldType
from vstbcpn_cli.model.problems import Meaning, Noticed, ProblemKind
from vstbcpn_cli.model.submission import State
from vstbcpn_cli.text.normalise import fold, plain
from vstbcpn_cli.workbook.raw import CellKind, RawCell
from vstbcpn_cli.workbook.reading.content.cell_text import is_time, stored_number
from vstbcpn_cli.workbook.reading.content.figures_in_words import EVENTS
from vstbcpn_cli.workbook.reading.content.numbers import possible_numbers
from vstbcpn_cli.workbook.reading.content.values import Expected, Read, read_cell

_LEADING = re.compile(r"([\d.,]*\d(?: \d{3})*)\s*(\D.*)?\Z")
_COUNTED = tuple(fold(word) for word in ("người", *EVENTS.split(", ")))
"""A number of one of these is no number of another: five classes are not five persons."""
_SMALL_MONEY = (
    (re.compile(r"(?:nghìn|ngàn)[. ]*(?:đồng|đ|vnđ|vnd)?\Z"), Decimal("0.001")),
    (re.compile(r"(?:đồng|đ|vnđ|vnd)\Z"), Decimal("0.000001")),
)
"""What one of a word is in triệu đồng, where it is less than one."""
_MOST = 2

_Candidates = Iterable[Decimal | str]
_Finder = Callable[[RawCell, Expected, Noticed, Read], _Candidates]


def meanings(cell: RawCell, expected: Expected, told: Noticed, read: Read) -> tuple[Meaning, ...]:
    """What the content may mean that `told` was noticed of, the usual reading first; () where the reader knows none,
    or more than two."""
    find = _FINDERS.get(told.kind)
    return fitting(find(cell, expected, told, read), expected) if find is not None else ()


def fitting(candidates: _Candidates, expected: Expected) -> tuple[Meaning, ...]:
    """The candidates as values of a field, without those that it does not take; a text is one of its words or a day."""
    found = (m for c in candidates if (m := as_value(c, expected)) is not None)
    different = {(type(m), m): m for m in found}
    return tuple(different.values()) if len(different) <= _MOST else ()


def as_value(candidate: Decimal | str, expected: Expected) -> Meaning | None:
    """A number, a day or a word as the value that its field makes of it."""
    kind = CellKind.NUMBER if isinstance(candidate, Decimal) else CellKind.TEXT
    read = read_cell(RawCell(kind, f"{candidate:f}" if isinstance(candidate, Decimal) else candidate), expected)
    return read.value if read.state is State.VALUE else None


def _number(text: str, expected: Expected) -> _Candidates:
    """Thousands come before decimals: so a number with one separator is mostly meant here."""
    found = sorted(possible_numbers(text, expected.measure), reverse=True)
    return found if expected.type is not FieldType.INT else [n for n in found if n == n.to_integral_value()][:1]


def _ambiguous(cell: RawCell, expected: Expected, _told: Noticed, _read: Read) -> _Candidates:
    if cell.kind is CellKind.TEXT:
        return _number(plain(cell.text), expected)
    number = stored_number(cell)
    return [] if number is None else [number]


def _first_number(cell: RawCell, expected: Expected, told: Noticed, _read: Read) -> _Candidates:
    """“12, trong đó nữ 3” is the answer of twelve, with a part that belongs elsewhere; “12 lần” is twelve."""
    if told.details["case"] == "part-inside":
        return _number(told.details["whole"], expected)
    leading = _LEADING.match(plain(cell.text)) if told.details["case"] == "with-words" else None
    return _number(leading[1], expected) if leading else []


def _of_other_measure(cell: RawCell, expected: Expected, _told: Noticed, _read: Read) -> _Candidates:
    leading = _LEADING.match(plain(cell.text))
    if leading is None or not leading[2]:
        return []
    numbers, word = _number(leading[1], expected), fold(leading[2]).strip("(). ")
    if fold(expected.measure) == "triệu đồng":
        numbers = possible_numbers(leading[1])
        scale = next((s for pattern, s in _SMALL_MONEY if pattern.match(word)), None)
        return [] if scale is None else sorted((Decimal(n) * scale for n in numbers), reverse=True)
    return [] if any(word.startswith(other) for other in _COUNTED) else numbers


def _percent(cell: RawCell, expected: Expected, _told: Noticed, _read: Read) -> _Candidates:
    if cell.kind is CellKind.TEXT:
        return _number(plain(cell.text).rstrip("% "), expected)
    number = stored_number(cell)
    return [] if number is None else [number * 100, number]


def _shown_as_date(cell: RawCell, _expected: Expected, _told: Noticed, _read: Read) -> _Candidates:
    number = stored_number(cell) if cell.kind is CellKind.NUMBER else None
    return [] if number is None or is_time(number) else [number]


def _differing(_cell: RawCell, _expected: Expected, told: Noticed, _read: Read) -> _Candidates:
    return [Decimal(told.details[name].replace(".", "").replace(",", ".")) for name in ("digits", "words")]


def _thousandfold(_cell: RawCell, _expected: Expected, told: Noticed, _read: Read) -> _Candidates:
    return [Decimal(told.details["digits"])] if told.details["digits"] else []


def _detail(name: str) -> _Finder:
    return lambda _cell, _expected, told, _read: [told.details[name]] if told.details[name] else []


def _as_read(_cell: RawCell, _expected: Expected, _told: Noticed, read: Read) -> _Candidates:
    return [Decimal(read.value)] if isinstance(read.value, int | Decimal) else []


def _percent_or_share(_cell: RawCell, _expected: Expected, _told: Noticed, read: Read) -> _Candidates:
    return [read.value, read.value * 100] if isinstance(read.value, Decimal) else []


def _swapped(_cell: RawCell, _expected: Expected, told: Noticed, _read: Read) -> _Candidates:
    return [told.details["likelier"], told.details["read"]]


_FINDERS: Mapping[ProblemKind, _Finder] = {
    ProblemKind.AMBIGUOUS_NUMBER: _ambiguous,
    ProblemKind.NOT_ONE_NUMBER: _first_number,
    ProblemKind.OTHER_MEASURE: _of_other_measure,
    ProblemKind.PERCENT_FOR_NUMBER: _percent,
    ProblemKind.NUMBER_SHOWN_AS_DATE: _shown_as_date,
    ProblemKind.NUMBER_AND_WORDS_DIFFER: _differing,
    ProblemKind.NOT_WHOLE: _thousandfold,
    ProblemKind.NOT_A_DATE: _detail("day"),
    ProblemKind.NOT_IN_LIST: _detail("nearest"),
    ProblemKind.UNIT_WORD_IN_NUMBER: _as_read,
    ProblemKind.THOUSANDS_ASSUMED: _as_read,
    ProblemKind.PERCENT_OR_SHARE: _percent_or_share,
    ProblemKind.DAY_MONTH_SWAPPED: _swapped,
}
