"""Which fields another answer of the same form leaves nothing to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from vstbcpn_cli.edition.model import Constraint, Edition

REQUIRES, FORBIDS = "missing-when-required", "filled-without-cause"
"""The rules whose `when` says under which answer a field is called for."""


class Causes(msgspec.Struct, frozen=True):
    """By code the conditions under which it is called for; `required` those that make it required, in `allowed` those
    without which nothing may stand there."""

    required: Mapping[str, tuple[Mapping[str, Any], ...]]
    allowed: Mapping[str, tuple[Mapping[str, Any], ...]]

    def excused(self, code: str, said: Callable[[str], str], *, conditional: bool) -> bool:
        """Whether an empty field has nothing to answer: `said` gives the text of an answer, empty when open.

        A unit without a Committee (T2.01) owes no number of its members; one that has not answered T2.01 does.
        `conditional` is whether the form marks the field B? for this unit.
        """
        required = self.required.get(code, ()) if conditional else ()
        return bool(required and all(_fails(w, said) for w in required)) or any(
            _fails(w, said) for w in self.allowed.get(code, ())
        )


def causes_of(edition: Edition) -> Causes:
    found: dict[str, dict[str, tuple[Mapping[str, Any], ...]]] = {REQUIRES: {}, FORBIDS: {}}
    for constraint in edition.constraints():
        if constraint.rule in found and "when" in constraint.params:
            _note(constraint, found[constraint.rule])
    return Causes(found[REQUIRES], found[FORBIDS])


def _note(constraint: Constraint, into: dict[str, tuple[Mapping[str, Any], ...]]) -> None:
    for code in constraint.params.get("fields", ()):
        into[code] = (*into.get(code, ()), constraint.params["when"])


def _fails(when: Mapping[str, Any], said: Callable[[str], str]) -> bool:
    """Answered, and with something else."""
    text = said(when["field"])
    start = when.get("starts_with", "")
    return bool(text) and text not in when.get("equals", ()) and not (start and text.startswith(start))
