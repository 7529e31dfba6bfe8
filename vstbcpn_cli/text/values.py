"""An answer as it is printed, whatever its type."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.numbers import number


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
