"""The ledger of one run: of every rule on how many files it ran, what it found, why it did not run, where it failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from vstbcpn_cli.edition.model import Constraint
from vstbcpn_cli.model.coverage import Judged
from vstbcpn_cli.rules.base import ComparisonRule, ConstraintRule, ProblemRule, Rule, Scope, Season, SeasonRule
from vstbcpn_cli.rules.registry import BoundConstraint, rules
from vstbcpn_cli.usecases.intake.ledger_entry import LedgerEntry, as_json

__all__ = ["LedgerEntry", "as_json", "ledger_of"]

UNREADABLE, UNDECLARED, KIND, YEAR = "unreadable", "undeclared", "kind", "year"
SET_ASIDE, NO_EARLIER = "not_counted", "no_earlier"
"""Why a rule does not look at a file: it gives no form; the edition declares no such constraint; the constraint is for
other kinds of unit, or for later years; the file does not count; there are no earlier figures to compare with."""
_NEARER = (UNREADABLE, UNDECLARED, YEAR, KIND, SET_ASIDE, NO_EARLIER, "")
"""The reasons by how near the rule came to running: of several declarations of one use the nearest speaks for it."""


def ledger_of(judged: Sequence[Judged], bound: Iterable[BoundConstraint], season: Season) -> tuple[LedgerEntry, ...]:
    """Every rule in the order of the codes, a declared one once for each name it is declared under."""
    findings = [((f.code, f.constraint.partition(",")[0]), f) for j in judged for f in j.findings]
    told = Counter(key for key, _ in findings)
    explained = Counter(key for key, f in findings if f.explanation)
    return tuple(
        _entry(rule, use, constraints, judged, season, (told[rule.code, use], explained[rule.code, use]))
        for rule, use, constraints in _uses(bound)
    )


def _uses(bound: Iterable[BoundConstraint]) -> Iterator[tuple[Rule, str, Sequence[Constraint | None]]]:
    """Every rule, once for each name it is declared under, with all declarations of that name."""
    declared: dict[str, dict[str, list[Constraint | None]]] = {}
    for each in bound:
        declared.setdefault(each.rule.name, {}).setdefault(each.constraint.id, []).append(each.constraint)
    for rule in rules().values():
        yield from ((rule, use, some) for use, some in declared.get(rule.name, {"": [None]}).items())


def _entry(
    rule: Rule,
    use: str,
    constraints: Sequence[Constraint | None],
    judged: Sequence[Judged],
    season: Season,
    found: tuple[int, int],
) -> LedgerEntry:
    skipped: Counter[str] = Counter()
    failed: dict[str, list[str]] = {}
    scopes = {s.submission.file.path: s for s in season.scopes}
    for one in judged:
        path = one.outcome.file.path
        fault = next((f.fault for f in one.failed if (f.code, f.constraint) == (rule.code, use)), "")
        reason = ""
        if not fault:
            try:
                reasons = {_reason(rule, constraint, one, season, scopes.get(path)) for constraint in constraints}
                reason = max(reasons, key=_NEARER.index)
            except KeyboardInterrupt:
                raise
            except BaseException as raised:  # noqa: BLE001 - the rule's own code says whether it compares anything
                fault = type(raised).__name__
        if fault:
            failed.setdefault(fault, []).append(path)
        elif reason:
            skipped[reason] += 1
    ran = len(judged) - sum(skipped.values()) - sum(map(len, failed.values()))
    files = {fault: tuple(sorted(paths)) for fault, paths in sorted(failed.items())}
    return LedgerEntry(rule.code, use, ran, *found, dict(sorted(skipped.items())), files)


def _reason(rule: Rule, constraint: Constraint | None, one: Judged, season: Season, scope: Scope | None) -> str:
    """Why a rule does not look at a file; "" where it does. What the reader meets it says of every file."""
    if isinstance(rule, ProblemRule):
        return ""
    if one.submission is None:
        return UNREADABLE
    if constraint is None and isinstance(rule, ConstraintRule | SeasonRule):
        return UNDECLARED
    unit = season.register.get(one.submission.unit)
    if constraint is not None and season.edition.year < constraint.from_year:
        return YEAR
    if constraint is not None and unit is not None and not constraint.applies_to(unit.kind, season.edition.year):
        return KIND
    if isinstance(rule, SeasonRule | ComparisonRule):
        if scope is None:
            return SET_ASIDE
        if rule.compares is not None and not rule.compares(season, scope):
            return NO_EARLIER
    return ""
