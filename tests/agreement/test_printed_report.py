"""The report of all units on paper, as LibreOffice prints it: a leader reads eight pages and signs on one with text."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.programs import libreoffice
from tests.support.seasons.report_cases import TEMPLATES, all_forms, made_of, report_of
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.word.renderer import COPIES
from vstbcpn_cli.runtime.pdf_printing import print_pdf

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing()),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed"),
]
MOST = 8
PRESETS = {"nd30": TEMPLATES / "bao-cao.docx", "tt01": TEMPLATES / "bao-cao-tt01.docx"}


@pytest.mark.parametrize(
    ("period", "preset", "issuer"),
    [("6t", "nd30", "ban"), ("6t", "tt01", "so"), ("nam", "nd30", "so"), ("nam", "tt01", "ban")],
)
def test_the_body_is_as_long_as_a_leader_reads(period: str, preset: str, issuer: str, tmp_path: Path) -> None:
    report = report_of(made_of(all_forms(period), period), issuer=issuer, template=PRESETS[preset])
    COPIES[Copy.SIGNING].render(report, tmp_path / "a.docx")
    print_pdf(tmp_path / "a.docx", tmp_path / "a.pdf")
    told = subprocess.run(["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, check=True).stdout
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in told.decode().split("\f")]
    body = next(n for n, lines in enumerate(pages) if "Phụ lục I" in lines)
    assert body <= MOST
    last = pages[body - 1]
    signed = next(n for n, line in enumerate(last) if line.startswith("Nơi nhận"))
    assert signed > 2  # the number of the page is one of them
