"""What is printed above and below the pages of a sheet, without the marks that every program puts there."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FONT = r'[^"&,]{1,64},[^\W\d_][^"&,]{0,31}"'
_MARK = re.compile(
    rf'&"[^"]*"(?:(?:&K[0-9A-F]{{6}})?{_FONT})*|(?<=&[LCR])"?(?:{_FONT})+'
    r"|&[0-9]{1,3}|&K[0-9A-Fa-f+-]{6}|&[A-Za-z]"
    r"|vstbcpn:[\w./-]+|(?:(?<![^\W\d_])|(?<=&[LCR]))(?:page|trang|of)\b",
    re.IGNORECASE,
)
"""Also a font that lost its “&” (Gnumeric stores `&LTimes New Roman,Regular"`, and the next program its own font before
it), the stamp of the form, and the words other programs put before a page number."""


def margin_words(texts: Iterable[str]) -> tuple[str, ...]:
    """What somebody typed there, each once; nothing where only page numbers, fonts and the stamp are left."""
    words = (" ".join(_MARK.sub(" ", text).split()).strip(" /-") for text in texts)
    return tuple(dict.fromkeys(text for text in words if any(map(str.isalpha, text))))
