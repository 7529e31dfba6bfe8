"""The paper of changes as heads and lines of text, which Word and Excel both print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from vstbcpn_cli.report.changes.model import Changes, FigureChange
from vstbcpn_cli.report.changes.words import (
    CELLS,
    EVENTS,
    cause_words,
    code_of,
    difference_of,
    file_words,
    name_of,
    place_of,
    sides,
    unit_state,
    value_of,
)
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.numbers import number

_MOST_CELLS = 6
"""Cells of one unit named beside a figure; all of them stand in the list of cells."""
_OFFICE = "Số chung cơ quan ghi: "


class Section(msgspec.Struct, frozen=True):
    """One table: widths in millimetres of a page on its side."""

    name: str
    title: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    lines: tuple[tuple[str, ...], ...]


def sections(changes: Changes, most: int) -> Iterator[Section]:
    """Units, figures, cells and settings; beside a figure at most so many units. What is empty is left out."""
    for section in (_units(changes), _figures(changes, most), _cells(changes), _settings(changes)):
        if section.lines:
            yield section


def reasons(change: FigureChange, most: int) -> str:
    """Why a figure changed: the units with their cells, or the papers of the office."""
    if any(change.sources):
        old, new = (s or "cộng từ các đơn vị" for s in change.sources)
        return f"{_OFFICE}{old} → {new}"
    return first_of([cause_words(c, _MOST_CELLS) for c in change.causes], most, "đơn vị", between="; ")


def columns_of(changes: Changes) -> dict[str, str]:
    """The names of the columns of tables, as far as the changed cells tell them."""
    return {c.key.code: c.label for u in changes.units for c in u.cells if c.key.row}


def _units(changes: Changes) -> Section:
    lines = (
        (EVENTS[u.event], u.name, unit_state(u), file_words(u), number(len(u.cells)) if u.cells else "")
        for u in changes.units
    )
    heads = ("Thay đổi", "Đơn vị", "Tình trạng", "Tệp", "Số ô khác")
    return Section("Đơn vị", "Đơn vị có thay đổi", ("STT", *heads), (11, 66, 66, 42, 57, 15), _numbered(lines))


def _figures(changes: Changes, most: int) -> Section:
    columns = columns_of(changes)
    lines = (
        (
            *(code_of(f), name_of(f, changes, columns), f.measure),
            *(value_of(f.old, f.key.kind), value_of(f.new, f.key.kind), difference_of(f)),
            reasons(f, most),
        )
        for f in changes.figures
    )
    heads = ("Mã số", "Nội dung", "Đơn vị tính", "Số đã tổng hợp", "Số mới", "Tăng, giảm", "Nguyên nhân")
    widths = (11, 24, 66, 17, 20, 20, 20, 79)
    return Section("Số liệu", "Số liệu thay đổi", ("STT", *heads), widths, _numbered(lines))


def _cells(changes: Changes) -> Section:
    lines = []
    for unit in changes.units:
        for cell in unit.cells:
            file, sheet, address = place_of(cell, unit)
            key = f"{cell.key.code}[{cell.key.row}]" if cell.key.row else cell.key.code
            told = (key, cell.label, *sides(cell, unit), CELLS[cell.event])
            lines.append((unit.name, file, sheet, address, *told))
    heads = ("Đơn vị", "Tệp", "Trang tính", "Ô", "Mã số", "Nội dung", "Giá trị cũ", "Giá trị mới", "Thay đổi")
    widths = (11, 34, 36, 13, 12, 25, 44, 28, 28, 26)
    return Section("Ô thay đổi", "Các ô đơn vị ghi có thay đổi", ("STT", *heads), widths, _numbered(lines))


def _settings(changes: Changes) -> Section:
    lines = ((s.name, s.old, s.new) for s in changes.settings)
    heads = ("Nội dung", "Trước", "Nay")
    return Section("Thiết lập", "Thiết lập khác nhau", ("STT", *heads), (11, 86, 80, 80), _numbered(lines))


def _numbered(lines: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple((str(n), *line) for n, line in enumerate(lines, 1))
