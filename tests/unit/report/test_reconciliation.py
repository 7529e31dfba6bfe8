"""Every answer of a unit is accepted, withheld or said not to be there, and every accepted one is added or told why."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from tests.support.seasons import random_seasons
from vstbcpn_cli.edition.model import Aggregate
from vstbcpn_cli.report.annex_workbook import renderer as annex
from vstbcpn_cli.report.annex_workbook.reconciliation import reconciled
from vstbcpn_cli.report.data import renderers as data
from vstbcpn_cli.report.rows import UnitFigures


@pytest.mark.parametrize("number", range(6))
def test_the_sums_are_those_of_the_other_outputs(number: int, tmp_path: Path) -> None:
    report = random_seasons.season(number).report
    made = report.consolidation
    lines = list(reconciled(UnitFigures(made)))
    data.JSON.render(report, tmp_path / "a.json")
    told = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert sum(x.withheld for x in lines) == len(made.withheld()) == told["counts"]["withheld_values"]
    assert sum(sum(x.rules.values()) for x in lines) == len(made.withheld())
    for line in lines:
        assert line.accepted == line.added + line.words + line.row + line.undecided + line.shown
    typed = [(u["code"], v) for u in told["units"] for v in u.get("values", ()) if "cell" in v]
    accepted = Counter(unit for unit, v in typed if v["status"] == "value")
    assert {
        u: n for u in {x.unit.code for x in lines} if (n := sum(x.accepted for x in lines if x.unit.code == u))
    } == accepted
    edition = made.edition
    sums = (Aggregate.SUM, Aggregate.COUNT_YES, Aggregate.COUNT_BY_VALUE)
    parts = sum(
        p.observation.cell is not None
        for code in made.codes()
        if made.aggregate_of(code) in sums
        for p in made.total(code).parts
    )
    cells = sum(
        len(made.added_rows(table.column_code(c)))
        for table in edition.tables.values()
        for c in table.columns
        if c.type.numeric
    )
    assert sum(x.added for x in lines) == parts + cells


def test_the_sheet_has_a_line_for_each_unit_and_task(tmp_path: Path) -> None:
    report = random_seasons.season(2).report
    annex.render(report, tmp_path / "a.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "a.xlsx")["Đối chiếu"].iter_rows(4, values_only=True))
    made = report.consolidation
    assert len(rows) == len(made.entries) * (len(made.edition.tasks) + 1)
    whole = {r[1]: r[-4:] for r in rows if r[3] == "Cả tệp"}
    for entry in made.entries:
        count = entry.submission.count
        assert whole[entry.unit.code] == (count.typed, count.in_data, count.in_findings, count.ignored)
