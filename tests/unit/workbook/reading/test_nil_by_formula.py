"""“Không phát sinh trong kỳ” of a task and “Không có” of a table, written by a formula: held against what it gives."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import codes
from tests.support.seasons import season
from vstbcpn_cli.model.counting import entry_of
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.workbook.form.sheet_plan import Role

NIL_TASK, NOTHING = "Không phát sinh trong kỳ", "Không có"
STALE_NIL = ('IF(1>2,"{0}","")', '"Có"', 'IF(A1="x","{0}","Chưa rõ")', "1+1")
UNCHECKED_NIL = {'INDIRECT("A1")': "VS355", "[1]Tong!A1": "VS330", 'IF(NOW()>1,"{0}","")': "VS353"}


def _nil_table(unit: str, code: str, cell: object) -> bytes:
    columns = [c for c in season.edition().tables[code].columns if not c.fixed]
    cells: dict[at.Position, Any] = {
        at.spot(unit, f"{code}.{c.key}", number=n): None for c in columns for n in range(1, 6)
    }
    return at.typed(at.filled(unit), cells | {at.spot(unit, f"{code}.{columns[0].key}", number=1): cell})


@pytest.mark.parametrize("text", STALE_NIL)
def test_a_task_is_not_declared_nil_by_an_old_result(text: str) -> None:
    cell = at.Formula(text.format(NIL_TASK), NIL_TASK)
    content = at.typed(at.filled("so-y-te"), {at.spot("so-y-te", "T7.khong_phat_sinh", Role.NIL): cell})
    assert at.accepted(content).nil_tasks == {}
    assert codes(content) == [("VS344", "", str(at.ref("so-y-te", "T7.khong_phat_sinh", Role.NIL)))]


@pytest.mark.parametrize("text", ['"{0}"', 'IF(1>0,"{0}","")'])
def test_a_formula_that_gives_the_words_declares_like_the_words(text: str) -> None:
    cell = at.Formula(text.format(NIL_TASK), NIL_TASK)
    content = at.typed(at.filled("so-y-te"), {at.spot("so-y-te", "T7.khong_phat_sinh", Role.NIL): cell})
    assert set(at.accepted(content).nil_tasks) == {"T7"}
    content = _nil_table("so-y-te", "T6.B1", at.Formula(text.format(NOTHING), NOTHING))
    assert at.accepted(content).values["T6.01"].value == 0
    assert codes(content) == []


@pytest.mark.parametrize("text", STALE_NIL)
def test_a_table_without_rows_by_an_old_result_gives_no_figure(text: str) -> None:
    content = _nil_table("so-y-te", "T6.B1", at.Formula(text.format(NOTHING), NOTHING))
    assert codes(content) == [("VS344", "", str(at.ref("so-y-te", "T6.B1.ten_lop", number=1)))]
    read = at.accepted(content)
    found = tuple(judge(at.scope_of(read), at.bound()))
    unit = at.applies_to("so-y-te").unit
    entry = entry_of(season.edition(), unit, read, found, strict=False)
    assert entry.finding_behind(read.values["T6.01"]) is not None


@pytest.mark.parametrize(("text", "code"), UNCHECKED_NIL.items())
def test_words_by_a_formula_that_nobody_can_check_are_used_and_told(text: str, code: str) -> None:
    for content, place in (
        (
            at.typed(
                at.filled("so-y-te"),
                {at.spot("so-y-te", "T7.khong_phat_sinh", Role.NIL): at.Formula(text.format(NIL_TASK), NIL_TASK)},
            ),
            at.ref("so-y-te", "T7.khong_phat_sinh", Role.NIL),
        ),
        (
            _nil_table("so-y-te", "T6.B1", at.Formula(text.format(NOTHING), NOTHING)),
            at.ref("so-y-te", "T6.B1.ten_lop", number=1),
        ),
    ):
        assert (code, "", str(place)) in codes(content)


def test_a_row_of_formulas_with_empty_old_results_is_no_empty_row() -> None:
    content = _nil_table("so-y-te", "T6.B1", at.Formula('IF(1>0,"Lớp tập huấn","")', ""))
    assert ("VS344", "", str(at.ref("so-y-te", "T6.B1.ten_lop", number=1))) in codes(content)
    content = at.typed(
        at.filled("so-y-te"),
        {at.spot("so-y-te", "T7.khong_phat_sinh", Role.NIL): at.Formula(f'IF(1>0,"{NIL_TASK}","")', "")},
    )
    assert codes(content) == [("VS344", "", str(at.ref("so-y-te", "T7.khong_phat_sinh", Role.NIL)))]
