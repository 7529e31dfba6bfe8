"""The journal of a season: which command was run in its folder, when, by whom and with which outcome.

Whoever looks into it a year later needs nothing but a text editor or Excel. Nothing reads it, no figure depends on it,
and it is no part of any set. A line is only ever added; where that cannot be done the run itself is none the worse.
"""

from __future__ import annotations

import csv
import getpass
import io
import os
import platform
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from vstbcpn_cli.runtime import clock
from vstbcpn_cli.runtime.kept_results import SETTINGS

NAME = "nhat-ky-lenh.csv"
_HEAD = ("thoi_gian", "nguoi_dung", "may", "phien_ban", "lenh", "ma_thoat", "ket_qua")
_noted: list[str] = []


def note(words: str) -> None:
    """Something of the outcome that an exit code does not tell, as the mark of the set that was written."""
    _noted.append(words)


def take() -> list[str]:
    """What has been noted since the last time."""
    found = list(_noted)
    _noted.clear()
    return found


def enter(arguments: Sequence[str], code: int, version: str) -> None:
    """Adds the run to the journal of the season one stands in; elsewhere nothing is kept."""
    told = "; ".join(take())
    with suppress(OSError, RuntimeError):
        here = Path.cwd()
        root = next((f for f in (here, *here.parents) if (f / SETTINGS).is_file()), None)
        if root is None or (root / NAME).is_symlink():
            return
        line = (clock.now().isoformat(timespec="seconds"), _user(), platform.node(), version)
        _append(root / NAME, (*line, _typed(arguments), str(code), told))


def _user() -> str:
    try:
        return getpass.getuser()
    except Exception:  # noqa: BLE001 - a system without names for its users says so in several ways
        return ""


def _typed(arguments: Sequence[str]) -> str:
    """The command as it was typed; a path is named as it stood there."""
    return " ".join(f'"{a}"' if not a or " " in a else a for a in arguments)


def _append(path: Path, line: Sequence[str]) -> None:
    """One write at the end of the file, so that runs beside each other do not mix their lines."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    new = not path.exists()
    if new:
        writer.writerow(_HEAD)
    writer.writerow([_plain(cell) for cell in line])
    content = text.getvalue().encode("utf-8", "replace")
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    place = os.open(path, flags, 0o644)
    try:
        os.write(place, (b"\xef\xbb\xbf" if new else b"") + content)
    finally:
        os.close(place)


def _plain(cell: str) -> str:
    """One line, which no spreadsheet takes for a formula."""
    told = " ".join(cell.split())
    return f"'{told}" if told.startswith(("=", "+", "-", "@")) else told
