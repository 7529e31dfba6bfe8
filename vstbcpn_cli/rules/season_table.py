"""The figures of all units of a season in one table, for rules that compare many units at once.

pandas is imported where a table is made: a command that compares nothing does not wait for it. What is worked out here
only says how usual a figure is; no figure of the report is ever a float.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.model.submission import Observation
from vstbcpn_cli.rules.scope import Season

if TYPE_CHECKING:
    import pandas as pd

CHANCE = 2
"""Small counts differ by chance: the variance of the logarithm of n is about so much divided by n. Twice what it is of
events that have nothing to do with each other, for they come in series."""
_COUNTED = (FieldType.INT, FieldType.MONEY)
"""Percentages and the values of targets have a scale of their own."""


class SeasonTable(msgspec.Struct, frozen=True):
    """The columns of `table`: `line` the place of the answer in `found`, `unit` that of the unit in `season.scopes`,
    `kind` and `size` of the unit (NaN where it gives none), `code`, and `number` as a float."""

    found: tuple[Observation, ...]
    table: pd.DataFrame


def figures(season: Season, size: str, beside: str) -> SeasonTable:
    """Every count and amount of money that speaks of the unit itself: what a lead reports may be the province's.

    `size` is the field that says how large a unit is. It cannot explain itself: the size of its own line is `beside`,
    a part of it.
    """
    import pandas as pd  # 0,4 s

    scopes = season.scopes
    counted = [
        (unit, entry.observation)
        for unit, scope in enumerate(scopes)
        for entry in scope.entries
        if entry.spec.type in _COUNTED and entry.observation.number is not None
    ]
    own = [(u, o) for u, o in counted if not scopes[u].unit.leads(o.key.code)]
    sizes, parts = ([_positive(scope.value(code)) for scope in scopes] for code in (size, beside))
    table = pd.DataFrame(
        {
            "line": range(len(own)),
            "unit": [u for u, _ in own],
            "kind": [scopes[u].unit.kind for u, _ in own],
            "size": [(parts if o.key.code == size else sizes)[u] for u, o in own],
            "code": [o.key.code for _, o in own],
            "number": [float(o.number or 0) for _, o in own],
        }
    )
    return SeasonTable(tuple(o for _, o in own), table)


def _positive(found: Observation | None) -> float:
    return float(found.number) if found is not None and found.number else math.nan
