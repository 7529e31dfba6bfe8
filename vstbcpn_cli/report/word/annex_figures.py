"""Annex tables of figures: every total by kind of unit, every answer with its units, the matrix of women cadres."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vstbcpn_cli.edition.model import Aggregate, Column, FieldType, Indicator, Matrix, MatrixRow, Task
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.totals import Total
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.phrases import listed
from vstbcpn_cli.report.context.printable import ShareFigure
from vstbcpn_cli.report.context.printed_total import shown
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.document.grid import Cell, Grid, heads, without_column
from vstbcpn_cli.report.document.text import figure_of, without_sign
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.rows import base_of
from vstbcpn_cli.report.word.annex_lists import marked_names, sized
from vstbcpn_cli.text.casing import lower_first
from vstbcpn_cli.text.numbers import number, share_of

PRINTED = (Aggregate.SUM, Aggregate.COUNT_YES, Aggregate.RATIO, Aggregate.COUNT_BY_VALUE)
NO = "Không"
_CODE = 0
"""The column of the codes, which only the officer's copy has."""


def figures_grid(report: Report, labels: Labels) -> Grid:
    """Every field that adds up: one column per kind of unit, then the province, its share, and who is lacking."""
    at = ("phu_luc", "so_lieu")
    made = report.consolidation
    kinds = made.coverage.kinds
    first, widths = sized(labels.get(*at, "cot_dau"))
    last, last_widths = sized(labels.get(*at, "cot_cuoi"))
    middle = tuple(labels.group(made.edition.kind_of[k]).capitalize() for k in kinds)
    each = float(labels.get(*at, "rong_nhom")) / len(kinds)
    body: list[tuple[Cell, ...]] = []
    width = len(first) + len(kinds) + len(last)
    context = Context(report, labels)
    for n, task in enumerate((t for t in made.edition.tasks if t.numbered), 1):
        rows = list(_task_rows(context, task, kinds))
        title = f"{task.code if report.for_officer else n}. {labels.in_full(task.title)}"
        body += [(Cell(title, bold=True, span=width),), *rows] if rows else []
    grid = Grid((*widths, *[each] * len(kinds), *last_widths), (heads((*first, *middle, *last)),), body)
    return grid if report.for_officer else without_column(grid, _CODE)


def _task_rows(context: Context, task: Task, kinds: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    made = context.made
    for spec in task.indicators:
        if made.aggregate_of(spec.code) is Aggregate.COUNT_BY_VALUE:
            yield from _answer_rows(context, spec, kinds)
        elif made.aggregate_of(spec.code) in PRINTED:
            yield _figure_row(context, (spec.code, spec.label, spec.measure or _units(context.labels)), kinds)
    for matrix in task.matrices:
        for row in matrix.rows:
            for column in (c for c in matrix.columns if c.type is FieldType.INT):
                label = f"{row.label} – {_column_label(matrix, column)}"
                measure = column.measure or matrix.measure
                yield _figure_row(context, (matrix.cell_code(row, column), label, measure), kinds)


def _units(labels: Labels) -> str:
    """What answers are counted in."""
    return labels.text("phu_luc", "so_lieu", "dem")


def _column_label(matrix: Matrix, column: Column) -> str:
    """“số người trúng cử, nữ”: a column that is a part of the one before it is named with it, unless its own name says
    of which level it is (“nữ cấp xã”)."""
    own = lower_first(column.label.lstrip("– "))
    before = [c for c in matrix.columns[: matrix.columns.index(column)] if not c.label.startswith("–")]
    alone = not column.label.startswith("–") or column.level or not before
    return own if alone else f"{lower_first(before[-1].label)}, {own}"


def _figure_row(context: Context, named: tuple[str, str, str], kinds: Sequence[str]) -> tuple[Cell, ...]:
    code, label, measure = named
    made, labels = context.made, context.labels
    total = made.total(code)
    levels = code in made.edition.matrix_cells and bool(made.edition.matrix_cells[code][0].levels)
    province = labels.text("phu_luc", "so_lieu", "cong_cap") if levels else shown(total, labels)
    base = "" if levels else base_of(made, code)
    found = context.ty_le(code, base) if base else ShareFigure(None)
    cells = [Cell(shown(made.total(code, k), labels), right=True) for k in kinds]
    ratio = found.trong_o if found.co else ""
    return (
        Cell(code),
        Cell(labels.in_full(flat(label))),
        Cell(labels.in_full(measure), centre=True),
        *cells,
        Cell(province, right=True, bold=True),
        Cell(ratio, right=True),
        Cell("" if total.given else number(total.lacking), right=True),
    )


def _answer_rows(context: Context, spec: Indicator, kinds: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    """One row for the question, one for each answer of its list."""
    code = spec.code
    made, labels = context.made, context.labels
    total = made.total(code)
    answered = [Cell(shown(made.total(code, k), labels), right=True) for k in kinds]
    tail = (Cell(shown(total, labels), right=True, bold=True), Cell(""), Cell(number(total.lacking), right=True))
    yield (Cell(code), Cell(labels.in_full(flat(spec.label))), Cell(_units(labels), centre=True), *answered, *tail)
    for answer in made.edition.choices(spec):
        cells = [Cell(_counted(made.total(code, k), answer, labels), right=True) for k in kinds]
        found = made.answered(code, answer)
        ratio = share_of(found.part, found.whole, even=True) if found else ""
        tail = (Cell(_counted(total, answer, labels), right=True, bold=True), Cell(ratio, right=True), Cell(""))
        yield (Cell(""), Cell(f"– {answer}"), Cell(""), *cells, *tail)


def _counted(total: Total, answer: str, labels: Labels) -> str:
    """How many gave an answer; where nobody has answered that is not 0 but unknown."""
    counted = figure_of(total.code, number(len(total.by_value.get(answer, ()))))
    return counted if total.parts else shown(total, labels)


def answers_grid(report: Report, labels: Labels) -> Grid:
    """The units behind each answer of a choice field, and those that said Không: what a sentence has no room for."""
    made = report.consolidation
    titles, widths = sized(labels.get("phu_luc", "so_lieu", "cot_tra_loi"))
    body: list[tuple[Cell, ...]] = []
    for spec in (i for t in made.edition.tasks if t.numbered for i in t.indicators):
        by_value = made.total(spec.code).by_value
        wanted = made.edition.choices(spec) if spec.type is FieldType.CHOICE else (NO,)
        yes_no = spec.type in (FieldType.BOOL, FieldType.CHOICE) or made.aggregate_of(spec.code) is Aggregate.COUNT_YES
        for answer in (a for a in wanted if yes_no and a in by_value):
            names = listed([flat(u.name) for u in by_value[answer]])
            count = Cell(figure_of(spec.code, number(len(by_value[answer]))), right=True)
            body.append((Cell(spec.code), Cell(labels.in_full(flat(spec.label))), Cell(answer), count, Cell(names)))
    grid = Grid(widths, (heads(titles),), body)
    return grid if report.for_officer else without_column(grid, _CODE)


def matrix_grids(report: Report, labels: Labels) -> Iterator[Grid]:
    """The matrix by unit that has sent, a few of its rows side by side in each table: total, women, share.

    Of the others there is nothing to read but that they have not sent, which the list of returns says.
    """
    at = ("phu_luc", "can_bo")
    made = report.consolidation
    matrix = made.edition.matrices[labels.text(*at, "bieu")]
    size = int(labels.get(*at, "hang_moi_bang"))
    for start in range(0, len(matrix.rows), size):
        yield _matrix_grid(report, labels, matrix, matrix.rows[start : start + size])


def _matrix_grid(report: Report, labels: Labels, matrix: Matrix, rows: Sequence[MatrixRow]) -> Grid:
    at = ("phu_luc", "can_bo")
    made, context = report.consolidation, Context(report, labels)
    first, widths = sized(labels.get(*at, "cot_dau"))
    part, whole = matrix.shares[0]
    subs = [matrix.column(whole).label, matrix.column(part).label, "%"]
    top = [Cell(t, centre=True, bold=True, merge="restart") for t in first]
    names = [(f"{r.code}. " if report.for_officer else "") + labels.in_full(r.label) for r in rows]
    top += [Cell(name, centre=True, bold=True, span=3) for name in names]
    second = [Cell("", merge="continue") for _ in first]
    second += [Cell(s, centre=True, bold=True) for _ in rows for s in subs]
    units = marked_names(report, labels)
    by_unit = [_by_unit(made, labels, matrix, r) for r in rows]
    body: list[tuple[Cell, ...]] = []
    for kind in made.coverage.kinds:
        sent = [u.unit for u in made.coverage.of_kind(kind) if u.sent]
        for one in sent:
            cells = [c for found in by_unit for c in found[one.code]]
            body.append((Cell(str(one.order), centre=True), Cell(units[one.code]), *cells))
        if not sent:
            continue
        sums = labels.filled(*at, "cong_nhom", nhom=labels.group(made.edition.kind_of[kind]))
        body.append((Cell(""), Cell(sums, bold=True), *_total_cells(context, matrix, rows, kind)))
    body.append((Cell(""), Cell(labels.text(*at, "tong_cong"), bold=True), *_total_cells(context, matrix, rows)))
    cell = float(labels.get(*at, "rong_o"))
    title = f"{labels.text(*at, 'tieu_de')}: {names[0]} … {names[-1]}"
    return Grid((*widths, *[cell] * (3 * len(rows))), (tuple(top), tuple(second)), body, title=title)


def _by_unit(made: Consolidation, labels: Labels, matrix: Matrix, row: MatrixRow) -> dict[str, tuple[Cell, ...]]:
    """Unit code → total, women and share of one row."""
    part, whole = matrix.shares[0]
    totals = [made.total(f"{matrix.code}.{row.code}.{key}") for key in (whole, part)]
    given = [{p.unit.code: p.observation.number for p in t.parts} for t in totals]
    outside = {u.code for u in totals[0].not_applicable}
    found: dict[str, tuple[Cell, ...]] = {}
    for code in (u.unit.code for u in made.coverage.sent):
        blank = labels.text("trong_o", "khong_ap_dung" if code in outside else "chua_co")
        all_, women = (numbers.get(code) for numbers in given)
        none = labels.text("trong_o", "khong_ap_dung")
        ratio = blank if all_ is None or women is None else share_of(women, all_, even=True).rstrip("%") or none
        texts = [blank if n is None else number(n) for n in (all_, women)]
        found[code] = tuple(Cell(t, right=True) for t in (*texts, ratio))
    return found


def _total_cells(context: Context, matrix: Matrix, rows: Sequence[MatrixRow], kind: str = "") -> Iterator[Cell]:
    part, whole = matrix.shares[0]
    for row in rows:
        stem = f"{matrix.code}.{row.code}"
        for column in (whole, part):
            yield Cell(shown(context.made.total(f"{stem}.{column}", kind), context.labels), right=True, bold=True)
        found = context.ty_le(f"{stem}.{part}", f"{stem}.{whole}", kind)
        none = context.labels.text("trong_o", "khong_ap_dung")
        yield Cell(without_sign(found.trong_o) if found.co else none, right=True, bold=True)
