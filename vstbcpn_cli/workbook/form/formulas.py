"""The computations an edition declares, as spreadsheet formulas over the cells of a blank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from vstbcpn_cli.edition.model import WINDOW, Calc, CalcOp, Column, Edition, Indicator, Matrix
from vstbcpn_cli.model.submission import column_letters, column_number
from vstbcpn_cli.workbook.form.layout import Role, SheetPlan, Slot
from vstbcpn_cli.workbook.raw import RawSheet

_REFERENCE = re.compile(
    r"(?<![\w.:$!])(?:(?:'([^']+)'|(\w+))!)?\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?(?![\w(!])"
)
_MOST_ROWS = 100_000
_MOST_FOLLOWED = 1_000
Cell = tuple[str, int, int]
"""Sheet, row, column."""
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Circles:
    """Finds formulas whose result depends on their own cell, at once or by way of others."""

    sheets: Mapping[str, RawSheet]
    _formulas: dict[str, tuple[Cell, ...]] = field(default_factory=dict)

    def through(self, cell: Cell) -> Cell | None:
        """The cell whose formula closes the circle back to this one: itself where it names itself; None without any."""
        seen, following = {cell}, [cell]
        while following and len(seen) < _MOST_FOLLOWED:
            here = following.pop(0)
            named = list(self._named_by(here))
            if cell in named:
                return here
            following += [n for n in named if n not in seen]
            seen.update(named)
        return None

    def _named_by(self, cell: Cell) -> Iterator[Cell]:
        """The cells with formulas that the formula of a cell names, alone or in a range."""
        sheet, row, column = cell
        formula = self.sheets[sheet].cells[row, column].formula
        for quoted, bare, left, top, right, bottom in _REFERENCE.findall(_QUOTED.sub("", formula)):
            rows = sorted((int(top), int(bottom or top)))
            columns = sorted((column_number(left), column_number(right or left)))
            for other in self._formulas_on(quoted or bare or sheet):
                if rows[0] <= other[1] <= rows[1] and columns[0] <= other[2] <= columns[1]:
                    yield other

    def _formulas_on(self, sheet: str) -> tuple[Cell, ...]:
        if sheet not in self._formulas:
            cells = self.sheets[sheet].cells if sheet in self.sheets else {}
            self._formulas[sheet] = tuple((sheet, *place) for place, cell in sorted(cells.items()) if cell.formula)
        return self._formulas[sheet]


def referred_rows(formula: str, sheet: str) -> frozenset[int]:
    """The rows of one sheet that the ranges of a formula take in; single cells are none."""
    rows: set[int] = set()
    for quoted, bare, _, top, _, bottom in _REFERENCE.findall(_QUOTED.sub("", formula)):
        if bottom and (quoted or bare or sheet) == sheet and abs(int(bottom) - int(top)) < _MOST_ROWS:
            rows.update(range(min(int(top), int(bottom)), max(int(top), int(bottom)) + 1))
    return frozenset(rows)


def names_cells(formula: str) -> bool:
    """Whether a formula computes with any cell."""
    return _REFERENCE.search(_QUOTED.sub("", formula)) is not None


class Formulas:
    """Formulas for the computed cells of one blank; every method gives a text that begins with `=`."""

    def __init__(self, edition: Edition, plans: tuple[SheetPlan, ...]) -> None:
        self._edition = edition
        self._slots = {s.code: (p, s) for p in plans for s in p.slots if s.role is Role.VALUE and s.number <= 1}

    def of(self, slot: Slot) -> str:
        """The formula of a computed slot."""
        spec = slot.spec
        if isinstance(spec, Column) and spec.fixed:
            first = f"${column_letters(2)}{slot.row}"
            return f'=IF({first}="","","{spec.fixed}")'
        assert spec is not None
        assert spec.calc is not None
        if isinstance(spec, Indicator):
            return self._indicator(spec.calc)
        stem = slot.code.rpartition(".")[0]
        return self._ratio(f"{stem}.{spec.calc.part}", f"{stem}.{spec.calc.whole}")

    def cell(self, code: str) -> str:
        """The absolute address of an entry cell, with its sheet."""
        plan, slot = self._slots[code]
        return f"'{plan.name}'!${column_letters(slot.column)}${slot.row}"

    def _indicator(self, calc: Calc) -> str:
        match calc.op:
            case CalcOp.SUM | CalcOp.COUNT:
                return self._over_rows(calc)
            case CalcOp.RATIO:
                return self._ratio(calc.part, calc.whole)
            case CalcOp.SHARE_AT_LEAST:
                part, whole = self.cell(calc.part), self.cell(calc.whole)
                return f'=IF(N({whole})=0,"",IF({part}*100>={whole}*{calc.threshold},"Có","Không"))'
            case CalcOp.ALL:
                cells = [self.cell(c) for c in calc.terms]
                empty = ",".join(f'{c}=""' for c in cells)
                yes = ",".join(f'{c}="Có"' for c in cells)
                return f'=IF(OR({empty}),"",IF(AND({yes}),"Có","Không"))'
        assert calc.op is CalcOp.TARGET_MET
        return self._target_met(self._edition.matrices[calc.of], calc)

    def _ratio(self, part: str, whole: str) -> str:
        return f'=IF(N({self.cell(whole)})=0,"",ROUND({self.cell(part)}*100/{self.cell(whole)},2))'

    def _target_met(self, matrix: Matrix, calc: Calc) -> str:
        pieces = []
        for row in matrix.rows:
            stem = f"{matrix.code}.{row.code}"
            part, whole, target = (self.cell(f"{stem}.{c}") for c in (calc.part, calc.whole, calc.target))
            met = f'IF({part}*100>={whole}*{target},"Đạt","Chưa đạt")'
            pieces.append(f'IF(OR(N({whole})=0,{target}=""),"","{row.code}: "&{met}&"; ")')
        return "=" + "&".join(pieces)

    def _over_rows(self, calc: Calc) -> str:
        table = calc.of if calc.op is CalcOp.COUNT else calc.of.rpartition(".")[0]
        first = self.column(table, self._edition.tables[table].columns[0].key)
        pieces = [self._matching(table, calc, criteria) for criteria in self._criteria(table, calc)]
        body = "+".join(pieces)
        if calc.blank == "unknown":
            lacking = "+".join(self._lacking(table, calc, criteria) for criteria in self._criteria(table, calc))
            body = f'IF({lacking}>0,"",{body})'
        return f'=IF(COUNTA({first})=0,"",{body})'

    def _criteria(self, table: str, calc: Calc) -> list[str]:
        """One list of range and criterion pairs for each combination of accepted values."""
        spec = self._edition.tables[table]
        choices = []
        for key, values in calc.where.items():
            column = self.column(table, key)
            # An empty cell of a column with a default counts as the default, in the program as on the form.
            accepted = [f'"{v}"' for v in values] + (['"="'] if spec.column(key).default in values else [])
            choices.append([f"{column},{a}" for a in accepted])
        pairs = [list(c) for c in product(*choices)]
        if calc.within:
            day = self.column(table, calc.within)
            start, end = (self.cell(self._edition.code_of(role)) for role in WINDOW)
            pairs = [[*p, f'{day},">="&{start}', f'{day},"<="&{end}'] for p in pairs]
        return [",".join(p) for p in pairs]

    def _matching(self, table: str, calc: Calc, criteria: str) -> str:
        if calc.op is CalcOp.COUNT:
            return f"COUNTIFS({criteria})"
        return f"SUMIFS({self.column(table, calc.of.rpartition('.')[2])},{criteria})"

    def _lacking(self, table: str, calc: Calc, criteria: str) -> str:
        return f'COUNTIFS({criteria},{self.column(table, calc.of.rpartition(".")[2])},"=")'

    def column(self, table: str, key: str) -> str:
        """The prepared cells of a table column; rows inserted between them belong to it."""
        plan, slot = self._slots[f"{table}.{key}"]
        first, last = plan.rows_of(table)
        letter = column_letters(slot.column)
        return f"'{plan.name}'!${letter}${first}:${letter}${last}"
