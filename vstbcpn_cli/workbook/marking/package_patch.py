"""A spreadsheet package open for patching: parts are changed one by one, all others stay byte for byte."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

from vstbcpn_cli.runtime.deterministic_zip import patched
from vstbcpn_cli.workbook.ooxml.part_names import relations_of, target_of

OFFICE_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPES_PART = "[Content_Types].xml"
_LARGEST, _LARGEST_TREE = 128 * 2**20, 16 * 2**20
"""Bytes unpacked, of all parts and of one that is taken apart: a form has a hundredth of that, a trick has more."""
Tree = Any


class CannotMarkError(Exception):
    """A package that cannot be patched; the words say why, for the next engineer."""


class Parts:
    """The parts of a package that the reader has accepted; names are found whatever their case.

    A tree is read once; what `save` was told of is written back by `finished`.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        with zipfile.ZipFile(BytesIO(content)) as package:
            if sum(i.file_size for i in package.infolist()) > _LARGEST:
                raise CannotMarkError("too large")
            self._bytes = {i.orig_filename: package.read(i) for i in package.infolist()}
        self._names = {_folded(n): n for n in self._bytes}
        self._trees: dict[str, Tree] = {}
        self._changed: set[str] = set()
        self._removed: set[str] = set()

    def __contains__(self, part: str) -> bool:
        return _folded(part) in self._names

    def names(self) -> tuple[str, ...]:
        return tuple(self._names.values())

    def read(self, part: str) -> bytes:
        return self._bytes[self._names[_folded(part)]]

    def mention(self, word: str) -> bool:
        """Whether the words of any part name this one."""
        return any(word.encode() in content for content in self._bytes.values())

    def tree(self, part: str) -> Tree:
        """The root of an XML part; call `save` after a change."""
        name = self._names[_folded(part)]
        if name not in self._trees:
            if len(self._bytes[name]) > _LARGEST_TREE:
                raise CannotMarkError(f"{name} is too large")
            self._trees[name] = parsed(self._bytes[name])
        return self._trees[name]

    def opened(self, part: str) -> bool:
        """Whether a tree of this part is held, so that its bytes are no longer what counts."""
        return self._names[_folded(part)] in self._trees

    def save(self, part: str) -> None:
        self._changed.add(self._names[_folded(part)])

    def write(self, part: str, content: bytes) -> None:
        """A part as bytes, new or instead of the one there."""
        name = self._names.setdefault(_folded(part), part)
        self._trees.pop(name, None)
        self._bytes[name] = content
        self._changed.add(name)
        self._removed.discard(name)

    def finished(self, last: str, seal: Callable[[Mapping[str, int]], bytes]) -> bytes:
        """The package; the part `last` ends with what `seal` makes of the checksums of all others by folded name."""
        written = {n: written_xml(self._trees[n]) if n in self._trees else self._bytes[n] for n in self._changed}
        sealed = self._names[_folded(last)]
        sums = {k: zlib.crc32(written.get(n, self._bytes[n])) for k, n in self._names.items() if n != sealed}
        written[sealed] += seal(sums)
        return patched(self._content, {n: c for n, c in written.items() if n not in self._removed}, self._removed)

    def packed(self) -> bytes:
        """The package with what was changed."""
        written = {n: written_xml(self._trees[n]) if n in self._trees else self._bytes[n] for n in self._changed}
        return patched(self._content, written, self._removed)

    # --------------------------------------------------------------------------------------------- what leads where
    def links(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Id, type and target part of every relation of a part inside the package."""
        path = relations_of(part)
        for link in self.tree(path) if path in self else ():
            if link.get("TargetMode") != "External" and link.get("Target"):
                yield link.get("Id", ""), link.get("Type", ""), target_of(part, link.get("Target"), self)

    def linked(self, part: str, kind: str) -> str | None:
        """The target of the first relation of a kind (the last word of its type)."""
        return next((t for _, k, t in self.links(part) if k.rpartition("/")[2] == kind and t in self), None)

    def link(self, part: str, kind: str, target: str) -> str:
        """A new relation of a part; gives its id. The kind is written as the package writes its others."""
        path = relations_of(part)
        if path not in self:
            self.write(path, f'<Relationships xmlns="{_LINKS}"/>'.encode())
        root = self.tree(path)
        taken = {link.get("Id") for link in root}
        made = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        where = posixpath.relpath(target, posixpath.dirname(part) or ".")
        attributes = {"Id": made, "Type": f"{self.link_types}/{kind}", "Target": where}
        etree.SubElement(root, f"{{{_LINKS}}}Relationship", attributes)
        self.save(path)
        return made

    @property
    def main(self) -> str:
        """The part of the workbook itself."""
        found = self.linked("", "officeDocument")
        return found if found is not None else "xl/workbook.xml"

    @property
    def link_types(self) -> str:
        """How types of relations begin here: Strict Open XML has other words than the usual one."""
        kinds = [k for _, k, _ in self.links(self.main) if k.rpartition("/")[2] == "worksheet"]
        return kinds[0].rpartition("/")[0] if kinds else OFFICE_LINKS

    def free(self, pattern: str) -> str:
        """The first name of a pattern (“xl/a{}.xml”) that no part has; a relation may lead to a part that is lost."""
        return next(name for n in range(1, len(self._names) + 2) if (name := pattern.format(n)) not in self)

    # --------------------------------------------------------------------------------------------- adding, removing
    def add(self, part: str, content: bytes, content_type: str) -> None:
        self.write(part, content)
        root = self.tree(_TYPES_PART)
        etree.SubElement(root, f"{{{_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": content_type})
        self.save(_TYPES_PART)

    def default_type(self, extension: str, content_type: str) -> None:
        root = self.tree(_TYPES_PART)
        known = {e.get("Extension", "").casefold() for e in root.iter(f"{{{_TYPES}}}Default")}
        if extension not in known:
            root.insert(0, etree.Element(f"{{{_TYPES}}}Default", {"Extension": extension, "ContentType": content_type}))
            self.save(_TYPES_PART)

    def remove(self, part: str) -> None:
        """Takes a part out with its own relations, its type, and what only it leads to."""
        inner = [t for _, _, t in self.links(part)]
        for name in (part, relations_of(part)):
            if name in self:
                real = self._names.pop(_folded(name))
                self._removed.add(real)
                self._trees.pop(real, None)
                self._changed.discard(real)
        root = self.tree(_TYPES_PART)
        for entry in [e for e in root if _folded(e.get("PartName", "")) == _folded(part)]:
            root.remove(entry)
        self.save(_TYPES_PART)
        for target in inner:
            if target in self and not self._led_to(target):
                self.remove(target)

    def unlink(self, part: str, target: str) -> None:
        path = relations_of(part)
        root = self.tree(path)
        for link in [e for e in root if _folded(target_of(part, e.get("Target", ""), self)) == _folded(target)]:
            root.remove(link)
        self.save(path)

    def _led_to(self, target: str) -> bool:
        sources = (n for n in self.names() if n.endswith(".rels"))
        return any(_folded(t) == _folded(target) for s in sources for _, _, t in self.links(_source_of(s)))


def parsed(content: bytes) -> Tree:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def written_xml(root: Tree) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def local(element: Tree) -> str:
    """The name of an element without its namespace; "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def namespace(element: Tree) -> str:
    return etree.QName(element).namespace or ""


def child(element: Tree, name: str) -> Tree | None:
    return next((e for e in element if local(e) == name), None)


def only_child(element: Tree, name: str) -> Tree:
    found = child(element, name)
    if found is None:
        raise CannotMarkError(f"no {name} in {local(element)}")
    return found


def make(parent: Tree, name: str, attributes: dict[str, str] | None = None, at: int | None = None) -> Tree:
    """A new child in the namespace of its parent, at the end or at a place."""
    made = etree.Element(f"{{{namespace(parent)}}}{name}" if namespace(parent) else name, attributes or {})
    parent.insert(len(parent) if at is None else at, made)
    return made


def place_before(parent: Tree, later: frozenset[str]) -> int:
    """Where a child goes that the schema wants before the children of these names."""
    return next((n for n, e in enumerate(parent) if local(e) in later), len(parent))


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _source_of(links: str) -> str:
    return re.sub(r"_rels/([^/]*)\.rels\Z", r"\1", links.replace("\\", "/"))
