"""VS407: a yes beside a figure of 0 (R46)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope


@dataclass(frozen=True, slots=True)
class YesFigure(Params):
    """Where `field` is a yes, the number `positive` is above 0. A no says nothing of it: too few may still be some."""

    field: Code
    positive: Code


def check(params: YesFigure, scope: Scope) -> Iterator[Fault]:
    """Silent while the figure is not known."""
    answer, figure = scope.value(params.field), scope.value(params.positive)
    if answer is None or answer.value is not True or figure is None or figure.number is None:
        return
    if figure.number <= 0:
        fact = f"“{scope.label(params.field)}” là “{answer.text}” nhưng “{scope.label(params.positive)}” bằng 0."
        yield Fault(answer, fact, "Đề nghị kiểm tra lại hai ô này.", (figure,))


def live(params: YesFigure, form: LiveForm) -> Iterator[LiveCheck]:
    if not form.cell(params.field) or not form.cell(params.positive):
        return
    yield LiveCheck(
        at=params.field,
        text=f"“{form.label(params.field)}” đúng với “{form.label(params.positive)}”",
        ready=(*form.usable(params.field), *form.usable(params.positive)),
        broken=f"AND({form.says(params.field, ('Có',))},{form.cell(params.positive)}<=0)",
        cells=(params.field,),
    )


RULE = ConstraintRule(
    code="VS407",
    name="yes-without-figure",
    severity=Severity.WARNING,
    title="Câu trả lời “Có” trái với số liệu",
    why="Trả lời “Có” thì số liệu đi kèm thường phải lớn hơn 0.",
    example="Trả lời “Có” ở câu “Đã bố trí đủ cán bộ làm công tác BĐG, VSTBCPN” nhưng số cán bộ là 0.",
    fix="Sửa câu trả lời hoặc số liệu cho khớp nhau; nếu đúng như vậy thì ghi lý do vào cột “Giải trình”.",
    params=YesFigure,
    check=check,
    live=live,
)
