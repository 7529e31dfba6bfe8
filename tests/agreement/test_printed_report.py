"""The report on paper, as LibreOffice prints it: a leader reads eight pages, of one unit four, and signs on a page with
text."""

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
PRESETS = {"nd30": TEMPLATES / "bao-cao.docx", "tt01": TEMPLATES / "bao-cao-tt01.docx"}


@pytest.mark.parametrize(
    ("period", "preset", "issuer", "units", "most"),
    [
        ("6t", "nd30", "ban", 70, 8),
        ("6t", "tt01", "so", 70, 8),
        ("nam", "nd30", "so", 70, 8),
        ("nam", "tt01", "ban", 70, 8),
        ("6t", "tt01", "ban", 1, 4),
        ("nam", "nd30", "so", 1, 4),
    ],
)
def test_the_body_is_as_long_as_a_leader_reads(
    period: str, preset: str, issuer: str, units: int, most: int, tmp_path: Path
) -> None:
    made = made_of(all_forms(period)[:units] if units > 1 else all_forms(period)[50:51], period)
    COPIES[Copy.SIGNING].render(report_of(made, issuer=issuer, template=PRESETS[preset]), tmp_path / "a.docx")
    print_pdf(tmp_path / "a.docx", tmp_path / "a.pdf")
    told = subprocess.run(["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, check=True).stdout
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in told.decode().split("\f")]
    body = next(n for n, lines in enumerate(pages) if "Phụ lục I" in lines)
    assert body <= most
    last = pages[body - 1]
    signed = next(n for n, line in enumerate(last) if line.startswith("Nơi nhận"))
    assert signed > 2  # the number of the page is one of them
