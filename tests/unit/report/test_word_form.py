"""The form of the Word report against the table of Nghị định 30/2020/NĐ-CP, Phụ lục I, element by element."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.support.judges.word_form import Line, WordForm
from tests.support.seasons.report_cases import TEMPLATES, all_forms, made_of, report_of
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.word.renderer import COPIES, KEPT_ROWS, WORDS
from vstbcpn_cli.report.word.styles import HEADING, NOTE
from vstbcpn_cli.text.dates import long_date

PRESETS = {"nd30": TEMPLATES / "bao-cao.docx", "tt01": TEMPLATES / "bao-cao-tt01.docx"}
HEADS = {
    "ban": (["BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ"], "BC-BVSTBCPN", 68.0),
    "so": (["SỞ LAO ĐỘNG -", "THƯƠNG BINH VÀ XÃ HỘI"], "BC-SLĐTBXH", 56.0),
}
"""Lines of the name, symbol, and the width of the longest line at 12 pt (format guide, section 4)."""

BODY_SIZE = 13
"""Points of the letters of the text: what both decrees allow, and what eight pages have room for."""

MOTTO = 56.0
"""Millimetres of “Độc lập - Tự do - Hạnh phúc” at 13 pt, bold."""


@dataclass(frozen=True)
class Paper:
    """One written report: who issues it, by which rules, and what it looks like."""

    issuer: str
    preset: str
    form: WordForm
    officer: WordForm
    words: WordForm


@pytest.fixture(scope="module", params=[(i, p) for i in HEADS for p in PRESETS], ids="-".join)
def paper(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Paper:
    issuer, preset = request.param
    found = all_forms("6t")[0].values["T6.05"]
    fault = Finding("VS503", "stock-jumped", Severity.WARNING, "Tăng.", "Đề nghị xem.", Place(found.cell, found.key))
    made = made_of(all_forms("6t")[:2], findings={all_forms("6t")[0].unit: (fault,)})
    report = report_of(made, issuer=issuer, template=PRESETS[preset], report_date=dt.date(2011, 6, 9))
    folder, forms = tmp_path_factory.mktemp(issuer), []
    for kind in (COPIES[Copy.SIGNING], COPIES[Copy.OFFICER], WORDS):
        kind.render(report, folder / f"{kind.name}-{preset}.docx")
        forms.append(WordForm(folder / f"{kind.name}-{preset}.docx"))
    return Paper(issuer, preset, *forms)


def _faces(line: Line) -> set[tuple[float, bool, bool]]:
    return {(r.size, r.bold, r.italic) for r in line.runs}


def _column(line: Line) -> int:
    return [c for c in line.row if c.tag == qn("w:tc")].index(line.cell)


def _width(cell: Any) -> float:
    return float(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w"))) * 25.4 / 1440


def _rule(line: Line) -> float:
    """The length of the line drawn in the paragraph after this one, in millimetres."""
    after = next(line.element.itersiblings(qn("w:p")))
    drawn = Line(after, line.form)
    assert drawn.border
    assert drawn.text == ""
    assert drawn.spacing[0] == "exact"
    left, right, _ = drawn.indent
    assert abs(left - right) < 0.5
    room = _width(line.cell) if line.cell is not None else 165
    return room - left - right


def test_paper_and_margins(paper: Paper) -> None:
    body = paper.form.document.sections[0]
    edges = (
        body.page_width,
        body.page_height,
        body.top_margin,
        body.bottom_margin,
        body.left_margin,
        body.right_margin,
    )
    assert [round(e.mm) for e in edges if e] == [210, 297, 20, 20, 30, 15]
    assert body._sectPr.find(qn("w:titlePg")) is not None


def test_national_title_and_motto(paper: Paper) -> None:
    title, motto = paper.form.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), paper.form.line("Độc lập - Tự do - Hạnh phúc")
    for line, size in ((title, 12), (motto, 13)):
        assert _faces(line) == {(size, True, False)}
        assert (line.align, _column(line)) == ("center", 1)
    assert abs(_rule(motto) - MOTTO) < 1
    # At 12 pt the title needs 88 mm, or Word breaks it.
    assert _width(title.cell) > 88.5
    assert next(motto.element.itersiblings(preceding=True)) is title.element


def test_names_of_the_bodies(paper: Paper) -> None:
    names, _, wide = HEADS[paper.issuer]
    parent = paper.form.line("UBND TỈNH LẠNG SƠN")
    assert _faces(parent) == {(12, False, False)}
    assert (parent.align, _column(parent)) == ("center", 0)
    lines = [paper.form.line(name) for name in names]
    for line in lines:
        assert line.text.isupper()
        assert line.text in names
        assert _faces(line) == {(12, True, False)}
        assert (line.align, _column(line)) == ("center", 0)
    assert wide / 3 <= _rule(lines[-1]) <= wide / 2
    assert wide < _width(lines[-1].cell)


def test_header_table_keeps_its_widths(paper: Paper) -> None:
    table = next(paper.form.line("UBND").element.iterancestors(qn("w:tbl")))
    properties = table.find(qn("w:tblPr"))
    assert properties.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
    grid = [round(float(c.get(qn("w:w"))) * 25.4 / 1440) for c in table.iter(qn("w:gridCol"))]
    assert grid == [round(_width(c)) for c in table.iter(qn("w:tc"))] == [71, 94]


def test_number_symbol_place_and_date(paper: Paper) -> None:
    number, place = paper.form.line("Số:"), paper.form.line("Lạng Sơn, ngày ")
    assert number.text.replace("\u00a0", "") == f"Số:/{HEADS[paper.issuer][1]}"
    assert place.text == "Lạng Sơn, ngày 09 tháng 6 năm 2011"
    assert (_faces(number), _faces(place)) == ({(13, False, False)}, {(13, False, True)})
    assert (number.align, place.align) == ("center", "center")
    assert number.row is place.row
    assert (_column(number), _column(place)) == (0, 1)


def test_day_below_ten_and_the_first_two_months_take_a_zero() -> None:
    assert long_date(dt.date(2012, 2, 5)) == "ngày 05 tháng 02 năm 2012"
    assert long_date(dt.date(2012, 3, 10)) == "ngày 10 tháng 3 năm 2012"


def test_type_and_subject(paper: Paper) -> None:
    kind, subject = paper.form.line("BÁO CÁO"), paper.form.line("Kết quả hoạt động bình đẳng giới")
    for line in (kind, subject):
        assert _faces(line) == {(14, True, False)}
        assert line.align == "center"
        assert line.keep_next
    # The longer line of the subject is about 122 mm.
    assert 122 / 3 <= _rule(paper.form.line("6 tháng đầu năm 2011, nhiệm vụ")) <= 122 / 2


def test_addressees(paper: Paper) -> None:
    to, first, last = (paper.form.line(t) for t in ("Kính gửi:", "- Ủy ban nhân dân tỉnh;", "- Bộ Lao động"))
    assert {face for line in (to, first, last) for face in _faces(line)} == {(14, False, False)}
    assert to.row is first.row is last.row
    assert last.text.endswith(".")


def _body(paper: Paper) -> Iterator[Line]:
    """The paragraphs between the addressees and the signature, without tables, captions, notes and charts."""
    lines = paper.form.lines
    start = next(n for n, line in enumerate(lines) if line.text.startswith("Thực hiện"))
    end = next(n for n, line in enumerate(lines) if line.text.startswith("Nơi nhận"))
    apart = {paper.form.document.styles[style].style_id for style in (HEADING, NOTE)}
    for line in lines[start:end]:
        if line.text and line.cell is None and line.element.pPr.pStyle.get(qn("w:val")) not in apart:
            yield line


def test_parts_and_clauses(paper: Paper) -> None:
    part, clause = paper.form.line("I. CÔNG TÁC"), paper.form.line("1. Xây dựng kế hoạch")
    for line in (part, clause):
        assert _faces(line) == {(BODY_SIZE, True, False)}
        assert line.keep_next
        assert 10 <= line.indent[2] <= 12.75
    assert part.text.isupper()
    assert not clause.text.isupper()
    numbers = [line.text.partition(".")[0] for line in _body(paper) if line.text.isupper()]
    assert numbers == ["I", "II", "III", "IV", "V"]


def test_sentences(paper: Paper) -> None:
    lines = [line for line in _body(paper) if not next(line.runs).bold]
    assert len(lines) > 20
    for line in lines:
        assert _faces(line) == {(BODY_SIZE, False, False)}, line.text
        assert line.align == "both"
        assert 10 <= line.indent[2] <= 12.75
        assert line.after >= 6
        assert line.widow_control
        rule, size = line.spacing
        # Nghị định 30/2020/NĐ-CP; Thông tư 01/2011/TT-BNV also takes an exact height from 15 pt.
        assert 1 <= size <= 1.5 if rule == "auto" else (paper.preset == "tt01" and size >= 15)
    assert lines[-1].text.endswith("./.")
    assert lines[-1].keep_next
    assert all(line.keep_next for line in lines if line.text.endswith(":"))


def test_distribution_and_signature(paper: Paper) -> None:
    label = paper.form.line("Nơi nhận:")
    assert _faces(label) == {(12, True, True)}
    block = paper.form.lines_of(label.row)
    copies = [line for line in block if line.text.startswith("- ")]
    assert [_faces(line) for line in copies] == [{(11, False, False)}] * len(copies)
    assert all(line.text.endswith(";") for line in copies[:-1])
    assert copies[-1].text.startswith("- Lưu: VT")
    assert copies[-1].text.endswith(".")
    signed = [line for line in block if line.cell is not label.cell and line.text]
    authority = ["TM. BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"]
    capacity = ["GIÁM ĐỐC SỞ LAO ĐỘNG -", "THƯƠNG BINH VÀ XÃ HỘI"]
    name = "(Họ và tên)"
    whole = [*authority, *capacity, name] if paper.issuer == "ban" else ["GIÁM ĐỐC", name]
    assert [line.text for line in signed] == whole
    for line in signed:
        (face,) = _faces(line)
        assert 13 <= face[0] <= 14
        assert face[1:] == (True, False)
        assert line.align == "center"
    assert (_column(label), _column(signed[0])) == (0, 1)
    # Together on one page, with room to sign.
    assert all(line.keep_next for line in block)
    assert label.row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
    blank = [line for line in block if line.cell is not label.cell and not line.text]
    assert len(blank) >= 4


def test_annexes(paper: Paper) -> None:
    numbers = [line for line in paper.form.lines if line.text in ("Phụ lục I", "Phụ lục II", "Phụ lục III")]
    assert [line.text for line in numbers] == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    for line in numbers:
        title, attached = (Line(e, paper.form) for e in list(line.element.itersiblings(qn("w:p")))[:2])
        assert _faces(line) == {(14, True, False)}
        assert title.text.isupper()
        assert _faces(title) == {(14, True, False)}
        symbol = HEADS[paper.issuer][1]
        assert attached.text.startswith(f"(Kèm theo Báo cáo số …/{symbol} ngày … tháng … năm 2011 của ")
        assert _faces(attached) == {(13, False, True)}
        assert {e.align for e in (line, title, attached)} == {"center"}
        assert all(e.keep_next for e in (line, title, attached))


def test_a_section_ends_in_no_line_of_its_own(paper: Paper) -> None:
    """Behind a table that fills its page an empty line would take a page of its own."""
    ends = [p for p in paper.form.document.paragraphs if p._p.pPr is not None and p._p.pPr.sectPr is not None]
    assert len(ends) == len(paper.form.document.sections) - 1
    for end in ends:
        assert (end.text, end.paragraph_format.line_spacing) == ("", Pt(1))
        assert end._p.getprevious().tag == qn("w:tbl") or end._p.getprevious().findall(qn("w:r"))


def test_page_numbers(paper: Paper) -> None:
    sections = list(paper.form.document.sections)
    kinds = ("header", "footer")
    where = {"nd30": ("header", "center"), "tt01": ("footer", "right")}[paper.preset]
    assert len(sections) == 1 + sum(line.text.startswith("Phụ lục ") and line.cell is None for line in paper.form.lines)
    for number, section in enumerate(sections):
        for kind in kinds:
            assert not getattr(section, kind).is_linked_to_previous
            first = getattr(section, f"first_page_{kind}")
            assert not first.is_linked_to_previous
            assert not list(first._element.iter(qn("w:instrText")))
            fields = list(getattr(section, kind)._element.iter(qn("w:instrText")))
            assert [f.text.strip() for f in fields] == (["PAGE"] if kind == where[0] else [])
        line = paper.form.lines_of(getattr(section, where[0])._element)[0]
        assert line.align == where[1]
        assert _faces(line) == {(14, False, False)}
        assert section.different_first_page_header_footer
        start = section._sectPr.find(qn("w:pgNumType"))
        assert (start.get(qn("w:start")) if number else start) == ("1" if number else None)


def test_wide_annexes_lie_across_with_the_binding_edge_above(paper: Paper) -> None:
    assert _across(paper.form) == [False, False, True, True]
    assert _across(paper.officer) == [False, False, True, True, False]
    assert _across(paper.words) == [True]


def _across(form: WordForm) -> list[bool]:
    """Which sections lie across, their edges made sure of."""
    across = []
    for section in form.document.sections:
        wide = section._sectPr.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape"
        edges = (section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin)
        shape = [round(e.mm) for e in edges if e]
        assert shape == ([297, 210, 30, 20, 20] if wide else [210, 297, 20, 30, 15])
        across.append(wide)
    return across


def test_tables_of_the_annexes(paper: Paper) -> None:
    starts = [(paper.form, "Phụ lục I", 6), (paper.officer, "Phụ lục I", 7), (paper.words, "Tập danh mục", 2)]
    for form, start, least in starts:
        head = next(line for line in form.lines if line.text == start)
        tables = list(head.element.itersiblings(qn("w:tbl")))
        assert len(tables) >= least, start
        _hold_their_form(tables, form)


def _hold_their_form(tables: list[Any], form: WordForm) -> None:
    for table in tables:
        rows = list(table.iter(qn("w:tr")))
        repeated = [r.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for r in rows]
        assert repeated[0]
        assert repeated == sorted(repeated, reverse=True)
        assert all(r.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for r in rows)
        assert table.find(f"{qn('w:tblPr')}/{qn('w:tblLayout')}").get(qn("w:type")) == "fixed"
        assert {r.size for line in form.lines_of(table) for r in line.runs} <= {11, 12, 13}


def test_short_tables_stand_whole_under_their_captions_and_long_ones_run_on(paper: Paper) -> None:
    captions = [line for line in paper.form.lines if line.text.startswith("Bảng ")]
    assert captions
    for caption in captions:
        assert caption.keep_next
        assert caption.align == "center"
        table = next(caption.element.itersiblings())
        assert table.tag == qn("w:tbl")
        rows = list(table.iter(qn("w:tr")))
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        *kept, last = [{line.keep_next for line in paper.form.lines_of(row)} for row in rows]
        assert last == {False}
        assert (kept[0], kept[1], kept[-1]) == ({True}, {True}, {True})
        assert all(k == {len(rows) <= KEPT_ROWS + 1} for k in kept[2:-1])


def test_every_letter_is_black_times_new_roman_vietnamese(paper: Paper) -> None:
    runs = [run for line in paper.form.lines for run in line.runs]
    assert {font for run in runs for font in run.fonts} == {"Times New Roman"}
    assert {run.colour for run in runs} == {"000000"}
    assert {run.language for run in runs} == {"vi-VN"}
    for style in paper.form._styles.values():
        for fonts in style.iter(qn("w:rFonts")):
            assert set(fonts.attrib.values()) == {"Times New Roman"}
        assert {c.get(qn("w:val")) for c in style.iter(qn("w:color"))} <= {"000000"}


def test_texts_are_composed_and_rules_are_drawn(paper: Paper) -> None:
    for line in paper.form.lines:
        assert unicodedata.is_normalized("NFC", line.text)
        assert "__" not in line.text
        assert "…………" not in line.text
