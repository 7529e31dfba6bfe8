"""When a text counts as typed with an old font, and when it stays as it is."""

from __future__ import annotations

import pytest

from vstbcpn_cli.text.legacy_encodings import TCVN3, VNI, Meant, by_content, by_fonts, converted, of_capitals, table_of

OLD = ".VnTime"


@pytest.mark.parametrize(
    ("font", "table", "capitals"),
    [
        (".VnTime", TCVN3, False),
        (" .VNTIMEH ", TCVN3, True),
        ("VNI-Times", VNI, False),
        ("vni-helve-h", VNI, False),
        ("Times New Roman", "", False),
        ("Arial.VnH", "", False),
        ("", "", False),
    ],
)
def test_a_font_says_by_its_name_which_table_it_needs_and_whether_it_draws_capitals(
    font: str, table: str, capitals: bool
) -> None:
    assert table_of(font) == table
    assert of_capitals(font) is capitals


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("A¸", "Á"),
        ("§Aµ", "ĐÀ"),
        ("a¸", "aá"),
        ("Aa", "Aa"),
        ("AÐ", "Aé"),
        ("EÐ", "É"),
        ("EÒ", "Eề"),
        ("h\u00ad¬", "hươ"),
    ],
)
def test_a_capital_and_the_small_letter_with_its_tone_are_one_letter(typed: str, meant: str) -> None:
    assert converted(typed, TCVN3) == meant


# --------------------------------------------------------------------------------------------------- told by the font
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("b¸o c¸o", "báo cáo"),
        ("CéNG HßA", "CộNG HòA"),
        ("B×nh là", "Bình là"),
        # Typed in Unicode among words of the old font; “ã” and “đ” have another meaning there.
        ("đã b¸o c¸o", "đã báo cáo"),
        ("b¸o c¸o tæng hîp zz¸", "báo cáo tổng hợp zzá"),
    ],
)
def test_a_text_in_an_old_font_is_converted_where_four_fifths_become_vietnamese(typed: str, meant: str) -> None:
    assert by_fonts([(OLD, typed)]) == Meant(meant, TCVN3)


@pytest.mark.parametrize(
    "typed",
    [
        "b¸o c¸o tæng zz¸",  # three of four
        "Bao cao",
        "báo cáo",
        "¸ ¹",  # single letters: marks of a list
        "",
    ],
)
def test_any_other_text_in_an_old_font_stays(typed: str) -> None:
    assert by_fonts([(OLD, typed)]) is None


def test_a_piece_in_another_font_stays_as_it_is() -> None:
    assert by_fonts([(OLD, "b¸o c¸o "), ("Arial", "số 5")]) == Meant("báo cáo số 5", TCVN3)
    assert by_fonts([("Arial", "b¸o c¸o")]) is None
    assert by_fonts([(".VnTimeH", "b¸o c¸o "), (OLD, "b¸o c¸o")]) == Meant("BÁO CÁO báo cáo", TCVN3)


# ------------------------------------------------------------------------------------------- told by what it says
@pytest.mark.parametrize(("typed", "meant"), [("Phô n÷", "Phụ nữ"), ("CéNG HßA", "CộNG HòA"), ("b¸o", "báo")])
def test_two_words_or_one_with_a_sign_inside_are_certain(typed: str, meant: str) -> None:
    assert by_content(typed) == Meant(meant, TCVN3)


@pytest.mark.parametrize(
    "typed",
    [
        "n÷",  # one word of letters that many languages have
        "B×nh đẳng",  # a letter that only Unicode typing leaves
        "b¸o zz¸",  # a word that becomes none
        "báo cáo",
        "Bao cao",
    ],
)
def test_whatever_leaves_a_doubt_stays(typed: str) -> None:
    assert by_content(typed) is None
