"""VS416: two rows of one table speak of the same thing (R25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Edition, Severity
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, Terms, negated
from vstbcpn_cli.model.submission import Observation
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.rules.wording import said
from vstbcpn_cli.text.lists import listing
from vstbcpn_cli.text.normalise import fold

_ADVICE = "Đề nghị xóa một dòng; nếu là hai nội dung khác nhau thì ghi rõ ở cột “Giải trình”."


@dataclass(frozen=True, slots=True)
class Unique(Params):
    """The key columns are those of the table."""

    table: Code


def check(params: Unique, scope: Scope) -> Iterator[Fault]:
    """Judged on rows of whose key no cell is faulted and at least the first is given; empty equals empty.

    “nt” repeats the row above by intention and is told of by itself.
    """
    key = scope.edition.tables[params.table].key
    seen: dict[tuple[str, ...], list[Observation]] = {}
    for line in scope.lines(table=params.table):
        cells = [o for o in map(line.value, key) if o is not None]
        repeated = any(p.kind is ProblemKind.LIKE_ABOVE for o in cells for p in o.problems)
        if len(cells) < len(key) or not cells[0].given or repeated:
            continue
        first = seen.setdefault(tuple(fold(o.text) for o in cells), cells)
        if first is not cells:
            same = ", ".join(said(o) for o in cells if o.given)
            fact = f"Bảng “{scope.label(params.table)}” có hai dòng trùng nhau: {same}."
            yield Fault(cells[0], fact, _ADVICE, (first[0],))


def live(params: Unique, form: LiveForm) -> Iterator[LiveCheck]:
    """Each row is compared with all rows above it: a lookup would stop at 255 characters and at wildcards."""
    table, rows = form.applies.edition.tables[params.table], form.rows(params.table)
    for line in form.lines(table=params.table) if rows else ():
        given: Terms = line.usable(table.key[0])
        for key in table.key[1:]:
            given = (*given, *(line.usable(key) if form.demanded(line.code(key)) else [negated(line.wrong(key))]))
        given = (*given, *(negated(form.like_above(line.code(key))) for key in table.key))
        cells = [rows.cell(key) for key in table.key] if rows else []
        number = f"ROW({cells[0]})"
        labels = listing(table.column(key).label for key in table.key)
        same = "*".join(f"(TRIM({c})=TRANSPOSE(TRIM({c})))" for c in cells)
        yield LiveCheck(
            at=line.code(table.key[0]),
            text=f"Bảng “{table.label}” không có hai dòng trùng nhau về {labels}",
            ready=given,
            broken=f"MMULT({same}*({number}>TRANSPOSE({number})),{number}^0)>0",
            table=line.table,
        )


def _key(params: Unique, edition: Edition) -> Iterator[str]:
    """Whichever row cannot be compared may be the like one."""
    return (f"{params.table}.{column}" for column in edition.tables[params.table].key)


RULE = ConstraintRule(
    code="VS416",
    name="duplicate-row",
    severity=Severity.WARNING,
    title="Hai dòng trùng nhau trong một bảng",
    why="Một văn bản, một hoạt động ghi hai lần sẽ bị tính hai lần.",
    example="Kế hoạch 38/KH-UBND ngày 05/3/2011 có ở hai dòng.",
    fix="Xóa một dòng; nếu là hai nội dung khác nhau thì ghi rõ ở cột “Giải trình” của dòng sau.",
    thing="dòng",
    by_removal=True,
    params=Unique,
    check=check,
    live=live,
    also_reads=_key,
)
