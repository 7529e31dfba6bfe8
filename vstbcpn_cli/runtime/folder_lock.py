"""Locks the system takes back when their holder dies: one writer at a time in a folder, and who is still alive."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TRIES = 100
_PAUSE = 0.05
"""Seconds between two tries; a publication takes a fraction of that, and several runs may stand in line."""


class HeldError(Exception):
    """Other runs kept the folder for as long as there was patience."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keeps every other run out of the same block for the same folder. Raises `HeldError`.

    On a file system without locks (some network shares) the block runs unguarded.
    """
    handle = _taken(folder)
    try:
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def lock_file(path: Path) -> int:
    """A handle that holds the lock of a file that is there.

    Raises `HeldError` where somebody else has it, OSError where there are no locks.
    """
    try:
        return _lock_file(path)
    except _BUSY as fault:
        raise HeldError(path) from fault


def _taken(folder: Path) -> int:
    tries = 0
    while True:
        try:
            return _lock(folder)
        except _BUSY as fault:
            tries += 1
            if tries == _TRIES:
                raise HeldError(folder) from fault
            time.sleep(_PAUSE)
        except OSError:
            return -1


if sys.platform == "win32":  # pragma: no cover - proved on Windows only
    import msvcrt

    _BUSY: tuple[type[OSError], ...] = (PermissionError,)
    _FAR = 2**30
    """A byte past the end of the file: what is locked on Windows nobody else can read."""

    def _lock_file(path: Path) -> int:
        handle = os.open(path, os.O_RDWR)
        try:
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        except OSError as fault:
            os.close(handle)
            raise PermissionError(path) from fault
        return handle

    def _lock(folder: Path) -> int:
        """A byte of a file that vanishes with its last handle. The lock is what counts, not that the file is there:
        one that a loss of power left keeps nobody out, and one on its way out is not the one a later run opens.

        What somebody else has put there under this name is neither opened nor taken away, nor does it keep anybody out.
        """
        path = folder / ".staging-lock"
        if _is_strange(path):
            return -1
        try:
            handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_TEMPORARY)
        except PermissionError:
            if path.exists():
                raise
            return -1  # nothing can be written here at all, as whoever tries will be told
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            if not os.path.samestat(os.fstat(handle), path.stat()):
                raise PermissionError(path)
        except OSError as fault:
            os.close(handle)
            raise PermissionError(path) from fault
        return handle

    def _is_strange(path: Path) -> bool:
        """Ours is an empty file that may be written; a link would lead the removal elsewhere."""
        try:
            found = path.lstat()
        except OSError:
            return False
        return not stat.S_ISREG(found.st_mode) or found.st_size > 0 or not found.st_mode & stat.S_IWRITE

else:
    import fcntl

    _BUSY = (BlockingIOError,)

    def _lock(folder: Path) -> int:
        return _flocked(folder, os.O_RDONLY)

    def _lock_file(path: Path) -> int:
        return _flocked(path, os.O_RDWR)

    def _flocked(path: Path, mode: int) -> int:
        handle = os.open(path, mode)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise
        return handle
