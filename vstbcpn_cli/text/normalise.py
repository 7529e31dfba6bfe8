"""Text that came from outside, made harmless once, at the moment it is read."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from vstbcpn_cli.text.numbers import number

_REMEMBERED = 16_384
"""Files of a season repeat the form's own texts and the answers of its lists."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BIDI = re.compile("[\u061c\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t ]+")


@lru_cache(maxsize=_REMEMBERED)
def clean(text: str) -> str:
    """NFC without control characters, bidirectional controls and lone surrogates; line breaks are LF.

    Spreadsheet escapes (`_x000D_`) are decoded first, because what they hide must be cleaned too. Letters, `&`, `<`
    and braces stay as they are: each output escapes for itself.
    """
    return scrubbed(decoded(text))


def decoded(text: str) -> str:
    """A text as it was typed: a spreadsheet stores some characters as escapes, those beyond U+FFFF as two."""
    if "_x" not in text or (found := _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)) == text:
        return text
    return _PAIR.sub(lambda m: m[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), found)


def scrubbed(text: str) -> str:
    """`clean` for text that comes from no spreadsheet or is already decoded; a second time it changes nothing."""
    broken = _BREAKS.sub("\n", text)
    return unicodedata.normalize("NFC", _BIDI.sub("", _CONTROL.sub(" ", broken)))


@lru_cache(maxsize=_REMEMBERED)
def plain(text: str) -> str:
    """For reading a value: cleaned, odd spaces made one space, invisible characters gone, trimmed."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", clean(text)).replace("\n", " ")).strip()


_TONE_ON_Y = re.compile(r"(?<![qQ])[uU][ỳýỷỹỵỲÝỶỸỴ](?!\w)")
_TONE_ON_VOWEL = re.compile(r"[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ](?!\w)")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LOOKALIKES = str.maketrans(
    {
        "ð": "đ",
        "Ð": "Đ",
        "Ɖ": "Đ",
        "’": "'",
        "‘": "'",
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)
"""Also full-width digits."""
_LAST_Y = re.compile(r"(?<=[hklmstv])[yýỳỷỹỵ](?!\w)")
_AS_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> str:
    """For comparing only: plain, lower case, one tone placement (hoà = hòa, thuỵ = thụy), i for y (lý = lí), one dash,
    đ for ð.
    """
    same = plain(text).translate(_LOOKALIKES)
    moved = _TONE_ON_VOWEL.sub(_tone_first, _TONE_ON_Y.sub(_tone_first, same))
    return _LAST_Y.sub(lambda m: m[0].translate(_AS_I), moved.casefold())


def without_marks(text: str) -> str:
    """Bare letters, for making a suggestion and never for accepting a value."""
    bare = "".join(c for c in unicodedata.normalize("NFD", fold(text)) if not unicodedata.combining(c))
    return bare.replace("đ", "d")


def _tone_first(match: re.Match[str]) -> str:
    """Moves the tone mark from the second letter of a pair to the first."""
    first, second = match[0][0], match[0][1]
    parts = unicodedata.normalize("NFD", second)
    tone = "".join(c for c in parts if c in _TONES)
    rest = "".join(c for c in parts if c not in _TONES)
    return unicodedata.normalize("NFC", first + tone + rest)


LONGEST_TEXT = 32_767
"""Characters any spreadsheet program can keep in a cell, and so any annex."""
_CUT = re.compile(r"… \(cắt bớt, nguyên văn dài ([\d.]+) ký tự\)\Z")


def cut(text: str, longest: int = LONGEST_TEXT) -> str:
    """The beginning of a long text, which says at its end that it was cut and how long it was; a short one as it is."""
    if len(text) <= longest:
        return text
    before = _CUT.search(text)
    length = before[1] if before else number(len(text))
    remark = f"… (cắt bớt, nguyên văn dài {length} ký tự)"
    return text[: longest - len(remark)].rstrip() + remark


LONGEST_QUOTE = 300
"""Characters of a unit's own text inside a sentence; the finding itself carries the whole text."""


def quoted(text: str) -> str:
    """A unit's own text inside a sentence: on one line, a long one cut and said to be."""
    return cut(" ".join(text.splitlines()), LONGEST_QUOTE)
