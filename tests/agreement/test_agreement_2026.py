"""The self-check of the forms of 2026 and `validate` say the same: a department, an association and a commune.

What agreement means stands in test_agreement.py, and so does how to run many fillings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import plausible
from tests.support.forms.random_fillings import COUNT, SEED, fillings
from tests.support.judges.agreement import READY, Compared, Comparison, worst
from tests.support.programs import libreoffice
from tests.support.seasons import season
from vstbcpn_cli.edition.model import Edition

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]
UNITS = {"XA": "xa-huu-lung", "SN": "so-y-te", "DT": "hoi-lhpn"}
PERIODS = ("6t", "nam")


@pytest.fixture
def edition() -> Iterator[Edition]:
    with season.using("2026") as found:
        yield found


@pytest.mark.parametrize("kind", UNITS)
def test_every_line_agrees_with_validate(kind: str, edition: Edition, tmp_path: Path) -> None:
    unit, made = UNITS[kind], Compared()
    for period in PERIODS:
        blank, complete = tmp_path / f"{period}.xlsx", tmp_path / f"du-{period}.xlsx"
        blank.write_bytes(at.blank(unit, period))
        applies = at.applies_to(unit, period)
        faultless = list(entries(applies, plausible(edition, applies.unit, applies.period)))
        wanted = [
            (tmp_path / f"{f.name}.xlsx", f.entries()) for f in fillings(unit, period, COUNT // len(PERIODS), seed=SEED)
        ]
        for path in libreoffice.fill_many(blank, [*wanted, (complete, faultless)]):
            made.add(path.stem, path.read_bytes(), period)
        assert Comparison(complete.read_bytes(), period).verdict == READY
    print(f"\n{kind}: {made}")
    assert not made.disagreements, worst(made.disagreements)
