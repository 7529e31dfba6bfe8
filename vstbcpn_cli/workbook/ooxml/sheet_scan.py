"""A worksheet by pattern, where it is written the way spreadsheet programs write it.

A parser event for each of thousands of empty, merely styled cells is what reading a form costs. Patterns that cover
the rows from the first byte to the last read them several times faster, and what they cover is proven to be well
formed: nothing else can stand there. What is written in any other way is left to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Protocol

_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_TOKEN = re.compile(
    r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,5})")?(?: t="(\w{1,9})")?>'
    r"(?:<(f)((?: [A-Za-z_]\w*=\"[^\"<>&]*\")*+) ?(?:/>|>([^<]*)</f>))?"
    r"(?:<v>([^<]*)</v>|<is><t(?: xml:space=\"preserve\")?>([^<]+)</t></is>|<v ?/>)?</c>\s*|"
    r"<(row)((?: [A-Za-z_][\w:]*=\"[^\"<>&]*\")*+) ?(/?)>\s*|(</row>)\s*|"
    r'(?:<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]{1,5}")?(?: t="[a-z]{1,3}")? ?(?:/>|></c>))++\s*|'  # empty cells
    r"\A\s+|([\s\S]+)",
    re.ASCII,
)
"""A cell, the beginning or end of a row, or some empty cells; at last all that is left behind what it does not know:
that is looked at once, not from each of its characters."""
_TEXTS = re.compile(r"<si><t(?: xml:space=\"preserve\")?>([^<]*)</t></si>\s*|([\s\S]+)")
_TEXTS_HEAD = re.compile(r"\s*<sst(?: [A-Za-z_][\w:]*=\"[^\"<>&]*\")*+>\s*", re.ASCII)
_ATTRIBUTE = re.compile(r' ([\w:]+)="([^"]*)"', re.ASCII)
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""Also the carriage return, which a parser turns into a line feed."""
_DECLARED = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml(?![^>]*encoding=(?![\"']utf-8[\"']))[^>]*\?>)?\s*(?=<)", re.IGNORECASE
)
_QUIET = re.compile(rb"<(conditionalFormatting|dataValidations)(?: [^<>]*)?(?<!/)>")
_LONGEST_REMEMBERED = 4_000
_LONGEST_QUIET = 2**20
_LONGEST_SCANNED = 4 * 2**20
"""Matches are kept until the last byte is covered, at twenty times the memory; the largest sheet of a form takes a
sixteenth of this, and the parser keeps nothing."""


Token = tuple[str, ...]
"""The groups of one match: of a cell its letters, digits, style and type, “f” where it has a formula, what that says of
itself, its words, a value or an inline text; of a row “row”, what it says of itself, “/” where it is empty; its end."""


class RowsAndCells(Protocol):
    """What keeps the rows and cells of a sheet."""

    def take(self, tokens: Iterable[Token]) -> None:
        """Raises `RefusedError` for what lies outside a sheet, `UnusualError` with nothing kept."""


class UnusualError(Exception):
    """Only the parser can judge what is written here."""


def scan_rows(content: bytes, sheet: RowsAndCells) -> tuple[bytes, bytes] | None:
    """Hands the rows and cells with content to `sheet`; returns the bytes before and after them.

    None when the part is not written the usual way; then `sheet` has been handed nothing.
    """
    start, end = content.find(_OPEN) + len(_OPEN), content.rfind(_CLOSE)
    if len(content) > _LONGEST_SCANNED or start < len(_OPEN) or end < start or _body(content) < 0:
        return None
    try:
        region = content[start:end].decode()
        sheet.take(_covered(_TOKEN, region))
    except (UnusualError, UnicodeDecodeError):
        return None
    return content[:start], content[end:]


def scan_texts(content: bytes) -> list[str] | None:
    """The shared texts in their order; None when one of them is more than plain text."""
    start, end = _body(content), content.rfind(b"</sst>")
    if len(content) > _LONGEST_SCANNED or start < 0 or end < 0 or content[end:].strip() != b"</sst>":
        return None
    try:
        region = content[start:end].decode()
        head = _TEXTS_HEAD.match(region)
        return [usual_text(text) for text, _ in _covered(_TEXTS, region[head.end() :])] if head else None
    except (UnusualError, UnicodeDecodeError):
        return None


def quiet_spans(content: bytes) -> Iterator[tuple[bytes, bool]]:
    """The rest of a scanned part, cut into what may hold facts about cells and (True) what holds none.

    Validations and conditional formats are most of a form's bytes; they must be well formed, no more.
    """
    at = 0
    while opened := _QUIET.search(content, at):
        close = b"</" + opened[1] + b">"
        end = content.find(close, opened.end()) + len(close)
        if end < len(close) or end - opened.start() > _LONGEST_QUIET:
            break
        if opened.start() > at:
            yield content[at : opened.start()], False
        yield content[opened.start() : end], True
        at = end
    yield content[at:], False


def _body(content: bytes) -> int:
    """Where the root element begins in a UTF-8 part in which nothing is hidden by a comment, -1 in other parts."""
    declared = _DECLARED.match(content)
    if declared is None or b"<!--" in content or b"CDATA" in content:
        return -1
    hidden = content.find(b"?", declared.end()) >= 0 and content.find(b"?>", declared.end()) >= 0
    return -1 if hidden else declared.end()


def _covered(pattern: re.Pattern[str], region: str) -> list[Token]:
    """Every match, each beginning where the one before ends: whatever else stands there would be the last group."""
    found: list[Token] = pattern.findall(region)
    if found and found[-1][-1]:
        raise UnusualError
    return found


@lru_cache(maxsize=4096)
def attributes_of(text: str) -> Mapping[str, str]:
    """What an element says of itself."""
    pairs = _ATTRIBUTE.findall(text)
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnusualError
    return found


def usual_text(text: str) -> str:
    """What a text between two tags says."""
    if "]]>" in text:
        raise UnusualError
    if "&" in text:
        text = _remembered(text) if len(text) < _LONGEST_REMEMBERED else _unescaped(text)
    if not text.isprintable() and _NOT_XML.search(text):
        raise UnusualError
    return text


@lru_cache(maxsize=4096)
def _remembered(text: str) -> str:
    """The formulas of a form stand in each file again."""
    return _unescaped(text)


def _unescaped(text: str) -> str:
    """The usual entities one after the other, which takes a tenth of the time; “&amp;” last, as it hides the others."""
    found = text
    for name, character in _NAMED.items():
        if name != "amp":
            found = found.replace(f"&{name};", character)
    if found.count("&") == found.count("&amp;"):
        return found.replace("&amp;", "&")
    return _ENTITY.sub(_entity, text)


def _entity(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    if not (decimal or hexadecimal):
        raise UnusualError
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise UnusualError
    return chr(code)
