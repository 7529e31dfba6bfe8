"""What the office has decided to count in the place of what stands in single cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from vstbcpn_cli.model.submission import Key, Value
from vstbcpn_cli.text.normalise import clean


def same_content(text: str) -> str:
    """What two writings of the content of one cell have in common: a spreadsheet may change the spaces in it."""
    return " ".join(clean(text).split())


class Repair(msgspec.Struct, frozen=True):
    """Of what a unit typed (`found`) as the answer to `key`, the value that counts; who decided it, and why."""

    unit: str
    key: Key
    found: str
    value: Value
    by: str
    why: str = ""

    @property
    def cell(self) -> tuple[str, Key, str]:
        """A repair holds for a unit, an answer and the content that it was decided on, whatever the file is called."""
        return self.unit, self.key, same_content(self.found)


class Repairs(msgspec.Struct, frozen=True, dict=True):
    """The accepted repairs of a run."""

    by_cell: Mapping[tuple[str, Key, str], Repair] = msgspec.field(default_factory=dict)

    @classmethod
    def of(cls, repairs: Iterable[Repair]) -> Repairs:
        return cls({repair.cell: repair for repair in repairs})

    def at(self, unit: str, key: Key, found: str) -> Repair | None:
        return self.by_cell.get((unit, key, same_content(found))) if self.by_cell else None

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """Of each unit that has repairs a mark: the same for the same repairs and for no others."""
        found: dict[str, list[str]] = {}
        for repair in self.by_cell.values():
            found.setdefault(repair.unit, []).append(repr(repair))
        return {unit: hashlib.sha256(repr(sorted(found[unit])).encode()).hexdigest() for unit in sorted(found)}


NONE = Repairs()
"""Nothing is repaired."""
