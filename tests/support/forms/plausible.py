"""Complete, consistent, invented answers for one unit in one period, and the submission they would come back as."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.support.forms import plausible_tasks as tasks
from tests.support.forms.answers_by_type import Drawn, answer_to
from tests.support.forms.plausible_fill import Filler
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import (
    WINDOW,
    Column,
    Edition,
    FieldType,
    Indicator,
    Register,
    ReportingPeriod,
    ReportingUnit,
    Requirement,
    Severity,
    Table,
)
from vstbcpn_cli.model.calculation import compute
from vstbcpn_cli.model.coverage import Coverage, Judged, Receipt, cover
from vstbcpn_cli.model.findings import Finding, Status
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import (
    CellCount,
    CellRef,
    Key,
    Observation,
    SourceFile,
    Stamp,
    State,
    Submission,
    TableAnswer,
    TableRow,
    Value,
)

NIL = "Không có"
YEARS = (2011, 2026)
"""Of these a whole form is written; what other editions ask is drawn by its type."""
_REASONS = {"Chưa có số liệu": State.UNAVAILABLE, "Không áp dụng": State.NOT_APPLICABLE}


@dataclass(frozen=True, slots=True)
class Answers:
    """What a unit types: `values` by indicator and matrix-cell code, table rows by column key, tables answered with
    “Không có”, and what stands in the columns “Lý do để trống” and “Giải trình”."""

    values: dict[str, Value]
    tables: dict[str, list[dict[str, Value]]]
    nil_tables: set[str]
    reasons: dict[str, str] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)


def plausible(edition: Edition, unit: ReportingUnit, period: ReportingPeriod, seed: str = "2011") -> Answers:
    """A filling without a single finding, the same for the same seed and unit.

    Of the shipped editions it is one that a careful unit might have sent, and NAM goes on from 6T; of any other edition
    it keeps to what that declares. Required answers that nobody has thought of are drawn by their type.
    """
    applies = Applicability(edition, unit, period)
    written = edition.year in YEARS and "T6.05" in edition.indicators
    filler: Filler | Drawn = Filler(edition, unit, period, seed) if written else Drawn(applies, seed)
    if isinstance(filler, Filler):
        for fill in tasks.ALL:
            fill(filler)
        filler.speak_of_the_year()
    open_codes = set(_open_codes(edition, applies))
    values = {c: v for c, v in filler.values.items() if c in open_codes}
    tables = {c: r for c, r in filler.tables.items() if c in open_codes}
    given = filler.reasons if isinstance(filler, Filler) else {}
    reasons = {c: r for c, r in given.items() if c in open_codes and c not in values}
    nil = {c for c in filler.nil if c in open_codes}
    for code, spec in _required(edition, applies).items():
        if code not in values and code not in reasons:
            values[code] = answer_to(spec, applies, random.Random(f"{seed}:{unit.code}:{code}"))
    return Answers(values, tables, nil, reasons)


def _open_codes(edition: Edition, applies: Applicability) -> Iterator[str]:
    yield from (c for c, i in edition.indicators.items() if applies.is_open(applies.indicator(i)))
    yield from (c for c, cell in edition.matrix_cells.items() if applies.is_open(applies.matrix_cell(*cell)))
    yield from (c for c, t in edition.tables.items() if applies.is_open(applies.table(t)))


def _required(edition: Edition, applies: Applicability) -> dict[str, Indicator | Column]:
    """The indicators and matrix cells marked B."""
    fields = {c: i for c, i in edition.indicators.items() if applies.indicator(i) is Requirement.REQUIRED}
    cells = {c: m[2] for c, m in edition.matrix_cells.items() if applies.matrix_cell(*m) is Requirement.REQUIRED}
    return {**fields, **cells}


def missing_answers(edition: Edition, unit: ReportingUnit, period: ReportingPeriod, answers: Answers) -> Iterator[str]:
    """Codes marked B or B* that have no answer; none for a plausible filling."""
    applies = Applicability(edition, unit, period)
    yield from (c for c in _required(edition, applies) if c not in answers.values)
    for code, table in edition.tables.items():
        answered = code in answers.nil_tables or answers.tables.get(code)
        if applies.table(table) is Requirement.ANSWERED and not answered:
            yield code
        for row in answers.tables.get(code, []):
            needed = [c.key for c in table.columns if c.required is Requirement.REQUIRED and not c.fixed]
            yield from (f"{code}.{k}" for k in needed if k not in row)


def submission_of(
    edition: Edition, unit: ReportingUnit, period: ReportingPeriod, answers: Answers, path: str = ""
) -> Submission:
    """The submission a faultless reader would make of the answers: every open cell observed, calculations included."""
    places = _Places()
    values = {c: _scalar(edition, c, answers, places) for c in _typed_codes(edition)}
    tables = {c: _table(edition, t, answers, places) for c, t in edition.tables.items()}
    start, end = (values.get(edition.code_of(role)) for role in WINDOW)
    window = ((start and start.date) or period.from_date, (end and end.date) or period.until_date)
    values.update(compute(edition, values, tables, window))
    path = path or f"2-nhan-ve/{edition.edition}-{period.form_code}_{unit.code}.xlsx"
    digest = hashlib.sha256(repr((path, answers)).encode()).hexdigest()
    stamp = Stamp(edition.edition, edition.fingerprint, unit.code, period.code, str(edition.issue), "stamp")
    source = SourceFile(path, digest, 40_000, "Microsoft Excel 16.0")
    made = Submission(source, stamp, unit.code, period.code, values, tables)
    typed = sum(1 for o in made.observations() if o.given)
    return replace(made, count=CellCount(typed=typed, in_data=typed))


class _Places:
    """Hands out cells sheet by sheet, from row 6 down."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}

    def next_row(self, sheet: str) -> int:
        self.rows[sheet] = self.rows.get(sheet, 5) + 1
        return self.rows[sheet]


def _typed_codes(edition: Edition) -> Iterator[str]:
    yield from (c for c, i in edition.indicators.items() if i.type is not FieldType.CALC)
    yield from (c for c, (_, _, column) in edition.matrix_cells.items() if column.type is not FieldType.CALC)


def _scalar(edition: Edition, code: str, answers: Answers, places: _Places) -> Observation:
    sheet = edition.task_of[code].sheet
    column = 4
    if code in edition.matrix_cells:
        matrix, _, spec = edition.matrix_cells[code]
        column = 4 + matrix.columns.index(spec)
        line = places.rows[sheet] if column > 4 else places.next_row(sheet)
        cell = CellRef(sheet, line, column)
    else:
        cell = CellRef(sheet, places.next_row(sheet), column)
    reason = answers.reasons.get(code, "")
    return _observe(Key(code), answers.values.get(code), cell, reason, answers.explanations.get(code, ""))


def _observe(key: Key, value: Value | None, cell: CellRef, reason: str = "", explanation: str = "") -> Observation:
    state = State.VALUE if value is not None else _REASONS.get(reason, State.EMPTY)
    raw = "" if value is None else ("Có" if value is True else "Không" if value is False else str(value))
    return Observation(key, state, value, cell, raw, reason, explanation)


def _table(edition: Edition, table: Table, answers: Answers, places: _Places) -> TableAnswer:
    sheet = edition.task_of[table.code].sheet
    first = places.next_row(sheet)
    anchor = CellRef(sheet, first, 2)
    if table.code in answers.nil_tables:
        return TableAnswer(table.code, (), _observe(Key(table.code), NIL, anchor), anchor)
    rows = []
    for number, row in enumerate(answers.tables.get(table.code, []), 1):
        line = first if number == 1 else places.next_row(sheet)
        cells = {c.key: _cell(table, c, row, Key(table.column_code(c), number), line) for c in table.columns}
        rows.append(TableRow(number, CellRef(sheet, line, 1), _on_sheet(cells, sheet)))
    return TableAnswer(table.code, tuple(rows), None, anchor)


def _cell(table: Table, column: Column, row: Mapping[str, Value], key: Key, line: int) -> Observation:
    value = row.get(column.key, column.fixed or None)
    return _observe(key, value, CellRef("", line, 2 + table.columns.index(column)))


def _on_sheet(cells: Mapping[str, Observation], sheet: str) -> dict[str, Observation]:
    found = {}
    for key, one in cells.items():
        assert one.cell is not None
        place = CellRef(sheet, one.cell.row, one.cell.column)
        found[key] = Observation(one.key, one.state, one.value, place, one.raw)
    return found


def coverage_of(
    edition: Edition,
    register: Register,
    period: ReportingPeriod,
    submissions: Iterable[Submission],
    received: Mapping[str, dt.date] | None = None,
    findings: Mapping[str, tuple[Finding, ...]] | None = None,
) -> Coverage:
    """The coverage of in-memory submissions; `received` and `findings` by unit code, by default in time and none."""
    usual = period.due - dt.timedelta(days=3)
    judged = []
    for one in submissions:
        found = (findings or {}).get(one.unit, ())
        receipt = Receipt((received or {}).get(one.unit, usual), from_log=one.unit in (received or {}))
        judged.append(Judged(one, found, _status(found), receipt))
    return cover(edition, period, register, tuple(judged))


def _status(found: tuple[Finding, ...]) -> Status:
    severities = {f.severity for f in found}
    if Severity.ERROR in severities:
        return Status.PARTIAL
    return Status.WITH_WARNINGS if Severity.WARNING in severities else Status.ACCEPTED


def everyone(edition: Edition, register: Register, period: ReportingPeriod, seed: str = "2011") -> list[Submission]:
    """The submissions of all units of a period, in register order."""
    units = register.valid_on(period.until_date)
    return [submission_of(edition, u, period, plausible(edition, u, period, seed)) for u in units]
