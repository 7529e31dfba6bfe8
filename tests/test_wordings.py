"""What several units say alike stands once with their names; texts that differ in a figure are never joined."""

from __future__ import annotations

import pytest
from plausible import Answers
from report_cases import TEMPLATES, all_forms, form_of, made_of, report_of

from vstbcpn_cli.report.annex_words import words_grid
from vstbcpn_cli.report.context import Context
from vstbcpn_cli.report.labels import load_labels
from vstbcpn_cli.report.printed import BREAK
from vstbcpn_cli.report.statements import Statements
from vstbcpn_cli.report.wordings import Wording, identical, joined, told_once

SHORT = {"BĐG": "bình đẳng giới", "UBND": "ủy ban nhân dân"}


def groups(*texts: str) -> int:
    return len(joined([(f"Đơn vị {n}", t) for n, t in enumerate(texts)], SHORT))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Công tác BĐG được quan tâm; mở 3 lớp.", "công tác bình đẳng giới được quan tâm, mở 3 lớp"),
        ("Hoà giải  ở cơ sở", "Hòa giải ở cơ sở."),
        ("- Thuỵ Hùng", "Thụy Hùng"),
        (f"Một việc{BREAK}+ hai việc", "Một việc hai việc"),
        (
            "Đã phối hợp thường xuyên với các ngành trong công tác",
            "Đã phối hợp thương xuyên với các ngành trong công tác",
        ),
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
    ],
)
def test_what_differs_in_a_figure_or_its_sense_is_not(one: str, other: str) -> None:
    assert groups(one, other) == 2


def test_the_wording_of_most_units_is_printed() -> None:
    found = joined([("A", "Tốt, đủ"), ("B", "tốt; đủ"), ("C", "tốt; đủ"), ("D", "Khác")], SHORT)
    assert [(w.text, w.units) for w in found] == [("tốt; đủ", ("A", "B", "C")), ("Khác", ("D",))]


def test_a_unit_that_speaks_of_itself_joins_the_others() -> None:
    said = [("Sở Y tế", "Sở Y tế đã xong; lãnh đạo Sở Y tế quan tâm"), ("Sở A", "Sở A đã xong; lãnh đạo Sở A quan tâm")]
    assert [w.text for w in joined(said, SHORT)] == ["Đơn vị đã xong; lãnh đạo đơn vị quan tâm"]
    assert [w.text for w in joined(said[:1], SHORT)] == [said[0][1]]
    assert [w.text for w in joined([("Huyện B", "UBND huyện B quan tâm"), ("Sở A", "sở A quan tâm")], SHORT)] == [
        "Đơn vị quan tâm"
    ]


def test_identical_means_to_the_letter() -> None:
    assert [w.units for w in identical([("A", "x"), ("B", "X"), ("C", "x")])] == [("A", "C"), ("B",)]


def test_a_long_answer_is_shortened_in_the_body_and_whole_in_the_annex() -> None:
    long = "Kết quả thứ nhất đạt được trong kỳ. " * 60

    def speak(answers: Answers) -> None:
        answers.values["X.01"] = long

    report = report_of(made_of((form_of("so-y-te", speak),)))
    labels = load_labels(TEMPLATES / "report")
    found = Statements(Context(report, labels)).y_kien("X.01")
    assert found.rut_gon
    assert found.y[0].chu.endswith("trong kỳ. […]")
    assert len(found.y[0].chu) <= 510
    cells = [c.text for row in words_grid(report, labels).body for c in row]
    assert long.strip() in cells


def test_every_answer_of_a_full_season_stands_in_the_annex() -> None:
    report = report_of(made_of(all_forms("6t")))
    labels = load_labels(TEMPLATES / "report")
    cells = {c.text for row in words_grid(report, labels).body for c in row}
    made = report.consolidation
    assert all(p.observation.text in cells for c in ("T1.14", "T3.10", "X.01", "X.04") for p in made.texts(c))
    assert all(r.row.cells["noi_dung"].text in cells for r in made.counted_rows("X.B1"))


def test_texts_that_differ_in_counts_alone_are_told_beside_one_of_them() -> None:
    said = [("A", "Hỗ trợ 5 cán bộ nữ"), ("B", "Hỗ trợ 7 cán bộ nữ"), ("C", "hỗ trợ 7 cán bộ nữ"), ("D", "Đã tập huấn")]
    assert told_once(joined(said, SHORT), SHORT) == [
        Wording("Hỗ trợ 7 cán bộ nữ", ("B", "C"), ("A",)),
        Wording("Đã tập huấn", ("D",)),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kỷ niệm ngày 8/3", "Kỷ niệm ngày 20/10"),
        ("Kế hoạch năm 2011", "Kế hoạch năm 2012"),
        ("Thực hiện Nghị quyết 11", "Thực hiện Nghị quyết 57"),
        ("Đã tổ chức 5 lớp", "Chưa tổ chức 5 lớp"),
    ],
)
def test_a_day_a_document_and_another_word_are_no_counts(one: str, other: str) -> None:
    assert len(told_once(joined([("A", one), ("B", other)], SHORT), SHORT)) == 2
