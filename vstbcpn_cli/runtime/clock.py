"""What day it is where the office sits: the one place where the program asks the clock."""

from __future__ import annotations

import datetime as dt

_VIETNAM = dt.timezone(dt.timedelta(hours=7))


def today() -> dt.date:
    """Only what an officer does next depends on it: days left, until when a reply can be asked for, when a letter is
    written; and which days of receipt cannot be true, as they have not come. No figure and no finding does."""
    return dt.datetime.now(_VIETNAM).date()


def now() -> dt.datetime:
    """The moment that the journal of a season says of a run; nothing else asks for it."""
    return dt.datetime.now(_VIETNAM)
