"""The case files as workbooks and as constraints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tests.support.forms import carried
from tests.support.forms import returned as at
from tests.support.forms.case_files import CLEARED, Form
from tests.support.seasons import season
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.rules.registry import BoundConstraint
from vstbcpn_cli.workbook.form.sheet_plan import Role

ROLES = {"Số liệu": Role.VALUE, "Lý do": Role.REASON, "Giải trình": Role.EXPLANATION}


def workbook(form: Form) -> bytes:
    cells: dict[at.Position, object] = {}
    for table, rows in form.rows.items():
        cells |= emptied(form, table)
        for number, answers in enumerate(rows, 1):
            cells |= {place(form, f"{table}.{key}", "Số liệu", number): value for key, value in answers.items()}
    for code, row, column, value in form.changes:
        if code in season.edition().tables:
            cells |= emptied(form, code)
            first = season.edition().tables[code].columns_on_form[0].key
            cells[place(form, f"{code}.{first}", column, 1)] = value
        else:
            cells[place(form, code, column, row)] = value
    typed = {p: _stored(v) for p, v in cells.items()}
    if not form.carried:
        return at.typed(at.filled(form.unit, form.period), typed)
    lines = standing(form)
    said = {
        carried.confirm(lines, form.unit, table, number, form.period): answer
        for table, some in form.carried.items()
        for number, (_, answer) in enumerate(some, 1)
        if answer
    }
    return carried.answered(at.typed(carried.filled(lines, form.unit, form.period), typed), said)


def standing(form: Form) -> carried.Standing:
    """The lines of the last period by table."""
    return {table: [line for line, _ in lines] for table, lines in form.carried.items()}


def _stored(value: object) -> object:
    """A date of a case is a date cell, as one has it that was copied from another workbook."""
    if isinstance(value, dt.date):
        return at.Stored("n", str((value - dt.date(1899, 12, 30)).days), date=True)
    return None if value is CLEARED else value


def emptied(form: Form, table: str) -> dict[at.Position, object]:
    """Every entry cell of a table but the ones the form fills in itself."""
    fixed = [f"{table}.{c.key}" for c in season.edition().tables[table].columns if c.fixed]
    columns = {place(form, code, "Số liệu", 1)[2] for code in fixed}
    return {p: None for p in at.rows_of(form.unit, table, form.period) if p[2] not in columns}


def place(form: Form, code: str, column: str, row: int) -> at.Position:
    if "!" in code:
        sheet, _, address = code.partition("!")
        letters = address.rstrip("0123456789")
        return sheet, int(address[len(letters) :]), ord(letters) - 64
    role = Role.NIL if code.endswith(".khong_phat_sinh") else ROLES[column]
    if code.endswith(".giai_trinh"):
        role = Role.EXPLANATION
    return at.spot(form.unit, code, role, number=row, period=form.period)


def constraints(also: str) -> Sequence[BoundConstraint]:
    """The constraints of the edition; one that begins in a later year may be judged already."""
    early = (replace(b, constraint=replace(b.constraint, from_year=0)) for b in at.bound() if b.constraint.id == also)
    return [*(b for b in at.bound() if b.constraint.id != also), *early]
