"""What is printed beside the totals and is made of them: shares, answers, tables with their lists, targets.

Numbers are left as they are; whoever writes them down encodes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vstbcpn_cli.edition.model import Aggregate, Calc, Edition, FieldType, Table
from vstbcpn_cli.model.calculation import table_of
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.counting import rows_calc
from vstbcpn_cli.model.totals import Share
from vstbcpn_cli.report.context.targets import lead_row
from vstbcpn_cli.report.rows import UnitFigures, base_of

_ADDED = (FieldType.INT, FieldType.MONEY)
"""The columns of a table that have a total."""


def counts_of(made: Consolidation) -> dict[str, int]:
    """How many units stand how, and how many figures do not count: what report, manifest and data all say."""
    coverage = made.coverage
    return {
        "units": len(coverage.units),
        "sent": len(coverage.sent),
        "missing": len(coverage.missing),
        "nil": len(coverage.nil),
        "excluded": len(coverage.excluded),
        "late": len(coverage.late),
        "withheld_values": len(made.withheld()),
    }


def beside_total(made: Consolidation, figures: UnitFigures, code: str) -> dict[str, Any]:
    """The shares of a total, by kind of unit and by answer, and of which rows it is made; keys without content are
    left out."""
    told: dict[str, Any] = {}
    base, whole = base_of(made, code), made.whole_of(code)
    if made.aggregate_of(code) is Aggregate.COUNT_YES:
        whole = whole or base
    if base and (share := made.share(code, base)):
        told["share"] = {"base": base, **_share(share)}
    if whole:
        shares = {kind: made.share(code, whole, kind) for kind in figures.kinds}
        told["kind_shares"] = {kind: {"base": whole, **_share(s)} for kind, s in shares.items() if s}
    if made.aggregate_of(code) is Aggregate.COUNT_BY_VALUE:
        given = {answer: made.answered(code, answer) for answer in sorted(made.total(code).by_value)}
        told["answer_shares"] = {answer: _share(share) for answer, share in given.items() if share}
    spec = made.edition.indicators.get(code)
    if spec is not None and spec.calc is not None and (table := table_of(made.edition, spec.calc)):
        told["rows"] = _rows(spec.calc, table)
    return {key: value for key, value in told.items() if value}


def added_columns(table: Table) -> tuple[str, ...]:
    """The codes of the columns that are added up, in their order."""
    return tuple(table.column_code(c) for c in table.columns if c.type in _ADDED)


def tables_of(made: Consolidation) -> Iterator[tuple[str, str]]:
    """Code and label of every table, each followed by its columns that have a total."""
    for table in made.edition.tables.values():
        yield table.code, made.edition.label_of(table.code)
        for column in (c for c in table.columns if c.type in _ADDED):
            yield table.column_code(column), f"{table.label} – {column.label}"


def beside_rows(made: Consolidation, code: str) -> dict[str, Any]:
    """Of the total of a table or column what each unit gives, the divisions by each list, which rows count."""
    table = _table(made.edition, code)
    lists = [c for c in table.columns if made.edition.choices(c)]
    by = {c.key: dict(made.divided(code, c.key)) for c in lists}
    return {
        "given": {p.unit.code: p.number or 0 for p in made.total(code).parts},
        "by": {key: found for key, found in by.items() if found},
        "rows": _rows(rows_calc(made.edition, code), table.code),
    }


def targets_of(made: Consolidation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every target of the strategies with the figure of the unit that leads it and where that stands."""
    at = made.edition.targets
    if at is None:
        return
    rows = made.rows(at.table)
    for catalogue in made.edition.catalogues:
        for target in catalogue.targets:
            code = f"{catalogue.code}-{target.code}"
            counted = lead_row(at, rows, code)
            figure = counted.cell(at.result) if counted else None
            told: dict[str, Any] = {"label": target.label, "measure": target.measure}
            told["value"] = figure.value if figure is not None and figure.given else None
            place = {"unit": counted.unit.code, "indicator": f"{at.table}.{at.result}"} if counted else {}
            yield code, told | place | ({"row": counted.row.number} if counted else {})


def _table(edition: Edition, code: str) -> Table:
    return edition.tables[code] if code in edition.tables else edition.table_columns[code][0]


def _rows(calc: Calc, table: str) -> dict[str, Any]:
    """The table, the column that is added up ("" where rows are counted), and which cells decide about a row."""
    column = "" if calc.of == table else calc.of.rpartition(".")[2]
    where: Mapping[str, tuple[str, ...]] = calc.where
    return {"table": table, "column": column, "where": {k: list(v) for k, v in where.items()}, "within": calc.within}


def _share(share: Share) -> dict[str, Any]:
    return {"part": share.part, "whole": share.whole}
