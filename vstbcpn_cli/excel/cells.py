"""A workbook as it is stored: sheets and cells, no meaning yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """What a cell stores."""

    NUMBER = "number"
    TEXT = "text"
    BOOL = "bool"
    ERROR = "error"
    DATE = "date"
    PENDING = "pending"
    """A formula without a stored result."""


class Shape(Enum):
    """What the number format of a cell makes of a number."""

    GENERAL = "general"
    DATE = "date"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class RawCell:
    """One stored cell; `text` is the number, text, 0/1, error code or ISO date exactly as stored."""

    kind: Kind
    text: str
    formula: str = ""
    shape: Shape = Shape.GENERAL


@dataclass(frozen=True, slots=True)
class RawSheet:
    """Non-empty cells by (row, column), both from 1."""

    name: str
    cells: Mapping[tuple[int, int], RawCell]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class RawBook:
    """`properties` holds the custom document properties, `missing` the sheets that are listed but have no content.

    `formulas` is False for a format whose reader gives results only: a computed cell is not told from a typed one.
    """

    sheets: tuple[RawSheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    keywords: str = ""
    program: str = ""
    epoch_1904: bool = False
    macros: bool = False
    missing: tuple[str, ...] = ()
    formulas: bool = True


class UnreadableBookError(Exception):
    """A file that cannot be read; `kind` names the rule with the words, `details` what they need."""

    def __init__(self, kind: str, *details: str) -> None:
        super().__init__(kind, *details)
        self.kind = kind
        self.details = details
