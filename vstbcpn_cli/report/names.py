"""Names a template may use: a wrong one stops the report and is answered with the nearest right one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class UnknownNameError(Exception):
    """A template names a code, table, column or word that does not exist; `hint` is the nearest one, or empty."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self.name = name
        self.hint = nearest(name, known)


class EmptyValueError(Exception):
    """A template prints something that has no printed form: nothing, not-a-number, a whole object."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name closest to a mistyped one; empty when none is close."""
    return next(iter(difflib.get_close_matches(name, sorted(set(known)), 1, 0.6)), "")
