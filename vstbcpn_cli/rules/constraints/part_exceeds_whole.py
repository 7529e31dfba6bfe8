"""VS401: a part is larger than the whole it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vstbcpn_cli.edition.model import Edition, Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, LiveLine, negated, nested, total
from vstbcpn_cli.model.submission import Observation
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, JudgedLine, Params, Scope, Where
from vstbcpn_cli.text.lists import listing
from vstbcpn_cli.text.numbers import number


@dataclass(frozen=True, slots=True)
class SumOf(Params):
    """The part is the sum of a table column over the rows that match `where`."""

    column: Code
    where: Where


@dataclass(frozen=True, slots=True)
class PartWhole(Params):
    """Exactly one of `part`, `parts` (added together) and `sum_of` is the part.

    With `explained_is_warning` an explanation beside the part makes the error a warning, and so one that is settled
    (R05: cases carried over from an earlier period).
    """

    whole: Code
    part: Code = ""
    parts: tuple[Code, ...] = ()
    sum_of: SumOf | None = None
    matrix: Code = ""
    table: Code = ""
    rows: tuple[Code, ...] = ()
    explained_is_warning: bool = False

    def __post_init__(self) -> None:
        if bool(self.part) + bool(self.parts) + bool(self.sum_of) != 1:
            raise ValueError("cần đúng một trong part, parts, sum_of")


def check(params: PartWhole, scope: Scope) -> Iterator[Fault]:
    """Silent where the whole is not usable; of several parts those that are given are added."""
    for line in scope.lines(table=params.table, matrix=params.matrix, rows=params.rows):
        whole, parts = line.value(params.whole), _parts(params, line)
        total = sum((Decimal(p.number) for p in parts if p.number is not None), Decimal(0))
        if whole is not None and whole.number is not None and total > whole.number:
            larger = f"lớn hơn “{_label(line, params.whole, params, scope.edition)}” là {number(whole.number)}."
            yield _fault(params, scope, f"{_words(params, line)} {number(total)}, {larger}", (*parts, whole))


def live(params: PartWhole, form: LiveForm) -> Iterator[LiveCheck]:
    """Of several parts the first that is given has the line, as it has the finding and the explanation beside it."""
    if params.sum_of is not None:
        yield from _live_sum(params, params.sum_of, form)
        return
    edition = form.applies.edition
    for line in form.lines(table=params.table, matrix=params.matrix, rows=params.rows):
        names = [n for n in params.parts or (params.part,) if line.cell(n)]
        if not names or not line.cell(params.whole):
            continue
        given = [nested(line.usable(n), line.cell(n), "0") for n in names]
        for position, name in enumerate(names):
            lacking = [negated(*line.usable(n)) for n in names[:position]]
            labels = listing(_label(line, n, params, edition) for n in names)
            whole = _label(line, params.whole, params, edition)
            explained = form.explanation(line.code(name)) if params.explained_is_warning else ""
            carried = ("nếu có số của kỳ trước chuyển sang thì ghi ở cột “Giải trình”",) if explained else ()
            larger = f"{'+'.join(given) if params.parts else line.cell(name)}>{line.cell(params.whole)}"
            yield LiveCheck(
                at=line.code(name),
                text="; ".join((f"{labels}{' cộng lại' if len(names) > 1 else ''} không lớn hơn “{whole}”", *carried)),
                ready=(*line.usable(params.whole), *lacking, *line.usable(name)),
                broken=f'IF(TRIM({explained})="",{larger},FALSE)' if explained else larger,
                cells=tuple(map(line.code, (*names, params.whole))),
                table=line.table,
            )


def _live_sum(params: PartWhole, part: SumOf, form: LiveForm) -> Iterator[LiveCheck]:
    """Stands at the first row that counts, as the finding does, so that the explanation beside it settles it."""
    table = form.applies.edition.table_columns[part.column][0].code
    rows = form.rows(table)
    if rows is not None and form.cell(params.whole):
        counted = (*rows.usable(part.column), *(rows.says(key, values) for key, values in part.where.items()))
        number = f"ROW({rows.cell(part.column)})"
        first = f"MIN({nested(counted, number, '2^20')})"
        yield LiveCheck(
            at=part.column,
            text=f"Các dòng “{form.label(part.column)}” cộng lại không lớn hơn “{form.label(params.whole)}”",
            ready=(*form.usable(params.whole), *counted, f"{number}={first}"),
            broken=f"ROUND({total(counted, rows.cell(part.column))}-N({form.cell(params.whole)}),6)>0",
            table=table,
        )


def _parts(params: PartWhole, line: JudgedLine) -> list[Observation]:
    if params.sum_of is not None:
        found = line.scope.answers(params.sum_of.column, params.sum_of.where)
    else:
        found = [line.value(name) for name in params.parts or (params.part,)]
    return [o for o in found if o is not None and o.number is not None]


def _label(line: JudgedLine | LiveLine, name: str, params: PartWhole, edition: Edition) -> str:
    """Between two tasks a part named “trong đó nữ” is named with what it is a part of."""
    code = line.code(name)
    tasks = {edition.task_of[line.code(n)].code for n in (params.whole, *(params.parts or (params.part,))) if n}
    return edition.whole_label(code) if len(tasks) > 1 else line.label(name)


def _words(params: PartWhole, line: JudgedLine) -> str:
    if params.sum_of is not None:
        return f"Các dòng “{line.label(params.sum_of.column)}” cộng lại là"
    labels = listing(_label(line, name, params, line.scope.edition) for name in params.parts or (params.part,))
    return labels + (" cộng lại là" if params.parts else " là")


def _fault(params: PartWhole, scope: Scope, fact: str, cells: tuple[Observation, ...]) -> Fault:
    two = len(cells) == 2 and not any(o.parts for o in cells)
    advice = "Đề nghị kiểm tra lại hai ô" if two else "Đề nghị kiểm tra lại các ô này"
    if not params.explained_is_warning:
        return Fault(cells[0], fact, f"{advice}.", cells[1:])
    if not scope.explanation(cells[0].key):
        carried = "nếu có số từ kỳ trước chuyển sang thì ghi rõ ở cột “Giải trình”"
        return Fault(cells[0], fact, f"{advice}; {carried}.", cells[1:])
    return Fault(cells[0], fact, f"{advice}.", cells[1:], Severity.WARNING)


RULE = ConstraintRule(
    code="VS401",
    name="part-exceeds-whole",
    severity=Severity.ERROR,
    title="Bộ phận lớn hơn tổng số",
    why="Phần “trong đó” không thể lớn hơn tổng số.",
    example="Số nữ là 45, lớn hơn số học viên là 40.",
    fix="Kiểm tra cả hai ô; có thể nhập nhầm cột hoặc thiếu số ở ô tổng.",
    params=PartWhole,
    check=check,
    live=live,
)
