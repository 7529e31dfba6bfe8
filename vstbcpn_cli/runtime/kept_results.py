"""What a run keeps of a season or an edition for the next one: results under the key of everything they were made of.

They hold what the units wrote, names and telephone numbers too, so they lie with the user and never in the season,
which is copied, sent and filed. Nothing of them is needed. Each has a file of its own, whole or not there: one that is
damaged or of another key is as good as none, and where nothing can be written nothing is kept. So runs may do as they
like beside each other, and be killed at any time.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path

import msgspec

from vstbcpn_cli.runtime.folder_lock import state_folder
from vstbcpn_cli.runtime.input_files import content_of

SETTINGS = "vstbcpn.toml"
"""What makes a folder the one of a season."""
FORMER = ".vstbcpn"
"""Where in the season results were kept before they were kept with the user."""
_LARGEST = 2**26
"""Bytes of one result."""
_MOST_LOOSE = 24
"""Results that are of no single file; the oldest are dropped."""
_MAGIC = b"vstbcpn kept 1\n"
_DIGEST = 32
_PATH_LENGTH = 2
_UNFINISHED = "dang-ghi-"
_TAG, _OF = "CACHEDIR.TAG", "thu-muc"
"""What tells programs that copy folders to pass this one by, and what says of which season or edition it is."""
_TOLD = """Signature: 8a477f597d28d172789f06886806bc55
# Phần mềm vstbcpn ghi lại ở đây những gì đã đọc để lần sau không đọc lại. Có thể xóa cả thư mục này, không mất gì.
"""


def digest(*parts: bytes | str) -> str:
    """One name for several things in their order; other things have another."""
    made = hashlib.blake2b(digest_size=20)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(len(content).to_bytes(8, "little") + content)
    return made.hexdigest()


@cache
def program() -> str:
    """Another one for another program: any of its files, or of the libraries beside them, has changed."""
    own = [
        f"{e.path}\0{s.st_size}\0{s.st_mtime_ns}" for e in _files(str(Path(__file__).parent.parent)) if (s := e.stat())
    ]
    libraries: list[str] = []
    for place in filter(None, sys.path):
        with suppress(OSError), os.scandir(place) as entries:
            libraries += [e.name for e in entries if e.name.endswith(".dist-info")]
    return digest(*sorted(own), "", *sorted(libraries))


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                yield entry


class KeptResults(msgspec.Struct, frozen=True, dict=True):
    """The results kept of the folder of a season or the form of an edition. Every method does its best and raises
    nothing."""

    of: Path
    _used: set[str] = msgspec.field(default_factory=set)

    @cached_property
    def folder(self) -> Path | None:
        """Where they lie; None where nothing can be remembered."""
        home = state_folder("kept")
        return home / digest(os.fsencode(os.path.normcase(self._place))) if home is not None else None

    @cached_property
    def _place(self) -> str:
        return os.path.realpath(self.of)

    def get(self, slot: str, key: str) -> bytes | None:
        """What was kept in a slot under this very key."""
        if self.folder is None:
            return None
        try:
            content = content_of(self.folder / slot, _LARGEST)
        except (OSError, ValueError):
            return None
        head = len(_MAGIC) + _DIGEST
        result = content[head:]
        if content[:head] != _head(slot, key, result):
            return None
        self._used.add(slot)
        return result[_PATH_LENGTH + int.from_bytes(result[:_PATH_LENGTH], "little") :]

    def put(self, slot: str, key: str, content: bytes, of: str = "") -> None:
        """Keeps a result in the place of the one that was in its slot; `of` is the file it was read from."""
        path = of.encode("utf-8", "surrogateescape")
        if self.folder is None or len(path) >= 256**_PATH_LENGTH or len(content) > _LARGEST - len(path) - 100:
            return
        result = len(path).to_bytes(_PATH_LENGTH, "little") + path + content
        unfinished = self.folder / f"{_UNFINISHED}{secrets.token_hex(8)}"
        try:
            self._begin(self.folder)
            with open(unfinished, "xb") as stream:  # noqa: PTH123
                stream.write(_head(slot, key, result) + result)
            unfinished.replace(self.folder / slot)
        except (OSError, ValueError):
            with suppress(OSError):
                unfinished.unlink()
            return
        self._used.add(slot)

    def placed(self, path: Path) -> str:
        """How a file is named here."""
        real = os.path.realpath(path)
        try:
            return os.path.relpath(real, self._place)
        except ValueError:  # another drive
            return real

    def age(self, slot: str) -> float | None:
        """When the result in a slot was kept."""
        try:
            return (self.folder / slot).stat().st_mtime if self.folder is not None else None
        except (OSError, ValueError):
            return None

    def tidy(self) -> None:
        """Drops what runs that were cut off have left, the results of files that are no longer there, and of the others
        all but the latest; none that this run has used. All is dropped of seasons and editions that are gone."""
        if self.folder is None:
            return
        loose: list[tuple[float, str]] = []
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in list(entries):
                if entry.name in (_TAG, _OF) or entry.name in self._used:
                    continue
                with suppress(OSError):
                    of = None if entry.name.startswith(_UNFINISHED) else _file_of(entry.path)
                    if of is None or (of and not os.path.lexists(self.of / of)):
                        os.unlink(entry.path)  # noqa: PTH108
                    elif not of:
                        loose.append((entry.stat().st_mtime, entry.path))
        for _, path in sorted(loose)[: -_MOST_LOOSE or None]:
            with suppress(OSError):
                os.unlink(path)  # noqa: PTH108
        _drop_gone(self.folder.parent)
        _drop_former(self.of / FORMER)

    def _begin(self, folder: Path) -> None:
        if not (folder / _OF).exists():
            folder.mkdir(0o700, exist_ok=True)
            (folder / _TAG).write_text(_TOLD, encoding="utf-8", newline="\n")
            (folder / _OF).write_bytes(os.fsencode(self._place))


def _head(slot: str, key: str, result: bytes) -> bytes:
    """What stands before a result: a digest of where, under what and as what it was kept."""
    named = f"{len(slot)} {slot} {key}\n".encode()
    return _MAGIC + hashlib.blake2b(named + result, digest_size=_DIGEST).digest()


def _file_of(path: str) -> str | None:
    """The file a result is of, "" for none; None where this is no result."""
    with open(path, "rb") as stream:  # noqa: PTH123
        if stream.read(len(_MAGIC)) != _MAGIC:
            return None
        stream.read(_DIGEST)
        return os.fsdecode(stream.read(int.from_bytes(stream.read(_PATH_LENGTH), "little")))


def _drop_gone(home: Path) -> None:
    """The results of seasons and editions that have been moved, renamed or deleted."""
    with suppress(OSError), os.scandir(home) as entries:
        for entry in list(entries):
            with suppress(OSError, ValueError):
                of = Path(os.fsdecode(content_of(Path(entry.path, _OF), _LARGEST)))
                if not os.path.lexists(of / SETTINGS if of.is_dir() else of):
                    shutil.rmtree(entry.path)


def _drop_former(folder: Path) -> None:
    """What was kept in the season itself, and nothing that somebody else has put there."""
    with suppress(OSError):
        if folder.is_symlink() or not (folder / _TAG).is_file():
            return
        for path in folder.iterdir():
            if path.name == _TAG or path.name.startswith(_UNFINISHED) or _file_of(str(path)) is not None:
                path.unlink()
        folder.rmdir()
