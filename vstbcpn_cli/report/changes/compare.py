"""Two sets of one edition and period compared: every figure that differs, with the units and cells that made it so."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from vstbcpn_cli.report.changes.behind import CellsBehind
from vstbcpn_cli.report.changes.cells import changed_cells
from vstbcpn_cli.report.changes.data_set import DataSet, UnitData
from vstbcpn_cli.report.changes.model import (
    CellChange,
    ChangeCause,
    ChangedFigure,
    Changes,
    FigureChange,
    FigureKey,
    Kind,
    Number,
    SetName,
    SettingChange,
    UnitChange,
    UnitEvent,
    UnitState,
)

_ORDER = {event: n for n, event in enumerate(UnitEvent)}
_ADDED_UP = (Kind.TOTAL, Kind.GROUP, Kind.ANSWER, Kind.LIST, Kind.ADDED)


def compare(
    old: DataSet, new: DataSet, names: tuple[SetName, SetName], settings: tuple[SettingChange, ...] = ()
) -> Changes:
    """What `new` says otherwise than `old`."""
    return _Comparison(old, new).changes(names, settings)


class _Comparison:
    def __init__(self, old: DataSet, new: DataSet) -> None:
        self.old, self.new = old, new
        codes = dict.fromkeys((*new.units, *old.units))
        self.units = {code: self._unit(code) for code in codes}

    def changes(self, names: tuple[SetName, SetName], settings: tuple[SettingChange, ...]) -> Changes:
        units = [u for u in self.units.values() if u.event is not UnitEvent.UNCHANGED]
        kinds = {**self.old.raw.get("kinds", {}), **self.new.raw.get("kinds", {})}
        figures = tuple(self._figures())
        return Changes(*names, figures, tuple(sorted(units, key=lambda u: _ORDER[u.event])), settings, kinds)

    # ----------------------------------------------------------------------------------------------------- the units
    def _unit(self, code: str) -> UnitChange:
        before, after = self.old.units.get(code), self.new.units.get(code)
        cells = changed_cells(self.old, self.new, code)
        known = after or before
        assert known is not None
        event = _event(before, after, changed=bool(cells))
        return UnitChange(code, known.raw["name"], event, _state(before), _state(after), cells)

    # --------------------------------------------------------------------------------------------------- the figures
    def _figures(self) -> Iterator[FigureChange]:
        for key in dict.fromkeys((*self.new.figures, *self.old.figures)):
            if not self._both_have(key):
                continue
            was = self.old.figures.get(key) or self.old.nothing(key)
            now = self.new.figures.get(key) or self.new.nothing(key)
            if (was.value, was.text) != (now.value, now.text):
                yield self._change(key, was, now)

    def _both_have(self, key: FigureKey) -> bool:
        """Neither what one edition of the form has alone nor what one program did not write yet is a changed figure."""
        if key.kind is Kind.COUNT:
            return bool(key.code) or key.of in self._counted
        return key.kind not in self._unwritten and all(key.code in of.codes for of in self._sides)

    @cached_property
    def _sides(self) -> tuple[DataSet, DataSet]:
        return self.old, self.new

    @cached_property
    def _counted(self) -> frozenset[str]:
        return frozenset(self.old.raw.get("counts", {})) & frozenset(self.new.raw.get("counts", {}))

    @cached_property
    def _unwritten(self) -> frozenset[Kind]:
        silent = [s for s in _WRITTEN_WITH if any(s not in of.raw for of in self._sides)]
        return frozenset(kind for section in silent for kind in _WRITTEN_WITH[section])

    def _change(self, key: FigureKey, was: ChangedFigure, now: ChangedFigure) -> FigureChange:
        known = self.new if key in self.new.figures else self.old
        label = known.label_of(key.code) if key.kind is not Kind.COUNT else ""
        measure = "%" if key.kind.value.endswith("share") else known.measure_of(key.code)
        sources = tuple(str(of.totals.get(key.code, {}).get("source", "")) for of in (self.old, self.new))
        given = key.kind in (Kind.TOTAL, Kind.SHARE) and any(sources)
        causes = () if given else tuple(self._causes(key))
        told = (sources[0], sources[1]) if given else ("", "")
        return FigureChange(key, label, measure, was, now, causes, told)

    # ----------------------------------------------------------------------------------------------------- the causes
    def _causes(self, key: FigureKey) -> Iterator[ChangeCause]:
        if key.kind is Kind.COUNT:
            yield from self._of_count(key)
        elif key.kind is Kind.TARGET:
            yield from self._of_target(key)
        else:
            found = [c for u in self.units.values() if (c := self._cause(key, u)) is not None]
            yield from found or self._joined(key)

    def _cause(self, key: FigureKey, unit: UnitChange) -> ChangeCause | None:
        base = self.new.base_of(key.code) or self.old.base_of(key.code)
        was, now = (of.contribution(key, unit.code, base) for of in self._sides)
        if was == now or (not was and not now and not isinstance(was, tuple) and not isinstance(now, tuple)):
            return None
        difference = None
        if key.kind in _ADDED_UP and not isinstance(was, tuple) and not isinstance(now, tuple):
            difference = _minus(now, was)
        return ChangeCause(unit, difference, self._behind[unit.code].figure(key))

    def _joined(self, key: FigureKey) -> Iterator[ChangeCause]:
        """A sum of zeros is another figure than none at all: the units that give it, or no longer do."""
        changed = self.old.given_by(key.code) ^ self.new.given_by(key.code)
        for unit in (u for u in self.units.values() if u.code in changed and self._is_of(key, u.code)):
            yield ChangeCause(unit, 0, self._behind[unit.code].figure(key))

    def _is_of(self, key: FigureKey, unit: str) -> bool:
        """Whether a figure of one kind of unit is of this one."""
        if key.kind not in (Kind.GROUP, Kind.GROUP_SHARE):
            return True
        return any(unit in of.units and of.units[unit].raw["kind"] == key.of for of in self._sides)

    def _of_count(self, key: FigureKey) -> Iterator[ChangeCause]:
        for unit in self.units.values():
            sides = (self.old.units.get(unit.code), self.new.units.get(unit.code))
            if key.of == "withheld_values":
                held = tuple(c for c in unit.cells if "withheld" in _statuses(c))
                if held:
                    yield ChangeCause(unit, cells=held)
            elif _counts(sides[0], key) != _counts(sides[1], key):
                yield ChangeCause(unit)

    def _of_target(self, key: FigureKey) -> Iterator[ChangeCause]:
        places = [t for of in self._sides if "unit" in (t := of.targets.get(key.code, {}))]
        for code in dict.fromkeys(str(t["unit"]) for t in places):
            rows = {int(t["row"]) for t in places if t["unit"] == code}
            yield ChangeCause(self.units[code], cells=self._behind[code].target(key.code, places[0]["indicator"], rows))

    @cached_property
    def _behind(self) -> dict[str, CellsBehind]:
        return {code: CellsBehind(self.old, self.new, code, unit.cells) for code, unit in self.units.items()}


_WRITTEN_WITH = {
    "tables": (Kind.LIST, Kind.SHARE, Kind.GROUP_SHARE, Kind.ANSWER_SHARE),
    "targets": (Kind.TARGET,),
}
"""Kinds of figure that came into the data with a section of it."""


def _event(before: UnitData | None, after: UnitData | None, *, changed: bool) -> UnitEvent:
    if before is None:
        return UnitEvent.JOINED
    if after is None:
        return UnitEvent.LEFT
    was, now = before.raw["status"], after.raw["status"]
    if before.counted and after.counted:
        if before.raw["sha256"] != after.raw["sha256"]:
            return UnitEvent.REPLACED
        if changed:
            return UnitEvent.REJUDGED
        return UnitEvent.RECEIVED if was != now else UnitEvent.UNCHANGED
    if after.counted:
        return UnitEvent.INCLUDED if was == "excluded" else UnitEvent.CAME
    if not before.counted and was == now:
        return UnitEvent.UNCHANGED
    silent = UnitEvent.GONE if before.counted else UnitEvent.UNCONFIRMED
    return {"nil": UnitEvent.NIL, "excluded": UnitEvent.EXCLUDED}.get(now, silent)


def _state(unit: UnitData | None) -> UnitState | None:
    if unit is None:
        return None
    raw = unit.raw
    told = {name: str(raw.get(name, "")) for name in ("file", "sha256", "received")}
    excluded = next((str(e["reason"]) for e in raw.get("excluded", ())), "")
    return UnitState(raw["status"], **told, words=str(raw.get("recorded", {}).get("words", "") or excluded))


def _minus(now: Number | None, was: Number | None) -> Number:
    made = (now or 0) - (was or 0)
    return int(made) if isinstance(made, Decimal) and made == made.to_integral_value() else made


def _counts(unit: UnitData | None, key: FigureKey) -> bool:
    """Whether a unit is one of those that a count is of."""
    if unit is None or (key.code and unit.raw["kind"] != key.code):
        return False
    return bool({"units": True, "sent": unit.counted}.get(key.of, unit.raw["status"] == key.of))


def _statuses(cell: CellChange) -> tuple[str, ...]:
    return tuple(state.status for state in (cell.old, cell.new) if state is not None)
