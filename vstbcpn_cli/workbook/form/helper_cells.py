"""The hidden cells in which a sheet of the form computes: what its typed cells mean, and the states of its checks.

They stand to the right of all that is printed, and on the sheet itself, for the colours of a sheet may ask no other.
What a line of the form means stands in its own row. Rows are inserted into tables: what their rows mean stands under
the last table, where nothing is inserted, row by row of the table as it is now: one formula of arrays for all rows and
for columns that are read alike. Programs that save a form write such a formula once, one shared by cells in each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import groupby

import msgspec

from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form.sheet_plan import Role, SheetPlan, Slot
from vstbcpn_cli.workbook.form.typed_values import is_typed
from vstbcpn_cli.workbook.raw import RawSheet

HEADING = "tu_tinh"
"""Stands above every hidden column, by which it is found again: formulas under it are the form's own."""
HEADING_ROW = 1
ROW_COUNTS = 1
"""What the hidden cell beside a row of a table that counts says."""
_INSERTED = 12
"""So many rows may be inserted into a table before the form can no longer follow."""


def helper_columns(sheet: RawSheet) -> frozenset[int]:
    """The hidden columns of a sheet of a returned file, wherever they stand now."""
    return frozenset(column for (_, column), cell in sheet.cells.items() if cell.text == HEADING)


class HelperCells(msgspec.Struct, frozen=True, dict=True):
    """Where the hidden cells of one sheet stand; rows and columns count from 1."""

    plan: SheetPlan

    @cached_property
    def _slots(self) -> tuple[Slot, ...]:
        slots = (s for s in self.plan.cells if s.role is Role.VALUE and s.open and not s.prefilled)
        return tuple(s for s in slots if s.spec is not None and is_typed(s.spec.type))

    @cached_property
    def first_column(self) -> int:
        """The first that nothing is printed in."""
        printed = (p.column + p.span - 1 for p in self.plan.printed)
        return max(self.plan.last_column, *printed) + 1

    @cached_property
    def values(self) -> Mapping[str, tuple[int, int]]:
        """Row and column of the hidden number or date of every typed cell that is in no table, by its code, and of what
        the line that declares the task nil says."""
        single = [s for s in self.typed() if not s.number]
        columns = {column: n for n, column in enumerate(sorted({s.column for s in single}))}
        return {s.code: (s.row, self.first_column + columns[s.column]) for s in single}

    @cached_property
    def blocks(self) -> Mapping[str, tuple[int, int, int]]:
        """First row, last row and column of the hidden cells of the rows of a table, by code: of the table as a whole
        what each row is, of its typed columns the numbers or dates, in the order of these columns."""
        tables = dict.fromkeys(s.code.rpartition(".")[0] for s in self.plan.cells if s.number and s.open)
        start, free = max(p.row for p in self.plan.printed) + 4, self.first_column
        found: dict[str, tuple[int, int, int]] = {}
        for table in tables:
            first, closing = self.plan.rows_of(table)
            last = start + closing - first + _INSERTED
            found[table] = start, last, free
            found |= {s.code: (start, last, free + n) for n, s in enumerate(self._columns_of(table), 1)}
            free = max(column for *_, column in found.values()) + 1
        return found

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The tables of the sheet that have rows to fill in."""
        return tuple(t.code for t in self.plan.task.tables if t.code in self.blocks)

    def nil_cell(self, table: str) -> str:
        """The absolute address of the cell that says whether a table is answered with “Không có”, above its block."""
        first, _, column = self.blocks[table]
        return f"'{self.plan.name}'!${column_letters(column)}${first - 1}"

    @cached_property
    def first_state_column(self) -> int:
        """The states stand to the right of all values."""
        used = [column for _, column in self.values.values()] + [column for *_, column in self.blocks.values()]
        return max(used, default=self.first_column - 1) + 1

    def value_cell(self, code: str) -> str:
        """The absolute address, with the sheet, of what a cell outside tables means; "" for one that is no figure."""
        found = self.values.get(code)
        return f"'{self.plan.name}'!${column_letters(found[1])}${found[0]}" if found else ""

    def block(self, code: str) -> tuple[str, str]:
        """The address of the hidden cells of a table or a column of it, with the sheet, and of the first of them; ""
        for a column of words."""
        found = self.blocks.get(code)
        if found is None:
            return "", ""
        first, last, column = found
        letters, sheet = column_letters(column), f"'{self.plan.name}'!"
        return f"{sheet}${letters}${first}:${letters}${last}", f"{sheet}${letters}${first}"

    def typed(self) -> Iterator[Slot]:
        """The cells in which a number or a date is typed, or a task declared nil; of a table column the first."""
        yield from (s for s in self.plan.cells if s.role is Role.NIL)
        yield from self._slots

    def alike_in(self, table: str) -> Iterator[list[str]]:
        """The typed columns of a table, those beside each other that are read alike together, from left to right."""
        numbered = enumerate(self._columns_of(table))
        for _, some in groupby(
            numbered, lambda x: (x[1].column - x[0], x[1].spec and x[1].spec.type, x[1].least, x[1].years)
        ):
            yield [slot.code for _, slot in some]

    def _columns_of(self, table: str) -> list[Slot]:
        """The first cells of the typed columns of a table, from left to right."""
        columns = (s for s in self._slots if s.number and s.code.rpartition(".")[0] == table)
        return sorted(columns, key=lambda s: s.column)
