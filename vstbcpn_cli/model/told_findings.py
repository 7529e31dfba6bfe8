"""What a unit was told of an earlier file, kept so that it is known again in the next one."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Key, Submission
from vstbcpn_cli.model.table_rows import RowPrints, row_prints

GONE_ROW = "?"
"""In a key the number of a row that is not known again: “T6.B1.so_nu[?]”."""


class ToldFinding(msgspec.Struct, frozen=True):
    """One finding as it was told: enough to know it again in the next file of the unit, wherever its row has moved.

    `key` is what the cell answers (“T6.B1.so_nu[2]”), "" for a finding without one; `related` are the keys of what it
    was compared with, "" also where an earlier version of the program wrote it down.
    """

    code: str
    constraint: str
    severity: Severity
    key: str
    sheet: str
    cell: str
    value: str
    fact: str
    advice: str
    related: str = ""

    @classmethod
    def of(cls, finding: Finding) -> ToldFinding:
        cell, key = finding.place.cell, finding.place.key
        return cls(
            finding.code,
            finding.constraint,
            finding.severity,
            str(key or ""),
            cell.sheet if cell else "",
            cell.address if cell else "",
            finding.value,
            finding.fact,
            finding.advice,
            " ".join(str(p.key) for p in finding.related if p.key),
        )

    def uses(self) -> tuple[tuple[str, str], ...]:
        """The rule with each declared use of it that has found this."""
        return tuple((self.code, use) for use in self.constraint.split(", "))

    def same(self) -> tuple[str, ...]:
        """Two findings that agree here are the same one; an address says nothing, rows move."""
        return (self.code, self.constraint, self.key) if self.key else self.alike()

    def alike(self) -> tuple[str, ...]:
        """What a finding of a row that has moved up or down still has in common with the earlier one."""
        return (self.code, self.constraint, self.column or self.sheet, self.value)

    def renamed(self) -> tuple[str, ...]:
        """The same for a finding without a key whose sheet has another name now."""
        return (self.code, self.constraint, self.key, self.cell, self.value)

    def spot(self) -> tuple[str, ...]:
        """Where it stands, whatever it says: a cell that was to be mended and has another fault is not mended."""
        if self.key or self.cell:
            return (self.key,) if self.key else (self.sheet, self.cell)
        return (self.code, self.constraint, self.fact)

    @property
    def column(self) -> str:
        """What a cell answers without the number of its row."""
        return column_of(self.key)

    @property
    def keys(self) -> frozenset[Key]:
        """Every value it speaks of."""
        return frozenset(k for k in map(key_of, (self.key, *self.related.split())) if k is not None)


@dataclass(frozen=True, slots=True)
class EarlierFeedback:
    """A file the unit sent before, and what it was told of it; `rows` has the tables in whose rows it was asked to mend
    something, none where an earlier version of the program wrote it down."""

    file: str
    sha256: str
    received: str
    said: tuple[ToldFinding, ...]
    rows: RowPrints = field(default_factory=dict, hash=False)

    @property
    def asked(self) -> frozenset[Key]:
        """Every value that what it is asked to mend speaks of."""
        return frozenset(k for s in self.said if s.severity is not Severity.NOTICE for k in s.keys)

    def with_rows(self, submission: Submission) -> EarlierFeedback:
        return replace(self, rows=row_prints(self.asked, submission))


def column_of(text: str) -> str:
    """What a key names without the number of its row."""
    return text.partition("[")[0]


def key_of(text: str) -> Key | None:
    """The key that was written down; None for no key, or that of a row that is not known again."""
    code, _, row = text.partition("[")
    number = row.rstrip("]") or "0"
    return Key(code, int(number)) if code and number != GONE_ROW else None
