"""The way the office writes numbers, dates, shares, lists and comparisons (provincial report, section 3)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from vstbcpn_cli.report import vietnamese as vi
from vstbcpn_cli.text.casing import addressee, in_sentence, lower_first
from vstbcpn_cli.text.dates import long_date, short_date


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (7, "7"),
        (13029, "13.029"),
        (1234567, "1.234.567"),
        (Decimal("1234.5"), "1.234,5"),
        (Decimal("862.000"), "862"),
        (Decimal("0.05"), "0,05"),
        (Decimal("2.0005"), "2,001"),
        (-12, "-12"),
    ],
)
def test_number(value: int | Decimal, said: str) -> None:
    assert vi.number(value) == said


def test_count_below_ten_may_carry_a_zero() -> None:
    assert [vi.number(n, padded=True) for n in (0, 5, 10)] == ["0", "05", "10"]
    assert vi.number(Decimal("1.5"), padded=True) == "1,5"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(7, 26, "26,92%"), (205, 493, "41,58%"), (1, 2, "50%"), (416, 1000, "41,6%"), (1, 800, "0,13%"), (3, 3, "100%")],
)
def test_share_of_sums_rounds_half_up_and_drops_zeros(part: int, whole: int, said: str) -> None:
    assert vi.share_of(part, whole) == said


def test_share_has_no_value_on_a_zero_base() -> None:
    assert not vi.share_of(0, 0)
    assert vi.share(Fraction(1, 3)) == "0,33%"


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
    assert vi.open_date(None, 2011) == "ngày … tháng … năm 2011"
    assert vi.open_date(dt.date(2011, 6, 9), 2011) == "ngày 09 tháng 6 năm 2011"


def test_lists_of_units_name_at_most_ten() -> None:
    assert vi.units(["Sở A", "Sở B, C và D"]) == "Sở A; Sở B, C và D"
    assert vi.units(["Huyện A", "Thành phố B", "Ban C"]) == "huyện A; thành phố B; Ban C"
    ten = [f"Sở {n}" for n in range(10)]
    assert vi.units(ten) == "; ".join(ten)
    assert vi.units([*ten, "Sở X", "Sở Y"]).endswith("; Sở 9; và 2 đơn vị khác (Phụ lục I)")


def test_series() -> None:
    assert vi.series([]) == ""
    assert vi.series(["1 kế hoạch"]) == "1 kế hoạch"
    assert vi.series(["1 kế hoạch", "2 công văn", "3 quy chế"]) == "1 kế hoạch, 2 công văn và 3 quy chế"


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
    assert vi.compare(now, before, "lớp") == said


def test_difference_of_shares_is_in_points() -> None:
    assert vi.compare_shares(Decimal("22.55"), Decimal("20.69")) == "tăng 1,86 điểm phần trăm so với cùng kỳ"
    assert vi.compare_shares(Decimal(20), Decimal("20.5")) == "giảm 0,5 điểm phần trăm so với cùng kỳ"
    assert vi.compare_shares(Decimal(20), Decimal("20.00")) == "không đổi so với cùng kỳ"


def test_remarks_never_leave_empty_brackets() -> None:
    assert vi.bracketed("", "") == ""
    assert vi.bracketed(vi.covered(16, 70), "") == "(số liệu của 16/70 đơn vị)"
    assert vi.covered(70, 70) == vi.estimated(None) == ""
    assert vi.bracketed(vi.covered(2, 3), vi.estimated(dt.date(2011, 5, 31))) == (
        "(số liệu của 2/3 đơn vị; số liệu ước đến ngày 31/5/2011)"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [("Kế hoạch", "kế hoạch"), ("CLB", "CLB"), ("NS tỉnh", "NS tỉnh"), ("Đạt", "đạt"), ("", ""), ("5 lớp", "5 lớp")],
)
def test_lower_first_spares_abbreviations(text: str, said: str) -> None:
    assert lower_first(text) == said


@pytest.mark.parametrize(
    "text",
    [
        *("HĐND tỉnh", "UBND huyện", "VSTBCPN cấp xã", "Lạng Sơn", "Đảng Cộng sản", "Bắc Sơn và Cao Lộc", "QĐ/KH"),
        *(
            "Chủ tịch HĐND",
            "Phó Chủ tịch UBND",
            "Trưởng/Phó Ban HĐND",
            "Thường trực HĐND",
            "Ủy viên UBND",
            "Trưởng Ban",
        ),
        *("Hội Liên hiệp Phụ nữ", "Sở Y tế", "Mặt trận Tổ quốc"),
    ],
)
def test_lower_first_spares_names_and_titles(text: str) -> None:
    assert lower_first(text) == text


@pytest.mark.parametrize(
    "text", ["Đảng viên", "Đại biểu Quốc hội", "Số CLB", "Hình thức (NĐ 48/2009 Đ.5)", "Tên CLB, mô hình"]
)
def test_lower_first_takes_only_the_first_letter(text: str) -> None:
    assert lower_first(text) == text[0].lower() + text[1:]


@pytest.mark.parametrize(
    ("name", "said", "written_to"),
    [
        ("Huyện Bắc Sơn", "huyện Bắc Sơn", "Ủy ban nhân dân huyện Bắc Sơn"),
        ("Thành phố Lạng Sơn", "thành phố Lạng Sơn", "Ủy ban nhân dân thành phố Lạng Sơn"),
        ("Xã Hội Hoan", "xã Hội Hoan", "Ủy ban nhân dân xã Hội Hoan"),
        ("Phường Kỳ Lừa", "phường Kỳ Lừa", "Ủy ban nhân dân phường Kỳ Lừa"),
        ("Sở Y tế", "Sở Y tế", "Sở Y tế"),
        ("Hội Nông dân tỉnh", "Hội Nông dân tỉnh", "Hội Nông dân tỉnh"),
    ],
)
def test_a_place_is_written_to_through_its_committee(name: str, said: str, written_to: str) -> None:
    assert (in_sentence(name), addressee(name)) == (said, written_to)


def test_one_line_tidies_spaces_only() -> None:
    assert vi.one_line("  Mở  5 lớp \n ( nữ 3 ) , đạt 60% .") == "Mở 5 lớp (nữ 3), đạt 60%."
    assert vi.one_line("A&B <x> {{ 7*7 }}") == "A&B <x> {{ 7*7 }}"


def test_paragraph_joins_brackets_that_follow_each_other() -> None:
    assert (
        vi.paragraph("Có 5 lớp (đạt 50%) (số liệu của 2/3 đơn vị) .") == "Có 5 lớp (đạt 50%; số liệu của 2/3 đơn vị)."
    )


def test_endings() -> None:
    assert vi.ended("Đã làm") == "Đã làm."
    assert vi.ended("Đã làm.") == "Đã làm."
    assert vi.ended("Đã làm. […]") == "Đã làm. […]"
    assert vi.closed("Trân trọng báo cáo.") == "Trân trọng báo cáo./."
    assert [vi.roman(n) for n in (1, 4, 6, 9, 14)] == ["I", "IV", "VI", "IX", "XIV"]
