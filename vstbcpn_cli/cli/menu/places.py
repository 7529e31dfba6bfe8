"""Where the menu looks for a season: what was dropped onto the program, where it was started, where it lies."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vstbcpn_cli.edition.season_settings import SETTINGS

PROGRAM_FOLDER = "VSTBCPN_FOLDER"
"""In the environment: where the program of the portable folder lies, whatever folder it was started in."""
GUIDE = Path("huong-dan", "index.html")
"""Where the first page of the guides lies in the portable folder."""
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})


@dataclass(frozen=True, slots=True)
class SeasonSearch:
    """`dropped` are the files and folders that were handed over, `missing` those of them that are not there; `looked`
    are the folders to look in, best first; a new season is made in the folder `home`."""

    dropped: tuple[Path, ...]
    looked: tuple[Path, ...]
    home: Path
    missing: tuple[Path, ...] = ()

    def season(self) -> Path | None:
        """The season that one of the folders is or lies in."""
        return next((s for folder in self.looked if (s := season_at(folder)) is not None), None)

    def seasons(self) -> list[Path]:
        """The seasons that lie in one of the folders, those of the latest year first."""
        found = dict.fromkeys(s for folder in self.looked for s in _seasons_in(folder))
        return sorted(found, key=lambda season: season.name, reverse=True)


def places(arguments: Sequence[str]) -> SeasonSearch:
    """Of a folder that was dropped its own content only; else where one stands and where the program lies.

    A new season does not lie with the program, which the next version replaces, but beside it.
    """
    dropped = tuple(Path(a) for a in arguments if os.path.exists(a))  # noqa: PTH110 - never raises
    missing = tuple(Path(a) for a in arguments if Path(a) not in dropped)
    if dropped:
        first = dropped[0] if os.path.isdir(dropped[0]) else dropped[0].parent  # noqa: PTH112 - never raises
        return SeasonSearch(dropped, (first,), first, missing)
    here, own = Path.cwd(), os.environ.get(PROGRAM_FOLDER)
    if not own:
        return SeasonSearch((), (here,), here, missing)
    program = Path(own)
    return SeasonSearch((), tuple(dict.fromkeys((here, program, program.parent))), program.parent, missing)


def guide() -> Path | None:
    """The first page of the guides that came with the program; None where it came without."""
    own = os.environ.get(PROGRAM_FOLDER)
    return page if own and os.path.isfile(page := Path(own) / GUIDE) else None  # noqa: PTH113 - never raises


def show_page(page: Path) -> bool:
    """Whether Windows was asked to show a page in the browser that it has for pages; no other system is asked."""
    start = getattr(os, "startfile", None)
    if start is None:
        return False
    try:
        start(page)
    except OSError:  # no program for pages, or the office has forbidden it
        return False
    return True


def was_dropped(arguments: Sequence[str]) -> bool:
    """Whether a file manager handed over files and folders: it names them whole, which no command line begins with.

    That they are there is not asked for: the command interpreter of Windows cuts a name with “&” off.
    """
    return bool(arguments) and all(os.path.isabs(a) for a in arguments)  # noqa: PTH117


def season_at(folder: Path) -> Path | None:
    """The season that a folder is or lies in."""
    return next((p for p in (folder, *folder.parents) if _is_season(p)), None)


def has_workbooks(folder: Path) -> bool:
    return any(Path(name).suffix.lower() in _WORKBOOKS for name in _names_in(folder))


def _seasons_in(folder: Path) -> Iterator[Path]:
    return (s for name in _names_in(folder) if _is_season(s := folder / name))


def _is_season(folder: Path) -> bool:
    return os.path.isfile(folder / SETTINGS)  # noqa: PTH113 - of a closed folder Path.is_file raises


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - names are enough
    except OSError:
        return []
