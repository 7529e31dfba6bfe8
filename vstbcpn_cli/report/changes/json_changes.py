"""The changes between two sets as the published JSON (docs/schemas/diff.schema.json)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from vstbcpn_cli.model.calculation import canonical
from vstbcpn_cli.report.changes.model import (
    CellChange,
    CellKey,
    CellState,
    ChangeCause,
    ChangedFigure,
    Changes,
    FigureChange,
    Number,
    SetName,
    UnitChange,
    UnitState,
)

VERSION = 1


def as_json(changes: Changes) -> dict[str, Any]:
    """Version 1; numbers as in the data file of `consolidate`."""
    return {
        "version": VERSION,
        "old": _set(changes.old),
        "new": _set(changes.new),
        "differ": changes.differ,
        "figures": [_figure(f) for f in changes.figures],
        "units": [_unit(u) for u in changes.units],
        "settings": [{"name": s.name, "old": s.old, "new": s.new} for s in changes.settings],
    }


def _set(of: SetName) -> dict[str, Any]:
    told = {"place": of.place, "digest": of.digest, "edition": of.edition, "period": of.period, "as_of": of.as_of}
    return {**told, "final": of.number or None}


def _figure(change: FigureChange) -> dict[str, Any]:
    told: dict[str, Any] = {"code": change.key.code, "kind": change.key.kind.value, "of": change.key.of}
    told |= {"label": change.label, "measure": change.measure}
    told |= {"old": _value(change.old), "new": _value(change.new)}
    if change.old.whole is not None or change.new.whole is not None:
        told["shares"] = [_parts(change.old), _parts(change.new)]
    if any(change.sources):
        told["sources"] = list(change.sources)
    return {**told, "causes": [_cause(c) for c in change.causes]}


def _value(figure: ChangedFigure) -> int | str | None:
    return figure.text or _number(figure.value)


def _parts(figure: ChangedFigure) -> dict[str, Any] | None:
    return None if figure.whole is None else {"part": _number(figure.part), "whole": _number(figure.whole)}


def _number(value: Number | None) -> int | str | None:
    return format(canonical(value), "f") if isinstance(value, Decimal) else value


def _cause(cause: ChangeCause) -> dict[str, Any]:
    told: dict[str, Any] = {"unit": cause.unit.code, "event": cause.unit.event.value}
    if cause.difference is not None:
        told["difference"] = _number(cause.difference)
    return {**told, "cells": [_key(c.key, c) for c in cause.cells]}


def _key(key: CellKey, cell: CellChange) -> dict[str, Any]:
    state = cell.new if cell.new is not None and cell.new.cell else cell.old
    place = {"sheet": state.sheet, "cell": state.cell} if state is not None else {"sheet": "", "cell": ""}
    return {"code": key.code, "row": key.row, **place, "old": _told(cell.old), "new": _told(cell.new)}


def _told(state: CellState | None) -> dict[str, Any] | None:
    if state is None:
        return None
    told = {"status": state.status, "value": state.value, "typed": state.typed, "finding": state.finding}
    return {name: value for name, value in told.items() if value not in ("", None)}


def _unit(unit: UnitChange) -> dict[str, Any]:
    told = {"code": unit.code, "name": unit.name, "event": unit.event.value}
    return {**told, "old": _state(unit.old), "new": _state(unit.new), "cells": [_cell(c) for c in unit.cells]}


def _state(state: UnitState | None) -> dict[str, str] | None:
    if state is None:
        return None
    told = {"file": state.file, "sha256": state.sha256, "received": state.received, "words": state.words}
    return {"status": state.status, **{name: value for name, value in told.items() if value}}


def _cell(cell: CellChange) -> dict[str, Any]:
    return {**_key(cell.key, cell), "label": cell.label, "event": cell.event.value}
