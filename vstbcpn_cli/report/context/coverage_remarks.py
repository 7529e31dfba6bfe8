"""Remarks at a figure (whose it is, up to which day it is estimated), said once where several figures share them.

A remark travels between two marks, so that it is told from the same words in a unit's own text. A sentence template
prints `x.luu_y` after every figure that needs it; of the remarks in one paragraph that say the same only the first is
kept, and after the first full remark on estimates or comparisons of a section short ones stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from vstbcpn_cli.report.context import phrases

_OPEN, _CLOSE = "\ufdd5", "\ufdd6"
"""Reserved characters, taken out of every submitted text."""

_REMARK = re.compile(f"{_OPEN}(.)([^{_CLOSE}]*){_CLOSE}")
_BRACKETED = re.compile(rf"\s*\(((?:[^()]*)(?:{_OPEN}[^{_CLOSE}]*{_CLOSE})[^()]*)\)")

COVERAGE, ESTIMATE, COMPARISON = "c", "e", "k"
"""What a remark is about: the first character between its marks."""

SHORT_ESTIMATE = "có số ước"
SHORTENED = (ESTIMATE, COMPARISON)


def remark(about: str, text: str) -> str:
    """The text between its marks; nothing for nothing."""
    return f"{_OPEN}{about}{text}{_CLOSE}" if text else ""


def once_a_paragraph(text: str) -> str:
    """The paragraph without remarks that repeat the one before them; those a section shortens keep their marks."""
    last: dict[str, str] = {}

    def kept(note: str) -> str:
        found = _REMARK.search(note)
        if found is None:
            return note
        about, said = found[1], found[2]
        if last.get(about) == said:
            return ""
        last[about] = said
        return note if about in SHORTENED else _REMARK.sub(r"\2", note)

    def bracket(match: re.Match[str]) -> str:
        notes = [n for part in match[1].split("; ") if (n := kept(part.strip()))]
        return f" ({'; '.join(notes)})" if notes else ""

    return _BRACKETED.sub(bracket, text)


def without_marks(text: str) -> str:
    """Every remark as it is said, for words that stand alone."""
    return _REMARK.sub(r"\2", text)


def once_a_section(lines: Iterable[str]) -> list[str]:
    """The paragraphs of one section without marks; a day of estimates is named once, then only that there are some;
    which units a comparison is made of is said once, then only how many."""
    named: set[str] = set()

    def told(match: re.Match[str]) -> str:
        about, said = match[1], match[2]
        if about == ESTIMATE and said in named:
            return SHORT_ESTIMATE
        if about == COMPARISON and about in named:
            return said.removesuffix(phrases.BOTH_TIMES)
        named.update((about, said))
        return said

    return [_REMARK.sub(told, line) for line in lines]
