"""Tables, their columns and the targets of a strategy back to the rows they were made of."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Catalogue, Column, Edition, ReportingUnit, Requirement, Table, Target
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.counting import CountedForm
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import TableAnswer, Value
from vstbcpn_cli.model.totals import Share, Total, UnitRow, Withheld
from vstbcpn_cli.report.context.targets import lead_row
from vstbcpn_cli.report.data.derived import added_columns
from vstbcpn_cli.usecases.tracing.from_totals import (
    LEFT_OPTIONAL,
    filter_words,
    is_optional,
    silence_of,
    sources_of,
    withheld_line,
    without_whole,
)
from vstbcpn_cli.usecases.tracing.model import Method, Traced, TraceLine, TraceStanding

NO_COLUMN: frozenset[str] = frozenset()
"""No column of a table is private: `private` is a key of the header alone."""
_LEFT_EMPTY = "Đơn vị để trống cột này ở các dòng của bảng."
UNSORTED = "Chưa phân loại"
"""What stands in rows whose cell of the list is empty or withheld."""


def traced_rows(made: Consolidation, code: str, answer: str = "") -> Traced:
    """A table (how many rows count) or a column of it (their sum); with an answer only the rows that carry it."""
    edition = made.edition
    table, column = edition.table_columns[code] if code in edition.table_columns else (edition.tables[code], None)
    numeric = column is not None and code in added_columns(table)
    lists = [c for c in table.columns if made.edition.choices(c)]
    within = _lists(made, table, column)
    of = code if numeric else table.code
    value = made.total(of).value
    if answer and column is not None and numeric:
        chosen = [r for r in made.added_rows(code) if _carries(r, within, answer)]
        value = sum((r.row.cells[column.key].number or 0 for r in chosen), 0)
    elif answer:
        value = sum(_carries(r, within, answer) for r in made.counted_rows(table.code))
    return Traced(
        code=f"{code}:{answer}" if answer else code,
        label=edition.label_of(code) + (f" – {answer}" if answer else ""),
        method=Method.SUM_OF_ROWS if numeric else Method.ROWS,
        measure=column.measure if column is not None and numeric else "dòng",
        value=value,
        share=None if numeric else _share_of_rows(made, table, within, answer),
        base=table.code,
        where=filter_words(table, table.counted),
        by={} if answer else {table.column_code(c): _named(made.divided(of, c.key)) for c in lists},
        lines=tuple(_lines(made, table, column, answer)),
        level=made.edition.office.level,
    )


def ambiguous(edition: Edition, code: str, answer: str) -> tuple[str, ...]:
    """The columns of a table that all have an answer, where it does not say which of them is meant."""
    table, column = edition.table_columns[code] if code in edition.table_columns else (edition.tables[code], None)
    if column is not None and edition.choices(column):
        return ()
    found = tuple(table.column_code(c) for c in table.columns if answer in edition.choices(c))
    return found if len(found) > 1 else ()


def _lists(made: Consolidation, table: Table, column: Column | None) -> tuple[str, ...]:
    """The columns in which an answer is looked for: the one that is asked for, else all that have a list."""
    lists = tuple(c.key for c in table.columns if made.edition.choices(c))
    return (column.key,) if column is not None and column.key in lists else lists


def _share_of_rows(made: Consolidation, table: Table, lists: Sequence[str], answer: str) -> Share | None:
    """The rows with an answer, of those that count and have a usable one in that column."""
    keys = [key for key in lists if answer in made.edition.choices(table.column(key))] if answer else []
    rows = [row.text(key) for key in keys for row in made.counted_rows(table.code)]
    known = [text for key in keys for text in rows if text in made.edition.choices(table.column(key))]
    units = tuple({r.unit.code: r.unit for r in made.counted_rows(table.code)}.values())
    return Share(known.count(answer), len(known), units) if known else None


def traced_target(made: Consolidation, catalogue: Catalogue, target: Target) -> Traced:
    """One target: the lead unit's row is the province's figure, rows of other units are only shown."""
    code, at = f"{catalogue.code}-{target.code}", made.edition.targets
    assert at is not None
    files = {e.unit.code: e for e in made.entries}
    found = [r for r in made.rows(at.table) if r.text(at.code) == code]
    figure = made.edition.tables[at.table].column(at.result)
    counted = lead_row(at, found, code)
    lines = [_target_line(r, files[r.unit.code], figure, leads=r is counted) for r in found]
    sent = {line.unit.code for line in lines}
    silent = [u.unit for u in made.coverage.units if u.unit.leads(f"{at.table}.{code}") and u.unit.code not in sent]
    told = {*files, *(u.unit.code for u in made.coverage.nil)}
    lines += [
        TraceLine(unit, TraceStanding.NO_DATA if unit.code in told else silence_of(made, unit)) for unit in silent
    ]
    told_figure = counted.cell(figure.key) if counted else None
    return Traced(
        code=code,
        label=target.label,
        method=Method.TARGET,
        measure=target.measure,
        value=told_figure.value if told_figure is not None else None,
        lines=tuple(lines),
        level=made.edition.office.level,
    )


def _target_line(found: UnitRow, entry: CountedForm, figure: Column, *, leads: bool) -> TraceLine:
    """The whole row; its figure may be withheld, or be that of a unit that does not lead the target."""
    told = _row_line(found, entry, None, TraceStanding.COUNTED if leads else TraceStanding.SHOWN)
    held = found.withheld.get(figure.key)
    return replace(told, standing=TraceStanding.WITHHELD, remark=f"{held.code}: {held.fact}") if held else told


def _lines(made: Consolidation, table: Table, column: Column | None, answer: str) -> Iterator[TraceLine]:
    entries = {e.unit.code: e for e in made.entries}
    within = _lists(made, table, column)
    numeric = column is not None and table.column_code(column) in added_columns(table)
    total = made.total(table.column_code(column) if column is not None and numeric else table.code)
    known, held = {p.unit.code for p in total.parts}, {w.unit.code: w for w in total.withheld}
    rows: dict[str, list[UnitRow]] = {}
    for row in made.rows(table.code):
        rows.setdefault(row.unit.code, []).append(row)
    for unit in (u.unit for u in made.coverage.units):
        entry = entries.get(unit.code)
        wanted = [r for r in rows.get(unit.code, []) if _carries(r, within, answer)]
        if entry is not None and wanted:
            lines = [_row_line(row, entry, column, _standing(row, known)) for row in wanted]
            told = [_checked(made, pair, column, held.get(unit.code)) for pair in zip(wanted, lines, strict=True)]
            filled = [line for line in told if column is None or line.sources]
            yield from filled or [_left_empty(made, entry, held.get(unit.code))]
        elif not answer and unit.code not in rows:
            yield _without_rows(made, total, table, unit, entry)


def _checked(
    made: Consolidation, pair: tuple[UnitRow, TraceLine], column: Column | None, unit: Withheld | None
) -> TraceLine:
    """The line of a row, with what withholds it."""
    row, line = pair
    own = row.counts and column is not None and column.key in row.withheld
    held = line.standing is TraceStanding.WITHHELD or own
    return _held(made, row, line, column, unit) if held else line


def _standing(row: UnitRow, known: Container[str]) -> TraceStanding:
    """`known` are the units whose figure is part of the total."""
    if row.counts or row.undecided:
        return TraceStanding.COUNTED if row.counts and row.unit.code in known else TraceStanding.WITHHELD
    return TraceStanding.SHOWN


def _held(
    made: Consolidation, row: UnitRow, line: TraceLine, column: Column | None, unit: Withheld | None
) -> TraceLine:
    """The error in the cell itself, or what withholds the figure of the whole unit."""
    own = row.withheld.get(column.key) if column is not None else None
    finding = own or row.undecided or (unit.finding if unit else None)
    told = without_whole(made.edition, unit.whole) if unit and not unit.finding else ""
    remark = f"{finding.code}: {finding.fact}" if finding else told
    return replace(line, standing=TraceStanding.WITHHELD, value=None, remark=remark)


def _row_line(found: UnitRow, entry: CountedForm, column: Column | None, standing: TraceStanding) -> TraceLine:
    """One row: of a column its cell, of a whole table every cell that was filled."""
    cells = found.row.cells
    told = [cells[column.key]] if column is not None and column.key in cells else list(cells.values())
    sources = tuple(s for o in told if o.given or o.raw for s in sources_of(o, entry.submission, NO_COLUMN))
    value = told[0].value if column is not None and told else None
    return TraceLine(found.unit, standing, value, None, sources)


def _left_empty(made: Consolidation, entry: CountedForm, held: Withheld | None) -> TraceLine:
    """A unit whose rows have nothing in the column, which adds nothing unless its figure is withheld."""
    return (
        withheld_line(made.edition, held, entry.submission)
        if held
        else TraceLine(entry.unit, TraceStanding.COUNTED, remark=_LEFT_EMPTY)
    )


def _without_rows(
    made: Consolidation, total: Total, table: Table, unit: ReportingUnit, entry: CountedForm | None
) -> TraceLine:
    mark = Applicability(made.edition, unit, made.coverage.period).table(table)
    if mark is Requirement.CLOSED:
        return TraceLine(unit, TraceStanding.NOT_APPLICABLE)
    if entry is None:
        return TraceLine(unit, silence_of(made, unit))
    held = next((w for w in total.withheld if w.unit.code == unit.code), None)
    if held is not None:
        return withheld_line(made.edition, held, entry.submission)
    answer = entry.submission.tables.get(table.code, TableAnswer(table.code))
    if answer.nil is not None:
        return TraceLine(
            unit,
            TraceStanding.COUNTED,
            0,
            sources=tuple(sources_of(answer.nil, entry.submission, made.edition.private)),
        )
    return TraceLine(unit, TraceStanding.NO_DATA, remark=LEFT_OPTIONAL if is_optional(made, unit, table) else "")


def _carries(found: UnitRow, lists: Sequence[str], answer: str) -> bool:
    return not answer or any(found.text(key) == answer for key in lists)


def _named(divided: Mapping[str, Value]) -> Mapping[str, Value]:
    """Without a usable answer in the list, under words that say so."""
    return {answer or UNSORTED: value for answer, value in divided.items()}
