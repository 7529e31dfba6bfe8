"""What is wrong, how bad it is, where it stands, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vstbcpn_cli.schema.model import Severity
from vstbcpn_cli.submission import CellRef, Key

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands: a cell, what that cell answers, or only one of the two."""

    cell: CellRef | None = None
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a returned file: a sentence of fact with the submitter's own value, a sentence of advice.

    `code` is the rule's (VS401), `constraint` the declared use of it (R05), "" where a rule needs no declaration.
    `value` is what the submitter typed. The place is data and never part of the sentences.
    """

    code: str
    rule: str
    severity: Severity
    fact: str
    advice: str
    place: Place
    related: tuple[Place, ...] = ()
    value: str = ""
    constraint: str = ""

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every value the finding touches; an error withholds them (contract, section 5)."""
        return tuple(p.key for p in (self.place, *self.related) if p.key is not None)

    @property
    def reading_order(self) -> tuple[str, int, int, str, str]:
        cell = self.place.cell or CellRef("", 0, 0)
        return (cell.sheet, cell.row, cell.column, self.code, self.fact)


def grouped(findings: Iterable[Finding]) -> list[tuple[Finding, list[Finding]]]:
    """Findings that say the same thing of cells of one sheet, as one line with all their cells."""
    groups: dict[tuple[str, str, str, str, str], list[Finding]] = {}
    for finding in findings:
        sheet = finding.place.cell.sheet if finding.place.cell else ""
        key = (finding.code, finding.constraint, sheet, finding.fact, finding.advice)
        groups.setdefault(key, []).append(finding)
    return [(group[0], [f for f in group if f.place.cell or f.place.key]) for group in groups.values()]


class Status(StrEnum):
    """What became of a returned file (contract, section 4)."""

    ACCEPTED = "accepted"
    WITH_WARNINGS = "accepted_with_warnings"
    PARTIAL = "partial"
    RETURNED = "returned"
    UNREADABLE = "unreadable"
    SUPERSEDED = "superseded"
    FOREIGN = "foreign"
