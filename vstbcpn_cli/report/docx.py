"""The Word report: sentences into the office's template, annexes behind it, everything read back before it counts."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from vstbcpn_cli.report.base import Renderer, Report
from vstbcpn_cli.report.docx_annexes import Annex, add_annexes
from vstbcpn_cli.report.docx_tables import CELL_STYLE, Grid, put_tables
from vstbcpn_cli.report.docx_template import DRAFT, filled, template_words
from vstbcpn_cli.report.labels import load_labels
from vstbcpn_cli.report.sentences import FOLDER, render_sections
from vstbcpn_cli.safety.archives import package_bytes

if TYPE_CHECKING:
    from docx.document import Document

TEMPLATE = "bao-cao.docx"
MAIN = "word/document.xml"
_PIECE = 1 << 16
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class DamagedReportError(Exception):
    """The written report does not say what was put into it: a fault of the program, never of a submission."""


def render(report: Report, path: Path) -> None:
    """Writes the Word report; raises `ConfigurationError` for a template or sentence that cannot be used."""
    labels = load_labels(report.templates / FOLDER)
    sentences = render_sections(report, labels)
    words = template_words(report, labels, sentences)
    document = filled(report.template or report.templates / TEMPLATE, words)
    annexes = add_annexes(document, report, labels)
    _properties(document, report)
    document.save(str(path))
    _finish(path, annexes, document.styles[CELL_STYLE].style_id)
    _read_back(path, sentences, annexes)


def _properties(document: Document, report: Report) -> None:
    edition = report.consolidation.edition
    properties = document.core_properties
    properties.title = f"{edition.title} {report.consolidation.coverage.period.title}"
    properties.author = edition.office.committee
    properties.last_modified_by = ""
    properties.comments = ""
    properties.keywords = report.stem
    properties.revision = 1
    properties.language = "vi-VN"


def _finish(path: Path, annexes: list[Annex], style: str) -> None:
    """Puts the tables in and writes the package so that the same content gives the same bytes."""
    with zipfile.ZipFile(path) as package:
        entries = {name: package.read(name) for name in package.namelist()}
    grids = [piece for annex in annexes for piece in annex.pieces if isinstance(piece, Grid)]
    entries[MAIN] = put_tables(entries[MAIN], grids, style)
    path.write_bytes(package_bytes(entries))


def _read_back(path: Path, sentences: Mapping[str, list[str]], annexes: list[Annex]) -> None:
    """Reads the written file and makes sure that every sentence and every table cell is in it, unchanged.

    The annexes are followed from their first cell to their last, so that a lost “0” is not found in another row. A
    name without a value cannot print “None” or “nan”: `refuse_nothing` stops it where it stands.
    """
    paragraphs = list(paragraphs_of(path))
    rest = iter(paragraphs)
    lost = next((text for text in _annex_texts(annexes) if text not in rest), None)
    found = set(paragraphs)
    said = [s for name, lines in sentences.items() if name != DRAFT for s in lines if s not in found]
    # A template may print a sentence inside a longer paragraph; looking for it there is slow and seldom needed.
    printed = "\n".join(found) if said else ""
    lost = next((s for s in said if s not in printed), None) if lost is None else lost
    if lost is not None:
        raise DamagedReportError(lost)


def _annex_texts(annexes: list[Annex]) -> Iterator[str]:
    """Everything that stands in the annexes, in printed order."""
    for annex in annexes:
        yield annex.number
        for piece in annex.pieces:
            if isinstance(piece, Grid):
                yield from (cell.text for row in (*piece.head, *piece.body) for cell in row)
            else:
                yield piece


def paragraphs_of(path: Path) -> Iterator[str]:
    """The text of every paragraph of the written file, read as a stream."""
    from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

    # Fed by hand: given the stream, the parser would ask for its path, which need not be text.
    parser = etree.XMLPullParser(("end",), tag=f"{_W}p")
    with zipfile.ZipFile(path) as package, package.open(MAIN) as main:
        while piece := main.read(_PIECE):
            parser.feed(piece)
            for _, paragraph in parser.read_events():
                yield "".join(t.text or "" for t in paragraph.iter(f"{_W}t"))
                paragraph.clear()


RENDERER = Renderer("docx", "bao-cao_{stem}.docx", render)
