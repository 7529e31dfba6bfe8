"""Sheets of an Excel file that take a formula without looking through it for every function there is.

XlsxWriter searches each formula for each of some 150 newer functions, which are stored under another name: a third of
the time of a blank. Only a formula that names one of them is left to it here; what is stored is the same.
"""

from __future__ import annotations

import re
from functools import cache

from xlsxwriter.worksheet import Worksheet

_CALLED = re.compile(r"[\w.]+(?=\()")


class QuickSheet(Worksheet):  # type: ignore[misc]  # the library declares no types
    """To be handed to `add_worksheet`."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        bare = formula.removeprefix("{").removeprefix("=").removesuffix("}")
        if all(map(_stored_as_it_is, set(_CALLED.findall(bare)))):
            return bare
        return str(super()._prepare_formula(formula, expand_future_functions))


@cache
def _stored_as_it_is(function: str) -> bool:
    called = f"{function}("
    return bool(Worksheet()._prepare_formula(called, expand_future_functions=True) == called)  # noqa: SLF001
