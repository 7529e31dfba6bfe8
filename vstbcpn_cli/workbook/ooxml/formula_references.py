"""The addresses in a formula, moved with its cell as spreadsheets move them."""

from __future__ import annotations

import re
from functools import lru_cache

from vstbcpn_cli.model.submission import column_letters, column_number

_CELL, _COLUMN, _ROW = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}", r"\$?[A-Z]{1,3}", r"\$?[0-9]{1,7}"
_PIECE = re.compile(
    r"\"[^\"]*\"|'[^']*'!?|\[[^\]]*\]"
    rf"|(?<![\w.$\\])({_CELL}|{_COLUMN}:{_COLUMN}|{_ROW}:{_ROW})(?![\w(!.])"
)
_PART = re.compile(r"(\$?)([A-Z]+|[0-9]+)")
_LONGEST = 4_000
"""Characters of a formula that is written out for each cell that shares it: the longest of a form has 2,500."""


@lru_cache(maxsize=4096)
def moved(formula: str, down: int, right: int) -> str:
    """The formula as a cell so many rows below and columns to the right has it: what is marked with $ stays, and so do
    words in quotes and names of sheets. "" where an address would leave the sheet, or of a formula too long to be one.
    """
    if len(formula) > _LONGEST:
        return ""
    outside: list[str] = []

    def part(match: re.Match[str]) -> str:
        fixed, at = match.groups()
        if fixed:
            return match[0]
        number = column_number(at) + right if at.isalpha() else int(at) + down
        if number < 1:
            outside.append(at)
            return at
        return column_letters(number) if at.isalpha() else str(number)

    shifted = _PIECE.sub(lambda m: _PART.sub(part, m[1]) if m[1] else m[0], formula)
    return "" if outside else shifted
