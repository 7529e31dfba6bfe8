"""The turns of phrase a report repeats (provincial report, section 3)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from vstbcpn_cli.report.context import phrases
from vstbcpn_cli.text.sentences import bracketed


def test_lists_of_units_name_at_most_ten() -> None:
    assert phrases.units(["Sở A", "Sở B, C và D"], "Phụ lục I") == "Sở A; Sở B, C và D"
    assert phrases.units(["Huyện A", "Thành phố B", "Ban C"], "Phụ lục I") == "huyện A; thành phố B; Ban C"
    ten = [f"Sở {n}" for n in range(10)]
    assert phrases.units(ten, "Phụ lục I") == "; ".join(ten)
    assert phrases.units([*ten, "Sở X", "Sở Y"], "Phụ lục I").endswith("; Sở 9; và 2 đơn vị khác (Phụ lục I)")


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (12, 10, "tăng 2 lớp (tăng 20%) so với cùng kỳ"),
        (8, 12, "giảm 4 lớp (giảm 33,33%) so với cùng kỳ"),
        (2, 1, "tăng 1 lớp so với cùng kỳ"),
        (5, 5, "không đổi so với cùng kỳ"),
        (5, 0, "tăng 5 lớp so với cùng kỳ"),
    ],
)
def test_comparison(now: int, before: int, said: str) -> None:
    assert phrases.compare(now, before, "lớp") == said


def test_difference_of_shares_is_in_points() -> None:
    assert phrases.compare_shares(Decimal("22.55"), Decimal("20.69")) == "tăng 1,86 điểm phần trăm so với cùng kỳ"
    assert phrases.compare_shares(Decimal(20), Decimal("20.5")) == "giảm 0,5 điểm phần trăm so với cùng kỳ"
    assert phrases.compare_shares(Decimal(20), Decimal("20.00")) == "không đổi so với cùng kỳ"


def test_remarks_never_leave_empty_brackets() -> None:
    assert bracketed("", "") == ""
    assert bracketed(phrases.covered(16, 70), "") == "(số liệu của 16/70 đơn vị)"
    assert phrases.covered(70, 70) == phrases.estimated(None) == ""
    assert bracketed(phrases.covered(2, 3), phrases.estimated(dt.date(2011, 5, 31))) == (
        "(số liệu của 2/3 đơn vị; số liệu ước đến ngày 31/5/2011)"
    )
