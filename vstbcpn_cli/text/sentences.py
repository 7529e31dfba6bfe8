"""A sentence as it is printed: its spaces, its brackets, the mark at its end."""

from __future__ import annotations

import re

CUT = "[…]"
"""Ends a quotation that goes on elsewhere."""

_PUNCTUATION = re.compile(r"\s+([,.;:)])(?=[\s,.;:)]|$)")
_BRACKETS = re.compile(r"\)\s+\(")
_OPENING = re.compile(r"\(\s+")


def one_line(text: str) -> str:
    """A sentence without stray spaces: one between words, none before a comma or inside a bracket."""
    joined = " ".join(text.split())
    return _OPENING.sub("(", _PUNCTUATION.sub(r"\1", joined))


def paragraph(text: str) -> str:
    """One line in which two brackets that follow each other are one."""
    return _BRACKETS.sub("; ", one_line(text))


def bracketed(*notes: str) -> str:
    """One pair of brackets round the notes that are there; nothing when there is none, so never “()”."""
    found = "; ".join(n for n in notes if n)
    return f"({found})" if found else ""


def ended(text: str) -> str:
    """The sentence with a full stop, unless it ends with a mark of its own."""
    text = text.rstrip()
    return text if not text or text[-1] in ".!?…:;" or text.endswith(CUT) else f"{text}."
