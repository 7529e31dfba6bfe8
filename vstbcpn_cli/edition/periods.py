"""The calendar of a reporting year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class ReportingWindow:
    """One way to say from when to when figures of a period may count, and until when forms are sent; `code` names it in
    every period that has it."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    period: str
    from_date: dt.date
    until_date: dt.date
    due: dt.date
    due_inclusive: bool = False


@dataclass(frozen=True, slots=True)
class ReportingPeriod:
    """One period of the year: its window, its due date and its names in the form and in the report.

    `due` is the date the letter names; unless `due_inclusive`, the last day on time is the day before ("trước ngày").
    One period at most is `annual`: the report on it has what is told once a year.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    form_code: str
    name: str
    from_date: dt.date
    until_date: dt.date
    due: dt.date
    title: str
    next_title: str
    due_inclusive: bool = False
    annual: bool = False

    @property
    def short(self) -> str:
        """“6 tháng đầu năm 2011”: the title without what it says of the time to come."""
        return self.title.partition(",")[0]

    def within(self, window: ReportingWindow) -> ReportingPeriod:
        """The period counted in another way."""
        start, end = window.from_date, window.until_date
        return replace(self, from_date=start, until_date=end, due=window.due, due_inclusive=window.due_inclusive)

    def is_within(self, window: ReportingWindow) -> bool:
        """Whether this is how it is counted, whatever its due date."""
        of_window = (window.period, window.from_date, window.until_date)
        return of_window == (self.code, self.from_date, self.until_date)

    def continues(self, earlier: ReportingPeriod) -> bool:
        """Whether it counts on from where an earlier one began, so that no flow can be lower."""
        return earlier.from_date == self.from_date and earlier.until_date < self.until_date

    def days_late(self, received: dt.date) -> int:
        """Days after the last day on time; 0 when on time. Whole days, Vietnam time, no shift for weekends."""
        return max(0, -self.days_left(received))

    def days_left(self, day: dt.date) -> int:
        """Days until the last day on time, 0 on that day; below 0 when it has passed."""
        last = self.due if self.due_inclusive else self.due - dt.timedelta(days=1)
        return (last - day).days
