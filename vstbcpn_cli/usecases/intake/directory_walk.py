"""Every file under a folder, whatever lies in between: what cannot be looked at is named as well as what can."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_NOBODYS = frozenset(["$recycle.bin", "system volume information"])
"""Folders of Windows itself on every drive: what was thrown away, and what nobody may open."""


@dataclass(slots=True)
class Folders:
    """A folder that links lead to in several ways is gone through once, so that no circle is endless."""

    _seen: set[str] = field(default_factory=set)

    def files(self, folder: Path) -> Iterator[Path]:
        """In the order of their names. The names alone decide, so that a file whose path is too long to be asked about
        and a link that leads nowhere are among them, and a folder that may not be read stands for what it holds.
        """
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
            if _is_folder(entry):
                yield from self.files(path)
            elif _is_file(entry):
                yield path


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
