"""The program as an officer runs it, in this process."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.forms.returned import spot, typed
from vstbcpn_cli.cli.main import run
from vstbcpn_cli.runtime import clock

TODAY = dt.date(2011, 6, 8)
_COME: list[dt.date] = []
"""The days that have come in a test besides the first: those on which it received files, or says that it is."""
Said = tuple[int, str, str]
Program = Callable[..., Said]


@pytest.fixture(autouse=True)
def calendar() -> None:
    """Every test begins on the first day."""
    _COME.clear()


def it_is(day: str) -> None:
    """No earlier than this day, for what the program asks of the clock."""
    _COME.append(dt.date.fromisoformat(day))


@pytest.fixture
def vstbcpn(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Runs the program in an empty folder, on the day of the last return; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "today", lambda: max(TODAY, *_COME) if _COME else TODAY)
    monkeypatch.delenv("VSTBCPN_DEBUG", raising=False)

    def command(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as left:
            run([str(a) for a in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        assert isinstance(left.value.code, int)
        return int(left.value.code), captured.out, captured.err

    return command


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with one faultless return, received in time."""
    folder = tmp_path / "2-nhan-ve"
    folder.mkdir()
    receive(folder, "so-y-te.xlsx", at.filled("so-y-te"))
    return folder


def receive(folder: Path, name: str, content: bytes, day: str = "2011-06-08") -> Path:
    """A file that has come on this day."""
    it_is(day)
    return bearing(folder, name, content, day)


def bearing(folder: Path, name: str, content: bytes, day: str) -> Path:
    """A file with this day as its own, whether that has come or not."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    moment = dt.datetime.fromisoformat(f"{day}T05:00:00+00:00").timestamp()
    os.utime(path, (moment, moment))
    return path


def warned() -> bytes:
    return typed(at.filled("so-y-te"), {("NV6", 900, 1): "ghi chú lạc"})


def wrong() -> bytes:
    return typed(at.filled("so-y-te"), {spot("so-y-te", "T6.05"): 6, spot("so-y-te", "T6.08"): 7})


SPOILED = """
from vstbcpn_cli.usecases.intake import reading_worker
from vstbcpn_cli.workbook.reading.reader import Reader
from vstbcpn_cli.runtime.worker_pool import serve
read = Reader.read
def spoiled(self, path, shown):
    if path.name == "la.xlsx":
        {fault}
    return read(self, path, shown)
Reader.read = spoiled
serve(reading_worker.prepare)
"""
