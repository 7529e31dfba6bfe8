"""`validate` over a folder in a process of its own: how it ended, what it said, its time and its peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.programs import launching

DOCUMENTED = (0, 10, 11)
"""Exit codes of `validate` over files that can be opened at all: nothing wrong, warnings, errors."""


@dataclass(frozen=True)
class Run:
    """One run of `validate`: how it ended, what it said of each file, how long it took, how much memory at its peak.

    The peak is the sum of the highest marks of all its processes in MiB: never less than what they held together.
    """

    code: int
    files: Mapping[str, Mapping[str, Any]]
    stderr: str
    seconds: float
    peak: float

    @property
    def sound(self) -> bool:
        return self.code in DOCUMENTED and "Traceback" not in self.stderr


def validated(folder: Path, *, jobs: int = 2) -> Run:
    out, err = folder.parent / f"{folder.name}.out", folder.parent / f"{folder.name}.err"
    arguments = ("validate", str(folder), "--period", "6t", "--format", "json", "--quiet", "--jobs", str(jobs))
    command = [sys.executable, "-c", launching.RUN, *arguments]
    began = time.monotonic()
    with out.open("wb") as said, err.open("wb") as told:
        env = {**os.environ, "PYTHONPATH": str(launching.ROOT)}
        code, peak = _waited(subprocess.Popen(command, stdout=said, stderr=told, env=env))
    took = time.monotonic() - began
    try:
        files = {f["path"]: f for f in json.loads(out.read_bytes())["files"]}
    except ValueError:
        files = {}
    return Run(code, files, err.read_text(encoding="utf-8", errors="replace"), took, peak)


def _waited(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Exit code and peak memory in MiB.

    Where the system shows the highest mark of every process it is read there: what `wait4` tells of a process counts
    in the memory its parent had when it was started, and of the workers only the largest.
    """
    if sys.platform == "win32":
        return process.wait(), 0.0
    marks: dict[int, float] = {}
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            process.returncode = os.waitstatus_to_exitcode(status)
            unit = 2**20 if sys.platform == "darwin" else 2**10
            return process.returncode, sum(marks.values()) or usage.ru_maxrss / unit
        for pid in (process.pid, *_children(process.pid)):
            marks[pid] = max(marks.get(pid, 0.0), high_water(pid))
        time.sleep(0.01)


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(n) for t in tasks for n in (t / "children").read_text().split()]
    except OSError:
        return []


def high_water(pid: int) -> float:
    """MiB it has held at most; 0.0 once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 2**10 for line in lines if line.startswith("VmHWM")), 0.0)
