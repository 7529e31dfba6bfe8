"""Which returned files get feedback, under which names, what their units are told, and whom it still waits for; without
what writes documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import ReportingUnit
from vstbcpn_cli.model.coverage import Judged, UnitStanding, marked_unit, without_private
from vstbcpn_cli.model.feedback import told_to_unit
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.submission import Submission, Unreadable
from vstbcpn_cli.model.told_findings import EarlierFeedback, ToldFinding
from vstbcpn_cli.rules.base import ComparisonRule, SeasonRule
from vstbcpn_cli.rules.registry import rules
from vstbcpn_cli.runtime.file_names import safe_name
from vstbcpn_cli.usecases.feedback_history import load_told, recorded
from vstbcpn_cli.usecases.intake.intake import Intake

_LONGEST_STEM = 40
_ASKED = (UnitStanding.TO_CORRECT, UnitStanding.UNUSABLE)


def unanswered(intake: Intake, folder: Path) -> int:
    """How many units that have to correct or to send again have not been told so, by the record in the folder, of what
    they sent last; all of them where that record cannot be used."""
    coverage = intake.coverage
    asked = {u.unit.code for u in coverage.units if coverage.standing(u) in _ASKED}
    try:
        before = load_told(folder, coverage.edition.edition, coverage.period.code)
    except ConfigurationError:
        return len(asked)
    given = before.given(len(before.rounds))
    waiting = {n for n, stem in stems_of(intake)[0].items() if given.get(stem) != told_digest(intake, n)}
    return len(asked & {marked_unit(intake.judged[n]) for n in waiting})


def stems_of(intake: Intake) -> tuple[dict[int, str], tuple[str, ...]]:
    """The files that get feedback, by their place, with the beginning of the names of their outputs; and the others."""
    wanted = [n for n, j in enumerate(intake.judged) if not j.status.set_aside and not _is_lock_file(j)]
    told = [
        n
        for n in wanted
        if intake.judged[n].submission is not None or _said(intake.judged[n], intake.setting.edition.private)
    ]
    passed = tuple(intake.judged[n].outcome.file.path for n in wanted if n not in told)
    first: dict[str, int] = {}
    for n in sorted(told, key=lambda n: _rank(intake.judged[n]), reverse=True):
        unit = unit_of(intake, intake.judged[n])
        if unit is not None:
            first.setdefault(unit.code, n)
    named = {n: code for code, n in first.items()}
    return {n: safe_name(named.get(n) or _stem_of_file(intake.judged[n]), "") for n in told}, passed


def unit_of(intake: Intake, judged: Judged) -> ReportingUnit | None:
    """The unit a file is of, also one that could not be accepted but says whose it is."""
    outcome = judged.outcome
    return intake.setting.register.get(outcome.unit if isinstance(outcome, Submission) else outcome.stamp.unit)


def _rank(judged: Judged) -> tuple[bool, object, str]:
    """The file that counts has the name of its unit, else the one received last."""
    return judged.submission is not None, judged.receipt.day, judged.outcome.file.path


def _stem_of_file(judged: Judged) -> str:
    file = judged.outcome.file
    digest = hashlib.sha256(f"{file.sha256} {file.path}".encode()).hexdigest()
    return f"{Path(file.path).stem[:_LONGEST_STEM].strip()}-{digest[:8]}"


def _is_lock_file(judged: Judged) -> bool:
    return isinstance(judged.outcome, Unreadable) and judged.outcome.problem.kind is ProblemKind.LOCK_FILE


@cache
def for_the_office() -> frozenset[str]:
    return frozenset(name for name, rule in rules().items() if rule.for_the_office)


@cache
def rule_kinds() -> tuple[frozenset[str], frozenset[str]]:
    """The codes of the rules that compare files, and of those whose advice is to take something out."""
    between = frozenset(r.code for r in rules().values() if isinstance(r, SeasonRule | ComparisonRule))
    return between, frozenset(r.code for r in rules().values() if r.by_removal)


def _said(judged: Judged, private: frozenset[str]) -> tuple[ToldFinding, ...]:
    return tuple(map(ToldFinding.of, told_to_unit(without_private(judged, private).findings, for_the_office())))


def as_told(judged: Judged, private: frozenset[str], before: Iterable[EarlierFeedback] = ()) -> EarlierFeedback:
    """The file with what its unit is told of it; a file that no longer counts is told nothing any more, and was told
    what stands `before` on record."""
    file = judged.outcome.file
    made = EarlierFeedback(file.path, file.sha256, judged.receipt.day.isoformat(), _said(judged, private))
    made = recorded(before, made) if judged.status.set_aside else made
    return made if made.rows or isinstance(judged.outcome, Unreadable) else made.with_rows(judged.outcome)


def told_digest(intake: Intake, place: int) -> str:
    """Of a file and what its unit is told of it, whatever day that is."""
    told = as_told(intake.judged[place], intake.setting.edition.private)
    said = repr((told.sha256 or told.file, told.received, told.said))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
