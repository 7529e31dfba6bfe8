"""The units' own words put together: what several units say in the same words stands once, with their names.

Two texts say the same when they agree after folding capitals, spaces, punctuation, bullets, tone placement and the
abbreviations of the field, or when at most one word in `TYPO_IN` differs by its diacritics alone, as typed in haste.
Texts that differ in a figure, a number word or a short word (không, đã, nam, nữ) are never the same. A unit's own name
counts as “đơn vị” in what it says of itself.
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
_SHORTEST = 4
"""A shorter word carries the meaning in its diacritics: đã, chưa, nam, năm, ba, bà."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One text with the units that wrote it, or nearly it, in register order."""

    text: str
    units: tuple[str, ...]


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
