"""VS414: money so large that it was probably typed in another unit of measure (R24)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, lines_of
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.text.numbers import number


@dataclass(frozen=True, slots=True)
class Slip(Params):
    """Money columns and indicators; above `limit` a slip is likely, from `dong` on it was typed in đồng."""

    columns: tuple[Code, ...]
    limit: Decimal
    dong: Decimal


def check(params: Slip, scope: Scope) -> Iterator[Fault]:
    for code in params.columns:
        for found in scope.answers(code):
            figure = found.number if found is not None else None
            if found is None or figure is None or figure <= min(params.limit, params.dong - 1):
                continue
            amount = f"“{scope.label(code)}” là {number(figure)} triệu đồng"
            if figure >= params.dong:
                fact = f"{amount}, có thể đã nhập bằng đồng; đơn vị tính của biểu mẫu là triệu đồng."
                yield Fault(found, fact, "Đề nghị nhập lại theo triệu đồng; nếu đúng thì ghi rõ ở cột “Giải trình”.")
            else:
                fact = f"{amount}, lớn hơn mức thường gặp {number(params.limit)} triệu đồng."
                yield Fault(found, fact, "Đề nghị kiểm tra đơn vị tính; nếu đúng thì ghi rõ ở cột “Giải trình”.")


def live(params: Slip, form: LiveForm) -> Iterator[LiveCheck]:
    limit = min(params.limit, params.dong - 1)
    for code in params.columns:
        for line in lines_of(form, code):
            yield LiveCheck(
                at=code,
                text=f"“{form.label(code)}” không quá {number(limit)} triệu đồng",
                ready=line.usable(code),
                broken=f"{line.cell(code)}>{limit}",
                cells=(code,),
                table=line.table,
            )


RULE = ConstraintRule(
    code="VS414",
    name="probable-unit-slip",
    severity=Severity.WARNING,
    title="Có thể nhầm đơn vị tính",
    why="Biểu mẫu tính bằng triệu đồng; nhập bằng đồng hoặc nghìn đồng làm số tổng hợp sai hàng nghìn lần.",
    example="Kinh phí một lớp là 250.000.000 triệu đồng.",
    fix="Nhập lại theo đơn vị triệu đồng; nếu số đúng thì ghi rõ ở cột “Giải trình”.",
    params=Slip,
    check=check,
    live=live,
)
