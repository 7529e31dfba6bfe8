"""VS416: two rows of one table speak of the same thing (R25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.rules.wording import folded, said
from vstbcpn_cli.schema.model import Severity
from vstbcpn_cli.submission import Observation


@dataclass(frozen=True, slots=True)
class Unique(Params):
    """The key columns are those of the table."""

    table: Code


def check(params: Unique, scope: Scope) -> Iterator[Fault]:
    """Judged on rows of whose key no cell is faulted and at least the first is given; empty equals empty."""
    key = scope.edition.tables[params.table].key
    seen: dict[tuple[str, ...], list[Observation]] = {}
    for line in scope.lines(table=params.table):
        cells = [o for o in map(line.value, key) if o is not None]
        if len(cells) < len(key) or not cells[0].given:
            continue
        first = seen.setdefault(tuple(folded(o.text) for o in cells), cells)
        if first is not cells:
            same = ", ".join(said(o) for o in cells if o.given)
            fact = f"Bảng “{scope.label(params.table)}” có hai dòng trùng nhau: {same}."
            yield Fault(cells[0], fact, "Đề nghị xóa một dòng, hoặc ghi rõ điểm khác nhau.", (first[0],))


RULE = ConstraintRule(
    code="VS416",
    name="duplicate-row",
    severity=Severity.WARNING,
    title="Hai dòng trùng nhau trong một bảng",
    why="Một văn bản, một hoạt động ghi hai lần sẽ bị tính hai lần.",
    example="Kế hoạch 38/KH-UBND ngày 05/03/2011 có ở hai dòng.",
    fix="Xóa một dòng; nếu là hai nội dung khác nhau thì ghi rõ để phân biệt.",
    params=Unique,
    check=check,
)
