"""Where the office's templates lie: in the installed package first, beside the sources second."""

from __future__ import annotations

from pathlib import Path


def templates_folder() -> Path:
    """The folder with the Word template and the sentences."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"
