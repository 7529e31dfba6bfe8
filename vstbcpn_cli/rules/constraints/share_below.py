"""VS412: a share lies below what the law or the strategy asks for (R16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.text.numbers import number, share_of


@dataclass(frozen=True, slots=True)
class LeastShare(Params):
    """Column keys of a matrix; `threshold` in percent, judged row by row."""

    matrix: Code
    part: Code
    whole: Code
    threshold: Decimal


def check(params: LeastShare, scope: Scope) -> Iterator[Fault]:
    for line in scope.lines(matrix=params.matrix):
        part, whole = line.value(params.part), line.value(params.whole)
        if part is None or whole is None or part.number is None or not whole.number:
            continue
        if part.number * 100 < params.threshold * whole.number:
            share = share_of(part.number, whole.number)
            yield Fault(
                part,
                f"“{line.label(params.part)}” chiếm {share}, thấp hơn mức {number(params.threshold)}%.",
                "Đề nghị kiểm tra lại hai ô; nếu đúng thì ghi rõ ở cột “Giải trình”.",
                (whole,),
            )


def live(params: LeastShare, form: LiveForm) -> Iterator[LiveCheck]:
    for line in form.lines(matrix=params.matrix):
        part, whole = line.cell(params.part), line.cell(params.whole)
        if part and whole:
            yield LiveCheck(
                at=line.code(params.part),
                text=f"“{line.label(params.part)}” chiếm từ {number(params.threshold)}% trở lên",
                ready=(*line.usable(params.part, params.whole), f"{whole}>0"),
                broken=f"ROUND({part}*100-{whole}*{params.threshold},6)<0",
                cells=(line.code(params.part), line.code(params.whole)),
            )


RULE = ConstraintRule(
    code="VS412",
    name="share-below",
    severity=Severity.WARNING,
    title="Tỷ lệ thấp hơn mức quy định",
    why="Luật Bầu cử năm 2015 yêu cầu ít nhất 35% người ứng cử là nữ.",
    example="Nữ ứng cử chiếm 28%, thấp hơn mức 35%.",
    fix="Kiểm tra số liệu; nếu đúng thì ghi rõ ở cột “Giải trình”.",
    params=LeastShare,
    check=check,
    live=live,
)
