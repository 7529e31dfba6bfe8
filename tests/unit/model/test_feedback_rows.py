"""What is told of a point in a row of a table when rows have gone, come, moved or been typed anew."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from tests.support.forms.small_forms import COURSE, EDITION, EMPTY, NIL, R19, UNREADABLE, Form, day, declared
from vstbcpn_cli.model.coverage import Judged, Receipt
from vstbcpn_cli.model.feedback import Feedback, feedback_on
from vstbcpn_cli.model.findings import Finding, Status
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.told_findings import EarlierFeedback, ToldFinding
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.rules.registry import BoundConstraint

Row = dict[str, Any]
SETTING = (EDITION, EDITION.periods["6t"])
RECEIPT = Receipt(dt.date(2011, 6, 8), from_log=True)
WOMEN = declared("part-exceeds-whole", {"table": "T6.B1", "part": "so_nu", "whole": "so_hoc_vien"})
IN_TIME = declared("date-outside-window", R19)
ONCE = declared("duplicate-row", {"table": "T6.B1"})
MENDED, REMAINING, UNJUDGED = "mended", "remaining", "unjudged"


def course(name: str, **more: Any) -> Row:
    return {**COURSE, "ten_lop": name, **more}


A, B, C, D = (course(name) for name in ("Lớp A", "Lớp B", "Lớp C", "Lớp D"))
"""Courses that differ only in their name."""
FAULTY = course("Lớp B", so_nu=50)
"""More women than participants."""
MISSING = course("Lớp B", so_nu=EMPTY)


def table(*rows: Row) -> Form:
    return Form(tables={"T6.B1": list(rows)})


def sent(before: Form, now: Form, rules: list[BoundConstraint], *, known: bool = True) -> Feedback:
    """The second file of a unit; without `known` the record of the first one is of an earlier version."""

    def found(form: Form) -> tuple[Finding, ...]:
        return tuple(judge(form.scope(), rules))

    first = EarlierFeedback("bc.xlsx", "0" * 64, "2011-06-01", tuple(map(ToldFinding.of, found(before))))
    first = first.with_rows(before.submission()) if known else first
    judged = Judged(now.submission(), found(now), Status.ACCEPTED, RECEIPT)
    return feedback_on(judged, SETTING, None, (), first, "", ("VS501",), ("VS416",))


def becomes(before: Form, now: Form, rules: list[BoundConstraint] = WOMEN, **more: bool) -> dict[str, int]:
    """How many points of the first file are mended, remain, can no longer be told."""
    made = sent(before, now, rules, **more)
    counts = {MENDED: len(made.mended), REMAINING: len(made.remaining), UNJUDGED: len(made.unjudged)}
    return {what: count for what, count in counts.items() if count}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param([A, B, C], MENDED, id="mended"),
        pytest.param([A, course("Lớp B", so_nu=50, so_hoc_vien=60), C], MENDED, id="the other figure mended"),
        pytest.param([A, FAULTY, C], REMAINING, id="as it was"),
        pytest.param([A, C], UNJUDGED, id="row deleted"),
        pytest.param([FAULTY, C], REMAINING, id="row above deleted"),
        pytest.param([B, C], MENDED, id="row above deleted, mended"),
        pytest.param([A, D, FAULTY, C], REMAINING, id="row inserted"),
        pytest.param([A, D, B, C], MENDED, id="row inserted, mended"),
        pytest.param([C, FAULTY, A], REMAINING, id="sorted, at its place"),
        pytest.param([C, A, FAULTY], REMAINING, id="moved"),
        pytest.param([C, A, course("Lớp B", so_nu=51)], REMAINING, id="moved, another fault of it"),
        pytest.param([C, A, B], MENDED, id="moved, mended"),
        pytest.param([A, C, D], UNJUDGED, id="row deleted, another at the end"),
        pytest.param([A, course("Lớp B2"), C], MENDED, id="typed anew in its place"),
        pytest.param([C, course("Lớp B2"), A], UNJUDGED, id="typed anew, the others moved"),
        pytest.param([A, course("Lớp B2"), C, D], UNJUDGED, id="typed anew, a row more"),
        pytest.param([], UNJUDGED, id="table cleared"),
    ],
)
def test_a_point_of_a_row_goes_with_the_row(now: list[Row], expected: str) -> None:
    assert becomes(table(A, FAULTY, C), table(*now)) == {expected: 1}


def test_a_table_that_has_nothing_any_more_has_mended_nothing() -> None:
    assert becomes(table(A, FAULTY), Form(tables={"T6.B1": NIL})) == {UNJUDGED: 1}
    assert becomes(table(A, FAULTY), Form()) == {UNJUDGED: 1}


def test_an_only_row_typed_anew_is_the_same_row() -> None:
    assert becomes(table(FAULTY), table(course("Lớp B2"))) == {MENDED: 1}


@pytest.mark.parametrize("emptied", [{"so_nu": EMPTY}, {"so_hoc_vien": EMPTY}, {"so_hoc_vien": UNREADABLE}])
def test_a_comparison_in_a_row_is_mended_where_both_figures_are_there(emptied: Row) -> None:
    """An answer the form asks for is missed in the cell itself: what stood there is not mended."""
    for rows in ([A, {**FAULTY, **emptied}, C], [{**FAULTY, **emptied}, C]):
        assert MENDED not in becomes(table(A, FAULTY, C), table(*rows))


def test_an_empty_cell_of_a_row_that_has_moved_is_the_same_point() -> None:
    assert becomes(table(A, MISSING, C), table(MISSING, C)) == {REMAINING: 1}
    assert becomes(table(A, FAULTY, C), table(MISSING, C)) == {REMAINING: 1}
    assert becomes(table(A, MISSING, C), table(A, C)) == {UNJUDGED: 1}


def test_of_several_rows_each_has_its_own_answer() -> None:
    before = table(MISSING, course("Lớp C", so_nu=EMPTY), course("Lớp D", so_nu=EMPTY))
    assert becomes(before, table(B, C, course("Lớp D", so_nu=EMPTY))) == {MENDED: 2, REMAINING: 1}
    assert becomes(before, table(C, course("Lớp D", so_nu=EMPTY))) == {MENDED: 1, REMAINING: 1, UNJUDGED: 1}


def test_a_new_row_with_the_same_fault_is_a_new_point() -> None:
    made = sent(table(A, MISSING), table(A, B, course("Lớp C", so_nu=EMPTY)), WOMEN)
    assert (len(made.mended), made.remaining) == (1, frozenset())


def test_two_faults_of_one_row_mended_at_once() -> None:
    late = {"tu_ngay": day("2010-12-30")}
    both = [*WOMEN, *IN_TIME]
    faulty = table(A, course("Lớp B", so_nu=50, **late), C)
    many = len(sent(faulty, faulty, both).remaining)
    assert many > 1
    assert becomes(faulty, table(B, C), both) == {MENDED: many}
    assert becomes(faulty, table(A, C), both) == {UNJUDGED: many}


def test_neighbours_that_were_mended_too_are_known() -> None:
    before = table(A, FAULTY, course("Lớp C", so_nu=60))
    assert becomes(before, table(A, course("Lớp B2"), C)) == {MENDED: 2}


def test_rows_that_are_told_apart_only_by_what_was_wrong() -> None:
    """Which of two like rows has gone nobody can say."""
    assert becomes(table(B, FAULTY), table(B)) == {UNJUDGED: 1}
    assert becomes(table(B, FAULTY), table(B, B)) == {MENDED: 1}
    assert becomes(table(FAULTY, B), table(B, FAULTY)) == {REMAINING: 1}
    assert MENDED not in becomes(table(FAULTY, B), table(B, course("Lớp B", so_nu=51)))
    assert becomes(table(FAULTY, FAULTY), table(FAULTY)) == {REMAINING: 1, UNJUDGED: 1}


def test_a_row_whose_other_cells_are_those_of_another_one() -> None:
    """Mended it would be like the row that was deleted: the one cannot be taken for the other."""
    first, second = course("Lớp", so_nu=50), course("Lớp", tu_ngay=day("2010-12-30"))
    assert becomes(table(first, second), table(course("Lớp")), [*WOMEN, *IN_TIME]) == {UNJUDGED: 2}
    late = {**MISSING, "tu_ngay": day("2010-12-30")}
    now = table(B, {**FAULTY, "doi_tuong": "Cán bộ nữ"}, D)
    assert MENDED not in becomes(table(late, FAULTY), now, [*WOMEN, *IN_TIME])


def test_two_rows_that_have_changed_places_were_not_typed_anew() -> None:
    other = {**FAULTY, "noi_dung": "Khác"}
    before, now = table(B, {**A, "noi_dung": "Khác"}, other, C), table(other, {**A, "noi_dung": "Khác"}, B, C)
    assert becomes(before, now, [*WOMEN, *ONCE]) == {REMAINING: 2}


def test_rows_that_were_alike_are_mended_by_taking_one_out() -> None:
    before = table(A, B, course("Lớp B", noi_dung="khác"))
    for now in ([A, B], [A, course("Lớp B", noi_dung="khác")], [A, B, course("Lớp C", noi_dung="khác")]):
        assert becomes(before, table(*now), ONCE) == {MENDED: 1}
    assert becomes(before, table(*before.tables["T6.B1"][1:]), ONCE) == {REMAINING: 1}
    assert becomes(table(A, B, B), table(A, B), ONCE) == {MENDED: 1}


def test_a_rule_that_a_new_fault_of_the_row_has_silenced_has_settled_nothing() -> None:
    late = course("Lớp B", tu_ngay=day("2010-03-01"), den_ngay=day("2010-03-02"))
    now = table(A, {**late, "ten_lop": EMPTY, "den_ngay": EMPTY, "tu_ngay": UNREADABLE}, C)
    assert MENDED not in becomes(table(A, late, C), now, IN_TIME)


def test_rows_typed_anew_are_not_known_while_one_of_them_has_a_fault() -> None:
    anew, still = {**A, "doi_tuong": "Cán bộ nữ"}, {**FAULTY, "doi_tuong": "Cán bộ nữ"}
    assert becomes(table(A, C, D, FAULTY), table(still, C, D, anew)) == {REMAINING: 1}
    assert becomes(table(A, C, D, FAULTY), table(anew, C, D, {**still, "so_nu": 20})) == {MENDED: 1}


def test_a_new_fault_of_another_row_or_of_no_row_silences_nothing() -> None:
    now = table(A, B, {**C, "ten_lop": EMPTY})
    assert becomes(table(A, FAULTY, C), replace(now, values={"T6.05": EMPTY})) == {MENDED: 1}


def test_a_record_of_an_earlier_version_tells_no_row_from_another() -> None:
    assert becomes(table(A, FAULTY, C), table(A, B, C), known=False) == {UNJUDGED: 1}
    assert becomes(table(A, FAULTY, C), table(A, C), known=False) == {UNJUDGED: 1}
    assert becomes(table(A, FAULTY, C), table(A, course("Lớp B", so_nu=51), C), known=False) == {REMAINING: 1}
    assert becomes(table(A, B, B), table(A, B), ONCE, known=False) == {MENDED: 1}


def test_the_same_file_has_all_its_points() -> None:
    form = table(A, FAULTY, B, MISSING, course("", ten_lop=EMPTY))
    for known in (True, False):
        made = sent(form, form, WOMEN, known=known)
        assert len(made.remaining) == len(made.findings) > 2


def test_a_row_is_remembered_by_a_print_that_says_nothing() -> None:
    made = EarlierFeedback(
        "bc.xlsx", "0", "2011-06-01", tuple(map(ToldFinding.of, judge(table(A, FAULTY).scope(), WOMEN)))
    )
    assert dict(made.rows) == {}
    rows = made.with_rows(table(A, FAULTY).submission()).rows
    assert [*rows] == ["T6.B1"]
    assert all(re.fullmatch(r"[0-9a-f]{16} 1/1", mark) for mark in rows["T6.B1"])
    assert len(set(rows["T6.B1"])) == 2
    assert dict(made.with_rows(Form().submission()).rows) == {}


def test_how_a_cell_was_typed_makes_no_other_row() -> None:
    before, now = table(A, FAULTY).submission(), table(A, course("LỚP  B")).submission()
    cells = now.tables["T6.B1"].rows[1].cells
    stored = replace(cells["tu_ngay"], raw="40634")
    row = replace(now.tables["T6.B1"].rows[1], cells={**cells, "tu_ngay": stored})
    now = replace(now, tables={"T6.B1": replace(now.tables["T6.B1"], rows=(row,))})
    first = EarlierFeedback("a", "0", "2011-06-01", tuple(map(ToldFinding.of, judge(table(A, FAULTY).scope(), WOMEN))))
    judged = Judged(now, (), Status.ACCEPTED, RECEIPT)
    assert len(feedback_on(judged, SETTING, None, (), first.with_rows(before)).mended) == 1
