"""A document as it is merged: paragraphs and tables in order, tables as rows of cells, cells as documents again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from vstbcpn_cli.report.hand_merge.visible_text import W, raw_text, shown

_WRAPS = frozenset(f"{W}{n}" for n in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_PROPERTIES = f"{W}pPr"
_GONE = frozenset(f"{W}{n}" for n in ("del", "moveFrom"))
_ROW, _ROW_GONE = f"{W}tr", f"{W}trPr/{W}del"
_CELL, _CELL_GONE = f"{W}tc", f"{W}tcPr/{W}cellDel"
SECTION = "§"
"""Ends the text of a paragraph that ends a section: no other one takes its place."""


@dataclass(eq=False)
class WordBlock:
    """A paragraph or a table; `chart` names the chart that a paragraph shows."""

    element: Any
    chart: str = ""

    @property
    def is_table(self) -> bool:
        return bool(self.element.tag == f"{W}tbl")

    @cached_property
    def text(self) -> str:
        """What is compared: equal texts are one and the same for a reader."""
        if self.is_table:
            return "\n".join(row.text for row in self.rows)
        return shown(raw_text(self.element))

    @cached_property
    def key(self) -> str:
        own = None if self.is_table else _own(self.element)
        ends = own is not None and own.find(f"{W}sectPr") is not None
        return f"{self.text}{self.chart}{SECTION if ends else ''}"

    @cached_property
    def rows(self) -> list[WordRow]:
        return [WordRow(e) for e in _inside(self.element, _ROW) if e.find(_ROW_GONE) is None]


@dataclass(eq=False)
class WordRow:
    element: Any

    @cached_property
    def cells(self) -> list[WordCell]:
        return [WordCell(e) for e in _inside(self.element, _CELL) if e.find(_CELL_GONE) is None]

    @cached_property
    def text(self) -> str:
        return "\t".join(cell.text for cell in self.cells)

    @cached_property
    def label(self) -> str:
        """The cells that are no figures: by them a row is known."""
        return "\t".join(c.text for c in self.cells if any(map(str.isalpha, c.text)))

    @cached_property
    def shape(self) -> tuple[tuple[int, str], ...]:
        """Of each cell how many columns it spans and whether it goes on from above."""
        return tuple((cell.span, cell.merge) for cell in self.cells)


@dataclass(eq=False)
class WordCell:
    element: Any

    @cached_property
    def blocks(self) -> list[WordBlock]:
        return list(blocks_of(self.element))

    @cached_property
    def text(self) -> str:
        return "\n".join(b.text for b in self.blocks)

    @cached_property
    def span(self) -> int:
        found = self.element.find(f"{W}tcPr/{W}gridSpan")
        value = found.get(f"{W}val", "1") if found is not None else "1"
        return int(value) if value.isdecimal() else 1

    @cached_property
    def merge(self) -> str:
        found = self.element.find(f"{W}tcPr/{W}vMerge")
        return "" if found is None else found.get(f"{W}val", "continue")


def blocks_of(container: Any) -> Iterator[WordBlock]:
    """Paragraphs and tables of a body or a cell, without what its editor has crossed out and what Word itself writes
    into the document, as a table of contents."""
    for child in container:
        if child.tag == f"{W}p":
            if not is_crossed_out(child):
                yield WordBlock(child)
        elif child.tag == f"{W}tbl":
            yield WordBlock(child)
        elif child.tag in _WRAPS and child.find(f"{W}sdtPr/{W}docPartObj") is None:
            yield from blocks_of(child)


def is_crossed_out(paragraph: Any) -> bool:
    """Whether nothing of it is left once the tracked changes are accepted."""
    own = _own(paragraph)
    mark = own.find(f"{W}rPr") if own is not None else None
    gone = mark is not None and any(mark.find(tag) is not None for tag in _GONE)
    return gone and not raw_text(paragraph)


def paragraphs_of(blocks: Iterable[WordBlock]) -> Iterator[WordBlock]:
    """Every paragraph of these blocks, of tables in them too; none of text boxes."""
    for block in blocks:
        if not block.is_table:
            yield block
            continue
        for row in block.rows:
            for cell in row.cells:
                yield from paragraphs_of(cell.blocks)


def _own(paragraph: Any) -> Any:
    """Its properties, which stand first where there are any."""
    first = paragraph[0] if len(paragraph) else None
    return first if first is not None and first.tag == _PROPERTIES else None


def _inside(element: Any, tag: str) -> Iterator[Any]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPS:
            yield from _inside(child, tag)
