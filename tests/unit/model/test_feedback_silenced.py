"""A point is not mended because its rule can no longer see what it looks at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import course, table_typed
from tests.support.forms.giving_back import DAY
from tests.support.forms.small_forms import CASES, EDITION, Case, declared, found
from tests.support.seasons import season
from vstbcpn_cli.model.coverage import Judged, Receipt
from vstbcpn_cli.model.feedback import feedback_on
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.model.told_findings import EarlierFeedback, ToldFinding
from vstbcpn_cli.rules.registry import looks_of, rules
from vstbcpn_cli.usecases.intake.intake import accepted

OFFICE, DISTRICT = "so-y-te", "tp-lang-son"
MENDED, STANDS, UNJUDGED = "mended", "stands", "unjudged"
A, B, C = (course(ten_lop=name, kinh_phi=6) for name in ("Lớp A", "Lớp B", "Lớp C"))
MUCH = course(ten_lop="Lớp A", kinh_phi=60)
PAPER = {
    "loai": "Kế hoạch",
    "so_ky_hieu": "38/KH-SYT",
    "ngay_ban_hanh": dt.date(2011, 3, 5),
    "co_quan_ban_hanh": "Sở Y tế",
    "trich_yeu": "Kế hoạch",
    "nhom": "Khác",
}
EARLY = {"tu_ngay": dt.date(2010, 3, 1), "den_ngay": dt.date(2010, 3, 2)}
REVERSED = {"M.06": dt.date(2011, 5, 31), "M.07": dt.date(2010, 12, 1)}


def form(unit: str, answers: Mapping[str, Any], **tables: list[dict[str, Any]]) -> bytes:
    content = at.filled(unit)
    for name, rows in tables.items():
        content = table_typed(content, name.replace("_", "."), rows, unit)
    return at.typed(content, {at.spot(unit, code): value for code, value in answers.items()})


def judged(content: bytes) -> tuple[Submission, tuple[Finding, ...]]:
    return at.accepted(content), at.findings(content)


def becomes(code: str, before: bytes, now: bytes) -> str:
    """What is told of the one point of a rule that the first file has."""
    was, first = judged(before)
    said = tuple(map(ToldFinding.of, first))
    assert [s.code for s in said].count(code) == 1, [(s.code, s.key) for s in said]
    earlier = EarlierFeedback("a.xlsx", "0" * 64, "2011-06-01", said).with_rows(was)
    submission, told = judged(now)
    by_removal = frozenset(r.code for r in rules().values() if r.by_removal)
    setting = (season.edition(), season.edition().periods["6t"])
    file = Judged(submission, told, accepted(told), Receipt(DAY, from_log=True))
    looks = looks_of(season.edition(), at.bound())
    made = feedback_on(file, setting, None, (), earlier, "", (), by_removal, (), looks)
    told_as = {MENDED: made.mended, UNJUDGED: made.unjudged}
    return next((word for word, points in told_as.items() if code in {s.code for s in points}), STANDS)


@pytest.mark.parametrize(
    ("rows", "spent", "expected"),
    [
        pytest.param([A, B], 50, MENDED, id="mended"),
        pytest.param([A, {**B, "kinh_phi": "vài"}], 50, UNJUDGED, id="a figure that is not read"),
        pytest.param([A, B, {**C, "kinh_phi": "vài"}], 50, UNJUDGED, id="a new row"),
        pytest.param([A, {**B, "vai_tro": "Tổ trưởng"}], 50, UNJUDGED, id="what makes a row count"),
        pytest.param([A, {**B, "so_nu": "vài"}], 50, MENDED, id="another column"),
        pytest.param([A, B], "vài", UNJUDGED, id="what the whole is computed from"),
    ],
)
def test_a_sum_is_mended_where_every_row_of_it_is_read(
    rows: list[dict[str, Any]], spent: object, expected: str
) -> None:
    money = at.spot(OFFICE, "T6.B2.thuc_hien", number=1)
    now = at.typed(form(OFFICE, {}, T6_B1=rows), {money: spent})
    assert becomes("VS401", form(OFFICE, {}, T6_B1=[MUCH, B]), now) == expected


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        pytest.param({"ngay_ban_hanh": dt.date(2010, 12, 28)}, MENDED, id="mended"),
        pytest.param(
            {"nhom": "Khác", "ngay_ban_hanh": dt.date(2011, 3, 5)},
            MENDED,
            id="the answer that is made of the row mended",
        ),
        pytest.param({"nhom": "xyz"}, UNJUDGED, id="the answer that is made of the row not known"),
        pytest.param({"ngay_ban_hanh": "xyz"}, UNJUDGED, id="the row not read"),
        pytest.param({"trich_yeu": "Kế hoạch cũ"}, STANDS, id="another column"),
    ],
)
def test_a_row_that_was_missing_is_there_where_it_can_be_seen(paper: dict[str, Any], expected: str) -> None:
    old = {**PAPER, "nhom": "KH năm", "ngay_ban_hanh": dt.date(2008, 3, 5)}
    before = form(OFFICE, {}, T1_B1=[old])
    now = form(OFFICE, {}, T1_B1=[{**old, **paper}])
    assert becomes("VS406", before, now) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"T2.03": dt.date(2011, 3, 1)}, MENDED),
        ({"T2.01": None}, UNJUDGED),
        ({"T2.01": "xyz"}, UNJUDGED),
        (REVERSED, UNJUDGED),
        ({"T2.03": dt.date(2011, 3, 1), "T2.06": "vài"}, MENDED),
    ],
)
def test_a_date_is_in_time_where_the_time_is_known(answers: dict[str, Any], expected: str) -> None:
    before = {"T2.03": dt.date(2010, 3, 1)}
    assert becomes("VS408", form(DISTRICT, before), form(DISTRICT, before | answers)) == expected


@pytest.mark.parametrize(
    ("answers", "late", "expected"),
    [({}, {}, MENDED), (REVERSED, EARLY, UNJUDGED), ({"T6.05": "vài"}, {}, MENDED)],
)
def test_a_date_of_a_row_is_in_time_where_the_time_is_known(
    answers: dict[str, Any], late: dict[str, Any], expected: str
) -> None:
    before = form(OFFICE, {}, T6_B1=[A, {**B, **EARLY}])
    assert becomes("VS408", before, form(OFFICE, answers, T6_B1=[A, {**B, **late}])) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([A, B], MENDED),
        ([{**A, "tu_ngay": "xyz"}, A, B], UNJUDGED),
        ([A, {**A, "tu_ngay": "xyz"}, B], UNJUDGED),
        ([A, {**B, "so_nu": "vài"}], MENDED),
    ],
)
def test_rows_are_no_longer_alike_where_each_can_be_compared(rows: list[dict[str, Any]], expected: str) -> None:
    assert becomes("VS416", form(OFFICE, {}, T6_B1=[A, A, B]), form(OFFICE, {}, T6_B1=rows)) == expected


def test_a_row_beside_one_that_was_not_read_before_either_is_taken_out() -> None:
    unread = {**C, "tu_ngay": "xyz"}
    assert becomes("VS416", form(OFFICE, {}, T6_B1=[A, A, unread]), form(OFFICE, {}, T6_B1=[A, unread])) == MENDED


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"T4.05": "Cơ cấu kết hợp"}, MENDED),
        ({"T4.M1.HH.trung_cu_nu": 20}, MENDED),
        ({"T4.M1.HH.trung_cu_nu": "vài"}, UNJUDGED),
        ({"T4.M1.HH.trung_cu_nu": "vài", "T4.05": "Cơ cấu kết hợp"}, MENDED),
    ],
)
def test_a_reason_is_not_needed_where_the_figures_say_so(answers: dict[str, Any], expected: str) -> None:
    before = {"T4.05": None, "T4.08": None}
    assert becomes("VS413", form(DISTRICT, before), form(DISTRICT, before | answers)) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [({"T1.06": 8}, MENDED), ({"T1.05": "vài"}, UNJUDGED), ({"T6.05": "vài"}, STANDS)],
)
def test_a_task_of_zeros_is_mended_where_every_figure_is_read(answers: dict[str, Any], expected: str) -> None:
    before = {"T1.04": 0, "T1.05": 0, "T1.06": 0}
    assert becomes("VS420", form(OFFICE, before), form(OFFICE, before | answers)) == expected


@pytest.mark.parametrize("case", [c for c in CASES if c.params is not None], ids=lambda c: c.rule)
def test_a_rule_says_what_it_looks_at(case: Case) -> None:
    """Whatever a rule finds in a form is found by a declared use that speaks of it."""
    assert case.params is not None
    for look in looks_of(EDITION, declared(case.rule, case.params)):
        for one in found(case.breaks, case.rule, case.params):
            assert look.speaks_of([k.code for k in one.keys], EDITION)
