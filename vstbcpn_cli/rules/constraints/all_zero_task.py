"""VS420: every required figure of a task is 0 and the task is not declared nil (R31)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Column, Edition, FieldType, Indicator, Requirement, Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, none_of
from vstbcpn_cli.model.submission import Key
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.text.numbers import number

_LEAST = 2
"""A single required figure of 0 says nothing about the task."""


@dataclass(frozen=True, slots=True)
class ZeroTask(Params):
    """The code of the task."""

    task: Code


def check(params: ZeroTask, scope: Scope) -> Iterator[Fault]:
    """Indicators and matrix cells; silent as soon as one of them carries a fault, which may hide a figure."""
    if params.task in scope.submission.nil_tasks or any(_within(params.task, k, scope) for k in scope.blocked):
        return
    asked = [
        e.observation
        for e in scope.entries_of[params.task]
        if e.mark is Requirement.REQUIRED and e.spec.type.numeric and not e.observation.key.row
    ]
    given = [o for o in asked if o.number is not None]
    if len(given) >= _LEAST and not any(o.number for o in given):
        fact = (
            f"Toàn bộ {number(len(given))} số liệu bắt buộc đã ghi của nhiệm vụ "
            f"“{scope.edition.task_of[params.task].title}” bằng 0."
        )
        advice = "Đề nghị kiểm tra lại; nếu không phát sinh thì chọn “Không phát sinh trong kỳ”."
        yield Fault(given[0], fact, advice, tuple(given[1:]))


def live(params: ZeroTask, form: LiveForm) -> Iterator[LiveCheck]:
    """Required figures are looked at together; the other cells of the task one by one, for their faults."""
    marked, others = _marked(params.task, form)
    asked = [code for code, spec in marked if spec.type.numeric]
    if len(asked) < _LEAST:
        return
    cells = ",".join(map(form.cell, asked))
    excused = "+".join(f'(TRIM({form.cell(c)})="")*(TRIM({form.reason(c)})<>"")' for c in asked if form.reason(c))
    task = next(t for t in form.applies.edition.tasks if t.code == params.task)
    yield LiveCheck(
        at=asked[0],
        text=f"Có số liệu khác 0, hoặc nhiệm vụ chọn “{form.applies.edition.words['nil.task']}”",
        ready=(
            f"NOT({form.nil(task.code)})",
            f"COUNT({cells})>={_LEAST}",
            f"COUNT({cells})+{excused or '0'}={len(asked)}",
        ),
        broken=f"IF(MIN({cells})=0,IF(MAX({cells})=0,{none_of(map(form.wrong, others))},FALSE),FALSE)",
        settled=(*(code for code, spec in marked if not spec.type.numeric), *others, *(t.code for t in task.tables)),
    )


def _marked(task: str, form: LiveForm) -> tuple[list[tuple[str, Indicator | Column]], list[str]]:
    """The open cells of a task that must be answered, and the codes of those that need not."""
    applies = form.applies
    found = next(t for t in applies.edition.tasks if t.code == task)
    cells: list[tuple[str, Indicator | Column, Requirement]] = [
        (i.code, i, applies.indicator(i)) for i in found.indicators
    ]
    for m in found.matrices:
        cells += [(m.cell_code(r, c), c, applies.matrix_cell(m, r, c)) for r in m.rows for c in m.columns]
    cells = [(c, s, mark) for c, s, mark in cells if form.cell(c) and s.type is not FieldType.CALC]
    required = [(c, s) for c, s, mark in cells if mark is Requirement.REQUIRED]
    return required, [c for c, _, mark in cells if mark is not Requirement.REQUIRED]


def _within(task: str, key: Key, scope: Scope) -> bool:
    found = scope.edition.task_of.get(key.code)
    return found is not None and found.code == task and not key.row


def _figures(params: ZeroTask, edition: Edition) -> Iterator[str]:
    """A fault of any indicator or matrix cell of the task may hide a figure; one in a table hides none."""
    return (c for c, t in edition.task_of.items() if t.code == params.task and c not in edition.table_columns)


RULE = ConstraintRule(
    code="VS420",
    name="all-zero-task",
    severity=Severity.WARNING,
    title="Toàn bộ số liệu của nhiệm vụ bằng 0",
    why="Số 0 ở mọi ô có thể là không phát sinh, cũng có thể là chưa có số liệu.",
    example="Mọi ô số bắt buộc của trang tính một nhiệm vụ đều bằng 0.",
    fix="Chọn “Không phát sinh trong kỳ” cho nhiệm vụ, hoặc nhập số liệu phát sinh.",
    params=ZeroTask,
    check=check,
    live=live,
    also_reads=_figures,
)
