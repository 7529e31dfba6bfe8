"""The one way in which bytes from outside are opened: plain files only, never waited for, never more than a bound."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

LARGEST_RECORD = 64 * 2**20
"""Bytes of a record this program keeps as JSON; the data of 70 units have six million."""
MOST_VALUES = 4_000_000
"""Lists, objects and members of a record: an empty list needs thirty times the memory of its two characters."""
_PIECE = 2**20


def opened(path: Path) -> BinaryIO:
    """A plain file for reading. Raises OSError, also for a pipe or device that came in its place after it was found."""
    stream = open(path, "rb", opener=_at_once)  # noqa: SIM115 - only this one takes an opener; the caller closes
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise OSError(errno.EINVAL, "no plain file", str(path))
    return stream


def content_of(path: Path, most: int) -> bytes:
    """All of a file. Raises OSError (EFBIG for one of more than `most` bytes, however many it says it has)."""
    with opened(path) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, "too large", str(path))
    return content


def digest_of(path: Path, most: int) -> str:
    """The SHA-256 of a file of at most `most` bytes. Raises OSError."""
    found, left = hashlib.sha256(), most
    with opened(path) as stream:
        while piece := stream.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise OSError(errno.EFBIG, "too large", str(path))
            found.update(piece)
    return found.hexdigest()


def record_of(path: Path, number: Callable[[str], Any] = float) -> Any:
    """What a record of this program holds, which anybody may have changed. Raises OSError, ValueError, RecursionError.

    `number` makes the figures with decimals; NaN and the like are none.
    """
    return record_in(content_of(path, LARGEST_RECORD), number)


def record_in(content: bytes, number: Callable[[str], Any] = float) -> Any:
    """The same of bytes that are there already."""
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise ValueError("too many values")
    return json.loads(content.decode("utf-8-sig"), parse_float=number, parse_constant=_refuse)


def _at_once(path: str, flags: int) -> int:
    """Opening a pipe waits for somebody who writes into it, unless one asks not to wait."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _refuse(word: str) -> None:
    raise ValueError(word)
