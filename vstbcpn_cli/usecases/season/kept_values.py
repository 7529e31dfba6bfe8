"""Where the results of a season are kept, and those of the office's own data: its edition, its lists in Excel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.model import Edition
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


# ------------------------------------------------------------------------------------------------------ the edition
def kept_edition(name: str, results: KeptResults | None, load: Callable[[str], Edition]) -> Edition:
    """What `load` makes of the name, which takes longer than to read it back. Raises what `load` raises."""
    key = _edition_key(name) if results else ""
    slot = f"bieu-{digest(name)[:24]}"
    if results and key and (content := results.get(slot, key)) and (kept := _edition(content)):
        return kept
    loaded = load(name)
    if results and key and key == _edition_key(name):
        content = as_bytes(_marked(loaded))
        if _edition(content) == loaded:
            results.put(slot, key, content)
    return loaded


def _edition_key(name: str) -> str:
    """What the files of an edition say; those of the program belong to the program. "" where they cannot be read."""
    from vstbcpn_cli.edition.errors import ConfigurationError
    from vstbcpn_cli.edition.locations import form_path

    try:
        form, named = form_path(name), Path(name)
        files = [form, named] if named.is_file() else [form]
        return digest(program(), name, *(t for p in files for t in (str(p.absolute()), digest_of(p, _LARGEST))))
    except (OSError, ValueError, ConfigurationError):
        return ""


def _edition(content: bytes) -> Edition | None:
    try:
        return _restored(msgspec.msgpack.decode(content, type=Edition, dec_hook=lambda kind, value: kind(value)))
    except (msgspec.MsgspecError, ValueError, TypeError):
        return None


def _marked(edition: Edition) -> Edition:
    """The parameters of rules are of any type: what is a day there says so."""
    return _with_params(edition, lambda v: {_DAY: v.isoformat()} if isinstance(v, dt.date) else v)


def _restored(edition: Edition) -> Edition:
    return _with_params(
        edition, lambda v: dt.date.fromisoformat(v[_DAY]) if isinstance(v, dict) and v.keys() == {_DAY} else v
    )


def _with_params(edition: Edition, made: Callable[[Any], Any]) -> Edition:
    def through(value: Any) -> Any:
        value = made(value)
        if isinstance(value, dict):
            return {k: v if isinstance(v, str) else through(v) for k, v in value.items()}
        return [through(v) for v in value] if isinstance(value, list) else value

    tasks = (
        replace(t, constraints=tuple(replace(c, params=through(c.params)) for c in t.constraints))
        for t in edition.tasks
    )
    return replace(edition, tasks=tuple(tasks))


# -------------------------------------------------------------------------------------------------- lists in Excel
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
