"""Where everything stands on the sheets of a blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.fields import prompted
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
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.text.state_words import CONFIRM_HEAD
from vstbcpn_cli.workbook.form.sheet_plan import (
    CODE_COLUMN,
    CONFIRM,
    EARLIER,
    EXPLANATION,
    FIRST_BLOCK_ROW,
    LABEL_COLUMN,
    MEASURE_COLUMN,
    NIL,
    PREVIOUS,
    REASON,
    VALUE,
    VALUE_COLUMN,
    Look,
    Printed,
    Role,
    SheetPlan,
    Slot,
)

_MUST = '@"\u00a0*"'
"""How a text is shown whose answer is required: a colour alone is not seen by everyone, nor on every paper."""
_NATIONAL_ROWS, _TITLE_ROW = (2, 3), 4
_UNSEEN = ";;;"
"""How a text is shown that is for the program, with a plain word behind it."""
_OF_EARLIER = f'@" ({EARLIER})"'
"""How the head of earlier figures is shown: with the period they are of."""


class _Draft(msgspec.Struct):
    """A sheet while it is being laid out, and its next free row."""

    task: Task
    previous: bool
    carried: Mapping[str, int]
    printed: list[Printed] = msgspec.field(default_factory=list)
    cells: list[Slot] = msgspec.field(default_factory=list)
    prepared: dict[str, int] = msgspec.field(default_factory=dict)
    heads: list[int] = msgspec.field(default_factory=list)
    hidden: set[int] = msgspec.field(default_factory=set)
    next_row: int = FIRST_BLOCK_ROW


def place(
    applies: Applicability, *, previous: bool = False, carried: Mapping[str, int] = MappingProxyType({})
) -> tuple[SheetPlan, ...]:
    """The sheets of the blank of one unit, header first, in the order of the form.

    With `previous` the unit's own earlier figure stands at the end of each line. `carried` are the tables with lines of
    the last period to be confirmed, and how many rows are prepared for them at least.
    """
    return tuple(_sheet(applies, _Draft(task, previous, carried)) for task in applies.edition.tasks)


def without_lines(applies: Applicability, sheets: Iterable[SheetPlan], *, previous: bool) -> tuple[SheetPlan, ...]:
    """Those sheets as `place` makes them where no table shows lines of the last period; most are the same."""
    return tuple(_sheet(applies, _Draft(s.task, previous, {})) if s.carried else s for s in sheets)


def _sheet(applies: Applicability, draft: _Draft) -> SheetPlan:
    task, words = draft.task, applies.edition.words
    if task.indicators or task.numbered:  # a task also has its line “không phát sinh”
        _scalars(draft, applies)
    for matrix in task.matrices:
        _matrix(draft, applies, matrix)
    for table in task.tables:
        _table(draft, applies, table)
    cells, heads = tuple(draft.cells), tuple(draft.heads)
    plan = SheetPlan(task.sheet, task, (), cells, draft.prepared, heads, draft.next_row - 1)
    blocks = (replace(p, span=plan.last_column) if p.look is Look.HINT else p for p in draft.printed)
    header = task.kind is TaskKind.HEADER
    signatures = _signatures(plan, words) if header else ()
    hidden = draft.hidden | _closed_lines(plan) | set(() if header else _NATIONAL_ROWS)
    return replace(
        plan, printed=(*blocks, *_heading(plan, words, header=header), *signatures), hidden=frozenset(hidden)
    )


def _closed_lines(plan: SheetPlan) -> set[int]:
    """The rows that have entry cells and ask nothing in any of them; a computed line is an answer of its own."""
    asking = {s.row for s in plan.cells if s.open or (s.computed and isinstance(s.spec, Indicator))}
    closed = {s.row: plan.prepared.get(s.table, 1) for s in plan.cells if s.row not in asking}
    return {row for first, rows in closed.items() for row in range(first, first + rows)}


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


def _heading(plan: SheetPlan, words: Mapping[str, str], *, header: bool) -> tuple[Printed, ...]:
    """Whose sheet it is and what is on it. The national header stands once, on the sheet that begins the paper; the
    stamp on each: one copied into another workbook still says whose it is."""
    across = plan.last_column
    shared = (
        Printed(plan.verdict_row, plan.heading_columns + 1, f"→ {words['sheet.guide']}", Look.LINK),
        Printed(_TITLE_ROW, 1, plan.task.title, Look.TITLE, span=across),
        Printed(_TITLE_ROW + 1, 3, "{stamp}", Look.INFO, span=across - 2),
    )
    if not header:
        return (*shared, Printed(_TITLE_ROW + 1, 1, "{unit}", Look.OFFICE, span=2))
    first, second = _NATIONAL_ROWS
    return (
        *shared,
        Printed(first, 1, "{unit}", Look.OFFICE, span=2),
        Printed(first, 3, words["national.1"], Look.NATIONAL, span=across - 2),
        Printed(second, 3, words["national.2"], Look.MOTTO, span=across - 2),
    )


def _head(draft: _Draft, texts: list[tuple[int, str]], keys: list[tuple[int, str]], shown: Mapping[int, str]) -> None:
    """A heading row and, under it, the row of keys by which the columns are found again; `shown` is how the heads of
    some columns are seen."""
    row = draft.next_row
    draft.heads.append(row)
    draft.printed += [Printed(row, column, text, Look.HEAD, shown=shown.get(column, "")) for column, text in texts]
    draft.printed += [Printed(row + 1, column, key, Look.KEY) for column, key in keys]
    draft.next_row = row + 2


def _scalars(draft: _Draft, applies: Applicability) -> None:
    task, words = draft.task, applies.edition.words
    value_word = words["head.value"] if task.numbered else words["head.answer"]
    names = [words["head.code"], words["head.label"], words["head.measure"], value_word]
    names += [words["head.reason"], words["head.explanation"]]
    earlier = draft.previous and task.numbered and any(_compares(s, applies.indicator(s)) for s in task.indicators)
    columns = (VALUE, REASON, EXPLANATION, *([PREVIOUS] if earlier else []))
    names += [words["head.previous"]] * (len(columns) - 3)
    shown = dict.fromkeys(range(VALUE_COLUMN + 3, VALUE_COLUMN + len(columns)), _OF_EARLIER)
    keys = [(VALUE_COLUMN + n, f"{task.code}.{key}") for n, key in enumerate(columns)]
    _head(draft, list(enumerate(names, 1)), keys, shown)
    if task.numbered:
        code = f"{task.code}.{NIL}"
        row = _line(draft, code, words["nil.label"], words["measure.choice"], shown=f'{_UNSEEN}"{task.code}"')
        draft.cells.append(Slot(row, VALUE_COLUMN, code, Role.NIL, Requirement.OPTIONAL))
    for spec in task.indicators:
        mark = applies.indicator(spec)
        row = _line(draft, spec.code, spec.label, _measure(spec, words), must=_demanded(spec, mark))
        draft.cells.append(_answer(applies, row, VALUE_COLUMN, spec.code, mark, spec))
        # Who the unit is needs neither a reason nor an explanation.
        explained = Requirement.CLOSED if spec.prefilled else applies.explained(spec)
        _remarks(draft, spec.code, row, VALUE_COLUMN + 1, explained, spec)
        if len(columns) > 3:
            _earlier(draft, spec.code, row, VALUE_COLUMN + 3, mark, spec)
    draft.next_row += 1


def _line(draft: _Draft, code: str, label: str, measure: str, *, must: bool = False, shown: str = "") -> int:
    row = draft.next_row
    draft.printed += [
        Printed(row, CODE_COLUMN, code, Look.CODE, shown=shown),
        Printed(row, LABEL_COLUMN, label, Look.LABEL, shown=_MUST if must else ""),
        Printed(row, MEASURE_COLUMN, measure, Look.MEASURE),
    ]
    draft.next_row += 1
    return row


def _measure(spec: Indicator, words: Mapping[str, str]) -> str:
    """In what a line is answered: its unit, else how, where the answer is neither words nor printed already."""
    return spec.measure or ("" if spec.prefilled else words.get(f"measure.{spec.type}", ""))


def _demanded(spec: Indicator | Column, mark: Requirement | None) -> bool:
    """Whether the unit itself has to fill in a cell."""
    fixed = isinstance(spec, Column) and bool(spec.fixed or spec.default)
    computed = spec.type is FieldType.CALC or (isinstance(spec, Indicator) and spec.prefilled)
    return mark is Requirement.REQUIRED and not (fixed or computed)


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
    """The cells for a reason and an explanation, open where the answer itself is or its explanation is asked; nothing
    takes the place of what an office always knows, or of what computes itself."""
    asked = (spec.known and mark is Requirement.REQUIRED) or getattr(spec, "type", None) is FieldType.CALC
    draft.cells.append(Slot(row, column, code, Role.REASON, Requirement.CLOSED if asked else mark))
    draft.cells.append(Slot(row, column + 1, code, Role.EXPLANATION, mark))


def _compares(spec: Indicator | Column, mark: Requirement) -> bool:
    """Whether the figure of the last period stands beside an answer."""
    return spec.type.numeric and mark is not Requirement.CLOSED


def _earlier(draft: _Draft, code: str, row: int, column: int, mark: Requirement, spec: Indicator | Column) -> None:
    """The cell for the earlier figure, where there is a number to compare."""
    if _compares(spec, mark):
        draft.cells.append(Slot(row, column, code, Role.PREVIOUS, Requirement.CLOSED, spec))


def _title(
    draft: _Draft, words: Mapping[str, str], block: Matrix | Table, hint: str, *, asked: bool, must: bool
) -> None:
    text = f"{block.code}. {block.label}"
    text = text if asked else f"{text} ({words['block.closed']})"
    draft.printed.append(Printed(draft.next_row, 1, text, Look.BLOCK, shown=_MUST if must else ""))
    draft.next_row += 1
    if hint:
        draft.printed.append(Printed(draft.next_row, 1, hint, Look.HINT))
        draft.next_row += 1


def _matrix(draft: _Draft, applies: Applicability, matrix: Matrix) -> None:
    words = applies.edition.words
    columns = [c for c in matrix.columns if c.applies_to(applies.unit.kind)]
    marks = [applies.matrix_cell(matrix, row, c) for row in matrix.rows for c in columns]
    asked, first = any(m is not Requirement.CLOSED for m in marks), draft.next_row
    _title(draft, words, matrix, matrix.note, asked=asked, must=False)
    texts = [words["head.code"], words["head.label"], *(_column_head(c, matrix.measure) for c in columns)]
    texts += [words["head.reason"], words["head.explanation"]]
    names = [*(c.key for c in columns), REASON, EXPLANATION]
    if draft.previous:
        texts += [f"{words['head.previous']}: {c.label}" for c in columns if c.type.numeric]
        names += [f"{c.key}_{PREVIOUS}" for c in columns if c.type.numeric]
    keys = [(3 + n, f"{matrix.code}.{k}") for n, k in enumerate(names)]
    shown = {column: _OF_EARLIER for column, key in keys if key.endswith(f"_{PREVIOUS}")}
    _head(draft, list(enumerate(texts, 1)), keys, shown)
    for row in matrix.rows:
        _matrix_row(draft, applies, matrix, row, columns)
    draft.next_row += 1
    if not asked:
        draft.hidden.update(range(first + 1, draft.next_row - 1))


def _column_head(column: Column, measure: str) -> str:
    unit = column.measure or (measure if column.type is FieldType.INT else "")
    return f"{column.label} ({unit})" if unit and unit not in column.label else column.label


def _matrix_row(draft: _Draft, applies: Applicability, matrix: Matrix, line: MatrixRow, columns: list[Column]) -> None:
    row = draft.next_row
    code = f"{matrix.code}.{line.code}"
    marks = [applies.matrix_cell(matrix, line, c) for c in columns]
    must = any(_demanded(c, m) for c, m in zip(columns, marks, strict=True))
    draft.printed += [
        Printed(row, CODE_COLUMN, code, Look.CODE),
        Printed(row, LABEL_COLUMN, line.label, Look.LABEL, shown=_MUST if must else ""),
    ]
    for n, column in enumerate(prompted(line, columns)):
        draft.cells.append(_answer(applies, row, 3 + n, matrix.cell_code(line, column), marks[n], column))
    some_open = next((m for m in marks if m is not Requirement.CLOSED), Requirement.CLOSED)
    _remarks(draft, code, row, 3 + len(columns), some_open, line)
    numbers = [(c, m) for c, m in zip(columns, marks, strict=True) if c.type.numeric]
    for n, (column, mark) in enumerate(numbers if draft.previous else ()):
        _earlier(draft, matrix.cell_code(line, column), row, 5 + len(columns) + n, mark, column)
    draft.next_row += 1


def _table(draft: _Draft, applies: Applicability, table: Table) -> None:
    words, mark, title = applies.edition.words, applies.table(table), draft.next_row
    asked, hint = mark is not Requirement.CLOSED, " ".join(filter(None, (table.note, words["table.hint"])))
    _title(draft, words, table, hint, asked=asked, must=mark is Requirement.ANSWERED)
    carried = draft.carried.get(table.code, 0) if asked else 0
    texts = [words["head.number"], *(_column_head(c, "") for c in table.columns_on_form), words["head.explanation"]]
    names = [*(c.key for c in table.columns_on_form), EXPLANATION]
    if carried:
        texts += [words["head.previous"], CONFIRM_HEAD]
        names += [PREVIOUS, CONFIRM]
    keys = [(1, table.code)]
    keys += [(2 + n, f"{table.code}.{key}") for n, key in enumerate(names)]
    shown = {2 + n: _MUST for n, c in enumerate(table.columns_on_form) if _demanded(c, c.required)}
    shown |= {2 + n: _OF_EARLIER for n, key in enumerate(names) if key == PREVIOUS}
    _head(draft, list(enumerate(texts, 1)), keys, shown)
    if table.example:
        cells = [(1, words["example.mark"])]
        cells += [(2 + n, table.example.get(c.key, "")) for n, c in enumerate(table.columns_on_form)]
        cells += [(column, "") for column in range(2 + len(table.columns), len(texts) + 1)]
        draft.printed += [Printed(draft.next_row, column, text, Look.EXAMPLE) for column, text in cells]
        draft.next_row += 1
    if rows := max(table.rows, carried):
        draft.prepared[table.code] = rows
        draft.cells += _table_row(applies, draft.next_row, table, mark, carried=carried > 0)
    numbers = enumerate(range(draft.next_row, draft.next_row + rows), 1)
    draft.printed += [Printed(row, 1, str(number), Look.NUMBER) for number, row in numbers]
    draft.next_row += rows
    draft.printed.append(Printed(draft.next_row, 1, words["table.more"], Look.CLOSING))
    draft.next_row += 2
    if not asked:
        draft.hidden.update(range(title + 1, draft.next_row - 1))


def _table_row(applies: Applicability, row: int, table: Table, mark: Requirement, *, carried: bool) -> Iterator[Slot]:
    """The cells of the first prepared row of a table."""
    for place, column in enumerate(table.columns_on_form, 2):
        yield _answer(applies, row, place, table.column_code(column), mark, column, 1)
    after = 2 + len(table.columns)
    yield Slot(row, after, f"{table.code}.{EXPLANATION}", Role.EXPLANATION, mark, None, 1)
    if carried:
        yield Slot(row, after + 1, f"{table.code}.{PREVIOUS}", Role.PREVIOUS, Requirement.CLOSED, None, 1)
        yield Slot(row, after + 2, f"{table.code}.{CONFIRM}", Role.CONFIRM, mark, None, 1)


def said_beside(applies: Applicability, code: str) -> str:
    """The words a blank shows after a prefilled code, which alone says nothing to an officer; "" for other cells."""
    edition, kind = applies.edition, applies.edition.kind_of[applies.unit.kind]
    said = {edition.code_of(FieldRole.UNIT_KIND): kind.name, edition.code_of(FieldRole.PERIOD): applies.period.name}
    return said.get(code, "")


def shown_with(said: str) -> str:
    """How those words follow the code."""
    return f" – {said}" if said else ""
