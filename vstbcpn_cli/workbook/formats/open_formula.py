"""A formula as OpenDocument stores it (`of:=SUM([.D13:.D20];1)`) in the words spreadsheets show: `SUM(D13:D20,1)`."""

from __future__ import annotations

import re

_LANGUAGE = re.compile(r"(?:(\w+):)?=")
_PIECE = re.compile(r"""("(?:[^"]|"")*")|\[((?:'(?:[^']|'')*'|[^\]'])*)\]|(;)|(?:COM\.MICROSOFT|ORG\.\w+)\.|_xlfn\.""")
_NAME = r"(?:\$?('(?:[^']|'')*'|[^.'#:]+))?"
_CELL = r"\.(\$?[A-Z]{1,3}\$?[0-9]{1,7})"
_LINE = r"\.(\$?[A-Z]{1,3}|\$?[0-9]{1,7})"
_REFERENCE = re.compile(rf"('(?:[^']|'')*'#)?{_NAME}{_CELL}(?::{_NAME}{_CELL})?\Z")
_WHOLE = re.compile(rf"('(?:[^']|'')*'#)?{_NAME}{_LINE}:{_NAME}{_LINE}\Z")
"""Whole columns and rows: `[.H:.H]`."""
_EXCEL = "msoxl"


def in_plain_words(formula: str) -> str:
    """Without its “=”; a cell that is gone reads `#REF!`, “=” alone is a formula in a language nobody knows."""
    language = _LANGUAGE.match(formula)
    if language is None:
        return "="
    words = formula[language.end() :]
    return (words if language[1] == _EXCEL else _PIECE.sub(_piece, words)) or "="


def _piece(match: re.Match[str]) -> str:
    literal, reference, comma = match.groups()
    if literal is not None:
        return literal
    if reference is not None:
        return _reference(reference)
    return "," if comma else ""


def _reference(written: str) -> str:
    found = _REFERENCE.match(written) or _WHOLE.match(written)
    if found is None:
        return "#REF!"
    file, sheet, first, _, last = found.groups()
    return f"{'[1]' if file else ''}{f'{sheet}!' if sheet else ''}{first}{f':{last}' if last else ''}"
