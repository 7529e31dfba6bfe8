"""Words that stand for an answer: nothing to report, nothing happened, nothing said."""

from __future__ import annotations

import pytest

from vstbcpn_cli.text.state_words import says_nil, says_none_happened, says_nothing


@pytest.mark.parametrize("text", ["Không có", "KHÔNG", "ko", "0", "Không phát sinh trong kỳ", "khong phat sinh"])
def test_nil_is_said_in_the_words_the_form_itself_compares(text: str) -> None:
    assert says_nil(text) is True
    assert says_none_happened(text) is True


@pytest.mark.parametrize(
    "text",
    [
        *("Trong kỳ, không tổ chức", "Kỳ này chưa phát sinh gì", "không có lớp nào", "ko có cuộc họp nào trong năm"),
        *("kps", "Không diễn ra.", "chưa có phát sinh ;", "không triển khai trong quý!"),
    ],
)
def test_that_nothing_happened_is_said_in_many_ways(text: str) -> None:
    assert says_none_happened(text) is True
    assert says_nil(text) is False


@pytest.mark.parametrize(
    "text", ["", "ba lớp", "không có số liệu nào", "không có thông tin nào", "chưa báo cáo", "không rõ"]
)
def test_that_nothing_is_known_does_not_say_that_nothing_happened(text: str) -> None:
    assert says_none_happened(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "…",
        "---",
        "",
        "Chưa có.",
        "đang tổng hợp…",
        "Không áp dụng",
        "sẽ báo cáo sau",
        "xin gửi sau;",
        "chưa cập nhật số liệu",
    ],
)
def test_some_words_only_hold_the_place_of_an_answer(text: str) -> None:
    assert says_nothing(text) is True


@pytest.mark.parametrize("text", ["ba lớp", "0", "không", "sẽ tổ chức lớp tập huấn", "đã báo cáo"])
def test_and_any_other_words_are_one(text: str) -> None:
    assert says_nothing(text) is False
