"""The written outputs read back without the program: their texts, and whatever in them could act by itself."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OURS = re.compile(r"(?:SUM|SUMIF|COUNTIF|COUNTIFS|ROUND)\(|'(?:NV\d|DG)'!|\(\$?[A-Z]+\d+=\"Có\"\)")
_FORMULA_SIGNS = tuple("=+-@\t\r\0＝＋－＠")
_INNER = re.compile(r"[;\t\n]\s*(?:[=@＝＠]|[+\-＋－]\S)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_ENTRY = re.compile(r"_x005F(_x[0-9A-Fa-f]{4}_)")
_CHART_BOOK = re.compile(r"word/embeddings/bieu-do\d+\.xlsx")
_LABEL = re.compile(r'IF\([BDF]\d+<1000,[^=@|!]*&"%?"')
_ACTIVE_PARTS = re.compile(r"externalLink|vba|embedding|activeX|afchunk|connections|oleObject", re.IGNORECASE)


def _trees(path: Path) -> Iterator[tuple[str, Any]]:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, etree.fromstring(package.read(name), etree.XMLParser(huge_tree=True))


def docx_paragraphs(path: Path) -> list[str]:
    return [
        "".join(t.text or "" for t in p.iter(f"{_WORD}t")) for _, tree in _trees(path) for p in tree.iter(f"{_WORD}p")
    ]


def words_printed(folder: Path) -> str:
    """All that the Word files of a set say: the report, and the words of the units in a file of their own."""
    return core("\n".join(text for path in sorted(folder.glob("*.docx")) for text in docx_paragraphs(path)))


def xlsx_texts(path: Path) -> set[str]:
    """Every text of every cell, escapes of the format undone."""
    found = set()
    for name, tree in _trees(path):
        if name.startswith("xl/worksheets/") or name == "xl/sharedStrings.xml":
            for kind in (f"{_SHEET}is", f"{_SHEET}si"):
                found |= {
                    _ENTRY.sub(r"\1", "".join(t.text or "" for t in e.iter(f"{_SHEET}t"))) for e in tree.iter(kind)
                }
    return found


def csv_lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def json_whole(path: Path) -> dict[str, Any]:
    """The JSON as a strict reader takes it."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    found: dict[str, Any] = json.loads(path.read_bytes().decode("utf-8"), parse_constant=refuse)
    return found


def acting(folder: Path) -> list[str]:
    """Everything in the files of a folder that is neither text nor made by the program."""
    found: list[str] = []
    for path in sorted(folder.iterdir()):
        match path.suffix:
            case ".docx":
                found += _acting_word(path)
            case ".xlsx":
                found += _acting_excel(path)
            case ".csv":
                found += _acting_csv(path)
    return found


def _parts(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as package:
        names = [n for n in package.namelist() if _ACTIVE_PARTS.search(n)]
        yield from (n for n in names if not _CHART_BOOK.fullmatch(n))
        for name in (n for n in names if _CHART_BOOK.fullmatch(n)):
            yield from _acting_book(name, io.BytesIO(package.read(name)))


def _acting_book(name: str, content: io.BytesIO) -> Iterator[str]:
    """The workbook behind a chart holds figures, names and the formulas that write its figures; nothing else acts."""
    with zipfile.ZipFile(content) as book:
        for part in book.namelist():
            tree = etree.fromstring(book.read(part))
            yield from (f"{name} ={f.text}" for f in tree.iter(f"{_SHEET}f") if not _LABEL.fullmatch(f.text or ""))
            yield from (f"{name} link" for _ in tree.iter(f"{_SHEET}hyperlink"))
            if part.endswith(".rels"):
                yield from (f"{name} {target}" for target in _outside(tree))


def _outside(tree: Any) -> Iterator[str]:
    yield from (r.get("Target", "") for r in tree if r.get("TargetMode") == "External")


def _acting_word(path: Path) -> Iterator[str]:
    yield from _parts(path)
    for name, tree in _trees(path):
        if name.endswith(".rels"):
            yield from _outside(tree)
        for kind in ("fldSimple", "hyperlink", "altChunk", "object"):
            yield from (f"{name} {kind}" for _ in tree.iter(f"{_WORD}{kind}"))
        yield from (f"{name} {t.text}" for t in tree.iter(f"{_WORD}instrText") if t.text != " PAGE ")


def _acting_excel(path: Path) -> Iterator[str]:
    yield from _parts(path)
    for name, tree in _trees(path):
        if name.endswith(".rels"):
            yield from _outside(tree)
        if name.startswith("xl/worksheets/sheet"):
            yield from (f"{name} ={f.text}" for f in tree.iter(f"{_SHEET}f") if not _OURS.match(f.text or ""))
            links = list(tree.iter(f"{_SHEET}hyperlink"))
            yield from (f"{name} link {e.get('location')}" for e in links if e.get(_LINK) or not _inside(e))
        if name == "xl/workbook.xml":
            names = list(tree.iter(f"{_SHEET}definedName"))
            yield from (e.text or "" for e in names if not (e.get("name") or "").startswith("_xlnm."))


def _inside(link: Any) -> bool:
    return bool(re.fullmatch(r"'(Nguồn số liệu'!A\d+|[\w. ]{2,31}'!A1)", link.get("location") or ""))


def _acting_csv(path: Path) -> Iterator[str]:
    for line in csv_lines(path):
        for text in line.values():
            if (text.lstrip().startswith(_FORMULA_SIGNS) and not _NUMBER.fullmatch(text)) or _INNER.search(text):
                yield f"{path.name} {text[:40]!r}"


def core(text: str) -> str:
    """What must survive any printing: letters, figures and signs, without spaces, bullets and full stops."""
    return "".join(c for c in text if not c.isspace() and c not in "-–+•*.;:,!?…/()")
