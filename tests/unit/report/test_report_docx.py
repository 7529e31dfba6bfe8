"""The Word report: what it says with full, partial and hardly any data, and what it refuses."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.support.forms.plausible import Answers, everyone
from tests.support.judges.word_text import plain_document
from tests.support.seasons.random_seasons import previous_of
from tests.support.seasons.report_cases import (
    TEMPLATES,
    all_forms,
    body_of,
    edition,
    form_of,
    made_of,
    register,
    report_of,
    texts_of,
)
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.context.text_safety import own_words, printed, without_bullet
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.word import renderer as docx_report
from vstbcpn_cli.report.word.annex_lists import list_grids, open_points_grid
from vstbcpn_cli.report.word.renderer import render, render_words
from vstbcpn_cli.report.word.tables import put_tables
from vstbcpn_cli.report.word_template.read_back import DamagedReportError

HOSTILE = ("A&B", "x < 5 và y > 6", "<w:p>", "</w:t>", "{{ 7*7 }}", "{% raw %}", "{_{ 7*7 }_}", "{# ẩn #}", "100%}")


def officer_texts(report: Report, path: Path) -> list[str]:
    """Every paragraph of the officer's copy, in tables too."""
    render(replace(report, copy=Copy.OFFICER), path)
    return texts_of(path)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("full") / "bao-cao.docx"
    render(report_of(made_of(all_forms("6t"))), path)
    return path


@pytest.fixture(scope="module")
def yearly() -> Report:
    """Twelve units have sent nothing, two were late; the year before is known."""
    made = made_of(all_forms("nam")[:58], "nam", received={"so-y-te": dt.date(2011, 12, 12)})
    before = previous_of(
        made_of(tuple(everyone(edition(), register(), edition().periods["nam"], "2010")), "nam"), "nam"
    )
    return report_of(made, previous=before, report_date=dt.date(2011, 12, 12))


@pytest.fixture(scope="module")
def annual(yearly: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("annual") / "bao-cao.docx"
    render(yearly, path)
    return path


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("single") / "bao-cao.docx"
    render(report_of(made_of(tuple(s for s in all_forms("6t") if s.unit == "so-y-te"))), path)
    return path


@pytest.fixture(scope="module")
def unfilled() -> Report:
    """One form came back with nothing in it."""

    def wipe(answers: Answers) -> None:
        answers.values.clear()
        answers.tables.clear()
        answers.nil_tables.clear()
        answers.reasons.clear()

    return report_of(made_of((form_of("so-y-te", wipe),)))


@pytest.fixture(scope="module")
def blank(unfilled: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("blank") / "bao-cao.docx"
    render(unfilled, path)
    return path


@pytest.fixture(scope="module")
def nil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One form came back with zeros, Không and “Không có” everywhere."""

    def empty(answers: Answers) -> None:
        for code, value in answers.values.items():
            if isinstance(value, bool):
                answers.values[code] = False
            elif isinstance(value, int | Decimal) and not code.startswith("M."):
                answers.values[code] = 0
        answers.nil_tables.update(answers.tables)
        answers.tables.clear()

    path = tmp_path_factory.mktemp("nil") / "bao-cao.docx"
    render(report_of(made_of((form_of("huyen-cao-loc", empty),))), path)
    return path


@pytest.mark.parametrize("name", ["full", "annual", "single", "blank", "nil"])
def test_sentences_are_whole_whatever_is_lacking(name: str, request: pytest.FixtureRequest) -> None:
    for text in body_of(request.getfixturevalue(name)):
        where = text[:200]
        assert not re.search(
            r"  | [,.;:)]|\( |\(\)|\{\{|\}\}|\{%|%\}|\bNone\b|\bnan\b|\bTrue\b|\bFalse\b|\.\.|,,|;;|;\.", text
        ), where
        assert not re.search(r"\b0 (cuộc|lớp|người|lượt|văn bản|đơn|vụ|triệu)", text), where
        assert text.count("(") == text.count(")"), where
        if len(text) > 60 and not text.startswith("- "):
            assert text[-1] in ".:;" or text.endswith("./.") or text == text.upper() or not text.endswith(","), where


@pytest.mark.parametrize(
    ("name", "numbers"),
    [("full", "I II III"), ("annual", "I II III IV"), ("single", "I II III"), ("blank", "I II"), ("nil", "I II III")],
)
def test_every_annex_is_named_in_the_body(name: str, numbers: str, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(name)
    texts, body = texts_of(path), " ".join(body_of(path))
    annexes = [t for t in texts if re.fullmatch(r"Phụ lục [IVX]+", t)]
    assert annexes == [f"Phụ lục {n}" for n in numbers.split()]
    for annex in annexes:
        assert re.search(rf"{annex}\b", body), annex
    assert len(docx.Document(str(path)).sections) == 1 + len(annexes)


def test_zero_is_said_in_words(nil: Path) -> None:
    body = " ".join(body_of(nil))
    assert "Trong kỳ không phát sinh lớp tập huấn, bồi dưỡng do đơn vị chủ trì." in body
    assert "Trong kỳ không phát sinh cuộc tuyên truyền trực tiếp" in body
    # Units propose nothing; that most have sent nothing is put before the people's committee.
    assert "đơn vị kiến nghị" not in body
    assert "Nhắc nhở, chỉ đạo 69 đơn vị chưa gửi báo cáo" in body


def test_missing_is_not_zero(blank: Path, unfilled: Report, tmp_path: Path) -> None:
    body = " ".join(body_of(blank))
    assert "Chưa có số liệu về tập huấn, bồi dưỡng." in body
    assert "không phát sinh lớp tập huấn" not in body
    officer_texts(unfilled, tmp_path / "a.docx")
    table = next(t for t in plain_document(tmp_path / "a.docx").tables if t.cell(0, 0).text == "Mã số")
    rows = [[c.text for c in row.cells] for row in table.rows]
    at = next(n for n, row in enumerate(rows) if row[0] == "T2.05")
    assert [row[3:7] for row in rows[at : at + 3]] == [["…"] * 4] * 3


def test_outline_is_renumbered_without_the_targets(full: Path, annual: Path) -> None:
    headings = [t for t in body_of(full) if re.match(r"[IVX]+\. ", t) and t == t.upper()]
    assert [h.partition(".")[0] for h in headings] == ["I", "II", "III", "IV", "V"]
    assert headings[2] == "III. ĐÁNH GIÁ CHUNG"
    headed = [t for t in body_of(annual) if re.match(r"[IVX]+\. ", t) and t == t.upper()]
    assert headed[2].startswith("III. KẾT QUẢ THỰC HIỆN CÁC MỤC TIÊU")
    assert headed[-1] == "VI. KIẾN NGHỊ, ĐỀ XUẤT"


def test_incomplete_report_says_so_under_its_title(yearly: Report, annual: Path, full: Path, tmp_path: Path) -> None:
    draft = next(t for t in officer_texts(yearly, tmp_path / "a.docx") if t.startswith("Bản dự thảo"))
    assert draft == "Bản dự thảo – số liệu chưa đầy đủ: còn 12/70 đơn vị chưa gửi báo cáo (Phụ lục I)."
    assert not any(t.startswith("Bản ") for path in (full, annual) for t in body_of(path))


def test_figures_are_those_of_the_consolidation(full: Path) -> None:
    made = made_of(all_forms("6t"))
    body = " ".join(body_of(full))
    classes, learners = made.total("T6.01").value, made.total("T6.02").value
    assert classes
    assert learners
    assert f"mở {classes} lớp tập huấn" in body
    assert f"cho {learners:,} lượt người".replace(",", ".") in body


def test_comparison_needs_the_same_period_of_an_earlier_year(annual: Path, tmp_path: Path) -> None:
    assert "so với năm 2010" in " ".join(body_of(annual))
    made = made_of(all_forms("6t")[:2])
    previous = Previous("2011", "6t", {}, {"T6.05": Decimal(5)}, {})
    render(report_of(made, previous=previous), tmp_path / "a.docx")
    body = " ".join(body_of(tmp_path / "a.docx"))
    assert "so với cùng kỳ" not in body
    assert "so với năm" not in body


def test_date_and_late_units(annual: Path) -> None:
    texts = texts_of(annual)
    assert "Lạng Sơn, ngày 12 tháng 12 năm 2011" in texts
    assert any("1 đơn vị gửi chậm" in t for t in texts)
    assert "Chậm 3 ngày" in texts


def test_hostile_words_survive_as_they_are(tmp_path: Path) -> None:
    def hostile(answers: Answers) -> None:
        answers.values["X.01"] = "Kết quả " + " ".join(HOSTILE) + "\n- dòng hai {{ co_quan }}"
        answers.values["T1.14"] = "{% for x in y %}"
        answers.tables["X.B1"] = [{"noi_dung": "Bố trí {{ kinh_phi }} & cán bộ <nữ>", "gui_toi": "Bộ"}]

    report = report_of(made_of((form_of("so-y-te", hostile),)))
    render(report, tmp_path / "a.docx")
    render_words(report, tmp_path / "b.docx")
    texts = [*texts_of(tmp_path / "a.docx"), *texts_of(tmp_path / "b.docx")]
    assert "Theo báo cáo của đơn vị: “Kết quả " + " ".join(HOSTILE) in texts
    assert "- dòng hai {{ co_quan }}”." in texts
    assert "- dòng hai {{ co_quan }}" in texts
    assert "Kết quả nổi bật, khó khăn: {% for x in y %}." in texts
    assert "- Sở Y tế kiến nghị: Bố trí {{ kinh_phi }} & cán bộ <nữ>." in texts
    assert not any("49" in t and "Kết quả A" in t for t in texts)


def test_a_paragraph_of_four_thousand_characters_is_printed_whole(tmp_path: Path) -> None:
    long = ("Nội dung dài & rộng, gồm {{ x }} và <y>; " * 100)[:4000].strip()

    def tell(answers: Answers) -> None:
        answers.values["X.01"] = long

    report = report_of(made_of((form_of("so-y-te", tell),)))
    render_words(report, tmp_path / "a.docx")
    assert any(long.rstrip(";") in t for t in texts_of(tmp_path / "a.docx"))


def test_equal_proposals_stand_once(tmp_path: Path) -> None:
    def ask(answers: Answers) -> None:
        answers.tables["X.B1"] = [{"noi_dung": "Bổ sung kinh phí.", "gui_toi": "UBND tỉnh"}]

    pair = tuple(form_of(u, ask) for u in ("so-y-te", "so-tu-phap"))
    render(report_of(made_of(pair)), tmp_path / "a.docx")
    assert [t for t in body_of(tmp_path / "a.docx") if "Bổ sung kinh phí" in t] == [
        "- 02 đơn vị kiến nghị: Bổ sung kinh phí."
    ]


def test_withheld_value_is_left_out_and_listed(tmp_path: Path) -> None:
    subject = next(s for s in all_forms("6t") if s.unit == "so-y-te")
    found = subject.values["T6.05"]
    fault = Finding(
        "VS403",
        "parts-differ-from-whole",
        Severity.ERROR,
        "Tổng khác các phần.",
        "Đề nghị sửa.",
        Place(found.cell, found.key),
    )
    report = report_of(made_of(all_forms("6t"), findings={"so-y-te": (fault,)}))
    texts = officer_texts(report, tmp_path / "a.docx")
    draft = next(t for t in texts if t.startswith("Bản dự thảo"))
    assert draft == (
        "Bản dự thảo – số liệu chưa đầy đủ: 01 số liệu còn lỗi, chưa được cộng (Phụ lục IV); "
        "04 số bộ phận chưa có tổng số dùng được, chưa được cộng (Phụ lục IV)."
    )
    assert "Tổng khác các phần. Đề nghị sửa." in texts
    assert "Lỗi. Chưa cộng" in texts
    assert sum("(T6.05); số bộ phận chỉ được cộng khi có tổng số." in t for t in texts) == 4
    told = next(n for n, t in enumerate(texts) if re.search(r"cán bộ làm công tác bình đẳng giới.*?\*", t))
    assert "Số liệu của 69/70 đơn vị." in texts[told + 1]


def test_working_list_is_named_where_only_warnings_are_open(tmp_path: Path) -> None:
    subject = next(s for s in all_forms("6t") if s.unit == "so-y-te")
    found = subject.values["T6.05"]
    fault = Finding(
        "VS503", "stock-jumped", Severity.WARNING, "Tăng mạnh.", "Đề nghị giải trình.", Place(found.cell, found.key)
    )
    report = report_of(made_of(all_forms("6t"), findings={"so-y-te": (fault,)}))
    line = "Bản làm việc – còn 01 điểm số liệu cần xác minh (Phụ lục IV)."
    assert line in officer_texts(report, tmp_path / "a.docx")
    render(report, tmp_path / "b.docx")
    assert not any("cần xác minh" in t or "Bản làm việc" in t for t in texts_of(tmp_path / "b.docx"))


def test_same_input_same_bytes(tmp_path: Path) -> None:
    made = made_of(all_forms("6t")[:3])
    for name in ("a.docx", "b.docx"):
        render(report_of(made), tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("-5% so với kỳ trước", "-5% so với kỳ trước"),
        ("- 5 lớp", "5 lớp"),
        ("-Tổ chức", "Tổ chức"),
        ("– – x", "x"),
        ("-\n---\nx", "-\n---\nx"),
        ("+ Một\n* Hai\n•Ba", "+ Một\n* Hai\n•Ba"),
        ("a   b \n\n = c", "a b\n\n= c"),
        ("+84 912", "+84 912"),
        ("a\ufdd2b\ufdd0", "a b"),
    ],
)
def test_the_bullet_of_a_single_line_goes_and_lines_stay_as_they_are(text: str, shown: str) -> None:
    assert without_bullet(own_words(text)) == shown


def test_a_text_the_document_lost_is_a_fault_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_of((form_of("so-y-te", lambda answers: answers.values.update({"X.01": "Kết quả tốt."})),))
    put = put_tables
    for old, new in ((b">Ph\xe1\xbb\xa5 l\xe1\xbb\xa5c I<", b"><"), ("Kết quả tốt".encode(), b""), (b">0<", b"><")):

        def losing(main: bytes, grids: Any, style: str, controls: Any, old: bytes = old, new: bytes = new) -> bytes:
            whole = put(main, grids, style, controls)
            assert old in whole
            return whole.replace(old, new, 1)

        monkeypatch.setattr(docx_report, "put_tables", losing)
        with pytest.raises(DamagedReportError):
            render(report_of(made), tmp_path / "a.docx")


def test_a_folder_whose_name_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "th\udce1"
    folder.mkdir()
    monkeypatch.chdir(folder)
    render(report_of(made_of(all_forms("6t")[:1])), folder / "a.docx")
    assert (folder / "a.docx").is_file()


def test_the_lists_say_what_an_empty_cell_means_and_begin_every_choice_with_a_capital(tmp_path: Path) -> None:
    report, labels = report_of(made_of(all_forms("6t"))), load_labels([TEMPLATES / "report"])
    at = [table["ma"] for table in labels.get("phu_luc", "danh_muc", "bang")].index("T6.B1")
    (courses,) = (
        grid
        for title, grid in list_grids(report, labels)
        if title == labels.get("phu_luc", "danh_muc", "bang")[at]["tieu_de"]
    )
    level = [cell.text for cell in courses.head[-1]].index("Cấp")
    assert {row[level].text for row in courses.body} == {"Tỉnh", "Huyện"}
    render_words(report, tmp_path / "a.docx")
    assert "Ô để trống: đơn vị không ghi nội dung này." in texts_of(tmp_path / "a.docx")


def test_a_notice_is_no_open_point_and_a_list_of_another_form_is_left_out() -> None:
    place = Place(all_forms("6t")[0].values["T6.05"].cell)
    noticed = Finding("VS316", "word-for-zero", Severity.NOTICE, "Ô ghi “-”.", "Đề nghị ghi 0.", place)
    report = report_of(made_of(all_forms("6t")[:1], findings={all_forms("6t")[0].unit: (noticed,)}))
    labels = load_labels([TEMPLATES / "report"])
    assert open_points_grid(report, labels).body == []
    known = len(list(list_grids(report, labels)))
    labels.raw["phu_luc"]["danh_muc"]["bang"][0]["ma"] = "T9.B9"
    assert len(list(list_grids(report, labels))) == known - 1
    assert (printed(None), printed(value=True), printed(value=False)) == ("", "Có", "Không")
