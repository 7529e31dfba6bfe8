"""`chi-tieu_….csv`: every figure the form asks for, and all that is needed to add it up without this program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from vstbcpn_cli.edition.model import (
    Aggregate,
    Calc,
    CalcOp,
    Column,
    Edition,
    FieldType,
    Indicator,
    Nature,
    Requirement,
)
from vstbcpn_cli.edition.part_whole import wholes_of
from vstbcpn_cli.model.calculation import table_of
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.counting import rows_calc
from vstbcpn_cli.report.data.csv_text import Field, harmless, plain, write_csv
from vstbcpn_cli.report.data.derived import added_columns
from vstbcpn_cli.report.data.names import codes_told, label_told, measure_told
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.rows import type_of

NAME = "chi-tieu_{stem}.csv"
HEADS = (
    *("province", "edition", "period"),
    *("indicator", "position", "task", "task_label", "block", "label", "measure", "type", "holds", "nature"),
    *("aggregate", "additive", "part_of", "numerator", "denominator", "lead_only", "lead_units"),
    *("rows_of", "rows_where", "rows_within", "calculation", "made_of"),
    *("code_list", "answers", "outside", "official_value", "official_source"),
)
TABLE = "table"
"""The type of a code that stands for the rows of a table."""
_YES_NO = ("Có", "Không")
_COUNTED = (CalcOp.SUM, CalcOp.COUNT, CalcOp.RATIO)
"""Computations that give a number; the others answer with words."""


def render(report: Report, path: Path) -> None:
    write_csv(path, HEADS, lines(report))


def lines(report: Report) -> Iterator[list[Field]]:
    """In the order of the form."""
    made = report.consolidation
    edition = made.edition
    head: list[Field] = [edition.office.province_code, edition.edition, made.coverage.period.code]
    wholes = wholes_of(edition)
    for position, code in enumerate(codes_told(edition), 1):
        task = edition.task_of[code]
        kind = TABLE if code in edition.tables else type_of(edition, code).value
        named = (task.code, harmless(task.title), _block(edition, code), harmless(label_told(edition, code)))
        what: list[Field] = [
            code,
            position,
            *named,
            measure_told(edition, code),
            kind,
            holds(edition, code),
            _nature(edition, code).value,
        ]
        adds: list[Field] = [aggregate(made, code), additive(made, code), wholes.get(code, ""), *_share(made, code)]
        yield [*head, *what, *adds, *_leads(made, code), *_computed(edition, code), *_answers(made, code)]


def aggregate(made: Consolidation, code: str) -> str:
    """How the lines that count become the published figure; "none" where none is published."""
    column = made.edition.table_columns.get(code)
    if column is not None and code not in added_columns(column[0]):
        return Aggregate.NONE.value
    return made.aggregate_of(code).value


def additive(made: Consolidation, code: str) -> str:
    """Whether figures may be added over units: "yes", "kind" = only over units of one kind, "no"."""
    if aggregate(made, code) != Aggregate.SUM.value:
        return "no"
    cell = made.edition.matrix_cells.get(code)
    return "kind" if cell is not None and cell[0].levels else "yes"


def _share(made: Consolidation, code: str) -> tuple[str, str]:
    """What the share of a figure is made of: two codes whose sums are divided, or a code and "units" for all that have
    answered."""
    edition = made.edition
    if code in edition.tables or code in edition.table_columns:
        return "", ""
    whole = made.whole_of(code) or ("units" if made.aggregate_of(code) is Aggregate.COUNT_YES else "")
    return made.ratio_of(code) or ((code, whole) if whole else ("", ""))


def _block(edition: Edition, code: str) -> str:
    """The table or matrix it stands in."""
    if code in edition.matrix_cells:
        return edition.matrix_cells[code][0].code
    return (
        code if code in edition.tables else edition.table_columns[code][0].code if code in edition.table_columns else ""
    )


def _spec(edition: Edition, code: str) -> Indicator | Column | None:
    if code in edition.indicators:
        return edition.indicators[code]
    if code in edition.matrix_cells:
        return edition.matrix_cells[code][2]
    return edition.table_columns[code][1] if code in edition.table_columns else None


def holds(edition: Edition, code: str) -> str:
    """Whether it stands in the column `value` or in `answer`."""
    spec = _spec(edition, code)
    counted = spec is None or spec.type.numeric or (spec.calc is not None and spec.calc.op in _COUNTED)
    return "value" if counted else "answer"


def _nature(edition: Edition, code: str) -> Nature:
    if code in edition.indicators:
        return edition.indicators[code].nature
    if code in edition.matrix_cells:
        return edition.matrix_cells[code][1].nature
    table = edition.tables.get(code) or edition.table_columns[code][0]
    return (code in edition.table_columns and edition.table_columns[code][1].nature) or table.nature


def _leads(made: Consolidation, code: str) -> list[Field]:
    """Whether only a lead unit gives it for the province, and the units that lead it or some of its rows."""
    edition = made.edition
    marks: Mapping[str, Requirement]
    if code in edition.indicators:
        marks, alone = edition.indicators[code].required, edition.indicators[code].province == "lead"
    elif code in edition.matrix_cells:
        marks, alone = edition.matrix_cells[code][1].required, False
    else:
        table = edition.tables.get(code) or edition.table_columns[code][0]
        marks, alone = table.required, False
    alone = alone or set(marks.values()) - {Requirement.CLOSED} == {Requirement.LEAD}
    units = [u.unit.code for u in made.coverage.units if u.unit.leads(code)]
    return [int(alone), " ".join(units)]


def _computed(edition: Edition, code: str) -> list[Field]:
    """Which rows of which table make it up, or which other codes."""
    calc = _calc(edition, code)
    if calc is None:
        return ["", "", "", "", ""]
    table = table_of(edition, calc)
    where = {key: list(allowed) for key, allowed in calc.where.items()} if table else {}
    of = calc.of if calc.op in (CalcOp.SUM, CalcOp.COUNT, CalcOp.SOME, CalcOp.TARGET_MET) else ""
    made_of = (of, *(c for c in _parts(edition, code, calc) if c), *calc.terms)
    return [table, _json(where), calc.within, calc.op.value, " ".join(filter(None, made_of))]


def _calc(edition: Edition, code: str) -> Calc | None:
    column = edition.table_columns.get(code)
    if code in edition.tables or (column is not None and code in added_columns(column[0])):
        return rows_calc(edition, code)
    spec = _spec(edition, code)
    return spec.calc if spec is not None else None


def _parts(edition: Edition, code: str, calc: Calc) -> tuple[str, ...]:
    """Part and whole; in a matrix they are columns of the same row."""
    found = (calc.part, calc.whole)
    if code not in edition.matrix_cells:
        return found if calc.op is not CalcOp.TARGET_MET else ()
    matrix, row, _ = edition.matrix_cells[code]
    return tuple(f"{matrix.code}.{row.code}.{key}" for key in found if key)


def _answers(made: Consolidation, code: str) -> list[Field]:
    """The closed list of answers, those outside the shares, and the figure the office gives in the place of a sum."""
    edition, spec = made.edition, _spec(made.edition, code)
    offered: tuple[str, ...] = ()
    if spec is not None:
        offered = _YES_NO if spec.type is FieldType.BOOL else edition.choices(spec)
    outside = spec.outside if isinstance(spec, Indicator) else ()
    given = made.given.get(code)
    official = (plain(given.value), harmless(given.source)) if given else ("", "")
    name = spec.codes if spec is not None else ""
    return [harmless(name), _json(list(offered)), _json(list(outside)), *official]


def _json(found: list[str] | dict[str, list[str]]) -> str:
    """A list or rule of several words in one field; "" of none."""
    return harmless(json.dumps(found, ensure_ascii=False)) if found else ""
