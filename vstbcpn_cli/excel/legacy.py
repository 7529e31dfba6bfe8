"""The spreadsheet format of Excel 97 to 2003 (.xls), whose reader is native code that some files abort."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct

from vstbcpn_cli.excel.cells import Kind, RawBook, RawCell, RawSheet, Shape, UnreadableBookError
from vstbcpn_cli.safety.text import clean

_DIMENSIONS = re.compile(rb"\x00\x02\x0e\x00(.{14})", re.DOTALL)
_LOCKED = re.compile(
    rb"\x09\x08(?:\x08\x00.{2}\x05\x00.{4}|\x10\x00.{2}\x05\x00.{12})(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
"""The record of a password (FILEPASS), which stands at the head of a workbook. The reader does not know each kind of
it, and reads the scrambled numbers of the oldest as if they were typed."""
_COLUMNS = 256
MAX_BOX = 5_000_000
"""The reader takes 32 bytes for every cell of the box around the filled cells."""


def read_legacy(content: bytes) -> RawBook:
    """Stored cells without formulas and error cells, which this format's reader does not give.

    Only for a process that may die. Raises `UnreadableBookError`.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if _LOCKED.search(content):
        raise UnreadableBookError("password")
    _measure(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for meta in book.sheets_metadata:
            if meta.typ is SheetTypeEnum.MacroSheet:
                raise UnreadableBookError("macro-sheet", clean(meta.name))
            sheet = book.get_sheet_by_name(meta.name)
            rows = sheet.to_python(skip_empty_area=False)
            found = {
                (r, c): cell for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1) if (cell := _stored(v))
            }
            sheets.append(RawSheet(clean(meta.name), found, meta.visible is not SheetVisibleEnum.Visible))
    except (CalamineError, OSError, ValueError, KeyError) as fault:
        raise UnreadableBookError("damaged-file") from fault
    return RawBook(tuple(sheets), formulas=False)


def _measure(content: bytes) -> None:
    """The box that an .xls declares for each sheet: the reader allocates it whole."""
    for match in _DIMENSIONS.finditer(content):
        top, bottom, left, right, _ = struct.unpack("<IIHHH", match[1])
        if top <= bottom and left <= right <= _COLUMNS and bottom * right > MAX_BOX:
            raise UnreadableBookError("too-large", "too-scattered")


def _stored(value: object) -> RawCell | None:
    match value:
        case None | "":
            return None
        case bool():
            return RawCell(Kind.BOOL, str(int(value)))
        case int() | float():
            return RawCell(Kind.NUMBER, repr(value))
        case dt.datetime() | dt.date():
            return RawCell(Kind.DATE, value.isoformat(), "", Shape.DATE)
        case _:
            return RawCell(Kind.TEXT, str(value))
