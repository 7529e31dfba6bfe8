"""VS415: too many people for one event on average (R24)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.text.numbers import number


@dataclass(frozen=True, slots=True)
class Average(Params):
    """Column keys of a table: `total` over `count` may not pass `limit`; rows without a count are skipped."""

    table: Code
    total: Code
    count: Code
    limit: Decimal


def check(params: Average, scope: Scope) -> Iterator[Fault]:
    for line in scope.lines(table=params.table):
        total, count = line.value(params.total), line.value(params.count)
        if total is None or count is None or total.number is None or not count.number:
            continue
        if total.number > params.limit * count.number:
            average = number(Fraction(total.number) / Fraction(count.number))
            yield Fault(
                total,
                f"“{line.label(params.total)}” là {number(total.number)}, “{line.label(params.count)}” là "
                f"{number(count.number)}, bình quân {average}, cao hơn mức thường gặp {number(params.limit)}.",
                "Đề nghị kiểm tra lại hai ô; nếu đúng thì ghi rõ ở cột “Giải trình”.",
                (count,),
            )


def live(params: Average, form: LiveForm) -> Iterator[LiveCheck]:
    for line in form.lines(table=params.table):
        total, each = line.cell(params.total), line.cell(params.count)
        yield LiveCheck(
            at=line.code(params.total),
            text=f"“{line.label(params.total)}” bình quân không quá {number(params.limit)}",
            ready=(*line.usable(params.total, params.count), f"{each}>0"),
            broken=f"{total}>{params.limit}*{each}",
            cells=(line.code(params.total), line.code(params.count)),
            table=line.table,
        )


RULE = ConstraintRule(
    code="VS415",
    name="average-too-high",
    severity=Severity.WARNING,
    title="Bình quân cao bất thường",
    why="Một cuộc tuyên truyền trực tiếp ít khi có quá 2.000 người nghe; có thể thừa một chữ số 0.",
    example="3 cuộc có 30.000 lượt người nghe.",
    fix="Kiểm tra số cuộc và số lượt người; nếu đúng thì ghi rõ ở cột “Giải trình”.",
    params=Average,
    check=check,
    live=live,
)
