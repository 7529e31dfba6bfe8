"""What a row of a table is, as formulas over the addresses of its cells: empty, filled in, a lone “Không có”, and
whether a line of the last period that stands beside it is still to be confirmed. What a reason beside an answer is."""

from __future__ import annotations

from collections.abc import Sequence

from vstbcpn_cli.model.self_check import text
from vstbcpn_cli.text.state_words import GONE, KEPT, NIL_WORDS
from vstbcpn_cli.workbook.form.helper_cells import ROW_COUNTS

_NIL_REASONS = frozenset(["không", "không có"])
"""Of the words for nothing those that are typed as a reason; all of them in every line would weigh 10 KB."""


def row_states(typed: Sequence[str], beside: str, confirm: str, nil_cell: str) -> tuple[str, str]:
    """Of arrays, whether a table says “Không có” alone, and of each of its rows whether it counts.

    `typed` are the columns that are filled in, `beside` the explanations. Where lines of the last period are shown,
    `confirm` is what is said of them: why one is gone may be explained beside it, which makes no row.
    """
    explained = f'IF(TRIM({confirm})={text(GONE)},"",{beside})' if confirm else beside
    everywhere = "&".join([*typed, explained])
    one = f'(SUM(IF(TRIM({everywhere})<>"",1,0))=1)'
    said = f'SUBSTITUTE({"&".join(typed)},".","")'
    nil = f"SUM(IF(ISNUMBER({among(said, NIL_WORDS)}),1,0))>0"
    states = f'(TRIM({everywhere})<>"")*({ROW_COUNTS}+{nil_cell})'
    return f"={one}*({nil})", f"=IFERROR({states},0)"


def unsettled(line: str, confirm: str, rows: str, nil_cell: str) -> str:
    """True where a line is neither gone nor kept with its row, and the table is not answered with “Không có”."""
    said = f"TRIM({confirm})"
    settled = f"({said}={text(GONE)})+({said}={text(KEPT)})*({rows}>0)+{nil_cell}"
    return f'(TRIM({line})<>"")*({settled}=0)'


def reason_beside(answer: str, reason: str, explanation: str, zero: str) -> str:
    """True where a reason for leaving a cell empty stands beside an answer, as an expression, and nothing explains it;
    “Không có” beside the answer `zero`, a constant, says the same again."""
    again = f"*(({answer}={zero})*ISNUMBER({among(reason, _NIL_REASONS)})=0)" if zero else ""
    return f'({answer}<>"")*(TRIM({reason})<>"")*(TRIM({explanation})=""){again}>0'


def among(cells: str, words: frozenset[str]) -> str:
    """The position of a text among words, an error where it is none; conditional formats take no array constants."""
    return f'FIND("|"&LOWER(TRIM({cells}))&"|",{text("|".join(("", *sorted(words), "")))})'
