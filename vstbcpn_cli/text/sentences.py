"""A sentence as it is printed: its spaces, its brackets, the mark at its end."""

from __future__ import annotations

import re

CUT = "[…]"
"""Ends a quotation that goes on elsewhere."""

ONE_LINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^\s+|\s+\Z"), ""),
    (re.compile(r"\s+"), " "),
    (re.compile(r"\s+([,.;:)])(?=[\s,.;:)]|$)"), r"\1"),
    (re.compile(r"\(\s+"), "("),
)
"""What is exchanged for what, one after the other, in a sentence without stray spaces: one between words, none before a
comma or inside a bracket. Nothing but spaces, since the words may be a unit's own."""


def bracketed(*notes: str) -> str:
    """One pair of brackets round the notes that are there; nothing when there is none, so never “()”."""
    found = "; ".join(n for n in notes if n)
    return f"({found})" if found else ""


def ended(text: str) -> str:
    """The sentence with a full stop, unless it ends with a mark of its own."""
    text = text.rstrip()
    return text if not text or text[-1] in ".!?…:;" or text.endswith(CUT) else text + "."
