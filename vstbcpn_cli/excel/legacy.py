"""Old and foreign spreadsheet formats (.xls, .ods), whose reader is native code that some files abort."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct

from vstbcpn_cli.excel.cells import Kind, RawBook, RawCell, RawSheet, Shape, UnreadableBookError
from vstbcpn_cli.excel.package import refused
from vstbcpn_cli.excel.parts import Part
from vstbcpn_cli.safety.text import clean
from vstbcpn_cli.safety.xmlguard import Attributes, parse
from vstbcpn_cli.safety.zipguard import GuardedZip, RefusedError

_DIMENSIONS = re.compile(rb"\x00\x02\x0e\x00(.{14})", re.DOTALL)
_COLUMNS = 256
MAX_BOX = 5_000_000
"""The reader takes 32 bytes for every cell of the box around the filled cells."""


def read_legacy(content: bytes) -> RawBook:
    """Stored cells without formulas and error cells, which this format's reader does not give.

    Only for a process that may die. Raises `UnreadableBookError`.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, ZipError

    if content.startswith(b"PK"):
        _inspect(content)
    else:
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
    except (CalamineError, ZipError, OSError, ValueError, KeyError) as fault:
        raise UnreadableBookError("damaged-file") from fault
    return RawBook(tuple(sheets), formulas=False)


def _measure(content: bytes) -> None:
    """The box that an .xls declares for each sheet: the reader allocates it whole."""
    for match in _DIMENSIONS.finditer(content):
        top, bottom, left, right, _ = struct.unpack("<IIHHH", match[1])
        if top <= bottom and left <= right <= _COLUMNS and bottom * right > MAX_BOX:
            raise UnreadableBookError("too-large", "too-scattered")


def _inspect(content: bytes) -> None:
    """An OpenDocument package gets the inspection of every archive, and its sheets may not be repeated to no end."""
    try:
        package = GuardedZip.open(content)
        parse(package.pieces("content.xml"), _Box())
        package.check_rest()
    except RefusedError as fault:
        raise refused(fault) from fault
    except KeyError as fault:
        raise UnreadableBookError("damaged-file") from fault


class _Box(Part):
    """The box around the filled cells of every sheet, with the repetitions the format allows."""

    def __init__(self) -> None:
        self._row = self._column = self._times = self._wide = 0

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self._row = self._wide = 0
        elif name == "table-row":
            self._row += self._times
            self._column, self._times = 0, _times(attributes, "rows")
        elif name in ("table-cell", "covered-table-cell"):
            self._column += _times(attributes, "columns")
            if any(a.endswith(":value-type") for a in attributes):
                self._wide = max(self._wide, self._column)
                if self._wide * (self._row + self._times) > MAX_BOX:
                    raise RefusedError("too-scattered")


def _times(attributes: Attributes, what: str) -> int:
    repeated = next((v for a, v in attributes.items() if a.endswith(f":number-{what}-repeated")), "1")
    return int(repeated) if repeated.isascii() and repeated.isdigit() and len(repeated) < 10 else 1


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
