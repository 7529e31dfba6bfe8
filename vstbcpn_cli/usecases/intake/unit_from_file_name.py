"""The unit that somebody means: by the name of a file that does not say itself whose it is, or as an officer writes it
on the command line and in the log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Edition, Register, ReportingUnit, UnitKind
from vstbcpn_cli.runtime.missing_paths import nearest
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.normalise import fold, without_marks

_WORD = re.compile(r"[a-z0-9]+")
_BELOW = frozenset(
    ("congan", "toaan", "vienkiemsat", "benhvien", "chicuc", "chqs", "daihoi", "hoi", "doan", "truong", "tram", "xa")
)
"""What begins the name of another office than that of the district or commune which it names: “Công an huyện …”."""
_LEAST_WORDS = 3
"""Fewer, once the province is gone, are words of any file name: “Thanh tra”, “Công an”."""

_TYPED = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"\s*\d+\s*[.)/:-]?\s+(?=\D)")
"""The number before a name that was copied out of a list."""
_PARTS = re.compile(r"[()\[\]“”\"\t]| {2,}")
"""Between code, kind and name where a line of `units`, or a name out of a message, was copied."""
_LINKS = frozenset(("và", "các", "của", "việt", "nam", "chi", "nhánh"))
"""What abbreviations leave out."""
_YOUTH, _OF_YOUTH = ["tinh", "doan"], frozenset(("thanh", "tn", "tncs"))
"""The union of the young is called “Tỉnh đoàn” in lists and “Đoàn thanh niên” by everybody."""
_MOST_NAMED, _LEAST_LETTERS, _LONGEST = 5, 4, 80


def asked_unit(text: str, register: Register, units: Sequence[ReportingUnit], edition: Edition) -> ReportingUnit:
    """The one of these units that is meant: by code, by name with or without marks, capitals, spaces and hyphens, or by
    an abbreviation as officers write it (“Sở GD&ĐT”, “SYT”, “UBND huyện Cao Lộc”).

    Raises `ConfigurationError`: with all that may be meant where they are several, else with the nearest.
    """
    found = units_meant(text, units, edition)
    if len(found) > 1:
        raise ConfigurationError(several(text, found))
    if found:
        return found[0]
    other = units_meant(text, register.units, edition)
    if len(other) == 1:
        told = f"Đơn vị “{other[0].name}” ({other[0].code}) không thuộc diện báo cáo kỳ này theo {register.source}."
        raise ConfigurationError(f"{told} {_LIST}")
    near = nearest_unit(text, units)
    said = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    told = f"Không có đơn vị “{said}” trong danh sách {register.source} của kỳ này"
    hint = f"; tên gần nhất là “{near.name}” ({near.code})" if near else ""
    raise ConfigurationError(f"{told}{hint}. {_LIST}")


_LIST = "Đề nghị ghi tên hoặc mã đơn vị như lệnh vstbcpn units in ra."


def several(text: str, found: Sequence[ReportingUnit]) -> str:
    """Why a text that may mean several units is not taken for one of them."""
    listed = first_of([f"“{u.name}” ({u.code})" for u in found], _MOST_NAMED, "đơn vị")
    return f"“{text}” có thể là {listed}. Đề nghị ghi đủ tên hoặc mã của một đơn vị."


def units_meant(text: str, units: Iterable[ReportingUnit], edition: Edition) -> tuple[ReportingUnit, ...]:
    """Every unit that a text may mean; of the whole name or code itself only that one."""
    known, plainly = tuple(units), fold(text)
    exact = _exactly(frozenset((plainly,)), known) or _exactly(frozenset(map(fold, _PARTS.split(text))), known)
    if exact:
        return exact
    level = _typed_words(edition.office.level)
    place = _typed_words(edition.office.province)[len(level) :]
    endings = ((*level, *place), place, level)
    typed = [t for t in _forms(_typed_words(_ORDINAL.sub("", text, count=1)), endings) if t]
    named = {u: tuple(_spoken_forms(u, edition.kind_of[u.kind], endings)) for u in known}
    whole = tuple(
        u
        for u in known
        if any(_is_code(t, u, level) for t in typed)
        or any(_as_typed("".join(t), "".join(n)) for t in typed for n in named[u])
    )
    return whole or tuple(u for u in known if any(_shortened(t, n) for t in typed for n in named[u]))


def _exactly(written: frozenset[str], units: Iterable[ReportingUnit]) -> tuple[ReportingUnit, ...]:
    return tuple(u for u in units if fold(u.name) in written or fold(u.code) in written)


def nearest_unit(text: str, units: Iterable[ReportingUnit]) -> ReportingUnit | None:
    """The unit a mistyped name may have meant: the shortest name that has its words in this order (“Hội phụ nữ”), else
    the most alike."""
    known = tuple(units)
    words = _words(text)
    if words[:1] == _YOUTH[1:] and words[1:2] and words[1] in _OF_YOUTH:
        words = _YOUTH
    run = "".join(words)
    parts = (
        u
        for u in known
        if (words and _in_order(words, _words(u.name)))
        or (len(run) >= _LEAST_LETTERS and run in "".join(_words(u.code)))
    )
    part = min(parts, key=lambda u: len(u.name), default=None)
    close = nearest(text, [name for u in known for name in (u.name, u.code)]) if part is None else ""
    return part or next((u for u in known if close in (u.name, u.code)), None)


def _in_order(words: Sequence[str], name: Sequence[str]) -> bool:
    left = iter(name)
    return all(word in left for word in words)


def _typed_words(text: str) -> tuple[str, ...]:
    return tuple(_TYPED.findall(fold(text)))


def _forms(words: tuple[str, ...], endings: Sequence[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The name as it stands, and without the province at its end (“tỉnh Lạng Sơn”, “Lạng Sơn”, “tỉnh”)."""
    return {words, *(words[: -len(end)] for end in endings if _ends(words, end))}


def _ends(words: tuple[str, ...], ending: tuple[str, ...]) -> bool:
    tail = words[-len(ending) :] if ending else ()
    return bool(tail) and len(tail) == len(ending) and all(map(_as_typed, tail, ending))


def _spoken_forms(unit: ReportingUnit, kind: UnitKind, endings: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """How a unit is named: a territory also by the place alone and by its committee."""
    name = _typed_words(unit.name)
    if not kind.territory:
        yield from _forms(name, endings)
        return
    yield name
    yield ("ủy", "ban", "nhân", "dân", *name)
    place = name[_beginning(name, map(_typed_words, kind.places)) :]
    if place != endings[1]:
        yield place


def _beginning(name: Sequence[str], places: Iterable[Sequence[str]]) -> int:
    """How many words of a name say what kind of place it is: 2 of “thành phố Lạng Sơn”."""
    return max((len(p) for p in places if name[: len(p)] == p), default=1)


def _is_code(typed: tuple[str, ...], unit: ReportingUnit, level: tuple[str, ...]) -> bool:
    """The code, also with the marks of the name and without the level at its end: “Kho bạc”."""
    codes = {"".join(c) for c in _forms(tuple(_words(unit.code)), [tuple(map(without_marks, level))])}
    if without_marks("".join(typed)) not in codes:
        return False
    name = _typed_words(unit.name)
    return all(w == without_marks(w) or any(_as_typed(w, n) for n in name) for w in typed)


def _as_typed(typed: str, name: str) -> bool:
    """Letter by letter the same, where marks may be left out but not put wrongly."""
    return len(typed) == len(name) and all(t in (n, without_marks(n)) for t, n in zip(typed, name, strict=True))


def _shortened(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether words or their first letters, run together as one likes, are the whole of a name: “Sở GD&ĐT”."""
    if not typed:
        return _LINKS.issuperset(name)
    first, rest = typed[0], typed[1:]
    used = {k for k in range(1, len(name) + 1) if _as_typed(first, "".join(name[:k]))} | set(_initials(first, name))
    linked = bool(name) and name[0] in _LINKS
    return any(_shortened(rest, name[k:]) for k in used) or (linked and _shortened(typed, name[1:]))


def _initials(letters: str, name: tuple[str, ...]) -> Iterator[int]:
    """Over how many words these letters can run as their first ones."""
    if not letters:
        yield 0
    elif name:
        if _as_typed(letters[0], name[0][0]):
            yield from (1 + k for k in _initials(letters[1:], name[1:]))
        if name[0] in _LINKS:
            yield from (1 + k for k in _initials(letters, name[1:]))


def named_unit(file: str, units: Iterable[ReportingUnit], edition: Edition) -> str:
    """The code of the one unit whose name or code stands in the name of the file, marks and spaces apart; else "".

    Two units in one name are none, unless the name of one is part of the other's.
    """
    known = tuple(units)
    short = {s: "".join(_words(place)) for kind in edition.kinds for s, place in kind.short.items()}
    names = {name: unit.code for unit in known for name in _names_of(unit, edition, short)}
    places = {unit.code for unit in known if edition.kind_of[unit.kind].territory}
    words = [short.get(word, word) for word in _words(PurePosixPath(file).stem)]
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


def _names_of(unit: ReportingUnit, edition: Edition, short: Mapping[str, str]) -> Iterator[str]:
    """The code, the name, and the name as it is used inside the province: “Hội Nông dân”, “Lộc Bình”."""
    name, code, whole = _words(unit.name), _words(unit.code), _words(edition.office.province)
    yield "".join(short.get(word, word) for word in code)
    yield "".join(name)
    for ending in (whole, whole[1:], whole[:1]):
        if len(name) - len(ending) >= _LEAST_WORDS and name[-len(ending) :] == ending:
            yield "".join(name[: -len(ending)])
    kind = edition.kind_of[unit.kind]
    place = name[_beginning(name, map(_words, kind.places)) :]
    if kind.territory and place != whole[1:]:
        yield "".join(place)
