"""The cells that a formula of a returned file names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from vstbcpn_cli.model.submission import column_number
from vstbcpn_cli.workbook.raw import RawSheet

_REFERENCE = re.compile(
    r"(?<![\w.:$!])(?:(?:'([^']+)'|(\w+))!)?\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?(?![\w(!])"
)
_MOST_ROWS = 100_000
_MOST_FOLLOWED = 1_000
Cell = tuple[str, int, int]
"""Sheet, row, column."""
_QUOTED = re.compile(r'"[^"]*"')


class Circles(msgspec.Struct, frozen=True):
    """Finds formulas whose result depends on their own cell, at once or by way of others."""

    sheets: Mapping[str, RawSheet]
    _formulas: dict[str, tuple[Cell, ...]] = msgspec.field(default_factory=dict)

    def through(self, cell: Cell) -> Cell | None:
        """The cell whose formula closes the circle back to this one: itself where it names itself; None without any."""
        seen, following = {cell}, [cell]
        while following and len(seen) < _MOST_FOLLOWED:
            here = following.pop(0)
            named = list(self._named_by(here))
            if cell in named:
                return here
            following += [n for n in named if n not in seen]
            seen.update(named)
        return None

    def _named_by(self, cell: Cell) -> Iterator[Cell]:
        """The cells with formulas that the formula of a cell names, alone or in a range."""
        sheet, row, column = cell
        formula = self.sheets[sheet].cells[row, column].formula
        for quoted, bare, left, top, right, bottom in _REFERENCE.findall(_QUOTED.sub("", formula)):
            rows = sorted((int(top), int(bottom or top)))
            columns = sorted((column_number(left), column_number(right or left)))
            for other in self._formulas_on(quoted or bare or sheet):
                if rows[0] <= other[1] <= rows[1] and columns[0] <= other[2] <= columns[1]:
                    yield other

    def _formulas_on(self, sheet: str) -> tuple[Cell, ...]:
        if sheet not in self._formulas:
            cells = self.sheets[sheet].cells if sheet in self.sheets else {}
            self._formulas[sheet] = tuple((sheet, *place) for place, cell in sorted(cells.items()) if cell.formula)
        return self._formulas[sheet]


def row_ranges(formula: str, sheet: str, own: str) -> list[range]:
    """The rows of one sheet that each range of a formula on the sheet `own` takes in; single cells are none."""
    found = []
    for quoted, bare, _, top, _, bottom in _REFERENCE.findall(_QUOTED.sub("", formula)):
        if bottom and (quoted or bare or own) == sheet and abs(int(bottom) - int(top)) < _MOST_ROWS:
            found.append(range(min(int(top), int(bottom)), max(int(top), int(bottom)) + 1))
    return found


def names_cells(formula: str) -> bool:
    """Whether a formula computes with any cell."""
    return _REFERENCE.search(_QUOTED.sub("", formula)) is not None
