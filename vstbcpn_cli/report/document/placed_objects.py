"""What a section of the report may place between its paragraphs: a table or a chart under its caption."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from vstbcpn_cli.report.document.grid import Grid
from vstbcpn_cli.text.numbers import number


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


Placeable = ShortTable | Chart
Block = str | Placeable
"""One paragraph of the finished report, or what stands between two of them."""
