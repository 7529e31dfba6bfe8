"""VS402: a part is given and the whole it belongs to is not (R01)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, negated
from vstbcpn_cli.model.submission import State
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.rules.wording import said
from vstbcpn_cli.text.normalise import quoted


@dataclass(frozen=True, slots=True)
class PartNeedsWhole(Params):
    """Codes, or column keys of the matrix or table named."""

    part: Code
    whole: Code
    matrix: Code = ""
    table: Code = ""


def check(params: PartNeedsWhole, scope: Scope) -> Iterator[Fault]:
    """Stands at the empty whole; one that could not be read has a fault of its own."""
    for line in scope.lines(table=params.table, matrix=params.matrix):
        part, whole = line.value(params.part), line.value(params.whole)
        if part is None or whole is None or not part.given or whole.state in (State.VALUE, State.UNREADABLE):
            continue
        reason = f", lý do là “{quoted(whole.reason)}”" if whole.reason else ""
        yield Fault(
            whole,
            f"“{line.label(params.part)}” là {said(part)} nhưng “{line.label(params.whole)}” còn trống{reason}.",
            f"Đề nghị nhập “{line.label(params.whole)}”, hoặc xóa “{line.label(params.part)}” nếu ghi nhầm ô.",
            (part,),
        )


def live(params: PartNeedsWhole, form: LiveForm) -> Iterator[LiveCheck]:
    """A whole that is always required is VS301's as long as it is empty."""
    for line in form.lines(table=params.table, matrix=params.matrix):
        if line.cell(params.part) and line.cell(params.whole) and not form.demanded(line.code(params.whole)):
            missing = negated(*line.usable(params.whole))
            yield LiveCheck(
                at=line.code(params.whole),
                text=f"Có “{line.label(params.part)}” thì có “{line.label(params.whole)}”",
                ready=line.usable(params.part),
                broken=f"IF({line.answered(params.whole)},FALSE,{missing})",
                cells=(line.code(params.whole),),
                table=line.table,
                settled=(line.code(params.whole),),
            )


RULE = ConstraintRule(
    code="VS402",
    name="part-without-whole",
    severity=Severity.ERROR,
    title="Có số bộ phận nhưng không có tổng số",
    why="Không có tổng số thì không tính được tỷ lệ và không kiểm tra được số bộ phận.",
    example="Số nữ là 12 nhưng tổng số để trống.",
    fix="Nhập tổng số, hoặc xóa số bộ phận nếu nhập nhầm dòng.",
    by_removal=True,
    params=PartNeedsWhole,
    check=check,
    live=live,
)
