"""How many planted faults the comparisons between units and periods find, and how often they are wrong.

`python -m tests.tools.unlikely_figures 40` measures 40 seasons of all units and prints the figures; the suite takes
a few. Faults are planted into honest seasons (tests/support/seasons/uneven.py), each kind alone and one at a time in
a season: what is counted is whether the very cell (or, of a copied block, the very sheet of the unit) is told.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from tests.support.seasons import season as shipped
from tests.support.seasons.uneven import figures_of, uneven_season
from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Key, Observation
from vstbcpn_cli.rules.base import Scope, Season
from vstbcpn_cli.rules.engine import judge, judge_season
from vstbcpn_cli.rules.registry import BoundConstraint, bind

OUTLIERS, COPIES = ("VS507", "VS508"), ("VS505", "VS506")
TIMES: dict[str, Callable[[Decimal], Decimal]] = {
    "× 10": lambda n: n * 10,
    "× 100": lambda n: n * 100,
    "× 1000": lambda n: n * 1000,
    ": 10": lambda n: n // 10,
    "digits swapped": lambda n: Decimal(str(n)[1::-1] + str(n)[2:]),
}
BLOCKS = ("T1", "T3", "T4", "T6")
CHANGED = (0, 1, 3)


@dataclass
class Rate:
    found: int = 0
    of: int = 0

    def add(self, *, found: bool) -> None:
        self.found, self.of = self.found + found, self.of + 1

    def __str__(self) -> str:
        return f"{self.found}/{self.of} ({100 * self.found // max(self.of, 1)} %)"


@lru_cache(maxsize=16)
def honest(seed: str, *, previous: bool = False) -> Season:
    edition = shipped.edition()
    made = uneven_season(edition, shipped.register(), edition.periods["6t"], seed)
    if not previous:
        return made
    before = uneven_season(edition, shipped.register(), edition.periods["6t"], seed, "2010")
    return replace(made, previous=figures_of(before), previous_period="2010-6t")


def told(made: Season, codes: tuple[str, ...] = OUTLIERS) -> Iterator[tuple[str, Finding]]:
    """The findings of these rules with the unit; what rules inside the form would withhold is compared too."""
    bound = [b for b in _bound() if b.rule.code in codes]
    units = {s.submission.file.path: s.unit.code for s in made.scopes}
    for path, found in judge_season(made, bound).items():
        yield from ((units[path], f) for f in found if f.code in codes)


@cache
def _bound() -> tuple[BoundConstraint, ...]:
    return bind(shipped.edition())


@cache
def _told_of_honest(seed: str, *, previous: bool) -> frozenset[tuple[str, Key | None]]:
    """Unit and cell of what is told of figures in an honest season."""
    return frozenset((u, f.place.key) for u, f in told(honest(seed, previous=previous), ("VS503", *OUTLIERS)))


def typed(scope: Scope) -> list[Observation]:
    """The counts a unit typed outside tables, other than 0 and 1."""
    found = [e.observation for e in scope.entries if e.spec.type is FieldType.INT and not e.observation.key.row]
    own = [o for o in found if not o.key.code.startswith("M.") and not scope.unit.leads(o.key.code)]
    return [o for o in own if (o.number or 0) > 1]


def changed(made: Season, unit: int, values: dict[str, Decimal]) -> Season:
    """The season with other figures in one form."""
    scope = made.scopes[unit]
    answers = dict(scope.submission.values)
    for code, number in values.items():
        value = int(number) if isinstance(answers[code].value, int) else number
        answers[code] = replace(answers[code], value=value, raw=str(value))
    scopes = list(made.scopes)
    scopes[unit] = Scope(made.edition, scope.unit, made.period, replace(scope.submission, values=answers))
    return replace(made, scopes=scopes)


def mistyped(made: Season, kind: str, rng: random.Random) -> tuple[Season, str, Key]:
    """One figure of one unit mistyped: the season, the unit and the cell that should be told."""
    while True:
        unit = rng.randrange(len(made.scopes))
        figures = typed(made.scopes[unit])
        if kind == "another's cell":
            one, other = rng.sample(figures, 2)
            number, other_number = Decimal(one.number or 0), Decimal(other.number or 0)
            values = {one.key.code: other_number, other.key.code: number}
            differs = max(number, other_number) >= 10 * min(number, other_number)
        else:
            one = rng.choice(figures)
            number = Decimal(one.number or 0)
            values = {one.key.code: TIMES[kind](number)}
            least = {": 10": 30, "digits swapped": 12}.get(kind, 2)
            differs = number >= least and values[one.key.code] not in (0, number)
        if differs:
            return changed(made, unit, values), made.scopes[unit].unit.code, one.key


def copied(made: Season, task: str, changes: int, rng: random.Random, kind: str) -> tuple[Season, str] | None:
    """A unit that gives the figures of another of its kind as its own, but for some that were changed a little."""
    edition = made.edition
    units = [n for n, s in enumerate(made.scopes) if s.unit.kind == kind]
    one, other = rng.sample(units, 2)
    theirs = {o.key.code: o for o in typed_of(made.scopes[other], task)}
    mine = {o.key.code for o in typed_of(made.scopes[one], task)}
    values = {c: Decimal(o.number or 0) for c, o in theirs.items() if c in mine}
    if len([v for v in values.values() if v]) < 6:
        return None
    for code in rng.sample([c for c, v in values.items() if v], changes):
        values[code] += rng.choice((1, 2, 3))
    assert edition.knows(task)
    return changed(made, one, values), made.scopes[one].unit.code


def typed_of(scope: Scope, task: str) -> list[Observation]:
    found = [e.observation for e in scope.entries_of[task] if e.spec.type.numeric and not e.observation.key.row]
    return [o for o in found if o.number is not None]


def on_sheet(made: Season, unit: str, task: str, codes: tuple[str, ...]) -> bool:
    tasks = (made.edition.task_of[f.place.key.code].code for u, f in told(made, codes) if u == unit and f.place.key)
    return task in tasks


def alarms(seeds: int, codes: tuple[str, ...], *, previous: bool = False) -> int:
    """How many findings in so many honest seasons."""
    return sum(len(list(told(honest(str(seed), previous=previous), codes))) for seed in range(seeds))


def mistyped_found(seeds: int, kind: str, *, previous: bool = False, unit_seed: int = 0) -> Rate:
    rate = Rate()
    for seed in range(seeds):
        made = honest(str(seed), previous=previous)
        faulty, unit, key = mistyped(made, kind, random.Random(f"{seed} {kind}" + " again" * unit_seed))
        found = {(u, f.place.key) for u, f in told(faulty, ("VS503", *OUTLIERS))}
        found -= _told_of_honest(str(seed), previous=previous)
        scope = next(s for s in faulty.scopes if s.unit.code == unit)
        inside = {k for f in judge(scope, _bound()) for k in f.keys}
        rate.add(found=(unit, key) in found or key in inside)
    return rate


def copies_found(seeds: int, task: str, changes: int, kind: str) -> Rate:
    rate = Rate()
    for seed in range(seeds):
        made = honest(str(seed))
        faulty = copied(made, task, changes, random.Random(f"{seed} {task} {changes} {kind}"), kind)
        if faulty is not None:
            rate.add(found=on_sheet(*faulty, task, ("VS506",)))
    return rate


def own_form_again(seeds: int, task: str, changes: int) -> Rate:
    """A unit sends the figures of its own earlier form."""
    rate = Rate()
    for seed in range(seeds):
        made = honest(str(seed), previous=True)
        rng = random.Random(f"{seed} again {task}")
        unit = rng.randrange(len(made.scopes))
        scope = made.scopes[unit]
        earlier = made.previous[scope.unit.code]
        values = {o.key.code: earlier[o.key.code] for o in typed_of(scope, task) if o.key.code in earlier}
        for code in rng.sample([c for c, v in values.items() if v], changes):
            values[code] += rng.choice((1, 2, 3))
        rate.add(found=on_sheet(changed(made, unit, values), scope.unit.code, task, ("VS505",)))
    return rate


def main(seeds: int) -> None:
    for previous in (False, True):
        print("with the earlier period" if previous else "without an earlier period")
        for codes in (OUTLIERS, COPIES):
            false = alarms(seeds, codes, previous=previous)
            print(f"  honest seasons: {' '.join(codes)} {false} findings in {seeds} seasons ({false / seeds:.2f} each)")
        for kind in (*TIMES, "another's cell"):
            print(f"  {kind}: {mistyped_found(seeds, kind, previous=previous)}")
    for kind in ("SN", "HU"):
        for task in BLOCKS:
            rates = [f"{n} changed {copies_found(seeds, task, n, kind)}" for n in CHANGED]
            print(f"  copy of {task} among {kind}: {', '.join(rates)}")
    for task in ("T1", "T5"):
        print(f"  own {task} again: {', '.join(f'{n} changed {own_form_again(seeds, task, n)}' for n in CHANGED[:2])}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
