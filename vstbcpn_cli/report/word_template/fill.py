"""A Word template of the office filled in."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.templates.render_sections import explained
from vstbcpn_cli.report.word_template.check import checked, roots, word_environment
from vstbcpn_cli.report.word_template.restore_structure import make_whole
from vstbcpn_cli.report.word_template.table_names import name_the_rest

if TYPE_CHECKING:
    from docx.document import Document

_LAYOUT = "Khung trình bày"
"""What a table of a template is called that gives it no title: most hold nothing but a place on the page."""
_MARKUP = re.compile(r"<[^>]*>")


def filled(template: Path, words: Mapping[str, Any], styles: Sequence[str]) -> Document:
    """The template with its names filled in. What units wrote goes in as text whatever it looks like.

    `styles` are those that what is added behind it needs.
    """
    made = checked(template, words, styles)
    environment = word_environment()
    try:
        made.render(words, environment, autoescape=True)
    except Exception as fault:  # whatever a template can do wrong is the template's fault
        raise ConfigurationError(explained(fault, _place(template, environment.line_of(fault)), words)) from fault
    document: Document = made.docx
    make_whole(document, template.name)
    _compose(document)
    _keep_introductions(document)
    name_the_rest(roots(document), _LAYOUT)
    return document


def _place(template: Path, line: str) -> str:
    """The paragraph a fault stands in; a tag that takes its paragraph with it stands in the line of the one before."""
    told = (flat(html.unescape(_MARKUP.sub("", part))) for part in line.split("</w:p>"))
    found = " hoặc ".join(f"“{text}”" for text in told if "{" in text)
    return f"{template.name}, đoạn {found}" if found else template.name


def _keep_introductions(document: Document) -> None:
    """A line that ends with a colon never stands at the foot of a page, away from what it introduces."""
    from docx.oxml.ns import qn

    for paragraph in document.paragraphs:
        words = (text for t in paragraph._p.iter(qn("w:t")) for text in t.xpath("text()"))  # noqa: SLF001 - beside marks
        if "".join(words).endswith(":"):
            paragraph.paragraph_format.keep_with_next = True


def _compose(document: Document) -> None:
    """Every text in composed letters."""
    from docx.oxml.ns import qn

    for root in roots(document):
        for node in root.iter(qn("w:t")):
            node.text = unicodedata.normalize("NFC", node.text or "")
            for mark in node:
                mark.tail = unicodedata.normalize("NFC", mark.tail or "")
