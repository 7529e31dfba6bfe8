"""What a run is made with, so that somebody can tell a year later: the files of the program, its libraries, the
machine."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_DATA = ("editions", "templates")
"""Folders of the package that are an edition's and no program."""
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"\bextra\s*==")


@cache
def program_digest() -> str:
    """One SHA-256 of all files of the program by their names and contents, wherever it is installed."""
    found = ((p.relative_to(_PACKAGE).as_posix(), p) for p in files_below(_PACKAGE))
    return digest_of_files((name, path) for name, path in found if name.partition("/")[0] not in _DATA)


def files_below(folder: Path) -> Iterator[Path]:
    """Every file in a folder but what the system or Python itself puts there."""
    for path in folder.rglob("*"):
        inside = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in inside):
            yield path


def digest_of_files(named: Iterable[tuple[str, Path]]) -> str:
    """One SHA-256 of several files, in the order of the names they go by; with `sha256sum` it can be made again."""
    made = hashlib.sha256()
    for name, path in sorted(named):
        made.update(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n".encode())
    return made.hexdigest()


def libraries() -> Mapping[str, str]:
    """Name and version of every library that the program needs, and of those these need, as they are installed; one
    that is not installed has made nothing."""
    found: dict[str, str] = {}
    asked = list(_needs("vstbcpn"))
    while asked:
        name = asked.pop()
        if name in found:
            continue
        with suppress(PackageNotFoundError):
            found[name] = version(name)
            asked += _needs(name)
    return dict(sorted(found.items()))


def _needs(name: str) -> Iterator[str]:
    with suppress(PackageNotFoundError):
        for line in requires(name) or ():
            called = _NAME.match(line)
            if called is not None and not _EXTRA.search(line):
                yield re.sub(r"[-_.]+", "-", called[0]).lower()


def system() -> str:
    """The kind of machine, as Python tells it."""
    return f"{platform.system()} {platform.release()} {platform.machine()}".strip()
