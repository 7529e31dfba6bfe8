"""The addresses in a formula, moved with its cell as spreadsheets move them."""

from __future__ import annotations

import re
from functools import lru_cache

from vstbcpn_cli.model.submission import column_letters, column_number

_PIECE = re.compile(
    r"\"[^\"]*\"|'[^']*'!?|\[[^\]]*\]"
    r"|(?<![\w.$\\])(?P<locked>\$?)(?P<letters>[A-Z]{1,3})(?P<fixed>\$?)(?P<digits>[0-9]{1,7})(?![\w(!.])"
)
_LONGEST = 2_000


@lru_cache(maxsize=4096)
def moved(formula: str, down: int, right: int) -> str:
    """The formula as a cell so many rows below and columns to the right has it: what is marked with $ stays, and so do
    words in quotes and names of sheets. "" where an address would leave the sheet, or of a formula too long to be one.
    """
    if len(formula) > _LONGEST:
        return ""
    outside: list[str] = []

    def piece(match: re.Match[str]) -> str:
        if not match["letters"]:
            return match[0]
        column = column_number(match["letters"]) + (0 if match["locked"] else right)
        row = int(match["digits"]) + (0 if match["fixed"] else down)
        if column < 1 or row < 1:
            outside.append(match[0])
            return match[0]
        return f"{match['locked']}{column_letters(column)}{match['fixed']}{row}"

    shifted = _PIECE.sub(piece, formula)
    return "" if outside else shifted
