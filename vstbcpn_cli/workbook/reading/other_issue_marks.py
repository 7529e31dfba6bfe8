"""Codes and keys that another issue of the form printed and this one does not have: rows, columns and whole tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import msgspec

from vstbcpn_cli.workbook.form.other_issue import OtherIssue

_PARTED = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9_]+)+")
"""A code of more than one part, as every edition may have them."""
_PART = re.compile(r"[.-]")
_DIGITS, _LETTER = re.compile(r"[0-9]+"), re.compile(r"[A-Z]")
_HEADINGS_ABOVE = 2
"""Rows above a key in which its heading may stand: the next one, unless a row was put in."""
_PRINTED_ON_LINE = 3
"""Cells from the code on that a line prints: code, label, measure."""

Position = tuple[int, int]
Texts = Mapping[Position, str]


class Owner(msgspec.Struct, frozen=True):
    """What of another issue a cell belongs to, as a sentence names it, where its mark stands, and whether it is a table
    that counts its rows below the mark."""

    name: str
    at: Position
    counted: bool = False

    def numbers(self, place: Position) -> bool:
        """Whether a cell stands where the rows are counted."""
        return self.counted and place[1] == self.at[1]

    def labels(self, place: Position) -> bool:
        """Whether a cell stands where a line has its label or its measure."""
        return place[0] == self.at[0] and 0 < place[1] - self.at[1] < _PRINTED_ON_LINE


class Marks(msgspec.Struct, frozen=True):
    """`lines` are codes with their labels, `keys` keys with their headings, `tables` the marks of whole tables."""

    lines: Mapping[Position, tuple[str, str]]
    keys: Mapping[Position, tuple[str, str]]
    tables: Mapping[Position, str]

    @property
    def places(self) -> frozenset[Position]:
        return frozenset((*self.lines, *self.keys, *self.tables))

    def without(self, places: Collection[Position]) -> Marks:
        """The marks that stand elsewhere."""
        lines, keys = ({p: m for p, m in found.items() if p not in places} for found in (self.lines, self.keys))
        return Marks(lines, keys, {p: code for p, code in self.tables.items() if p not in places})

    def owner(self, place: Position, key_rows: Collection[int]) -> Owner | None:
        """The row, the column or the table of the other issue in which a cell stands. `key_rows` are all rows with
        keys, of both issues."""
        row, column = place
        for at, (_, label) in self.lines.items():
            if at[0] == row:
                return Owner(f"dòng “{label}”", at)
        head = max((r for r in key_rows if r < row), default=0)
        for at, code in self.tables.items():
            if at[0] == head:
                return Owner(f"bảng {code}", at, counted=True)
        key = self.keys.get((head, column))
        return Owner(f"cột “{key[1]}”", (head, column)) if key else None


NONE = Marks({}, {}, {})


def marks_of(texts: Texts, known: Collection[str], other: OtherIssue) -> Marks:
    """What of one sheet belongs to the other issue alone; `known` are the codes and keys of this one.

    A code has its label beside it, a key its heading above it, both in the other issue's own words; a table is marked
    at the beginning of its keys.
    """
    lines: dict[Position, tuple[str, str]] = {}
    keys: dict[Position, tuple[str, str]] = {}
    maybe = {place: text for place, text in texts.items() if text not in known and _PARTED.fullmatch(text)}
    shapes = set(map(_shape, known)) if maybe else set()
    found = {place: text for place, text in maybe.items() if _shape(text) in shapes}
    for (row, column), text in found.items():
        label = texts.get((row, column + 1), "")
        above = (texts.get((row - n, column), "") for n in range(1, _HEADINGS_ABOVE + 1))
        heading = next(filter(None, above), "")
        if other.prints(label) and label not in known and (row, column + 1) not in found:
            lines[row, column] = text, label
        elif other.prints(heading):
            keys[row, column] = text, heading
    keyed = {(row, code.rpartition(".")[0]) for (row, _), (code, _) in keys.items()}
    tables = {(row, column): text for (row, column), text in found.items() if (row, text) in keyed}
    return Marks(
        lines={place: named for place, named in lines.items() if place not in tables},
        keys={place: named for place, named in keys.items() if place not in tables},
        tables=tables,
    )


def _shape(code: str) -> tuple[str, int]:
    """What the codes of a form have in common, whatever their numbers and names: the beginning, and how many parts."""
    beginning, *parts = _PART.split(code)
    return _LETTER.sub("A", _DIGITS.sub("0", beginning)), len(parts)
