"""What the tables say of a code, a kind and a group in words."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.report.rows import full_label
from vstbcpn_cli.text.casing import upper_first

ROWS = "dòng"
"""What the rows of a table are counted in."""


def codes_told(edition: Edition) -> tuple[str, ...]:
    """Every code the data speak of, in the order of the form: fields, cells of matrices, tables with their columns."""
    found: list[str] = []
    for task in edition.tasks:
        found += [i.code for i in task.indicators]
        found += [m.cell_code(r, c) for m in task.matrices for r in m.rows for c in m.columns]
        for table in task.tables:
            found += [table.code, *(table.column_code(c) for c in table.columns)]
    return tuple(code for code in found if code not in edition.private)


def label_told(edition: Edition, code: str) -> str:
    return full_label(edition, code)


def measure_told(edition: Edition, code: str) -> str:
    return ROWS if code in edition.tables else edition.measure_of(code).strip("–")


def kind_label(edition: Edition, kind: str) -> str:
    return upper_first(edition.kind_of[kind].name)


def group_label(edition: Edition, group: str) -> str:
    """The group as the edition words it; one of the office's own register says itself what it is."""
    return edition.words.get(f"group.{group}", group)
