"""A workbook made again is compared by what a spreadsheet holds, not by how a library writes it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from vstbcpn_cli.usecases.verification.values.book_values import differences

SHEET = "xl/worksheets/sheet1.xml"


def holding(path: Path, written: bytes) -> Path:
    """A workbook whose one number stands there in these digits."""
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active["B2"] = 0.5
    book.save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[SHEET] = parts[SHEET].replace(b"<v>0.5</v>", b"<v>%b</v>" % written)
    assert written in parts[SHEET]
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("written", "same"),
    [
        (b"97.59999999999999", True),  # %.16G, as XlsxWriter before 3.2.1 writes it
        (b"97.60000000000001", True),
        (b"9.76E+1", True),
        (b"97.600001", False),
        (b"97.61", False),
    ],
)
def test_a_number_is_what_a_spreadsheet_holds(written: bytes, tmp_path: Path, *, same: bool) -> None:
    made = holding(tmp_path / "lap-lai.xlsx", b"97.6")
    found = holding(tmp_path / "trong-tep.xlsx", written)
    told = [(d.place, d.made, d.found) for d in differences(made, found)]
    assert told == ([] if same else [("Sheet!B2", "97.6", written.decode())])
