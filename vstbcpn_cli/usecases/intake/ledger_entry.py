"""What the ledger of a run says of one rule, and how the published documents have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec


class LedgerEntry(msgspec.Struct, frozen=True):
    """One rule, or one use of it that the edition declares, be it for several tables: `ran`, all of `skipped` and the
    files of `failed` are the files of the run.

    `found` counts its findings, `explained` those among them that the unit has explained; a finding of several uses is
    counted with the one it names first, so that the lines add up to the findings of the run. `failed` has by the name
    of the fault the files on which a fault of the program has stopped it.
    """

    code: str
    constraint: str
    ran: int
    found: int
    explained: int
    skipped: Mapping[str, int] = msgspec.field(default_factory=dict)
    failed: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)

    @property
    def rule(self) -> str:
        return f"{self.code} {self.constraint}".rstrip()


def as_json(ledger: Iterable[LedgerEntry]) -> list[dict[str, Any]]:
    """The ledger as the published documents have it."""
    return [
        {
            "code": e.code,
            "constraint": e.constraint,
            "ran": e.ran,
            "found": e.found,
            "explained": e.explained,
            "skipped": dict(e.skipped),
            "failed": [{"fault": fault, "files": list(files)} for fault, files in e.failed.items()],
        }
        for e in ledger
    ]
