"""VS405: a field is filled although another answer says that there is nothing to fill (R36, R08)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import FieldType, Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, negated
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope, When
from vstbcpn_cli.rules.wording import said


@dataclass(frozen=True, slots=True)
class Occasion(Params):
    """`fields` must be empty unless `when` holds."""

    when: When
    fields: tuple[Code, ...]


def check(params: Occasion, scope: Scope) -> Iterator[Fault]:
    """Silent while the answer that decides is open; 0 and Không say that there was nothing, so they may stand."""
    trigger = scope.value(params.when.field)
    if trigger is None or not params.when.fails(scope):
        return
    chosen = f"“{scope.label(params.when.field)}” là “{trigger.text}”"
    for code in params.fields:
        found = scope.value(code)
        if found is not None and found.given and found.value:
            yield Fault(
                found,
                f"{chosen} nhưng “{scope.label(code)}” đã ghi {said(found)}.",
                "Đề nghị kiểm tra câu trả lời đã chọn, hoặc xóa nội dung ở ô này.",
                (trigger,),
            )


def live(params: Occasion, form: LiveForm) -> Iterator[LiveCheck]:
    indicators, field = form.applies.edition.indicators, params.when.field
    for code in (c for c in params.fields if form.cell(c) and form.cell(field)):
        kind = indicators[code].type
        says_so = form.says(code, ("Có",)) if kind is FieldType.BOOL else f"{form.cell(code)}<>0"
        something = says_so if kind is FieldType.BOOL or kind.numeric else form.answered(code)
        yield LiveCheck(
            at=code,
            text=f"“{form.label(code)}” chỉ điền khi {params.when.told(form.label(field))}",
            ready=(*form.usable(field), negated(form.wrong(code))),
            broken=f"IF({params.when.live(form)},FALSE,IF({form.answered(code)},{something},FALSE))",
            cells=(code,),
        )


RULE = ConstraintRule(
    code="VS405",
    name="filled-without-cause",
    severity=Severity.ERROR,
    title="Có nội dung trái với câu trả lời đã chọn",
    why="Hai ô trả lời trái nhau thì không biết ô nào đúng.",
    example="Đại hội Phụ nữ “Chưa” tổ chức nhưng đã ghi ngày tổ chức.",
    fix="Sửa câu trả lời đã chọn, hoặc xóa nội dung đi kèm.",
    by_removal=True,
    params=Occasion,
    check=check,
    live=live,
)
