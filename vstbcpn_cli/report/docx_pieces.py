"""Tables and charts of the body, put where the filled template has kept a place for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.report.docx_tables import place
from vstbcpn_cli.report.labels import Labels
from vstbcpn_cli.report.pieces import Piece, Pieces, misplaced, without_marks
from vstbcpn_cli.schema.faults import ConfigurationError

if TYPE_CHECKING:
    from docx.document import Document

HEADING = "VB Tên bảng"
"""The style of the Word template for “Bảng 1. …”."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A table or chart as printed: its caption with number, and what is beneath."""

    caption: str
    piece: Piece


def place_pieces(document: Document, pieces: Pieces, labels: Labels, template: str) -> list[Placed]:
    """Turns every mark into its caption and the place of its table; gives back what stands there, in printed order."""
    found: list[Placed] = []
    for element in list(_marked(document, pieces, template)):
        piece = pieces.at(_text(element))
        assert piece is not None
        caption = labels.text("trong_bai", "bang").format(so=len(found) + 1, ten=piece.caption)
        _caption(document, element, caption)
        table, after = place(len(found))
        element.addnext(table)
        table.addnext(after)
        found.append(Placed(caption, piece))
    return found


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
