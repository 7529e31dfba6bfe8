"""Editions as a run asks for them: read and found right once, then kept, since to read one back takes a fiftieth of
the time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.locations import form_path
from vstbcpn_cli.edition.model import Edition, ReportingPeriod, UnitKind
from vstbcpn_cli.edition.season_settings import is_settings, read_settings
from vstbcpn_cli.runtime.input_files import digest_of
from vstbcpn_cli.runtime.kept_results import KeptResults, digest, program

_LARGEST = 2**26
_DAY = "__date__"
_GROUP = "group."


def load_edition(name: str) -> Edition:
    """The whole edition, typed and checked; of the settings of a season theirs, with what the office has set.

    `name` is an edition that ships with the program, the folder, `.toml` file or workbook of another, or the settings
    of a season. Raises `ConfigurationError` naming the file and the key path (`tasks.T6.indicators.T6.05.measure`) or
    the cell; of keys that are missing all that can be known at once.
    """
    if is_settings(name):
        form_path(name)  # what is not there is told with the line that names it
        season = read_settings(Path(name))
        return season.over(_kept(season.edition))
    return _kept(name)


def load_periods(name: str) -> Mapping[str, ReportingPeriod]:
    """The calendar of an edition. Raises what `load_edition` raises."""
    return load_edition(name).periods


def load_kinds(name: str) -> tuple[UnitKind, ...]:
    """The kinds of unit of an edition, as a register may name them. Raises what `load_edition` raises."""
    return load_edition(name).kinds


def group_labels(name: str) -> Mapping[str, str]:
    """How the groups of units are called in words, by their code. Raises what `load_edition` raises."""
    words = load_edition(name).words
    return {key.removeprefix(_GROUP): word for key, word in words.items() if key.startswith(_GROUP)}


@cache
def _kept(name: str) -> Edition:
    form = form_path(name)
    key, results, slot = _key(name, form), KeptResults(form), digest(name)[:24]
    if key and (content := results.get(slot, key)) and (kept := _edition(content)):
        return kept
    from vstbcpn_cli.edition.parsing import parsed  # with pydantic: only where nothing is kept

    edition = parsed(name)
    if key and key == _key(name, form):
        content = msgspec.msgpack.encode(_marked(edition), enc_hook=str)
        if _edition(content) == edition:
            results.put(slot, key, content)
    return edition


def _key(name: str, form: Path) -> str:
    """Another one for another content of the form or another program; "" where it cannot be read."""
    try:
        return digest(program(), name, str(form.absolute()), digest_of(form, _LARGEST))
    except (OSError, ValueError):
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
