"""Whether a word can be Vietnamese: the shape of its one syllable, never a dictionary of words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED = ("\u0301", "\u0323")
"""A syllable that ends in c, ch, p or t carries one of these two tones."""
_ONSETS = ("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", *"bcdđghklmnprstvx", "")
_RIMES_WORDS = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet "
    "oc oi om on ong oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uc ui um un ung up ut uân uât uâng uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ "
    "uy uya uych uyên uyêt uynh uyt uyp uyu "
    "ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu"
)
_RIMES = frozenset(_RIMES_WORDS.split())
_AFTER_QU_WORDS = (
    "a ac ach ai am an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât âu ây "
    "e en eo et ê êch ên ênh êt ôc ơ y ynh ych yt yên yêt"
)
_AFTER_QU = frozenset(_AFTER_QU_WORDS.split())
_WITH_Y = ("", "h", "k", "l", "m", "s", "t")
_FRONT = "eêiy"
_INITIALS = re.compile("[A-ZĐĂÂÊÔƠƯ]{1,10}")


@lru_cache(maxsize=16_384)
def is_syllable(word: str, *, any_case: bool = False) -> bool:
    """“Kiện”, “toàn”, “ĐƯỜNG”; not “kiÖn”, “Laïng”, “naïve”, nor small letters and capitals by turns."""
    word = unicodedata.normalize("NFC", word)
    if not any_case and word not in (word.lower(), word.upper(), word.lower().capitalize()):
        return False
    letters, tones, at = "", "", -1
    for part in unicodedata.normalize("NFD", word.lower()):
        if part in _TONES:
            tones, at = tones + part, len(unicodedata.normalize("NFC", letters)) - 1
        else:
            letters += part
    letters = unicodedata.normalize("NFC", letters)
    if len(tones) > 1:
        return False
    return any(
        _fits(o, letters[len(o) :], tones) and at - len(o) in _places(letters[len(o) :], at, toned_onset=o)
        for o in _ONSETS
        if letters.startswith(o)
    )


def _places(rime: str, at: int, *, toned_onset: str) -> tuple[int, ...]:
    """Where in a rime its tone may stand: on the letter with a hat or horn, else by the shape of the vowels."""
    if at < 0:
        return (-1 - len(toned_onset),)
    vowels = len(rime.rstrip("cghmnpt"))
    marked = [n for n, c in enumerate(rime[:vowels]) if c in "ăâêôơư"]
    if marked:
        return (marked[-1],) if rime[:vowels] not in ("ưa", "ưu", "ưi") else (0,)
    if vowels == 1 or len(rime) > vowels:
        return (vowels - 1,)
    return (0, 1) if rime in ("oa", "oe", "uy") else (0,) if vowels == 2 else (1,)


def _fits(onset: str, rime: str, tone: str) -> bool:
    if rime not in (_AFTER_QU if onset == "qu" else _RIMES):
        return False
    if rime.endswith(("c", "ch", "p", "t")) and tone not in _STOPPED:
        return False
    if rime.startswith("y") and onset not in (*_WITH_Y, "qu"):
        return False
    front = rime[0] in _FRONT
    if onset in ("k", "gh", "ngh"):
        return front
    return not (front and onset in ("c", "ng")) and not (onset == "g" and rime[0] in "eê")


def is_abbreviation(word: str) -> bool:
    """“LĐTBXH”, “QĐ”: capitals without tones."""
    return _INITIALS.fullmatch(word) is not None
