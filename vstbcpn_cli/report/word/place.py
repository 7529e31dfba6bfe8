"""Tables and charts of the body, put where the filled template has kept a place for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count as counter
from typing import TYPE_CHECKING, Any, Self

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.document.placed_objects import Apart, Block, Chart, ParagraphLook, Placeable
from vstbcpn_cli.report.templates.render_sections import Sections
from vstbcpn_cli.report.word.charts import put_chart
from vstbcpn_cli.report.word.styles import CAPTION, HEADING, NOTE, SUBHEADING
from vstbcpn_cli.report.word.tables import place
from vstbcpn_cli.report.word_template.check import BRACES

if TYPE_CHECKING:
    from docx.document import Document

_CENTRED = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pPr><w:spacing w:before="0" '
    'w:after="120" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="center"/></w:pPr></w:p>'
)


_LOOK = "vstbcpn-look"
"""The processing instruction that says in the filled template how its paragraph looks."""
_STYLES = {ParagraphLook.HEADING: (SUBHEADING, HEADING), ParagraphLook.NOTE: (NOTE, CAPTION)}
"""The style of a paragraph that is no sentence, and the one it takes where a template of the office lacks that."""
_PLACE = "vstbcpn-block"
"""The processing instruction that stands for a table or chart in the filled template; text never becomes one."""


class Placeholder(str):
    """What the template gets for a table or chart: it reads as the caption; printed, it keeps the place."""

    __slots__ = ("number",)
    number: int

    def __new__(cls, number: int, caption: str) -> Self:
        made = super().__new__(cls, caption)
        made.number = number
        return made

    def __html__(self) -> str:
        return f"<?{_PLACE} {self.number}?>"


class Styled(str):
    """A heading or a note as the template gets it: its words, and the mark by which its paragraph is found again."""

    __slots__ = ("look",)
    look: ParagraphLook

    def __new__(cls, line: Apart) -> Self:
        made = super().__new__(cls, line)
        made.look = line.look
        return made

    def __html__(self) -> str:
        from markupsafe import escape

        return f"{escape(str(self)).translate(BRACES)}<?{_LOOK} {self.look.value}?>"


def with_looks(document: Document) -> None:
    """Gives headings and notes the styles of the template; one that a template prints among other words stays so."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph
    from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

    marks = [m for m in document.element.body.iter(etree.ProcessingInstruction) if m.target == _LOOK]
    known = {style.name for style in document.styles}
    for mark in marks:
        element, words = next(mark.iterancestors(qn("w:p"))), mark.getparent()
        words.remove(mark)
        paragraph = Paragraph(element, document._body)  # noqa: SLF001 - the library wants a parent for a style
        if paragraph.text == words.text:
            paragraph.style = next(s for s in _STYLES[ParagraphLook(mark.text)] if s in known)
            paragraph.paragraph_format.keep_with_next = None


def with_places(sections: Sections, line: Callable[[str], str]) -> dict[str, list[str]]:
    """Every section as the template gets it, its sentences as `line` makes them, with the places of tables and charts
    numbered as in `sections.placed`."""
    number = counter()

    def placed(block: Block) -> str:
        if isinstance(block, Apart):
            return Styled(block)
        return line(block) if isinstance(block, str) else Placeholder(next(number), block.caption)

    return {name: [placed(block) for block in found] for name, found in sections.blocks.items()}


class Placed(msgspec.Struct, frozen=True):
    """A table or chart as printed: its caption with number, and what is beneath."""

    caption: str
    block: Placeable


def place_blocks(document: Document, blocks: Sequence[Placeable], labels: Labels, template: str) -> list[Placed]:
    """Turns every place into its caption and what is beneath; gives back what stands there, in printed order.

    Charts are drawn at once; of a table only the place is kept, numbered from 0. Raises `ConfigurationError` where the
    template adds words to a place, or prints none for a table or chart.
    """
    found: list[Placed] = []
    kept = list(_kept(document, len(blocks), template))
    lost = next((b for n, b in enumerate(blocks) if n not in {number for _, number in kept}), None)
    if lost is not None:
        raise ConfigurationError(f"{template}: không in “{lost.caption}”. {_ADVICE}")
    for element, at in kept:
        block = blocks[at]
        number = sum(isinstance(p.block, Chart) is isinstance(block, Chart) for p in found) + 1
        kind = "bieu_do" if isinstance(block, Chart) else "bang"
        caption = labels.filled("trong_bai", kind, so=number, ten=block.caption)
        _caption(document, element, caption)
        notes = [_note(document, block.note)] if block.note else []
        if isinstance(block, Chart):
            beneath = [_drawn(document, labels, block), *notes]
        else:
            table, after = place(number - 1)
            beneath = [table, *(notes or [after])]
        for last, one in zip([element, *beneath], beneath, strict=False):
            last.addnext(one)
        found.append(Placed(caption, block))
    return found


def _note(document: Document, text: str) -> Any:
    """A paragraph of the notes beneath a table or chart."""
    from docx.oxml import parse_xml
    from docx.text.paragraph import Paragraph

    element = parse_xml('<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>')
    paragraph = Paragraph(element, document._body)  # noqa: SLF001 - the library wants a parent for a style
    paragraph.text = text
    known = {style.name for style in document.styles}
    paragraph.style = document.styles[next(s for s in _STYLES[ParagraphLook.NOTE] if s in known)]
    return element


def _drawn(document: Document, labels: Labels, chart: Chart) -> Any:
    """A centred paragraph with the chart in it."""
    from docx.oxml import parse_xml

    figures = [
        f"{category} – {series.name}: {chart.label(value)}"
        for n, category in enumerate(chart.categories)
        for series in chart.series
        if (value := series.values[n]) is not None
    ]
    told = labels.filled("trong_bai", "mo_ta", ten=chart.caption, so_lieu="; ".join(figures))
    paragraph = parse_xml(_CENTRED)
    put_chart(document, paragraph, chart, told)
    return paragraph


_ADVICE = "Đề nghị để đoạn in nội dung của mục chỉ gồm “{{ d }}”."


def _kept(document: Document, count: int, template: str) -> Iterator[tuple[Any, int]]:
    """The paragraphs that hold nothing but a place, with its number."""
    from docx.oxml.ns import qn
    from lxml import etree

    numbers = frozenset(map(str, range(count)))
    found = document.element.body.iter(etree.ProcessingInstruction)
    marks = [m for m in found if m.target == _PLACE and m.text in numbers]
    elements = [next(m.iterancestors(qn("w:p"))) for m in marks]
    for element, mark in zip(elements, marks, strict=True):
        text = " ".join(_text(element).split())
        if text or elements.count(element) > 1:
            raise ConfigurationError(
                f"{template}, đoạn “{text}”: trong mục này có bảng, biểu đồ, cần một đoạn riêng. {_ADVICE}"
            )
        yield element, int(mark.text)


def _text(element: Any) -> str:
    from docx.oxml.ns import qn

    return "".join(text for t in element.iter(qn("w:t")) for text in t.xpath("text()"))


def _caption(document: Document, element: Any, text: str) -> None:
    """The paragraph of the place becomes that of the caption; the indents of a sentence are not its own."""
    from docx.text.paragraph import Paragraph

    element.remove(element.get_or_add_pPr())
    paragraph = Paragraph(element, document._body)  # noqa: SLF001 - the library wants a parent for a style
    paragraph.text = text
    paragraph.style = document.styles[HEADING]
