"""Where everything stands on the sheets of a blank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

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
    """An entry cell or a computed cell of the blank. `number` counts the prepared rows of a table from 1.

    `years` are the first and last that a date may lie in; `lead_only` says that only a lead of something answers it.
    """

    row: int
    column: int
    code: str
    role: Role
    mark: Requirement
    spec: Indicator | Column | None = None
    number: int = 0
    years: tuple[int, int] | None = None
    lead_only: bool = False

    @property
    def computed(self) -> bool:
        return self.spec is not None and (self.spec.type is FieldType.CALC or bool(getattr(self.spec, "fixed", "")))

    @property
    def open(self) -> bool:
        return self.mark is not Requirement.CLOSED and not self.computed

    @property
    def prefilled(self) -> bool:
        return isinstance(self.spec, Indicator) and self.spec.prefilled


@dataclass(frozen=True)
class SheetPlan:
    """Everything on one sheet; `heads` are the rows with the headings of columns, `last_row` is under all blocks."""

    name: str
    task: Task
    printed: tuple[Printed, ...]
    slots: tuple[Slot, ...]
    heads: tuple[int, ...]
    last_row: int

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
        return self._rows[table]

    @cached_property
    def _rows(self) -> Mapping[str, tuple[int, int]]:
        found: dict[str, list[int]] = {}
        for slot in (s for s in self.slots if s.number):
            found.setdefault(slot.code.rpartition(".")[0], []).append(slot.row)
        return {table: (min(rows), max(rows) + 1) for table, rows in found.items()}


@dataclass(slots=True)
class _Draft:
    """A sheet while it is being laid out, and its next free row."""

    task: Task
    previous: bool
    printed: list[Printed] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    next_row: int = FIRST_BLOCK_ROW


def place(applies: Applicability, *, previous: bool = False) -> tuple[SheetPlan, ...]:
    """The sheets of the blank of one unit, header first, in the order of the form.

    With `previous` the unit's own earlier figure stands at the end of each line.
    """
    return tuple(_sheet(applies, task, previous=previous) for task in applies.edition.tasks)


def _sheet(applies: Applicability, task: Task, *, previous: bool) -> SheetPlan:
    draft, words = _Draft(task, previous), applies.edition.words
    if task.indicators or task.numbered:  # a task also has its line “không phát sinh”
        _scalars(draft, applies)
    for matrix in task.matrices:
        _matrix(draft, applies, matrix)
    for table in task.tables:
        _table(draft, applies, table)
    blocks = tuple(draft.printed)
    plan = SheetPlan(task.sheet, task, blocks, tuple(draft.slots), tuple(draft.heads), draft.next_row - 1)
    signatures = _signatures(plan, words) if task.kind is TaskKind.HEADER else ()
    return replace(plan, printed=(*blocks, *_heading(plan, words), *signatures))


def _signatures(plan: SheetPlan, words: Mapping[str, str]) -> tuple[Printed, ...]:
    """Where the unit dates, signs and stamps a printed form: on the sheet that says who it is."""
    row = plan.last_row + 2
    return (
        Printed(row, 4, words["sign.place"], Look.SIGN_HINT, span=3),
        Printed(row + 1, 1, words["sign.maker"], Look.SIGN, span=2),
        Printed(row + 1, 4, words["sign.head"], Look.SIGN, span=3),
        Printed(row + 2, 1, words["sign.maker_hint"], Look.SIGN_HINT, span=2),
        Printed(row + 2, 4, words["sign.head_hint"], Look.SIGN_HINT, span=3),
    )


def _heading(plan: SheetPlan, words: Mapping[str, str]) -> tuple[Printed, ...]:
    # The stamp's printed line is row 5: a sheet copied into another workbook still says whose it is.
    across = plan.heading_columns
    return (
        Printed(1, 1, "{unit}", Look.OFFICE, span=2),
        Printed(1, 3, words["national.1"], Look.NATIONAL, span=across - 2),
        Printed(2, 3, words["national.2"], Look.MOTTO, span=across - 2),
        Printed(3, 1, f"→ {words['sheet.guide']}", Look.LINK),
        Printed(4, 1, plan.task.title, Look.TITLE, span=across),
        Printed(5, 1, "{stamp}", Look.INFO, span=across),
    )


def _head(draft: _Draft, texts: list[tuple[int, str]], keys: list[tuple[int, str]]) -> None:
    """A heading row and, under it, the row of keys by which the columns are found again."""
    row = draft.next_row
    draft.heads.append(row)
    draft.printed += [Printed(row, column, text, Look.HEAD) for column, text in texts]
    draft.printed += [Printed(row + 1, column, key, Look.KEY) for column, key in keys]
    draft.next_row = row + 2


def _scalars(draft: _Draft, applies: Applicability) -> None:
    task, words = draft.task, applies.edition.words
    value_word = words["head.value"] if task.numbered else words["head.answer"]
    names = [words["head.code"], words["head.label"], words["head.measure"], value_word]
    names += [words["head.reason"], words["head.explanation"]]
    columns = (VALUE, REASON, EXPLANATION, *([PREVIOUS] if draft.previous and task.numbered else []))
    names += [words["head.previous"]] * (len(columns) - 3)
    keys = [(VALUE_COLUMN + n, f"{task.code}.{key}") for n, key in enumerate(columns)]
    _head(draft, list(enumerate(names, 1)), keys)
    if task.numbered:
        code = f"{task.code}.{NIL}"
        row = _line(draft, code, words["nil.label"], "")
        draft.slots.append(Slot(row, VALUE_COLUMN, code, Role.NIL, Requirement.OPTIONAL))
    for spec in task.indicators:
        row = _line(draft, spec.code, spec.label, spec.measure)
        mark = applies.indicator(spec)
        draft.slots.append(_answer(applies, row, VALUE_COLUMN, spec.code, mark, spec))
        # Who the unit is needs neither a reason nor an explanation.
        _remarks(draft, spec.code, row, VALUE_COLUMN + 1, Requirement.CLOSED if spec.prefilled else mark, spec)
        if len(columns) > 3:
            _earlier(draft, spec.code, row, VALUE_COLUMN + 3, mark, spec)
    draft.next_row += 1


def _line(draft: _Draft, code: str, label: str, measure: str) -> int:
    row = draft.next_row
    draft.printed += [
        Printed(row, CODE_COLUMN, code, Look.CODE),
        Printed(row, LABEL_COLUMN, label, Look.LABEL),
        Printed(row, MEASURE_COLUMN, measure, Look.MEASURE),
    ]
    draft.next_row += 1
    return row


def _answer(
    applies: Applicability,
    row: int,
    column: int,
    code: str,
    mark: Requirement,
    spec: Indicator | Column,
    number: int = 0,
) -> Slot:
    years = applies.years(applies.nature(code, spec)) if spec.type is FieldType.DATE else None
    return Slot(row, column, code, Role.VALUE, mark, spec, number, years, applies.lead_only(code))


def _remarks(draft: _Draft, code: str, row: int, column: int, mark: Requirement, spec: Indicator | MatrixRow) -> None:
    """The cells for a reason and an explanation, open where the answer itself is; nothing takes the place of what an
    office always knows."""
    asked = spec.known and mark is Requirement.REQUIRED
    draft.slots.append(Slot(row, column, code, Role.REASON, Requirement.CLOSED if asked else mark))
    draft.slots.append(Slot(row, column + 1, code, Role.EXPLANATION, mark))


def _earlier(draft: _Draft, code: str, row: int, column: int, mark: Requirement, spec: Indicator | Column) -> None:
    """The cell for the earlier figure, where there is a number to compare."""
    if spec.type.numeric and mark is not Requirement.CLOSED:
        draft.slots.append(Slot(row, column, code, Role.PREVIOUS, Requirement.CLOSED, spec))


def _title(draft: _Draft, block: Matrix | Table, hint: str) -> None:
    draft.printed.append(Printed(draft.next_row, 1, f"{block.code}. {block.label}", Look.BLOCK, span=6))
    draft.next_row += 1
    if hint:
        draft.printed.append(Printed(draft.next_row, 1, hint, Look.HINT, span=6))
        draft.next_row += 1


def _matrix(draft: _Draft, applies: Applicability, matrix: Matrix) -> None:
    words = applies.edition.words
    columns = [c for c in matrix.columns if c.applies_to(applies.unit.kind)]
    _title(draft, matrix, matrix.note)
    texts = [words["head.code"], words["head.label"], *(_column_head(c, matrix.measure) for c in columns)]
    texts += [words["head.reason"], words["head.explanation"]]
    names = [*(c.key for c in columns), REASON, EXPLANATION]
    if draft.previous:
        texts += [f"{words['head.previous']}: {c.label}" for c in columns if c.type.numeric]
        names += [f"{c.key}_{PREVIOUS}" for c in columns if c.type.numeric]
    keys = [(3 + n, f"{matrix.code}.{k}") for n, k in enumerate(names)]
    _head(draft, list(enumerate(texts, 1)), keys)
    for row in matrix.rows:
        _matrix_row(draft, applies, matrix, row, columns)
    draft.next_row += 1


def _column_head(column: Column, measure: str) -> str:
    unit = column.measure or (measure if column.type is FieldType.INT else "")
    return f"{column.label} ({unit})" if unit and unit not in column.label else column.label


def _matrix_row(draft: _Draft, applies: Applicability, matrix: Matrix, line: MatrixRow, columns: list[Column]) -> None:
    row = draft.next_row
    code = f"{matrix.code}.{line.code}"
    draft.printed += [
        Printed(row, CODE_COLUMN, code, Look.CODE),
        Printed(row, LABEL_COLUMN, line.label, Look.LABEL),
    ]
    marks = [applies.matrix_cell(matrix, line, c) for c in columns]
    for n, column in enumerate(columns):
        draft.slots.append(_answer(applies, row, 3 + n, matrix.cell_code(line, column), marks[n], column))
    some_open = next((m for m in marks if m is not Requirement.CLOSED), Requirement.CLOSED)
    _remarks(draft, code, row, 3 + len(columns), some_open, line)
    numbers = [(c, m) for c, m in zip(columns, marks, strict=True) if c.type.numeric]
    for n, (column, mark) in enumerate(numbers if draft.previous else ()):
        _earlier(draft, matrix.cell_code(line, column), row, 5 + len(columns) + n, mark, column)
    draft.next_row += 1


def _table(draft: _Draft, applies: Applicability, table: Table) -> None:
    words = applies.edition.words
    _title(draft, table, " ".join(filter(None, (table.note, words["table.hint"]))))
    texts = [words["head.number"], *(_column_head(c, "") for c in table.columns), words["head.explanation"]]
    keys = [(1, table.code)]
    keys += [(2 + n, f"{table.code}.{k}") for n, k in enumerate([*(c.key for c in table.columns), EXPLANATION])]
    _head(draft, list(enumerate(texts, 1)), keys)
    if table.example:
        cells = [(1, words["example.mark"])]
        cells += [(2 + n, table.example.get(c.key, "")) for n, c in enumerate(table.columns)]
        cells.append((2 + len(table.columns), ""))
        draft.printed += [Printed(draft.next_row, column, text, Look.EXAMPLE) for column, text in cells]
        draft.next_row += 1
    mark = applies.table(table)
    for number in range(1, table.rows + 1):
        _table_row(draft, applies, table, number, mark)
    draft.printed.append(Printed(draft.next_row, 1, words["table.more"], Look.CLOSING))
    draft.next_row += 2


def _table_row(draft: _Draft, applies: Applicability, table: Table, number: int, mark: Requirement) -> None:
    row = draft.next_row
    draft.printed.append(Printed(row, 1, str(number), Look.NUMBER))
    for n, column in enumerate(table.columns):
        draft.slots.append(_answer(applies, row, 2 + n, table.column_code(column), mark, column, number))
    code = f"{table.code}.{EXPLANATION}"
    draft.slots.append(Slot(row, 2 + len(table.columns), code, Role.EXPLANATION, mark, None, number))
    draft.next_row += 1


def said_beside(applies: Applicability, code: str) -> str:
    """The words a blank shows after a prefilled code, which alone says nothing to an officer; "" for other cells."""
    edition, kind = applies.edition, applies.edition.kind_of[applies.unit.kind]
    said = {edition.code_of(FieldRole.UNIT_KIND): kind.name, edition.code_of(FieldRole.PERIOD): applies.period.name}
    return said.get(code, "")


def shown_with(said: str) -> str:
    """How those words follow the code."""
    return f" – {said}" if said else ""
