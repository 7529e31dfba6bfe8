"""How the office writes figures, by code of the tests' own, and the numbers that stand in a text."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from vstbcpn_cli.usecases.tracing.model import Method, Traced, TraceStanding

TOKEN = re.compile(r"\d+(?:[./:]\d+)*(?:,\d+)?")
"""A number, a date or a share of units as it is printed, taken whole: “1.234,5”, “10/6/2011”, “16/70”."""
WITHOUT = (TraceStanding.WITHHELD, TraceStanding.NO_DATA)
"""What a unit that has sent a form is to a figure that it is not in."""
SILENT = (*WITHOUT, TraceStanding.MISSING, TraceStanding.EXCLUDED)


def tokens(*texts: object) -> set[str]:
    """The numbers of some texts, small counts without their zero; a day keeps it."""
    return {plain(n) for text in texts for n in TOKEN.findall(str(text))}


def plain(number: str) -> str:
    """“02/06” → “2/6”; a day, with two slashes, stays as it is."""
    if number.count("/") > 1:
        return number
    return "/".join(n.removeprefix("0") if len(n) == 2 else n for n in number.split("/"))


def vn(value: Any) -> str:
    """A number as the office writes it."""
    text = f"{Decimal(str(value)).quantize(Decimal('0.001'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    whole, _, rest = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{rest}" if rest else grouped


def hundredths(value: Any) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)


def share(part: Any, whole: Any) -> Decimal:
    """In percent, rounded as it is printed."""
    return hundredths(Decimal(100) * Decimal(str(part)) / Decimal(str(whole)))


def percent(part: Any, whole: Any) -> str:
    return f"{vn(share(part, whole))}%"


def day(value: dt.date) -> str:
    """Days below 10 and months below 3 with a zero."""
    return (
        f"{value.day:02d}/{value.month:02d}/{value.year}"
        if value.month < 3
        else f"{value.day:02d}/{value.month}/{value.year}"
    )


def printed(told: Traced, kind: str = "") -> str:
    """What a table prints of a figure, from the lines of its trace alone."""
    lines = [line for line in told.lines if kind in ("", line.unit.kind)]
    counted = [line for line in lines if line.standing is TraceStanding.COUNTED]
    if told.method is Method.COUNT_YES and counted:
        return f"{vn(sum(line.value is True for line in counted))}/{vn(len(counted))}"
    if told.source and not kind:
        return vn(told.value)
    if counted and told.method is Method.COUNT_BY_ANSWER:
        return vn(len(counted))
    if counted:
        return vn(sum((Decimal(str(line.value)) for line in counted), Decimal(0)))
    if any(line.standing is TraceStanding.NIL for line in lines):
        return "0"
    return "…" if any(line.standing in SILENT for line in lines) else "–"


def figures_of(told: Traced) -> set[str]:
    """Every number that a trace accounts for, worked out from its lines: totals, shares and how many answered so, of
    each kind of unit too, and how the figure divides over the answers of a list."""
    found = tokens(*(f"{vn(v)}" for some in told.by.values() for v in some.values()))
    found |= {vn(told.value)} if isinstance(told.value, int | Decimal) else set()
    for kind in ("", *(code for code, _ in told.kinds), *(code for code, _ in told.kind_shares)):
        lines = [x for x in told.of(TraceStanding.COUNTED) if kind in ("", x.unit.kind)]
        some = sum(bool(x.value) for x in lines)
        found |= {vn(len(lines)), vn(some), vn(len(lines) - some), f"{vn(some)}/{vn(len(lines))}"}
        found |= tokens(percent(some, len(lines))) if lines else set()
        found |= {vn(n) for n in _sums(Counter(str(x.value) for x in lines).values())}
        if all(isinstance(x.value, int | Decimal | bool) for x in lines):
            found |= tokens(printed(told, kind))
    for one in (told.share, *dict(told.kind_shares).values()):
        if one is not None and one.whole:
            two = f"{share(one.part, one.whole):.2f}".replace(".", ",")
            found |= {vn(one.part), vn(one.whole), two, *tokens(percent(one.part, one.whole))}
    return found


def _sums(counts: Collection[int]) -> set[int]:
    """How many gave one answer of a short list, or one of several."""
    found = {0}
    for count in counts if len(counts) < 8 else ():
        found |= {n + count for n in found}
    return found
