"""One reporting year: its tasks, constraints, catalogues, calendar and office; the whole vocabulary in one import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from vstbcpn_cli.edition.fields import (
    Aggregate,
    Calc,
    CalcOp,
    Column,
    FieldType,
    Indicator,
    Matrix,
    MatrixRow,
    Nature,
    ReportPlace,
    Requirement,
    Table,
    column_in_words,
)
from vstbcpn_cli.edition.lists import Catalogue, CodeList, Target
from vstbcpn_cli.edition.office import COMMITTEE, Issuer, Office
from vstbcpn_cli.edition.periods import ReportingPeriod, ReportingWindow
from vstbcpn_cli.edition.reporting_units import Register, ReportingUnit
from vstbcpn_cli.edition.roles import IDENTITY, WINDOW, FieldRole, ProposalTable, TargetTable, TaskKind, UnitKind

__all__ = [
    "COMMITTEE",
    "WINDOW",
    "Aggregate",
    "Calc",
    "CalcOp",
    "Catalogue",
    "CodeList",
    "Column",
    "Constraint",
    "Edition",
    "FieldRole",
    "FieldType",
    "Indicator",
    "Issuer",
    "Matrix",
    "MatrixRow",
    "Nature",
    "Office",
    "ProposalTable",
    "Register",
    "ReportPlace",
    "ReportingPeriod",
    "ReportingUnit",
    "ReportingWindow",
    "Requirement",
    "Severity",
    "Table",
    "Target",
    "TargetTable",
    "Task",
    "TaskKind",
    "ToConfirm",
    "UnitKind",
    "Withholding",
]


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
    """One sheet of the form; its indicators, matrices and tables stand on it in this order.

    `heading` stands over its section of the report, where that is not the `title` of the form.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    sheet: str
    title: str
    indicators: tuple[Indicator, ...] = ()
    kind: TaskKind = TaskKind.TASK
    short: str = ""
    heading: str = ""
    matrices: tuple[Matrix, ...] = ()
    tables: tuple[Table, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    basis: str = ""

    @property
    def numbered(self) -> bool:
        """Whether this is one of the tasks of the letter."""
        return self.kind is TaskKind.TASK


@dataclass(frozen=True, slots=True)
class Withholding:
    """How much a unit may leave out with a reason, in percent of the required cells of its tasks that are not `known`.

    Above `told` it is asked about; where besides fewer than `usable` are answered, the form is no return at all.
    `explained_at` is the field beside which a unit explains it.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    told: int = 15
    usable: int = 20
    explained_at: str = ""


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """What the office has still to look at before it sends the form out: `at` is the key path (`office.address`), `why`
    a Vietnamese sentence."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    at: str
    why: str


@dataclass(frozen=True)
class Edition:
    """One reporting year, self-contained: the whole form, its words, its rules and its calendar.

    `kinds` are the kinds of unit and `periods` those of the year, in their order; `windows` are the ways to count the
    days of a period among which the office chooses, none where there is no choice. `election_mode` is the part of the
    form that is open this year beside what has no `mode`. `folder` is that of an edition of the office, None for one
    of the program. `based_on` names the edition it was made from: its sentences stand where this one has none, and its
    codes go on unless `continues` of a field says another. `to_confirm` is what was carried over or assumed.
    `lineage` are the editions behind it, the nearest first. `workbook` is the Excel file it was read from, if any.
    `retired` are codes of earlier issues that nothing may have again. `trial` names rules (VS505) that
    give notices only for this season; a single constraint says so itself.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    edition: str
    year: int
    letter: str
    title: str
    office: Office
    kinds: tuple[UnitKind, ...]
    periods: Mapping[str, ReportingPeriod]
    tasks: tuple[Task, ...]
    words: Mapping[str, str]
    guide: tuple[str, ...]
    windows: tuple[ReportingWindow, ...] = ()
    code_lists: tuple[CodeList, ...] = ()
    catalogues: tuple[Catalogue, ...] = ()
    election_mode: str = ""
    based_on: str = ""
    to_confirm: tuple[ToConfirm, ...] = ()
    targets: TargetTable | None = None
    proposals: ProposalTable | None = None
    issue: int = 1
    withholding: Withholding = Withholding()
    retired: tuple[str, ...] = ()
    trial: tuple[str, ...] = ()
    fingerprint: str = ""
    source: str = ""
    folder: Path | None = None
    workbook: Path | None = None
    lineage: tuple[str, ...] = ()

    # ------------------------------------------------------------------- asked by what it is for, never by its code
    @cached_property
    def _roles(self) -> Mapping[FieldRole, str]:
        return {i.role: i.code for i in self.indicators.values() if i.role is not None}

    def code_of(self, role: FieldRole) -> str:
        """The code of the field that is for this; "" where the form has none, which only happens outside `NEEDED`."""
        return self._roles.get(role, "")

    @cached_property
    def identity(self) -> frozenset[str]:
        """The fields in which a blank says whose it is."""
        return frozenset(map(self.code_of, IDENTITY))

    @cached_property
    def filled_at_issue(self) -> frozenset[str]:
        """The entry fields that are already filled when a blank goes out: the dates of the period."""
        return frozenset(map(self.code_of, WINDOW))

    @cached_property
    def private(self) -> frozenset[str]:
        """The fields that stand in no output that is passed on."""
        return frozenset(i.code for i in self.indicators.values() if i.private)

    @cached_property
    def contacts(self) -> tuple[str, ...]:
        """The fields that say whom to ask, in the order of the form."""
        return tuple(i.code for i in self.indicators.values() if i.role is FieldRole.CONTACT)

    @cached_property
    def header(self) -> Task:
        """The sheet that says who reports and for when."""
        return next(t for t in self.tasks if t.kind is TaskKind.HEADER)

    @cached_property
    def kind_of(self) -> Mapping[str, UnitKind]:
        """The kinds of unit by their code, in their order."""
        return {k.code: k for k in self.kinds}

    @cached_property
    def modes(self) -> tuple[str, ...]:
        """Every `mode` a part of the form has, each once."""
        modes = [i.mode for i in self.indicators.values()]
        modes += [m.mode for m in self.matrices.values()] + [t.mode for t in self.tables.values()]
        return tuple(dict.fromkeys(filter(None, modes)))

    # -------------------------------------------------------------------------------------------------- its fields
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
        """The closed list behind a choice field; empty for every other field, and where the list is not there."""
        if spec.values or not spec.codes:
            return spec.values
        for catalogue in self.catalogues:
            if catalogue.code == spec.codes:
                return tuple(f"{catalogue.code}-{t.code}" for t in catalogue.targets)
        return next((c.values for c in self.code_lists if c.name == spec.codes), ())

    @cached_property
    def verdicts(self) -> tuple[str, ...]:
        """What may be said of a target of the strategies; nothing where the form has none."""
        at = self.targets
        return self.choices(self.tables[at.table].column(at.verdict)) if at else ()

    def offered(self, spec: Indicator | Column) -> Mapping[str, str]:
        """The choices of a field as its list shows them, with what each stands for: a target is named with its code."""
        catalogue = next((c for c in self.catalogues if spec.codes == c.code and not spec.values), None)
        if catalogue is None:
            return {choice: choice for choice in self.choices(spec)}
        named = zip(self.choices(spec), catalogue.targets, strict=True)
        return {f"{code} – {target.label} ({target.measure})": code for code, target in named}

    def label_of(self, code: str) -> str:
        """The printed name behind a code, for messages; the code itself when it is unknown."""
        if code in self.indicators:
            return self.indicators[code].label.lstrip("– ")
        if code in self.matrix_cells:
            matrix, row, column = self.matrix_cells[code]
            return f"{row.label}, {column_in_words(matrix, column)}"
        if code in self.table_columns:
            table, column = self.table_columns[code]
            return f"{table.label}, {column_in_words(table, column)}"
        blocks: Mapping[str, Matrix | Table] = {**self.matrices, **self.tables}
        return blocks[code].label if code in blocks else code

    def measure_of(self, code: str) -> str:
        """The đơn vị tính of an indicator, matrix cell or table column; "" of any other code."""
        if code in self.indicators:
            return self.indicators[code].measure
        if code in self.matrix_cells:
            matrix, _, column = self.matrix_cells[code]
            return column.measure or matrix.measure
        return self.table_columns[code][1].measure if code in self.table_columns else ""

    def whole_label(self, code: str) -> str:
        """The printed name with the line it is a part of: “Tổng số thành viên Ban: trong đó nữ”."""
        label = self.label_of(code)
        if code not in self.indicators or not self.indicators[code].label.startswith("– "):
            return label
        lines = [i for i in self.task_of[code].indicators if i.code == code or not i.label.startswith("– ")]
        above = lines[: lines.index(self.indicators[code])]
        return f"{above[-1].label}: {label}" if above else label

    def happens(self, code: str) -> bool:
        """Whether a figure says what happened in the period, so that “không phát sinh” means 0."""
        if code in self.indicators:
            return self.indicators[code].nature is Nature.FLOW
        if code in self.matrix_cells:
            return self.matrix_cells[code][1].nature is Nature.FLOW
        table = self.tables[code] if code in self.tables else self.table_columns[code][0]
        return table.nature is Nature.FLOW

    def constraints(self) -> Iterator[Constraint]:
        for task in self.tasks:
            yield from task.constraints
