"""What is held against the answer of a reading process before it is believed.

A process that has read a hostile file is not to be trusted: it can send values, and nothing but values. What the
shapes of the records allow is held against the file that was asked for, the edition, the register and the rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.model import Column, FieldType, Indicator
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Key, Observation, Problem, State, Submission, TableAnswer
from vstbcpn_cli.rules.messages import messages
from vstbcpn_cli.rules.registry import BoundConstraint, rules
from vstbcpn_cli.text.normalise import scrubbed
from vstbcpn_cli.usecases.intake.answer import Answer, AnswerError, form_of_answers, made_whole, packed
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.workbook.form.sheet_plan import MAX_ROWS, NIL

__all__ = ["Answer", "AnswerCodec", "AnswerError", "packed"]


class AnswerCodec(msgspec.Struct, frozen=True, dict=True):
    """Makes the answers of one run out of bytes, and accepts only what a file of this edition can give."""

    setting: Setting
    bound: tuple[BoundConstraint, ...]

    @cached_property
    def _specs(self) -> Mapping[str, Indicator | Column]:
        """What an answer outside the tables is an answer to, by its code."""
        cells = {code: column for code, (_, _, column) in self.setting.edition.matrix_cells.items()}
        return {**self.setting.edition.indicators, **cells}

    def _spec(self, of: Key) -> Indicator | Column | None:
        return self.setting.edition.table_columns[of.code][1] if of.row else self._specs.get(of.code)

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
        form, decoder = form_of_answers()
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
            self._problem(answer.unreadable.problem, fatal=True)
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
        return made_whole(found, named)

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
        meant = (replace(seen, state=State.VALUE, value=m) for p in seen.problems for m in p.meanings)
        _demand(all(_fits(one, self._spec(seen.key)) for one in meant), "meanings of a cell of its type")
        named[seen.key] = seen

    def _problems(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            self._problem(problem, fatal=False)

    def _problem(self, problem: Problem, *, fatal: bool) -> None:
        rule = messages()[problem.kind]
        _demand(rule.fatal is fatal, "a problem that decides whether there are answers")
        _demand(rule.takes(problem.details), "the details of its kind")
        _demand(problem.key is None or problem.key.code in self._codes, "a problem of the form")

    def _finding(self, finding: Finding) -> None:
        rule = rules().get(finding.rule)
        if rule is None or rule.code != finding.code:
            raise AnswerError("a finding of a rule")
        _demand(finding.set_aside is None, "nothing that the office has said")
        _demand((finding.next_time, finding.compared) == (rule.next_time, False), "a finding as its rule makes it")
        _demand(self._constraints.issuperset(finding.constraint.split(", ")), "a constraint of the edition")
        _demand(all(k.code in self._codes for k in finding.keys), "a finding about the form")


def _demand(met: bool, what: str) -> None:
    if not met:
        raise AnswerError(what)


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
