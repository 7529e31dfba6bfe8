"""The units' own words put together: what several units say in the same words stands once, with their names.

Two texts say the same when they agree after folding capitals, spaces, punctuation, bullets, tone placement and the
abbreviations of the field, or when at most one word in `TYPO_IN` differs by its diacritics alone, as typed in haste.
Texts that differ in a figure, a number word or a short word (không, đã, nam, nữ) are never the same. A unit's own name
counts as “đơn vị” in what it says of itself. Texts that differ in counts alone (“hỗ trợ 5 cán bộ nữ”) stay apart, but
are told of beside one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vstbcpn_cli.report.printed import BREAK, own_words
from vstbcpn_cli.safety.text import fold, without_marks

TYPO_IN = 8
"""One word in so many may carry another diacritic."""

_WORD = re.compile(r"(?<!\w)[-+]?\d(?:[\d.,/:-]*\d)?|\d+|[^\W\d_]+|[%<>≤≥±=]")
_ROMAN = re.compile(r"[ivxlcdm]+")
_NUMBERS = frozenset("mười mươi trăm nghìn ngàn triệu chục phần".split())  # noqa: SIM905 - a list of words
_COUNT = re.compile(r"\d{1,3}(?:\.\d{3})*(?:,\d+)?")
"""A number that says how many; a year, a day of a month (8/3) or a minus sign is something else."""
_NAMING = frozenset("số ngày tháng năm quý khóa kỳ lần thứ điều khoản mục quyết định thị luật".split())  # noqa: SIM905 - a list of words
"""After one of these words a number names a document, a day, a congress."""
_SHORTEST = 4
"""A shorter word carries the meaning in its diacritics: đã, chưa, nam, năm, ba, bà."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One text with the units that wrote it, or nearly it, in register order; `alike` are the further units that
    wrote it with other counts."""

    text: str
    units: tuple[str, ...]
    alike: tuple[str, ...] = ()

    @property
    def shared(self) -> int:
        return len(self.units) + len(self.alike)


@dataclass(slots=True)
class _Pile:
    """Texts taken for the same: the words of the first, and how often each exact wording came."""

    words: tuple[str, ...]
    first: str
    wordings: dict[str, int]
    units: list[str]

    def add(self, unit: str, text: str) -> None:
        self.wordings[text] = self.wordings.get(text, 0) + 1
        if unit not in self.units:
            self.units.append(unit)

    def made(self) -> Wording:
        """The wording most units used, of equally many the first; of one unit alone its own."""
        if len(self.units) == 1:
            return Wording(self.first, tuple(self.units))
        best = max(self.wordings.values())
        return Wording(next(t for t, n in self.wordings.items() if n == best), tuple(self.units))


def joined(said: Iterable[tuple[str, str]], abbreviations: Mapping[str, str]) -> list[Wording]:
    """Pairs of unit and text → the different texts in the order in which they first came."""
    piles: dict[str, list[_Pile]] = {}
    order: list[_Pile] = []
    for unit, own in said:
        text = _impersonal(own, unit)
        words = _words(text, abbreviations)
        near = piles.setdefault(without_marks(" ".join(words)), [])
        pile = next((p for p in near if _same(p.words, words)), None)
        if pile is None:
            pile = _Pile(words, own, {}, [])
            near.append(pile)
            order.append(pile)
        pile.add(unit, text)
    return [p.made() for p in order]


def told_once(found: Iterable[Wording], abbreviations: Mapping[str, str]) -> list[Wording]:
    """Of the texts that differ in counts alone the one of most units, of equally many the first, with who else."""
    piles: dict[tuple[str, ...], list[Wording]] = {}
    for one in found:
        piles.setdefault(_uncounted(_words(one.text, abbreviations)), []).append(one)
    told = []
    for same in piles.values():
        best = max(same, key=lambda w: len(w.units))
        others = dict.fromkeys(u for w in same for u in w.units if u not in best.units)
        told.append(Wording(best.text, best.units, tuple(others)))
    return told


def _uncounted(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the figures that say how many."""
    pairs = zip(("", *words), words, strict=False)
    return tuple("#" if _COUNT.fullmatch(w) and before not in _NAMING else w for before, w in pairs)


def identical(said: Iterable[tuple[str, str]]) -> list[Wording]:
    """Only texts equal to the letter are put together."""
    found: dict[str, dict[str, None]] = {}
    for unit, text in said:
        found.setdefault(text, {})[unit] = None
    return [Wording(text, tuple(units)) for text, units in found.items()]


def _impersonal(text: str, unit: str) -> str:
    """What a unit says of itself by its name, as several say it together: “Đơn vị đã hoàn thành …”."""
    named = re.compile(rf"(?<!\w)(?:(?:UBND|Ủy ban nhân dân) )?{re.escape(unit)}(?!\w)", re.IGNORECASE)
    return named.sub(lambda m: "đơn vị" if m.start() else "Đơn vị", text)


def _words(text: str, abbreviations: Mapping[str, str]) -> tuple[str, ...]:
    plain = own_words(text).replace(f"{BREAK}+ ", " ").replace(BREAK, " ")
    for short, long in abbreviations.items():
        plain = re.sub(rf"\b{re.escape(short)}\b", long, plain)
    return tuple(_WORD.findall(fold(plain)))


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Both have the same letters without diacritics already."""
    differ = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differ) * TYPO_IN <= len(one) and all(_slip(a, b) for a, b in differ)


def _slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _SHORTEST and not any(
        w in _NUMBERS or _ROMAN.fullmatch(w) for w in (one, other)
    )
