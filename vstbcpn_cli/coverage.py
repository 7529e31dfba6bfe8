"""Who has sent what, when, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from vstbcpn_cli.findings import Finding, Status
from vstbcpn_cli.schema.model import KINDS, Edition, Register, ReportingPeriod, ReportingUnit, Severity
from vstbcpn_cli.submission import Submission, Unreadable


class Timeliness(StrEnum):
    """Đúng hạn · chậm · chưa gửi."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"


class Standing(StrEnum):
    """What is left to do about a unit: nothing, correct what it sent, send a file that can be used, send at all."""

    ACCEPTED = "accepted"
    TO_CORRECT = "to_correct"
    UNUSABLE = "unusable"
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

    @property
    def current(self) -> tuple[Finding, ...]:
        """What still calls for work: of a file that was replaced only that it was, and what the later one changed."""
        replaced = self.status is Status.SUPERSEDED
        return tuple(f for f in self.findings if not replaced or f.rule == "superseded")


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


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units of a group stand how; accepted, to correct, unusable and missing add up to all."""

    units: int
    accepted: int
    to_correct: int
    unusable: int
    missing: int
    on_time: int
    late: int

    @property
    def sent(self) -> int:
        return self.accepted + self.to_correct


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

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of unit that must report in this period."""
        present = {u.unit.kind for u in self.units}
        return tuple(k for k in KINDS if k in present)

    def of_kind(self, kind: str) -> tuple[UnitCoverage, ...]:
        return tuple(u for u in self.units if u.unit.kind == kind)

    def unusable(self, one: UnitCoverage) -> tuple[Judged, ...]:
        """Files that bear the mark of a unit and could not be used."""
        return tuple(j for j in self.unplaced if marked_unit(j) == one.unit.code)

    def standing(self, one: UnitCoverage) -> Standing:
        if one.counted is None:
            return Standing.UNUSABLE if self.unusable(one) else Standing.MISSING
        return Standing.TO_CORRECT if one.counted.status is Status.PARTIAL else Standing.ACCEPTED

    def tally(self, kind: str = "") -> Tally:
        """The units of one kind, or all of them."""
        units = self.of_kind(kind) if kind else self.units
        stands = Counter(self.standing(u) for u in units)
        when = Counter(u.timeliness for u in units)
        return Tally(
            units=len(units),
            **{s.value: stands[s] for s in Standing},
            on_time=when[Timeliness.ON_TIME],
            late=when[Timeliness.LATE],
        )


def marked_unit(judged: Judged) -> str:
    """The code of the unit a file says it is from; "" when it says nothing."""
    outcome = judged.outcome
    return outcome.unit if isinstance(outcome, Submission) else outcome.stamp.unit


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
