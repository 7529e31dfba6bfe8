"""Zip packages written so that the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

from vstbcpn_cli.runtime.input_files import content_of
from vstbcpn_cli.runtime.zip_guard import GuardedZip

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"
_STAMPED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


_LARGEST, _LARGEST_PACKED = 32 * 2**20, 50 * 2**20
_LEVEL = 7
_LEVELS_KNOWN = (_LEVEL, 3, 6)
"""How hard packages are packed now, and were before: a blank or report of an earlier version is no file of another."""


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
        content = content_of(path, _LARGEST_PACKED)
        package = GuardedZip.open(content)
        entries: dict[str, bytes] = {}
        for name in package.names():
            entries[package.written(name)] = package.read(name)
            if sum(map(len, entries.values())) > _LARGEST:
                return False
        return any(content == package_bytes(entries, level) for level in _LEVELS_KNOWN)
    except Exception:  # noqa: BLE001 - whatever else it is, it was not written here
        return False


def package_bytes(entries: dict[str, bytes], level: int = _LEVEL) -> bytes:
    """A package from its parts: content types first, then by name, every date 1980-01-01."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in sorted(entries, key=lambda n: (n != _FIRST, n)):
            content = entries[name]
            if name == "docProps/core.xml":
                content = _STAMPED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
            item = zipfile.ZipInfo(name, _EPOCH)
            item.create_system = 0
            package.writestr(item, content, zipfile.ZIP_DEFLATED, level)
    return target.getvalue()


def patched(content: bytes, changed: Mapping[str, bytes], removed: Collection[str] = ()) -> bytes:
    """A package with some parts changed, new ones at its end and others gone; everything else stays as it is.

    Entries keep their order, dates and way of packing, so that the result depends on nothing but what was given.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(target, "w") as made:
        for item in package.infolist():
            if item.orig_filename not in removed:
                made.writestr(_like(item), changed.get(item.orig_filename, package.read(item)))
        known = {item.orig_filename for item in package.infolist()}
        for name in sorted(n for n in changed if n not in known):
            item = zipfile.ZipInfo(name, _EPOCH)
            item.create_system = 0
            item.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(item, changed[name])
    return target.getvalue()


def _like(item: zipfile.ZipInfo) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(item.orig_filename, item.date_time)
    made.filename = item.orig_filename  # Windows would make other names of those with backslashes
    made.compress_type, made.create_system, made.external_attr = item.compress_type, 0, item.external_attr
    return made
