"""VS502: a figure that adds up over the year is lower at its end than in its middle (R26)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Nature, Severity
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.rules.base import Fault, Params, Scope, Season, SeasonRule
from vstbcpn_cli.text.numbers import number


@dataclass(frozen=True, slots=True)
class Flows(Params):
    """Nothing to declare: every flow figure is compared."""


def _compares(season: Season, scope: Scope) -> bool:
    of_the_year = season.period.code == "nam" and season.previous_period == f"{season.edition.edition}-6t"
    return of_the_year and season.has_earlier(scope)


def check(_params: Flows, season: Season) -> Iterator[tuple[Submission, Fault]]:
    """Only the annual figures against those of the first six months of the same year can be ordered."""
    for scope in (s for s in season.scopes if _compares(season, s)):
        earlier = season.previous.get(scope.unit.code, {})
        for code in scope.codes_of(Nature.FLOW):
            found, before = scope.value(code), earlier.get(code)
            if found is not None and found.number is not None and before is not None and found.number < before:
                annual = f"“{scope.label(code)}” cả năm là {number(found.number)}"
                fact = f"{annual}, thấp hơn số 6 tháng là {number(before)}."
                advice = "Đề nghị nhập số tính từ đầu năm, gồm cả 6 tháng; nếu đúng thì ghi rõ ở cột “Giải trình”."
                yield scope.submission, Fault(found, fact, advice)


RULE = SeasonRule(
    code="VS502",
    name="flow-decreased",
    severity=Severity.WARNING,
    title="Số cả năm thấp hơn số 6 tháng",
    why="Số phát sinh cộng dồn từ đầu năm nên số cả năm không thể thấp hơn số 6 tháng.",
    example="Số tin, bài cả năm là 310, số 6 tháng là 340.",
    fix="Nhập số cộng dồn từ đầu năm, hoặc ghi rõ ở cột “Giải trình” nếu số 6 tháng cần điều chỉnh.",
    params=Flows,
    check=check,
    compares=_compares,
)
