"""An answer is taken apart only into what stays true when it is told alone."""

from __future__ import annotations

import pytest

from vstbcpn_cli.text.clauses import Clause, clauses


def told(text: str, *, wished: bool = False) -> list[str]:
    return [f"{c.head}: {c.text}" if c.head else c.text for c in clauses(text, wished=wished)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Kinh phí hạn hẹp. Cán bộ kiêm nhiệm.", ["Kinh phí hạn hẹp", "Cán bộ kiêm nhiệm"]),
        ("Kinh phí hạn hẹp; cán bộ kiêm nhiệm;", ["Kinh phí hạn hẹp", "cán bộ kiêm nhiệm"]),
        ("- Kinh phí hạn hẹp\n- Cán bộ kiêm nhiệm", ["Kinh phí hạn hẹp", "Cán bộ kiêm nhiệm"]),
        ("1. Kinh phí hạn hẹp.\n2) Cán bộ kiêm nhiệm.", ["Kinh phí hạn hẹp", "Cán bộ kiêm nhiệm"]),
        ("a) Kinh phí hạn hẹp\nb) Cán bộ kiêm nhiệm", ["Kinh phí hạn hẹp", "Cán bộ kiêm nhiệm"]),
        ("Kinh phí hạn hẹp\nCán bộ kiêm nhiệm", ["Kinh phí hạn hẹp", "Cán bộ kiêm nhiệm"]),
        ("Kinh phí hạn hẹp. Ngoài ra, cán bộ kiêm nhiệm.", ["Kinh phí hạn hẹp", "cán bộ kiêm nhiệm"]),
        ("Một là, kinh phí hạn hẹp. Hai là, cán bộ kiêm nhiệm.", ["kinh phí hạn hẹp", "cán bộ kiêm nhiệm"]),
        ("Do kinh phí hạn hẹp. Do cán bộ kiêm nhiệm.", ["Do kinh phí hạn hẹp", "Do cán bộ kiêm nhiệm"]),
        ("Kinh phí còn ít; cán bộ chưa qua tập huấn.", ["Kinh phí còn ít", "cán bộ chưa qua tập huấn"]),
        ("Chưa có kinh phí riêng; cán bộ còn kiêm nhiệm.", ["Chưa có kinh phí riêng", "cán bộ còn kiêm nhiệm"]),
    ],
)
def test_what_stands_by_itself_is_told_by_itself(text: str, parts: list[str]) -> None:
    assert told(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Chưa có cán bộ chuyên trách; kinh phí riêng; tài liệu",
        "Chưa mở được lớp tập huấn; tổ chức hội nghị chuyên đề",
        "Đề nghị bố trí kinh phí riêng; mở lớp tập huấn hằng năm",
        "Chưa làm được các việc sau:\n- tập huấn cho cán bộ xã\n- kiểm tra cơ sở",
        "Chưa làm được các việc sau: tập huấn cho cán bộ xã; kiểm tra cơ sở. Mở chuyên mục",
        "Những việc chưa làm được\n- tập huấn cho cán bộ xã\n- kiểm tra cơ sở",
        "- Những việc chưa làm được\n+ tập huấn cho cán bộ xã\n+ kiểm tra cơ sở",
        "Đã kiểm tra 5 xã. Trong đó có 2 xã chưa có kế hoạch",
        "Đã kiểm tra 5 xã. Các xã này chưa có kế hoạch",
        "Kinh phí đã được bố trí. Tuy nhiên mới đáp ứng một nửa",
        "Mở 3 lớp tập huấn; đạt 100% kế hoạch",
        "Các chỉ tiêu đều đạt; trừ chỉ tiêu về nữ cấp ủy",
        "Đã mở lớp ở 2 xã (xã A; xã B. Mỗi xã một lớp)",
        "Ban đã họp tại TP. Lạng Sơn với đ/c. Trưởng ban",
        "Số cán bộ nữ tăng 5 người. Tăng so với cùng kỳ năm trước",
        "Chưa tập huấn. Nguyên nhân là thiếu kinh phí",
        "Mới thành lập Ban. Do đó chưa có kế hoạch",
    ],
)
def test_what_leans_on_other_words_keeps_them(text: str) -> None:
    assert told(text) == [text.removeprefix("- ")]


def test_a_heading_stands_over_each_thing_below_it() -> None:
    text = "- Ưu điểm: Lãnh đạo quan tâm. Cán bộ nhiệt tình.\n- Hạn chế:\n+ Kinh phí ít ỏi\n+ Cán bộ kiêm nhiệm"
    assert told(text) == [
        "Ưu điểm: Lãnh đạo quan tâm",
        "Ưu điểm: Cán bộ nhiệt tình",
        "Hạn chế: Kinh phí ít ỏi",
        "Hạn chế: Cán bộ kiêm nhiệm",
    ]
    assert clauses("Khó khăn: địa bàn rộng") == (Clause("địa bàn rộng", "Khó khăn"),)


def test_of_plans_each_is_a_plan() -> None:
    text = "Tiếp tục tuyên truyền Luật; tập huấn cho cán bộ; tăng cường kiểm tra cơ sở"
    assert len(told(text, wished=True)) == 3
    assert told(text) == [text]
    assert len(told("Không để xảy ra bạo lực gia đình; tập huấn cho cán bộ", wished=True)) == 1


def test_a_line_that_only_goes_on_is_one_with_the_line_before() -> None:
    assert told("Cán bộ làm công tác này\nđều kiêm nhiệm. Kinh phí ít ỏi") == [
        "Cán bộ làm công tác này đều kiêm nhiệm",
        "Kinh phí ít ỏi",
    ]


@pytest.mark.parametrize("text", ["", " \n", "- ", "...", "; ; ."])
def test_without_words_nothing_is_said(text: str) -> None:
    assert clauses(text) == ()
