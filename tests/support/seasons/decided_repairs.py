"""The list of repairs filled in as the officer does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from vstbcpn_cli.usecases.season.repair_list import read_repairs


def decide(path: Path, code: str, **office: Any) -> None:
    """Fills in cells of one line as the officer does, by the key of their columns."""
    book = load_workbook(path)
    sheet, known = book.worksheets[0], read_repairs(path)
    (row,) = (r for r in known.rows if r["ma"] == code)
    for column, value in office.items():
        sheet[f"{known.letters[column]}{row.number}"] = value
    book.save(path)
