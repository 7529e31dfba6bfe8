"""VS505: the figures of a task are what they were in the previous period, all of them or all but a few."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from vstbcpn_cli.edition.model import Edition, Nature, Severity, Task
from vstbcpn_cli.model.submission import Observation, Submission
from vstbcpn_cli.rules.base import ComparisonRule, Fault, Season
from vstbcpn_cli.rules.likeness import CHANGED, choices
from vstbcpn_cli.rules.scope import Scope
from vstbcpn_cli.text.numbers import number

_LEAST = 3
"""So many different figures other than 0 that count what happened; fewer may be equal by chance."""
_ADVICE = "Đề nghị cập nhật số liệu kỳ này; nếu đúng là không thay đổi thì ghi rõ ở cột “Giải trình” của ô đầu tiên."
_NEAR = Fraction(6, 5)
"""What happens at an office may well come out a fifth higher or lower than before, each figure as likely."""
_ONCE_IN = 20
"""So many honest seasons pass before figures are told that are equal by chance."""


def check(season: Season) -> Iterator[tuple[Submission, Fault]]:
    """Only where a task counts what happened: the number of people or clubs may well stay as it was.

    What is asked in an election year only happens once, and the second report of that year repeats it. Where a figure
    was changed, the others must be so exact that they cannot have come about again.
    """
    needed = math.log2(_ONCE_IN * max(len(season.scopes), 1) * len(season.edition.tasks))
    for scope in season.scopes:
        earlier = season.previous.get(scope.unit.code, {})
        flows = set(scope.codes_of(Nature.FLOW))
        for task in season.edition.tasks if earlier else ():
            found = _figures(scope, task)
            before = [earlier.get(o.key.code) for o in found]
            moving = [o for o in found if o.number and o.key.code in flows and not _once(season.edition, o)]
            equal = [o for o in moving if o.number == earlier.get(o.key.code)]
            all_ = all(b is not None and o.number == b for o, b in zip(found, before, strict=True))
            if len({o.number for o in equal}) < _LEAST or not (
                all_ or _bits(equal, len(moving) - len(equal)) >= needed
            ):
                continue
            some = f"{number(len(equal))} trong {number(len(moving))} số liệu phát sinh"
            told = f"Toàn bộ {number(len(found))} số liệu" if all_ else some
            fact = f"{told} của trang “{task.sheet}” giống hệt kỳ trước."
            at = (found if all_ else equal)[0]
            yield scope.submission, Fault(at, fact, _ADVICE)


def _bits(equal: Sequence[Observation], changed: int) -> float:
    """How unlikely it is that so many came out as before; the same figure twice says it once."""
    figures = {Decimal(o.number) for o in equal if o.number is not None}
    return sum(math.log2(choices(figure, _NEAR)) for figure in figures) - CHANGED * changed


def _once(edition: Edition, found: Observation) -> bool:
    """Whether the year of an election alone asks for it."""
    code = found.key.code
    spec = edition.indicators[code] if code in edition.indicators else edition.matrix_cells[code][0]
    return bool(spec.mode)


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
    example="Toàn bộ số liệu của trang tính một nhiệm vụ giống hệt kỳ trước.",
    fix="Kiểm tra và cập nhật số liệu kỳ này.",
    check=check,
    compares=Season.has_earlier,
)
