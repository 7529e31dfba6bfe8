"""The data stand alone: every published total is made again from the three tables, without this program."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.forms.plausible import coverage_of, everyone
from tests.support.judges.standalone_data import by_duckdb, by_pandas, by_sqlite, differences
from tests.support.seasons import random_seasons, season
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.coverage import Recorded, Records, cover
from vstbcpn_cli.model.earlier_period import load_earlier
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.totals import GivenTotal
from vstbcpn_cli.report.data.renderers import CSV, INDICATORS, JSON, UNITS
from vstbcpn_cli.report.renderer import Report


def rendered(of: Report, folder: Path, stem: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    for renderer in (CSV, INDICATORS, UNITS, JSON):
        renderer.render(of, folder / renderer.file_name.format(stem=stem or of.stem))
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
    assert held > 30


@pytest.mark.parametrize("name", SEASONS)
def test_plain_sql_makes_every_published_total_of_the_three_tables(name: str, tmp_path: Path) -> None:
    held, found = differences(rendered(SEASONS[name](), tmp_path / "ra"), by_sqlite(tmp_path / "ra"))
    assert found == []
    assert held > 30


@pytest.mark.parametrize("name", ["6t", "without forms", "second q1"])
def test_so_does_duckdb(name: str, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    _, found = differences(rendered(SEASONS[name](), tmp_path / "ra"), by_duckdb(tmp_path / "ra", duckdb))
    assert found == []


PROVINCES = {"tỉnh Lạng Sơn": "lang-son", "tỉnh Cao Bằng": "cao-bang", "thành phố Huế": "hue"}


def of_province(name: str, sent: slice) -> Report:
    """Another province with offices of the same codes, which has its own figures."""
    edition = season.edition()
    there = replace(edition, office=replace(edition.office, province=name))
    forms = tuple(everyone(there, season.register(), there.periods["6t"], seed=name))[sent]
    coverage = coverage_of(there, season.register(), there.periods["6t"], forms)
    return Report(consolidate(coverage), dt.date(2011, 6, 10), None, season.TEMPLATES)


def test_the_files_of_three_provinces_add_up_in_one_heap(tmp_path: Path) -> None:
    heap = tmp_path / "ba-tinh"
    for n, name in enumerate(PROVINCES):
        rendered(of_province(name, slice(n, None, n + 1)), heap, f"2011-6t-{n}")
    told = [json.loads(p.read_text("utf-8")) for p in sorted(heap.glob("*.json"))]
    assert [t["province"] for t in told] == list(PROVINCES.values())
    keys = [(x["province"], x["unit_code"], x["indicator"], x["row"]) for x in lines(heap, "so-lieu_*.csv")]
    assert len(keys) == len(set(keys))
    assert len({k[1:] for k in keys}) < len(keys)  # what tells them apart is the province alone
    made = by_pandas(heap)
    held, found = differences(heap, made)
    assert found == []
    assert held > 3_000
    for code in ("T1.06", "T3.M1.CB01.nu", "T6.B1", "T6.14"):
        both = {**told[0]["totals"], **told[0]["tables"]}
        assert code in both
        wanted = sum(Decimal({**t["totals"], **t["tables"]}[code]["value"]) for t in told)
        assert sum(value for at, (value,) in made["tong"].items() if at[3] == code) == wanted


def lines(folder: Path, pattern: str) -> Iterator[dict[str, str]]:
    for path in sorted(folder.glob(pattern)):
        with path.open(encoding="utf-8-sig", newline="") as read:
            yield from csv.DictReader(read)


def test_the_rows_that_count_are_those_the_second_table_names(tmp_path: Path) -> None:
    """`counts` is no word to be believed: rule and cells stand in the tables."""
    folder = rendered(season.partial(), tmp_path / "ra")
    rules = {
        x["indicator"]: json.loads(x["rows_where"] or "{}") for x in lines(folder, "chi-tieu_*.csv") if x["rows_of"]
    }
    cells = {(x["unit_code"], x["indicator"], x["row"]): x for x in lines(folder, "so-lieu_*.csv")}
    judged = 0
    for (unit, code, row), line in cells.items():
        if row != "0" and code in rules and line["value"]:
            table = code if (unit, f"{code}.{next(iter(rules[code]), '')}", row) in cells else code.rpartition(".")[0]
            where = {k: cells[unit, f"{table}.{k}", row]["answer"] in allowed for k, allowed in rules[code].items()}
            assert (line["counts"] == "1") == all(where.values()), line
            judged += bool(where)
    assert judged > 500


def test_earlier_figures_of_another_province_are_refused(tmp_path: Path) -> None:
    """Offices have the same codes everywhere, so only the name of the province tells."""
    path = tmp_path / "so-lieu_2011-6t.json"
    JSON.render(of_province("tỉnh Cao Bằng", slice(9)), path)
    edition = season.edition()
    units = season.register()
    with pytest.raises(ConfigurationError) as refused:
        load_earlier(path, edition, edition.periods["nam"], units)
    assert str(refused.value) == (
        "so-lieu_2011-6t.json: tệp là số liệu của tỉnh Cao Bằng, không phải của tỉnh Lạng Sơn. "
        "Đề nghị chọn tệp “so-lieu_….json” kỳ trước của tỉnh Lạng Sơn."
    )
    spelled = replace(edition, office=replace(edition.office, province="Tỉnh CAO BẰNG"))
    assert load_earlier(path, spelled, edition.periods["nam"], units).province == "cao-bang"
    told = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({k: v for k, v in told.items() if not k.startswith("province")}), "utf-8")
    assert load_earlier(path, edition, edition.periods["nam"], units).province == ""  # written before it was told
