"""An answer as it is printed, whatever its type."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.numbers import number, ungrouped


def written(value: int | Decimal | dt.date | bool | str | None) -> str:
    """Có or Không, a number, a day, a text as it is; empty when there is no answer."""
    match value:
        case None:
            return ""
        case bool():
            return "Có" if value else "Không"
        case int() | Decimal():
            return number(value)
        case dt.date():
            return short_date(value)
        case _:
            return value


def unmistakable(value: int | Decimal | dt.date | bool | str | None) -> str:
    """The same without dots for thousands: beside “1.035” as it was typed, 1035 can only be one number."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return ungrouped(value)
    return written(value)
