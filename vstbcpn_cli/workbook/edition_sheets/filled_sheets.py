"""What is written on the sheets of a workbook: rows that are only coloured or ruled cost nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from vstbcpn_cli.runtime.zip_guard import GuardedZip, RefusedError

_MOST_UNPACKED = 48 * 2**20
_PROLOGUE = 2_000
_MERGED = re.compile(rb'<mergeCell ref="(([A-Z]{1,2})[0-9]{1,7}:([A-Z]{1,2})([0-9]{1,7}))"')
_MOST_COLUMNS = 200
"""Far more than a sheet has; what a stray cell at the end of the world says is no part of an edition."""


class FilledCell(msgspec.Struct, frozen=True):
    """A cell with something in it; `kind` is the type of openpyxl: "f" of a formula, "e" of an error."""

    coordinate: str
    value: Any
    kind: str


class MergedArea(msgspec.Struct, frozen=True):
    """Cells that were made one: “B4:D5”, with the letters of its columns and its last row."""

    address: str
    letters: Sequence[str]
    last_row: int


class FilledSheet(msgspec.Struct, frozen=True):
    """The cells of a sheet that say something, by row and by letter of the column, both in order."""

    name: str
    rows: Mapping[int, Mapping[str, FilledCell]] = msgspec.field(default_factory=dict)
    merged: Sequence[MergedArea] = ()

    def below(self, head: int) -> Sequence[int]:
        """The rows under the one with the keys."""
        return [row for row in self.rows if row > head]

    def value(self, letter: str, row: int) -> Any:
        """What a cell says, None of an empty one."""
        cell = self.rows.get(row, {}).get(letter)
        return None if cell is None else cell.value


def filled_sheets(content: bytes) -> Sequence[FilledSheet]:
    """The sheets in the order of the workbook. Raises whatever the library meets in a foreign file, `RefusedError` for
    an archive that is larger than any form, or whose parts define entities."""
    guarded = GuardedZip.open(content)
    for name in guarded.names():
        if b"<!DOCTYPE" in guarded.read(name)[:_PROLOGUE] or guarded.used.unpacked > _MOST_UNPACKED:
            raise RefusedError("too-large")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets: list[Any] = load_workbook(io.BytesIO(content), read_only=True).worksheets
        # What reads rows one by one does not know of merged cells.
        merged = [_merged(package.read(sheet._worksheet_path)) for sheet in sheets]  # noqa: SLF001
        return [FilledSheet(s.title, _rows(s), areas) for s, areas in zip(sheets, merged, strict=True)]


def _merged(part: bytes) -> Sequence[MergedArea]:
    found = []
    for match in _MERGED.finditer(part):
        first, last, row = (piece.decode() for piece in match.group(2, 3, 4))
        columns = range(column_index_from_string(first), column_index_from_string(last) + 1)
        found.append(MergedArea(match[1].decode(), list(map(get_column_letter, columns)), int(row)))
    return found


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
