"""What was done to a text when it was read, so that no character disappears without a word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("control", re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffe\uffff]")),
    ("direction", re.compile("[\u061c\u202a-\u202e\u2066-\u2069\u200e\u200f]")),
    ("invisible", re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")),
    ("spaces", re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")),
)
_ANY = re.compile("_x[0-9A-Fa-f]{4}_|" + "|".join(p.pattern for _, p in _KINDS))


@lru_cache(maxsize=16_384)
def treated(text: str) -> tuple[str, ...]:
    """The kinds of characters of a stored text that `text.normalise` replaces, removes or takes for others.

    A tab and a line break stay what they are. An escape (`_x000D_`) counts as what it hides.
    """
    found = []
    if _ANY.search(text):
        decoded = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
        found = [kind for kind, pattern in _KINDS if pattern.search(decoded)]
    if not unicodedata.is_normalized("NFC", text):
        found.append("composed")
    return tuple(found)
