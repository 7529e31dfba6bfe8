"""What counts: the one place that decides it, for every figure in Word, Excel, the data, on screen and in a trace.

- A **value** counts when the unit gave it and no error touches it or anything it was computed from. Warnings,
  explained or not, notices and estimates take nothing out; estimates are marked. Under `--strict` one error of a unit
  touches all of its values.
- A **part** (women of all) counts only beside its whole: `CountedForm.wholeless`.
- A **row** of a table belongs to a figure when its deciding cells say so: those that the edition names (`counted` of
  a table, `where` and `within` of a computed field). Its other cells decide nothing: with an amount withheld it is
  still a row, and its other amounts are added up in their own columns.
- A deciding cell that an error touches leaves open whether its row belongs. What the unit gives to the figure is not
  known then, and is withheld as a whole instead of added too low.
- A **table left empty** gives no figure, whether or not the form lets it be: to nothing that is made of its rows. Only
  “Không có” is 0.
- The **sum of a column** in one unit is made of its cells in the rows that belong. One of them withheld, and the sum is
  not known: the other cells are shown and not added. A cell that the form lets be empty adds nothing.
- A figure of the **province** is added up from the units of which it is known; the others are named with the reason.
- **Divided** by the answers of a list, each row of a figure stands in one place: under its answer, or, where that cell
  is empty or withheld, under none of them. So the divisions of a figure always make up the figure.
- A **list** of rows (documents, courses) leaves out only those of which an error leaves open whether they count; a
  withheld cell has a mark in it.
- A number that the form computes from a table is the same figure as the table's own over the same rows: T6.14 is
  T6.B2.thuc_hien, T6.01 is T6.B1 (`declared_total`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import msgspec

from vstbcpn_cli.edition.model import Calc, CalcOp, Edition, ReportingUnit, Severity
from vstbcpn_cli.edition.part_whole import wholes_of
from vstbcpn_cli.model.calculation import deciding_cells, table_of
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import Key, Observation, State, Submission, TableAnswer
from vstbcpn_cli.model.totals import UnitRow


class CountedForm(msgspec.Struct, frozen=True):
    """The counted form of one unit, the finding behind every value that may not count, and by code of a part the whole
    that it lacks."""

    unit: ReportingUnit
    submission: Submission
    withheld: Mapping[Key, Finding]
    wholeless: Mapping[str, str] = msgspec.field(default_factory=dict)

    @property
    def usable(self) -> bool:
        """Whether any of its answers counts."""
        return any(o.key not in self.withheld for o in self.submission.observations())

    def finding_behind(self, observation: Observation) -> Finding | None:
        """The finding that withholds a value: on itself or on anything it was computed from.

        Nothing is withheld where the unit has given nothing, not even something that cannot be read.
        """
        given = observation.given or observation.state is State.UNREADABLE or bool(observation.parts)
        return blocking(observation, self.withheld) if given else None

    def undecided(self, calc: Calc, table: str) -> Finding | None:
        """The finding that leaves open which rows of a table belong to a figure."""
        return _undecided(calc, self._answer(table), self.withheld)

    def rows(self, calc: Calc, table: str) -> Iterator[UnitRow]:
        """Every row of a table with whether it counts in the figure and what withholds its cells."""
        undecided = self.undecided(calc, table)
        for row in self._answer(table).rows:
            held = {key: f for key, cell in row.cells.items() if (f := self.finding_behind(cell))}
            yield UnitRow(self.unit, row, undecided is None and row.matches(calc.where), held, undecided)

    def _answer(self, table: str) -> TableAnswer:
        return self.submission.tables.get(table, TableAnswer(table))


def entry_of(
    edition: Edition,
    unit: ReportingUnit,
    form: Submission,
    findings: tuple[Finding, ...],
    *,
    strict: bool,
    wholes: Mapping[str, str] | None = None,
) -> CountedForm:
    """The form of a unit with all that its findings withhold of it; with `strict` one error withholds everything.

    `wholes` are those of the edition, where they are known already.
    """
    errors = [f for f in findings if f.severity is Severity.ERROR]
    withheld = {key: finding for finding in reversed(errors) for key in finding.keys}
    if strict and errors:
        withheld = {o.key: errors[0] for o in form.observations()} | withheld
    for code, spec in edition.indicators.items() if withheld else ():
        if spec.calc is not None and (table := table_of(edition, spec.calc)):
            open_ = _undecided(spec.calc, form.tables.get(table, TableAnswer(table)), withheld)
            withheld |= {Key(code): open_} if open_ is not None else {}
    return CountedForm(unit, form, withheld, _wholeless(form, withheld, wholes or wholes_of(edition)))


def rows_calc(edition: Edition, code: str) -> Calc:
    """How a table (the number of its rows that count) or a column of it (their sum) is computed in one form."""
    if code in edition.tables:
        return Calc(CalcOp.COUNT, code, edition.tables[code].counted)
    return Calc(CalcOp.SUM, code, edition.table_columns[code][0].counted)


def declared_total(edition: Edition, code: str) -> str:
    """The computed field that is the figure of a table or column, over the same rows; "" where the form has none."""
    own = rows_calc(edition, code)
    alike = ((own.op, own.of, dict(own.where)), "")
    calcs = ((c, i.calc) for c, i in edition.indicators.items() if i.calc is not None)
    return next((c for c, k in calcs if ((k.op, k.of, dict(k.where)), k.within) == alike), "")


def blocking(observation: Observation, withheld: Mapping[Key, Finding]) -> Finding | None:
    """The finding that withholds a value: on itself or on anything it was computed from."""
    if observation.key in withheld:
        return withheld[observation.key]
    return next((f for part in observation.parts if (f := blocking(part, withheld))), None)


def _undecided(calc: Calc, answer: TableAnswer, withheld: Mapping[Key, Finding]) -> Finding | None:
    return next((withheld[o.key] for o in deciding_cells(calc, answer) if o.key in withheld), None)


def _wholeless(form: Submission, withheld: Mapping[Key, Finding], wholes: Mapping[str, str]) -> Mapping[str, str]:
    """The parts that would count but for their whole, or the whole of that, which the form does not give.

    Most wholes are there: of their parts none is looked at, for a form may be read only as far as it is looked at.
    """

    @cache
    def counts(code: str) -> bool:
        found = form.values.get(code)
        return found is not None and found.given and blocking(found, withheld) is None

    def founded(code: str) -> bool:
        return counts(code) and (code not in wholes or founded(wholes[code]))

    return {c: w for c, w in wholes.items() if not founded(w) and counts(c)}
