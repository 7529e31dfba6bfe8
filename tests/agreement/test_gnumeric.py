"""Gnumeric calculates a form as LibreOffice and this process do, and agrees with `validate`.

It reads the file as it was issued and typed into, calculates the formulas of arrays that IronCalc passes over, and
compares numbers to their last digit, as few programs do.

`VSTBCPN_FILLINGS=40 python -m pytest tests/agreement/test_gnumeric.py` compares so many fillings of every kind of unit;
on its own the test takes two for each kind, one a period.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.forms.random_fillings import COUNT, PERIODS, SEED, UNITS, fillings
from tests.support.judges.agreement import Comparison
from tests.support.judges.calculated import Calculated
from tests.support.programs import other_programs as programs

pytestmark = pytest.mark.skipif(bool(programs.missing_gnumeric()), reason=programs.missing_gnumeric() or "is there")


@pytest.mark.parametrize("kind", UNITS)
def test_every_line_and_the_verdict_are_the_same(kind: str, tmp_path: Path) -> None:
    compared = 0
    for period in PERIODS:
        for filling in fillings(UNITS[kind], period, COUNT // len(PERIODS), seed=SEED):
            typed = {(sheet, row, column): value for sheet, row, column, value in filling.entries()}
            source = tmp_path / f"{filling.name}.xlsx"
            source.write_bytes(at.typed(at.blank(UNITS[kind], period), typed))
            found = Comparison(programs.by_gnumeric(source, tmp_path / "luu-lai.xlsx").read_bytes(), period)
            right = Calculated(source.read_bytes(), period).lines
            differing = {str(x): y.state for x, y in zip(right, found.lines, strict=True) if x != y}
            assert (differing, list(found.disagreements())) == ({}, []), filling.name
            compared += len(right)
    assert compared > 300 * COUNT
