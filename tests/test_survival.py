"""What of a form is still there after another program has saved it; docs/other-programs.md is written from here.

A blank and a filled form are saved by LibreOffice as .xlsx, as .ods and as .xls, and those again as .xlsx, where the
package can be looked into.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import libreoffice
import pytest
import returned as at
from agreement import BLANK, FAILED, PASSED, READY
from openpyxl.utils import range_boundaries
from test_round_trip import told

from vstbcpn_cli.model.submission import META_SHEET, Submission
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.workbook.form.check_sheet import FIRST_LINE, VERDICT_ROW
from vstbcpn_cli.workbook.form.form_stamp import PROPERTY, parse_token
from vstbcpn_cli.workbook.ooxml.package import read_package

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]
UNIT = "huyen-loc-binh"
M = f"{{{at.MAIN}}}"
FORMATS = {"xlsx": libreoffice.XLSX, "ods": libreoffice.ODS, "xls": libreoffice.XLS}
ALL, FEWER, NONE = "all", "fewer", "none"

# What is left of each thing after it has been in that format; what is not named here is all there.
LOST = {
    "xlsx": {},
    "ods": {
        "sheets where sort is allowed": NONE,
        "sheets where autoFilter is allowed": NONE,
        "sheets where formatColumns is allowed": NONE,
        "sheets where formatRows is allowed": NONE,
    },
    "xls": {"coloured cells": FEWER, "formulas of the self-check": FEWER},
}


# -------------------------------------------------------------------------------------------------- what there is
def things(content: bytes) -> dict[str, int]:
    """How many there are of each thing that a form relies on."""
    parts = at.unpacked(content)
    roots = {name: ET.fromstring(parts[part]) for name, part in at.sheet_parts(parts).items()}
    found = _of_the_book(content, ET.fromstring(parts["xl/workbook.xml"]))
    found |= _of_the_stamp(content)
    found |= _of_validations([e for r in roots.values() for e in r.iter(f"{M}dataValidation")])
    found |= _of_protection(roots.values())

    def count(tag: str, **having: str) -> int:
        elements = [e for root in roots.values() for e in root.iter(f"{M}{tag}")]
        return sum(all(e.get(k) in v.split("|") for k, v in having.items()) for e in elements)

    return found | {
        "entry cells open": _open_cells(roots, ET.fromstring(parts["xl/styles.xml"])),
        "coloured cells": sum(
            _area(e.get("sqref", "")) for r in roots.values() for e in r.iter(f"{M}conditionalFormatting")
        ),
        "merged areas": count("mergeCell"),
        "links": count("hyperlink"),
        "frozen panes": count("pane", state="frozen"),
        "filters": count("autoFilter"),
        "pages across": count("pageSetup", orientation="landscape"),
        "pages fitted to the paper": count("pageSetUpPr", fitToPage="1|true"),
        "formulas": sum(c.find(f"{M}f") is not None for r in roots.values() for c in r.iter(f"{M}c")),
        "stored results": sum(bool(c.findtext(f"{M}v")) for c in _formula_cells(roots["NV1"])),
    }


def _formula_cells(root: ET.Element) -> list[ET.Element]:
    return [c for c in root.iter(f"{M}c") if c.find(f"{M}f") is not None]


def _of_the_book(content: bytes, book: ET.Element) -> dict[str, int]:
    raw = read_package(content)
    names = [e.get("name", "") for e in book.iter(f"{M}definedName")]
    check = next(s for s in raw.sheets if s.name == "KiemTra")
    states = [c.formula for (row, column), c in check.cells.items() if column == 3 and row >= FIRST_LINE]
    return {
        "sheets": len(raw.sheets),
        "sheets in their order": int([s.name for s in raw.sheets][:3] == ["HuongDan", "TT", "NV1"]),
        "hidden sheets": sum(s.hidden for s in raw.sheets),
        "codes": sum(bool(c.text) for s in raw.sheets for (_, column), c in s.cells.items() if column == 1),
        "lists by name": sum(n.startswith("ds_") for n in names),
        "repeated heading rows": sum(n == "_xlnm.Print_Titles" for n in names),
        "formulas of the self-check": sum(bool(f) and f.upper() not in ("NA()", "#N/A") for f in states),
    }


def _of_the_stamp(content: bytes) -> dict[str, int]:
    raw = read_package(content)
    stamped = {s.name for s in raw.sheets if any(parse_token(c.text, "") for c in s.cells.values())}
    footers = [
        e
        for n, c in at.unpacked(content).items()
        if n.startswith("xl/worksheets/sheet")
        for e in ET.fromstring(c).iter(f"{M}oddFooter")
    ]
    return {
        "stamp on the hidden sheet": int(META_SHEET in stamped),
        "stamp in the properties": int(parse_token(raw.properties.get(PROPERTY, ""), "") is not None),
        "stamp in the keywords": int(parse_token(raw.keywords, "") is not None),
        "stamp printed on the sheets": len(stamped - {META_SHEET}),
        "stamp in the footers": sum(parse_token(e.text or "", "") is not None for e in footers),
    }


def _of_validations(found: list[ET.Element]) -> dict[str, int]:
    def cells(chosen: Iterable[ET.Element]) -> int:
        return sum(_area(e.get("sqref", "")) for e in chosen)

    return {
        "cells with a validation": cells(found),
        "cells with a list": cells(e for e in found if e.findtext(f"{M}formula1", "").startswith("ds_")),
        "cells with a prompt": cells(e for e in found if e.get("prompt")),
        "cells that refuse with our words": cells(e for e in found if e.get("error")),
        "cells that only warn": cells(e for e in found if e.get("errorStyle") == "warning"),
    }


def _of_protection(roots: Iterable[ET.Element]) -> dict[str, int]:
    found = [e for r in roots for e in r.iter(f"{M}sheetProtection")]
    allowed = ("sort", "autoFilter", "formatColumns", "formatRows", "insertRows")
    return {"protected sheets": sum(e.get("sheet") in ("1", "true") for e in found)} | {
        f"sheets where {key} is allowed": sum(e.get(key) in ("0", "false") for e in found) for key in allowed
    }


def _open_cells(roots: dict[str, ET.Element], styles: ET.Element) -> int:
    formats = styles.find(f"{M}cellXfs")
    assert formats is not None
    marks = [e.find(f"{M}protection") for e in formats]
    unlocked = {n for n, mark in enumerate(marks) if mark is not None and mark.get("locked") in ("0", "false")}
    return sum(int(c.get("s", "0")) in unlocked for n, r in roots.items() if n != "_meta" for c in r.iter(f"{M}c"))


def _area(areas: str) -> int:
    total = 0
    for left, top, right, bottom in map(range_boundaries, areas.split()):
        total += ((right or 0) - (left or 0) + 1) * ((bottom or 0) - (top or 0) + 1)
    return total


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


def left_of(name: str, now: int, before: int) -> str:
    if name == "stored results":
        return ALL if now >= before else FEWER
    return ALL if now >= before else NONE if now == 0 else FEWER


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
    assert bool(without) == ("formulas of the self-check" in LOST[suffix])
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
