"""VS312: the lead unit leaves the item empty that it alone reports for the province (R33)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Column, FieldType, Requirement, Severity, Table
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, LiveLine, answers, any_of, count
from vstbcpn_cli.rules.base import Fault, FormAnswer, FormRule, Scope
from vstbcpn_cli.text.lists import listing


def _advice(scope: Scope) -> str:
    whole = scope.edition.office.level
    return f"Đề nghị điền số liệu của toàn {whole}, hoặc chọn lý do ở cột “Lý do để trống”."


def check(scope: Scope) -> Iterator[Fault]:
    """One warning per indicator, per matrix row and per table."""
    for _, entries in groupby((e for e in scope.entries if _left(e, scope)), key=_stem):
        found = [e.observation for e in entries]
        beside = f" và {len(found) - 1} ô cùng dòng" if len(found) > 1 else ""
        fact = f"“{scope.label(found[0].key.code)}”{beside} do đơn vị làm đầu mối nhưng còn trống."
        yield Fault(found[0], fact, _advice(scope), tuple(found[1:]))
    for table in scope.edition.tables.values():
        if scope.applies.asks_lead(table.code) and scope.applies.is_open(scope.applies.table(table)):
            yield from _table(table, scope)


def live(form: LiveForm) -> Iterator[LiveCheck]:
    """An explanation settles what is left empty, as it settles the warning."""
    applies, edition = form.applies, form.applies.edition
    for task in edition.tasks:
        marked = [([i.code], applies.indicator(i)) for i in task.indicators]
        for matrix in task.matrices:
            typed = (c for c in matrix.columns if c.type is not FieldType.CALC)
            columns = [c for c in typed if c.required is not Requirement.OPTIONAL]
            for row in matrix.rows:
                mark = applies.matrix_cell(matrix, row, columns[0])
                marked.append(([matrix.cell_code(row, c) for c in columns], mark))
        for codes, mark in marked:
            cells = list(filter(form.cell, codes))
            if mark is Requirement.OPTIONAL and cells and applies.asks_lead(cells[0]):
                yield from (_live_line(code, form) for code in cells)
    for table in edition.tables.values():
        rows = form.rows(table.code)
        if applies.asks_lead(table.code) and rows is not None:
            yield _live_table(table, rows, form)


def _live_line(code: str, form: LiveForm) -> LiveCheck:
    return LiveCheck(
        at=code,
        text=f"“{form.label(code)}” do đơn vị làm đầu mối đã điền",
        ready=(f'NOT({form.empty(code)})+(TRIM({form.explanation(code)})<>"")>0',),
        broken="FALSE",
        needed=True,
    )


def _live_table(table: Table, rows: LiveLine, form: LiveForm) -> LiveCheck:
    items, edition = _items(table, form.applies), form.applies.edition
    columns = [c for c in table.columns if items & set(edition.choices(c))]
    shown = {choice: text for c in columns for text, choice in edition.offered(c).items()}
    named = ("+".join(count((rows.says(c.key, (i, shown[i])),)) for c in columns) for i in sorted(items))
    lacking = any_of(f"{found}=0" for found in named)
    return LiveCheck(
        at=table.code,
        text=f"Bảng “{table.label}” do đơn vị làm đầu mối có đủ dòng {listing(sorted(items))}".rstrip(),
        ready=(answers(form, table.code),),
        broken=f"IF({count(rows.filled)}>0,{lacking},FALSE)",
        needed=True,
    )


def _items(table: Table, applies: Applicability) -> set[str]:
    """The targets (chỉ tiêu) of a table that are given to the unit."""
    offered = {value for column in table.columns for value in applies.edition.choices(column)}
    return {i.removeprefix(f"{table.code}.") for i in applies.unit.lead_for} & offered


def _left(entry: FormAnswer, scope: Scope) -> bool:
    code = entry.observation.key.code
    optional = isinstance(entry.spec, Column) and entry.spec.required is Requirement.OPTIONAL
    ours = entry.mark is Requirement.OPTIONAL and not entry.observation.key.row and scope.applies.asks_lead(code)
    return ours and not optional and entry.observation.empty


def _stem(entry: FormAnswer) -> str:
    code = entry.observation.key.code
    return code.rpartition(".")[0] if entry.block else code


def _table(table: Table, scope: Scope) -> Iterator[Fault]:
    """The whole table, or the targets (chỉ tiêu) given to the unit that no row names."""
    answer = scope.submission.tables.get(table.code)
    if answer is None or answer.nil is not None:
        return
    if answer.untouched:
        yield Fault(
            scope.place(table.code), f"Bảng “{table.label}” do đơn vị làm đầu mối nhưng còn trống.", _advice(scope)
        )
        return
    named = {o.text or o.raw for row in answer.rows for o in row.cells.values()}
    if missing := sorted(_items(table, scope.applies) - named):
        yield Fault(
            scope.place(table.code), f"Bảng “{table.label}” chưa có dòng cho {listing(missing)}.", _advice(scope)
        )


RULE = FormRule(
    code="VS312",
    name="lead-left-empty",
    severity=Severity.WARNING,
    catalogue=("R33",),
    title="Nội dung giao đơn vị đầu mối còn trống",
    why="Không đơn vị nào khác báo cáo mục này, nên để trống thì báo cáo tổng hợp không có số liệu.",
    example="Sở Nội vụ để trống kết quả bầu cử Hội đồng nhân dân tỉnh.",
    fix="Điền số liệu chung, hoặc chọn lý do ở cột “Lý do để trống”.",
    said_by=("part-without-whole", "short-of-target-without-reason", "number-without-date"),
    check=check,
    live=live,
)
