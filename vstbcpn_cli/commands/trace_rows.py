"""Tables, their columns and the targets of a strategy back to the rows they were made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from vstbcpn_cli.calculation import exact
from vstbcpn_cli.commands.trace_totals import filter_words, silence_of, sources_of
from vstbcpn_cli.commands.traced import Line, Method, Standing, Traced
from vstbcpn_cli.consolidation import Consolidation, Entry
from vstbcpn_cli.report.targets import TABLE as TARGET_TABLE
from vstbcpn_cli.schema.applies import Applicability
from vstbcpn_cli.schema.model import Catalogue, Column, FieldType, ReportingUnit, Requirement, Table, Target
from vstbcpn_cli.submission import Observation, TableAnswer, Value
from vstbcpn_cli.totals import UnitRow


def traced_rows(made: Consolidation, code: str, answer: str = "") -> Traced:
    """A table (how many rows count) or a column of it (their sum); with an answer only the rows that carry it."""
    edition = made.edition
    table, column = edition.table_columns[code] if code in edition.table_columns else (edition.tables[code], None)
    numeric = column is not None and column.type.numeric
    counted = [r for r in made.counted_rows(table.code) if _carries(made, table, r, answer)]
    return Traced(
        code=f"{code}:{answer}" if answer else code,
        label=edition.label_of(code) + (f" – {answer}" if answer else ""),
        method=Method.SUM_OF_ROWS if numeric else Method.ROWS,
        measure=column.measure if column is not None and numeric else "dòng",
        value=_sum(counted, column) if column is not None and numeric else len(counted),
        where=filter_words(table, table.counted),
        by=_divided(made, table, counted, column if numeric else None),
        lines=tuple(_lines(made, table, column, answer)),
    )


def traced_target(made: Consolidation, catalogue: Catalogue, target: Target) -> Traced:
    """One target: the lead unit's row is the province's figure, rows of other units are only shown."""
    code = f"{catalogue.code}-{target.code}"
    files = {e.unit.code: e for e in made.entries}
    found = [r for r in made.rows(TARGET_TABLE) if _text(r.row.cells.get("ma_chi_tieu")) == code]
    lines = [_row_line(r, files[r.unit.code], None, leads=r.unit.leads(f"{TARGET_TABLE}.{code}")) for r in found]
    sent = {line.unit.code for line in lines}
    silent = [u.unit for u in made.coverage.units if u.unit.leads(f"{TARGET_TABLE}.{code}") and u.unit.code not in sent]
    told = {*files, *(u.unit.code for u in made.coverage.nil)}
    lines += [Line(unit, Standing.NO_DATA if unit.code in told else Standing.MISSING) for unit in silent]
    counted = next((r for r in found if r.withheld is None and r.unit.leads(f"{TARGET_TABLE}.{code}")), None)
    figure = counted.row.cells.get("thuc_hien") if counted else None
    return Traced(
        code=code,
        label=target.label,
        method=Method.TARGET,
        measure=target.measure,
        value=figure.value if figure is not None else None,
        lines=tuple(lines),
    )


def _lines(made: Consolidation, table: Table, column: Column | None, answer: str) -> Iterator[Line]:
    entries = {e.unit.code: e for e in made.entries}
    rows: dict[str, list[UnitRow]] = {}
    for row in made.rows(table.code):
        rows.setdefault(row.unit.code, []).append(row)
    for unit in (u.unit for u in made.coverage.units):
        entry = entries.get(unit.code)
        wanted = [r for r in rows.get(unit.code, []) if _carries(made, table, r, answer)]
        if entry is not None and wanted:
            lines = (_row_line(r, entry, column, leads=r.row.matches(table.counted)) for r in wanted)
            yield from (line for line in lines if column is None or line.sources)
        elif not answer and unit.code not in rows:
            yield from _without_rows(made, table, unit, entry)


def _row_line(found: UnitRow, entry: Entry, column: Column | None, *, leads: bool) -> Line:
    """One row: of a column its cell, of a whole table every cell that was filled."""
    cells = found.row.cells
    told = [cells[column.key]] if column is not None and column.key in cells else list(cells.values())
    sources = tuple(s for o in told if o.given or o.raw for s in sources_of(o, entry.submission))
    value = told[0].value if column is not None and told else None
    if found.withheld is not None:
        return Line(found.unit, Standing.WITHHELD, None, None, sources, f"{found.withheld.code}: {found.withheld.fact}")
    return Line(found.unit, Standing.COUNTED if leads else Standing.SHOWN, value, None, sources)


def _without_rows(made: Consolidation, table: Table, unit: ReportingUnit, entry: Entry | None) -> Iterator[Line]:
    mark = Applicability(made.edition, unit, made.coverage.period).table(table)
    if mark is Requirement.CLOSED:
        yield Line(unit, Standing.NOT_APPLICABLE)
    elif entry is None:
        yield Line(unit, silence_of(made, unit))
    else:
        answer = entry.submission.tables.get(table.code, TableAnswer(table.code))
        if answer.nil is not None:
            yield Line(unit, Standing.COUNTED, 0, sources=tuple(sources_of(answer.nil, entry.submission)))
        else:
            yield Line(unit, Standing.NO_DATA)


def _carries(made: Consolidation, table: Table, found: UnitRow, answer: str) -> bool:
    lists = [c.key for c in table.columns if made.edition.choices(c)]
    return not answer or any(_text(found.row.cells.get(key)) == answer for key in lists)


def _divided(
    made: Consolidation, table: Table, rows: list[UnitRow], column: Column | None
) -> Mapping[str, Mapping[str, Value]]:
    """How the rows that count, or the sum of a column over them, divide over every list of the table."""
    divided: dict[str, dict[str, Value]] = {}
    for by in (c for c in table.columns if c.type is FieldType.CHOICE):
        for answer in made.edition.choices(by):
            hit = [r for r in rows if _text(r.row.cells.get(by.key)) == answer]
            if hit:
                divided.setdefault(table.column_code(by), {})[answer] = _sum(hit, column) if column else len(hit)
    return divided


def _sum(rows: list[UnitRow], column: Column) -> int | Decimal:
    numbers = [r.row.cells[column.key].number for r in rows if column.key in r.row.cells]
    return exact(sum((n for n in numbers if n is not None), 0))


def _text(cell: Observation | None) -> str:
    return cell.text if cell is not None else ""
