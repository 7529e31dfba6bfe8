"""Names a template may use: a wrong one stops the report and is answered with the nearest right one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_SHORT = re.compile(r"(?<=\.)(?=\d[a-z]?$)")
"""Where “T6.5” lacks the zero of “T6.05”."""


class UnknownNameError(Exception):
    """A template names a code, table, column or word that does not exist; `hint` is the nearest one, or empty."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self.name = name
        self.hint = nearest(name, known)


class EmptyValueError(Exception):
    """A template prints something that has no printed form: nothing, not-a-number, a whole object."""


class EndlessTemplateError(Exception):
    """A template has used up the time or the steps it may take."""


class BoundlessTemplateError(Exception):
    """A template makes a text or a number of a size no report has."""


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known name closest to a mistyped one; empty when none is close. A code may lack the zero of its number."""
    known = set(known)
    whole = _SHORT.sub(r"\g<0>0", name)
    if whole != name and whole in known:
        return whole
    return next(iter(difflib.get_close_matches(name, sorted(known), 1, cutoff)), "")
