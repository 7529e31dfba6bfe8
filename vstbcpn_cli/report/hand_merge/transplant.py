"""A block of the new document brought into the edited one: with its styles, pictures and charts, looking like its
neighbours look there."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable
from itertools import count
from typing import Any

from vstbcpn_cli.report.hand_merge.blocks import WordBlock, WordRow
from vstbcpn_cli.report.hand_merge.figure_controls import renew, without_number
from vstbcpn_cli.report.hand_merge.package import OFFICE, WordPackage
from vstbcpn_cli.report.hand_merge.styles import StyleNames
from vstbcpn_cli.report.hand_merge.visible_text import OBJECT, W, raw_text

_STYLED = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
_LINKED = f"{{{OFFICE}}}"
_CONTROL = f"{W}sdt"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_NUMBERED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_OF_ANOTHER = frozenset(f"{W}{n}" for n in ("bookmarkStart", "bookmarkEnd", "footnoteReference", "endnoteReference"))
"""What names something by a number that the other document may have given to something else."""


class Transplant:
    def __init__(self, edited: WordPackage, new: WordPackage, styles: StyleNames) -> None:
        self._edited, self._new = edited, new
        self._styles, self._theirs = styles, StyleNames(new)
        self._looks: dict[bytes, Counter[tuple[bytes, bytes]]] = {}
        self._rows: dict[tuple[Any, ...], WordRow] = {}
        self._links: dict[str, str] = {}
        numbers = (e.get("id", "") for e in edited.tree(edited.main).iter(_NUMBERED))
        self._number = count(max((int(n) for n in numbers if n.isdecimal()), default=0) + 1)

    # ---------------------------------------------------------------------------------------------------- learning
    def learn(self, base: Any, edited: Any) -> None:
        """How a paragraph that was left alone looks in the edited document."""
        look = _look(base)
        if look is not None:
            self._looks.setdefault(look, Counter())[_own(edited)] += 1

    def learn_rows(self, pairs: Iterable[tuple[WordRow, WordRow]]) -> None:
        """The same for the rows of a table."""
        self._rows = {
            _row_look(base): edited for base, edited in pairs if base.shape == edited.shape and base.text == edited.text
        }

    # ---------------------------------------------------------------------------------------------------- bringing
    def block(self, block: WordBlock) -> Any:
        return self._whole(block.element) if block.is_table else self.paragraph(block.element)

    def paragraph(self, new: Any) -> Any:
        look = _look(new)
        found = self._looks.get(look) if look is not None else None
        if not found:
            return self._whole(new)
        return _made(new, *found.most_common(1)[0][0])

    def row(self, new: WordRow) -> Any:
        like = self._rows.get(_row_look(new))
        if like is None or any(b.is_table for c in (*new.cells, *like.cells) for b in c.blocks):
            return self._whole(new.element)
        made = like.element.makeelement(like.element.tag, {})
        _append_own(made, like.element.find(f"{W}trPr"))
        for cell, model in zip(new.cells, like.cells, strict=True):
            put = made.makeelement(f"{W}tc", {})
            made.append(put)
            _append_own(put, model.element.find(f"{W}tcPr"))
            looks = [_own(b.element) for b in model.blocks]
            for n, block in enumerate(cell.blocks):
                put.append(_made(block.element, *looks[min(n, len(looks) - 1)]))
        return made

    def _whole(self, element: Any) -> Any:
        made = copy.deepcopy(element)
        for node in list(made.iter()):
            if not isinstance(node.tag, str):
                continue
            if node.tag in _OF_ANOTHER:
                node.getparent().remove(node)
            elif node.tag in _STYLED:
                self._restyle(node)
            elif node.tag == _CONTROL:
                without_number(node)
            elif node.tag == _NUMBERED:
                node.set("id", str(next(self._number)))
            for name in list(node.attrib):
                if name.startswith(_LINKED):
                    node.set(name, self._link(node.get(name)))
                elif name.startswith(_W14):
                    del node.attrib[name]
        return made

    def _restyle(self, node: Any) -> None:
        known = self._styles.taken_from(self._theirs, node.get(f"{W}val", ""))
        if known:
            node.set(f"{W}val", known)
        else:
            node.getparent().remove(node)

    def _link(self, link: str) -> str:
        """The same relation of the edited document; what it leads to comes along, once."""
        if link not in self._links:
            there = self._new.relations(self._new.main)[link]
            target = there.target if there.external else self._edited.take(self._new, there.target)
            main = self._edited.main
            self._links[link] = self._edited.relate(main, there.type, target, external=there.external)
        return self._links[link]


# --------------------------------------------------------------------------------------------------------- how it looks
def _look(paragraph: Any) -> bytes | None:
    """What tells the look of a paragraph of the program from that of another; None where it is not of one piece."""
    own = paragraph.find(f"{W}pPr")
    if own is not None and own.find(f"{W}sectPr") is not None:
        return None
    runs = {_xml(r.find(f"{W}rPr")) for r in paragraph.iter(f"{W}r")}
    return None if len(runs) > 1 or OBJECT in raw_text(paragraph) else _xml(own) + b"|" + b"".join(runs)


def _row_look(row: WordRow) -> tuple[Any, ...]:
    heads = _xml(row.element.find(f"{W}trPr"))
    return (row.shape, heads, *(_look(c.blocks[0].element) if c.blocks else None for c in row.cells))


def _own(paragraph: Any) -> tuple[bytes, bytes]:
    """Its formatting and that of its first words, without what belongs to this one paragraph alone."""
    own = copy.deepcopy(paragraph.find(f"{W}pPr"))
    for tag in ("sectPr", "rPr/{W}ins", "rPr/{W}del", "rPr/{W}moveTo", "rPr/{W}moveFrom", "pPrChange"):
        for node in own.findall(W + tag.replace("{W}", W)) if own is not None else ():
            node.getparent().remove(node)
    run = next((r for r in paragraph.iter(f"{W}r") if r.find(f"{W}t") is not None), None)
    return _xml(own), _xml(run.find(f"{W}rPr") if run is not None else None)


def _made(like: Any, own: bytes, words: bytes) -> Any:
    made = like.makeelement(f"{W}p", {})
    _append(made, own)
    if raw_text(like):
        run = made.makeelement(f"{W}r", {})
        made.append(run)
        _append(run, words)
        renew(made, like)
    return made


def _append(element: Any, xml: bytes) -> None:
    from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

    if xml:
        element.append(etree.fromstring(xml))


def _append_own(element: Any, own: Any) -> None:
    if own is None:
        return
    made = copy.deepcopy(own)
    for tag in ("ins", "del", "trPrChange", "tcPrChange", "cellIns"):
        for node in made.findall(f"{W}{tag}"):
            made.remove(node)
    element.append(made)


def _xml(element: Any) -> bytes:
    from lxml import etree

    return b"" if element is None else bytes(etree.tostring(element, method="c14n", exclusive=True))
