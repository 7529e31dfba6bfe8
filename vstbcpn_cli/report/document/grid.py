"""A printed table as a value: what its cells say and how they stand; an output draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from vstbcpn_cli.model.records import replace


class Cell(msgspec.Struct, frozen=True):
    """One cell of a table, each line of its text a paragraph; `span` columns wide, `merge` “restart” or “continue” of a
    cell over several head rows."""

    text: str
    right: bool = False
    centre: bool = False
    bold: bool = False
    span: int = 1
    merge: str = ""


class Grid(msgspec.Struct, frozen=True):
    """A printed table: widths in millimetres, head rows that repeat on every page, body rows that do not break.

    One kept `together` stands whole on a page; of another the first two rows and the last two stay with each other, and
    a line over all columns with the next. `size` is that of its letters in points. `title` is what it is called for
    somebody who cannot see it.
    """

    widths: tuple[float, ...]
    head: tuple[tuple[Cell, ...], ...]
    body: Sequence[tuple[Cell, ...]]
    together: bool = False
    size: float = 11
    title: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """What the columns are called, each name once."""
        return tuple(dict.fromkeys(str(cell.text) for row in self.head for cell in row if cell.text))


def without_column(grid: Grid, number: int) -> Grid:
    """The grid without one of its columns, whose width goes to the widest of the others."""
    heir = max((n for n in range(len(grid.widths)) if n != number), key=grid.widths.__getitem__)
    widths = [w + grid.widths[number] * (n == heir) for n, w in enumerate(grid.widths) if n != number]
    head = tuple(tuple(_without(row, number)) for row in grid.head)
    return replace(grid, widths=tuple(widths), head=head, body=[tuple(_without(row, number)) for row in grid.body])


def _without(row: Sequence[Cell], number: int) -> Iterator[Cell]:
    at = 0
    for cell in row:
        here, at = range(at, at + cell.span), at + cell.span
        if number not in here:
            yield cell
        elif cell.span > 1:
            yield replace(cell, span=cell.span - 1)


def heads(labels: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(Cell(label, centre=True, bold=True) for label in labels)
