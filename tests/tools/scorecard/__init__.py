"""The scorecard: every promise of reliability as a row with one figure, at a quick size and at full size.

`python -m tests.tools.scorecard` runs all rows at full size and writes them into `docs/reliability.md`;
`python -m tests.tools.scorecard 3 8` runs only those and leaves the other rows of the page as they are.
`tests/robustness/test_scorecard.py` runs every row at the quick size.
"""

from __future__ import annotations

import importlib
import platform
import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.support.judges.measured import SEED, Figure, Size

ROW_MODULES = ("reading", "writing", "running", "workers", "figures", "outside")
_ABOUT = """Each row is a promise with the figure that was measured for it. `python -m tests.tools.scorecard` measures all of
them anew and writes this page; every run of the tests measures them at a smaller size. Row 23 is measured by
`python -m tests.tools.mutation` (about ten minutes): the tests were improved with the survivors of one sample (seed 350) and
then judged by another. What survives is mostly the second of two equal safeguards, a bound that no file can reach, the
colours and words of lines of the self-check, and doubtful words in old fonts."""
_REPORT = Path(__file__).parents[3] / "docs" / "reliability.md"


@dataclass(frozen=True)
class Row:
    """One property with its target and the function that measures it."""

    number: int
    title: str
    target: str
    measure: Callable[[Size], Figure]


_ROWS: dict[int, Row] = {}


def row(number: int, title: str, target: str) -> Callable[[Callable[[Size], Figure]], Callable[[Size], Figure]]:
    """Registers the function under it as the measure of a row."""

    def register(measure: Callable[[Size], Figure]) -> Callable[[Size], Figure]:
        _ROWS[number] = Row(number, title, target, measure)
        return measure

    return register


def rows() -> list[Row]:
    """All rows in the order of their numbers."""
    for name in ROW_MODULES:
        importlib.import_module(f"{__name__}.{name}")
    return [_ROWS[n] for n in sorted(_ROWS)]


def main(wanted: list[str]) -> int:
    missed = 0
    for each in rows():
        if wanted and str(each.number) not in wanted:
            continue
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            found = each.measure(Size(True, Path(folder)))
        missed += not found.met
        cells = (str(each.number), each.title, each.target, found.figure, str(found.cases))
        line = "| " + " | ".join((*cells, "met" if found.met else "**missed**", found.note)) + " |"
        print(line, f"({time.monotonic() - began:.0f} s)", flush=True)
        lines = _published(_REPORT.read_text(encoding="utf-8")) | {each.number: line}
        _REPORT.write_text(_page([lines[n] for n in sorted(lines)]), encoding="utf-8")
    return 1 if missed else 0


def _published(page: str) -> dict[int, str]:
    """The lines of the page by their number; some rows of it are measured by other tools than this one."""
    return {int(hit[1]): hit[0] for hit in re.finditer(r"^\| (\d+) \|.*$", page, re.MULTILINE)}


def _page(lines: list[str]) -> str:
    libraries = ("openpyxl", "xlsxwriter", "python-calamine", "docxtpl", "python-docx", "pandas")
    versions = ", ".join(f"{name} {version(name)}" for name in libraries)
    return "\n".join(
        (
            "# Reliability",
            "",
            _ABOUT,
            "",
            f"Seed {SEED}; Python {platform.python_version()} on {platform.system()}; {versions}.",
            "",
            "| # | property | target | measured | cases | | note |",
            "|---|---|---|---|---|---|---|",
            *lines,
            "",
        )
    )
