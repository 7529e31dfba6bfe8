"""The sentences of `danh-gia.toml`: text with names in braces, filled with the figures of one report.

`{so}` is of the figure an entry measures, `{ky.nam}` of what sentence files name so as well, `{dan.NQ11}` a document,
`{T5.02}` the total of a code and `{T6.09/T6.05}` the share of two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.report.context.citations import Citations
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.document.text import joined
from vstbcpn_cli.report.judgement.measures import LIST, Measured

DOCUMENT = "dan"
_BRACES = re.compile(r"\{([^{}]*)\}")
_ODD = re.compile(r"[{}]")
_ENDS = (".", ";", ":")


def named(text: str) -> tuple[str, ...]:
    """What stands in the braces of a sentence."""
    return tuple(_BRACES.findall(text))


def has_odd_brace(text: str) -> bool:
    """Whether a brace has no partner."""
    return _ODD.search(_BRACES.sub("", text)) is not None


def codes_in(edition: Edition, text: str) -> Iterator[tuple[str, ...]]:
    """The codes a sentence prints, two of a share; only of names that are made of codes of the form."""
    for name in named(text):
        codes = tuple(name.split("/"))
        if len(codes) <= 2 and all(c in edition.indicators or c in edition.matrix_cells for c in codes):
            yield codes


class JudgementWords(msgspec.Struct, frozen=True, dict=True):
    """Fills sentences; `given` is what `ky`, `co_quan` and the like say, by their names with a dot."""

    of: Context
    citations: Citations
    given: Mapping[str, str]

    def sayable(self, text: str, measured: Measured, cover: int) -> bool:
        """Whether no list in a sentence is empty, and every figure it names besides its own is there, more than nought,
        and of enough units."""
        lists = (measured.names.get(name, "") for name in named(text) if name.startswith(LIST))
        return all(lists) and all(self._there(codes, cover) for codes in codes_in(self.of.edition, text))

    def _there(self, codes: tuple[str, ...], cover: int) -> bool:
        totals = [self.of.made.total(c) for c in codes]
        enough = all(t.given or t.answered * 100 >= cover * t.asked for t in totals)
        if len(codes) == 2:
            return enough and bool(self.of.ty_le(*codes).gia_tri)
        return enough and self.of.so(codes[0]).hon_khong

    def filled(self, text: str, measured: Measured) -> str:
        """The sentence; where it prints the figure that is measured, with the remark on that before its last mark."""
        parts: list[str] = []
        at = 0
        for match in _BRACES.finditer(text):
            parts += [text[at : match.start()], self._value(match[1], measured)]
            at = match.end()
        rest = text[at:].rstrip()
        end = len(rest) - (rest[-1:] in _ENDS)
        remark = [" ", measured.remark] if measured.remark and measured.names.keys() & {*named(text)} else []
        return joined([*parts, rest[:end], *remark, rest[end:]])

    def _value(self, name: str, measured: Measured) -> str:
        if name in measured.names:
            return measured.names[name]
        if name in self.given:
            return self.given[name]
        head, _, rest = name.partition(".")
        if head == DOCUMENT:
            return self.citations.dan(rest)
        codes = name.split("/")
        return self.of.ty_le(*codes).chu if len(codes) == 2 else self.of.so(codes[0]).chu
