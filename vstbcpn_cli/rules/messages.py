"""The rules that are only words: what the reader records, from the table `intake/messages.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Status
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.rules.base import BUILT_IN, CASE, Case, ProblemRule

TABLE = Path(__file__).parent / "intake" / "messages.toml"


@cache
def messages() -> Mapping[ProblemKind, ProblemRule]:
    """The rule of each kind of problem, in the order of the table."""
    return loaded(TABLE.read_text(encoding="utf-8"))


def loaded(text: str) -> Mapping[ProblemKind, ProblemRule]:
    """The rules of a table. Raises `TypeError` for a key that no rule has, `ValueError` for a kind or a detail that is
    unknown, missing or named in no sentence."""
    found = {ProblemKind(name): _worded(name, **words) for name, words in tomllib.loads(text).items()}
    if missing := set(ProblemKind) - found.keys():
        raise ValueError(f"without words: {', '.join(sorted(missing))}")
    return found


def _worded(
    name: str,
    *,
    severity: str,
    outcome: str = Status.UNREADABLE,
    cases: Mapping[str, Mapping[str, Any]] | None = None,
    **rest: Any,
) -> ProblemRule:
    rule = ProblemRule(
        name=name,
        severity=Severity(severity),
        outcome=Status(outcome),
        cases={mark: Case(**_kept(words)) for mark, words in (cases or {}).items()},
        **_kept(rest),
    )
    for fault in _faults(rule):
        raise ValueError(f"{name}: {fault}")
    return rule


def _kept(words: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in words.items()}


def _faults(rule: ProblemRule) -> Iterator[str]:
    """What is wrong between the sentences of a rule and the details that it lists."""
    listed, of_cases = set(rule.details) - {CASE}, {name for case in rule.cases.values() for name in case.details}
    general = _named(rule.fact, rule.fact_known, rule.advice, rule.advice_known, rule.thing)
    used = general.union(*(_named(case.fact, case.advice) for case in rule.cases.values()))
    if (CASE in rule.details) is not bool(rule.cases):
        yield f"“{CASE}” is listed where there are cases, and only there"
    if undeclared := general - listed - BUILT_IN:
        yield f"not listed: {sorted(undeclared)}"
    if unused := listed - used:
        yield f"named in no sentence: {sorted(unused)}"
    for mark, case in rule.cases.items():
        named, own = _named(case.fact, case.advice), set(case.details)
        if undeclared := named - listed - own - BUILT_IN:
            yield f"not listed in {mark}: {sorted(undeclared)}"
        if unused := own - named:
            yield f"named in no sentence of {mark}: {sorted(unused)}"
    if taken := (listed | of_cases) & BUILT_IN:
        yield f"a detail cannot be called {sorted(taken)}"
    facts = (rule.outcome is not Status.UNREADABLE, rule.no_return, rule.perhaps_own, rule.program_fault)
    if any(facts) and not rule.fatal:
        yield "only what is fatal decides what becomes of the file"


def _named(*sentences: str) -> set[str]:
    return {name for text in sentences for _, name, _, _ in Formatter().parse(text) if name is not None}
