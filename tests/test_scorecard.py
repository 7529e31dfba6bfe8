"""Every row of the scorecard at its quick size."""

from __future__ import annotations

from pathlib import Path

import pytest
from scorecard import Row, Size, rows


@pytest.mark.parametrize("row", rows(), ids=lambda r: f"{r.number}")
def test_row(row: Row, tmp_path: Path) -> None:
    found = row.measure(Size(False, tmp_path))
    print(f"{row.number}. {row.title}: {found.figure} ({found.cases} cases)")
    assert found.met, f"{row.title}: {found.figure}; target {row.target}. {found.note}"
    assert found.cases > 0
