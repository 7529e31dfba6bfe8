"""Statements that differ only in a slip of the keyboard: a word that is none in Vietnamese, or no marks at all.

A slip is one only beside another statement that has a real word in its place and agrees in all others. Where two such
statements could be meant, none is.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from vstbcpn_cli.text.normalise import fold, without_marks
from vstbcpn_cli.text.number_words import NUMERALS
from vstbcpn_cli.text.syllables import is_syllable

Words = tuple[str, ...]

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_FEWEST_WORDS = 5
"""In a shorter statement the other words do not say enough about the one that is misspelt."""
_FEWEST_WITHOUT_MARKS = 8
_MOST_SLIPS = 2
_DECISIVE = frozenset(
    (*map(fold, ("không", "chưa", "chẳng", "hết", "đã", "đả", "sẽ", "sẻ", "tăng", "giảm")), *NUMERALS)
)
"""Words on which everything hangs are never guessed."""


def spelled_right(statements: Iterable[Words]) -> Mapping[Words, Words]:
    """By each misspelt statement the one that is meant; the others are not in it."""
    known = [s for s in dict.fromkeys(statements) if len(s) >= _FEWEST_WORDS]
    found: dict[Words, Words] = {}
    plain = _by(known, _bare)
    masked: dict[tuple[int, ...], defaultdict[Words, list[Words]]] = {}
    for one in known:
        places = tuple(n for n, word in enumerate(one) if word.isalpha() and not is_syllable(word))
        meant = [s for s in plain[one] if _marked(one, s)] if _unmarked(one) else []
        if 0 < len(places) <= _MOST_SLIPS:
            if (len(one), *places) not in masked:
                alike = [s for s in known if len(s) == len(one)]
                masked[len(one), *places] = _by(alike, lambda s, at=places: _without(s, at))  # type: ignore[misc]
            others = masked[len(one), *places][_without(one, places)]
            meant += [s for s in others if s not in meant and _slipped(one, s)]
        if len(meant) == 1:
            found[one] = meant[0]
    return {one: meant for one, meant in found.items() if meant not in found}


def _by(statements: Iterable[Words], key: Callable[[Words], Words]) -> defaultdict[Words, list[Words]]:
    found: defaultdict[Words, list[Words]] = defaultdict(list)
    for one in statements:
        found[key(one)].append(one)
    return found


def _bare(words: Words) -> Words:
    return tuple(map(without_marks, words))


def _without(words: Words, places: tuple[int, ...]) -> Words:
    return tuple("" if n in places else word for n, word in enumerate(words))


def _unmarked(words: Words) -> bool:
    return len(words) >= _FEWEST_WITHOUT_MARKS and all(w.isascii() for w in words)


def _marked(one: Words, other: Words) -> bool:
    """Whether `other`, of the same letters, has real words where `one` has lost its marks."""
    return one != other and all(is_syllable(b) for a, b in zip(one, other, strict=True) if a != b)


def _slipped(one: Words, other: Words) -> bool:
    """Whether each word of `one` that differs is a slip of the real word in its place."""
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return bool(differing) and all(b not in _DECISIVE and is_syllable(b) and _near(a, b) for a, b in differing)


def _near(slip: str, word: str) -> bool:
    """One letter too many, too few, another or in the place of its neighbour; or any of its marks left out, or a tone
    on another letter."""
    if without_marks(word) == slip or _apart(word) == _apart(slip):
        return True
    start = next((n for n, (a, b) in enumerate(zip(slip, word, strict=False)) if a != b), min(len(slip), len(word)))
    a, b = slip[start:], word[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _apart(word: str) -> tuple[str, str]:
    """The letters and the tones."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(c for c in parts if c not in _TONES), "".join(c for c in parts if c in _TONES)
