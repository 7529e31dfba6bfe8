"""The computations an edition declares, as spreadsheet formulas over the cells of a blank."""

from __future__ import annotations

from itertools import product

from vstbcpn_cli.edition.model import WINDOW, Calc, CalcOp, Column, Edition, Indicator, Matrix
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form.layout import Role, SheetPlan, Slot


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
