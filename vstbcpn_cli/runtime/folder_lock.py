"""Locks the system takes back when their holder dies: one writer at a time in a folder, and who is still alive.

They lie in the user's own state folder and never beside what they guard: nothing that was sent can stand in their
place, and nothing of them is left in a folder of the season.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

_PATIENCE = 5.0
"""Seconds; a publication takes a fraction of one, and several runs may stand in line."""


class HeldError(Exception):
    """Other runs kept the lock for as long as there was patience."""


def state_folder(name: str) -> Path | None:
    """A folder of what the program remembers for this user, closed to other users; None where there is none."""
    from platformdirs import user_state_path

    try:
        home = user_state_path("vstbcpn", appauthor=False) / name
        home.mkdir(0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    # A path from where one stands could lead into a folder that somebody sent.
    return home if home.is_absolute() else None


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Keeps every other run of this user out of the same block for the same folder. Raises `HeldError`.

    Where nothing can be remembered, or the system has no locks, the block runs unguarded.
    """
    lock = None
    with suppress(OSError):
        place = os.path.normcase(folder.resolve())
        lock = take_lock(hashlib.sha256(os.fsencode(place)).hexdigest()[:32], _PATIENCE)
    try:
        yield
    finally:
        if lock is not None:
            give_back(lock)


def take_lock(name: str, patience: float = 0) -> BaseFileLock:
    """The lock of this name. Raises `HeldError` where another run has it, OSError where there are no locks."""
    from filelock import FileLock, Timeout

    home = state_folder("locks")
    if home is None:
        raise FileNotFoundError("locks")
    lock = FileLock(home / f"{name}.lock", timeout=patience, poll_interval=0.05, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout as fault:
        raise HeldError(name) from fault
    return lock


def give_back(lock: BaseFileLock) -> None:
    """Frees a lock and takes its file away; on Windows the library does so itself, as only it can."""
    if os.name != "nt":
        with suppress(OSError):
            Path(lock.lock_file).unlink()  # while it is held: who waits sees that this file is no longer the lock
    with suppress(OSError):
        lock.release()
