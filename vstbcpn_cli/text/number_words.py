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
_NEVER_AFTER_TENS = (fold("không"), fold("năm"))
_SCALES = {fold(w): n for w, n in (("nghìn", 10**3), ("ngàn", 10**3), ("triệu", 10**6), ("tỷ", 10**9))}
_TEN, _TENS, _BY_TENS = fold("mười"), fold("mươi"), fold("chục")
_HUNDRED, _AND = fold("trăm"), (fold("linh"), fold("lẻ"))
NUMERALS = (*_DIGITS, *_SCALES, _TEN, _TENS, _BY_TENS, _HUNDRED, *_AND)
"""Every word that numbers are spelt with, as it is compared."""
_MOST_WORDS = 20


def number_in_words(text: str) -> int | None:
    """The number a text spells out, and nothing else; None for every other text and for a lone “không”."""
    words = fold(text).rstrip(".").split()
    if not words or len(words) > _MOST_WORDS or words == [fold("không")]:
        return None
    total, group, last_scale = 0, _Group(), 10**12
    for word in words:
        if word in _SCALES:
            scale = _SCALES[word]
            if scale >= last_scale or not group.counts:
                return None
            total, group, last_scale = total + group.value * scale, _Group(follows=True), scale
        elif not group.take(word):
            return None
    return total + group.value if group.ends else None


def speaks_of_numbers(text: str) -> bool:
    """Whether any word of a text is one that numbers are spelt with."""
    return any(
        w in _DIGITS or w in _SCALES or w in (_TEN, _TENS, _BY_TENS, _HUNDRED) for w in fold(text).strip("().").split()
    )


class _Group:
    """Up to three digits: hundreds, tens, ones. One that `follows` others may name its empty hundreds or pass over
    them: “một nghìn không trăm linh hai”, “một nghìn lẻ hai”.

    A digit right after hundreds or thousands is none of ours to place: “một trăm hai” is 120 to many who say it. With
    “linh” it is 102, and only there “linh” stands; “năm” after tens are years.
    """

    def __init__(self, *, follows: bool = False) -> None:
        self._done = 0
        self._digit: int | None = None
        self._least = 1_000
        self._follows = follows
        self._joined = self._none_of_hundred = False

    @property
    def value(self) -> int:
        return self._done + (self._digit or 0)

    @property
    def counts(self) -> bool:
        """Whether a word for thousands and more may follow."""
        whole = bool(self._digit) if self._digit is not None else not self._joined
        placed = self._joined or self._digit is None or self._least != 100
        return whole and placed and bool(self.value or self._none_of_hundred)

    @property
    def ends(self) -> bool:
        """Whether the number may end here."""
        nothing = self._follows and not self._taken
        alone = self._follows and self._least == 1_000 and not self._joined
        return nothing or (self.counts and bool(self.value) and not alone)

    @property
    def _taken(self) -> bool:
        return self._digit is not None or self._joined or self._least < 1_000

    def take(self, word: str) -> bool:
        if word in _DIGITS:
            return self._take_digit(word)
        if word in _AND:
            fits = self._digit is None and not self._joined
            self._joined = fits and (self._least == 100 or (self._follows and self._least == 1_000))
            return self._joined
        if self._joined:
            return False
        if word == _TEN:
            return self._digit is None and self._add(1, 10)
        if word in (_TENS, _BY_TENS):
            return self._add(self._digit, 10)
        if word == _HUNDRED and self._digit == 0 and self._follows and self._least == 1_000:
            self._digit, self._least, self._none_of_hundred = None, 100, True
            return True
        return word == _HUNDRED and self._add(self._digit, 100)

    def _take_digit(self, word: str) -> bool:
        spoken = word in _SPOKEN_AFTER_TENS
        if self._digit is not None:
            if not spoken or self._digit < 2 or self._joined or not self._add(self._digit, 10):
                return False
        elif spoken if self._least > 10 else word in _NEVER_AFTER_TENS:
            return False
        self._digit = _DIGITS[word]
        return True

    def _add(self, digit: int | None, place: int) -> bool:
        if not digit or place >= self._least:
            return False
        self._done, self._digit, self._least = self._done + digit * place, None, place
        return True
