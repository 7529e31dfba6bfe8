"""Text from outside made harmless: Unicode forms, odd spaces, control characters, and the folding used to compare."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vstbcpn_cli.text.normalise import clean, fold, plain, without_marks


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Bình đẳng giới", "Bình đẳng giới"),
        (unicodedata.normalize("NFD", "Bình đẳng giới"), "Bình đẳng giới"),
        ("kiê\u0323n toa\u0300n", "kiện toàn"),
        ("h\u01b0\u01a1\u0301ng dâ\u0303n", "hướng dẫn"),
        ("dòng một_x000D_\ndòng hai", "dòng một\ndòng hai"),
        ("một\r\nhai\rba\x0bbốn\x0cnăm\x85sáu\u2028bảy\u2029tám", "một\nhai\nba\nbốn\nnăm\nsáu\nbảy\ntám"),
        ("a\x00b\x07c\x1fd\x7fe\x9ff", "a b c d e f"),
        ("\ud800 lẻ \udfff", "  lẻ  "),
        ("x\u202ey\u2066z\u200e\u061c", "xyz"),
        ("a_xD83D__xDE00_b", "a😀b"),
        ("a_xDE00__xD83D_b", "a  b"),
        ("_x0041__x00E9_", "Aé"),
        ("_x0007_", " "),
        ("_x202E_ngược", "ngược"),
        ("{{ a }} & <b> {% c %}", "{{ a }} & <b> {% c %}"),
        ("ghi\u00a0chú\u200b", "ghi\u00a0chú\u200b"),
        ("", ""),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@pytest.mark.parametrize(
    ("word", "composed", "decomposed"), [("Lạng Sơn", 8, 10), ("kiện toàn", 9, 12), ("kỷ luật", 7, 10)]
)
def test_the_lengths_of_the_catalogue(word: str, composed: int, decomposed: int) -> None:
    spread = unicodedata.normalize("NFD", word)
    assert (len(clean(spread)), len(spread)) == (composed, decomposed)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  Sở\u00a0 Y \u2009tế\t", "Sở Y tế"),
        ("Sở\nY\r\ntế", "Sở Y tế"),
        ("\ufeffSở\u200b Y\u200c \u200dtế\u2060", "Sở Y tế"),
        ("1\u202f234", "1 234"),
        ("h\u00adướng", "hướng"),
        (" \u3000 ", ""),
    ],
)
def test_plain(raw: str, expected: str) -> None:
    assert plain(raw) == expected


# Section 3 of the domain notes: the tone of oa, oe, uy stands on either letter at the end of a syllable.
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thuỵ", "Thụy"),
        ("uỷ ban", "ủy ban"),
        ("hoà", "hòa"),
        ("toà án", "tòa án"),
        ("Hoá", "Hóa"),
        ("khoẻ", "khỏe"),
        ("loè", "lòe"),
        ("tuỳ", "tùy"),
        ("luỹ", "lũy"),
        ("THUỶ", "THỦY"),
        ("HOÀ", "HÒA"),
        ("Hoà", "hòa"),
        ("Lạng Sơn", "LẠNG SƠN"),
        ("ðồng", "đồng"),
        ("Ðảng", "Đảng"),
        ("Ɖảng", "Đảng"),
        ("KH–UBND", "KH-UBND"),
        ("KH—UBND", "KH-UBND"),
        ("KH−UBND", "KH-UBND"),
        ("Hội ’Phụ nữ‘", "Hội 'Phụ nữ'"),
        ("  Sở\u00a0Y tế ", "sở y tế"),
        ("Lý lịch", "Lí lịch"),
        ("kỷ luật", "kỉ luật"),
        ("bác sỹ", "bác sĩ"),
        ("\uff11\uff12/2011", "12/2011"),
    ],
)
def test_the_same_for_comparison(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("word", ["quý", "thuyền", "khuya", "hoàn", "hoạt", "thoát", "quỳ", "Quỹ", "loét", "huýt"])
def test_a_tone_that_has_only_one_place_stays(word: str) -> None:
    assert fold(word) == word.casefold()


@pytest.mark.parametrize(("one", "other"), [("hòa", "họa"), ("thúy", "thùy"), ("Lý", "Ly"), ("đạt", "dạt")])
def test_another_word_stays_another(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("word", "bare"), [("Hoàn thành", "hoan thanh"), ("Đường", "duong"), ("ưỡn", "uon"), ("ỷ", "y")]
)
def test_bare_letters_for_a_suggestion(word: str, bare: str) -> None:
    assert without_marks(word) == bare


@given(st.text())
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    once = clean(raw)
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in once)
    once.encode("utf-8")
    assert fold(plain(raw)) == fold(raw)
    assert plain(raw) == plain(raw).strip()
