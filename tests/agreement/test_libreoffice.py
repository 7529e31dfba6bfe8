"""An office that ends unasked: the job it leaves without an answer is done once more, in a fresh one."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.support.programs import libreoffice
from tests.support.programs.libreoffice import Office

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]
WORKER = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {beside!r})
import libreoffice_worker as worker
log = Path({log!r})
times = len(log.read_text()) if log.exists() else 0
log.write_text("x" * (times + 1))
store = worker._store
def stored(*arguments):
    {act}
    store(*arguments)
worker._store = stored
worker.main()
"""
"""The worker that does `act` where it is to store a document; `times` is how often it was started before."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    book = Workbook()
    book.worksheets[0]["A1"] = 7
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


def acting(act: str, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = str(libreoffice._WORKER.parent)
    script = log.with_name("worker.py")
    script.write_text(WORKER.format(beside=beside, log=str(log), act=act), encoding="utf-8")
    monkeypatch.setattr(libreoffice, "_WORKER", script)


def running(office: Office) -> int:
    assert office._process is not None
    return office._process.pid


def test_a_job_after_the_office_has_died_is_done_in_a_fresh_one(source: Path) -> None:
    office = libreoffice.office()
    assert libreoffice.recalculated_values(source) == {"Sheet": {"A1": 7.0}}
    before = running(office)
    os.killpg(before, signal.SIGKILL)
    assert libreoffice.recalculated_values(source) == {"Sheet": {"A1": 7.0}}
    assert running(office) != before


def test_a_job_during_which_the_office_dies_is_done_in_a_fresh_one(
    source: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    libreoffice.recalculated_values(source)
    before = running(libreoffice.office())
    acting(f"times or os.killpg({before}, signal.SIGKILL)", log, monkeypatch)
    saved = libreoffice.fill(source, source.with_name("b.xlsx"), [("Sheet", 2, 1, 8)])
    assert log.read_text() == "xx"
    assert running(libreoffice.office()) != before
    assert libreoffice.recalculated_values(saved) == {"Sheet": {"A1": 7.0, "A2": "8"}}


def test_a_job_whose_worker_dies_again_and_again_tells_how(
    source: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting("os.kill(os.getpid(), signal.SIGSEGV)", log, monkeypatch)
    with pytest.raises(libreoffice.LibreOfficeError, match=r"^edit: no answer, ended by SIGSEGV: nothing on stderr$"):
        libreoffice.resave(source, source.with_name("b.xlsx"))
    assert log.read_text() == "xx"


def test_a_fault_that_the_job_reports_is_not_asked_again(
    source: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting("raise RuntimeError('no room')", log, monkeypatch)
    with pytest.raises(libreoffice.LibreOfficeError, match=r"^edit: RuntimeError: no room$"):
        libreoffice.resave(source, source.with_name("b.xlsx"))
    assert log.read_text() == "x"
