"""Old and foreign formats made by hand: an Excel 97 workbook, an OpenDocument sheet, and what hides in them."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.support.forms import returned as at
from tests.support.hostile.hostile import BOOK, Hostile, Parts, built, closing, pack, stuffing

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


# ------------------------------------------------------------------------------------------- Excel 97 in its container
def compound(name: str, stream: bytes) -> bytes:
    """A compound file with one stream in the root."""
    stream = stream.ljust(8 * _SECTOR, b"\0")
    count = -(-len(stream) // _SECTOR)
    fats = -(-(count + 2) // 126)
    chain = [_FAT] * fats + [_END] + [fats + 2 + n for n in range(count - 1)] + [_END]
    table = b"".join(struct.pack("<I", n) for n in chain).ljust(fats * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fats, fats, 0, 4096, _END, 0, _END, 0)
    header += b"".join(struct.pack("<I", n) for n in range(fats)).ljust(436, b"\xff")
    entries = (
        _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, fats + 1, len(stream)) + _entry("", 0, 0, 0) * 2
    )
    return header + table + entries + stream.ljust(count * _SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0" if name else b""
    links = struct.pack("<III", _FREE, _FREE, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _value(row: int, column: int, value: float) -> bytes:
    if isinstance(value, bool):
        return _record(0x205, struct.pack("<HHHBB", row, column, 0, value, 0))
    return _record(0x203, struct.pack("<HHHd", row, column, 0, value))


def excel97(cells: list[tuple[int, int, float]], kind: int = 0, *, locked: bool = False) -> bytes:
    """A workbook with one sheet; `kind` 1 makes it a macro sheet of Excel 4, `locked` one with a password."""
    name = b"Sheet1"

    def globals_at(place: int) -> bytes:
        bound = struct.pack("<IBB", place, 0, kind) + bytes([len(name), 0]) + name
        begins = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
        password = _record(0x2F, struct.pack("<HHHH", 0, 1, 2, 3)) if locked else b""
        return begins + password + _record(0x85, bound) + _record(0x0A, b"")

    begin = globals_at(0)
    last = (max(r for r, _, _ in cells) + 1, max(c for _, c, _ in cells) + 1)
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x40 if kind else 0x10, 0, 0, 0, 6))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, last[0], 0, last[1], 0))
    sheet += b"".join(_value(*cell) for cell in cells) + _record(0x0A, b"")
    return compound("Workbook", globals_at(len(begin)) + sheet)


# --------------------------------------------------------------------------------------------------- OpenDocument
def opendocument(table: str, before: str = "", more: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_NAMES}><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{table}</table:table></office:spreadsheet></office:body>'
        f"</office:document-content>"
    )
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    entries = [("mimetype", _ODS), ("content.xml", content.encode()), ("META-INF/manifest.xml", manifest), *more]
    with_type_first = pack(entries[:1], zipfile.ZIP_STORED)
    return _appended(with_type_first, entries[1:])


def _appended(package: bytes, entries: list[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO(package)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return target.getvalue()


def _cell(value: str = "1", repeat: str = "") -> str:
    times = f' table:number-columns-repeated="{repeat}"' if repeat else ""
    return f'<table:table-cell office:value-type="float" office:value="{value}"{times}><text:p>{value}</text:p></table:table-cell>'


def _row(cells: str, repeat: str = "") -> str:
    times = f' table:number-rows-repeated="{repeat}"' if repeat else ""
    return f"<table:table-row{times}>{cells}</table:table-row>"


def _far(columns: int, rows: int) -> str:
    """A value far to the right in the last row, after nothing but gaps."""
    gap = f'<table:table-cell table:number-columns-repeated="{columns}"/>'
    return _row("<table:table-cell/>", str(rows)) + _row(gap + _cell())


def macro_sheet() -> bytes:
    def change(parts: Parts) -> None:
        links = "xl/_rels/workbook.xml.rels"
        parts[BOOK] = parts[BOOK].replace(b"</sheets>", b'<sheet name="Macro1" sheetId="77" r:id="own77"/></sheets>')
        kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
        link = f'<Relationship Id="own77" Type="{kind}" Target="macrosheets/sheet1.xml"/></Relationships>'
        parts[links] = parts[links].replace(b"</Relationships>", link.encode())
        parts["xl/macrosheets/sheet1.xml"] = b'<macrosheet xmlns="%s"><sheetData/></macrosheet>' % at.MAIN.encode()

    return built(change)


def _encrypted() -> bytes:
    return compound("EncryptedPackage", bytes(9000))


def _circle() -> bytes:
    """The chain of the stream leads back to its beginning."""
    content = bytearray(excel97([(n, 0, 1.0) for n in range(2000)]))
    table = _SECTOR
    last = table + 4 * 20
    content[last : last + 4] = struct.pack("<I", 3)
    return bytes(content)


FORMATS: tuple[Hostile, ...] = (
    Hostile("workbook with a password", _encrypted, ("VS101",)),
    Hostile("compound file of no known kind", lambda: compound("Contents", bytes(9000)), ("VS102", "VS103")),
    Hostile("compound file with a broken table", lambda: compound("Workbook", bytes(9000))[:700], ("VS103",), ".xls"),
    Hostile("compound file that goes in circles", _circle, ("VS103",), ".xls"),
    Hostile("Excel 97, not the form", lambda: excel97([(0, 0, 1.0)]), ("VS104",), ".xls"),
    Hostile("Excel 97 with a password", lambda: excel97([(0, 0, 1.0)], locked=True), ("VS101",), ".xls"),
    Hostile("Excel 97, corner cells", lambda: excel97([(0, 0, 1.0), (65535, 255, 2.0)]), ("VS104",), ".xls"),
    Hostile("Excel 97, macro sheet of Excel 4", lambda: excel97([(0, 0, 1.0)], kind=1), ("VS122",), ".xls"),
    Hostile("Excel 97 in a folder as .xlsx", lambda: excel97([(0, 0, 1.0)]), ("VS104",)),
    Hostile("macro sheet of Excel 4 in a package", macro_sheet, ("VS122",)),
    Hostile("OpenDocument, not the form", lambda: opendocument(_row(_cell())), ("VS104",), ".ods"),
    Hostile(
        "OpenDocument, corner cells", lambda: opendocument(_row(_cell()) + _far(16_383, 1_048_574)), ("VS104",), ".ods"
    ),
    Hostile(
        "OpenDocument, row repeated to no end",
        lambda: opendocument(_row(_cell(repeat="1024"), "1048576")),
        ("VS117",),
        ".ods",
    ),
    Hostile(
        "OpenDocument, repeated 999,999,999 times",
        lambda: opendocument(_row(_cell(repeat="999999999"))),
        ("VS117", "VS119"),
        ".ods",
    ),
    Hostile(
        "OpenDocument, repeated −1 times",
        lambda: opendocument(_row(_cell(repeat="-1"))),
        ("VS103", "VS104", "VS119"),
        ".ods",
    ),
    Hostile(
        "OpenDocument, repeated beyond any number",
        lambda: opendocument(_row(_cell(repeat="9" * 30), "9" * 30)),
        ("VS103", "VS117", "VS119"),
        ".ods",
    ),
    Hostile(
        "OpenDocument, formulas and texts repeated",
        lambda: opendocument(
            _row('<table:table-cell table:formula="of:=1" table:number-columns-repeated="16384"/>', "1048576")
        ),
        ("VS103", "VS104", "VS117"),
        ".ods",
    ),
    Hostile(
        "OpenDocument, text without a type repeated",
        lambda: opendocument(
            _row(
                '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>',
                "1048576",
            )
        ),
        ("VS104", "VS117"),
        ".ods",
    ),
    Hostile(
        "OpenDocument, document type",
        lambda: opendocument(_row(_cell()), '<!DOCTYPE x [<!ENTITY a "b">]>'),
        ("VS118",),
        ".ods",
    ),
    Hostile(
        "OpenDocument, depth", lambda: opendocument("<a>" * 100_000 + "</a>" * 100_000), ("VS117", "VS118"), ".ods"
    ),
    Hostile(
        "OpenDocument, attribute of 16 MB full of closing marks",
        lambda: opendocument('<table:x table:y="' + closing(2**24).decode() + '"/>'),
        ("VS118",),
        ".ods",
    ),
    Hostile("OpenDocument, broken XML", lambda: opendocument("<table:table-row>"), ("VS103",), ".ods"),
    Hostile(
        "OpenDocument, ratio above 200",
        lambda: opendocument(_row(_cell()), more=(("a.bin", bytes(2**24)),)),
        ("VS117",),
        ".ods",
    ),
    Hostile(
        "OpenDocument, part above 64 MB",
        lambda: opendocument(_row(_cell()), more=(("a.bin", stuffing(66 * 2**20)),)),
        ("VS117",),
        ".ods",
        heavy=True,
    ),
    Hostile(
        "OpenDocument without content",
        lambda: _appended(pack([("mimetype", _ODS)], zipfile.ZIP_STORED), []),
        ("VS102", "VS103"),
        ".ods",
    ),
)
