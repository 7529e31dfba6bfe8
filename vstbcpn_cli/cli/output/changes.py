"""The changes between two sets as lines on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vstbcpn_cli.report.changes.model import Changes, FigureChange, UnitChange, UnitEvent
from vstbcpn_cli.report.changes.sections import columns_of, reasons
from vstbcpn_cli.report.changes.words import (
    CELLS,
    EVENTS,
    NOTHING,
    TITLE,
    code_of,
    difference_of,
    file_words,
    name_of,
    set_words,
    sides,
    summary,
    unit_state,
    value_of,
    where,
)
from vstbcpn_cli.text.numbers import number

_UNITS, _CELLS = 5, 20
"""Units named beside a figure, and cells of a unit, on a screen; JSON and papers have all."""
_WHOLE = (UnitEvent.CAME, UnitEvent.GONE, UnitEvent.JOINED, UnitEvent.LEFT, UnitEvent.INCLUDED, UnitEvent.EXCLUDED)
"""What becomes of all the cells of a unit at once: they are counted."""


def change_lines(changes: Changes) -> Iterator[str]:
    """What is compared, the sum of it, then units, figures and settings."""
    yield TITLE
    yield changes.new.title
    yield f"Bộ trước: {set_words(changes.old)}."
    yield f"Bộ sau: {set_words(changes.new)}."
    yield ""
    yield from summary(changes)
    for event, units in groupby(changes.units, key=lambda u: u.event):
        yield from ("", f"{EVENTS[event]}:")
        for unit in units:
            yield from _unit(unit)
    if changes.figures:
        yield from ("", "Số liệu thay đổi:")
        columns = columns_of(changes)
        for figure in changes.figures:
            yield from _figure(figure, changes, columns)
    if changes.settings:
        yield from ("", "Thiết lập khác nhau:")
        yield from (f"  {s.name}: {s.old} → {s.new}" for s in changes.settings)


def short_lines(changes: Changes) -> Iterator[str]:
    """The sum alone, for who has a paper of the rest."""
    yield from summary(changes) if changes.differ else [NOTHING]


def _unit(unit: UnitChange) -> Iterator[str]:
    told = file_words(unit)
    yield f"  {unit.name}: {unit_state(unit)}" + (f"; {told}" if told else "")
    if unit.event in _WHOLE:
        yield from [f"    {number(len(unit.cells))} ô"] if unit.cells else []
        return
    for cell in unit.cells[:_CELLS]:
        old, new = sides(cell, unit)
        yield f"    {where(cell, unit)} ({cell.key.code}, {cell.label}): {old} → {new}; {CELLS[cell.event]}"
    if len(unit.cells) > _CELLS:
        yield f"    và {number(len(unit.cells) - _CELLS)} ô khác"


def _figure(figure: FigureChange, changes: Changes, columns: dict[str, str]) -> Iterator[str]:
    code = code_of(figure)
    old, new = value_of(figure.old, figure.key.kind), value_of(figure.new, figure.key.kind)
    measure = f" ({figure.measure})" if figure.measure and figure.measure != "%" else ""
    difference = difference_of(figure)
    named = f"{code} {name_of(figure, changes, columns)}".strip()
    yield f"  {named}{measure}: {old} → {new}" + (f" ({difference})" if difference else "")
    why = reasons(figure, _UNITS)
    yield from [f"    {why}"] if why else []
