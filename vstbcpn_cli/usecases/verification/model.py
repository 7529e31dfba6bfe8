"""What a verification has found."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import msgspec


class SetPart(StrEnum):
    """What a file is to a set: sent in by a unit, anything else the figures depend on, written, or the set's own
    record of all that, and the seal of a final set."""

    INPUT = "input"
    SETTING = "setting"
    OUTPUT = "output"
    MANIFEST = "manifest"
    SEAL = "seal"


class FileState(StrEnum):
    """What has become of a file since the manifest was written."""

    MISSING = "missing"
    CHANGED = "changed"
    RENAMED = "renamed"
    EXTRA = "extra"


class FileFault(msgspec.Struct, frozen=True):
    """A file that is not as the manifest has it; `now` is its new name where it was renamed."""

    part: SetPart
    name: str
    state: FileState
    now: str = ""


class Difference(msgspec.Struct, frozen=True):
    """One value that is not what the set comes to when it is made again: `made` now, `found` in the file.

    `place` says where in the file, `code` which figure it is and `cell` where in the unit's form it stands, "" where
    that is not known. What is only `told` counts as the officer's own words.
    """

    file: str
    place: str
    made: str
    found: str
    code: str = ""
    cell: str = ""
    told: bool = False


class Unlike(msgspec.Struct, frozen=True):
    """Something the set was made with that is another one here; `counts` where that alone is no right set."""

    name: str
    then: str
    now: str
    counts: bool = False


class Verification(msgspec.Struct, frozen=True):
    """Everything found of the set in `folder`, whose data have this `digest` ("" where they cannot be read).

    `inputs` says how many returned files were looked at, None where nobody said where they lie; `remade` whether the
    set was made again, `unchecked` are the sentences about what was not. `marked` says whether the mark on paper is
    that of the data, None where none was given. `final` is the number of a final set.
    """

    folder: Path
    digest: str
    files: tuple[FileFault, ...] = ()
    differences: tuple[Difference, ...] = ()
    unlike: tuple[Unlike, ...] = ()
    unchecked: tuple[str, ...] = ()
    outputs: int = 0
    inputs: int | None = None
    remade: bool = False
    marked: bool | None = None
    final: int = 0

    @property
    def agrees(self) -> bool:
        """Whether everything that was looked at is as the manifest says."""
        failed = any(not d.told for d in self.differences) or any(u.counts for u in self.unlike)
        return not self.files and not failed and self.marked is not False
