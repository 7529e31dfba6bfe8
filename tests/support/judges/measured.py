"""What a measured promise is told in: how much is measured, and the figure that came out."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

SEED = 350
"""Every random choice of every row comes from this seed, so that a figure can be had again."""


@dataclass(frozen=True)
class Size:
    """How much a row does: `full` for the published figures, the quick size in every run of the tests."""

    full: bool
    folder: Path
    """An empty folder of the row's own."""

    def pick(self, quick: int, full: int) -> int:
        return full if self.full else quick

    def random(self) -> random.Random:
        return random.Random(SEED)


@dataclass(frozen=True)
class Figure:
    """What a row measured: the figure in words, how many cases stand behind it, whether the target is met.

    `note` says what the figure leaves out, or why a target is missed.
    """

    figure: str
    cases: int
    met: bool
    note: str = ""
