"""The first letter of a label or a name inside a sentence."""

from __future__ import annotations

import re

_KEPT = re.compile(
    r"(?:Chủ tịch|Thường trực|Ủy viên|Trưởng/Phó|Đảng(?! (?:viên|bộ|ủy viên))|Quốc hội|Chính phủ|Nhà nước|Mặt trận)"
    r"(?!\w)"
)
"""Names and titles that keep their capital before a common word or an abbreviation (NĐ 30/2020/NĐ-CP, Phụ lục II)."""
_PLACE = re.compile(r"(?:Huyện|Quận|Thành phố|Thị xã|Thị trấn|Phường|Xã)(?= )")
_COUNCIL = "Ủy ban nhân dân"


def lower_first(text: str) -> str:
    """“Kế hoạch” → “kế hoạch”; abbreviations (“CLB”, “NS tỉnh”) and names (“Lạng Sơn”, “Phó Chủ tịch”) stay whole."""
    first, _, rest = text.partition(" ")
    second = rest.partition(" ")[0]
    abbreviated = any(c.isupper() for c in first[1:])
    named = second[:1].isupper() and not any(c.isupper() for c in second[1:])
    if not first[:1].isalpha() or abbreviated or named or _KEPT.match(text):
        return text
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """“kế hoạch” → “Kế hoạch”; what begins with no small letter stays the object it is, with all that it means."""
    first = text[:1].upper()
    return text if text.startswith(first) else first + text[1:]


def in_sentence(name: str) -> str:
    """“Huyện Bắc Sơn” → “huyện Bắc Sơn”; the name of an office keeps its capital (NĐ 30/2020/NĐ-CP, Phụ lục II)."""
    return name[:1].lower() + name[1:] if _PLACE.match(name) else name


def addressee(name: str) -> str:
    """Who answers for a unit in a letter: of a place its people's committee, “Ủy ban nhân dân huyện Bắc Sơn”."""
    return f"{_COUNCIL} {in_sentence(name)}" if _PLACE.match(name) else name
