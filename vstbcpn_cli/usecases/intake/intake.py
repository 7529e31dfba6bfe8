"""Returned files to judged submissions booked under their units: what validate, consolidate and trace begin with."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.errors import NoSubmissionError
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import available_editions
from vstbcpn_cli.edition.model import Edition, Severity
from vstbcpn_cli.model.coverage import Coverage, Judged, LaterFile, cover
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.findings import Finding, Status
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.repairs import Repairs
from vstbcpn_cli.model.submission import Unreadable
from vstbcpn_cli.usecases.intake.kept_season import Again, KeptSeason
from vstbcpn_cli.usecases.intake.kept_stamps import KeptStamps, stamped
from vstbcpn_cli.usecases.intake.ledger_entry import LedgerEntry
from vstbcpn_cli.usecases.intake.nothing_found import nothing_to_read
from vstbcpn_cli.usecases.intake.sources import Contents, Found, PassedOver, Sources
from vstbcpn_cli.usecases.intake.unit_from_file_name import named_unit
from vstbcpn_cli.usecases.run_settings import Setting, chosen_period, register
from vstbcpn_cli.usecases.season.kept_values import kept_for
from vstbcpn_cli.usecases.season.receipt_log import Log
from vstbcpn_cli.usecases.season.repair_list import RepairLine, RepairList, decisions, outcomes
from vstbcpn_cli.usecases.season.reply_date import asked_until
from vstbcpn_cli.usecases.season.set_aside_warnings import SetAsideLine
from vstbcpn_cli.workbook.form.stamp_token import peek

Progress = Callable[[int, int], None]
Seen = Callable[[Judged], None]
"""Is told of each file as it is judged by itself, before it is held against others."""


class Intake(msgspec.Struct, frozen=True):
    """Everything known about the files of one run, in the order of their names; `paths` are those of `judged`, `aside`
    what became of the warnings that the log lets rest, `repaired` of the repairs that the office has
    decided on in its `lists`.

    `log` is what the office wrote down. `as_of` and `reply_by` are the days the officer gave: up to which files count,
    and until when units are to reply. `today` is known where units are asked for something: nobody can reply before it.
    """

    setting: Setting
    judged: tuple[Judged, ...]
    coverage: Coverage
    passed: PassedOver = msgspec.field(default_factory=PassedOver)
    paths: tuple[Path, ...] = ()
    aside: tuple[SetAsideLine, ...] = ()
    previous: Previous | None = None
    ledger: tuple[LedgerEntry, ...] = ()
    as_of: dt.date | None = None
    reply_by: dt.date | None = None
    again: Again | None = None
    today: dt.date | None = None
    log: Log = msgspec.field(default_factory=Log)
    repaired: tuple[RepairLine, ...] = ()
    lists: tuple[RepairList, ...] = ()

    @property
    def not_opened(self) -> int:
        """How many files the machine itself did not let be read; no unit can mend that."""
        return sum(_kind(j) is ProblemKind.UNREADABLE for j in self.judged)

    @property
    def program_faults(self) -> int:
        """How many files a fault of the program kept from being read: neither unit nor office can mend it."""
        return sum(map(_is_program_fault, self.judged))

    @property
    def newer(self) -> int:
        """How many files only a newer program can read; no unit can mend that either."""
        return sum(_kind(j) is ProblemKind.NEWER_FORM for j in self.judged)

    @property
    def on_earlier_forms(self) -> tuple[Path, ...]:
        """The files whose answers `edition carry` can put on the form in use: those on the form of an earlier year, and
        those on an earlier issue that does not ask all that is needed."""
        files = zip(self.paths, self.judged, strict=True)
        return tuple(path for path, judged in files if not judged.status.set_aside and _on_earlier_form(judged))

    @property
    def ours_to_open(self) -> frozenset[str]:
        """The units of which there is nothing but files of these three sorts: they are asked for nothing."""
        found = {u.unit.code: self.coverage.unusable(u) for u in self.coverage.units if u.counted is None}
        return frozenset(code for code, files in found.items() if files and all(map(is_ours_to_open, files)))

    @property
    def last_received(self) -> dt.date:
        """The day to reckon from where none was given: the program never looks at the clock."""
        return max(j.receipt.day for j in self.judged)

    @property
    def day(self) -> dt.date:
        """The latest day the run knows of: deadlines are seen from it."""
        return self.as_of or self.last_received

    @property
    def reply_day(self) -> dt.date:
        """The first day on which a unit can reply."""
        return self.day if self.today is None or self.as_of is not None else max(self.day, self.today)

    @property
    def reply(self) -> str:
        """Until when units are asked to reply, "" without a date: the deadline of the period only while it lasts."""
        return asked_until(self.setting.period, self.reply_day, self.reply_by)


def prevailing_period(edition: Edition, files: tuple[Found, ...], stamps: KeptStamps | None = None) -> str:
    """The period most files are stamped with; the first of the edition when none is."""
    periods = list(edition.periods)
    returned = [f for f in files if not f.claimed] or files
    found = stamps.of(returned) if stamps else [stamped(peek(f.path)) for f in returned]
    counted = Counter(period for of, period in found if of == edition.edition and period in periods)
    return min(periods, key=lambda p: (-counted[p], periods.index(p)))


def setting_for(
    edition: str, period: str | None, units: Path | None, files: tuple[Found, ...], contents: Contents | None = None
) -> Setting:
    """The setting the officer chose; the period is read from the files when none was named. `contents` are those of
    the run."""
    results = kept_for(f.path for f in files)
    loaded = load_edition(edition)
    stamps = KeptStamps(results, contents or Contents()) if results else None
    code = period or prevailing_period(loaded, files, stamps)
    chosen = loaded.periods.get(code) or chosen_period(edition, code)
    return Setting(loaded, chosen, register(edition, units, loaded.kind_of))


def take_in(
    setting: Setting,
    sources: Sources,
    previous: Previous | None,
    progress: Progress,
    *,
    jobs: int | None = None,
    seen: Seen = lambda _: None,
) -> Intake:
    """Reads and judges every file, then compares units and periods. One bad file never stops the others. What has to be
    read is `seen` file by file.

    `jobs` is how many files are read at a time, None one per processor; the result is the same, as it is when a run
    before this one has read the same files: then nothing is read, or only what has changed since.
    """
    records = sources.log.records(setting)
    decided = decisions(sources.repairs, setting)
    repairs = Repairs.of(d.repair for d in decided)
    kept = KeptSeason.of(setting, sources, previous, repairs)
    found = kept.found() if kept is not None else None
    if found is None:
        from vstbcpn_cli.usecases.intake.judging import judged_season  # a run that finds all it needs does without

        found = judged_season(setting, sources, previous, repairs, progress, jobs=jobs, kept=kept, seen=seen)
    else:
        progress(len(sources.files), len(sources.files))
    over = sources.passed
    misdated = (*over.misdated, *sources.too_early(setting.period.from_date))
    own, claimed = _sorted(over.own, found.own), _sorted(over.claimed, found.claimed)
    later = tuple(_under_its_unit(f, setting) for f in over.later)
    passed = replace(over, own=own, claimed=claimed, misdated=misdated, later=later)
    if not found.judged:
        raise NoSubmissionError(nothing_to_read(0, None, passed.of_the_program, sources.asked))
    coverage = cover(setting.edition, setting.period, setting.register, found.judged, records)
    paths = tuple(sources.files[n].path for n in found.places)
    again = kept.again if kept is not None else None
    made = Intake(setting, found.judged, coverage, passed, paths, found.aside, previous, found.ledger, again=again)
    repaired = outcomes(decided, found.judged)
    return replace(made, log=sources.log, repaired=repaired, lists=sources.repairs)


def _under_its_unit(file: LaterFile, setting: Setting) -> LaterFile:
    """As the file says itself, else as its name does."""
    if setting.register.get(file.unit) is None:
        units = setting.register.valid_on(setting.period.until_date)
        file = replace(file, unit=named_unit(file.path, units, setting.edition))
    unit = setting.register.get(file.unit)
    return replace(file, name=unit.name if unit else "")


def _sorted(*names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(name for some in names for name in some))


def _on_earlier_form(judged: Judged) -> bool:
    if isinstance(judged.outcome, Unreadable):
        details = judged.outcome.problem.details
        return _kind(judged) is ProblemKind.OTHER_EDITION and details["theirs"] in available_editions()
    return any(f.rule == ProblemKind.NOT_IN_THIS_ISSUE for f in judged.findings)


def _kind(judged: Judged) -> ProblemKind | None:
    return judged.outcome.problem.kind if isinstance(judged.outcome, Unreadable) else None


def is_ours_to_open(judged: Judged) -> bool:
    """Whether only the office can get a file read: on another machine, by a mended or a newer program."""
    return _kind(judged) in (ProblemKind.UNREADABLE, ProblemKind.NEWER_FORM) or _is_program_fault(judged)


def _is_program_fault(judged: Judged) -> bool:
    if not isinstance(judged.outcome, Unreadable):
        return False
    from vstbcpn_cli.rules.messages import messages
    from vstbcpn_cli.runtime.worker_pool import Loss

    problem = judged.outcome.problem
    nonsense = problem.kind is ProblemKind.READ_CRASH and problem.details["how"] == Loss.GARBAGE.value
    return nonsense or messages()[problem.kind].program_fault


def accepted(findings: tuple[Finding, ...]) -> Status:
    """The status of a form that could be read."""
    severities = {f.severity for f in findings}
    if Severity.ERROR in severities:
        return Status.PARTIAL
    return Status.WITH_WARNINGS if Severity.WARNING in severities else Status.ACCEPTED
