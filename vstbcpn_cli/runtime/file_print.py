"""What tells the content of one file from that of another, and a folder from what only leads to one."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

LARGEST = 256 * 2**20
"""Bytes of a file that is looked into to find out whether it is one of ours; a larger one was not written here."""


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def same(path: Path, digest: str) -> bool:
    """Whether a file has this content, without a look into one that is too large to be ours. Raises OSError."""
    return bool(digest) and print_of(path) == digest


def print_of(path: Path) -> str:
    """What tells a content from another: the digest of a file, of a larger one its size, of a link where it leads; ""
    for what is not there or no file. Raises OSError."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return ""
    if stat.S_ISLNK(found.st_mode):
        return f"link:{os.fsdecode(path.readlink())}"
    if not stat.S_ISREG(found.st_mode):
        return ""
    return sha256(path) if found.st_size <= LARGEST else f"size:{found.st_size}"


def is_folder(path: Path) -> bool:
    """A folder itself and no link to one, of either kind that Windows has."""
    try:
        found = path.lstat()
    except OSError:
        return False
    points_elsewhere = getattr(found, "st_file_attributes", 0) & getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0x400)
    return stat.S_ISDIR(found.st_mode) and not points_elsewhere
