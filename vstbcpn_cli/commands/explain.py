"""The rules in words, and where an edition declares them; reads the edition as plain data, so it answers at once."""

from __future__ import annotations

from vstbcpn_cli.rules.base import Rule
from vstbcpn_cli.rules.registry import rule_of, rules
from vstbcpn_cli.schema.load import part_of_edition


def listed() -> tuple[Rule, ...]:
    return tuple(sorted(rules().values(), key=lambda r: r.code))


def explained(edition: str, code: str) -> tuple[Rule, ...]:
    """The rule of a code (VS401), of a name, or every rule an identifier of the catalogue (R05) uses."""
    wanted = code.strip().casefold()
    alone = rule_of(wanted.upper())
    if alone is not None:
        return (alone,)
    direct = [r for r in listed() if wanted in (r.code.casefold(), r.name)]
    if direct:
        return tuple(direct)
    names = {c["rule"] for _, c in _constraints(edition) if str(c.get("id", "")).casefold() == wanted}
    return tuple(r for r in listed() if r.name in names or wanted in (i.casefold() for i in r.catalogue))


def declared(edition: str, rule: Rule) -> tuple[str, ...]:
    """`R05 (T2)` for each task in which the edition declares the rule; one on trial says so."""
    tried = rule.code in part_of_edition(edition, "tasks.constraints").get("trial", [])
    uses = [
        f"{c.get('id')} ({task}{', thử nghiệm' if tried or c.get('trial') else ''})"
        for task, c in _constraints(edition)
        if c.get("rule") == rule.name
    ] or (["thử nghiệm"] if tried else [])
    return tuple(dict.fromkeys(uses))


def _constraints(edition: str) -> list[tuple[str, dict[str, object]]]:
    tasks = part_of_edition(edition, "tasks.constraints").get("tasks", [])
    return [(str(t.get("code")), c) for t in tasks for c in t.get("constraints", [])]
