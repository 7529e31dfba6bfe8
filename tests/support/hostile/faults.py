"""Writing a set of outputs while the n-th call to the system fails, for every n there is."""

from __future__ import annotations

import builtins
import errno
import gc
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self
from unittest import mock

from tests.support.judges.measured import Figure, Size
from tests.support.programs import launching
from tests.support.seasons import season
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.runtime.atomic_outputs import OutputError, prepare, staged, unfinished
from vstbcpn_cli.usecases.consolidate import Choices, _write
from vstbcpn_cli.usecases.edited_documents import EditedDocuments
from vstbcpn_cli.usecases.intake.intake import Intake
from vstbcpn_cli.usecases.intake.sources import Sources
from vstbcpn_cli.usecases.manifest import Made
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.usecases.season.receipt_log import Log

_CALLS = ("open", "fsync", "replace", "mkdir", "unlink", "rmdir")
_FAULTS = (errno.ENOSPC, errno.EIO, errno.EACCES)
_LAST = 10**9


@dataclass
class Trap:
    """Counts calls to the system and lets those from `first` to `last` fail; only below `folder`, and while `armed`."""

    folder: str
    number: int
    first: int = _LAST
    last: int = _LAST
    armed: bool = True
    calls: int = 0
    kinds: list[str] = field(default_factory=list)

    def passes(self, kind: str) -> None:
        if not self.armed:
            return
        self.calls += 1
        self.kinds.append(kind)
        if self.first <= self.calls <= self.last:
            raise OSError(self.number, os.strerror(self.number))


class _Watched:
    """A file open for writing whose every write passes the trap first."""

    def __init__(self, stream: Any, trap: Trap) -> None:
        self._stream, self._trap = stream, trap

    def write(self, content: Any) -> Any:
        self._trap.passes("write")
        return self._stream.write(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._stream)


@contextmanager
def watching(trap: Trap) -> Iterator[Trap]:
    real_open = io.open

    def opened(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        below = isinstance(file, str | os.PathLike) and os.fspath(file).startswith(trap.folder)
        if not below or not set(mode) & set("wax+"):
            return real_open(file, mode, *args, **options)
        trap.passes("open")
        return _Watched(real_open(file, mode, *args, **options), trap)

    def guarded(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def called(*args: Any, **options: Any) -> Any:
            trap.passes(name)
            return real(*args, **options)

        return called

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(builtins, "open", opened))
        stack.enter_context(mock.patch.object(io, "open", opened))
        for name in _CALLS:
            stack.enter_context(mock.patch.object(os, name, guarded(name)))
        yield trap


@cache
def _intake() -> tuple[Report, Intake]:
    report = season.report_of(season.submissions()[:2])
    coverage = report.consolidation.coverage
    setting = Setting(coverage.edition, coverage.period, coverage.register)
    judged = tuple(u.counted for u in coverage.units if u.counted is not None)
    return report, Intake(setting, judged, coverage)


def reports(output: Path, generation: int) -> None:
    """The real set of two units; the printed options tell one generation from the next."""
    report, intake = _intake()
    choices = Choices((), output, "2011", strict=bool(generation))
    _write(report, intake, Made(choices, Sources((), Log()), own=False, unused=0), [], EditedDocuments(output))


def plain_files(output: Path, generation: int) -> None:
    """The same set with a word in every file: quick enough for every call there is."""
    with staged(output, launching.NAMES) as stage:
        for name in launching.NAMES[:-1]:
            (stage / name).write_text(f"{generation}", encoding="utf-8")
        told = [f'{{"path": "{n}", "sha256": "{launching.digests(stage)[n]}"}}' for n in launching.NAMES[:-1]]
        (stage / launching.NAMES[-1]).write_text(f'{{"outputs": [{", ".join(told)}]}}', encoding="utf-8")


def faulty_runs(size: Size) -> Figure:
    """The chosen calls fail once, and once with all calls after them, as on a disk that goes away."""
    broken: list[str] = []
    cases, kinds = 0, set()
    for write, most in ((plain_files, _LAST), (reports, size.pick(2, 30))):
        base = size.folder / write.__name__
        sets = _sets(base, write)
        with _quiet():
            counted = _attempt(base, write, sets, Trap(str(base), errno.EIO)).trap
            kinds |= set(counted.kinds)
            for n in _chosen(counted.kinds, most):
                for last in (n, _LAST):
                    trap = Trap(str(base), _FAULTS[n % len(_FAULTS)], n, last)
                    why = _attempt(base, write, sets, trap).why
                    cases += 1
                    broken += [f"{write.__name__} {n}: {why}"] if why else []
    note = f"calls: {', '.join(sorted(kinds))}" if not broken else "; ".join(broken[:3])
    return Figure(str(len(broken)), cases, not broken, note)


def _chosen(kinds: list[str], most: int) -> list[int]:
    """All calls, or so many of them: half writes, of which a report makes thousands, half others, evenly spread."""
    writes = [n for n, kind in enumerate(kinds, 1) if kind == "write"]
    others = [n for n, kind in enumerate(kinds, 1) if kind != "write"]
    return sorted({n for group in (writes, others) for n in group[:: max(1, 2 * len(group) // most)]})


@contextmanager
def _quiet() -> Iterator[None]:
    """A library that cannot close its file says so again when it is collected; the program keeps that to itself too."""
    with mock.patch.object(sys, "unraisablehook", lambda _: None):
        yield
        gc.collect()


def _sets(base: Path, write: Callable[[Path, int], None]) -> list[dict[str, str]]:
    found = []
    for generation in (1, 0):
        base.mkdir(exist_ok=True)
        write(base, generation)
        found.append(launching.digests(base))
    shutil.copytree(base, _kept(base))
    return [found[1], found[0]]


@dataclass(frozen=True)
class _Attempt:
    trap: Trap
    why: str = ""


def _attempt(base: Path, write: Callable[[Path, int], None], sets: list[dict[str, str]], trap: Trap) -> _Attempt:
    """Writes generation 1 over 0 through the trap, looks, mends, and lays the old set down again."""
    with watching(trap):
        try:
            write(base, 1)
        except OutputError:
            failed = True
        except OSError as fault:
            return _Attempt(trap, f"not told as an output: {fault}")
        else:
            failed = False
    found = launching.digests(base)
    whole = found in sets and launching.sealed(base)
    apart = unfinished(base) and "manifest.json" not in found and any(found.items() <= s.items() for s in sets)
    why = "" if whole or apart else f"left {sorted(found)}"
    why = why or ("an old set was reported as new" if not failed and found != sets[1] else "")
    prepare(base, launching.NAMES)
    why = why or ("" if launching.digests(base) in sets else "not mended")
    shutil.copytree(_kept(base), base, dirs_exist_ok=True)
    return _Attempt(trap, why)


def _kept(base: Path) -> Path:
    """Where the old set is kept to be laid down again."""
    return base.with_name(f"{base.name}-cu")
