"""Whether units have written what the report says that they write, read from their answers by code of its own.

The report tells what many say once, in the words of one of them. Here each unit's own answer is searched for these
words: whole, in their order, from where one of its sentences begins to where one ends, and not behind a heading, a
denial or a wish that the report leaves out. Of a range (“từ 2 đến 9”) the unit's own number lies within.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from tests.support.seasons.season import COMMON

COUNTED = re.compile(
    r"(?:báo cáo của |^- )(\d+) đơn vị(?: kiến nghị)?: (.*?)(?= Theo báo cáo của [^:;]+: | Ngoài ra còn \d+ |$)"
)
"""What several units stand behind in a paragraph of the report: how many, and what they say."""

SPOKEN = re.compile(
    r"[Tt]heo báo cáo của (?P<who>(?!các )[^.:;()]+): (?P<what>.+?)(?= Theo báo cáo của [^:;]+: | Ngoài ra còn \d+ |$)"
)
"""In a paragraph who says what, by name or by number."""

_ASIDE = re.compile(r" ?\(nguyên văn tại [^)]*\)\.?$")
_CUT = "[…]"
_PIECE = re.compile(r"; |(?<=[^\W\d_]|[%)”\d])\. (?=\S)|\n")
_TOKEN = re.compile(r"[+-]?\d+(?:[.,/:]\d+)*|[^\W\d_]+|%|[?.;:!…,\n–-]")
_STOPS, _MARKS = frozenset(".;:!…\n"), frozenset(".;:!…\n,–-")
_DOTTED_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_ENUMERATED = re.compile(r"(?m)^\s*(?:\(?\d{1,2}[.)]|[-+•*])\s+(?!\d)")
_EMPTY = frozenset(("vẫn", "cũng", "của", "việc", "còn"))
_FATEFUL = frozenset(("không", "chưa", "chẳng", "hết", "đã", "sẽ", "tăng", "giảm"))
_REACHES = frozenset(
    ("chưa", "không", "chẳng", "thiếu", "hết", "ngừng", "dừng", "đề", "kiến", "mong", "cần", "phải", "nên", "sẽ")
)
_OWN = frozenset(("đã", "đang", "còn", "vẫn", "chưa", "không", "chẳng", "sẽ", "bị"))
_OPENERS = ("ngoài ra", "bên cạnh đó", "đồng thời", "mặt khác", "cùng với đó", "hơn nữa", "thêm vào đó", "cuối cùng")


def units_behind(printed: str, answers: Iterable[Mapping[str, Iterable[str]]]) -> int:
    """How many units wrote the printed words; `answers` are what each unit typed, by unit."""
    return len({unit for texts in answers for unit, own in texts.items() if any(says(t, printed) for t in own)})


@cache
def says(answer: str, printed: str, *, commas: bool = False) -> bool:
    """Whether the answer makes every statement of the printed words; with `commas` also between two commas, where other
    units have ended their sentences."""
    printed = _ASIDE.sub("", printed).strip()
    whole = not printed.endswith((_CUT, f"{_CUT}”", f"{_CUT}”."))
    printed = printed.replace(_CUT, "").strip(" “”")
    own = _tokens(re.sub(r",(?!\d)", ";", answer) if commas else answer)
    if _stands(own, _tokens(printed), whole=whole):
        return True
    pieces = [p for p in _PIECE.split(printed) if _bare(_tokens(p))]
    head: Sequence[str] = ()
    for n, piece in enumerate(pieces):
        words = _tokens(piece)
        if ":" in words:
            at = words.index(":")
            head, words = words[:at], words[at + 1 :]
            if not _found(own, _bare(head)):
                return False
        if not _stands(own, words, whole=whole or n + 1 < len(pieces), under=bool(head)):
            return False
    return bool(pieces)


def _stands(own: tuple[str, ...], words: Sequence[str], *, whole: bool, under: bool = False) -> bool:
    """Whether the words are in the answer as a statement of their own."""
    wanted = _bare(words)
    if not wanted:
        return False
    for start in _beginnings(own):
        end = _matched(own, start, wanted, 0, 2)
        if end is None and own[start].isascii():  # typed without any marks
            end = _matched(own, start, [_plain(w) for w in wanted], 0, 0)
        if end is not None and (not whole or _ends(own, end)) and (under or _free(own, start, end)):
            return True
    return False


def _found(own: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(_matched(own, start, wanted, 0, 2) is not None for start in range(len(own)))


@cache
def _beginnings(own: tuple[str, ...]) -> Sequence[int]:
    return [n for n in range(len(own)) if own[n] not in _MARKS and not _empty(own, n) and _begins(own, n)]


def _matched(own: Sequence[str], at: int, wanted: Sequence[str], n: int, slips: int) -> int | None:
    """Where the wanted words end when they begin at `at`; ranges stand for one number."""
    while at < len(own) and (own[at] in _MARKS or _empty(own, at)):
        at += 1
    if n == len(wanted):
        return at
    if at == len(own):
        return None
    if wanted[n] == "–":
        end = _matched(own, at, wanted, n + 1, slips)
        if end is not None:
            return end
    if _alike(own[at], wanted[n]):
        end = _matched(own, at + 1, wanted, n + 1, slips)
        if end is not None:
            return end
    for length, low, high in ((4, 1, 3), (3, 0, 2)):
        span = wanted[n : n + length]
        words = [w for k, w in enumerate(span) if k not in (low, high)]
        if len(span) == length and words in (["từ", "đến"], ["–"]):
            first, own_one, last = (_number(w) for w in (span[low], own[at], span[high]))
            if first is not None and own_one is not None and last is not None and first <= own_one <= last:
                return _matched(own, at + 1, wanted, n + length, slips)
    if slips and _slip(own[at], wanted[n]):
        return _matched(own, at + 1, wanted, n + 1, slips - 1)
    return None


def _begins(own: Sequence[str], start: int) -> bool:
    before = list(own[:start])
    while before and (before[-1] in (",", "–", "-") or before[-1] in _EMPTY):
        before.pop()
    if not before or before[-1] in _STOPS:
        return True
    since = before[max((n + 1 for n, w in enumerate(before) if w in _STOPS), default=0) :]
    return " ".join(w for w in since if w not in _MARKS) in _OPENERS


def _ends(own: Sequence[str], end: int) -> bool:
    """`end` is behind the marks that follow the words."""
    if end == len(own):
        return True
    marks: list[str] = []
    while end and (own[end - 1] in _MARKS or own[end - 1] in _EMPTY):
        end -= 1
        marks.append(own[end])
    return any(m in _STOPS for m in marks)


def _free(own: Sequence[str], start: int, end: int) -> bool:
    """Not under what the words before it in the same sentence deny, wish or announce."""
    at = max((n + 1 for n, w in enumerate(own[:start]) if w in (".", "!", "…", "\n")), default=0)
    before = own[at:start]
    if ":" in before:
        return False
    return not _REACHES.intersection(before) or bool(_OWN.intersection(own[start:end]))


def _bare(tokens: Sequence[str]) -> list[str]:
    dash = [
        t if t != "–" or not (0 < n < len(tokens) - 1 and _is_range(tokens, n)) else "=" for n, t in enumerate(tokens)
    ]
    return ["–" if t == "=" else t for n, t in enumerate(dash) if t not in _MARKS and not _empty(tokens, n)]


def _is_range(tokens: Sequence[str], n: int) -> bool:
    return _number(tokens[n - 1]) is not None and _number(tokens[n + 1]) is not None


def _empty(tokens: Sequence[str], n: int) -> bool:
    return tokens[n] in _EMPTY and not (tokens[n] == "còn" and n and tokens[n - 1] in _FATEFUL)


def _number(token: str) -> Decimal | None:
    return Decimal(token.replace(".", "").replace(",", ".")) if _DOTTED_NUMBER.fullmatch(token) else None


@cache
def _alike(a: str, b: str) -> bool:
    if a[:1].isdigit() and b[:1].isdigit():
        return re.sub(r"(?<![\d.,])0+(?=\d)", "", a) == re.sub(r"(?<![\d.,])0+(?=\d)", "", b)
    return a == b or _heard(a) == _heard(b)


@cache
def _heard(word: str) -> str:
    """The letters, then the tone, with one for hỏi and ngã and one letter for i and y."""
    parts = unicodedata.normalize("NFD", word.replace("ð", "đ"))
    tones = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323").replace("\u0303", "\u0309")
    return "".join(c for c in parts if c not in "\u0300\u0301\u0303\u0309\u0323").replace("y", "i") + tones


@cache
def _plain(word: str) -> str:
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", word)).replace("đ", "d")


@cache
def _slip(own: str, word: str) -> bool:
    """Whether a word differs from another in one letter or in marks only, and nothing hangs on it."""
    if own[:1].isdigit() or word[:1].isdigit() or word in _FATEFUL or own in _FATEFUL or min(len(own), len(word)) < 2:
        return False
    if _plain(own) == _plain(word):
        return True
    shorter, longer = sorted((own, word), key=len)
    dropped = len(longer) - len(shorter) == 1 and any(
        longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer))
    )
    swapped = sorted(own) == sorted(word) and sum(a != b for a, b in zip(own, word, strict=False)) == 2
    return dropped or swapped or (len(own) == len(word) and sum(a != b for a, b in zip(own, word, strict=True)) == 1)


@cache
def _tokens(text: str) -> tuple[str, ...]:
    text = re.sub(r"(?<=\d)\s*[-–—]\s*(?=\d)", " – ", _ENUMERATED.sub("", text))
    text = unicodedata.normalize("NFC", re.sub("[\u200b-\u200d\u2060\ufeff\u00ad]", "", text))
    for short, long in _abbreviations():
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", long, text)
    return tuple(_TOKEN.findall(text.casefold().replace("—", "–")))


@cache
def _abbreviations() -> Sequence[tuple[str, str]]:
    labels = tomllib.loads((COMMON / "report" / "nhan.toml").read_text(encoding="utf-8"))
    return sorted(labels["y_kien"]["viet_tat"].items(), key=lambda pair: -len(pair[0]))
