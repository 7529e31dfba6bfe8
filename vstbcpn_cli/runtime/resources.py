"""Where the office's templates lie: in the installed package first, beside the sources second."""

from __future__ import annotations

from pathlib import Path

COMMON = "common"
_YEAR = "2011"


def templates_folder() -> Path:
    """The folder with the Word template and the sentences of the year."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return (installed if installed.is_dir() else package.parent / "templates") / _YEAR


def common_templates() -> Path:
    """The folder beside it with what no year changes: the overview, the slip and the messages to units."""
    return templates_folder().with_name(COMMON)
