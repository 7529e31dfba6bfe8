"""Filled forms and seasons to measure with, and what the same files cost in other hands."""

from __future__ import annotations

import io
import os
import pickle
import string
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

import pandas as pd
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.programs import libreoffice
from tests.support.seasons import season as seasons
from tests.support.seasons.large_season import Damage, large_season
from vstbcpn_cli.model.repairs import NONE
from vstbcpn_cli.usecases.intake import reading_worker
from vstbcpn_cli.usecases.run_settings import setting

_ROWS, _COLUMNS = 3_399, string.ascii_uppercase[:16]


class LargeSeason(NamedTuple):
    inbox: Path
    units: Path


def processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ----------------------------------------------------------------------------------------------------- files to read
def _units() -> list[str]:
    return [u.code for u in seasons.register().valid_on(seasons.edition().periods["6t"].until_date)]


def units_alike() -> list[str]:
    """Units that fill in the same cells: of one kind, none of them a lead."""
    units = seasons.register().valid_on(seasons.edition().periods["6t"].until_date)
    return [u.code for u in units if u.kind == units[0].kind and not u.lead_for]


@cache
def _form(unit: str) -> bytes:
    """A filled form, packed as spreadsheet programs pack theirs."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in at.unpacked(at.filled(unit)).items():
            package.writestr(name, content)
    return target.getvalue()


def inbox(folder: Path, files: int) -> Path:
    folder.mkdir()
    units = _units()
    for n in range(files):
        unit = units[n % len(units)]
        (folder / f"{n:04}-{unit}.xlsx").write_bytes(_form(unit))
    return folder


def faulty_inbox(folder: Path, files: int = 200) -> Path:
    """Of all these files the third has something to mend."""
    made = inbox(folder, files)
    unit = _units()[2]
    path = made / f"0002-{unit}.xlsx"
    path.write_bytes(at.typed(path.read_bytes(), {at.spot(unit, "T1.06"): "mười lăm ca"}))
    return made


def season(folder: Path, files: int) -> Path:
    """A season's folder with as many returns."""
    line = [sys.executable, "-m", "vstbcpn_cli", "init", str(folder), "--edition", "2011", "--period", "6t"]
    subprocess.run(line, capture_output=True, check=True)
    returned = folder / "2-nhan-ve"
    returned.rmdir()
    inbox(returned, files)
    return folder


def forms_of_writers(folder: Path, count: int) -> Mapping[str, list[Path]]:
    """The same filled forms as a program like Excel, LibreOffice and openpyxl save them."""
    like_excel = sorted(inbox(folder / "excel", count).iterdir())
    found = {"a program like Excel": like_excel}
    for name, save in (("LibreOffice", _by_libreoffice), ("openpyxl", _by_openpyxl)):
        if name == "LibreOffice" and libreoffice.missing():
            continue
        (folder / name).mkdir()
        found[name] = [save(path, folder / name / path.name) for path in like_excel]
    return found


def _by_libreoffice(source: Path, target: Path) -> Path:
    return libreoffice.resave(source, target)


def _by_openpyxl(source: Path, target: Path) -> Path:
    load_workbook(source).save(target)
    return target


def large(folder: Path, count: int) -> LargeSeason:
    """As many units of one kind with a return each; every third is damaged, so that there is something to print."""
    folder.mkdir()
    made = large_season(folder, count)
    damaged = dict.fromkeys(made.codes[::3], Damage.CUT)
    return LargeSeason(made.lay("nhan-ve", damaged), folder / "don-vi.csv")


def weight_of_filled() -> tuple[int, int]:
    """Bytes of a filled form, packed and unpacked."""
    content = _form("so-y-te")
    return len(content), sum(map(len, at.unpacked(content).values()))


# -------------------------------------------------------------------------------------------- what is done with a file
def reader() -> Callable[[Path], Any]:
    """Reads and judges a file as a reading process does, with all that guards it."""
    answer = reading_worker.prepare(pickle.dumps((setting("2011", "6t", None), at.bound(), NONE, False)))
    return lambda path: answer(pickle.dumps((str(path), path.name, False, False, True)))


def reference_parse() -> Callable[[object], Any]:
    """One parse of 2.3 MB of sheet XML by expat, without handlers."""
    lines = (
        f'<row r="{r}">' + "".join(f'<c r="{c}{r}" s="3" t="s"><v>{r * 16 + n}</v></c>' for n, c in enumerate(_COLUMNS))
        for r in range(1, _ROWS + 1)
    )
    sheet = f"<worksheet><sheetData>{'</row>'.join(lines)}</row></sheetData></worksheet>".encode()
    return lambda _: expat.ParserCreate().Parse(sheet, True)


def openpyxl_cells(path: Path) -> int:
    return sum(
        1 for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.value is not None
    )


def calamine_cells(path: Path) -> int:
    return sum(int(t.notna().sum().sum()) for t in pd.read_excel(path, None, header=None, engine="calamine").values())


def frictionless_check(path: Path) -> None:
    """Every sheet as a table of its own, without a schema: the program has no part for forms."""
    import frictionless
    from frictionless.formats import ExcelControl

    with zipfile.ZipFile(path) as package:
        sheets = sum(n.startswith("xl/worksheets/sheet") for n in package.namelist())
    for sheet in range(1, sheets + 1):
        frictionless.validate(str(path), control=ExcelControl(sheet=sheet))
