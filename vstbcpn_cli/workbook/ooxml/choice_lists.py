"""The lists of choices that cells of a worksheet offer, looked for only where one is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from itertools import islice, pairwise

import msgspec

from vstbcpn_cli.model.submission import column_number

_OPENED = re.compile(rb"<(?:\w+:)?dataValidation\s")
_LIST = re.compile(rb"""\stype\s*+=\s*+["']list["']""")
_CELLS = re.compile(rb"""\ssqref\s*+=\s*+["']([^"'<>]*+)["']|<(?:\w+:)?sqref>([^<]*+)<""")
_FORMULA = re.compile(rb"<(?:\w+:)?formula1>\s*+(?:<(?:\w+:)?f>)?([^<]*+)<")
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_LONGEST = 8_192
"""No program writes a longer formula; a list in quotes has 255 characters at most."""
_MOST_AREAS = 20_000
"""A form has some hundreds on a sheet."""


class ChoiceLists(msgspec.Struct, frozen=True, dict=True):
    """The lists of one worksheet; `validations` are the bytes of its part from the first validation on, the extensions
    of other programs included."""

    validations: bytes

    @classmethod
    def of(cls, content: bytes) -> ChoiceLists:
        first = content.find(b"dataValidation")
        return cls(content[content.rfind(b"<", 0, first) :] if first > 0 else b"")

    def on(self, row: int, column: int) -> str:
        """How the list that a cell offers is given: “"a,b"”, a name, an area; "" where it offers none."""
        found = (f for top, left, bottom, right, f in self._areas if top <= row <= bottom and left <= column <= right)
        return next(found, "")

    @cached_property
    def _areas(self) -> tuple[tuple[int, int, int, int, str], ...]:
        return tuple(islice(self._listed(), _MOST_AREAS))

    def _listed(self) -> Iterator[tuple[int, int, int, int, str]]:
        """First row, first column, last row, last column of every area with a list, and how the list is given."""
        starts = (m.start() for m in _OPENED.finditer(self.validations))
        for start, end in pairwise([*starts, len(self.validations)]):
            one = self.validations[start:end]
            formula, cells = _FORMULA.search(one), _CELLS.search(one)
            listed = formula and len(formula[1]) <= _LONGEST and _LIST.search(one, 0, formula.start())
            if formula and cells and listed:
                given = unescape(formula[1].decode("utf-8", "replace")).strip()
                for area in (cells[1] or cells[2] or b"").decode("utf-8", "replace").split():
                    if found := _AREA.fullmatch(area):
                        left, top, right, bottom = found.groups()
                        yield int(top), column_number(left), int(bottom or top), column_number(right or left), given
