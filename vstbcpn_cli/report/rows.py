"""Every answer of every unit as one flat line with the cell it stands in: what annex, CSV and JSON are written from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import PurePosixPath

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Aggregate, Edition, FieldType, ReportingUnit, Task
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.counting import CountedForm
from vstbcpn_cli.model.coverage import Judged
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Observation, State, TableAnswer
from vstbcpn_cli.text.casing import lower_first
from vstbcpn_cli.text.normalise import scrubbed


def as_passed_on(finding: Finding) -> Finding:
    """A finding as the outputs of `consolidate` say it. They are signed, handed up and sent round, and that two units
    are alike is no proof which of them has copied: the other is counted and not named. The officer who is to ask them
    finds the names where nobody else looks: on the screen, in the overview and in the JSON of `validate`."""
    if not finding.unit_fact:
        return finding
    return replace(finding, fact=finding.unit_fact, value="")  # the value may name the other unit too


def said_of(finding: Finding) -> str:
    """What a list says of a finding: what is so, and what to do."""
    told = as_passed_on(finding)
    return f"{told.fact} {told.advice}"


class FigureStatus(StrEnum):
    """What a figure says; zero is a value, and a withheld one does not count."""

    VALUE = "value"
    UNAVAILABLE = "unavailable"
    NOT_APPLICABLE = "not_applicable"
    EMPTY = "empty"
    WITHHELD = "withheld"


_STATUS = {
    State.VALUE: FigureStatus.VALUE,
    State.EMPTY: FigureStatus.EMPTY,
    State.UNAVAILABLE: FigureStatus.UNAVAILABLE,
    State.NOT_APPLICABLE: FigureStatus.NOT_APPLICABLE,
    State.UNREADABLE: FigureStatus.WITHHELD,
}


class UnitFigure(msgspec.Struct, frozen=True):
    """One answer of one unit; `row` is the row of a table from 1, else 0.

    `asked` is False where the form does not ask this unit and nothing stands there; `finding` is what withholds it.
    """

    unit: ReportingUnit
    code: str
    row: int
    observation: Observation | None
    status: FigureStatus
    asked: bool
    finding: Finding | None = None

    @property
    def remarked(self) -> bool:
        """Whether a reason or an explanation stands beside it, asked or not."""
        return self.observation is not None and bool(self.observation.reason or self.observation.explanation)

    @property
    def number(self) -> int | Decimal | None:
        """The value when it is a number that counts."""
        counts = self.status is FigureStatus.VALUE and self.observation is not None
        return self.observation.number if counts and self.observation else None

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """Every typed cell behind the figure, in reading order, each once."""
        return tuple(sorted(set(self.observation.cells()))) if self.observation is not None else ()

    @property
    def typed(self) -> str:
        """What the unit wrote, where it does not count."""
        if self.status is not FigureStatus.WITHHELD or self.observation is None:
            return ""
        return self.observation.raw or self.observation.text


def file_name(path: str) -> str:
    """The name alone, cleaned: outputs never depend on the folder, and a name can hold anything a text can."""
    return scrubbed(PurePosixPath(path).name).replace("\n", " ")


def by_name(judged: tuple[Judged, ...]) -> list[Judged]:
    """In an order that does not depend on the order in which files were found."""
    return sorted(judged, key=lambda j: (file_name(j.outcome.file.path), j.outcome.file.sha256))


def type_of(edition: Edition, code: str) -> FieldType:
    """The type of an indicator, matrix cell or table column."""
    if code in edition.indicators:
        return edition.indicators[code].type
    if code in edition.matrix_cells:
        return edition.matrix_cells[code][2].type
    return edition.table_columns[code][1].type


def full_label(edition: Edition, code: str) -> str:
    """The printed name of a code that stands alone: “– nữ” is named with the field above it that it is a part of."""
    own = edition.label_of(code)
    if code in edition.matrix_cells:
        _, row, column = edition.matrix_cells[code]
        return f"{row.label}, {lower_first(column.label.lstrip('– '))}" if column.level else own
    if code not in edition.indicators or not edition.indicators[code].label.startswith("–"):
        return own
    before = [i.label for i in edition.task_of[code].indicators]
    above = before[: before.index(edition.indicators[code].label)]
    whole = next((label for label in reversed(above) if not label.startswith("–")), "")
    return f"{whole} – {own}" if whole else own


def base_of(consolidation: Consolidation, code: str) -> str:
    """What the printed share of a code is taken of: a code, "units" for yes/no, "" where no share is printed."""
    edition = consolidation.edition
    if code in edition.matrix_cells:
        matrix, row, column = edition.matrix_cells[code]
        whole = next((w for part, w in matrix.shares if part == column.key), "")
        return f"{matrix.code}.{row.code}.{whole}" if whole and not matrix.levels else ""
    declared = edition.indicators[code].share_of
    return declared or ("units" if consolidation.aggregate_of(code) is Aggregate.COUNT_YES else "")


def codes_of(task: Task) -> tuple[str, ...]:
    """Indicators, then matrix cells of a task, in the order of the form."""
    fields = tuple(i.code for i in task.indicators)
    return fields + tuple(m.cell_code(r, c) for m in task.matrices for r in m.rows for c in m.columns)


class UnitFigures:
    """Reads the figures of one consolidation, unit by unit in register order."""

    def __init__(self, consolidation: Consolidation) -> None:
        self.consolidation = consolidation
        self.edition = consolidation.edition
        self._outside: dict[str, frozenset[str]] = {}
        self._open: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}
        self._codes = {task.code: codes_of(task) for task in self.edition.tasks}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of unit that report in this period."""
        return self.consolidation.coverage.kinds

    def of_entry(self, entry: CountedForm) -> Iterator[UnitFigure]:
        """Everything one unit was asked or wrote, in the order of the form."""
        for task in self.edition.tasks:
            yield from (f for f in self.of_task(entry, task) if f.asked or f.remarked)
            for table in task.tables:
                yield from self.of_table(entry, table.code)

    def of_task(self, entry: CountedForm, task: Task) -> Iterator[UnitFigure]:
        """One figure per code of a task, asked or not."""
        for code in self._codes[task.code]:
            asked = self._asked(code, entry.unit)
            yield self._figure(entry, code, 0, entry.submission.values.get(code), asked=asked)

    def of_table(self, entry: CountedForm, table: str) -> Iterator[UnitFigure]:
        """The cells of every row; the answer “Không có” is one figure with the code of the table."""
        answer = entry.submission.tables.get(table, TableAnswer(table))
        if answer.nil is not None:
            yield self._figure(entry, table, 0, answer.nil, asked=True)
        for row in answer.rows:
            for column in self.edition.tables[table].columns:
                code = f"{table}.{column.key}"
                yield self._figure(entry, code, row.number, row.cells.get(column.key), asked=True)

    def _asked(self, code: str, unit: ReportingUnit) -> bool:
        if type_of(self.edition, code) is FieldType.CALC:
            return unit.code not in self._not_asked(code)
        alike = (unit.kind, unit.lead_for)  # all that a form depends on
        if alike not in self._open:
            self._open[alike] = frozenset(self._asked_of(unit))
        return code in self._open[alike]

    def _asked_of(self, unit: ReportingUnit) -> Iterator[str]:
        """Every field and matrix cell the form leaves open to this unit."""
        applies = Applicability(self.edition, unit, self.consolidation.coverage.period)
        yield from (c for c, i in self.edition.indicators.items() if applies.is_open(applies.indicator(i)))
        yield from (c for c, cell in self.edition.matrix_cells.items() if applies.is_open(applies.matrix_cell(*cell)))

    def _not_asked(self, code: str) -> frozenset[str]:
        """The units whose form has nothing to compute this field from."""
        if code not in self._outside:
            total = self.consolidation.total(code)
            self._outside[code] = frozenset(u.code for u in total.not_applicable)
        return self._outside[code]

    def _figure(self, entry: CountedForm, code: str, row: int, found: Observation | None, *, asked: bool) -> UnitFigure:
        if found is None or (found.state is State.EMPTY and not found.raw):
            status = FigureStatus.EMPTY if asked else FigureStatus.NOT_APPLICABLE
            return UnitFigure(entry.unit, code, row, found, status, asked)
        finding = entry.finding_behind(found)
        held = finding is not None or (not row and code in entry.wholeless)
        status = FigureStatus.WITHHELD if held else _STATUS[found.state]
        return UnitFigure(entry.unit, code, row, found, status, asked=True, finding=finding)
