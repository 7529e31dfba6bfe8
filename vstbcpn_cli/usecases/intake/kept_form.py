"""The answers of a form that was read before, each understood when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any, TypeVar

import msgspec
from msgspec import Raw

from vstbcpn_cli.model.records import field_names
from vstbcpn_cli.model.submission import Key, Observation, Submission, TableAnswer
from vstbcpn_cli.usecases.intake.answer import Answer, Whole
from vstbcpn_cli.usecases.intake.plain_records import Form, form_of

_PAIRS = tuple[tuple[str, Raw], ...]
_T = TypeVar("_T")


@cache
def _form(kind: Any) -> tuple[Form, msgspec.msgpack.Decoder[Any]]:
    form = form_of(kind)
    return form, msgspec.msgpack.Decoder(form.plain)


@cache
def _place(kind: Any, name: str) -> int:
    """Records travel as lists of their fields."""
    return field_names(kind).index(name)


class KeptForm:
    """What stands in `content`, an answer that was accepted when it came: `values`, `tables` and `nil_tasks` as a
    submission has them."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._seen: dict[str, Observation] = {}
        self._tables: dict[str, TableAnswer] = {}
        self._whole = Whole(self._named)
        self.values: Mapping[str, Observation] = Later(
            lambda: self._raw("values"), lambda code: self._whole.of(self._value(code))
        )
        self.tables: Mapping[str, TableAnswer] = Later(
            lambda: self._raw("tables"), lambda code: self._whole.table(self._table(code))
        )
        self.nil_tasks: Mapping[str, Observation] = Later(lambda: self._raw("nil_tasks"), lambda task: self._nils[task])

    @cached_property
    def _parts(self) -> list[Raw]:
        answer = msgspec.msgpack.decode(self._content, type=list[Raw])
        return msgspec.msgpack.decode(answer[_place(Answer, "submission")], type=list[Raw])

    @cached_property
    def _mappings(self) -> dict[str, dict[str, Raw]]:
        return {}

    def _raw(self, name: str) -> dict[str, Raw]:
        if name not in self._mappings:
            self._mappings[name] = dict(msgspec.msgpack.decode(self._parts[_place(Submission, name)], type=_PAIRS))
        return self._mappings[name]

    def _value(self, code: str) -> Observation:
        """It names what it is made of."""
        if code not in self._seen:
            self._seen[code] = _built(Observation, self._raw("values")[code])
        return self._seen[code]

    def _table(self, code: str) -> TableAnswer:
        if code not in self._tables:
            self._tables[code] = _built(TableAnswer, self._raw("tables")[code])
        return self._tables[code]

    @cached_property
    def _nils(self) -> dict[str, Observation]:
        return {task: _built(Observation, raw) for task, raw in self._raw("nil_tasks").items()}

    def _named(self, key: Key) -> Observation:
        """Raises KeyError for what the form does not have."""
        if not key.row and key.code in self._raw("values"):
            return self._value(key.code)
        if key.row:
            name, _, column = key.code.rpartition(".")
            return self._table(name).rows[key.row - 1].cells[column]
        nil = self._table(key.code).nil if key.code in self._raw("tables") else None
        if nil is not None and nil.key == key:
            return nil
        tables = (self._table(code) for code in self._raw("tables"))
        nils = (*self._nils.values(), *(t.nil for t in tables if t.nil is not None))
        return {o.key: o for o in nils}[key]


def _built(kind: Any, raw: Raw) -> Any:
    form, decoder = _form(kind)
    return form.build(decoder.decode(raw))


class Later(Mapping[str, _T]):
    """A mapping whose names are known when it is first looked at, and whose members are made when they are asked for;
    for whoever takes it elsewhere a plain one."""

    __slots__ = ("_made", "_make", "_names")

    def __init__(self, names: Callable[[], Mapping[str, Any]], make: Callable[[str], _T]) -> None:
        self._names = names
        self._make = make
        self._made: dict[str, _T] = {}

    def __getitem__(self, name: str) -> _T:
        if name not in self._made:
            if name not in self._names():
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names()

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return dict, (dict(self),)
