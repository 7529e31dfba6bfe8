"""A blank on paper, as LibreOffice prints it: on as many pages as planned, and never with small letters."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.programs import libreoffice
from tests.support.seasons import season
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.page_setup import SMALLEST, paper

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not there"),
]
_PAGE = re.compile(r"<page .*?</page>", re.DOTALL)
_DATE = re.compile(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">\d\d/\d\d/\d{4}<')
_WIDE = 10 * (8 * 0.5 + 2 * 0.278)
"""Points: a date of an example, whose letters are of size 10, in a font with the measures of Times New Roman."""


def _told(pdf: Path, form: str) -> str:
    return subprocess.run(["pdftotext", form, pdf, "-"], capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("unit", ["huyen-loc-binh", "so-y-te", "hoi-lhpn"])
def test_a_blank_is_printed_as_it_is_planned(unit: str, tmp_path: Path) -> None:
    source = tmp_path / "bieu-mau.xlsx"
    source.write_bytes(at.blank(unit))
    pdf = libreoffice.convert_to_pdf(source, tmp_path / "bieu-mau.pdf")
    plan = plan_form(at.applies_to(unit), at.live())
    planned = sum(paper(sheet, plan.lists).pages for sheet in plan.sheets)
    texts = ["".join(page.split()) for page in _told(pdf, "-layout").split("\f")]
    check = "".join(season.edition().words["check.title"].split())
    assert [n for n, text in enumerate(texts) if check in text] == [1 + planned], (
        "after the instructions and the sheets"
    )
    pages = _PAGE.findall(_told(pdf, "-bbox"))[2 : 1 + planned]
    scales = [(float(m[2]) - float(m[1])) / _WIDE for page in pages for m in _DATE.finditer(page)]
    assert len(scales) >= 8
    assert min(scales) >= SMALLEST
