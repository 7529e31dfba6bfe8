"""VS420: every required figure of a task is 0 and the task is not declared nil (R31)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.schema.model import Requirement, Severity
from vstbcpn_cli.submission import Key

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
            f"Toàn bộ {len(given)} số liệu bắt buộc của nhiệm vụ “{scope.edition.task_of[params.task].title}” bằng 0."
        )
        advice = "Đề nghị kiểm tra lại; nếu không phát sinh thì chọn “Không phát sinh trong kỳ”."
        yield Fault(given[0], fact, advice, tuple(given[1:]))


def _within(task: str, key: Key, scope: Scope) -> bool:
    found = scope.edition.task_of.get(key.code)
    return found is not None and found.code == task and not key.row


RULE = ConstraintRule(
    code="VS420",
    name="all-zero-task",
    severity=Severity.WARNING,
    title="Toàn bộ số liệu của nhiệm vụ bằng 0",
    why="Số 0 ở mọi ô có thể là không phát sinh, cũng có thể là chưa có số liệu.",
    example="Mọi ô số bắt buộc của trang tính “NV6” đều bằng 0.",
    fix="Chọn “Không phát sinh trong kỳ” cho nhiệm vụ, hoặc nhập số liệu phát sinh.",
    params=ZeroTask,
    check=check,
)
