"""VS301: a required cell left empty without a reason (R30)."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import Column, FieldType, ReportingPeriod, Requirement, Severity, Table
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, any_of
from vstbcpn_cli.rules.base import Fault, FormAnswer, FormRule, Scope
from vstbcpn_cli.text.lists import listing
from vstbcpn_cli.text.normalise import quoted

_ADVICE = {
    FieldType.DATE: "Đề nghị nhập đủ ngày/tháng/năm.",
    FieldType.BOOL: "Đề nghị chọn “Có” hoặc “Không”.",
    FieldType.CHOICE: "Đề nghị chọn một giá trị trong danh sách của ô.",
    FieldType.TEXT: "Đề nghị ghi nội dung.",
    FieldType.LONG: "Đề nghị ghi nội dung.",
}
_NUMBER = "Đề nghị nhập số; không phát sinh thì ghi 0, chưa có số liệu thì chọn lý do ở cột “Lý do để trống”."


def check(scope: Scope) -> Iterator[Fault]:
    """A cell missing from the file altogether is a matter of structure (VS202), not of this rule."""
    for entry in scope.entries:
        if entry.mark is Requirement.REQUIRED and entry.observation.empty and not _supplied(entry, scope):
            label = scope.label(entry.observation.key.code)
            advice = _ADVICE.get(entry.spec.type, _NUMBER)
            if isinstance(entry.spec, Column) and entry.observation.key.row and entry.spec.type.numeric:
                advice = "Đề nghị nhập số; không phát sinh thì ghi 0."
            fact = f"“{label}” còn trống."
            if reason := entry.observation.reason:
                fact = f"“{label}” còn trống; đơn vị luôn có nội dung này nên lý do “{quoted(reason)}” chưa thay được."
                advice = "Đề nghị nhập số; không có thì ghi 0." if entry.spec.type.numeric else advice
            yield Fault(entry.observation, fact, advice)


def _supplied(entry: FormAnswer, scope: Scope) -> bool:
    """Whether the form fills the cell itself, or an empty one means a default."""
    if not isinstance(entry.spec, Column):
        return entry.spec.prefilled
    return _filled_by_form(entry.spec, scope.period)


def _filled_by_form(spec: Column, period: ReportingPeriod) -> bool:
    closed = spec.closed_from is not None and spec.closed_from <= period.until_date
    return closed or bool(spec.default or spec.fixed)


def live(form: LiveForm) -> Iterator[LiveCheck]:
    """Required indicators and matrix cells one by one; of a table whether every filled row is complete."""
    applies, edition = form.applies, form.applies.edition
    for task in edition.tasks:
        marked = [(i.code, applies.indicator(i)) for i in task.indicators if not i.prefilled]
        for matrix in task.matrices:
            cells = ((r, c) for r in matrix.rows for c in matrix.columns)
            marked += [(matrix.cell_code(r, c), applies.matrix_cell(matrix, r, c)) for r, c in cells]
        for code, mark in marked:
            if mark is Requirement.REQUIRED and form.cell(code):
                yield _required(form, code)
        for table in task.tables:
            yield from _rows(form, table)


def _required(form: LiveForm, code: str) -> LiveCheck:
    return LiveCheck(
        at=code,
        text=f"“{form.label(code)}” đã điền",
        ready=(f"NOT({form.empty(code)})",),
        broken=any_of((form.wrong(code), form.like_above(code), form.doubted(code))),
        cells=(code,),
        needed=True,
        met_at_issue=code in form.applies.filled_at_issue,
    )


def _rows(form: LiveForm, table: Table) -> Iterator[LiveCheck]:
    for line in form.lines(table=table.code):
        needed = [
            c
            for c in table.columns
            if c.required is Requirement.REQUIRED and not _filled_by_form(c, form.applies.period)
        ]
        if needed:
            yield LiveCheck(
                at=line.code(needed[0].key),
                text=f"Mỗi dòng đã điền có đủ {listing(c.label for c in needed)}",
                ready=line.filled,
                broken=any_of(line.empty(c.key) for c in needed),
                table=line.table,
            )


RULE = FormRule(
    code="VS301",
    name="missing-value",
    severity=Severity.ERROR,
    catalogue=("R30",),
    title="Ô bắt buộc còn trống",
    why="Ô trống không cho biết là không phát sinh hay chưa có số liệu.",
    example="Chỉ tiêu “Số cuộc họp liên ngành” để trống và chưa chọn lý do.",
    fix="Nhập số; không phát sinh thì ghi 0; chưa có số liệu thì chọn lý do ở cột “Lý do để trống”.",
    check=check,
    live=live,
)
