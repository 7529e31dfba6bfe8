"""Which days can be meant in the log of a season: those of its period that have come."""

from __future__ import annotations

import datetime as dt

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import ReportingPeriod
from vstbcpn_cli.runtime import clock
from vstbcpn_cli.text.dates import short_date

_LATEST = dt.timedelta(days=366)
"""A day later than that after the deadline has a wrong year."""


def check_day(day: dt.date, period: ReportingPeriod, *, place: str = "", option: str = "") -> None:
    """Raises `ConfigurationError` for a day that is of another period, or has not come yet: most often a wrong year.

    `place` is the line where it stands, `option` what else it was given with.
    """
    said = f"{place}: ngày {short_date(day)}" if place else f"Ngày {short_date(day)}"
    advice = f"Đề nghị ghi đúng ngày, năm{f' ở {option}' if option else ''}."
    if not period.from_date <= day <= period.due + _LATEST:
        raise ConfigurationError(f"{said} không hợp với {period.name}, hạn gửi {short_date(period.due)}. {advice}")
    today = clock.today()
    if day > today:
        raise ConfigurationError(f"{said} chưa tới; theo đồng hồ của máy, hôm nay là {short_date(today)}. {advice}")
