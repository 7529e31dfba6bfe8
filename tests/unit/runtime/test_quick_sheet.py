"""What is written without a search for newer functions is what the library itself would have written."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from xlsxwriter.worksheet import Worksheet

from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.report.annex_workbook import renderer
from vstbcpn_cli.report.safe_workbook import Book, Live, Mark
from vstbcpn_cli.runtime.quick_sheet import QuickSheet
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.writer import draw


def as_the_library_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuickSheet, "_prepare_formula", Worksheet._prepare_formula)
    monkeypatch.setattr(QuickSheet, "_write_cell", Worksheet._write_cell)


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


ODD_TEXTS = (
    "Số, ký hiệu",
    " đầu và cuối ",
    "hai\ndòng",
    "tab\tnày",
    'A & B < C > "D"',
    "a_b __ _",
    "_x0041_",
    "x_x00e9_",
    "\x07",
    "\ufffe \uffff",
    "\u00a0",
    "\u2028",
    "😀",
    "",
)


def test_cells_of_a_sheet_written_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def written(name: str) -> dict[str, bytes]:
        book = Book(tmp_path / name)
        sheet = book.sheet("T")
        for text in ODD_TEXTS:
            sheet.line([text, None, 12, Decimal("74.9"), dt.date(2026, 3, 1), Live("=A1", 1), Mark(text, "link")])
        for number in (0, -1, 10**14, Decimal("0.1"), Decimal("-1e-7")):
            sheet.line([number])
        book.close()
        return at.unpacked((tmp_path / name).read_bytes())

    quick = written("a.xlsx")
    as_the_library_does(monkeypatch)
    assert quick == written("b.xlsx")


def test_line_ends_are_those_of_linux_on_windows_too(tmp_path: Path) -> None:
    renderer.render(season.report_of(season.submissions()[:3]), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        assert [name for name in package.namelist() if b"\r" in package.read(name)] == []
