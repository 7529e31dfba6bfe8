"""The lines of the last period that a form shows beside a table, what a unit says of each and what waits for that."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CarriedLine
from vstbcpn_cli.text.normalise import plain
from vstbcpn_cli.text.state_words import KEPT
from vstbcpn_cli.workbook.form.sheet_plan import CONFIRM, PREVIOUS
from vstbcpn_cli.workbook.raw import CellKind, RawCell
from vstbcpn_cli.workbook.reading.cell_reader import Observer
from vstbcpn_cli.workbook.reading.content.cell_text import shown
from vstbcpn_cli.workbook.reading.locate import SheetMap, TableRegion

_AS_TEXT = re.compile(rf'=IF\(TRIM\([^()]*\)="{KEPT}"\s*[,;]\s*(".*")\s*[,;]\s*""\)', re.DOTALL)
_CONSTANT = re.compile(r'"((?:[^"]|"")*)"')
_Place = tuple[str, int]
"""Sheet and row."""


class CarriedLines(msgspec.Struct, frozen=True, dict=True):
    """Those of one table, in the order of the file; their cells are booked. The formulas beside a line give nothing
    before the unit keeps it: until then they are the form's own."""

    observer: Observer
    lines: dict[_Place, CarriedLine] = msgspec.field(default_factory=dict)

    @classmethod
    def of(cls, observer: Observer, found: Sequence[tuple[SheetMap, TableRegion]]) -> CarriedLines:
        made = cls(observer)
        for sheet, region in found:
            if PREVIOUS in region.carried and CONFIRM in region.carried:
                for row in sheet.rows_between(region.key_row + 1, region.last_row):
                    made._read(sheet, row, region.carried[PREVIOUS], region.carried[CONFIRM])
        return made

    def _read(self, sheet: SheetMap, row: int, line: int, confirm: int) -> None:
        """What is said where no line stands answers nothing, and stays open: it lies outside the form."""
        cells, ledger = sheet.row(row), self.observer.ledger
        name, said = cells.get(line), cells.get(confirm)
        if name is None or not (words := plain(shown(name))):
            return
        ledger.ignored.add(sheet.ref(row, line))
        at, answer = sheet.ref(row, confirm), plain(shown(said)) if said is not None else ""
        ledger.asked[at] = None
        found = CarriedLine(at, words, answer)
        if said is not None:
            (ledger.data if found.kept or found.gone or not answer else ledger.faulted).add(at)
        self.lines[sheet.sheet.name, row] = found
        self._restore(sheet, row, kept=found.kept)

    def _restore(self, sheet: SheetMap, row: int, *, kept: bool) -> None:
        """Who opens a cell of text and leaves it again turns the formula in it into its own words. They still say what
        it gives."""
        meant: dict[tuple[int, int], str] = {}
        for column, cell in sheet.row(row).items():
            found = _AS_TEXT.fullmatch(cell.text) if cell.kind is CellKind.TEXT and not cell.formula else None
            if found is None:
                continue
            gives = "".join(piece.replace('""', '"') for piece in _CONSTANT.findall(found[1])) if kept else ""
            meant[row, column] = gives
            told = noticed(ProblemKind.READ_WITH_CARE, read=gives or "ô trống")
            self.observer.ledger.record(told, sheet.ref(row, column), shown=cell.text)
        if meant:
            sheet.rewrite(meant)

    def shows(self, sheet: SheetMap, row: int) -> bool:
        """Whether a line stands beside a row."""
        return (sheet.sheet.name, row) in self.lines

    def waits(self, sheet: SheetMap, row: int, cell: RawCell) -> bool:
        """Whether a cell holds a formula of the form that gives nothing, since its line is not kept. One that a program
        has stored without its result gives nothing either."""
        line = self.lines.get((sheet.sheet.name, row))
        return line is not None and not line.kept and bool(cell.formula) and not plain(cell.text)

    def explains(self, sheet: SheetMap, row: int, beside: int | None, held: Collection[int]) -> bool:
        """Whether a row holds nothing but the words in the column `beside` on why its line is gone; they are read."""
        place = sheet.sheet.name, row
        line = self.lines.get(place)
        if line is None or not line.gone or list(held) != [beside]:
            return False
        self.lines[place] = replace(line, explanation=self.observer.remark(sheet, row, beside))
        return True

    def answers(self, numbers: Mapping[_Place, int]) -> tuple[CarriedLine, ...]:
        """All of them, each with the number of the row that stands beside it."""
        return tuple(replace(line, row=numbers.get(place, 0)) for place, line in self.lines.items())
