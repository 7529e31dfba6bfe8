"""VS411: a body with many women has no woman among its key leaders (R13; NQ 11-NQ/TW, NĐ 48/2009)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.text.numbers import number, share_of


@dataclass(frozen=True, slots=True)
class LeaderShare(Params):
    """When `part` is `threshold` percent of `whole` or more, `field` should be Có."""

    part: Code
    whole: Code
    threshold: Decimal
    field: Code


def check(params: LeaderShare, scope: Scope) -> Iterator[Fault]:
    part, whole, leader = scope.value(params.part), scope.value(params.whole), scope.value(params.field)
    if part is None or whole is None or leader is None or leader.value is not False or not leader.given:
        return
    if part.number is None or not whole.number or part.number * 100 < params.threshold * whole.number:
        return
    if part.number > whole.number:
        return  # more women than people is a fault of the two figures and says nothing of the leaders
    share = share_of(part.number, whole.number)
    yield Fault(
        leader,
        f"“{scope.label(params.part)}” chiếm {share} nhưng “{scope.label(params.field)}” là “Không”, "
        "chưa đạt yêu cầu của Nghị quyết 11-NQ/TW và Nghị định 48/2009/NĐ-CP.",
        "Đề nghị kiểm tra lại; nếu đúng thì ghi rõ ở cột “Giải trình”.",
        (part, whole),
    )


def live(params: LeaderShare, form: LiveForm) -> Iterator[LiveCheck]:
    part, whole = form.cell(params.part), form.cell(params.whole)
    if part and whole and form.cell(params.field):
        high = f"(ROUND({part}*100-{whole}*{params.threshold},6)>=0)*({part}<={whole})>0"
        many = f"“{form.label(params.part)}” chiếm từ {number(params.threshold)}%"
        yield LiveCheck(
            at=params.field,
            text=f"{many} thì “{form.label(params.field)}” là “Có”; nếu chưa có thì ghi lý do ở cột “Giải trình”",
            ready=(*form.usable(params.field, params.part, params.whole), f"{whole}>0"),
            broken=f"IF({form.says(params.field, ('Không',))},{high},FALSE)",
            cells=(params.field,),
        )


RULE = ConstraintRule(
    code="VS411",
    name="share-without-leader",
    severity=Severity.WARNING,
    title="Nhiều nữ nhưng không có nữ lãnh đạo chủ chốt",
    why="Nghị quyết 11-NQ/TW, Nghị định 48/2009/NĐ-CP yêu cầu đơn vị từ 30% nữ trở lên có nữ lãnh đạo chủ chốt.",
    example="Nữ chiếm 45% nhưng không có nữ lãnh đạo chủ chốt.",
    fix="Kiểm tra số liệu; nếu đúng thì ghi rõ ở cột “Giải trình”.",
    params=LeaderShare,
    check=check,
    live=live,
)
