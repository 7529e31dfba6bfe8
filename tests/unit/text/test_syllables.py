"""Whether a word can be Vietnamese: its letters, its one tone and where that stands."""

from __future__ import annotations

import unicodedata

import pytest

from vstbcpn_cli.text.syllables import is_abbreviation, is_syllable

SYLLABLES = (
    "kiện toàn người phụ nữ bình đẳng giới của mía thừa cứu rượu ngoài báo tuyến quyết quý quả hòa hoà thúy thuý khỏe "
    "khoẻ gì giá ghế nghe ngà kí ký mỹ hy lý sỹ tỷ y yến yêu ăn ơn uống oan a thuở huỳnh khuya tuyết hoạt sách các bạc "
    "cấp tập một nghịch được nguyễn thoải hoắc quốc thuế ngoằn"
)
NONE = (
    "kiÖn laïng naïve zebra faw win bca nghĩaz ng th "
    # neither kí nor cà with the other letter, nor gh and ngh before a vowel of the back
    "ká kô ghà ngha ce cí nge ngi gé gê "
    # y where i is written
    "bỷ dy ny vý xỳ "
    # no tone, or a falling one, before c, ch, p, t
    "cac cach cap cat càc cãch cảp càt sach "
    # after qu
    "quu quô quơi "
    # the tone on another letter of the rime
    "cuả tòan ngừơi baó ngòai mià thưà hoàì cưú khóang kịên tuýên"
)


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_a_syllable_may_be_small_begin_with_a_capital_or_be_of_capitals(word: str) -> None:
    for written in (word, word.capitalize(), word.upper(), unicodedata.normalize("NFD", word)):
        assert is_syllable(written) is True


@pytest.mark.parametrize("word", NONE.split())
def test_what_cannot_be_one(word: str) -> None:
    assert is_syllable(word) is False


def test_capitals_inside_a_word_count_only_where_any_case_is_asked_for() -> None:
    for word in ("kIện", "CộNG", "hòA"):
        assert is_syllable(word) is False
        assert is_syllable(word, any_case=True) is True
    assert is_syllable("kiÖn", any_case=True) is False


def test_a_syllable_has_one_tone() -> None:
    assert is_syllable("to\u0301an") is False
    assert is_syllable("toa\u0301\u0301n") is False
    assert is_syllable("to\u0301a\u0301") is False
    assert is_syllable("toa\u0301n") is True


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *(("QĐ", True), ("LĐTBXH", True), ("UBND", True), ("A" * 10, True)),
        *(("A" * 11, False), ("", False), ("Qđ", False), ("QÙ", False), ("Q1", False)),
    ],
)
def test_an_abbreviation_is_of_up_to_ten_capitals_without_tones(word: str, expected: bool) -> None:
    assert is_abbreviation(word) is expected
