"""The scanner of the scorecard sees what acts: a row without findings must not mean a scanner without eyes."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.oxml import parse_xml
from openpyxl import Workbook

from tests.support.judges.read_outputs import acting

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_fields_and_links_of_word_are_seen(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("x")._p.append(parse_xml(f'<w:fldSimple xmlns:w="{_W}" w:instr="DATE"/>'))
    run = f'<w:r xmlns:w="{_W}"><w:instrText>DDEAUTO c:\\x</w:instrText></w:r>'
    document.add_paragraph("y")._p.append(parse_xml(run))
    document.part.relate_to("http://vi.du.example", "http://x/hyperlink", is_external=True)
    document.save(str(tmp_path / "a.docx"))
    assert sorted(acting(tmp_path)) == [
        "http://vi.du.example",
        "word/document.xml DDEAUTO c:\\x",
        "word/document.xml fldSimple",
    ]


def test_formulas_and_links_of_excel_are_seen(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "=1+1"
    sheet["A2"] = "=SUM(A1)"
    sheet["A3"] = "x"
    sheet["A3"].hyperlink = "http://vi.du.example"
    book.save(tmp_path / "a.xlsx")
    found = acting(tmp_path)
    assert "xl/worksheets/sheet1.xml =1+1" in found
    assert "http://vi.du.example" in found
    assert len(found) == 3


def test_formulas_of_csv_are_seen(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n-1,=1+1\n"x;@y"," +z"\n', encoding="utf-8-sig")
    assert len(acting(tmp_path)) == 3
