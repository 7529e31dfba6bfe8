"""Where each rule turns: the last figure or day that is still right, the first that is not, and what is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.support.forms.small_forms import (
    COURSE,
    EDITION,
    EMPTY,
    HU,
    R08,
    R08_BEFORE,
    R17,
    SHORT,
    UNAVAILABLE,
    UNREADABLE,
    Form,
    cell_of,
    compared,
    day,
    declared,
    found,
    places,
    season,
    v,
)
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import FieldType, Severity
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Key, Observation, Problem, State
from vstbcpn_cli.rules.base import When
from vstbcpn_cli.rules.constraints.document_number_pattern import looks_right
from vstbcpn_cli.rules.engine import judge, judge_season
from vstbcpn_cli.rules.registry import bind

IN_PERIOD = {"T2.01": "Đã kiện toàn trong năm 2011"}
BEFORE = {"T2.01": "Đã kiện toàn trước năm 2011"}
OPENS, CLOSES = EDITION.periods["6t"].from_date, EDITION.periods["6t"].until_date
AVERAGE = {"table": "T5.B1", "total": "luot_nguoi", "count": "so_cuoc", "limit": 2000}
SHARE = {"matrix": "T4.M1", "part": "ung_cu_nu", "whole": "ung_cu_tong", "threshold": 35}
LEADER = {"part": "T3.M1.CB01.nu", "whole": "T3.M1.CB01.tong", "threshold": 30, "field": "T3.06"}
SLIP = {"columns": ["T6.15"], "limit": 5000, "dong": 100_000}
PAPER = {"number": "T2.02", "date": "T2.03"}


def meetings(*rows: tuple[Any, Any]) -> dict[str, Any]:
    return {"T5.B1": [{"so_cuoc": count, "luot_nguoi": people} for count, people in rows]}


def candidates(women: Any, all_: Any, row: str = "HH") -> dict[str, Any]:
    return {f"T4.M1.{row}.ung_cu_nu": women, f"T4.M1.{row}.ung_cu_tong": all_}


def leader(women: int, answer: Any = False, *, of: int = 10) -> dict[str, Any]:
    return {"T3.M1.CB01.nu": women, "T3.M1.CB01.tong": of, "T3.06": answer}


@pytest.mark.parametrize(
    ("rule", "params", "right", "wrong", "at"),
    [
        ("date-outside-window", R08, {**IN_PERIOD, "T2.03": OPENS}, {**IN_PERIOD, "T2.03": day("2010-12-31")}, "T2.03"),
        ("date-outside-window", R08, {**IN_PERIOD, "T2.03": CLOSES}, {**IN_PERIOD, "T2.03": day("2011-06-01")}, "T2.03"),
        ("date-outside-window", R08_BEFORE, {**BEFORE, "T2.03": day("2010-12-31")}, {**BEFORE, "T2.03": OPENS}, "T2.03"),
        ("share-below", SHARE, candidates(350, 1000), candidates(349, 1000), "T4.M1.HH.ung_cu_nu"),
        ("share-without-leader", LEADER, leader(299, of=1000), leader(300, of=1000), "T3.06"),
        ("probable-unit-slip", SLIP, {"T6.15": Decimal(5000)}, {"T6.15": Decimal(5001)}, "T6.15"),
        ("dates-out-of-order", {"fields": ["T2.03", "T2.05"]}, v(T2_03=OPENS, T2_05=OPENS), v(T2_03=CLOSES, T2_05=OPENS), "T2.05"),
        ("date-after-limit", {"field": "T2.03", "limit": CLOSES}, {"T2.03": CLOSES}, {"T2.03": day("2011-06-01")}, "T2.03"),
        ("part-exceeds-whole", {"part": "T2.07", "whole": "T2.06"}, v(T2_06=7, T2_07=7), v(T2_06=7, T2_07=8), "T2.07"),
    ],
)  # fmt: skip
def test_the_last_right_and_the_first_wrong_answer(
    rule: str, params: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any], at: str
) -> None:
    assert places(found(Form(right, unit=HU), rule, params)) == []
    assert places(found(Form(wrong, unit=HU), rule, params)) == [at]


def test_a_result_is_short_only_below_its_target_and_only_of_somebody_elected() -> None:
    params = {**R17, "reasons": ["T4.05", "T4.08"]}
    rule = "short-of-target-without-reason"

    def told(**changed: Any) -> list[str]:
        answers = {**SHORT, **{f"T4.M1.HH.{key}": value for key, value in changed.items()}, "T4.05": EMPTY}
        return places(found(Form(answers, unit=HU), rule, params))

    assert told(trung_cu_nu=12) == [], "12 of 40 are the 30 per cent"
    assert told(trung_cu_nu=11) == ["T4.05"]
    assert told(trung_cu_nu=0, trung_cu_tong=1) == ["T4.05"]
    assert told(trung_cu_nu=0, trung_cu_tong=0) == []
    assert told(trung_cu_nu=EMPTY) == []


def test_an_average_of_the_limit_is_usual_and_rows_without_a_count_are_passed_over() -> None:
    rows = meetings((2, 4000), (0, 9000), (EMPTY, 9000), (2, EMPTY), (2, 4001))
    assert places(found(Form(tables=rows), "average-too-high", AVERAGE)) == ["T5.B1.luot_nguoi[5]"]


def test_a_share_of_nobody_is_passed_over_and_the_next_row_is_judged() -> None:
    answers = candidates(1, 0, "QH") | candidates(EMPTY, 10, "HT") | candidates(1, 10)
    assert places(found(Form(answers, unit=HU), "share-below", SHARE)) == ["T4.M1.HH.ung_cu_nu"]


def test_whether_there_is_a_woman_leader_counts_only_when_it_is_answered() -> None:
    for answer in (True, EMPTY, UNREADABLE):
        assert found(Form(leader(10, answer)), "share-without-leader", LEADER) == []
    assert found(Form(leader(0, of=0)), "share-without-leader", LEADER) == []
    assert found(Form(leader(11)), "share-without-leader", LEADER) == []


@pytest.mark.parametrize("given", ["T2.02", "T2.03"])
def test_a_document_lacks_what_the_other_answer_has(given: str) -> None:
    lacking = "T2.03" if given == "T2.02" else "T2.02"
    answers = {given: "12/QĐ-UBND" if given == "T2.02" else OPENS, lacking: EMPTY}
    (finding,) = found(Form(answers, unit=HU), "number-without-date", PAPER)
    assert (str(finding.place.key), [str(p.key) for p in finding.related]) == (lacking, [given])
    assert finding.fact.startswith(f"“{EDITION.label_of(given)}” đã ghi ")
    assert finding.fact.endswith(f" nhưng “{EDITION.label_of(lacking)}” còn trống.")
    for one in ({given: answers[given]}, {lacking: EMPTY}, dict.fromkeys(answers, EMPTY)):
        assert found(Form(one, unit=HU), "number-without-date", PAPER) == []
    alone = found(Form(answers, unit=HU), "number-without-date", {**PAPER, "date_alone": True})
    assert places(alone) == ([] if given == "T2.03" else ["T2.03"])


def test_a_figure_is_likely_a_slip_in_any_row_also_behind_one_without_a_figure() -> None:
    rows = [{**COURSE, "kinh_phi": EMPTY}, {**COURSE, "kinh_phi": Decimal(5000)}, {**COURSE, "kinh_phi": Decimal(5001)}]
    params = {**SLIP, "columns": ["T6.B1.kinh_phi"]}
    assert places(found(Form(tables={"T6.B1": rows}), "probable-unit-slip", params)) == ["T6.B1.kinh_phi[3]"]


def test_parts_and_whole_are_compared_where_all_are_given() -> None:
    params = {"parts": ["T6.06", "T6.07"], "whole": "T6.05"}
    rule = "parts-differ-from-whole"
    assert places(found(Form(v(T6_05=8, T6_06=3, T6_07=4)), rule, params)) == ["T6.05"]
    for answers in (v(T6_05=8, T6_06=3, T6_07=5), v(T6_05=EMPTY, T6_06=3, T6_07=4), v(T6_06=3, T6_07=4), v(T6_05=8)):
        assert found(Form(answers), rule, params) == []


def test_a_row_without_the_part_is_passed_over_and_the_next_one_is_judged() -> None:
    rows = [
        {"so_hoc_vien": EMPTY, "so_nu": EMPTY},
        {"so_hoc_vien": UNREADABLE, "so_nu": 3},
        {"so_hoc_vien": 3, "so_nu": 3},
    ]
    rows += [{"so_hoc_vien": UNAVAILABLE, "so_nu": 3}]
    params = {"table": "T6.B1", "part": "so_nu", "whole": "so_hoc_vien"}
    assert places(found(Form(tables={"T6.B1": rows}), "part-without-whole", params)) == ["T6.B1.so_hoc_vien[4]"]


@pytest.mark.parametrize(
    "text", ["38/KH-SYT", "Số: 38 / KH – UBND", "số 38/KH—UBND", "12-CTr/TU", "5/2011/QĐ-UBND", "07a/BC-BVSTBCPN", "38/KH\u2010SYT"]
)  # fmt: skip
def test_a_document_number_in_its_usual_spellings(text: str) -> None:
    assert looks_right(text)


@pytest.mark.parametrize("text", ["", "38", "KH-SYT", "/KH-SYT", "38/", "38 KH", "38/kh-syt", "123456/KH", "38/KH 5/3"])
def test_what_is_no_document_number(text: str) -> None:
    assert not looks_right(text)


# ------------------------------------------------------------------------------------------- between units and periods
EARLIER = {"previous_period": "2010-nam"}


@pytest.mark.parametrize(
    ("before", "now", "jumped"),
    [
        (100, 130, False),
        (100, 131, True),
        (100, 70, False),
        (100, 69, True),
        (1, 2, True),
        (0, 5, False),
        (-3, 5, False),
    ],
)
def test_a_stock_may_change_by_the_percentage(before: int, now: int, jumped: bool) -> None:
    judged = season(Form({"T6.05": now}), previous={"so-y-te": {"T6.05": Decimal(before)}}, **EARLIER)
    assert bool(compared("stock-jumped", {"percent": 30}, judged)) is jumped


def test_a_jump_says_its_direction() -> None:
    def fact(now: int) -> str:
        judged = season(Form({"T6.05": now}), previous={"so-y-te": {"T6.05": Decimal(100)}}, **EARLIER)
        return judge_season(judged, declared("stock-jumped", {"percent": 30}))["so-y-te.xlsx"][0].fact

    assert fact(150).endswith("là 150, kỳ trước là 100, tăng quá 30%.")
    assert fact(50).endswith("là 50, kỳ trước là 100, giảm quá 30%.")


def test_a_stock_without_an_earlier_figure_does_not_hide_the_next() -> None:
    earlier = {"so-y-te": {"T6.06": Decimal(10)}}
    judged = season(Form(v(T6_05=900, T6_06=900)), previous=earlier, **EARLIER)
    assert compared("stock-jumped", {"percent": 30}, judged) == {"so-y-te.xlsx": ["T6.06"]}


def test_every_lead_is_compared_also_behind_a_unit_that_leads_nothing() -> None:
    leads = "hoi-lhpn"
    forms = (
        Form({}, unit="so-noi-vu"),
        Form({"T5.14a": 1}, unit="so-y-te"),
        Form({"T5.14a": 3}, unit=HU),
        Form({"T5.14a": 2}, unit=leads),
    )
    params = {"fields": ["T5.14a"], "sum_kinds": ["HU"]}
    assert compared("lead-differs-from-sum", params, season(*forms)) == {f"{leads}.xlsx": ["T5.14a"]}


# ------------------------------------------------------------------------------------------------------ the engine
TRIED = {"part": "T2.07", "whole": "T2.06"}
MORE = v(T2_06=7, T2_07=9)


def test_a_rule_on_trial_says_so_at_the_end_of_its_sentence() -> None:
    (finding,) = found(Form(MORE), "part-exceeds-whole", TRIED, trial=True)
    assert finding.fact.endswith(" là 7 (quy tắc thử nghiệm).")
    assert (finding.severity, finding.trial) == (Severity.NOTICE, True)


def test_an_explanation_is_quoted_without_a_second_full_stop() -> None:
    bound = {"severity": Severity.WARNING}
    form = Form(MORE, explained={"T2.07": "Đã đối chiếu."})
    (finding,) = found(form, "part-exceeds-whole", TRIED, **bound)
    assert finding.fact.endswith(" là 7. Đơn vị giải trình: “Đã đối chiếu”.")
    assert (finding.severity, finding.explanation) == (Severity.NOTICE, "Đã đối chiếu.")


def test_two_constraints_that_say_the_same_of_one_place_are_one_finding_with_both_names() -> None:
    both = [replace(b, constraint=replace(b.constraint, id=name)) for name in ("R01", "R02", "R02") for b in declared("part-exceeds-whole", TRIED)]  # fmt: skip
    other = declared("part-exceeds-whole", {"part": "T2.07", "whole": "T2.08"})
    (finding,) = judge(Form({**MORE, "T2.08": 5}).scope(), [*both, *other])[:1]
    assert finding.constraint == "R01, R02, R99"
    assert finding.fact.count(" là 9, lớn hơn ") == 2
    assert [str(p.key) for p in finding.related] == ["T2.06", "T2.08"]


def test_a_problem_without_a_place_stands_where_its_answer_is() -> None:
    form = Form(
        {"T6.05": UNREADABLE, "T6.06": 3},
        beside={"T6.05": Problem(ProblemKind.NOT_ONE_NUMBER, shown="a", details={"case": ""})},
    )
    (finding,) = (f for f in judge(form.scope(), []) if f.rule == "not-one-number")
    assert (str(finding.place.key), finding.place.cell) == ("T6.05", cell_of(Key("T6.05")))
    elsewhere = Problem(ProblemKind.NOT_ONE_NUMBER, CellRef("NV1", 1, 1), Key("T6.06"), "a", {"case": ""})
    form = Form({"T6.05": UNREADABLE}, beside={"T6.05": elsewhere})
    (finding,) = (f for f in judge(form.scope(), []) if f.rule == "not-one-number")
    assert (str(finding.place.key), finding.place.cell) == ("T6.06", CellRef("NV1", 1, 1))


def test_a_problem_of_an_answer_in_no_cell_is_told_once() -> None:
    key = Key("T6.05")
    details = {"label": "Nhãn", "what": "row", "nil": "zero"}
    missing = Problem(ProblemKind.MISSING_ROW_OF_FORM, shown="T6.05", details=details)
    lost = Observation(key, State.EMPTY, problems=(missing,))
    scope = Form(
        {"T6.06": UNREADABLE}, beside={"T6.06": Problem(ProblemKind.NOT_ONE_NUMBER, shown="a", details={"case": ""})}
    ).scope()
    submission = replace(scope.submission, values={**scope.submission.values, "T6.05": lost})
    told = [f.rule for f in judge(replace(scope, submission=submission), []) if f.rule != "missing-value"]
    assert sorted(r for r in told if r in ("missing-row-of-form", "not-one-number")) == ["missing-row-of-form", "not-one-number"]  # fmt: skip


def test_a_comparison_is_made_behind_rules_that_compare_nothing() -> None:
    judged = season(Form({"T6.05": 900}), previous={"so-y-te": {"T6.05": Decimal(100)}}, **EARLIER)
    bound = [*declared("part-exceeds-whole", TRIED), *declared("stock-jumped", {"percent": 30})]
    assert [f.code for f in judge_season(judged, bound)["so-y-te.xlsx"]] == ["VS503"]


@pytest.mark.parametrize(("last", "alike"), [(15, True), (9, False)])
def test_a_figure_that_stands_twice_in_a_block_says_it_once(last: int, alike: bool) -> None:
    figures = {"T1.03": 9, "T1.04": 2, "T1.06": 2, "T1.05": 3, "T1.09": 9, "T1.10": last}
    both = season(Form(figures), Form(figures, unit=HU))
    assert bool(compared("identical-blocks", {"once_in": 50}, both)) is alike


# ------------------------------------------------------------------------------------------------ in one form
def test_a_lead_is_asked_row_by_row_for_what_it_left_empty() -> None:
    keys = ("ung_cu_nu", "ung_cu_tong")
    left = Form({f"T4.M1.{row}.{key}": EMPTY for row in ("QH", "HT") for key in keys}, unit="so-noi-vu")
    findings = found(left, "lead-left-empty")
    assert len(findings) == 2
    assert all(" và 1 ô cùng dòng do đơn vị làm đầu mối" in f.fact for f in findings)


def test_other_answers_in_a_task_declared_nil_are_no_figures() -> None:
    assert found(Form({"T6.12": True, "T6.05": 0}, nil=["T6"]), "nil-but-filled") == []
    assert places(found(Form({"T6.05": 1}, nil=["T6"]), "nil-but-filled")) == ["T6"]


def test_rows_that_do_not_say_what_they_are_about_are_no_duplicates() -> None:
    first = EDITION.tables["T6.B1"].key[0]
    rows = [{**COURSE, first: EMPTY}] * 2
    assert found(Form(tables={"T6.B1": rows}), "duplicate-row", {"table": "T6.B1"}) == []
    assert len(found(Form(tables={"T6.B1": [COURSE] * 3}), "duplicate-row", {"table": "T6.B1"})) == 2


def test_a_row_of_few_words_does_not_hide_the_next_that_stands_in_two_tables() -> None:
    named = "Tập huấn lồng ghép giới cho cán bộ"
    blocks = [EDITION.tables[code] for code in ("T5.B1", "T6.B1")]
    names = {b.code: next(c.key for c in b.columns if c.type in (FieldType.TEXT, FieldType.LONG)) for b in blocks}
    one, other = ([{key: first}, {key: named}] for key, first in zip(names.values(), ("Hội nghị", EMPTY), strict=True))
    form = Form(tables={"T5.B1": one, "T6.B1": other})
    assert places(found(form, "same-in-two-tables")) == [f"T6.B1.{names['T6.B1']}[2]"]


def test_a_condition_in_words() -> None:
    when = When("T2.01", ("Có", "Chưa"), "Đã")
    assert when.told("Kiện toàn") == "“Kiện toàn” là “Có” hoặc “Chưa” hoặc bắt đầu bằng “Đã”"
    assert When("T2.01", ("Có",)).told("Kiện toàn", "khác") == "“Kiện toàn” khác “Có”"
    assert When("T2.01", starts_with="Đã").told("Kiện toàn") == "“Kiện toàn” bắt đầu bằng “Đã”"
    assert [when.accepts(text) for text in ("Có", "Chưa", "Đã xong", "", "có")] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("name", "hint"), [("part-exceeds", "; tên gần nhất là “part-exceeds-whole”."), ("xyz", "“xyz”.")]
)
def test_a_rule_that_does_not_exist_is_refused_with_the_nearest_name(name: str, hint: str) -> None:
    with pytest.raises(ConfigurationError, match="Không có quy tắc khai báo tên") as refused:
        declared(name, {})
    assert hint in str(refused.value)


@pytest.mark.parametrize("code", ["vs420", "VS999", "VS304"])
def test_what_cannot_be_on_trial_is_refused(code: str) -> None:
    with pytest.raises(ConfigurationError, match=f"“{code}” không phải mã quy tắc"):
        bind(replace(EDITION, trial=(code,)))
