"""The result of a simple formula: sums, differences, products of cells and numbers, and the functions people type.

Asked where no program has calculated a cell, and where the stored result is to be held against the formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal, DivisionByZero, InvalidOperation

from vstbcpn_cli.excel.cells import Kind, RawCell, RawSheet, Shape
from vstbcpn_cli.excel.numbers import without_noise
from vstbcpn_cli.excel.sheetpart import LAST_ROW
from vstbcpn_cli.excel.values import stored_number
from vstbcpn_cli.safety.text import plain

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?)(?![\w.])"
    r"|(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>\w+))!)?\$?(?P<left>[A-Z]{1,3})\$?(?P<top>[0-9]{1,7})"
    r"(?::\$?(?P<right>[A-Z]{1,3})\$?(?P<bottom>[0-9]{1,7}))?(?![\w(!.])"
    r"|(?P<function>[A-Z]+)\(|(?P<sign>[-+*/(),;%]))",
    re.ASCII,
)
_LONGEST, _DEEPEST = 300, 8
_LONGEST_CHAIN = 15
"""Formulas that need each other, one after the other."""
_MOST_VISITED = 200_000
"""Cells looked at for one file: a file made to cost time sums whole columns in every cell."""
_EXACT = Context(prec=28, traps=[DivisionByZero, InvalidOperation])
Place = tuple[str, int, int]
"""Sheet, row, column."""
Area = tuple[str, int, int, int, int]
"""Sheet, first row, first column, last row, last column."""


class _NotSimpleError(Exception):
    """The formula has something only a spreadsheet program can compute."""


class _WrongError(Exception):
    """The formula gives an error value, which the first argument names."""


class _EndlessError(Exception):
    """The formula needs itself, or more other cells than one formula of an office does."""


@dataclass(slots=True)
class _Account:
    visited: int = 0


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Computes the formulas of one file; each of them once, however many others need it.

    With `afresh` every formula is computed as if the file were calculated again, and what is no number counts as a
    spreadsheet counts it: a text is left out of a sum and gives #VALUE! in a sum of its own. Without, only what no
    program has computed is, and a text in a summed range is no zero: a number typed as text would be lost without a
    word.
    """

    sheets: Mapping[str, RawSheet]
    afresh: bool = False
    _known: dict[Place, Decimal | str | None] = field(default_factory=dict)
    _open: list[Place] = field(default_factory=list)
    _account: _Account = field(default_factory=_Account)

    def result(self, sheet: str, row: int, column: int) -> Decimal | str | None:
        """The number the formula of a cell gives, or the error value (only `afresh`); None where it is not simple,
        needs itself, or needs a cell that is no number."""
        try:
            return self._result((sheet, row, column))
        except _EndlessError:
            return None

    def _result(self, place: Place) -> Decimal | str | None:
        if place not in self._known:
            if place in self._open or len(self._open) >= _LONGEST_CHAIN:
                raise _EndlessError
            self._open.append(place)
            try:
                self._known[place] = self._computed(place[0], self._formula(place))
            finally:
                self._open.pop()
        return self._known[place]

    def _formula(self, place: Place) -> str:
        sheet = self.sheets[place[0]]
        cell = sheet.cells.get(place[1:])
        return cell.formula if cell is not None else ""

    def _computed(self, sheet: str, formula: str) -> Decimal | str | None:
        if len(formula) > _LONGEST or formula.count("(") > _DEEPEST:
            return None
        try:
            reading = _Reading(list(_tokens(formula.removeprefix("="))), sheet, self)
            result = reading.sum()
            return without_noise(result) if reading.at == len(reading.tokens) else None
        except (_NotSimpleError, InvalidOperation):
            return None
        except DivisionByZero:
            return "#DIV/0!" if self.afresh else None
        except _WrongError as wrong:
            return str(wrong)

    def number(self, sheet: str, row: int, column: int) -> Decimal:
        """What a cell that is named alone counts for. Raises for one that is no number."""
        cell = self._cell(sheet, row, column)
        if cell is None:
            return Decimal(0)
        if cell.kind is Kind.BOOL and self.afresh:
            return Decimal(cell.text.strip().lower() in ("1", "true"))
        if cell.kind is Kind.TEXT and self.afresh and not cell.formula and plain(cell.text).isalpha():
            raise _WrongError("#VALUE!")
        return self._number(cell, sheet, row, column)

    def _number(self, cell: RawCell, sheet: str, row: int, column: int) -> Decimal:
        place = sheet, row, column
        found: Decimal | str | None = None
        if cell.kind is Kind.PENDING or (self.afresh and self._formula(place)):
            found = self._result(place)
        elif cell.kind is Kind.TEXT and not plain(cell.text) and not self.afresh:
            return Decimal(0)
        if found is None and cell.kind is Kind.ERROR and self.afresh:
            found = cell.text
        if found is None and cell.kind is Kind.NUMBER and (self.afresh or cell.shape is not Shape.DATE):
            found = stored_number(cell)  # typed, or what only a spreadsheet program can compute
        if isinstance(found, str):
            raise _WrongError(found)
        if found is None:
            raise _NotSimpleError
        return found

    def _cell(self, sheet: str, row: int, column: int) -> RawCell | None:
        if sheet not in self.sheets:
            raise _NotSimpleError
        self._account.visited += 1
        if self._account.visited > _MOST_VISITED:
            raise _EndlessError
        return self.sheets[sheet].cells.get((row, column))

    def numbers(self, area: Area) -> Iterator[Decimal]:
        """The numbers of a range; `afresh` without its texts and truth values."""
        sheet, top, left, bottom, right = area
        if sheet not in self.sheets:
            raise _NotSimpleError
        cells = self.sheets[sheet].cells
        if (bottom - top + 1) * (right - left + 1) <= len(cells):
            places: Iterable[tuple[int, int]] = ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
        else:
            self._account.visited += len(cells)
            places = sorted(p for p in cells if top <= p[0] <= bottom and left <= p[1] <= right)
        for row, column in places:
            cell = self._cell(sheet, row, column)
            if cell is None or (self.afresh and cell.kind in (Kind.TEXT, Kind.BOOL) and not cell.formula):
                continue
            yield self._number(cell, sheet, row, column)


def _tokens(formula: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(formula.rstrip()):
        match = _TOKEN.match(formula, at)
        if match is None:
            raise _NotSimpleError
        yield match
        at = match.end()


def _rounded(rounding: str) -> Callable[[Sequence[Decimal]], Decimal]:
    def function(numbers: Sequence[Decimal]) -> Decimal:
        number, places = numbers if len(numbers) == 2 else (numbers[0], Decimal(0))
        if not -15 <= places <= 15 or len(numbers) > 2:
            raise _NotSimpleError
        return without_noise(number).quantize(Decimal(1).scaleb(-int(places)), rounding=rounding)

    return function


_FUNCTIONS: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "SUM": lambda numbers: sum(numbers, Decimal(0)),
    "AVERAGE": lambda numbers: _EXACT.divide(sum(numbers, Decimal(0)), Decimal(len(numbers))),
    "MIN": lambda numbers: min(numbers, default=Decimal(0)),
    "MAX": lambda numbers: max(numbers, default=Decimal(0)),
    "ABS": lambda numbers: abs(_only(numbers)),
    "INT": lambda numbers: without_noise(_only(numbers)).to_integral_value(ROUND_FLOOR),
    "ROUND": _rounded(ROUND_HALF_UP),
    "ROUNDUP": _rounded(ROUND_UP),
    "ROUNDDOWN": _rounded(ROUND_DOWN),
}


def _only(numbers: Sequence[Decimal]) -> Decimal:
    if len(numbers) != 1:
        raise _NotSimpleError
    return numbers[0]


@dataclass(slots=True)
class _Reading:
    tokens: list[re.Match[str]]
    sheet: str
    evaluator: Evaluator
    at: int = field(default=0)

    def sum(self) -> Decimal:
        total = self._product()
        while (sign := self._take("+", "-")) is not None:
            more = self._product()
            total = _EXACT.add(total, more) if sign == "+" else _EXACT.subtract(total, more)
        return total

    def _product(self) -> Decimal:
        total = self._signed()
        while (sign := self._take("*", "/")) is not None:
            more = self._signed()
            total = _EXACT.multiply(total, more) if sign == "*" else _EXACT.divide(total, more)
        return total

    def _signed(self) -> Decimal:
        negative = False
        while (sign := self._take("+", "-")) is not None:
            negative ^= sign == "-"
        value = self._value()
        while self._take("%") is not None:
            value = _EXACT.divide(value, Decimal(100))
        return -value if negative else value

    def _value(self) -> Decimal:
        if self._take("(") is not None:
            inside = self.sum()
            self._demand(")")
            return inside
        token = self._next()
        if token["number"]:
            return Decimal(token["number"])
        if token["function"]:
            return self._function(token["function"])
        if not token["left"] or token["right"]:
            raise _NotSimpleError
        return self.evaluator.number(*self._area(token)[:3])

    def _function(self, name: str) -> Decimal:
        if name not in _FUNCTIONS:
            raise _NotSimpleError
        numbers: list[Decimal] = []
        while True:
            token = self.tokens[self.at] if self.at < len(self.tokens) else None
            if token is not None and (token["right"] or (token["left"] and self._alone())):
                self.at += 1
                numbers += self.evaluator.numbers(self._area(token))
            else:
                numbers.append(self.sum())
            if self._take(",", ";") is None:
                self._demand(")")
                return _FUNCTIONS[name](numbers)

    def _alone(self) -> bool:
        """Whether the next token is a whole argument: a cell that is one counts as a range of one."""
        after = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        return after is not None and after["sign"] in (",", ";", ")")

    def _area(self, token: re.Match[str]) -> Area:
        top, left = int(token["top"]), _column(token["left"])
        bottom, right = int(token["bottom"] or top), _column(token["right"] or token["left"])
        if not 0 < min(top, bottom) <= max(top, bottom) <= LAST_ROW:
            raise _NotSimpleError
        name = (token["quoted"] or "").replace("''", "'") or token["bare"] or self.sheet
        return name, min(top, bottom), min(left, right), max(top, bottom), max(left, right)

    def _next(self) -> re.Match[str]:
        if self.at >= len(self.tokens):
            raise _NotSimpleError
        self.at += 1
        return self.tokens[self.at - 1]

    def _take(self, *signs: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at]["sign"] in signs:
            self.at += 1
            return self.tokens[self.at - 1]["sign"]
        return None

    def _demand(self, sign: str) -> None:
        if self._take(sign) is None:
            raise _NotSimpleError


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column
