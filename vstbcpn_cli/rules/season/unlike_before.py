"""VS508: what happened in the period is out of all proportion to what the unit reported before (R41)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from vstbcpn_cli.edition.model import Nature, Severity
from vstbcpn_cli.model.submission import Observation, Submission
from vstbcpn_cli.rules.base import Fault, Params, Season, SeasonRule
from vstbcpn_cli.rules.scope import Scope
from vstbcpn_cli.rules.season_table import CHANCE
from vstbcpn_cli.text.numbers import number

_NORMAL = 1.4826
"""The median deviation of a normal distribution, times this, is its standard deviation."""
_ENOUGH = 20
"""With so many comparisons the season itself says how much figures change from one period to the other."""


@dataclass(frozen=True, slots=True)
class Change(Params):
    """A figure is told whose change since the earlier period lies more than `times` the usual spread of all changes
    of the season beyond their middle, on the scale of the logarithm; the spread is never taken for less than `spread`.
    """

    times: float
    spread: float


def check(params: Change, season: Season) -> Iterator[tuple[Submission, Fault]]:
    """Flows only, by all units together: a whole year against half of one doubles them all. 0 is always possible."""
    pairs = [pair for scope in season.scopes for pair in _pairs(season, scope)]
    changes = [_change(found, before) for _, found, before in pairs]
    middle, spread = _usual(changes, params.spread)
    for (scope, found, before), change in zip(pairs, changes, strict=True):
        now = found.number or 0
        usual = (spread**2 + CHANCE / (float(min(now, before)) + 1)) ** 0.5
        if now > 0 and abs(change - middle) > params.times * usual:
            fact = (
                f"“{scope.label(found.key.code)}” là {number(now)}, kỳ trước là {number(before)}, "
                "thay đổi nhiều hơn hẳn mức thường gặp giữa hai kỳ."
            )
            advice = "Đề nghị kiểm tra lại số chữ số và đơn vị tính; nếu đúng thì ghi rõ ở cột “Giải trình”."
            yield scope.submission, Fault(found, fact, advice)


def _pairs(season: Season, scope: Scope) -> Iterator[tuple[Scope, Observation, int | Decimal]]:
    """The unit's flows with what it reported before."""
    earlier = season.previous.get(scope.unit.code, {})
    for code in scope.codes_of(Nature.FLOW) if earlier else ():
        found, before = scope.value(code), earlier.get(code)
        if found is not None and found.number is not None and found.cell is not None and before is not None:
            yield scope, found, before


def _change(found: Observation, before: int | Decimal) -> float:
    return math.log1p(float(found.number or 0)) - math.log1p(float(before))


def _usual(changes: Sequence[float], least: float) -> tuple[float, float]:
    """The middle and the spread of the changes; of a few that are there nothing is learnt."""
    if len(changes) < _ENOUGH:
        return 0.0, least
    middle = median(changes)
    return middle, max(least, _NORMAL * median(abs(c - middle) for c in changes))


RULE = SeasonRule(
    code="VS508",
    name="unlike-before",
    severity=Severity.WARNING,
    title="Số phát sinh khác xa kỳ trước",
    why="Số phát sinh gấp nhiều lần kỳ trước của chính đơn vị thường do thừa, thiếu chữ số.",
    example="Số tin, bài là 3.400, kỳ trước là 340.",
    fix="Kiểm tra lại ô; nếu số đúng thì ghi rõ ở cột “Giải trình”.",
    said_by=("flow-decreased",),
    params=Change,
    check=check,
)
