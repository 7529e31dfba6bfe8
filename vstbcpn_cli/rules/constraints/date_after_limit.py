"""VS410: a date lies after the last day that is allowed or hoped for (R09, R21)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, date
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.rules.wording import swapped_hint
from vstbcpn_cli.text.dates import short_date


@dataclass(frozen=True, slots=True)
class Limit(Params):
    """A `field`, or a `column` of a `table`; the limit is a date or the code of one; `note` says what is late."""

    field: Code = ""
    table: Code = ""
    column: Code = ""
    limit: dt.date | None = None
    limit_field: Code = ""
    note: str = ""

    def __post_init__(self) -> None:
        if bool(self.field) == bool(self.table and self.column) or bool(self.limit) == bool(self.limit_field):
            raise ValueError("cần field hoặc table và column, cùng limit hoặc limit_field")


def check(params: Limit, scope: Scope) -> Iterator[Fault]:
    bound = scope.value(params.limit_field) if params.limit_field else None
    limit = params.limit or (bound.date if bound else None)
    if limit is None:
        return
    note = f" ({params.note})" if params.note else ""
    for line in scope.lines(table=params.table):
        name = params.field or params.column
        found = line.value(name)
        if found is not None and found.date is not None and found.date > limit:
            hint = swapped_hint(found, limit.__ge__)
            fact = f"“{line.label(name)}” là {short_date(found.date)}, sau ngày {short_date(limit)}{note}{hint}."
            otherwise = "chuyển sang báo cáo kỳ sau" if params.limit_field else "ghi rõ ở cột “Giải trình”"
            yield Fault(found, fact, f"Đề nghị kiểm tra lại ngày; nếu đúng thì {otherwise}.")


def live(params: Limit, form: LiveForm) -> Iterator[LiveCheck]:
    limit, last = params.limit, form.cell(params.limit_field) if params.limit_field else ""
    said = short_date(limit) if limit else f"“{form.label(params.limit_field)}”"
    for line in form.lines(table=params.table):
        name = params.field or params.column
        if line.cell(name) and (limit or last):
            yield LiveCheck(
                at=line.code(name),
                text=f"“{line.label(name)}” không sau {said}",
                ready=(*(() if limit else form.usable(params.limit_field)), *line.usable(name)),
                broken=f"{line.cell(name)}>{date(limit.year, limit.month, limit.day) if limit else last}",
                cells=(line.code(name),),
                table=line.table,
            )


RULE = ConstraintRule(
    code="VS410",
    name="date-after-limit",
    severity=Severity.WARNING,
    title="Ngày sau thời hạn",
    why="Công việc có thời hạn theo văn bản chỉ đạo; ngày sau ngày chốt số liệu thì khi báo cáo chưa diễn ra.",
    example="Quyết định kiện toàn ngày 15/7/2011, sau hạn Quý II là 30/6/2011.",
    fix="Kiểm tra lại ngày; nếu đúng thì ghi rõ ở cột “Giải trình”.",
    said_by=("date-outside-window",),
    params=Limit,
    check=check,
    live=live,
)
