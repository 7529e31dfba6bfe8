"""What a section of the report may place between its paragraphs, held by marks while text passes through templates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from vstbcpn_cli.report.document.grid import Grid
from vstbcpn_cli.text.numbers import number

_MARK = "\ufdd4"
"""Stands round the number of a piece; like the other reserved characters it is taken out of every submitted text."""

_MARKED = re.compile(f"{_MARK}(\\d+){_MARK}")


@dataclass(frozen=True, slots=True)
class ShortTable:
    """A table of the body under its caption (“Bảng 1. …”, the number is given in printed order)."""

    caption: str
    grid: Grid

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show; then neither table nor caption is printed."""
        return not self.grid.body


class Shade(StrEnum):
    """How the bars of a series are filled; the writer of charts knows the colours."""

    DARK = "dark"
    MIDDLE = "middle"
    PALE = "pale"
    GREY = "grey"
    SLATE = "slate"
    RUST = "rust"


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: a figure for each category, None where there is none."""

    name: str
    values: tuple[int | Decimal | None, ...]
    shade: Shade = Shade.DARK


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars under their caption (“Biểu đồ 1. …”): side by side, or `stacked` as parts of a whole.

    `suffix` stands behind every printed figure (“%”).
    """

    caption: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    suffix: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to compare: no figure at all, or a single bar."""
        figures = [v for s in self.series for v in s.values if v is not None]
        return not any(figures) or len(self.categories) * len(self.series) < 2

    def label(self, value: int | Decimal | None) -> str:
        """A figure as the office writes it; empty without one."""
        return "" if value is None else f"{number(value)}{self.suffix}"


Piece = ShortTable | Chart


@dataclass(frozen=True, slots=True)
class Pieces:
    """Every table and chart the sentences have printed; `{{ … }}` of one leaves its mark, a line of its own."""

    placed: list[Piece] = field(default_factory=list)

    def mark(self, piece: Piece) -> str:
        """What stands in the text until the document is made; nothing for an empty piece."""
        if piece.empty:
            return ""
        self.placed.append(piece)
        return f"{_MARK}{len(self.placed) - 1}{_MARK}"

    def at(self, text: str) -> Piece | None:
        """The piece a paragraph stands for; None for words."""
        found = _MARKED.fullmatch(text)
        return self.placed[int(found[1])] if found else None


def misplaced(text: str) -> bool:
    """Whether the mark of a piece stands among words, where no table or chart can be."""
    return _MARK in text and not _MARKED.fullmatch(text)


def without_marks(text: str) -> str:
    """The words round a misplaced piece, for the sentence that says where it is."""
    return " ".join(_MARKED.sub(" ", text).split())
