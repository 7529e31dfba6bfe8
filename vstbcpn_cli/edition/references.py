"""What one part of an edition names of another must be there: codes, columns, answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from vstbcpn_cli.edition.fields import Calc, CalcOp, Column, FieldType, Indicator, Matrix, Table
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.runtime.missing_paths import nearest_hint

ALL_UNITS = "units"
"""What a share may be of besides a figure."""
_YES_NO = ("Có", "Không")
Fault = tuple[str, str]


def reference_faults(edition: Edition) -> Iterator[Fault]:
    """Every name that names nothing, with its key path, the nearest right one and what to do."""
    for task in edition.tasks:
        at = f"tasks.{task.code}"
        for indicator in task.indicators:
            here = f"{at}.indicators.{indicator.code}"
            if indicator.share_of and indicator.share_of != ALL_UNITS:
                yield from _known(edition, f"{here}.share_of", (indicator.share_of,), {*_figures(edition), ALL_UNITS})
            if (answers := edition_choices(edition, indicator)) is not None:
                yield from _answers(f"{here}.count_of", indicator.count_of, answers)
            if indicator.calc is not None:
                yield from _calc(edition, f"{here}.calc", indicator.calc)
        blocks: tuple[Matrix | Table, ...] = (*task.matrices, *task.tables)
        for block in blocks:
            yield from _block(edition, f"{at}.{block.code}", block)
        for matrix in task.matrices:
            columns = {c.key for c in matrix.columns}
            yield from _known(
                edition, f"{at}.{matrix.code}.shares", (c for pair in matrix.shares for c in pair), columns
            )
    for catalogue in edition.catalogues:
        for target in catalogue.targets:
            path = f"catalogues.{catalogue.code}.targets.{target.code}.fields"
            yield from _known(edition, path, target.fields, {*edition.task_of, *_rows(edition)})


def edition_choices(edition: Edition, spec: Indicator | Column) -> tuple[str, ...] | None:
    """The answers a field can have where they are listed, None where they are not; a list that is missing is told
    elsewhere."""
    if spec.type is FieldType.BOOL:
        return _YES_NO
    lists = {c.name for c in edition.code_lists} | {c.code for c in edition.catalogues}
    return edition.choices(spec) if spec.type is FieldType.CHOICE and (spec.values or spec.codes in lists) else None


def _calc(edition: Edition, at: str, calc: Calc) -> Iterator[Fault]:
    """The computation of an indicator."""
    match calc.op:
        case CalcOp.SUM | CalcOp.COUNT:
            yield from _of_table(edition, at, calc)
        case CalcOp.SOME if calc.of in _figures(edition):
            pass
        case CalcOp.SOME:
            yield from _of_table(edition, at, calc, _figures(edition))
        case CalcOp.RATIO | CalcOp.SHARE_AT_LEAST:
            yield from _needed(edition, f"{at}.part", calc.part, _figures(edition))
            yield from _needed(edition, f"{at}.whole", calc.whole, _figures(edition))
        case CalcOp.ALL:
            yield from _known(edition, f"{at}.terms", calc.terms, {*edition.indicators})
            if not calc.terms:
                yield f"{at}.terms", "Còn thiếu các ô để tính. Đề nghị ghi mã các ô."
        case CalcOp.TARGET_MET:
            yield from _needed(edition, f"{at}.of", calc.of, edition.matrices)
            if (matrix := edition.matrices.get(calc.of)) is not None:
                columns = {c.key for c in matrix.columns}
                for key in ("part", "whole", "target"):
                    yield from _needed(edition, f"{at}.{key}", getattr(calc, key), columns)


def _of_table(edition: Edition, at: str, calc: Calc, besides: Collection[str] = ()) -> Iterator[Fault]:
    name = calc.of if calc.of in edition.tables else calc.of.rpartition(".")[0]
    table = edition.tables.get(name)
    allowed = {*edition.tables} if calc.op is CalcOp.COUNT else {*edition.tables, *edition.table_columns}
    yield from _needed(edition, f"{at}.of", calc.of, {*allowed, *besides})
    if table is not None:
        yield from _where(edition, f"{at}.where", calc.where, table)
        yield from _known(edition, f"{at}.within", filter(None, (calc.within,)), {c.key for c in table.columns})


def _block(edition: Edition, at: str, block: Matrix | Table) -> Iterator[Fault]:
    columns = {c.key for c in block.columns}
    for column in block.columns:
        if column.calc is not None:
            yield from _needed(edition, f"{at}.columns.{column.key}.calc.part", column.calc.part, columns)
            yield from _needed(edition, f"{at}.columns.{column.key}.calc.whole", column.calc.whole, columns)
    if isinstance(block, Table):
        yield from _where(edition, f"{at}.counted", block.counted, block)
        if block.standing is not None:
            yield from _where(edition, f"{at}.standing.where", block.standing.where, block)
        yield from _known(edition, f"{at}.example", block.example, columns)


def _where(edition: Edition, at: str, where: Mapping[str, Iterable[str]], table: Table) -> Iterator[Fault]:
    """Columns with the answers that make a row count."""
    columns = {c.key: c for c in table.columns}
    for key, answers in where.items():
        yield from _known(edition, at, (key,), columns)
        if key in columns and (choices := edition_choices(edition, columns[key])) is not None:
            yield from _answers(at, answers, choices)


def _answers(at: str, named: Iterable[str], choices: Collection[str]) -> Iterator[Fault]:
    for answer in named:
        if answer not in choices:
            hint = nearest_hint(answer, choices, "giá trị")
            yield at, f"“{answer}” không có trong danh sách câu trả lời{hint}. Đề nghị ghi như trong danh sách."


def _needed(edition: Edition, at: str, name: str, known: Collection[str]) -> Iterator[Fault]:
    if name:
        yield from _known(edition, at, (name,), known)
    else:
        yield at, "Còn thiếu mã ở đây để tính. Đề nghị ghi mã."


def _known(edition: Edition, at: str, names: Iterable[str], known: Collection[str]) -> Iterator[Fault]:
    for name in names:
        if name in edition.retired and name not in known:
            yield at, f"“{name}” không còn trong biểu mẫu. Đề nghị ghi mã khác hoặc xóa."
        elif name not in known:
            hint = nearest_hint(name, known)
            yield at, f"Biểu mẫu không có “{name}”{hint}. Đề nghị ghi mã khác."


def _figures(edition: Edition) -> set[str]:
    return {*edition.indicators, *edition.matrix_cells, *edition.table_columns}


def _rows(edition: Edition) -> set[str]:
    return {f"{m.code}.{r.code}" for m in edition.matrices.values() for r in m.rows}
