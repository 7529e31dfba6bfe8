"""Who has sent what, when, and what became of it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Mapping
from enum import StrEnum

import msgspec

from vstbcpn_cli.edition.model import Edition, Register, ReportingPeriod, ReportingUnit, Severity
from vstbcpn_cli.model.findings import Finding, RuleFailure, Status
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Submission, Unreadable

_NOT_SHOWN = "Nội dung ô liên hệ không nêu ở đây."
_QUOTED = re.compile("“[^“”]*”")
_WORD = re.compile(r"\w{2,}")


class Timeliness(StrEnum):
    """Đúng hạn · chậm · chưa gửi · xác nhận không phát sinh · loại trừ."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    NIL = "nil"
    EXCLUDED = "excluded"


class UnitStanding(StrEnum):
    """What is left to do about a unit: nothing, correct what it sent, send a file that can be used, send at all.

    Nothing is left to do about a unit that has confirmed to have nothing to report or that the office leaves out.
    """

    ACCEPTED = "accepted"
    TO_CORRECT = "to_correct"
    UNUSABLE = "unusable"
    MISSING = "missing"
    NIL = "nil"
    EXCLUDED = "excluded"


class Recorded(msgspec.Struct, frozen=True):
    """What the office wrote into its log about a unit or a file: the words, who wrote them, on which day."""

    words: str
    by: str = ""
    day: dt.date | None = None


class Records(msgspec.Struct, frozen=True):
    """Units by code that have confirmed to have nothing to report, and units that are left out with the reason."""

    nil: Mapping[str, Recorded] = msgspec.field(default_factory=dict)
    excluded: Mapping[str, Recorded] = msgspec.field(default_factory=dict)


class Receipt(msgspec.Struct, frozen=True):
    """The day a file was taken in, and whether the log says so or only the file's own time."""

    day: dt.date
    from_log: bool


class LaterFile(msgspec.Struct, frozen=True):
    """A file that came after the day up to which files count: nothing of it was read but the unit it is stamped with,
    "" where it says none; `name` is that of the unit."""

    path: str
    sha256: str
    size: int
    receipt: Receipt
    unit: str = ""
    name: str = ""


class Judged(msgspec.Struct, frozen=True):
    """One returned file after judging: what was read (or why not), what was found, what became of it.

    `excluded` is why the office leaves it out. `failed` are the rules a fault of the program has stopped on this file.
    """

    outcome: Submission | Unreadable
    findings: tuple[Finding, ...]
    status: Status
    receipt: Receipt
    excluded: Recorded | None = None
    failed: tuple[RuleFailure, ...] = ()

    @property
    def submission(self) -> Submission | None:
        return self.outcome if isinstance(self.outcome, Submission) else None

    @property
    def not_run(self) -> tuple[str, ...]:
        """The rules of `failed`, each once, as a rule may fail for more than one fault."""
        return tuple(dict.fromkeys(f.rule for f in self.failed))

    @property
    def counts(self) -> Counter[Severity]:
        return Counter(f.severity for f in self.findings)

    @property
    def decides_the_day(self) -> bool:
        """A form that could be read: a signed copy alone, or a file left out, is not yet a report in time."""
        return self.submission is not None and self.status is not Status.EXCLUDED

    @property
    def current(self) -> tuple[Finding, ...]:
        """What still calls for work: of a file set aside only why it is, and what a later one changed."""
        return tuple(f for f in self.findings if not self.status.set_aside or f.rule == self.status.value)


class UnitCoverage(msgspec.Struct, frozen=True):
    """Where one unit stands: the file that counts (None when there is none) and the ones set aside.

    `recorded` is what the log says of a unit that has confirmed to have nothing to report or is left out.
    """

    unit: ReportingUnit
    timeliness: Timeliness
    days_late: int = 0
    counted: Judged | None = None
    others: tuple[Judged, ...] = ()
    recorded: Recorded | None = None

    @property
    def sent(self) -> bool:
        return self.counted is not None

    @property
    def day_from_log(self) -> bool:
        """Whether the log says on which day the unit sent its first file, which decides whether it was late."""
        files = [f for f in (self.counted, *self.others) if f is not None and f.decides_the_day]
        return not files or min(files, key=lambda f: f.receipt.day).receipt.from_log

    @property
    def excluded_files(self) -> tuple[Judged, ...]:
        return tuple(j for j in self.others if j.status is Status.EXCLUDED)


class Tally(msgspec.Struct, frozen=True):
    """How many units of a group stand how; accepted, to correct, unusable, missing, nil and excluded add up to all, on
    time and late to those that have sent. Screen, page, report and trace take their counts from here."""

    units: int
    accepted: int
    to_correct: int
    unusable: int
    missing: int
    on_time: int
    late: int
    nil: int = 0
    excluded: int = 0

    @property
    def sent(self) -> int:
        return self.accepted + self.to_correct

    @property
    def awaited(self) -> int:
        """Units that a report is still expected of: silent, or with files that cannot be used."""
        return self.missing + self.unusable


class Coverage(msgspec.Struct, frozen=True, dict=True):
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
        """Silent units, and those whose files cannot be used; neither is ever counted as zero."""
        return self._when(Timeliness.MISSING)

    @property
    def nil(self) -> tuple[UnitCoverage, ...]:
        """Units that have confirmed to have nothing to report, and sent no file that counts."""
        return self._when(Timeliness.NIL)

    @property
    def excluded(self) -> tuple[UnitCoverage, ...]:
        """Units without figures because the office leaves out all they sent, or the unit itself."""
        return self._when(Timeliness.EXCLUDED)

    @property
    def late(self) -> tuple[UnitCoverage, ...]:
        return self._when(Timeliness.LATE)

    @property
    def by_file(self) -> int:
        """Of how many units that have sent the day is that of their file, as nobody has written down another."""
        return sum(not u.day_from_log for u in self.sent)

    @property
    def complete(self) -> bool:
        return not self.missing and not self.excluded

    def _when(self, timeliness: Timeliness) -> tuple[UnitCoverage, ...]:
        return tuple(u for u in self.units if u.timeliness is timeliness)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of unit that must report in this period."""
        present = {u.unit.kind for u in self.units}
        return tuple(k for k in self.edition.kind_of if k in present)

    def of_kind(self, kind: str) -> tuple[UnitCoverage, ...]:
        return tuple(u for u in self.units if u.unit.kind == kind)

    def unusable(self, one: UnitCoverage) -> tuple[Judged, ...]:
        """Files that bear the mark of a unit and could not be used."""
        return tuple(j for j in self.unplaced if marked_unit(j) == one.unit.code)

    def standing(self, one: UnitCoverage) -> UnitStanding:
        if one.timeliness in (Timeliness.NIL, Timeliness.EXCLUDED):
            return UnitStanding(one.timeliness.value)
        if one.counted is None:
            return UnitStanding.UNUSABLE if self.unusable(one) else UnitStanding.MISSING
        return UnitStanding.TO_CORRECT if one.counted.status is Status.PARTIAL else UnitStanding.ACCEPTED

    @property
    def not_run(self) -> Mapping[str, int]:
        """The rules that a fault of the program has stopped, in order, with how many of the counted files."""
        failed = (rule for u in self.sent if u.counted for rule in u.counted.not_run)
        return dict(sorted(Counter(failed).items()))

    def tally(self, kind: str = "") -> Tally:
        """The units of one kind, or all of them."""
        units = self.of_kind(kind) if kind else self.units
        stands = Counter(self.standing(u) for u in units)
        when = Counter(u.timeliness for u in units)
        return Tally(
            units=len(units),
            **{s.value: stands[s] for s in UnitStanding},
            on_time=when[Timeliness.ON_TIME],
            late=when[Timeliness.LATE],
        )


def marked_unit(judged: Judged) -> str:
    """The code of the unit a file says it is from; "" when it says nothing."""
    outcome = judged.outcome
    return outcome.unit if isinstance(outcome, Submission) else outcome.stamp.unit


def without_private(judged: Judged, private: frozenset[str]) -> Judged:
    """The file as it may be passed on: what it says in its `private` fields is hidden in its findings, which still say
    where that stands, what is wrong with it and what to do.

    All of the line of a private field is hidden, for the answer may stand beside its cell.
    """
    answers = judged.submission.values if judged.submission else {}
    asked = [answers[code] for code in sorted(private & answers.keys())]
    lines = {(o.cell.sheet, o.cell.row): o.key.code for o in asked if o.cell is not None}
    typed = {o.key.code: {o.raw, o.text, o.reason, o.explanation} for o in asked}

    def shown(finding: Finding) -> Finding:
        key, cell = finding.place.key, finding.place.cell
        on_line = lines.get((cell.sheet, cell.row)) if cell is not None else None
        code = next((c for c in (on_line, key and key.code, finding.value) if c in private), "")
        if not code:
            return finding
        fact = _hidden(finding.fact, typed.get(code, set()) | {finding.value}, private)
        return replace(finding, value="", fact=fact, unit_fact=finding.unit_fact and fact, explanation="")

    return replace(judged, findings=tuple(map(shown, judged.findings)))


def _hidden(fact: str, typed: Collection[str], codes: Collection[str]) -> str:
    """A sentence without what was typed: first its very words, then whatever else is quoted but `codes`, as a second
    reading of them. Where that leaves a piece of them, as of a quotation cut in their midst, nothing of the sentence is
    shown."""
    if not any(typed):
        return fact
    texts = sorted((" ".join(t.split()) for t in typed if t.strip() and t not in codes), key=len, reverse=True)
    whole = bare = " ".join(fact.split())
    for text in texts:
        bare = bare.replace(text, "…")
    bare = _QUOTED.sub(lambda m: m[0] if m[0].strip("“”") in codes else "“…”", bare)
    if bare == whole:
        return fact
    words = set(_WORD.findall(bare.casefold()))
    pieces = any(word in words for text in texts for word in _WORD.findall(text.casefold()))
    torn = any(mark in _QUOTED.sub("", bare) for mark in "“”")
    return _NOT_SHOWN if pieces or torn else f"{bare} {_NOT_SHOWN}"


def cover(
    edition: Edition,
    period: ReportingPeriod,
    register: Register,
    judged: tuple[Judged, ...],
    records: Records | None = None,
) -> Coverage:
    """Books every judged file under its unit; the status of each says whether it counts or was set aside.

    `records` is what the office wrote down about units without a file.
    """
    by_unit: dict[str, list[Judged]] = {}
    unplaced: list[Judged] = []
    expected = register.valid_on(period.until_date)
    codes = {u.code for u in expected}
    for one in judged:
        placed = one.submission is not None or one.status.set_aside
        if placed and marked_unit(one) in codes:
            by_unit.setdefault(marked_unit(one), []).append(one)
        else:
            unplaced.append(one)
    said = records or Records()
    units = tuple(_unit(u, period, by_unit.get(u.code, []), said) for u in expected)
    return Coverage(edition, period, register, units, tuple(unplaced))


def _unit(unit: ReportingUnit, period: ReportingPeriod, files: list[Judged], said: Records) -> UnitCoverage:
    counted = next((f for f in files if not f.status.set_aside), None)
    if counted is None:
        return _without_file(unit, files, said)
    # The first file of a unit decides whether it was on time; a later correction does not make it late.
    days = period.days_late(min(f.receipt.day for f in files if f.decides_the_day))
    others = tuple(f for f in files if f is not counted)
    return UnitCoverage(unit, Timeliness.LATE if days else Timeliness.ON_TIME, days, counted, others)


def _without_file(unit: ReportingUnit, files: list[Judged], said: Records) -> UnitCoverage:
    """A file left out is as if it had not been sent; the reason stands where the unit's figures would."""
    nil, left_out = said.nil.get(unit.code), said.excluded.get(unit.code)
    left_out = left_out or next((f.excluded for f in reversed(files) if f.excluded is not None), None)
    if nil is not None:
        return UnitCoverage(unit, Timeliness.NIL, others=tuple(files), recorded=nil)
    when = Timeliness.MISSING if left_out is None else Timeliness.EXCLUDED
    return UnitCoverage(unit, when, others=tuple(files), recorded=left_out)
