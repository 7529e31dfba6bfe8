"""The computed cells of a file: left as issued, typed over, or with another formula than the form's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

import msgspec

from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.model.calculation import table_of
from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.submission import CellRef, Key, Observation, TableAnswer
from vstbcpn_cli.text import numbers
from vstbcpn_cli.text.lists import ranges
from vstbcpn_cli.text.normalise import fold, plain
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.raw import CellKind, RawCell
from vstbcpn_cli.workbook.reading.cell_ledger import Ledger
from vstbcpn_cli.workbook.reading.content.cell_text import shown, stored_number
from vstbcpn_cli.workbook.reading.formulas.references import names_cells, row_ranges

_WITHOUT_ARGUMENTS = re.compile(r"(?<![\w.])(?:SUM|COUNT|AVERAGE)\w*\(\s*\)", re.IGNORECASE)
_ROUNDING = Decimal("0.011")
"""Of a percentage with two decimals, which programs round in their own way."""


class ComputedCells(msgspec.Struct):
    """Booked as they are met; `judge` compares them once the program has computed the fields itself."""

    edition: Edition
    texts: FormTexts
    ledger: Ledger
    program: str = ""
    _issued: list[tuple[CellRef, RawCell, str]] = msgspec.field(default_factory=list)
    _other: list[tuple[CellRef, RawCell, str]] = msgspec.field(default_factory=list)
    _broken: list[CellRef] = msgspec.field(default_factory=list)

    def book(self, at: CellRef, cell: RawCell | None, code: str) -> None:
        if cell is None:
            return
        if self.texts.computes(code, cell):
            self.ledger.ignored.add(at)
            self._issued.append((at, cell, code))
        elif _broken(cell):
            self.ledger.ignored.add(at)
            self._broken.append(at)
        else:
            self.ledger.faulted.add(at)
            self._other.append((at, cell, code))

    def judge(self, made: Mapping[str, Observation], tables: Mapping[str, TableAnswer]) -> None:
        """Says where a cell does not hold what the form computes; the program's own result counts."""
        for at, cell, code in self._other:
            right = made[code]
            known = _known(right)
            if _same(cell, right):
                self.ledger.faulted.discard(at)
                self.ledger.data.add(at)
            elif self.texts.other is not None:  # its form may well have asked or computed it otherwise
                otherwise = noticed(ProblemKind.COMPUTED_OTHERWISE, computed=known or "chưa có số liệu")
                self.ledger.fault(otherwise, at, shown=_shown(cell), key=Key(code))
            elif cell.formula:
                self._formula(at, cell, code, known, self._missed(code, at, cell, tables, any))
            else:
                told = {"typed": _shown(cell), "computed": known}
                self.ledger.fault(
                    noticed(ProblemKind.COMPUTED_CELL_TYPED, **told), at, shown=_shown(cell), key=Key(code)
                )
        for at, cell, code in self._issued:
            if not cell.formula:
                continue
            if rows := self._missed(code, at, cell, tables, all):
                self._formula(at, cell, code, _known(made[code]), rows)
            elif self._stale(cell, made[code]) and self._undoubted(code, made[code], tables):
                told = {"stored": _shown(cell), "computed": _known(made[code])}
                self.ledger.record(
                    noticed(ProblemKind.TOTAL_NOT_RECALCULATED, **told), at, shown=_shown(cell), key=Key(code)
                )

        if self._broken:
            count, first = numbers.number(len(self._broken)), str(self._broken[0])
            self.ledger.fault_file(
                noticed(ProblemKind.FORMULAS_BROKEN, count=count, first_cell=first, program=plain(self.program))
            )

    def _stale(self, cell: RawCell, right: Observation) -> bool:
        """Whether a cell shows another result than its formula gives; the empty one of the blank says nothing."""
        if cell.kind is not CellKind.NUMBER and not (isinstance(right.value, bool) and plain(cell.text)):
            return False
        if right.empty:
            return bool(stored_number(cell))
        stored = stored_number(cell) if cell.kind is CellKind.NUMBER else None
        if right.number is None and stored == 0:
            return False  # what some writers of .xls store for every result that is a text
        if right.number is None or stored is None:
            return right.given and not _same(cell, right)
        return abs(stored - right.number) > (_ROUNDING if isinstance(right.number, Decimal) else 0)

    def _undoubted(self, code: str, right: Observation, tables: Mapping[str, TableAnswer]) -> bool:
        """Whether a spreadsheet reads the parts as the program does: no text for a number, no row left out."""
        spec = self.edition.indicators.get(code)
        of = spec.calc.of if spec is not None and spec.calc is not None else ""
        table = of if of in tables else of.rpartition(".")[0]
        rows = tables[table].rows if table in tables else ()
        cells = (*right.parts, *(o for row in rows for o in row.cells.values()))
        told = (p.key.code for p in self.ledger.problems if p.key is not None)
        return not any(o.problems for o in cells) and not any(table and f"{c}.".startswith(f"{table}.") for c in told)

    def _formula(self, at: CellRef, cell: RawCell, code: str, known: str, rows: str) -> None:
        empty = "chưa có kết quả" if cell.kind is CellKind.PENDING else "cho kết quả trống"
        result = f"cho kết quả “{_shown(cell)}”" if cell.kind is not CellKind.PENDING and plain(cell.text) else empty
        told = {"result": result, "computed": known or "chưa có số liệu", "rows": rows}
        self.ledger.fault(noticed(ProblemKind.FORMULA_CHANGED, **told), at, shown=_shown(cell), key=Key(code))

    def _missed(
        self,
        code: str,
        at: CellRef,
        cell: RawCell,
        tables: Mapping[str, TableAnswer],
        taken_by: Callable[[Iterable[bool]], bool],
    ) -> str:
        """The filled rows of the table that a sum or count leaves out, with their sheet where it is another: what is
        printed lacks them.

        In the form's own formula each range is the table's, so `all` must take a row in; of the ranges in another one
        nothing is known, and `any` will do.
        """
        spec = self.edition.indicators.get(code)
        calc = spec.calc if spec else None
        table = table_of(self.edition, calc) if calc is not None else ""
        places = [row.place for row in tables[table].rows] if table in tables else []
        taken = row_ranges(cell.formula, places[0].sheet, at.sheet) if places else []
        missed = ranges(p.row for p in places if taken and not taken_by(p.row in rows for rows in taken))
        elsewhere = f" của trang tính “{plain(places[0].sheet)}”" if missed and places[0].sheet != at.sheet else ""
        return f"{missed}{elsewhere}"


def _broken(cell: RawCell) -> bool:
    """Whether a program could not write a formula down: it fails, and has lost what it computes with."""
    lost = not names_cells(cell.formula) or _WITHOUT_ARGUMENTS.search(cell.formula) is not None
    failed = cell.kind is CellKind.ERROR or cell.text.startswith("#")
    return failed and bool(cell.formula) and lost


def _known(right: Observation) -> str:
    """What the program computed itself, as a sentence says it; "" where it has no result."""
    return numbers.number(right.number) if right.number is not None else right.text


def _shown(cell: RawCell) -> str:
    """What stands in a cell for a result, which is a quantity where it is a number."""
    return shown(cell, quantity=True)


def _same(cell: RawCell, computed: Observation) -> bool:
    """Whether a constant says what the program computed itself."""
    if cell.kind is CellKind.TEXT and not plain(cell.text):
        return not computed.given
    if cell.kind is CellKind.NUMBER:
        return computed.number is not None and stored_number(cell) == computed.number
    return fold(shown(cell)) == fold(computed.text) and (computed.given or computed.empty)
