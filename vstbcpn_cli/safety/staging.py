"""A set of output files that appears as a whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".staging-"
_STALE_SECONDS = 3600
_RETRIES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
_HELD_OPEN = (5, 32, 33)
"""Windows error numbers of a file that Word, Excel or an antivirus still holds."""


class OutputError(Exception):
    """A target cannot be written; `path` is it, `reason` one of held, denied, full, is-input."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


@contextmanager
def staged(folder: Path, names: Iterable[str], inputs: Iterable[Path] = ()) -> Iterator[Path]:
    """A folder to write `names` into; leaving the block without an exception moves them all into `folder`.

    Whether every target can be replaced is tested first, before the long work. The last of `names` is moved last:
    it is the manifest, and a set that does not match its manifest is not to be trusted. Raises `OutputError`.
    """
    wanted = list(names)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_stale(folder)
        stage = folder / f"{_PREFIX}{os.getpid()}"
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
    except OSError as fault:
        raise OutputError(folder, _reason(fault)) from fault
    try:
        for name in wanted:
            _test_target(folder / name, inputs)
        yield stage
        _publish(stage, folder, wanted)
    except OSError as fault:
        raise OutputError(Path(fault.filename or folder), _reason(fault)) from fault
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def write_file(path: Path, content: bytes) -> None:
    """Writes one file so that the old content stays whole until the new one is there. Raises `OutputError`."""
    temporary = path.with_name(f"{_PREFIX}{os.getpid()}-{path.name}")
    try:
        temporary.write_bytes(content)
        _replace(temporary, path)
    except OSError as fault:
        raise OutputError(path, _reason(fault)) from fault
    finally:
        temporary.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _publish(stage: Path, folder: Path, names: list[str]) -> None:
    for name in names:
        with (stage / name).open("rb+") as stream:
            os.fsync(stream.fileno())
    for name in names:
        _replace(stage / name, folder / name)


def _test_target(target: Path, inputs: Iterable[Path]) -> None:
    if not target.exists():
        return
    if any(i.exists() and target.samefile(i) for i in inputs):
        raise OutputError(target, "is-input")
    if target.is_dir():
        raise OutputError(target, "denied")
    with target.open("rb+"):
        pass


def _replace(source: Path, target: Path) -> None:
    pauses = iter(_RETRIES)
    while True:
        try:
            source.replace(target)
        except PermissionError as fault:
            pause = next(pauses, None)
            if pause is None or getattr(fault, "winerror", None) not in _HELD_OPEN:
                raise
            time.sleep(pause)
        else:
            return


def _remove_stale(folder: Path) -> None:
    """What an interrupted run left behind; a younger folder may belong to a run that is still at work."""
    for left in folder.glob(f"{_PREFIX}*"):
        if time.time() - left.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


def _reason(fault: OSError) -> str:
    if getattr(fault, "winerror", None) in _HELD_OPEN:
        return "held"
    return "full" if fault.errno in (28, 122, 27) else "denied"
