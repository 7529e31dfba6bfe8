"""What several units say alike stands once with their names; texts that differ in a figure are never joined."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.forms.plausible import Answers
from tests.support.forms.plausible_fill import Row
from tests.support.judges.unit_statements import COUNTED, says, units_behind
from tests.support.seasons.random_seasons import season
from tests.support.seasons.report_cases import TEMPLATES, all_forms, body_of, form_of, made_of, report_of, texts_of
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.context.merge_statements import Manner, identical, joined
from vstbcpn_cli.report.context.unit_statements import Statements
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.templates.render_sections import render_sections
from vstbcpn_cli.report.word.annex_lists import list_grids
from vstbcpn_cli.report.word.annex_statements import words_grid
from vstbcpn_cli.report.word.renderer import render, render_words

PLAIN = Manner({"BĐG": "bình đẳng giới", "UBND": "ủy ban nhân dân"})


def groups(*texts: str) -> int:
    return len(joined([(f"Đơn vị {n}", t) for n, t in enumerate(texts)], PLAIN))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Công tác BĐG được quan tâm; mở 3 lớp.", "công tác bình đẳng giới được quan tâm, mở 3 lớp"),
        ("Hoà giải  ở cơ sở", "Hòa giải ở cơ sở."),
        ("- Thuỵ Hùng", "Thụy Hùng"),
        ("- Một việc\n+ hai việc", "Một việc hai việc"),
    ],
)
def test_the_same_in_other_letters_is_joined(one: str, other: str) -> None:
    assert groups(one, other) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mở 3 lớp tập huấn cho cán bộ", "Mở 4 lớp tập huấn cho cán bộ"),
        ("Đạt 1.234 lượt người nghe", "Đạt 1,234 lượt người nghe"),
        ("Đạt 12 34", "Đạt 1234"),
        ("Tăng 5% so với kỳ trước", "Tăng -5% so với kỳ trước"),
        ("Đạt ≥ 30% theo kế hoạch", "Đạt ≤ 30% theo kế hoạch"),
        ("Tỷ lệ nữ tăng so với kỳ trước", "Tỷ lệ nữ giảm so với kỳ trước"),
        (
            "Đơn vị đã kiện toàn Ban trong kỳ này theo quyết định",
            "Đơn vị chưa kiện toàn Ban trong kỳ này theo quyết định",
        ),
        ("Mở hai mươi lớp cho cán bộ của các xã trong huyện", "Mở hai mười lớp cho cán bộ của các xã trong huyện"),
        ("Trong năm lớp có hai lớp cho nữ cán bộ cấp xã", "Trong nam lớp có hai lớp cho nữ cán bộ cấp xã"),
        ("Hội nghị quý III năm nay", "Hội nghị quý II năm nay"),
        ("Đạt ½ kế hoạch", "Đạt ¼ kế hoạch"),
        ("Hỗ trợ 5 cán bộ nữ", "Hỗ trợ 7 cán bộ nữ"),
        ("Triển khai đến 3 phòng chuyên môn", "Triển khai đến 30 phòng chuyên môn"),
        ("Đã có kế hoạch", "Đã có kế hoạch?"),
        (
            "Trưởng phòng phụ trách công tác của cơ quan trong kỳ này",
            "Trường phòng phụ trách công tác của cơ quan trong kỳ này",
        ),
        ("Sở Y tế đã hoàn thành", "Sở Nội vụ đã hoàn thành"),
    ],
)
def test_what_differs_in_a_figure_or_its_sense_is_not(one: str, other: str) -> None:
    assert groups(one, other) == 2


def test_the_wording_of_most_units_is_printed() -> None:
    found = joined([("A", "Tốt, đủ"), ("B", "tốt; đủ"), ("C", "tốt; đủ"), ("D", "Khác")], PLAIN)
    assert [(w.text, w.units) for w in found] == [("tốt; đủ", ("A", "B", "C")), ("Khác", ("D",))]


def test_identical_means_to_the_letter() -> None:
    assert [w.units for w in identical([("A", "x"), ("B", "X"), ("C", "x")])] == [("A", "C"), ("B",)]


def test_a_long_answer_is_shortened_in_the_body_and_whole_in_the_annex() -> None:
    long = "".join(f"Việc thứ {n} đã làm xong trong kỳ. " for n in range(60))

    def speak(answers: Answers) -> None:
        answers.values["X.01"] = long

    report = report_of(made_of((form_of("so-y-te", speak),)))
    labels = load_labels([TEMPLATES / "report"])
    found = Statements(Context(report, labels)).y_kien("X.01")
    assert found.rut_gon
    assert found.y[0].rut_gon
    assert found.y[0].chu.endswith("trong kỳ. […]")
    assert len(found.y[0].chu) <= 510
    words = "\n".join(render_sections(report, labels).paragraphs["iv-uu-diem"])
    assert "trong kỳ. […] (nguyên văn tại Tập danh mục)." in words
    cells = [c.text for row in words_grid(report, labels).body for c in row]
    assert long.strip() in cells


def test_every_answer_of_a_full_season_stands_in_the_annex() -> None:
    report = report_of(made_of(all_forms("6t")))
    labels = load_labels([TEMPLATES / "report"])
    cells = {c.text for row in words_grid(report, labels).body for c in row}
    made = report.consolidation
    assert all(p.observation.text in cells for c in ("T1.14", "T3.10", "X.01", "X.04") for p in made.texts(c))
    assert all(r.row.cells["noi_dung"].text in cells for r in made.counted_rows("X.B1"))


LINES = "- Việc thứ nhất\n\n  + việc hai\n= xong\n“trích” (chưa đủ)"


def _one_form(code: str, text: str) -> Report:
    def speak(answers: Answers) -> None:
        answers.values[code] = text

    return report_of(made_of((form_of("so-y-te", speak),)))


def test_lines_stay_lines_and_no_mark_is_added(tmp_path: Path) -> None:
    report = _one_form("X.01", LINES)
    labels = load_labels([TEMPLATES / "report"])
    cells = [c.text for row in words_grid(report, labels).body for c in row]
    assert "- Việc thứ nhất\n\n+ việc hai\n= xong\n“trích” (chưa đủ)" in cells
    render_words(report, tmp_path / "words.docx")
    texts = texts_of(tmp_path / "words.docx")
    printed = ["- Việc thứ nhất", "", "+ việc hai", "= xong", "“trích” (chưa đủ)"]
    at_annex = texts.index(printed[0])
    assert texts[at_annex : at_annex + 5] == printed
    render(report, tmp_path / "a.docx")
    texts = texts_of(tmp_path / "a.docx")
    begun = texts.index("Theo báo cáo của đơn vị: “Việc thứ nhất")
    assert texts[begun + 1 : begun + 4] == ["+ việc hai", "= xong", "“trích” (chưa đủ)”."]


def test_ninety_lines_are_whole_in_the_annex_and_the_body_says_where() -> None:
    text = "\n".join(f"Dòng {n}: còn {n} xã" for n in range(90))
    report = _one_form("X.02", text)
    labels = load_labels([TEMPLATES / "report"])
    assert text in [c.text for row in words_grid(report, labels).body for c in row]
    body = render_sections(report, labels).paragraphs["iv-han-che"]
    assert body[-1].endswith("[…] (nguyên văn tại Tập danh mục).")
    assert not [line for line in body if line.startswith("+")]


def test_lines_in_the_rows_of_a_table_stay_lines() -> None:
    def list_(answers: Answers) -> None:
        answers.tables["X.B1"] = [{"noi_dung": "Một:\n- hai\n= ba", "gui_toi": "Bộ"}]
        row: Row = {"so_ky_hieu": "1/KH", "ngay": dt.date(2011, 3, 1), "loai": "Kế hoạch", "trich_yeu": "Một\n= hai"}
        answers.tables["T1.B1"] = [row]

    report = report_of(made_of((form_of("so-y-te", list_),)))
    labels = load_labels([TEMPLATES / "report"])
    cells = [c.text for _, grid in list_grids(report, labels) for row in grid.body for c in row]
    assert "Một\n= hai" in cells
    assert "Một:\n- hai\n= ba" in [c.text for row in words_grid(report, labels).body for c in row]


def test_an_answer_of_nothing_behind_a_bullet_is_nothing() -> None:
    report = _one_form("X.01", "- Không có.")
    assert Statements(Context(report, load_labels([TEMPLATES / "report"]))).y_kien("X.01").y == ()


def _said(made: Consolidation, code: str) -> dict[str, set[str]]:
    """What each unit wrote, by its name."""
    found: dict[str, set[str]] = {}
    for part in made.texts(code):
        found.setdefault(part.unit.name, set()).add(part.observation.text)
    return found


@pytest.mark.parametrize("drawn", ["6t", "nam", *range(12)])
def test_every_unit_behind_a_text_has_said_it(drawn: str | int) -> None:
    """Found out from the raw answers of each unit that is counted, and once more from the printed lines."""
    report = season(drawn).report if isinstance(drawn, int) else report_of(made_of(all_forms(drawn), drawn))
    made, labels = report.consolidation, load_labels([TEMPLATES / "report"])
    statements = Statements(Context(report, labels))
    said = {code: texts for code in made.edition.indicators if (texts := _said(made, code))}
    for code, texts in said.items():
        for wording in statements._wordings(code):
            whole = f"{wording.head}: {wording.text}" if wording.head else wording.text
            behind = [u for u in wording.units if any(says(t, whole) for t in texts[u])]
            assert behind == [*wording.units], (code, wording)
    asked: dict[str, set[str]] = {}
    for row in made.counted_rows("X.B1"):
        asked.setdefault(row.unit.name, set()).add(row.row.cells["noi_dung"].text)
    for lines in render_sections(report, labels).paragraphs.values():
        for counted in (found for line in lines for found in COUNTED.finditer(line)):
            assert units_behind(counted[2], [*said.values(), asked]) >= int(counted[1]), counted[0]


def test_who_says_it_stands_before_it_and_neverunits_behind(tmp_path: Path) -> None:
    def lacking(answers: Answers) -> None:
        answers.values["X.02"] = "Còn 5 đơn vị chưa xây dựng kế hoạch năm"
        answers.tables["X.B1"] = [{"noi_dung": "Bố trí cán bộ chuyên trách.", "gui_toi": "UBND tỉnh"}]

    def alone(answers: Answers) -> None:
        answers.values["X.02"] = "Sở Y tế dự phòng chưa có kế hoạch"

    forms = (*(form_of(u, lacking) for u in ("so-noi-vu", "so-tai-chinh")), form_of("so-y-te", alone))
    render(report_of(made_of(forms)), tmp_path / "a.docx")
    body = body_of(tmp_path / "a.docx")
    said = next(line for line in body if "Còn 5 đơn vị chưa xây dựng" in line)
    assert "Theo báo cáo của 02 đơn vị: Còn 5 đơn vị chưa xây dựng kế hoạch năm." in said
    assert "Sở Y tế: Sở Y tế dự phòng chưa có kế hoạch." in said
    assert "- 02 đơn vị kiến nghị: Bố trí cán bộ chuyên trách." in body
    assert not [line for line in body if "(Sở Nội vụ" in line]
