"""The cells of one unit in two sets: which differ. Rows of a table are matched by what they say, not by their number:
a row put in above them changes no other row."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from vstbcpn_cli.report.changes.data_set import DataSet, UnitData
from vstbcpn_cli.report.changes.model import CellChange, CellKey, CellState


class RowPair(NamedTuple):
    """The numbers of a row in both sets; 0 where a set does not have it."""

    old: int
    new: int


def changed_cells(old: DataSet, new: DataSet, unit: str) -> tuple[CellChange, ...]:
    """Every typed cell of a unit that does not say the same, in the order of the form."""
    before, after = _counted(old, unit), _counted(new, unit)
    singles = [k for k in (*after.values, *before.values) if not k.row]
    found = list(_singles(old, new, before, after, dict.fromkeys(singles)))
    for table in dict.fromkeys((*after.tables, *before.tables)):
        found += _of_table(old, new, before, after, table)
    order = {key: n for n, key in enumerate((*after.values, *before.values))}
    return tuple(sorted(found, key=lambda c: order[c.key]))


def row_pairs(before: UnitData, after: UnitData, table: str) -> list[RowPair]:
    """The rows of a table in both sets, each once."""
    old, new = before.rows(table), after.rows(table)
    olds, news = sorted(old), sorted(new)
    matcher = SequenceMatcher(None, [_said(old[n]) for n in olds], [_said(new[n]) for n in news], autojunk=False)
    pairs: list[RowPair] = []
    for _, i, i_end, j, j_end in matcher.get_opcodes():
        left, right = olds[i:i_end], news[j:j_end]
        pairs += map(RowPair._make, zip(left, right, strict=False))
        pairs += [RowPair(n, 0) for n in left[len(right) :]]
        pairs += [RowPair(0, n) for n in right[len(left) :]]
    return pairs


_NOBODY = UnitData({})


def _counted(of: DataSet, unit: str) -> UnitData:
    return of.units.get(unit, _NOBODY)


def _said(row: dict[str, CellState]) -> tuple[object, ...]:
    return tuple((column, cell.told) for column, cell in sorted(row.items()))


def _singles(
    old: DataSet, new: DataSet, before: UnitData, after: UnitData, keys: dict[CellKey, None]
) -> Iterator[CellChange]:
    for key in keys:
        known = new if key.code in new.fields else old
        if not known.is_typed(key.code):
            continue
        left, right = before.state(key), after.state(key)
        if left.told != right.told and not (_silent(left) and _silent(right)):
            here = (key if key in before.values else None, key if key in after.values else None)
            yield CellChange(known.label_of(key.code), known.type_of(key.code), *here, *_sides(left, right))


def _of_table(old: DataSet, new: DataSet, before: UnitData, after: UnitData, table: str) -> Iterator[CellChange]:
    blank = CellState("empty", None)
    for pair in row_pairs(before, after, table):
        left, right = before.rows(table).get(pair.old, {}), after.rows(table).get(pair.new, {})
        for column in dict.fromkeys((*right, *left)):
            code = f"{table}.{column}"
            was, is_ = left.get(column, blank), right.get(column, blank)
            if was.told != is_.told and not (_silent(was) and _silent(is_)):
                known = new if code in new.fields else old
                here = (CellKey(code, pair.old) if pair.old else None, CellKey(code, pair.new) if pair.new else None)
                yield CellChange(known.label_of(code), known.type_of(code), *here, *_sides(was, is_))


def _silent(state: CellState) -> bool:
    """Nothing stands there: whether the form asks for it is no matter of the unit."""
    return state.value is None and not state.typed and state.status in ("empty", "not_applicable")


def _sides(left: CellState, right: CellState) -> tuple[CellState | None, CellState | None]:
    return None if left.blank else left, None if right.blank else right
