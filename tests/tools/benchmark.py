"""How fast the program is, as ratios measured side by side in one run; never a test, since machines are shared.

`python -m tests.tools.benchmark [NUMBER OF FILES]` prints one line per promise of speed. Each ratio is the median of
several pairs, A and B in turn, so that a machine that slows down slows both.
"""

from __future__ import annotations

import contextlib
import io
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from openpyxl import Workbook, load_workbook

from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.workbook.form.stamp import Master, fields_of

PAIRS = 5
_RUN = (sys.executable, "-c", "from vstbcpn_cli.cli.main import run; run()")


def main(files: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _commands()
        _templates()
        inbox = _inbox(Path(folder) / "inbox", files)
        validate = _command("validate", inbox, "--quiet", "--period", "6t")
        report(
            "validate, against openpyxl reading every cell",
            *_pairs(lambda: _openpyxl(inbox), validate, 3),
            "10 or more",
        )
        report("validate, against a bare unzip and XML parse", *_pairs(validate, lambda: _bare(inbox), 3), "3 or less")
        consolidate = _command("consolidate", inbox, "-o", Path(folder) / "out", "--quiet", "--period", "6t")
        report("consolidate, against validate", *_pairs(consolidate, validate, 3), "1.5 or less")


def report(what: str, ratio: float, slowest: float, target: str) -> None:
    print(f"{what}: {ratio:.2f} (worst pair {slowest:.2f}; target {target})", flush=True)


def _pairs(one: Callable[[], Any], other: Callable[[], Any], pairs: int = PAIRS) -> tuple[float, float]:
    """The median of the ratios one/other, and the largest."""
    found = []
    for _ in range(pairs):
        first = _seconds(one)
        found.append(first / _seconds(other))
    return statistics.median(found), max(found)


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _command(*arguments: object) -> Callable[[], Any]:
    def run() -> None:
        subprocess.run([*_RUN, *map(str, arguments)], capture_output=True, check=False)

    return run


def _commands() -> None:
    """The start of the short commands against the start of the library they stand on."""

    def bare() -> None:
        subprocess.run([sys.executable, "-c", "import typer"], check=True)

    for words in (("--help",), ("rule", "VS401"), ("units",)):
        report(f"{' '.join(words)}, against `import typer`", *_pairs(_command(*words), bare), "1.5 or less")


def _templates() -> None:
    """One further blank of a kind against building the same workbook with openpyxl."""
    fields = fields_of(at.applies_to("so-y-te"))
    master: Master = at._master("SN", at.applies_to("so-y-te").unit.lead_for, "so-y-te", "6t")
    model = load_workbook(io.BytesIO(at.blank("so-y-te")))
    report(
        "a further blank, openpyxl against stamping",
        *_pairs(lambda: _built(model), lambda: master.stamped(fields)),
        "20 or more",
    )


def _built(model: Workbook) -> None:
    """The same values, validations and merged cells; looks are left out, which favours the library."""
    book = Workbook()
    for sheet in model:
        made = book.create_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    made.cell(cell.row, cell.column, cell.value)
        for validation in sheet.data_validations.dataValidation:
            made.add_data_validation(copy(validation))
        for area in sheet.merged_cells.ranges:
            made.merge_cells(str(area))
    book.save(io.BytesIO())


def _inbox(folder: Path, files: int) -> Path:
    """As many filled forms as asked for, packed as spreadsheet programs pack them; few of them stand for a season."""
    folder.mkdir()
    units = [u.code for u in season.register().valid_on(season.edition().periods["6t"].until_date)]
    packed: dict[str, bytes] = {}
    for n in range(files):
        unit = units[n % len(units)]
        if unit not in packed:
            target = io.BytesIO()
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
                for name, content in at.unpacked(at.filled(unit)).items():
                    package.writestr(name, content)
            packed[unit] = target.getvalue()
        (folder / f"{n:04}-{unit}.xlsx").write_bytes(packed[unit])
    return folder


def _openpyxl(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        for sheet in load_workbook(path):
            for row in sheet.iter_rows(values_only=True):
                any(row)


def _bare(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                content = package.read(name)
                with contextlib.suppress(ET.ParseError):
                    ET.fromstring(content)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
