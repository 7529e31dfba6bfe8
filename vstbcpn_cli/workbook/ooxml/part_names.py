"""How the parts of a package are named and lead to each other, for reading and for marking."""

from __future__ import annotations

import posixpath
from typing import Protocol
from urllib.parse import unquote


class Package(Protocol):
    """What knows which parts there are, whatever their case."""

    def __contains__(self, part: str, /) -> bool: ...


def relations_of(part: str) -> str:
    """The part with the relations of a part; "" is the package itself."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target_of(part: str, target: str, package: Package) -> str:
    """The part to which a relation of `part` leads; some programs write its name as a web address."""
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
    return path if path in package else unquote(path)
