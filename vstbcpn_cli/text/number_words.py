"""Numbers written out in Vietnamese words: “mười bốn”, “một trăm linh hai”, “hai nghìn năm trăm”."""

from __future__ import annotations

from vstbcpn_cli.text.normalise import fold

_DIGITS = {
    fold(word): value
    for value, words in enumerate(
        (
            *("không", "một mốt", "hai", "ba", "bốn tư", "năm lăm nhăm"),
            *("sáu", "bảy bẩy", "tám", "chín"),
        )
    )
    for word in words.split()
}
_SPOKEN_AFTER_TENS = tuple(fold(w) for w in ("mốt", "tư", "lăm", "nhăm"))
"""Digits that only follow tens, so that “hai lăm” is twenty-five."""
_SCALES = {fold(w): n for w, n in (("nghìn", 10**3), ("ngàn", 10**3), ("triệu", 10**6), ("tỷ", 10**9))}
_TEN, _TENS, _BY_TENS = fold("mười"), fold("mươi"), fold("chục")
_HUNDRED, _AND = fold("trăm"), (fold("linh"), fold("lẻ"))
NUMERALS = (*_DIGITS, *_SCALES, _TEN, _TENS, _BY_TENS, _HUNDRED, *_AND)
"""Every word that numbers are spelt with, as it is compared."""
_MOST_WORDS = 20


def number_in_words(text: str) -> int | None:
    """The number a text spells out, and nothing else; None for every other text and for a lone “không”."""
    words = fold(text).rstrip(".").split()
    if not words or len(words) > _MOST_WORDS:
        return None
    total, group, last_scale = 0, _Group(), 10**12
    for word in words:
        if word in _SCALES:
            scale = _SCALES[word]
            if scale >= last_scale or not group.value:
                return None
            total, group, last_scale = total + group.value * scale, _Group(follows=True), scale
        elif not group.take(word):
            return None
    return total + group.value if group.value or words[-1] in _SCALES else None


def speaks_of_numbers(text: str) -> bool:
    """Whether any word of a text is one that numbers are spelt with."""
    return any(
        w in _DIGITS or w in _SCALES or w in (_TEN, _TENS, _BY_TENS, _HUNDRED) for w in fold(text).strip("().").split()
    )


class _Group:
    """Up to three digits: hundreds, tens, ones. One that `follows` others may name its empty hundreds or pass over
    them: “một nghìn không trăm linh hai”, “một nghìn lẻ hai”."""

    def __init__(self, *, follows: bool = False) -> None:
        self._follows = follows
        self._done = 0
        self._digit: int | None = None
        self._least = 1_000

    @property
    def value(self) -> int:
        return self._done + (self._digit or 0)

    def take(self, word: str) -> bool:
        if word in _DIGITS:
            if word in _SPOKEN_AFTER_TENS and (self._digit or 0) > 1 and not self._add(self._digit, 10):
                return False
            fits, self._digit = self._digit is None, _DIGITS[word]
            return fits
        if word == _TEN:
            return self._digit is None and self._add(1, 10)
        if word in (_TENS, _BY_TENS):
            return self._add(self._digit, 10)
        if word == _HUNDRED:
            return self._empty() or self._add(self._digit, 100)
        return word in _AND and self._digit is None and (self._done > 0 or self._follows)

    def _empty(self) -> bool:
        """“không trăm”."""
        if not self._follows or self._digit != 0 or self._least < 1_000:
            return False
        self._digit, self._least = None, 100
        return True

    def _add(self, digit: int | None, place: int) -> bool:
        if not digit or place >= self._least:
            return False
        self._done, self._digit, self._least = self._done + digit * place, None, place
        return True
