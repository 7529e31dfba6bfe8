"""The addresses of a blank, as the rules ask for them when they write their formulas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.fields import LONGEST_ANSWER
from vstbcpn_cli.edition.model import CalcOp, Column, FieldRole, FieldType, Indicator, Requirement
from vstbcpn_cli.edition.part_whole import withheld_with
from vstbcpn_cli.model.self_check import Terms, any_of, count, date, negated, nested, one_of, text
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.text.normalise import LONGEST_TEXT
from vstbcpn_cli.text.state_words import LIKE_ABOVE, NIL_WORDS
from vstbcpn_cli.workbook.form.helper_cells import ROW_COUNTS, HelperCells
from vstbcpn_cli.workbook.form.row_states import among, reason_beside, row_states, unsettled
from vstbcpn_cli.workbook.form.sheet_plan import CONFIRM, EXPLANATION, NIL, PREVIOUS, Role, SheetPlan, Slot, role_of
from vstbcpn_cli.workbook.form.typed_values import figure_terms, is_typed, value_of

_TICKS = frozenset(["x", "có"])
"""What the reader also takes for a declared nil task, beside the words themselves."""


class BlankLine(msgspec.Struct, frozen=True, dict=True):
    """A line of the form: the form as a whole (no block), one matrix row, or the prepared rows of a table.

    With `whole` the rows are spoken of all at once on every sheet, also on their own.
    """

    form: BlankForm
    block: str = ""
    table: str = ""
    whole: bool = False

    @property
    def filled(self) -> Terms:
        """An explanation by itself is a row; “Không có” is none while it stands alone in its table."""
        return (f"{self.form.rows_of(self.table, whole=self.whole)}={ROW_COUNTS}",) if self.table else ()

    @property
    def touched(self) -> str:
        return f"{self.form.rows_of(self.table, whole=self.whole)}>0"

    def code(self, name: str) -> str:
        if self.table and name in self.form.keys_of(self.table):
            return f"{self.table}.{name}"
        return name if not self.block or self.form.applies.edition.knows(name) else f"{self.block}.{name}"

    def label(self, name: str) -> str:
        return self.form.applies.edition.whole_label(self.code(name))

    def cell(self, name: str) -> str:
        return self.form.address(self.code(name), whole=self.whole)

    def typed_cell(self, name: str) -> str:
        return self.form.typed_cell(self.code(name), whole=self.whole)

    def answered(self, name: str) -> str:
        return f'TRIM({self.typed_cell(name)})<>""'

    def empty(self, name: str) -> str:
        code = self.code(name)
        spec = self.form.spec(code)
        if isinstance(spec, Column) and spec.default:
            return "FALSE"
        reasons = (self.form.reason(c) for c in (code, self.form.wholes.get(code)) if c)
        blank = f'TRIM({"&".join(filter(None, (self.typed_cell(name), *reasons)))})=""'
        nil = self.form.zero(code)
        return f"({blank})*NOT({nil})>0" if nil else blank

    def doubted(self, name: str) -> str:
        code = self.code(name)
        reason, explanation = self.form.reason(code), self.form.explanation(code)
        asked = self.form.applies.asked_on_line(code)
        if not reason or self.table or code not in asked[:1]:
            return "FALSE"
        kind = spec.type if (spec := self.form.spec(code)) else None
        answer = self.cell(name) if kind and is_typed(kind) else f"TRIM({self.cell(name)})"
        zero = "0" if kind and kind.numeric else text("Không") if kind is FieldType.BOOL else ""
        beside = reason_beside(answer, reason, explanation, zero)
        return nested(tuple(term for c in asked[1:] for term in self.form.usable_at(c)), beside, "FALSE")

    def wrong(self, name: str) -> str:
        answered = self.answered(name)
        types = tuple(t for t in self.form.types_at(self.code(name), whole=self.whole) if t != answered)
        return nested((answered,), negated(*types), "FALSE")

    def says(self, name: str, values: Sequence[str], starts_with: str = "") -> str:
        cell, spec = f"TRIM({self.typed_cell(name)})", self.form.spec(self.code(name))
        accepted = [f"{cell}={text(v)}" for v in values]
        if starts_with:
            accepted.append(f"LEFT({cell},{len(starts_with)})={text(starts_with)}")
        if isinstance(spec, Column) and spec.default in values:
            accepted.append(f'{cell}=""')
        return any_of(accepted)

    def usable(self, *names: str) -> Terms:
        return tuple(term for name in names for term in self.form.usable_at(self.code(name), whole=self.whole))


@dataclass(frozen=True)
class BlankForm:
    """The form as a whole. With `by_row` addresses in tables speak of the first prepared row, as conditional formats
    need them."""

    applies: Applicability
    plans: tuple[SheetPlan, ...]
    lists: Mapping[str, str]
    """Code of every choice field → the defined name of its list."""
    by_row: bool = False
    table: str = field(default="", init=False)
    filled: Terms = field(default=(), init=False)
    touched: str = field(default="FALSE", init=False)

    @cached_property
    def _slots(self) -> Mapping[tuple[str, Role], tuple[SheetPlan, Slot]]:
        return {(s.code, s.role): (p, s) for p in self.plans for s in p.cells}

    @cached_property
    def wholes(self) -> Mapping[str, str]:
        """Of parts that are left out with the reason beside their whole."""
        return withheld_with(self.applies)

    @cached_property
    def _addresses(self) -> dict[tuple[str, Role, bool], str]:
        """What was asked for already: the lines of a form ask for each address a hundred times."""
        return {}

    @cached_property
    def _whole(self) -> BlankLine:
        return BlankLine(self)

    @cached_property
    def window(self) -> tuple[str, str]:
        """A date that cannot be used counts as the edition's."""
        period = self.applies.period
        return self._bound(FieldRole.WINDOW_FROM, period.from_date), self._bound(
            FieldRole.WINDOW_UNTIL, period.until_date
        )

    def _bound(self, role: FieldRole, asked: dt.date) -> str:
        code = self.applies.edition.code_of(role)
        return nested(self.usable_at(code), self.address(code), date(asked.year, asked.month, asked.day))

    def code(self, name: str) -> str:
        return name

    def label(self, name: str) -> str:
        return self._whole.label(name)

    def cell(self, name: str) -> str:
        return self._whole.cell(name)

    @cached_property
    def helpers(self) -> Mapping[str, HelperCells]:
        """The hidden cells of every sheet, by its name."""
        return {plan.name: HelperCells(plan) for plan in self.plans}

    def answered(self, name: str) -> str:
        return self._whole.answered(name)

    def wrong(self, name: str) -> str:
        return self._whole.wrong(name)

    def doubted(self, name: str) -> str:
        return self._whole.doubted(name)

    def empty(self, name: str) -> str:
        return self._whole.empty(name)

    def says(self, name: str, values: Sequence[str], starts_with: str = "") -> str:
        return self._whole.says(name, values, starts_with)

    def usable(self, *names: str) -> Terms:
        return self._whole.usable(*names)

    def lines(self, *, table: str = "", matrix: str = "", rows: Sequence[str] = ()) -> Iterator[BlankLine]:
        edition = self.applies.edition
        if table:
            if self._open(table):
                yield BlankLine(self, table, table)
        elif matrix:
            codes = [r.code for r in edition.matrices[matrix].rows]
            yield from (BlankLine(self, f"{matrix}.{code}") for code in codes if not rows or code in rows)
        else:
            yield self._whole

    def rows(self, table: str) -> BlankLine | None:
        return BlankLine(self, table, table, whole=True) if self._open(table) else None

    def _open(self, table: str) -> bool:
        return self.applies.is_open(self.applies.table(self.applies.edition.tables[table]))

    def demanded(self, code: str) -> bool:
        _, spec = self.applies.edition.table_columns.get(code, (None, None))
        return spec is not None and spec.required is Requirement.REQUIRED and not (spec.default or spec.fixed)

    def explanation(self, code: str, *, whole: bool = False) -> str:
        """Beside an indicator, a matrix cell (one for its row) or a table column (one for each row)."""
        edition = self.applies.edition
        if code in edition.table_columns:
            table = edition.table_columns[code][0].code
            return self._address(f"{table}.{EXPLANATION}", Role.EXPLANATION, whole=whole)
        row = code.rpartition(".")[0] if code in edition.matrix_cells else code
        return self._address(row, Role.EXPLANATION)

    def reason(self, code: str) -> str:
        row = code.rpartition(".")[0] if code in self.applies.edition.matrix_cells else code
        return self._address(row, Role.REASON)

    def earlier(self, code: str) -> str:
        found = self._slots.get((code, Role.PREVIOUS))
        return self._at(*found) if found else ""

    def confirm_code(self, table: str) -> str:
        return f"{table}.{CONFIRM}"

    def nil_code(self, task: str) -> str:
        return f"{task}.{NIL}"

    def nil_cell(self, code: str) -> str:
        return self._address(code, Role.NIL)

    def nil(self, task: str) -> str:
        code = self.nil_code(task)
        found = self._slots.get((code, Role.NIL))
        return self.helpers[found[0].name].value_cell(code) if found else "FALSE"

    def zero(self, code: str) -> str:
        """True where an empty figure is zero because its task is declared nil; "" where that cannot be."""
        spec, edition = self.spec(code), self.applies.edition
        if spec is None or not spec.type.numeric or code in edition.table_columns or not edition.task_of[code].numbered:
            return ""
        return self.nil(edition.task_of[code].code) if edition.happens(code) else ""

    def typed_cell(self, code: str, *, whole: bool = False) -> str:
        """The address of what stands in a cell, whatever it is; "" for a closed or absent one."""
        return self._address(code, role_of(code), whole=whole)

    def unsettled(self, table: str, *, whole: bool = False) -> str:
        """True where a row shows a line of the last period of which the unit has not said whether it still stands, or
        has kept it and emptied the row; “Không có” answers for all of them. "" where the table shows none."""
        confirm = self._address(f"{table}.{CONFIRM}", Role.CONFIRM, whole=whole)
        if not confirm:
            return ""
        plan, slot = self._slots[f"{table}.{PREVIOUS}", Role.PREVIOUS]
        nil, rows = self.helpers[plan.name].nil_cell(table), self.rows_of(table, whole=whole)
        return unsettled(self._at(plan, slot, whole=whole), confirm, rows, nil)

    def address(self, code: str, *, whole: bool = False) -> str:
        """The address of what a cell means: the hidden number or date beside a typed one, else the cell itself."""
        typed = self.typed_cell(code, whole=whole)
        if not typed:
            return ""
        plan, slot = self._slots[code, Role.VALUE]
        helpers = self.helpers[plan.name]
        if not slot.number:
            return helpers.value_cell(code) or typed
        return self._in_block(plan, code, typed) or typed

    def rows_of(self, table: str, *, whole: bool) -> str:
        """What each row of a table is: 0 for an empty or absent one, `ROW_COUNTS`, or more for a lone “Không có”."""
        if (self.first(table), Role.VALUE) not in self._slots:
            return "0"
        plan, slot = self._entry(table)
        return self._in_block(plan, table, self.typed_cell(slot.code, whole=whole))

    def _in_block(self, plan: SheetPlan, code: str, typed: str) -> str:
        """The hidden cells beside the typed ones of a table: of all its rows, or of the own row of a colour."""
        block, first = self.helpers[plan.name].block(code)
        if not block or ":" in typed:
            return block and f"OFFSET({first},0,0,ROWS({typed}))"
        _, top = self._entry(code)
        return f"INDEX({block},ROW()-ROW('{plan.name}'!${column_letters(top.column)}${top.row})+1)"

    def row_states(self, table: str, *, carried: bool = True) -> tuple[str, str]:
        """The formulas of arrays for `rows_of`: whether a table says “Không có” alone, and what each of its rows is.
        Not `carried` as where no line of the last period is shown."""
        plan, _ = self._entry(table)
        columns = [c for c in self.applies.edition.tables[table].columns if not c.fixed]
        typed = [self.typed_cell(f"{table}.{c.key}", whole=True) for c in columns]
        beside = self.explanation(f"{table}.{columns[0].key}", whole=True)
        confirm = self._address(f"{table}.{CONFIRM}", Role.CONFIRM, whole=True) if carried else ""
        helpers = self.helpers[plan.name]
        return row_states(typed, beside, confirm, helpers.nil_cell(table))

    def value(self, code: str, last: str = "") -> str:
        """What the hidden cell of a typed one computes, in its own row; of the line that declares a task nil whether it
        does; of a table column, as a formula of arrays, what all cells mean, with those of the columns up to `last`."""
        if code.endswith(f".{NIL}"):
            return f"ISNUMBER({among(self.nil_cell(code), NIL_WORDS | _TICKS)})*1"
        _, slot = self._slots[code, Role.VALUE]
        assert slot.spec is not None
        typed = self.typed_cell(code, whole=True)
        if slot.number and last:
            typed = f"{typed.partition(':')[0]}:{self.typed_cell(last, whole=True).partition(':')[2]}"
        read, zero = value_of(slot.spec.type, typed, slot.least, slot.years), self.zero(code)
        if not zero:
            return read
        reason = self.reason(code)
        nil = f'({zero})*(TRIM({reason})="")>0' if reason else zero
        return f'IF(TRIM({typed})="",IF({nil},0,""),{read})'

    def keys_of(self, table: str) -> frozenset[str]:
        return frozenset(c.key for c in self.applies.edition.tables[table].columns)

    def spec(self, code: str) -> Indicator | Column | None:
        found = self._slots.get((code, Role.VALUE))
        return found[1].spec if found else None

    def spot(self, code: str) -> tuple[str, int, int]:
        """Sheet, row and column of an entry cell; of a table column the first prepared row, of a table its first."""
        plan, slot = self._entry(code)
        return plan.name, slot.row, slot.column

    def last_row(self, code: str) -> int:
        """The closing row of a table column, the row of any other cell; a table as a whole is its first cell."""
        plan, slot = self._entry(code)
        in_rows = code in self.applies.edition.table_columns or slot.role is Role.CONFIRM
        return plan.rows_of(code.rpartition(".")[0])[1] if in_rows else slot.row

    def _entry(self, code: str) -> tuple[SheetPlan, Slot]:
        return self._slots[self.first(code), role_of(code)]

    def first(self, code: str) -> str:
        """A table begins with its first column; every other code stands for itself."""
        tables = self.applies.edition.tables
        return tables[code].column_code(tables[code].columns_on_form[0]) if code in tables else code

    def usable_at(self, code: str, *, whole: bool = False) -> Terms:
        """Of its type, or empty where that means something: zero in a task declared nil, the default of a column."""
        typed, spec = self.typed_cell(code, whole=whole), self.spec(code)
        first, *rest = self.types_at(code, whole=whole)
        if typed and isinstance(spec, Column) and spec.default:
            first = f'IF(TRIM({typed})="",TRUE,{first})'
        return first, *rest

    def like_above(self, code: str) -> str:
        """True where a text says “như trên” instead of its content: an answer, but to be written out."""
        spec = self.spec(code)
        texts = spec is not None and spec.type in (FieldType.TEXT, FieldType.LONG)
        return f"ISNUMBER({among(self.typed_cell(code), LIKE_ABOVE)})" if texts else "FALSE"

    def types_at(self, code: str, *, whole: bool = False) -> Terms:
        """The type and range the reader asks of a field, as expressions over its cell."""
        cell, spec = self.address(code, whole=whole), self.spec(code)
        if spec is None or not cell:
            return ("FALSE",)
        if is_typed(spec.type):
            return figure_terms(spec.type, cell)
        # SUMIFS, by which rows are added up, finds an answer as it stands: one with spaces around it is not chosen.
        said = cell if isinstance(spec, Column) else f"TRIM({cell})"
        match spec.type:
            case FieldType.BOOL:
                return (one_of(said, ("Có", "Không")),)
            case FieldType.CHOICE:
                return (f"ISNUMBER(MATCH({said},{self.lists[code]},0))",)
            case FieldType.CALC:
                return self._computed(cell, spec)
            case _:
                return f'TRIM({cell})<>""', f"LEN(TRIM({cell}))<={LONGEST_ANSWER.get(spec.type, LONGEST_TEXT)}"

    def _computed(self, cell: str, spec: Indicator | Column) -> Terms:
        """A figure added up over rows is as good as what it was added up from."""
        if spec.calc is not None and spec.calc.op in (CalcOp.SHARE_AT_LEAST, CalcOp.ALL, CalcOp.SOME):
            return (one_of(f"TRIM({cell})", ("Có", "Không")),)
        if spec.calc is None or spec.calc.op is not CalcOp.SUM:
            return (f"ISNUMBER({cell})",)
        table, _, key = spec.calc.of.rpartition(".")
        rows = self.rows(table)
        if rows is None:
            return ("FALSE",)
        counted = (*rows.filled, *(rows.says(column, values) for column, values in spec.calc.where.items()))
        # A row whose answer cannot be used may be one of those that are added up; one without an answer is not.
        asked = {key: counted} | {column: (*rows.filled, rows.answered(column)) for column in spec.calc.where}
        told = (f"{count(those)}={count((*those, *rows.usable(column)))}" for column, those in asked.items())
        return f"ISNUMBER({cell})", *told

    def _address(self, code: str, role: Role, *, whole: bool = False) -> str:
        """An absolute address; a range over the prepared rows for a table column; "" for a closed or absent cell."""
        asked = code, role, whole
        if asked not in self._addresses:
            found = self._slots.get((code, role))
            usable = found and (found[1].open or found[1].computed)
            self._addresses[asked] = self._at(*found, whole=whole) if found and usable else ""
        return self._addresses[asked]

    def _at(self, plan: SheetPlan, slot: Slot, *, whole: bool = False) -> str:
        sheet, letter = f"'{plan.name}'!", column_letters(slot.column)
        if not slot.number:
            return f"{sheet}${letter}${slot.row}"
        if self.by_row and not whole:
            return f"{sheet}${letter}{slot.row}"
        first, last = plan.rows_of(slot.code.rpartition(".")[0])
        return f"{sheet}${letter}${first}:${letter}${last}"
