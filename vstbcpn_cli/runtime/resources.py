"""Where the templates of the program lie: in the installed package first, beside the sources second."""

from __future__ import annotations

from pathlib import Path

_COMMON = "common"


def templates_folder(edition: str) -> Path:
    """The folder with what the report of an edition of the program says in its own way."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return (installed if installed.is_dir() else package.parent / "templates") / edition


def common_templates() -> Path:
    """The folder beside them with what no year changes: Word templates, sentences, the overview, words to units."""
    return templates_folder(_COMMON)
