"""Consistent answers to the form of any edition, drawn from nothing but what it declares: types, marks, parts, rules."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Column, FieldRole, FieldType, Indicator, Requirement
from vstbcpn_cli.edition.part_whole import DIFFERS, wholes_of
from vstbcpn_cli.model.submission import Value

Row = dict[str, Value]


def answer_to(spec: Indicator | Column, applies: Applicability, rng: random.Random) -> Value:
    """What can be typed into a cell of this type."""
    match spec.type:
        case FieldType.INT:
            return rng.randint(max(getattr(spec, "minimum", 0), 1), 60)
        case FieldType.PCT | FieldType.MONEY | FieldType.NUM:
            return Decimal(rng.randint(100, 9_900)) / 100
        case FieldType.DATE:
            period = applies.period
            return period.from_date + dt.timedelta(rng.randint(0, (period.until_date - period.from_date).days))
        case FieldType.BOOL:
            return rng.random() < 0.5
        case FieldType.CHOICE:
            return rng.choice(applies.edition.choices(spec))
        case _:
            return f"Nội dung thứ {rng.randint(1, 10**6)}"


class Drawn:
    """The answers of one unit: `values` by code, `tables` by code, and in `nil` the tables it has nothing for."""

    def __init__(self, applies: Applicability, seed: str) -> None:
        self.applies = applies
        self.rng = random.Random(f"{seed}:{applies.unit.code}:{applies.period.code}")
        self.values: dict[str, Value] = {}
        self.tables: dict[str, list[Row]] = {}
        self.nil: set[str] = set()
        for code, spec, mark in self._fields():
            if spec.type is not FieldType.CALC and (mark is not Requirement.OPTIONAL or self.rng.random() < 0.7):
                self.values[code] = self._value(spec)
        self.values |= self._of_header()
        self._agree()
        self._draw_tables()

    def _fields(self) -> Iterator[tuple[str, Indicator | Column, Requirement]]:
        edition, applies = self.applies.edition, self.applies
        yield from ((c, i, applies.indicator(i)) for c, i in edition.indicators.items())
        yield from ((c, cell[2], applies.matrix_cell(*cell)) for c, cell in edition.matrix_cells.items())

    def _value(self, spec: Indicator | Column) -> Value:
        return answer_to(spec, self.applies, self.rng)

    def _of_header(self) -> dict[str, Value]:
        unit, period, edition = self.applies.unit, self.applies.period, self.applies.edition
        said: dict[FieldRole, Value] = {
            FieldRole.UNIT_CODE: unit.code,
            FieldRole.UNIT_NAME: unit.name,
            FieldRole.UNIT_KIND: unit.kind,
            FieldRole.PERIOD: period.form_code,
            FieldRole.YEAR: edition.year,
            FieldRole.WINDOW_FROM: period.from_date,
            FieldRole.WINDOW_UNTIL: period.until_date,
        }
        return {edition.code_of(role): value for role, value in said.items()}

    def _agree(self) -> None:
        """Parts are no larger than their whole, and make it up where a rule says so."""
        for part, whole in wholes_of(self.applies.edition).items():
            most, own = self.values.get(whole), self.values.get(part)
            if isinstance(own, int):
                self.values[part] = self.rng.randint(0, most) if isinstance(most, int) else 0
        for rule in (c for c in self.applies.edition.constraints() if c.rule == DIFFERS and "table" not in c.params):
            parts = [self.values.get(p) for p in rule.params["parts"]]
            if rule.params["whole"] in self.values:
                self.values[rule.params["whole"]] = sum(p for p in parts if isinstance(p, int))

    def _draw_tables(self) -> None:
        for table in self.applies.edition.tables.values():
            if self.rng.random() < 0.2:
                self.nil.add(table.code)
                continue
            rows = range(self.rng.randint(1, 3))
            self.tables[table.code] = [
                {c.key: self._value(c) for c in table.columns if c.type is not FieldType.CALC} for _ in rows
            ]
