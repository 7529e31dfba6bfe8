"""What a unit is told of the file it sent: the findings meant for it, and what has become of the earlier ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from vstbcpn_cli.edition.model import Edition, ReportingPeriod, ReportingUnit, Severity
from vstbcpn_cli.model.coverage import Judged, without_private
from vstbcpn_cli.model.findings import SEVERITIES, Finding, Status
from vstbcpn_cli.model.looks import RuleInputs, Sight, usable
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import META_SHEET, CellRef, Submission
from vstbcpn_cli.model.table_rows import row_places, table_of
from vstbcpn_cli.model.told_findings import GONE_ROW, EarlierFeedback, ToldFinding, column_of, key_of

ACCEPTED = (Status.ACCEPTED, Status.WITH_WARNINGS)


class Feedback(msgspec.Struct, frozen=True):
    """One file of a unit with everything the unit is told of it; `unit` is None where no register knows it.

    `findings` are errors, warnings, notices, each in reading order; `before` is the file this one replaces, `remaining`
    the places in `findings` of what that file was already asked to mend, `unsaid` of what was not said of it and is no
    new fault of this one either; `mended` is what it was asked and is settled: it was judged again and found good;
    `unjudged` is what it was asked and is not said again only because nothing is left to judge or to compare with;
    `reply` is until when the unit is asked to reply, "" without a date.
    """

    edition: Edition
    period: ReportingPeriod
    unit: ReportingUnit | None
    judged: Judged
    findings: tuple[Finding, ...]
    before: EarlierFeedback | None = None
    mended: tuple[ToldFinding, ...] = ()
    remaining: frozenset[int] = frozenset()
    reply: str = ""
    unsaid: frozenset[int] = frozenset()
    unjudged: tuple[ToldFinding, ...] = ()

    @property
    def to_mend(self) -> tuple[Finding, ...]:
        """What the unit is asked to mend; of a file that cannot be used also what is no more than a notice."""
        found = tuple(f for f in self.findings if f.severity is not Severity.NOTICE)
        return found or (self.findings if self.judged.submission is None and not self.accepted else ())

    @property
    def to_confirm(self) -> tuple[Finding, ...]:
        """What the office would have the unit look at, though nothing is to be mended: found by rules on trial."""
        return tuple(f for f in self.findings if f.trial and f.severity is Severity.NOTICE and not f.next_time)

    @property
    def for_next_time(self) -> tuple[Finding, ...]:
        """What the unit is to do otherwise in its next report; of this one nothing is asked."""
        return tuple(f for f in self.findings if f.next_time)

    @property
    def repaired(self) -> tuple[Finding, ...]:
        """Where the office counts another value than what stands in the cell: the unit is always told."""
        return tuple(f for f in self.findings if f.rule == ProblemKind.REPAIRED)

    @property
    def passed_on(self) -> Feedback:
        """The same for words that others than the unit may see: without what it says of its contact persons."""
        found = without_private(replace(self.judged, findings=self.findings), self.edition.private).findings
        return replace(self, findings=found)

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
    before: EarlierFeedback | None,
    reply: str = "",
    between: Collection[str] = (),
    by_removal: Collection[str] = (),
    idle: Collection[str] = (),
    looks: Collection[RuleInputs] = (),
) -> Feedback:
    """`for_the_office` names the rules whose findings no unit is told; `between` are the codes of those that compare
    files, `by_removal` of those whose advice is to take out what stands there, `idle` of those that have looked at
    no file of this run; `looks` says what the declared rules look at in a form."""
    findings, shown = (_told(some, for_the_office) for some in (judged, without_private(judged, setting[0].private)))
    rest = {ToldFinding.of(f).same() for f in judged.findings if f.set_aside is not None}
    stopped = {(f.code, f.constraint) for f in judged.failed}  # their silence settles nothing
    rows = _Rows.of(before, judged)
    placed = tuple(map(rows.now, before.said if before else ()))
    asked = tuple(s for s in placed if stopped.isdisjoint(s.uses()) and s.same() not in rest)
    told = [ToldFinding.of(f) for f in shown]
    gone, remaining = _compared(asked, told, rows)
    standing = [s for s in told if s.severity is not Severity.NOTICE]
    lost = {s for s in gone if rows.lost(s.key)}
    open_still = {s for s in gone if any(_may_stand(s, now, lost=s in lost) for now in standing)}
    gone = tuple(s for s in gone if s not in open_still or s in lost)
    withheld = {k for s in placed if s.severity is Severity.ERROR for k in (s.key, *s.related.split())}
    look = (judged, Sight(looks, setting[0], rows.blocked, rows.blocked - withheld), rows, between, by_removal)
    unjudged = tuple(s for s in gone if s in open_still or s.code in idle or not _judged_again(s, *look))
    mended = tuple(s for s in gone if s not in unjudged)
    made = Feedback(*setting, unit, judged, findings, before, mended, remaining, reply, unjudged=unjudged)
    # A file that is the same has nothing new in it; and what others send is nobody's new fault.
    asked_now = ((n, f) for n, f in enumerate(findings) if f.severity is not Severity.NOTICE and n not in remaining)
    made = replace(made, unsaid=frozenset(n for n, f in asked_now if made.same_file or f.compared))
    # Nobody has mended anything in a file that is the same: what is gone depended on the files of others.
    return replace(made, mended=(), unjudged=()) if made.same_file else made


def _told(judged: Judged, for_the_office: Collection[str]) -> tuple[Finding, ...]:
    told = told_to_unit(judged.findings, for_the_office)
    return tuple(sorted(told, key=lambda f: SEVERITIES.index(f.severity)))


class _Rows(msgspec.Struct, frozen=True):
    """The rows of the earlier file in this one: `places` by table and number, `tables` are those whose rows it tells.

    `blocked` are the values an error withholds now, `silenced` the rows with one that was not there to be mended.
    """

    tables: Collection[str] = ()
    places: Mapping[tuple[str, int], int] = msgspec.field(default_factory=dict)
    blocked: frozenset[str] = frozenset()
    silenced: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def of(cls, before: EarlierFeedback | None, judged: Judged) -> _Rows:
        if before is None or judged.submission is None:
            return cls()
        blocked = {k for f in judged.findings if f.severity is Severity.ERROR for k in f.keys}
        faulty = {k for f in judged.findings if f.severity is not Severity.NOTICE for k in f.keys}
        made = cls(before.rows, row_places(before.rows, before.asked, judged.submission, faulty))
        asked = {made._now(str(k)) for k in before.asked}
        silenced = frozenset((table_of(k), k.row) for k in blocked if k.row and str(k) not in asked)
        return replace(made, blocked=frozenset(map(str, blocked)), silenced=silenced)

    def now(self, said: ToldFinding) -> ToldFinding:
        """What was told, with the numbers that the rows it speaks of have now."""
        return replace(said, key=self._now(said.key), related=" ".join(map(self._now, said.related.split())))

    def _now(self, text: str) -> str:
        key = key_of(text)
        if key is None or table_of(key) not in self.tables:
            return text
        return f"{key.code}[{self.places.get((table_of(key), key.row), GONE_ROW)}]"

    def knows(self, text: str) -> bool:
        """Whether a key is of a row that is known again."""
        key = key_of(text)
        return key is not None and table_of(key) in self.tables

    def lost(self, text: str) -> bool:
        """Whether a key is of a row of which nobody can say where it is now."""
        return "[" in text and not self.knows(text)

    def in_order(self, related: Sequence[str]) -> bool:
        """Whether no error withholds one of these values, or may, where its row is not known again."""
        lost = {column_of(k) for k in related if self.lost(k)}
        return self.blocked.isdisjoint(related) and not (lost and lost.intersection(map(column_of, self.blocked)))


def _compared(
    before: Sequence[ToldFinding], now: Sequence[ToldFinding], rows: _Rows
) -> tuple[tuple[ToldFinding, ...], frozenset[int]]:
    """The earlier findings that are said no more, and which of the present ones are old; a notice asks for nothing."""
    gone = [s for s in before if s.severity is not Severity.NOTICE]
    left = {n: s for n, s in enumerate(now) if s.severity is not Severity.NOTICE}
    known = {s.key for s in gone if rows.knows(s.key)}  # not to be taken for a row that only looks alike
    old: set[int] = set()
    for trait in (ToldFinding.same, ToldFinding.alike, ToldFinding.renamed, ToldFinding.spot):
        for n in [n for n in left if n not in old]:
            meant = (g for g in gone if trait is not ToldFinding.alike or g.key not in known)
            match = next((g for g in meant if trait(g) == trait(left[n])), None)
            if match is not None:
                gone.remove(match)
                old.add(n)
    return tuple(gone), frozenset(old)


def _judged_again(
    said: ToldFinding,
    judged: Judged,
    sight: Sight,
    rows: _Rows,
    between: Collection[str],
    by_removal: Collection[str],
) -> bool:
    """Whether a finding that is not said again was looked into and is gone because the unit has mended it.

    A rule between files falls silent also when the other file or the earlier period is not there any more: only an
    answer of the unit that is another one now counts. What a constraint compared has to be there and in order, on
    both sides. In a row that is not known again nothing is mended but what was to be taken out.
    """
    submission, key = judged.submission, key_of(said.key)
    if submission is None:
        return False
    if not said.key:
        return True
    related, removed = said.related.split() if said.constraint else [], said.code in by_removal
    found = submission.find(key) if key else None
    filled = found is not None and found.given and not said.value  # what was empty and is filled in needs no rule
    codes = tuple(map(column_of, (said.key, *related)))
    if not (filled or said.code in between or sight.clear(said.uses(), codes, submission, emptied=removed)):
        return False
    if key is None or rows.lost(said.key):
        stays = said.code in between and said.value in _column_of(submission, said.column)
        return removed and rows.in_order(related) and not stays
    if found is None:  # a table or a task is no answer itself
        asked = key.row or key.code in sight.edition.indicators or key.code in sight.edition.matrix_cells
        return not asked or removed
    if said.code in between:
        return (found.raw or found.text) != said.value
    if related and said.value and not found.given and not removed:
        return False
    if said.constraint and (table_of(key), key.row) in rows.silenced:
        return False
    taken_out = removed and not said.value  # it stood at the empty one of two
    return rows.in_order(related) and (taken_out or not any(_withheld(submission, k, rows) for k in related))


def _withheld(submission: Submission, related: str, rows: _Rows) -> bool:
    """Whether a figure a constraint compared with is not there any more; nothing is said of a row that is not known
    again."""
    key = key_of(related)
    if key is None or rows.lost(related):
        return False
    return not usable(submission.find(key), rows.blocked)


def _column_of(submission: Submission, column: str) -> set[str]:
    """What was typed into a column of a table."""
    table, _, name = column.rpartition(".")
    rows = submission.tables[table].rows if table in submission.tables else ()
    return {o.raw or o.text for row in rows if (o := row.cells.get(name)) is not None}


def _may_stand(before: ToldFinding, now: ToldFinding, *, lost: bool) -> bool:
    """Whether a finding stands, or may stand, where the earlier one did: in the same cell, in the same column of a
    table where the row is not known again, or over the table or the sheet as a whole, which is empty or missing."""
    if before.spot() == now.spot() or (lost and before.column == now.column):
        return True
    over_table = bool(now.key) and before.key.startswith(f"{now.key}.")
    return over_table or (not now.cell and bool(before.sheet) and before.sheet in (now.sheet, now.value))


# ------------------------------------------------------------------------------------- the marks in a workbook
class CellNote(msgspec.Struct, frozen=True):
    """What stands in the note of one faulty cell; the severity gives the cell its colour."""

    cell: CellRef
    severity: Severity
    text: str


class ListRow(msgspec.Struct, frozen=True):
    """A row of the list of findings; the cell of its column `link` leads to `cell`."""

    severity: Severity
    texts: tuple[str, ...]
    cell: CellRef | None = None


class Markings(msgspec.Struct, frozen=True):
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
