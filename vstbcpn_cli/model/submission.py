"""What came back from one unit: every value with the cell it stands in, nothing judged yet."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

import msgspec

from vstbcpn_cli.model.problems import Meaning, ProblemKind
from vstbcpn_cli.text.state_words import GONE, KEPT

Value = int | Decimal | dt.date | bool | str
"""Counts are int, money and shares Decimal (never float), yes/no bool, everything else text."""


def column_letters(column: int) -> str:
    """1 → A, 27 → AA, as spreadsheets count."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A → 1, AA → 27; capitals only, and a spreadsheet has no more than three."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


META_SHEET = "_meta"
"""The hidden sheet of a form."""


class CellRef(NamedTuple):
    """A physical cell of the returned file; row and column count from 1."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.address}"

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return cell_ref, tuple(self)


class Key(NamedTuple):
    """What a value answers: the code of an indicator, matrix cell or table column; `row` counts the rows of a table
    from 1 in the order of the file and is 0 everywhere else."""

    code: str
    row: int = 0

    def __str__(self) -> str:
        return f"{self.code}[{self.row}]" if self.row else self.code

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return key, tuple(self)


_REMEMBERED = 2**16


@lru_cache(maxsize=_REMEMBERED)
def cell_ref(sheet: str, row: int, column: int) -> CellRef:
    """One object for a cell, however many files have it: a season of them holds the same cells again and again."""
    return CellRef(sys.intern(sheet), row, column)


@lru_cache(maxsize=_REMEMBERED)
def key(code: str, row: int) -> Key:
    """One object for a key, however many files answer it."""
    return Key(sys.intern(code), row)


class State(Enum):
    """The different kinds of answer; zero is a VALUE."""

    VALUE = "value"
    EMPTY = "empty"
    UNAVAILABLE = "unavailable"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the reader met and records without judging it; a rule of the same `kind` has the words.

    `shown` is the submitter's own content, `details` what the words need (readings, counts, names) by the names that
    the rule lists. `meanings` are the one or two values that the content may mean; none where nobody can tell.
    """

    kind: ProblemKind
    cell: CellRef | None = None
    key: Key | None = None
    shown: str = ""
    details: Mapping[str, str] = field(default_factory=dict, hash=False)
    meanings: tuple[Meaning, ...] = ()


class Observation(msgspec.Struct, frozen=True):
    """One answer: what was typed, what was understood, and where it stands.

    `parts` are the observations a computed value was made of; a typed value has none. `cell` is None for a computed
    value and for a key the returned file no longer has; `shown_at` is where the form shows a computed one.
    """

    key: Key
    state: State
    value: Value | None = None
    cell: CellRef | None = None
    raw: str = ""
    reason: str = ""
    explanation: str = ""
    problems: tuple[Problem, ...] = ()
    parts: tuple[Observation, ...] = ()
    shown_at: CellRef | None = None

    @property
    def given(self) -> bool:
        return self.state is State.VALUE

    @property
    def empty(self) -> bool:
        """Nothing typed and no reason for it."""
        return self.state is State.EMPTY

    @property
    def repaired(self) -> Problem | None:
        """What is told of a value that the office has decided on in the place of what was typed."""
        return next((p for p in self.problems if p.kind is ProblemKind.REPAIRED), None)

    @property
    def number(self) -> int | Decimal | None:
        """The value when it is a number; a bool is none."""
        ok = isinstance(self.value, int | Decimal) and not isinstance(self.value, bool)
        return self.value if self.given and ok else None  # type: ignore[return-value]  # narrowed by `ok`

    @property
    def date(self) -> dt.date | None:
        return self.value if self.given and isinstance(self.value, dt.date) else None

    @property
    def text(self) -> str:
        """The answer as the form words it: Có/Không for yes/no, the text itself, numbers without grouping."""
        if not self.given:
            return ""
        if isinstance(self.value, bool):
            return "Có" if self.value else "Không"
        return f"{self.value:f}" if isinstance(self.value, Decimal) else str(self.value)

    def cells(self) -> Iterator[CellRef]:
        """Every typed cell behind the value."""
        if self.cell is not None:
            yield self.cell
        for part in self.parts:
            yield from part.cells()


def withheld_answer(found: Observation) -> bool:
    """Whether words stand where an answer is asked: no figure yet, or not applicable."""
    return found.state in (State.UNAVAILABLE, State.NOT_APPLICABLE) or (found.empty and bool(found.reason))


class TableRow(msgspec.Struct, frozen=True):
    """One filled row of a table: its position among the filled rows (from 1) and the answer of every column."""

    number: int
    place: CellRef
    cells: Mapping[str, Observation]
    explanation: str = ""

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return table_row, (self.number, self.place, self.cells, self.explanation)

    def matches(self, where: Mapping[str, tuple[str, ...]]) -> bool:
        return all(c in self.cells and self.cells[c].text in allowed for c, allowed in where.items())


def table_row(number: int, place: CellRef, cells: Mapping[str, Observation], explanation: str) -> TableRow:
    """A row whose columns are named by one object each, however many rows there are."""
    return TableRow(number, place, {sys.intern(k): o for k, o in cells.items()}, explanation)


class CarriedLine(msgspec.Struct, frozen=True):
    """A line of the last period that the form shows beside a row of a table, and what the unit says of it.

    `cell` is where it says so, `answer` its words; `row` the number of the row of the table that stands there, 0 where
    there is none. `explanation` stands beside a line without a row.
    """

    cell: CellRef
    line: str
    answer: str
    row: int = 0
    explanation: str = ""

    @property
    def kept(self) -> bool:
        return self.answer.casefold() == KEPT.casefold()

    @property
    def gone(self) -> bool:
        return self.answer.casefold() == GONE.casefold()

    @property
    def settled(self) -> bool:
        """Whether the unit has answered: kept, with the row that it keeps, or gone."""
        return self.gone or (self.kept and self.row > 0)


class TableAnswer(msgspec.Struct, frozen=True):
    """What a unit says in one table: its rows, or that there is nothing to report (`nil`), or neither.

    `anchor` is the first entry cell of the table, None when the returned file has no such table. `carried` are the
    lines of the last period that the form shows there; none of them is a row before the unit keeps it.
    """

    code: str
    rows: tuple[TableRow, ...] = ()
    nil: Observation | None = None
    anchor: CellRef | None = None
    carried: tuple[CarriedLine, ...] = ()

    @property
    def untouched(self) -> bool:
        return not self.rows and self.nil is None


class CellCount(msgspec.Struct, frozen=True):
    """Conservation (contract, section 4): typed = in_data + in_findings + ignored."""

    typed: int = 0
    in_data: int = 0
    in_findings: int = 0
    ignored: int = 0

    def __add__(self, other: CellCount) -> CellCount:
        return CellCount(
            self.typed + other.typed,
            self.in_data + other.in_data,
            self.in_findings + other.in_findings,
            self.ignored + other.ignored,
        )


class Stamp(msgspec.Struct, frozen=True):
    """Which form a file says it is, and which mark of it said so (`sheet`, `property`, `name` of the file, …)."""

    edition: str = ""
    fingerprint: str = ""
    unit: str = ""
    period: str = ""
    issue: str = ""
    source: str = ""


class SourceFile(msgspec.Struct, frozen=True):
    """A returned file as it lies on disk; `path` is as given by the officer, with forward slashes."""

    path: str
    sha256: str = ""
    size: int = 0
    saved_by: str = ""


class Unreadable(msgspec.Struct, frozen=True):
    """A file that gives no submission: damaged, foreign, locked, of another period. The problem says why."""

    file: SourceFile
    problem: Problem
    stamp: Stamp = msgspec.field(default_factory=Stamp)


class Submission(msgspec.Struct, frozen=True):
    """One returned workbook, read.

    `values` maps indicator, matrix-cell and computed codes to their observation; `tables` the table codes. `nil_tasks`
    holds the tasks declared “Không phát sinh trong kỳ”, `problems` what was met outside the answers.
    """

    file: SourceFile
    stamp: Stamp
    unit: str
    period: str
    values: Mapping[str, Observation]
    tables: Mapping[str, TableAnswer]
    nil_tasks: Mapping[str, Observation] = msgspec.field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    count: CellCount = msgspec.field(default_factory=CellCount)

    def observations(self) -> Iterator[Observation]:
        """Every answer that stands in a cell of the file, in no particular order."""
        yield from (o for o in self.values.values() if o.cell is not None)
        for answer in self.tables.values():
            if answer.nil is not None:
                yield answer.nil
            for row in answer.rows:
                yield from (o for o in row.cells.values() if o.cell is not None)
        yield from self.nil_tasks.values()

    def find(self, key: Key) -> Observation | None:
        if not key.row:
            return self.values.get(key.code)
        table, _, column = key.code.rpartition(".")
        answer = self.tables.get(table)
        if answer is None or key.row > len(answer.rows):
            return None
        return answer.rows[key.row - 1].cells.get(column)
