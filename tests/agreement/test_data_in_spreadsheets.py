"""The data as an officer opens them: a spreadsheet set to Vietnamese shows the figures that are meant."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.judges.audited import faults
from tests.support.judges.column_widths import torn
from tests.support.programs import libreoffice
from tests.support.seasons import season
from vstbcpn_cli.edition.model import Aggregate
from vstbcpn_cli.report.data.renderers import CSV, WIDE
from vstbcpn_cli.report.data.wide_workbook import columns_of
from vstbcpn_cli.report.renderer import Report

SHEET = "Số liệu"
HEAD = 3
"""The row of the heads, under title and note."""
AS_SHOWN = "Text - txt - csv (StarCalc)"
"""How LibreOffice calls the format that holds each cell as it is shown."""
ENGLISH, VIETNAMESE = 1033, 1066
"""The languages of the dialogue in which LibreOffice asks how a text is to be read."""


@pytest.fixture(scope="module")
def of() -> Report:
    return season.partial()


@pytest.fixture(scope="module")
def wide(of: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ngang") / "so-lieu-ngang_2011-6t.xlsx"
    WIDE.render(of, path)
    return path


def test_the_wide_table_has_a_line_for_each_unit_and_its_columns_add_up(of: Report, wide: Path) -> None:
    made, rows = of.consolidation, list(openpyxl.load_workbook(wide)[SHEET].iter_rows(min_row=HEAD, values_only=True))
    heads, lines = rows[0], rows[1:]
    assert [line[0] for line in lines] == [u.unit.code for u in made.coverage.units]
    codes = [str(head).partition("\n")[0] for head in heads[5:]]
    assert codes == list(columns_of(made))
    for column, code in enumerate(codes, 5):
        found = [line[column] for line in lines if line[column] is not None]
        assert len(found) == len(made.total(code).parts), code
        if made.aggregate_of(code) is Aggregate.SUM:
            number = sum((Decimal(str(n)) for n in found), Decimal(0))
            assert number == sum((p.number or 0 for p in made.total(code).parts), 0), code
    assert not [c for c in codes if c in made.edition.private]
    assert lines[-1][4:6] == ("Chưa gửi", None)


def test_codes_stand_whole_in_their_columns(wide: Path) -> None:
    """Excel tears a word that is wider than its column; of a digest nobody reads more than its beginning."""
    for sheet in openpyxl.load_workbook(wide):
        assert torn(sheet, range(1, sheet.max_column + 1), HEAD, 40) == [], sheet.title


def test_the_other_sheets_are_the_tables_of_that_name(of: Report, wide: Path) -> None:
    book = openpyxl.load_workbook(wide, read_only=True)
    assert book.sheetnames == [SHEET, "Chỉ tiêu", "Đơn vị"]
    assert sum(1 for _ in book["Đơn vị"].iter_rows()) == HEAD + len(of.consolidation.coverage.units)


def test_an_independent_validator_accepts_the_wide_table(wide: Path) -> None:
    assert faults(wide) == set()


def test_the_wide_table_is_written_alike_twice(of: Report, wide: Path, tmp_path: Path) -> None:
    WIDE.render(of, tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == wide.read_bytes()


@pytest.fixture(scope="module")
def office() -> Iterator[libreoffice.Office]:
    if reason := libreoffice.missing():
        pytest.skip(reason)
    made = libreoffice.Office(locale="vi-VN")
    yield made
    made.stop()


@pytest.mark.libreoffice
def test_libreoffice_set_to_vietnamese_shows_the_wide_table_as_meant(
    office: libreoffice.Office, wide: Path, tmp_path: Path
) -> None:
    """Numbers are the same numbers, and stand there with a comma."""
    shown = tmp_path / "hien.csv"
    office.do("export", source=str(wide), target=str(shown), filter_name=AS_SHOWN, sheet="")
    with shown.open(encoding="latin-1", newline="") as stream:  # written for one language; here numbers are looked for
        everything = {cell for row in csv.reader(stream) for cell in row}
    book = openpyxl.load_workbook(wide)[SHEET]
    stored = {c.coordinate: c.value for row in book.iter_rows(min_row=HEAD + 1) for c in row if c.value is not None}
    found: dict[str, Any] = office.do("values", source=str(wide))[SHEET]
    assert {at: v for at, v in stored.items() if found.get(at) != v} == {}
    decimals = [str(v) for v in stored.values() if isinstance(v, float) and v % 1]
    assert decimals
    missing = [d for d in decimals if not {c for c in everything if c.replace(".", "").replace(",", ".") == d}]
    assert missing == []


@pytest.mark.libreoffice
def test_the_long_table_is_read_as_meant_in_the_way_the_package_says(
    office: libreoffice.Office, of: Report, tmp_path: Path
) -> None:
    """Comma, UTF-8, English: every number is its number. Read in Vietnamese 12.5 is a text and 1.035 a thousand."""
    path = tmp_path / "so-lieu_2011-6t.csv"
    CSV.render(of, path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        heads, *rows = csv.reader(stream)
    at = heads.index("value")
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at]
    read = office.do("values", source=str(path), text=f"44,34,76,1,,{ENGLISH}")
    (found,) = read.values()
    numbers = {f"{letter}{n}": float(row[at]) for n, row in enumerate(rows, 2) if row[at]}
    assert {a: (v, found.get(a)) for a, v in numbers.items() if found.get(a) != v} == {}
    otherwise = office.do("values", source=str(path), text=f"44,34,76,1,,{VIETNAMESE}")
    (misread,) = otherwise.values()
    assert [a for a, v in numbers.items() if misread.get(a) != v]  # why the package says how to open it
    assert dt.date(2011, 6, 10).isoformat() in rows[0]
