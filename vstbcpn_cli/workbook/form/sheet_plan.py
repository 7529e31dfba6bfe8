"""What stands on a sheet of a blank: printed texts and the cells to fill in, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import groupby

import msgspec

from vstbcpn_cli.edition.model import (
    Column,
    FieldType,
    Indicator,
    Requirement,
    Task,
)

VALUE, REASON, EXPLANATION = "so_lieu", "ly_do", "giai_trinh"
"""Keys printed above the three entry columns of a block; `<block>.<key>` is unique in a workbook."""
PREVIOUS = "ky_truoc"
"""Key of the column with the earlier figure; in a matrix `<column>_ky_truoc`, one for each column of numbers: the other
way round LibreOffice would take the “_xa_” of `ky_truoc_xa_tong` for an escaped character."""
CONFIRM = "con_khong"
"""Key of the column in which a unit says of a line of the last period whether it still stands."""
NIL = "khong_phat_sinh"
"""`<task>.khong_phat_sinh` is the code of the line that declares a whole task nil."""

FIRST_BLOCK_ROW = 7
CODE_COLUMN, LABEL_COLUMN, MEASURE_COLUMN, VALUE_COLUMN = 1, 2, 3, 4
EXPLANATION_COLUMN = VALUE_COLUMN + 2
FIRST_ENTRY_COLUMN = 2
"""Of a table, beside the number of the row."""
MAX_ROWS = 2_000
"""Of a table: no unit has more, and a file with more is no answer."""
EARLIER = "{earlier}"


class Role(StrEnum):
    """What an entry cell is for."""

    VALUE = "value"
    REASON = "reason"
    EXPLANATION = "explanation"
    NIL = "nil"
    PREVIOUS = "previous"
    CONFIRM = "confirm"


_ROLES = {NIL: Role.NIL, CONFIRM: Role.CONFIRM}


def role_of(code: str) -> Role:
    """What the cell of a code is for, of those that hold an answer."""
    return _ROLES.get(code.rpartition(".")[2], Role.VALUE)


class Look(StrEnum):
    """How a printed cell looks; the writer has one format for each."""

    NATIONAL = "national"
    MOTTO = "motto"
    OFFICE = "office"
    TITLE = "title"
    INFO = "info"
    BLOCK = "block"
    HINT = "hint"
    HEAD = "head"
    KEY = "key"
    CODE = "code"
    LABEL = "label"
    MEASURE = "measure"
    NUMBER = "number"
    EXAMPLE = "example"
    CLOSING = "closing"
    LINK = "link"
    SIGN = "sign"
    SIGN_HINT = "sign_hint"


class Printed(msgspec.Struct, frozen=True):
    """A cell of the form's own text; `span` columns are merged, `{…}` in it is filled when the file is stamped.

    `shown` is the number format by which the text is seen, with `@` for the text itself: a sign beside it or a plain
    word in its place, while the cell holds what the reader looks for. "" is the text as it is.
    """

    row: int
    column: int
    text: str
    look: Look
    span: int = 1
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """An entry cell or a computed cell of the blank. `number` counts the prepared rows of a table from 1.

    `years` are the first and last that a date may lie in; `lead_only` says that only a lead of something answers it.
    Whether it is `computed` or `open` is asked a hundred times of each: that is found out once.
    """

    row: int
    column: int
    code: str
    role: Role
    mark: Requirement
    spec: Indicator | Column | None = None
    number: int = 0
    years: tuple[int, int] | None = None
    lead_only: bool = False
    computed: bool = field(init=False)
    open: bool = field(init=False)

    def __post_init__(self) -> None:
        spec = self.spec
        computed = spec is not None and (spec.type is FieldType.CALC or bool(getattr(spec, "fixed", "")))
        object.__setattr__(self, "computed", computed)
        object.__setattr__(self, "open", self.mark is not Requirement.CLOSED and not computed)

    @property
    def table(self) -> str:
        """The code of the table in which it stands; "" outside tables."""
        return self.code.rpartition(".")[0] if self.number else ""

    def in_row(self, number: int) -> Slot:
        """Of a cell in the first prepared row of a table the one below it in another."""
        same = self.column, self.code, self.role, self.mark, self.spec
        return Slot(self.row + number - 1, *same, number, self.years, self.lead_only)

    @property
    def least(self) -> int:
        """What a number is at least."""
        return self.spec.minimum if isinstance(self.spec, Column) else 0

    @property
    def prefilled(self) -> bool:
        return isinstance(self.spec, Indicator) and self.spec.prefilled


class SheetPlan(msgspec.Struct, frozen=True, dict=True):
    """Everything on one sheet; `heads` are the rows with the headings of columns, `last_row` is under all blocks.

    `cells` are the slots outside tables and those of the first prepared row of each table: the other rows, as many as
    are `prepared`, are like it, and who only reads a form needs none of them.
    `hidden` are the rows that ask nothing of the unit: they take no place, on the screen or on paper.
    """

    name: str
    task: Task
    printed: tuple[Printed, ...]
    cells: tuple[Slot, ...]
    prepared: Mapping[str, int]
    heads: tuple[int, ...]
    last_row: int
    hidden: frozenset[int] = frozenset()

    @cached_property
    def carried(self) -> tuple[str, ...]:
        """The tables that show lines of the last period."""
        return tuple(s.table for s in self.cells if s.role is Role.CONFIRM)

    @property
    def verdict_row(self) -> int:
        """The line with the verdict of the self-check and the way back to the instructions: it stays on the screen and
        is not printed."""
        return 1

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every entry cell and computed cell, row by row."""
        found: list[Slot] = []
        for table, cells in groupby(self.cells, key=lambda s: s.table):
            first = tuple(cells)
            found += first
            found += (s.in_row(number) for number in range(2, self.prepared.get(table, 1) + 1) for s in first)
        return tuple(found)

    @property
    def first_entry(self) -> tuple[int, int]:
        """Row and column of the first cell to fill in."""
        return min((s.row, s.column) for s in self.cells if s.open and not s.prefilled)

    @cached_property
    def last_column(self) -> int:
        return max((s.column for s in self.cells), default=VALUE_COLUMN)

    @property
    def heading_columns(self) -> int:
        """Over how many columns the verdict stands."""
        return VALUE_COLUMN

    def rows_of(self, table: str) -> tuple[int, int]:
        """First prepared row of a table, and the closing row under the last: what reaches from one to the other takes
        in the rows that are inserted in between, also right under the last."""
        return self._rows[table]

    @cached_property
    def _rows(self) -> Mapping[str, tuple[int, int]]:
        return {s.table: (s.row, s.row + self.prepared[s.table]) for s in self.cells if s.number}
