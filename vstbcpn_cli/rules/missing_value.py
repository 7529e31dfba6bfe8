"""VS301: a required cell left empty without a reason (R30)."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.rules.base import Entry, Fault, FormRule, Scope
from vstbcpn_cli.schema.model import Column, FieldType, Requirement, Severity

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
            yield Fault(entry.observation, f"“{label}” còn trống.", advice)


def _supplied(entry: Entry, scope: Scope) -> bool:
    """Whether the form fills the cell itself, or an empty one means a default."""
    if not isinstance(entry.spec, Column):
        return entry.spec.prefilled
    closed = entry.spec.closed_from is not None and entry.spec.closed_from <= scope.period.until_date
    return closed or bool(entry.spec.default or entry.spec.fixed)


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
)
