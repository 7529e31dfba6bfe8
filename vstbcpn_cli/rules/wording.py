"""An observation as it stands in the sentence of a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.submission import Observation
from vstbcpn_cli.text.dates import short_date, swapped
from vstbcpn_cli.text.normalise import quoted
from vstbcpn_cli.text.numbers import number


def said(found: Observation) -> str:
    """The unit's answer inside a sentence: figures and dates as printed, anything else in quotation marks."""
    if found.number is not None:
        return number(found.number)
    return short_date(found.date) if found.date is not None else f"“{quoted(found.text or found.raw)}”"


def swapped_hint(found: Observation, fits: Callable[[dt.date], bool], label: str = "") -> str:
    """That day and month may stand the other way round, where the date would be right then; "" for one typed as text,
    which is always read day first."""
    if found.date is None or any(p.kind is ProblemKind.READ_WITH_CARE for p in found.problems):
        return ""
    other = swapped(found.date)
    if other is None or not fits(other):
        return ""
    of = f" của “{label}”" if label else ""
    return f"; có thể ngày và tháng{of} đã đổi chỗ, khi đó ngày đúng là {short_date(other)}"
