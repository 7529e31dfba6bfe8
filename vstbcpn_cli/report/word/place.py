"""Tables and charts of the body, put where the filled template has kept a place for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.document.placed_objects import Chart, Piece, Pieces, misplaced, without_marks
from vstbcpn_cli.report.word.charts import put_chart
from vstbcpn_cli.report.word.styles import HEADING
from vstbcpn_cli.report.word.tables import place

if TYPE_CHECKING:
    from docx.document import Document

_CENTRED = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pPr><w:spacing w:before="0" '
    'w:after="120" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="center"/></w:pPr></w:p>'
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A table or chart as printed: its caption with number, and what is beneath."""

    caption: str
    piece: Piece


def place_pieces(document: Document, pieces: Pieces, labels: Labels, template: str) -> list[Placed]:
    """Turns every mark into its caption and what is beneath; gives back what stands there, in printed order.

    Charts are drawn at once; of a table only the place is kept, numbered from 0.
    """
    found: list[Placed] = []
    for element in list(_marked(document, pieces, template)):
        piece = pieces.at(_text(element))
        assert piece is not None
        number = sum(isinstance(p.piece, Chart) is isinstance(piece, Chart) for p in found) + 1
        kind = "bieu_do" if isinstance(piece, Chart) else "bang"
        caption = labels.filled("trong_bai", kind, so=number, ten=piece.caption)
        _caption(document, element, caption)
        if isinstance(piece, Chart):
            element.addnext(_drawn(document, labels, piece))
        else:
            table, after = place(number - 1)
            element.addnext(table)
            table.addnext(after)
        found.append(Placed(caption, piece))
    return found


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


def _marked(document: Document, pieces: Pieces, template: str) -> Iterator[Any]:
    """The paragraphs that hold nothing but a mark. Raises `ConfigurationError` where the template adds words to it."""
    from docx.oxml.ns import qn

    for element in document.element.body.iter(qn("w:p")):
        text = _text(element)
        if misplaced(text):
            raise ConfigurationError(
                f"{template}, đoạn “{without_marks(text)}”: trong mục này có bảng, biểu đồ, cần một đoạn riêng. "
                "Đề nghị để đoạn in nội dung của mục chỉ gồm “{{ d }}”."
            )
        if pieces.at(text):
            yield element


def _text(element: Any) -> str:
    from docx.oxml.ns import qn

    return "".join(t.text or "" for t in element.iter(qn("w:t")))


def _caption(document: Document, element: Any, text: str) -> None:
    """The paragraph of the mark becomes that of the caption; the indents of a sentence are not its own."""
    from docx.text.paragraph import Paragraph

    element.remove(element.get_or_add_pPr())
    paragraph = Paragraph(element, document._body)  # noqa: SLF001 - the library wants a parent for a style
    paragraph.text = text
    paragraph.style = document.styles[HEADING]
