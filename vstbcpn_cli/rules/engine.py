"""One submission, then a season, against all rules: faults become findings in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from vstbcpn_cli.edition.model import Constraint, Edition, Severity
from vstbcpn_cli.model.findings import CELL, SEVERITIES, Finding, Place, RuleFailure
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Key, Observation, Problem, Submission
from vstbcpn_cli.rules.base import (
    CASE,
    ComparisonRule,
    ConstraintRule,
    Fault,
    FormRule,
    ProblemRule,
    Rule,
    Scope,
    Season,
    SeasonRule,
)
from vstbcpn_cli.rules.messages import messages
from vstbcpn_cli.rules.registry import BoundConstraint, rules
from vstbcpn_cli.text.normalise import clean, quoted
from vstbcpn_cli.text.personal_numbers import without_personal


class UnusableFaultError(ValueError):
    """A rule gave no sentences, or a place that neither the form nor the file has."""


class UnusableRecordError(ValueError):
    """A problem was recorded without the details of its kind, or with others."""


Stage = Callable[[Scope], Iterable[Finding]]


def judge(
    scope: Scope, bound: Sequence[BoundConstraint], failed: list[RuleFailure] | None = None
) -> tuple[Finding, ...]:
    """Every finding inside one file, in reading order.

    A rule that raises is noted in `failed`; what it found before stays, and all others go on. Without that list the
    fault goes through.

    Stage by stage: closed cells, what the reader recorded, the form, blanks that another answer demands, all other
    constraints. A key faulted by an error is `blocked` for the later stages, so that nothing is said twice; what two
    rules of one stage, or a warning and a later stage, both say of one answer is told once in the end.
    """
    constraints = [b for b in bound if b.constraint.applies_to(scope.unit.kind, scope.edition.year)]
    stages: tuple[Stage, ...] = (
        lambda s: _form(s, failed, first=True),
        lambda s: _problems(s, failed),
        lambda s: _form(s, failed, first=False),
        lambda s: _constraints(s, constraints, failed, first=True),
        lambda s: _constraints(s, constraints, failed, first=False),
    )
    found: list[Finding] = []
    for stage in stages:
        scope = scope.without(blocked_by(found))
        found += stage(scope)
    return in_reading_order(scope.edition, _merged(_once(found)))


def judge_season(
    season: Season, bound: Sequence[BoundConstraint], failed: list[RuleFailure] | None = None
) -> Mapping[str, tuple[Finding, ...]]:
    """Findings between units and against the earlier period, by the path of every file of the season.

    The scopes should carry what `judge` blocked in them: a figure with an error is compared with nothing. `failed` is
    as in `judge`.
    """
    by_path = {scope.submission.file.path: scope for scope in season.scopes}
    found: dict[str, list[Finding]] = {path: [] for path in by_path}
    for each in bound:
        if not isinstance(each.rule, SeasonRule):
            continue
        with _noted(each.rule, failed, each.constraint):
            for submission, fault in each.rule.check(each.params, season):
                scope = by_path[submission.file.path]
                if each.constraint.applies_to(scope.unit.kind, season.edition.year):
                    found[submission.file.path].append(_finding(each.rule, fault, scope, each.constraint))
    for rule in rules().values():
        if isinstance(rule, ComparisonRule):
            with _noted(rule, failed):
                for submission, fault in rule.check(season):
                    path = submission.file.path
                    found[path].append(_finding(rule, fault, by_path[path]))
    return {path: in_reading_order(season.edition, _merged(_once(some))) for path, some in found.items()}


@contextmanager
def _noted(rule: Rule, failed: list[RuleFailure] | None, constraint: Constraint | None = None) -> Iterator[None]:
    """Whatever a rule does wrong is noted and costs no more than the rule: memory and recursion, and what is meant to
    end the whole program. Only who stops the run himself is obeyed."""
    try:
        yield
    except KeyboardInterrupt:
        raise
    except BaseException as fault:
        if failed is None:
            raise
        failed.append(RuleFailure(rule.code, constraint.id if constraint else "", type(fault).__name__))


def judge_problem(problem: Problem, failed: list[RuleFailure] | None = None) -> Finding:
    """The words for one recorded problem, for instance of a file that could not be read.

    Where they cannot be put together and `failed` notes it, the general words of the rule stand in their place: what
    the reader has met is never left out.
    """
    rule = messages()[problem.kind]
    fact, advice, thing = f"{rule.title}.", rule.fix, CELL
    with _noted(rule, failed):
        fact, advice, thing = _worded(rule, problem)
    place = Place(problem.cell, problem.key)
    finding = Finding(rule.code, rule.name, rule.severity, fact, advice, place, value=problem.shown, thing=thing)
    return replace(finding, next_time=rule.next_time)


def _worded(rule: ProblemRule, problem: Problem) -> tuple[str, str, str]:
    """Fact, advice, and what the finding is about. Raises `UnusableRecordError`."""
    if not rule.takes(problem.details):
        raise UnusableRecordError(f"{rule.name}: {', '.join(problem.details)}")
    case, meaning = rule.case_of(problem.details), rule.terms.get(problem.shown, "")
    details = {name: rule.terms.get(mark) or quoted(mark) for name, mark in problem.details.items() if name != CASE}
    known = all(details.values()) and bool(details or meaning)
    sheet = quoted(clean(problem.cell.sheet) if problem.cell else problem.shown)
    named = {**details, "shown": quoted(problem.shown), "sheet": sheet, "meaning": meaning}
    fact = case.fact or (rule.fact_known if known else "") or rule.fact
    advice = case.advice or (rule.advice_known if known else "") or rule.advice
    fact, advice, thing = (words.format_map(named) for words in (fact, advice, rule.thing))
    return fact, advice, thing


def blocked_by(findings: Iterable[Finding]) -> frozenset[Key]:
    """Every key an error touches: withheld from the totals, and not judged again."""
    return frozenset(key for f in findings if f.severity is Severity.ERROR for key in f.keys)


def in_reading_order(edition: Edition, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The file as a whole first, then the sheets in the order of the form, row, column, code."""
    positions = {task.code: n for n, task in enumerate(edition.tasks)}
    sheets = {task.sheet: n for n, task in enumerate(edition.tasks)}

    def position(finding: Finding) -> int:
        key, cell = finding.place.key, finding.place.cell
        task = edition.task_of.get(key.code) if key else None
        if task is not None:
            return positions[task.code]
        return sheets.get(cell.sheet, len(positions)) if cell else -1

    lines = {code: n for n, code in enumerate(edition.task_of)}

    def line(finding: Finding) -> int:
        """What stands in no cell is told first, in the order of the form."""
        key = finding.place.key
        return lines.get(key.code, 0) if key and finding.place.cell is None else len(lines)

    return tuple(sorted(findings, key=lambda f: (position(f), line(f), f.reading_order)))


# A rule runs to its end in here: were its findings handed out one by one, whoever leaves them off would end it with an
# exception of its own, which would be noted as the rule's.
def _form(scope: Scope, failed: list[RuleFailure] | None, *, first: bool) -> list[Finding]:
    found: list[Finding] = []
    for rule in rules().values():
        if isinstance(rule, FormRule) and rule.first is first:
            with _noted(rule, failed):
                found.extend(_finding(rule, fault, scope) for fault in rule.check(scope))
    return found


def _problems(scope: Scope, failed: list[RuleFailure] | None) -> Iterator[Finding]:
    for problem in scope.submission.problems:
        if problem.key not in scope.blocked:
            yield _explained(judge_problem(problem, failed), scope)
    for found in (*scope.submission.observations(), *_without_cell(scope.submission)):
        for problem in found.problems if found.key not in scope.blocked else ():
            placed = replace(problem, cell=problem.cell or found.cell, key=problem.key or found.key)
            yield _explained(judge_problem(placed, failed), scope)


def _without_cell(submission: Submission) -> Iterator[Observation]:
    """Answers that stand in no cell may still carry a problem: a key of the form that the file lacks."""
    rows = (row for answer in submission.tables.values() for row in answer.rows)
    answers = (*submission.values.values(), *(o for row in rows for o in row.cells.values()))
    yield from (o for o in answers if o.cell is None and o.problems)


def _constraints(
    scope: Scope, bound: Sequence[BoundConstraint], failed: list[RuleFailure] | None, *, first: bool
) -> list[Finding]:
    found: list[Finding] = []
    for each in bound:
        if isinstance(each.rule, ConstraintRule) and each.rule.first is first:
            with _noted(each.rule, failed, each.constraint):
                faults = each.rule.check(each.params, scope)
                found.extend(_finding(each.rule, fault, scope, each.constraint) for fault in faults)
    return found


def _finding(rule: Rule, fault: Fault, scope: Scope, constraint: Constraint | None = None) -> Finding:
    """Raises `UnusableFaultError` for what no finding can be made of, which is noted as a failure of the rule."""
    _check(fault, scope)
    declared = constraint.severity if constraint else None
    at = (
        fault.at if isinstance(fault.at, Observation) else scope.submission.find(fault.at.key) if fault.at.key else None
    )
    finding = Finding(
        rule.code,
        rule.name,
        fault.severity or declared or rule.severity,
        fault.fact,
        fault.advice,
        _place(fault.at),
        tuple(_place(r) for r in fault.related),
        fault.value or ((at.raw or at.text) if at else ""),
        constraint.id if constraint else "",
        thing=rule.thing,
        unit_fact=fault.unit_fact,
        next_time=rule.next_time,
        compared=isinstance(rule, SeasonRule | ComparisonRule),
    )
    if rule.code in scope.edition.trial or (constraint is not None and constraint.trial):
        fact = f"{finding.fact.removesuffix('.')} (quy tắc thử nghiệm)."
        finding = replace(finding, severity=Severity.NOTICE, fact=fact, trial=True)
    return _explained(finding, scope)


def _check(fault: Fault, scope: Scope) -> None:
    """What is made of a fault is told, stored and looked up far from its rule, where nobody knows whose it was."""
    sentences, optional = (fault.fact, fault.advice), (fault.value, fault.unit_fact)
    if not all(isinstance(text, str) for text in (*sentences, *optional)) or not all(map(str.strip, sentences)):
        raise UnusableFaultError("words")
    if not (fault.severity is None or isinstance(fault.severity, Severity)):
        raise UnusableFaultError("severity")
    for place in map(_place, (fault.at, *fault.related)):
        if not (_is_answer(place.key, scope) and _is_cell(place.cell, scope)):
            raise UnusableFaultError("place")


def _is_answer(key: Key | None, scope: Scope) -> bool:
    if key is None:
        return True
    known = scope.edition.knows(key.code) or any(o.key == key for o in scope.submission.nil_tasks.values())
    return known and isinstance(key.row, int) and key.row >= 0


def _is_cell(cell: CellRef | None, scope: Scope) -> bool:
    """A sheet may have been given another name in the returned file."""
    if cell is None:
        return True
    named = any(cell.sheet == task.sheet for task in scope.edition.tasks)
    known = named or any(o.cell and o.cell.sheet == cell.sheet for o in scope.submission.observations())
    return known and all(isinstance(n, int) and n > 0 for n in (cell.row, cell.column))


def _explained(finding: Finding, scope: Scope) -> Finding:
    """A warning beside a filled “Giải trình” becomes a notice that quotes it (contract, section 4); words that are
    what the warning is about do not explain it."""
    key = finding.place.key
    if finding.severity is not Severity.WARNING or key is None:
        return finding
    explanation = scope.explanation(key)
    if not explanation or explanation == without_personal(finding.value).strip():
        return finding
    fact = f"{finding.fact} Đơn vị giải trình: “{quoted(explanation.rstrip('.'))}”."
    advice = "Đề nghị giữ nguyên; cơ quan thường trực xem xét giải trình này."
    return replace(finding, severity=Severity.NOTICE, fact=fact, advice=advice, explanation=explanation)


def _place(at: Observation | Place) -> Place:
    return Place(at.cell or at.shown_at, at.key) if isinstance(at, Observation) else at


def _once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Without what another finding at the same answer says already, which must be as grave (`Rule.said_by`)."""
    at: dict[Key | None, list[Finding]] = {}
    for finding in findings:
        at.setdefault(finding.place.key, []).append(finding)
    for finding in findings:
        rule = rules()[finding.rule]
        # What a form rule relates is more cells of the same fault, what a constraint relates was only compared.
        alone = finding.place.key is not None and not (finding.related and isinstance(rule, FormRule))
        beside = (f for f in at[finding.place.key] if f.rule in rule.said_by) if alone else ()
        if not any(_as_grave(f, finding) for f in beside):
            yield finding


def _as_grave(one: Finding, other: Finding) -> bool:
    return SEVERITIES.index(one.severity) <= SEVERITIES.index(other.severity)


def _merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Errors of one code at one place become one, which says all that is wrong there."""
    errors: dict[tuple[str, Place], Finding] = {}
    for finding in findings:
        at = (finding.code, finding.place)
        if finding.severity is not Severity.ERROR or finding.place == Place():
            yield finding
        elif at in errors:
            errors[at] = _joined(errors[at], finding)
        else:
            errors[at] = finding
    yield from errors.values()


def _joined(one: Finding, other: Finding) -> Finding:
    fact = one.fact if other.fact in one.fact else f"{one.fact} {other.fact}"
    ids = one.constraint if other.constraint in one.constraint.split(", ") else f"{one.constraint}, {other.constraint}"
    related = tuple(dict.fromkeys((*one.related, *other.related)))
    return replace(one, fact=fact, related=related, constraint=ids)
