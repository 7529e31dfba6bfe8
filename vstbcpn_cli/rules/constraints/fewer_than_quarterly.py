"""VS421: fewer items than the strategy asks for in each quarter (R34)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import WINDOW, Edition, Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.text.numbers import number

_QUARTERS = (((1, 1), (3, 31)), ((4, 1), (6, 30)), ((7, 1), (9, 30)), ((10, 1), (12, 31)))


@dataclass(frozen=True, slots=True)
class Quarterly(Params):
    """At least `per_quarter` of `field` for each quarter."""

    field: Code
    per_quarter: int


def check(params: Quarterly, scope: Scope) -> Iterator[Fault]:
    found, quarters = scope.value(params.field), full_quarters(*scope.window)
    least = params.per_quarter * quarters
    if found is not None and found.number is not None and found.number < least:
        yield Fault(
            found,
            f"“{scope.label(params.field)}” là {number(found.number)}, ít hơn {number(least)} "
            f"(mỗi quý {params.per_quarter}, kỳ báo cáo có trọn {quarters} quý).",
            "Đề nghị kiểm tra lại; nếu đúng thì ghi rõ ở cột “Giải trình”.",
        )


def live(params: Quarterly, form: LiveForm) -> Iterator[LiveCheck]:
    """Full quarters lie between the quarter of the day before the window and that of the day after it."""
    opens, closes = form.window
    before, after = (f"(YEAR({d})*4+INT((MONTH({d})-1)/3))" for d in (f"{opens}-1", f"{closes}+1"))
    if form.cell(params.field):
        yield LiveCheck(
            at=params.field,
            text=f"“{form.label(params.field)}”: mỗi quý từ {params.per_quarter} trở lên",
            ready=form.usable(params.field),
            broken=f"{form.cell(params.field)}<{params.per_quarter}*MAX(0,{after}-{before}-1)",
            cells=(params.field,),
        )


def full_quarters(start: dt.date, end: dt.date) -> int:
    """Quarters that lie in the window from their first day to their last: an unfinished one is not yet short."""
    years = range(start.year, end.year + 1)
    spans = ((dt.date(y, *first), dt.date(y, *last)) for y in years for first, last in _QUARTERS)
    return sum(start <= first and last <= end for first, last in spans)


def _window(_params: Quarterly, edition: Edition) -> Iterator[str]:
    return map(edition.code_of, WINDOW)


RULE = ConstraintRule(
    code="VS421",
    name="fewer-than-quarterly",
    severity=Severity.WARNING,
    title="Ít hơn mức mỗi quý",
    why="Chiến lược yêu cầu mỗi quý xã, phường có ít nhất 4 tin, bài trên hệ thống thông tin cơ sở.",
    example="Kỳ báo cáo có trọn 3 quý, số tin, bài là 5.",
    fix="Kiểm tra số tin, bài; nếu đúng thì ghi rõ ở cột “Giải trình”.",
    params=Quarterly,
    check=check,
    live=live,
    also_reads=_window,
)
