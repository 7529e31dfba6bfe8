"""The words of a formula that an .xls stores as tokens, as they were typed.

xlrd writes them out, but for two things: it passes over the brackets that were typed, and it takes a relative
reference to another sheet for a distance. Both are set right in what it is given, the rest in what it gives.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any

import xlrd.formula

_XLRD: Any = xlrd.formula
_LONGEST = 4_096
"""Bytes; Excel stores up to 1,800."""
UNKNOWN = "="
"""A formula whose words are not known."""
_BRACKETS = 0x7FFF
"""The number of a function without a name, whose one argument stands in brackets; those of the format end far below."""
_XLRD.func_defs[_BRACKETS] = ("", 1, 1)
_PAREN, _STRING, _ATTRIBUTE, _CALL = 0x15, 0x17, 0x19, 0x22
_CHOOSE = 0x04
_FIRST_UNICODE = 80
_VARIES = -1
_LITERAL = re.compile(r'("(?:[^"]|"")*")')
_FUTURE = re.compile(r"CALL_ADDIN\((?:_xlfn\.)?([A-Z][A-Z0-9.]*),")
"""A function that is younger than the format is stored as a call of one from outside."""
_WHOLE = re.compile(r"(?<![\w.])([0-9]+)\.0(?![0-9])")
_ONE_CELL = re.compile(r"(?<=!)(\$?[A-Z]{1,3}\$?[0-9]{1,5}):\1(?![0-9])")
"""A cell of another sheet, which xlrd writes as a range."""
_EXTERNAL = "<<external>>"
_NOT_KNOWN = re.compile(r"CALL_ADDIN|SHARED FMLA|<<|\?|internal; |\bNone\b")
"""What xlrd puts where it does not know the words of a formula."""
Place = tuple[int, int]


def formula_words(book: Any, tokens: bytes, *, counted_from: Place = (1, 1)) -> str:
    """A formula without its “=”, or “=” alone where its words are not known.

    `counted_from` is the cell, by row and column from 1, in which a formula stands that several share: they all count
    from where they are. Counted from the first cell of a sheet, an address is the address itself.
    """
    if not 0 < len(tokens) <= _LONGEST:
        return UNKNOWN
    row, column = counted_from
    try:
        bracketed = b"".join(_bracketed(tokens, book.biff_version))
        text = _XLRD.decompile_formula(
            book, bracketed, len(bracketed), _XLRD.FMLA_TYPE_SHARED, browx=row - 1, bcolx=column - 1
        )
    except Exception:  # noqa: BLE001 - xlrd trusts tokens like records, and the cell has its result
        return UNKNOWN
    pieces = _LITERAL.split(text or "?")
    pieces[::2] = map(_as_typed, pieces[::2])
    return UNKNOWN if any(map(_NOT_KNOWN.search, pieces[::2])) else "".join(pieces)


def _as_typed(words: str) -> str:
    return _ONE_CELL.sub(r"\1", _WHOLE.sub(r"\1", _FUTURE.sub(r"\1(", words).replace(_EXTERNAL, "[1]")))


def _bracketed(tokens: bytes, version: int) -> Iterator[bytes]:
    """The tokens one by one, each pair of brackets as a function without a name."""
    call = struct.pack("<BBH", _CALL, 1, _BRACKETS)
    at = 0
    while at < len(tokens):
        size = _size(tokens[at:], version)
        if size <= 0:
            raise ValueError
        yield call if tokens[at] == _PAREN else tokens[at : at + size]
        at += size


def _size(tokens: bytes, version: int) -> int:
    """How many bytes the first token takes."""
    number = tokens[0] & 0x1F | (0x20 if tokens[0] & 0x60 else 0)
    size: int = _XLRD.szdict[version][number]
    if size != _VARIES:
        return size
    if number == _STRING:
        if version < _FIRST_UNICODE:
            return 2 + tokens[1]
        return 3 + tokens[1] * (2 if tokens[2] & 1 else 1)
    if number == _ATTRIBUTE:
        return 2 * struct.unpack_from("<H", tokens, 2)[0] + 6 if tokens[1] == _CHOOSE else 4
    return 0
