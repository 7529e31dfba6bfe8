"""VS310: a matrix row with a single reporter was filled by another unit (R18)."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import Fault, FormRule, Scope
from vstbcpn_cli.rules.wording import said


def check(scope: Scope) -> Iterator[Fault]:
    for first, others, _ in scope.closed_but_filled(reserved=True):
        if first.key.code in scope.edition.matrix_cells:
            label = scope.label(first.key.code)
            fact = f"“{label}” do đơn vị đầu mối khác báo cáo nhưng đã ghi {said(first)}."
            yield Fault(first, fact, "Đề nghị xóa số ở dòng này để không tính hai lần.", others)


RULE = FormRule(
    code="VS310",
    name="wrong-reporter",
    severity=Severity.ERROR,
    catalogue=("R18",),
    title="Dòng do đơn vị khác báo cáo",
    why="Kết quả bầu cử của mỗi cấp chỉ do một đầu mối báo cáo; hai đơn vị cùng báo cáo thì bị tính hai lần.",
    example="Huyện ghi số đại biểu Hội đồng nhân dân tỉnh, dòng này do Sở Nội vụ báo cáo.",
    fix="Xóa số ở dòng không giao cho đơn vị báo cáo.",
    by_removal=True,
    check=check,
    first=True,
)
