"""Zip packages written so that the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"
_STAMPED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


_LARGEST = 32 * 2**20


def repack(path: Path) -> None:
    """Rewrites an Office package in place with sorted entries and no trace of clock or system."""
    path.write_bytes(repacked(path.read_bytes()))


def repacked(package: bytes) -> bytes:
    """The same for a package in memory."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return package_bytes({name: opened.read(name) for name in opened.namelist()})


def as_written(path: Path) -> bool:
    """Whether a package is, byte for byte, what `package_bytes` makes of its parts.

    No office program orders, dates and packs a package so: whatever one has saved, this program did not write last.
    """
    try:
        with zipfile.ZipFile(path) as package:
            if sum(i.file_size for i in package.infolist()) > _LARGEST:
                return False
            entries = {name: package.read(name) for name in package.namelist()}
        return path.read_bytes() == package_bytes(entries)
    except Exception:  # noqa: BLE001 - whatever else it is, it was not written here
        return False


def package_bytes(entries: dict[str, bytes]) -> bytes:
    """A package from its parts: content types first, then by name, every date 1980-01-01."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(entries, key=lambda n: (n != _FIRST, n)):
            content = entries[name]
            if name == "docProps/core.xml":
                content = _STAMPED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
            item = zipfile.ZipInfo(name, _EPOCH)
            item.compress_type = zipfile.ZIP_DEFLATED
            item.create_system = 0
            package.writestr(item, content)
    return target.getvalue()
