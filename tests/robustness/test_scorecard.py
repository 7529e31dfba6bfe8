"""Every row of the scorecard at its quick size."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.judges.measured import Size
from tests.tools import scorecard
from tests.tools.scorecard import Row, rows


@pytest.mark.parametrize("row", rows(), ids=lambda r: f"{r.number}")
def test_row(row: Row, tmp_path: Path) -> None:
    found = row.measure(Size(False, tmp_path))
    print(f"{row.number}. {row.title}: {found.figure} ({found.cases} cases)")
    assert found.met, f"{row.title}: {found.figure}; target {row.target}. {found.note}"
    assert found.cases > 0


def test_a_row_measured_alone_leaves_the_others_of_the_page() -> None:
    page = scorecard._page(["| 2 | b | 0 | 0 | 9 | met | full |", "| 21 | c | ≥ 80 % | 81 % | 7 | met | by hand |"])
    lines = scorecard._published(page)
    assert list(lines) == [2, 21]
    assert scorecard._page([lines[n] for n in sorted(lines)]) == page
