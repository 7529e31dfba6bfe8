"""Tables of the Word report, written as WordprocessingML.

An annex may hold a hundred thousand cells. They never become objects of the Word library: a table is kept as text and
put into the saved document, which takes a fraction of the time and memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document

TWIPS_PER_MM = 56.6929
CELL_STYLE = "VB Ô bảng"
"""The paragraph style of table text in the Word template."""

_PLACE = "<w:p><w:r><w:t>\ufdd3{}\ufdd3</w:t></w:r></w:p>"
"""A paragraph that stands for a table until the document is saved; the character occurs in no text."""

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `span` columns wide, `merge` “restart” or “continue” of a cell over several head rows."""

    text: str
    right: bool = False
    centre: bool = False
    bold: bool = False
    span: int = 1
    merge: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table: widths in millimetres, head rows that repeat on every page, body rows that do not break.

    One kept `together` stands whole on a page; of another the first two rows and the last two stay with each other.
    """

    widths: tuple[float, ...]
    head: tuple[tuple[Cell, ...], ...]
    body: Sequence[tuple[Cell, ...]]
    together: bool = False


def fitted(grid: Grid, room: float) -> Grid:
    """The grid no wider than the text of its page, whose margins are the office's to choose."""
    wide = sum(grid.widths)
    return grid if wide <= room else replace(grid, widths=tuple(w * room / wide for w in grid.widths))


def heads(labels: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(Cell(label, centre=True, bold=True) for label in labels)


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS_PER_MM)


def table_xml(grid: Grid, style: str) -> str:
    """The whole table; `style` is the id of the paragraph style of its cells."""
    columns = "".join(f'<w:gridCol w:w="{_twips(w)}"/>' for w in grid.widths)
    last = len(grid.body) - 1
    rows = [_row(cells, grid.widths, style, head=True, kept=last >= 0) for cells in grid.head]
    rows += [
        _row(cells, grid.widths, style, head=False, kept=n < last and (grid.together or n in (0, last - 1)))
        for n, cells in enumerate(grid.body)
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_twips(sum(grid.widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Sequence[Cell], widths: Sequence[float], style: str, *, head: bool, kept: bool) -> str:
    at, made = 0, []
    for cell in cells:
        made.append(_cell(cell, sum(widths[at : at + cell.span]), style, head=head, kept=kept))
        at += cell.span
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(made)}</w:tr>"


def _cell(cell: Cell, width: float, style: str, *, head: bool, kept: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if head else ""
    align = "center" if cell.centre else "right" if cell.right else ""
    placed = ("<w:keepNext/>" if kept else "") + (f'<w:jc w:val="{align}"/>' if align else "")
    face = "<w:rPr><w:b/></w:rPr>" if cell.bold else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{span}{merge}{shade}<w:vAlign w:val="center"/>'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{placed}</w:pPr>'
        f'<w:r>{face}<w:t xml:space="preserve">{escape(cell.text)}</w:t></w:r></w:p></w:tc>'
    )


def add_place(document: Document, number: int) -> None:
    """Keeps a place for the table `number` at the end of the document."""
    end = document.element.body.sectPr
    assert end is not None
    for element in place(number):
        end.addprevious(element)


def place(number: int) -> tuple[Any, Any]:
    """The place of the table `number`, and a small paragraph after it so that two tables never grow together."""
    from docx.oxml import parse_xml

    after = f'<w:p {_NS}><w:pPr><w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
    return parse_xml(_PLACE.format(number).replace("<w:p>", f"<w:p {_NS}>", 1)), parse_xml(after)


def put_tables(main: bytes, grids: Sequence[Grid], style: str) -> bytes:
    """The main part of the saved document with every table in its place."""
    made: list[bytes] = []
    for number, grid in enumerate(grids):
        before, found, main = main.partition(_PLACE.format(number).encode())
        assert found, number
        made += [before, table_xml(grid, style).encode()]
    return b"".join([*made, main])
