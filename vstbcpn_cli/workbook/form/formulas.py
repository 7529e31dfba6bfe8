"""The computations an edition declares, as spreadsheet formulas over the cells of a blank."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from vstbcpn_cli.edition.model import WINDOW, Calc, CalcOp, Column, Edition, FieldType, Indicator, Matrix
from vstbcpn_cli.model.calculation import table_of
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form.helper_cells import ROW_COUNTS, HelperCells
from vstbcpn_cli.workbook.form.sheet_plan import NIL, Role, SheetPlan, Slot

_DECIMALS = 6
"""More than an amount may have."""


class Formulas:
    """Formulas for the computed cells of one blank; every method gives a text that begins with `=`."""

    def __init__(self, edition: Edition, plans: tuple[SheetPlan, ...]) -> None:
        self._edition = edition
        self._slots = {s.code: (p, s) for p in plans for s in p.cells if s.role is Role.VALUE}
        self._helpers = {p.name: HelperCells(p) for p in plans}
        nils = [(p, s.code) for p in plans for s in p.cells if s.role is Role.NIL]
        self._nils = {code.removesuffix(f".{NIL}"): self._helpers[p.name].value_cell(code) for p, code in nils}

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

    def of_lines(self) -> Mapping[str, str]:
        """The formulas of the computed lines outside tables, by their code."""
        slots = (slot for _, slot in self._slots.values() if slot.computed and not slot.number)
        return {slot.code: self.of(slot) for slot in slots}

    def cell(self, code: str) -> str:
        """The absolute address of what an entry cell means, with its sheet."""
        plan, slot = self._slots[code]
        meant = self._helpers[plan.name].value_cell(code)
        return meant or f"'{plan.name}'!${column_letters(slot.column)}${slot.row}"

    def _indicator(self, calc: Calc) -> str:
        match calc.op:
            case CalcOp.SUM | CalcOp.COUNT:
                return self._over_rows(calc)
            case CalcOp.RATIO:
                return self._ratio(calc.part, calc.whole)
            case CalcOp.SHARE_AT_LEAST:
                part, whole = self.cell(calc.part), self.cell(calc.whole)
                return "=" + _share(part, whole, f'IF({part}*100>={whole}*{calc.threshold},"Có","Không")')
            case CalcOp.ALL:
                cells = [self.cell(c) for c in calc.terms]
                empty = ",".join(f'{c}=""' for c in cells)
                yes = ",".join(f'{c}="Có"' for c in cells)
                return f'=IF(OR({empty}),"",IF(AND({yes}),"Có","Không"))'
            case CalcOp.SOME if not table_of(self._edition, calc):
                figure = self.cell(calc.of)
                return f'=IF({figure}="","",IF(N({figure})>0,"Có","Không"))'
            case CalcOp.SOME:
                return self._over_rows(calc)
        assert calc.op is CalcOp.TARGET_MET
        return self._target_met(self._edition.matrices[calc.of], calc)

    def _ratio(self, part: str, whole: str) -> str:
        part, whole = self.cell(part), self.cell(whole)
        return "=" + _share(part, whole, f"ROUND({part}*100/{whole},2)")

    def _target_met(self, matrix: Matrix, calc: Calc) -> str:
        pieces = []
        for row in matrix.rows:
            stem = f"{matrix.code}.{row.code}"
            part, whole, target = (self.cell(f"{stem}.{c}") for c in (calc.part, calc.whole, calc.target))
            met = f'IF({part}*100>={whole}*{target},"Đạt","Chưa đạt")'
            pieces.append(_share(part, whole, f'"{row.label}: "&{met}&"; "', target))
        return "=" + "&".join(pieces)

    def _over_rows(self, calc: Calc) -> str:
        table = table_of(self._edition, calc)
        pieces = [self._matching(table, calc, criteria) for criteria in self._criteria(table, calc)]
        body = "+".join(pieces)
        if calc.blank == "unknown":
            lacking = "+".join(self._lacking(table, calc, criteria) for criteria in self._criteria(table, calc))
            body = f'IF({lacking}>0,"",{body})'
        if calc.op is CalcOp.SOME:
            body = f'IF({body}>0,"Có","Không")'
        return f'=IF(SUM({self._answered(table)})=0,"",{body})'

    def _answered(self, table: str) -> str:
        """What is more than 0 in a table that is answered, in whatever column, or in a task declared nil."""
        nil = self._nils.get(self._edition.task_of[table].code)
        return f"{self.rows_of(table)},{nil}" if nil else self.rows_of(table)

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
            day = self.meant(table, calc.within)
            start, end = (self.cell(self._edition.code_of(role)) for role in WINDOW)
            pairs = [[*p, f'{day},">="&{start}', f'{day},"<="&{end}'] for p in pairs]
        return [",".join(p) for p in pairs]

    def _matching(self, table: str, calc: Calc, criteria: str) -> str:
        if calc.of == table:
            return f"COUNTIFS({criteria})" if criteria else f"COUNTIF({self.rows_of(table)},{ROW_COUNTS})"
        key = calc.of.rpartition(".")[2]
        column = self.meant(table, key)
        total = f"SUMIFS({column},{criteria})" if criteria else f"SUM({column})"
        # 72,2 and 36,1 make 108,29999999999999 to a program that does not hide it when it compares.
        return total if self._edition.tables[table].column(key).type is FieldType.INT else f"ROUND({total},{_DECIMALS})"

    def _lacking(self, table: str, calc: Calc, criteria: str) -> str:
        return f'COUNTIFS({criteria},{self.column(table, calc.of.rpartition(".")[2])},"=")'

    def meant(self, table: str, key: str) -> str:
        """What the cells of a table column mean, row by row."""
        plan, _ = self._slots[f"{table}.{key}"]
        typed, (_, first) = self.column(table, key), self._helpers[plan.name].block(f"{table}.{key}")
        return f"OFFSET({first},0,0,ROWS({typed}))" if first else typed

    def rows_of(self, table: str) -> str:
        """What each row of a table is, of those that are there now."""
        spec = self._edition.tables[table].columns_on_form[0]
        plan, _ = self._slots[f"{table}.{spec.key}"]
        _, first = self._helpers[plan.name].block(table)
        return f"OFFSET({first},0,0,ROWS({self.column(table, spec.key)}))"

    def column(self, table: str, key: str) -> str:
        """The prepared cells of a table column; rows inserted between them belong to it."""
        plan, slot = self._slots[f"{table}.{key}"]
        first, last = plan.rows_of(table)
        letter = column_letters(slot.column)
        return f"'{plan.name}'!${letter}${first}:${letter}${last}"


def _share(part: str, whole: str, then: str, *others: str) -> str:
    """An expression where all figures are given and the whole is not 0; else an empty text."""
    asked = part, whole, *others
    return f'IF(COUNT({",".join(asked)})<{len(asked)},"",IF({whole}=0,"",{then}))'
