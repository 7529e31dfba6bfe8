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

    A name without a value cannot print “None” or “nan”: `refuse_nothing` stops it where it stands.
    """
    found = set(_paragraphs(path))
    pieces = [piece for annex in annexes for piece in annex.pieces]
    lost = next((p for p in pieces if isinstance(p, str) and p not in found), None)
    for grid in (p for p in pieces if isinstance(p, Grid)):
        lost = lost or next((c.text for row in grid.body for c in row if c.text not in found), None)
    said = [s for name, lines in sentences.items() if name != DRAFT for s in lines if s not in found]
    # A template may print a sentence inside a longer paragraph; looking for it there is slow and seldom needed.
    printed = "\n".join(found) if said else ""
    lost = lost or next((s for s in said if s not in printed), None)
    if lost:
        raise DamagedReportError(lost)


def _paragraphs(path: Path) -> Iterator[str]:
    """The text of every paragraph of the written file, read as a stream."""
    from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

    with zipfile.ZipFile(path) as package, package.open(MAIN) as main:
        for _, paragraph in etree.iterparse(main, tag=f"{_W}p"):
            yield "".join(t.text or "" for t in paragraph.iter(f"{_W}t"))
            paragraph.clear()


RENDERER = Renderer("docx", "bao-cao_{stem}.docx", render)
