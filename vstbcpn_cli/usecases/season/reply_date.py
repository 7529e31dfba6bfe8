"""Until when units are asked to reply: a day of the officer, of the season's settings, of the form; never one that is
over."""

from __future__ import annotations

import datetime as dt

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import ReportingPeriod
from vstbcpn_cli.text.dates import reply_until, short_date, until, working_days_after

_DAYS = 5
"""Working days that a unit is given where nobody has set a day."""


class Reply(msgspec.Struct, frozen=True):
    """`words` as in a sentence, `told` what the officer has to know about the day."""

    words: str
    told: tuple[str, ...] = ()


def reply_date(period: ReportingPeriod, day: dt.date, asked: dt.date | None, wished: dt.date | None) -> Reply:
    """`asked` is the day of --reply-by, `wished` that of the settings, which counts as long as it is not over; then the
    deadline of the period while it lasts, then a proposal.

    Raises `ConfigurationError` for an `asked` day that is over.
    """
    if asked is not None and asked < day:
        raise ConfigurationError(
            f"Ngày {short_date(asked)} ở --reply-by đã qua (hôm nay là {short_date(day)}), đơn vị không kịp gửi. "
            f"Đề nghị ghi ngày {short_date(proposed(day))} hoặc một ngày khác chưa qua."
        )
    chosen = asked or (wished if wished is not None and wished >= day else None)
    if chosen is not None:
        return Reply(asked_until(period, day, chosen))
    over = (passed(wished),) if wished is not None else ()
    if due := asked_until(period, day, None):
        return Reply(due, over)
    words = reply_until(proposed(day), day)
    return Reply(words, (*over, f"Đề xuất ngày gửi: {words}. Muốn ghi ngày khác, đề nghị thêm --reply-by."))


def asked_until(period: ReportingPeriod, day: dt.date, chosen: dt.date | None) -> str:
    """In words, seen from this day: the `chosen` one, else the deadline of the period while it lasts, else ""."""
    if chosen is not None:
        return reply_until(chosen, day)
    if period.days_left(day) < 0:
        return ""
    return reply_until(period.due, day) if period.due_inclusive else until(period.due, inclusive=False)


def proposed(day: dt.date) -> dt.date:
    """A day that gives a unit some working days."""
    return working_days_after(day, _DAYS)


def passed(wished: dt.date) -> str:
    """What the officer is told of a day in the settings that is over."""
    return f"Ngày {short_date(wished)} ở khóa “han_tra_loi” của vstbcpn.toml đã qua nên không dùng."
