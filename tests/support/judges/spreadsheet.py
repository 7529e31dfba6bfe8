"""Calculates the formulas of our own workbooks as Excel does, quickly enough to judge every line of many fillings.

Only the functions that the blanks use. `tests/agreement/test_live_rules.py` compares it, line by line, with what
LibreOffice stores in the same files, so that the many tests which use it here rest on a real program.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from vstbcpn_cli.workbook.raw import CellKind, RawCell

_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?)'
    r"|(?P<area>(?:(?:'[^']+'|\w+)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(])"
    r"|(?P<call>[A-Z]+)\(|(?P<name>[A-Za-z_]\w*)|(?P<sign><=|>=|<>|[-+*/^&=<>(),]))"
)
_AREA = re.compile(r"(?:'?([^'!]+)'?!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")
_LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
_BINDING = {sign: level for level, signs in enumerate(_LEVELS) for sign in signs}
_EPOCH = dt.date(1899, 12, 30)


class Fault(Exception):  # noqa: N818 - what a cell shows, not what went wrong here
    """An error value: `#VALUE!`, `#N/A`."""


class Array(list[list[Any]]):
    """Rows of values; None is an empty cell, a `Fault` an error."""


Node = Callable[["Book"], Any]


@dataclass
class Book:
    """One workbook: its cells, its named lists, and formulas that stand over those of its cells; `arrays` are formulas
    of arrays that give results to many cells, and which of their rows a cell shows."""

    cells: Mapping[tuple[str, int, int], RawCell]
    names: Mapping[str, Sequence[str]]
    formulas: Mapping[tuple[str, int, int], str]
    arrays: Mapping[tuple[str, int, int], tuple[str, int]] = field(default_factory=dict)
    known: dict[Any, Any] = field(default_factory=dict)
    """What has been calculated, by the place of the cell or by the term: the lines of a form share most terms."""

    def value(self, sheet: str, row: int, column: int) -> Any:
        place = sheet, row, column
        if place not in self.known and place in self.arrays:
            formula, number = self.arrays[place]
            found = _tried(_parsed(formula.removeprefix("="), sheet), self)
            self.known[place] = found[number][0] if number < len(found) else Fault("#N/A")
        if place not in self.known:
            cell = self.cells.get(place)
            formula = self.formulas.get(place) or (cell.formula if cell else "")
            here = formula.replace("ROW()", str(row))  # the one term that means another thing in another cell
            self.known[place] = self.result(sheet, here) if formula else _stored(cell)
        return self.known[place]

    def result(self, sheet: str, formula: str) -> Any:
        found = _tried(_parsed(formula.removeprefix("="), sheet), self)
        return found[0][0] if isinstance(found, Array) else found


def _stored(cell: RawCell | None) -> Any:
    if cell is None:
        return None
    match cell.kind:
        case CellKind.NUMBER:
            return float(cell.text)
        case CellKind.BOOL:
            return cell.text == "1"
        case CellKind.ERROR:
            return Fault(cell.text)
        case _:
            return cell.text


# ------------------------------------------------------------------------------------------------------- the formula
@cache
def _parsed(formula: str, sheet: str) -> Node:
    return _Parser(formula, sheet).whole()


class _Parser:
    """A formula to what calculates it; equal terms are calculated once in a workbook."""

    def __init__(self, formula: str, sheet: str) -> None:
        self.formula, self.sheet, self.at = formula, sheet, 0
        self.tokens = list(_TOKEN.finditer(formula))
        assert "".join(t[0] for t in self.tokens) == formula, formula

    def whole(self) -> Node:
        node = self.level(0)
        assert self.at == len(self.tokens), self.formula
        return node

    def level(self, loosest: int) -> Node:
        node = self.signed()
        while self.at < len(self.tokens) and _BINDING.get(self.tokens[self.at]["sign"], -1) >= loosest:
            sign = self.tokens[self.at]["sign"]
            self.at += 1
            node = _binary(sign, node, self.level(_BINDING[sign] + 1))
        return node

    def signed(self) -> Node:
        if self.sign("-") is None:
            return self.term()
        inside = self.signed()
        return lambda book: _each(lambda x: -_number(x), inside(book))

    def term(self) -> Node:
        token = self.tokens[self.at]
        self.at += 1
        if token["sign"] == "(":
            inside = self.level(0)
            assert self.sign(")"), self.formula
            return inside
        if token["call"]:
            return self.call(token)
        constant: Any = {"TRUE": True, "FALSE": False}.get(token["name"] or "")
        if token["name"] and constant is None:
            return lambda book: Array([word] for word in book.names[token["name"]])
        if token["area"]:
            return _kept((self.sheet, token["area"]), lambda book: _area(book, token["area"], self.sheet))
        if token["text"]:
            constant = token["text"][1:-1].replace('""', '"')
        elif token["number"]:
            constant = float(token["number"])
        return lambda _: constant

    def call(self, token: re.Match[str]) -> Node:
        arguments = []
        while self.sign(")") is None:
            arguments.append(self.level(0))
            self.sign(",")
        text = self.formula[token.start() : self.tokens[self.at - 1].end()]
        if token["call"] == "ROW" and "OFFSET(" in text:
            first = float(_area_after(self.formula, token)[3])
            return lambda book: Array([first + n] for n in range(len(arguments[0](book))))
        if token["call"] == "ROW":
            return self.rows(token)
        if token["call"] == "ROWS":
            count = self.rows(token)
            return lambda book: float(len(count(book)))
        if token["call"] == "OFFSET":
            return _kept((self.sheet, text), self.reaching(token, arguments[-1]))
        if token["call"] == "IFERROR":
            return _kept((self.sheet, text), _if_error(*arguments))
        node = _if(*arguments) if token["call"] == "IF" else _function(token["call"], arguments)
        return _kept((self.sheet, text), node)

    def rows(self, token: re.Match[str]) -> Node:
        found = _area_after(self.formula, token)
        return lambda _: Array([float(r)] for r in range(int(found[3]), int(found[5] or found[3]) + 1))

    def reaching(self, token: re.Match[str], height: Node) -> Node:
        """So many cells of a column from one of them on: the one way in which a form uses OFFSET."""
        found = _area_after(self.formula, token)
        sheet, letters, first = found[1] or self.sheet, found[2], int(found[3])
        return lambda book: _area(book, f"{letters}{first}:{letters}{first + int(height(book)) - 1}", sheet)

    def sign(self, *signs: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at]["sign"] in signs:
            self.at += 1
            return self.tokens[self.at - 1]["sign"]
        return None


def _area_after(formula: str, token: re.Match[str]) -> re.Match[str]:
    return next(_AREA.finditer(formula, token.end()))


def _kept(key: tuple[str, str], node: Node) -> Node:
    def once(book: Book) -> Any:
        if key not in book.known:
            book.known[key] = _tried(node, book)
        return book.known[key]

    return once


def _area(book: Book, address: str, sheet: str) -> Any:
    match = _AREA.fullmatch(address)
    assert match, address
    left, top, name = _column(match[2]), int(match[3]), match[1] or sheet
    if not match[4]:
        return book.value(name, top, left)
    right, bottom = _column(match[4]), int(match[5])
    return Array([book.value(name, r, c) for c in range(left, right + 1)] for r in range(top, bottom + 1))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _if(asked: Node, then: Node, otherwise: Node) -> Node:
    def choose(book: Book) -> Any:
        found = asked(book)
        if not isinstance(found, Array):
            return (then if _truth(found) else otherwise)(book)
        return _each(lambda a, x, y: x if _truth(a) else y, found, then(book), otherwise(book))

    return choose


def _if_error(asked: Node, otherwise: Node) -> Node:
    def choose(book: Book) -> Any:
        found, other = _tried(asked, book), otherwise(book)
        if isinstance(found, Array):
            return Array([other if isinstance(x, Fault) else x for x in row] for row in found)
        return other if isinstance(found, Fault) else found

    return choose


# -------------------------------------------------------------------------------------------------- values and arrays
def _each(what: Callable[..., Any], *values: Any) -> Any:
    """`what` of every element; single values, rows and columns are repeated as far as the others reach."""
    if not any(isinstance(v, Array) for v in values):
        return _tried(what, *values)
    arrays = [v if isinstance(v, Array) else Array([[v]]) for v in values]
    height, width = max(map(len, arrays)), max(len(a[0]) for a in arrays)
    wide = [[row * width if len(row) < width else row for row in a] for a in arrays]
    tall = [a * height if len(a) < height else a for a in wide]
    return Array([_tried(what, *cells) for cells in zip(*rows, strict=True)] for rows in zip(*tall, strict=True))


def _tried(what: Callable[..., Any], *values: Any) -> Any:
    try:
        return what(*values)
    except Fault as fault:
        return fault


def _raised(value: Any) -> Any:
    if isinstance(value, Fault):
        raise value
    return value


def _number(value: Any) -> float:
    value = _raised(value)
    try:
        return float(value or 0) if value != "" else float(value)
    except ValueError:
        raise Fault("#VALUE!") from None


def _text(value: Any) -> str:
    value = _raised(value)
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else value or ""


def _truth(value: Any) -> bool:
    value = _raised(value)
    if isinstance(value, str):
        raise Fault("#VALUE!")
    return bool(value)


def _order(value: Any, beside: Any) -> tuple[int, Any]:
    """Numbers before texts before truth values; an empty cell is what it stands beside."""
    if value is None:
        value = type(beside)() if isinstance(beside, str | bool) else 0.0
    rank = 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0
    return rank, value.lower() if isinstance(value, str) else value


_COMPARED = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_CALCULATED = {"+": operator.add, "-": operator.sub, "*": operator.mul, "^": operator.pow}


def _binary(sign: str, left: Node, right: Node) -> Node:
    def both(one: Any, other: Any) -> Any:
        one, other = _raised(one), _raised(other)
        if sign in _COMPARED:
            return _COMPARED[sign](_order(one, other), _order(other, one))
        if sign == "&":
            return _text(one) + _text(other)
        if sign != "/":
            return _CALCULATED[sign](_number(one), _number(other))
        if not _number(other):
            raise Fault("#DIV/0!")
        return _number(one) / _number(other)

    return lambda book: _each(both, left(book), right(book))


# ---------------------------------------------------------------------------------------------------- the functions
def _function(name: str, arguments: Sequence[Node]) -> Node:
    if name in _BY_ELEMENT:
        return lambda book: _each(_BY_ELEMENT[name], *(a(book) for a in arguments))
    return lambda book: _OVER_AREAS[name](*(a(book) for a in arguments))


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        yield from (x for row in value for x in row) if isinstance(value, Array) else (value,)


def _numbers(*values: Any) -> list[float]:
    """The numbers of areas; a truth value or a text in an area is none."""
    return [float(x) for x in map(_raised, _flat(values)) if isinstance(x, float | int) and not isinstance(x, bool)]


def _total(*values: Any) -> float:
    return sum(_numbers(*values), 0.0)


def _find(needle: Any, hay: Any) -> float:
    if (at := _text(hay).find(_text(needle))) < 0:
        raise Fault("#VALUE!")
    return float(at + 1)


def _middle(value: Any, start: Any, count: Any) -> str:
    if _number(start) < 1:
        raise Fault("#VALUE!")
    return _text(value)[int(start) - 1 : int(start) - 1 + int(count)]


def _rounded(value: Any, places: Any) -> float:
    return float(Decimal(repr(_number(value))).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP))


def _day(value: Any) -> dt.date:
    return _EPOCH + dt.timedelta(days=int(_number(value)))


def _date(year: Any, month: Any, day: Any) -> float:
    """Months and days beyond the last are those of the next year or month."""
    more, month = divmod(int(_number(month)) - 1, 12)
    return (dt.date(int(_number(year)) + more, month + 1, 1) - _EPOCH).days + _number(day) - 1


def _indexed(area: Array, row: Any) -> Any:
    number = int(row[0][0] if isinstance(row, Array) else row)
    if not 0 < number <= len(area):
        raise Fault("#REF!")
    return area[number - 1][0]


def _match(wanted: Any, area: Array, _: Any) -> Any:
    places = {_order(x, x): float(n) for n, x in reversed(list(enumerate(_flat([area]), 1)))}
    return _each(lambda x: places.get(_order(_raised(x), x), Fault("#N/A")), wanted)


def _counts(*criteria: Any) -> Array:
    """1 for every row in which all criteria hold, else 0; areas and criteria take turns."""
    tests = [
        [_meets(x, wanted) for x in _flat([area])] for area, wanted in zip(criteria[::2], criteria[1::2], strict=True)
    ]
    return Array([float(all(row))] for row in zip(*tests, strict=True))


def _meets(value: Any, criterion: Any) -> bool:
    sign, wanted = re.fullmatch("(<=|>=|<>|<|>|=)?(.*)", _text(criterion), re.DOTALL).groups()  # type: ignore[union-attr]
    if sign == "=" and not wanted:
        return value is None
    try:
        number = float(wanted)
    except ValueError:
        equal = isinstance(value, str) and value.lower() == wanted.lower()
        return equal is (sign != "<>")
    return isinstance(value, float) and bool(_COMPARED[sign or "="](value, number))


def _sumifs(summed: Array, *criteria: Any) -> float:
    kept = zip(_flat([summed]), _flat([_counts(*criteria)]), strict=True)
    return _total(*(x for x, counts in kept if counts))


def _product(one: Array, other: Array) -> Array:
    if any(not isinstance(x, float | int) for x in _flat([one, other])):
        raise Fault("#VALUE!")
    return Array(
        [sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*other, strict=True)] for row in one
    )


_BY_ELEMENT: Mapping[str, Callable[..., Any]] = {
    "ABS": lambda x: abs(_number(x)),
    "CHAR": lambda x: chr(int(_number(x))),
    "DATE": _date,
    "DAY": lambda x: float(_day(x).day),
    "FIND": _find,
    "INT": lambda x: _number(x) // 1,
    "ISBLANK": lambda x: x is None,
    "LEFT": lambda x, count=1: _text(x)[: int(_number(count))],
    "LEN": lambda x: float(len(_text(x))),
    "LOWER": lambda x: _text(x).lower(),
    "MID": _middle,
    "MOD": lambda x, y: _number(x) % _number(y),
    "MONTH": lambda x: float(_day(x).month),
    "N": lambda x: _number(x) if isinstance(x, float | bool | Fault) else 0.0,
    "NOT": lambda x: not _truth(x),
    "REPT": lambda x, times: _text(x) * int(times),
    "RIGHT": lambda x, count=1: _text(x)[-int(count) :],
    "ROUND": _rounded,
    "SUBSTITUTE": lambda x, old, new: _text(x).replace(_text(old), _text(new)),
    "TRIM": lambda x: " ".join(filter(None, _text(x).split(" "))),
    "YEAR": lambda x: float(_day(x).year),
}
_OVER_AREAS: Mapping[str, Callable[..., Any]] = {
    "AND": lambda *values: all(map(_truth, _flat(values))),
    "COUNT": lambda *values: float(sum(isinstance(x, float) for x in _flat(values))),
    "COUNTA": lambda *values: float(sum(x is not None for x in _flat(values))),
    "COUNTIF": lambda *criteria: _total(_counts(*criteria)),
    "COUNTIFS": lambda *criteria: _total(_counts(*criteria)),
    "FALSE": lambda: False,
    "INDEX": _indexed,
    "ISERR": lambda x: _looked_at(x, error=True),
    "ISERROR": lambda x: _looked_at(x, error=True),
    "ISNUMBER": lambda x: _looked_at(x, error=False),
    "MATCH": _match,
    "MAX": lambda *values: max(_numbers(*values), default=0.0),
    "MIN": lambda *values: min(_numbers(*values), default=0.0),
    "MMULT": _product,
    "OR": lambda *values: any(map(_truth, _flat(values))),
    "SUM": _total,
    "SUMIFS": _sumifs,
    "SUMPRODUCT": _total,
    "TRUE": lambda: True,
    "TRANSPOSE": lambda area: Array(list(row) for row in zip(*area, strict=True)),
}


def _looked_at(value: Any, *, error: bool) -> Any:
    """The two functions that an error does not spoil."""
    if isinstance(value, Array):
        return Array([_looked_at(x, error=error) for x in row] for row in value)
    return isinstance(value, Fault) if error else isinstance(value, float | int) and not isinstance(value, bool)
