"""Every file under a folder, whatever lies in between: what cannot be looked at is named as well as what can."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from vstbcpn_cli.runtime.kept_results import SETTINGS

_NOBODYS = frozenset(["$recycle.bin", "system volume information"])
"""Folders of Windows itself on every drive: what was thrown away, and what nobody may open."""


class Folders(msgspec.Struct):
    """A folder that links lead to in several ways is gone through once, so that no circle is endless; by a visible name
    where it has one, for what has only hidden ones is no return."""

    _seen: set[str] = msgspec.field(default_factory=set)

    def files(self, folder: Path) -> Iterator[Path]:
        """In the order of their names, what lies in hidden folders last. The names alone decide, so that a file whose
        path is too long to be asked about and a link that leads nowhere are among them, and a folder that may not be
        read stands for what it holds.
        """
        hidden: list[Path] = []
        yield from self._below(folder, hidden)
        for each in hidden:  # grows while it is gone through
            yield from self._below(each, hidden)

    def _below(self, folder: Path, hidden: list[Path]) -> Iterator[Path]:
        """The files of a folder and of the visible ones in it; the others are put into `hidden`."""
        real = os.path.realpath(folder)
        if real in self._seen:
            return
        self._seen.add(real)
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda e: e.name)
        except OSError:
            yield folder
            return
        for entry in entries:
            if entry.name.casefold() in _NOBODYS:
                continue
            path = folder / entry.name
            if not _is_folder(entry):
                if _is_file(entry):
                    yield path
            elif entry.name.startswith("."):
                hidden.append(path)
            else:
                yield from self._below(path, hidden)


def season_between(path: Path, base: Path) -> Path | None:
    """The season whose folder lies below `base` and holds this file: its own returns, which a run over `base` does not
    mix with those of another period. None where there is none."""
    below = path.relative_to(base).parents
    return next((base / p for p in below if p.name and os.path.lexists(base / p / SETTINGS)), None)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Pipes and devices are none; a link whose target cannot be found may have been one."""
    try:
        return entry.is_file() or (entry.is_symlink() and not Path(entry.path).exists())
    except OSError:
        return True
