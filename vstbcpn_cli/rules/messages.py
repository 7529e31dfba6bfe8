"""The rules that are only words: what the reader records, from the table `intake/messages.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import Case, ProblemRule

TABLE = Path(__file__).parent / "intake" / "messages.toml"


@cache
def messages() -> Mapping[str, ProblemRule]:
    """The rule of each kind of problem, in the order of the table. Raises for a key that no rule has."""
    return {name: _worded(name, **words) for name, words in tomllib.loads(TABLE.read_text(encoding="utf-8")).items()}


def _worded(
    name: str, *, severity: str, cases: Mapping[str, Mapping[str, str]] | None = None, **rest: Any
) -> ProblemRule:
    kept: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in rest.items()}
    found = {mark: Case(**words) for mark, words in (cases or {}).items()}
    return ProblemRule(name=name, severity=Severity(severity), cases=found, **kept)
