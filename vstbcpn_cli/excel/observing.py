"""One entry cell of the form to an Observation, booked in the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from vstbcpn_cli.excel.cells import RawCell
from vstbcpn_cli.excel.ledger import Ledger
from vstbcpn_cli.excel.locate import SheetMap
from vstbcpn_cli.excel.values import Expected, read_cell, shown
from vstbcpn_cli.schema.applies import Applicability
from vstbcpn_cli.schema.model import Column, Indicator, Nature
from vstbcpn_cli.submission import Key, Observation, Problem, State

_OLDEST_STOCK = 1945


@dataclass(frozen=True, slots=True)
class Observer:
    """Reads cells of one file for one unit; `epoch_1904` is the file's date system."""

    applies: Applicability
    ledger: Ledger
    epoch_1904: bool = False

    def observe(
        self, sheet: SheetMap, place: tuple[int, int], key: Key, spec: Indicator | Column, nature: Nature
    ) -> Observation:
        """The answer in a cell: an unreadable one is booked as faulted, everything else that is there as data."""
        at = sheet.ref(*place)
        cell = sheet.sheet.cells.get(place)
        read = read_cell(cell, self.expected(spec, nature))
        typed = shown(cell) if cell is not None else ""
        if cell is not None:
            (self.ledger.faulted if read.state is State.UNREADABLE else self.ledger.data).add(at)
        problems = tuple(Problem(kind, at, key, typed, details) for kind, details in read.problems)
        return Observation(key, read.state, read.value, at, typed, problems=problems)

    def remark(self, sheet: SheetMap, row: int, column: int | None) -> str:
        """The unit's own words in a reason or explanation cell."""
        cell: RawCell | None = sheet.sheet.cells.get((row, column)) if column else None
        if column is None or cell is None:
            return ""
        self.ledger.data.add(sheet.ref(row, column))
        return shown(cell).strip()

    def expected(self, spec: Indicator | Column, nature: Nature) -> Expected:
        """What a field may hold. A stock may be older than the year guard: decisions and clubs live long."""
        edition, period = self.applies.edition, self.applies.period
        return Expected(
            type=spec.type,
            choices=edition.choices(spec),
            measure=spec.measure or ("triệu đồng" if spec.type == "money" else ""),
            minimum=spec.minimum if isinstance(spec, Column) else 0,
            years=(_OLDEST_STOCK if nature is Nature.STOCK else edition.year - 6, edition.year),
            window=(period.from_date, period.until_date) if nature is Nature.FLOW else None,
            epoch_1904=self.epoch_1904,
        )
