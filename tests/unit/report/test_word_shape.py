"""Whatever a tag takes out of the Word template, what is left is a document Word can open; else its place is told."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

from tests.support.seasons.report_cases import TEMPLATES, made_of, report_of
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.word.renderer import render
from vstbcpn_cli.report.word_template.restore_structure import make_whole

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
P = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
ROW = f"<w:tr><w:tc>{P}</w:tc></w:tr>"


def _document(xml: str) -> Any:
    """An empty document with blocks before its end."""
    document = docx.Document()
    for block in parse_xml(f"<w:body {NS}>{xml}</w:body>"):
        document.element.body.sectPr.addprevious(block)
    return document


def _body(document: Any) -> str:
    """The blocks as they are now, without names of vocabularies."""
    made = docx.Document(_saved(document)).element.body
    text = "".join(etree.tostring(b, encoding="unicode") for b in made if not b.tag.endswith("sectPr"))
    return " ".join(part for part in text.replace(">", "> ").split() if "xmlns" not in part).replace("> ", ">")


def _saved(document: Any) -> io.BytesIO:
    stream = io.BytesIO()
    document.save(stream)
    return stream


@pytest.mark.parametrize(
    ("left", "whole"),
    [
        ("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"),
        (
            f"<w:tbl><w:tr><w:tc><w:tbl>{ROW}</w:tbl></w:tc></w:tr></w:tbl>",
            f"<w:tbl><w:tr><w:tc><w:tbl>{ROW}</w:tbl><w:p/></w:tc></w:tr></w:tbl>",
        ),
        (f"<w:tbl><w:tr/>{ROW}</w:tbl>", f"<w:tbl>{ROW}</w:tbl>"),
        (f"<w:tbl><w:tr><w:trPr/></w:tr></w:tbl>{P}", P),
        (
            f"<w:tbl><w:tr><w:tc><w:tbl><w:tr/></w:tbl></w:tc></w:tr></w:tbl>{P}",
            f"<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>{P}",
        ),
        (f"<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>{P}", P),
        (f"<w:sdt><w:sdtContent><w:tbl><w:tr/></w:tbl></w:sdtContent></w:sdt>{P}", P),
        (
            f"<w:tbl><w:tr><w:tc><w:sdt><w:sdtContent>{P}</w:sdtContent></w:sdt></w:tc></w:tr></w:tbl>",
            f"<w:tbl><w:tr><w:tc><w:sdt><w:sdtContent>{P}</w:sdtContent></w:sdt></w:tc></w:tr></w:tbl>",
        ),
        (
            "<w:p><w:r><w:pict><w:txbxContent/></w:pict></w:r></w:p>",
            "<w:p><w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r></w:p>",
        ),
        ('<w:p w14:paraId="01"/><w:p w14:paraId="01"/>', '<w:p w14:paraId="01"/><w:p/>'),
    ],
)
def test_what_is_missing_is_put_back(left: str, whole: str) -> None:
    document = _document(left)
    make_whole(document, "mau.docx")
    assert _body(document) == _body(_document(whole))


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (f"<w:p>{P}</w:p>", "mau.docx, đoạn “x”: phần được in ra nằm sai chỗ."),
        (f"<w:p><w:r>{P}</w:r></w:p>", "mau.docx, đoạn “x”: phần được in ra nằm sai chỗ."),
        (f"<w:p>{ROW}</w:p>", "mau.docx, đoạn “x”: phần được in ra nằm sai chỗ."),
        ("<w:r><w:t>y</w:t></w:r>", "mau.docx, đoạn “y”: phần được in ra nằm sai chỗ."),
        (f"<w:tbl>{ROW}chữ rơi</w:tbl>", "mau.docx, đoạn “chữ rơi”: chữ được in ra nằm ngoài đoạn văn."),
        ("<w:tbl><w:tr>chữ rơi</w:tr></w:tbl>", "mau.docx, đoạn “chữ rơi”: chữ được in ra nằm ngoài đoạn văn."),
        ("<w:p><w:r>chữ rơi</w:r></w:p>", "mau.docx, đoạn “chữ rơi”: chữ được in ra nằm ngoài đoạn văn."),
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>',
            "mau.docx: có trường bị mất phần đầu hoặc phần cuối.",
        ),
        ('<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', "mau.docx: có trường bị mất phần đầu"),
    ],
)
def test_what_stands_where_it_cannot_be_is_told(left: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        make_whole(_document(left), "mau.docx")
    assert str(caught.value).startswith(said)


def test_headers_and_notes_are_made_whole_too(tmp_path: Path) -> None:
    document = docx.Document(str(TEMPLATES / "bao-cao.docx"))
    for paragraph in document.sections[0].header.paragraphs:
        paragraph._p.getparent().remove(paragraph._p)
    header = document.sections[0].header._element
    for text in ("{%p if false %}", "x", "{%p endif %}"):
        header.append(parse_xml(f"<w:p {NS}><w:r><w:t>{text}</w:t></w:r></w:p>"))
    document.save(str(tmp_path / "mau.docx"))
    render(report_of(made_of(()), template=tmp_path / "mau.docx"), tmp_path / "a.docx")
    written = docx.Document(str(tmp_path / "a.docx")).sections[0].header
    assert [p.text for p in written.paragraphs] == [""]
