"""What a reading process answers with: plain data of a checked shape, made from the records and made into them again.

A process that has read a hostile file is not to be trusted: it can send values, and nothing but values. The shapes are
derived from the records themselves, so that a new field of one travels without a word here. What the shapes allow is
then held against the file that was asked for, the edition, the register and the rules.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache, cached_property, reduce
from operator import attrgetter, is_not, or_
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import astuple

from vstbcpn_cli.commands.setting import Setting
from vstbcpn_cli.excel.layout import NIL
from vstbcpn_cli.excel.tables import MAX_ROWS
from vstbcpn_cli.findings import Failure, Finding
from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.rules.registry import BoundConstraint, rules
from vstbcpn_cli.safety.text import scrubbed
from vstbcpn_cli.schema.model import Column, FieldType, Indicator
from vstbcpn_cli.submission import (
    CellRef,
    Key,
    Observation,
    Problem,
    Submission,
    TableAnswer,
    TableRow,
    Unreadable,
    Value,
    cell_ref,
    key,
)

Build = Callable[[Any], Any]
_ROWS, _COLUMNS = 1_048_576, 16_384
_MOST = 2**53
"""Of anything that is counted."""
_FIGURE = r"\A-?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:E[+-]?[0-9]{1,2})?\Z"


class AnswerError(ValueError):
    """What came is no answer to what was asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One file as a process has read it: a submission with the findings inside it and the rules that could not be run
    on it, or why there is none.

    `own` says of a file of the program itself whether its content proves it ("own") or a record or its place has to be
    believed ("claimed").
    """

    submission: Submission | None = None
    unreadable: Unreadable | None = None
    findings: tuple[Finding, ...] = ()
    failed: tuple[Failure, ...] = ()
    own: str = ""

    @property
    def outcome(self) -> Submission | Unreadable:
        found = self.submission or self.unreadable
        assert found is not None
        return found


# ------------------------------------------------------------------------------------------------ what travels
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


@dataclass(frozen=True, slots=True)
class _Form:
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
        raise AnswerError("text")
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


_FORMS: Mapping[Any, _Form] = {
    str: _Form(str, _shown, _text),
    int: _Form(Annotated[int, Meta(ge=0, le=_MOST)], _same, _same),
    bool: _Form(bool, _same, _same),
    dt.date: _Form(dt.date, _same, _same),
    Value: _Form(int | bool | str | _Figure | _Day, _plain_value, _value),
    CellRef: _Form(_Cell, _plain_cell, _cell),
    Key: _Form(_Key, _plain_key, _key),
    tuple[Observation, ...]: _Form(tuple[_Key, ...], _plain_parts, _keys),
}
"""Those of the single values. Observations are made of others that stand in the same answer, and name them."""


@cache
def _form(hint: Any) -> _Form:
    """How a type travels that is made of those: a record is the list of its fields."""
    if hint in _FORMS:
        return _FORMS[hint]
    if is_dataclass(hint):
        return _record(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _Form(hint, _same, _same)
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _optional(hint, args)
    if origin is tuple and args[1:] == (...,):
        return _several(_form(args[0]))
    if origin is Mapping and args[0] is str:
        return _named(_form(args[1]))
    raise TypeError(hint)


def _record(kind: Any) -> _Form:
    hints = get_type_hints(kind)
    names = [f.name for f in fields(kind)]
    forms = [_form(hints[name]) for name in names]
    shape = msgspec.defstruct(kind.__name__, [(n, f.plain) for n, f in zip(names, forms, strict=True)], bases=(_Plain,))
    packers, builders = [f.pack for f in forms], [f.build for f in forms]
    held = attrgetter(*names)

    def pack(record: Any) -> Any:
        return shape(*[v if p is _same else p(v) for p, v in zip(packers, held(record), strict=True)])

    def build(plain: Any) -> Any:
        return kind(*[v if b is _same else b(v) for b, v in zip(builders, astuple(plain), strict=True)])

    return _Form(shape, pack, build)


def _optional(hint: Any, args: tuple[Any, ...]) -> _Form:
    """A type or None, of which only the type needs work."""
    rest = [a for a in args if a is not type(None)]
    some = _form(rest[0] if len(rest) == 1 else reduce(or_, rest))
    if len(rest) == len(args):
        raise TypeError(hint)
    pack, build = some.pack, some.build
    return _Form(some.plain | None, lambda v: None if v is None else pack(v), lambda v: None if v is None else build(v))


def _several(one: _Form) -> _Form:
    pack, build = one.pack, one.build
    return _Form(
        tuple[one.plain, ...],  # type: ignore[name-defined]
        lambda values: tuple([pack(v) for v in values]),
        lambda values: tuple([build(v) for v in values]),
    )


def _named(one: _Form) -> _Form:
    """Names and values in a row: of a mapping nobody would see that a name came twice."""
    pack, build = one.pack, one.build

    def built(pairs: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
        found = {sys.intern(_text(name)): build(v) for name, v in pairs}
        if len(found) < len(pairs):
            raise AnswerError("named twice")
        return found

    plain = tuple[tuple[str, one.plain], ...]  # type: ignore[name-defined]
    return _Form(plain, lambda values: tuple([(n, pack(v)) for n, v in values.items()]), built)


# --------------------------------------------------------------------------------------- what is held against it
def packed(answer: Answer) -> bytes:
    """The answer as bytes."""
    form, _ = _whole()
    return msgspec.msgpack.encode(form.pack(answer))


@cache
def _whole() -> tuple[_Form, msgspec.msgpack.Decoder[Any]]:
    form = _form(Answer)
    return form, msgspec.msgpack.Decoder(form.plain)


@dataclass(frozen=True)
class Answers:
    """Makes the answers of one run out of bytes, and accepts only what a file of this edition can give."""

    setting: Setting
    bound: tuple[BoundConstraint, ...]

    @cached_property
    def _specs(self) -> Mapping[str, Indicator | Column]:
        """What an answer outside the tables is an answer to, by its code."""
        cells = {code: column for code, (_, _, column) in self.setting.edition.matrix_cells.items()}
        return {**self.setting.edition.indicators, **cells}

    @cached_property
    def _nils(self) -> Mapping[str, str]:
        """The task that each line “Không phát sinh trong kỳ” is of."""
        return {f"{t.code}.{NIL}": t.code for t in self.setting.edition.tasks}

    @cached_property
    def _codes(self) -> frozenset[str]:
        """All that a finding may speak of."""
        rows = (f"{m.code}.{r.code}" for m in self.setting.edition.matrices.values() for r in m.rows)
        return frozenset([*self.setting.edition.task_of, *self._nils, *rows])

    @cached_property
    def _constraints(self) -> frozenset[str]:
        return frozenset(["", *(b.constraint.id for b in self.bound)])

    @cached_property
    def _rule_codes(self) -> frozenset[str]:
        return frozenset(rule.code for rule in rules().values())

    def unpacked(self, content: bytes, shown: str) -> Answer:
        """The answer about the file that findings call `shown`.

        Raises an exception, whatever it may be, for anything else.
        """
        form, decoder = _whole()
        answer: Answer = form.build(decoder.decode(content))
        _demand((answer.submission is None) != (answer.unreadable is None), "one of the two")
        for finding in answer.findings:
            self._finding(finding)
        for failure in answer.failed:
            _demand(failure.code in self._rule_codes, "a rule that could not be run")
        if answer.submission is not None:
            answer = replace(answer, submission=self._submission(answer.submission))
        elif answer.unreadable is not None:
            _demand(not answer.findings and not answer.failed, "no findings of a file that was not read")
            self._problem(answer.unreadable.problem)
        _demand(answer.own in ("", "own", "claimed"), "whose it is")
        _demand(answer.outcome.file.path == scrubbed(shown), "the file asked for")
        return answer

    def _submission(self, found: Submission) -> Submission:
        edition, period, stamp = self.setting.edition, self.setting.period, found.stamp
        unit = self.setting.register.get(found.unit)
        _demand(unit is not None and unit.valid_on(period.until_date), "a unit of the register")
        _demand((stamp.edition, stamp.period, stamp.unit) == (edition.edition, period.code, found.unit), "its stamp")
        _demand(found.period == period.code, "its period")
        named: dict[Key, Observation] = {}
        for task, nil in found.nil_tasks.items():
            _demand(self._nils.get(nil.key.code) == task and nil.value is True, "a task declared nil")
            self._observed(nil, named)
        for code, table in found.tables.items():
            _demand(code == table.code and code in edition.tables, "a table of the form")
            self._table(table, named)
        for code, seen in found.values.items():
            _demand(seen.key == (code, 0) and _fits(seen, self._specs.get(code)), "an answer to its question")
            self._observed(seen, named)
        self._problems(found.problems)
        whole = _Whole(named)
        tables = {table.code: whole.table(table) for table in found.tables.values()}
        return replace(found, values={o.key.code: whole.of(o) for o in found.values.values()}, tables=tables)

    def _table(self, answer: TableAnswer, named: dict[Key, Observation]) -> None:
        table = self.setting.edition.tables[answer.code]
        columns = {c.key: c for c in table.columns}
        if answer.nil is not None:
            _demand(answer.nil.key.code in self._codes, "a table declared nil")
            self._observed(answer.nil, named)
        _demand(len(answer.rows) <= MAX_ROWS, "rows of a table")
        for number, row in enumerate(answer.rows, 1):
            _demand(row.number == number, "rows in their order")
            for name, seen in row.cells.items():
                spec = columns.get(name)
                _demand(spec is not None and seen.key == (table.column_code(spec), number), "a cell of its column")
                _demand(_fits(seen, spec), "an answer to its question")
                self._observed(seen, named)

    def _observed(self, seen: Observation, named: dict[Key, Observation]) -> None:
        self._problems(seen.problems)
        named[seen.key] = seen

    def _problems(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            self._problem(problem)

    def _problem(self, problem: Problem) -> None:
        _demand(isinstance(rules().get(problem.kind), ProblemRule), "a problem with words")
        _demand(problem.key is None or problem.key.code in self._codes, "a problem of the form")

    def _finding(self, finding: Finding) -> None:
        rule = rules().get(finding.rule)
        _demand(rule is not None and rule.code == finding.code, "a finding of a rule")
        _demand(finding.set_aside is None, "nothing that the office has said")
        _demand(self._constraints.issuperset(finding.constraint.split(", ")), "a constraint of the edition")
        _demand(all(k.code in self._codes for k in finding.keys), "a finding about the form")


def _demand(met: bool, what: str) -> None:
    if not met:
        raise AnswerError(what)


@dataclass(frozen=True)
class _Whole:
    """Puts the observations of an answer in the place of their names."""

    named: Mapping[Key, Observation]
    made: dict[Key, Observation | None] = field(default_factory=dict)

    def of(self, seen: Observation) -> Observation:
        """Raises KeyError for a name nobody has, `AnswerError` for an answer that is made of itself."""
        names: tuple[Any, ...] = seen.parts
        if not names:
            return seen
        if seen.key not in self.made:
            self.made[seen.key] = None
            self.made[seen.key] = replace(seen, parts=tuple([self.of(self.named[name]) for name in names]))
        whole = self.made[seen.key]
        if whole is None:
            raise AnswerError("made of itself")
        return whole

    def table(self, answer: TableAnswer) -> TableAnswer:
        rows = tuple([self._row(row) for row in answer.rows])
        return replace(answer, rows=rows) if any(map(is_not, rows, answer.rows)) else answer

    def _row(self, row: TableRow) -> TableRow:
        if not any(seen.parts for seen in row.cells.values()):
            return row
        return replace(row, cells={name: self.of(seen) for name, seen in row.cells.items()})


def _fits(seen: Observation, spec: Indicator | Column | None) -> bool:
    """Whether a value is of the type that its question asks for; an answer without a value always is."""
    if spec is None or seen.given != (seen.value is not None):
        return False
    number = isinstance(seen.value, int | Decimal) and not isinstance(seen.value, bool)
    if seen.value is None or spec.type is FieldType.CALC:
        return True
    if spec.type.numeric:
        return number
    wanted = {FieldType.DATE: dt.date, FieldType.BOOL: bool}.get(spec.type, str)
    return isinstance(seen.value, wanted)
