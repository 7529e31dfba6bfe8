"""Tables and texts of lines: rows, cells and lines, each with its number."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from vstbcpn_cli.runtime.input_files import LARGEST_RECORD, content_of
from vstbcpn_cli.usecases.verification.model import Difference

Row = Sequence[str]
_CODES, _SHEETS, _CELLS = ("indicator", "code"), ("sheet",), ("cell",)
"""The columns that say which figure of which cell a row holds."""
_LINE = "dòng"


def differences(made: Path, found: Path) -> Iterator[Difference]:
    """Of two CSV files. Raises OSError and ValueError."""
    one, other = _rows(made), _rows(found)
    head = one[0] if one else ()
    for n, left, right in paired(one, other):
        code, cell = _known(head, left or right or ())
        place = f"{_LINE} {n}"
        if left is None or right is None:
            yield Difference(found.name, place, _whole(left), _whole(right), code, cell)
            continue
        width = max(len(left), len(right))
        for column in range(width):
            was, now = (r[column] if column < len(r) else "" for r in (left, right))
            if was != now:
                name = head[column] if column < len(head) else str(column + 1)
                yield Difference(found.name, f"{place}, cột {name}", was, now, code, cell)


def lines(made: Path, found: Path) -> Iterator[Difference]:
    """Of two files of text. Raises OSError and ValueError."""
    texts = [content_of(p, LARGEST_RECORD).decode("utf-8-sig").splitlines() for p in (made, found)]
    for n, left, right in paired(*([(line,) for line in text] for text in texts)):
        yield Difference(found.name, f"{_LINE} {n}", _whole(left), _whole(right))


def paired(made: Sequence[Row], found: Sequence[Row]) -> Iterator[tuple[int, Row | None, Row | None]]:
    """The rows that differ with their number in `found`; None for one that the other side does not have."""
    if len(made) == len(found):
        yield from ((n, a, b) for n, (a, b) in enumerate(zip(made, found, strict=True), 1) if tuple(a) != tuple(b))
        return
    start = next((n for n, (a, b) in enumerate(zip(made, found, strict=False)) if tuple(a) != tuple(b)), None)
    start = min(len(made), len(found)) if start is None else start
    end = 0
    while end < min(len(made), len(found)) - start and tuple(made[-1 - end]) == tuple(found[-1 - end]):
        end += 1
    left, right = ([tuple(r) for r in rows[start : len(rows) - end]] for rows in (made, found))
    for kind, i, i2, j, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for n in range(max(i2 - i, j2 - j)):
            a, b = left[i + n] if i + n < i2 else None, right[j + n] if j + n < j2 else None
            yield start + min(j + n, j2) + 1, a, b


def _rows(path: Path) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(content_of(path, LARGEST_RECORD).decode("utf-8-sig"), newline="")))
    except csv.Error as fault:
        raise ValueError(str(fault)) from fault


def _known(head: Row, row: Row) -> tuple[str, str]:
    """The code and the cell of a row."""
    named = dict(zip(head, row, strict=False))
    code, sheet, cell = (next((named[k] for k in keys if named.get(k)), "") for keys in (_CODES, _SHEETS, _CELLS))
    return code, f"{sheet}!{cell}" if sheet and cell else ""


def _whole(row: Row | None) -> str:
    return "(không có)" if row is None else ", ".join(filter(None, row))
