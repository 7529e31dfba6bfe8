"""Every rule against small forms built in memory: one that breaks it and one that does not, by code and cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.support.forms.small_forms import (
    CASES,
    COURSE,
    DOCUMENT,
    EDITION,
    EMPTY,
    HU,
    R08,
    R19,
    R23,
    REGISTER,
    TARGET,
    UNAVAILABLE,
    UNREADABLE,
    Case,
    Form,
    cell_of,
    compared,
    course,
    day,
    declared,
    found,
    places,
    season,
    v,
)
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import (
    CellRef,
    Key,
    Observation,
    Problem,
    State,
)
from vstbcpn_cli.rules.base import CASE, ConstraintRule, FormRule, ProblemRule
from vstbcpn_cli.rules.engine import blocked_by, in_reading_order, judge, judge_problem, judge_season
from vstbcpn_cli.rules.registry import bind, rules
from vstbcpn_cli.text.lists import listing
from vstbcpn_cli.text.numbers import number

R05 = {"part": "T5.11", "whole": "T5.10", "explained_is_warning": True}


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.rule} {c.note}".strip())
def test_case(case: Case) -> None:
    code = rules()[case.rule].code
    findings = found(case.breaks, case.rule, case.params)
    assert places(findings) == list(case.at)
    assert {f.code for f in findings} == {code}
    for form in case.passes:
        assert places(found(form, case.rule, case.params)) == [], form


def test_every_rule_has_a_case() -> None:
    tried = {c.rule for c in CASES if c.at} & {c.rule for c in CASES if c.passes}
    of_one_form = {r.name for r in rules().values() if isinstance(r, FormRule | ConstraintRule)}
    assert of_one_form - tried == set(), "CASES in tests/support/forms/small_forms.py: breaks it, and passes"


PROBLEMS = [r for r in rules().values() if isinstance(r, ProblemRule)]


@pytest.mark.parametrize("rule", PROBLEMS, ids=lambda r: r.name)
def test_a_recorded_problem_is_worded_at_its_cell(rule: ProblemRule) -> None:
    cell = CellRef("NV6", 12, 4)
    kind, names = ProblemKind(rule.name), [*rule.details, *rule.case_of({}).details]
    problem = Problem(kind, cell, Key("T6.05"), "khoảng {50}", dict.fromkeys(names, "{một}"))
    with_problem = judge(Form({"T6.05": 5}, problems=(problem,)).scope(), [])
    assert [(f.code, f.place) for f in with_problem] == [(rule.code, Place(cell, Key("T6.05")))]
    assert judge(Form({"T6.05": 5}).scope(), []) == ()
    finding = with_problem[0]
    assert finding.severity is rule.severity
    assert finding.value == "khoảng {50}"
    for case in ("", *rule.cases):
        of_case = {CASE: case} if rule.cases else {}
        names = [*rule.details, *rule.case_of(of_case).details]
        for word in ("", "một"):
            told = judge_problem(replace(problem, details={**dict.fromkeys(names, word), **of_case}))
            assert told.fact.endswith(".")
            assert not re.search(r"\{(?!50\})", told.fact + told.advice + told.thing)


SHARED = {"table": "T6.B1", "columns": ["ten_lop", "tu_ngay"], "where": {"vai_tro": ["Chủ trì"]}}


def test_duplicate_between_units() -> None:
    ours, theirs = Form(tables=course()), Form(tables=course(ten_lop="LỒNG GHÉP giới"), unit=HU)
    found_at = compared("duplicate-between-units", SHARED, season(ours, theirs))
    assert found_at == {"so-y-te.xlsx": ["T6.B1.ten_lop[1]"], f"{HU}.xlsx": ["T6.B1.ten_lop[1]"]}
    for other in (course(vai_tro="Phối hợp"), course(tu_ngay=EMPTY), course(ten_lop="Lớp khác")):
        assert compared("duplicate-between-units", SHARED, season(ours, Form(tables=other, unit=HU))) == {}
    assert compared("duplicate-between-units", SHARED, season(Form(tables={"T6.B1": [COURSE, COURSE]}))) == {}


def test_flow_decreased() -> None:
    previous = {"so-y-te": {"T5.04": Decimal(340), "T6.05": Decimal(99)}}
    now = Form(v(T5_04=310, T6_05=3), period="nam")
    more: dict[str, Any] = {"previous": previous, "previous_period": "2011-6t"}
    assert compared("flow-decreased", {}, season(now, period="nam", **more)) == {"so-y-te.xlsx": ["T5.04"]}
    same = replace(now, values=v(T5_04=340))
    assert compared("flow-decreased", {}, season(same, period="nam", **more)) == {}
    assert compared("flow-decreased", {}, season(now, period="6t", **more)) == {}
    assert compared("flow-decreased", {}, season(now, period="nam", **{**more, "previous_period": "2010-nam"})) == {}


def test_stock_jumped() -> None:
    previous = {"so-y-te": {"T6.05": Decimal(100), "T3.M1.CB01.nu": Decimal(0), "T5.04": Decimal(1)}}
    values = {"T6.05": 131, "T3.M1.CB01.nu": 50, "T5.04": 900}
    more: dict[str, Any] = {"previous": previous, "previous_period": "2010-nam"}
    assert compared("stock-jumped", {"percent": 30}, season(Form(values), **more)) == {"so-y-te.xlsx": ["T6.05"]}
    assert compared("stock-jumped", {"percent": 30}, season(Form({**values, "T6.05": 130}), **more)) == {}
    assert compared("stock-jumped", {"percent": 30}, season(Form({**values, "T6.05": 70}), **more)) == {}
    assert compared("stock-jumped", {"percent": 30}, season(Form(values))) == {}


def test_same_as_previous() -> None:
    figures = {"T1.03": 4, "T1.04": 2, "T1.06": 1, "T1.05": 3}
    previous = {"so-y-te": {code: Decimal(n) for code, n in figures.items()}}
    same = {"so-y-te.xlsx": ["T1.03"]}
    assert compared("same-as-previous", None, season(Form(figures), previous=previous)) == same
    assert compared("same-as-previous", None, season(Form({**figures, "T1.06": 2}), previous=previous)) == {}
    assert compared("same-as-previous", None, season(Form({**figures, "T1.06": 0}), previous=previous)) == {}
    assert compared("same-as-previous", None, season(Form(figures))) == {}


COPIES = {"once_in": 50}


def test_identical_blocks() -> None:
    figures = {"T1.03": 14, "T1.04": 2, "T1.06": 1, "T1.05": 3, "T1.09": 27, "T1.10": 9}
    others = [u.code for u in REGISTER.units if u.kind == "HU"][:5]
    both = season(Form(figures), Form(figures, unit=others[0]))
    assert compared("identical-blocks", COPIES, both) == {"so-y-te.xlsx": ["T1.03"], f"{others[0]}.xlsx": ["T1.03"]}
    near = season(Form({**figures, "T1.10": 31, "T1.12": 17}), Form({**figures, "T1.10": 32, "T1.12": 17}, unit=HU))
    assert set(compared("identical-blocks", COPIES, near)) == {"so-y-te.xlsx", f"{HU}.xlsx"}
    other = {"T1.03": 15, "T1.04": 3, "T1.06": 2, "T1.05": 4, "T1.09": 27, "T1.10": 9}
    assert compared("identical-blocks", COPIES, season(Form(figures), Form(other, unit=HU))) == {}
    alike = dict.fromkeys(figures, 1)
    assert compared("identical-blocks", COPIES, season(Form(alike), Form(alike, unit=HU))) == {}
    bound = declared("identical-blocks", COPIES)
    many = judge_season(season(Form(figures), *(Form(figures, unit=u) for u in others)), bound)
    assert all("và 2 đơn vị khác" in many[f"{unit}.xlsx"][0].fact for unit in ("so-y-te", *others))


PEERS = {
    "size": "T3.M1.CB01.tong",
    "beside": "T3.M1.CB01.nu",
    "least": 8,
    "times": 6.5,
    "spread": 0.3,
    "alone": 10,
    "alone_times": 3,
}


def test_unlike_peers() -> None:
    units = [u.code for u in REGISTER.units if u.kind == "SN" and u.code != "so-y-te"][:8]
    others = [Form({"T5.04": n, "T3.M1.CB01.tong": 40 + n}, unit=u) for n, u in enumerate(units, 4)]
    assert compared("unlike-peers", PEERS, season(Form({"T5.04": 90000}), *others)) == {"so-y-te.xlsx": ["T5.04"]}
    assert compared("unlike-peers", PEERS, season(Form({"T5.04": 30}), *others)) == {}
    assert compared("unlike-peers", PEERS, season(Form({"T5.04": 0}), *others)) == {}
    staff = Form({"T3.M1.CB01.tong": 90000})
    assert compared("unlike-peers", PEERS, season(staff, *others)) == {"so-y-te.xlsx": ["T3.M1.CB01.tong"]}
    few = {**PEERS, "times": 100}
    assert compared("unlike-peers", few, season(Form({"T5.04": 500}), *others)) == {"so-y-te.xlsx": ["T5.04"]}
    assert compared("unlike-peers", few, season(Form({"T5.04": 110}), *others)) == {}
    assert compared("unlike-peers", PEERS, season(Form({"T5.04": 90000}), *others[:6])) == {}


def test_a_doubtful_size_accuses_no_other_figure() -> None:
    units = [u.code for u in REGISTER.units if u.kind == "SN" and u.code != "so-y-te"][:12]
    sizes = [20 * n for n in range(1, 13)]
    others = [
        Form({"T5.04": size, "T3.M1.CB01.tong": size, "T3.M1.CB01.nu": size // 2}, unit=u)
        for u, size in zip(units, sizes, strict=True)
    ]
    one = Form({"T5.04": 80, "T3.M1.CB01.tong": 80 * 1000, "T3.M1.CB01.nu": 40})
    assert compared("unlike-peers", PEERS, season(one, *others)) == {"so-y-te.xlsx": ["T3.M1.CB01.tong"]}


def test_unlike_before() -> None:
    params = {"times": 4.5, "spread": 0.5}
    previous = {"so-y-te": {"T5.04": Decimal(340), "T6.05": Decimal(4)}}
    more: dict[str, Any] = {"previous": previous, "previous_period": "2010-6t"}
    told = {"so-y-te.xlsx": ["T5.04"]}
    assert compared("unlike-before", params, season(Form({"T5.04": 3400, "T6.05": 400}), **more)) == told
    assert compared("unlike-before", params, season(Form({"T5.04": 20}), **more)) == told
    assert compared("unlike-before", params, season(Form({"T5.04": 1000}), **more)) == {}
    assert compared("unlike-before", params, season(Form({"T5.04": 0}), **more)) == {}
    assert compared("unlike-before", params, season(Form({"T5.04": 3400}))) == {}


def test_lead_differs_from_sum() -> None:
    params = {"fields": ["T5.14a"], "sum_kinds": ["HU"]}
    leads = [u for u in REGISTER.units if u.leads("T5.14a")]
    districts = [u.code for u in REGISTER.valid_on(EDITION.periods["6t"].until_date) if u.kind == "HU"]
    lead = Form(v(T5_14a=len(districts) * 2), unit=leads[0].code)
    each = [Form(v(T5_14a=2), unit=code) for code in districts]
    assert compared("lead-differs-from-sum", params, season(lead, *each)) == {}
    assert compared("lead-differs-from-sum", params, season(lead, *each[1:])) == {}, "one district is missing"
    lower = replace(lead, values=v(T5_14a=1))
    assert compared("lead-differs-from-sum", params, season(lower, each[0])) == {f"{lead.unit}.xlsx": ["T5.14a"]}
    higher = replace(lead, values=v(T5_14a=999))
    assert compared("lead-differs-from-sum", params, season(higher, *each)) == {f"{lead.unit}.xlsx": ["T5.14a"]}


# ------------------------------------------------------------------------------------------------- the engine
WARNS = {"part": "T2.07", "whole": "T2.06"}
MORE_WOMEN = v(T2_06=7, T2_07=9)


def test_severity_is_the_rules_then_the_constraints_then_the_faults() -> None:
    assert found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS)[0].severity is Severity.ERROR
    warned = found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS, severity=Severity.WARNING)[0]
    assert (warned.severity, warned.constraint) == (Severity.WARNING, "R99")
    early = course(tu_ngay=day("2010-12-30"), den_ngay=day("2011-01-03"))
    assert found(Form(tables=early), "date-outside-window", R19)[0].severity is Severity.WARNING


def test_a_constraint_on_trial_is_a_notice_that_says_so() -> None:
    notice = found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS, trial=True)[0]
    assert notice.severity is Severity.NOTICE
    assert notice.fact.endswith(" (quy tắc thử nghiệm).")
    assert notice.trial
    assert not found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS)[0].trial


def test_a_rule_without_a_declaration_is_tried_by_its_code() -> None:
    closed = Form(v(T5_14b=3))
    assert [(f.code, f.severity, f.trial) for f in judge(closed.scope(), [])] == [("VS309", Severity.ERROR, False)]
    scope = replace(closed.scope(), edition=replace(EDITION, trial=("VS309",)))
    (tried,) = judge(scope, bind(scope.edition)[:0])
    assert (tried.code, tried.severity, tried.trial) == ("VS309", Severity.NOTICE, True)
    assert tried.fact.endswith(" (quy tắc thử nghiệm).")


@pytest.mark.parametrize("code", ["VS304", "VS999", "vs309", "closed-cell-filled"])
def test_what_the_reader_could_not_understand_cannot_be_tried(code: str) -> None:
    with pytest.raises(ConfigurationError, match=f"khóa “trial” không đúng. “{code}”"):
        bind(replace(EDITION, trial=(code,)))


def test_a_constraint_is_judged_for_its_kinds_from_its_year() -> None:
    assert found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS, kinds=("HU",)) == []
    assert found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS, from_year=2016) == []


@pytest.mark.parametrize(
    ("form", "params"),
    [
        (Form(MORE_WOMEN, explained={"T2.07": "Có một người kiêm nhiệm"}), WARNS),
        (
            Form({"T3.M1.CB01.tong": 5, "T3.M1.CB01.nu": 9}, explained={"T3.M1.CB01.tong": "Có một người kiêm nhiệm"}),
            {"matrix": "T3.M1", "part": "nu", "whole": "tong"},
        ),
        (
            Form(tables=course(so_nu=45), explained={"T6.B1[1]": "Có một người kiêm nhiệm"}),
            {"table": "T6.B1", "part": "so_nu", "whole": "so_hoc_vien"},
        ),
    ],
    ids=["indicator", "matrix row", "table row"],
)
def test_an_explained_warning_becomes_a_notice_that_quotes(form: Form, params: Mapping[str, Any]) -> None:
    notice = found(form, "part-exceeds-whole", params, severity=Severity.WARNING)[0]
    assert notice.severity is Severity.NOTICE
    assert notice.fact.endswith(" Đơn vị giải trình: “Có một người kiêm nhiệm”.")
    assert notice.explanation == "Có một người kiêm nhiệm"
    assert found(form, "part-exceeds-whole", params)[0].severity is Severity.ERROR, "an error stays an error"


def test_an_explanation_the_rule_asks_for_settles_an_error() -> None:
    bare, told = Form(v(T5_10=3, T5_11=4)), Form(v(T5_10=3, T5_11=4), explained={"T5.11": "Kỳ trước chuyển sang"})
    assert found(bare, "part-exceeds-whole", R05)[0].severity is Severity.ERROR
    warned = found(told, "part-exceeds-whole", R05)[0]
    assert warned.severity is Severity.NOTICE
    assert "“Kỳ trước chuyển sang”" in warned.fact


def test_a_later_layer_never_repeats_an_earlier_fault() -> None:
    problem = Problem(ProblemKind.NOT_ONE_NUMBER, shown="khoảng 9", details={"case": ""})
    bad = Form(v(T2_06=7, T2_07=9), beside={"T2.07": problem})
    assert [f.code for f in judge(bad.scope(), declared("part-exceeds-whole", WARNS))] == ["VS304"]
    noticed = Form(
        v(T2_06=7, T2_07=9), beside={"T2.07": Problem(ProblemKind.READ_WITH_CARE, shown="9", details={"read": "9"})}
    )
    codes = [f.code for f in judge(noticed.scope(), declared("part-exceeds-whole", WARNS))]
    assert codes == ["VS314", "VS401"], "a notice blocks nothing"


def test_a_closed_cell_beats_what_is_typed_in_it() -> None:
    bad = Form(
        {"T5.14b": UNREADABLE},
        beside={"T5.14b": Problem(ProblemKind.NOT_ONE_NUMBER, shown="khoảng 9", details={"case": ""})},
    )
    assert [(f.code, f.place.cell) for f in judge(bad.scope(), [])] == [("VS309", cell_of(Key("T5.14b")))]
    beside = Form(
        {"T5.14b": UNREADABLE}, problems=(Problem(ProblemKind.NOT_ONE_NUMBER, key=Key("T5.14b"), details={"case": ""}),)
    )
    assert [f.code for f in judge(beside.scope(), [])] == ["VS309"]


def test_a_closed_table_is_one_finding_that_touches_all_it_holds() -> None:
    closed = Form(tables={"T1.B2": [TARGET, TARGET]}, unit="vp-ubnd")
    (finding,) = judge(closed.scope(), [])
    assert (finding.code, str(finding.place.key)) == ("VS311", "T1.B2.ma_chi_tieu[1]")
    assert len(finding.keys) == 2 * len(TARGET)


def test_a_blank_that_is_demanded_beats_other_faults_of_its_cell() -> None:
    form = Form({"T2.01": "Đã kiện toàn trong năm 2011", "T2.02": "12/QĐ-SYT", "T2.03": EMPTY})
    demand = {"when": {"field": "T2.01", "starts_with": "Đã kiện toàn"}, "fields": ["T2.03"]}
    bound = [
        *declared("number-without-date", {"number": "T2.02", "date": "T2.03"}),
        *declared("missing-when-required", demand),
    ]
    assert [f.code for f in judge(form.scope(), bound)] == ["VS404"]


def test_a_computed_value_with_a_faulted_part_is_not_judged() -> None:
    scope = Form(tables=course(kinh_phi=Decimal(99))).scope()
    part = Observation(Key("T6.B2.thuc_hien", 1), State.VALUE, Decimal(1))
    total = Observation(Key("T6.14"), State.VALUE, Decimal(1), parts=(part,))
    scope = replace(scope, submission=replace(scope.submission, values={"T6.14": total}))
    bound = declared("part-exceeds-whole", R23)
    assert [f.code for f in judge(scope, bound)] == ["VS401"]
    assert judge(replace(scope, blocked=frozenset({part.key})), bound) == ()


def test_errors_of_one_code_at_one_place_are_one() -> None:
    both = [
        *declared("part-exceeds-whole", WARNS),
        *declared("part-exceeds-whole", {"part": "T2.07", "whole": "T1.03"}),
    ]
    (finding,) = judge(Form(v(T2_06=7, T2_07=9, T1_03=8)).scope(), both)
    assert "là 7." in finding.fact
    assert "là 8." in finding.fact
    assert [str(p.key) for p in finding.related] == ["T2.06", "T1.03"]
    assert blocked_by([finding]) == {Key("T2.07"), Key("T2.06"), Key("T1.03")}


def test_findings_stand_in_reading_order() -> None:
    def at(code: str, place: Place) -> Finding:
        return Finding(code, "", Severity.ERROR, "", "", place)

    file = at("VS113", Place())
    header = at("VS301", Place(CellRef("TT", 9, 4), Key("M.06")))
    renamed = at("VS301", Place(CellRef("A (sửa)", 9, 4), Key("T2.01")))
    low, high = (at("VS401", Place(CellRef("NV6", row, 4), Key("T6.05"))) for row in (9, 10))
    foreign = at("VS207", Place(CellRef("Ghi chú", 1, 1)))
    ordered = (file, header, renamed, low, high, foreign)
    assert in_reading_order(EDITION, reversed(ordered)) == ordered


def test_the_finding_quotes_what_was_typed() -> None:
    (finding,) = found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS)
    assert finding.value == "9"
    assert finding.fact == "“trong đó nữ” là 9, lớn hơn “Tổng số thành viên Ban” là 7."
    assert finding.advice == "Đề nghị kiểm tra lại hai ô."


def test_numbers_and_lists_are_worded_the_vietnamese_way() -> None:
    assert [number(n) for n in (1234, Decimal("1234.500"), Decimal("0.25"), 0)] == ["1.234", "1.234,5", "0,25", "0"]
    assert listing(["a", "b", "c"]) == "“a”, “b” và “c”"


GOOD = "350/CV-BVSTBCPN 12/UBQG-VP 664/LĐTBXH-BĐG 57/NQ-CP 2351/QĐ-TTg 01/2011/TT-BNV 739/BNV-CTTN&BĐG 38/KH-UBND"
GOOD += " 635/VP-KGVX 1672/NQ-UBTVQH15 97/2025/QH15 12a/BC-SNV 11-NQ/TW 24-CTr/TU 24-CTr/TƯ"


@pytest.mark.parametrize("text", [*GOOD.split(), "Số: 38/KH–UBND", "38 / KH-UBND"])
def test_document_numbers_that_must_match(text: str) -> None:
    assert found(Form({"M.11": text}), "document-number-pattern", {"fields": ["M.11"]}) == []


@pytest.mark.parametrize(
    "text", ["/QĐ-UBND", "…/QĐ-UBND", "350", "350/", "abc", "10/6/2011", "12/KH-UBND ngày 5/3/2011"]
)
def test_document_numbers_that_must_not_match(text: str) -> None:
    assert places(found(Form({"M.11": text}), "document-number-pattern", {"fields": ["M.11"]})) == ["M.11"]


def test_the_edition_judges_an_empty_scope_without_findings() -> None:
    assert judge(Form().scope(), bind(EDITION)) == ()


def test_a_table_closed_in_this_edition_is_one_finding_at_its_first_row() -> None:
    between = replace(EDITION, election_mode="giua_nhiem_ky")
    scope = Form(tables={"T4.B1": [DOCUMENT, DOCUMENT]}, unit=HU).scope(between)
    (finding,) = judge(scope, [])
    assert (finding.code, str(finding.place.key)) == ("VS309", "T4.B1.loai[1]")
    assert len(finding.keys) == 2 * len(DOCUMENT)


def test_the_zeros_of_a_task_declared_nil_are_typed_by_nobody() -> None:
    scope = Form({"T5.14b": 0, "T5.04": 0}, nil=["T5"]).scope()
    values = {code: replace(o, raw="") for code, o in scope.submission.values.items()}
    assert judge(replace(scope, submission=replace(scope.submission, values=values)), []) == ()


def test_problems_of_cells_that_the_file_lacks_are_said_too() -> None:
    problem = Problem(ProblemKind.MISSING_ROW_OF_FORM, details={"label": "Số cuộc họp", "what": "row", "nil": "zero"})
    scope = Form({"T1.06": EMPTY}, beside={"T1.06": problem}).scope()
    lacking = {code: replace(o, cell=None) for code, o in scope.submission.values.items()}
    findings = judge(replace(scope, submission=replace(scope.submission, values=lacking)), [])
    assert [(f.code, f.place) for f in findings] == [("VS202", Place(None, Key("T1.06")))]


def test_a_season_judges_only_what_compares_units() -> None:
    by_path = judge_season(season(Form(MORE_WOMEN)), declared("part-exceeds-whole", WARNS))
    assert by_path == {"so-y-te.xlsx": ()}


def test_a_comparison_is_made_for_the_kinds_it_is_declared_for() -> None:
    earlier: dict[str, Any] = {"previous": {"so-y-te": {"T6.05": Decimal(100)}}, "previous_period": "2010-nam"}
    bound = declared("stock-jumped", {"percent": 30}, kinds=("HU",))
    assert judge_season(season(Form({"T6.05": 900}), **earlier), bound) == {"so-y-te.xlsx": ()}


def test_a_nil_task_does_not_speak_of_other_tasks() -> None:
    assert found(Form({"T5.04": 3}, nil=["T6"]), "nil-but-filled") == []


def test_a_lead_that_names_all_its_targets_left_nothing_empty() -> None:
    unit = REGISTER.get("so-y-te")
    assert unit is not None
    codes = [item.removeprefix("T1.B2.") for item in unit.lead_for if item.startswith("T1.B2.")]
    rows = [{**TARGET, "ma_chi_tieu": code} for code in codes]
    assert found(Form(tables={"T1.B2": rows}, period="nam"), "lead-left-empty") == []


def test_a_decision_without_a_date_lies_in_no_window() -> None:
    assert found(Form({"T2.01": "Đã kiện toàn trong năm 2011", "T2.03": UNAVAILABLE}), "date-outside-window", R08) == []


def test_the_place_of_what_the_file_lacks_has_no_cell() -> None:
    scope = Form(v(T1_06=1)).scope()
    assert scope.place("T1.06") == Place(cell_of(Key("T1.06")), Key("T1.06"))
    assert scope.place("T1.B1") == Place(None, Key("T1.B1"))
