"""The code of a figure in the officer's copy: a content control round it, whose tag `trace` takes and whose title says
what the figure is. In the copy that is signed figures are plain text.

A figure has its code from the sentence or table that prints it (`FigureOf`), never from the characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from markupsafe import escape

from vstbcpn_cli.report.document.text import FigureOf, Text, figures_in, runs_of
from vstbcpn_cli.report.word_template.check import BRACES

if TYPE_CHECKING:
    from docx.document import Document

_OPENS, _CLOSES = "vstbcpn-figure", "vstbcpn-figure-end"
"""The processing instructions round a figure in the filled template; text never becomes one."""
_LONGEST = 64
"""Characters that Word takes of a title or tag."""
_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class MarkedLine(Text):
    """A paragraph as the template gets it, its figures marked; it reads as the words alone."""

    def __html__(self) -> str:
        return "".join(map(_marked, self.runs))


def marked(line: str) -> str:
    """The line with its figures marked, where it has any."""
    return MarkedLine(*runs_of(line)) if figures_in(line) else line


def _marked(run: Any) -> str:
    text = str(escape(run.text)).translate(BRACES)
    return f"<?{_OPENS} {run.meaning.code}?>{text}<?{_CLOSES} ?>" if isinstance(run.meaning, FigureOf) else text


@dataclass(frozen=True, slots=True)
class Controls:
    """The controls of one document, whose ids follow the order of the figures; `titles` says what a figure is."""

    titles: Callable[[str], str]
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def around(self, run: str, code: str) -> str:
        """A run of WordprocessingML in the control of a figure."""
        title = f"{code} {self.titles(code)}"
        shown = title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "…"
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(shown)}/><w:tag w:val={quoteattr(code)}/>"
            f'<w:id w:val="{next(self._ids)}"/></w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>'
        )

    def put_into(self, document: Document) -> None:
        """Turns every mark of the filled template into a control."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import qn
        from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

        marks = [m for m in document.element.body.iter(etree.ProcessingInstruction) if m.target == _OPENS]
        for text in dict.fromkeys(m.getparent() for m in marks):
            run = text.getparent()
            look = run.find(qn("w:rPr"))
            for words, code in _pieces(text):
                piece = f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
                made = parse_xml(f"<w:p {_NS}>{self.around(piece, code) if code else piece}</w:p>")[0]
                if look is not None:
                    next(made.iter(qn("w:r"))).insert(0, deepcopy(look))
                run.addprevious(made)
            run.remove(text)
            if all(child is look for child in run):
                run.getparent().remove(run)


def _pieces(text: Any) -> Iterator[tuple[str, str]]:
    """The words of a marked text with the code each stands under, or nothing."""
    if text.text:
        yield text.text, ""
    for mark in text:
        if mark.tail:
            yield mark.tail, mark.text.strip() if mark.target == _OPENS else ""
