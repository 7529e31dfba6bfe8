"""Tables and sections of the Word annexes, written as WordprocessingML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

TWIPS_PER_MM = 56.6929
SMALL = 11
"""Point size of table text (NĐ 30/2020/NĐ-CP allows small text in tables and annexes)."""

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
    italic: bool = False
    span: int = 1
    merge: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table: widths in millimetres, head rows that repeat on every page, body rows that do not break."""

    widths: tuple[float, ...]
    head: tuple[tuple[Cell, ...], ...]
    body: Sequence[tuple[Cell, ...]]


def heads(labels: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(Cell(label, centre=True, bold=True) for label in labels)


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS_PER_MM)


def table_xml(grid: Grid) -> str:
    """The whole table as one piece of XML: building it cell by cell takes fifty times as long for a large annex."""
    columns = "".join(f'<w:gridCol w:w="{_twips(w)}"/>' for w in grid.widths)
    rows = [_row(cells, grid.widths, head=True) for cells in grid.head]
    rows += [_row(cells, grid.widths, head=False) for cells in grid.body]
    return (
        f'<w:tbl {_NS}><w:tblPr><w:tblW w:w="{_twips(sum(grid.widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Sequence[Cell], widths: Sequence[float], *, head: bool) -> str:
    at, made = 0, []
    for cell in cells:
        made.append(_cell(cell, sum(widths[at : at + cell.span]), head=head))
        at += cell.span
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(made)}</w:tr>"


def _cell(cell: Cell, width: float, *, head: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if head else ""
    align = "center" if cell.centre else "right" if cell.right else "left"
    face = ("<w:b/>" if cell.bold else "") + ("<w:i/>" if cell.italic else "")
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{span}{merge}{shade}<w:vAlign w:val="center"/>'
        f'</w:tcPr><w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLine="0"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r><w:rPr>{face}<w:sz w:val="{2 * SMALL}"/><w:szCs w:val="{2 * SMALL}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(cell.text)}</w:t></w:r></w:p></w:tc>'
    )


def add_table(document: Document, grid: Grid) -> None:
    """Appends a table, followed by a small empty paragraph so that two tables never grow together."""
    from docx.oxml import parse_xml
    from docx.shared import Pt

    end = document.element.body.sectPr
    assert end is not None
    end.addprevious(parse_xml(table_xml(grid)))
    after = document.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    after.paragraph_format.line_spacing = Pt(6)


def add_annex_section(document: Document, *, landscape: bool) -> None:
    """A new section on a new page with page numbers of its own from 1, none on its first page."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.oxml import parse_xml
    from docx.shared import Mm

    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    # The binding edge of a landscape sheet in a portrait volume is its top.
    margins = (30, 15, 20, 20) if landscape else (20, 20, 30, 15)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)
    section.header_distance = Mm(15 if landscape else 10)
    section.different_first_page_header_footer = True
    for old in section._sectPr.findall(f"{{{_NS.split(chr(34))[1]}}}pgNumType"):  # noqa: SLF001 - no public setting
        section._sectPr.remove(old)  # noqa: SLF001
    margin = section._sectPr.find(f"{{{_NS.split(chr(34))[1]}}}pgMar")  # noqa: SLF001
    margin.addnext(parse_xml(f'<w:pgNumType {_NS} w:start="1"/>'))
    _own_header(section)


def _own_header(section: Section) -> None:
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    add_page_field(section.header.paragraphs[0])


def add_page_field(paragraph: object) -> None:
    """The page number, centred, 14 pt (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    from docx.oxml import parse_xml

    size = '<w:rPr><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    parts: tuple[str, ...] = (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
    )
    parts += ('<w:fldChar w:fldCharType="separate"/>', "<w:t>2</w:t>", '<w:fldChar w:fldCharType="end"/>')
    paragraph.alignment = 1  # type: ignore[attr-defined]  # centred
    for part in parts:
        paragraph._p.append(parse_xml(f"<w:r {_NS}>{size}{part}</w:r>"))  # type: ignore[attr-defined]  # noqa: SLF001
