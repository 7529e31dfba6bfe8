"""What a section of the report may have between its sentences: headings, notes, tables and charts under a caption."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Self

import msgspec

from vstbcpn_cli.report.document.grid import Grid
from vstbcpn_cli.text.numbers import number


class ParagraphLook(StrEnum):
    """What a paragraph is that is no sentence: the writer of a document knows how it looks."""

    HEADING = "heading"
    NOTE = "note"


class Apart(str):
    """A paragraph that looks unlike the sentences of its section: it reads as its words."""

    __slots__ = ("look",)
    look: ParagraphLook

    def __new__(cls, text: str, look: ParagraphLook) -> Self:
        made = super().__new__(cls, text)
        made.look = look
        return made


class ShortTable(msgspec.Struct, frozen=True):
    """A table of the body under its caption (“Bảng 1. …”, the number is given in printed order), the note beneath."""

    caption: str
    grid: Grid
    note: str = ""

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


class Series(msgspec.Struct, frozen=True):
    """One colour of a chart: a figure for each category, None where there is none."""

    name: str
    values: tuple[int | Decimal | None, ...]
    shade: Shade = Shade.DARK


FEWEST_BARS = 3
"""Two figures are compared by their sentence."""


class Chart(msgspec.Struct, frozen=True):
    """Horizontal bars under their caption (“Biểu đồ 1. …”): side by side, or `stacked` as parts of a whole.

    `suffix` stands behind every printed figure (“%”).
    """

    caption: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    suffix: str = ""
    note: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to compare: no figure at all, fewer than three bars, or bars that are all alike."""
        figures = [v for s in self.series for v in s.values if v is not None]
        return not any(figures) or len(figures) < FEWEST_BARS or (len(self.series) == 1 and len(set(figures)) == 1)

    def label(self, value: int | Decimal | None) -> str:
        """A figure as the office writes it; empty without one."""
        return "" if value is None else f"{number(value)}{self.suffix}"


Placeable = ShortTable | Chart
Block = str | Placeable
"""One paragraph of the finished report, or what stands between two of them."""
