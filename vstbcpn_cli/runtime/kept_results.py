"""What a run keeps beside the season for the next one: results under the key of everything they were made of.

Nothing of it is needed. Each result has a file of its own, whole or not there, under the seal of the user who wrote it:
one that is damaged, of somebody else or of another key is as good as none, and where nothing can be written nothing is
kept. So runs may do as they like beside each other, and be killed at any time.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from vstbcpn_cli.runtime.folder_lock import state_folder
from vstbcpn_cli.runtime.input_files import content_of

SETTINGS, FOLDER = "vstbcpn.toml", ".vstbcpn"
"""What makes a folder the one of a season, and where in it results are kept."""
_LARGEST = 2**26
"""Bytes of one result."""
_MOST_LOOSE = 24
"""Results that are of no single file; the oldest are dropped."""
_MAGIC = b"vstbcpn kept 1\n"
_SEAL = 32
_PATH_LENGTH = 2
_UNFINISHED = "dang-ghi-"
_TAG = "CACHEDIR.TAG"
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


@dataclass(frozen=True)
class KeptResults:
    """The results kept in the folder of a season. Every method does its best and raises nothing."""

    season: Path
    _used: set[str] = field(default_factory=set)

    @property
    def folder(self) -> Path:
        return self.season / FOLDER

    def get(self, slot: str, key: str) -> bytes | None:
        """What was kept in a slot under this very key."""
        if not self._secret:
            return None
        try:
            content = content_of(self._path(slot), _LARGEST)
        except (OSError, ValueError):
            return None
        head = len(_MAGIC) + _SEAL
        sealed = content[head:]
        if content[:head] != self._head(slot, key, sealed):
            return None
        self._used.add(slot)
        return sealed[_PATH_LENGTH + int.from_bytes(sealed[:_PATH_LENGTH], "little") :]

    def put(self, slot: str, key: str, content: bytes, of: str = "") -> None:
        """Keeps a result in the place of the one that was in its slot; `of` is the file it was read from."""
        path = of.encode("utf-8", "surrogateescape")
        if not self._secret or len(path) >= 256**_PATH_LENGTH or len(content) > _LARGEST - len(path) - 100:
            return
        sealed = len(path).to_bytes(_PATH_LENGTH, "little") + path + content
        unfinished = self.folder / f"{_UNFINISHED}{secrets.token_hex(8)}"
        try:
            self._begin()
            with open(unfinished, "xb") as stream:  # noqa: PTH123
                stream.write(self._head(slot, key, sealed) + sealed)
            unfinished.replace(self._path(slot))
        except (OSError, ValueError):
            with suppress(OSError):
                unfinished.unlink()
            return
        self._used.add(slot)

    def placed(self, path: Path) -> str:
        """How a file is named here, so that a season that is moved keeps its results."""
        real = os.path.realpath(path)
        try:
            return os.path.relpath(real, os.path.realpath(self.season))
        except ValueError:  # another drive
            return real

    def age(self, slot: str) -> float | None:
        """When the result in a slot was kept."""
        try:
            return self._path(slot).stat().st_mtime
        except (OSError, ValueError):
            return None

    def tidy(self) -> None:
        """Drops what runs that were cut off have left, the results of files that are no longer there, and of the others
        all but the latest; none that this run has used."""
        loose: list[tuple[float, str]] = []
        used = {self._path(slot).name for slot in self._used}
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in list(entries):
                if entry.name == _TAG or entry.name in used:
                    continue
                with suppress(OSError):
                    of = None if entry.name.startswith(_UNFINISHED) else self._of(entry.path)
                    if of is None or (of and not os.path.lexists(self.season / of)):
                        os.unlink(entry.path)  # noqa: PTH108
                    elif not of:
                        loose.append((entry.stat().st_mtime, entry.path))
        for _, path in sorted(loose)[: -_MOST_LOOSE or None]:
            with suppress(OSError):
                os.unlink(path)  # noqa: PTH108

    @staticmethod
    def _of(path: str) -> str | None:
        """The file a result is of, "" for none; None where this is no result."""
        with open(path, "rb") as stream:  # noqa: PTH123
            if stream.read(len(_MAGIC)) != _MAGIC:
                return None
            stream.read(_SEAL)
            return os.fsdecode(stream.read(int.from_bytes(stream.read(_PATH_LENGTH), "little")))

    def _path(self, slot: str) -> Path:
        return self.folder / f"{slot}-{self._user}"

    @cached_property
    def _user(self) -> str:
        """Users of one folder do not take each other's places."""
        return digest(self._secret)[:6]

    def _head(self, slot: str, key: str, sealed: bytes) -> bytes:
        """What stands before a result: the seal that only this user can put on it."""
        named = f"{len(slot)} {slot} {key}\n".encode()
        return _MAGIC + hashlib.blake2b(named + sealed, digest_size=_SEAL, key=self._secret).digest()

    @property
    def _secret(self) -> bytes:
        return _secret()

    def _begin(self) -> None:
        if self.folder.is_symlink():
            raise OSError(str(self.folder))
        if not (self.folder / _TAG).exists():
            self.folder.mkdir(0o700, exist_ok=True)
            (self.folder / _TAG).write_text(_TOLD, encoding="utf-8", newline="\n")


@cache
def _secret() -> bytes:
    """What this user seals with, made at the first time; empty where nothing can be remembered."""
    home = state_folder("kept")
    if home is None:
        return b""
    path = home / "seal"
    for _ in range(2):
        with suppress(OSError):
            found = content_of(path, _SEAL)
            if len(found) == _SEAL:
                return found
        with suppress(OSError):
            fresh = home / f"seal-{secrets.token_hex(8)}"
            fresh.touch(0o600)
            fresh.write_bytes(secrets.token_bytes(_SEAL))
            fresh.replace(path)
    return b""
