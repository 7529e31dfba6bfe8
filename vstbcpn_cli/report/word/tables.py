"""Tables of the Word report, written as WordprocessingML.

An annex may hold a hundred thousand cells. They never become objects of the Word library: a table is kept as text and
put into the saved document, which takes a fraction of the time and memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.document.grid import Cell, Grid
from vstbcpn_cli.report.document.text import FigureOf, figures_in, runs_of, split
from vstbcpn_cli.report.word.figure_controls import Controls
from vstbcpn_cli.report.word_template.table_names import columns_told

if TYPE_CHECKING:
    from docx.document import Document

TWIPS_PER_MM = 56.6929
MM_PER_POINT = 25.4 / 72
PADDING = 2.4
"""Millimetres of a column that are no room for text: the margins and borders of its cells."""
BOLD = 1.08
"""How much wider the same word is in bold type."""
KEPT = 0.6
"""What a column keeps of its width at least when another needs room."""
_QUOTIENT = re.compile(r"(?<!\S)\(?[\d.]+/[\d.]+\)?(?!\S)")
_LINE_END = re.compile("\n")
_NARROW, _BROAD = ".,;:/()[]-–ijlft'I", "mwMW%…"
_PLACE = "vstbcpn-table"
"""The processing instruction that stands for a table until the document is saved; text never becomes one."""

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def fitted(grid: Grid, room: float, size: float) -> Grid:
    """The grid no wider than the text of its page, whose margins are the office's to choose.

    A column too narrow for its longest word or number, printed in `size` points, takes from those that have room; where
    they have too little, numbers in it break after a slash.
    """
    wide = sum(grid.widths)
    widths = tuple(w * min(1, room / wide) for w in grid.widths)
    for parted in (False, True):
        needed = [_longest(grid, n, size, parted=parted) for n in range(len(widths))]
        found = _shared_out(widths, needed, room)
        if found:
            return replace(grid, widths=found, size=size)
    return replace(grid, widths=widths, size=size)


def _shared_out(widths: Sequence[float], needed: Sequence[float], room: float) -> tuple[float, ...]:
    """Every column as wide as it needs, the others that much narrower; nothing where that would press them too hard."""
    wanted = [max(w, n) for w, n in zip(widths, needed, strict=True)]
    taken = max(0, sum(wanted) - room)
    spare = [max(0, w - max(n, w * KEPT)) for w, n in zip(widths, needed, strict=True)]
    if taken > sum(spare):
        return ()
    each = taken / sum(spare) if taken else 0
    return tuple(w - s * each for w, s in zip(wanted, spare, strict=True))


def _longest(grid: Grid, column: int, size: float, *, parted: bool) -> float:
    """About how many millimetres a column needs so that no word or number breaks inside, unless `parted` at a slash;
    cells over several columns break as they can."""
    least = (grid.widths[column] * KEPT - PADDING) / (0.9 * BOLD * size * MM_PER_POINT)  # shorter words are no matter
    long = re.compile(rf"\S{{{max(1, int(least))},}}")
    cells = {(word, cell.bold) for cell in _column(grid, column) for word in long.findall(cell.text)}
    parts = {(part, bold) for word, bold in cells for part in (_parts(word) if parted else (word,))}
    return PADDING + max((_breadth(part, size, bold=bold) for part, bold in parts), default=0)


def _column(grid: Grid, column: int) -> Iterator[Cell]:
    for row in (*grid.head, *grid.body):
        if len(row) == len(grid.widths):
            yield row[column]


def _parts(word: str) -> list[str]:
    """“(4.801/10.010)” → “(4.801/”, “10.010)”; a day or the number of a document stays whole."""
    if not _QUOTIENT.fullmatch(word):
        return [word]
    part, slash, whole = word.partition("/")
    return [part + slash, whole]


def _breadth(word: str, size: float, *, bold: bool) -> float:
    """Of Times New Roman, in millimetres."""
    ems = sum(0.33 if c in _NARROW else 0.9 if c in _BROAD else 0.72 if c.isupper() else 0.5 for c in word)
    return ems * size * MM_PER_POINT * (BOLD if bold else 1)


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS_PER_MM)


def table_xml(grid: Grid, style: str, controls: Controls | None = None) -> str:
    """The whole table; `style` is the id of the paragraph style of its cells, `controls` what goes round a figure."""
    columns = "".join(f'<w:gridCol w:w="{_twips(w)}"/>' for w in grid.widths)
    last = len(grid.body) - 1
    rows = [_row(cells, grid, style, controls, head=True, kept=last >= 0) for cells in grid.head]
    rows += [
        _row(cells, grid, style, controls, head=False, kept=n < last and _kept(grid, n))
        for n, cells in enumerate(grid.body)
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_twips(sum(grid.widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
        f"{_named(grid)}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _named(grid: Grid) -> str:
    """What the table is called and what is in it, for somebody who cannot see it."""
    held = columns_told(grid.columns)
    return f"<w:tblCaption w:val={quoteattr(grid.title)}/><w:tblDescription w:val={quoteattr(held)}/>"


def _kept(grid: Grid, row: int) -> bool:
    """Whether a row stays with the next: in a table kept whole, at its ends, and a line over all columns, which heads
    what follows."""
    return grid.together or row in (0, len(grid.body) - 2) or len(grid.body[row]) == 1 < len(grid.widths)


_LONGEST_WHOLE = 600
"""Characters in one cell of a row that stays on one page: a longer one leaves half a page white or has room on none."""


def _row(cells: Sequence[Cell], grid: Grid, style: str, controls: Controls | None, *, head: bool, kept: bool) -> str:
    at, made = 0, []
    for cell in cells:
        width = sum(grid.widths[at : at + cell.span])
        made.append(_cell(cell, width, grid.size, style, controls, head=head, kept=kept))
        at += cell.span
    long = any(len(cell.text) > _LONGEST_WHOLE for cell in cells)
    marks = ("" if long and not head else "<w:cantSplit/>") + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(made)}</w:tr>"


def _cell(
    cell: Cell, width: float, size: float, style: str, controls: Controls | None, *, head: bool, kept: bool
) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if head else ""
    align = "center" if cell.centre else "right" if cell.right else ""
    placed = ("<w:keepNext/>" if kept else "") + (f'<w:jc w:val="{align}"/>' if align else "")
    look = f'<w:pPr><w:pStyle w:val="{style}"/>{placed}</w:pPr>'
    lines = "".join(
        f"<w:p>{look}{_runs(line, cell, width, size, controls)}</w:p>" for line in split(cell.text, _LINE_END)
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{span}{merge}{shade}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{lines}</w:tc>"
    )


def _runs(text: str, cell: Cell, width: float, size: float, controls: Controls | None) -> str:
    """One run; with `controls` one for every figure, or for all of them where the line breaks inside."""
    face, whole, codes = "<w:rPr><w:b/></w:rPr>" if cell.bold else "", _text(text, cell, width, size), figures_in(text)
    if controls is None or not codes:
        return f"<w:r>{face}{whole}</w:r>"
    if "<w:br/>" in whole:
        return controls.around(f"<w:r>{face}{whole}</w:r>", codes[0])
    made = []
    for run in runs_of(text):
        plain = f'<w:r>{face}<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'
        made.append(controls.around(plain, run.meaning.code) if isinstance(run.meaning, FigureOf) else plain)
    return "".join(made)


def _text(text: str, cell: Cell, width: float, size: float) -> str:
    """The text on lines as Word breaks them, but for two figures wider than their column: they break at the slash."""
    found = _QUOTIENT.search(text) if cell.span == 1 else None
    if found is None or _breadth(found[0], size, bold=cell.bold) <= width - PADDING:
        return f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    slash = found.start() + found[0].index("/") + 1
    lines = (text[:slash], text[slash:])
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)


def add_place(document: Document, number: int) -> None:
    """Keeps a place for the table `number` at the end of the document."""
    end = document.element.body.sectPr
    assert end is not None
    for element in place(number):
        end.addprevious(element)


def place(number: int) -> tuple[Any, Any]:
    """The place of the table `number`, and a small paragraph after it so that two tables never grow together."""
    from docx.oxml import parse_xml
    from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

    after = f'<w:p {_NS}><w:pPr><w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
    return etree.ProcessingInstruction(_PLACE, str(number)), parse_xml(after)


def put_tables(main: bytes, grids: Sequence[Grid], style: str, controls: Controls | None = None) -> bytes:
    """The main part of the saved document with every table in its place."""
    made: list[bytes] = []
    for number, grid in enumerate(grids):
        before, found, main = main.partition(f"<?{_PLACE} {number}?>".encode())
        assert found, number
        made += [before, table_xml(grid, style, controls).encode()]
    return b"".join([*made, main])
