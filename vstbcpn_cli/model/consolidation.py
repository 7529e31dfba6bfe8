"""What the returned forms add up to, every total with the observations it is made of and the units it lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.conditional_fields import Causes, causes_of
from vstbcpn_cli.edition.model import Aggregate, CalcOp, Edition, FieldType, ReportingUnit, Requirement, Table
from vstbcpn_cli.edition.part_whole import wholes_of
from vstbcpn_cli.model.calculation import exact, over_rows
from vstbcpn_cli.model.counting import CountedForm, declared_total, entry_of, rows_calc
from vstbcpn_cli.model.coverage import Coverage, without_private
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Key, Observation, State
from vstbcpn_cli.model.totals import Contribution, GivenTotal, Share, Total, UnitRow, Withheld


class Consolidation(msgspec.Struct, frozen=True, dict=True):
    """Every total of one edition and period, made on demand from the counted forms.

    `kind` in the methods limits a total to one kind of unit ("" = all). A matrix with levels has totals only per kind,
    because figures of different levels are never added together. `given` are figures of the province, by code, that
    take the place of a sum.
    """

    coverage: Coverage
    entries: tuple[CountedForm, ...]
    given: Mapping[str, GivenTotal] = msgspec.field(default_factory=dict)

    @property
    def edition(self) -> Edition:
        return self.coverage.edition

    @cached_property
    def _totals(self) -> dict[tuple[str, str], Total]:
        return {}

    @cached_property
    def _applicability(self) -> Mapping[str, Applicability]:
        period = self.coverage.period
        return {u.unit.code: Applicability(self.edition, u.unit, period) for u in self.coverage.units}

    @cached_property
    def _entries(self) -> Mapping[str, CountedForm]:
        return {e.unit.code: e for e in self.entries}

    @cached_property
    def _causes(self) -> Causes:
        return causes_of(self.edition)

    def aggregate_of(self, code: str) -> Aggregate:
        """How a code adds up; a matrix cell follows its column, else its matrix; rows are counted, columns added."""
        if code in self.edition.tables or code in self.edition.table_columns:
            return Aggregate.SUM
        if code in self.edition.indicators:
            aggregate = self.edition.indicators[code].aggregate
            return Aggregate.NONE if aggregate is Aggregate.RATIO else aggregate  # percentages are never added
        matrix, _, column = self.edition.matrix_cells[code]
        if column.type is FieldType.CALC:
            return Aggregate.NONE
        return column.aggregate or matrix.aggregate

    def total(self, code: str, kind: str = "") -> Total:
        """The total of an indicator or matrix cell, of the rows of a table or the cells of one of its columns.

        Raises KeyError for a code the edition does not have.
        """
        if (code, kind) not in self._totals:
            self._totals[code, kind] = self._make(code, kind)
        return self._totals[code, kind]

    def share(self, part: str, whole: str = "", kind: str = "") -> Share | None:
        """Σpart / Σwhole in the units that gave both; None on a zero or missing base and where none is declared.

        `whole` defaults to the denominator the edition declares; "units" is the number of units that answered. Of a
        percentage that the form computes it is the share of its two figures: percentages are never added.
        """
        whole = whole or self.whole_of(part)
        part, whole = self.ratio_of(part) or (part, whole)
        a = {p.unit.code: p for p in self.total(part, kind).parts}
        if whole == "units":
            return _share_of_units(tuple(a.values()))
        if not whole:
            return None
        if not kind and part in self.given and whole in self.given:
            top, base = self.given[part].value, self.given[whole].value
            return Share(top, base, ()) if base else None
        b = {p.unit.code: p for p in self.total(whole, kind).parts}
        both = [c for c in a if c in b]
        part_sum = sum((_count(a[c].observation) for c in both), 0)
        whole_sum = sum((_count(b[c].observation) for c in both), 0)
        return Share(part_sum, whole_sum, tuple(a[c].unit for c in both)) if whole_sum else None

    def ratio_of(self, code: str) -> tuple[str, str] | None:
        """Numerator and denominator of a percentage that the form computes; None of any other figure."""
        if code in self.edition.indicators:
            calc, stem = self.edition.indicators[code].calc, ""
        elif code in self.edition.matrix_cells:
            matrix, row, column = self.edition.matrix_cells[code]
            calc, stem = column.calc, f"{matrix.code}.{row.code}."
        else:
            return None
        ratio = calc is not None and calc.op is CalcOp.RATIO
        return (f"{stem}{calc.part}", f"{stem}{calc.whole}") if calc is not None and ratio else None

    def whole_of(self, part: str) -> str:
        """What the edition declares a figure to be a share of: a code, "units" that answered, or nothing."""
        if part in self.edition.indicators:
            return self.edition.indicators[part].share_of
        matrix, row, column = self.edition.matrix_cells[part]
        return next((f"{matrix.code}.{row.code}.{w}" for p, w in matrix.shares if p == column.key), "")

    def answered(self, code: str, answer: str) -> Share | None:
        """Those who gave an answer, of all that answered and are concerned; None of an answer that says one is not."""
        total, outside = self.total(code), self.edition.indicators[code].outside
        concerned = len(total.parts) - sum(len(total.by_value.get(o, ())) for o in outside)
        units = total.by_value.get(answer, ())
        return Share(len(units), concerned, tuple(units)) if concerned and answer not in outside else None

    def rows(self, table: str) -> tuple[UnitRow, ...]:
        """Every row of a table, units in register order, with whether it counts and what is withheld in it."""
        calc, known = rows_calc(self.edition, table), {p.unit.code for p in self.total(table).parts}
        rows = (row for entry in self.entries for row in entry.rows(calc, table))
        return tuple(replace(r, counts=r.counts and r.unit.code in known) for r in rows)

    def counted_rows(self, table: str) -> tuple[UnitRow, ...]:
        """The rows that count once: those the table's own filter (Chủ trì) lets in."""
        return tuple(r for r in self.rows(table) if r.counts)

    def added_rows(self, code: str) -> tuple[UnitRow, ...]:
        """The rows whose cell in a column is part of the column's total."""
        table, column = self.edition.table_columns[code]
        known = {p.unit.code for p in self.total(code).parts}
        rows = (r for r in self.counted_rows(table.code) if r.unit.code in known)
        return tuple(r for r in rows if (cell := r.cell(column.key)) is not None and cell.number is not None)

    def divided(self, code: str, by: str) -> Mapping[str, int | Decimal]:
        """The total of a table or column by the answers of the choice column `by`, in the order of its list.

        What stands in rows without a usable answer there comes last, under "": so the divisions make up the total.
        """
        if code in self.edition.tables:
            table, column = self.edition.tables[code], ""
            rows = self.counted_rows(code)
        else:
            table, spec = self.edition.table_columns[code]
            column, rows = spec.key, self.added_rows(code)
        order = (*self.edition.choices(table.column(by)), "")
        sums: dict[str, int | Decimal] = {}
        for row in rows:
            answer = row.text(by) if row.text(by) in order else ""
            sums[answer] = sums.get(answer, 0) + (_count(row.row.cells[column]) if column else 1)
        return {answer: sums[answer] for answer in order if answer in sums}

    def texts(self, code: str, kind: str = "") -> tuple[Contribution, ...]:
        """The units' own words of a text field, in register order."""
        return tuple(p for p in self.total(code, kind).parts if p.observation.text.strip())

    def withheld(self) -> tuple[Withheld, ...]:
        """Every value that was given and does not count, each once, task by task."""
        found: list[Withheld] = []
        for entry in self.entries:
            for key in sorted(entry.withheld, key=self._in_order):
                finding = entry.withheld[key]
                observation = entry.submission.find(key)
                if observation is not None and observation.cell is not None and entry.finding_behind(observation):
                    found.append(Withheld(entry.unit, observation, finding))
            values = entry.submission.values
            found += [Withheld(entry.unit, values[part], None, whole) for part, whole in entry.wholeless.items()]
        return tuple(found)

    def _in_order(self, key: Key) -> tuple[int, Key]:
        """Where a key stands: by its task; that a task is declared nil has the code of the task before the dot."""
        task = self.edition.task_of.get(key.code) or self.edition.task_of[key.code.partition(".")[0]]
        return self.edition.tasks.index(task), key

    def codes(self) -> Iterator[str]:
        """Every indicator and matrix cell in the order of the form."""
        for task in self.edition.tasks:
            yield from (i.code for i in task.indicators)
            for m in task.matrices:
                yield from (m.cell_code(r, c) for r in m.rows for c in m.columns)

    def _make(self, code: str, kind: str) -> Total:
        rows = code in self.edition.tables or code in self.edition.table_columns
        if rows and (declared := declared_total(self.edition, code)):
            return replace(self.total(declared, kind), code=code)
        aggregate = self.aggregate_of(code)
        drawers = _Drawers()
        scope = [u for u in self.coverage.units if not kind or u.unit.kind == kind]
        sent = self._entries
        silent = {u.unit.code for u in self.coverage.nil}
        for unit in (u.unit for u in scope):
            if not self._gives(code, unit):
                drawers.outside.append(unit)
            elif unit.code in silent:
                happens = self.edition.happens(code) and aggregate is Aggregate.SUM
                (drawers.nil if happens else drawers.no_data).append(unit)
            elif unit.code not in sent:
                drawers.missing.append(unit)
            elif self._excused(code, sent[unit.code]):
                drawers.outside.append(unit)
            elif rows:
                drawers.sort_in(code, sent[unit.code], *self._over_rows(code, sent[unit.code]))
            else:
                entry = sent[unit.code]
                found = entry.submission.values.get(code)
                drawers.sort_in(code, entry, found, entry.finding_behind(found) if found else None)
        given = None if kind else self.given.get(code)
        value = given.value if given else _value(aggregate, drawers) if kind or not self._has_levels(code) else None
        return Total(
            code,
            aggregate,
            value,
            parts=tuple(drawers.parts),
            no_data=tuple(drawers.no_data),
            not_applicable=tuple(drawers.outside),
            withheld=tuple(drawers.withheld),
            missing=tuple(drawers.missing),
            by_value=_by_value(drawers.parts),
            nil=tuple(drawers.nil),
            given=given,
        )

    def _over_rows(self, code: str, entry: CountedForm) -> tuple[Observation, Finding | None]:
        """What one unit gives to a table or column, and what withholds it."""
        calc, table = rows_calc(self.edition, code), self._table_of(code)
        made = over_rows(self.edition, code, calc, entry.submission.tables, (dt.date.min, dt.date.max))
        return made, entry.undecided(calc, table.code) or entry.finding_behind(made)

    def _table_of(self, code: str) -> Table:
        return self.edition.tables[code] if code in self.edition.tables else self.edition.table_columns[code][0]

    def _excused(self, code: str, entry: CountedForm) -> bool:
        """Whether the unit left the field empty because another of its answers leaves nothing to fill in."""
        spec, values = self.edition.indicators.get(code), entry.submission.values
        found = values.get(code)
        if spec is None or (found is not None and not found.empty):
            return False
        conditional = self._applicability[entry.unit.code].indicator(spec) is Requirement.CONDITIONAL
        return self._causes.excused(code, lambda c: values[c].text if c in values else "", conditional=conditional)

    def _gives(self, code: str, unit: ReportingUnit) -> bool:
        """Whether the form asks this unit for the code; computed fields follow what they are computed from."""
        applies = self._applicability[unit.code]
        if code in self.edition.tables or code in self.edition.table_columns:
            return applies.table(self._table_of(code)) is not Requirement.CLOSED
        if code in self.edition.indicators:
            spec = self.edition.indicators[code]
            if spec.province == "lead" and not unit.leads(code):
                return False
            if spec.calc is None:
                return applies.indicator(spec) is not Requirement.CLOSED
            return self._gives_computed(spec.calc.of or spec.calc.part, unit)
        matrix, row, column = self.edition.matrix_cells[code]
        if column.calc is not None:
            return self._gives(f"{matrix.code}.{row.code}.{column.calc.part}", unit)
        return applies.matrix_cell(matrix, row, column) is not Requirement.CLOSED

    def _gives_computed(self, of: str, unit: ReportingUnit) -> bool:
        table = of if of in self.edition.tables else of.rpartition(".")[0]
        if table in self.edition.tables:
            return self._applicability[unit.code].table(self.edition.tables[table]) is not Requirement.CLOSED
        if of in self.edition.matrices:
            matrix = self.edition.matrices[of]
            typed = (matrix.cell_code(r, c) for r in matrix.rows for c in matrix.columns if c.calc is None)
            return any(self._gives(code, unit) for code in typed)
        return of not in self.edition.matrix_cells or self._gives(of, unit)

    def _has_levels(self, code: str) -> bool:
        return code in self.edition.matrix_cells and bool(self.edition.matrix_cells[code][0].levels)


class _Drawers(msgspec.Struct, frozen=True):
    """The units of one total, sorted by what they give to it."""

    parts: list[Contribution] = msgspec.field(default_factory=list)
    no_data: list[ReportingUnit] = msgspec.field(default_factory=list)
    outside: list[ReportingUnit] = msgspec.field(default_factory=list)
    withheld: list[Withheld] = msgspec.field(default_factory=list)
    missing: list[ReportingUnit] = msgspec.field(default_factory=list)
    nil: list[ReportingUnit] = msgspec.field(default_factory=list)

    def sort_in(self, code: str, entry: CountedForm, found: Observation | None, finding: Finding | None) -> None:
        """`found` is what the unit gives, `finding` what withholds it."""
        if found is not None and finding is not None and found.state is not State.EMPTY:
            self.withheld.append(Withheld(entry.unit, found, finding))
        elif found is not None and code in entry.wholeless:
            self.withheld.append(Withheld(entry.unit, found, None, entry.wholeless[code]))
        elif found is not None and found.given:
            self.parts.append(Contribution(entry.unit, found))
        elif found is not None and found.state is State.NOT_APPLICABLE:
            self.outside.append(entry.unit)
        else:
            self.no_data.append(entry.unit)


def consolidate(
    coverage: Coverage, *, strict: bool = False, given: Mapping[str, GivenTotal] | None = None
) -> Consolidation:
    """The counted form of every unit; with `strict` a unit with any error gives nothing."""
    entries: list[CountedForm] = []
    wholes = wholes_of(coverage.edition)
    for one in coverage.sent:
        judged = one.counted
        if judged is None or judged.submission is None:
            continue
        told = without_private(judged, coverage.edition.private).findings
        entries.append(entry_of(coverage.edition, one.unit, judged.submission, told, strict=strict, wholes=wholes))
    return Consolidation(coverage, tuple(entries), given or {})


def _count(observation: Observation) -> int | Decimal:
    if isinstance(observation.value, bool):
        return int(observation.value)
    number = observation.number
    return 0 if number is None else number


def _value(aggregate: Aggregate, drawers: _Drawers) -> int | Decimal | None:
    parts = drawers.parts
    if not parts:
        return 0 if drawers.nil else None
    if aggregate in (Aggregate.NONE, Aggregate.LAST):
        return None
    if aggregate is Aggregate.COUNT_YES:
        return sum(1 for p in parts if p.observation.value is True)
    if aggregate in (Aggregate.COUNT_BY_VALUE, Aggregate.CONCAT):
        return len(parts)
    return exact(sum((_count(p.observation) for p in parts), 0))


def _by_value(parts: list[Contribution]) -> Mapping[str, tuple[ReportingUnit, ...]]:
    found: dict[str, list[ReportingUnit]] = {}
    for part in parts:
        if isinstance(part.observation.value, bool | str):
            found.setdefault(part.observation.text, []).append(part.unit)
    return {text: tuple(units) for text, units in found.items()}


def _share_of_units(parts: tuple[Contribution, ...]) -> Share | None:
    yes = sum(1 for p in parts if p.observation.value is True)
    return Share(yes, len(parts), tuple(p.unit for p in parts)) if parts else None
