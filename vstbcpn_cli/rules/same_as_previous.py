"""VS505: every figure of a task is what it was in the previous period."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.rules.base import ComparisonRule, Fault, Season
from vstbcpn_cli.rules.scope import Scope
from vstbcpn_cli.rules.wording import number
from vstbcpn_cli.schema.model import Edition, Nature, Severity, Task
from vstbcpn_cli.submission import Observation, Submission

_LEAST = 3
_ADVICE = "Đề nghị cập nhật số liệu kỳ này; nếu đúng là không thay đổi thì ghi rõ ở cột “Giải trình” của ô đầu tiên."
"""So many figures other than 0 that count what happened; fewer may be equal by chance."""


def check(season: Season) -> Iterator[tuple[Submission, Fault]]:
    """Only where a task counts what happened: the number of people or clubs may well stay as it was.

    What is asked in an election year only happens once, and the second report of that year repeats it.
    """
    for scope in season.scopes:
        earlier = season.previous.get(scope.unit.code, {})
        flows = set(scope.codes_of(Nature.FLOW))
        for task in season.edition.tasks if earlier else ():
            found = _figures(scope, task)
            before = [earlier.get(o.key.code) for o in found]
            moving = [o for o in found if o.number and o.key.code in flows and not _once(season.edition, o)]
            same = all(b is not None and o.number == b for o, b in zip(found, before, strict=True))
            if same and len(moving) >= _LEAST:
                fact = f"Toàn bộ {number(len(found))} số liệu của trang “{task.sheet}” giống hệt kỳ trước."
                yield (
                    scope.submission,
                    Fault(found[0], fact, _ADVICE),
                )


def _once(edition: Edition, found: Observation) -> bool:
    """Whether the year of an election alone asks for it."""
    code = found.key.code
    spec = edition.indicators[code] if code in edition.indicators else edition.matrix_cells[code][0]
    return spec.mode == edition.election_mode


def _figures(scope: Scope, task: Task) -> list[Observation]:
    return [
        e.observation
        for e in scope.entries_of[task.code]
        if e.spec.type.numeric and not e.observation.key.row and e.observation.number is not None
    ]


RULE = ComparisonRule(
    code="VS505",
    name="same-as-previous",
    severity=Severity.WARNING,
    title="Số liệu giống hệt kỳ trước",
    why="Tệp của kỳ trước được dùng lại có thể chưa được cập nhật.",
    example="Toàn bộ số liệu của trang tính NV1 giống hệt kỳ trước.",
    fix="Kiểm tra và cập nhật số liệu kỳ này.",
    check=check,
)
