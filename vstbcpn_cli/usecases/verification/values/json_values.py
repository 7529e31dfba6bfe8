"""The data and other records, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.model.records import replace
from vstbcpn_cli.runtime.input_files import LARGEST_RECORD, content_of, record_in
from vstbcpn_cli.usecases.verification.model import Difference

_BY_CODE = ("totals", "tables", "targets", "fields", "kinds")
"""Sections whose members are known by their code."""
_KEYS = (("code", "row"), ("name",), ("path", "role", "sha256"), ("path",), ("code",))
"""By what the members of a list are known, where all of them have it and no two the same."""
_OF_THE_PROGRAM = frozenset(("program",))
_NOTHING = "(không có)"


class _Where(msgspec.Struct, frozen=True):
    """Where one stands in the record: what of it is known so far."""

    path: tuple[str, ...] = ()
    unit: str = ""
    code: str = ""
    cell: str = ""

    def at(self, step: str, value: object) -> _Where:
        found = replace(self, path=(*self.path, step))
        if len(self.path) == 1 and self.path[0] in _BY_CODE:
            found = replace(found, code=step)
        if not isinstance(value, Mapping):
            return found
        if len(self.path) == 1 and self.path[0] == "units":
            return replace(found, unit=str(value.get("name", "")))
        if "cell" in value and "sheet" in value:
            found = replace(found, cell=f"{value['sheet']}!{value['cell']}")
        code = value.get("indicator") or (value.get("code") if "values" in self.path else "")
        return replace(found, code=f"{code}[{value['row']}]" if value.get("row") else str(code)) if code else found


def differences(made: Path, found: Path) -> Iterator[Difference]:
    """Raises OSError, ValueError or RecursionError for a file that holds no record."""
    one, other = (record_in(content_of(p, LARGEST_RECORD), str) for p in (made, found))
    if isinstance(one, dict) and isinstance(other, dict):
        one, other = ({k: v for k, v in o.items() if k not in _OF_THE_PROGRAM} for o in (one, other))
    yield from between(one, other, found.name)


def between(made: Any, found: Any, file: str) -> Iterator[Difference]:
    """The same of two records that are read already."""
    yield from _unlike(made, found, file, _Where())


def _unlike(made: Any, found: Any, file: str, here: _Where) -> Iterator[Difference]:
    if made == found and type(made) is type(found):
        return
    one, other = _members(made), _members(found)
    if one is None or other is None or not _alike(made, found):
        yield _difference(made, found, file, here)
        return
    for key in [*one, *(k for k in other if k not in one)]:
        there = key in one, key in other
        value = one.get(key, other.get(key))
        where = here.at(key, value)
        if all(there):
            yield from _unlike(one[key], other[key], file, where)
        else:
            yield _difference(one.get(key, _NOTHING), other.get(key, _NOTHING), file, where)


def _alike(made: Any, found: Any) -> bool:
    return isinstance(made, dict) == isinstance(found, dict)


def _members(value: Any) -> dict[str, Any] | None:
    """By their names; those of a list by what they are known by, else by their place."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, list):
        return None
    for keys in _KEYS if value else ():
        if all(isinstance(v, dict) and keys[0] in v for v in value):
            named = {" ".join(str(v[k]) for k in keys if v.get(k)): v for v in value}
            if len(named) == len(value):
                return named
    return {str(n): v for n, v in enumerate(value, 1)}


def _difference(made: Any, found: Any, file: str, here: _Where) -> Difference:
    place = " / ".join((*((here.unit,) if here.unit else ()), *here.path))
    return Difference(file, place, _told(made), _told(found), here.code, here.cell)


_LONGEST = 120


def _told(value: Any) -> str:
    if isinstance(value, dict):
        inner = value.get("value", value.get("message"))
        return _told(inner) if inner is not None else f"({len(value)} mục)"
    if isinstance(value, list):
        return f"({len(value)} mục)"
    text = {None: "null", True: "true", False: "false"}.get(value, str(value)) if not value or value is True else value
    return str(text) if len(str(text)) <= _LONGEST else f"{str(text)[:_LONGEST]}…"
