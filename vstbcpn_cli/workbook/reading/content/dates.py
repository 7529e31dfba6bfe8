"""Dates as Vietnamese offices write them and as spreadsheets store them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from vstbcpn_cli.text.normalise import fold

DAY_FIRST = re.compile(r"(?:ngày )?(\d{1,2}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{4}|\d{2})(?: \d{1,2}[:h]\d{2}[\d:]*)?\Z")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?\Z")
_WORDED = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}),? năm (\d{4})\Z")
_LAST_SERIAL = 2_958_466


def date_from_text(text: str) -> dt.date | None:
    """A day written in words or figures, day first; None for what is no whole day of the calendar."""
    low = fold(text).rstrip(".")
    for pattern, order in ((DAY_FIRST, (2, 1, 0)), (_WORDED, (2, 1, 0)), (_ISO, (0, 1, 2))):
        match = pattern.match(low)
        if match:
            year, month, day = (int(match[i + 1]) for i in order)
            if len(match[order[0] + 1]) == 2:
                year += 2000 if year < 50 else 1900
            try:
                return dt.date(year, month, day)
            except ValueError:
                return None
    return None


def month_first(text: str) -> dt.date | None:
    """The day of a text that is none with the day first, but is one with the month first; None where it is none."""
    low = fold(text).rstrip(".")
    for pattern, turned in ((DAY_FIRST, r"\2/\1/\3"), (_ISO, r"\1-\3-\2")):
        if match := pattern.match(low):
            return date_from_text(match.expand(turned))
    return None


def probable_typing(day: dt.date) -> str:
    """What was probably typed where a program made this date of it: “6/11”; of a month alone “3/2011”."""
    return f"{day.month}/{day.year}” hoặc “{day.day}/{day.month}" if day.day == 1 else f"{day.day}/{day.month}"


def date_of_serial(number: Decimal, *, epoch_1904: bool) -> dt.date | None:
    """The day a stored number means; None for one outside the calendar of spreadsheets."""
    if not 1 <= number < _LAST_SERIAL:
        return None
    start = dt.date(1904, 1, 1) if epoch_1904 else dt.date(1899, 12, 30)
    days = int(number) + (1 if not epoch_1904 and number < 60 else 0)
    return start + dt.timedelta(days=days) if days <= (dt.date.max - start).days else None


def serial_of_date(day: dt.date, *, epoch_1904: bool) -> int:
    """The number that means a day: the other way round."""
    if epoch_1904:
        return (day - dt.date(1904, 1, 1)).days
    days = (day - dt.date(1899, 12, 30)).days
    return days - 1 if days <= 60 else days
