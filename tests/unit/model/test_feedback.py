"""What is told of the points of the file before: mended is only what was judged again and found good."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.forms.small_forms import COURSE, EDITION, Form, declared
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.coverage import Judged, Receipt
from vstbcpn_cli.model.feedback import Feedback, feedback_on
from vstbcpn_cli.model.findings import RuleFailure, Status
from vstbcpn_cli.model.submission import State
from vstbcpn_cli.model.told_findings import EarlierFeedback, ToldFinding
from vstbcpn_cli.rules.base import ConstraintRule
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.rules.registry import rules

SETTING = (EDITION, EDITION.periods["6t"])
RECEIPT = Receipt(dt.date(2011, 6, 8), from_log=True)
COMPARED = declared("part-exceeds-whole", {"part": "T2.07", "whole": "T2.06"})
MORE_WOMEN = Form({"T2.06": 7, "T2.07": 9})


def sent(
    form: Form, *before: ToldFinding, failed: tuple[RuleFailure, ...] = (), idle: tuple[str, ...] = ()
) -> Feedback:
    """A file that follows one of which this was said; VS501 and VS502 compare files, VS416 asks to take out a row."""
    found = judge(form.scope(), COMPARED)
    judged = Judged(form.submission(), found, Status.ACCEPTED, RECEIPT, failed=failed)
    earlier = EarlierFeedback("bc.xlsx", "0" * 64, "2011-06-01", before).with_rows(form.submission())
    return feedback_on(judged, SETTING, None, (), earlier, "", ("VS501", "VS502"), ("VS416", "VS501"), idle)


def told(code: str, key: str, value: str = "9", related: str = "", constraint: str = "R01") -> ToldFinding:
    return ToldFinding(code, constraint, Severity.WARNING, key, "NV2", "D12", value, "Hai ô.", "Đề nghị.", related)


def becomes(form: Form, said: ToldFinding, *, idle: tuple[str, ...] = ()) -> str:
    made = sent(form, said, idle=idle)
    return "mended" if made.mended else "unjudged" if made.unjudged else ""


EXCEEDS = told("VS401", "T2.07", related="T2.06")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"T2.06": 9, "T2.07": 9}, "mended"),
        ({"T2.06": 7, "T2.07": 5}, "mended"),
        ({"T2.06": State.EMPTY, "T2.07": 9}, "unjudged"),
        ({"T2.06": State.UNREADABLE, "T2.07": 9}, "unjudged"),
        ({"T2.06": State.UNAVAILABLE, "T2.07": 9}, "unjudged"),
        ({"T2.07": 9}, "unjudged"),
        ({"T2.06": 9}, "unjudged"),
        ({"T2.06": 7, "T2.07": State.EMPTY}, "unjudged"),
        ({"T2.06": 7, "T2.07": State.UNAVAILABLE}, "unjudged"),
        ({"T2.06": 7, "T2.07": 9}, ""),
    ],
)
def test_a_comparison_in_the_form_is_mended_where_both_figures_are_there(
    answers: dict[str, Any], expected: str
) -> None:
    assert becomes(Form(answers), EXCEEDS) == expected


def test_a_new_fault_elsewhere_leaves_a_comparison_mended() -> None:
    assert becomes(Form({"T2.06": 9, "T2.07": 9, "T1.06": State.EMPTY}), EXCEEDS) == "mended"


def test_an_answer_emptied_is_mended_where_that_was_advised_or_nothing_had_stood_there() -> None:
    emptied = Form({"T2.06": 7, "T2.07": State.EMPTY})
    assert becomes(emptied, told("VS416", "T2.07", related="T2.06")) == "mended"
    assert becomes(emptied, told("VS404", "T2.07", value="", related="T2.06")) == "mended"


def test_what_stood_beside_an_empty_answer_is_mended_where_it_was_advised_to_take_it_out() -> None:
    both = Form({"T2.06": State.EMPTY, "T2.07": State.EMPTY})
    assert becomes(both, told("VS416", "T2.06", value="", related="T2.07")) == "mended"
    assert becomes(both, told("VS404", "T2.06", value="", related="T2.07")) == "unjudged"


def test_a_constraint_whose_advice_is_to_take_something_out_says_so() -> None:
    declared = [r for r in rules().values() if isinstance(r, ConstraintRule)]
    assert [r.code for r in declared if "xóa" in r.fix.lower() and not r.by_removal] == []


def test_a_comparison_with_the_earlier_period_settles_nothing_where_that_is_not_there() -> None:
    said = told("VS502", "T2.07")
    assert becomes(Form({"T2.07": 8}), said, idle=("VS502",)) == "unjudged"


@pytest.mark.parametrize("code", ["VS501", "VS502"])
def test_a_comparison_with_another_file_is_mended_where_the_unit_has_changed_its_answer(code: str) -> None:
    assert becomes(Form({"T2.07": 9}), told(code, "T2.07")) == "unjudged"
    assert becomes(Form({"T2.07": 8}), told(code, "T2.07")) == "mended"


def test_a_row_taken_out_is_mended_where_that_was_asked() -> None:
    rows = Form(tables={"T6.B1": [COURSE]})
    assert becomes(rows, told("VS301", "T6.B1.so_nu[2]")) == "unjudged"
    assert becomes(rows, told("VS416", "T6.B1.ten_lop[2]")) == "mended"
    assert becomes(rows, told("VS501", "T6.B1.ten_lop[2]")) == "mended"
    assert becomes(rows, told("VS301", "T6.B1.so_nu[1]", value="")) == "mended"


@pytest.mark.parametrize("key", ["", "T6.B1", "T6"])
def test_what_is_no_answer_is_mended_when_it_is_not_said_again(key: str) -> None:
    assert becomes(Form(), told("VS302", key)) == "mended"


def test_the_rule_that_was_stopped_settles_nothing_under_any_name() -> None:
    both = told("VS401", "T2.07", constraint="R01, R05")
    made = sent(Form({"T2.06": 9, "T2.07": 9}), both, failed=(RuleFailure("VS401", "R05", "KeyError"),))
    assert (made.mended, made.unjudged) == ((), ())


def test_what_a_figure_was_compared_with_is_remembered() -> None:
    (said,) = map(ToldFinding.of, judge(MORE_WOMEN.scope(), COMPARED))
    assert (said.key, said.related) == ("T2.07", "T2.06")
