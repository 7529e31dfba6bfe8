"""The changed cells of one unit that a figure is made of, on one side or the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from vstbcpn_cli.report.changes.cells import RowPair, row_pairs
from vstbcpn_cli.report.changes.data_set import UNITS, DataSet, UnitData
from vstbcpn_cli.report.changes.model import CellChange, CellKey, CellState, FigureKey, Kind

_Row = Mapping[str, CellState]
_Changed = tuple[tuple[_Row, _Row], list[CellChange]]
"""A row on both sides, and its cells that differ."""


class CellsBehind:
    """Answers for one unit, whose changed `cells` are known."""

    def __init__(self, old: DataSet, new: DataSet, unit: str, cells: tuple[CellChange, ...]) -> None:
        self._sets, self._unit, self._cells = (old, new), unit, cells
        self._before, self._after = (of.units.get(unit, UnitData({})) for of in self._sets)

    def figure(self, key: FigureKey) -> tuple[CellChange, ...]:
        """In the order of the form."""
        if not self._cells:
            return ()
        codes = {key.code}
        if key.kind in (Kind.SHARE, Kind.GROUP_SHARE):
            codes |= {b for of in self._sets if (b := of.base_of(key.code)) and b != UNITS}
        listed = key.of.partition(":")[0] if key.kind is Kind.LIST else ""
        chosen = {self._at[id(c)] for code in codes for c in self._of_code(code, listed)}
        return tuple(self._cells[n] for n in sorted(chosen))

    def target(self, code: str, column: str, rows: set[int]) -> tuple[CellChange, ...]:
        """The result in the `rows` of a target, and the cells that name it on one side."""
        table = column.rpartition(".")[0]
        return tuple(
            c
            for c in self._cells
            if c.key.code.rpartition(".")[0] == table
            and (_names(c, code) or (c.key.code == column and any(k and k.row in rows for k in (c.old_key, c.new_key))))
        )

    def _of_code(self, code: str, listed: str) -> list[CellChange]:
        made = next((r for of in reversed(self._sets) if (r := of.totals.get(code, {}).get("rows"))), None)
        if not made:
            return list(self._typed(code))
        # Of none that counts the proof is what every row says instead.
        return list(self._in_rows(made, listed)) or list(self._typed(code)) or list(self._deciding(made))

    def _typed(self, code: str) -> Iterator[CellChange]:
        for of, unit, at in zip(self._sets, (self._before, self._after), self._by_key, strict=True):
            keys = unit.behind(code)
            if whole := of.whole_behind(code, self._unit):
                keys |= unit.behind(whole)
            yield from (at[key] for key in keys if key in at)

    def _in_rows(self, made: Mapping[str, Any], listed: str) -> Iterator[CellChange]:
        """Of the rows that belong to the figure on one side: what is added up, and what decides."""
        table, where = made["table"], made["where"]
        columns = {c for c in (made["column"], made["within"], listed, *where) if c}
        for sides, own in self._rows(table):
            if any(side and _belongs(side, where) for side in sides):
                chosen = [c for c in own if c.key.code.rpartition(".")[2] in columns]
                # Where nothing decides, what was typed first tells that there is a row.
                yield from chosen or ([] if made["column"] else own[:1])
        nil = CellKey(table)
        yield from (at[nil] for at in self._by_key if nil in at)

    def _deciding(self, made: Mapping[str, Any]) -> Iterator[CellChange]:
        columns = {made["within"], *made["where"]} - {""}
        for _, own in self._rows(made["table"]):
            yield from (c for c in own if c.key.code.rpartition(".")[2] in columns)

    @cached_property
    def _at(self) -> dict[int, int]:
        return {id(c): n for n, c in enumerate(self._cells)}

    @cached_property
    def _by_key(self) -> tuple[dict[CellKey, CellChange], dict[CellKey, CellChange]]:
        return (
            {c.old_key: c for c in self._cells if c.old_key is not None},
            {c.new_key: c for c in self._cells if c.new_key is not None},
        )

    @cached_property
    def _by_table(self) -> dict[str, list[_Changed]]:
        return {}

    def _rows(self, table: str) -> list[_Changed]:
        if table not in self._by_table:
            found: dict[RowPair, list[CellChange]] = {}
            for cell in (c for c in self._cells if c.key.row and c.key.code.rpartition(".")[0] == table):
                pair = RowPair(cell.old_key.row if cell.old_key else 0, cell.new_key.row if cell.new_key else 0)
                found.setdefault(pair, []).append(cell)
            before, after = self._before.rows(table), self._after.rows(table)
            pairs = [p for p in row_pairs(self._before, self._after, table) if p in found] if found else []
            self._by_table[table] = [((before.get(p.old, {}), after.get(p.new, {})), found[p]) for p in pairs]
        return self._by_table[table]


def _names(cell: CellChange, target: str) -> bool:
    return any(state is not None and state.value == target for state in (cell.old, cell.new))


def _belongs(row: _Row, where: Mapping[str, list[str]]) -> bool:
    """Whether a row counts or, where what decides is withheld, may."""
    for column, allowed in where.items():
        cell = row.get(column)
        if cell is None or (cell.status != "withheld" and cell.word not in allowed):
            return False
    return True
