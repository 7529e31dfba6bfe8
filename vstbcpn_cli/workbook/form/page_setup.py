"""How wide, how high and on which printed page everything on a task sheet stands."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.workbook.form import cell_formats
from vstbcpn_cli.workbook.form.layout import LABEL_COLUMN, VALUE_COLUMN, Look, Role, SheetPlan, Slot

LINE = 17.0
"""Height of a row with one line of the form's font, in points: accents above capitals need their place."""
KEY_LINE = 9.0
LONG_LINES = 4
"""A row for a long answer starts with so many lines, so that it is seen to be one."""
_BASE = {1: 13.0, 2: 42.0, 3: 13.0, 4: 14.0, 5: 16.0, 6: 20.0}
"""Code, label, measure, answer, reason, explanation: their heads and what is chosen there."""
_OF_LINES = {FieldType.TEXT: 34.0, FieldType.LONG: 34.0, FieldType.CHOICE: 20.0}
_OF_COLUMNS = {FieldType.TEXT: 16.0, FieldType.LONG: 22.0, FieldType.CHOICE: 16.0, FieldType.DATE: 12.0}
_OF_ROLES = {Role.REASON: 16.0, Role.EXPLANATION: 16.0}
_NARROW = 11.0
_ONLY_LONG = 62.0
_READABLE = 190.0
"""As wide as a sheet may be without print becoming small; wider ones give up some of what can wrap."""
_CAN_YIELD = {VALUE_COLUMN: 24.0, LABEL_COLUMN: 34.0}
# A4 across, in points, less the margins and the footer; texts may take a little more than reckoned.
_ACROSS, _DOWN = 769.0, 490.0


def widths(plan: SheetPlan) -> dict[int, float]:
    """The width of every column, in characters as Excel counts them: what the widest thing under it needs."""
    found = dict(_BASE)
    for slot in plan.slots:
        found[slot.column] = max(found.get(slot.column, _NARROW), _width(slot))
    answers = [s for s in plan.slots if s.role is Role.VALUE and not s.number]
    if all(s.spec is not None and s.spec.type is FieldType.LONG for s in answers):
        found |= {s.column: _ONLY_LONG for s in answers}
    for column, least in _CAN_YIELD.items():
        too_wide = max(0.0, sum(found.values()) - _READABLE)
        found[column] -= min(too_wide, max(0.0, found[column] - least))
    return found


def _width(slot: Slot) -> float:
    if slot.role is not Role.VALUE or slot.spec is None:
        return _OF_ROLES.get(slot.role, _NARROW)
    by_type = _OF_COLUMNS if slot.number else _OF_LINES
    return by_type.get(slot.spec.type, _NARROW)


def heights(plan: SheetPlan, columns: Mapping[int, float]) -> dict[int, float]:
    """The height of every row of the form, in points: what its printed texts need, more for a long answer."""
    found = dict.fromkeys(range(1, plan.last_row + 1), LINE)
    for printed in plan.printed:
        width = sum(columns.get(c, _NARROW) for c in range(printed.column, printed.column + printed.span))
        lines = cell_formats.lines_of(printed.text, width, cell_formats.PRINTED[printed.look])
        found[printed.row] = max(found.get(printed.row, LINE), LINE * lines)
    found |= {p.row: KEY_LINE for p in plan.printed if p.look is Look.KEY}
    for slot in plan.slots:
        long = slot.role is Role.VALUE and slot.spec is not None and slot.spec.type is FieldType.LONG
        if long and slot.open and not slot.number:
            found[slot.row] = max(found[slot.row], LINE * LONG_LINES)
    return found


def page_breaks(plan: SheetPlan, columns: Mapping[int, float], rows: Mapping[int, float]) -> list[int]:
    """After which rows a new page begins, so that no table is torn apart that fits on one."""
    wide = sum(columns.get(c, _NARROW) * 5.25 + 3.75 for c in range(1, plan.last_column + 1))
    room = _DOWN * max(1.0, wide / _ACROSS)
    starts = [1, *(p.row for p in plan.printed if p.look is Look.BLOCK), max(rows) + 1]
    used, breaks = 0.0, []
    for start, end in pairwise(starts):
        block = sum(rows.get(row, LINE) for row in range(start, end))
        if used and used + block > room:
            breaks.append(start - 1)
            used = 0.0
        used += block
    return breaks
