"""What the keeping of files has found and somebody has to be told, once, whatever way the command ends.

It is found deep in the work, where nobody speaks to people; it is collected here until the command line says it.
"""

from __future__ import annotations

from pathlib import Path

import msgspec


class Kept(msgspec.Struct, frozen=True):
    """A file that was not as the program wrote it: `path` has the new one now, `beside` the one that was there;
    `merged` where what was edited in it is in the new one too, `left` where there is no new one."""

    path: Path
    beside: Path
    merged: bool = False
    left: bool = False


class Strange(msgspec.Struct, frozen=True):
    """Staging folders, or what bears their name, that no run of this user on this machine has made: left alone."""

    folder: Path
    first: str
    count: int


class Stuck(msgspec.Struct, frozen=True):
    """A killed exchange that cannot be undone, for the files have changed since; what was there lies in `name`."""

    folder: Path
    name: str


Notice = Kept | Strange | Stuck
_found: dict[Notice, None] = {}


def note(notice: Notice) -> None:
    _found[notice] = None


def noticed() -> tuple[Notice, ...]:
    """Everything since the last time it was taken, in the order it was found."""
    return tuple(_found)


def take() -> tuple[Notice, ...]:
    found = noticed()
    _found.clear()
    return found
