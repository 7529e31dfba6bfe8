"""Forms of another issue: printed before a word of the edition was corrected, or after this program was made."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.editions.other_issue import (
    ASKED_THERE,
    UNIT,
    another_label,
    another_title,
    answered,
    indicators,
    issued,
    new_line,
    reworded,
    tables,
)
from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import with_column, without_row, without_sheet
from tests.support.seasons import season
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Edition, FieldType, Requirement, Table, Task
from vstbcpn_cli.model.findings import Finding, group_findings
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, State, Unreadable
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.layout import place
from vstbcpn_cli.workbook.form.sheet_plan import Role
from vstbcpn_cli.workbook.form.stamp import Master, fields_of
from vstbcpn_cli.workbook.form.writer import draw
from vstbcpn_cli.workbook.ooxml import package


def another_head(task: Task) -> Task:
    def worded(table: Table) -> Table:
        columns = tuple(replace(c, label="Tổng lượt") if c.key == "luot_nguoi" else c for c in table.columns)
        return replace(table, columns=columns, note="Ghi đủ các cuộc.")

    return replace(task, tables=tuple(worded(t) for t in task.tables))


OTHERS = [
    season.edition(),
    reworded(another_label),
    reworded(another_head),
    reworded(another_title),
    replace(season.edition(), words={**season.edition().words, "calc.hint": "Ô tự tính.", "head.value": "Con số"}),
    replace(season.edition(), guide=season.edition().guide[:-1]),
]


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(f.code, str(f.place.cell or "tệp")) for f in findings]


@pytest.mark.parametrize("edition", OTHERS, ids=["no word", "label", "heading", "title", "words", "guide"])
def test_what_an_earlier_issue_printed_is_the_forms_own(edition: Edition) -> None:
    content = issued(edition)
    read = at.accepted(content)
    assert said(at.findings(content)) == [("VS241", "tệp")]
    assert read.values["T5.04"].given
    assert read.count.typed == read.count.in_data + read.count.in_findings + read.count.ignored


def test_what_a_unit_typed_into_such_a_form_is_still_told() -> None:
    content = at.typed(issued(reworded(another_label)), {("NV5", 13, 8): "14 tin khác"})
    assert said(at.findings(content)) == [("VS241", "tệp"), ("VS206", "NV5!H13")]


@pytest.mark.parametrize("edition", OTHERS[1:3], ids=["label", "heading"])
def test_such_a_form_whose_hidden_sheet_is_lost(edition: Edition) -> None:
    content = issued(edition)
    part = at.sheet_parts(at.unpacked(content))["_meta"]
    emptied = at.edited(content, part, lambda xml: xml[: xml.index(b"<sheetData")] + b"<sheetData/></worksheet>")
    found = said(at.findings(emptied))
    assert [f for f in found if f[0] in ("VS206", "VS209", "VS210")] == []
    assert ("VS241", "tệp") in found


THIS = f"{season.edition().fingerprint}/{season.edition().issue}"
"""How the stamp calls the issue."""


def stamped(old: str, new: str) -> bytes:
    parts = at.unpacked(at.filled(UNIT))
    return at.packed({name: part.replace(old.encode(), new.encode()) for name, part in parts.items()})


@pytest.mark.parametrize(
    ("old", "new", "theirs"),
    [
        ("vstbcpn:2011/", "vstbcpn:2031/", "2031"),
        ("vstbcpn:2011/", "vstbcpn:2012-b/", "2012-b"),
        (THIS, f"0123456789ab/{season.edition().issue + 1}", f"2011, lần phát hành {season.edition().issue + 1}"),
    ],
)
def test_a_form_newer_than_the_program_leaves_the_unit_nothing_to_do(old: str, new: str, theirs: str) -> None:
    found = at.read(stamped(old, new))
    assert isinstance(found, Unreadable)
    told = judge_problem(found.problem)
    assert (told.code, found.problem.details["theirs"]) == ("VS141", theirs)
    assert "Đơn vị không phải làm gì" in told.advice


def test_a_form_of_an_earlier_year_is_to_be_filled_in_again() -> None:
    found = at.read(stamped("vstbcpn:2011/", "vstbcpn:2010/"))
    assert isinstance(found, Unreadable)
    assert found.problem.kind == "other-edition"


@pytest.mark.parametrize(
    ("old", "new", "theirs"),
    [
        ("vstbcpn:2011/", "vstbcpn:9999999999/", "9999999999"),
        ("vstbcpn:2011/", "vstbcpn:9999/", "9999"),
        ("vstbcpn:2011/", "vstbcpn:1911/", "1911"),
        ("vstbcpn:2011/", "vstbcpn:20111/", "20111"),
        ("vstbcpn:2011/", "vstbcpn:0/", "0"),
        ("vstbcpn:2011/", "vstbcpn:thu-nghiem/", "thu-nghiem"),
        ("vstbcpn:2011/", f"vstbcpn:{'9' * 6000}/", "999"),
        (THIS, "0123456789ab/99999", "2011, lần phát hành 99999"),
        (THIS, f"0123456789ab/{'9' * 6000}", "2011, lần phát hành 999"),
    ],
    ids=["ten digits", "9999", "1911", "20111", "0", "name", "endless", "issue", "endless issue"],
)
def test_a_stamp_that_names_no_form_anybody_knows_is_called_unknown(old: str, new: str, theirs: str) -> None:
    found = at.read(stamped(old, new))
    assert isinstance(found, Unreadable)
    told = judge_problem(found.problem)
    assert told.code == "VS105"
    assert f"ghi bản “{theirs}" in told.fact
    assert "phần mềm không biết bản này" in told.fact
    assert len(told.fact) < 300


def told_of_issue(edition: Edition) -> str:
    (finding,) = (f for f in at.findings(issued(edition)) if f.code == "VS241")
    return finding.fact


@pytest.mark.parametrize(("edition", "named"), [(OTHERS[0], "mã nội dung của biểu mẫu khác;"), (OTHERS[1], "“Số tin,")])
def test_a_form_with_the_number_of_this_issue_is_not_called_one_of_another(edition: Edition, named: str) -> None:
    fact = told_of_issue(edition)
    assert "cùng số lần phát hành" in fact
    assert "lần phát hành khác" not in fact
    assert named in fact
    assert "lần phát hành khác" in told_of_issue(replace(edition, issue=0))


@pytest.mark.parametrize(
    ("edition", "named"),
    [
        (OTHERS[0], None),
        (OTHERS[1], "khác ở: “Số tin, bài đã đăng”;"),
        (OTHERS[2], "khác ở: “Ghi đủ các cuộc."),
        (OTHERS[4], "“Con số”"),
    ],
    ids=["no word", "label", "heading", "words"],
)
def test_the_office_is_told_what_differs(edition: Edition, named: str | None) -> None:
    fact = told_of_issue(edition)
    assert (named in fact) if named else ("khác ở" not in fact)


def test_of_many_words_that_differ_the_first_are_named() -> None:
    def worded(task: Task) -> Task:
        return replace(task, indicators=tuple(replace(i, label=f"{i.label} (mới)") for i in task.indicators))

    fact = told_of_issue(reworded(worded))
    assert fact.count("(mới)") == 3
    assert " chỗ khác;" in fact


def other_choices(change: Callable[[tuple[str, ...]], tuple[str, ...]], name: str) -> Edition:
    edition = season.edition()
    lists = tuple(replace(c, values=change(c.values)) if c.name == name else c for c in edition.code_lists)
    return replace(edition, code_lists=lists)


def renamed_choice() -> tuple[str, str, CellRef, str]:
    """A list of the form, one of its choices that the complete form has chosen, where, and its answer."""
    edition = season.edition()
    read = at.accepted(at.filled(UNIT))
    for code_list in edition.code_lists:
        for table in edition.tables.values():
            for column in (c for c in table.columns if c.codes == code_list.name):
                for row in read.tables[table.code].rows if table.code in read.tables else ():
                    seen = row.cells.get(column.key)
                    if seen is not None and seen.cell is not None and seen.value in code_list.values:
                        return code_list.name, str(seen.value), seen.cell, str(seen.key)
    raise AssertionError("no choice in the complete form")


def test_a_choice_that_is_called_otherwise_now_is_understood_by_its_place() -> None:
    name, choice, cell, key = renamed_choice()
    edition = other_choices(lambda values: tuple("Tên gọi cũ" if v == choice else v for v in values), name)
    content = at.typed(issued(edition), {(cell.sheet, cell.row, cell.column): "Tên gọi cũ"})
    read = at.accepted(content)
    (seen,) = (o for o in read.observations() if str(o.key) == key)
    assert seen.value == choice
    assert said(at.findings(content)) == [("VS241", "tệp")]
    assert "“Tên gọi cũ”" in next(f.fact for f in at.findings(content))


def test_a_word_that_the_form_never_offered_is_the_units_own() -> None:
    name, choice, cell, _ = renamed_choice()
    edition = other_choices(lambda values: tuple("Tên gọi cũ" if v == choice else v for v in values), name)
    place = (cell.sheet, cell.row, cell.column)
    assert ("VS306", str(cell)) in said(at.findings(at.typed(issued(edition), {place: "Chưa từng có"})))
    # and under the same issue an old name is the unit's own too
    assert ("VS306", str(cell)) in said(at.findings(at.typed(at.filled(UNIT), {place: "Tên gọi cũ"})))


# ------------------------------------------------------------------- what only one of the two issues asks or offers
def without(*codes: str) -> Edition:
    return reworded(lambda task: replace(task, indicators=tuple(i for i in task.indicators if i.code not in codes)))


def facts(content: bytes, code: str) -> list[str]:
    return [f.fact for f in at.findings(content) if f.code == code]


def codes(content: bytes) -> list[str]:
    """What is told beside the sentence about the issue, and the account of the file closes."""
    read = at.accepted(content)
    assert read.count.typed == read.count.in_data + read.count.in_findings + read.count.ignored
    found = [f.code for f in at.findings(content)]
    assert found.count("VS241") == 1
    return [code for code in found if code != "VS241"]


@pytest.mark.parametrize("edition", [e for e, _, _ in ASKED_THERE] + [indicators("T5.06", measure="trăm bản")])
def test_nothing_said_of_a_form_with_the_number_of_this_issue_calls_it_one_of_another(edition: Edition) -> None:
    assert edition.issue == season.edition().issue
    told = at.findings(issued(edition))
    assert not [f for f in told if "lần phát hành khác" in f"{f.fact} {f.advice}"]


@pytest.mark.parametrize(
    ("edition", "code", "named"), ASKED_THERE, ids=["line", "line with a measure of ours", "column", "table"]
)
def test_what_only_the_other_issue_asks_is_told_and_is_no_fault_of_the_unit(
    edition: Edition, code: str, named: str
) -> None:
    assert codes(issued(edition)) == []
    content = answered(edition, {code: 7})
    assert codes(content) == ["VS243"]
    (fact,) = facts(content, "VS243")
    assert named in fact
    assert "(1 ô: “7”)" in fact
    assert "lần phát hành khác" not in fact  # it may have the number of this one


def test_a_cell_that_is_open_in_the_other_issue_alone_is_not_to_be_emptied() -> None:
    marks = dict.fromkeys(("SN", "DT", "HU", "XA"), Requirement.OPTIONAL)
    content = answered(indicators("T5.14a", required=marks), {"T5.14a": 77})
    assert codes(content) == ["VS243"]
    assert not at.accepted(content).values["T5.14a"].given


def test_what_the_file_was_issued_without_is_told_once_with_the_form_to_send() -> None:
    content = issued(without("T5.04", "T7.08", "T5.05"))
    assert codes(content) == ["VS242", "VS242"]
    found = [f for f in at.findings(content) if f.code == "VS242"]
    assert [str(f.place.key) for f in found] == ["T5.04", "T7.08"]  # T5.05 may be left empty
    assert len(group_findings(found)) == 1
    assert "gửi đơn vị tệp biểu mẫu đang dùng" in found[0].advice
    assert "T5.04" not in at.accepted(content).values


def test_a_line_that_is_asked_no_more_and_was_left_empty_is_no_answer_although_its_measure_is_ours_too() -> None:
    edition = indicators("T5.04", replace(new_line("T5.04b"), measure="cuộc"))
    assert codes(issued(edition)) == []


def test_another_example_of_the_other_issue_is_no_answer_until_the_unit_changes_it() -> None:
    edition = tables("T6.B1", lambda t: replace(t, example={**t.example, "ten_lop": "Tập huấn cho báo cáo viên"}))
    content = issued(edition)
    assert codes(content) == []
    sheet, row, column = at.spot(UNIT, "T6.B1.ten_lop", number=1)
    own = at.typed(content, {(sheet, row - 1, column): "Lớp của đơn vị"})
    assert len(at.accepted(own).tables["T6.B1"].rows) == len(at.accepted(content).tables["T6.B1"].rows) + 1


def test_a_cell_that_was_grey_in_the_file_is_not_asked_to_be_filled_in_there() -> None:
    marks = dict.fromkeys(("SN", "DT", "HU", "XA"), Requirement.CLOSED)
    assert codes(issued(indicators("T5.04", required=marks))) == ["VS242"]


def test_a_row_that_the_unit_took_out_of_such_a_form_is_still_its_own() -> None:
    sheet, row, _ = at.spot(UNIT, "T5.04")
    content = at.typed(issued(reworded(another_head)), {(sheet, row, c): None for c in range(1, 7)})
    assert codes(content) == ["VS202"]


def test_a_code_of_the_other_issue_is_not_taken_for_ours_by_its_label() -> None:
    content = answered(indicators("T5.06", code="T5.06a"), {"T5.06a": 33})
    assert codes(content) == ["VS243"]  # T5.06 may be left empty
    assert "T5.06" not in at.accepted(content).values


def test_a_sheet_that_was_issued_with_another_name_was_not_renamed() -> None:
    edition = reworded(lambda task: replace(task, sheet="NV3 moi") if task.code == "T3" else task)
    words = {**edition.words, "sheet.check": "TuKiemTra", "sheet.guide": "HD"}
    content = issued(replace(edition, words=words))
    assert codes(content) == []
    assert "trang tính “NV3 moi”" in facts(content, "VS241")[0]


def test_an_answer_that_the_list_in_the_file_offers_is_not_called_unknown_to_it() -> None:
    edition = other_choices(lambda values: (*values, "Đồng chủ trì"), "vai_tro")
    content = answered(edition, {"T6.B1.vai_tro": "Đồng chủ trì"})
    assert codes(content) == ["VS244"]
    assert codes(answered(edition, {"T6.B1.vai_tro": "Chưa từng có"})) == ["VS306"]


def test_choices_that_are_called_otherwise_are_named_with_what_they_count_as() -> None:
    edition = other_choices(lambda values: ("Đăng cai", *values[1:]), "vai_tro")
    assert "“Đăng cai” (đọc là “Chủ trì”)" in facts(issued(edition), "VS241")[0]


def in_thousands(table: Table) -> Table:
    columns = tuple(replace(c, measure="nghìn đồng") if c.measure == "triệu đồng" else c for c in table.columns)
    return replace(table, columns=columns)


def test_figures_under_a_measure_of_another_scale_are_not_added_up() -> None:
    content = issued(tables("T6.B2", in_thousands))
    assert set(codes(content)) == {"VS245"}
    rows = at.accepted(content).tables["T6.B2"].rows
    assert rows
    assert {row.cells["thuc_hien"].state for row in rows} == {State.UNREADABLE}
    assert "in đơn vị tính “nghìn đồng”, còn biểu mẫu đang dùng tính theo “triệu đồng”" in facts(content, "VS245")[0]
    assert codes(issued(indicators("T5.06", measure="trăm bản"))) == ["VS245"]


def test_another_word_for_what_is_counted_is_asked_about_at_the_figure() -> None:
    content = issued(indicators("T5.06", measure="tờ"))
    assert codes(content) == ["VS246"]
    assert at.accepted(content).values["T5.06"].given
    assert codes(issued(indicators("T5.04", measure="tin/bài"))) == []


@pytest.mark.parametrize(("measure", "withheld"), [("nghìn bản", True), ("ấn phẩm", False)])
def test_a_measure_that_the_unit_typed_over(measure: str, withheld: bool) -> None:
    sheet, row, _ = at.spot(UNIT, "T5.06")
    content = at.typed(at.filled(UNIT), {(sheet, row, 3): measure})
    assert [f.code for f in at.findings(content)] == (["VS210", "VS247"] if withheld else ["VS210"])
    assert at.accepted(content).values["T5.06"].given is not withheld
    nothing = at.typed(content, {at.spot(UNIT, "T5.06"): 0})
    assert [f.code for f in at.findings(nothing)] == ["VS210"]


def test_a_heading_that_the_unit_gave_another_measure() -> None:
    sheet, row, column = at.spot(UNIT, "T6.B2.thuc_hien", number=1)
    content = at.typed(at.filled(UNIT), {(sheet, row - 3, column): "Đã thực hiện (đồng)"})
    found = {f.code for f in at.findings(content)}
    assert "VS247" in found, found


def test_a_total_that_the_other_issue_asked_for_is_held_against_ours_by_the_office() -> None:
    marks = dict.fromkeys(("SN", "DT", "HU", "XA"), Requirement.REQUIRED)
    edition = indicators("T6.13", type=FieldType.MONEY, calc=None, required=marks)
    content = answered(edition, {"T6.13": 77})
    assert codes(content) == ["VS248"]
    assert at.accepted(content).values["T6.13"].number != 77


def test_the_self_check_of_the_other_issue_is_not_quoted() -> None:
    marks = dict.fromkeys(("SN", "DT", "HU", "XA"), Requirement.REQUIRED)
    content = answered(indicators("T5.05", required=marks), {"T5.05": 1})
    assert "khác ở: phần hướng dẫn hoặc tự kiểm tra;" in facts(content, "VS241")[0]


def test_a_sentence_of_the_instructions_with_the_office_in_it_is_print() -> None:
    guide = (*season.edition().guide[:-1], "Gửi về {office}.")
    assert codes(issued(replace(season.edition(), guide=guide))) == []


def test_what_a_unit_writes_beside_the_instructions_stays_its_own_though_it_names_itself() -> None:
    guide, check = (season.edition().words[f"sheet.{name}"] for name in ("guide", "check"))
    notes = {(guide, 60, 1): "Sở Y tế giải trình: 45 người", (check, 9, 4): "Đề nghị Sở Y tế xem lại 77"}
    content = at.typed(issued(reworded(another_head)), notes)
    assert codes(content) == ["VS206", "VS206"]


def test_where_nothing_says_what_the_file_was_issued_with_nothing_is_said_of_it() -> None:
    content = issued(reworded(another_head))
    part = at.sheet_parts(at.unpacked(content))["_meta"]
    emptied = at.edited(content, part, lambda xml: xml[: xml.index(b"<sheetData")] + b"<sheetData/></worksheet>")
    unchecked = without_sheet(emptied, season.edition().words["sheet.check"])
    assert codes(unchecked) == ["VS214"]
    sheet, row, _ = at.spot(UNIT, "T5.04")
    assert "VS202" in codes(without_row(unchecked, sheet, row))


@pytest.mark.parametrize("before", [2, 3, 4])
def test_a_measure_is_found_though_the_unit_has_put_in_a_column(before: int) -> None:
    unit = "tp-lang-son"
    sheet, row, _ = at.spot(unit, "T6.15")
    assert "VS247" not in {f.code for f in at.findings(with_column(at.filled(unit), sheet, before))}
    retyped = at.typed(at.filled(unit), {(sheet, row, 3): "nghìn đồng"})
    assert "VS247" in {f.code for f in at.findings(with_column(retyped, sheet, before))}


@pytest.mark.parametrize("before", [2, 3, 4])
def test_words_in_a_column_that_was_put_in_change_nothing_that_is_printed(before: int) -> None:
    unit = "tp-lang-son"
    sheet, row, _ = at.spot(unit, "T6.15")
    content = at.typed(with_column(at.filled(unit), sheet, before), {(sheet, row, before): "ghi chú"})
    assert {(f.code, f.value) for f in at.findings(content) if f.code in ("VS206", "VS210")} == {("VS206", "ghi chú")}


@pytest.mark.parametrize(
    ("measure", "withheld"),
    [
        ("1000bản", True),
        ("1,000 bản", True),
        ("1 000 bản", True),
        ("1000000 bản", True),
        ("nghin ban", True),
        ("‰", True),
        ("nghìnbản", True),
        ("x1000", True),
        ("10^3 bản", True),
        ("1 bản", False),
        ("bản năm 2011", False),
        ("bản, đến 31/5", False),
        ("BẢN IN", False),
    ],
)
def test_another_scale_is_known_however_it_is_written(measure: str, withheld: bool) -> None:
    sheet, row, _ = at.spot(UNIT, "T5.06")
    content = at.typed(at.filled(UNIT), {(sheet, row, 3): measure})
    assert at.accepted(content).values["T5.06"].given is not withheld


@pytest.mark.parametrize(
    "measure", ["1.000.000đ", "1,000,000 đồng", "1000000đ", "Trieu dong", "trđ", "triệuđồng", "1 triệu đồng"]
)
def test_a_million_is_a_million_however_it_is_written(measure: str) -> None:
    unit = "tp-lang-son"
    sheet, row, _ = at.spot(unit, "T6.15")
    assert at.accepted(at.typed(at.filled(unit), {(sheet, row, 3): measure})).values["T6.15"].given


@pytest.mark.parametrize("measure", ["1.000.000.000 đồng", "1000000000đ", "000.000đ"])
def test_many_a_million_is_no_million(measure: str) -> None:
    unit = "tp-lang-son"
    sheet, row, _ = at.spot(unit, "T6.15")
    assert not at.accepted(at.typed(at.filled(unit), {(sheet, row, 3): measure})).values["T6.15"].given


@pytest.mark.parametrize(
    ("edition", "code", "named"), ASKED_THERE, ids=["line", "line with a measure of ours", "column", "table"]
)
def test_a_form_in_which_only_that_is_answered_is_not_called_blank(edition: Edition, code: str, named: str) -> None:
    own = at.applies_to(UNIT)
    applies = Applicability(replace(edition, fingerprint="0123456789ab"), own.unit, own.period)
    blank = Master.of(draw(plan_form(applies, at.live()))).stamped(fields_of(applies))
    assert at.refused(blank)[0] == "blank-as-issued"
    (found,) = (
        (p.name, s.row, s.column)
        for p in place(applies)
        for s in p.slots
        if s.code == code and s.role is Role.VALUE and s.number <= 1
    )
    assert at.refused(at.typed(blank, {found: 7}))[0] == "nothing-reported", named


@pytest.mark.parametrize(
    ("heading", "withheld"),
    [
        ("5. Số học viên", False),
        ("Số học viên (6 tháng)", False),
        ("Kinh phí (10 triệu đồng)", True),
    ],
)
def test_a_number_in_a_heading_is_no_scale_unless_it_stands_before_one(heading: str, withheld: bool) -> None:
    column = "kinh_phi" if withheld else "so_hoc_vien"
    sheet, row, at_column = at.spot(UNIT, f"T6.B1.{column}", number=1)
    content = at.filled(UNIT)
    cells = next(s for s in package.read_package(content).sheets if s.name == sheet).cells
    label = season.edition().table_columns[f"T6.B1.{column}"][1].label
    head = max(r for (r, c), cell in cells.items() if c == at_column and r < row and label in cell.text)
    found = at.accepted(at.typed(content, {(sheet, head, at_column): heading, (sheet, row, at_column): 7}))
    assert found.tables["T6.B1"].rows[0].cells[column].given is not withheld
