"""What a rule may see of the form it judges: one submission, its lines and entries, or a whole season."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import (
    WINDOW,
    Column,
    Edition,
    FieldType,
    Indicator,
    Matrix,
    Nature,
    Register,
    ReportingPeriod,
    ReportingUnit,
    Requirement,
    Table,
    Task,
)
from vstbcpn_cli.model.findings import Place
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Key, Observation, State, Submission, TableAnswer, TableRow


class FormAnswer(msgspec.Struct, frozen=True):
    """One answer with what the form says of its cell.

    `reserved` means closed for this unit only because another unit reports the item for the province.
    """

    observation: Observation
    spec: Indicator | Column
    mark: Requirement
    block: str = ""
    reserved: bool = False

    @property
    def typed(self) -> bool:
        """Whether the unit put something there; a value the form or a default supplied is none."""
        supplied = isinstance(self.spec, Column) and (self.spec.fixed or self.spec.default)
        filled = self.observation.state in (State.VALUE, State.UNREADABLE)
        return filled and not (supplied and not self.observation.raw)


class Scope(msgspec.Struct, frozen=True, dict=True):
    """One submission with everything a check inside the form may ask."""

    edition: Edition
    unit: ReportingUnit
    period: ReportingPeriod
    submission: Submission
    blocked: frozenset[Key] = frozenset()
    """Keys an earlier layer already faulted: a later layer never repeats the fault."""

    def without(self, faulted: frozenset[Key]) -> Scope:
        """The same submission with more keys blocked; itself, with all it has worked out, when there are none."""
        return self if faulted <= self.blocked else replace(self, blocked=self.blocked | faulted)

    @cached_property
    def applies(self) -> Applicability:
        return Applicability(self.edition, self.unit, self.period)

    def value(self, code: str) -> Observation | None:
        """The answer of an indicator or matrix cell, None when it is missing from the file or already faulted."""
        return self._unfaulted(self.submission.values.get(code))

    def row_value(self, row: TableRow, column: str) -> Observation | None:
        return self._unfaulted(row.cells.get(column))

    def _unfaulted(self, found: Observation | None) -> Observation | None:
        """A computed value is as good as its parts: one faulted part makes it unusable."""
        if found is None or found.key in self.blocked:
            return None
        return found if not found.parts or all(map(self._unfaulted, found.parts)) else None

    def answers(self, code: str, where: Mapping[str, tuple[str, ...]] | None = None) -> list[Observation | None]:
        """Every answer behind a code: that of a field or matrix cell, or one per (matching) row for a table column."""
        if code not in self.edition.table_columns:
            return [self.value(code)]
        table, column = self.edition.table_columns[code]
        return [self.row_value(row, column.key) for row in self.table(table.code).rows if row.matches(where or {})]

    def table(self, code: str) -> TableAnswer:
        return self.submission.tables.get(code, TableAnswer(code))

    def place(self, code: str) -> Place:
        """Where an answer stands (or would stand), for findings about something that is not there."""
        found = self.submission.values.get(code)
        if found is not None:
            return Place(found.cell, found.key)
        answer = self.submission.tables.get(code)
        return Place(answer.anchor if answer else None, Key(code))

    def label(self, code: str) -> str:
        return self.edition.label_of(code)

    @cached_property
    def window(self) -> tuple[dt.date, dt.date]:
        """The unit's own window, the edition's where the unit gave none."""
        start, end = (self.value(self.edition.code_of(role)) for role in WINDOW)
        return (
            (start.date if start else None) or self.period.from_date,
            (end.date if end else None) or self.period.until_date,
        )

    @cached_property
    def entries(self) -> tuple[FormAnswer, ...]:
        """Every answer the file holds, computed ones and already faulted ones apart, in the order of the form."""
        return tuple(entry for entries in self.entries_of.values() for entry in entries)

    @cached_property
    def entries_of(self) -> Mapping[str, tuple[FormAnswer, ...]]:
        """The same by the code of the task."""
        tasks, blocked = self.edition.tasks, self.blocked
        return {t.code: tuple(e for e in self._entries(t) if e.observation.key not in blocked) for t in tasks}

    def closed_but_filled(self, *, reserved: bool) -> Iterator[tuple[Observation, tuple[Observation, ...], str]]:
        """What was typed into closed cells: each cell by itself, a closed table once with all that its rows hold.

        The third member is the code of the table. `reserved` asks for cells closed because another unit reports them.
        """
        tables: dict[str, list[Observation]] = {}
        for entry in self.entries:
            found = entry.observation
            if entry.mark is not Requirement.CLOSED or entry.reserved is not reserved or not entry.typed:
                continue
            if not found.raw and self.edition.task_of[found.key.code].code in self.submission.nil_tasks:
                continue  # the zeros of a task declared nil were typed by nobody
            if found.key.row and not self.applies.is_open(self.applies.table(self.edition.tables[entry.block])):
                tables.setdefault(entry.block, []).append(found)
            else:
                yield found, (), ""
        for code, cells in tables.items():
            yield cells[0], tuple(cells[1:]), code

    def lines(self, *, table: str = "", matrix: str = "", rows: Sequence[str] = ()) -> Iterator[JudgedLine]:
        """The lines a declared constraint is judged on: filled table rows, matrix rows, or the form as a whole."""
        if table:
            yield from (JudgedLine(self, table, row) for row in self.table(table).rows)
        elif matrix:
            codes = [r.code for r in self.edition.matrices[matrix].rows]
            yield from (JudgedLine(self, f"{matrix}.{code}") for code in codes if not rows or code in rows)
        else:
            yield JudgedLine(self)

    def codes_of(self, nature: Nature) -> Iterator[str]:
        return codes_of(self.edition, nature)

    def explanation(self, key: Key) -> str:
        """What the unit wrote under “Giải trình” for an indicator, a matrix row or a table row; "" when nothing."""
        found = self.submission.find(key)
        beside = [found] if found else []
        if key.row and found:
            row = self.table(key.code.rpartition(".")[0]).rows[key.row - 1]
            beside += row.cells.values()
            if row.explanation.strip():
                return row.explanation.strip()
        elif key.code in self.edition.matrix_cells:
            matrix, at, _ = self.edition.matrix_cells[key.code]
            codes = [matrix.cell_code(at, column) for column in matrix.columns]
            beside += [self.submission.values[code] for code in codes if code in self.submission.values]
        return next((o.explanation.strip() for o in beside if o.explanation.strip()), "")

    def _entries(self, task: Task) -> Iterator[FormAnswer]:
        values, applies, leads = self.submission.values, self.applies, self.unit.leads
        for spec in task.indicators:
            if spec.code in values and spec.type is not FieldType.CALC:
                reserved = applies.lead_only(spec.code) and not leads(spec.code)
                yield FormAnswer(values[spec.code], spec, applies.indicator(spec), "", reserved)
        for matrix in task.matrices:
            yield from self._matrix_entries(matrix)
        for table in task.tables:
            yield from self._table_entries(table)

    def _matrix_entries(self, matrix: Matrix) -> Iterator[FormAnswer]:
        values, kind = self.submission.values, self.unit.kind
        single = any(Requirement.LEAD in row.required.values() for row in matrix.rows)
        for row in matrix.rows:
            own = row.required.get(kind, Requirement.CLOSED)
            others = own in (Requirement.LEAD, Requirement.CLOSED) and not self.unit.leads(f"{matrix.code}.{row.code}")
            for column in matrix.columns:
                code = matrix.cell_code(row, column)
                if code in values and column.type is not FieldType.CALC:
                    mark = self.applies.matrix_cell(matrix, row, column)
                    reserved = single and others and column.applies_to(kind)
                    yield FormAnswer(values[code], column, mark, matrix.code, reserved)

    def _table_entries(self, table: Table) -> Iterator[FormAnswer]:
        mark = self.applies.table(table)
        reserved = mark is Requirement.CLOSED and self.applies.lead_only(table.code) and not self.unit.leads(table.code)
        for row in self.table(table.code).rows:
            for column in table.columns:
                if column.key not in row.cells or column.type is FieldType.CALC:
                    continue
                closed = mark is Requirement.CLOSED or not column.applies_to(self.unit.kind)
                own = Requirement.CLOSED if closed else column.required or Requirement.OPTIONAL
                yield FormAnswer(row.cells[column.key], column, own, table.code, reserved)


class JudgedLine(msgspec.Struct, frozen=True):
    """One line on which a declared constraint is judged: the form as a whole, one matrix row, one filled table row.

    Names are codes of the form or, inside a block, keys of its columns.
    """

    scope: Scope
    block: str = ""
    row: TableRow | None = None

    def code(self, name: str) -> str:
        return name if not self.block or self.scope.edition.knows(name) else f"{self.block}.{name}"

    def value(self, name: str) -> Observation | None:
        if self.row is not None and name in self.row.cells:
            return self.scope.row_value(self.row, name)
        return self.scope.value(self.code(name))

    def label(self, name: str) -> str:
        return self.scope.label(self.code(name))


class Season(msgspec.Struct, frozen=True):
    """All counted submissions of one period, for rules between units.

    `previous` maps unit → code → earlier figure, `previous_period` names its edition and period (“2011-6t”).
    """

    edition: Edition
    period: ReportingPeriod
    register: Register
    scopes: Sequence[Scope]
    previous: Mapping[str, Mapping[str, Decimal]] = msgspec.field(default_factory=dict)
    previous_period: str = ""

    def has_earlier(self, scope: Scope) -> bool:
        """Whether there are earlier figures of the unit."""
        return bool(self.previous.get(scope.unit.code))


def codes_of(edition: Edition, nature: Nature) -> Iterator[str]:
    """Codes of the indicators, computed ones too, and matrix cells of a nature, in the order of the form."""
    for task in edition.tasks:
        yield from (i.code for i in task.indicators if i.nature is nature)
        for matrix in task.matrices:
            typed = [c for c in matrix.columns if c.type is not FieldType.CALC]
            rows = [r for r in matrix.rows if r.nature is nature]
            yield from (matrix.cell_code(r, c) for r in rows for c in typed)
