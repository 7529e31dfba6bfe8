"""The data of one set as they are compared: figures by key, units with their cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from vstbcpn_cli.model.calculation import percent
from vstbcpn_cli.report.changes.model import CellKey, CellState, ChangedFigure, FigureKey, Kind, Number

UNITS = "units"
"""The base of a share of all units that answered."""
_NO_FIGURES = ("concat",)
"""How words are put together: they are told with their unit."""
_BY_KIND = ("on_time", "late", "missing", "nil", "excluded")
_CALC = "calc"


class UnitData:
    """One unit in one set."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.values = {CellKey(v["code"], v.get("row", 0)): v for v in raw.get("values", ())}
        self._at = {f"{v['sheet']}!{v['cell']}": key for key, v in self.values.items() if "cell" in v}

    @property
    def counted(self) -> bool:
        """Whether a file of the unit counts."""
        return "file" in self.raw

    def state(self, key: CellKey) -> CellState:
        """What stands at a key; blank where nothing does."""
        found = self.values.get(key, {})
        told = {name: found.get(name, "") for name in ("typed", "finding", "sheet", "cell")}
        return CellState(found.get("status", "empty"), found.get("value"), **told)

    def behind(self, code: str) -> frozenset[CellKey]:
        """The typed cells of a figure: its own or those it is computed from, and those that hold it back with it."""
        own = CellKey(code)
        found = self.values.get(own, {})
        keys = {self._at[place] for place in found.get("made_of", ()) if place in self._at} or {own}
        return frozenset(keys | {k for key in (own, *keys) for k in self._held_with(key)})

    def rows(self, table: str) -> dict[int, dict[str, CellState]]:
        """The rows of a table by number, each by column."""
        return self._tables.get(table, {})

    @cached_property
    def tables(self) -> tuple[str, ...]:
        return tuple(self._tables)

    @cached_property
    def _tables(self) -> dict[str, dict[int, dict[str, CellState]]]:
        found: dict[str, dict[int, dict[str, CellState]]] = {}
        for key in (k for k in self.values if k.row):
            table, _, column = key.code.rpartition(".")
            found.setdefault(table, {}).setdefault(key.row, {})[column] = self.state(key)
        return found

    def _held_with(self, key: CellKey) -> Iterator[CellKey]:
        """The other cells that the finding behind a withheld value is about."""
        found = self.values.get(key, {})
        rule = found.get("finding")
        if not rule:
            return
        here = f"{found.get('sheet', '')}!{found.get('cell', '')}"
        for told in (f for f in self.raw.get("findings", ()) if f["code"] == rule and f["severity"] == "error"):
            places = (f"{told['sheet']}!{told['cell']}", *told["related"])
            if here in places or (told["indicator"], told["row"]) == key:
                yield from (self._at[place] for place in places if place in self._at)


class DataSet:
    """The JSON of one set, whose shape whoever loads it has checked."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.fields: Mapping[str, Mapping[str, str]] = raw["fields"]
        self.totals: Mapping[str, Mapping[str, Any]] = {**raw["totals"], **raw.get("tables", {})}
        self.targets: Mapping[str, Mapping[str, Any]] = raw.get("targets", {})
        self.units = {u["code"]: UnitData(u) for u in raw["units"]}
        self.codes = frozenset((*self.totals, *self.targets))
        self._parts_of: dict[str, frozenset[str]] = {}

    def type_of(self, code: str) -> str:
        return self.fields.get(code, {}).get("type", "")

    def is_typed(self, code: str) -> bool:
        return self.type_of(code) != _CALC

    def label_of(self, code: str) -> str:
        for told in (self.fields, self.totals, self.targets):
            if label := told.get(code, {}).get("label"):
                return str(label)
        return code

    def measure_of(self, code: str) -> str:
        told = self.fields.get(code) or self.targets.get(code) or {}
        return str(told.get("measure", "")).strip("–")

    @cached_property
    def figures(self) -> Mapping[FigureKey, ChangedFigure]:
        """Every printed figure, in the order of the form, counts first."""
        return dict(self._figures())

    def nothing(self, key: FigureKey) -> ChangedFigure:
        """What a figure is that a set does not have: of answers, rows and units it is known that there are none."""
        return ChangedFigure(0) if key.kind in (Kind.ANSWER, Kind.LIST, Kind.COUNT) else ChangedFigure(None)

    def _figures(self) -> Iterator[tuple[FigureKey, ChangedFigure]]:
        for name, number in self.raw.get("counts", {}).items():
            yield FigureKey("", Kind.COUNT, name), ChangedFigure(number)
        standing = Counter((u.raw["kind"], u.raw["status"]) for u in self.units.values())
        for kind in dict.fromkeys(u.raw["kind"] for u in self.units.values()):
            yield from ((FigureKey(kind, Kind.COUNT, s), ChangedFigure(standing[kind, s])) for s in _BY_KIND)
        for code, total in self.totals.items():
            if total["aggregate"] not in _NO_FIGURES:
                yield from _of_total(code, total)
        for code, target in self.targets.items():
            yield FigureKey(code, Kind.TARGET), _target(target["value"])

    def contribution(self, key: FigureKey, unit: str, base: str) -> tuple[Number | str | None, ...] | Number | None:
        """What a unit gives to a figure, a share of `base`; None for nothing."""
        found = self.units.get(unit)
        if found is None or (key.kind in (Kind.GROUP, Kind.GROUP_SHARE) and found.raw["kind"] != key.of):
            return None
        match key.kind:
            case Kind.ANSWER:
                return int(self._answer(key.code, unit) == key.of)
            case Kind.ANSWER_SHARE:
                return (self._answer(key.code, unit),)
            case Kind.SHARE | Kind.GROUP_SHARE:
                return self._pair(key.code, base, unit)
            case Kind.LIST:
                return self._listed(key, found)
            case _:
                return self._given(key.code, unit)

    def given_by(self, code: str) -> frozenset[str]:
        """The units whose answer is part of a total."""
        total = self.totals.get(code, {})
        return frozenset((*total.get("parts", ()), *total.get("nil", ())))

    def whole_behind(self, code: str, unit: str) -> str:
        """The whole without which the part of a unit does not count; "" where that is not why."""
        held = self.totals.get(code, {}).get("withheld", ())
        return next((str(w["whole"]) for w in held if w["unit"] == unit and "whole" in w), "")

    def base_of(self, code: str) -> str:
        """What the shares of a code are taken of: a code, or the units that answered; "" where the set has none."""
        total = self.totals.get(code, {})
        shares = [total["share"]] if "share" in total else [*total.get("kind_shares", {}).values()]
        return next((str(share["base"]) for share in shares), "")

    def _parts(self, code: str) -> frozenset[str]:
        if code not in self._parts_of:
            self._parts_of[code] = frozenset(self.totals.get(code, {}).get("parts", ()))
        return self._parts_of[code]

    def _given(self, code: str, unit: str) -> Number | None:
        total = self.totals.get(code, {})
        if unit in self._parts(code):
            if "given" in total:
                return number_of(total["given"].get(unit))
            value = self.units[unit].values.get(CellKey(code), {}).get("value")
            return int(value) if isinstance(value, bool) else number_of(value) if _adds(total) else 1
        return 0 if unit in total.get("nil", ()) else None

    def _answer(self, code: str, unit: str) -> str:
        if unit not in self._parts(code):
            return ""
        return str(self.units[unit].values.get(CellKey(code), {}).get("value", ""))

    def _pair(self, code: str, base: str, unit: str) -> tuple[Number | None, ...] | None:
        part, whole = self._in_parts(code, unit), 1 if base == UNITS else self._in_parts(base, unit)
        return None if part is None or whole is None else (part, whole)

    def _in_parts(self, code: str, unit: str) -> Number | None:
        return self._given(code, unit) if unit in self._parts(code) else None

    def _listed(self, key: FigureKey, unit: UnitData) -> Number:
        """The rows of one unit that carry an answer, or what a column has in them."""
        total = self.totals.get(key.code, {})
        if unit.raw["code"] not in self._parts(key.code):
            return 0
        by, _, answer = key.of.partition(":")
        made = total["rows"]
        wanted = [*made["where"].items(), (by, [answer])]
        found = unit.rows(made["table"]).values()
        rows = [row for row in found if all(_word(row, column) in allowed for column, allowed in wanted)]
        if not made["column"]:
            return len(rows)
        cells = [c for row in rows if (c := row.get(made["column"])) is not None and c.status == "value"]
        return sum((number_of(c.value) or 0 for c in cells), 0)


def number_of(value: object) -> Number | None:
    """A number as the data hold it: decimals are text."""
    if value is None or isinstance(value, bool):
        return None
    return value if isinstance(value, int) else Decimal(str(value))


def _adds(total: Mapping[str, Any]) -> bool:
    return bool(total["aggregate"] == "sum")


def _word(row: Mapping[str, CellState], column: str) -> str:
    return row[column].word if column in row else ""


def _target(value: object) -> ChangedFigure:
    try:
        return ChangedFigure(number_of(value))
    except ArithmeticError:
        return ChangedFigure(None, text=str(value))


def _of_total(code: str, total: Mapping[str, Any]) -> Iterator[tuple[FigureKey, ChangedFigure]]:
    yield FigureKey(code, Kind.TOTAL), ChangedFigure(number_of(total["value"]))
    if "added" in total:
        yield FigureKey(code, Kind.ADDED), ChangedFigure(number_of(total["added"]))
    for kind, value in total["kinds"].items():
        yield FigureKey(code, Kind.GROUP, kind), ChangedFigure(number_of(value))
    if "share" in total:
        yield FigureKey(code, Kind.SHARE), _share(total["share"])
    for kind, share in total.get("kind_shares", {}).items():
        yield FigureKey(code, Kind.GROUP_SHARE, kind), _share(share)
    if total["aggregate"] == "count_by_value":
        for answer, count in total["by_value"].items():
            yield FigureKey(code, Kind.ANSWER, answer), ChangedFigure(count)
    for answer, share in total.get("answer_shares", {}).items():
        yield FigureKey(code, Kind.ANSWER_SHARE, answer), _share(share)
    for column, found in total.get("by", {}).items():
        for answer, value in found.items():
            yield FigureKey(code, Kind.LIST, f"{column}:{answer}"), ChangedFigure(number_of(value))


def _share(told: Mapping[str, Any]) -> ChangedFigure:
    part, whole = number_of(told["part"]), number_of(told["whole"])
    assert part is not None
    assert whole is not None
    return ChangedFigure(percent(part, whole), part, whole)
