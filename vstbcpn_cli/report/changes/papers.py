"""“Bảng thay đổi số liệu”: the changes between two sets as a Word and as an Excel file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vstbcpn_cli.report.changes.model import Changes
from vstbcpn_cli.report.changes.sections import Section, sections
from vstbcpn_cli.report.changes.words import TITLE, set_words, summary
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.renderer import Renderer
from vstbcpn_cli.report.safe_workbook import Book
from vstbcpn_cli.report.word_template.properties import describe
from vstbcpn_cli.report.word_template.table_names import name_table
from vstbcpn_cli.runtime.deterministic_zip import repack

MARK = "vstbcpn-thay-doi"
"""Among the keywords of the file, by which the next run knows that it is no return."""
_IN_WORD, _IN_EXCEL = 8, 400
"""Units named beside a figure; a cell of a workbook holds more."""
_MILLIMETRES_A_LETTER = 2.0
_FONT, _SIZE, _SMALL = "Times New Roman", 13, 10.5


def render_workbook(changes: Changes, path: Path) -> None:
    """A cover that says what is compared, then one sheet for each list."""
    book = Book(path, title=TITLE, footer="Trang &P/&N", keywords=MARK)
    try:
        cover = book.sheet("Tóm tắt")
        cover.columns([110])
        cover.page()
        cover.words(TITLE, "title")
        for line in _head(changes):
            cover.words(line)
        for section in sections(changes, _IN_EXCEL):
            sheet = book.sheet(section.name)
            widths = [max(5, round(mm / _MILLIMETRES_A_LETTER)) for mm in section.widths]
            sheet.head(section.title, changes.new.title, [section.heads], widths, frozen=3)
            for told in section.lines:
                sheet.line([int(told[0]), *told[1:]])
            sheet.filtered()
    finally:
        book.close()
    repack(path)


def render_word(changes: Changes, path: Path) -> None:
    """One paper on its side, to lie behind an amended report."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = docx.Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(_SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(4)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(TITLE).bold = True
    for line in _head(changes):
        document.add_paragraph(flat(line))
    for number, section in enumerate(sections(changes, _IN_WORD), 1):
        head = document.add_paragraph()
        head.paragraph_format.keep_with_next = True
        head.add_run(f"{number}. {section.title}").bold = True
        _table(document, section, f"{number}. {section.title}")
    describe(document, TITLE, "", MARK)
    document.save(str(path))
    repack(path)


def _head(changes: Changes) -> list[str]:
    told = [changes.new.title, f"Bộ trước: {set_words(changes.old)}.", f"Bộ sau: {set_words(changes.new)}."]
    return [*told, *summary(changes)]


def _table(document: Any, section: Section, title: str) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    table = document.add_table(rows=1 + len(section.lines), cols=len(section.heads))
    table.style = "Table Grid"
    table.autofit = False
    name_table(table._tbl, flat(title), section.heads)  # noqa: SLF001 - the library has no name for the title of a table
    cells = table._cells  # noqa: SLF001 - asked for row by row, the library counts all of them again each time
    wide = len(section.heads)
    lines: list[tuple[str, ...]] = [section.heads, *section.lines]
    for n, line in enumerate(lines):
        for column, text in enumerate(line):
            cell = cells[n * wide + column]
            cell.width = Mm(section.widths[column])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(flat(text))
            run.font.size = Pt(_SMALL)
            run.bold = n == 0 or None
    first = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no name for a head that repeats
    first.append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - the same


PAPERS = {
    ".docx": Renderer("changes", "thay-doi_{stem}.docx", render_word),
    ".xlsx": Renderer("changes-lists", "thay-doi_{stem}.xlsx", render_workbook),
}
"""By the ending of the file that is asked for."""
