"""Fields that are never typed, computed from the answers of one unit, each with the observations it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from vstbcpn_cli.edition.model import Calc, CalcOp, Column, Edition, FieldType, Matrix, MatrixRow, Requirement
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Key, Observation, State, TableAnswer, TableRow, Value

Window = tuple[dt.date, dt.date]


class Remark(NamedTuple):
    """What stands beside a computed field: reason and explanation, and the cell that shows it."""

    reason: str = ""
    explanation: str = ""
    shown_at: CellRef | None = None


def percent(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """`part` of `whole` in percent, two decimals, half up; None on a zero base."""
    if not whole:
        return None
    hundredths = Fraction(part) * 10_000 / Fraction(whole)
    return Decimal(rounded(hundredths)).scaleb(-2)


def rounded(value: Fraction) -> int:
    """To the nearest whole number, half up, exactly."""
    return int((value + Fraction(1, 2)).__floor__())


def canonical(number: Decimal) -> Decimal:
    """The same number without zeros at its end, exponent or sign of zero, so that every output prints it alike."""
    bare = number.normalize()
    return Decimal(int(bare)) if bare == bare.to_integral_value() else bare


def encoded(value: Value | None) -> int | str | bool | None:
    """A value as JSON holds it: shares and money are text with a point, that no reader makes a binary fraction of."""
    match value:
        case Decimal():
            return format(canonical(value), "f")
        case dt.date():
            return value.isoformat()
        case _:
            return value


def exact(number: int | Decimal) -> int | Decimal:
    """A figure as it is printed: of 13.8 + 0.2 nobody wants 14.0."""
    return canonical(number) if isinstance(number, Decimal) else number


def compute(
    edition: Edition,
    values: Mapping[str, Observation],
    tables: Mapping[str, TableAnswer],
    window: Window,
    remarks: Mapping[str, Remark] | None = None,
) -> dict[str, Observation]:
    """The observation of every computed field: indicators, and computed columns of matrices, by code.

    `remarks` are what the unit wrote beside computed indicators; what is made of such a one holds it with its remark.
    A field is UNREADABLE when something it needs is, EMPTY when nothing was answered, UNAVAILABLE when the unit said
    that it has no figure for a part that may not be left out.
    """
    known = dict(values)
    for matrix in edition.matrices.values():
        for row, column, calc in _computed_cells(matrix):
            code = matrix.cell_code(row, column)
            stem = f"{matrix.code}.{row.code}"
            known[code] = _ratio(code, known, f"{stem}.{calc.part}", f"{stem}.{calc.whole}")
    for indicator in edition.indicators.values():
        if indicator.calc is not None:
            made = _indicator(edition, indicator.code, indicator.calc, known, tables, window)
            beside = (remarks or {}).get(indicator.code, Remark())
            known[indicator.code] = replace(made, **beside._asdict())
    return {code: o for code, o in known.items() if code not in values}


def _computed_cells(matrix: Matrix) -> Iterator[tuple[MatrixRow, Column, Calc]]:
    for row in matrix.rows:
        for column in matrix.columns:
            if column.calc is not None:
                yield row, column, column.calc


def _indicator(
    edition: Edition,
    code: str,
    calc: Calc,
    known: Mapping[str, Observation],
    tables: Mapping[str, TableAnswer],
    window: Window,
) -> Observation:
    match calc.op:
        case CalcOp.SUM | CalcOp.COUNT:
            return over_rows(edition, code, calc, tables, window)
        case CalcOp.RATIO:
            return _ratio(code, known, calc.part, calc.whole)
        case CalcOp.SHARE_AT_LEAST:
            return _share_at_least(code, calc, known)
        case CalcOp.ALL:
            return _all(code, calc, known)
        case CalcOp.SOME:
            if table_of(edition, calc):
                return _above_zero(over_rows(edition, code, calc, tables, window))
            return _above_zero(_made(code, *_figure(known, calc.of)))
        case CalcOp.TARGET_MET:
            return _target_met(edition.matrices[calc.of], code, calc, known)


def _made(code: str, value: Value | None, parts: tuple[Observation, ...]) -> Observation:
    """A computed observation; without a value it takes the state of its weakest part."""
    if value is not None:
        return Observation(Key(code), State.VALUE, value, parts=parts)
    states = {p.state for p in parts}
    for state in (State.UNREADABLE, State.EMPTY, State.UNAVAILABLE, State.NOT_APPLICABLE):
        if state in states:
            return Observation(Key(code), state, parts=parts)
    return Observation(Key(code), State.EMPTY if not parts else State.UNAVAILABLE, parts=parts)


def _pair(known: Mapping[str, Observation], *codes: str) -> tuple[Observation, ...]:
    return tuple(known[c] for c in codes if c in known)


def _ratio(code: str, known: Mapping[str, Observation], part: str, whole: str) -> Observation:
    pair = _pair(known, part, whole)
    numbers = [o.number for o in pair]
    if len(numbers) < 2 or numbers[0] is None or numbers[1] is None:
        return _made(code, None, pair)
    share = percent(numbers[0], numbers[1])
    return _made(code, canonical(share) if share is not None else None, pair)


def _share_at_least(code: str, calc: Calc, known: Mapping[str, Observation]) -> Observation:
    pair = _pair(known, calc.part, calc.whole)
    numbers = [o.number for o in pair]
    if len(numbers) < 2 or numbers[0] is None or not numbers[1]:
        return _made(code, None, pair)
    return _made(code, Fraction(numbers[0]) * 100 >= Fraction(numbers[1]) * Fraction(calc.threshold), pair)


def _all(code: str, calc: Calc, known: Mapping[str, Observation]) -> Observation:
    terms = _pair(known, *calc.terms)
    if len(terms) < len(calc.terms) or not all(t.given for t in terms):
        return _made(code, None, terms)
    return _made(code, all(t.value is True for t in terms), terms)


def _figure(known: Mapping[str, Observation], code: str) -> tuple[Value | None, tuple[Observation, ...]]:
    """A figure, and what it is made of: its own observation."""
    found = _pair(known, code)
    return (found[0].number if found else None), found


def _above_zero(made: Observation) -> Observation:
    """Có or Không in the place of a number."""
    return made if made.number is None else replace(made, value=made.number > 0)


def _target_met(matrix: Matrix, code: str, calc: Calc, known: Mapping[str, Observation]) -> Observation:
    """Đạt / Chưa đạt for each row that can be judged: “HĐND tỉnh: Đạt; HĐND huyện, thành phố: Chưa đạt”."""
    verdicts: list[str] = []
    parts: list[Observation] = []
    for row in matrix.rows:
        stem = f"{matrix.code}.{row.code}"
        trio = _pair(known, f"{stem}.{calc.part}", f"{stem}.{calc.whole}", f"{stem}.{calc.target}")
        numbers = [o.number for o in trio if o.number is not None]
        if len(numbers) < 3 or not numbers[1]:
            continue
        met = Fraction(numbers[0]) * 100 >= Fraction(numbers[1]) * Fraction(numbers[2])
        verdicts.append(f"{row.label}: {'Đạt' if met else 'Chưa đạt'}")
        parts += trio
    return _made(code, "; ".join(verdicts) or None, tuple(parts))


def table_of(edition: Edition, calc: Calc) -> str:
    """The table whose rows a field counts or adds up; "" of a field that is made of something else."""
    if calc.op not in (CalcOp.SUM, CalcOp.COUNT, CalcOp.SOME):
        return ""
    table = calc.of if calc.of in edition.tables else calc.of.rpartition(".")[0]
    return table if table in edition.tables else ""


def deciding_cells(calc: Calc, answer: TableAnswer) -> tuple[Observation, ...]:
    """Every cell that says of a row whether it belongs to the figure, of all rows."""
    columns = (*calc.where, *([calc.within] if calc.within else []))
    return tuple(r.cells[c] for r in answer.rows for c in columns if c in r.cells)


def _first_cells(rows: list[TableRow]) -> tuple[Observation, ...]:
    """That there are rows is told by what a unit has typed first in each, if it can be read: a word that is in no list
    does not make a document less. A row of an explanation alone has nothing."""
    typed = ([cell for cell in row.cells.values() if cell.cell is not None and not cell.empty] for row in rows)
    return tuple(next((c for c in cells if c.state is not State.UNREADABLE), cells[0]) for cells in typed if cells)


def over_rows(
    edition: Edition, code: str, calc: Calc, tables: Mapping[str, TableAnswer], window: Window
) -> Observation:
    """How many rows of a table belong to a figure, or the sum of a column over them; see `counting`."""
    table_code = table_of(edition, calc)
    answer = tables.get(table_code)
    if answer is None or answer.untouched:
        return Observation(Key(code), State.EMPTY)
    if answer.nil is not None and not answer.rows:
        return Observation(Key(code), State.VALUE, 0, parts=(answer.nil,))
    filters = deciding_cells(calc, answer)
    rows = [r for r in answer.rows if r.matches(calc.where) and _inside(r, calc.within, window)]
    if any(o.state is State.UNREADABLE for o in filters):
        return Observation(Key(code), State.UNREADABLE, parts=filters)
    if calc.of == table_code:
        # Of none that counts the proof is what every row says instead.
        proof = (deciding_cells(calc, replace(answer, rows=tuple(rows))) or _first_cells(rows)) if rows else filters
        return Observation(Key(code), State.VALUE, len(rows), parts=proof)
    column = edition.tables[table_code].column(calc.of.rpartition(".")[2])
    made = _sum(code, calc, column, rows)
    return made if rows else replace(made, parts=filters)


def _inside(row: TableRow, column: str, window: Window) -> bool:
    if not column:
        return True
    day = row.cells[column].date if column in row.cells else None
    return day is not None and window[0] <= day <= window[1]


def _sum(code: str, calc: Calc, column: Column, rows: list[TableRow]) -> Observation:
    cells = tuple(r.cells[column.key] for r in rows if column.key in r.cells)
    given = tuple(c for c in cells if c.number is not None)
    required = column.required is Requirement.REQUIRED
    if any(c.state is State.UNREADABLE or (required and c.empty) for c in cells):
        return Observation(Key(code), State.UNREADABLE, parts=cells)
    if calc.blank == "unknown" and len(given) < len(cells):
        return Observation(Key(code), State.UNAVAILABLE, parts=cells)
    zero: int | Decimal = Decimal(0) if column.type is FieldType.MONEY else 0
    total = sum((c.number for c in given if c.number is not None), zero)
    return Observation(Key(code), State.VALUE, exact(total), parts=given)
