"""Whether symbolic links can be made here."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest


def _can_link() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / "link"
        try:
            link.symlink_to(folder, target_is_directory=True)
        except OSError:
            return False
        return link.is_symlink()


needs_links = pytest.mark.skipif(
    not _can_link(), reason="Wine makes no symbolic links, Windows lets few people make them"
)
