"""What goes on from an earlier edition: its codes, by `continues` of the fields, and its units, by declared successors.

A code that stands in both editions is the same question unless another field says that it continues it; a code of a
unit is the same body as long as nobody has succeeded it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from vstbcpn_cli.edition.loader import load_edition, load_kinds
from vstbcpn_cli.edition.locations import available_editions, register_beside
from vstbcpn_cli.edition.model import Edition, Matrix, Register, ReportingUnit
from vstbcpn_cli.edition.unit_register import csv_lines, parse_register


def codes_in(edition: Edition, earlier: str) -> Mapping[str, str]:
    """The codes of an edition with what they are in the `earlier` one it goes on from; a code of which that edition
    has nothing may be named as it is here. Of an edition that is not known by name only equal codes can be followed.
    """
    found = {code: code for code in edition.task_of}
    for this in _steps(edition, earlier):
        before = _declared(this)
        found = {ours: before[theirs] for ours, theirs in found.items() if theirs in before}
    return found


def _steps(edition: Edition, earlier: str) -> Iterator[Edition]:
    """The editions on the way back, each of which says what it goes on from."""
    if earlier in edition.lineage:
        yield edition
        between = edition.lineage[: edition.lineage.index(earlier)]
        yield from (load_edition(name) for name in between if name in available_editions())


def _declared(edition: Edition) -> Mapping[str, str]:
    """Every code with its own in the edition before; what another field continues is nobody else's."""
    before = {task.code: task.code for task in edition.tasks}
    before |= {i.code: i.continues or i.code for i in edition.indicators.values()}
    before |= {m.code: m.continues or m.code for m in edition.matrices.values()}
    before |= {t.code: t.continues or t.code for t in edition.tables.values()}
    for code, (matrix, row, column) in edition.matrix_cells.items():
        before[code] = f"{before[matrix.code]}.{row.continues or row.code}.{column.continues or column.key}"
    for code, (table, column) in edition.table_columns.items():
        before[code] = f"{before[table.code]}.{column.continues or column.key}"
    taken = {theirs for ours, theirs in before.items() if ours != theirs}
    return {ours: theirs for ours, theirs in before.items() if ours != theirs or ours not in taken}


def unknown_before(edition: Edition, earlier: Edition) -> Iterator[tuple[str, str]]:
    """What says that it continues something the `earlier` edition does not have: its key path, and the code there."""
    known = {*earlier.task_of}
    known |= {f"{m.code}.{row.code}" for m in earlier.matrices.values() for row in m.rows}
    known |= {f"{m.code}.{column.key}" for m in earlier.matrices.values() for column in m.columns}
    yield from ((at, said) for at, whole, said in _continued(edition) if said and whole not in known)


def _continued(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """The key path, the whole code and the code as it is written of all that fields, rows and columns continue."""
    for task in edition.tasks:
        yield from ((f"tasks.{task.code}.indicators.{i.code}", i.continues, i.continues) for i in task.indicators)
        for kind, blocks in (("matrices", task.matrices), ("tables", task.tables)):
            for block in blocks:
                at, above = f"tasks.{task.code}.{kind}.{block.code}", block.continues or block.code
                yield at, block.continues, block.continues
                yield from ((f"{at}.columns.{c.key}", f"{above}.{c.continues}", c.continues) for c in block.columns)
                rows = block.rows if isinstance(block, Matrix) else ()
                yield from ((f"{at}.rows.{r.code}", f"{above}.{r.continues}", r.continues) for r in rows)


def letters_before(edition: Edition) -> frozenset[str]:
    """The numbers of the letters of instruction of the editions it goes on from, without its own."""
    before = (load_edition(name) for name in edition.lineage if name in available_editions())
    return frozenset(one.letter for one in before) - {edition.letter}


# ------------------------------------------------------------------------------------------------------------- units
def registers_since(edition: Edition, earlier: str, own: Register) -> tuple[Register, ...]:
    """The registers that ship with the editions from the `earlier` one on, the oldest first, and at last our `own`."""
    lineage = edition.lineage
    names = lineage[: lineage.index(earlier) + 1] if earlier in lineage else ()
    return (*(found for name in reversed(names) if (found := _shipped(name)) is not None), own)


def _shipped(name: str) -> Register | None:
    path = register_beside(name) if name in available_editions() else None
    if path is None or not path.is_file():
        return None
    return parse_register(csv_lines(path), path.name, [kind.code for kind in load_kinds(name)])


def heirs(code: str, registers: tuple[Register, ...], day: dt.date) -> tuple[ReportingUnit, ...]:
    """The units of the last of these registers that report on this day and go on from a unit of the first.

    A code that reports still is the same body, whatever a register says of the time to come.
    """
    own, found, seen = registers[-1], [], [code]
    for one in seen:  # grows while it is walked
        unit = own.get(one)
        if unit is not None and unit.valid_on(day):
            found.append(unit)
        else:
            known = (r.get(one) for r in reversed(registers))
            after = next((u.successors for u in known if u is not None and u.successors), ())
            seen += [heir for heir in after if heir not in seen]
    return tuple(found)


def predecessors(
    codes: Mapping[str, str], registers: tuple[Register, ...], day: dt.date
) -> Mapping[ReportingUnit, tuple[str, ...]]:
    """The units of our register with the earlier ones, given as `codes` with their kinds, that went into each whole.

    Left out are units into which a part of an earlier one went, for nothing says what that part was, and those
    that are of another kind than what they go on from: a commune is no district.
    """
    found: dict[ReportingUnit, list[str]] = {}
    unlike: set[ReportingUnit] = set()
    for code, kind in codes.items():
        units = heirs(code, registers, day)
        for unit in units:
            found.setdefault(unit, []).append(code)
            if len(units) > 1 or kind not in ("", unit.kind):
                unlike.add(unit)
    return {unit: tuple(before) for unit, before in found.items() if unit not in unlike}
