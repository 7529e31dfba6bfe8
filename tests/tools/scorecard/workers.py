"""Rows of the scorecard about the processes that read the files."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest import mock

from tests.support.forms import returned as at
from tests.support.judges.measured import Figure, Size
from tests.support.seasons import season
from tests.tools.scorecard import row
from vstbcpn_cli.model.submission import Submission, Unreadable
from vstbcpn_cli.runtime import worker_pool
from vstbcpn_cli.usecases.intake import reader_process
from vstbcpn_cli.usecases.intake.reader_process import read_all
from vstbcpn_cli.usecases.intake.sources import Found
from vstbcpn_cli.usecases.run_settings import Setting

_SPOILED = """
import os, sys, time
from vstbcpn_cli.usecases.intake import reading_worker
from vstbcpn_cli.workbook.reading.reader import Reader
from vstbcpn_cli.runtime.worker_pool import serve
read = Reader.read
def spoiled(self, path, shown):
    if path.name.startswith("la-"):
        {act}
    return read(self, path, shown)
Reader.read = spoiled
serve(reading_worker.prepare)
"""
_WAYS = {
    "hangs": ("time.sleep(600)", "read-timeout"),
    "spins": ("exec('while True: pass')", "read-timeout"),
    "aborts": ("os.abort()", "read-crash"),
    "leaves": ("os._exit(0)", "read-crash"),
    "floods the memory": ("bytearray(2**34)", "too-large"),
    "answers nonsense": ("os.write(ANSWERS, b'Hello, officer, this is no frame')", "read-crash"),
    "closes its pipe": ("os.closerange(0, 50); time.sleep(600)", "read-crash"),
}
"""What a process may do on a file, and the finding the file must get."""


@row(20, "A reading process hangs, aborts, floods the memory, answers nonsense, closes its pipe", "each its finding")
def broken_processes(size: Size) -> Figure:
    files = _season(size.folder, size.pick(1, 6))
    right = 0
    with (
        mock.patch.object(reader_process, "DEADLINE", size.pick(2, 4)),
        mock.patch.object(worker_pool, "PATIENCE", 1.5),
    ):
        for act, kind in _WAYS.values():
            spoiled = (sys.executable, "-c", _SPOILED.format(act=_with_pipe(act)))
            with mock.patch.object(reader_process, "_COMMAND", spoiled):
                right += _others_are_read(files, kind)
    return Figure(f"{right} of {len(_WAYS)}", len(_WAYS) * len(files), right == len(_WAYS))


def _with_pipe(act: str) -> str:
    """The answers go through the last descriptor that `serve` opened."""
    return act.replace(
        "ANSWERS", "max(int(n) for n in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{n}'))"
    )


def _season(folder: Path, bad: int) -> list[Found]:
    for n, unit in enumerate(("so-y-te", "so-noi-vu", "hoi-lhpn")):
        (folder / f"{n}.xlsx").write_bytes(at.filled(unit))
    for n in range(bad):
        (folder / f"la-{n}.xlsx").write_bytes(at.filled("huyen-loc-binh"))
    return [Found(p, p.name, named=False) for p in sorted(folder.iterdir())]


def _others_are_read(files: list[Found], kind: str) -> bool:
    """Whether exactly the spoiled files got the finding and all others were read."""
    setting = Setting(season.edition(), season.edition().periods["6t"], at.register())
    for found, read in zip(files, read_all(setting, at.bound(), files, 2), strict=True):
        spoiled = found.path.name.startswith("la-")
        if spoiled and not (isinstance(read.outcome, Unreadable) and read.outcome.problem.kind == kind):
            return False
        if not spoiled and not isinstance(read.outcome, Submission):
            return False
    return True
