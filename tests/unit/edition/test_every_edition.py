"""What holds for a form whatever it asks: the shipped edition and one as unlike it as can be."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.support.forms import giving_back
from tests.support.forms import returned as at
from tests.support.forms.plausible import coverage_of, plausible, submission_of
from tests.support.forms.read_back import told
from tests.support.seasons import season
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.model import Aggregate, Edition
from vstbcpn_cli.edition.parsing import fingerprint, raw_edition
from vstbcpn_cli.model.consolidation import Consolidation, consolidate
from vstbcpn_cli.model.submission import State, Submission
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.usecases.tracing.model import Traced, TraceStanding
from vstbcpn_cli.usecases.tracing.query import answer_to


@pytest.fixture(params=season.EDITIONS, ids=["shipped", "second"])
def edition(request: pytest.FixtureRequest) -> Iterator[Edition]:
    with season.using(request.param) as found:
        yield found


def _period(edition: Edition) -> str:
    return next(iter(edition.periods))


def _units(edition: Edition) -> list[str]:
    """One unit of each kind."""
    return [next(u.code for u in season.register().units if u.kind == k) for k in edition.kind_of if _has(k)]


def _has(kind: str) -> bool:
    return any(u.kind == kind for u in season.register().units)


def _sent(edition: Edition) -> tuple[Submission, ...]:
    """Twelve units at most."""
    period, units = edition.periods[_period(edition)], season.register().units
    some = units[:: -(-len(units) // 12)]
    return tuple(submission_of(edition, u, period, plausible(edition, u, period)) for u in some)


def _added(edition: Edition, sent: tuple[Submission, ...]) -> Consolidation:
    return consolidate(coverage_of(edition, season.register(), edition.periods[_period(edition)], sent))


def _faulty(edition: Edition, unit: str) -> tuple[bytes, str]:
    """A form with one part larger than its whole, and the code of that part."""
    period = _period(edition)
    rule = next(c.params for c in edition.constraints() if c.rule == "part-exceeds-whole" and "matrix" in c.params)
    line = f"{rule['matrix']}.{edition.matrices[rule['matrix']].rows[0].code}"
    part, whole = (f"{line}.{rule[key]}" for key in ("part", "whole"))
    cells = {at.spot(unit, whole, period=period): 3, at.spot(unit, part, period=period): 4}
    return at.typed(at.filled(unit, period), cells), part


def test_the_editions_share_no_name() -> None:
    """What tests keep by the code of a unit or a period is then of one edition only."""
    names = []
    for name in season.EDITIONS:
        with season.using(name) as edition:
            names.append({*edition.task_of, *edition.kind_of, *edition.periods, *(u.code for u in at.register().units)})
    assert not set.intersection(*names)


def test_what_is_typed_is_what_is_read(edition: Edition) -> None:
    for unit in _units(edition)[::2]:
        applies = at.applies_to(unit, _period(edition))
        ideal = told(
            submission_of(edition, applies.unit, applies.period, plausible(edition, applies.unit, applies.period))
        )
        read = at.accepted(at.filled(unit, applies.period.code), applies.period.code)
        found = {c: a for c, a in told(read).items() if a[0] is not State.NOT_APPLICABLE}
        assert found == {c: ideal[c] for c in found}
        assert len(found) > 20
        assert judge(at.scope_of(read), at.bound()) == (), "what tests answer: tests/support/forms/plausible_works.py"


@pytest.mark.parametrize("name", season.EDITIONS)
def test_the_fingerprint_is_of_what_is_asked(name: str) -> None:
    edition = load_edition(name)
    raw = dict(raw_edition(name))
    assert fingerprint(raw) == edition.fingerprint
    assert fingerprint({**raw, "kinds": [{**k, "places": ["ấp"]} for k in raw["kinds"]]}) == edition.fingerprint
    assert fingerprint({**raw, "title": "khác"}) != edition.fingerprint


def test_totals_are_sums_whatever_the_order(edition: Edition) -> None:
    sent = _sent(edition)
    shuffled = random.Random(1).sample(sent, len(sent))
    whole, other = _added(edition, sent), _added(edition, tuple(shuffled))
    one, two = _added(edition, sent[::2]), _added(edition, sent[1::2])
    summed = 0
    for code in (*edition.indicators, *edition.matrix_cells):
        total = whole.total(code)
        assert other.total(code) == total
        if total.aggregate is Aggregate.SUM and total.value is not None:
            summed += 1
            assert isinstance(total.value, int | Decimal)
            assert total.value == sum(p.observation.number or 0 for p in total.parts)
            assert total.value == sum(whole.total(code, k).value or 0 for k in edition.kind_of)
            if not edition.indicators.get(code) or not edition.indicators[code].province:
                assert total.value == (one.total(code).value or 0) + (two.total(code).value or 0)
    assert summed > 10


def test_a_traced_total_is_the_sum_of_its_cells(edition: Edition) -> None:
    made = _added(edition, _sent(edition))
    for code in (*edition.indicators, *edition.matrix_cells):
        total = made.total(code)
        if total.aggregate is Aggregate.SUM and isinstance(total.value, int | Decimal):
            traced = answer_to(made, code)
            assert isinstance(traced, Traced)
            assert traced.value == total.value
            counted = [line.value for line in traced.lines if line.standing is TraceStanding.COUNTED]
            assert sum(value for value in counted if isinstance(value, int | Decimal)) == total.value


def test_rules_say_their_piece(edition: Edition) -> None:
    """A declared rule finds what it is declared for, in a whole sentence."""
    for unit in _units(edition)[:1]:
        content, part = _faulty(edition, unit)
        found = [f for f in at.findings(content, _period(edition)) if f.place.key and f.place.key.code == part]
        assert [f.code for f in found] == ["VS401"]
        assert "{" not in found[0].fact + found[0].advice


def test_marks_come_off_without_a_trace(edition: Edition) -> None:
    unit, period = _units(edition)[0], _period(edition)
    content, _ = _faulty(edition, unit)
    marked = giving_back.marked(content, period=period)
    assert marked != content
    assert at.findings(marked, period) == at.findings(content, period)
    assert told(at.accepted(marked, period)) == told(at.accepted(content, period))
    assert giving_back.marked(content, period=period) == marked
