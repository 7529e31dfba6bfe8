"""Small Word documents in a few lines of Python, and what they say, read by another library than the one that merges."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

Piece = str | list[list[str]]
"""A paragraph, “# …” for a heading; or the rows of a table."""


def document(*pieces: Piece) -> bytes:
    made = docx.Document()
    for piece in pieces:
        if isinstance(piece, str):
            heading = piece.startswith("# ")
            made.add_paragraph(piece.removeprefix("# "), style="Heading 1" if heading else None)
            continue
        table = made.add_table(len(piece), len(piece[0]))
        for row, texts in zip(table.rows, piece, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return saved(made)


def saved(made: Document) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def edited(content: bytes, change: Callable[[Document], Any]) -> bytes:
    made = opened(content)
    change(made)
    return saved(made)


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def said(content: bytes) -> list[Piece]:
    """The document as `document` would be given it, headings as plain texts."""
    return list(_pieces(opened(content)))


def _pieces(made: Document) -> Iterator[Piece]:
    for child in made.element.body:
        if child.tag == qn("w:p"):
            yield Paragraph(child, made._body).text
        elif child.tag == qn("w:tbl"):
            yield [[c.text for c in row.cells] for row in Table(child, made._body).rows]


def remarks(content: bytes, author: str = "vstbcpn") -> dict[str, str]:
    """The paragraphs with a comment of this author, and what it says."""
    made = opened(content)
    told = {str(c.comment_id): c.text for c in made.comments if c.author == author}
    found: dict[str, str] = {}
    for p in made.element.body.iter(qn("w:p")):
        for asked in p.iter(qn("w:commentReference")):
            if asked.get(qn("w:id")) in told:
                found[Paragraph(p, made._body).text] = told[asked.get(qn("w:id"))]
    return found


def paragraph(made: Document, words: str) -> Paragraph:
    """The one that says these words, of tables too."""
    found: Sequence[Any] = list(made.element.body.iter(qn("w:p")))
    return next(p for p in (Paragraph(e, made._body) for e in found) if words in p.text)


_W14, _W15 = (f"http://schemas.microsoft.com/office/word/{y}/wordml" for y in (2010, 2012))
_THREADS = (
    f'<w15:commentsEx xmlns:w15="{_W15}"><w15:commentEx w15:paraId="00000001" w15:done="0"/>'
    '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="0"/></w15:commentsEx>'
)


def answered(content: bytes) -> bytes:
    """The first comment of the document has a reply."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    made = opened(content)
    first = next(iter(made.comments))
    reply = made.add_comment(next(p for p in made.paragraphs if p.runs).runs, text="Đã xem", author="Lãnh đạo")
    for number, one in enumerate((first, reply), 1):
        one._comment_elm.p_lst[-1].set(f"{{{_W14}}}paraId", f"0000000{number}")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
    part = Part(PackURI("/word/commentsExtended.xml"), kind, _THREADS.encode(), made.part.package)
    made.part.relate_to(part, "http://schemas.microsoft.com/office/2011/relationships/commentsExtended")
    return saved(made)
