"""A day as the office writes it (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

import datetime as dt

import pytest

from vstbcpn_cli.text.dates import long_date, open_date, reply_until, short_date, swapped, until

DAY = dt.date(2011, 6, 9)


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (dt.date(2011, 6, 5), "ngày 05 tháng 6 năm 2011", "05/6/2011"),
        (dt.date(2011, 2, 28), "ngày 28 tháng 02 năm 2011", "28/02/2011"),
        (dt.date(2011, 1, 1), "ngày 01 tháng 01 năm 2011", "01/01/2011"),
        (dt.date(2011, 12, 10), "ngày 10 tháng 12 năm 2011", "10/12/2011"),
    ],
)
def test_dates_take_a_zero_below_day_ten_and_month_three(day: dt.date, long: str, short: str) -> None:
    assert long_date(day) == long
    assert short_date(day) == short


def test_open_date_leaves_day_and_month_to_the_registry() -> None:
    assert open_date(None, 2011) == "ngày … tháng … năm 2011"
    assert open_date(DAY, 2011) == "ngày 09 tháng 6 năm 2011"


def test_a_deadline_says_whether_its_day_still_counts() -> None:
    assert until(DAY, inclusive=True) == "chậm nhất ngày 09/6/2011"
    assert until(DAY, inclusive=False) == "trước ngày 09/6/2011"


def test_a_reply_is_asked_for_within_the_day_when_the_day_has_come() -> None:
    assert reply_until(DAY, dt.date(2011, 6, 8)) == "chậm nhất ngày 09/6/2011"
    assert reply_until(DAY, DAY) == "trong ngày 09/6/2011"


@pytest.mark.parametrize(
    ("day", "other"),
    [
        (dt.date(2011, 6, 9), dt.date(2011, 9, 6)),
        (dt.date(2011, 6, 12), dt.date(2011, 12, 6)),
        (dt.date(2011, 6, 13), None),
        (dt.date(2011, 6, 6), None),
    ],
)
def test_day_and_month_change_places_where_that_is_another_day(day: dt.date, other: dt.date | None) -> None:
    assert swapped(day) == other
