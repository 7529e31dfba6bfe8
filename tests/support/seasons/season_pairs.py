"""The same season at two moments: units that came later, other files, other findings, units set aside, at random."""

from __future__ import annotations

import random

from tests.support.forms.plausible import coverage_of, plausible, submission_of
from tests.support.seasons.random_seasons import _faults, _form
from tests.support.seasons.report_cases import edition, register, report_of
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.report.renderer import Report


def pair(number: int) -> tuple[Report, Report]:
    """Before and after; every second pair differs in single answers only."""
    rng = random.Random(number)
    period = edition().periods[rng.choice(("6t", "nam"))]
    units = [u.code for u in register().valid_on(period.until_date)]
    before = {u: _form(edition(), period.code, u, rng) for u in rng.sample(units, rng.choice((2, 6, 14)))}
    after = dict(before)
    for unit in before:
        fate = rng.random()
        if fate < 0.15:
            del after[unit]
        elif fate < 0.5:
            after[unit] = _sent_again(
                _form(edition(), period.code, unit, rng) if number % 2 else _touched(unit, period.code, rng)
            )
    for unit in rng.sample([u for u in units if u not in before], rng.choice((0, 1, 3))):
        after[unit] = _form(edition(), period.code, unit, rng)
    found = {u: tuple(_faults(f, rng)) for u, f in before.items()}
    same = rng.random() < 0.5
    later = {u: found[u] if same and before.get(u) is f else tuple(_faults(f, rng)) for u, f in after.items()}
    return _report(before, found, period.code), _report(after, later, period.code)


def _touched(unit: str, period: str, rng: random.Random) -> Submission:
    """A form with some of its numbers changed and a row of a table more or less."""
    spec = register().get(unit)
    assert spec is not None
    answers = plausible(edition(), spec, edition().periods[period], str(rng.randint(0, 3)))
    numbers = [c for c, v in answers.values.items() if isinstance(v, int) and not isinstance(v, bool) and c[0] == "T"]
    for code in rng.sample(numbers, min(4, len(numbers))):
        value = answers.values[code]
        assert isinstance(value, int)
        answers.values[code] = value + rng.randint(1, 9)
    tables = [t for t, rows in answers.tables.items() if len(rows) > 1]
    for table in rng.sample(tables, min(1, len(tables))):
        answers.tables[table] = answers.tables[table][1:]
    return submission_of(edition(), spec, edition().periods[period], answers)


def _sent_again(form: Submission) -> Submission:
    return replace(form, file=replace(form.file, sha256=f"{form.file.sha256[:-4]}beef"))


def _report(forms: dict[str, Submission], findings: dict[str, tuple[Finding, ...]], period: str) -> Report:
    sent = tuple(forms[u] for u in sorted(forms))
    told = {u: f for u, f in findings.items() if f and u in forms}
    return report_of(consolidate(coverage_of(edition(), register(), edition().periods[period], sent, findings=told)))
