"""The offices that must report, with their lifetimes and the items each alone reports for the province."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

import msgspec


class ReportingUnit(msgspec.Struct, frozen=True):
    """An office that must report, with its lifetime and the items it alone reports for the province.

    How it is reached, `email`, `phone`, `contact` (a person) and `address`, is for the office alone: it stands in no
    output that is passed on.
    """

    code: str
    name: str
    kind: str
    group: str
    order: int
    admin_code: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    successors: tuple[str, ...] = ()
    lead_for: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    contact: str = ""
    address: str = ""

    def valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def leads(self, code: str) -> bool:
        """Whether this unit is the lead for an item, one of its cells or one of its parts."""
        return any(item == code or item.startswith(f"{code}.") or code.startswith(f"{item}.") for item in self.lead_for)


class Register(msgspec.Struct, frozen=True, dict=True):
    """The reporting units of one edition in their printed order."""

    units: tuple[ReportingUnit, ...]
    source: str

    @cached_property
    def _by_code(self) -> Mapping[str, ReportingUnit]:
        return {u.code: u for u in self.units}

    def get(self, code: str) -> ReportingUnit | None:
        return self._by_code.get(code)

    def valid_on(self, day: dt.date) -> tuple[ReportingUnit, ...]:
        return tuple(u for u in self.units if u.valid_on(day))
