"""The parts of a Word package and how they lead to each other; read within bounds, changed in place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from vstbcpn_cli.model.records import replace
from vstbcpn_cli.runtime.deterministic_zip import patched
from vstbcpn_cli.runtime.zip_guard import GuardedZip

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPES_PART, _ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
_XML_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"


class UnmergeableError(Exception):
    """A document that cannot be merged; the reason is for the one who mends the program, the officer is told that what
    he edited lies beside."""


class Relation(msgspec.Struct, frozen=True):
    """`target` is the name of a part, or an address outside."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]


@dataclass(slots=True)
class WordPackage:
    """A package in memory. Raises `RefusedError` and `UnmergeableError` when it is opened."""

    content: bytes
    _names: dict[str, str] = field(default_factory=dict)
    _zip: GuardedZip | None = None
    _trees: dict[str, Any] = field(default_factory=dict)
    _changed: dict[str, bytes] = field(default_factory=dict)
    _touched: set[str] = field(default_factory=set)
    main: str = ""

    def __post_init__(self) -> None:
        self._zip = GuardedZip.open(self.content)
        self._zip.check_rest()
        self._names = {folded: self._zip.written(folded) for folded in self._zip.names()}
        found = [r.target for r in self.relations("").values() if r.type == f"{OFFICE}/officeDocument"]
        if not found or found[0] not in self:
            raise UnmergeableError("no main part")
        self.main = found[0]

    def __contains__(self, name: str) -> bool:
        return name in self._changed or name.casefold() in self._names

    def read(self, name: str) -> bytes:
        if name in self._changed:
            return self._changed[name]
        assert self._zip is not None
        return self._zip.read(name)

    def tree(self, name: str) -> Any:
        """The root of a part; what is changed in it is written once `touch` was called."""
        from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

        if name not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
            try:
                self._trees[name] = etree.fromstring(self.read(name), parser)
            except etree.XMLSyntaxError as fault:
                raise UnmergeableError(name) from fault
        return self._trees[name]

    def touch(self, name: str) -> None:
        self._touched.add(name)

    def write(self, name: str, content: bytes) -> None:
        """Another content for a part that is there."""
        self._changed[self._names.get(name.casefold(), name)] = content
        self._trees.pop(name, None)

    # ------------------------------------------------------------------------------------------------- relations
    def relations(self, part: str) -> Mapping[str, Relation]:
        name = _relations_of(part)
        return {r.id: r for r in self._relations(part)} if name in self else {}

    def related(self, part: str, kind: str) -> str:
        """The name of the first part of this kind that a part leads to, "" where there is none."""
        return next((r.target for r in self.relations(part).values() if r.kind == kind and not r.external), "")

    def relate(self, part: str, type_: str, target: str, *, external: bool = False) -> str:
        """The id of a new relation."""
        from lxml import etree

        name = _relations_of(part)
        if name not in self:
            self._changed[name] = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
        root = self.tree(name)
        taken = {e.get("Id") for e in root}
        made = next(x for x in (f"rIdG{n}" for n in range(1, len(taken) + 2)) if x not in taken)
        shown = target if external else f"/{target}"
        attributes = {"Id": made, "Type": type_, "Target": shown, **({"TargetMode": "External"} if external else {})}
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", attributes)
        self.touch(name)
        return made

    def _relations(self, part: str) -> Iterator[Relation]:
        for one in self.tree(_relations_of(part)).iter(f"{{{_RELATIONS}}}Relationship"):
            external = one.get("TargetMode") == "External"
            target = one.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
                target = self._names.get(target.casefold(), target)
            yield Relation(one.get("Id", ""), one.get("Type", ""), target, external)

    # ----------------------------------------------------------------------------------------------------- parts
    def content_type(self, name: str) -> str:
        ending, found = name.rpartition(".")[2].casefold(), ""
        for one in self.tree(_TYPES_PART):
            if one.get("PartName", "").lstrip("/").casefold() == name.casefold():
                return str(one.get("ContentType"))
            if one.get("Extension", "").casefold() == ending and one.tag.endswith("}Default"):
                found = str(one.get("ContentType"))
        return found

    def add(self, wanted: str, content: bytes, content_type: str) -> str:
        """A new part under this name, or the first free one of its kind."""
        from lxml import etree

        stem, _, ending = wanted.rpartition(".")
        name = next(x for x in (wanted, *(f"{stem}-{n}.{ending}" for n in range(2, 10_000))) if x not in self)
        self._changed[name] = content
        types = self.tree(_TYPES_PART)
        etree.SubElement(types, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": content_type})
        self.touch(_TYPES_PART)
        return name

    def take(self, other: WordPackage, name: str) -> str:
        """A part of another package with everything it leads to; its name here."""
        made = self.add(name, other.read(name), other.content_type(name))
        links = other.relations(name).values()
        if links:
            self.lead(made, [r if r.external else replace(r, target=self.take(other, r.target)) for r in links])
        return made

    def lead(self, part: str, links: Iterable[Relation]) -> None:
        """What a part leads to, in the place of what it led to before."""
        from lxml import etree

        root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
        for one in links:
            shown = {"Target": one.target, "TargetMode": "External"} if one.external else {"Target": f"/{one.target}"}
            etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", {"Id": one.id, "Type": one.type, **shown})
        self.write(_relations_of(part), etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def saved(self) -> bytes:
        """The package with its changes; the same changes of the same package give the same bytes."""
        from lxml import etree

        changed = dict(self._changed)
        for name in self._touched:
            written = self._names.get(name.casefold(), name)
            changed[written] = etree.tostring(self.tree(name), xml_declaration=True, encoding="UTF-8", standalone=True)
        return patched(self.content, changed) if changed else self.content


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels") if part else _ROOT_RELATIONS
