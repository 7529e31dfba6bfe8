"""The Word report: sentences into the office's template, annexes behind it, everything read back before it counts."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.count_names import says
from vstbcpn_cli.report.context.labels import Labels, load_labels
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.document.grid import Grid
from vstbcpn_cli.report.document.placed_objects import Chart, ShortTable
from vstbcpn_cli.report.renderer import Renderer, Report
from vstbcpn_cli.report.rows import full_label
from vstbcpn_cli.report.templates.render_sections import Sections, render_sections, section_names
from vstbcpn_cli.report.word.annexes import LANDSCAPE, Annex, add_annexes, add_mark, words_annex, write_annex
from vstbcpn_cli.report.word.charts import FOLDER as CHARTS
from vstbcpn_cli.report.word.charts import chart_texts
from vstbcpn_cli.report.word.figure_controls import Controls, marked
from vstbcpn_cli.report.word.place import Placed, place_blocks, with_looks, with_places
from vstbcpn_cli.report.word.sections import begin_anew, text_width
from vstbcpn_cli.report.word.styles import CELL_STYLE, STYLES
from vstbcpn_cli.report.word.tables import fitted, put_tables
from vstbcpn_cli.report.word.template_words import DRAFT, left_out, template_words
from vstbcpn_cli.report.word_template.active_content import refuse_active
from vstbcpn_cli.report.word_template.check import opened, texts
from vstbcpn_cli.report.word_template.fill import filled
from vstbcpn_cli.report.word_template.properties import describe
from vstbcpn_cli.report.word_template.read_back import MAIN, DamagedReportError, paragraphs_of
from vstbcpn_cli.runtime.deterministic_zip import package_bytes

if TYPE_CHECKING:
    from docx.document import Document

USUAL_SIZE = 11.0
"""Points of table text in a template that leaves it to the style below."""
KEPT_ROWS = 8
"""A table of the body with no more rows stands whole on a page; a longer one would leave half a page white."""


def render(report: Report, path: Path) -> None:
    """Writes the Word report; raises `ConfigurationError` for a template or sentence that cannot be used."""
    labels = load_labels(report.sentences)
    template = opened(report.word_template).docx
    assert template is not None
    hidden = frozenset() if report.for_officer else frozenset([DRAFT])
    sections = render_sections(report, labels, left_out(report, labels, list(texts(template))) | hidden)
    controls = Controls(partial(_figure_title, report, labels)) if report.for_officer else None
    words = template_words(report, labels, with_places(sections, marked if controls else str))
    document = filled(report.word_template, words, STYLES)
    if not report.trusted:
        refuse_active(document, report.word_template.name)
    with_looks(document)
    if controls is not None:
        controls.put_into(document)
    placed = place_blocks(document, sections.placed, labels, report.word_template.name)
    grids = [replace(p.block.grid, title=p.caption) for p in placed if isinstance(p.block, ShortTable)]
    shown = [replace(g, together=len(g.body) <= KEPT_ROWS) for g in grids]
    annexes = add_annexes(document, report, labels, len(shown))
    last = list(add_mark(document, report, labels))
    _properties(document, report, f"{report.consolidation.edition.title} {report.consolidation.coverage.period.title}")
    document.save(str(path))
    size = _cell_size(document)
    body = (fitted(g, text_width(document.sections[0]), size) for g in shown)
    tables = [*body, *_annex_grids(document, annexes, size)]
    _finish(path, tables, document.styles[CELL_STYLE].style_id, controls)
    _read_back(path, sections, [*_texts(placed, annexes), *last])
    _read_charts(path, [p.block for p in placed if isinstance(p.block, Chart)])


def _figure_title(report: Report, labels: Labels, code: str) -> str:
    return says(code) or labels.in_full(flat(full_label(report.consolidation.edition, code)))


def _cell_size(document: Document) -> float:
    """The points of table text, which the office may change in its template."""
    size = document.styles[CELL_STYLE].font.size
    return float(size.pt) if size is not None else USUAL_SIZE


def _annex_grids(document: Document, annexes: Sequence[Annex], size: float) -> Iterator[Grid]:
    """The tables of the annexes, each no wider than the pages of its own section."""
    sections = list(document.sections)[-len(annexes) :] if annexes else []
    for annex, section in zip(annexes, sections, strict=True):
        yield from (fitted(grid, text_width(section), size) for grid in annex.grids)


def render_words(report: Report, path: Path) -> None:
    """Writes what the units listed and said, word for word: pages of their own in the look of the office's template."""
    labels = load_labels(report.sentences)
    annex = words_annex(report, labels)
    words = template_words(report, labels, dict.fromkeys(section_names(report, labels), ()))
    document = filled(report.word_template, words, STYLES)
    if not report.trusted:
        refuse_active(document, report.word_template.name)
    begin_anew(document, landscape=annex.key in LANDSCAPE)
    write_annex(document, report, labels, annex, 0)
    _properties(document, report, f"{annex.number} {report.consolidation.coverage.period.name}")
    document.save(str(path))
    _finish(path, [*_annex_grids(document, [annex], _cell_size(document))], document.styles[CELL_STYLE].style_id)
    _read_back(path, Sections({}), list(_texts((), [annex])))


def _properties(document: Document, report: Report, title: str) -> None:
    # By the keywords the next run knows that it is no return.
    describe(document, title, report.issued_by.name, f"vstbcpn-bao-cao {report.stem}")


def _finish(path: Path, grids: list[Grid], style: str, controls: Controls | None = None) -> None:
    """Puts the tables in and writes the package so that the same content gives the same bytes."""
    with zipfile.ZipFile(path) as package:
        entries = {name: package.read(name) for name in package.namelist()}
    entries[MAIN] = put_tables(entries[MAIN], grids, style, controls)
    path.write_bytes(package_bytes(entries))


def _read_back(path: Path, sections: Sections, printed: Sequence[str]) -> None:
    """Reads the written file and makes sure that every sentence and every table cell is in it, unchanged.

    Tables are followed from the first cell of the body to the last of the annexes, so that a lost “0” is not found in
    another row. A name without a value cannot print “None” or “nan”: `refuse_nothing` stops it where it stands.
    """
    paragraphs = list(paragraphs_of(path))
    rest = iter(paragraphs)
    lost = next((text for text in printed if text not in rest), None)
    found = set(paragraphs)
    said = [s for name, lines in sections.paragraphs.items() if name != DRAFT for s in lines if s not in found]
    # A template may print a sentence inside a longer paragraph; looking for it there is slow and seldom needed.
    whole = "\n".join(found) if said else ""
    lost = next((s for s in said if s not in whole), None) if lost is None else lost
    if lost is not None:
        raise DamagedReportError(lost)


def _read_charts(path: Path, charts: Sequence[Chart]) -> None:
    """Makes sure that every name and every figure of the charts is in the written file."""
    from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

    with zipfile.ZipFile(path) as package:
        parts = [etree.fromstring(package.read(n)) for n in package.namelist() if n.startswith(f"{CHARTS}/bieu-do")]
    found = {text for part in parts for text in part.itertext()}
    lost = next((text for chart in charts for text in chart_texts(chart) if text not in found), None)
    if lost is not None:
        raise DamagedReportError(lost)


def _texts(placed: Sequence[Placed], annexes: Sequence[Annex]) -> Iterator[str]:
    """Every caption, note and cell of the tables, in printed order."""
    for one in placed:
        yield one.caption
        yield from _cells(one.block.grid) if isinstance(one.block, ShortTable) else ()
        yield from [one.block.note] if one.block.note else ()
    for annex in annexes:
        yield annex.number
        for piece in annex.pieces:
            yield from _cells(piece) if isinstance(piece, Grid) else (piece,)


def _cells(grid: Grid) -> Iterator[str]:
    yield from (line for row in (*grid.head, *grid.body) for cell in row for line in cell.text.split("\n"))


def _of_copy(copy: Copy) -> Callable[[Report, Path], None]:
    return lambda report, path: render(replace(report, copy=copy), path)


COPIES = {
    Copy.SIGNING: Renderer("docx", "bao-cao_{stem}.docx", _of_copy(Copy.SIGNING)),
    Copy.OFFICER: Renderer("officer", "bao-cao-can-bo_{stem}.docx", _of_copy(Copy.OFFICER)),
}
WORDS = Renderer("words", "danh-muc_{stem}.docx", render_words)
