"""Other issues of the edition, and the complete form of a unit as one of them printed it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from functools import cache

from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import plausible
from tests.support.seasons import season
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Edition, Indicator, Table, Task
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.layout import place
from vstbcpn_cli.workbook.form.sheet_plan import Role
from vstbcpn_cli.workbook.form.stamp import Master, fields_of
from vstbcpn_cli.workbook.form.writer import draw

UNIT = "so-y-te"


def issued(edition: Edition) -> bytes:
    """The form of the unit, filled in without a fault; drawn once for equal editions."""
    return _drawn(pickle.dumps(edition))


@cache
def _drawn(edition: bytes) -> bytes:
    own = at.applies_to(UNIT)
    applies = Applicability(replace(pickle.loads(edition), fingerprint="0123456789ab"), own.unit, own.period)
    blank = Master.of(draw(plan_form(applies, at.live()))).stamped(fields_of(applies))
    answers = plausible(season.edition(), own.unit, own.period)
    return at.typed(blank, {(s, r, c): v for s, r, c, v in entries(applies, answers)})


def answered(edition: Edition, answers: Mapping[str, object]) -> bytes:
    """Its filled form with more answers; those of a table are typed into its first row."""
    own = at.applies_to(UNIT)
    plans = place(Applicability(edition, own.unit, own.period))
    slots = {
        s.code: (p.name, s.row, s.column) for p in plans for s in p.slots if s.role is Role.VALUE and s.number <= 1
    }
    return at.typed(issued(edition), {slots[code]: value for code, value in answers.items()})


# -------------------------------------------------------------------------------------- how another issue may differ
def reworded(change: Callable[[Task], Task]) -> Edition:
    edition = season.edition()
    return replace(edition, tasks=tuple(change(t) for t in edition.tasks))


def another_label(task: Task) -> Task:
    def worded(spec: Indicator) -> Indicator:
        return replace(spec, label="Số tin, bài đã đăng") if spec.code == "T5.04" else spec

    return replace(task, indicators=tuple(worded(i) for i in task.indicators))


def indicators(own: str, *more: Indicator, **changed: object) -> Edition:
    """The edition with one indicator changed and others behind it."""

    def change(task: Task) -> Task:
        found = [(replace(i, **changed), *more) if i.code == own else (i,) for i in task.indicators]
        return replace(task, indicators=tuple(i for some in found for i in some))

    return reworded(change)


def tables(code: str, change: Callable[[Table], Table]) -> Edition:
    return reworded(lambda task: replace(task, tables=tuple(change(t) if t.code == code else t for t in task.tables)))


def new_line(code: str, measure: str = "ca") -> Indicator:
    """`ca` is a measure that the edition nowhere has."""
    return replace(season.edition().indicators["T5.04"], code=code, label="Số buổi lưu động", measure=measure)


def wider(table: Table) -> Table:
    return replace(table, columns=(*table.columns, replace(table.column("so_nu"), key="so_dtts", label="Số DTTS")))


def new_table(task: Task) -> Task:
    if task.code != "T7":
        return task
    own = task.tables[0]
    more = replace(
        own, code="T7.B2", label="Bảng mới", columns=own.columns[2:4], key=("so_ky_hieu",), counted={}, example={}
    )
    return replace(task, tables=(own, more))


def another_title(task: Task) -> Task:
    return replace(task, title=f"{task.title} (sửa)")


ASKED_THERE = [
    (indicators("T5.04", new_line("T5.04b")), "T5.04b", "dòng “Số buổi lưu động”"),
    (indicators("T5.04", new_line("T5.04b", "cuộc")), "T5.04b", "dòng “Số buổi lưu động”"),
    (tables("T6.B1", wider), "T6.B1.so_dtts", "cột “Số DTTS (lượt)”"),
    (reworded(new_table), "T7.B2.so_ky_hieu", "bảng T7.B2"),
]
"""Issues that ask more: the edition, what is answered there alone, and how that is named."""
