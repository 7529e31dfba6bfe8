"""Sheets of an Excel file that are written quickly and take formulas shared by many cells, which XlsxWriter does not.

XlsxWriter searches each formula for each of some 150 newer functions, which are stored under another name: a third of
the time of a blank. Only a formula that names one of them is left to it here; what is stored is the same. So it is of
a number and of plain text in a sheet that is written row by row: the library takes seven calls for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, partial
from typing import Any

from xlsxwriter import theme, worksheet, xmlwriter
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

_PLAIN = re.compile(r"(?!\s)(?:[^\x00-\x1f&<>\"\ufffe\uffff_]|_(?!x))+(?<!\s)")
"""A text that stands in the file as it is."""
_CALLED = re.compile(r"[\w.]+(?=\()")
_SHARED = "\0"
"""Begins what stands for a shared formula until it is written."""


# What the library writes through a file would get other line ends on Windows, and the workbook other bytes.
open_for_any_system = partial(open, newline="\n")
for _module in (theme, worksheet, xmlwriter):
    _module.open = open_for_any_system


class QuickSheet(Worksheet):  # type: ignore[misc]  # the library declares no types
    """To be handed to `add_worksheet`."""

    _shared_formulas = 0

    def order_texts(self, texts: Iterable[str]) -> None:
        """Texts are stored in this order, all before any other: like ones beside each other pack better."""
        for text in texts:
            self.str_table._get_shared_string_index(text)  # noqa: SLF001
        self.str_table.count = 0

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = type(cell).__name__
        if self.constant_memory and cell.format:
            begin = f'<c r="{_letters(col)}{row + 1}" s="{cell.format._get_xf_index()}"'  # noqa: SLF001
            if kind == "String" and _PLAIN.fullmatch(cell.string):
                self.fh.write(f'{begin} t="inlineStr"><is><t>{cell.string}</t></is></c>')
                return
            if kind == "Number":
                self.fh.write(f"{begin}><v>{cell.number:.16G}</v></c>")
                return
            if kind == "Blank":
                self.fh.write(f"{begin}/>")
                return
        super()._write_cell(row, col, cell)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        if formula.startswith(_SHARED):
            return formula
        bare = formula.removeprefix("{").removeprefix("=").removesuffix("}")
        if all(map(_stored_as_it_is, set(_CALLED.findall(bare)))):
            return bare
        return str(super()._prepare_formula(formula, expand_future_functions))

    def write_shared(
        self,
        first: int,
        last: int,
        columns: Sequence[int],
        formula: str,
        look: Any,
        results: Sequence[str | float],
    ) -> None:
        """One formula for the cells of some columns, as it stands in the first, which is the leftmost; each column has
        the same results. Rows and columns count from 0."""
        number = f'si="{self._shared_formulas}">'
        self._shared_formulas += 1
        about = f'ref="{xl_range(first, columns[0], last, columns[-1])}" {number}{formula.removeprefix("=")}'
        for row, result in enumerate(results, first):
            for column in columns:
                own = about if (row, column) == (first, columns[0]) else number
                self.write_formula(row, column, _SHARED + own, look, result)

    def write_array(self, first: int, left: int, last: int, right: int, formula: str, result: str | float) -> None:
        """One formula of arrays for an area of cells; counted from 0.

        `result` is that of the first. The others are not written: programs know them by the area, and fill them.
        """
        self.write_array_formula(first, left, last, right, formula, None, result)
        for row in range(first, last + 1):
            for column in range(left + (row == first), right + 1):
                del self.table[row][column]

    def _xml_formula_element(self, formula: str, result: Any, attributes: Any = ()) -> None:
        if not formula.startswith(_SHARED):
            super()._xml_formula_element(formula, result, attributes)
            return
        about, _, own = formula.removeprefix(_SHARED).partition(">")
        cell = "".join(f' {key}="{self._escape_attributes(value)}"' for key, value in attributes)
        # SheetJS takes a cell of the same formula only from an element without an end tag, as Excel writes it.
        rest = f">{self._escape_data(own)}</f>" if own else "/>"
        shown = f"<v>{self._escape_data(result)}</v>" if result != "" else "<v/>"
        self.fh.write(f'<c{cell}><f t="shared" {about}{rest}{shown}</c>')


_letters = cache(xl_col_to_name)


@cache
def _stored_as_it_is(function: str) -> bool:
    called = f"{function}("
    return bool(Worksheet()._prepare_formula(called, expand_future_functions=True) == called)  # noqa: SLF001
