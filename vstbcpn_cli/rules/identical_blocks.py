"""VS506: two units report the very same figures for a whole task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from vstbcpn_cli.rules.base import ComparisonRule, Fault, Season
from vstbcpn_cli.rules.scope import Scope
from vstbcpn_cli.rules.wording import listing, number
from vstbcpn_cli.schema.model import Severity
from vstbcpn_cli.submission import Observation, Submission

_LEAST = 6
"""So many figures other than 0, of which no two in three may be equal: small counts agree by chance."""
_MOST_NAMED = 3


def check(season: Season) -> Iterator[tuple[Submission, Fault]]:
    """A finding in each file concerned, naming the other units."""
    alike: dict[tuple[str, ...], list[tuple[Scope, list[Observation]]]] = defaultdict(list)
    for scope in season.scopes:
        for task in season.edition.tasks:
            entries = scope.entries_of[task.code]
            found = [e.observation for e in entries if e.spec.type.numeric and not e.observation.key.row]
            given = [o for o in found if o.number]
            if len(given) >= _LEAST and len({o.number for o in given}) * 3 > len(given) * 2:
                alike[task.code, *(f"{o.key.code}={o.number}" for o in given)].append((scope, given))
    for claimed in alike.values():
        for scope, given in claimed if len(claimed) > 1 else ():
            others = sorted(s.unit.name for s, _ in claimed if s is not scope)
            more = f" và {len(others) - _MOST_NAMED} đơn vị khác" if len(others) > _MOST_NAMED else ""
            sheet = season.edition.task_of[given[0].key.code].sheet
            fact = (
                f"{number(len(given))} số liệu của trang “{sheet}” giống hệt báo cáo của "
                f"{listing(others[:_MOST_NAMED])}{more}."
            )
            yield (
                scope.submission,
                Fault(given[0], fact, "Đề nghị kiểm tra và xác nhận đây là số liệu của đơn vị mình."),
            )


RULE = ComparisonRule(
    code="VS506",
    name="identical-blocks",
    severity=Severity.WARNING,
    title="Số liệu giống hệt đơn vị khác",
    why="Tệp của đơn vị khác được chép lại có thể còn số liệu chưa sửa.",
    example="Hai huyện có cùng 12 số liệu ở trang NV3.",
    fix="Kiểm tra và nhập lại số liệu của đơn vị mình.",
    check=check,
)
