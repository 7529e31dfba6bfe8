"""What a package stores cell by cell, read independently of the program: the other side of every count and comparison.

It shares no code with the reader it checks: the standard library's tree parser, no patterns, no bounds. It is for
packages that tests made; nothing here is safe on a stranger's file.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree as ET

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]*\?>")
_ROOT = re.compile(rb"<[A-Za-z][\w:]*")
Place = tuple[int, int]


class Content(NamedTuple):
    """One stored cell: its type as written, its text (a shared one looked up), and whether a formula stands there."""

    type: str
    text: str
    formula: bool = False


@dataclass
class Sheet:
    """The cells of one sheet in the order in which they are stored; `loose` counts values outside every cell."""

    cells: dict[Place, list[Content]] = field(default_factory=dict)
    loose: int = 0


@dataclass
class Stored:
    """All listed sheets that are there, and the names of those that are not."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    epoch_1904: bool = False

    @property
    def typed(self) -> int:
        """Cells that hold anything at all, each place once."""
        return sum(any(c.text or c.formula for c in found) for s in self.sheets.values() for found in s.cells.values())


def stored(content: bytes) -> Stored:
    """Reads a whole workbook. Raises whatever a damaged one makes zipfile and the tree parser raise."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {i.filename.replace("\\", "/").lstrip("/").casefold(): package.read(i) for i in package.infolist()}
    if "content.xml" in parts:
        return _opendocument(parts["content.xml"])
    named = (t for kind, t in _relations(parts, "").values() if kind == "officeDocument")
    main = next(named, "xl/workbook.xml")
    links = _relations(parts, main)
    texts = next((_texts(parts[t]) for kind, t in links.values() if kind == "sharedStrings" and t in parts), ())
    found = Stored()
    for element in _tree(parts[main]).iter():
        if _bare(element) == "workbookPr":
            found.epoch_1904 = element.get("date1904", "0") in ("1", "true")
        if _bare(element) == "sheet":
            name = element.get("name", "")
            link = next((v for k, v in element.items() if k.endswith("}id")), "")
            target = links.get(link, ("", ""))[1]
            if target in parts:
                found.sheets[name] = _resolved(parts[target], texts)
            else:
                found.missing.append(name)
    return found


def letters_to_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
    return number


def _tree(part: bytes) -> ET.Element:
    """The root of a part, read leniently: a damaged declaration says nothing, a prefix nobody declared is declared."""
    part = _DECLARATION.sub(b"", part, count=1)
    try:
        return ET.fromstring(part)
    except ET.ParseError as fault:
        if "unbound prefix" not in str(fault):
            raise
        return ET.fromstring(_ROOT.sub(rb'\g<0> xmlns:x="x"', part, count=1))


def _bare(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _relations(parts: dict[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels").casefold()
    if path not in parts:
        return {}
    found = {}
    for element in _tree(parts[path]).iter():
        if _bare(element) == "Relationship" and element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
            found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], target.casefold())
    return found


@lru_cache(maxsize=256)
def _texts(part: bytes) -> tuple[str, ...]:
    return tuple(_words(e) for e in _tree(part).iter() if _bare(e) == "si")


def _words(element: ET.Element) -> str:
    """All text below an element but phonetic readings; blanks between the elements are layout."""
    if _bare(element) == "rPh":
        return ""
    inside = element.text or ""
    own = inside if _bare(element) == "t" or inside.strip() else ""
    return own + "".join(_words(e) + (e.tail if e.tail and e.tail.strip() else "") for e in element)


@lru_cache(maxsize=2048)
def _cells(part: bytes) -> tuple[tuple[tuple[Place, Content], ...], int]:
    """Every cell with any content, shared texts still as their numbers, and the values outside cells."""
    found: list[tuple[Place, Content]] = []
    row = column = values = inside = 0
    for element in _tree(part).iter():
        name = _bare(element)
        if name == "row":
            row, column = int(element.get("r") or row + 1), 0
        elif name == "c":
            content, held = _content(element)
            inside += held
            row, column = _place(element.get("r"), row, column)
            if content.text or content.formula:
                found.append(((row, column), content))
        elif name == "v":
            values += bool(element.text)
        elif name == "is":
            values += 1
    return tuple(found), values - inside


def _place(reference: str | None, row: int, column: int) -> Place:
    """Where a cell stands, its column in capitals or small; one without an address stands right of the one before."""
    hit = re.fullmatch("([A-Z]{1,3})([0-9]{1,7})", (reference or "").upper())
    return (int(hit[2]), letters_to_number(hit[1])) if hit else (row, column + 1)


def _content(cell: ET.Element) -> tuple[Content, int]:
    """The content of one cell, and how many values stand in it."""
    value, text, formula, held = "", "", False, 0
    for child in cell:
        name = _bare(child)
        if name == "v":
            value = value or child.text or ""
            held += bool(child.text)
        elif name == "f":
            formula = True
        elif name != "c":  # a cell in a cell has its own turn
            inside = (child,) if name == "is" else tuple(e for e in child.iter() if _bare(e) == "t")
            text += "".join(map(_words, inside))
            held += name == "is"
    return Content(cell.get("t", "n"), value or text, formula), held


def _resolved(part: bytes, texts: tuple[str, ...]) -> Sheet:
    cells, loose = _cells(part)
    found = Sheet(loose=loose)
    for place, content in cells:
        known = content
        if content.type == "s" and content.text.strip().isdigit() and int(content.text) < len(texts):
            known = content._replace(type="str", text=texts[int(content.text)])
        if known.text or known.formula:
            found.cells.setdefault(place, []).append(known)
    return found


def _opendocument(part: bytes) -> Stored:
    """Repeated cells with a value count as often as they are repeated."""
    found = Stored()
    for table in _tree(part).iter(f"{{{_TABLE}}}table"):
        sheet = found.sheets.setdefault(table.get(f"{{{_TABLE}}}name", ""), Sheet())
        row = 0
        for line in table.iter(f"{{{_TABLE}}}table-row"):
            times = int(line.get(f"{{{_TABLE}}}number-rows-repeated", "1"))
            cells = _line(line)
            for number in range(row + 1, row + times + 1) if cells else ():
                sheet.cells.update({(number, c): [content] for c, content in cells.items()})
            row += times
    return found


def _line(line: ET.Element) -> dict[int, Content]:
    found, column = {}, 0
    for cell in line:
        if _bare(cell) not in ("table-cell", "covered-table-cell"):
            continue
        times = int(cell.get(f"{{{_TABLE}}}number-columns-repeated", "1"))
        kind = cell.get(f"{{{_OFFICE}}}value-type")
        # A format that shows nothing leaves the paragraph of a cell empty.
        stored = (cell.get(f"{{{_OFFICE}}}{name}") for name in ("value", "string-value"))
        text = "".join(cell.itertext()) or next(filter(None, stored), "")
        formula = cell.get(f"{{{_TABLE}}}formula") is not None
        if (kind and text) or formula:
            found.update({c: Content(kind or "", text, formula) for c in range(column + 1, column + times + 1)})
        column += times
    return found
