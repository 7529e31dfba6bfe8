"""The second edition as an office brings it: its form and register, without a sentence; the report is made of the common
ones alone."""

from __future__ import annotations

import shutil
from pathlib import Path

FOLDER = Path(__file__).parent / "2031"


def write_second(folder: Path) -> Path:
    """Writes form and register and gives the folder."""
    shutil.copytree(FOLDER, folder)
    return folder
