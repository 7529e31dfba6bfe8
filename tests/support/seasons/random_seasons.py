"""Seasons at random for the Word report: any units, any gaps, zeros, withheld values, either period, with last year."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tests.support.forms.plausible import Answers, coverage_of, everyone, plausible, submission_of
from tests.support.seasons.report_cases import edition as shipped
from tests.support.seasons.report_cases import register, report_of
from vstbcpn_cli.edition.model import Edition, Severity
from vstbcpn_cli.model.consolidation import Consolidation, consolidate
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.report.renderer import Report

FATES = ("full", "nil", "gaps", "words", "blank")
"""What a unit made of its form: all of it, nothing but zeros, half of it, only words, nothing at all."""


@dataclass(frozen=True)
class Season:
    """One drawn season; `name` tells it apart when a test fails."""

    name: str
    report: Report


@cache
def midterm() -> Edition:
    """The edition of a year without election."""
    return replace(shipped(), election_mode="giua_nhiem_ky")


def seasons(count: int, seed: int = 0) -> Iterator[Season]:
    for number in range(seed, seed + count):
        yield season(number)


def season(number: int) -> Season:
    rng = random.Random(number)
    period = rng.choice(("6t", "nam"))
    edition = shipped() if rng.random() < 0.75 else midterm()
    units = register().valid_on(edition.periods[period].until_date)
    sent = rng.sample(range(len(units)), rng.choice((1, 2, 5, 30, len(units))))
    forms = tuple(_form(edition, period, units[n].code, rng) for n in sorted(sent))
    findings = {s.unit: found for s in forms if (found := tuple(_faults(s, rng)))}
    coverage = coverage_of(edition, register(), edition.periods[period], forms, findings=findings)
    strict = rng.random() < 0.2
    previous = _earlier(edition.election_mode, period) if rng.random() < 0.5 else None
    made = consolidate(coverage, strict=strict)
    return Season(f"{number}: {period}, {len(forms)}", report_of(made, previous=previous, strict=strict))


def _form(edition: Edition, period: str, code: str, rng: random.Random) -> Submission:
    unit = register().get(code)
    assert unit is not None
    answers = plausible(edition, unit, edition.periods[period], str(rng.randint(0, 3)))
    _befall(answers, rng.choice(FATES), rng)
    answers.values["M.08"] = rng.random() < 0.2
    return submission_of(edition, unit, edition.periods[period], answers)


def _befall(answers: Answers, fate: str, rng: random.Random) -> None:
    if fate == "nil":
        for code, value in answers.values.items():
            if isinstance(value, bool):
                answers.values[code] = False
            elif isinstance(value, int | Decimal) and not code.startswith("M."):
                answers.values[code] = 0
        answers.nil_tables.update(answers.tables)
        answers.tables.clear()
    elif fate == "gaps":
        for code in [c for c in answers.values if not c.startswith("M.") and rng.random() < 0.5]:
            del answers.values[code]
        for code in [c for c in answers.tables if rng.random() < 0.5]:
            del answers.tables[code]
    elif fate != "full":
        kept = {c: v for c, v in answers.values.items() if fate == "words" and isinstance(v, str)}
        answers.values.clear()
        answers.values.update(kept)
        answers.tables.clear()
        answers.nil_tables.clear()


def _faults(form: Submission, rng: random.Random) -> Iterator[Finding]:
    """An error on some of the answers, as a rule would give it."""
    for code, found in form.values.items():
        if found.given and found.cell is not None and code.startswith("T") and rng.random() < 0.01:
            yield Finding(
                "VS401",
                "part-exceeds-whole",
                Severity.ERROR,
                "Hai ô trái nhau.",
                "Đề nghị kiểm tra.",
                Place(found.cell, found.key),
            )


@cache
def _earlier(mode: str, period: str) -> Previous:
    edition = shipped() if mode == shipped().election_mode else midterm()
    forms = tuple(everyone(edition, register(), edition.periods[period], "2010"))
    return previous_of(consolidate(coverage_of(edition, register(), edition.periods[period], forms[3:])), period)


def previous_of(made: Consolidation, period: str) -> Previous:
    """What `--previous` would read back from the data of that consolidation."""
    totals = {c: Decimal(v) for c in made.codes() if (v := made.total(c).value) is not None}
    lacking = {c: made.total(c).lacking for c in made.codes()}
    answered = {c: len(made.total(c).parts) for c in made.codes()}
    units: dict[str, dict[str, Decimal]] = {}
    for code in made.codes():
        for part in made.total(code).parts:
            if part.observation.number is not None:
                units.setdefault(part.unit.code, {})[code] = Decimal(part.observation.number)
    return Previous("2010", period, units, totals, lacking, answered)
