"""VS502: a figure that adds up over the year is lower in a later period than in an earlier one (R26)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Nature, ReportingPeriod, Severity
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.rules.base import Fault, Params, Scope, Season, SeasonRule
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.numbers import number


@dataclass(frozen=True, slots=True)
class Flows(Params):
    """Nothing to declare: every flow figure is compared."""


def _compares(season: Season, scope: Scope) -> bool:
    return _begun(season) is not None and season.has_earlier(scope)


def _begun(season: Season) -> ReportingPeriod | None:
    """The earlier period of the same year on which this one counts on."""
    named = {f"{season.edition.edition}-{p.code}": p for p in season.edition.periods.values()}
    earlier = named.get(season.previous_period)
    return earlier if earlier is not None and season.period.continues(earlier) else None


def check(_params: Flows, season: Season) -> Iterator[tuple[Submission, Fault]]:
    """Only figures counted from the same day on can be ordered, as those of a year and of its first six months."""
    begun = _begun(season)
    for scope in (s for s in season.scopes if _compares(season, s)):
        earlier = season.previous.get(scope.unit.code, {})
        for code in scope.codes_of(Nature.FLOW):
            found, before = scope.value(code), earlier.get(code)
            if found is not None and found.number is not None and before is not None and found.number < before:
                assert begun is not None
                now = f"“{scope.label(code)}” của {season.period.short} là {number(found.number)}"
                fact = f"{now}, thấp hơn số của {begun.short} là {number(before)}."
                since = f"từ ngày {short_date(season.period.from_date)}, gồm cả {begun.short}"
                advice = f"Đề nghị nhập số tính {since}; nếu đúng thì ghi rõ ở cột “Giải trình”."
                yield scope.submission, Fault(found, fact, advice)


RULE = SeasonRule(
    code="VS502",
    name="flow-decreased",
    severity=Severity.WARNING,
    title="Số cộng dồn thấp hơn kỳ trước trong năm",
    why="Số phát sinh cộng dồn từ đầu năm nên số của kỳ sau không thể thấp hơn số của kỳ trước, ví dụ 6 tháng.",
    example="Số tin, bài cả năm là 310, số 6 tháng là 340.",
    fix="Nhập số cộng dồn từ đầu năm, hoặc ghi rõ ở cột “Giải trình” nếu số của kỳ trước cần điều chỉnh.",
    params=Flows,
    check=check,
    compares=_compares,
)
