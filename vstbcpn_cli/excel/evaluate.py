"""The result of a simple formula that no program has calculated: sums, differences, products of cells and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, DivisionByZero, InvalidOperation

from vstbcpn_cli.excel.cells import Kind, RawSheet, Shape
from vstbcpn_cli.excel.sheetpart import LAST_ROW
from vstbcpn_cli.excel.values import stored_number
from vstbcpn_cli.safety.text import plain

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)(?![\w.])"
    r"|(?:(?:'(?P<quoted>[^']+)'|(?P<bare>\w+))!)?\$?(?P<left>[A-Z]{1,3})\$?(?P<top>[0-9]{1,7})"
    r"(?::\$?(?P<right>[A-Z]{1,3})\$?(?P<bottom>[0-9]{1,7}))?(?![\w(!.])"
    r"|(?P<function>SUM)\(|(?P<sign>[-+*/(),;]))",
    re.ASCII,
)
_LONGEST, _DEEPEST = 300, 8
_EXACT = Context(prec=15, traps=[DivisionByZero, InvalidOperation])
Place = tuple[str, int, int]
"""Sheet, row, column."""
Area = tuple[str, int, int, int, int]
"""Sheet, first row, first column, last row, last column."""


class _NotSimpleError(Exception):
    """The formula has something only a spreadsheet program can compute."""


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Computes the formulas of one file; each of them once, however many others need it."""

    sheets: Mapping[str, RawSheet]
    _known: dict[Place, Decimal | None] = field(default_factory=dict)
    _open: list[Place] = field(default_factory=list)

    def result(self, sheet: str, row: int, column: int) -> Decimal | None:
        """The number the formula of a cell gives; None where it is not simple or needs a cell that is no number.

        A text in a summed range is no zero here: a number typed as text would be lost without a word.
        """
        place = sheet, row, column
        if place not in self._known:
            if place in self._open or len(self._open) >= _DEEPEST:
                return None
            self._open.append(place)
            self._known[place] = self._computed(sheet, self.sheets[sheet].cells[row, column].formula)
            self._open.pop()
        return self._known[place]

    def _computed(self, sheet: str, formula: str) -> Decimal | None:
        if len(formula) > _LONGEST or formula.count("(") > _DEEPEST:
            return None
        try:
            reading = _Reading(list(_tokens(formula.removeprefix("="))), sheet, self)
            result = reading.sum()
            return result if reading.at == len(reading.tokens) else None
        except (_NotSimpleError, DivisionByZero, InvalidOperation):
            return None

    def number(self, sheet: str, row: int, column: int) -> Decimal:
        """What a cell counts for in a formula. Raises `_NotSimpleError` for one that is no number."""
        if sheet not in self.sheets:
            raise _NotSimpleError
        cell = self.sheets[sheet].cells.get((row, column))
        if cell is None or (cell.kind is Kind.TEXT and not plain(cell.text)):
            return Decimal(0)
        found: Decimal | None = None
        if cell.kind is Kind.NUMBER and cell.shape is not Shape.DATE:
            found = stored_number(cell)
        elif cell.kind is Kind.PENDING:
            found = self.result(sheet, row, column)
        if found is None:
            raise _NotSimpleError
        return found

    def total(self, area: Area) -> Decimal:
        sheet, top, left, bottom, right = area
        if sheet not in self.sheets:
            raise _NotSimpleError
        inside = sorted(p for p in self.sheets[sheet].cells if top <= p[0] <= bottom and left <= p[1] <= right)
        return sum((self.number(sheet, *p) for p in inside), Decimal(0))


def _tokens(formula: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(formula.rstrip()):
        match = _TOKEN.match(formula, at)
        if match is None:
            raise _NotSimpleError
        yield match
        at = match.end()


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
            return self._function()
        if not token["left"] or token["right"]:
            raise _NotSimpleError
        return self.evaluator.number(*self._area(token)[:3])

    def _function(self) -> Decimal:
        total = Decimal(0)
        while True:
            token = self.tokens[self.at] if self.at < len(self.tokens) else None
            if token is not None and token["right"]:
                self.at += 1
                total += self.evaluator.total(self._area(token))
            else:
                total += self.sum()
            if self._take(",", ";") is None:
                self._demand(")")
                return total

    def _area(self, token: re.Match[str]) -> Area:
        top, left = int(token["top"]), _column(token["left"])
        bottom, right = int(token["bottom"] or top), _column(token["right"] or token["left"])
        if not 0 < min(top, bottom) <= max(top, bottom) <= LAST_ROW:
            raise _NotSimpleError
        name = token["quoted"] or token["bare"] or self.sheet
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
