"""The turns of phrase a report repeats: which units, how complete, how it compares with the earlier period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from vstbcpn_cli.text.casing import in_sentence, upper_first
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.numbers import counted, number, share_of

LIST_LIMIT = 10
"""So many units are named in one sentence; an annex has the others."""

SMALL_BASE = 10
"""Below it a percentage says less than the number: “tăng 1 lớp (tăng 100%)”."""


def units(names: Sequence[str], annex: str, limit: int = LIST_LIMIT, *, padded: bool = False) -> str:
    """“Sở A; Sở B; Sở C”: at most `limit` names, then how many more and where they stand."""
    listed = first_of([*map(in_sentence, names)], limit, "đơn vị", between="; ", padded=padded)
    return f"{listed} ({annex})" if len(names) > limit else listed


def listed(names: Sequence[str]) -> str:
    """All of them in a cell of its own, which begins with a capital: “Huyện A; huyện B”."""
    return upper_first("; ".join(map(in_sentence, names)))


BESIDE = "so với cùng kỳ"
"""What a figure is compared with where the year is named elsewhere."""


def beside(year: str, *, annual: bool) -> str:
    """What a figure is compared with: “so với năm 2010” of a year, “so với cùng kỳ năm 2010” of a part of it."""
    return f"so với {'' if annual else 'cùng kỳ '}năm {year}"


def compare(
    now: int | Decimal, before: int | Decimal, measure: str = "", *, beside: str = BESIDE, padded: bool = False
) -> str:
    """“tăng 12 lớp (tăng 20%) so với cùng kỳ năm 2010”; no percentage on a base below `SMALL_BASE`."""
    if now == before:
        return f"không đổi {beside}"
    word = "tăng" if now > before else "giảm"
    change = abs(Decimal(now) - Decimal(before))
    whole = isinstance(now, int) and change == int(change)
    amount = " ".join(p for p in (word, counted(int(change) if whole else change, padded=padded), measure) if p)
    relative = f" ({word} {share_of(change, before)})" if before >= SMALL_BASE else ""
    return f"{amount}{relative} {beside}"


def compare_shares(now: Decimal, before: Decimal, *, beside: str = BESIDE) -> str:
    """“tăng 1,86 điểm phần trăm so với cùng kỳ năm 2010”, from the two percentages as printed."""
    if now == before:
        return f"không đổi {beside}"
    word = "tăng" if now > before else "giảm"
    return f"{word} {number(abs(now - before))} điểm phần trăm {beside}"


def common_scope(count: int, *, padded: bool = False) -> str:
    """The base of a comparison where either total lacks units."""
    return f"so sánh trên {counted(count, padded=padded)} đơn vị có số liệu của cả hai kỳ"


def covered(given: int, asked: int, *, padded: bool = False) -> str:
    """“số liệu của 16/70 đơn vị”; empty when all have given."""
    told, of = (counted(n, padded=padded) for n in (given, asked))
    return f"số liệu của {told}/{of} đơn vị" if given < asked else ""


def estimated(day: dt.date | None) -> str:
    """“số liệu ước đến ngày 31/5/2011”; empty without a day."""
    return f"số liệu ước đến ngày {short_date(day)}" if day else ""


def based_on(count: int, *, padded: bool = False) -> str:
    """The base of a share that fewer units gave than gave its two figures."""
    return f"tính trên {counted(count, padded=padded)} đơn vị có đủ hai số liệu"
