"""The report of all units on paper, as LibreOffice prints it: a leader reads eight pages and signs on one with text."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.programs import libreoffice
from tests.support.seasons.report_cases import TEMPLATES, all_forms, made_of, report_of
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.word.renderer import COPIES
from vstbcpn_cli.runtime.pdf_printing import print_pdf

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing()),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed"),
]
MOST, MOST_OF_ONE = 8, 4
SINGLE = {  # of each kind those with the most to say
    "so-noi-vu": ("6t", "nam"),
    "huyen-chi-lang": ("6t", "nam"),
    "huyen-dinh-lap": ("nam",),
    "bql-kktck-dong-dang": ("nam",),
    "hoi-ccb": ("nam",),
}
PRESETS = {"nd30": TEMPLATES / "bao-cao.docx", "tt01": TEMPLATES / "bao-cao-tt01.docx"}


def _year_before(made: Consolidation) -> Previous:
    """Every figure has one to be compared with, a little higher, lower or the same: the longest report."""
    totals = {c: t.value for c in made.codes() if (t := made.total(c)).value is not None}
    rates = (Decimal("0.8"), Decimal("1.1"), Decimal("0.93"), Decimal(1))
    before = {c: Decimal(int(v * rates[n % len(rates)])) for n, (c, v) in enumerate(totals.items())}
    return Previous("2010", made.coverage.period.code, {}, before, {})


def _pages(report: Report, folder: Path) -> list[list[str]]:
    """The lines of every page of the printed report."""
    COPIES[Copy.SIGNING].render(report, folder / "a.docx")
    print_pdf(folder / "a.docx", folder / "a.pdf")
    told = subprocess.run(["pdftotext", "-layout", folder / "a.pdf", "-"], capture_output=True, check=True).stdout
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in told.decode().split("\f")]


def _body(pages: list[list[str]]) -> int:
    return next(n for n, lines in enumerate(pages) if "Phụ lục I" in lines)


@pytest.mark.parametrize(
    ("step", "compared"), [(1, False), (1, True), (2, True)], ids=["alone", "compared", "half of the units compared"]
)
@pytest.mark.parametrize(
    ("period", "preset", "issuer"),
    [("6t", "nd30", "ban"), ("6t", "tt01", "so"), ("nam", "nd30", "so"), ("nam", "tt01", "ban")],
)
def test_the_body_is_as_long_as_a_leader_reads(
    period: str, preset: str, issuer: str, step: int, compared: bool, tmp_path: Path
) -> None:
    made = made_of(all_forms(period)[::step], period)
    previous = _year_before(made) if compared else None
    report = report_of(made, issuer=issuer, template=PRESETS[preset], previous=previous)
    pages = _pages(report, tmp_path)
    body = _body(pages)
    assert body <= MOST
    signed = next(n for n, line in enumerate(pages[body - 1]) if line.startswith("Nơi nhận"))
    assert len([line for line in pages[body - 1][:signed] if not line.isdigit()]) > 1


@pytest.mark.parametrize(("unit", "period"), [(unit, period) for unit, found in SINGLE.items() for period in found])
def test_the_body_of_one_unit_is_short(unit: str, period: str, tmp_path: Path) -> None:
    form = next(form for form in all_forms(period) if form.unit == unit)
    pages = _pages(report_of(made_of((form,), period)), tmp_path)
    assert _body(pages) <= MOST_OF_ONE
