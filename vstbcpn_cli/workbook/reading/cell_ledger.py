"""The account of every stored cell of a file: in the data, in a problem, or the form's own text."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from vstbcpn_cli.model.problems import Noticed
from vstbcpn_cli.model.submission import CellCount, CellRef, Key, Problem
from vstbcpn_cli.text.normalise import clean


class Ledger(msgspec.Struct):
    """Books each non-empty cell once; what is left unbooked at the end lies outside the form.

    A cell whose value is used with a remark stays in the data: `in_findings` counts the cells that gave nothing.
    `asked` are the cells the form asks, filled or not, with what they answer; `remarked` those whose own line quotes
    them.
    """

    problems: list[Problem] = msgspec.field(default_factory=list)
    data: set[CellRef] = msgspec.field(default_factory=set)
    faulted: set[CellRef] = msgspec.field(default_factory=set)
    ignored: set[CellRef] = msgspec.field(default_factory=set)
    asked: dict[CellRef, Key | None] = msgspec.field(default_factory=dict)
    remarked: set[CellRef] = msgspec.field(default_factory=set)

    def still_open(self, cells: Iterable[CellRef]) -> list[CellRef]:
        """Those of the cells that are not booked, in their order."""
        data, faulted, ignored = self.data, self.faulted, self.ignored
        return sorted(at for at in cells if at not in data and at not in faulted and at not in ignored)

    def fault_file(self, what: Noticed) -> None:
        """Records a problem of the file as a whole."""
        self.problems.append(Problem(what.kind, details=what.details))

    def fault_sheet(self, what: Noticed, sheet: str) -> None:
        """Records a problem of a whole sheet; no cell is booked by it."""
        self.problems.append(Problem(what.kind, CellRef(sheet, 1, 1), None, clean(sheet), what.details))

    def record(self, what: Noticed, cell: CellRef, *, shown: str = "", key: Key | None = None) -> None:
        """Records what is to be said at a cell without booking it."""
        self.problems.append(Problem(what.kind, cell, key, shown, what.details))

    def fault(
        self, what: Noticed, cell: CellRef, *, shown: str = "", key: Key | None = None, also: tuple[CellRef, ...] = ()
    ) -> None:
        """Records a problem at a cell; the cells of `also` are explained by the same sentence."""
        self.record(what, cell, shown=shown, key=key)
        self.faulted.update((cell, *also))

    def count(self, stored: set[CellRef]) -> CellCount:
        """Conservation: every stored cell stands in exactly one of the three sets."""
        faulted = stored & self.faulted
        data = (stored & self.data) - faulted
        ignored = (stored & self.ignored) - data - faulted
        return CellCount(len(stored), len(data), len(faulted), len(ignored))
