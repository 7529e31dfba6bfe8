"""Returned files read, each judged alone and then beside the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vstbcpn_cli.edition.model import Constraint, ReportingPeriod, ReportingUnit, Severity
from vstbcpn_cli.model.coverage import Judged, Receipt, Recorded, Records, marked_unit
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.findings import Finding, RuleFailure, Status
from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.repairs import Repairs
from vstbcpn_cli.model.submission import Submission, Unreadable
from vstbcpn_cli.rules.base import Scope, Season
from vstbcpn_cli.rules.engine import blocked_by, in_reading_order, judge_problem, judge_season
from vstbcpn_cli.rules.messages import messages
from vstbcpn_cli.rules.registry import BoundConstraint, bind
from vstbcpn_cli.runtime import work_steps
from vstbcpn_cli.text.dates import short_date, until
from vstbcpn_cli.usecases.intake.answer import Answer
from vstbcpn_cli.usecases.intake.intake import Progress, Seen, accepted
from vstbcpn_cli.usecases.intake.kept_season import JudgedSeason, KeptSeason
from vstbcpn_cli.usecases.intake.reader_process import read_all
from vstbcpn_cli.usecases.intake.rule_ledger import ledger_of
from vstbcpn_cli.usecases.intake.run_findings import told_of
from vstbcpn_cli.usecases.intake.said_sender import BY_LOG, BY_NAME, SaidSender, own_unit, said_sender
from vstbcpn_cli.usecases.intake.sources import Found, Sources
from vstbcpn_cli.usecases.intake.superseding import supersede
from vstbcpn_cli.usecases.intake.unit_from_file_name import named_unit
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.usecases.season.log_lines import file_key
from vstbcpn_cli.usecases.season.set_aside_warnings import let_rest


def judged_season(
    setting: Setting,
    sources: Sources,
    previous: Previous | None,
    repairs: Repairs,
    progress: Progress,
    *,
    jobs: int | None,
    kept: KeptSeason | None,
    seen: Seen,
) -> JudgedSeason:
    """Reads the files of which nothing is kept, and judges them all. One bad file never stops the others. Each is
    `seen` as soon as it is judged by itself."""
    bound, records = bind(setting.edition), sources.log.records(setting)
    files = sources.log.excluded_files
    judged: list[Judged] = []
    places: list[int] = []
    of_program: dict[str, list[str]] = {"own": [], "claimed": []}
    answers: dict[Found, Answer] = {}
    total = len(sources.files)
    for done, (found, read) in enumerate(
        zip(sources.files, read_all(setting, bound, sources.files, jobs, kept, repairs), strict=True)
    ):
        progress(done, total)
        answers[found] = read
        if found.listed and not _is_form(read.outcome):
            continue
        if read.own:
            of_program[read.own].append(found.shown)
            continue
        places.append(done)
        own = own_unit(read.outcome)
        said = said_sender(found, own, sources.log, setting)
        asked = found.named or (said is not None and not own)
        one = _judged(read, sources.receipt(found), asked=asked)
        one = _sent_by(said, one, own, setting) if said is not None else _named(one, setting)
        reason = files.get(file_key(found.path.name)) or records.excluded.get(marked_unit(one))
        judged.append(_excluded(one, reason) if reason else one)
        seen(judged[-1])
    progress(total, total)
    work_steps.at(work_steps.Step.COMPARE)
    passed = tuple(of_program["own"]), tuple(of_program["claimed"])
    if not judged:
        return JudgedSeason((), (), *passed)
    booked = _told_nil(_told_late(supersede(judged, setting.edition), setting.period), records)
    season = _season(setting, booked, previous)
    compared, aside = let_rest(_compare(setting, booked, bound, season), sources.log.aside, setting)
    compared = tuple(replace(j, status=accepted(j.findings)) if _rests(j) else j for j in compared)
    made = JudgedSeason(compared, tuple(places), *passed, aside, ledger_of(compared, bound, season))
    if kept is not None:
        kept.keep(made, answers)
    return made


def _rests(one: Judged) -> bool:
    return any(f.set_aside is not None for f in one.findings)


def _is_form(outcome: Submission | Unreadable) -> bool:
    """Whether a file says whose form it is, be it one that cannot be accepted."""
    return isinstance(outcome, Submission) or bool(outcome.stamp.unit)


def _judged(read: Answer, receipt: Receipt, *, asked: bool) -> Judged:
    """`asked` says that the officer himself calls the file a return."""
    outcome = read.outcome
    if isinstance(outcome, Submission):
        return Judged(outcome, read.findings, accepted(read.findings), receipt, failed=read.failed)
    failed: list[RuleFailure] = []
    finding, rule = judge_problem(outcome.problem, failed), messages()[outcome.problem.kind]
    if rule.no_return:
        # In a folder it is no return and passed over without a word of blame.
        finding = replace(finding, severity=Severity.ERROR if asked else Severity.NOTICE)
    return Judged(outcome, (finding,), rule.outcome, receipt, failed=tuple(failed))


def _sent_by(said: SaidSender, one: Judged, own: str, setting: Setting) -> Judged:
    """A file under the unit that the log names; where the file itself names another one, this counts and is told."""
    unit = setting.register.get(said.unit)
    assert unit is not None  # it was found there
    if own:
        known = setting.register.get(own)
        theirs = known.name if known is not None else own
        return told_of(one, noticed(ProblemKind.LOG_NAMES_ANOTHER, unit=theirs, logged=unit.name, line=said.place))
    return told_of(
        _under(one, unit, BY_LOG), noticed(ProblemKind.BOOKED_BY_LOG, unit=unit.name, line=said.place), last=True
    )


def _under(one: Judged, unit: ReportingUnit, source: str) -> Judged:
    assert isinstance(one.outcome, Unreadable)  # a form says itself whose it is
    return replace(one, outcome=replace(one.outcome, stamp=replace(one.outcome.stamp, unit=unit.code, source=source)))


def _named(one: Judged, setting: Setting) -> Judged:
    """A file that does not say whose it is, under the unit that its name speaks of: the unit has sent something."""
    outcome = one.outcome
    if isinstance(outcome, Submission) or outcome.stamp.unit or messages()[outcome.problem.kind].no_return:
        return one
    units = setting.register.valid_on(setting.period.until_date)
    unit = setting.register.get(named_unit(outcome.file.path, units, setting.edition))
    if unit is None:
        return one
    return told_of(_under(one, unit, BY_NAME), noticed(ProblemKind.BOOKED_BY_NAME, unit=unit.name), last=True)


def _excluded(one: Judged, reason: Recorded) -> Judged:
    """As if it had not been sent: an earlier file of the unit counts, unless it is left out too."""
    return replace(
        told_of(one, noticed(ProblemKind.EXCLUDED, reason=reason.words)), status=Status.EXCLUDED, excluded=reason
    )


def _told_nil(judged: tuple[Judged, ...], records: Records) -> tuple[Judged, ...]:
    """Of a unit that has said it has nothing to report and then sends a file, the file counts."""
    return tuple(_nil_but_sent(j, records.nil[marked_unit(j)]) if _counts(j, records.nil) else j for j in judged)


def _counts(one: Judged, units: Mapping[str, Recorded]) -> bool:
    return one.submission is not None and not one.status.set_aside and one.submission.unit in units


def _nil_but_sent(one: Judged, said: Recorded) -> Judged:
    assert said.day is not None  # a nil return without a day is refused
    told = told_of(one, noticed(ProblemKind.NIL_BUT_SENT, by=said.by, day=short_date(said.day)))
    return replace(told, status=accepted(told.findings))


def _told_late(judged: tuple[Judged, ...], period: ReportingPeriod) -> tuple[Judged, ...]:
    """A day that the office wrote down is told of the file that counts; that of a file alone only in the summary.

    The first file of a unit decides: a later correction does not make it late.
    """
    first: dict[str, Receipt] = {}
    for one in judged:
        if one.submission is not None and one.status is not Status.EXCLUDED:
            held = first.get(one.submission.unit)
            first[one.submission.unit] = one.receipt if held is None or one.receipt.day < held.day else held
    return tuple(_late(one, first, period) for one in judged)


def _late(one: Judged, first: Mapping[str, Receipt], period: ReportingPeriod) -> Judged:
    if one.submission is None or one.status.set_aside:
        return one
    receipt = first[one.submission.unit]
    if not receipt.from_log or not period.days_late(receipt.day):
        return one
    due = until(period.due, inclusive=period.due_inclusive)
    return told_of(one, noticed(ProblemKind.RECEIVED_LATE, day=short_date(receipt.day), due=due))


def _season(setting: Setting, judged: tuple[Judged, ...], previous: Previous | None) -> Season:
    return Season(
        setting.edition,
        setting.period,
        setting.register,
        tuple(_scopes(setting, judged)),
        previous.units if previous else {},
        previous.name if previous else "",
    )


def _compare(
    setting: Setting, judged: tuple[Judged, ...], bound: tuple[BoundConstraint, ...], season: Season
) -> tuple[Judged, ...]:
    """Adds the findings between units and periods to the files that count, and the rules that failed there."""
    failed: list[RuleFailure] = []
    more = judge_season(season, bound, failed)
    kinds = {s.submission.file.path: s.unit.kind for s in season.scopes}
    concern: dict[tuple[str, str], list[Constraint]] = {}
    for each in bound:
        concern.setdefault((each.rule.code, each.constraint.id), []).append(each.constraint)
    year = setting.edition.year

    def stopped(path: str) -> tuple[RuleFailure, ...]:
        uses = ((f, concern.get((f.code, f.constraint))) for f in dict.fromkeys(failed) if path in kinds)
        return tuple(f for f, some in uses if some is None or any(c.applies_to(kinds[path], year) for c in some))

    booked = (replace(j, failed=(*j.failed, *stopped(j.outcome.file.path))) if failed else j for j in judged)
    return tuple(_with(j, more.get(j.outcome.file.path, ()), setting) for j in booked)


def _scopes(setting: Setting, judged: tuple[Judged, ...]) -> Iterator[Scope]:
    """What counts, without the figures an error already withholds: they are compared with nothing."""
    for one in judged:
        unit = setting.register.get(one.submission.unit) if one.submission else None
        if one.submission is not None and unit is not None and not one.status.set_aside:
            yield Scope(setting.edition, unit, setting.period, one.submission, blocked_by(one.findings))


def _with(one: Judged, more: tuple[Finding, ...], setting: Setting) -> Judged:
    if not more or one.status.set_aside:
        return one
    findings = in_reading_order(setting.edition, (*one.findings, *more))
    return replace(one, findings=findings, status=accepted(findings))
