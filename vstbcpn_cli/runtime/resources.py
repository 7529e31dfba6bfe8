"""Where the templates of the program lie, and which folders a set of templates is made of."""

from __future__ import annotations

from pathlib import Path

_COMMON = "common"
_WORD = "*.docx"


def templates_folder(edition: str) -> Path:
    """The folder with what the report of an edition of the program says in its own way."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return (installed if installed.is_dir() else package.parent / "templates") / edition


def common_templates() -> Path:
    """The folder beside them with what no year changes: Word templates, sentences, the overview, words to units."""
    return templates_folder(_COMMON)


def template_layers(folder: Path) -> tuple[Path, ...]:
    """The folders a set of templates is made of, what is found first counts.

    A folder with a Word template is a whole set, as an office has it for editing; one without, as that of a year,
    stands on the common templates.
    """
    common = common_templates()
    whole = folder == common or any(folder.glob(_WORD))
    return (folder,) if whole else (folder, common)


def template_file(folder: Path, relative: str) -> Path:
    """A file of a set of templates; the place where `folder` would have it when no layer has it."""
    return next((p for layer in template_layers(folder) if (p := layer / relative).is_file()), folder / relative)
