"""The season that the officer's guide (`docs/huong-dan`) tells, played page by page in a folder of its own.

Every line in a ```powershell block that calls the program is run, in the order of the pages. What happens between the
commands stands in the pages as comments that no reader sees:

- `<!-- day: 16/5/2011 -->`: the day it is from here on.
- `<!-- units: so-y-te so-gddt -->`: the officer keeps these units in `don-vi.xlsx` and deletes the others.
- `<!-- set: thu_dien_tu = "a@b.vn" -->`: the officer sets this in `vstbcpn.toml`.
- `<!-- comes: Bao cao.xlsx · so-y-te · 9/6/2011 -->`: this file of this unit is put into `2-nhan-ve`, with the day of its
  last change; a fourth part says what is wrong with it: `women`, more women than people.
- `<!-- edits: 3-ket-qua/bao-cao.docx -->`: the officer adds a sentence to this document in Word.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
from openpyxl import load_workbook

from tests.support.forms import returned as at

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "huong-dan"
_STEP = re.compile(
    r"<!-- (?P<event>day|units|set|comes|edits): (?P<what>.+?) -->|```powershell\n(?P<typed>.*?)```", re.DOTALL
)
_PROGRAM = """
import datetime as dt, sys
from vstbcpn_cli.runtime import clock
clock.today = lambda day=dt.date.fromisoformat(sys.argv[1]): day
from vstbcpn_cli.cli.main import run
run(sys.argv[2:])
"""
_WIDTH = 110
"""Columns of the window that the pages show."""
_DAY = "%d/%m/%Y"


@dataclass(frozen=True)
class Typed:
    """A command of a page, with what it printed on the screen and the exit code it ended with."""

    page: Path
    command: str
    code: int
    screen: str


def pages() -> list[Path]:
    return sorted(GUIDE.glob("*.md"))


def played(folder: Path) -> Iterator[Typed]:
    """Plays the whole guide in an empty folder."""
    season = _Season(folder)
    for page in pages():
        for step in _STEP.finditer(page.read_text(encoding="utf-8")):
            if step["event"]:
                getattr(season, step["event"])(step["what"])
                continue
            for line in step["typed"].splitlines():
                word, _, rest = line.strip().partition(" ")
                if word == "vstbcpn":
                    yield Typed(page, rest, *season.run(rest))
                elif word == "cd" and (season.here / rest).is_dir():
                    season.here /= rest


@dataclass
class _Season:
    here: Path
    today: dt.date = dt.date(2011, 5, 16)

    def run(self, command: str) -> tuple[int, str]:
        call = [sys.executable, "-c", _PROGRAM, self.today.isoformat(), *shlex.split(command)]
        plain = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            call, cwd=self.here, env=plain, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        return done.returncode, _as_shown(done.stdout.decode("utf-8").replace("\r\n", "\n"))

    def day(self, what: str) -> None:
        self.today = dt.datetime.strptime(what, _DAY).date()  # noqa: DTZ007 - a day, not a moment

    def units(self, what: str) -> None:
        path = self.here / "don-vi.xlsx"
        book = load_workbook(path)
        sheet, kept = book.worksheets[0], set(what.split())
        for row in range(sheet.max_row, 1, -1):
            if str(sheet.cell(row, 1).value) not in kept:
                sheet.delete_rows(row)
        book.save(path)

    def set(self, what: str) -> None:
        path, key = self.here / "vstbcpn.toml", what.partition(" ")[0]
        text, count = re.subn(rf"^#?{key} = .*$", lambda _: what, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert count == 1, what
        path.write_text(text, encoding="utf-8")

    def comes(self, what: str) -> None:
        name, unit, day, *fault = what.split(" · ")
        path = self.here / "2-nhan-ve" / name
        path.write_bytes(_return(unit, *fault))
        moment = dt.datetime.strptime(f"{day} 05 +0000", f"{_DAY} %H %z").timestamp()
        os.utime(path, (moment, moment))

    def edits(self, what: str) -> None:
        path = self.here / what
        document = docx.Document(str(path))
        document.add_paragraph("Lời bổ sung của cơ quan thường trực.")
        document.save(str(path))


def _return(unit: str, fault: str = "") -> bytes:
    content = at.filled(unit)
    if fault == "women":
        return at.typed(content, {at.spot(unit, "T6.05"): 6, at.spot(unit, "T6.08"): 7})
    assert not fault, fault
    return content


def _as_shown(text: str) -> str:
    """Long lines as a window breaks them, so that a printed page holds them."""
    lines: list[str] = []
    for line in text.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        lines += textwrap.wrap(
            line.strip(),
            _WIDTH,
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return "\n".join(lines) + "\n"
