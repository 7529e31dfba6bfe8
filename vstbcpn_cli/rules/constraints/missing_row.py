"""VS406: an answer speaks of documents that the table does not list (R06)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from vstbcpn_cli.edition.model import Edition, Requirement, Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, LiveLine, answers, count, date, nested
from vstbcpn_cli.model.submission import TableRow
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope, When, Where
from vstbcpn_cli.text.lists import listing


@dataclass(frozen=True, slots=True)
class NeededRow(Params):
    """`row` says what the row must hold, `year_column` which date must lie in the year or `years_back` before it."""

    when: When
    table: Code
    row: Where = field(default_factory=dict)
    year_column: Code = ""
    years_back: int = 1


def check(params: NeededRow, scope: Scope) -> Iterator[Fault]:
    """An untouched table is VS302's; one without rows is left to the declaration that asks for any row."""
    answer, trigger = scope.table(params.table), scope.value(params.when.field)
    special = bool(params.row or params.year_column)
    closed = scope.applies.table(scope.edition.tables[params.table]) is Requirement.CLOSED
    if trigger is None or closed or answer.untouched or not params.when.holds(scope) or special > bool(answer.rows):
        return
    if any(_may_match(params, row, scope) for row in answer.rows):
        return
    yield Fault(
        answer.nil if answer.nil and answer.nil.key.code == params.table else scope.place(params.table),
        f"“{scope.label(params.when.field)}” là “{trigger.text}” nhưng bảng “{scope.label(params.table)}” "
        f"chưa có dòng{_wanted(params, scope.edition) or ' nào'}.",
        f"Đề nghị thêm dòng tương ứng vào bảng, {_otherwise(params, scope.edition)}.",
        (trigger,),
    )


def live(params: NeededRow, form: LiveForm) -> Iterator[LiveCheck]:
    rows, field = form.rows(params.table), params.when.field
    if rows is None or not form.cell(field):
        return
    special = bool(params.row or params.year_column)
    any_row = f"{count(rows.filled)}>0"
    there = any_row if special else answers(form, params.table)
    said = f"“{form.label(field)}” là {listing(params.when.equals or (params.when.starts_with,))}"
    yield LiveCheck(
        at=params.table,
        text=f"{said} thì bảng “{form.label(params.table)}” có dòng{_wanted(params, form.applies.edition)}",
        ready=(*form.usable(field), f"IF({params.when.live(form)},{there},TRUE)"),
        broken=f"IF({params.when.live(form)},{_live_matches(params, rows, form)}=0,FALSE)",
    )


def _otherwise(params: NeededRow, edition: Edition) -> str:
    """What else may be wrong: a computed answer follows from the rows."""
    trigger = edition.indicators.get(params.when.field)
    computed = trigger is not None and trigger.calc is not None
    return "hoặc kiểm tra lại ngày của các dòng đã ghi" if computed else "hoặc sửa lại câu trả lời đã chọn"


def _live_matches(params: NeededRow, rows: LiveLine, form: LiveForm) -> str:
    may = []
    for column, allowed in params.row.items():
        may.append(nested(rows.usable(column), rows.says(column, allowed), "TRUE"))
    if params.year_column:
        first, last = form.applies.edition.year - params.years_back, form.applies.edition.year
        day = rows.cell(params.year_column)
        within = f"({day}>={date(first, 1, 1)})*({day}<{date(last + 1, 1, 1)})>0"
        may.append(nested(rows.usable(params.year_column), within, "TRUE"))
    return count((*rows.filled, *may))


def _wanted(params: NeededRow, edition: Edition) -> str:
    kind = f" {listing(v for values in params.row.values() for v in values)}" if params.row else ""
    return kind + (f" của năm {edition.year - params.years_back} hoặc {edition.year}" if params.year_column else "")


def _may_match(params: NeededRow, row: TableRow, scope: Scope) -> bool:
    """A cell that is faulted or empty may be the one that was meant: its own finding comes first."""
    for column, allowed in params.row.items():
        found = scope.row_value(row, column)
        if found is not None and found.given and found.text not in allowed:
            return False
    day = scope.row_value(row, params.year_column) if params.year_column else None
    years = range(scope.edition.year - params.years_back, scope.edition.year + 1)
    return day is None or day.date is None or day.date.year in years


RULE = ConstraintRule(
    code="VS406",
    name="missing-row",
    severity=Severity.ERROR,
    title="Đã chọn “Có” nhưng bảng chưa có dòng tương ứng",
    why="Câu trả lời “Có” cần kèm văn bản hoặc khoản kinh phí cụ thể trong bảng.",
    example="Đã ban hành kế hoạch năm nhưng bảng văn bản chưa có dòng “KH năm”.",
    fix="Thêm dòng vào bảng, hoặc sửa câu trả lời thành “Không”.",
    params=NeededRow,
    check=check,
    live=live,
)
