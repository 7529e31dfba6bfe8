"""What differs between two sets of figures, as values that screen, JSON, Word and Excel tell in their own way."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

import msgspec

Number = int | Decimal
Content = int | str | bool | None
"""A value as the data hold it: decimals and dates are text there."""


class Kind(StrEnum):
    """What a figure is of its code: the total of the province, of a kind of unit, of an answer, a share of these, a
    division of a table by a list, the sum behind a figure the office has given, a target, a count of units."""

    TOTAL = "total"
    GROUP = "group"
    ANSWER = "answer"
    SHARE = "share"
    GROUP_SHARE = "group_share"
    ANSWER_SHARE = "answer_share"
    LIST = "list"
    ADDED = "added"
    TARGET = "target"
    COUNT = "count"


class FigureKey(NamedTuple):
    """One printed figure; `of` is the kind of unit, the answer, the column and answer of a list, or the count. Of a
    count by kind of unit `code` is that kind."""

    code: str
    kind: Kind
    of: str = ""


class ChangedFigure(msgspec.Struct, frozen=True):
    """A figure with, of a share, the two sums behind it; `text` is what a target says that is no number."""

    value: Number | None
    part: Number | None = None
    whole: Number | None = None
    text: str = ""


class CellKey(NamedTuple):
    """A code and the row of its table, 0 elsewhere."""

    code: str
    row: int = 0


class CellState(msgspec.Struct, frozen=True):
    """What stood in a cell and whether it counted; `typed` is what the unit wrote where it did not, `finding` the rule
    that held it back."""

    status: str
    value: Content
    typed: str = ""
    finding: str = ""
    sheet: str = ""
    cell: str = ""

    @property
    def blank(self) -> bool:
        return self.status == "empty"

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else ""

    @property
    def word(self) -> str:
        """The answer where it counts, as a list words it; else ""."""
        if self.status != "value" or self.value is None:
            return ""
        return ("Có" if self.value else "Không") if isinstance(self.value, bool) else str(self.value)

    @property
    def told(self) -> tuple[str, Content, str]:
        """What has to differ for the cell to be another one; that it stands elsewhere is no change."""
        return self.status, self.value, self.typed


class CellEvent(StrEnum):
    """What became of a cell: newly given, no longer given, another value, counts now, is held back now."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RELEASED = "released"
    WITHHELD = "withheld"


class CellChange(msgspec.Struct, frozen=True):
    """One cell that differs; a side without the cell is None. The rows of a table are matched by what they say, so the
    keys of the two sides may have different rows."""

    label: str
    type: str
    old_key: CellKey | None
    new_key: CellKey | None
    old: CellState | None
    new: CellState | None

    @property
    def key(self) -> CellKey:
        found = self.new_key or self.old_key
        assert found is not None
        return found

    @property
    def event(self) -> CellEvent:
        before, after = self._status(self.old), self._status(self.new)
        if before == "withheld" and after == "value":
            return CellEvent.RELEASED
        if after == "withheld" != before:
            return CellEvent.WITHHELD
        if not before:
            return CellEvent.ADDED
        return CellEvent.CHANGED if after else CellEvent.REMOVED

    @property
    def is_words(self) -> bool:
        """Whether it is a text, which no figure is made of."""
        return self.type in ("text", "long")

    @staticmethod
    def _status(state: CellState | None) -> str:
        return "" if state is None or state.blank else state.status


class UnitEvent(StrEnum):
    """What became of a unit, in the order in which an amended report tells it."""

    CAME = "came"
    REPLACED = "replaced"
    REJUDGED = "rejudged"
    INCLUDED = "included"
    EXCLUDED = "excluded"
    NIL = "nil"
    UNCONFIRMED = "unconfirmed"
    GONE = "gone"
    JOINED = "joined"
    LEFT = "left"
    RECEIVED = "received"
    UNCHANGED = "unchanged"


class UnitState(msgspec.Struct, frozen=True):
    """Where a unit stood in one set: its file that counted, if it had one, and what the log says of it."""

    status: str
    file: str = ""
    sha256: str = ""
    received: str = ""
    words: str = ""


class UnitChange(msgspec.Struct, frozen=True):
    """One unit with all its cells that differ, whether or not a figure follows from them."""

    code: str
    name: str
    event: UnitEvent
    old: UnitState | None
    new: UnitState | None
    cells: tuple[CellChange, ...] = ()


class ChangeCause(msgspec.Struct, frozen=True):
    """A unit whose part in a figure changed, by `difference` where the figure is a sum, and the cells behind that."""

    unit: UnitChange
    difference: Number | None = None
    cells: tuple[CellChange, ...] = ()


class FigureChange(msgspec.Struct, frozen=True):
    """One figure that differs. Without causes it is not made of what units sent: `sources` are then the two papers a
    figure of the office was taken from, "" for a sum."""

    key: FigureKey
    label: str
    measure: str
    old: ChangedFigure
    new: ChangedFigure
    causes: tuple[ChangeCause, ...] = ()
    sources: tuple[str, str] = ("", "")


class SettingChange(msgspec.Struct, frozen=True):
    """Something else the figures depend on that is not the same: an option, a file, a version."""

    name: str
    old: str
    new: str


class SetName(msgspec.Struct, frozen=True):
    """One of the two sets as the papers name it. `number` is that of its seal, 0 without one; `partial` are sections
    that an earlier program did not write, so that they cannot be compared."""

    place: str
    digest: str
    edition: str
    period: str
    title: str
    as_of: str
    number: int = 0
    partial: tuple[str, ...] = ()


class Changes(msgspec.Struct, frozen=True):
    """Everything that differs between two sets of one edition and period."""

    old: SetName
    new: SetName
    figures: tuple[FigureChange, ...] = ()
    units: tuple[UnitChange, ...] = ()
    settings: tuple[SettingChange, ...] = ()
    kinds: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def counts(self) -> tuple[FigureChange, ...]:
        """The counts of units among the figures."""
        return tuple(f for f in self.figures if f.key.kind is Kind.COUNT)

    @property
    def differ(self) -> bool:
        """Whether a figure, a cell or a unit is not the same; other settings alone change nothing that is printed."""
        return bool(self.figures or self.units)
