"""One consolidated figure: what it is made of, which units it lacks, what it is a share of."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import msgspec

from vstbcpn_cli.edition.model import Aggregate, ReportingUnit
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import Observation, TableRow


class Contribution(msgspec.Struct, frozen=True):
    """One unit's contribution to a total."""

    unit: ReportingUnit
    observation: Observation

    @property
    def number(self) -> int | Decimal | None:
        return self.observation.number


class Withheld(msgspec.Struct, frozen=True):
    """A value that does not count because an error touches it (contract, section 5), or, without a `finding`, because
    the unit has not given the `whole` it is a part of: added up, such parts could be more than all wholes together."""

    unit: ReportingUnit
    observation: Observation
    finding: Finding | None
    whole: str = ""


class GivenTotal(msgspec.Struct, frozen=True):
    """A figure of the province with its source, which the office gives instead of the sum of the units."""

    value: int
    source: str


class Total(msgspec.Struct, frozen=True):
    """One consolidated figure.

    `value` is a sum (int or Decimal), for yes/no and choice fields the number of Có or of answers, None when nothing
    counted. Units are in register order: `no_data` sent a form without this figure, `not_applicable` need not give
    it (the form does not ask them, or another of their answers says so), `missing` sent nothing. `by_value` lists the
    units behind each answer of a yes/no or choice field.

    `nil` are units without a form that have confirmed to have nothing to report: they answer a sum of what happened in
    the period with 0. Of a state at its end nobody has said that it is 0, so there they stand under `no_data`.

    A figure of the province that the office has `given` takes the place of the sum; the parts stay what they are.
    """

    code: str
    aggregate: Aggregate
    value: int | Decimal | None
    parts: tuple[Contribution, ...]
    no_data: tuple[ReportingUnit, ...]
    not_applicable: tuple[ReportingUnit, ...]
    withheld: tuple[Withheld, ...]
    missing: tuple[ReportingUnit, ...]
    by_value: Mapping[str, tuple[ReportingUnit, ...]]
    nil: tuple[ReportingUnit, ...] = ()
    given: GivenTotal | None = None

    @property
    def added(self) -> int | Decimal | None:
        """What the parts add up to, where the office prints a figure of its own instead."""
        return self.value if self.given is None else sum((p.number or 0 for p in self.parts), 0)

    @property
    def lacking(self) -> int:
        """How many units that should give this figure are not in it; none where it is no sum of theirs."""
        if self.given is not None:
            return 0
        return len(self.no_data) + len({w.unit.code for w in self.withheld}) + len(self.missing)

    @property
    def answered(self) -> int:
        """How many units the figure is of: that give it, or have confirmed to have nothing to report."""
        return len(self.parts) + len(self.nil)

    @property
    def asked(self) -> int:
        """How many units should give it."""
        return self.answered + self.lacking


class Share(msgspec.Struct, frozen=True):
    """Σa / Σb over the units that gave both, exact; never a mean of percentages. Of two figures the office has given no
    unit is behind it."""

    part: int | Decimal
    whole: int | Decimal
    units: tuple[ReportingUnit, ...]

    @property
    def ratio(self) -> Fraction:
        return Fraction(self.part) / Fraction(self.whole)


class UnitRow(msgspec.Struct, frozen=True):
    """A row of a table with the unit it came from, and whether it `counts` in the figures of the table.

    `withheld` has by column what withholds a cell; `undecided` is the error that leaves open which rows of the unit
    count at all.
    """

    unit: ReportingUnit
    row: TableRow
    counts: bool
    withheld: Mapping[str, Finding] = msgspec.field(default_factory=dict)
    undecided: Finding | None = None

    def cell(self, column: str) -> Observation | None:
        """The answer of a column where it counts; None where there is none or it is withheld."""
        return None if column in self.withheld else self.row.cells.get(column)

    def text(self, column: str) -> str:
        """The same as the form words it; "" where nothing counts."""
        found = self.cell(column)
        return found.text if found is not None else ""
