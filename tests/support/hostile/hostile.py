"""Files built to do harm, one for each line of the guards, each with the findings that are the right answer to it.

Everything is generated: archives and XML by hand, an old workbook and an OpenDocument sheet byte by byte. What is
stored wrongly in single cells is in `hostile_cells`.
"""

from __future__ import annotations

import base64
import io
import random
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from tests.support.forms import returned as at

UNIT = "so-y-te"
BOOK, STYLES, TEXTS, TYPES = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml"
FORM_SHEET = "xl/worksheets/sheet5.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'
_MAIN = at.MAIN.encode()
_ENTITIES = b"".join(b'<!ENTITY l%d "%s">' % (n, (b"&l%d;" % (n - 1)) * 10) for n in range(1, 10))
_DTDS = {
    "laughs": b'<!DOCTYPE x [<!ENTITY l0 "lol">%s]>' % _ENTITIES,
    "quadratic": b'<!DOCTYPE x [<!ENTITY q "%s">]>' % (b"q" * 50_000),
    "external": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "empty": b"<!DOCTYPE worksheet>",
}
Parts = dict[str, bytes]


@dataclass(frozen=True)
class Hostile:
    """A file and the findings of which one must be given; none means that the file is innocent and is read.

    `heavy` files take seconds or repeat the point of another one, so that only the full size runs them.
    """

    name: str
    make: Callable[[], bytes]
    codes: tuple[str, ...]
    suffix: str = ".xlsx"
    heavy: bool = False


def good() -> bytes:
    return at.filled(UNIT)


def pack(entries: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one name twice is among the tricks
        with zipfile.ZipFile(target, "w") as package:
            for name, content in entries:
                package.writestr(zipfile.ZipInfo(name), content, method, 1)
    return target.getvalue()


def built(change: Callable[[Parts], object], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The good form with its parts changed, every checksum right."""
    parts = at.unpacked(good())
    change(parts)
    return pack(parts.items(), method)


def within(part: str, mark: bytes, more: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The good form with something before the last `mark` of one part."""

    def change(parts: Parts) -> None:
        start = parts[part].rindex(mark)
        parts[part] = parts[part][:start] + more + parts[part][start:]

    return built(change, method)


def sheet(inside: bytes, name: str = "Khác", state: str = "visible", head: bytes = _HEAD) -> bytes:
    """The good form with a sheet of the unit's own."""

    def change(parts: Parts) -> None:
        add_sheet(parts, inside, name, state, head)

    return built(change)


def add_sheet(parts: Parts, inside: bytes, name: str, state: str = "visible", head: bytes = _HEAD) -> None:
    number = 100 + len(parts)
    tag = f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="own{number}"/></sheets>'
    link = f'<Relationship Id="own{number}" Type="{at.LINKS}/worksheet" Target="worksheets/own{number}.xml"/>'
    parts[BOOK] = parts[BOOK].replace(b"</sheets>", tag.encode())
    parts[_LINKS] = parts[_LINKS].replace(b"</Relationships>", link.encode() + b"</Relationships>")
    parts[f"xl/worksheets/own{number}.xml"] = b'%s<worksheet xmlns="%s">%s</worksheet>' % (head, _MAIN, inside)


def rows(cells: bytes) -> bytes:
    return b'<sheetData><row r="1">%s</row></sheetData>' % cells


def corners() -> bytes:
    return sheet(
        b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    )


def reference(text: str) -> bytes:
    return sheet(rows(b'<c r="%s"><v>1</v></c>' % text.encode()))


# ----------------------------------------------------------------------------------------------------- archives
def stuffing(size: int) -> bytes:
    """Bytes that pack about thirtyfold: dense enough to be small, not dense enough to look like a bomb."""
    rng = random.Random(size)
    return b"".join(base64.b64encode(rng.randbytes(24)) * 64 for _ in range(size // 2048 + 1))[:size]


def with_parts(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return pack([*at.unpacked(good()).items(), *entries], method)


def flagged(bit: int) -> bytes:
    """Flags of the first entry set in both its headers."""
    content = bytearray(pack(at.unpacked(good()).items()))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.index(signature) + offset
        content[start : start + 2] = struct.pack("<H", bit)
    return bytes(content)


def directory(offset: int, value: int, entry: int = 0) -> bytes:
    """A 32-bit figure of one entry of the directory overwritten: a size or place that is a lie."""
    content = bytearray(with_parts(("xl/media/a.bin", stuffing(2_000_000))))
    start = -1
    for _ in range(len(at.unpacked(good())) + 1 if entry < 0 else entry + 1):
        start = content.index(b"PK\x01\x02", start + 1)
    content[start + offset : start + offset + 4] = struct.pack("<I", value)
    return bytes(content)


def flipped() -> bytes:
    content = bytearray(with_parts(("xl/media/a.png", b"0123456789" * 10), method=zipfile.ZIP_STORED))
    content[content.index(b"0123456789" * 10) + 40] ^= 1
    return bytes(content)


def backslashes() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in at.unpacked(good()).items():
            item = zipfile.ZipInfo("x")
            item.filename = name.replace("/", "\\")  # what the constructor would turn round on Windows
            package.writestr(item, content)
    return target.getvalue()


def office(main: str, kind: str = "officeDocument") -> bytes:
    link = f'<Relationships><Relationship Id="r1" Type="{at.LINKS}/{kind}" Target="{main}"/></Relationships>'
    return pack([(TYPES, b"<Types/>"), ("_rels/.rels", link.encode()), (main, b"<x/>")])


def dtd(part: str, kind: str) -> bytes:
    """A document type before the root of one part, and a use of its entity where text may stand."""

    def change(parts: Parts) -> None:
        xml = parts[part]
        root = xml.index(b"<", xml.index(b"?>"))
        parts[part] = xml[:root] + _DTDS[kind] + xml[root:]

    return built(change)


def utf16(part: str, document_type: bytes = b"") -> bytes:
    def change(parts: Parts) -> None:
        text = parts[part].decode()
        root = text.index("<", text.index("?>"))
        parts[part] = ('<?xml version="1.0" encoding="UTF-16"?>' + document_type.decode() + text[root:]).encode(
            "utf-16"
        )

    return built(change)


def _noted(parts: Parts, content: bytes) -> None:
    link = f'<Relationships><Relationship Id="n" Type="{at.LINKS}/comments" Target="../n.xml"/></Relationships>'
    parts["xl/worksheets/_rels/sheet5.xml.rels"] = link.encode()
    parts["xl/n.xml"] = content + b"<comments/>" if content.startswith(b"<!") else content


_ZIPS: tuple[Hostile, ...] = (
    Hostile("empty file", lambda: b"", ("VS115",)),
    Hostile("file above 50 MB", lambda: good() + bytes(51 * 2**20), ("VS117",), heavy=True),
    Hostile("entries 2,001", lambda: with_parts(*((f"x/{n}", b"") for n in range(2_001))), ("VS117",)),
    Hostile("entries 60,000", lambda: with_parts(*((f"x/{n}", b"") for n in range(60_000))), ("VS117",), heavy=True),
    Hostile("one name twice", lambda: with_parts((BOOK, b"<x/>")), ("VS118",)),
    Hostile("one name in two cases", lambda: with_parts(("XL/WORKBOOK.xml", b"<x/>")), ("VS118",)),
    Hostile("name with ..", lambda: with_parts(("xl/../../evil.xml", b"<x/>")), ("VS118",)),
    Hostile("absolute name", lambda: with_parts(("/etc/passwd", b"x")), ("VS118",)),
    Hostile("name with a drive", lambda: with_parts(("C:/Windows/x.dll", b"x")), ("VS118",)),
    Hostile("names with backslashes", backslashes, ()),
    Hostile("encrypted entry", lambda: flagged(1), ("VS101",)),
    Hostile("entry packed by bzip2", lambda: with_parts(("a.bin", b"x" * 99), method=zipfile.ZIP_BZIP2), ("VS118",)),
    Hostile("entry packed by lzma", lambda: with_parts(("a.bin", b"x" * 99), method=zipfile.ZIP_LZMA), ("VS118",)),
    Hostile("overlapping entries", lambda: directory(42, 0, 5), ("VS118",)),
    Hostile("entry far outside the file", lambda: directory(42, 0x7FFFFFFF, 5), ("VS103",)),
    Hostile("declared unpacked size too small", lambda: directory(24, 10, -1), ("VS103", "VS117", "VS118")),
    Hostile(
        "declared unpacked size too large", lambda: directory(24, 0x7FFFFFF0, -1), ("VS103", "VS117", "VS118", "VS223")
    ),
    Hostile("declared packed size too small", lambda: directory(20, 10, -1), ("VS103", "VS117", "VS118")),
    Hostile("declared packed size too large", lambda: directory(20, 0x7FFFFFF0, -1), ("VS103", "VS117", "VS118")),
    Hostile("wrong checksum of a picture", flipped, ("VS103",)),
    Hostile("ratio above 200", lambda: with_parts(("xl/media/a.png", bytes(20 * 2**20))), ("VS117",)),
    Hostile("ratio above 200 in a sheet", lambda: within(FORM_SHEET, b"<sheetData", b" " * (40 * 2**20)), ("VS117",)),
    Hostile("part above 64 MB", lambda: with_parts(("a.bin", stuffing(66 * 2**20))), ("VS117",), heavy=True),
    Hostile(
        "parts above 256 MB",
        lambda: with_parts(*((f"{n}.bin", stuffing(50 * 2**20)) for n in range(6))),
        ("VS117",),
        heavy=True,
    ),
    Hostile(
        "archive in the archive",
        lambda: with_parts(("xl/embeddings/a.zip", pack([("a", pack([("b", bytes(2**20))]))]))),
        ("VS223",),
    ),
    Hostile("archive cut in the middle", lambda: good()[: len(good()) // 2], ("VS103",)),
    Hostile("archive without its last bytes", lambda: good()[:-30], ("VS103",)),
    Hostile("archive without content types", lambda: pack([("a.txt", b"x")]), ("VS102",)),
    Hostile("archive without a workbook", lambda: pack([(TYPES, b"<Types/>")]), ("VS102",)),
    Hostile("Word document", lambda: office("word/document.xml"), ("VS102",)),
    Hostile("PowerPoint document", lambda: office("ppt/presentation.xml"), ("VS102",)),
    Hostile("binary workbook", lambda: office("xl/workbook.bin"), ("VS114",)),
    Hostile("PDF", lambda: b"%PDF-1.7\n" + bytes(500), ("VS102",)),
    Hostile("PNG", lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), ("VS102",)),
    Hostile("JPEG", lambda: b"\xff\xd8\xff\xe0" + bytes(500), ("VS102",)),
    Hostile("RAR", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(500), ("VS102",)),
    Hostile("7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(500), ("VS102",)),
    Hostile("RTF", lambda: b"{\\rtf1 x}", ("VS102",)),
    Hostile("web page", lambda: b"<html><table><tr><td>1</td></tr></table></html>", ("VS102",), ".xls"),
    Hostile("plain text", lambda: "Mã số;Số liệu\nT1.05;24\n".encode() * 30, ("VS102",)),
    Hostile("random bytes", lambda: random.Random(1).randbytes(5000), ("VS103",)),
    Hostile("nothing but zeros", lambda: bytes(5000), ("VS103",)),
)
_DOCUMENT_TYPES: tuple[Hostile, ...] = (
    *(
        Hostile(
            f"document type {kind} in {part}",
            partial(dtd, part, kind),
            ("VS118",),
            heavy=part != FORM_SHEET and kind != "laughs",
        )
        for part in (FORM_SHEET, BOOK, TEXTS, STYLES, _LINKS, "docProps/custom.xml")
        for kind in _DTDS
    ),
    Hostile("document type in core properties", lambda: dtd("docProps/core.xml", "laughs"), ("VS118",)),
    Hostile("document type in a note", lambda: built(lambda p: _noted(p, _DTDS["laughs"])), ("VS118",)),
    Hostile("depth in a note", lambda: built(lambda p: _noted(p, b"<a>" * 99 + b"</a>" * 99)), ("VS118",)),
    Hostile("document type in UTF-16", lambda: utf16(FORM_SHEET, _DTDS["laughs"]), ("VS118",)),
)


def closing(size: int) -> bytes:
    """Bytes with a mark every few that ends a tag, where no string or comment holds it."""
    return stuffing(size).replace(b"A", b">")


_ENDLESS = (
    ("attribute", b'<a b="%s"/>' % closing(2**24)),
    ("comment", b"<!--%s-->" % closing(2**24)),
    ("instruction", b"<?x %s?>" % closing(2**24)),
)
_DEEP: tuple[Hostile, ...] = (
    *(
        Hostile(
            f"depth {depth:,} in {part}",
            partial(within, part, mark, b"<a>" * depth + b"</a>" * depth),
            ("VS118", "VS117"),
        )
        for part, mark in ((FORM_SHEET, b"</worksheet>"), (BOOK, b"</workbook>"), (TEXTS, b"</sst>"))
        for depth in (70, 200_000)
    ),
    Hostile(
        "attribute of 16 MB",
        lambda: within(FORM_SHEET, b"<sheetData", b'<a b="%s"/>' % stuffing(2**24)),
        ("VS118",),
    ),
    Hostile("comment of 16 MB", lambda: within(FORM_SHEET, b"<sheetData", b"<!--%s-->" % stuffing(2**24)), ("VS118",)),
    *(
        Hostile(
            f"{kind} of 16 MB full of closing marks in {part}",
            partial(within, part, mark, token),
            ("VS118",),
            heavy=heavy,
        )
        for kind, token in _ENDLESS
        for part, mark, heavy in (
            (TEXTS, b"</sst>", False),
            (FORM_SHEET, b"<sheetData", True),
            (STYLES, b"</styleSheet>", True),
            (BOOK, b"</workbook>", True),
            ("docProps/custom.xml", b"</Properties>", True),
            ("docProps/app.xml", b"</Properties>", True),
        )
    ),
    Hostile(
        "empty cells without number before a strange one",
        lambda: sheet(rows(b'<c r="A1"/>' * 300_000 + b"<x/>")),
        (),
    ),
    Hostile(
        "instruction full of tags that are not closed",
        lambda: within(FORM_SHEET, b"</worksheet>", b"<?x %s?>" % (b"<v " * 330_000)),
        (),
    ),
    *(
        Hostile(
            f"text full of {mark.decode()}",
            partial(within, FORM_SHEET, b"</worksheet>", b"<x><![CDATA[%s]]></x>" % (mark * (2**23 // len(mark)))),
            (),
            heavy=True,
        )
        for mark in (b"<v ", b"<!--", b"<oddHeader ")
    ),
    Hostile(
        "names without number",
        lambda: within(FORM_SHEET, b"</worksheet>", b"".join(b"<a%x/>" % n for n in range(2_000_000))),
        ("VS118",),
        heavy=True,
    ),
    Hostile(
        "text of 16 MB", lambda: within(TEXTS, b"</sst>", b"<si><t>%s</t></si>" % stuffing(2**24)), ("VS117", "VS118")
    ),
    Hostile(
        "element with 30,000 attributes",
        lambda: within(FORM_SHEET, b"<sheetData", b"<a %s/>" % b" ".join(b'a%d=""' % n for n in range(30_000))),
        (),
    ),
)


def hostile() -> tuple[Hostile, ...]:
    """All of them, in a fixed order."""
    from tests.support.hostile.hostile_cells import CELLS
    from tests.support.hostile.hostile_counts import COUNTS
    from tests.support.hostile.hostile_formats import FORMATS

    return (*_ZIPS, *_DOCUMENT_TYPES, *_DEEP, *COUNTS, *FORMATS, *CELLS)
