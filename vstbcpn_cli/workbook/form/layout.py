"""Where everything stands on the sheets of a blank."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import (
    Column,
    FieldRole,
    FieldType,
    Indicator,
    Matrix,
    MatrixRow,
    Requirement,
    Table,
    Task,
    TaskKind,
)

VALUE, REASON, EXPLANATION = "so_lieu", "ly_do", "giai_trinh"
"""Keys printed above the three entry columns of a block; `<block>.<key>` is unique in a workbook."""
PREVIOUS = "ky_truoc"
"""Key of the column with the earlier figure; in a matrix `<column>_ky_truoc`, one for each column of numbers: the other
way round LibreOffice would take the “_xa_” of `ky_truoc_xa_tong` for an escaped character."""
NIL = "khong_phat_sinh"
"""`<task>.khong_phat_sinh` is the code of the line that declares a whole task nil."""

FIRST_BLOCK_ROW = 7
CODE_COLUMN, LABEL_COLUMN, MEASURE_COLUMN, VALUE_COLUMN = 1, 2, 3, 4
EXPLANATION_COLUMN = VALUE_COLUMN + 2
FIRST_ENTRY_COLUMN = 2
"""Of a table, beside the number of the row."""


class Role(StrEnum):
    """What an entry cell is for."""

    VALUE = "value"
    REASON = "reason"
    EXPLANATION = "explanation"
    NIL = "nil"
    PREVIOUS = "previous"


class Look(StrEnum):
    """How a printed cell looks; the writer has one format for each."""

    NATIONAL = "national"
    MOTTO = "motto"
    OFFICE = "office"
    TITLE = "title"
    INFO = "info"
    BLOCK = "block"
    HINT = "hint"
    HEAD = "head"
    KEY = "key"
    CODE = "code"
    LABEL = "label"
    MEASURE = "measure"
    NUMBER = "number"
    EXAMPLE = "example"
    CLOSING = "closing"
    LINK = "link"
    SIGN = "sign"
    SIGN_HINT = "sign_hint"


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell of the form's own text; `span` columns are merged, `{…}` in it is filled when the file is stamped."""

    row: int
    column: int
    text: str
    look: Look
    span: int = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """An entry cell or a computed cell of the blank. `number` counts the prepared rows of a table from 1."""

    row: int
    column: int
    code: str
    role: Role
    mark: Requirement
    spec: Indicator | Column | None = None
    number: int = 0

    @property
    def computed(self) -> bool:
        return self.spec is not None and (self.spec.type is FieldType.CALC or bool(getattr(self.spec, "fixed", "")))

    @property
    def open(self) -> bool:
        return self.mark is not Requirement.CLOSED and not self.computed


@dataclass(slots=True)
class SheetPlan:
    """Everything on one sheet, and the next free row while it is being laid out."""

    name: str
    task: Task
    printed: list[Printed] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    next_row: int = FIRST_BLOCK_ROW
    previous: bool = False

    @property
    def verdict_row(self) -> int:
        """The free line under the stamp, where the verdict of the self-check stands."""
        return FIRST_BLOCK_ROW - 1

    @property
    def last_column(self) -> int:
        return max((s.column for s in self.slots), default=VALUE_COLUMN)

    @property
    def heading_columns(self) -> int:
        """Over how many columns the heading of the sheet stands: in the middle of the page, but still on a screen."""
        return max(EXPLANATION_COLUMN, min(self.last_column, 9))

    def rows_of(self, table: str) -> tuple[int, int]:
        """First prepared row of a table, and the closing row under the last: what reaches from one to the other takes
        in the rows that are inserted in between, also right under the last."""
        rows = [s.row for s in self.slots if s.number and s.code.rpartition(".")[0] == table]
        return min(rows), max(rows) + 1


def place(applies: Applicability, *, previous: bool = False) -> tuple[SheetPlan, ...]:
    """The sheets of the blank of one unit, header first, in the order of the form.

    With `previous` the unit's own earlier figure stands at the end of each line.
    """
    return tuple(_sheet(applies, task, previous=previous) for task in applies.edition.tasks)


def _sheet(applies: Applicability, task: Task, *, previous: bool) -> SheetPlan:
    plan = SheetPlan(task.sheet, task, previous=previous)
    if task.indicators or task.numbered:  # a task also has its line “không phát sinh”
        _scalars(plan, applies)
    for matrix in task.matrices:
        _matrix(plan, applies, matrix)
    for table in task.tables:
        _table(plan, applies, table)
    _heading(plan, applies)
    if task.kind is TaskKind.HEADER:
        _signatures(plan, applies)
    return plan


def _signatures(plan: SheetPlan, applies: Applicability) -> None:
    """Where the unit dates, signs and stamps a printed form: on the sheet that says who it is."""
    words, row = applies.edition.words, plan.next_row + 1
    plan.printed += [
        Printed(row, 4, words["sign.place"], Look.SIGN_HINT, span=3),
        Printed(row + 1, 1, words["sign.maker"], Look.SIGN, span=2),
        Printed(row + 1, 4, words["sign.head"], Look.SIGN, span=3),
        Printed(row + 2, 1, words["sign.maker_hint"], Look.SIGN_HINT, span=2),
        Printed(row + 2, 4, words["sign.head_hint"], Look.SIGN_HINT, span=3),
    ]


def _heading(plan: SheetPlan, applies: Applicability) -> None:
    words, across = applies.edition.words, plan.heading_columns
    # The stamp's printed line is row 5: a sheet copied into another workbook still says whose it is.
    plan.printed += [
        Printed(1, 1, "{unit}", Look.OFFICE, span=2),
        Printed(1, 3, words["national.1"], Look.NATIONAL, span=across - 2),
        Printed(2, 3, words["national.2"], Look.MOTTO, span=across - 2),
        Printed(3, 1, f"→ {words['sheet.guide']}", Look.LINK),
        Printed(4, 1, plan.task.title, Look.TITLE, span=across),
        Printed(5, 1, "{stamp}", Look.INFO, span=across),
    ]


def _head(plan: SheetPlan, texts: list[tuple[int, str]], keys: list[tuple[int, str]]) -> None:
    """A heading row and, under it, the row of keys by which the columns are found again."""
    row = plan.next_row
    plan.heads.append(row)
    plan.printed += [Printed(row, column, text, Look.HEAD) for column, text in texts]
    plan.printed += [Printed(row + 1, column, key, Look.KEY) for column, key in keys]
    plan.next_row = row + 2


def _scalars(plan: SheetPlan, applies: Applicability) -> None:
    task, words = plan.task, applies.edition.words
    value_word = words["head.value"] if task.numbered else words["head.answer"]
    names = [words["head.code"], words["head.label"], words["head.measure"], value_word]
    names += [words["head.reason"], words["head.explanation"]]
    columns = (VALUE, REASON, EXPLANATION, *([PREVIOUS] if plan.previous and task.numbered else []))
    names += [words["head.previous"]] * (len(columns) - 3)
    keys = [(VALUE_COLUMN + n, f"{task.code}.{key}") for n, key in enumerate(columns)]
    _head(plan, list(enumerate(names, 1)), keys)
    if task.numbered:
        code = f"{task.code}.{NIL}"
        row = _line(plan, code, words["nil.label"], "")
        plan.slots.append(Slot(row, VALUE_COLUMN, code, Role.NIL, Requirement.OPTIONAL))
    for spec in task.indicators:
        row = _line(plan, spec.code, spec.label, spec.measure)
        mark = applies.indicator(spec)
        plan.slots.append(Slot(row, VALUE_COLUMN, spec.code, Role.VALUE, mark, spec))
        # Who the unit is needs neither a reason nor an explanation.
        _remarks(plan, spec.code, row, VALUE_COLUMN + 1, Requirement.CLOSED if spec.prefilled else mark, spec)
        if len(columns) > 3:
            _earlier(plan, spec.code, row, VALUE_COLUMN + 3, mark, spec)
    plan.next_row += 1


def _line(plan: SheetPlan, code: str, label: str, measure: str) -> int:
    row = plan.next_row
    plan.printed += [
        Printed(row, CODE_COLUMN, code, Look.CODE),
        Printed(row, LABEL_COLUMN, label, Look.LABEL),
        Printed(row, MEASURE_COLUMN, measure, Look.MEASURE),
    ]
    plan.next_row += 1
    return row


def _remarks(plan: SheetPlan, code: str, row: int, column: int, mark: Requirement, spec: Indicator | MatrixRow) -> None:
    """The cells for a reason and an explanation, open where the answer itself is; nothing takes the place of what an
    office always knows."""
    asked = spec.known and mark is Requirement.REQUIRED
    plan.slots.append(Slot(row, column, code, Role.REASON, Requirement.CLOSED if asked else mark))
    plan.slots.append(Slot(row, column + 1, code, Role.EXPLANATION, mark))


def _earlier(plan: SheetPlan, code: str, row: int, column: int, mark: Requirement, spec: Indicator | Column) -> None:
    """The cell for the earlier figure, where there is a number to compare."""
    if spec.type.numeric and mark is not Requirement.CLOSED:
        plan.slots.append(Slot(row, column, code, Role.PREVIOUS, Requirement.CLOSED, spec))


def _title(plan: SheetPlan, block: Matrix | Table, hint: str) -> None:
    plan.printed.append(Printed(plan.next_row, 1, f"{block.code}. {block.label}", Look.BLOCK, span=6))
    plan.next_row += 1
    if hint:
        plan.printed.append(Printed(plan.next_row, 1, hint, Look.HINT, span=6))
        plan.next_row += 1


def _matrix(plan: SheetPlan, applies: Applicability, matrix: Matrix) -> None:
    words = applies.edition.words
    columns = [c for c in matrix.columns if c.applies_to(applies.unit.kind)]
    _title(plan, matrix, matrix.note)
    texts = [words["head.code"], words["head.label"], *(_column_head(c, matrix.measure) for c in columns)]
    texts += [words["head.reason"], words["head.explanation"]]
    names = [*(c.key for c in columns), REASON, EXPLANATION]
    if plan.previous:
        texts += [f"{words['head.previous']}: {c.label}" for c in columns if c.type.numeric]
        names += [f"{c.key}_{PREVIOUS}" for c in columns if c.type.numeric]
    keys = [(3 + n, f"{matrix.code}.{k}") for n, k in enumerate(names)]
    _head(plan, list(enumerate(texts, 1)), keys)
    for row in matrix.rows:
        _matrix_row(plan, applies, matrix, row, columns)
    plan.next_row += 1


def _column_head(column: Column, measure: str) -> str:
    unit = column.measure or (measure if column.type is FieldType.INT else "")
    return f"{column.label} ({unit})" if unit and unit not in column.label else column.label


def _matrix_row(
    plan: SheetPlan, applies: Applicability, matrix: Matrix, line: MatrixRow, columns: list[Column]
) -> None:
    row = plan.next_row
    code = f"{matrix.code}.{line.code}"
    plan.printed += [
        Printed(row, CODE_COLUMN, code, Look.CODE),
        Printed(row, LABEL_COLUMN, line.label, Look.LABEL),
    ]
    marks = [applies.matrix_cell(matrix, line, c) for c in columns]
    plan.slots += [Slot(row, 3 + n, matrix.cell_code(line, c), Role.VALUE, marks[n], c) for n, c in enumerate(columns)]
    some_open = next((m for m in marks if m is not Requirement.CLOSED), Requirement.CLOSED)
    _remarks(plan, code, row, 3 + len(columns), some_open, line)
    numbers = [(c, m) for c, m in zip(columns, marks, strict=True) if c.type.numeric]
    for n, (column, mark) in enumerate(numbers if plan.previous else ()):
        _earlier(plan, matrix.cell_code(line, column), row, 5 + len(columns) + n, mark, column)
    plan.next_row += 1


def _table(plan: SheetPlan, applies: Applicability, table: Table) -> None:
    words = applies.edition.words
    _title(plan, table, " ".join(filter(None, (table.note, words["table.hint"]))))
    texts = [words["head.number"], *(_column_head(c, "") for c in table.columns), words["head.explanation"]]
    keys = [(1, table.code)]
    keys += [(2 + n, f"{table.code}.{k}") for n, k in enumerate([*(c.key for c in table.columns), EXPLANATION])]
    _head(plan, list(enumerate(texts, 1)), keys)
    if table.example:
        cells = [(1, words["example.mark"])]
        cells += [(2 + n, table.example.get(c.key, "")) for n, c in enumerate(table.columns)]
        cells.append((2 + len(table.columns), ""))
        plan.printed += [Printed(plan.next_row, column, text, Look.EXAMPLE) for column, text in cells]
        plan.next_row += 1
    mark = applies.table(table)
    for number in range(1, table.rows + 1):
        _table_row(plan, table, number, mark)
    plan.printed.append(Printed(plan.next_row, 1, words["table.more"], Look.CLOSING))
    plan.next_row += 2


def _table_row(plan: SheetPlan, table: Table, number: int, mark: Requirement) -> None:
    row = plan.next_row
    plan.printed.append(Printed(row, 1, str(number), Look.NUMBER))
    for n, column in enumerate(table.columns):
        code = table.column_code(column)
        plan.slots.append(Slot(row, 2 + n, code, Role.VALUE, mark, column, number))
    code = f"{table.code}.{EXPLANATION}"
    plan.slots.append(Slot(row, 2 + len(table.columns), code, Role.EXPLANATION, mark, None, number))
    plan.next_row += 1


def said_beside(applies: Applicability, code: str) -> str:
    """The words a blank shows after a prefilled code, which alone says nothing to an officer; "" for other cells."""
    edition, kind = applies.edition, applies.edition.kind_of[applies.unit.kind]
    said = {edition.code_of(FieldRole.UNIT_KIND): kind.name, edition.code_of(FieldRole.PERIOD): applies.period.name}
    return said.get(code, "")


def shown_with(said: str) -> str:
    """How those words follow the code."""
    return f" – {said}" if said else ""
