"""The rows of a table known again in the next file of the unit, wherever they stand there."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import cache, partial

import msgspec

from vstbcpn_cli.model.submission import Key, Submission, TableRow
from vstbcpn_cli.text.normalise import fold

RowPrints = Mapping[str, tuple[str, ...]]
"""By table the print of each row in the order of the file, "" for one that has nothing to be known by."""
_LENGTH = 16
_NONE = frozenset[str]()


def table_of(key: Key) -> str:
    """The table of a cell in a row, "" for a key without a row."""
    return key.code.rpartition(".")[0] if key.row else ""


def row_prints(touched: Collection[Key], submission: Submission) -> RowPrints:
    """The prints of all rows of the tables in which a cell is `touched` by what the unit is asked to mend.

    Such cells are left out of the print: the unit is to change them, and its row stays the same row.
    """
    found = {}
    for table in sorted({table_of(k) for k in touched} & submission.tables.keys()):
        rows = submission.tables[table].rows
        marks, columns = cache(partial(_prints, rows)), _columns(touched, table)
        found[table] = tuple(marks(columns.get(n, _NONE)).marks[n - 1] for n in range(1, len(rows) + 1))
    return found


def row_places(
    before: RowPrints, touched: Collection[Key], submission: Submission, faulty: Collection[Key]
) -> dict[tuple[str, int], int]:
    """Where the rows of an earlier file stand now, by table and number; a row that is not known again is left out.

    `touched` is what the prints `before` leave out, `faulty` the cells with a fault now: of rows that only their
    touched cells tell apart none is known while one of them has a fault.
    """
    places: dict[tuple[str, int], int] = {}
    for table, marks in before.items():
        answer = submission.tables.get(table)
        rows = answer.rows if answer is not None else ()
        wrong = {k.row for k in faulty if table_of(k) == table}
        columns = _columns(touched, table)
        without = [columns.get(n, _NONE) for n in range(1, len(marks) + 1)]
        places |= {(table, n): now for n, now in _known(marks, without, rows, wrong).items()}
    return places


def _columns(touched: Collection[Key], table: str) -> dict[int, frozenset[str]]:
    """By the number of a row the columns of its touched cells."""
    found: dict[int, frozenset[str]] = {}
    for key in touched:
        if table_of(key) == table:
            found[key.row] = found.get(key.row, _NONE) | {key.code.rpartition(".")[2]}
    return found


def _known(
    marks: Sequence[str], without: Sequence[frozenset[str]], rows: Sequence[TableRow], wrong: set[int]
) -> dict[int, int]:
    """The rows of now, each by the number of the earlier row that it is."""
    now = cache(partial(_prints, rows))
    claims: dict[int, list[int]] = {}
    like: dict[int, set[int]] = {}
    for n, (mark, columns) in enumerate(zip(marks, without, strict=True), 1):
        prints = now(columns)
        like[n] = set(prints.alike.get(mark.partition(" ")[0], ()))
        if mark in prints.marks and (len(like[n]) == 1 or wrong.isdisjoint(like[n])):
            claims.setdefault(prints.marks.index(mark) + 1, []).append(n)
    found = {claim[0]: place for place, claim in claims.items() if len(claim) == 1}
    taken = set(found.values())
    rivals = [places for n, places in like.items() if n not in found and places <= taken]
    doubtful = set().union(*rivals)  # a row that is missing may be one that was taken for another
    found = {n: place for n, place in found.items() if place not in doubtful}
    if len(marks) == len(rows):  # one that is nowhere and was typed anew between the neighbours it had
        stay = {0, len(marks) + 1} | {n for n, place in found.items() if n == place}
        strange = wrong.difference(found.values())  # an earlier row may stand there, typed anew and not mended
        anew = {n for n, places in like.items() if not places and {n - 1, n + 1} <= stay and strange <= {n}}
        found |= {n: n for n in anew.difference(*like.values())}
    return found


class _Prints(msgspec.Struct, frozen=True):
    """The prints of the rows of a table, and the numbers of the rows that have the same digest."""

    marks: Sequence[str]
    alike: Mapping[str, Sequence[int]]


def _prints(rows: Sequence[TableRow], without: frozenset[str]) -> _Prints:
    """“3fa9…e1 1/2”: a digest of what was typed into the other columns, and which row of how many with this digest."""
    told = [_digest(row, without) for row in rows]
    alike: dict[str, list[int]] = {}
    for number, digest in enumerate(told, 1):
        alike.setdefault(digest, []).append(number)
    alike.pop("", None)
    place = {number: f"{n}/{len(same)}" for same in alike.values() for n, number in enumerate(same, 1)}
    return _Prints([f"{d} {place[n]}" if d else "" for n, d in enumerate(told, 1)], alike)


def _digest(row: TableRow, without: frozenset[str]) -> str:
    """Of what was typed, as it was understood: a date is the same however it is stored; "" where nothing was."""
    typed = sorted((c, fold(o.text or o.raw)) for c, o in row.cells.items() if o.raw and c not in without)
    return hashlib.sha256(repr(typed).encode()).hexdigest()[:_LENGTH] if typed else ""
