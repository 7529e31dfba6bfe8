"""What a reading process answers with: one file as it was read, and how that travels as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import is_not
from typing import Any

import msgspec

from vstbcpn_cli.model.findings import Finding, RuleFailure
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Key, Observation, Submission, TableAnswer, TableRow, Unreadable
from vstbcpn_cli.usecases.intake.plain_records import Form, form_of


class AnswerError(ValueError):
    """What came is no answer to what was asked."""


class Answer(msgspec.Struct, frozen=True):
    """One file as a process has read it: a submission with the findings inside it and the rules that could not be run
    on it, or why there is none.

    `own` says of a file of the program itself whether its content proves it ("own") or a record or its place has to be
    believed ("claimed").
    """

    submission: Submission | None = None
    unreadable: Unreadable | None = None
    findings: tuple[Finding, ...] = ()
    failed: tuple[RuleFailure, ...] = ()
    own: str = ""

    @property
    def outcome(self) -> Submission | Unreadable:
        found = self.submission or self.unreadable
        assert found is not None
        return found


def packed(answer: Answer) -> bytes:
    """The answer as bytes."""
    form, _ = form_of_answers()
    return msgspec.msgpack.encode(form.pack(answer))


@cache
def form_of_answers() -> tuple[Form, msgspec.msgpack.Decoder[Any]]:
    """How an answer travels, and what makes the plain data of it out of bytes."""
    form = form_of(Answer)
    return form, msgspec.msgpack.Decoder(form.plain)


def made_whole(found: Submission, named: Mapping[Key, Observation]) -> Submission:
    """A submission whose observations hold those they are made of, in the place of their names.

    Raises KeyError for a name nobody has, `AnswerError` for an answer that is made of itself.
    """
    whole = Whole(named.__getitem__)
    tables = {table.code: whole.table(table) for table in found.tables.values()}
    return replace(found, values={o.key.code: whole.of(o) for o in found.values.values()}, tables=tables)


class Whole(msgspec.Struct, frozen=True, dict=True):
    """Puts the observations of an answer in the place of their names; `named` gives them as they came."""

    named: Callable[[Key], Observation]
    made: dict[Key, Observation | None] = msgspec.field(default_factory=dict)

    def of(self, seen: Observation) -> Observation:
        """Raises KeyError for a name nobody has, `AnswerError` for an answer that is made of itself."""
        names: tuple[Any, ...] = seen.parts
        if not names:
            return seen
        if seen.key not in self.made:
            self.made[seen.key] = None
            self.made[seen.key] = replace(seen, parts=tuple([self.of(self.named(name)) for name in names]))
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
