"""Seconds of the processor, memory and the clock, of a piece of work or of a whole command."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.support.programs.measured import high_water

_SETTING = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Programs that are installed have their modules compiled."""
_PROGRAM = (sys.executable, "-c", "from vstbcpn_cli.cli.main import run; run()")


class Command:
    """A command line of the program, or of another `program`, run in a folder."""

    def __init__(self, *arguments: object, cwd: Path | None = None, program: Sequence[str] = _PROGRAM) -> None:
        self.line = [*program, *map(str, arguments)]
        self.cwd = cwd

    def run(self) -> None:
        subprocess.run(
            self.line, cwd=self.cwd, env=_SETTING, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )

    def output(self) -> bytes:
        return subprocess.run(self.line, cwd=self.cwd, env=_SETTING, capture_output=True, check=False).stdout


def cpu_of(command: Command) -> float:
    """Of all its processes: the command waits for those that it starts."""
    before = _of_children()
    command.run()
    return _of_children() - before


def _of_children() -> float:
    """To the microsecond, where `os.times` counts in hundredths."""
    import resource  # a thing of Unix

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_of(command: Command) -> float:
    """MiB of the command itself, which keeps what its other processes have read; `wait4` would count what this process
    had when it started it."""
    process = subprocess.Popen(
        command.line, cwd=command.cwd, env=_SETTING, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    highest = 0.0
    while process.poll() is None:
        highest = max(highest, high_water(process.pid))
        time.sleep(0.01)
    return highest


def first_finding(command: Command) -> float:
    """Seconds of the clock until a terminal shows the first finding."""
    import pty  # a thing of Unix

    ours, theirs = pty.openpty()
    began = time.monotonic()
    with subprocess.Popen(
        command.line, cwd=command.cwd, env=_SETTING, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        while b" VS" not in shown and (piece := _read(ours)):
            shown += piece
        seconds = time.monotonic() - began
        while _read(ours):
            pass
        process.wait()
    os.close(ours)
    return seconds


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux tells the end of a terminal so
        return b""


def in_turns(works: Sequence[Callable[[], Any]], turns: int, *, given: bool = False) -> list[tuple[float, ...]]:
    """Seconds of the processor of each work in each turn; `given` where a work says them itself."""
    return [tuple(work() if given else _process_seconds(work) for work in works) for _ in range(turns)]


def _process_seconds(work: Callable[[], Any]) -> float:
    gc.collect()  # none pays for what another has left
    began = time.process_time()
    work()
    return time.process_time() - began


def spread(found: Sequence[float], places: int = 2) -> str:
    """The median, in brackets the lowest and the highest."""
    middle = f"{statistics.median(found):.{places}f}"
    return middle if len(found) == 1 else f"{middle} [{min(found):.{places}f} to {max(found):.{places}f}]"
