"""A set of output files that appears as a whole or not at all.

What is promised, for a process that fails or is killed at any moment, and for a machine that loses power:

- No input and no file outside the set is ever touched; no file of the set is ever half-written.
- The last file of a set, its seal (a manifest with the digest of every other file), is in the folder only together
  with the whole set it belongs to. It leaves first and comes back last.
- Files of two runs never lie side by side. The old ones are moved aside, all of them, before the first new one comes.
- A file that is not as the program wrote it is kept beside the new one, and told; only what is known is replaced.
- A failure puts the old set back at once. After a kill, whoever prepares to write there next puts it back, or `mend`
  for who only reads; until then the seal is missing and `unfinished` says so.

A set is written into a folder of its own beside its targets. What is being done is kept in a journal, which exists from
the first move to the last: a staging folder without one has changed nothing. The journal lies with the user, not in the
folder (`runs`), and names each file with its content: nothing that was brought into a folder makes this program move or
remove a file, and what another user or machine has left there is told and left alone.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, NamedTuple

from vstbcpn_cli.runtime import recovery_notices, work_steps
from vstbcpn_cli.runtime.file_print import LARGEST, is_folder, print_of, same, sha256
from vstbcpn_cli.runtime.file_replacement import move, test_target
from vstbcpn_cli.runtime.output_error import OutputError, reason_of
from vstbcpn_cli.runtime.output_folder import NEW, OLD, STAGING, alone, remove_emptied, test_folder, test_names, told
from vstbcpn_cli.runtime.run_registry import (
    WriterRun,
    any_journal,
    dead_run,
    dead_runs,
    has_journal,
    is_ours,
    sync,
    sync_folder,
)

__all__ = [
    "LARGEST",
    "OutputError",
    "making",
    "mend",
    "mend_below",
    "prepare",
    "reason_of",
    "same",
    "scratch",
    "sha256",
    "staged",
    "unfinished",
]

Known = Callable[[Path], Mapping[str, str]]
"""The files of a folder as the program has written them there, by name with their digest."""
_EDITED = "bản đã sửa"
_LONGEST_PATH = (259 if os.name == "nt" else 4000) - len(f"{STAGING}12345678/{NEW}/")
"""Of a target; it is written in its staging folder first."""


class _Exchange(NamedTuple):
    """One file of a set: its name, what is new and what was there ("" for nothing), each by its print, and where what
    was there goes: "" into the staging folder, else the name under which it is kept beside; `merged` is "1" where the
    new file holds what was edited in it."""

    name: str
    new: str
    old: str
    kept: str = ""
    merged: str = ""


def prepare(folder: Path, names: Iterable[str], inputs: Iterable[Path] = ()) -> None:
    """Mends what a killed run left and tests that every target can be replaced; for before the long work.

    Makes no folder. Raises `OutputError`.
    """
    sources, wanted = list(inputs), list(names)
    test_names(folder, wanted)
    # Alone, because a target may be on its way out while another run exchanges its set.
    with told(folder), alone(folder) if folder.is_dir() else nullcontext():
        _clear_up(folder)
        test_folder(folder)
        for name in wanted:
            if len(str((folder / name).absolute())) > _LONGEST_PATH:
                raise OutputError(folder / name, "too-long")
            test_target(folder / name, sources)


@contextmanager
def staged(
    folder: Path,
    names: Iterable[str],
    inputs: Iterable[Path] = (),
    known: Known | None = None,
    more: Iterable[str] = (),
    merged: Mapping[str, str] | None = None,
    gone: Iterable[str] = (),
) -> Iterator[Path]:
    """A folder to write `names` into; leaving the block without an exception moves them all into `folder`.

    Names may begin with folders of their own (`so-y-te/phieu.docx`). The last of them is the seal; files `gone` are of
    the set no more and leave with the old one. What lies there and is not as `known` has it is kept under another name,
    which `notices` tells; without `known` everything is replaced. `more` are names that may only be found inside the
    block, `merged` those of files that hold what was edited in the ones they replace, with the digest of these. Raises
    `OutputError`; then the folder holds what it held before.
    """
    wanted = list(names)
    test_names(folder, wanted)
    with making(folder):
        prepare(folder, wanted, inputs)
        with _stage(folder) as (run, stage), told(folder, stage):
            for inside in {(stage / NEW / name).parent for name in (*wanted, "")}:
                inside.mkdir(parents=True, exist_ok=True)
            yield stage / NEW
            _publish(run, stage, folder, [*more, *wanted], known, merged, list(gone))


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder beside a set for what is needed until it is written; of a killed run the next one takes it away.

    Raises `OutputError`.
    """
    with making(folder), _stage(folder) as (_, stage):
        yield stage


@contextmanager
def _stage(folder: Path) -> Iterator[tuple[WriterRun, Path]]:
    """A staging folder, which is gone with the block unless its journal is needed to put the old set back."""
    run = WriterRun.begun(folder)
    stage = folder / f"{STAGING}{run.mark}"
    try:
        with told(folder):
            # On Windows files would keep the rights of a closed folder when they are moved out of it.
            stage.mkdir(0o777 if os.name == "nt" else 0o700)
        yield run, stage
    finally:
        if not run.apart:
            _remove(stage, run)
        run.leave()


@contextmanager
def making(folder: Path) -> Iterator[None]:
    """A folder to write into, with its parents; those made here are gone again if the block fails and left them empty.

    Raises `OutputError`.
    """
    missing: list[Path] = []
    try:
        with told(folder):
            missing += (p for p in (folder, *folder.parents) if not p.exists())
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except PermissionError as fault:  # nobody holds open what is not there yet, whatever number Windows gives
                raise OutputError(folder, "denied") from fault
        yield
    except BaseException:
        for made in missing:
            with suppress(OSError):
                made.rmdir()
        raise


def unfinished(folder: Path) -> bool:
    """Whether a killed run has left the set of this folder taken apart; `mend` or `prepare` puts it together."""
    return any_journal() and any(has_journal(_mark(stage)) for stage in _stages(folder))


def mend(folder: Path) -> None:
    """Puts together what a killed run has left taken apart in a folder, and waits for one that is at it; for before
    anything there is read. Mostly there is nothing to do, and nothing is touched. Raises `OutputError`."""
    if unfinished(folder):
        with told(folder), alone(folder):
            _clear_up(folder)


def mend_below(root: Path) -> None:
    """The same for a folder and all in it."""
    if any_journal():
        for place, folders, _ in os.walk(root):
            folders[:] = [name for name in folders if not name.startswith(STAGING)]
            mend(Path(place))


# -------------------------------------------------------------------------------------------------- the exchange
def _publish(
    run: WriterRun,
    stage: Path,
    folder: Path,
    names: list[str],
    known: Known | None,
    merged: Mapping[str, str] | None,
    gone: list[str],
) -> None:
    """Old files out, seal first; new files in, seal last; each step on the disk before the next begins."""
    for name in names:
        sync(stage / NEW / name)
    with alone(folder):
        (stage / OLD).mkdir()
        exchanges = list(_exchanges(stage, folder, [*gone, *names], known, merged or {}))
        with told(run.journal or folder):
            run.write_journal([e._asdict() for e in exchanges])
        try:
            with told(folder):
                for one in reversed(exchanges):
                    if one.old:
                        _brought(folder / one.name, _aside(stage, folder, one))
                _sync(folder, exchanges)
                for one in exchanges:
                    if one.new:
                        _brought(stage / NEW / one.name, folder / one.name)
                _sync(folder, exchanges)
        except BaseException:
            if _put_back(stage, folder, exchanges):
                run.drop_journal()
            raise
        work_steps.has_written(folder / one.name for one in exchanges if one.new)
        with told(run.journal or folder):
            run.drop_journal()
        remove_emptied(folder, (one.name for one in exchanges if not one.new))
    _tell_kept(folder, exchanges)


def _brought(source: Path, target: Path) -> None:
    """A file of a set may have a folder of its own, which is made with it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    move(source, target)


def _sync(folder: Path, exchanges: Iterable[_Exchange]) -> None:
    for inside in sorted({folder, *((folder / one.name).parent for one in exchanges)}, reverse=True):
        if is_folder(inside):
            sync_folder(inside)


def _exchanges(
    stage: Path, folder: Path, names: list[str], known: Known | None, merged: Mapping[str, str]
) -> Iterator[_Exchange]:
    written = known(folder) if known else {}
    for name in names:
        old = print_of(folder / name)
        kept = _beside(folder, name) if known and old and written.get(name) != old else ""
        held = "1" if kept and merged.get(name) == old else ""
        yield _Exchange(name, print_of(stage / NEW / name), old, kept, held)


def _beside(folder: Path, name: str) -> str:
    """The first free name of this kind, none that only differs in its case or accents from one that is there."""
    path, n = Path(name), 1
    while True:
        made = path.with_name(f"{path.stem} ({_EDITED}{f' {n}' if n > 1 else ''}){path.suffix}").as_posix()
        if not os.path.lexists(folder / made):
            return made
        n += 1


def _aside(stage: Path, folder: Path, one: _Exchange) -> Path:
    return folder / one.kept if one.kept else stage / OLD / one.name


def _tell_kept(folder: Path, exchanges: Iterable[_Exchange]) -> None:
    for one in exchanges:
        if one.kept:
            here, beside = folder / one.name, folder / one.kept
            recovery_notices.note(recovery_notices.Kept(here, beside, merged=bool(one.merged), left=not one.new))


def _put_back(stage: Path, folder: Path, exchanges: list[_Exchange]) -> bool:
    """The old set as it was; may itself be cut short and begun again.

    A file that is neither the new nor the old one was put there since, by whom ever: it stays, and the answer is False.
    """
    for one in reversed(exchanges):
        if not os.path.lexists(stage / NEW / one.name) and one.new and print_of(folder / one.name) == one.new:
            _brought(folder / one.name, stage / NEW / one.name)
    whole = True
    for one in exchanges:
        aside = _aside(stage, folder, one)
        if one.old and print_of(aside) == one.old and not os.path.lexists(folder / one.name):
            _brought(aside, folder / one.name)
        whole = whole and (not one.old or print_of(folder / one.name) == one.old)
    _sync(folder, exchanges)
    remove_emptied(folder, (one.name for one in exchanges if not one.old))
    return whole


# --------------------------------------------------------------------------------------------- what was left behind
def _clear_up(folder: Path) -> None:
    """Finishes or undoes what killed runs of ours began, and takes their staging folders away; called alone, so that no
    journal belongs to a run at work. What is not ours is only told."""
    strange = []
    for stage in _stages(folder):
        if not is_ours(_mark(stage)) or not (is_folder(stage) or _is_nothing(stage)):
            strange += [] if _is_nothing(stage) else [stage]
        elif (run := dead_run(_mark(stage))) is not None:
            try:
                _clear_up_one(run, stage, folder)
            finally:
                run.leave()
    if strange:
        recovery_notices.note(recovery_notices.Strange(folder, strange[0].name, len(strange)))
    _clear_up_elsewhere()


def _clear_up_elsewhere() -> None:
    """What dead runs left in other folders, where perhaps nobody will write again: copies of returns among it. A set
    that one of them has taken apart waits for whoever writes there next."""
    for run in dead_runs():
        stage = run.folder / f"{STAGING}{run.mark}"
        try:
            if not has_journal(run.mark) and run.folder.is_dir():
                _remove(stage, run)
        except OSError:
            continue
        finally:
            run.leave()


def _remove(stage: Path, run: WriterRun) -> None:
    if is_folder(stage):
        shutil.rmtree(stage, ignore_errors=True)
    elif os.path.lexists(stage) and _is_nothing(stage):
        stage.unlink()
    if not os.path.lexists(stage):
        run.forget()


def _clear_up_one(run: WriterRun, stage: Path, folder: Path) -> None:
    try:
        exchanges = _read(run.read_journal())
        whole = exchanges is None or _mended(stage, folder, exchanges)
    except (ValueError, LookupError, TypeError, AttributeError):
        # Cut off while it was written, that is before the first move, or spoilt since.
        whole = not os.path.lexists(stage / OLD) or _is_empty(stage / OLD)
    run.drop_journal()
    if whole:
        _remove(stage, run)
    else:
        # Forgotten, because the next set must not be undone for it.
        recovery_notices.note(recovery_notices.Stuck(folder, stage.name))
        run.forget()


def _read(journal: Any) -> list[_Exchange] | None:
    return None if journal is None else [_Exchange(**{k: str(v) for k, v in one.items()}) for one in journal]


def _mended(stage: Path, folder: Path, exchanges: list[_Exchange]) -> bool:
    """Whether the exchange was brought to its end or undone; nothing is moved where somebody has been at it since."""
    if not (is_folder(stage / NEW) and is_folder(stage / OLD)):
        return False
    if not any(os.path.lexists(stage / NEW / one.name) for one in exchanges):
        _tell_kept(folder, exchanges)
        return True
    return all(_is_as_left(stage, folder, one) for one in exchanges) and _put_back(stage, folder, exchanges)


def _is_as_left(stage: Path, folder: Path, one: _Exchange) -> bool:
    """One of the steps of an exchange: the old in its place, gone aside, or followed by the new."""
    new, here, aside = (print_of(p) for p in (stage / NEW / one.name, folder / one.name, _aside(stage, folder, one)))
    steps = {(one.new, one.old, ""), (one.new, "", one.old), ("", one.new, one.old)}
    return (new, here, aside) in steps


def _stages(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as listed:
            return sorted(folder / e.name for e in listed if e.name.startswith(STAGING))
    except OSError:
        return []


def _mark(stage: Path) -> str:
    return stage.name.removeprefix(STAGING)


def _is_empty(path: Path) -> bool:
    return is_folder(path) and not any(path.iterdir())


def _is_nothing(path: Path) -> bool:
    """An empty file, as a lock or the test of a folder is one for a moment: nobody has to be told."""
    try:
        found = path.lstat()
    except OSError:
        return True
    return stat.S_ISREG(found.st_mode) and not found.st_size
