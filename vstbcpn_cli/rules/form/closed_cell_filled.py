"""VS309: something stands in a cell that does not apply to this kind of unit (R30)."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import Fault, FormRule, Scope
from vstbcpn_cli.rules.wording import said


def check(scope: Scope) -> Iterator[Fault]:
    for first, others, table in scope.closed_but_filled(reserved=False):
        if table:
            fact = f"Bảng “{scope.label(table)}” không áp dụng cho đơn vị nhưng đã có nội dung {said(first)}."
            yield Fault(first, fact, "Đề nghị xóa nội dung đã điền trong bảng này.", others)
        else:
            fact = f"“{scope.label(first.key.code)}” không áp dụng cho đơn vị nhưng đã ghi {said(first)}."
            yield Fault(first, fact, "Đề nghị xóa nội dung trong ô này.", others)


RULE = FormRule(
    code="VS309",
    name="closed-cell-filled",
    severity=Severity.ERROR,
    catalogue=("R30",),
    title="Ô không áp dụng nhưng có nội dung",
    why="Ô xám không áp dụng cho loại đơn vị này; số ghi vào đó sẽ làm sai số liệu tổng hợp.",
    example="Xã ghi 12 vào dòng chỉ dành cho huyện.",
    fix="Xóa nội dung trong ô xám.",
    by_removal=True,
    check=check,
    first=True,
)
