"""VS311: an item that only the lead unit reports was filled by another (R33)."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import Fault, FormRule, Scope
from vstbcpn_cli.rules.wording import said

_ADVICE = "Đề nghị xóa nội dung; nếu đơn vị được giao làm đầu mối thì báo cơ quan thường trực."


def check(scope: Scope) -> Iterator[Fault]:
    for first, others, table in scope.closed_but_filled(reserved=True):
        if first.key.code not in scope.edition.matrix_cells:
            label = scope.label(table or first.key.code)
            yield Fault(first, f"“{label}” do đơn vị đầu mối báo cáo nhưng đã ghi {said(first)}.", _ADVICE, others)
    yield from _targets_of_others(scope)


def _targets_of_others(scope: Scope) -> Iterator[Fault]:
    """Rows of an open table that name a target another unit follows; only sở ngành and đoàn thể are bound (T1.B2)."""
    catalogues = {c.code for c in scope.edition.catalogues}
    for code, table in scope.edition.tables.items():
        column = next((c for c in table.columns if c.codes in catalogues), None)
        if column is None or not scope.applies.lead_only(code) or not scope.unit.leads(code):
            continue
        for row in scope.table(code).rows:
            found = scope.row_value(row, column.key)
            if found is not None and found.given and not scope.unit.leads(f"{code}.{found.text}"):
                related = tuple(o for o in row.cells.values() if o is not found and o.given)
                yield Fault(found, f"Chỉ tiêu {said(found)} không giao cho đơn vị theo dõi.", _ADVICE, related)


RULE = FormRule(
    code="VS311",
    name="not-the-lead",
    severity=Severity.ERROR,
    catalogue=("R33",),
    title="Nội dung do đơn vị đầu mối khác báo cáo",
    why="Mục này lấy số của đơn vị đầu mối làm số chung nên các đơn vị khác không điền.",
    example="Sở Y tế ghi kết quả của chỉ tiêu do Sở Nội vụ theo dõi.",
    fix="Xóa nội dung ở mục không được giao; nếu được giao thì báo cơ quan thường trực cập nhật danh sách.",
    by_removal=True,
    check=check,
    first=True,
)
