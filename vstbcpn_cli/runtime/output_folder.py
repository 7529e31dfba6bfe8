"""A folder that is written into: whether that can be, alone, and what the system says against it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vstbcpn_cli.runtime.file_names import refused_by_windows
from vstbcpn_cli.runtime.folder_lock import HeldError, exclusive
from vstbcpn_cli.runtime.output_error import OutputError, reason_of
from vstbcpn_cli.runtime.run_registry import WriterRun

STAGING = ".staging-"
"""How the names of staging folders begin."""
NEW, OLD = "new", "old"
"""What is in a staging folder: the set that is to be, the one that was."""


def test_names(folder: Path, names: Iterable[str]) -> None:
    """Raises `OutputError` for a target that this system gives no such name; Windows else takes it for a device, or for
    a stream inside another file."""
    for target in (folder, *(folder / name for name in names)) if os.name == "nt" else ():
        if refused_by_windows(target):
            raise OutputError(target, "bad-name")


def test_folder(folder: Path) -> None:
    """It, or the nearest that is there, must be one that can be written into, which only a file made there shows: asked
    for its rights, Windows says yes of every folder."""
    whole = folder.absolute()
    nearest = next((p for p in (whole, *whole.parents) if os.path.lexists(p)), None)
    if nearest is None:  # a drive or share of Windows that is not there
        raise OutputError(folder, "gone")
    if not nearest.exists():
        raise OutputError(nearest, "bad-link")
    run = WriterRun.begun(nearest)
    probe = nearest / f"{STAGING}{run.mark}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as fault:
        raise OutputError(nearest, reason_of(fault)) from fault
    finally:
        run.forget()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    try:
        with exclusive(folder):
            yield
    except HeldError as fault:
        raise OutputError(folder, "busy") from fault


@contextmanager
def told(target: Path, stage: Path | None = None) -> Iterator[None]:
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
            named = target.joinpath(*named.relative_to(stage).parts[1:])
        elif stage is not None and target not in (named, named.parent):
            raise
        raise OutputError(named, reason_of(fault)) from fault


def remove_emptied(folder: Path, names: Iterable[str]) -> None:
    """The folders of these files inside a folder, where nothing is left in them; never the folder itself."""
    for name in names:
        for parent in list(Path(name).parents)[:-1]:
            with suppress(OSError):
                (folder / parent).rmdir()
