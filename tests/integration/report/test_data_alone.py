"""The data stand alone: every published total is made again from the three tables, without this program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.forms.plausible import coverage_of
from tests.support.judges.standalone_data import by_duckdb, by_pandas, by_sqlite, differences
from tests.support.seasons import random_seasons, season
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.coverage import Recorded, Records, cover
from vstbcpn_cli.model.totals import GivenTotal
from vstbcpn_cli.report.data.renderers import CSV, INDICATORS, JSON, UNITS
from vstbcpn_cli.report.renderer import Report


def rendered(of: Report, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for renderer in (CSV, INDICATORS, UNITS, JSON):
        renderer.render(of, folder / renderer.file_name.format(stem=of.stem))
    return folder


def year() -> Report:
    """A whole year, a third of the units not there, a figure of each tenth withheld."""
    sent = season.submissions("nam")[::3] + season.submissions("nam")[1::3]
    faulty = {s.unit: (season.error_at(s, "T3.M1.CB01.nu"),) for s in sent[::10]}
    return season.report_of(sent, faulty, "nam", late=[sent[5].unit])


def without_forms() -> Report:
    """Half of the units have nothing to report and said so, one is left out, the office gives two figures itself."""
    edition, register = season.edition(), season.register()
    sent, said = season.submissions()[::2], Recorded("xác nhận không phát sinh", "Nguyễn Văn An", dt.date(2011, 6, 3))
    units = [u.code for u in register.valid_on(edition.periods["6t"].until_date)]
    judged = tuple(u.counted for u in coverage_of(edition, register, edition.periods["6t"], sent).sent if u.counted)
    silent = [c for c in units if c not in {s.unit for s in sent}]
    records = Records(nil=dict.fromkeys(silent[1:], said), excluded={silent[0]: said})
    coverage = cover(edition, edition.periods["6t"], register, judged, records)
    given = {c: GivenTotal(n, "Báo cáo của Sở Nội vụ") for c, n in (("T3.M1.CB01.tong", 900), ("T3.M1.CB01.nu", 400))}
    return Report(consolidate(coverage, given=given), dt.date(2011, 6, 10), None, season.TEMPLATES)


def second(period: str) -> Report:
    with season.using(season.SECOND):
        sent = season.submissions(period)
        return replace(season.report_of(sent[:-1], period=period), templates=None)


SEASONS: dict[str, Callable[[], Report]] = {
    "6t": season.partial,
    "nam": year,
    "without forms": without_forms,
    "second q1": lambda: second("q1"),
    "second q4": lambda: second("q4"),
    **{f"drawn {n}": lambda n=n: random_seasons.season(n).report for n in range(8)},  # type: ignore[misc]  # a default binds it
}


@pytest.mark.parametrize("name", SEASONS)
def test_pandas_makes_every_published_total_of_the_three_tables(name: str, tmp_path: Path) -> None:
    held, found = differences(rendered(SEASONS[name](), tmp_path / "ra"), by_pandas(tmp_path / "ra"))
    assert found == []
    print(name, held)
    assert held > 30


@pytest.mark.parametrize("name", SEASONS)
def test_plain_sql_makes_every_published_total_of_the_three_tables(name: str, tmp_path: Path) -> None:
    held, found = differences(rendered(SEASONS[name](), tmp_path / "ra"), by_sqlite(tmp_path / "ra"))
    assert found == []
    print(name, held)
    assert held > 30


@pytest.mark.parametrize("name", ["6t", "without forms", "second q1"])
def test_so_does_duckdb(name: str, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    _, found = differences(rendered(SEASONS[name](), tmp_path / "ra"), by_duckdb(tmp_path / "ra", duckdb))
    assert found == []
