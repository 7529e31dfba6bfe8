"""The totals of the Excel annex, which another program computes from its formulas as they are stored."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.programs import libreoffice
from tests.support.seasons import season
from vstbcpn_cli.report.annex_workbook import renderer

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]


@pytest.mark.full
def test_libreoffice_computes_the_same_totals(tmp_path: Path) -> None:
    written, bare = tmp_path / "phu-luc_2011-6t.xlsx", tmp_path / "bare.xlsx"
    renderer.render(season.partial(), written)
    with zipfile.ZipFile(written) as package, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as stripped:
        for name in package.namelist():
            # Without a stored result the program has to compute the formula itself.
            stripped.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", package.read(name)))
    again = libreoffice.resave(bare, tmp_path / "again.xlsx")
    recomputed, cached = load_workbook(again, data_only=True), load_workbook(written, data_only=True)
    compared = 0
    for sheet in load_workbook(written).worksheets:
        for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
            stored = cached[sheet.title][cell.coordinate].value
            assert recomputed[sheet.title][cell.coordinate].value == pytest.approx(stored), (sheet.title, cell.value)
            compared += 1
    assert compared > 600
