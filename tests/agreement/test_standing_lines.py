"""Lines of the last period on the self-check: what it says is what `validate` says, here and in LibreOffice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.forms import carried
from tests.support.forms import returned as at
from tests.support.forms.carried import CLUBS, TABLE, UNIT, rest, returned, said
from tests.support.judges.agreement import BLANK, PASSED, Comparison
from tests.support.judges.calculated import Calculated
from tests.support.programs import libreoffice
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import Unreadable

RULE, CONFIRM = "VS358", f"{TABLE}.con_khong"
needs_libreoffice = pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "present")
SAID = [
    (("Còn", "", "Không còn"), BLANK),
    (("Còn", "Không còn", "Còn"), PASSED),
    (("Chưa rõ", "Không còn", "Còn"), BLANK),
    ((" Còn ", "Không còn", "Còn"), PASSED),
    (("Không còn", "Không còn", "Không còn"), PASSED),
]


def kept(answers: Sequence[str]) -> list[int]:
    return [n for n, word in enumerate(answers, 1) if word.strip() == "Còn"]


def state(one: Comparison) -> str:
    return next(line.state for line in one.lines if line.code == CONFIRM)


def errors(found: Sequence[Finding]) -> list[str]:
    return [f.code for f in found if f.code == RULE and f.severity == "error"]


@pytest.mark.parametrize(("answers", "wanted"), SAID[:4])
def test_the_self_check_says_what_validate_says(answers: Sequence[str], wanted: str) -> None:
    one = Calculated(returned(*answers, more=rest(*kept(answers))), "6t", carried=carried.prepared(CLUBS))
    assert [str(d) for d in one.disagreements()] == []
    assert state(one) == wanted
    assert bool(errors(one.found)) is (wanted != PASSED)


def test_a_form_goes_out_with_the_states_that_its_formulas_give() -> None:
    content = carried.blank(CLUBS, UNIT)
    made, one = (
        carried.plan(UNIT, "6t", carried.prepared(CLUBS)).checks,
        Calculated(content, "6t", carried=carried.prepared(CLUBS)),
    )
    assert {x.said: one.state_number(x) for x in made.lines} == {x.said: float(x.at_issue) for x in made.lines}


@needs_libreoffice
@pytest.mark.libreoffice
def test_libreoffice_fills_the_rows_that_are_kept(tmp_path: Path) -> None:
    """One blank and the form complete but for its lines, answered as an officer does."""
    blank, source = tmp_path / "trang.xlsx", tmp_path / "day-du.xlsx"
    blank.write_bytes(carried.blank(CLUBS, UNIT))
    source.write_bytes(carried.filled(CLUBS, UNIT))
    (untouched,) = libreoffice.fill_many(blank, [(tmp_path / "luu-lai.xlsx", [])])
    read = at.read(untouched.read_bytes())
    assert isinstance(read, Unreadable)
    assert read.problem.kind == "blank-as-issued"
    wanted = []
    for number, (answers, _) in enumerate(SAID):
        entries = {**said(*answers), **rest(*kept(answers))}
        wanted.append((tmp_path / f"{number}.xlsx", [(*place, value) for place, value in entries.items()]))
    for saved, (answers, told) in zip(libreoffice.fill_many(source, wanted), SAID, strict=True):
        one = Comparison(saved.read_bytes(), "6t", carried=carried.prepared(CLUBS))
        assert [str(d) for d in one.disagreements()] == [], answers
        assert state(one) == told, answers
        rows = at.accepted(one.content).tables[TABLE].rows
        names = [CLUBS[TABLE][n - 1].answers["ten"] for n in kept(answers)]
        assert [row.cells["ten"].text for row in rows] == names, answers
        assert all(row.cells["so_thanh_vien"].value == 32 for row in rows)
