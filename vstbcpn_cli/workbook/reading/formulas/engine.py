"""The calculating engine with the values of one file; the only module that knows IronCalc."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import ironcalc

from vstbcpn_cli.workbook.reading.content.numbers import FINEST, TOO_LARGE, without_noise

_LANGUAGES = "en", "de"
"""With a point and with a comma before the decimals, the month and the day first."""
_SCRATCH = 0
_LONGEST_TEXT = 32_767
ERRORS = frozenset(["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"])
Place = tuple[str, int, int]
"""Sheet, row, column."""


class FormulaError(NamedTuple):
    """An error value."""

    code: str


Result = Decimal | str | bool | FormulaError


class Engine:
    """The engine with the values of a file, and formulas on a sheet of their own, one below the other."""

    def __init__(self, sheets: tuple[str, ...]) -> None:
        self._model = ironcalc.create("recalculation", _LANGUAGES[0], "UTC", "en")
        self._sheets = {name: n for n, name in enumerate(sheets, 1)}
        for n in range(len(sheets)):
            self._model.add_sheet(f"S{n}")

    def formula(self, row: int, text: str) -> None:
        self._model.update_cell_with_formula(_SCRATCH, row, 1, text)

    def put(self, place: Place, value: Result | None) -> None:
        at = self._sheets[place[0]], place[1], place[2]
        if isinstance(value, bool):
            self._model.update_cell_with_bool(*at, value)
        elif isinstance(value, Decimal):
            self._model.update_cell_with_number(*at, float(value))
        elif isinstance(value, FormulaError):
            self._model.update_cell_with_formula(*at, f"={value.code}")
        elif value is not None:
            self._model.update_cell_with_text(*at, value)

    def computed(self, rows: int) -> Iterator[tuple[Result | None, ...]]:
        """What each formula gives in each language; None for what no spreadsheet program would show."""
        columns = []
        for language in _LANGUAGES:
            self._model.set_locale(language)
            self._model.evaluate()
            columns.append([self._result(row) for row in range(1, rows + 1)])
        return zip(*columns, strict=True)

    def noisy(self, row: int) -> bool:
        """Whether a formula gives a number that was to be another one, next to it: 28.999999999999996."""
        value = self._model.get_cell_value(_SCRATCH, row, 1)
        if not isinstance(value, float) or isinstance(value, bool):
            return False
        number = Decimal(repr(value))
        if not number.is_finite() or abs(number) >= TOO_LARGE:
            return False
        meant = without_noise(number)
        return number != meant == meant.quantize(FINEST)

    def _result(self, row: int) -> Result | None:
        value = self._model.get_cell_value(_SCRATCH, row, 1)
        if isinstance(value, bool):
            return value
        if isinstance(value, float):
            number = Decimal(repr(value))
            return without_noise(number) if number.is_finite() else None
        if value is None or len(value) > _LONGEST_TEXT:
            return None
        if self._model.get_cell_type(_SCRATCH, row, 1) == ironcalc.CellType.ErrorValue:
            return FormulaError(value) if value in ERRORS else None
        return str(value)
