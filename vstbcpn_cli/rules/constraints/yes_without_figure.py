"""VS407: a yes or no that the figure beside it contradicts (R12, R22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, Terms, count
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.text.numbers import number


@dataclass(frozen=True, slots=True)
class YesFigure(Params):
    """`positive` is the code of a number, or of a table column of which some row must be above 0.

    With `no_may_have` only a yes is held against it: an office that says it has too few still has some.
    """

    field: Code
    positive: Code
    no_may_have: bool = False


def check(params: YesFigure, scope: Scope) -> Iterator[Fault]:
    """Silent while the figure is not known; a table without rows is VS302's and VS406's."""
    answer, figures = scope.value(params.field), scope.answers(params.positive)
    if answer is None or not isinstance(answer.value, bool) or not figures:
        return
    known = [f for f in figures if f is not None and f.number is not None]
    positive = [f for f in known if (f.number or 0) > 0]
    asked, shown = f"“{scope.label(params.field)}” là “{answer.text}”", f"“{scope.label(params.positive)}”"
    advice = "Đề nghị kiểm tra lại các ô này."
    if answer.value and not positive and len(known) == len(figures):
        yield Fault(answer, f"{asked} nhưng {shown} không có số nào lớn hơn 0.", advice, tuple(known))
    elif not answer.value and positive and not params.no_may_have:
        yield Fault(answer, f"{asked} nhưng {shown} là {number(positive[0].number or 0)}.", advice, tuple(positive))


def live(params: YesFigure, form: LiveForm) -> Iterator[LiveCheck]:
    column = form.applies.edition.table_columns.get(params.positive)
    rows = form.rows(column[0].code) if column else form
    if rows is None or not form.cell(params.field) or not rows.cell(params.positive):
        return
    known, figure = rows.usable(params.positive), rows.cell(params.positive)
    if column:
        positive = f"{count((*rows.filled, *known, f'{figure}>0'))}>0"
        all_known = f"{count((*rows.filled, *known))}={count(rows.filled)}"
        ready: Terms = (f"{count(rows.filled)}>0", f"IF({positive},TRUE,{all_known})")
    else:
        positive, ready = f"{figure}>0", known
    yield LiveCheck(
        at=params.field,
        text=f"“{form.label(params.field)}” đúng với “{form.label(params.positive)}”",
        ready=(*form.usable(params.field), *ready),
        broken=f"IF({form.says(params.field, ('Có',))},NOT({positive}),{'FALSE' if params.no_may_have else positive})",
        cells=(params.field,) if not column else (),
    )


RULE = ConstraintRule(
    code="VS407",
    name="yes-without-figure",
    severity=Severity.ERROR,
    title="Câu trả lời “Có”, “Không” trái với số liệu",
    why="Trả lời “Có” thì số liệu phải lớn hơn 0, trả lời “Không” thì số liệu phải bằng 0.",
    example="Đơn vị có nữ lãnh đạo chủ chốt là “Có” nhưng số nữ lãnh đạo chủ chốt là 0.",
    fix="Sửa câu trả lời hoặc số liệu cho khớp nhau.",
    params=YesFigure,
    check=check,
    live=live,
)
