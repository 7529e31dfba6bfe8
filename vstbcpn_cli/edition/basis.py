"""Why a field is asked: the task of the letter, the target or the part of the report that needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vstbcpn_cli.edition.edition_workbook import names_of
from vstbcpn_cli.edition.model import Edition, Indicator, Matrix, MatrixRow, Table, Task

WHOSE = "Nhận biết báo cáo"
"""Whose report it is, for which period, and whom to ask about it."""
LETTER = "Công văn hướng dẫn"
"""The letter of the year whatever its number: so the basis of a question stays true when another letter comes."""
_TASK = re.compile(r"nhiệm vụ ([1-9][0-9]*)")
_REPORT = re.compile(r"Báo cáo, (?:phần (?:mở đầu|[IVX]+(?:\.[1-9][0-9]*)?)|Phụ lục [IVX]+)")
_SYMBOL = re.compile(r"([0-9]+)/([^\W\d_]+)")
_LACKING = "Nội dung này chưa có căn cứ, nên chưa rõ vì sao hỏi đơn vị."


def letter_name(edition: Edition) -> str:
    """The letter as a basis calls it: “CV 350” for 350/CV-BVSTBCPN."""
    found = _SYMBOL.match(edition.letter)
    return f"{found[2]} {found[1]}" if found else edition.letter


def basis_faults(edition: Edition) -> Iterator[tuple[str, str]]:
    """Fields, tables and rows of matrices without a basis, or with one that names nothing."""
    names = names_of(edition)
    for task in edition.tasks:
        for path, basis in _asked(task):
            at = f"tasks.{task.code}.{path}"
            reasons = [reason.strip() for reason in basis.split(";")] if basis.strip() else []
            if not reasons:
                mend = f"{names.key(at, 'basis')} một trong: {_kinds(edition)}"
                yield f"{at}.basis", f"{_LACKING} Đề nghị ghi ở {mend}."
            for reason in reasons:
                if not _names_something(edition, reason):
                    said = f"“{reason}” không phải một căn cứ của bộ biểu mẫu này."
                    yield f"{at}.basis", f"{said} Đề nghị ghi một trong: {_kinds(edition)}."


def basis_of(matrix: Matrix, row: MatrixRow) -> str:
    """A row has the basis of its matrix unless it says otherwise."""
    return row.basis or matrix.basis


def _asked(task: Task) -> Iterator[tuple[str, str]]:
    fields: Sequence[Indicator | Table] = (*task.indicators, *task.tables)
    for spec in fields:
        yield f"indicators.{spec.code}" if isinstance(spec, Indicator) else spec.code, spec.basis
    for matrix in task.matrices:
        yield from ((f"{matrix.code}.{row.code}", basis_of(matrix, row)) for row in matrix.rows)


def _names_something(edition: Edition, reason: str) -> bool:
    letter, _, task = reason.partition(", ")
    if letter in (LETTER, letter_name(edition)) and (named := _TASK.fullmatch(task)):
        return int(named[1]) <= sum(t.numbered for t in edition.tasks)
    targets = {f"{c.code}-{t.code}" for c in edition.catalogues for t in c.targets}
    return reason == WHOSE or reason in targets or bool(_REPORT.fullmatch(reason))


def _kinds(edition: Edition) -> str:
    example = next((f", “{c.code}-{t.code}”" for c in edition.catalogues for t in c.targets), "")
    return f"“{letter_name(edition)}, nhiệm vụ 1”{example}, “Báo cáo, phần II.1”, “Báo cáo, Phụ lục II”, “{WHOSE}”"
