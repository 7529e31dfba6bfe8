"""The sections of the Word report: an annex on pages of its own, formed after those of the template."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def add_annex_section(document: Document, *, landscape: bool) -> None:
    """A new section on a new page with page numbers of its own from 1, none on its first page.

    Margins and the place of the page number are those of the template's first section, so that both are the office's
    to choose. Of a landscape sheet in a portrait volume the top is the binding edge.
    """
    from docx.enum.section import WD_SECTION

    section = document.add_section(WD_SECTION.NEW_PAGE)
    _make_small(document.paragraphs[-1])
    body = document.sections[0]  # asked for afterwards: the library moves the settings of the last section on
    _turn(section, body, landscape=landscape)
    section.different_first_page_header_footer = True
    _number_from_one(section)
    for kind in ("header", "footer"):
        own, model = getattr(section, kind), getattr(body, kind)
        own.is_linked_to_previous = False
        getattr(section, f"first_page_{kind}").is_linked_to_previous = False
        _repeat_page_numbers(model, own)


def begin_anew(document: Document, *, landscape: bool) -> None:
    """Takes out what the document holds; its first section stays with header and footer, for what is written now."""
    body = document.element.body
    for element in list(body)[:-1]:
        body.remove(element)
    _turn(document.sections[0], document.sections[0], landscape=landscape)


def _turn(section: Section, body: Section, *, landscape: bool) -> None:
    """The size and the margins of a section, formed after those of the upright section `body`."""
    from docx.enum.section import WD_ORIENT

    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    size, margins = (body.page_width, body.page_height), _margins(body)
    section.page_width, section.page_height = size[::-1] if landscape else size
    turned = (margins[2], margins[3], margins[1], margins[0]) if landscape else margins
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = turned


def _make_small(end: Paragraph) -> None:
    """The empty paragraph that ends a section: behind a table that fills its page it would take a page of its own.

    The gap that a table leaves behind it would take one too; this paragraph does its other duty, to end the table.
    """
    from docx.oxml.ns import qn
    from docx.shared import Pt

    gap = end._p.getprevious()  # noqa: SLF001 - the library has no way to the paragraph before
    empty = gap is not None and gap.tag == qn("w:p") and all(child.tag == qn("w:pPr") for child in gap)
    if empty and next(gap.iter(qn("w:sectPr")), None) is None:  # one that ends a section of the office is no gap
        gap.getparent().remove(gap)
    end.paragraph_format.space_before = end.paragraph_format.space_after = Pt(0)
    end.paragraph_format.line_spacing = Pt(1)


def _margins(section: Section) -> tuple[Any, Any, Any, Any]:
    return section.top_margin, section.bottom_margin, section.left_margin, section.right_margin


def _number_from_one(section: Section) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    properties = section._sectPr  # noqa: SLF001 - the library has no setting for page numbers
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    properties.find(qn("w:pgMar")).addnext(parse_xml(f'<w:pgNumType {_NS} w:start="1"/>'))


def _repeat_page_numbers(model: Any, own: Any) -> None:
    """The paragraphs with a page number, as they are in the template; a logo or address stays on its own pages."""
    numbers = [p._p for p in model.paragraphs if _is_page_number(p._p)]  # noqa: SLF001 - copied as they are
    if numbers:
        first = own.paragraphs[0]._p  # noqa: SLF001
        for number in numbers:
            first.addprevious(deepcopy(number))
        first.getparent().remove(first)


def _is_page_number(paragraph: Any) -> bool:
    from docx.oxml.ns import qn

    fields = [t.text or "" for t in paragraph.iter(qn("w:instrText"))]
    fields += [f.get(qn("w:instr")) or "" for f in paragraph.iter(qn("w:fldSimple"))]
    return any("PAGE" in field.split() for field in fields)


def text_width(section: Section) -> float:
    """Millimetres between the margins of a section."""
    edges = (section.page_width, section.left_margin, section.right_margin)
    page, left, right = (edge.mm if edge is not None else 0 for edge in edges)
    return page - left - right
