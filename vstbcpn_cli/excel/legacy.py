"""Old and foreign spreadsheet formats (.xls, .ods), read in a process of their own."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from vstbcpn_cli.excel.cells import Kind, RawBook, RawCell, RawSheet, Shape, UnreadableBookError

DEADLINE = 30


def read_legacy(path: Path) -> RawBook:
    """Stored cells without formulas and error cells, which this format's reader does not give.

    The reader is native code that some files abort: it runs apart, with a deadline, and only its answer comes back.
    Raises `UnreadableBookError`.
    """
    command = [sys.executable, "-m", "vstbcpn_cli.excel.legacy", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=DEADLINE, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired as fault:
        raise UnreadableBookError("unreadable", "đọc quá lâu") from fault
    if done.returncode:
        raise UnreadableBookError("damaged-file")
    return RawBook(tuple(_sheet(s) for s in json.loads(done.stdout)), formulas=False)


def _sheet(stored: dict[str, Any]) -> RawSheet:
    cells = {
        (row, column): RawCell(Kind(kind), text, shape=Shape(shape))
        for row, column, kind, text, shape in stored["cells"]
    }
    return RawSheet(stored["name"], cells, stored["hidden"])


def _stored(row: int, column: int, value: object) -> tuple[int, int, str, str, str] | None:
    match value:
        case None | "":
            return None
        case bool():
            return row, column, "bool", str(int(value)), "general"
        case int() | float():
            return row, column, "number", repr(value), "general"
        case dt.datetime() | dt.date():
            return row, column, "date", value.isoformat(), "date"
        case _:
            return row, column, "text", str(value), "general"


def main(path: str) -> None:
    """Writes the cells of every sheet to stdout as JSON."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_path(path)
    sheets = []
    for meta in book.sheets_metadata:
        sheet = book.get_sheet_by_name(meta.name)
        rows = sheet.to_python(skip_empty_area=False)
        found = (_stored(r, c, v) for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1))
        hidden = meta.visible is not SheetVisibleEnum.Visible
        sheets.append({"name": meta.name, "hidden": hidden, "cells": [f for f in found if f]})
    sys.stdout.write(json.dumps(sheets))


if __name__ == "__main__":
    main(sys.argv[1])
