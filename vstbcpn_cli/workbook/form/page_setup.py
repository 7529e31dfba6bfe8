"""How wide, how high and on which printed page everything on a task sheet stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, product
from typing import Any

import msgspec

from vstbcpn_cli.edition.model import Column, FieldType
from vstbcpn_cli.workbook.form import cell_formats
from vstbcpn_cli.workbook.form.own_sheets import ChoiceList
from vstbcpn_cli.workbook.form.sheet_plan import (
    CODE_COLUMN,
    LABEL_COLUMN,
    MEASURE_COLUMN,
    Look,
    Printed,
    Role,
    SheetPlan,
    Slot,
)

LINE = 15.0
"""Height of a row with one line of the form's font, in points: accents above capitals need their place."""
EMPTY_LINE = 10.5
"""Of a prepared row of a table: it grows to a line and more when something is typed into it."""
SMALL_LINE = 12.0
KEY_LINE = 3.75
GAP = 6.0
LONG_LINES = 2
"""A row for a long answer starts with so many lines, so that it is seen to be one; names of units may take as many."""
SMALLEST = 0.75
"""How far a page may be reduced."""
_STEPS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.76)
"""The scales that are tried; the last is a hundredth above the smallest, since programs print whole hundredths."""
_PARTS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How much of what the labels would like beyond their least is tried."""
_COMFORTABLE = 0.9
_SCREEN = 405.0
"""Points: of 570 pixels, which a window of 1366 × 768 leaves for rows, what is left under the row that stays."""
_RESERVE = 0.98
"""The part of a page that is filled: texts may take a little more than reckoned."""
_UNIT, _PADDING = 5.5, 3.75
"""Points: what a column takes on paper for each unit of its width, and besides; programs that round count less."""
_LONG, _SHORT = 842.0, 595.0
"""The sides of A4, in points."""


class Need(msgspec.Struct, frozen=True):
    """How narrow a column may become and how wide it is best, in characters as Excel counts them."""

    least: float
    best: float

    def __or__(self, other: Need) -> Need:
        return Need(max(self.least, other.least), max(self.best, other.best))


_OF_COLUMNS = {CODE_COLUMN: Need(8.5, 10), LABEL_COLUMN: Need(24, 50), MEASURE_COLUMN: Need(8.5, 13)}
_OF_ROLES = {
    Role.NIL: Need(11, 20),
    Role.REASON: Need(10, 15),
    Role.EXPLANATION: Need(9, 24),
    Role.PREVIOUS: Need(7, 10),
    Role.CONFIRM: Need(10, 11),
}
_OF_LINES = {FieldType.TEXT: Need(18, 34), FieldType.LONG: Need(20, 40), FieldType.CHOICE: Need(12, 24)}
_OF_TYPES = {FieldType.DATE: Need(9.8, 11), FieldType.MONEY: Need(7, 11), FieldType.LONG: Need(15, 34)}
_OF_FIGURES = Need(5.5, 9)
_OF_CARRIED = Need(14, 26)
"""The line of the last period beside a row of a table."""
_PRINTED_ALREADY = Need(34, 36)
"""Who the unit is and which period it reports on."""
_ONLY_LONG = Need(60, 90)
"""Where nothing but long answers is asked."""


class Paper(msgspec.Struct, frozen=True, dict=True):
    """How a sheet is printed: `widths` and `heights` of its columns and rows, after which rows a page ends, and how far
    it is reduced to be one page wide."""

    across: bool
    widths: Mapping[int, float]
    heights: Mapping[int, float]
    breaks: tuple[int, ...]
    scale: float

    @property
    def pages(self) -> int:
        return len(self.breaks) + 1


def paper(plan: SheetPlan, lists: Mapping[str, ChoiceList]) -> Paper:
    """The way with the fewest pages; of those one whose blocks each fit on a screen together with their heads, then the
    one with the largest letters, as far as these are small at all, and with the widest columns, most so for answers."""
    ways = _ways(plan, _needs(plan, lists))
    return min(
        ways,
        key=lambda way: (
            way.pages,
            max(_SCREEN, _tallest(plan, way.heights)),
            -min(way.scale, _COMFORTABLE),
            -round(sum(way.widths.values())),
            way.widths[LABEL_COLUMN],
        ),
    )


def _tallest(plan: SheetPlan, rows: Mapping[int, float]) -> float:
    """How high the highest block is, from its heads on."""
    titles = [p.row for p in plan.printed if p.look is Look.BLOCK]
    ends = [min((t for t in titles if t > head), default=plan.last_row + 1) for head in plan.heads]
    return max(sum(rows[row] for row in range(head, end)) for head, end in zip(plan.heads, ends, strict=True))


def _ways(plan: SheetPlan, needs: Mapping[int, Need]) -> Iterator[Paper]:
    """Upright and across, reduced by little or more, and with labels on more or fewer lines."""
    labels, content = needs[LABEL_COLUMN], _Rows.of(plan)
    for across in (False, True):
        high, wide = _room(across=across)
        for scale, part in product(_STEPS, _PARTS):
            fixed = labels.least + part * (labels.best - labels.least)
            asked = {**needs, LABEL_COLUMN: Need(fixed, fixed)}
            letters = _letters(wide / scale, len(needs))
            if letters < sum(n.least for n in asked.values()) and (scale, part, across) != (
                _STEPS[-1],
                _PARTS[0],
                True,
            ):
                continue
            columns = _shared(asked, letters)
            rows = _heights(content, columns)
            reduced = min(1.0, wide / _points(columns))
            yield Paper(across, columns, rows, _breaks(plan, rows, high / reduced * _RESERVE), reduced)


def _room(*, across: bool) -> tuple[float, float]:
    """How high and how wide the part of a page is that can be printed on, in points."""
    high, wide = (_SHORT, _LONG) if across else (_LONG, _SHORT)
    return high - 72 * (cell_formats.TOP + cell_formats.BOTTOM), wide - 72 * (cell_formats.LEFT + cell_formats.RIGHT)


def _letters(points: float, columns: int) -> float:
    return (points - columns * _PADDING) / _UNIT


def _points(columns: Mapping[int, float]) -> float:
    return sum(width * _UNIT + _PADDING for width in columns.values())


# ------------------------------------------------------------------------------------------------------------ widths
def _needs(plan: SheetPlan, lists: Mapping[str, ChoiceList]) -> dict[int, Need]:
    """What the columns of a sheet need: the most that any of its blocks puts into one."""
    found = dict(_OF_COLUMNS)
    answers = [s for s in plan.slots if s.role is Role.VALUE and not s.number]
    only_long = all(s.spec is not None and s.spec.type is FieldType.LONG for s in answers)
    for slot in (s for s in plan.slots if s.number <= 1 and s.row not in plan.hidden):
        need = _ONLY_LONG if only_long and slot in answers else _need(plan, slot, lists)
        found[slot.column] = found.get(slot.column, _OF_FIGURES) | need
    for head in (p for p in plan.printed if p.look is Look.HEAD and p.row not in plan.hidden):
        word = max(map(cell_formats.breadth, head.text.split())) * 10 * 1.06 / cell_formats.UNIT
        found[head.column] = found.get(head.column, _OF_FIGURES) | Need(word, word)
    return {column: found.get(column, _OF_FIGURES) for column in range(1, plan.last_column + 1)}


def _need(plan: SheetPlan, slot: Slot, lists: Mapping[str, ChoiceList]) -> Need:
    if slot.role is Role.PREVIOUS and slot.number:
        return _OF_CARRIED
    if slot.role is not Role.VALUE or slot.spec is None:
        return _OF_ROLES.get(slot.role, _OF_FIGURES)
    if slot.prefilled:
        return _PRINTED_ALREADY
    if not isinstance(slot.spec, Column):
        return _OF_LINES.get(slot.spec.type, _OF_FIGURES)
    if slot.spec.type is FieldType.CHOICE:
        choices = lists.get(f"{slot.code}/{slot.role}")
        return _of_texts(choices.values if choices else (), 20)
    if slot.spec.type is FieldType.TEXT:
        table = slot.code.rpartition(".")[0]
        return _of_texts([t.example.get(slot.spec.key, "") for t in plan.task.tables if t.code == table], 34)
    return _OF_TYPES.get(slot.spec.type, _OF_FIGURES)


def _of_texts(texts: Iterable[str], most: float) -> Need:
    """Of texts like these: the longest on one line if that is not more than `most`, else on some; no word is broken."""
    size = cell_formats.SIZE / cell_formats.UNIT
    words = [cell_formats.breadth(word) * size for text in texts for word in text.split()]
    whole = max((cell_formats.breadth(text) * size for text in texts), default=0.0)
    best = min(max(whole, 10), most)
    return Need(max(8.5, min(max(words, default=0.0), 14), best / 3), best)


def _shared(needs: Mapping[int, Need], letters: float) -> dict[int, float]:
    """The widths where there is room for so many letters: from the least on, each gets its part of what is left."""
    least = sum(n.least for n in needs.values())
    wished = sum(n.best - n.least for n in needs.values())
    part = max(0.0, min(1.0, (letters - least) / wished)) if wished else 0.0
    return {column: round(n.least + part * (n.best - n.least), 1) for column, n in needs.items()}


# ----------------------------------------------------------------------------------------------------------- heights
class _Rows(msgspec.Struct, frozen=True, dict=True):
    """What decides the heights of the rows however wide the columns are: `texts` with row, columns, look and the height
    of a line, and the least height of each row, where `fixed` gives none."""

    texts: tuple[tuple[int, range, str, dict[str, Any], float], ...]
    least: Mapping[int, float]
    fixed: Mapping[int, float]

    @classmethod
    def of(cls, plan: SheetPlan) -> _Rows:
        """What the printed texts of the form need, more for a long answer."""
        shown = [p for p in plan.printed if p.row not in plan.hidden]
        rows = range(1, max(plan.last_row, *(p.row for p in plan.printed)) + 1)
        answers = [s for s in plan.slots if s.role is Role.VALUE and s.open and not s.number]
        long_rows = {s.row for s in answers if s.spec is not None and _is_long(s.spec.type, prefilled=s.prefilled)}
        used = {p.row for p in plan.printed} | {s.row for s in plan.slots}
        return cls(
            tuple(_text(p) for p in shown),
            {row: LINE * LONG_LINES if row in long_rows else LINE for row in rows},
            {p.row: KEY_LINE for p in plan.printed if p.look is Look.KEY}
            | {s.row: EMPTY_LINE for s in plan.slots if s.number}
            | dict.fromkeys(set(rows) - used, GAP)
            | {p.row: SMALL_LINE for p in plan.printed if p.look is Look.CLOSING}
            | dict.fromkeys(plan.hidden, 0.0),
        )


def _is_long(kind: FieldType, *, prefilled: bool) -> bool:
    return kind is FieldType.LONG or (kind is FieldType.TEXT and prefilled)


def _text(printed: Printed) -> tuple[int, range, str, dict[str, Any], float]:
    text = printed.shown.replace('"', "").replace("@", printed.text) if "@" in printed.shown else printed.text
    look = cell_formats.PRINTED[printed.look]
    line = LINE * look.get("font_size", cell_formats.SIZE) / cell_formats.SIZE
    return printed.row, range(printed.column, printed.column + printed.span), text, look, line


def _heights(rows: _Rows, columns: Mapping[int, float]) -> dict[int, float]:
    """The height of every row of the form, in points."""
    found = dict(rows.least)
    for row, own, text, look, line in rows.texts:
        width = sum(columns.get(column, 0.0) for column in own)
        found[row] = max(found[row], line * cell_formats.lines_of(text, width, look))
    return {**found, **rows.fixed}


# ------------------------------------------------------------------------------------------------------------- pages
def _breaks(plan: SheetPlan, rows: Mapping[int, float], room: float) -> tuple[int, ...]:
    """After which rows a new page begins, so that no block is torn apart that fits on one."""
    first = plan.verdict_row + 1
    starts = [first, *(p.row for p in plan.printed if p.look is Look.BLOCK and p.row > first), max(rows) + 1]
    used, breaks = 0.0, []
    for start, end in pairwise(starts):
        block = sum(rows[row] for row in range(start, end))
        if used and used + block > room:
            breaks.append(start - 1)
            used = 0.0
        used += block
    return tuple(breaks)
