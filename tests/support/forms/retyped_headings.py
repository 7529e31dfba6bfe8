"""A return whose headings of one table were typed over, and what is told and read of it."""

from __future__ import annotations

from tests.support.forms import returned as at
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.workbook.form.layout import place
from vstbcpn_cli.workbook.form.sheet_plan import Look, Printed, SheetPlan

UNIT = "huyen-loc-binh"


def plan_of(table: str) -> SheetPlan:
    return next(p for p in place(at.applies_to(UNIT)) if any(x.text == table for x in p.printed if x.look is Look.KEY))


def key_row(table: str) -> int:
    return next(p.row for p in plan_of(table).printed if (p.look, p.text) == (Look.KEY, table))


def heads(table: str) -> list[Printed]:
    row = key_row(table) - 1
    return [p for p in plan_of(table).printed if (p.look, p.row) == (Look.HEAD, row)]


def retyped(table: str, *, down: int = 0, columns: range = range(2, 99)) -> dict[at.Position, object]:
    name = plan_of(table).name
    return {(name, p.row + down, p.column): f"Cột tự đặt {p.column}" for p in heads(table) if p.column in columns}


def told(content: bytes, name: str = "gui-ve.xlsx") -> list[str]:
    return [f"{f.code} {f.place.cell}" for f in at.findings(content, name=name) if f.code not in ("VS102", "VS103")]


def answers(read: Submission) -> dict[str, list[dict[str, object]]]:
    """What stands in the rows of every table, wherever."""
    return {c: [{k: o.value for k, o in row.cells.items()} for row in t.rows] for c, t in read.tables.items()}
