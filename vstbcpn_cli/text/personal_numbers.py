"""Numbers that tell of one person: of an identity card, or a telephone."""

from __future__ import annotations

import re

_PERSONAL = re.compile(
    r"(?<![\d.,/])(?:"
    r"0\d{11}"  # căn cước công dân
    r"|(?:\+84[ .-]?|0)\d{1,3}[ .-]?\d{3,4}[ .-]?\d{3,4}"
    r"|(?:\+84[ .-]?|0)\d{2,3}(?:[ .-]\d{2}){3,4}"
    r"|(?<=CMND )\d{9}|(?<=CMND: )\d{9}|(?<=CMND số )\d{9}"
    r")(?!\d|[.,]\d)"
)
_DIGIT = re.compile(r"\d")
_FEWEST = 9
MASK = "(đã ẩn)"


def without_personal(text: str) -> str:
    """The text with each such number hidden; any other text as it is."""
    if len(_DIGIT.findall(text)) < _FEWEST:
        return text
    return _PERSONAL.sub(MASK, text)
