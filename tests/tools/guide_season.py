"""The season that the officer's guide (`docs/huong-dan`) tells, played page by page in a folder of its own.

Every line in a ```powershell block that calls the program is run, in the order of the pages. What happens between the
commands stands in the pages as comments that no reader sees:

- `<!-- day: 16/5/2011 -->`: the day it is from here on.
- `<!-- opens: 2011-6t -->`: the window is opened anew in this folder of those that all seasons lie in; “.” is that one.
- `<!-- units: so-y-te so-gddt -->`: the officer keeps these units in `don-vi.xlsx` and deletes the others.
- `<!-- set: thu_dien_tu = "a@b.vn" -->`: the officer sets this in `vstbcpn.toml`.
- `<!-- comes: Bao cao.xlsx · so-y-te · 9/6/2011 -->`: this file of this unit is put into `2-nhan-ve`, with the day of its
  last change; a fourth part says what is wrong with it: `women`, more women than people; `2026`, the form of that year.
- `<!-- edits: 3-ket-qua/bao-cao.docx -->`: the officer adds a sentence to this document in Word.
- `<!-- cell: bieu-mau-2027.xlsx · ChiTieu · Mã chỉ tiêu = T1.06 · Nội dung hỏi = Số cuộc họp -->`: in this sheet of the
  form, in the row that has the first (in a new one where none has), the colleague writes the rest below these heads.
- `<!-- words: mau-bao-cao/report/ket.j2 · old · new -->`: in this file words are put in the place of others.
- `<!-- menu: 1 0 -->`: the program of the portable folder is double-clicked, and these are the answers, one by one. What
  it shows is the output of `vstbcpn menu 1 0`.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import docx
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.seasons import season
from tests.tools.windows_folder import FOLDER
from vstbcpn_cli.cli.menu.places import GUIDE as FIRST_PAGE
from vstbcpn_cli.cli.menu.places import PROGRAM_FOLDER

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "huong-dan"
_STEP = re.compile(
    r"<!-- (?P<event>day|opens|units|set|comes|edits|cell|words|menu): (?P<what>.+?) -->|```powershell\n(?P<typed>.*?)```",
    re.DOTALL,
)
_PROGRAM = """
import datetime as dt, sys
from vstbcpn_cli.runtime import clock
clock.today = lambda day=dt.date.fromisoformat(sys.argv[1]): day
from vstbcpn_cli.cli.main import run
run(sys.argv[2:])
"""
_MENU = f"""
import subprocess, sys
from pathlib import Path
from vstbcpn_cli.cli.menu.menu import Menu
from vstbcpn_cli.cli.menu.places import places
day, *answers = sys.argv[1:]
def read(text):
    print(text + (answers[0] if answers else ""), flush=True)
    return answers.pop(0)
def run(words, folder):
    return subprocess.call([sys.executable, "-c", {_PROGRAM!r}, day, *words], cwd=folder)
sys.exit(Menu(places([]), read, run_command=run).run())
"""
_WIDTH = 110
"""Columns of the window that the pages show."""
_DAY = "%d/%m/%Y"
_HOME = "D:\\BaoCao"
"""What the pages call the folder that the seasons lie in."""
_HEADS = 3
"""The row of a form's sheet that has the heads of its columns; the one below names them for the program."""


@dataclass(frozen=True)
class Typed:
    """A command of a page, with what it printed on the screen and the exit code it ended with."""

    page: Path
    command: str
    code: int
    screen: str
    folder: Path
    """Where it was typed, as the command left it."""


def pages() -> list[Path]:
    return sorted(GUIDE.glob("*.md"))


def played(folder: Path) -> Iterator[Typed]:
    """Plays the whole guide in an empty folder."""
    told = _Season(folder.resolve(), folder.resolve())
    for page in pages():
        for step in _STEP.finditer(page.read_text(encoding="utf-8")):
            if step["event"] == "menu":
                yield Typed(page, f"menu {step['what']}", *told.menu(step["what"]), told.here)
                continue
            if step["event"]:
                getattr(told, step["event"])(step["what"])
                continue
            for line in step["typed"].splitlines():
                word, _, rest = line.strip().partition(" ")
                if word == "vstbcpn":
                    yield Typed(page, rest, *told.run(rest), told.here)
                elif word == "cd" and (told.here / rest).is_dir():
                    told.here = (told.here / rest).resolve()


@dataclass
class _Season:
    home: Path
    here: Path
    today: dt.date = dt.date(2011, 5, 16)

    def run(self, command: str) -> tuple[int, str]:
        return self._shown(_PROGRAM, shlex.split(command))

    def menu(self, answers: str) -> tuple[int, str]:
        program = self.home / FOLDER
        (program / FIRST_PAGE).parent.mkdir(parents=True, exist_ok=True)
        (program / FIRST_PAGE).touch()
        return self._shown(_MENU, answers.split(), {PROGRAM_FOLDER: str(program)})

    def _shown(
        self, program: str, arguments: list[str], more: Mapping[str, str] = MappingProxyType({})
    ) -> tuple[int, str]:
        """The exit code and the screen, on which the folder of the seasons has the name that the pages give it."""
        call = [sys.executable, "-c", program, self.today.isoformat(), *arguments]
        plain = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT), **more}
        done = subprocess.run(
            call, cwd=self.here, env=plain, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        screen = done.stdout.decode("utf-8").replace("\r\n", "\n")
        own = re.compile(re.escape(str(self.home)) + r"([\w/.-]*)")
        return done.returncode, _as_shown(own.sub(lambda m: _HOME + m[1].replace("/", "\\"), screen))

    def day(self, what: str) -> None:
        self.today = dt.datetime.strptime(what, _DAY).date()  # noqa: DTZ007 - a day, not a moment

    def opens(self, what: str) -> None:
        self.here = self.home / what

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

    def cell(self, what: str) -> None:
        name, title, *pairs = what.split(" · ")
        path = self.here / name
        book = load_workbook(path)
        sheet = book[title]
        columns = {str(cell.value): number for number, cell in enumerate(sheet[_HEADS], 1)}
        written = [pair.split(" = ", 1) for pair in pairs]
        head, key = written[0]
        rows = range(_HEADS + 2, sheet.max_row + 2)
        found = [sheet.cell(row, columns[head]).value for row in rows]
        row = rows[found.index(key if key in found else None)]
        for column, text in written:
            sheet.cell(row, columns[column], text)
        book.save(path)

    def words(self, what: str) -> None:
        name, old, new = what.split(" · ")
        path = self.here / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, what
        path.write_text(text.replace(old, new), encoding="utf-8")


def _return(unit: str, fault: str = "") -> bytes:
    if fault.isdecimal():
        with season.using(fault):
            return at.filled(unit)
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
