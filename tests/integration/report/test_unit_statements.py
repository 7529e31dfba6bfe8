"""Every text of the report that counts units is one that as many units have written, from the written files alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.support.judges.unit_statements import COUNTED, units_behind
from tests.support.seasons.report_cases import body_of
from tests.support.seasons.season import FOLDERS
from vstbcpn_cli.usecases.consolidate import Choices, consolidate_files


@pytest.mark.full
def test_every_unit_behind_a_text_of_the_samples_has_said_it(tmp_path: Path) -> None:
    """The Word report against the open data."""
    samples = FOLDERS.parent / "sample_submissions"
    consolidate_files(Choices((str(samples),), tmp_path / "ra", "2011", "6t"), lambda *_: None)
    said: dict[str, set[str]] = {}
    with (tmp_path / "ra" / "so-lieu_2011-6t.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            said.setdefault(row["unit_code"], set()).add(row["value"] or row["answer"])
    counted = [m for line in body_of(tmp_path / "ra" / "bao-cao_2011-6t.docx") for m in COUNTED.finditer(line)]
    assert counted
    for found in counted:
        assert units_behind(found[2], [said]) >= int(found[1]), found[0]
