"""Every figure that differs between two sets is listed with its true causes, and no other one: held against sums that
are made anew from the published CSV of both."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.judges.schemas import faults
from tests.support.seasons.report_cases import edition, register
from tests.support.seasons.season_pairs import pair
from vstbcpn_cli.edition.model import Aggregate
from vstbcpn_cli.report.changes.compare import compare
from vstbcpn_cli.report.changes.data_set import DataSet
from vstbcpn_cli.report.changes.json_changes import as_json
from vstbcpn_cli.report.changes.model import Changes, Kind, SetName
from vstbcpn_cli.report.changes.sections import sections
from vstbcpn_cli.report.data import renderers as data
from vstbcpn_cli.report.renderer import Report

Lines = Mapping[tuple[str, str, int], Mapping[str, str]]
"""Of a CSV by unit, code and row."""
NAME = SetName("3-ket-qua", "0000-0000-0000-0000", "2011", "6t", "", "2011-06-10")


def published(report: Report, folder: Path) -> tuple[DataSet, Lines]:
    """What `consolidate` writes of a season, read back."""
    folder.mkdir()
    table, whole = folder / "so-lieu.csv", folder / "so-lieu.json"
    data.CSV.render(report, table)
    data.JSON.render(report, whole)
    raw = json.loads(whole.read_text("utf-8"))
    assert not faults("so-lieu", raw)
    with table.open(encoding="utf-8-sig", newline="") as stream:
        lines = {(x["unit_code"], x["indicator"], int(x["row"])): x for x in csv.DictReader(stream)}
    return DataSet(raw), lines


@pytest.fixture(scope="module", params=range(8))
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Changes, Lines, Lines]:
    folder = tmp_path_factory.mktemp("hai-bo")
    (old, before), (new, after) = (
        published(r, folder / n) for r, n in zip(pair(request.param), ("a", "b"), strict=True)
    )
    return compare(old, new, (NAME, NAME)), before, after


def gives(lines: Lines, code: str) -> Iterator[tuple[str, str, str]]:
    """Unit, kind and value of every answer that counts in a figure of the province."""
    spec = edition().indicators.get(code)
    for (unit, indicator, _), line in lines.items():
        if indicator == code and line["status"] == "value":
            known = register().get(unit)
            assert known is not None
            if spec is None or spec.province != "lead" or known.leads(code):
                yield unit, line["kind"], line["value"] or line["answer"]


def summed(lines: Lines, code: str) -> dict[tuple[Kind, str], Decimal]:
    """The totals of a code by what they are of."""
    aggregate = aggregate_of(code)
    found: dict[tuple[Kind, str], Decimal] = {}

    def add(kind: Kind, of: str, value: Decimal) -> None:
        found[kind, of] = found.get((kind, of), Decimal(0)) + value

    for _, group, value in gives(lines, code):
        number = Decimal(value) if aggregate is Aggregate.SUM else Decimal(value == "Có")
        number = Decimal(1) if aggregate is Aggregate.COUNT_BY_VALUE else number
        levels = code in edition().matrix_cells and edition().matrix_cells[code][0].levels
        if not levels:
            add(Kind.TOTAL, "", number)
        add(Kind.GROUP, group, number)
        if aggregate is Aggregate.COUNT_BY_VALUE:
            add(Kind.ANSWER, value, number)
    return found


def aggregate_of(code: str) -> Aggregate:
    if code in edition().indicators:
        return edition().indicators[code].aggregate
    matrix, _, column = edition().matrix_cells[code]
    return Aggregate.NONE if column.calc else column.aggregate or matrix.aggregate


CODES = [
    c
    for c in (*edition().indicators, *edition().matrix_cells)
    if c not in edition().private and aggregate_of(c) in (Aggregate.SUM, Aggregate.COUNT_YES, Aggregate.COUNT_BY_VALUE)
]
SUMS = (Kind.TOTAL, Kind.GROUP, Kind.ANSWER)


def test_the_figures_that_differ_are_listed_and_no_others(two: tuple[Changes, Lines, Lines]) -> None:
    changes, before, after = two
    listed: dict[str, dict[tuple[Kind, str], tuple[Any, Any]]] = {}
    for f in changes.figures:
        if f.key.kind in SUMS:
            listed.setdefault(f.key.code, {})[f.key.kind, f.key.of] = (f.old.value, f.new.value)
    for code in CODES:
        old, new = summed(before, code), summed(after, code)
        nothing = {Kind.ANSWER: Decimal(0)}
        differ = {
            key: pair_
            for key in old | new
            if (pair_ := (old.get(key, nothing.get(key[0])), new.get(key, nothing.get(key[0]))))[0] != pair_[1]
        }
        assert listed.get(code, {}) == differ, code
    assert len(changes.figures) == len({f.key for f in changes.figures})


def test_the_units_named_are_those_whose_answers_differ(two: tuple[Changes, Lines, Lines]) -> None:
    changes, before, after = two
    for change in (f for f in changes.figures if f.key.kind is Kind.TOTAL and f.key.code in CODES):
        code = change.key.code
        old, new = ({u: v for u, _, v in gives(lines, code)} for lines in (before, after))
        if aggregate_of(code) is Aggregate.COUNT_BY_VALUE:
            differ = old.keys() ^ new.keys()
        else:
            word = {"Có": "1", "Không": "0"}
            differ = {
                u
                for u in old | new
                if Decimal(word.get(old.get(u, "0"), old.get(u, "0")))
                != Decimal(word.get(new.get(u, "0"), new.get(u, "0")))
            }
        named = {c.unit.code for c in change.causes}
        assert named == (differ or old.keys() ^ new.keys()), code
        assert sum(c.difference or 0 for c in change.causes) == (change.new.value or 0) - (change.old.value or 0)


def test_the_cells_named_really_differ(two: tuple[Changes, Lines, Lines]) -> None:
    changes, before, after = two

    def line(lines: Lines, unit: str, key: Any) -> tuple[str, ...]:
        found = lines.get((unit, *key), {}) if key else {}
        told = tuple(found.get(n, "") for n in ("value", "answer", "typed"))
        return (*told, found.get("status", "empty") if any(told) else "")

    for unit in changes.units:
        for cell in unit.cells:
            assert line(before, unit.code, cell.old_key) != line(after, unit.code, cell.new_key) or {
                s.status for s in (cell.old, cell.new) if s
            } & {"unavailable", "not_applicable"}
            if cell.new is not None and cell.new.cell:
                told = after[(unit.code, *cell.new_key)]  # type: ignore[misc]  # a side that says something has a key
                assert (told["sheet"], told["cell"]) == (cell.new.sheet, cell.new.cell)
    own = {u.code: {id(c) for c in u.cells} for u in changes.units}
    for figure in changes.figures:
        for cause in figure.causes:
            assert {id(c) for c in cause.cells} <= own[cause.unit.code]
            assert cause.cells or figure.key.kind is Kind.COUNT


def test_a_number_typed_into_a_cell_is_its_own_cause(two: tuple[Changes, Lines, Lines]) -> None:
    changes, before, after = two
    typed = [c for c in CODES if not (s := edition().indicators.get(c)) or s.calc is None]
    for change in (f for f in changes.figures if f.key.kind is Kind.TOTAL and f.key.code in typed):
        for cause in change.causes:
            lines = [x for ls in (before, after) if (x := ls.get((cause.unit.code, change.key.code, 0)))]
            assert change.key.code in {c.key.code for c in cause.cells}
            assert {c for x in lines for c in [x["cell"]]} & {s.cell for c in cause.cells for s in (c.old, c.new) if s}


def test_what_is_told_fits_its_schema_and_every_figure_is_in_the_paper(two: tuple[Changes, Lines, Lines]) -> None:
    changes, _, _ = two
    assert not faults("diff", as_json(changes))
    tables = {s.name: s.lines for s in sections(changes, 5)}
    assert len(tables.get("Số liệu", ())) == len(changes.figures)
    assert len(tables.get("Ô thay đổi", ())) == sum(len(u.cells) for u in changes.units)


def test_the_same_season_differs_in_nothing(tmp_path: Path) -> None:
    report = pair(0)[0]
    (old, _), (new, _) = published(report, tmp_path / "a"), published(report, tmp_path / "b")
    changes = compare(old, new, (NAME, NAME))
    assert not changes.differ
    assert not changes.figures
