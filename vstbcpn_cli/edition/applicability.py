"""What one unit must, may or may not fill in: the requirement marks resolved for a unit, a period and a mode."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from vstbcpn_cli.edition.model import (
    Column,
    Edition,
    FieldType,
    Indicator,
    Matrix,
    MatrixRow,
    Nature,
    ReportingPeriod,
    ReportingUnit,
    Requirement,
    Table,
)

OLDEST_STOCK = 1945
YEARS_BEFORE = 6


class Applicability(msgspec.Struct, frozen=True):
    """Answers for one unit in one period; every method gives one of REQUIRED, OPTIONAL, CONDITIONAL, ANSWERED, CLOSED.

    A lead-only item (L) is OPTIONAL for its lead (leaving it empty is a warning of its own, R33) and CLOSED for
    everybody else. A computed field is CLOSED: it is never typed.
    """

    edition: Edition
    unit: ReportingUnit
    period: ReportingPeriod

    @property
    def filled_at_issue(self) -> frozenset[str]:
        """The entry fields that are already filled in the blank of this unit."""
        proposed = (i.code for i in self.edition.indicators.values() if self.unit.kind in i.proposed)
        return self.edition.filled_at_issue.union(proposed)

    def indicator(self, spec: Indicator) -> Requirement:
        if spec.type is FieldType.CALC or self._wrong_mode(spec.mode):
            return Requirement.CLOSED
        return self._asked(spec, spec.code)

    def explained(self, spec: Indicator) -> Requirement:
        """Whether an explanation may stand beside an indicator: where it is answered, and where what is computed
        says so."""
        return Requirement.CLOSED if self._wrong_mode(spec.mode) else self._asked(spec, spec.code)

    def matrix_cell(self, matrix: Matrix, row: MatrixRow, column: Column) -> Requirement:
        if column.type is FieldType.CALC or self._wrong_mode(matrix.mode) or not column.applies_to(self.unit.kind):
            return Requirement.CLOSED
        mark = self._asked(row, f"{matrix.code}.{row.code}")
        if mark is Requirement.REQUIRED and column.required is not None:
            return column.required
        return mark

    def asked_on_line(self, code: str) -> list[str]:
        """The answers that are typed on the line of one of them: the reason and the explanation there are for all."""
        matrix, row, _ = self.edition.matrix_cells.get(code, (None, None, None))
        if matrix is None or row is None:
            return [code]
        return [matrix.cell_code(row, c) for c in matrix.columns if self.is_open(self.matrix_cell(matrix, row, c))]

    def table(self, spec: Table) -> Requirement:
        if self._wrong_mode(spec.mode):
            return Requirement.CLOSED
        return self._asked(spec, spec.code)

    def nature(self, code: str, spec: Indicator | Column) -> Nature:
        """A column is of the nature of its table unless it says otherwise."""
        if spec.nature is Nature.NONE and code in self.edition.table_columns:
            return self.edition.table_columns[code][0].nature
        return spec.nature

    def years(self, nature: Nature) -> tuple[int, int]:
        """First and last year a date may lie in. A stock may be older: decisions and clubs live long."""
        year = self.edition.year
        return (OLDEST_STOCK if nature is Nature.STOCK else year - YEARS_BEFORE), year

    def is_open(self, mark: Requirement) -> bool:
        return mark is not Requirement.CLOSED

    def lead_only(self, code: str) -> bool:
        """Whether an item is marked L for this kind of unit."""
        spec = self._marked(code)
        return spec is not None and spec.required.get(self.unit.kind) is Requirement.LEAD

    def asks_lead(self, code: str) -> bool:
        """Whether its lead is to answer an item marked L in this period."""
        spec = self._marked(code)
        return self.lead_only(code) and spec is not None and self.period.code not in spec.optional_in

    def _marked(self, code: str) -> Indicator | MatrixRow | Table | None:
        """What carries the mark of a field: a matrix cell has that of its row, a column that of its table."""
        edition = self.edition
        if code in edition.matrix_cells:
            return edition.matrix_cells[code][1]
        table = edition.tables.get(code) or edition.tables.get(code.rpartition(".")[0])
        return edition.indicators.get(code) or table

    def _wrong_mode(self, mode: str) -> bool:
        return bool(mode) and mode != self.edition.election_mode

    def _asked(self, spec: Indicator | MatrixRow | Table, code: str) -> Requirement:
        mark = spec.required.get(self.unit.kind, Requirement.CLOSED)
        if mark is Requirement.LEAD:
            return Requirement.OPTIONAL if self.unit.leads(code) else Requirement.CLOSED
        demanded = mark in (Requirement.REQUIRED, Requirement.ANSWERED)
        return Requirement.OPTIONAL if demanded and self.period.code in spec.optional_in else mark


def withholdable(applies: Applicability) -> Iterator[str]:
    """The indicators and matrix cells of the numbered tasks that a unit must answer or give a reason for, in the order
    of the form."""
    for task in applies.edition.tasks:
        if task.numbered:
            yield from (i.code for i in task.indicators if not i.known and _required(applies.indicator(i)))
            for m in task.matrices:
                cells = ((r, c) for r in m.rows if not r.known for c in m.columns)
                yield from (m.cell_code(r, c) for r, c in cells if _required(applies.matrix_cell(m, r, c)))


def _required(mark: Requirement) -> bool:
    return mark is Requirement.REQUIRED
