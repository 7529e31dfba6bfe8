"""Every unit by every figure it is asked for: what it gives, whether that counts, and where it lacks.

The lines that count add up to the published figures with nothing else known: of an indicator or matrix cell one line of
each unit; of a table a line of 1 for each row that counts; of a column that is added up the cells in these rows. A unit
that gives nothing to a figure has a line `row` 0 that says why, so that what lacks can be counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import IntEnum, StrEnum

import msgspec

from vstbcpn_cli.edition.model import Edition, FieldRole, Table, Task
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.counting import CountedForm, rows_calc
from vstbcpn_cli.model.coverage import UnitCoverage
from vstbcpn_cli.model.submission import CellRef
from vstbcpn_cli.model.totals import Total, UnitRow
from vstbcpn_cli.report.context.period_and_units import estimating
from vstbcpn_cli.report.data.csv_text import harmless, plain
from vstbcpn_cli.report.data.derived import added_columns
from vstbcpn_cli.report.rows import FigureStatus, UnitFigure, UnitFigures, codes_of


class LineStatus(StrEnum):
    """What a line says: as `FigureStatus`, and of a unit without a form that it is missing, or that it has confirmed to
    have nothing to report and so gives 0."""

    VALUE = "value"
    UNAVAILABLE = "unavailable"
    NOT_APPLICABLE = "not_applicable"
    EMPTY = "empty"
    WITHHELD = "withheld"
    MISSING = "missing"
    NIL = "nil"


class Estimated(StrEnum):
    """What is known of a number: its unit says that none is estimated, or that some are, without saying which."""

    UNKNOWN = ""
    NO = "no"
    POSSIBLE = "possible"


_OBSERVED = {
    LineStatus.VALUE: "A",
    LineStatus.NIL: "A",
    LineStatus.UNAVAILABLE: "L",
    LineStatus.NOT_APPLICABLE: "M",
    LineStatus.EMPTY: "O",
    LineStatus.MISSING: "O",
    LineStatus.WITHHELD: "Q",
}
"""Codes of SDMX (CL_OBS_STATUS): normal; missing as not collected, as it cannot exist, without a reason; suppressed."""
PROVISIONAL = "P"
OBSERVED = tuple(sorted({*_OBSERVED.values(), PROVISIONAL}))


class _Standing(IntEnum):
    """How one unit stands to one total."""

    OUTSIDE = 0
    PART = 1
    NO_DATA = 2
    WITHHELD = 3
    MISSING = 4
    NIL = 5


_LACKING = (_Standing.NO_DATA, _Standing.WITHHELD, _Standing.MISSING)
_ONE = 1


class FigureLine(msgspec.Struct, frozen=True):
    """One figure of one unit. `number` or `answer` is what it gives, `typed` what stands in the cell as the unit wrote
    it; `counts` whether it is part of the published figure, `lacking` whether the unit lacks in that; `finding` is the
    code of the rule that withholds it, `repaired` who of the office has decided on it."""

    code: str
    row: int
    status: LineStatus
    number: int | Decimal | None = None
    answer: str = ""
    counts: bool = False
    lacking: bool = False
    estimated: Estimated = Estimated.UNKNOWN
    typed: str = ""
    finding: str = ""
    repaired: str = ""
    cells: tuple[CellRef, ...] = ()

    @property
    def observed(self) -> str:
        """Its status as statistical offices write it (SDMX)."""
        return PROVISIONAL if self.estimated is Estimated.POSSIBLE else _OBSERVED[self.status]


class UnitLines:
    """Gives the lines of a consolidation, unit by unit; fields that are private have none."""

    def __init__(self, made: Consolidation) -> None:
        self.made, self.edition = made, made.edition
        self._figures = UnitFigures(made)
        self._entries = {e.unit.code: e for e in made.entries}
        self._number = {u.unit.code: n for n, u in enumerate(made.coverage.units)}
        self._codes = {t.code: [c for c in codes_of(t) if c not in self.edition.private] for t in self.edition.tasks}
        self._added = {t.code: (t.code, *added_columns(t)) for t in self.edition.tables.values()}
        self._withheld: dict[tuple[str, str], str] = {}
        every = (*(c for codes in self._codes.values() for c in codes), *(c for cs in self._added.values() for c in cs))
        self._standing: Mapping[str, bytes] = {code: self._of_total(made.total(code)) for code in every}

    def of_unit(self, one: UnitCoverage) -> Iterator[FigureLine]:
        """Everything one unit was asked or wrote, in the order of the form."""
        entry, number = self._entries.get(one.unit.code), self._number[one.unit.code]
        estimated = estimates(self.edition, entry)
        for task in self.edition.tasks:
            if entry is None:
                tables = (c for t in task.tables for c in self._added[t.code])
                yield from self._silent(number, (*self._codes[task.code], *tables))
                continue
            yield from self._fields(entry, number, task, estimated)
            for table in task.tables:
                yield from self._table(entry, number, table, estimated)

    def _of_total(self, total: Total) -> bytes:
        """A byte for each unit: of three thousand units and six hundred figures sets would be a hundred megabytes."""
        found = bytearray(len(self._number))
        drawers = {
            _Standing.PART: (p.unit for p in total.parts),
            _Standing.NO_DATA: total.no_data,
            _Standing.WITHHELD: (w.unit for w in total.withheld),
            _Standing.MISSING: total.missing,
            _Standing.NIL: total.nil,
        }
        for standing, units in drawers.items():
            for unit in units:
                found[self._number[unit.code]] = standing
        for held in total.withheld:
            self._withheld[total.code, held.unit.code] = held.finding.code if held.finding else ""
        return bytes(found)

    def _silent(self, number: int, codes: tuple[str, ...]) -> Iterator[FigureLine]:
        for code in codes:
            standing = self._standing[code][number]
            if standing == _Standing.NIL:
                yield FigureLine(code, 0, LineStatus.NIL, 0, counts=True)
            elif standing != _Standing.OUTSIDE:
                yield FigureLine(code, 0, LineStatus.MISSING, lacking=True)

    def _fields(self, entry: CountedForm, number: int, task: Task, estimated: Estimated) -> Iterator[FigureLine]:
        for figure in self._figures.of_task(entry, task):
            if figure.code in self.edition.private or not (figure.asked or figure.remarked):
                continue
            standing = self._standing[figure.code][number]
            excused = figure.status is FigureStatus.EMPTY and standing == _Standing.OUTSIDE
            status = LineStatus.NOT_APPLICABLE if excused else LineStatus(figure.status.value)
            counts, lacking = standing == _Standing.PART, standing in _LACKING
            yield _line(figure, status, estimated, counts=counts, lacking=lacking)

    def _table(self, entry: CountedForm, number: int, table: Table, estimated: Estimated) -> Iterator[FigureLine]:
        rows = {r.row.number: r for r in entry.rows(rows_calc(self.edition, table.code), table.code)}
        parts = {c: self._standing[c][number] == _Standing.PART for c in self._added[table.code]}
        added: set[str] = set()
        nil: UnitFigure | None = None
        at = 0
        for figure in self._figures.of_table(entry, table.code):
            if not figure.row:
                nil = figure
                continue
            row = rows[figure.row]
            if figure.row != at:
                at = figure.row
                counts = row.counts and parts[table.code]
                added |= {table.code} if counts else set()
                yield _row_line(table.code, row, counts=counts)
            given = figure.number is not None if figure.code in parts else figure.status is FigureStatus.VALUE
            counts = row.counts and given and parts.get(figure.code, parts[table.code])
            added |= {figure.code} if counts else set()
            yield _line(figure, LineStatus(figure.status.value), estimated, counts=counts)
        for code in self._added[table.code]:
            if code not in added:
                yield from self._of_table(entry, number, code, nil if code == table.code else None, rows=bool(rows))

    def _of_table(
        self, entry: CountedForm, number: int, code: str, nil: UnitFigure | None, *, rows: bool
    ) -> Iterator[FigureLine]:
        """What a unit gives to a table or column without a cell of it that counts: 0, or nothing and why."""
        standing = self._standing[code][number]
        said = nil.observation if nil is not None else None
        typed, cells = (harmless(said.raw), nil.cells) if nil is not None and said is not None else ("", ())
        if standing == _Standing.PART or (standing == _Standing.OUTSIDE and said is not None):
            answer, counts = harmless(said.text) if said else "", standing == _Standing.PART
            typed = "" if typed == answer else typed
            yield FigureLine(code, 0, LineStatus.VALUE, 0, answer, counts=counts, typed=typed, cells=cells)
        elif standing == _Standing.WITHHELD:
            held = self._withheld[code, entry.unit.code]
            yield FigureLine(code, 0, LineStatus.WITHHELD, lacking=True, typed=typed, finding=held, cells=cells)
        elif standing == _Standing.NO_DATA:
            status = LineStatus.UNAVAILABLE if rows else LineStatus.EMPTY
            yield FigureLine(code, 0, status, lacking=True, typed=typed, cells=cells)


def estimates(edition: Edition, entry: CountedForm | None) -> Estimated:
    """What a unit says of its numbers; where the form asks and nothing stands there, it is read as none (prompt)."""
    if entry is None or not edition.code_of(FieldRole.ESTIMATED):
        return Estimated.UNKNOWN
    return Estimated.POSSIBLE if estimating(edition, entry) else Estimated.NO


def _line(
    figure: UnitFigure, status: LineStatus, estimated: Estimated, *, counts: bool, lacking: bool = False
) -> FigureLine:
    found = figure.observation
    if found is None:
        return FigureLine(figure.code, figure.row, status, counts=counts, lacking=lacking)
    number, finding = figure.number, figure.finding
    given = found.value is not None and status is LineStatus.VALUE
    answer = plain(found.value) if given and number is None and found.value is not None else ""
    typed = harmless(found.raw or (figure.typed if status is LineStatus.WITHHELD else ""))
    repaired = found.repaired.details["by"] if given and found.repaired else ""
    return FigureLine(
        figure.code,
        figure.row,
        status,
        number,
        answer,
        counts,
        lacking,
        Estimated.UNKNOWN if number is None else estimated,
        "" if typed == answer else typed,
        finding.code if finding else "",
        harmless(repaired),
        figure.cells,
    )


def _row_line(table: str, row: UnitRow, *, counts: bool) -> FigureLine:
    """That there is a row; an error that leaves open whether it counts withholds it."""
    finding = row.undecided.code if row.undecided else ""
    status = LineStatus.WITHHELD if row.undecided else LineStatus.VALUE
    number = None if row.undecided else _ONE
    return FigureLine(table, row.row.number, status, number, counts=counts, finding=finding, cells=(row.row.place,))
