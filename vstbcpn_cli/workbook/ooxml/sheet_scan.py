"""A worksheet by pattern, where it is written the way spreadsheet programs write it.

A parser event for each of thousands of empty, merely styled cells is what reading a form costs. Patterns that cover
the rows from the first byte to the last read them several times faster, and what they cover is proven to be well
formed: nothing else can stand there. What is written in any other way is left to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Protocol

_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_TOKEN = re.compile(
    r"("
    r'(?:<c r="[A-Z]{1,3}[1-9][0-9]{0,6}"(?: s="[0-9]{1,5}")?(?: t="[a-z]{1,3}")? ?(?:/>|></c>))*+\s*'  # empty cells
    r"(?:<row((?: [A-Za-z_][\w:]*=\"[^\"<>&]*\")*+) ?(/?)>|"
    r"(</row>)\s*|"
    r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,5})")?(?: t="(\w{1,9})")?>'
    r"(?:<(f)((?: [A-Za-z_]\w*=\"[^\"<>&]*\")*+) ?(?:/>|>([^<]*)</f>))?"
    r"(?:<v>([^<]*)</v>|<is><t(?: xml:space=\"preserve\")?>([^<]+)</t></is>|<v ?/>)?</c>)"
    r")|[\s\S]+",
    re.ASCII,
)
"""Ends with all that is left behind what it does not know: that is looked at once, not from each of its characters."""
_TEXTS = re.compile(r"(<si><t(?: xml:space=\"preserve\")?>([^<]*)</t></si>\s*)|[\s\S]+")
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
_LONGEST_QUIET = 2**20
_LONGEST_SCANNED = 4 * 2**20
"""Matches are kept until the last byte is covered, at twenty times the memory; the largest sheet of a form takes a
sixteenth of this, and the parser keeps nothing."""


class RowsAndCells(Protocol):
    """What keeps the cells of a sheet; both raise `RefusedError` for what lies outside a sheet."""

    def row(self, attributes: dict[str, str]) -> None: ...
    def store(self, reference: tuple[str, str], code: str, style: str, text: str, formula: str | None) -> None: ...
    def spoken(self, reference: tuple[str, str], says: Mapping[str, str], formula: str) -> str: ...


class _UnusualError(Exception):
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
        found = _covered(_TOKEN, region)
        _check_nesting(found)
        texts = [(_text(value or inline), _text(formula) if f else None) for *_, f, _, formula, value, inline in found]
    except (_UnusualError, UnicodeDecodeError):
        return None
    for (_, row, _, _, letters, digits, style, code, _, says, *_), (text, formula) in zip(found, texts, strict=True):
        if letters:
            at = letters, digits
            if text or formula is not None:
                words = sheet.spoken(at, _attributes(says), formula or "") if says else formula
                sheet.store(at, code or "n", style or "0", text, words)
        elif row:
            sheet.row(_attributes(row))
    return content[:start], content[end:]


def scan_texts(content: bytes) -> list[str] | None:
    """The shared texts in their order; None when one of them is more than plain text."""
    start, end = _body(content), content.rfind(b"</sst>")
    if len(content) > _LONGEST_SCANNED or start < 0 or end < 0 or content[end:].strip() != b"</sst>":
        return None
    try:
        region = content[start:end].decode()
        head = _TEXTS_HEAD.match(region)
        return [_text(text) for _, text in _covered(_TEXTS, region[head.end() :])] if head else None
    except (_UnusualError, UnicodeDecodeError):
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


def _covered(pattern: re.Pattern[str], region: str) -> list[tuple[str, ...]]:
    """Every match, each beginning where the one before ends: nothing of the region stands between them."""
    found: list[tuple[str, ...]] = pattern.findall(region)
    if sum(len(match[0]) for match in found) != len(region):
        raise _UnusualError
    return found


def _check_nesting(found: list[tuple[str, ...]]) -> None:
    inside = False
    for _, row, empty, closed, letters, _, _, _, _, extra, *_ in found:
        if letters:
            if not inside:
                raise _UnusualError
            if extra:
                _attributes(extra)
        elif closed:
            if not inside:
                raise _UnusualError
            inside = False
        else:
            if inside:
                raise _UnusualError
            inside = not empty
            _attributes(row)
    if inside:
        raise _UnusualError


@lru_cache(maxsize=4096)
def _attributes(text: str) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(text)
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _UnusualError
    return found


def _text(text: str) -> str:
    if "]]>" in text:
        raise _UnusualError
    if "&" in text:
        text = _unescaped(text)
    if not text.isprintable() and _NOT_XML.search(text):
        raise _UnusualError
    return text


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
        raise _UnusualError
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise _UnusualError
    return chr(code)
