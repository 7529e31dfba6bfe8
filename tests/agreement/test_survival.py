"""What of a form is still there after another program has saved it; docs/other-programs.md is written from here.

A blank and a filled form are saved by LibreOffice as .xlsx, as .ods and as .xls, and those again as .xlsx, where the
package can be looked into.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.forms import returned as at
from tests.support.forms.read_back import told
from tests.support.judges.agreement import BLANK, FAILED, PASSED, READY
from tests.support.judges.survival import ALL, FEWER, NONE, M, left_of, things
from tests.support.programs import libreoffice
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.workbook.form.check_lines import FIRST_LINE, VERDICT_ROW
from vstbcpn_cli.workbook.ooxml.package import read_package

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]
UNIT = "huyen-loc-binh"
FORMATS = {"xlsx": libreoffice.XLSX, "ods": libreoffice.ODS, "xls": libreoffice.XLS}
# What is left of each thing after it has been in that format; what is not named here is all there.
LOST = {
    "xlsx": {},
    "ods": {
        "sheets where sort is allowed": NONE,
        "sheets where autoFilter is allowed": NONE,
        "sheets where formatColumns is allowed": NONE,
        "sheets where formatRows is allowed": NONE,
    },
    "xls": {"coloured cells": FEWER},
}


# ------------------------------------------------------------------------------------------------- saved and again
@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("saved")


@cache
def saved(folder: Path, which: str, suffix: str) -> Path:
    """The blank or the filled form as LibreOffice stores it in a format."""
    source = folder / f"{which}.xlsx"
    source.write_bytes(at.blank(UNIT) if which == "trong" else at.filled(UNIT))
    return libreoffice.resave(source, folder / f"{which}-{suffix}.{suffix}", FORMATS[suffix])


@cache
def back(folder: Path, which: str, suffix: str) -> Path:
    """The same saved once more, as .xlsx."""
    stored = saved(folder, which, suffix)
    return stored if suffix == "xlsx" else libreoffice.resave(stored, folder / f"{which}-{suffix}-ve.xlsx")


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("which", ["trong", "da-dien"])
def test_what_is_left(which: str, suffix: str, folder: Path) -> None:
    issued = things(at.blank(UNIT) if which == "trong" else at.filled(UNIT))
    assert min(issued.values()) > 0, "a thing that is not there cannot be lost"
    content = back(folder, which, suffix).read_bytes()
    left = things(content)
    told_of = {name: left_of(name, left[name], issued[name]) for name in issued}
    assert told_of == dict.fromkeys(issued, ALL) | LOST[suffix]
    sheets = [ET.fromstring(c) for n, c in at.unpacked(content).items() if n.startswith("xl/worksheets/sheet")]
    protection = [e for root in sheets for e in root.iter(f"{M}sheetProtection")]
    assert not any(e.get("password") or e.get("hashValue") for e in protection)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_answer_is_read_from_each_format(suffix: str, folder: Path) -> None:
    issued = told(at.accepted(at.filled(UNIT)))
    for path in (saved(folder, "da-dien", suffix), back(folder, "da-dien", suffix)):
        read = at.reader().read(path, path.name)
        assert isinstance(read, Submission)
        assert told(read) == issued
        assert read.stamp.source == "sheet"
        found = [f.code for f in judge(at.scope_of(read), at.bound())]
        assert found == (["VS112"] if path.suffix != ".xlsx" else [])


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_self_check_still_calculates(suffix: str, folder: Path) -> None:
    """A required cell emptied in the saved file, two numbers put at odds: the same lines as in the form as issued."""
    changes = [
        (*at.spot(UNIT, "T3.M1.CB01.tong"), 1),
        (*at.spot(UNIT, "T3.M1.CB01.nu"), 900),
        (*at.spot(UNIT, "M.12"), None),
    ]
    issued = folder / "da-dien.xlsx"
    issued.write_bytes(at.filled(UNIT))
    right = _states(libreoffice.fill(issued, folder / f"dung-{suffix}.xlsx", changes))
    assert right[0].startswith("CÒN 2 ") or "CÒN" in right[0]
    assert FAILED in right[1].values()
    now = _states(libreoffice.fill(saved(folder, "da-dien", suffix), folder / f"sua-{suffix}.xlsx", changes))
    without = {row for row, state in now[1].items() if state not in (PASSED, FAILED, BLANK)}
    assert {row: state for row, state in now[1].items() if row not in without} == {
        row: state for row, state in right[1].items() if row not in without
    }
    assert bool(without) == (suffix == "xls"), "the longest lines are too long for the older format"
    if not without:
        assert now[0] == right[0]


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_form_is_called_ready_while_a_line_has_no_state(suffix: str, folder: Path) -> None:
    verdict, states = _states(back(folder, "da-dien", suffix))
    complete = set(states.values()) <= {PASSED, FAILED, BLANK}
    assert (verdict == READY) == complete, Counter(states.values())


def _states(path: Path) -> tuple[str, dict[int, str]]:
    """The verdict and the state of every line by its row."""
    cells = next(s for s in read_package(path.read_bytes()).sheets if s.name == "KiemTra").cells
    rows = [row for row, column in cells if column == 1 and row >= FIRST_LINE]
    return cells[VERDICT_ROW, 2].text, {row: cells[row, 3].text if (row, 3) in cells else "" for row in rows}
