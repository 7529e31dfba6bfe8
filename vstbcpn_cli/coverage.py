"""Who has sent what, when, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from vstbcpn_cli.findings import Finding, Status
from vstbcpn_cli.schema.model import Edition, Register, ReportingPeriod, ReportingUnit, Severity
from vstbcpn_cli.submission import Submission, Unreadable


class Timeliness(StrEnum):
    """Đúng hạn · chậm · chưa gửi."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The day a file was taken in, and whether the log says so or only the file's own time."""

    day: dt.date
    from_log: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """One returned file after judging: what was read (or why not), what was found, what became of it."""

    outcome: Submission | Unreadable
    findings: tuple[Finding, ...]
    status: Status
    receipt: Receipt

    @property
    def submission(self) -> Submission | None:
        return self.outcome if isinstance(self.outcome, Submission) else None

    @property
    def counts(self) -> Counter[Severity]:
        return Counter(f.severity for f in self.findings)


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """Where one unit stands: the file that counts (None when missing) and the ones it replaced."""

    unit: ReportingUnit
    timeliness: Timeliness
    days_late: int = 0
    counted: Judged | None = None
    others: tuple[Judged, ...] = ()

    @property
    def sent(self) -> bool:
        return self.counted is not None


@dataclass(frozen=True)
class Coverage:
    """All units of a period in register order, and the files that belong to none of them."""

    edition: Edition
    period: ReportingPeriod
    register: Register
    units: tuple[UnitCoverage, ...]
    unplaced: tuple[Judged, ...] = ()

    @property
    def sent(self) -> tuple[UnitCoverage, ...]:
        return tuple(u for u in self.units if u.sent)

    @property
    def missing(self) -> tuple[UnitCoverage, ...]:
        return tuple(u for u in self.units if not u.sent)

    @property
    def late(self) -> tuple[UnitCoverage, ...]:
        return tuple(u for u in self.units if u.timeliness is Timeliness.LATE)

    @property
    def complete(self) -> bool:
        return not self.missing

    def of_kind(self, kind: str) -> tuple[UnitCoverage, ...]:
        return tuple(u for u in self.units if u.unit.kind == kind)


def cover(edition: Edition, period: ReportingPeriod, register: Register, judged: tuple[Judged, ...]) -> Coverage:
    """Books every judged file under its unit; the status of each says whether it counts or was superseded."""
    by_unit: dict[str, list[Judged]] = {}
    unplaced: list[Judged] = []
    expected = register.valid_on(period.until_date)
    codes = {u.code for u in expected}
    for one in judged:
        if one.submission is not None and one.submission.unit in codes:
            by_unit.setdefault(one.submission.unit, []).append(one)
        else:
            unplaced.append(one)
    units = tuple(_unit(u, period, by_unit.get(u.code, [])) for u in expected)
    return Coverage(edition, period, register, units, tuple(unplaced))


def _unit(unit: ReportingUnit, period: ReportingPeriod, files: list[Judged]) -> UnitCoverage:
    counted = next((f for f in files if f.status is not Status.SUPERSEDED), None)
    if counted is None:
        return UnitCoverage(unit, Timeliness.MISSING, others=tuple(files))
    # The first file of a unit decides whether it was on time; a later correction does not make it late.
    days = period.days_late(min(f.receipt.day for f in files))
    others = tuple(f for f in files if f is not counted)
    return UnitCoverage(unit, Timeliness.LATE if days else Timeliness.ON_TIME, days, counted, others)
