"""What each part of a formula gives, to find comparisons that programs decide differently.

In Excel a truth value is larger than every number and equal to none, so that `(A1="x")>0` always holds and
`(A1="x")=0` never; LibreOffice takes TRUE for 1. Sums pass over truth values in Excel and count them elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?)|(?P<call>[A-Z][A-Z0-9.]*)\(
    |(?P<truth>(?:TRUE|FALSE)\b)|(?P<cell>(?:(?:'[^']+'|\w+)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)|(?P<name>\w+)
    |(?P<sign><>|<=|>=|[-+*/^&=<>(),]))""",
    re.VERBOSE,
)
_TRUTH = frozenset(["AND", "OR", "NOT", "TRUE", "FALSE", "ISBLANK", "ISERR", "ISERROR", "ISNA", "ISNUMBER", "ISTEXT"])
_ADDING = frozenset(["SUM", "SUMPRODUCT", "MIN", "MAX", "MMULT", "AVERAGE", "COUNT"])
TRUTH, OTHER, EITHER = "truth", "other", "either"


class Typed:
    """Reads one formula; `faults` are the places where a truth value meets a number or a text."""

    def __init__(self, formula: str) -> None:
        self._tokens = list(_tokens(formula.lstrip("=")))
        self._at = 0
        self.faults: list[str] = []
        self.kind = self._comparison()
        assert self._at == len(self._tokens), f"not understood from {self._tokens[self._at :][:5]} on: {formula}"

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _take(self, *signs: str) -> str:
        kind, text = self._peek()
        if kind == "sign" and text in signs:
            self._at += 1
            return text
        return ""

    def _comparison(self) -> str:
        start, left, compared = self._at, self._sum(), False
        while sign := self._take("=", "<>", "<", ">", "<=", ">="):
            right = self._sum()
            if left != right or EITHER in (left, right):
                self.faults.append(f"{left} {sign} {right} in {self._shown(start)}")
            left, compared = TRUTH, True
        return TRUTH if compared else left

    def _sum(self) -> str:
        """Whatever is calculated or joined is no truth value any more."""
        kind = self._factor()
        while self._take("+", "-", "*", "/", "^", "&"):
            self._factor()
            kind = OTHER
        return kind

    def _factor(self) -> str:
        if self._take("-", "+"):
            self._factor()
            return OTHER
        if self._take("("):
            kind = self._comparison()
            assert self._take(")")
            return kind
        kind, text = self._peek()
        self._at += 1
        if kind == "call":
            return self._call(text)
        return TRUTH if kind == "truth" else OTHER

    def _call(self, name: str) -> str:
        start, given = self._at, []
        if not self._take(")"):
            given.append(self._comparison())
            while self._take(","):
                given.append(self._comparison())
            assert self._take(")"), self._shown(start)
        if name in _ADDING and set(given) & {TRUTH, EITHER}:
            self.faults.append(f"{name} of truth values in {self._shown(start)}")
        if name != "IF":
            return TRUTH if name in _TRUTH else OTHER
        return given[1] if len(set(given[1:])) == 1 else EITHER

    def _shown(self, start: int) -> str:
        return "".join(text for _, text in self._tokens[start : self._at])[:200]


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(formula.rstrip()):
        match = _TOKEN.match(formula, at)
        assert match, formula[at : at + 40]
        at = match.end()
        kind = match.lastgroup or ""
        yield kind, match[kind]
