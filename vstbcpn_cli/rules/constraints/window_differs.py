"""VS422: the unit counted over another window than the edition asks for (R35)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, date
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.text.dates import short_date


@dataclass(frozen=True, slots=True)
class OwnWindow(Params):
    """The fields that hold the first and the last day of the unit's figures."""

    start: Code
    end: Code


def check(params: OwnWindow, scope: Scope) -> Iterator[Fault]:
    for code, asked in ((params.start, scope.period.from_date), (params.end, scope.period.until_date)):
        found = scope.value(code)
        if found is not None and found.date is not None and found.date != asked:
            fact = f"“{scope.label(code)}” là {short_date(found.date)}, khác ngày quy định {short_date(asked)}."
            yield Fault(found, fact, "Đề nghị lấy số liệu đúng kỳ quy định, hoặc ghi rõ ở cột “Giải trình”.")


def live(params: OwnWindow, form: LiveForm) -> Iterator[LiveCheck]:
    period = form.applies.period
    for code, asked in ((params.start, period.from_date), (params.end, period.until_date)):
        yield LiveCheck(
            at=code,
            text=f"“{form.label(code)}” là {short_date(asked)}",
            ready=form.usable(code),
            broken=f"{form.cell(code)}<>{date(asked.year, asked.month, asked.day)}",
            cells=(code,),
            met_at_issue=code in form.applies.filled_at_issue,
        )


RULE = ConstraintRule(
    code="VS422",
    name="window-differs",
    severity=Severity.WARNING,
    title="Khoảng thời gian lấy số liệu khác quy định",
    why="Số liệu lấy theo những khoảng thời gian khác nhau thì cộng lại không so sánh được.",
    example="Số liệu tính đến 15/6/2011, quy định đến 31/5/2011.",
    fix="Lấy lại số liệu theo đúng khoảng thời gian; nếu không thể thì ghi rõ ở cột “Giải trình”.",
    said_by=("dates-out-of-order",),
    params=OwnWindow,
    check=check,
    live=live,
)
