"""“Không có” and a reason for leaving a cell empty mean the same to the form and to `validate`, wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.support.forms import returned as at
from tests.support.forms.random_fillings import PERIODS, UNITS, form_of
from tests.support.judges.agreement import FAILED, PASSED
from tests.support.judges.calculated import Calculated
from tests.support.seasons import season
from vstbcpn_cli.model.calculation import table_of
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.workbook.form.sheet_plan import Role

UNIT = UNITS["HU"]
MORE, OVER = {"T6.15": 9_000}, ("VS401", "R47")
"""More passed on than was planned."""


def calculated(unit: str, cells: Mapping[at.Position, object], period: str = "6t") -> Calculated:
    made = Calculated(at.typed(at.filled(unit, period), cells), period)
    assert [str(d) for d in made.disagreements()] == []
    return made


def emptied(unit: str, period: str) -> dict[at.Position, object]:
    """All rows of all tables."""
    return {where: None for rows in form_of(unit, period).tables.values() for row in rows for where, _ in row}


def totals(made: Calculated, unit: str, period: str) -> dict[str, tuple[object, object]]:
    """What the form and the program add up over rows, by code."""
    read = at.read(made.content, period)
    assert isinstance(read, Submission)
    own = {s.code for plan in made.plans for s in plan.slots if s.computed and not s.number}
    over_rows = (i for i in season.edition().indicators.values() if i.calc and table_of(season.edition(), i.calc))
    yes_no = {"Có": True, "Không": False}
    found = {i.code: made.value(at.spot(unit, i.code)) for i in over_rows if i.code in own}
    return {code: (yes_no.get(str(seen), seen), read.values[code].value) for code, seen in found.items()}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("unit", UNITS.values())
def test_every_total_is_0_where_a_table_has_none_in_any_column(unit: str, period: str) -> None:
    last = {rows[0][-1][0]: "Không có" for rows in form_of(unit, period).tables.values()}
    made = calculated(unit, emptied(unit, period) | last, period)
    found = totals(made, unit, period)
    assert len(found) > 10
    assert {code: pair for code, pair in found.items() if pair != (0, 0)} == {}


@pytest.mark.parametrize("column", ["nguon", "noi_dung_chi", "du_toan", "thuc_hien", "cap_thuc_chi"])
@pytest.mark.parametrize("words", ["Không có", "Không có."])
def test_a_figure_is_held_against_the_0_of_a_table_that_has_none(column: str, words: str) -> None:
    made = calculated(UNIT, budget({column: words}))
    assert states(made, "T6.15", *OVER) == [FAILED]


def test_a_figure_is_held_against_a_row_without_its_first_answer() -> None:
    row = {"noi_dung_chi": "Chi khác", "du_toan": 30, "thuc_hien": 20, "cap_thuc_chi": "Đơn vị này"}
    made = calculated(UNIT, budget(row))
    assert states(made, "T6.15", *OVER) == [FAILED]


def test_a_figure_is_held_against_the_0_of_a_task_declared_nil() -> None:
    nil = {at.spot(UNIT, "T6.khong_phat_sinh", Role.NIL): "Không phát sinh trong kỳ"}
    made = calculated(UNIT, emptied(UNIT, "6t") | budget({}) | nil)
    assert states(made, "T6.15", *OVER) == [FAILED]


def budget(row: Mapping[str, object]) -> dict[at.Position, object]:
    """One row of the table of the budget, and more passed on than that."""
    cells: dict[at.Position, object] = {w: None for r in form_of(UNIT, "6t").tables["T6.B2"] for w, _ in r}
    cells |= {at.spot(UNIT, f"T6.B2.{key}", number=1): value for key, value in row.items()}
    return cells | {at.spot(UNIT, code): value for code, value in MORE.items()}


def states(made: Calculated, code: str, rule: str = "", constraint: str = "") -> list[str]:
    """What the lines of a rule say at a code; without a rule, those of its content."""
    lines = (x for x in made.lines if x.code == code and x.of_content is not bool(rule))
    return [x.state for x in lines if not rule or (x.rule, x.constraint) == (rule, constraint)]


@pytest.mark.parametrize(
    ("answers", "reason", "wanted"),
    [
        ((1, None), "Không áp dụng", PASSED),  # the reason is that of the empty one
        ((1, 1), "Không áp dụng", FAILED),
        ((0, 0), "Không áp dụng", FAILED),
        ((0, 0), "không  có", PASSED),  # says the same again
        ((1, 0), "Không có", FAILED),
        ((1, "abc"), "Không áp dụng", PASSED),  # nobody knows yet whether the other is one
        ((1, "chưa có"), "Không áp dụng", PASSED),
        ((3, "2 người"), "Không áp dụng", PASSED),
        (("3 người", 2), "Không áp dụng", FAILED),
    ],
)
def test_a_reason_on_a_line_of_two_answers(answers: tuple[object, object], reason: str, wanted: str) -> None:
    row, (whole, part) = "T3.M1.CB13", answers
    cells = {at.spot(UNIT, f"{row}.tong"): whole, at.spot(UNIT, f"{row}.nu"): part}
    made = calculated(UNIT, cells | {at.spot(UNIT, f"{row}.tong", Role.REASON): reason})
    assert states(made, f"{row}.tong") == [wanted]


@pytest.mark.parametrize(
    ("code", "answer", "reason", "wanted"),
    [
        ("T6.05", 3, "Không áp dụng", FAILED),
        ("T6.05", 3, "Không có", FAILED),
        ("T6.05", 0, "Không có", PASSED),
        ("T6.05", 0, "Không áp dụng", FAILED),
        ("M.08", "Không", "Không có", PASSED),
        ("M.08", "Có", "Không có", FAILED),
    ],
)
def test_a_reason_beside_the_only_answer(code: str, answer: object, reason: str, wanted: str) -> None:
    cells = {at.spot(UNIT, code): answer, at.spot(UNIT, code, Role.REASON): reason}
    assert states(calculated(UNIT, cells), code) == [wanted]
