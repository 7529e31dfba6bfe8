"""What a unit is told of the file it sent: the findings meant for it, and what has become of the earlier ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from vstbcpn_cli.edition.model import Edition, ReportingPeriod, ReportingUnit, Severity
from vstbcpn_cli.model.coverage import Judged, without_private
from vstbcpn_cli.model.findings import SEVERITIES, Finding, Status
from vstbcpn_cli.model.submission import META_SHEET, CellRef

ACCEPTED = (Status.ACCEPTED, Status.WITH_WARNINGS)


@dataclass(frozen=True, slots=True)
class Said:
    """One finding as it was told: enough to know it again in the next file of the unit, wherever its row has moved.

    `key` is what the cell answers (“T6.B1.so_nu[2]”), "" for a finding without one.
    """

    code: str
    constraint: str
    severity: Severity
    key: str
    sheet: str
    cell: str
    value: str
    fact: str
    advice: str

    @classmethod
    def of(cls, finding: Finding) -> Said:
        cell, key = finding.place.cell, finding.place.key
        return cls(
            finding.code,
            finding.constraint,
            finding.severity,
            str(key or ""),
            cell.sheet if cell else "",
            cell.address if cell else "",
            finding.value,
            finding.fact,
            finding.advice,
        )

    def same(self) -> tuple[str, ...]:
        """Two findings that agree here are the same one; an address says nothing, rows move."""
        return (self.code, self.constraint, self.key) if self.key else self.alike()

    def alike(self) -> tuple[str, ...]:
        """What a finding of a row that has moved up or down still has in common with the earlier one."""
        return (self.code, self.constraint, self.column or self.sheet, self.value)

    def renamed(self) -> tuple[str, ...]:
        """The same for a finding without a key whose sheet has another name now."""
        return (self.code, self.constraint, self.key, self.cell, self.value)

    def spot(self) -> tuple[str, ...]:
        """Where it stands, whatever it says: a cell that was to be mended and has another fault is not mended."""
        if self.key or self.cell:
            return (self.key,) if self.key else (self.sheet, self.cell)
        return (self.code, self.constraint, self.fact)

    @property
    def column(self) -> str:
        """What a cell answers without the number of its row."""
        return self.key.partition("[")[0]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A file the unit sent before, and what it was told of it."""

    file: str
    sha256: str
    received: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One file of a unit with everything the unit is told of it; `unit` is None where no register knows it.

    `findings` are errors, warnings, notices, each in reading order; `before` is the file this one replaces, `remaining`
    the places in `findings` of what that file was already asked to mend, `unsaid` of what was not said of it and is no
    new fault of this one either; `mended` is what it was asked and is settled: nothing is to be mended there any more;
    `reply` is until when the unit is asked to reply, "" without a date.
    """

    edition: Edition
    period: ReportingPeriod
    unit: ReportingUnit | None
    judged: Judged
    findings: tuple[Finding, ...]
    before: Earlier | None = None
    mended: tuple[Said, ...] = ()
    remaining: frozenset[int] = frozenset()
    reply: str = ""
    unsaid: frozenset[int] = frozenset()

    @property
    def to_mend(self) -> tuple[Finding, ...]:
        """What the unit is asked to mend; of a file that cannot be used also what is no more than a notice."""
        found = tuple(f for f in self.findings if f.severity is not Severity.NOTICE)
        return found or (self.findings if self.judged.submission is None and not self.accepted else ())

    @property
    def for_next_time(self) -> tuple[Finding, ...]:
        """What the unit is to do otherwise in its next report; of this one nothing is asked."""
        return tuple(f for f in self.findings if f.next_time)

    @property
    def unchecked(self) -> bool:
        """Whether a fault of the program has stopped a rule: without findings the file may not be in order."""
        return bool(self.judged.failed)

    @property
    def same_file(self) -> bool:
        """Whether the unit has sent once more what it had sent."""
        return self.before is not None and self.before.sha256 == self.judged.outcome.file.sha256

    @property
    def accepted(self) -> bool:
        return self.judged.status in ACCEPTED

    def count(self, severity: Severity) -> int:
        return sum(f.severity is severity for f in self.findings)


def told_to_unit(findings: Iterable[Finding], for_the_office: Collection[str]) -> list[Finding]:
    """What a unit is told of what was found: nothing that is the office's own business or that the office lets rest,
    no other unit's name. Where nothing is asked of it now, that is no more than a notice to it."""
    told = [f for f in findings if f.rule not in for_the_office and f.set_aside is None and not _out_of_sight(f)]
    told = [replace(f, severity=Severity.NOTICE) if f.next_time else f for f in told]
    return [replace(f, fact=f.unit_fact) if f.unit_fact else f for f in told]


def _out_of_sight(finding: Finding) -> bool:
    """Whether it stands on the form's hidden sheet, which no unit sees or can mend: for the office alone."""
    cell = finding.place.cell
    return cell is not None and cell.sheet.casefold() == META_SHEET


def feedback_on(
    judged: Judged,
    setting: tuple[Edition, ReportingPeriod],
    unit: ReportingUnit | None,
    for_the_office: Collection[str],
    before: Earlier | None,
    reply: str = "",
) -> Feedback:
    """`for_the_office` names the rules whose findings no unit is told."""
    findings, shown = (_told(some, for_the_office) for some in (judged, without_private(judged, setting[0].private)))
    rest = {Said.of(f).same() for f in judged.findings if f.set_aside is not None}
    stopped = {(f.code, f.constraint) for f in judged.failed}  # their silence settles nothing
    asked = before.said if before else ()
    asked = tuple(s for s in asked if (s.code, s.constraint) not in stopped and s.same() not in rest)
    mended, remaining = _compared(asked, [Said.of(f) for f in shown])
    made = Feedback(*setting, unit, judged, findings, before, mended, remaining, reply)
    # A file that is the same has nothing new in it; and what others send is nobody's new fault.
    asked_now = ((n, f) for n, f in enumerate(findings) if f.severity is not Severity.NOTICE and n not in remaining)
    made = replace(made, unsaid=frozenset(n for n, f in asked_now if made.same_file or f.compared))
    # Nobody has mended anything in a file that is the same: what is gone depended on the files of others.
    return replace(made, mended=()) if made.same_file else made


def _told(judged: Judged, for_the_office: Collection[str]) -> tuple[Finding, ...]:
    told = told_to_unit(judged.findings, for_the_office)
    return tuple(sorted(told, key=lambda f: SEVERITIES.index(f.severity)))


def _compared(before: Sequence[Said], now: Sequence[Said]) -> tuple[tuple[Said, ...], frozenset[int]]:
    """The earlier findings that are settled, and which of the present ones are old; a notice asks for nothing."""
    gone = [s for s in before if s.severity is not Severity.NOTICE]
    left = {n: s for n, s in enumerate(now) if s.severity is not Severity.NOTICE}
    old: set[int] = set()
    for trait in (Said.same, Said.alike, Said.renamed, Said.spot):
        for n in [n for n in left if n not in old]:
            match = next((g for g in gone if trait(g) == trait(left[n])), None)
            if match is not None:
                gone.remove(match)
                old.add(n)
    return tuple(g for g in gone if not any(_may_stand(g, s) for s in left.values())), frozenset(old)


def _may_stand(before: Said, now: Said) -> bool:
    """Whether a finding stands, or may stand, where the earlier one did: in the same cell, in the same column of a
    table whose rows have moved, or over the table or the sheet as a whole, which is empty or missing."""
    if before.spot() == now.spot() or ("[" in before.key and before.column == now.column):
        return True
    over_table = bool(now.key) and before.key.startswith(f"{now.key}.")
    return over_table or (not now.cell and bool(before.sheet) and before.sheet in (now.sheet, now.value))


# ------------------------------------------------------------------------------------- the marks in a workbook
@dataclass(frozen=True, slots=True)
class CellNote:
    """What stands in the note of one faulty cell; the severity gives the cell its colour."""

    cell: CellRef
    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the list of findings; the cell of its column `link` leads to `cell`."""

    severity: Severity
    texts: tuple[str, ...]
    cell: CellRef | None = None


@dataclass(frozen=True, slots=True)
class Markings:
    """Everything that is put into a workbook: notes in cells, and a first sheet that lists all findings.

    `lines` stand under the title of that sheet; `link` is the place in `heads` of the column that leads to the cells.
    """

    author: str
    sheet: str
    title: str
    lines: tuple[str, ...]
    heads: tuple[str, ...]
    link: int
    rows: tuple[ListRow, ...]
    notes: tuple[CellNote, ...]


def by_cell(findings: Iterable[Finding]) -> dict[CellRef, list[Finding]]:
    """The findings of each cell, cells in the order in which they are first named."""
    found: dict[CellRef, list[Finding]] = {}
    for finding in findings:
        if finding.place.cell is not None:
            found.setdefault(finding.place.cell, []).append(finding)
    return found
