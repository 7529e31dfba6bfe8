"""What a workbook says when it is read back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vstbcpn_cli.model.submission import State, Submission

Answer = tuple[State, Any]
Told = Mapping[str, Answer]


def told(read: Submission) -> Told:
    """Every answer by its code, table rows by code and row; places left out."""
    found: dict[str, Answer] = {c: (o.state, o.value) for c, o in read.values.items()}
    for code, answer in read.tables.items():
        found[code] = (State.VALUE if answer.nil else State.EMPTY, len(answer.rows))
        for row in answer.rows:
            found |= {f"{code}[{row.number}].{k}": (o.state, o.value) for k, o in row.cells.items()}
    return found
