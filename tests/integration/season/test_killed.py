"""Killed at a random moment of a command of a season, nothing of the officer is lost, and the same command makes
everything as if it had not been killed."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.forms.giving_back import faulty
from tests.support.programs.command_line import receive
from tests.support.programs.launching import DYING, digests, finished
from vstbcpn_cli.usecases.season.run_journal import NAME as JOURNAL

COUNTING = """
import atexit, os
_steps = [0]
def _counted(real):
    def call(*args, **options):
        _steps[0] += 1
        return real(*args, **options)
    return call
os.replace, os.fsync, os.unlink = map(_counted, (os.replace, os.fsync, os.unlink))
atexit.register(lambda: open(os.environ["STEPS"], "w").write(str(_steps[0])))
"""
UNITS = ("so-y-te", "so-noi-vu", "hoi-lhpn", "hoi-khuyen-hoc")
BY = ("--by", "Nguyễn Thị Lan")
COMMANDS = {
    "init": ("init", "."),
    "refresh": ("init", ".", "--refresh"),
    "from": ("init", "2011-nam", "--from", "."),
    "units": ("units", "--output", "danh-sach-moi.xlsx"),
    "blanks": ("make-template",),
    "receive": ("receive", "../tai-ve.xlsx", "--date", "7/6/2011"),
    "exclude": ("exclude", "so-y-te.xlsx", "--reason", "Bản nháp", *BY),
    "nil": ("nil", "hoi-khuyen-hoc", "--date", "8/6/2011", *BY),
    "validate": ("validate",),
    "feedback": ("validate", "--feedback"),
    "page": ("status", "--report", "tong-quan.html"),
    "remind": ("remind",),
    "consolidate": ("consolidate",),
    "final": ("consolidate", "--final"),
    "changes": ("diff", "--output", "thay-doi.docx"),
}
BOOKING = ("receive", "exclude", "nil")
"""They have few steps."""
MOMENTS = 6


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A season on its way: some have sent, one wrongly; a report is signed, and edited since; a late return lies there.
    The officer has written into his register, his log, his settings and a sentence, and taken away a template."""
    folder = tmp_path_factory.mktemp("mua") / "2011-6t"
    assert finished(["init", folder, "--period", "6t"])[0] == 0
    book = load_workbook(folder / "don-vi.xlsx")
    for line in range(book.worksheets[0].max_row, 1, -1):
        if book.worksheets[0].cell(line, 1).value not in UNITS:
            book.worksheets[0].delete_rows(line)
    book.save(folder / "don-vi.xlsx")
    receive(folder / "2-nhan-ve", "so-y-te.xlsx", faulty())
    receive(folder / "2-nhan-ve", "so-noi-vu.xlsx", at.filled("so-noi-vu"))
    assert finished(["validate"], cwd=folder)[0] == 11
    book = load_workbook(folder / "so-theo-doi.xlsx")
    book.worksheets[0]["K2"] = "Gọi chị Hoa"
    book.save(folder / "so-theo-doi.xlsx")
    with (folder / "vstbcpn.toml").open("a", encoding="utf-8") as settings:
        settings.write("# Ghi chú của cơ quan\n")
    (folder / "mau-bao-cao" / "report" / "t6.j2").write_text("Câu của cơ quan.\n", encoding="utf-8")
    (folder / "mau-bao-cao" / "report" / "t1.j2").unlink()
    (folder / "mau-bao-cao" / "report" / "t1.j2").write_bytes(b"")
    assert finished(["consolidate", "--final"], cwd=folder)[0] == 10
    report = folder / "3-ket-qua" / "bao-cao_2011-6t.docx"
    document = Document(str(report))
    document.add_paragraph("Lời bổ sung của cơ quan.")
    document.save(str(report))
    receive(folder / "2-nhan-ve", "hoi-lhpn.xlsx", at.filled("hoi-lhpn"))
    receive(folder.parent, "tai-ve.xlsx", at.filled("hoi-khuyen-hoc"))
    return folder.parent


@pytest.fixture(scope="module")
def whole(season: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, int, dict[str, str]]]:
    """Of each command that is not killed: exit code, how many steps on the disk it takes, what lies there after it."""
    made = {}
    for name, command in COMMANDS.items():
        folder = _copy(season, tmp_path_factory.mktemp(name))
        steps = folder.parent / "steps"
        code, _, told = finished(command, COUNTING, env={"STEPS": str(steps)}, cwd=folder)
        assert code in (0, 10, 11), told
        made[name] = code, int(steps.read_text()), _after(folder)
    return made


def _copy(season: Path, where: Path) -> Path:
    shutil.copytree(season, where / "mua")
    return where / "mua" / "2011-6t"


def _after(folder: Path) -> dict[str, str]:
    """Everything but the journal, which holds times."""
    return {n: digest for n, digest in digests(folder).items() if n != JOURNAL}


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such kill")
@pytest.mark.parametrize("moment", range(MOMENTS))
@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_is_lost_and_the_next_run_makes_it_whole(
    name: str,
    moment: int,
    season: Path,
    whole: dict[str, tuple[int, int, dict[str, str]]],
    tmp_path: Path,
) -> None:
    steps = whole[name][1]
    if not steps:
        pytest.skip("it writes nothing")
    _killed_and_run_again(name, random.Random(f"{name} {moment}").randint(1, steps), season, whole, tmp_path)


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such kill")
@pytest.mark.parametrize("name", BOOKING)
def test_what_only_books_is_killed_at_every_step(
    name: str, season: Path, whole: dict[str, tuple[int, int, dict[str, str]]], tmp_path: Path
) -> None:
    for step in range(1, whole[name][1] + 1):
        _killed_and_run_again(name, step, season, whole, tmp_path / str(step))


def _killed_and_run_again(
    name: str, at_step: int, season: Path, whole: dict[str, tuple[int, int, dict[str, str]]], where: Path
) -> None:
    code, steps, expected = whole[name]
    folder = _copy(season, where)
    before, journal = _after(folder), (folder / JOURNAL).read_bytes()
    killed = finished(COMMANDS[name], DYING.format(at_step), cwd=folder)[0]
    assert killed < 0, (at_step, steps)
    left = _after(folder)
    lost = {
        n for n, digest in before.items() if digest not in left.values() and n not in expected_changes(before, expected)
    }
    assert not lost, at_step
    again, _, told = finished(COMMANDS[name], cwd=folder)
    said_already = again in (2, 4) and left == expected  # what is booked or written already is refused
    assert again == code or said_already, (at_step, told)
    assert _after(folder) == expected, at_step
    assert (folder / JOURNAL).read_bytes().startswith(journal)


def expected_changes(before: dict[str, str], expected: dict[str, str]) -> set[str]:
    """The files of before that a whole run writes anew."""
    return {name for name, digest in before.items() if expected.get(name) != digest}
