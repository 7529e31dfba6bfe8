"""An .xlsx or .xlsm package to its stored cells, every part inspected while it is streamed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.runtime.zip_guard import GuardedZip, RefusedError
from vstbcpn_cli.text.normalise import clean, plain
from vstbcpn_cli.workbook.ooxml import sheet_part
from vstbcpn_cli.workbook.ooxml.choice_lists import ChoiceLists
from vstbcpn_cli.workbook.ooxml.drawings_and_notes import beside
from vstbcpn_cli.workbook.ooxml.page_margins_text import margin_words
from vstbcpn_cli.workbook.ooxml.part_names import relations_of, target_of
from vstbcpn_cli.workbook.ooxml.parts import OneText, Properties, Relations, SharedTexts, Styles, Workbook
from vstbcpn_cli.workbook.ooxml.saving_program import program_name
from vstbcpn_cli.workbook.ooxml.sheet_part import SheetPart
from vstbcpn_cli.workbook.ooxml.sheet_scan import quiet_spans, scan_rows, scan_texts
from vstbcpn_cli.workbook.ooxml.xml_guard import Handler, parse
from vstbcpn_cli.workbook.raw import CellKind, FontRun, NumberShape, RawBook, RawSheet, UnreadableBookError

_UNPRINTABLE = "…"
_RULES = {
    "damaged": ProblemKind.DAMAGED_FILE,
    "broken-xml": ProblemKind.DAMAGED_FILE,
    "encrypted-part": ProblemKind.PASSWORD,
    "outside-the-grid": ProblemKind.OUTSIDE_THE_GRID,
    "document-type": ProblemKind.FORBIDDEN_CONTENT,
    "too-deep": ProblemKind.FORBIDDEN_CONTENT,
    "endless-token": ProblemKind.FORBIDDEN_CONTENT,
    "countless-names": ProblemKind.FORBIDDEN_CONTENT,
    "dangerous-name": ProblemKind.FORBIDDEN_CONTENT,
    "part-twice": ProblemKind.FORBIDDEN_CONTENT,
    "overlapping-parts": ProblemKind.FORBIDDEN_CONTENT,
    "unknown-packing": ProblemKind.FORBIDDEN_CONTENT,
}
"""The rule that words each reason for refusing a package; every other reason is one of size (`too-large`)."""
_VALUE_TAG = re.compile(rb"<(?!/|c\b|row\b|f\b)(?:\w++:)?+(?:v(?:\s[^<>]*)?>(?:[^<]|<!\[CDATA\[[^\]])|is[\s>])")
_OBJECTS = {
    "comments": ("xl/comments", "xl/threadedcomments"),
    "media": ("xl/media/",),
    "embeddings": ("xl/embeddings/", "xl/activex/activex"),
    "connections": ("xl/connections.xml",),
}
_MARGIN = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)(?: [^<>]*)?>([^<]+)<")
_LISTS = (b'"list"', b"'list'")
"""How a validation says that it is a list."""
_WIDE = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
"""How a part in UTF-16 begins."""
Links = Mapping[str, tuple[str, str]]
Looks = tuple[list[NumberShape], Mapping[int, FontRun]]


def read_package(content: bytes) -> RawBook:
    """The stored cells of every sheet. Raises `UnreadableBookError`, which names the rule."""
    try:
        return _Package(GuardedZip.open(content)).book()
    except RefusedError as fault:
        raise refused(fault) from fault
    except UnreadableBookError:
        raise
    except Exception as fault:  # ValueError, KeyError, RecursionError…: no list of what a damaged file raises is whole
        raise UnreadableBookError(ProblemKind.DAMAGED_FILE) from fault


def refused(fault: RefusedError) -> UnreadableBookError:
    """The rule that words why an archive or document was refused."""
    kind = _RULES.get(fault.reason, ProblemKind.TOO_LARGE)
    if kind is ProblemKind.OUTSIDE_THE_GRID:
        return UnreadableBookError(kind, address=plain(fault.detail) or _UNPRINTABLE)
    if kind is ProblemKind.DAMAGED_FILE:
        return UnreadableBookError(kind)
    reason = {} if kind is ProblemKind.PASSWORD else {"reason": fault.reason}
    return UnreadableBookError(kind, case="", **reason)


@dataclass
class _Package:
    zip: GuardedZip
    lost: list[tuple[str, int]] = field(default_factory=list)
    room: int = field(default_factory=lambda: sheet_part.MAX_CELLS)
    characters: int = field(default_factory=lambda: sheet_part.MAX_CHARACTERS)

    def book(self) -> RawBook:
        if "[content_types].xml" not in self.zip:
            apple = any(n.startswith("index/") and n.endswith(".iwa") for n in self.zip.names())
            raise UnreadableBookError(ProblemKind.NOT_A_WORKBOOK, what="NUMBERS" if apple else "ZIP")
        main = self._main_part()
        workbook = Workbook()
        self._parse(main, workbook)
        links = self._relations(main)
        texts, styles = self._texts(links), self._styles(links)
        sheets, missing = [], []
        for raw, state, link in workbook.sheets:
            name = clean(raw)
            kind, target = links.get(link, ("", ""))
            if kind.endswith("Macrosheet"):
                raise UnreadableBookError(ProblemKind.MACRO_SHEET, name=name)
            if target in self.zip:
                sheets.append(self._sheet(name, state, target, texts, styles))
            else:
                missing.append(name)
        self.zip.check_rest()
        if not texts.texts and any(c.kind is CellKind.UNKNOWN for s in sheets for c in s.cells.values()):
            raise UnreadableBookError(ProblemKind.DAMAGED_FILE)  # the part with all texts is gone
        return RawBook(
            sheets=tuple(sheets),
            properties=self.properties,
            keywords=self.text_of("docProps/core.xml", "keywords"),
            program=self._program(),
            epoch_1904=workbook.epoch_1904,
            macros=any(n.endswith("vbaproject.bin") for n in self.zip.names()),
            missing=tuple(missing),
            lost=tuple(self.lost),
            objects=self._objects(),
            names=workbook.names,
        )

    @cached_property
    def properties(self) -> Mapping[str, str]:
        found = Properties()
        if "docProps/custom.xml" in self.zip:
            self._parse("docProps/custom.xml", found)
        return found.values

    def text_of(self, part: str, element: str) -> str:
        if part not in self.zip:
            return ""
        found = OneText(element)
        self._parse(part, found)
        return found.text

    def _main_part(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument":
                folder = target.partition("/")[0].casefold()
                if folder in ("word", "ppt"):
                    what = "Word" if folder == "word" else "PowerPoint"
                    raise UnreadableBookError(ProblemKind.NOT_A_WORKBOOK, what=what)
                if target.casefold().endswith(".bin"):
                    raise UnreadableBookError(ProblemKind.UNSUPPORTED_FORMAT, format="Excel Binary (.xlsb)")
                return target
        if "xl/workbook.xml" in self.zip:
            return "xl/workbook.xml"
        raise UnreadableBookError(ProblemKind.NOT_A_WORKBOOK, what="ZIP")

    def _relations(self, part: str) -> Links:
        """Relation id → (last word of its type, path of the target in the package)."""
        found = Relations()
        path = relations_of(part)
        if path in self.zip:
            self._parse(path, found)
        links = {i: (kind.rpartition("/")[2], target_of(part, target, self.zip)) for i, kind, target in found.items}
        if len(links) < len(set(found.items)):  # nobody can say which of two parts is meant
            raise RefusedError("broken-xml", path)
        return links

    def _texts(self, links: Links) -> SharedTexts:
        found = SharedTexts()
        for kind, target in links.values():
            if kind == "sharedStrings" and target in self.zip:
                content = self.zip.read(target)
                scanned = scan_texts(content)
                if scanned is None:
                    parse((content,), found)
                else:
                    found.keep(scanned)
        return found

    def _styles(self, links: Links) -> Looks:
        found = Styles()
        for kind, target in links.values():
            if kind == "styles" and target in self.zip:
                self._parse(target, found)
        return found.shapes(), found.fonts()

    def _sheet(self, name: str, state: str, target: str, texts: SharedTexts, styles: Looks) -> RawSheet:
        content = self.zip.read(target)
        found = SheetPart(texts.texts, *styles, texts.runs, room=self.room, characters_left=self.characters)
        _fill(found, content)
        self.room, self.characters = found.room - len(found.cells), found.characters_left
        content = _in_utf8(content)
        stored = _values_in(content)
        if stored > found.values:
            self.lost.append((name, stored - found.values))
        lying = beside(self.zip, self._relations(target).values(), lambda part: self._relations(part).values())
        return RawSheet(
            name,
            found.cells,
            state != "visible",
            merges=tuple(found.merges),
            hidden_rows=frozenset(found.hidden_rows.intersection(row for row, _ in found.cells)),
            filtered=found.filtered,
            twice=tuple(found.twice),
            hidden_columns=frozenset(found.hidden_columns.intersection(column for _, column in found.cells)),
            notes=lying.notes,
            drawn=lying.drawn,
            objects=lying.objects,
            runs=found.runs,
            lists=any(mark in content for mark in _LISTS),
            list_on=ChoiceLists.of(content).on,
            margins=_margins(content),
        )

    def _program(self) -> str:
        name = self.text_of("docProps/app.xml", "Application")
        version = self.text_of("docProps/app.xml", "AppVersion")
        return program_name(name, version)

    def _objects(self) -> Mapping[str, int]:
        """How many parts there are whose content no cell holds: notes, pictures, embedded files, links outwards."""
        names = self.zip.names()
        found = {k: sum(n.startswith(starts) for n in names) for k, starts in _OBJECTS.items()}
        links = [n for n in names if n.startswith("xl/externallinks/externallink")]
        found["dde"] = sum(self._exchanges(n) for n in links)
        found["externals"] = len(links) - found["dde"]
        return {k: n for k, n in found.items() if n}

    def _exchanges(self, part: str) -> bool:
        content = self.zip.read(part)
        return b"ddeLink" in content or b"oleLink" in content

    def _parse(self, part: str, handler: Handler) -> None:
        parse(self.zip.pieces(part), handler)


def _fill(found: SheetPart, content: bytes) -> None:
    """Reads a worksheet: its rows by pattern where that is possible, everything else by the parser."""
    rest = scan_rows(content, found)
    if rest is None:
        parse((content,), found)
    else:
        parse(rest, found, quiet_spans)


def _in_utf8(content: bytes) -> bytes:
    """The bytes of a part for looking at them without a parser."""
    codec = _WIDE.get(content[:2])
    return content.decode(codec, "replace").encode() if codec else content


def _margins(content: bytes) -> tuple[str, ...]:
    """What somebody typed above or below the printed pages."""
    end = content.rfind(b"headerFooter>")
    if end < 0:
        return ()
    start = content.rfind(b"headerFooter", 0, end)
    return margin_words(unescape(t.decode("utf-8", "replace")) for t in _MARGIN.findall(content[max(start, 0) : end]))


def _values_in(content: bytes) -> int:
    """An independent count of the values in the bytes of a sheet: a reader that loses one is found out."""
    return len(_VALUE_TAG.findall(_without_comments(content)))


def _without_comments(content: bytes) -> bytes:
    """Step by step: a pattern would look for the end of each beginning again, however many have none."""
    kept, at = [], 0
    while (start := content.find(b"<!--", at)) >= 0 and (end := content.find(b"-->", start)) >= 0:
        kept.append(content[at:start])
        at = end + len(b"-->")
    return b"".join([*kept, content[at:]]) if at else content
