"""Every sheet of one department's, one mass organisation's and one district's form as pictures, to be looked at.

`python -m tests.tools.render_blanks FOLDER` writes a PDF and one picture per page for each of them and both periods;
with `--filled` the same of forms with plausible answers, with `--previous` of forms that carry earlier figures.
`python -m tests.tools.render_blanks docs --for-docs` makes the pictures of the documentation again, a page of the report
of the samples among them.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import plausible
from tests.support.forms.random_fillings import form_of
from tests.support.programs import libreoffice
from tests.support.seasons import season

UNITS = ("so-y-te", "hoi-lhpn", "huyen-loc-binh")
PERIODS = ("6t", "nam")
SHOWN = {"bieu-mau-huong-dan": (1, (16, 16, 632, 816)), "bieu-mau-nv3": (6, (24, 290, 625, 250))}
"""Name of a picture of the documentation: the page, and what is cut out of it: left, top, width, height."""


REPORT_PAGE = 3


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    for name in ("filled", "previous", "for-docs"):
        options.add_argument(f"--{name}", action="store_true")
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.for_docs:
        for_docs(given.folder)
    else:
        for unit in UNITS:
            for period in PERIODS:
                render(unit, period, given.folder, filled=given.filled, previous=given.previous)
    libreoffice.office().stop()


def render(unit: str, period: str, folder: Path, *, filled: bool, previous: bool) -> None:
    name = f"{unit}-{period}{'-da-dien' * filled}{'-ky-truoc' * previous}"
    book = folder / f"{name}.xlsx"
    book.write_bytes(at.blank_with(_earlier(unit, period), unit, period) if previous else at.blank(unit, period))
    if filled:
        applies = at.applies_to(unit, period)
        answers = plausible(season.edition(), applies.unit, applies.period)
        libreoffice.fill(book, book, entries(applies, answers))
    pdf = libreoffice.convert_to_pdf(book, folder / f"{name}.pdf")
    subprocess.run(["pdftoppm", "-r", "80", "-png", str(pdf), str(folder / name)], check=True)


def _earlier(unit: str, period: str) -> dict[str, Decimal]:
    rng = random.Random(unit)
    return {slot.code: Decimal(rng.randint(0, 900)) for _, slot in form_of(unit, period).fields}


def for_docs(folder: Path) -> None:
    """A department's form with a few faults, as its officer sees it before it is sent."""
    unit = UNITS[0]
    faults = {"M.12": None, "T3.M1.CB02.nu": 9_999, "T3.M1.CB05.tong": "12 người"}
    source, book, pdf = (folder / f"bieu-mau{end}" for end in ("-goc.xlsx", ".xlsx", ".pdf"))
    source.write_bytes(at.filled(unit))
    libreoffice.fill(source, book, [(*at.spot(unit, code), typed) for code, typed in faults.items()])
    libreoffice.convert_to_pdf(book, pdf)
    for name, (page, cut) in SHOWN.items():
        area = [
            text for option, size in zip(("-x", "-y", "-W", "-H"), cut, strict=True) for text in (option, str(size))
        ]
        pages = ["-r", "80", "-f", str(page), "-l", str(page), "-singlefile", "-png"]
        subprocess.run(["pdftoppm", *pages, *area, str(pdf), str(folder / name)], check=True)
    for path in (source, book, pdf):
        path.unlink()
    report_for_docs(folder)


def report_for_docs(folder: Path) -> None:
    """The page of the samples' report with the first table."""
    with tempfile.TemporaryDirectory() as made:
        command = [sys.executable, "-m", "vstbcpn_cli", "consolidate", "sample_submissions", "-o", made, "--quiet"]
        subprocess.run(command, cwd=folder.parent, stdout=subprocess.DEVNULL, check=False)
        report = next(Path(made).glob("bao-cao_*.docx"))
        pdf = libreoffice.convert_to_pdf(report, report.with_suffix(".pdf"))
        page = ["-r", "60", "-gray", "-f", str(REPORT_PAGE), "-l", str(REPORT_PAGE), "-singlefile", "-png"]
        subprocess.run(["pdftoppm", *page, str(pdf), str(folder / "bao-cao")], check=True)


if __name__ == "__main__":
    main()
