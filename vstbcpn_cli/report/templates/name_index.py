"""Every name a template may use and what stands behind its dots, found in the code itself."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from vstbcpn_cli.model.records import field_names
from vstbcpn_cli.report.document.placed_objects import Chart, ShortTable

_PACKAGE = "vstbcpn_cli."
_PRINTED_WHOLE = (Chart, ShortTable)
"""Things a template prints and does not look into."""

_OF_LANGUAGE = frozenset(n for c in (str, dict, list, tuple) for n in dir(c) if n[0] != "_") | {
    "index", "index0", "revindex", "first", "last", "length", "previtem", "nextitem", "changed", "cycle", "depth",
}  # fmt: skip
"""What the template language itself offers behind a dot: of texts and lists, and of `loop`."""


def views(names: Mapping[str, Any]) -> tuple[type, ...]:
    """The classes of everything the names give, in the order in which they are met."""
    found: dict[type, None] = {}
    waiting = [t for value in names.values() for t in _given(value)]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found[one] = None
            waiting += [t for hint in members(one).values() for t in _classes(hint)]
    return tuple(found)


def members(view: type) -> dict[str, Any]:
    """What may stand behind the dot, fields before properties and methods, with its type."""
    hints = typing.get_type_hints(view)
    found = {name: hints[name] for name in field_names(view)}
    for name, value in vars(view).items():
        made = value.fget if isinstance(value, property) else value if inspect.isfunction(value) else None
        if made is not None:
            found[name] = typing.get_type_hints(made).get("return")
    return {name: hint for name, hint in found.items() if not name.startswith("_")}


def attributes(names: Mapping[str, Any]) -> frozenset[str]:
    """Everything that may stand behind the dot of something a template has named itself."""
    listed = [one for value in names.values() if isinstance(value, list | tuple) for one in value]
    keys = {key for value in (*names.values(), *listed) if isinstance(value, Mapping) for key in value}
    return _OF_LANGUAGE | keys | {name for view in views(names) for name in members(view)}


def _given(value: Any) -> Iterator[type]:
    if callable(value):
        yield from _classes(typing.get_type_hints(value).get("return"))
    elif type(value).__module__.startswith(_PACKAGE):
        yield type(value)


def _classes(hint: Any) -> Iterator[type]:
    """The classes of this program named in a type, however deep."""
    if isinstance(hint, type) and hint.__module__.startswith(_PACKAGE) and hint not in _PRINTED_WHOLE:
        yield hint
    for part in typing.get_args(hint):
        yield from _classes(part)
