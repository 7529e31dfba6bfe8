"""What is written on the sheets of a workbook: rows that are only coloured or ruled cost nothing."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

_MOST_COLUMNS = 200
"""Far more than a sheet has; what a stray cell at the end of the world says is no part of an edition."""


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell with something in it; `kind` is the type of openpyxl: "f" of a formula, "e" of an error."""

    coordinate: str
    value: Any
    kind: str


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """The cells of a sheet that say something, by row and by letter of the column, both in order."""

    name: str
    rows: Mapping[int, Mapping[str, FilledCell]] = field(default_factory=dict)

    def below(self, head: int) -> Sequence[int]:
        """The rows under the one with the keys."""
        return [row for row in self.rows if row > head]

    def value(self, letter: str, row: int) -> Any:
        """What a cell says, None of an empty one."""
        cell = self.rows.get(row, {}).get(letter)
        return None if cell is None else cell.value


def filled_sheets(content: bytes) -> Sequence[FilledSheet]:
    """The sheets in the order of the workbook. Raises whatever the library meets in a foreign file."""
    book = load_workbook(io.BytesIO(content), read_only=True)
    return [FilledSheet(sheet.title, _rows(sheet)) for sheet in book.worksheets]


def _rows(sheet: Any) -> Mapping[int, Mapping[str, FilledCell]]:
    sheet.reset_dimensions()  # what other programs write there is often too small
    found: dict[int, Mapping[str, FilledCell]] = {}
    for row in sheet.iter_rows(max_col=_MOST_COLUMNS):
        filled = [cell for cell in row if cell.value is not None]
        if filled:
            found[filled[0].row] = {
                get_column_letter(c.column): FilledCell(c.coordinate, c.value, c.data_type) for c in filled
            }
    return found
