"""What the properties of a written Word file say: whose it is, what it is, for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document

_OF_THE_PROGRAM = "extended-properties"
"""The part in which a program says of itself and of the office what it likes; a template brings that of its own."""


def describe(document: Document, title: str, author: str, keywords: str) -> None:
    """Title, author and office of the document; what the template said of itself is taken out."""
    properties = document.core_properties
    properties.title, properties.author, properties.keywords = title, author, keywords
    properties.subject = properties.category = properties.last_modified_by = properties.comments = ""
    properties.revision = 1
    properties.language = "vi-VN"
    package = document.part.package
    assert package is not None
    told = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>vstbcpn</Application><Company>{escape(author)}</Company></Properties>"
    )
    for link in package.rels.values():
        if link.reltype.endswith(f"/{_OF_THE_PROGRAM}") and not link.is_external:
            link.target_part._blob = told.encode()  # noqa: SLF001 - the library keeps the part as it is
