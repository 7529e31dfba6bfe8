"""Numbers, money, shares, dates, lists and comparisons the way the office writes them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from vstbcpn_cli.model.calculation import percent, rounded
from vstbcpn_cli.text.casing import in_sentence
from vstbcpn_cli.text.dates import long_date, short_date

LIST_LIMIT = 10
"""So many units are named in one sentence; an annex has the others."""

_PUNCTUATION = re.compile(r"\s+([,.;:)])(?=[\s,.;:)]|$)")
_BRACKETS = re.compile(r"\)\s+\(")
_OPENING = re.compile(r"\(\s+")


def number(value: int | Decimal, places: int = 3, *, padded: bool = False) -> str:
    """1234.5 → “1.234,5”: dot for thousands, comma for decimals, no trailing zeros, half up.

    `padded` writes a count below ten with a zero (“05 lớp”), as many offices do in prose.
    """
    unit = 10**places
    scaled = rounded(Fraction(value) * unit)
    whole, rest = divmod(abs(scaled), unit)
    sign = "-" if scaled < 0 else ""
    decimals = f"{rest:0{places}d}".rstrip("0") if places else ""
    if padded and not decimals and 0 < whole < 10:
        return f"{sign}0{whole}"
    grouped = f"{whole:,}".replace(",", ".")
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"


def share(value: Decimal | Fraction) -> str:
    """26.92 → “26,92%”: a percentage with up to two decimals and no space before the sign."""
    return f"{number(Decimal(rounded(Fraction(value) * 100)).scaleb(-2), 2)}%"


def share_of(part: int | Decimal, whole: int | Decimal) -> str:
    """7 of 26 → “26,92%”; empty on a zero base."""
    found = percent(part, whole)
    return "" if found is None else share(found)


def open_date(day: dt.date | None, year: int) -> str:
    """The printed date of the report; day and month stay open for the registry when they are not known yet."""
    return long_date(day) if day else f"ngày … tháng … năm {year}"


def units(names: Sequence[str], annex: str = "Phụ lục I", limit: int = LIST_LIMIT) -> str:
    """“Sở A; Sở B; Sở C”: at most `limit` names, then how many more and where they stand."""
    shown = "; ".join(map(in_sentence, names[:limit]))
    more = len(names) - limit
    return f"{shown}; và {number(more)} đơn vị khác ({annex})" if more > 0 else shown


def series(parts: Sequence[str]) -> str:
    """“12 kế hoạch, 5 công văn và 1 quy chế”."""
    return " và ".join(p for p in (", ".join(parts[:-1]), *parts[-1:]) if p)


def listed(names: Sequence[str]) -> str:
    """All of them in a cell of its own, which begins with a capital: “Huyện A; huyện B”."""
    return upper_first("; ".join(map(in_sentence, names)))


CUT = "[…]"
"""Ends a quotation that goes on elsewhere."""

SMALL_BASE = 10
"""Below it a percentage says less than the number: “tăng 1 lớp (tăng 100%)”."""


def compare(now: int | Decimal, before: int | Decimal, measure: str = "") -> str:
    """“tăng 12 lớp (tăng 20%) so với cùng kỳ”; no percentage on a base below `SMALL_BASE`."""
    if now == before:
        return "không đổi so với cùng kỳ"
    word = "tăng" if now > before else "giảm"
    change = abs(Decimal(now) - Decimal(before))
    amount = " ".join(p for p in (word, number(change), measure) if p)
    relative = f" ({word} {share_of(change, before)})" if before >= SMALL_BASE else ""
    return f"{amount}{relative} so với cùng kỳ"


def compare_shares(now: Decimal, before: Decimal) -> str:
    """“tăng 1,86 điểm phần trăm so với cùng kỳ”, from the two percentages as printed."""
    if now == before:
        return "không đổi so với cùng kỳ"
    word = "tăng" if now > before else "giảm"
    return f"{word} {number(abs(now - before), 2)} điểm phần trăm so với cùng kỳ"


BOTH_TIMES = " có số liệu của cả hai kỳ"
"""Says which units a comparison is made of; understood where it was said before."""


def common_scope(count: int) -> str:
    """The base of a comparison where either total lacks units."""
    return f"so sánh trên {number(count)} đơn vị{BOTH_TIMES}"


def covered(given: int, asked: int) -> str:
    """“số liệu của 16/70 đơn vị”; empty when all have given."""
    return f"số liệu của {number(given)}/{number(asked)} đơn vị" if given < asked else ""


def estimated(day: dt.date | None) -> str:
    """“số liệu ước đến ngày 31/5/2011”; empty without a day."""
    return f"số liệu ước đến ngày {short_date(day)}" if day else ""


def based_on(count: int) -> str:
    """The base of a share that fewer units gave than gave its two figures."""
    return f"tính trên {number(count)} đơn vị có đủ hai số liệu"


def bracketed(*notes: str) -> str:
    """One pair of brackets round the notes that are there; nothing when there is none, so never “()”."""
    found = "; ".join(n for n in notes if n)
    return f"({found})" if found else ""


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def one_line(text: str) -> str:
    """A sentence without stray spaces: one between words, none before a comma or inside a bracket."""
    joined = " ".join(text.split())
    return _OPENING.sub("(", _PUNCTUATION.sub(r"\1", joined))


def paragraph(text: str) -> str:
    """One line in which two brackets that follow each other are one."""
    return _BRACKETS.sub("; ", one_line(text))


def ended(text: str) -> str:
    """The sentence with a full stop, unless it ends with a mark of its own."""
    text = text.rstrip()
    return text if not text or text[-1] in ".!?…:;" or text.endswith(CUT) else f"{text}."


def closed(text: str) -> str:
    """The last sentence of an official paper, which ends with “./.”."""
    return text.rstrip(" .;/") + "./."


def roman(value: int) -> str:
    """1 → I, 4 → IV: numbers of sections and annexes."""
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for amount, sign in signs:
        while value >= amount:
            text, value = text + sign, value - amount
    return text
