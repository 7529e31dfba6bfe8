"""The rules in words, and what an edition declares with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.model import Edition, Severity
from vstbcpn_cli.rules.base import Rule
from vstbcpn_cli.rules.registry import BoundConstraint, rule_of, rules
from vstbcpn_cli.runtime import work_steps
from vstbcpn_cli.runtime.missing_paths import nearest
from vstbcpn_cli.usecases.run_settings import Setting

_NUMBERED = re.compile(r"(r|vs)[ _-]?0*(\d+)")
_NEAREST = 3
_WIDTH = {"r": 2, "vs": 3}
"""R05 and VS101: what is typed as R5, r05 or “VS 101” is the same."""


class Declared(msgspec.Struct, frozen=True):
    """One constraint of the edition: the task it stands in, its rule, how bad it is, and what it asks, a line each."""

    task: str
    rule: Rule
    severity: Severity
    trial: bool
    asks: tuple[str, ...]


def listed() -> tuple[Rule, ...]:
    return tuple(sorted(rules().values(), key=lambda r: r.code))


def stated_names(edition: str) -> tuple[str, ...]:
    """The identifiers of the constraints an edition declares, each once."""
    return tuple(dict.fromkeys(c.id for c in load_edition(edition).constraints() if c.id))


def explained(edition: str, code: str) -> tuple[Rule, ...]:
    """The rule of a code (VS401), of a name, or every rule an identifier of the catalogue (R05) uses."""
    wanted = _plain(code)
    alone = rule_of(wanted.upper())
    if alone is not None:
        return (alone,)
    direct = [r for r in listed() if wanted in (r.code.casefold(), r.name)]
    if direct:
        return tuple(direct)
    names = {c.rule for c in load_edition(edition).constraints() if c.id.casefold() == wanted}
    return tuple(r for r in listed() if r.name in names or wanted in (i.casefold() for i in r.catalogue))


def nearest_rules(edition: str, code: str) -> tuple[str, ...]:
    """The codes or identifiers closest to one that does not exist: of a number those beside it, begun alike first."""
    known = [n for r in listed() for n in (r.code, r.name, *r.catalogue)]
    known += stated_names(edition)
    asked = _NUMBERED.fullmatch(code.strip().casefold())
    if asked is None:
        near = nearest(code, known)
        return (near,) if near else ()
    letters, digits = asked[1].upper(), asked[2]
    alike = sorted({n for n in known if re.fullmatch(rf"{letters}\d+", n)})
    begun = [n for n in alike if n.removeprefix(letters).startswith(digits)]
    beside = sorted(alike, key=lambda n: abs(int(n.removeprefix(letters)) - int(digits)))
    return tuple((begun or beside)[:_NEAREST])


def rule_meant(edition: Edition, text: str) -> str:
    """The code of a rule or the identifier of a constraint that a text is; "" for another."""
    wanted = _plain(text).upper()
    known = {c.id for c in edition.constraints()} | {i for r in listed() for i in (r.code, *r.catalogue)}
    return wanted if wanted in known else ""


def figure_meant(edition: str, text: str) -> str:
    """The code of the form that a text is; "" for another."""
    codes = load_edition(edition).task_of
    return next((code for code in codes if code.casefold() == text.strip().casefold()), "")


def _plain(code: str) -> str:
    wanted = code.strip().casefold()
    numbered = _NUMBERED.fullmatch(wanted)
    return f"{numbered[1]}{int(numbered[2]):0{_WIDTH[numbered[1]]}}" if numbered else wanted


def stated(edition: str, code: str) -> tuple[str, tuple[Declared, ...]]:
    """The constraints an edition declares under an identifier (R05), as the form says them to the units, with the
    identifier as it is printed; none for the code of a rule."""
    wanted = _plain(code)
    if wanted not in map(str.casefold, stated_names(edition)):
        return "", ()
    from vstbcpn_cli.rules.registry import bind
    from vstbcpn_cli.usecases.run_settings import setting

    chosen = setting(edition, None, None)
    bound = [b for b in bind(chosen.edition) if b.constraint.id.casefold() == wanted]
    said = _said(chosen, bound)
    trial = chosen.edition.trial
    found = tuple(
        Declared(
            b.constraint.path.split(".")[1],
            b.rule,
            b.constraint.severity or b.rule.severity,
            b.constraint.trial or b.rule.code in trial,
            said[n],
        )
        for n, b in enumerate(bound)
    )
    return bound[0].constraint.id, found


def _said(chosen: Setting, bound: list[BoundConstraint]) -> list[tuple[str, ...]]:
    """What each constraint asks: its lines on the form, of all kinds of units; else the rule with what it looks at."""
    from vstbcpn_cli.workbook.form.form_plan import FormPlans

    lines: list[dict[str, None]] = [{} for _ in bound]
    work_steps.at(work_steps.Step.EXPLAIN)
    plans = FormPlans(chosen.edition, chosen.period, lambda _: ())
    for plan in plans.all(chosen.register.valid_on(chosen.period.until_date)):
        form = plan.checks.form
        for n, b in enumerate(bound):
            if b.rule.live is not None and b.constraint.applies_to(form.applies.unit.kind, chosen.edition.year):
                lines[n] |= dict.fromkeys(f"{c.text} [{_places(c.at, c.cells)}]" for c in b.rule.live(b.params, form))
    return [tuple(found) or tuple(_looked_at(chosen.edition, b)) for found, b in zip(lines, bound, strict=True)]


def _places(at: str, cells: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys((at, *cells)))


def _looked_at(edition: Edition, bound: BoundConstraint) -> Iterator[str]:
    """What a constraint is about that no line of the form can say: between units, against earlier figures."""
    from vstbcpn_cli.rules.registry import named_in

    named = [n for n in named_in(bound) if edition.knows(n)]
    labels = [f"{edition.whole_label(n)} [{n}]" for n in named]
    yield f"{bound.rule.title}: {'; '.join(labels) or 'mọi số liệu kỳ trước cũng có'}"


def declared(edition: str, rule: Rule) -> tuple[str, ...]:
    """`R05 (T2)` for each task in which the edition declares the rule; one on trial says so."""
    loaded = load_edition(edition)
    tried = rule.code in loaded.trial
    uses = [
        f"{c.id} ({task.code}{', thử nghiệm' if tried or c.trial else ''})"
        for task in loaded.tasks
        for c in task.constraints
        if c.rule == rule.name
    ] or (["thử nghiệm"] if tried else [])
    return tuple(dict.fromkeys(uses))
