"""VS417: a document has its number without its date, or its date without its number (R28)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.rules.wording import said


@dataclass(frozen=True, slots=True)
class NumberAndDate(Params):
    """Codes, or column keys of `table`; with `date_alone` the date may stand without the number (M.12)."""

    number: Code
    date: Code
    table: Code = ""
    date_alone: bool = False


def check(params: NumberAndDate, scope: Scope) -> Iterator[Fault]:
    """Stands at the empty one; silent where either is missing from the file or faulted already."""
    for line in scope.lines(table=params.table):
        pair = (line.value(params.number), line.value(params.date))
        if pair[0] is None or pair[1] is None or pair[0].given == pair[1].given:
            continue
        empty, given = pair if pair[1].given else pair[::-1]
        if empty is None or given is None or (params.date_alone and given is pair[1]):
            continue
        lacks, has = (params.number, params.date) if given is pair[1] else (params.date, params.number)
        fact = f"“{line.label(has)}” đã ghi {said(given)} nhưng “{line.label(lacks)}” còn trống."
        yield Fault(empty, fact, "Đề nghị ghi đủ cả số, ký hiệu và ngày của văn bản.", (given,))


def live(params: NumberAndDate, form: LiveForm) -> Iterator[LiveCheck]:
    """One that is always required is VS301's as long as it is empty."""
    for line in form.lines(table=params.table):
        for given, lacking in ((params.number, params.date), (params.date, params.number)):
            if (params.date_alone and given is params.date) or form.demanded(line.code(lacking)):
                continue
            if line.cell(given) and line.cell(lacking):
                yield LiveCheck(
                    at=line.code(lacking),
                    text=f"Có “{line.label(given)}” thì có “{line.label(lacking)}”",
                    ready=(*line.filled, *line.usable(given)),
                    broken=f"NOT({line.answered(lacking)})",
                    cells=(line.code(lacking),),
                    table=line.table,
                    settled=(line.code(lacking),),
                )


RULE = ConstraintRule(
    code="VS417",
    name="number-without-date",
    severity=Severity.ERROR,
    title="Văn bản chưa đủ số và ngày",
    why="Mỗi cơ quan đánh số lại từ đầu mỗi năm nên cần đủ số và ngày để xác định văn bản.",
    example="Quyết định số 12/QĐ-UBND nhưng ngày ban hành để trống.",
    fix="Ghi đủ số, ký hiệu và ngày ban hành.",
    params=NumberAndDate,
    check=check,
    live=live,
)
