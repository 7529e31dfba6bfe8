"""VS419: an answer that only other kinds of unit may give (R29)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, KindCode, Params, Scope
from vstbcpn_cli.rules.wording import said


@dataclass(frozen=True, slots=True)
class KindChoice(Params):
    """`value` of `field` is left to the kinds named."""

    field: Code
    value: str
    allowed_kinds: tuple[KindCode, ...]


def check(params: KindChoice, scope: Scope) -> Iterator[Fault]:
    found = scope.value(params.field)
    if found is not None and found.text == params.value and scope.unit.kind not in params.allowed_kinds:
        fact = f"“{scope.label(params.field)}” là {said(found)}, không áp dụng cho loại đơn vị này."
        yield Fault(found, fact, "Đề nghị chọn giá trị khác trong danh sách của ô.")


def live(params: KindChoice, form: LiveForm) -> Iterator[LiveCheck]:
    if form.applies.unit.kind not in params.allowed_kinds and form.cell(params.field):
        yield LiveCheck(
            at=params.field,
            text=f"“{form.label(params.field)}” khác “{params.value}”",
            ready=form.usable(params.field),
            broken=form.says(params.field, (params.value,)),
            cells=(params.field,),
        )


RULE = ConstraintRule(
    code="VS419",
    name="choice-not-for-kind",
    severity=Severity.ERROR,
    title="Giá trị không dành cho loại đơn vị này",
    why="Chỉ huyện, xã có số liệu toàn địa bàn; nếu sở, ngành cũng báo cáo toàn địa bàn thì số liệu bị tính hai lần.",
    example="Sở Y tế chọn phạm vi số liệu “Toàn địa bàn”.",
    fix="Chọn giá trị đúng với đơn vị.",
    params=KindChoice,
    check=check,
    live=live,
)
