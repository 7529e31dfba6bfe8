"""The types of one reporting year: what is asked, in which form, of which kind of unit, and how it adds up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

KINDS = ("SN", "DT", "HU", "XA")
"""Unit kinds: sở ngành · đoàn thể · huyện · xã (catalogue of indicators, section 1.1)."""


class FieldType(StrEnum):
    """What may stand in one entry cell (catalogue of indicators, section 1.3)."""

    INT = "int"
    PCT = "pct"
    MONEY = "money"
    NUM = "num"
    DATE = "date"
    BOOL = "bool"
    CHOICE = "choice"
    TEXT = "text"
    LONG = "long"
    CALC = "calc"

    @property
    def numeric(self) -> bool:
        return self in (FieldType.INT, FieldType.PCT, FieldType.MONEY, FieldType.NUM)


class Nature(StrEnum):
    """A flow adds up from the start of the window; a stock is the state at its end; a text is neither."""

    FLOW = "flow"
    STOCK = "stock"
    NONE = ""


class Requirement(StrEnum):
    """The requirement marks of the catalogue (section 1.2)."""

    REQUIRED = "B"
    OPTIONAL = "K"
    CLOSED = "-"
    LEAD = "L"
    CONDITIONAL = "B?"
    ANSWERED = "B*"


class Aggregate(StrEnum):
    """How the answers of many units become one figure (catalogue, section 1.5)."""

    SUM = "sum"
    COUNT_YES = "count_yes"
    COUNT_BY_VALUE = "count_by_value"
    RATIO = "ratio"
    CONCAT = "concat"
    LAST = "last"
    NONE = "none"


class CalcOp(StrEnum):
    """The computations a `calc` field may declare."""

    SUM = "sum"
    COUNT = "count"
    RATIO = "ratio"
    SHARE_AT_LEAST = "share-at-least"
    ALL = "all"
    TARGET_MET = "target-met"


@dataclass(frozen=True, slots=True)
class Calc:
    """How a field that is never typed is computed from typed ones.

    `sum` adds the column `of` over the rows that match `where`; `count` counts the rows of the table `of`;
    `within` also asks that this date column lies in the unit's window; `blank = "unknown"` makes a sum unknown as
    soon as one counted row leaves the column empty. `ratio` is `part` / `whole` in percent, `share-at-least` whether
    it reaches `threshold` percent, `all` whether every code of `terms` is Có, `target-met` compares `part` / `whole`
    with the percentage `target` for each row of the matrix `of`.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    op: CalcOp
    of: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: str = ""
    blank: str = "skip"
    part: str = ""
    whole: str = ""
    target: str = ""
    threshold: Decimal = Decimal(0)
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One value a unit reports, or one the program computes from others.

    `measure` is the đơn vị tính as printed. `share_of` names the indicator (or "units") whose sum is the denominator
    of the printed share. `province = "lead"` means that the lead unit's figure is the province's figure.
    `mode` closes the field in every edition of another election mode.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    label: str
    type: FieldType
    required: Mapping[str, Requirement]
    measure: str = ""
    nature: Nature = Nature.NONE
    aggregate: Aggregate = Aggregate.NONE
    share_of: str = ""
    count_of: tuple[str, ...] = ()
    province: str = ""
    codes: str = ""
    values: tuple[str, ...] = ()
    calc: Calc | None = None
    mode: str = ""
    prefilled: bool = False
    prompt: str = ""
    note: str = ""
    retired: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a matrix or table; in a matrix its requirement comes from the row unless it says otherwise.

    `kinds` empty means every kind of unit. `fixed` is a value the form fills in itself; `default` one that an empty
    cell of a filled row means. `level` names the administrative level the column speaks of, where the unit's own
    level is not meant. `nature` of a table column is that of the table unless given.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    key: str
    label: str
    type: FieldType
    required: Requirement | None = None
    measure: str = ""
    codes: str = ""
    values: tuple[str, ...] = ()
    minimum: int = 0
    default: str = ""
    fixed: str = ""
    kinds: tuple[str, ...] = ()
    level: str = ""
    nature: Nature = Nature.NONE
    calc: Calc | None = None
    aggregate: Aggregate | None = None
    prompt: str = ""
    closed_from: dt.date | None = None

    def applies_to(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One fixed row of a matrix; `target` is the provincial target in percent printed beside its total."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    label: str
    required: Mapping[str, Requirement]
    nature: Nature = Nature.STOCK
    target: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Fixed rows by fixed columns; the code of one cell is `<matrix>.<row>.<column>`.

    `levels` maps a unit kind to the administrative level its figures speak of; levels are never added together.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    label: str
    measure: str
    rows: tuple[MatrixRow, ...]
    columns: tuple[Column, ...]
    aggregate: Aggregate = Aggregate.SUM
    shares: tuple[tuple[str, str], ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    mode: str = ""
    note: str = ""

    def cell_code(self, row: MatrixRow, column: Column) -> str:
        return f"{self.code}.{row.code}.{column.key}"

    def column(self, key: str) -> Column:
        return next(c for c in self.columns if c.key == key)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that repeat; the code of a column is `<table>.<column>`, `key` names the columns that identify a row.

    `count_by` are the choice columns whose values the consolidation counts; `optional_in` the periods (lower case)
    in which nothing is demanded; `rows` the number of prepared rows in the blank.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    label: str
    required: Mapping[str, Requirement]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    nature: Nature = Nature.FLOW
    aggregate: Aggregate = Aggregate.CONCAT
    count_by: tuple[str, ...] = ()
    counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mode: str = ""
    optional_in: tuple[str, ...] = ()
    rows: int = 20
    example: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def column_code(self, column: Column) -> str:
        return f"{self.code}.{column.key}"

    def column(self, key: str) -> Column:
        return next(c for c in self.columns if c.key == key)


class Severity(StrEnum):
    """How bad a finding is: lỗi · cảnh báo · lưu ý."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Constraint:
    """One declared use of a rule: `params` are checked by the rule itself when the edition is bound to it.

    `kinds` empty means every unit kind; `from_year` the first reporting year in which it is judged; `trial` turns
    everything it finds into a notice for one season.
    """

    id: str
    rule: str
    params: Mapping[str, Any]
    path: str
    severity: Severity | None = None
    kinds: tuple[str, ...] = ()
    from_year: int = 0
    trial: bool = False

    def applies_to(self, kind: str, year: int) -> bool:
        return year >= self.from_year and (not self.kinds or kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Task:
    """One sheet of the form: the header (M), one of the seven tasks (T1 to T7), or the general part (X)."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    sheet: str
    title: str
    indicators: tuple[Indicator, ...]
    short: str = ""
    matrices: tuple[Matrix, ...] = ()
    tables: tuple[Table, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    basis: str = ""

    @property
    def numbered(self) -> bool:
        """Whether this is one of the seven tasks of the letter."""
        return self.code.startswith("T")


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list of answers, in the order in which it is offered."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """One target (chỉ tiêu phấn đấu) of a national strategy; `values` are printed as the decision words them.

    `measure` is the đơn vị tính; `met_when` one of ≥, >, ≤, <, = (two marks divided by ";" when the years differ).
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    label: str
    measure: str
    met_when: str
    values: Mapping[str, str]
    lead: str
    cross_check: tuple[str, ...] = ()
    amended: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The targets of one national strategy, for instance CL2011 of QĐ 2351/QĐ-TTg."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    title: str
    source: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class ReportingPeriod:
    """One period of the year: its window, its due date and its names in the form and in the report.

    `due` is the date the letter names; unless `due_inclusive`, the last day on time is the day before ("trước ngày").
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    form_code: str
    name: str
    from_date: dt.date
    until_date: dt.date
    due: dt.date
    title: str
    next_title: str
    due_inclusive: bool = False

    def days_late(self, received: dt.date) -> int:
        """Days after the last day on time; 0 when on time. Whole days, Vietnam time, no shift for weekends."""
        last = self.due if self.due_inclusive else self.due - dt.timedelta(days=1)
        return max(0, (received - last).days)


@dataclass(frozen=True, slots=True)
class Office:
    """Who sends the form out, receives it and signs the report: names as printed."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    province: str
    parent: str
    committee: str
    committee_short: str
    standing_office: str
    standing_office_short: str
    place: str
    address: str
    symbol: str
    recipients: tuple[str, ...]
    copies: tuple[str, ...]
    signer_title: str
    signer_capacity: str
    legal_basis: str


@dataclass(frozen=True)
class Edition:
    """One reporting year, self-contained: the whole form, its words, its rules and its calendar."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    edition: str
    year: int
    letter: str
    title: str
    election_mode: str
    office: Office
    periods: Mapping[str, ReportingPeriod]
    tasks: tuple[Task, ...]
    code_lists: tuple[CodeList, ...]
    catalogues: tuple[Catalogue, ...]
    words: Mapping[str, str]
    guide: tuple[str, ...]
    issue: int = 1
    fingerprint: str = ""
    source: str = ""

    @cached_property
    def _fields(self) -> Mapping[str, Indicator]:
        return {i.code: i for t in self.tasks for i in t.indicators}

    @cached_property
    def matrices(self) -> Mapping[str, Matrix]:
        return {m.code: m for t in self.tasks for m in t.matrices}

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        return {b.code: b for t in self.tasks for b in t.tables}

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        return self._fields

    @cached_property
    def matrix_cells(self) -> Mapping[str, tuple[Matrix, MatrixRow, Column]]:
        """Code of every matrix cell (`T3.M1.CB04.nu`) with what it is made of."""
        return {m.cell_code(r, c): (m, r, c) for m in self.matrices.values() for r in m.rows for c in m.columns}

    @cached_property
    def table_columns(self) -> Mapping[str, tuple[Table, Column]]:
        """Code of every table column (`T6.B1.so_nu`) with its table and itself."""
        return {t.column_code(c): (t, c) for t in self.tables.values() for c in t.columns}

    @cached_property
    def task_of(self) -> Mapping[str, Task]:
        """The task of every code: indicator, matrix, matrix cell, table, table column."""
        found: dict[str, Task] = {}
        for task in self.tasks:
            found[task.code] = task
            found.update((i.code, task) for i in task.indicators)
            for m in task.matrices:
                found[m.code] = task
                found.update((m.cell_code(r, c), task) for r in m.rows for c in m.columns)
            for t in task.tables:
                found[t.code] = task
                found.update((t.column_code(c), task) for c in t.columns)
        return found

    def knows(self, code: str) -> bool:
        """Whether a code names anything a unit fills in or the program computes."""
        return code in self.task_of

    def choices(self, spec: Indicator | Column) -> tuple[str, ...]:
        """The closed list behind a choice field; empty for every other field."""
        if spec.values or not spec.codes:
            return spec.values
        for catalogue in self.catalogues:
            if catalogue.code == spec.codes:
                return tuple(f"{catalogue.code}-{t.code}" for t in catalogue.targets)
        return next(c.values for c in self.code_lists if c.name == spec.codes)

    def label_of(self, code: str) -> str:
        """The printed name behind a code, for messages; the code itself when it is unknown."""
        if code in self.indicators:
            return self.indicators[code].label.lstrip("– ")
        if code in self.matrix_cells:
            _, row, column = self.matrix_cells[code]
            return f"{row.label}, {column.label.lstrip('– ').lower()}"
        if code in self.table_columns:
            table, column = self.table_columns[code]
            return f"{table.label}, {column.label.lstrip('– ').lower()}"
        blocks: Mapping[str, Matrix | Table] = {**self.matrices, **self.tables}
        return blocks[code].label if code in blocks else code

    def constraints(self) -> Iterator[Constraint]:
        for task in self.tasks:
            yield from task.constraints


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """An office that must report, with its lifetime and the items it alone reports for the province."""

    code: str
    name: str
    kind: str
    group: str
    order: int
    admin_code: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    successors: tuple[str, ...] = ()
    lead_for: tuple[str, ...] = ()

    def valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def leads(self, code: str) -> bool:
        """Whether this unit is the lead for an item, one of its cells or one of its parts."""
        return any(item == code or item.startswith(f"{code}.") or code.startswith(f"{item}.") for item in self.lead_for)


@dataclass(frozen=True)
class Register:
    """The reporting units of one edition in their printed order."""

    units: tuple[ReportingUnit, ...]
    source: str

    @cached_property
    def _by_code(self) -> Mapping[str, ReportingUnit]:
        return {u.code: u for u in self.units}

    def get(self, code: str) -> ReportingUnit | None:
        return self._by_code.get(code)

    def valid_on(self, day: dt.date) -> tuple[ReportingUnit, ...]:
        return tuple(u for u in self.units if u.valid_on(day))
