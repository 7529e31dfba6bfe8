"""A day as the office writes it, wherever the program prints one in words."""

from __future__ import annotations

import datetime as dt


def _day(number: int) -> str:
    return f"{number:02d}"


def _month(number: int) -> str:
    """Months 1 and 2 take a zero, 3 to 9 do not (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    return f"{number:02d}" if number < 3 else str(number)


def long_date(day: dt.date) -> str:
    """“ngày 05 tháng 6 năm 2011”."""
    return f"ngày {_day(day.day)} tháng {_month(day.month)} năm {day.year}"


def open_date(day: dt.date | None, year: int) -> str:
    """The printed date of a paper; day and month stay open for the registry when they are not known yet."""
    return long_date(day) if day else f"ngày … tháng … năm {year}"


def until(day: dt.date, *, inclusive: bool) -> str:
    """A deadline: “chậm nhất ngày 10/6/2011”, “trước ngày 10/6/2011” where that day is already too late."""
    return f"{'chậm nhất' if inclusive else 'trước'} ngày {short_date(day)}"


def short_date(day: dt.date) -> str:
    """“05/6/2011”."""
    return f"{_day(day.day)}/{_month(day.month)}/{day.year}"


def reply_until(day: dt.date, today: dt.date) -> str:
    """Until when a reply is asked for: “chậm nhất ngày 24/6/2011”, “trong ngày 20/6/2011” where that day has come."""
    return f"trong ngày {short_date(day)}" if day == today else until(day, inclusive=True)


def swapped(day: dt.date) -> dt.date | None:
    """The day with day and month the other way round, as a machine set to American dates stores it; None where that is
    no other day."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 and day.day != day.month else None


def working_days_after(day: dt.date, count: int) -> dt.date:
    """So many days later that are no Saturday or Sunday."""
    while count:
        day += dt.timedelta(days=1)
        count -= day.weekday() < 5
    return day
