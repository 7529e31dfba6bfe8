"""A set of output files that appears as a whole or not at all.

What is promised, for a process that fails or is killed at any moment, and for a machine that loses power:

- No input and no file outside the set is ever touched; no file of the set is ever half-written.
- The last file of a set, its seal (a manifest with the digest of every other file), is in the folder only together
  with the whole set it belongs to. It leaves first and comes back last.
- Files of two runs never lie side by side. The old ones are moved aside, all of them, before the first new one comes.
- A failure puts the old set back at once. After a kill, whoever prepares to write there next puts it back; until then
  the seal is missing and `unfinished` says so.

A set is written into a folder of its own beside its targets. What is being done is kept in a journal there, which
exists from the first move to the last: a staging folder without one has changed nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from vstbcpn_cli.safety.locks import HeldError, alone
from vstbcpn_cli.safety.output_error import HELD_OPEN, OutputError, reason_of

__all__ = ["OutputError", "making", "prepare", "reason_of", "sha256", "staged", "unfinished", "write_file"]

_PREFIX = ".staging-"
_JOURNAL, _NEW, _OLD = "journal", "new", "old"
_STALE_SECONDS = 3600
_RETRIES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
_LONGEST_PATH = (259 if os.name == "nt" else 4000) - len(f"{_PREFIX}12345678/{_NEW}/")
"""Of a target; it is written in its staging folder first."""


def prepare(folder: Path, names: Iterable[str], inputs: Iterable[Path] = ()) -> None:
    """Mends what a killed run left and tests that every target can be replaced; for before the long work.

    Makes no folder. Raises `OutputError`.
    """
    sources = list(inputs)
    # Alone, because a target may be on its way out while another run exchanges its set.
    with _told(folder), _alone(folder) if folder.is_dir() else nullcontext():
        _recover(folder)
        _sweep(folder)
        for name in names:
            _test_target(folder / name, sources)


@contextmanager
def staged(folder: Path, names: Iterable[str], inputs: Iterable[Path] = ()) -> Iterator[Path]:
    """A folder to write `names` into; leaving the block without an exception moves them all into `folder`.

    The last of `names` is the seal. Raises `OutputError`; then the folder holds what it held before.
    """
    wanted = list(names)
    with making(folder):
        prepare(folder, wanted, inputs)
        with _told(folder):
            stage = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
        try:
            with _told(folder, stage):
                (stage / _NEW).mkdir()
                yield stage / _NEW
                _publish(stage, folder, wanted)
        finally:
            # With its journal it is needed to put the old set back.
            if not (stage / _JOURNAL).exists():
                shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def making(folder: Path) -> Iterator[None]:
    """A folder to write into, with its parents; those made here are gone again if the block fails and left them empty.

    Raises `OutputError`.
    """
    missing: list[Path] = []
    try:
        with _told(folder):
            missing += (p for p in (folder, *folder.parents) if not p.exists())
            folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for made in missing:
            with suppress(OSError):
                made.rmdir()
        raise


def write_file(path: Path, content: bytes) -> None:
    """Writes one file so that the old content stays whole until the new one is there. Raises `OutputError`."""
    temporary = path.with_name(f"{_PREFIX}{os.getpid()}-{path.name}")
    try:
        temporary.write_bytes(content)
        _sync(temporary)
        _move(temporary, path)
        _sync_folder(path.parent)
    except OSError as fault:
        raise OutputError(path, reason_of(fault)) from fault
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def unfinished(folder: Path) -> bool:
    """Whether a killed run has left the set of this folder taken apart; the next `prepare` puts it together."""
    return any(folder.glob(f"{_PREFIX}*/{_JOURNAL}"))


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _publish(stage: Path, folder: Path, names: list[str]) -> None:
    """Old files out, seal first; new files in, seal last; each step on the disk before the next begins."""
    for name in names:
        _sync(stage / _NEW / name)
    with _alone(folder):
        (stage / _OLD).mkdir()
        _keep_journal(stage, names)
        try:
            for name in reversed(names):
                if os.path.lexists(folder / name):
                    _move(folder / name, stage / _OLD / name)
            _sync_folder(folder)
            for name in names:
                _move(stage / _NEW / name, folder / name)
            _sync_folder(folder)
        except BaseException:
            _put_back(stage, folder, names)
            raise
        (stage / _JOURNAL).unlink()


def _keep_journal(stage: Path, names: list[str]) -> None:
    journal = stage / _JOURNAL
    try:
        journal.write_text("\n".join(names), encoding="utf-8")
        _sync(journal)
    except OSError:
        journal.unlink(missing_ok=True)
        raise
    _sync_folder(stage)


def _put_back(stage: Path, folder: Path, names: list[str]) -> None:
    """The old set as it was; may itself be cut short and begun again."""
    for name in reversed(names):
        if not (stage / _NEW / name).exists() and os.path.lexists(folder / name):
            _move(folder / name, stage / _NEW / name)
    for name in names:
        if os.path.lexists(stage / _OLD / name):
            _move(stage / _OLD / name, folder / name)
    _sync_folder(folder)
    (stage / _JOURNAL).unlink()


def _recover(folder: Path) -> None:
    """Finishes or undoes what killed runs began; called alone, so no journal belongs to a run at work."""
    for journal in sorted(folder.glob(f"{_PREFIX}*/{_JOURNAL}")):
        listed = journal.read_text(encoding="utf-8", errors="replace").split("\n")
        stage, names = journal.parent, [n for n in listed if n and Path(n).name == n]
        if any((stage / _NEW / name).is_file() for name in names):
            _put_back(stage, folder, names)
        else:
            journal.unlink()
        shutil.rmtree(stage, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """What an interrupted run left without a journal; a younger folder may belong to a run that is still at work."""
    for left in folder.glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):
            if (left / _JOURNAL).exists() or time.time() - _changed(left) <= _STALE_SECONDS:
                continue
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


def _changed(left: Path) -> float:
    """Of what another run takes away meanwhile: now."""
    return max((p.stat().st_mtime for p in (left, left / _NEW) if p.exists()), default=time.time())


def _test_target(target: Path, inputs: list[Path]) -> None:
    if len(str(target.absolute())) > _LONGEST_PATH:
        raise OutputError(target, "too-long")
    _test_folder(target)
    if not target.exists():
        return
    if any(os.path.exists(i) and target.samefile(i) for i in inputs):  # noqa: PTH110 - in a closed folder the other raises
        raise OutputError(target, "is-input")
    if not target.is_file():
        raise OutputError(target, "no-file")
    # Moving a file onto itself does nothing, but Windows refuses it with a telling number while Word holds the file.
    _move(target, target)
    with target.open("rb+"):
        pass


def _test_folder(target: Path) -> None:
    """The nearest folder that is there must be one that can be written into, which only a file made there shows:
    asked for its rights, Windows says yes of every folder."""
    nearest = next(p for p in target.absolute().parents if os.path.lexists(p))
    if not nearest.exists():
        raise OutputError(nearest, "bad-link")
    probe = nearest / f"{_PREFIX}{os.getpid()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as fault:
        raise OutputError(nearest, reason_of(fault)) from fault


def _move(source: Path, target: Path) -> None:
    pauses = iter(_RETRIES)
    while True:
        try:
            source.replace(target)
        except PermissionError as fault:
            pause = next(pauses, None)
            if pause is None or getattr(fault, "winerror", None) not in HELD_OPEN:
                raise
            time.sleep(pause)
        else:
            return


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """The names in a folder on the disk; Windows has no such call and keeps them in order by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with alone(folder):
            yield
    except HeldError as fault:
        raise OutputError(folder, "busy") from fault


@contextmanager
def _told(target: Path, stage: Path | None = None) -> Iterator[None]:
    """Turns a fault of the system on the way to `target` into an `OutputError`.

    With a `stage` the block does other work too: a file inside it is told by the name it will have, and a fault of a
    file elsewhere is none of writing here.
    """
    try:
        yield
    except OSError as fault:
        known = isinstance(fault.filename, str | bytes | os.PathLike)
        named = Path(os.fsdecode(fault.filename)) if known else target
        if stage is not None and named.is_relative_to(stage):
            named = target / named.name if named.parent in (stage / _NEW, stage / _OLD) else target
        elif stage is not None and target not in (named, named.parent):
            raise
        raise OutputError(named, reason_of(fault)) from fault
