"""VS312: the lead unit leaves the item empty that it alone reports for the province (R33)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vstbcpn_cli.rules.base import Entry, Fault, FormRule, Scope
from vstbcpn_cli.rules.wording import listing
from vstbcpn_cli.schema.model import Column, Requirement, Severity, Table

_ADVICE = "Đề nghị điền số liệu của toàn tỉnh, hoặc chọn lý do ở cột “Lý do để trống”."


def check(scope: Scope) -> Iterator[Fault]:
    """One warning per indicator, per matrix row and per table."""
    for _, entries in groupby((e for e in scope.entries if _left(e, scope)), key=_stem):
        found = [e.observation for e in entries]
        beside = f" và {len(found) - 1} ô cùng dòng" if len(found) > 1 else ""
        fact = f"“{scope.label(found[0].key.code)}”{beside} do đơn vị làm đầu mối nhưng còn trống."
        yield Fault(found[0], fact, _ADVICE, tuple(found[1:]))
    for table in scope.edition.tables.values():
        optional = scope.period.code in table.optional_in or not scope.applies.lead_only(table.code)
        if not optional and scope.applies.is_open(scope.applies.table(table)):
            yield from _table(table, scope)


def _left(entry: Entry, scope: Scope) -> bool:
    code = entry.observation.key.code
    optional = isinstance(entry.spec, Column) and entry.spec.required is Requirement.OPTIONAL
    ours = entry.mark is Requirement.OPTIONAL and not entry.observation.key.row and scope.applies.lead_only(code)
    return ours and not optional and entry.observation.empty


def _stem(entry: Entry) -> str:
    code = entry.observation.key.code
    return code.rpartition(".")[0] if entry.block else code


def _table(table: Table, scope: Scope) -> Iterator[Fault]:
    """The whole table, or the targets (chỉ tiêu) given to the unit that no row names."""
    answer, prefix = scope.submission.tables.get(table.code), f"{table.code}."
    if answer is None or answer.nil is not None:
        return
    if answer.untouched:
        yield Fault(scope.place(table.code), f"Bảng “{table.label}” do đơn vị làm đầu mối nhưng còn trống.", _ADVICE)
        return
    offered = {value for column in table.columns for value in scope.edition.choices(column)}
    named = {o.text or o.raw for row in answer.rows for o in row.cells.values()}
    items = {i.removeprefix(prefix) for i in scope.unit.lead_for if i.startswith(prefix)}
    if missing := sorted((items & offered) - named):
        yield Fault(scope.place(table.code), f"Bảng “{table.label}” chưa có dòng cho {listing(missing)}.", _ADVICE)


RULE = FormRule(
    code="VS312",
    name="lead-left-empty",
    severity=Severity.WARNING,
    catalogue=("R33",),
    title="Nội dung giao đơn vị đầu mối còn trống",
    why="Không đơn vị nào khác báo cáo mục này, nên để trống thì toàn tỉnh không có số liệu.",
    example="Sở Nội vụ để trống kết quả bầu cử Hội đồng nhân dân tỉnh.",
    fix="Điền số liệu của toàn tỉnh, hoặc chọn lý do ở cột “Lý do để trống”.",
    check=check,
)
