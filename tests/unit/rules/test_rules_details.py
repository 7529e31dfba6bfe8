"""What a finding says and where a rule turns: exact figures, bounds, related cells, and the words of problems."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.support.forms import returned
from tests.support.forms.small_forms import (
    COURSE,
    EDITION,
    EMPTY,
    HU,
    NIL,
    R06,
    R08,
    R17,
    R19,
    SHORT,
    TARGET,
    UNREADABLE,
    Form,
    cell_of,
    course,
    day,
    document,
    found,
    places,
    season,
    v,
)
from vstbcpn_cli.edition.model import FieldType, Nature, Severity
from vstbcpn_cli.model.findings import Finding, Place, RuleFailure
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Key, Observation, Problem, State
from vstbcpn_cli.rules.base import ConstraintRule, FormRule
from vstbcpn_cli.rules.constraints.average_too_high import RULE as AVERAGE
from vstbcpn_cli.rules.constraints.date_after_limit import Limit
from vstbcpn_cli.rules.engine import UnusableRecordError, in_reading_order, judge, judge_problem
from vstbcpn_cli.rules.registry import bind, rules
from vstbcpn_cli.rules.season.lead_differs_from_sum import LeadAndSum, check
from vstbcpn_cli.rules.wording import said
from vstbcpn_cli.text.numbers import number


def only(form: Form, name: str, params: Any = None, **common: Any) -> Finding:
    (finding,) = found(form, name, params, **common)
    return finding


def related(finding: Finding) -> list[str]:
    return [str(place.key) for place in finding.related]


# ---------------------------------------------------------------------------------------------- figures in sentences
@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Fraction(1, 3), "0,33"),
        (Fraction(2, 3), "0,67"),
        (Fraction(12_345, 1000), "12,35"),
        (Fraction(2500), "2.500"),
        (Decimal("1.50"), "1,5"),
        (Decimal(1000), "1.000"),
    ],
)
def test_a_figure_in_a_sentence(value: Decimal | Fraction, printed: str) -> None:
    assert number(value) == printed


def test_an_answer_in_a_sentence_is_a_figure_a_day_or_quoted() -> None:
    def answer(value: Any) -> str:
        return said(Observation(Key("T6.05"), State.VALUE, value, None, "như đã ghi"))

    assert answer(1234) == "1.234"
    assert answer(day("2011-03-05")) == "05/3/2011"
    assert answer("chữ") == "“chữ”"


def test_shares_are_said_in_percent_and_the_other_figure_is_related() -> None:
    low = Form({"T4.M1.HH.ung_cu_nu": 1, "T4.M1.HH.ung_cu_tong": 3}, unit=HU)
    params = {"matrix": "T4.M1", "part": "ung_cu_nu", "whole": "ung_cu_tong", "threshold": 35}
    finding = only(low, "share-below", params)
    assert "chiếm 33,33%, thấp hơn mức 35%." in finding.fact
    assert related(finding) == ["T4.M1.HH.ung_cu_tong"]
    no_leader = Form({"T3.M1.CB01.nu": 5, "T3.M1.CB01.tong": 8, "T3.06": False})
    params = {"part": "T3.M1.CB01.nu", "whole": "T3.M1.CB01.tong", "threshold": 30, "field": "T3.06"}
    finding = only(no_leader, "share-without-leader", params)
    assert "chiếm 62,5% nhưng" in finding.fact
    assert related(finding) == ["T3.M1.CB01.nu", "T3.M1.CB01.tong"]


def test_an_average_is_said_with_both_figures_it_is_made_of() -> None:
    rows = [{"so_cuoc": 3, "luot_nguoi": 6100}]
    params = {"table": "T5.B1", "total": "luot_nguoi", "count": "so_cuoc", "limit": 2000}
    finding = only(Form(tables={"T5.B1": rows}), AVERAGE.name, params)
    assert " là 6.100, " in finding.fact
    assert " là 3, bình quân 2.033,33, cao hơn mức thường gặp 2.000." in finding.fact
    assert related(finding) == ["T5.B1.so_cuoc[1]"]


def test_a_result_below_its_target_shows_its_figures_without_withholding_them() -> None:
    params = {**R17, "reasons": ["T4.05", "T4.08"]}
    finding = only(Form({**SHORT, "T4.05": EMPTY}, unit=HU), "short-of-target-without-reason", params)
    assert "chiếm 25%, thấp hơn chỉ tiêu 30% nhưng" in finding.fact
    shown = ["trung_cu_nu", "trung_cu_tong", "chi_tieu_ty_le"]
    assert [p.cell for p in finding.related] == [cell_of(Key(f"T4.M1.HH.{key}")) for key in shown]
    assert related(finding) == ["None"] * 3


def test_a_money_figure_from_the_bound_of_dong_on_is_said_to_be_in_dong() -> None:
    def fact(figure: int, limit: int) -> str:
        params = {"columns": ["T6.15"], "limit": limit, "dong": 100_000}
        findings = found(Form({"T6.15": Decimal(figure)}, unit=HU), "probable-unit-slip", params)
        return findings[0].fact if findings else ""

    assert "có thể đã nhập bằng đồng" in fact(100_000, 5000)
    assert "có thể đã nhập bằng đồng" in fact(100_000, 200_000)
    assert "lớn hơn mức thường gặp 5.000 triệu đồng" in fact(99_999, 5000)
    assert fact(99_999, 200_000) == ""


# ------------------------------------------------------------------------------------------------- words of advice
@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("38 ngày 5/3", "Đề nghị tách số, ký hiệu và ngày vào hai ô riêng."),
        (
            "38",
            "Đề nghị ghi đủ số và ký hiệu, ví dụ 38/KH-UBND; nếu văn bản ghi đúng như vậy thì nêu ở cột “Giải trình”.",
        ),
    ],
)
def test_a_document_number_with_a_date_in_it_is_to_be_taken_apart(typed: str, advice: str) -> None:
    finding = only(Form({"M.11": typed}), "document-number-pattern", {"fields": ["M.11"]})
    assert finding.advice == advice


def test_an_empty_figure_in_a_row_is_asked_for_as_a_figure() -> None:
    findings = found(Form({"T1.06": EMPTY}, course(so_nu=EMPTY, ten_lop=EMPTY)), "missing-value")
    advice = {str(f.place.key): f.advice for f in findings}
    assert advice["T6.B1.so_nu[1]"] == "Đề nghị nhập số; không phát sinh thì ghi 0."
    assert advice["T6.B1.ten_lop[1]"] != advice["T6.B1.so_nu[1]"]
    assert len(set(advice.values())) == 3


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, "chưa có dòng “KH năm” của năm 2010 hoặc 2011."),
        ({"year_column": ""}, "chưa có dòng “KH năm”."),
        ({"row": {}}, "chưa có dòng của năm 2010 hoặc 2011."),
    ],
)
def test_a_missing_row_says_which_one_and_none_at_all_is_said_elsewhere(changes: Any, wanted: str) -> None:
    params = {k: x for k, x in {**R06, **changes}.items() if x}
    old = document(nhom="Khác", ngay_ban_hanh=day("2009-03-05"))
    assert only(Form({"T1.01": True}, old), "missing-row", params).fact.endswith(wanted)
    assert found(Form({"T1.01": True}, {"T1.B1": NIL}), "missing-row", params) == []


def test_a_missing_row_of_any_kind_is_none_at_all() -> None:
    params = {"when": R06["when"], "table": "T1.B1"}
    finding = only(Form({"T1.01": True}, {"T1.B1": NIL}), "missing-row", params)
    assert finding.fact.endswith("chưa có dòng nào.")
    assert related(finding) == ["T1.01"]


def test_how_many_cells_of_a_line_its_lead_left_empty() -> None:
    one = Form({"T4.08": EMPTY}, unit="so-noi-vu")
    assert only(one, "lead-left-empty").fact.endswith("” do đơn vị làm đầu mối nhưng còn trống.")
    assert " ô cùng dòng" not in only(one, "lead-left-empty").fact
    keys = ("ung_cu_nu", "ung_cu_tong", "trung_cu_nu")
    finding = only(Form({f"T4.M1.HT.{k}": EMPTY for k in keys}, unit="so-noi-vu"), "lead-left-empty")
    assert " và 2 ô cùng dòng do đơn vị làm đầu mối" in finding.fact
    assert len(finding.related) == 2
    assert finding.place not in finding.related


def test_a_closed_cell_and_a_closed_table_have_words_of_their_own() -> None:
    assert only(Form({"T5.14b": 3}), "closed-cell-filled").fact.endswith("không áp dụng cho đơn vị nhưng đã ghi 3.")
    tasks = tuple(
        replace(t, tables=tuple(replace(b, required={}) if b.code == "T6.B1" else b for b in t.tables))
        for t in EDITION.tasks
    )
    scope = Form(tables={"T6.B1": [{"so_hoc_vien": 4}]}).scope(replace(EDITION, tasks=tasks))
    (finding,) = (f for f in judge(scope, []) if f.rule == "closed-cell-filled")
    assert finding.fact == f"Bảng “{EDITION.tables['T6.B1'].label}” không áp dụng cho đơn vị nhưng đã có nội dung 4."
    assert finding.advice == "Đề nghị xóa nội dung đã điền trong bảng này."


# ------------------------------------------------------------------------------------------------ where rules turn
@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2011-01-01", "2011-05-31", []),
        ("2011-05-31", "2011-05-31", []),
        ("2010-12-31", "2011-01-01", [("tu_ngay", Severity.WARNING)]),
        ("2010-12-31", "2011-05-31", [("tu_ngay", Severity.WARNING)]),
        ("2010-12-31", "2011-06-01", [("tu_ngay", Severity.ERROR)]),
        ("2010-12-30", "2010-12-31", [("tu_ngay", Severity.ERROR)]),
        ("2011-05-31", "2011-06-01", [("den_ngay", Severity.ERROR)]),
        ("2011-06-01", "2011-06-01", [("tu_ngay", Severity.ERROR)]),
    ],
)
def test_the_first_and_the_last_day_belong_to_the_window(start: str, end: str, expected: list[Any]) -> None:
    findings = found(Form(tables=course(tu_ngay=day(start), den_ngay=day(end))), "date-outside-window", R19)
    assert [(f.place.key.code.rpartition(".")[2], f.severity) for f in findings if f.place.key] == expected


def test_a_window_of_one_day_judges_and_is_printed() -> None:
    one_day = {"M.06": day("2011-03-05"), "M.07": day("2011-03-05")}
    form = Form({**one_day, "T2.01": "Đã kiện toàn trong năm 2011", "T2.03": day("2011-03-06")})
    fact = only(form, "date-outside-window", R08).fact
    assert fact.endswith("là 06/3/2011, ngoài kỳ số liệu từ 05/3/2011 đến 05/3/2011.")


def test_a_limit_needs_the_table_and_the_column() -> None:
    for wrong in ({"table": "T6.B1"}, {"column": "tu_ngay"}, {"field": "T2.03", "table": "T6.B1", "column": "tu_ngay"}):
        with pytest.raises(ValueError, match="cần field hoặc table"):
            Limit(limit=day("2011-06-30"), **wrong)


def test_too_few_known_zeros_say_nothing_of_a_task() -> None:
    unknown = v(T7_09=State.UNAVAILABLE, T7_10=UNREADABLE)
    assert found(Form(v(T7_08=0) | unknown, unit=HU), "all-zero-task", {"task": "T7"}) == []
    whole = only(Form(v(T7_08=0, T7_09=0, T7_10=0), unit=HU), "all-zero-task", {"task": "T7"})
    assert whole.fact.startswith("Toàn bộ 3 số liệu bắt buộc đã ghi")
    assert related(whole) == ["T7.09", "T7.10"]


def test_a_row_of_a_target_that_is_not_ours_withholds_its_other_answers_only() -> None:
    row = {**TARGET, "ma_chi_tieu": "CL2011-1.2", "don_vi_tinh": EMPTY}
    finding = only(Form(tables={"T1.B2": [row]}), "not-the-lead")
    assert str(finding.place.key) == "T1.B2.ma_chi_tieu[1]"
    assert related(finding) == ["T1.B2.danh_gia[1]", "T1.B2.thuc_hien[1]"]


def test_several_parts_are_all_related_to_the_whole_they_exceed() -> None:
    params = {"parts": ["T3.M1.CB12.tong", "T3.M1.CB13.tong"], "whole": "T3.M1.CB01.tong"}
    form = Form({"T3.M1.CB12.tong": 6, "T3.M1.CB13.tong": 5, "T3.M1.CB01.tong": 10})
    finding = only(form, "part-exceeds-whole", params)
    assert related(finding) == ["T3.M1.CB13.tong", "T3.M1.CB01.tong"]
    assert finding.advice == "Đề nghị kiểm tra lại các ô này."
    two = only(Form(v(T2_06=7, T2_07=9)), "part-exceeds-whole", {"part": "T2.07", "whole": "T2.06"})
    assert two.advice == "Đề nghị kiểm tra lại hai ô."


def test_a_whole_that_is_added_up_stands_in_more_than_one_cell() -> None:
    """A budget of two rows: what is to be looked at again are three cells."""
    unit = "huyen-loc-binh"
    cells = {returned.spot(unit, "T6.15"): 99999}
    (finding,) = [f for f in returned.findings(returned.typed(returned.filled(unit), cells)) if f.constraint == "R47"]
    assert finding.advice.startswith("Đề nghị kiểm tra lại các ô này")


def test_a_sum_is_complete_when_the_last_unit_has_reported() -> None:
    lead = "hoi-lhpn"
    (code,) = [c for c in season(Form(unit=lead)).scopes[0].unit.lead_for if c in EDITION.indicators][:1]
    districts = [u.code for u in season().register.valid_on(EDITION.periods["6t"].until_date) if u.kind == "HU"]
    forms = [Form({code: 100}, unit=lead), *(Form({code: 1}, unit=unit) for unit in districts)]
    params = LeadAndSum(fields=(code,), sum_kinds=("HU",))
    faults = [fault.fact for _, fault in check(params, season(*forms))]
    assert len(faults) == 1
    assert f"cộng theo báo cáo của các huyện, thành phố là {len(districts)}." in faults[0]
    assert list(check(params, season(*forms[:-1]))) == []


# ----------------------------------------------------------------------------------------------------- the scope
def test_the_codes_of_a_nature_are_the_typed_and_the_computed_lines_but_no_computed_cell() -> None:
    codes = list(Form().scope().codes_of(Nature.FLOW))
    typed = [c for c, (_, row, column) in EDITION.matrix_cells.items() if row.nature is Nature.FLOW]
    made = {c for c in typed if EDITION.matrix_cells[c][2].type is FieldType.CALC}
    lines = [i.code for i in EDITION.indicators.values() if i.nature is Nature.FLOW]
    assert sorted(codes) == sorted([*lines, *(c for c in typed if c not in made)])
    assert any(EDITION.indicators[c].type is FieldType.CALC for c in lines)


def test_a_line_of_a_block_knows_its_own_columns_and_every_code_of_the_form() -> None:
    scope = Form({"T3.M1.CB01.nu": 4, "T6.05": 9}, {"T6.B1": [COURSE]}).scope()
    line = next(x for x in scope.lines(matrix="T3.M1") if x.code("nu") == "T3.M1.CB01.nu")
    for name, value in (("nu", 4), ("T6.05", 9)):
        answer = line.value(name)
        assert answer is not None
        assert answer.value == value
    (row,) = scope.lines(table="T6.B1")
    assert (row.code("so_nu"), row.code("T6.05")) == ("T6.B1.so_nu", "T6.05")


# ---------------------------------------------------------------------------------------------------- the engine
def test_a_problem_with_every_detail_known_has_the_fuller_advice() -> None:
    problem = Problem(
        ProblemKind.NOT_WHOLE, CellRef("NV6", 3, 4), Key("T6.05"), "1,234", {"grouped": "1.234", "digits": "1234"}
    )
    known, unknown = judge_problem(problem), judge_problem(replace(problem, details={"grouped": "", "digits": ""}))
    assert "nếu số đúng là 1.234 thì ghi 1234" in known.advice
    assert unknown.advice == "Đề nghị kiểm tra và ghi số nguyên."
    assert known.fact == unknown.fact == "Ô có giá trị “1,234”, không phải số nguyên."


@pytest.mark.parametrize(("code", "fact"), [("#N/A", "“#N/A” (không tìm thấy giá trị)."), ("#LẠ!", "“#LẠ!”.")])
def test_what_a_problem_shows_is_explained_where_the_words_know_it(code: str, fact: str) -> None:
    problem = Problem(ProblemKind.ERROR_CELL, shown=code, details={"case": "number"})
    assert judge_problem(problem).fact == f"Ô báo lỗi {fact}"


def test_a_record_without_its_details_or_with_others_is_refused_and_told_in_general_words() -> None:
    good = Problem(ProblemKind.OTHER_EDITION, shown="a.xlsx", details={"case": "", "theirs": "2010", "ours": "2011"})
    assert "“2010”" in judge_problem(good).fact
    for details in ({}, {"theirs": "2010"}, {**good.details, "more": "x"}):
        record = replace(good)
        object.__setattr__(record, "details", details)
        with pytest.raises(UnusableRecordError, match="other-edition"):
            judge_problem(record)
        failed: list[RuleFailure] = []
        assert judge_problem(record, failed).fact == "Biểu mẫu của bản khác."
        assert failed == [RuleFailure("VS105", "", "UnusableRecordError")]


def test_the_file_comes_first_and_a_sheet_of_no_task_last() -> None:
    words = ("VS401", "part-exceeds-whole", Severity.ERROR, "", "")
    of_the_file = Finding(*words, Place())
    first = Finding(*words, Place(CellRef(EDITION.tasks[0].sheet, 9, 1), None))
    last = Finding(*words, Place(CellRef("Trang lạ", 1, 1), None))
    assert in_reading_order(EDITION, [last, first, of_the_file]) == (of_the_file, first, last)


def test_errors_of_the_file_as_a_whole_are_told_one_by_one() -> None:
    problems = tuple(Problem(ProblemKind.MISSING_SHEET, shown=f"NV{n}", details={"title": "x"}) for n in range(2))
    findings = [f for f in judge(Form(problems=problems).scope(), []) if f.rule == "missing-sheet"]
    assert rules()["missing-sheet"].severity is Severity.ERROR
    assert len(findings) == 2


def test_a_finding_carries_places_and_what_was_typed() -> None:
    finding = only(Form(v(T2_06=7, T2_07=9)), "part-exceeds-whole", {"part": "T2.07", "whole": "T2.06"})
    assert (type(finding.place), [type(p) for p in finding.related]) == (Place, [Place])
    assert finding.value == "9"
    assert only(Form(tables={"T1.B1": []}), "unanswered-table").value == ""


def test_an_unreadable_part_is_no_zero() -> None:
    parts = {"parts": ["T6.06", "T6.07"], "whole": "T6.05"}
    assert places(found(Form(v(T6_05=8, T6_06=3, T6_07=UNREADABLE)), "parts-differ-from-whole", parts)) == []


# ---------------------------------------------------------------------------------------------- the list of rules
GRADES = {
    Severity.WARNING: """
        VS112 VS113 VS125 VS131 VS206 VS208 VS209 VS210 VS211 VS214 VS217 VS219 VS220 VS222 VS223 VS225 VS226 VS227 VS229
        VS230 VS243 VS246 VS248 VS249 VS312 VS313 VS315 VS316 VS317 VS324 VS325 VS326 VS328 VS330 VS331 VS332 VS333 VS334 VS335 VS336 VS338
        VS339 VS345 VS349 VS353 VS357 VS407 VS410 VS411 VS412 VS414 VS415 VS416 VS418 VS420 VS421 VS422 VS423 VS424 VS425 VS426 VS440 VS441 VS501
        VS502 VS503 VS504 VS505 VS506 VS507 VS508
    """,
    Severity.NOTICE: """
        VS110 VS111 VS121 VS126 VS128 VS130 VS132 VS133 VS143 VS144 VS204 VS207 VS212 VS221 VS224 VS228 VS231 VS232 VS233 VS241 VS314 VS323
        VS337 VS342 VS354 VS355 VS356 VS359
    """,
}


def test_only_an_error_withholds_a_figure_so_no_rule_changes_its_grade_unnoticed() -> None:
    for grade, codes in GRADES.items():
        assert [r.code for r in rules().values() if r.severity is grade] == codes.split(), "GRADES above"


LOCKED = {"closed-cell-filled", "not-the-lead", "wrong-reporter"}
"""Their cells are locked, so that nothing can be typed there."""
NO_FORMULA = {"document-number-pattern", "same-in-two-tables", "verdict-only"}
"""Spreadsheet formulas know no patterns of letters and digits nor phrases, and compare no tables with folded spelling."""


def test_every_rule_of_a_form_has_its_line_of_the_self_check_unless_there_is_a_reason() -> None:
    silent = {r.name for r in rules().values() if isinstance(r, ConstraintRule | FormRule) and r.live is None}
    assert silent == LOCKED | NO_FORMULA, "a rule without `live` stands here, one with it does not"


def test_only_a_warning_is_left_to_another_rule_to_say() -> None:
    spoken_for = [r for r in rules().values() if r.said_by]
    assert {r.severity for r in spoken_for} == {Severity.WARNING}
    assert {name for r in spoken_for for name in r.said_by} <= rules().keys()


def test_a_warning_is_told_beside_a_notice_that_would_have_said_it() -> None:
    late = Form({"T2.01": "Đã kiện toàn trong năm 2011", "T2.03": day("2011-07-01")})
    scope = late.scope()
    codes = [(f.code, f.severity.value) for f in judge(scope, bind(EDITION)) if f.place.key == Key("T2.03")]
    assert codes == [("VS408", "error")]
    tried = replace(scope, edition=replace(EDITION, trial=("VS408",)))
    codes = [(f.code, f.severity.value) for f in judge(tried, bind(EDITION)) if f.place.key == Key("T2.03")]
    assert codes == [("VS408", "notice"), ("VS410", "warning")]


@pytest.mark.parametrize(
    ("kind", "details", "words"),
    [
        (ProblemKind.NOT_A_WORKBOOK, {"what": "PICTURE"}, "ảnh chụp"),
        (ProblemKind.NOT_A_WORKBOOK, {"what": "Word"}, "văn bản Word"),
        (ProblemKind.STAMP_LOST, {"mark": "property"}, "qua thuộc tính của tệp."),
        (ProblemKind.STAMP_LOST, {"mark": "keyword"}, "qua từ khóa của tệp."),
        (ProblemKind.STAMP_LOST, {"mark": "printed"}, "qua mã in trên biểu."),
    ],
)
def test_a_mark_of_the_reader_is_told_in_words(kind: ProblemKind, details: dict[str, str], words: str) -> None:
    assert words in judge_problem(Problem(kind, CellRef("NV6", 1, 1), details=details)).fact
