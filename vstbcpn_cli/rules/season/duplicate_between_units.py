"""VS501: two units report the same document or activity as their own (R25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.submission import Observation, Submission
from vstbcpn_cli.rules.base import Code, Fault, Params, Scope, Season, SeasonRule, Where
from vstbcpn_cli.rules.wording import said
from vstbcpn_cli.text.lists import MOST_NAMED, some_of
from vstbcpn_cli.text.normalise import fold, quoted
from vstbcpn_cli.text.numbers import number


@dataclass(frozen=True, slots=True)
class Shared(Params):
    """Column keys of `table` that are compared, over rows that match `where`."""

    table: Code
    columns: tuple[Code, ...]
    where: Where = field(default_factory=dict)


def check(params: Shared, season: Season) -> Iterator[tuple[Submission, Fault]]:
    """A finding in each file concerned; rows with an empty or faulted key are skipped.

    Only the office is told which other units these are.
    """
    claims: dict[tuple[str, ...], list[tuple[Scope, list[Observation]]]] = {}
    for scope in season.scopes:
        for line in scope.lines(table=params.table):
            cells = [o for o in map(line.value, params.columns) if o is not None and o.given]
            if line.row is not None and line.row.matches(params.where) and len(cells) == len(params.columns):
                claims.setdefault(tuple(fold(o.text) for o in cells), []).append((scope, cells))
    for claimed in claims.values():
        names = sorted({scope.unit.name for scope, _ in claimed})
        for scope, cells in claimed if len(names) > 1 else ():
            others = [f"“{quoted(n)}”" for n in names[: MOST_NAMED + 1] if n != scope.unit.name]
            row = f"Bảng “{scope.label(params.table)}”: {', '.join(said(o) for o in cells)} cũng có trong báo cáo của"
            count = len(names) - 1
            yield (
                scope.submission,
                Fault(
                    cells[0],
                    f"{row} {some_of(others, count, 'đơn vị')}.",
                    "Đề nghị chỉ ghi ở báo cáo của đơn vị chủ trì; cơ quan thường trực đối chiếu giữa các đơn vị.",
                    unit_fact=f"{row} {number(count)} đơn vị khác.",
                ),
            )


RULE = SeasonRule(
    code="VS501",
    name="duplicate-between-units",
    severity=Severity.WARNING,
    title="Trùng giữa các đơn vị",
    why="Một hoạt động do hai đơn vị cùng ghi là chủ trì sẽ bị tính hai lần trong số tổng hợp.",
    example="Một lớp tập huấn được cả sở và huyện ghi là chủ trì.",
    fix="Các đơn vị thống nhất đơn vị chủ trì; đơn vị còn lại ghi vai trò “Phối hợp”.",
    by_removal=True,
    params=Shared,
    check=check,
)
