"""Where a path was looked for and what lies there: what a message about a path that is not there has to say."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.normalise import scrubbed, without_marks

_MOST_NAMED = 3
_O_FOR_ZERO = re.compile(r"(?<=[\d.])o(?=\d|$)")
"""The letter typed for the digit: T1.O5."""


def not_found(path: str | os.PathLike[str], what: str = "") -> str:
    """A sentence that names the folder in full, what is missing in it, and the nearest name or what is there.

    `what` says what was looked for: “mẫu Word”.
    """
    try:
        whole = Path(os.path.abspath(path))  # noqa: PTH100 - a link stays as it was written
    except OSError:
        return f"Không tìm thấy “{os.fspath(path)}”, vì thư mục hiện tại không còn."
    if whole.is_dir():
        return f"“{whole}” là thư mục, không phải tệp."
    if whole.is_symlink():
        return f"“{whole}” là lối tắt tới một tệp không còn ở đó."
    here = next((p for p in whole.parents if os.path.lexists(p) or p == p.parent), None)
    if here is None or not os.path.lexists(here):  # a drive or share of Windows, or one of its devices
        return f"Không tìm thấy “{whole}”."
    missing = scrubbed(whole.relative_to(here).parts[0])
    kind = f"{what} " if what and here == whole.parent else "thư mục " if here != whole.parent else ""
    if not here.is_dir():
        return f"“{here}” là tệp, không phải thư mục."
    names = _names(here)
    if names is None:
        return f"Không tìm thấy {kind}“{missing}” trong thư mục “{here}”."
    bare = {_bare(n): n for n in names}
    near = difflib.get_close_matches(_bare(missing), bare, 1, 0.6)
    there = f"tên gần nhất ở đó là “{bare[near[0]]}”" if near else held(names)
    return f"Không tìm thấy {kind}“{missing}” trong thư mục “{here}”; {there}."


def held(names: Sequence[str]) -> str:
    """What a folder holds: the first names and how many more."""
    if not names:
        return "thư mục này trống"
    return f"ở đó có {first_of([f'“{n}”' for n in names], _MOST_NAMED, 'tên')}"


def _names(folder: Path) -> list[str] | None:
    """None where the folder cannot be looked into."""
    try:
        return sorted(scrubbed(n) for n in os.listdir(folder) if not n.startswith((".", "~$")))  # noqa: PTH208
    except OSError:
        return None


def _bare(name: str) -> str:
    return without_marks(name)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known word closest to a mistyped or longer one (“6 tháng” for 6t), marks, capitals and hyphens apart; ""
    when none is close."""
    bare, asked = {_spoken(k): k for k in known}, _spoken(name)
    near = difflib.get_close_matches(asked, bare, 3, 0.6)
    near.sort(key=lambda k: not k.startswith(asked))
    inside = [k for k in bare if k in asked.split() or asked.replace(" ", "").startswith(k)]
    return bare[(near or inside)[0]] if near or inside else ""


def nearest_hint(name: str, known: Iterable[str], what: str = "mã") -> str:
    """“; mã gần nhất là “6t””, to stand behind what is said of a word that is not known; "" when none is close."""
    near = nearest(name, known)
    return f"; {what} gần nhất là “{near}”" if near else ""


def _spoken(name: str) -> str:
    return _O_FOR_ZERO.sub("0", _bare(name)).replace("-", " ").replace("_", " ")
