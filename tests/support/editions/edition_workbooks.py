"""Workbooks of editions, written and edited as an office edits them in Excel."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from vstbcpn_cli.edition.parsing import raw_edition
from vstbcpn_cli.usecases.editions.new_edition import units_of
from vstbcpn_cli.workbook.edition_sheets.layout import FIRST_ROW, KEY_ROW
from vstbcpn_cli.workbook.edition_sheets.write import workbook_of


def workbook(name: str) -> bytes:
    """The workbook of an edition, as it would be exported."""
    return workbook_of(raw_edition(name), list(units_of(name)))


class EditedWorkbook:
    """A workbook opened as in Excel; cells are found by the key of a record and of a column."""

    def __init__(self, content: bytes) -> None:
        self.book: Workbook = load_workbook(io.BytesIO(content))

    def columns(self, sheet: str) -> Mapping[str, int]:
        return {str(c.value): n for n, c in enumerate(self.book[sheet][KEY_ROW], 1) if c.value}

    def row(self, sheet: str, /, **named: str) -> int:
        """The row whose cells say this, by the keys of their columns."""
        page, columns = self.book[sheet], self.columns(sheet)
        for row in range(FIRST_ROW, page.max_row + 1):
            if all(str(page.cell(row, columns[_key(k)]).value) == v for k, v in named.items()):
                return row
        raise LookupError(named)

    def address(self, sheet: str, column: str, /, **named: str) -> str:
        return str(self.book[sheet].cell(self.row(sheet, **named), self.columns(sheet)[column]).coordinate)

    def type(self, sheet: str, cell: str, value: Any) -> None:
        self.book[sheet][cell].value = value

    def add(self, sheet: str, **values: Any) -> int:
        """A new record in the first empty line."""
        page, columns = self.book[sheet], self.columns(sheet)
        row = _first_empty(page, max(columns.values()))
        for key, value in values.items():
            page.cell(row, columns[_key(key)]).value = value
        return row

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def _first_empty(page: Worksheet, width: int) -> int:
    rows = range(FIRST_ROW, page.max_row + 2)
    return next(r for r in rows if all(page.cell(r, c).value is None for c in range(1, width + 1)))


def _key(name: str) -> str:
    """Python names have no dot, and some keys are its own words."""
    return {"in_": "_in", "drop": "_drop", "key_": "_key", "text_": "_text", "line_": "_line"}.get(
        name, name.replace("__", ".")
    )
