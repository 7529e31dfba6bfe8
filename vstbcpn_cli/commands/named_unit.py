"""The unit that the name of a file speaks of: for a file that cannot be read and so does not say itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from vstbcpn_cli.safety.text import without_marks
from vstbcpn_cli.schema.model import ReportingUnit

_WORD = re.compile(r"[a-z0-9]+")
_SHORT = {"h": "huyen", "tp": "thanhpho", "tx": "thixa", "x": "xa", "p": "phuong"}
"""How officers shorten the kind of a place."""
_BELOW = frozenset(
    ("congan", "toaan", "vienkiemsat", "benhvien", "chicuc", "chqs", "daihoi", "hoi", "doan", "truong", "tram", "xa")
)
"""What begins the name of another office than that of the district or commune which it names: “Công an huyện …”."""
_LEAST_WORDS = 3
"""Fewer, once “tỉnh” is gone, are words of any file name: “Thanh tra”, “Công an”."""


def named_unit(file: str, units: Iterable[ReportingUnit], province: str) -> str:
    """The code of the one unit whose name or code stands in the name of the file, marks and spaces apart; else "".

    Two units in one name are none, unless the name of one is part of the other's.
    """
    known = tuple(units)
    names = {name: unit.code for unit in known for name in _names_of(unit, province)}
    places = {unit.code for unit in known if unit.kind in ("HU", "XA")}
    words = [_SHORT.get(word, word) for word in _words(PurePosixPath(file).stem)]
    spans = [
        (first, last, "" if names[run] in places and _of_another(words[:first]) else names[run])
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
        for run in ("".join(words[first:last]),)
        if run in names
    ]
    widest = {code for first, last, code in spans if not any(_inside((first, last), s[:2]) for s in spans)}
    return widest.pop() if len(widest) == 1 else ""


def _of_another(before: list[str]) -> bool:
    joined = {"".join(before[n : n + size]) for n in range(len(before)) for size in (1, 2, 3)}
    return not _BELOW.isdisjoint(joined)


def _inside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]


def _words(text: str) -> list[str]:
    return _WORD.findall(without_marks(text))


def _names_of(unit: ReportingUnit, province: str) -> Iterator[str]:
    """The code, the name, and the name as it is used inside the province: “Hội Nông dân”, “Lộc Bình”."""
    name, code, whole = _words(unit.name), _words(unit.code), _words(province)
    yield "".join(_SHORT.get(word, word) for word in code)
    yield "".join(name)
    for ending in (whole, whole[1:], whole[:1]):
        if len(name) - len(ending) >= _LEAST_WORDS and name[-len(ending) :] == ending:
            yield "".join(name[: -len(ending)])
    kind = 2 if name[:2] in (["thanh", "pho"], ["thi", "xa"]) else 1
    if unit.kind in ("HU", "XA") and name[kind:] != whole[1:]:
        yield "".join(name[kind:])
