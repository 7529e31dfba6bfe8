"""The units' own words put together: what several units say in the same words stands once, with who said it.

Whoever is counted behind a text has said it. Two texts are the same when they agree after folding capitals, spaces,
separating punctuation, bullets, tone placement and the abbreviations of the field; a figure, a diacritic or any other
word that differs makes another text, which stands for itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vstbcpn_cli.text.normalise import fold

_WORD = re.compile(r"(?<!\w)[-+]?\d(?:[\d.,/:-]*\d)?|\d+|[^\W\d_]+|[^\s\w.,;:!…\"'“”‘’()\[\]•*+/_–—-]")
"""A number with its sign, a word, or a mark that is no mere separator: a percent sign, a question mark."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One text with the units that wrote it, in register order."""

    text: str
    units: tuple[str, ...]


@dataclass(slots=True)
class _Pile:
    """Texts that say the same: who wrote them, and how many units used each exact wording."""

    units: dict[str, None] = field(default_factory=dict)
    wordings: Counter[str] = field(default_factory=Counter)


def joined(said: Iterable[tuple[str, str]], abbreviations: Mapping[str, str]) -> list[Wording]:
    """Pairs of unit and text → the different texts in the order in which they first came, each in the wording of most
    units, of equally many the first."""
    piles: dict[tuple[str, ...], _Pile] = {}
    for unit, text in said:
        pile = piles.setdefault(_words(text, abbreviations), _Pile())
        pile.wordings[text] += unit not in pile.units
        pile.units[unit] = None
    return [Wording(p.wordings.most_common(1)[0][0], tuple(p.units)) for p in piles.values()]


def identical(said: Iterable[tuple[str, str]]) -> list[Wording]:
    """Only texts equal to the letter are put together."""
    found: dict[str, dict[str, None]] = {}
    for unit, text in said:
        found.setdefault(text, {})[unit] = None
    return [Wording(text, tuple(units)) for text, units in found.items()]


def _words(text: str, abbreviations: Mapping[str, str]) -> tuple[str, ...]:
    plain = text.replace("\n", " ")
    for short, long in abbreviations.items():
        plain = re.sub(rf"\b{re.escape(short)}\b", long, plain)
    return tuple(_WORD.findall(fold(plain)))
