"""What is written without a search for newer functions is what the library itself would have written."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from xlsxwriter.worksheet import Worksheet

from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.report.annex_workbook import renderer
from vstbcpn_cli.runtime.quick_sheet import QuickSheet
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.writer import draw


def as_the_library_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuickSheet, "_prepare_formula", Worksheet._prepare_formula)


@pytest.mark.parametrize("unit", ["so-noi-vu", "huyen-loc-binh"])
def test_a_blank(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = draw(plan_form(at.applies_to(unit), at.live(), previous=True))
    as_the_library_does(monkeypatch)
    assert quick == draw(plan_form(at.applies_to(unit), at.live(), previous=True))


def test_the_annex_of_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = season.report_of(season.submissions()[:3])
    renderer.render(report, tmp_path / "a.xlsx")
    as_the_library_does(monkeypatch)
    renderer.render(report, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(A1:A3)",
        "{=SUM(IF(A1:A3>0,1,0))}",
        '=IF(A1="CONCAT(",1,2)',
        "=XLOOKUP(A1,B1:B3,C1:C3)",
        '=SUM(1)&TEXTJOIN(";",TRUE,A1:A3)',
        "=_xlfn.STDEV.S(A1:A3)+SORT(A1)",
        "=STDEV.S(A1:A3)",
        "A1+1",
    ],
)
def test_a_formula(formula: str, every: bool) -> None:
    assert QuickSheet()._prepare_formula(formula, every) == Worksheet()._prepare_formula(formula, every)


def test_line_ends_are_those_of_linux_on_windows_too(tmp_path: Path) -> None:
    renderer.render(season.report_of(season.submissions()[:3]), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        assert [name for name in package.namelist() if b"\r" in package.read(name)] == []
