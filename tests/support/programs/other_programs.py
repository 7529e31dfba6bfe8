"""Spreadsheet programs beside LibreOffice that open a form and save it again: Gnumeric, and libraries of JavaScript.

The libraries are looked for in the folder that VSTBCPN_NODE_MODULES names; nothing is installed from here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

GNUMERIC = {"xlsx": "Gnumeric_Excel:xlsx2", "xls": "Gnumeric_Excel:excel_biff8", "ods": "Gnumeric_OpenCalc:odf"}
LIBRARIES = ("exceljs", "xlsx", "xlsx-populate")
FOLDER = "VSTBCPN_NODE_MODULES"
_SCRIPT = """
const [how, from, to, kind] = process.argv.slice(1);
const save = {
  'exceljs': async (E) => { const b = new E.Workbook(); await b.xlsx.readFile(from); await b.xlsx.writeFile(to); },
  'xlsx': async (X) => X.writeFile(X.readFile(from, {cellStyles: true, cellNF: true}), to, {bookType: kind}),
  'xlsx-populate': async (P) => (await P.fromFileAsync(from)).toFileAsync(to, kind ? {password: kind} : {}),
};
save[how](require(how)).catch((fault) => { console.error(fault); process.exit(1); });
"""


def missing_gnumeric() -> str:
    """Why Gnumeric cannot be used here; "" when it can."""
    return "" if shutil.which("ssconvert") else "Gnumeric (ssconvert) is not installed"


@cache
def missing(library: str) -> str:
    """Why a library of JavaScript cannot be used here; "" when it can."""
    if shutil.which("node") is None:
        return "node is not installed"
    folder = os.environ.get(FOLDER, "")
    if not folder:
        return f"{FOLDER} names no folder with {library}"
    return "" if (Path(folder) / library).is_dir() else f"{library} is not in the folder that {FOLDER} names"


def by_gnumeric(source: Path, target: Path) -> Path:
    _run(["ssconvert", "--recalc", "-T", GNUMERIC[target.suffix[1:]], str(source), str(target)])
    return target


def by_library(library: str, source: Path, target: Path, kind: str = "") -> Path:
    """`kind` is the format for SheetJS, and a password for xlsx-populate."""
    environment = {**os.environ, "NODE_PATH": os.environ[FOLDER]}
    _run(["node", "-e", _SCRIPT, library, str(source), str(target), kind], environment)
    return target


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, capture_output=True, timeout=180, check=False, env=environment)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
