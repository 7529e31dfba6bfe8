"""A form that another program has opened and saved says the same, and no finding comes from the program.

What docs/other-programs.md promises of Gnumeric and of the libraries of JavaScript is asserted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.forms.read_back import told
from tests.support.judges.survival import ALL, FEWER, NONE, left_of, things
from tests.support.programs import libreoffice
from tests.support.programs import other_programs as programs
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.workbook.form.sheet_plan import Role
from vstbcpn_cli.workbook.formats.built_in_key import unlocked

UNITS = {"SN": "so-y-te", "DT": "hoi-lhpn", "HU": "huyen-loc-binh", "XA": "xa-tuong-tuong"}
OLD = ("VS112",)
"""The one finding of a format that keeps less of the form."""
LISTS = ("VS232",)
"""The lists of choices are gone: SheetJS keeps none."""
needs_gnumeric = pytest.mark.skipif(bool(programs.missing_gnumeric()), reason=programs.missing_gnumeric() or "is there")
Save = Callable[[Path, Path], Path]


def faults() -> dict[at.Position, object]:
    """Answers that are wrong, or right with a remark, each in its own way."""
    spot = partial(at.spot, UNITS["HU"])
    return {
        spot("T6.06"): "12 lớp rưỡi",
        spot("T6.07"): None,
        spot("T1.06"): "'12",
        spot("T1.14"): "Ước – khoảng 1.234,5 (đã kiểm tra) & đủ",
        spot("T6.05", Role.EXPLANATION): "Đã đối chiếu\nvới sổ",
        spot("M.12"): "31/02/2011",
        ("NV6", 7, 9): "lạc",
    }


@cache
def form(kind: str) -> bytes:
    if kind == "error":
        return at.typed(at.filled(UNITS["HU"]), {at.spot(UNITS["HU"], "T6.04"): at.ErrorCell("#REF!")})
    return at.typed(at.filled(UNITS["HU"]), faults()) if kind == "faulty" else at.filled(UNITS[kind])


def read(path: Path) -> tuple[Submission, tuple[Finding, ...]]:
    found = at.reader().read(path, path.name)
    assert isinstance(found, Submission), found
    return found, judge(at.scope_of(found), at.bound())


def check(kind: str, save: Save, ending: str, folder: Path, *allowed: str) -> None:
    """The same answers, the same account of the cells, the same findings but those allowed."""
    source = folder / "goc.xlsx"
    source.write_bytes(form(kind))
    before, there = read(source)
    after, now = read(save(source, folder / f"luu-lai.{ending}"))
    assert told(after) == told(before)
    assert after.stamp.source == "sheet"
    more = Counter(_lines(now)) - Counter(_lines(there))
    assert {code for code, *_ in more} == set(allowed), more
    assert Counter(_lines(there)) - Counter(_lines(now)) == Counter()
    assert after.count.in_findings == before.count.in_findings
    assert after.count.typed == after.count.in_data + after.count.in_findings + after.count.ignored


def _lines(found: tuple[Finding, ...]) -> list[tuple[str, str, str, str]]:
    return [(f.code, f.severity.value, str(f.place.cell), f.fact) for f in found]


@needs_gnumeric
@pytest.mark.parametrize("ending", programs.GNUMERIC)
@pytest.mark.parametrize("kind", [*UNITS, "faulty", "error"])
def test_saved_by_gnumeric(kind: str, ending: str, tmp_path: Path) -> None:
    check(kind, programs.by_gnumeric, ending, tmp_path, *(OLD if ending != "xlsx" else ()))


@pytest.mark.libreoffice
@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there")
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "fods"])
@pytest.mark.parametrize("kind", ["faulty", "error"])
def test_saved_by_libreoffice(kind: str, ending: str, tmp_path: Path) -> None:
    formats = {"xlsx": libreoffice.XLSX, "xls": libreoffice.XLS, "ods": libreoffice.ODS, "fods": libreoffice.FODS}
    save = partial(_resave, formats[ending])
    check(kind, save, ending, tmp_path, *(OLD if ending != "xlsx" else ()))


def _resave(filter_name: str, source: Path, target: Path) -> Path:
    return libreoffice.resave(source, target, filter_name)


@pytest.mark.parametrize(
    ("library", "ending", "format_", "allowed"),
    [
        ("exceljs", "xlsx", "", ()),
        ("xlsx-populate", "xlsx", "", ()),
        ("xlsx", "xlsx", "xlsx", LISTS),
        ("xlsx", "xlsm", "xlsm", LISTS),
        ("xlsx", "xls", "biff8", (*LISTS, *OLD)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("kind", [*UNITS, "faulty", "error"])
def test_saved_by_a_library_of_javascript(
    kind: str, library: str, ending: str, format_: str, allowed: tuple[str, ...], tmp_path: Path
) -> None:
    if reason := programs.missing(library):
        pytest.skip(reason)
    if (library, kind) == ("xlsx-populate", "error"):
        pytest.skip("xlsx-populate drops error cells when it opens a file")
    check(kind, lambda a, b: programs.by_library(library, a, b, format_), ending, tmp_path, *allowed)


def test_saved_as_opendocument_by_sheetjs_dates_are_read_with_a_remark(tmp_path: Path) -> None:
    """SheetJS 0.18 stores a date there as its number alone."""
    if reason := programs.missing("xlsx"):
        pytest.skip(reason)
    check("SN", lambda a, b: programs.by_library("xlsx", a, b, "ods"), "ods", tmp_path, *OLD, "VS314")


def test_locked_by_another_program_with_the_built_in_key(tmp_path: Path) -> None:
    if reason := programs.missing("xlsx-populate"):
        pytest.skip(reason)
    source, target = tmp_path / "goc.xlsx", tmp_path / "khoa.xlsx"
    source.write_bytes(form("SN"))
    programs.by_library("xlsx-populate", source, target, "VelvetSweatshop")
    assert unlocked(target.read_bytes()).startswith(b"PK")
    assert told(read(target)[0]) == told(read(source)[0])


# What is left of each thing after a program has saved the form as .xlsx; what is not named here is all there.
LOST = {
    "gnumeric": {"hidden sheets": NONE, "repeated heading rows": NONE, "coloured cells": FEWER},
    "exceljs": {"stamp in the properties": NONE, "links": NONE},
    "xlsx-populate": {"stored results": FEWER},
    "xlsx": {
        **dict.fromkeys(("stamp in the footers", "coloured cells", "frozen panes", "protected sheets"), NONE),
        **dict.fromkeys(("entry cells open", "pages across", "pages fitted to the paper"), NONE),
        **dict.fromkeys(("cells with a validation", "cells with a list", "cells with a prompt"), NONE),
        **dict.fromkeys(("cells that refuse with our words", "cells that only warn"), NONE),
        **dict.fromkeys((f"sheets where {k} is allowed" for k in ("sort", "autoFilter", "insertRows")), NONE),
        **dict.fromkeys((f"sheets where {k} is allowed" for k in ("formatColumns", "formatRows")), NONE),
    },
}


@pytest.mark.parametrize("program", LOST)
def test_what_is_left(program: str, tmp_path: Path) -> None:
    reason = programs.missing_gnumeric() if program == "gnumeric" else programs.missing(program)
    if reason:
        pytest.skip(reason)
    source, target = tmp_path / "goc.xlsx", tmp_path / "luu-lai.xlsx"
    source.write_bytes(form("HU"))
    if program == "gnumeric":
        programs.by_gnumeric(source, target)
    else:
        programs.by_library(program, source, target, "xlsx" if program == "xlsx" else "")
    issued, left = things(source.read_bytes()), things(target.read_bytes())
    assert {n: left_of(n, left[n], issued[n]) for n in issued} == dict.fromkeys(issued, ALL) | LOST[program]
