"""A workbook as it is stored: sheets and cells, no meaning yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import NamedTuple

import msgspec

from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.text.normalise import scrubbed


class CellKind(Enum):
    """What a cell stores."""

    NUMBER = "number"
    TEXT = "text"
    BOOL = "bool"
    ERROR = "error"
    DATE = "date"
    PENDING = "pending"
    """A formula without a stored result."""
    UNKNOWN = "unknown"
    """A type no program defines, or a pointer to a shared text that is not there."""


class NumberShape(Enum):
    """What the number format of a cell makes of a number."""

    GENERAL = "general"
    DATE = "date"
    PERCENT = "percent"
    TEXT = "text"
    """What is typed stays as it is typed."""
    ANOTHER = "another"
    """Another number than is stored, or none at all."""


class RawCell(NamedTuple):
    """One stored cell; `text` is the number, text, 0/1, error code or ISO date exactly as stored.

    `formula` has no “=” before it; “=” alone is a formula whose words the file does not give.
    """

    kind: CellKind
    text: str
    formula: str = ""
    shape: NumberShape = NumberShape.GENERAL


made_cell: Callable[[tuple[CellKind, str, str, NumberShape]], RawCell] = partial(tuple.__new__, RawCell)
"""A cell of its four fields, in a third of the time that naming them takes: of files with thousands of cells."""


class ArrayAreas:
    """Where formulas of arrays reach: only the first cell of an area names its formula. Asked from the top down."""

    _WIDEST = 64
    """Columns that one is followed over: those of a form reach over fewer, a trick over all of a sheet."""

    def __init__(self) -> None:
        self._last_rows: dict[int, int] = {}

    def begin(self, row: int, column: int, rows: int, columns: int) -> None:
        """An area begins, whatever began above it."""
        self._last_rows.update(dict.fromkeys(range(column, column + min(columns, self._WIDEST)), row + rows - 1))

    def reach(self, row: int, column: int) -> bool:
        """Whether a cell lies in the area that began last in its column."""
        return row <= self._last_rows.get(column, 0)


class FontRun(NamedTuple):
    """A piece of the text of a cell; `font` is named where it is older than Unicode."""

    text: str
    font: str = ""
    struck: bool = False


class Typed(NamedTuple):
    """What stood in a cell before it was turned into Unicode, and the table it was typed with."""

    text: str
    table: str


class Note(msgspec.Struct, frozen=True):
    """What somebody wrote about a cell: a note, or one entry of a conversation."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class RawSheet:
    """Non-empty cells by (row, column), both from 1.

    `merges` are first row, first column, last row, last column; `hidden_rows` and `hidden_columns` hold values and are
    hidden; `twice` are cells that are stored more than once, of which the last counts here. What lies on the cells:
    `notes`, the texts `drawn` in text boxes, and in `objects` how many "pictures" and "embedded" files, and how many
    "notes" and "boxes" beside the ones given. `runs` are the texts of cells that are struck through or drawn with an
    old font, `typed` what stood in cells whose text was turned into Unicode. `lists` is False where no cell offers a
    list of choices any more, `list_on` says how the list of a cell is given (“"a,b"”, a name, an area), where that is
    known; `margins` is what was typed above or below the printed pages.
    """

    name: str
    cells: Mapping[tuple[int, int], RawCell]
    hidden: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    filtered: bool = False
    twice: tuple[tuple[int, int], ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    notes: tuple[Note, ...] = ()
    drawn: tuple[str, ...] = ()
    objects: Mapping[str, int] = field(default_factory=dict)
    runs: Mapping[tuple[int, int], tuple[FontRun, ...]] = field(default_factory=dict)
    typed: Mapping[tuple[int, int], Typed] = field(default_factory=dict)
    lists: bool = True
    list_on: Callable[[int, int], str] = field(default=lambda _row, _column: "", compare=False)
    margins: tuple[str, ...] = ()


class RawBook(msgspec.Struct, frozen=True):
    """`properties` holds the custom document properties, `missing` the sheets that are listed but have no content.

    `lost` names the sheets that store more values than were read, `objects` counts the parts whose content no cell
    holds (comments, media, embeddings, externals, dde, connections). `names` are the names of cells, in small letters,
    with what they stand for.
    """

    sheets: tuple[RawSheet, ...]
    properties: Mapping[str, str] = msgspec.field(default_factory=dict)
    keywords: str = ""
    program: str = ""
    epoch_1904: bool = False
    macros: bool = False
    missing: tuple[str, ...] = ()
    lost: tuple[tuple[str, int], ...] = ()
    objects: Mapping[str, int] = msgspec.field(default_factory=dict)
    names: Mapping[str, str] = msgspec.field(default_factory=dict)


class UnreadableBookError(Exception):
    """A file that cannot be read; `kind` names the rule with the words, `details` what they need.

    `shown` is what of the file the words quote, "" for its name. Words of the file are made harmless here, once.
    """

    def __init__(self, kind: ProblemKind, /, *, shown: str = "", **details: str) -> None:
        super().__init__(kind, shown, details)
        self.kind = kind
        self.shown = scrubbed(shown)
        self.details = {name: scrubbed(words) for name, words in details.items()}
