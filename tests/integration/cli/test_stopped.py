"""Stopped at any moment a command leaves a whole set or none, and says which."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.programs.command_line import Program
from tests.support.programs.launching import DYING, ROOT, finished
from vstbcpn_cli.runtime import work_steps
from vstbcpn_cli.runtime.atomic_outputs import staged

ON_UNIX = pytest.mark.skipif(os.name == "nt", reason="Windows ends a program without asking")
UNITS = ("so-y-te", "huyen-cao-loc")
OF_UNITS = {f"{u}/{name}" for u in UNITS for name in (f"2011-6T_{u}.xlsx", f"2011-6t_{u}_thu-gui.txt")}
SET = {*OF_UNITS, "danh-sach.xlsx", "bieu-mau.json"}
AT_THE = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # of a program begun in the background it is not heard
from vstbcpn_cli.usecases import make_template
from vstbcpn_cli.runtime import atomic_outputs
def stopped(real, at):
    left = [at]
    def call(*given, **options):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.{signal})
        return real(*given, **options)
    return call
{place} = stopped({place}, {at})
from vstbcpn_cli.cli.main import run; run()
"""
INTACT = "Đã dừng theo yêu cầu; các tệp kết quả cũ còn nguyên."


def stopped_at(place: str, at: int, number: str, folder: Path) -> tuple[int, str]:
    code = AT_THE.format(signal=number, place=place, at=at)
    command = [sys.executable, "-c", code, "make-template", *UNITS, "-o", "gui"]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    return done.returncode, done.stderr.decode()


def made(folder: Path) -> set[str]:
    """Every file in the folder of the blanks, what a run works on included."""
    return {p.relative_to(folder / "gui").as_posix() for p in (folder / "gui").rglob("*") if p.is_file()}


@ON_UNIX
@pytest.mark.parametrize(
    ("place", "at", "number"),
    [
        ("make_template.draw", 2, "SIGINT"),
        ("make_template.record_issued", 1, "SIGTERM"),
        ("atomic_outputs.move", 2, "SIGHUP"),
    ],
)
def test_making_blanks_is_stopped_without_any_of_them(place: str, at: int, number: str, tmp_path: Path) -> None:
    code, err = stopped_at(place, at, number, tmp_path)
    assert (code, err) == (1, INTACT + os.linesep)
    assert made(tmp_path) == set()
    assert not (tmp_path / "gui").exists(), "nor the folder made for them"


@ON_UNIX
def test_what_is_whole_when_the_program_is_stopped_is_named(tmp_path: Path) -> None:
    code, err = stopped_at("atomic_outputs._tell_kept", 1, "SIGINT", tmp_path)
    assert code == 1
    assert err.startswith("Đã dừng theo yêu cầu. Đã ghi xong, dùng được: “gui/so-y-te/2011-6T_so-y-te.xlsx”")
    named = set(re.findall("“gui/([^”]+)”", err))
    assert named < SET and f" và {len(SET - named)} tệp khác. Các tệp khác còn nguyên như trước." in err
    assert made(tmp_path) == SET


@ON_UNIX
@pytest.mark.parametrize("step", [3, 6, 21])
def test_making_blanks_killed_leaves_none_or_all(step: int, tmp_path: Path) -> None:
    code = finished(["make-template", *UNITS, "-o", "gui"], DYING.format(step), cwd=tmp_path)[0]
    left = made(tmp_path)
    assert code in (0, -signal.SIGKILL)
    assert "bieu-mau.json" not in left or left >= SET, "the record is the seal of a whole set"
    again = finished(["make-template", *UNITS, "-o", "gui"], cwd=tmp_path)
    assert (again[0], len(again[1].splitlines())) == (0, len(UNITS))
    assert made(tmp_path) == SET, "nothing of the killed run lies there"


def test_a_run_that_writes_several_sets_names_those_that_are_whole(
    vstbcpn: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def app(*_: object, **__: object) -> None:
        with staged(tmp_path / "a", ["mot.txt"]) as stage:
            (stage / "mot.txt").write_text("1", encoding="utf-8")
        with staged(tmp_path / "a", ["hai.txt"]) as stage:
            (stage / "hai.txt").write_text("2", encoding="utf-8")
            raise KeyboardInterrupt

    monkeypatch.setattr("vstbcpn_cli.cli.main.app", app)
    code, _, err = vstbcpn("validate")
    assert code == 1
    assert err == "Đã dừng theo yêu cầu. Đã ghi xong, dùng được: “a/mot.txt”. Các tệp khác còn nguyên như trước.\n"
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["mot.txt"]
    monkeypatch.setattr("vstbcpn_cli.cli.main.app", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    assert vstbcpn("validate")[2] == f"{INTACT}\n", "of an earlier run nothing is told"
    assert work_steps.written() == ()
