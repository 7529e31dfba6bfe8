"""VS409: a later step is dated before an earlier one (R11, R19, R35)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, nested
from vstbcpn_cli.model.submission import Observation
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.rules.wording import swapped_hint
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.lists import listing


@dataclass(frozen=True, slots=True)
class Order(Params):
    """Codes in their order, or the two date columns of a table; equal dates are in order, missing ones are skipped."""

    fields: tuple[Code, ...] = ()
    table: Code = ""
    start: Code = ""
    end: Code = ""

    def __post_init__(self) -> None:
        if bool(self.fields) == bool(self.table and self.start and self.end):
            raise ValueError("cần fields, hoặc table, start và end")


def check(params: Order, scope: Scope) -> Iterator[Fault]:
    for line in scope.lines(table=params.table):
        dated = []
        for name in params.fields or (params.start, params.end):
            found = line.value(name)
            if found is not None and found.date is not None:
                dated.append((name, found, found.date))
        for (before, earlier, first), (after, later, second) in pairwise(dated):
            if second < first:
                hint = _swapped(earlier, later, line.label(before))
                yield Fault(
                    later,
                    f"“{line.label(after)}” là {short_date(second)}, "
                    f"trước “{line.label(before)}” là {short_date(first)}{hint}.",
                    "Đề nghị kiểm tra lại hai ngày.",
                    (earlier,),
                )


def _swapped(earlier: Observation, later: Observation, label: str) -> str:
    """Which of the two is in order with day and month the other way round; where it is the first, it is named."""
    first, second = earlier.date, later.date
    assert first is not None
    assert second is not None
    hint = swapped_hint(later, first.__le__)
    return hint or swapped_hint(earlier, second.__ge__, label)


def live(params: Order, form: LiveForm) -> Iterator[LiveCheck]:
    """A date is compared with the nearest one before it that is given."""
    for line in form.lines(table=params.table):
        names = [n for n in params.fields or (params.start, params.end) if line.cell(n)]
        for position, name in enumerate(names[1:], 1):
            earlier = '""'
            for before in names[:position]:
                earlier = nested(line.usable(before), line.cell(before), earlier)
            labels = listing(map(line.label, names[:position]))
            yield LiveCheck(
                at=line.code(name),
                text=f"“{line.label(name)}” không trước {labels}",
                ready=(*line.usable(name), f"ISNUMBER({earlier})"),
                broken=f"{line.cell(name)}<{earlier}",
                cells=(line.code(name),),
                table=line.table,
                met_at_issue=set(names[: position + 1]) <= form.applies.filled_at_issue,
            )


RULE = ConstraintRule(
    code="VS409",
    name="dates-out-of-order",
    severity=Severity.ERROR,
    title="Thứ tự các ngày chưa hợp lý",
    why="Việc làm sau không thể có ngày sớm hơn việc làm trước.",
    example="“Đến ngày” là 02/5/2011, trước “Từ ngày” là 10/5/2011.",
    fix="Kiểm tra lại hai ngày; có thể ngày và tháng đổi chỗ cho nhau hoặc nhầm năm.",
    params=Order,
    check=check,
    live=live,
)
