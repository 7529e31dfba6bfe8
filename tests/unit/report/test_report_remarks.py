"""Remarks at figures, citations, comparisons and figures of the province: said once, said right, refused when wrong."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.support.forms.plausible import Answers
from tests.support.seasons.random_seasons import previous_of, season
from tests.support.seasons.report_cases import TEMPLATES, all_forms, form_of, made_of, report_of
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.annex_workbook.renderer import render as render_annex
from vstbcpn_cli.report.context import phrases
from vstbcpn_cli.report.context.chart_data import Charts
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.coverage_remarks import marked
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.context.matrices import Grids
from vstbcpn_cli.report.context.printable import Figure, ShareFigure
from vstbcpn_cli.report.context.summary_tables import ShortTables
from vstbcpn_cli.report.context.targets import Targets
from vstbcpn_cli.report.context.unit_statements import Statements
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.data.json_document import render as render_json
from vstbcpn_cli.report.document.text import joined, tidied
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.templates.render_sections import render_sections
from vstbcpn_cli.report.word.annex_figures import answers_grid, figures_grid, matrix_grids
from vstbcpn_cli.report.word.annex_lists import list_grids, open_points_grid, targets_grid, withheld_grid
from vstbcpn_cli.text.numbers import number, share_of


def context(report: Report) -> Context:
    return Context(report, load_labels(report.sentences))


def test_a_figure_of_fewer_units_has_a_mark_and_the_paragraph_one_note() -> None:
    silent = frozenset("a")
    usual = Figure(9, thieu=silent, hoi=70, chua_gui=silent)
    some = Figure(5, thieu=frozenset("ab"), hoi=70, chua_gui=silent, uoc_den=dt.date(2011, 5, 31))
    fewer = Figure(3, thieu=frozenset("abc"), hoi=70, chua_gui=silent)
    said = ["A ", usual.luu_y, ". B (x) ", some.luu_y, ". C ", fewer.luu_y, ", D ", some.luu_y, "; E ", some.uoc, "."]
    assert marked(tidied(joined(said))) == (
        "A. B (x)*. C**, D*; E***.",
        "* Số liệu của 68/69 đơn vị. ** Số liệu của 67/69 đơn vị. *** Số liệu ước đến ngày 31/5/2011.",
    )


def test_remarks_that_follow_each_other_have_one_mark() -> None:
    lacking = Figure(5, thieu=frozenset("ab"), hoi=70)
    share = ShareFigure(Decimal(50), 7, 14, 3, partial=True)
    assert marked(tidied(joined(["A ", lacking.luu_y, " ", share.ghi_chu, ", B."]))) == (
        "A*, B.",
        "* Số liệu của 68/70 đơn vị; tính trên 3 đơn vị có đủ hai số liệu.",
    )


def test_the_same_words_of_a_unit_are_left_alone() -> None:
    said = "Đã mở 5 lớp (số liệu của 3/7 đơn vị)*. Lại (số liệu của 3/7 đơn vị)."
    assert marked(said) == (said, "")


def test_a_document_is_cited_in_full_once_in_reading_order() -> None:
    sections = render_sections(report_of(made_of(all_forms("6t")[:2])), load_labels([TEMPLATES / "report"])).paragraphs
    full = "Nghị quyết số 11-NQ/TW ngày 27 tháng 4 năm 2007 của Bộ Chính trị về công tác phụ nữ"
    assert [name for name, lines in sections.items() if any(full in line for line in lines)] == ["i-chi-dao"]
    assert any("Nghị quyết số 11-NQ/TW, Nghị quyết số 57/NQ-CP và" in line for line in sections["t3"])


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("van-ban.toml", 'so = "11-NQ/TW"\n', "", "mục “NQ11” thiếu hoặc sai khóa “so”"),
        ("van-ban.toml", "ngay = 2007-04-27", 'ngay = "27/4"', "mục “NQ11” thiếu hoặc sai khóa “ngay”"),
        ("van-ban.toml", "[NQ11]", "[NQ11", "sai cú pháp TOML"),
        ("van-ban.toml", "[CV350]", "x = 1\n[CV350]", "mục “x” thiếu hoặc sai khóa “loai”"),
        ("i-chi-dao.j2", 'dan("NQ57")', 'dan("NQ75")', "không có tên “NQ75”. Tên gần giống nhất: “NQ57”"),
        ("t4.j2", 'bang_bau_cu("T4.M1")', 'bang_bau_cu("T4.M9")', "không có tên “T4.M9”"),
        (
            "nhan.toml",
            "chi_in_o_phu_luc = []",
            'chi_in_o_phu_luc = ["T6.5"]',
            "có mã “T6.5” không có trong biểu mẫu. Mã gần giống: “T6.05”",
        ),
        ("nguon-tinh.toml", "# Số", '["2011-6t"."T3.M1.CB99"]\ntong = 1\n# Số', "không có dòng “T3.M1.CB99”"),
        ("nguon-tinh.toml", "# Số", '["2011-6t"."T3.M1.CB01"]\ntong = 1\n# Số', "cần đủ “tong”, “nu”"),
        ("nguon-tinh.toml", "# Số", '["2011-6t"."T3.M1.CB01"]\ntong=1\nnu=2\nnguon="S"\n# Số', "“nu” là 2, lớn hơn"),
        ("nguon-tinh.toml", "# Số", '"2011-6t" = 1\n# Số', "mục “2011-6t” không đúng dạng"),
        ("nguon-tinh.toml", "# Số", "[x\n# Số", "nguon-tinh.toml, dòng 1, ký tự thứ 3: sai cú pháp TOML"),
    ],
)
def test_a_fault_of_the_office_is_said_with_its_place(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    path = tmp_path / "templates" / "report" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        report = report_of(made_of(all_forms("6t")[:1]), templates=tmp_path / "templates")
        render_sections(report, load_labels(report.sentences))
    assert said in str(caught.value)


def test_a_figure_of_the_province_replaces_the_sum_with_its_source(tmp_path: Path) -> None:
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    (tmp_path / "templates" / "report" / "nguon-tinh.toml").write_text(
        '["2011-6t"."T3.M1.CB01"]\ntong = 25000\nnu = 11000\nnguon = "Sở Nội vụ"\n', encoding="utf-8"
    )
    report = report_of(made_of(all_forms("6t")[:9]), templates=tmp_path / "templates")
    labels = load_labels(report.sentences)
    said = " ".join(render_sections(report, labels).paragraphs["t3"])
    assert "người lao động 44% (11.000/25.000 người)*;" in said
    assert "* Nguồn: Sở Nội vụ." in said
    row = next(r for r in figures_grid(replace(report, copy=Copy.OFFICER), labels).body if r[0].text == "T3.M1.CB01.nu")
    assert [c.text for c in row[-3:]] == ["11.000", "44,00%", ""]
    assert context(report).so("T3.M1.CB01.tong", "SN").chu != "25.000"


def test_only_the_same_units_are_compared_where_a_total_is_not_complete() -> None:
    forms = all_forms("6t")[:12]
    made = made_of(forms)
    codes = {p.unit.code: p.observation.number for p in made.total("T5.04").parts}
    units = {code: {"T5.04": Decimal(value or 0) - 1} for code, value in codes.items()}
    missing = dict(list(units.items())[:10])
    previous = Previous("2010", "6t", missing, {"T5.04": Decimal(9000)}, {"T5.04": 2})
    said, note = marked(context(report_of(made, previous=previous)).so_sanh("T5.04"))
    assert said.startswith("tăng 10 tin, bài")
    assert said.endswith("so với cùng kỳ năm 2010")
    assert note == ""  # of all that have sent both times, as the head of the report says
    wider = Previous("2010", "6t", {**{c: {} for c in units}, **missing}, {"T5.04": Decimal(9000)}, {"T5.04": 2})
    said, note = marked(context(report_of(made, previous=wider)).so_sanh("T5.04"))
    assert said.endswith("so với cùng kỳ năm 2010*")
    assert note == "* So sánh trên 10 đơn vị có số liệu của cả hai kỳ."
    few = Previous("2010", "6t", dict(list(units.items())[:3]), {}, {})
    assert context(report_of(made, previous=few)).so_sanh("T5.04") == ""


def test_complete_totals_are_compared_as_they_are() -> None:
    made = made_of(all_forms("6t"))
    now = made.total("T5.04").value
    assert now
    previous = Previous("2010", "6t", {}, {"T5.04": Decimal(now)}, {"T5.04": 0})
    found = context(report_of(made, previous=previous))
    assert found.so_sanh("T5.04") == "không đổi so với cùng kỳ năm 2010"
    assert found.cung_ky("T5.04") == number(now)
    assert found.so_sanh("T5.06") == found.cung_ky("T5.06") == ""


def test_a_chart_sets_side_by_side_only_what_is_complete() -> None:
    def drawn(forms: int) -> bool:
        made = made_of(all_forms("6t"))
        report = report_of(made_of(all_forms("6t")[:forms]), previous=previous_of(made, "6t"))
        found = context(report)
        return not Charts(found, Grids(found)).bieu_do("so_sanh").empty

    assert drawn(70)
    assert not drawn(60)


def test_a_short_table_has_the_groups_that_sent_and_what_it_needs() -> None:
    full = ShortTables(context(report_of(made_of(all_forms("6t"))))).bang("T7").grid
    assert [c.text for c in full.head[0]] == ["Nội dung", "Sở, ban, ngành", "Đoàn thể", "Huyện, thành phố", "Toàn tỉnh"]
    part = ShortTables(context(report_of(made_of(all_forms("6t")[:60])))).bang("T7")
    assert part.grid.head == full.head
    assert part.note == ""  # ten have sent nothing, as the head of the report says

    def mute(answers: Answers) -> None:
        del answers.values["T7.08"]

    silent = form_of(all_forms("6t")[0].unit, mute)
    lacking = ShortTables(context(report_of(made_of((silent, *all_forms("6t")[1:]))))).bang("T7")
    assert lacking.note == "* Số liệu của 69/70 đơn vị."
    assert [r[0].text for r in lacking.grid.body if r[0].text.endswith("*")] == ["Văn bản hướng dẫn nghiệp vụ*"]
    assert ShortTables(context(report_of(made_of(all_forms("6t")[:3])))).bang("T7").empty
    assert all(sum(c.span for c in row) == len(part.grid.widths) for row in part.grid.body)


def test_a_part_of_fewer_units_names_its_own_whole() -> None:
    women = ShareFigure(Decimal(50), 7, 14, 3, partial=True)
    assert (women.phan(Figure(14)), women.ghi_chu_sau(Figure(14))) == ("7", "")
    assert (women.phan(Figure(20)), women.ghi_chu_sau(Figure(20))) == ("7/14", "tính trên 3 đơn vị có đủ hai số liệu")


def test_the_table_of_cadres_has_shares_by_group_and_of_the_year_before() -> None:
    made = made_of(all_forms("6t"))
    report = report_of(made, previous=previous_of(made, "6t"))
    grid = ShortTables(context(report)).bang_can_bo("T3.M1").grid
    over, low = grid.head
    assert [(c.text, c.span) for c in over][3:] == [("Tỷ lệ nữ (%)", 5)]
    assert [c.text for c in low][3:] == [
        "Toàn tỉnh",
        "Sở, ban, ngành",
        "Đoàn thể",
        "Huyện, thành phố",
        "Cùng kỳ năm 2010",
    ]
    partial = report_of(made_of(all_forms("6t")[:60]), previous=previous_of(made, "6t"))
    assert "Cùng kỳ năm 2010" not in [c.text for c in ShortTables(context(partial)).bang_can_bo("T3.M1").grid.head[1]]
    alone = ShortTables(context(report_of(made_of(all_forms("6t")[:1])))).bang_can_bo("T3.M1").grid
    assert [c.text for row in alone.head for c in row][3:] == ["Tỷ lệ nữ (%)"]
    first = [c.text for c in grid.body[0]]
    assert first[3] == first[7]
    assert len(grid.body) == len(made.edition.matrices["T3.M1"].rows)


def test_sums_by_source_add_up_to_the_total_they_belong_to() -> None:
    made = context(report_of(made_of(all_forms("6t"))))
    parts = Grids(made).tong_theo("T6.B2", "thuc_hien", "nguon")
    assert sum(p.so for p in parts) == made.so("T6.14").gia_tri


def test_a_unit_left_out_as_a_whole_is_one_line() -> None:
    strict = next(s.report for s in map(season, range(40)) if s.report.strict and s.report.consolidation.withheld())
    labels = load_labels([TEMPLATES / "report"])
    units = {w.unit.name for w in strict.consolidation.withheld()}
    assert {row[2].text for row in withheld_grid(strict, labels).body} == units
    assert len(withheld_grid(strict, labels).body) == len(units)


def test_a_unit_without_committee_owes_no_figures_of_one() -> None:
    def none(answers: Answers) -> None:
        for code in [c for c in answers.values if c.startswith("T2.")]:
            del answers.values[code]
        answers.values["T2.01"] = "Chưa kiện toàn"

    def silent(answers: Answers) -> None:
        for code in [c for c in answers.values if c.startswith("T2.")]:
            del answers.values[code]

    made = made_of((form_of("so-y-te", none), form_of("so-tu-phap", silent)))
    assert [u.code for u in made.total("T2.08").not_applicable] == ["so-y-te"]
    assert [u.code for u in made.total("T2.08").no_data] == ["so-tu-phap"]


def test_a_figure_of_the_province_stands_in_every_output_with_its_source(tmp_path: Path) -> None:
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    (tmp_path / "templates" / "report" / "nguon-tinh.toml").write_text(
        '["2011-6t"."T3.M1.CB01"]\ntong = 25000\nnu = 11000\nnguon = "Sở Nội vụ"\n', encoding="utf-8"
    )
    report = report_of(made_of(all_forms("6t")[:9]), templates=tmp_path / "templates")
    labels = load_labels(report.sentences)
    last = next(matrix_grids(report, labels)).body[-1]
    assert [c.text for c in last[2:5]] == ["25.000", "11.000", "44,00"]
    render_json(report, tmp_path / "a.json")
    told = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["totals"]["T3.M1.CB01.tong"]
    added = sum(p.number or 0 for p in report.consolidation.total("T3.M1.CB01.tong").parts)
    assert (told["value"], told["source"], told["added"], told["lacking"]) == (25_000, "Sở Nội vụ", added, 0)
    render_annex(report, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    line = next(r for r in book["Tổng hợp"].iter_rows(values_only=True) if r[1] == "T3.M1.CB01.nu")
    assert {11_000, 44} <= set(line)
    assert str(line[-1]).startswith("Số toàn tỉnh theo Sở Nội vụ; số cộng từ các đơn vị là ")
    assert any("Sở Nội vụ" in r for r in book["NV3"].iter_rows(values_only=True))


def test_a_finding_on_a_contact_says_nothing_of_it() -> None:
    subject = all_forms("6t")[0]
    found = subject.values["M.14"]
    fault = Finding(
        "VS304", "", Severity.WARNING, "Ô ghi “Bà Lê, 0912345678”.", "Đề nghị sửa.", Place(found.cell, found.key)
    )
    report = report_of(made_of((subject,), findings={subject.unit: (fault,)}))
    (row,) = open_points_grid(report, load_labels([TEMPLATES / "report"])).body
    assert row[-1].text == "Ô ghi “…”. Nội dung ô liên hệ không nêu ở đây. Đề nghị sửa."


def test_a_part_is_named_with_its_whole_where_the_list_stands_apart_from_the_form() -> None:
    subject = all_forms("6t")[0]
    found = subject.values["T2.07"]
    fact = "“trong đó nữ” là 9, lớn hơn “Tổng số thành viên Ban” là 7."
    fault = Finding("VS401", "", Severity.WARNING, fact, "Đề nghị sửa.", Place(found.cell, found.key))
    report = report_of(made_of((subject,), findings={subject.unit: (fault,)}))
    (row,) = open_points_grid(report, load_labels([TEMPLATES / "report"])).body
    assert row[-1].text.startswith("“Tổng số thành viên Ban: trong đó nữ” là 9, lớn hơn “Tổng số thành viên Ban” là 7.")


def test_a_list_of_units_in_a_cell_begins_with_a_capital_and_goes_on_as_in_a_sentence() -> None:
    assert phrases.listed(["Huyện Bắc Sơn", "Sở Y tế", "Huyện Chi Lăng"]) == "Huyện Bắc Sơn; Sở Y tế; huyện Chi Lăng"
    report = report_of(made_of(all_forms("6t")))
    names = [r[-1].text for r in answers_grid(report, load_labels([TEMPLATES / "report"])).body]
    assert any("; huyện " in n for n in names)
    assert not any("; Huyện " in n for n in names)


def test_a_rate_beside_a_target_says_in_words_what_it_is_of() -> None:
    targets = Targets(made_of(all_forms("nam"), "nam"))
    said = " ".join(v.tham_khao for v in targets.chi_tieu())
    assert "Cấp ủy viên của đơn vị/đảng bộ cùng cấp (T3.M1.CB03) " in said
    assert "Số cán bộ làm công tác BĐG, VSTBCPN: đã được tập huấn nghiệp vụ ít nhất một lần (T6.09/T6.05) " in said
    assert "Đơn vị có nữ lãnh đạo chủ chốt (T3.06) " in said


def test_names_of_the_form_are_written_out() -> None:
    report = report_of(made_of(all_forms("nam"), "nam"))
    labels = load_labels([TEMPLATES / "report"])
    assert labels.in_full("Ban VSTBCPN về BĐG–VSTBCPN, HĐND; ABĐG") == (
        "Ban Vì sự tiến bộ của phụ nữ về bình đẳng giới và vì sự tiến bộ của phụ nữ, Hội đồng nhân dân; ABĐG"
    )
    assert labels.in_full("Công văn 664/LĐTBXH-BĐG; 38/KH-UBND") == "Công văn 664/LĐTBXH-BĐG; 38/KH-UBND"
    tables = ShortTables(context(report))
    short = [tables.bang_can_bo("T3.M1"), tables.bang_bau_cu("T4.M1"), tables.bang_cap("T4.M2")]
    grids = [*(t.grid for t in short), *matrix_grids(report, labels), targets_grid(report, labels)]
    grids += [figures_grid(report, labels), answers_grid(report, labels)]
    named = [c.text for g in grids for row in (*g.head, *g.body) for c in row[:2]]
    lists = [g for _, g in list_grids(report, labels)]
    named += [c.text for g in lists for row in g.head for c in row]
    assert {row[-2].text for row in lists[0].body} >= {"Kế hoạch năm", "Kế hoạch 5 năm", "Khác"}
    # In the number of a document (“664/LĐTBXH-BĐG”) they are no abbreviations.
    short_forms = re.compile(r"(?<!\w)(?<!\w-)(?:BĐG|VSTBCPN|HĐND|UBND|ĐBQH|CLB|DTTS|VBQPPL|NQ \d|CTr \d)(?!\w)")
    assert [t for t in named if short_forms.search(t)] == []
    said = " ".join(render_sections(report, labels).paragraphs["iii-chi-tieu"])
    assert "“Nữ đại biểu Quốc hội, Hội đồng nhân dân các cấp”" in said


def test_shares_of_answers_are_of_the_units_concerned() -> None:
    made = made_of(all_forms("6t"))
    rows = figures_grid(report_of(made, copy=Copy.OFFICER), load_labels([TEMPLATES / "report"])).body
    start = next(n for n, row in enumerate(rows) if row[0].text == "T2.01")
    answers = {row[1].text.removeprefix("– "): row for row in rows[start + 1 : start + 6]}
    counts = {name: len(made.total("T2.01").by_value.get(name, ())) for name in answers}
    outside = "Không thuộc diện thành lập"
    assert counts[outside]
    assert answers.pop(outside)[-2].text == ""
    concerned = sum(counts[name] for name in answers)
    for name, row in answers.items():
        assert row[-2].text == share_of(counts[name], concerned, even=True), name


def test_a_share_of_nothing_has_its_mark_in_annex_three() -> None:
    def nobody(answers: Answers) -> None:
        answers.values.update({"T3.M1.CB13.tong": 0, "T3.M1.CB13.nu": 0})

    report = report_of(made_of((form_of("so-y-te", nobody),)), copy=Copy.OFFICER)
    (last,) = (g for g in matrix_grids(report, load_labels([TEMPLATES / "report"])) if "CB13" in g.head[0][-1].text)
    units = {row[1].text: [c.text for c in row[-3:]] for row in last.body}
    assert units["Sở Y tế"] == ["0", "0", "–"]
    assert [*units] == ["Sở Y tế", "Cộng sở, ban, ngành", "Tổng cộng (theo báo cáo của các đơn vị)"]
    assert list(units.values())[-1] == ["0", "0", "–"]


def test_an_earlier_count_of_units_says_of_how_many() -> None:
    made = made_of(all_forms("6t"))
    before = previous_of(made, "6t")
    yes, all_ = made.total("T1.01").value, len(made.total("T1.01").parts)
    assert context(report_of(made, previous=before)).cung_ky("T1.01") == f"{yes}/{all_}"
    assert context(report_of(made, previous=before)).cung_ky("T1.06") == number(made.total("T1.06").value or 0)
    bare = replace(before, answered={})
    assert context(report_of(made, previous=bare)).cung_ky("T1.01") == str(yes)


def test_the_subjects_named_are_those_with_most_activities() -> None:
    report = report_of(made_of(all_forms("6t")))
    (said,) = (
        p
        for p in render_sections(report, load_labels([TEMPLATES / "report"])).paragraphs["t5"]
        if "Nội dung chủ yếu là" in p
    )
    named = [int(n) for n in re.findall(r"\((\d+) cuộc\)", said)]
    parts = Grids(context(report)).tong_theo("T5.B1", "so_cuoc", "noi_dung")
    assert sum(p.so for p in parts) == report.consolidation.total("T5.01").value
    assert named == sorted((int(p.so) for p in parts if p.ten != "Lồng ghép khác"), reverse=True)[:4]


def test_units_with_other_counts_are_told_with_the_range() -> None:
    def speak(number: int) -> Callable[[Answers], None]:
        return lambda answers: answers.values.update({"X.01": f"Đã hỗ trợ {number} cán bộ nữ đi học"})

    forms = tuple(form_of(u, speak(n)) for u, n in (("so-y-te", 5), ("so-noi-vu", 7), ("so-tu-phap", 7)))
    found = Statements(context(report_of(made_of(forms)))).y_kien("X.01")
    assert [(y.chu, y.don_vi, y.so) for y in found.y] == [
        ("Đã hỗ trợ từ 05 đến 07 cán bộ nữ đi học", "Sở Nội vụ; Sở Tư pháp; Sở Y tế", 3),
    ]
    assert (found.don_vi, found.con_lai, found.rut_gon) == ("03", "", False)
