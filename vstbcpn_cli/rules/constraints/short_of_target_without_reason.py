"""VS413: a result falls short of its own target and no reason is given (R17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Place
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, nested
from vstbcpn_cli.model.submission import Observation
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, JudgedLine, Params, Scope
from vstbcpn_cli.text.numbers import number, share_of


@dataclass(frozen=True, slots=True)
class Shortfall(Params):
    """Column keys of a matrix, and the fields that may hold the reason: the first that is open for the unit counts."""

    matrix: Code
    part: Code
    whole: Code
    target: Code
    reasons: tuple[Code, ...]


def check(params: Shortfall, scope: Scope) -> Iterator[Fault]:
    specs = (scope.edition.indicators[code] for code in params.reasons)
    asked = next((s.code for s in specs if scope.applies.is_open(scope.applies.indicator(s))), "")
    reason = scope.value(asked)
    if reason is None or not reason.empty:
        return
    facts, cells = [], []
    for line in scope.lines(matrix=params.matrix):
        for fact, found in _short(params, line):
            facts.append(fact)
            cells += found
    if facts:
        fact = f"{'; '.join(facts)} nhưng “{scope.label(asked)}” còn trống."
        # Only shown: the elected figures are not in doubt, so the missing reason does not withhold them.
        related = tuple(Place(o.cell) for o in cells)
        yield Fault(reason, fact, "Đề nghị ghi nguyên nhân chưa đạt chỉ tiêu.", related)


def live(params: Shortfall, form: LiveForm) -> Iterator[LiveCheck]:
    asked = next(filter(form.cell, params.reasons), "")
    judged, short = [], []
    for line in form.lines(matrix=params.matrix):
        part, whole, target = map(line.cell, (params.part, params.whole, params.target))
        if part and whole and target:
            known = (*line.usable(params.part, params.whole, params.target), f"{whole}>0")
            judged.append(nested(known, "1", "0"))
            short.append(nested(known, f"IF(ROUND({part}*100-{whole}*{target},6)<0,1,0)", "0"))
    if asked and judged:
        yield LiveCheck(
            at=asked,
            text=f"“{form.label(asked)}” đã điền khi có kết quả thấp hơn chỉ tiêu",
            ready=(f"{'+'.join(judged)}>0",),
            broken=f"IF({form.empty(asked)},{'+'.join(short)}>0,FALSE)",
            cells=(asked,),
            settled=(asked,),
        )


def _short(params: Shortfall, line: JudgedLine) -> Iterator[tuple[str, list[Observation]]]:
    found = [line.value(params.part), line.value(params.whole), line.value(params.target)]
    known = [o for o in found if o is not None and o.number is not None]
    numbers = [Fraction(o.number) for o in known if o.number is not None]
    if len(numbers) < len(found) or not numbers[1] or numbers[0] * 100 >= numbers[1] * numbers[2]:
        return
    part, whole, target = (o.number or 0 for o in known)
    share = share_of(part, whole)
    yield f"“{line.label(params.part)}” chiếm {share}, thấp hơn chỉ tiêu {number(target)}%", known


RULE = ConstraintRule(
    code="VS413",
    name="short-of-target-without-reason",
    severity=Severity.ERROR,
    title="Chưa đạt chỉ tiêu và chưa ghi nguyên nhân",
    why="Báo cáo tổng hợp cần nêu nguyên nhân ở những nơi chưa đạt chỉ tiêu đã đề ra.",
    example="Nữ trúng cử chiếm 25%, thấp hơn chỉ tiêu 30%, nguyên nhân để trống.",
    fix="Ghi nguyên nhân chưa đạt, hoặc kiểm tra lại số liệu.",
    params=Shortfall,
    check=check,
    live=live,
)
