"""What the office may not do to sentences, labels and the Word template: refused with file, place and nearest name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from tests.support.seasons.report_cases import TEMPLATES, all_forms, body_of, made_of, report_of, texts_of
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.document.grid import Cell, Grid, heads
from vstbcpn_cli.report.document.placed_objects import ShortTable
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.templates import render_sections
from vstbcpn_cli.report.templates.vocabulary import vocabulary
from vstbcpn_cli.report.word import renderer as docx_report
from vstbcpn_cli.report.word.annexes import LANDSCAPE, annexes_of
from vstbcpn_cli.report.word.renderer import COPIES, render
from vstbcpn_cli.report.word.styles import HEADING
from vstbcpn_cli.report.word.tables import fitted, put_tables, table_xml
from vstbcpn_cli.report.word_template.read_back import DamagedReportError


@pytest.mark.parametrize(
    ("sentence", "place", "name", "hint"),
    [
        ('{{ so("T605").chu }}', "report/t6.j2, dòng 2", "T605", "T6.05"),
        ("{{ ngay_bao_caoo }}", "report/t6.j2, dòng 2", "ngay_bao_caoo", ""),
        ("{{ don_vj.tong }}", "report/t6.j2, dòng 2", "don_vj", "don_vi"),
        ('{{ so("T6.05").chuu }}', "report/t6.j2, dòng 2", "chuu", "chu"),
        ('{{ danh_sach("T2.01", "Chua kiện toàn") }}', "report/t6.j2, dòng 2", "Chua kiện toàn", "Chưa kiện toàn"),
        ('{{ dem_bang("T1.B1", "loại") }}', "report/t6.j2, dòng 2", "loại", "loai"),
        ("{% for r in dong('T6.B9') %}{{ r }}{% endfor %}", "report/t6.j2, dòng 2", "T6.B9", ""),
    ],
)
def test_unknown_name_in_a_sentence_stops_the_report(
    tmp_path: Path, sentence: str, place: str, name: str, hint: str
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    (templates / "report" / "t6.j2").write_text("Câu đầu.\n" + sentence + "\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        render(report_of(made_of(all_forms("6t")[:1]), templates=templates), tmp_path / "a.docx")
    assert str(caught.value).startswith(place)
    assert f"“{name}”" in str(caught.value)
    if hint:
        assert f"“{hint}”" in str(caught.value)
    assert not (tmp_path / "a.docx").exists()


@pytest.mark.parametrize("sentence", ['{{ so("T6.05") }}', '{{ so("T4.M2.CD01.tong").gia_tri }}', "{{ kien_nghi }}"])
def test_a_thing_without_printed_form_stops_the_report(tmp_path: Path, sentence: str) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    (templates / "report" / "t6.j2").write_text(sentence, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"report/t6\.j2, dòng 1, đoạn “[^”]*”: chỗ này không có gì để in"):
        render(report_of(made_of(all_forms("6t")[:1]), templates=templates), tmp_path / "a.docx")


def test_syntax_fault_in_a_sentence_names_file_and_line(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    (templates / "report" / "_cau.j2").write_text("một\n{% if x %}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"report/_cau\.j2, dòng 2, đoạn “[^”]*”: sai cú pháp mẫu câu"):
        render(report_of(made_of(all_forms("6t")[:1]), templates=templates), tmp_path / "a.docx")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ tieu_dee }}", "mau.docx, đoạn “{{ tieu_dee }}”: không có tên “tieu_dee”. Tên gần giống nhất: “tieu_de”."),
        ("{{ ky.tenn }}", "mau.docx, đoạn “{{ ky.tenn }}”: không có tên “tenn”. Tên gần giống nhất: “ten”."),
        ("{% if du_thao %}", "mau.docx, đoạn “{% if du_thao %}”: thẻ chưa có thẻ đóng."),
        ("Và {% endif %}", "mau.docx, đoạn “Và {% endif %}”: thẻ “{% endif %}” không có thẻ mở tương ứng."),
        ("{%p else %}", "mau.docx, đoạn “{%p else %}”: thẻ “{%p else %}” không có thẻ mở tương ứng."),
        ("Kỳ {{ ky. }}", "mau.docx, đoạn “Kỳ {{ ky. }}”: sai cú pháp thẻ “{{ ky. }}”."),
        (
            "Tổng {{ 1 / 0 }} & hết",
            "mau.docx, đoạn “Tổng {{ 1 / 0 }} & hết”: không thực hiện được phép tính hoặc lời gọi",
        ),
        ("Còn {{ none }}.", "mau.docx, đoạn “Còn {{ none }}.”: chỗ này không có gì để in."),
        ("Ngoài {{ d }}", "mau.docx, đoạn “Ngoài {{ d }}”: không có tên “d”."),
        ("Còn { { tieu_de }}", "mau.docx, đoạn “Còn { { tieu_de }}”: thừa hoặc thiếu nửa thẻ “{ {”."),
    ],
)
def test_unknown_name_in_the_word_template_stops_the_report(tmp_path: Path, text: str, message: str) -> None:
    document = docx.Document(str(TEMPLATES / "bao-cao.docx"))
    document.add_paragraph(text)
    document.save(str(tmp_path / "mau.docx"))
    with pytest.raises(ConfigurationError) as caught:
        render(report_of(made_of(all_forms("6t")[:1]), template=tmp_path / "mau.docx"), tmp_path / "a.docx")
    assert str(caught.value).startswith(message)


def test_word_template_without_a_style_the_annexes_need(tmp_path: Path) -> None:
    document = docx.Document(str(TEMPLATES / "bao-cao.docx"))
    document.styles["VB Ô bảng"].delete()
    document.save(str(tmp_path / "mau.docx"))
    with pytest.raises(ConfigurationError, match=r"mau\.docx: thiếu kiểu chữ “VB Ô bảng”"):
        render(report_of(made_of(all_forms("6t")[:1]), template=tmp_path / "mau.docx"), tmp_path / "a.docx")


def test_a_section_of_the_office_keeps_its_pages_and_their_numbers(tmp_path: Path) -> None:
    document = docx.Document(str(TEMPLATES / "bao-cao.docx"))
    document.add_section()
    document.save(str(tmp_path / "mau.docx"))
    path = tmp_path / "a.docx"
    render(report_of(made_of(all_forms("6t")[:1]), template=tmp_path / "mau.docx"), path)
    sections = list(docx.Document(str(path)).sections)
    annexes = [t for t in texts_of(path) if re.fullmatch("Phụ lục [IVX]+", t)]
    assert len(sections) == 2 + len(annexes)
    assert all([t.text for t in s.header._element.iter(qn("w:instrText"))] == [" PAGE "] for s in sections)


def test_template_that_is_no_word_file(tmp_path: Path) -> None:
    (tmp_path / "mau.docx").write_text("không phải tệp Word", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"mau\.docx: không mở được mẫu Word"):
        render(report_of(made_of(all_forms("6t")[:1]), template=tmp_path / "mau.docx"), tmp_path / "a.docx")


@pytest.mark.parametrize("text", ["kieu = 1\n", "[kieu\n"])
def test_labels_that_cannot_be_used(tmp_path: Path, text: str) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    (templates / "report" / "nhan.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"report/nhan\.toml(: thiếu khóa|, dòng 1, ký tự thứ 6: sai cú pháp)"):
        render(report_of(made_of(all_forms("6t")[:1]), templates=templates), tmp_path / "a.docx")


def test_a_label_with_a_name_that_is_not_there(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    labels = templates / "report" / "nhan.toml"
    text = labels.read_text(encoding="utf-8").replace("Bảng {so}.", "Bảng {soo}.")
    labels.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"nhan\.toml: khóa “trong_bai\.bang” .* chỉ dùng {so}, {ten}"):
        render(report_of(made_of(all_forms("6t")[:12]), templates=templates), tmp_path / "a.docx")


def test_every_table_fits_its_page() -> None:
    report = report_of(made_of(all_forms("nam")[:3], "nam"))
    for annex in annexes_of(report, load_labels([TEMPLATES / "report"])):
        for grid in (p for p in annex.pieces if isinstance(p, Grid)):
            assert sum(grid.widths) <= (257 if annex.key in LANDSCAPE else 165), annex.key
            assert all(sum(c.span for c in row) == len(grid.widths) for row in (*grid.head, *grid.body))


def _two(unit: float, text: str, *, room: float = 100) -> Grid:
    body = [(Cell("Văn phòng Ủy ban"), Cell(text, bold=True))]
    return fitted(Grid((unit, 12.0), (heads(["Đơn vị", "%"]),), body), room, 11)


def test_a_column_is_as_wide_as_its_longest_number_and_the_page_no_wider() -> None:
    for text, least in (("47,96", 12.0), ("131.363", 14.8), ("47,96 (4.801/10.010)", 26.0)):
        names, figures = _two(88, text).widths
        assert names + figures <= 100.001
        assert least <= figures < least + 3, text


def test_a_number_that_finds_no_room_breaks_at_its_slash_and_stays_itself() -> None:
    grid = _two(30, "47,96 (4.801/10.010)", room=42)
    assert 14 < grid.widths[1] < 18
    written = table_xml(grid, "VB")
    shown = '<w:t xml:space="preserve">47,96 (4.801/</w:t><w:br/><w:t xml:space="preserve">10.010)</w:t>'
    assert shown in written
    assert "<w:br/>" not in table_xml(_two(88, "47,96 (4.801/10.010)"), "VB")
    for text in ("25/BC-VPĐĐBQHVHĐNDT ngày 08/6/2011", "31/12/2011 (t)"):
        kept = _two(20, text, room=32)
        assert kept.widths == (20, 12)  # nothing helps: as it was
        assert "<w:br/>" not in table_xml(kept, "VB")


def test_a_line_that_heads_others_stays_with_them() -> None:
    lines: list[tuple[Cell, ...]] = [(Cell(str(n)), Cell("x")) for n in range(8)]
    lines[4] = (Cell("Kiến nghị: Bộ", span=2),)
    rows = table_xml(Grid((10.0, 10.0), (heads(["a", "b"]),), lines), "VB").split("<w:tr>")[2:]
    assert ["<w:keepNext/>" in row for row in rows] == [True, False, False, False, True, False, True, False]


def test_renderer_is_named() -> None:
    stem = report_of(made_of(all_forms("6t")[:1])).stem
    signed = COPIES[Copy.SIGNING]
    assert (signed.name, signed.file_name.format(stem=stem)) == ("docx", "bao-cao_2011-6t.docx")


def _short_table(text: str = "A & <B>") -> ShortTable:
    return ShortTable("Kinh phí theo nguồn", Grid((60.0, 40.0), (heads(("Nguồn", "Số")),), [(Cell(text), Cell("1,5"))]))


def _with_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sentence: str, table: ShortTable) -> Report:
    """A report whose section T6 is one sentence file that may print `thu`."""
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    (templates / "report" / "t6.j2").write_text(sentence, encoding="utf-8")
    names = vocabulary
    monkeypatch.setattr(render_sections, "vocabulary", lambda *a: {**names(*a), "thu": lambda: table})
    return report_of(made_of(all_forms("6t")[:1]), templates=templates)


def test_a_sentence_file_places_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "Trước bảng.\n{{ thu() }}\nGiữa.\n{{ thu() }}\nSau bảng."
    render(_with_sentence(tmp_path, monkeypatch, sentence, _short_table()), tmp_path / "a.docx")
    body = body_of(tmp_path / "a.docx")
    start = body.index("Trước bảng.")
    caption, cells = "Kinh phí theo nguồn", ["Nguồn", "Số", "A & <B>", "1,5", ""]
    numbers = [t.split(".")[0] for t in body[start:] if t.endswith(caption)]
    first, second = (f"{number}. {caption}" for number in numbers)
    assert body[start : start + 15] == ["Trước bảng.", first, *cells, "Giữa.", second, *cells, "Sau bảng."]
    found = docx.Document(str(tmp_path / "a.docx"))
    assert next(p for p in found.paragraphs if p.text == first).paragraph_format.keep_with_next is None
    assert found.styles[HEADING].paragraph_format.keep_with_next


def test_a_table_without_rows_prints_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = ShortTable("Kinh phí", Grid((60.0,), (heads(("Nguồn",)),), []))
    render(_with_sentence(tmp_path, monkeypatch, "Trước.\n{{ thu() }}\nSau.", empty), tmp_path / "a.docx")
    body = body_of(tmp_path / "a.docx")
    assert body[body.index("Trước.") + 1] == "Sau."


@pytest.mark.parametrize(
    "sentence", ["Theo nguồn: {{ thu() }}", "{% filter doan %}\nTheo nguồn:\n{{ thu() }}\n{% endfilter %}"]
)
def test_a_table_among_words_stops_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^report/t6\.j2, đoạn “Theo nguồn:”: bảng, biểu đồ nằm giữa câu"):
        render(_with_sentence(tmp_path, monkeypatch, sentence, _short_table()), tmp_path / "a.docx")


def test_a_word_template_that_leaves_no_room_for_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = docx.Document(str(TEMPLATES / "bao-cao.docx"))
    for text in ("{%p for d in t6 %}", "– {{ d }}", "{%p endfor %}"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "mau.docx"))
    report = replace(
        _with_sentence(tmp_path, monkeypatch, "{{ thu() }}", _short_table()), template=tmp_path / "mau.docx"
    )
    with pytest.raises(ConfigurationError, match=r"^mau\.docx, đoạn “–”: trong mục này có bảng, biểu đồ"):
        render(report, tmp_path / "a.docx")


def test_a_cell_the_document_lost_is_a_fault_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = _with_sentence(tmp_path, monkeypatch, "{{ thu() }}", _short_table("Ô của bảng"))
    monkeypatch.setattr(
        docx_report, "put_tables", lambda *a: put_tables(*a).replace("Ô của bảng".encode(), "Ô bảng".encode())
    )
    with pytest.raises(DamagedReportError, match="Ô của bảng"):
        render(report, tmp_path / "a.docx")
