"""The figures of an earlier period, read back from the JSON that `consolidate` wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Previous:
    """`units` maps unit code → indicator code → figure; `totals` the consolidated figures; `lacking` by code how many
    units an earlier total lacked."""

    edition: str
    period: str
    units: Mapping[str, Mapping[str, Decimal]]
    totals: Mapping[str, Decimal]
    lacking: Mapping[str, int]
