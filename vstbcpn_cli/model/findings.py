"""What is wrong, how bad it is, where it stands, and what to do about it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.submission import CellRef, Key
from vstbcpn_cli.text.lists import first_of

MOST_ALONE = 3
"""Findings that differ only in what was typed have a line each up to here; more of them share one."""
_MOST_NAMES = 12
CELL, ROW = "ô", "dòng"
"""What a finding is about."""
SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)


class Place(msgspec.Struct, frozen=True):
    """Where a finding stands: a cell, what that cell answers, or only one of the two."""

    cell: CellRef | None = None
    key: Key | None = None


class SetAside(msgspec.Struct, frozen=True):
    """Why the office lets a warning rest, who wrote it into the log, and on which day where the log says so."""

    words: str
    by: str
    day: dt.date | None = None


class Finding(msgspec.Struct, frozen=True):
    """One fault of a returned file: a sentence of fact with the submitter's own value, a sentence of advice.

    `code` is the rule's (VS401), `constraint` the declared use of it (R05), "" where a rule needs no declaration.
    `value` is what the submitter typed. The place is data and never part of the sentences. A notice may stand for
    something worse: `explanation` is what the unit wrote about a warning, `trial` says that the rule is on trial.
    `thing` is what the finding is about: a cell, a sheet, a row, a table.
    `unit_fact` is what is told outside the office where the fact names other units: to the unit, in the report.
    `set_aside` is what the office wrote about a warning; that makes it a notice too. `next_time` means that its advice
    is for the next report and nothing is asked now, `compared` that it was seen beside other reports: the same file may
    be silent one day and not the next.
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
    explanation: str = ""
    trial: bool = False
    thing: str = CELL
    unit_fact: str = ""
    set_aside: SetAside | None = None
    next_time: bool = False
    compared: bool = False

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every value the finding touches; an error withholds them (contract, section 5)."""
        return tuple(p.key for p in (self.place, *self.related) if p.key is not None)

    @property
    def reading_order(self) -> tuple[str, int, int, str, str]:
        cell = self.place.cell or CellRef("", 0, 0)
        return (cell.sheet, cell.row, cell.column, self.code, self.fact)


class RuleFailure(msgspec.Struct, frozen=True):
    """A rule that a fault of the program has stopped: what else it would have found is not known.

    `constraint` is the declared use of it, "" where a rule needs no declaration; `fault` names the fault.
    """

    code: str
    constraint: str
    fault: str

    @property
    def rule(self) -> str:
        """“VS401 R01”."""
        return f"{self.code} {self.constraint}".rstrip()


class FindingGroup(msgspec.Struct, frozen=True):
    """The same sentence about cells of one sheet, said once; `findings` are all of them in reading order."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def cells(self) -> tuple[CellRef, ...]:
        return tuple(f.place.cell for f in self.findings if f.place.cell)

    @property
    def codes(self) -> tuple[str, ...]:
        """What the cells answer, each code once."""
        return tuple(dict.fromkeys(f.place.key.code for f in self.findings if f.place.key))


def grouped(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Findings that say the same of cells of one sheet, in the order in which each sentence comes first."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((*_kind(finding), finding.fact), []).append(finding)
    return tuple(FindingGroup(tuple(same)) for same in groups.values())


def alike(groups: Iterable[FindingGroup], most: int) -> tuple[tuple[FindingGroup, ...], ...]:
    """Groups that differ only in what was typed: up to `most` of a kind stand alone, more of them together.

    Each stands where the first of it does.
    """
    told: list[list[FindingGroup]] = []
    kinds: dict[tuple[str, ...], list[FindingGroup]] = {}
    some = tuple(groups)
    count = Counter(_kind(group.first) for group in some)
    for group in some:
        kind = _kind(group.first)
        if count[kind] > most and kind in kinds:
            kinds[kind].append(group)
        else:
            kinds[kind] = [group]
            told.append(kinds[kind])
    return tuple(tuple(together) for together in told)


def group_findings(findings: Iterable[Finding]) -> tuple[tuple[FindingGroup, ...], ...]:
    """The points of one file as every output tells them to people: one line for each."""
    return alike(grouped(findings), MOST_ALONE)


class Further(msgspec.Struct, frozen=True):
    """The points that a line stands for beside its first: how many, of what, and the names of those without a cell."""

    count: int
    thing: str
    names: tuple[str, ...]

    @property
    def named(self) -> str:
        """“: “NV2”, “NV3””, to follow the number of them; "" where cells name them already."""
        return f": {first_of(self.names, _MOST_NAMES, self.thing)}" if self.names else ""


def further(line: tuple[FindingGroup, ...], *, codes: bool) -> Further:
    """What a line of `alike` leaves out of its sentence; `codes` names an answer without a cell by its code."""
    found = [f for group in line[1:] for f in group.findings]
    bare = [f for f in found if f.place.cell is None]
    thing = line[0].first.thing
    if thing == CELL and bare:
        thing = "chỉ tiêu" if all(f.place.key for f in found) else "điểm"
    names = (_name(f) for f in bare if codes or f.place.key is None)
    return Further(len(found), thing, tuple(dict.fromkeys(filter(None, names))))


def _name(finding: Finding) -> str:
    if finding.place.key is not None:
        return finding.place.key.code
    return f"“{finding.value}”" if finding.value else ""


def _kind(finding: Finding) -> tuple[str, ...]:
    """The fault apart from the words that quote the cell."""
    sheet = finding.place.cell.sheet if finding.place.cell else ""
    return (finding.severity, finding.code, finding.constraint, sheet, finding.thing, finding.advice)


class Status(StrEnum):
    """What became of a returned file (contract, section 4)."""

    ACCEPTED = "accepted"
    WITH_WARNINGS = "accepted_with_warnings"
    PARTIAL = "partial"
    RETURNED = "returned"
    UNREADABLE = "unreadable"
    SUPERSEDED = "superseded"
    FOREIGN = "foreign"
    EXCLUDED = "excluded"

    @property
    def words(self) -> str:
        return _STATUS_WORDS[self.value]

    @property
    def set_aside(self) -> bool:
        """Read and judged, but not to be counted, and nothing in it is left to do."""
        return self in (Status.SUPERSEDED, Status.EXCLUDED)


_STATUS_WORDS = {
    "accepted": "Đã nhận",
    "accepted_with_warnings": "Đã nhận, có cảnh báo",
    "partial": "Yêu cầu chỉnh lý",
    "returned": "Chưa nhận, đề nghị gửi lại",
    "unreadable": "Không đọc được",
    "superseded": "Đã có tệp thay thế",
    "foreign": "Không phải biểu mẫu của kỳ này",
    "excluded": "Loại trừ",
}
