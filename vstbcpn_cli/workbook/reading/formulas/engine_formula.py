"""A stored formula in the words of the calculating engine, or none where a result would not be sure.

Programs differ in volatile functions, in arrays, in names that only the file knows. What passes here gives the same in
every spreadsheet program, and costs no more time and memory than its ranges say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vstbcpn_cli.model.submission import column_letters, column_number
from vstbcpn_cli.workbook.ooxml.sheet_part import LAST_COLUMN, LAST_ROW

_LONGEST, _DEEPEST = 1_000, 30
_LARGEST_AREA = 100_000
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n\u00a0]+)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<function>[A-Za-z_][A-Za-z0-9_.]*)\(
    | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?)(?![\w.:!])
    | (?P<truth>TRUE|FALSE)(?![\w.(!:])
    | (?P<error>\#(?:REF!|N/A|DIV/0!|VALUE!|NUM!|NAME\?|NULL!))
    | (?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>\w+))!)?
      (?: \$?(?P<left>[A-Z]{1,3})\$?(?P<top>[0-9]{1,7})(?: :\$?(?P<right>[A-Z]{1,3})\$?(?P<bottom>[0-9]{1,7}) )?
        | \$?(?P<first_column>[A-Z]{1,3}):\$?(?P<last_column>[A-Z]{1,3})
        | \$?(?P<first_row>[0-9]{1,7}):\$?(?P<last_row>[0-9]{1,7}) )(?![\w(!.:\[])
    | (?P<sign><=|>=|<>|[-+*/^&%(),;<>=])""",
    re.VERBOSE | re.IGNORECASE,
)
_PREFIX = re.compile(r"(?:_xlfn|_xlws)\.", re.IGNORECASE)
Area = tuple[str, int, int, int, int]
"""Sheet, first row, first column, last row, last column."""


def _all(_: int) -> bool:
    return True


def _at(*positions: int) -> Callable[[int], bool]:
    return frozenset(positions).__contains__


def _in_pairs(first: int) -> Callable[[int], bool]:
    """Ranges and criteria by turns, after a range of its own where the pairs begin at 1."""
    return lambda n: n == 0 or n % 2 == first


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split())


_TAKES_RANGES: Mapping[str, Callable[[int], bool]] = {
    **dict.fromkeys(_named("SUM AVERAGE MIN MAX COUNT COUNTA PRODUCT MEDIAN SUMSQ AND OR SUMPRODUCT"), _all),
    **dict.fromkeys(_named("SUMIF AVERAGEIF"), _at(0, 2)),
    **dict.fromkeys(_named("COUNTIF COUNTBLANK LARGE SMALL INDEX"), _at(0)),
    **dict.fromkeys(_named("RANK VLOOKUP HLOOKUP MATCH"), _at(1)),
    **dict.fromkeys(_named("SUMIFS AVERAGEIFS MAXIFS MINIFS"), _in_pairs(1)),
    "COUNTIFS": _in_pairs(0),
    "SUBTOTAL": lambda n: n > 0,
}
"""The arguments, counted from 0, that may be ranges; elsewhere programs take one cell of a range, or many."""
_ARITHMETIC = _named("SUM AVERAGE MIN MAX ABS INT ROUND ROUNDUP ROUNDDOWN")
_CALENDAR = _named("DATE YEAR MONTH DAY EDATE EOMONTH DAYS WEEKDAY DATEVALUE TEXT")
_LOCAL = _named("TEXT VALUE DATEVALUE UPPER LOWER PROPER CEILING FLOOR MROUND")
"""Functions in which programs, or the languages they are set to, differ."""
_PLAIN = _named(
    "IF IFERROR IFNA IFS SWITCH CHOOSE NOT XOR TRUE FALSE NA ABS INT TRUNC ROUND ROUNDUP ROUNDDOWN MOD QUOTIENT POWER "
    "SQRT SIGN EVEN ODD N T LEN LEFT RIGHT MID TRIM CONCATENATE EXACT FIND SEARCH ISBLANK ISNUMBER ISTEXT ISNONTEXT "
    "ISERROR ISERR ISNA"
)
_FUNCTIONS = _PLAIN | _CALENDAR | _LOCAL | _TAKES_RANGES.keys()
_CUTS = _named("INT TRUNC ROUND ROUNDUP ROUNDDOWN EVEN ODD MOD QUOTIENT")
"""What falls to either side of a whole number as the noise of binary numbers wills."""
_BY_DIVIDING = frozenset(["MOD", "QUOTIENT"])
_MOST_CUTS = 5
_TAKES_PIECES = _named("LEFT RIGHT MID LEN FIND SEARCH EXACT")
_LOOKS_UP = frozenset(["VLOOKUP", "HLOOKUP", "INDEX"])
_MATCHES = _named("COUNTIF SUMIF AVERAGEIF COUNTIFS SUMIFS AVERAGEIFS MAXIFS MINIFS MATCH VLOOKUP HLOOKUP")
_EXACTLY = frozenset(["VLOOKUP", "HLOOKUP", "MATCH"])
"""Look-ups that find something else in every program unless their last argument asks for the very value."""


class _NotSureError(Exception):
    """The formula has something in which programs differ, or that costs too much."""


class EngineFormula(NamedTuple):
    """With its “=”; `areas` are the cells it names, `arithmetic` means that it adds, multiplies and rounds numbers and
    does nothing else. `cut` are formulas for the numbers of which it cuts decimals off, `calculates` means that its
    numbers may have more digits than anybody has typed."""

    text: str
    areas: tuple[Area, ...]
    functions: frozenset[str]
    arithmetic: bool
    cut: tuple[str, ...] = ()
    calculates: bool = False

    @property
    def local(self) -> bool:
        """Whether another program, or one set to another language, may well have another result."""
        return not self.functions.isdisjoint(_LOCAL)

    @property
    def takes_pieces(self) -> bool:
        """Whether it takes pieces of a calculated number, of which every program writes as many digits as it likes."""
        return self.calculates and not self.functions.isdisjoint(_TAKES_PIECES)

    @property
    def matches(self) -> bool:
        """Whether it looks for values: programs differ in whether a text may be the number it says."""
        return not self.functions.isdisjoint(_MATCHES)

    @property
    def passes_over(self) -> bool:
        """Whether it leaves out rows that are not seen, and others of its kind."""
        return "SUBTOTAL" in self.functions

    @property
    def looks_up(self) -> bool:
        """Whether it may give any text of a range."""
        return not self.functions.isdisjoint(_LOOKS_UP)


class _Level(NamedTuple):
    """A function that is open; where its first argument begins, and ends where it has more."""

    function: str
    argument: int = 0
    begins: int = 0
    ends: int = 0


@dataclass(slots=True)
class Translator:
    """Translates the formulas of one file; `sheets` gives the engine's name of each of its sheets, `rows` and `columns`
    how far they reach."""

    sheets: Mapping[str, str]
    rows: int
    columns: int
    epoch_1904: bool = False
    _names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = {name.casefold(): name for name in self.sheets}

    def translated(self, formula: str, sheet: str) -> EngineFormula | None:
        """The formula as the engine computes it in a cell of any sheet; None where its result would not be sure."""
        words = formula.removeprefix("=").strip()
        if not words or len(words) > _LONGEST:
            return None
        try:
            return _Formula(self, sheet, list(_tokens(words))).translated()
        except _NotSureError:
            return None

    def area(self, token: re.Match[str], sheet: str) -> tuple[Area, bool]:
        """The cells a reference names, and whether it was cut where the file ends."""
        written = (token["quoted"] or "").replace("''", "'") or token["bare"] or sheet
        name = self._names.get(written.casefold())
        if name is None:
            raise _NotSureError
        if token["first_column"]:
            left, right = _columns(token["first_column"], token["last_column"])
            if right > LAST_COLUMN:
                raise _NotSureError
            return (name, 1, left, self.rows, right), False
        if token["first_row"]:
            top, bottom = sorted((int(token["first_row"]), int(token["last_row"])))
            return (name, top, 1, bottom, self.columns), False
        top, bottom = sorted((int(token["top"]), int(token["bottom"] or token["top"])))
        left, right = sorted(
            column_number(token[end].upper()) for end in ("left", "right" if token["right"] else "left")
        )
        if not 0 < top <= bottom <= LAST_ROW or right > LAST_COLUMN:
            raise _NotSureError
        end = max(top, min(bottom, self.rows))
        return (name, top, left, end, right), end < bottom


def _tokens(words: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(words):
        match = _TOKEN.match(words, at)
        if match is None:
            raise _NotSureError
        yield match
        at = match.end()


def _ends(token: str) -> bool:
    """Whether a value may end with this token."""
    return token[-1:] not in ("", *"+-*/^&(,;<>=")


def _begins(token: str) -> bool:
    return token[:1] not in ("", *"+-*/^&%),;<>=")


def _beyond_arithmetic(token: re.Match[str]) -> bool:
    return bool(token["text"] or token["truth"] or token["error"]) or (token["sign"] or "+") not in "+-*/%(),;"


@dataclass(slots=True)
class _Formula:
    """One formula on its way; `levels` are the functions and brackets that are open, the innermost last."""

    by: Translator
    sheet: str
    tokens: Sequence[re.Match[str]]
    levels: list[_Level] = field(default_factory=lambda: [_Level("")])
    areas: list[Area] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    cut: bool = False
    cuts: list[tuple[_Level, int]] = field(default_factory=list)

    def translated(self) -> EngineFormula:
        pieces = [self._piece(n, token) for n, token in enumerate(self.tokens)]
        if len(self.levels) > 1 or (self.by.epoch_1904 and self.used & _CALENDAR):
            raise _NotSureError
        tops = {top for _, top, _, bottom, _ in self.areas if bottom > top}
        if self.cut and ("COUNTBLANK" in self.used or len(tops) > 1):
            raise _NotSureError
        arithmetic = self.used <= _ARITHMETIC and not any(_beyond_arithmetic(token) for token in self.tokens)
        if len(self.cuts) > _MOST_CUTS:
            raise _NotSureError
        return EngineFormula(
            "=" + "".join(pieces),
            tuple(self.areas),
            frozenset(self.used),
            arithmetic,
            tuple(_number_cut(level, end, pieces) for level, end in self.cuts),
            any(token["sign"] in ("*", "/", "^", "%") for token in self.tokens),
        )

    def _piece(self, n: int, token: re.Match[str]) -> str:
        if token["space"]:
            if _ends(self._beside(n, -1)) and _begins(self._beside(n, 1)):
                raise _NotSureError  # what two ranges have in common
            return ""
        if token["function"]:
            return self._function(n, token["function"])
        if token["sign"]:
            return self._sign(n, token["sign"])
        if token["text"] or token["number"] or token["truth"] or token["error"]:
            return token[0].upper() if token["truth"] or token["error"] else token[0]
        return self._reference(n, token)

    def _function(self, n: int, written: str) -> str:
        name = _PREFIX.sub("", written).upper()
        if name not in _FUNCTIONS or len(self.levels) > _DEEPEST:
            raise _NotSureError
        self.levels.append(_Level(name, begins=n + 1))
        self.used.add(name)
        return f"{name}("

    def _sign(self, n: int, sign: str) -> str:
        if sign == "(":
            within = self.levels[-1].function
            if len(self.levels) > _DEEPEST:
                raise _NotSureError
            self.levels.append(_Level("SUMPRODUCT" if within == "SUMPRODUCT" else ""))
        elif sign == ")":
            level = self.levels.pop()
            if not self.levels or (level.function in _EXACTLY and not self._exact(n)):
                raise _NotSureError
            if level.function in _CUTS:
                self.cuts.append((level, n))
        elif sign in ",;":
            level = self.levels.pop()
            if not level.function:
                raise _NotSureError
            self.levels.append(level._replace(argument=level.argument + 1, ends=level.ends or n))
            return ","
        elif sign == "&" and any(level.function == "SUMPRODUCT" for level in self.levels):
            raise _NotSureError
        return sign

    def _exact(self, n: int) -> bool:
        """Whether a look-up that ends here asks for the very value."""
        before = "".join(token[0].upper() for token in self.tokens[:n] if not token["space"])
        return before.endswith((",0", ";0", ",FALSE", ";FALSE", ",FALSE()", ";FALSE()"))

    def _reference(self, n: int, token: re.Match[str]) -> str:
        area, cut = self.by.area(token, self.sheet)
        name, top, left, bottom, right = area
        one = not (token["right"] or token["first_column"] or token["first_row"])
        if not one and not self._takes_range(n):
            raise _NotSureError
        if (bottom - top + 1) * (right - left + 1) > _LARGEST_AREA:
            raise _NotSureError
        self.areas.append(area)
        self.cut |= cut
        first, last = f"${column_letters(left)}${top}", f"${column_letters(right)}${bottom}"
        return f"{self.by.sheets[name]}!{first if one else f'{first}:{last}'}"

    def _takes_range(self, n: int) -> bool:
        """Whether a range stands where every program takes all its cells."""
        function, argument = self.levels[-1][:2]
        if function not in _TAKES_RANGES or not _TAKES_RANGES[function](argument):
            return False
        whole = self._beside(n, -1)[-1:] in ("(", ",", ";") and self._beside(n, 1)[:1] in (",", ";", ")")
        return whole or function == "SUMPRODUCT"

    def _beside(self, n: int, step: int) -> str:
        """The token before or after another; "" without one."""
        n += step
        while 0 <= n < len(self.tokens) and self.tokens[n]["space"]:
            n += step
        return self.tokens[n][0] if 0 <= n < len(self.tokens) else ""


def _number_cut(level: _Level, end: int, pieces: Sequence[str]) -> str:
    """A formula for the number of which a function that ends there cuts decimals off."""
    first = "".join(pieces[level.begins : level.ends or end])
    if level.function in _BY_DIVIDING and level.ends:
        return f"=({first})/({''.join(pieces[level.ends + 1 : end])})"
    return f"={first}"


def _columns(one: str, other: str) -> list[int]:
    return sorted(column_number(letters.upper()) for letters in (one, other))
