"""Where the results of a season are kept, and what the office's lists in Excel say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.runtime.input_files import digest_of
from vstbcpn_cli.runtime.kept_results import SETTINGS, KeptResults, digest, program

Lines = list[tuple[int, list[str]]]
_LARGEST = 2**26
_DAY = "__date__"


def kept_for(paths: Iterable[Path | str]) -> KeptResults | None:
    """The results of the season in which all of these lie; None outside of one."""
    seasons = {_season(Path(path)) for path in paths}
    found = seasons.pop() if len(seasons) == 1 else None
    return KeptResults(found) if found is not None else None


def _season(path: Path) -> Path | None:
    try:
        real = path.absolute()
        return next((p for p in (real, *real.parents) if (p / SETTINGS).is_file()), None)
    except OSError:
        return None


def as_bytes(value: Any) -> bytes:
    """Records as bytes: others for another value."""
    return msgspec.msgpack.encode(value, enc_hook=str)


def value_of(value: Any) -> str:
    """A name for what a record says; a record that says something else has another."""
    return digest(program(), as_bytes(value))


def kept_lines(path: Path, read: Callable[[Path], Lines]) -> Lines:
    """What `read` makes of a list kept in Excel, which takes a process of its own. Raises what `read` raises."""
    results = kept_for([path])
    key = _content(path) if results else ""
    if not results or not key:
        return read(path)
    slot = f"bang-{digest(results.placed(path))[:24]}"
    if content := results.get(slot, key):
        try:
            return msgspec.msgpack.decode(content, type=Lines)
        except msgspec.MsgspecError:
            pass
    lines = read(path)
    if key == _content(path):
        results.put(slot, key, as_bytes(lines), results.placed(path))
    return lines


def _content(path: Path) -> str:
    try:
        return digest(program(), digest_of(path, _LARGEST))
    except OSError:
        return ""
