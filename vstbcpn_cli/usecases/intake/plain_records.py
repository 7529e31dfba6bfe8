"""Records as plain data, and made from it again: lists of a fixed length whose members are of a fixed type.

The shapes are derived from the records themselves, so that a new field of one travels without a word here.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache, reduce
from operator import attrgetter, or_
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import astuple

from vstbcpn_cli.model.records import field_names
from vstbcpn_cli.model.submission import CellRef, Key, Observation, Value, cell_ref, key
from vstbcpn_cli.text.normalise import scrubbed

Build = Callable[[Any], Any]
_ROWS, _COLUMNS = 1_048_576, 16_384
_MOST = 2**53
"""Of anything that is counted."""
_FIGURE = r"\A-?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:E[+-]?[0-9]{1,2})?\Z"


class PlainError(ValueError):
    """Plain data of the right shape that no record is made of."""


class _Plain(Struct, array_like=True, forbid_unknown_fields=True, gc=False):
    """A list of a fixed length, each member of a fixed type."""


class _Figure(_Plain, tag="n"):
    digits: Annotated[str, Meta(pattern=_FIGURE)]


class _Day(_Plain, tag="d"):
    day: dt.date


class _Cell(_Plain):
    sheet: Annotated[str, Meta(min_length=1, max_length=255)]
    row: Annotated[int, Meta(ge=1, le=_ROWS)]
    column: Annotated[int, Meta(ge=1, le=_COLUMNS)]


class _Key(_Plain):
    code: str
    row: Annotated[int, Meta(ge=0, le=_ROWS)]


class Form(msgspec.Struct, frozen=True):
    """How one type travels: the plain type, how a value is made plain, and how it is made from the plain again."""

    plain: Any
    pack: Build
    build: Build


def _same(value: Any) -> Any:
    return value


def _shown(text: str) -> str:
    return text if text.isprintable() else scrubbed(text)


def _text(text: str) -> str:
    if not text.isprintable() and scrubbed(text) != text:
        raise PlainError("text")
    return text


def _plain_value(value: Any) -> Any:
    if isinstance(value, str):
        return _shown(value)
    if isinstance(value, Decimal):
        return _Figure(str(value))
    return _Day(value) if isinstance(value, dt.date) else value


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, _Figure):
        return Decimal(value.digits)
    return value.day if isinstance(value, _Day) else value


def _plain_cell(cell: CellRef) -> _Cell:
    return _Cell(_shown(cell.sheet), cell.row, cell.column)


def _cell(cell: _Cell) -> CellRef:
    return cell_ref(_text(cell.sheet), cell.row, cell.column)


def _plain_key(of: Key) -> _Key:
    return _Key(of.code, of.row)


def _key(of: _Key) -> Key:
    return key(of.code, of.row)


def _plain_parts(parts: tuple[Observation, ...]) -> tuple[_Key, ...]:
    return tuple([_plain_key(p.key) for p in parts])


def _keys(parts: tuple[_Key, ...]) -> tuple[Key, ...]:
    return tuple([_key(p) for p in parts])


_FORMS: Mapping[Any, Form] = {
    str: Form(str, _shown, _text),
    int: Form(Annotated[int, Meta(ge=0, le=_MOST)], _same, _same),
    bool: Form(bool, _same, _same),
    dt.date: Form(dt.date, _same, _same),
    Value: Form(int | bool | str | _Figure | _Day, _plain_value, _value),
    CellRef: Form(_Cell, _plain_cell, _cell),
    Key: Form(_Key, _plain_key, _key),
    tuple[Observation, ...]: Form(tuple[_Key, ...], _plain_parts, _keys),
}
"""Those of the single values. Observations are made of others that stand in the same answer, and name them."""


@cache
def form_of(hint: Any) -> Form:
    """How a type travels that is made of those: a record is the list of its fields."""
    if hint in _FORMS:
        return _FORMS[hint]
    if field_names(hint):
        return _record(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Form(hint, _same, _same)
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _optional(hint, args)
    if origin is tuple and args[1:] == (...,):
        return _several(form_of(args[0]))
    if origin is Mapping and args[0] is str:
        return _named(form_of(args[1]))
    raise TypeError(hint)


def _record(kind: Any) -> Form:
    hints = get_type_hints(kind)
    names = field_names(kind)
    forms = [form_of(hints[name]) for name in names]
    shape = msgspec.defstruct(kind.__name__, [(n, f.plain) for n, f in zip(names, forms, strict=True)], bases=(_Plain,))
    packers, builders = [f.pack for f in forms], [f.build for f in forms]
    held = attrgetter(*names)

    def pack(record: Any) -> Any:
        return shape(*[v if p is _same else p(v) for p, v in zip(packers, held(record), strict=True)])

    def build(plain: Any) -> Any:
        return kind(*[v if b is _same else b(v) for b, v in zip(builders, astuple(plain), strict=True)])

    return Form(shape, pack, build)


def _optional(hint: Any, args: tuple[Any, ...]) -> Form:
    """A type or None, of which only the type needs work."""
    rest = [a for a in args if a is not type(None)]
    some = form_of(rest[0] if len(rest) == 1 else reduce(or_, rest))
    if len(rest) == len(args):
        raise TypeError(hint)
    pack, build = some.pack, some.build
    return Form(some.plain | None, lambda v: None if v is None else pack(v), lambda v: None if v is None else build(v))


def _several(one: Form) -> Form:
    pack, build = one.pack, one.build
    return Form(
        tuple[one.plain, ...],  # type: ignore[name-defined]
        lambda values: tuple([pack(v) for v in values]),
        lambda values: tuple([build(v) for v in values]),
    )


def _named(one: Form) -> Form:
    """Names and values in a row: of a mapping nobody would see that a name came twice."""
    pack, build = one.pack, one.build

    def built(pairs: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
        found = {sys.intern(_text(name)): build(v) for name, v in pairs}
        if len(found) < len(pairs):
            raise PlainError("named twice")
        return found

    plain = tuple[tuple[str, one.plain], ...]  # type: ignore[name-defined]
    return Form(plain, lambda values: tuple([(n, pack(v)) for n, v in values.items()]), built)
