"""Remarks at a figure (whose it is, up to which day it is estimated), said once where several figures share them.

A remark is a run of its own in a `Text`, so that it is told from the same words in a unit's own text. A sentence
template prints `x.luu_y` after every figure that needs it; of the remarks in one paragraph that say the same only the
first is kept, and after the first full remark on estimates or comparisons of a section short ones stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from vstbcpn_cli.report.context import phrases
from vstbcpn_cli.report.document.text import About, FigureOf, Text, TextRun, joined, runs_of, split

_BRACKETED = re.compile(r"\s*\(([^()]*)\)")
_BETWEEN = re.compile("; ")

SHORT_ESTIMATE = "có số ước"
SHORTENED = (About.ESTIMATE, About.COMPARISON)


def remark(about: About, text: str) -> str:
    """The text as a remark; nothing for nothing."""
    return Text(TextRun(text, about)) if text else ""


def once_a_paragraph(text: str) -> str:
    """The paragraph without remarks that repeat the one before them; those a section shortens stay remarks."""
    if not isinstance(text, Text):
        return text
    last: dict[About, str] = {}
    parts: list[str] = []
    at = 0
    for match in _BRACKETED.finditer(text.outline):
        within = text[match.start(1) : match.end(1)]
        if not any(_remarks(within)):
            continue
        notes = [n for part in split(within, _BETWEEN) if (n := _kept(part.strip(), last))]
        parts += [text[at : match.start()], joined([" (", joined(notes, "; "), ")"]) if notes else ""]
        at = match.end()
    return joined([*parts, text[at:]])


def _kept(note: str, last: dict[About, str]) -> str:
    """The note, unless its remark says what the last one about the same has said."""
    found = next(iter(_remarks(note)), None)
    if found is None:
        return note
    about, said = found
    if last.get(about) == said:
        return ""
    last[about] = said
    return note if about in SHORTENED else str(note)


def _remarks(text: str) -> list[tuple[About, str]]:
    return [(run.meaning, run.text) for run in runs_of(text) if isinstance(run.meaning, About)]


def once_a_section(lines: Iterable[str]) -> list[str]:
    """The paragraphs of one section, words and figures; a day of estimates is named once, then only that there are
    some; which units a comparison is made of is said once, then only how many."""
    named: set[str] = set()

    def told(run: TextRun) -> str:
        about, said = run.meaning, run.text
        if isinstance(about, FigureOf):
            return Text(run)
        if not isinstance(about, About):
            return said
        if about is About.ESTIMATE and said in named:
            return SHORT_ESTIMATE
        if about is About.COMPARISON and about in named:
            return said.removesuffix(phrases.BOTH_TIMES)
        named.update((about, said))
        return said

    return [joined(map(told, runs_of(line))) for line in lines]
