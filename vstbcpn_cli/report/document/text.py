"""Text as sentences are made of it: words, with remarks, line ends and placed objects as values beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Self, SupportsIndex

import msgspec

from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.document.placed_objects import ParagraphLook, Placeable
from vstbcpn_cli.text.sentences import ONE_LINE

_PERCENT = re.compile("%")
OBJECT = "\ufffc"
"""What Unicode has for the place of an object in a text; only a run that holds the object is one."""


class About(StrEnum):
    """What a remark at a figure is about."""

    COVERAGE = "coverage"
    ESTIMATE = "estimate"
    COMPARISON = "comparison"
    BASE = "base"


class LineEnd(msgspec.Struct, frozen=True):
    """Ends a line of a unit's own words; the line ends of a template are those of plain text."""


class FigureOf(msgspec.Struct, frozen=True):
    """A figure of the form, by the code that `trace` takes; the words are read as any others."""

    code: str


Meaning = About | LineEnd | FigureOf | ParagraphLook | Placeable


class TextRun(msgspec.Struct, frozen=True):
    """A stretch of text of one meaning; plain words have none."""

    text: str
    meaning: Meaning | None = None


class Text(str):
    """Words that know which of them are a remark, a line end of a unit or the place of a table or chart.

    It is the string that is read (`runs` put together), so every template and every function can use it as one. Put
    together with `+`, cut with `[a:b]` and stripped it stays a `Text`; any other method of a string gives plain words,
    which read the same but mean nothing more. Meaning is never found in the characters: what a unit types is a plain
    run, whatever it looks like.
    """

    __slots__ = ("runs",)
    runs: tuple[TextRun, ...]

    def __new__(cls, *runs: TextRun) -> Self:
        made = super().__new__(cls, "".join(r.text for r in runs))
        made.runs = tuple(_with_plain_words_together(runs))
        return made

    @property
    def outline(self) -> str:
        """As long as the text, an x for every character of a remark, line end or object: where a pattern may look."""
        return "".join(
            r.text if r.meaning is None or isinstance(r.meaning, FigureOf) else "x" * len(r.text) for r in self.runs
        )

    def __add__(self, other: str) -> Text:
        return Text(*self.runs, *runs_of(other))

    def __radd__(self, other: str) -> Text:
        return Text(*runs_of(other), *self.runs)

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        if not isinstance(key, slice) or key.step not in (None, 1):
            return super().__getitem__(key)
        start, stop, _ = key.indices(len(self))
        return Text(*self._between(start, stop))

    def _between(self, start: int, stop: int) -> Iterator[TextRun]:
        at = 0
        for run in self.runs:
            end = at + len(run.text)
            if start <= at and end <= stop:
                yield run
            elif start < end and at < stop:
                yield replace(run, text=run.text[max(0, start - at) : stop - at])
            at = end

    def lstrip(self, chars: str | None = None, /) -> str:
        return self[len(self) - len(super().lstrip(chars)) :]

    def rstrip(self, chars: str | None = None, /) -> str:
        return self[: len(super().rstrip(chars))]

    def strip(self, chars: str | None = None, /) -> str:
        return self.lstrip(chars).rstrip(chars)


def _with_plain_words_together(runs: Iterable[TextRun]) -> Iterator[TextRun]:
    """A text is put together of thousands of pieces, and each cut goes through its runs: plain words are one."""
    for meaning, alike in groupby(runs, key=lambda run: run.meaning):
        if meaning is None:
            words = "".join(run.text for run in alike)
            if words:
                yield TextRun(words)
        else:
            yield from (run for run in alike if run.text)


def runs_of(text: str) -> tuple[TextRun, ...]:
    """The runs of a `Text`; of any other string one of plain words."""
    return text.runs if isinstance(text, Text) else (TextRun(str(text)),)


def joined(parts: Iterable[str], between: str = "") -> str:
    """`between.join(parts)` that keeps what the parts mean; plain words where they mean nothing."""
    found = list(parts)
    if not any(isinstance(p, Text) for p in found):
        return between.join(found)
    runs = [run for n, part in enumerate(found) for run in (*((TextRun(between),) if n else ()), *runs_of(part))]
    return Text(*runs)


def in_series(parts: Sequence[str]) -> str:
    """`series` that keeps what the parts mean: “12 kế hoạch, 05 công văn và 01 quy chế”."""
    return joined([p for p in (joined(parts[:-1], ", "), *parts[-1:]) if p], " và ")


def replaced(pattern: re.Pattern[str], by: str, text: str) -> str:
    """`pattern.sub(by, text)` that finds only plain words and keeps the meaning of all others."""
    if not isinstance(text, Text):
        return pattern.sub(by, text)
    parts: list[str] = []
    at = 0
    for match in pattern.finditer(text.outline):
        parts += [text[at : match.start()], match.expand(by)]
        at = match.end()
    return joined([*parts, text[at:]])


def without_sign(share: str) -> str:
    """The percentages of a text as they stand in a column of such."""
    return replaced(_PERCENT, "", share)


def tidied(text: str) -> str:
    """The text as one line without stray spaces."""
    for pattern, by in ONE_LINE:
        text = replaced(pattern, by, text)
    return text


def split(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """The parts between what plain words match."""
    at = 0
    for match in pattern.finditer(text.outline if isinstance(text, Text) else text):
        yield text[at : match.start()]
        at = match.end()
    yield text[at:]


def in_brackets(*notes: str) -> str:
    """One pair of brackets round the notes that are there; nothing when there is none, so never “()”."""
    found = [n for n in notes if n]
    return joined(["(", joined(found, "; "), ")"]) if found else ""


def own_lines(text: str) -> str:
    """A unit's own words, whose line ends stay line ends whatever sentence they are printed in."""
    first, *others = text.split("\n")
    return (
        Text(TextRun(first), *(run for line in others for run in (TextRun("\n", LineEnd()), TextRun(line))))
        if others
        else text
    )


def figure_of(code: str, text: str) -> str:
    """The printed text of a figure; one without a code, and a figure of figures, stays as it is."""
    return Text(TextRun(text, FigureOf(code))) if code and text and not isinstance(text, Text) else text


def figures_in(text: str) -> tuple[str, ...]:
    """The codes of the figures of a text, in reading order."""
    return tuple(run.meaning.code for run in runs_of(text) if isinstance(run.meaning, FigureOf))


def placed(what: Placeable) -> Text:
    """A table or chart as a sentence template prints it; nothing for an empty one."""
    return Text() if what.empty else Text(TextRun(OBJECT, what))
