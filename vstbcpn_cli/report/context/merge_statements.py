"""The units' own words put together: what several units say stands once, with who said it.

Whoever is counted behind a statement has said it. An answer is taken apart into what stays true by itself; two such
statements are the same when they agree after folding capitals, spaces, separating punctuation, bullets, tone placement,
the abbreviations of the field, words that add nothing, and misspellings that are no word. A diacritic, a denial, a
year, a name or any other word that differs makes another statement. Counts of the same thing that differ are told as a
range, “từ 2 đến 9 phòng”, in which each unit's count lies.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

import msgspec

from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.misspellings import spelled_right
from vstbcpn_cli.text.clauses import Clause, clauses, reaches_over
from vstbcpn_cli.text.normalise import fold, plain
from vstbcpn_cli.text.numbers import number

_TOKEN = re.compile(r"(?<!\w)[-+]?\d(?:[\d.,/:-]*\d)?|\d+|[^\W\d_]+|[^\s\w.,;:!…\"'“”‘’()\[\]•*+/_–—-]")
"""A number with its sign, a word, or a mark that is no mere separator: a percent sign, a question mark."""
_LEADING_ZERO = re.compile(r"(?:^|(?<=/))0+(?=\d)")
_PERIOD = re.compile(r"(?<=\d{4})\s*[-–—]\s*(?=\d{4})")
"""“2011 – 2015” is one thing."""
_QUY = re.compile(r"qu[iíìỉĩị]")
_TO_QUY = str.maketrans("iíìỉĩị", "yýỳỷỹỵ")
_HEARD = {0x0303: 0x0309}
"""Ngã as hỏi."""
_FIGURE = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|[1-9]\d*(?:,\d+)?|0,\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUOTED = re.compile(r"[\n“”\"]")
"""Also of several lines: such a statement is printed as it was written."""
_COUNT, _PERCENT = "#", "%"
"""What stands for a count in the words that are compared, and what is counted without a word."""
_DENIALS = ("không", "chưa", "chẳng", "hết")
_REMAINING = "còn"
_STILL = ("vẫn", "vẩn", "cũng", "củng")
_LIGHT = (*_STILL, "của", "việc", _REMAINING)
"""Words without which a statement says the same; “không còn” is more than “không”."""
_REACHING = ("đến", "từ", "tới")
"""Behind them a range is “2 – 9”, never “đến từ 2 đến 9”."""
_BETWEEN = (*_REACHING, "trong", "trên", "và", "hay", "hoặc", "số")
"""Behind a number: “3 đến 5”, “2 trong 7”."""
_OR_MORE = frozenset(("trở",))
_MOST_RANGES = 2
_LONGEST_NOUN = 3
_MOST_TOGETHER = 3
"""Statements that one unit divides by semicolons and another by commas."""

Words = tuple[str, ...]
Counts = tuple[Decimal, ...]


class Manner(msgspec.Struct, frozen=True, dict=True):
    """How statements are compared.

    `abbreviations` with what they stand for; what can be `counted` (“đơn vị”); behind which words a number is no count
    (`numbered`: “thứ”, “ngày”); names that are everybody's (`common`: “Luật Bình đẳng giới”); what there is but `one`
    of (“tỉnh”), so that units who give different figures of it contradict each other. `padded` writes “02”.
    """

    abbreviations: Mapping[str, str] = msgspec.field(default_factory=dict)
    counted: Sequence[str] = ()
    numbered: Sequence[str] = ()
    common: Sequence[str] = ()
    one: Sequence[str] = ()
    padded: bool = False

    @cached_property
    def _abbreviated(self) -> re.Pattern[str]:
        known = sorted(map(re.escape, self.abbreviations), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(known) or '(?!)'})(?!\w)")

    @cached_property
    def _everybodys(self) -> re.Pattern[str]:
        known = sorted(map(re.escape, self.common), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(known) or '(?!)'})(?!\w)")

    @cached_property
    def _nouns(self) -> frozenset[str]:
        return frozenset((_PERCENT, *map(_compared, self.counted)))

    @cached_property
    def _ordered(self) -> frozenset[str]:
        return frozenset(map(_compared, self.numbered))

    @cached_property
    def _single(self) -> frozenset[str]:
        return frozenset(map(_compared, self.one))

    def in_full(self, text: str) -> str:
        return self._abbreviated.sub(lambda found: self.abbreviations[found[0]], text)

    def names_somebody(self, text: str) -> bool:
        """Whether a unit, place or person may be named: a capital inside the sentence that is nobody else's. Of words
        all in capitals nobody knows."""
        words = self._everybodys.sub("", text).split()
        if len(words) > 1 and text.isupper():
            return True
        return any(w[:1].isupper() and not w.rstrip(",.;:)”").isupper() for w in (w.lstrip("(“") for w in words[1:]))

    def counts(self, words: Sequence[str], at: int) -> bool:
        """Whether the number there counts things of which another unit may have another number."""
        behind = [" ".join(words[at + 1 : at + 1 + n]) for n in range(1, _LONGEST_NOUN + 1)]
        second, first = ("", "", *words[:at])[-2:]
        return (
            _FIGURE.fullmatch(words[at]) is not None
            and not _YEAR.fullmatch(words[at])
            and any(b in self._nouns for b in behind)
            and first not in self._ordered
            and not first[-1:].isdigit()
            and not (first in _BETWEEN and second[-1:].isdigit())
            and not {first, second}.intersection(_DENIALS)
            and not _OR_MORE.intersection(words[at + 1 : at + 2 + _LONGEST_NOUN])
        )

    def general(self, words: Sequence[str], text: str) -> bool:
        """Whether another unit may say the same with other counts: not of a named unit, nor in quotation marks."""
        return not (_QUOTED.search(text) or self._single.intersection(words) or self.names_somebody(text))

    def told(self, low: Decimal, high: Decimal, before: str) -> str:
        """“từ 2 đến 9”."""
        first, last = (number(v, padded=self.padded) for v in (low, high))
        return f"{first} – {last}" if before in _REACHING else f"từ {first} đến {last}"


class Wording(msgspec.Struct, frozen=True):
    """One text with the units that wrote it, in register order; `head` is the heading it stood under."""

    text: str
    units: tuple[str, ...]
    head: str = ""


class _Said(msgspec.Struct, frozen=True):
    """One statement of one unit: as written, and as it is compared, with its counts set apart; `places` says which of
    its numbers they are, `added` how many words of it say that it is still or also so, `named` whether it may name
    somebody."""

    clause: Clause
    words: Words
    counts: Counts
    places: tuple[int, ...]
    added: int
    named: bool


Row = Sequence[_Said]


def joined(said: Iterable[tuple[str, str]], manner: Manner, *, wished: bool = False) -> list[Wording]:
    """Pairs of unit and answer → the different statements in the order in which they first came, each in the plainest
    wording, of equally plain ones in that of most units.

    `wished` of a question whose every answer is a plan or a request.
    """
    read = [(unit, [_read(c, manner) for c in clauses(text, wished=wished)]) for unit, text in said]
    answers = [
        *zip((unit for unit, _ in read), _alike_divided([answer for _, answer in read], wished=wished), strict=True)
    ]
    all_ = [(unit, one) for unit, answer in answers for one in answer]
    right = spelled_right(s.words for _, s in all_ if not s.named)
    piles: dict[Words, list[tuple[str, _Said]]] = {}
    for unit, one in all_:
        piles.setdefault(right.get(one.words, one.words) if not one.named else one.words, []).append((unit, one))
    order = {unit: n for n, (unit, _) in enumerate(answers)}
    found = [w for words, pile in piles.items() for w in _wordings(words, pile, manner)]
    return [replace(w, units=tuple(sorted(w.units, key=order.__getitem__))) for w in found]


def identical(said: Iterable[tuple[str, str]]) -> list[Wording]:
    """Only texts equal to the letter are put together."""
    found: dict[str, dict[str, None]] = {}
    for unit, text in said:
        found.setdefault(text, {})[unit] = None
    return [Wording(text, tuple(units)) for text, units in found.items()]


def _read(clause: Clause, manner: Manner) -> _Said:
    written = plain(clause.text)
    named = manner.names_somebody(written)
    words = _words(manner.in_full(written), as_heard=not named)
    numbers = [n for n, w in enumerate(words) if w[-1].isdigit()]
    general = manner.general(words, clause.text) and len(numbers) == len(_numbers(written))
    alone = [not written[: m.start()] or written[m.start() - 1] in " (" for m in _numbers(written)]
    counted = [n for k, n in enumerate(numbers) if general and alone[k] and manner.counts(words, n)]
    kept = [_COUNT if n in counted else w for n, w in enumerate(words) if not _adds_nothing(words, n)]
    return _Said(
        Clause(clause.text if "\n" in clause.text else written, clause.head),
        (fold(clause.head), *kept),
        tuple(_value(words[n]) for n in counted),
        tuple(map(numbers.index, counted)),
        sum(w in _STILL for w in words),
        named,
    )


def _words(text: str, *, as_heard: bool) -> list[str]:
    """As they are compared: numbers without a zero in front, “quy” also for “qui”; `as_heard` with one tone for hỏi and
    ngã, which many confuse and no two statements differ in."""
    found = (_LEADING_ZERO.sub("", fold(token)) for token in _TOKEN.findall(_PERIOD.sub("-", text)))
    spelled = [w.translate(_TO_QUY) if _QUY.fullmatch(w) else w for w in found]
    return [_one_tone(w) for w in spelled] if as_heard else spelled


def _compared(phrase: str) -> str:
    return " ".join(_words(phrase, as_heard=True))


@lru_cache(maxsize=4096)
def _one_tone(word: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_HEARD))


def _numbers(text: str) -> list[re.Match[str]]:
    return [m for m in _TOKEN.finditer(text) if m[0][-1].isdigit()]


def _adds_nothing(words: Sequence[str], at: int) -> bool:
    denied = at > 0 and words[at - 1] in _DENIALS
    return words[at] in _LIGHT and not (words[at] == _REMAINING and denied)


def _value(figure: str) -> Decimal:
    return Decimal(figure.replace(".", "").replace(",", "."))


def _alike_divided(answers: Sequence[Row], *, wished: bool) -> Iterator[Row]:
    """What one unit writes with a semicolon and another with a comma is one statement of both."""
    whole = {s.words: s for answer in reversed(answers) for s in reversed(answer)}
    for answer in answers:
        made: list[_Said] = []
        at = 0
        while at < len(answer):
            next_ = answer[at : at + _MOST_TOGETHER]
            row = next((r for r in _rows(next_, wished=wished) if _of_all(r) in whole), next_[:1])
            counts = tuple(c for s in row for c in s.counts)
            made.append(replace(whole[_of_all(row)], counts=counts) if len(row) > 1 else row[0])
            at += len(row)
        yield made


def _rows(answer: Row, *, wished: bool) -> Iterator[Row]:
    """The first statements under one heading, the most first, where the later ones owe nothing to the earlier."""
    for most in range(min(_MOST_TOGETHER, len(answer)), 1, -1):
        row = answer[:most]
        texts = [s.clause.text for s in row]
        apart = all(not reaches_over(" ".join(texts[:n]), texts[n], wished=wished) for n in range(1, most))
        if apart and len({s.clause.head for s in row}) == 1:
            yield row


def _of_all(row: Row) -> Words:
    return (row[0].words[0], *(w for s in row for w in s.words[1:]))


def _wordings(words: Words, pile: Sequence[tuple[str, _Said]], manner: Manner) -> Iterator[Wording]:
    """The statement with ranges for the counts that differ; with more of them than can be read each for itself."""
    ranges = [(min(c), max(c)) for c in zip(*(s.counts for _, s in pile), strict=True)]
    if sum(low != high for low, high in ranges) <= _MOST_RANGES:
        yield _wording(words, pile, ranges, manner)
        return
    alike: dict[Counts, list[tuple[str, _Said]]] = {}
    for unit, one in pile:
        alike.setdefault(one.counts, []).append((unit, one))
    for counts, some in alike.items():
        yield _wording(words, some, [(c, c) for c in counts], manner)


def _wording(
    words: Words, pile: Sequence[tuple[str, _Said]], ranges: Sequence[tuple[Decimal, Decimal]], manner: Manner
) -> Wording:
    first = dict(reversed([(unit, one) for unit, one in pile]))
    used = Counter(one.clause for one in first.values())
    best = min((one for _, one in pile), key=lambda s: (s.words != words, s.added, -used[s.clause]))
    return Wording(_told(best, ranges, manner), tuple(first)[::-1], best.clause.head)


def _told(said: _Said, ranges: Sequence[tuple[Decimal, Decimal]], manner: Manner) -> str:
    """The statement with a range for each count that differs."""
    text = said.clause.text
    numbers = _numbers(text)
    for place, (low, high) in reversed([*zip(said.places, ranges, strict=True)]):
        if low != high:
            found = numbers[place]
            before = text[: found.start()].rstrip().rpartition(" ")[2].lower()
            text = f"{text[: found.start()]}{manner.told(low, high, before)}{text[found.end() :]}"
    return text
