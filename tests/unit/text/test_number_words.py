"""Numbers written out in words: which are read, up to what length, and what is no number however like one it looks."""

from __future__ import annotations

import pytest

from vstbcpn_cli.text.number_words import number_in_words, speaks_of_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("một", 1), ("năm", 5), ("bảy", 7), ("bẩy", 7), ("chín", 9)),
        *(("mười", 10), ("mười một", 11), ("mười bốn", 14), ("mười lăm", 15)),
        *(("hai mươi", 20), ("ba chục", 30), ("hai mươi mốt", 21), ("hai mươi tư", 24), ("chín mươi nhăm", 95)),
        *(("một trăm", 100), ("một trăm mười", 110), ("hai trăm ba mươi tư", 234)),
        *(("hai lăm", 25), ("ba tư", 34), ("một trăm hai lăm", 125)),
        *(("một trăm linh hai", 102), ("một trăm lẻ hai", 102)),
        *(("hai nghìn năm trăm", 2_500), ("hai ngàn năm trăm", 2_500), ("mười hai nghìn", 12_000)),
        *(("ba triệu", 3_000_000), ("một tỷ", 10**9), ("một tỉ", 10**9)),
        ("một tỷ hai triệu ba nghìn không trăm linh bốn", 1_002_003_004),
        *(
            ("một nghìn không trăm linh hai", 1_002),
            ("một nghìn không trăm linh năm", 1_005),
            ("hai nghìn không trăm mười một", 2_011),
        ),
        *(
            ("hai ngàn không trăm lẻ một", 2_001),
            ("một nghìn lẻ năm", 1_005),
            ("một nghìn lẻ một", 1_001),
            ("ba triệu không trăm linh hai nghìn một trăm", 3_002_100),
            ("hai nghìn mười một", 2_011),
        ),
        *(("một triệu không trăm linh năm nghìn", 1_005_000), ("một triệu không trăm năm mươi", 1_000_050)),
        ("một triệu không trăm nghìn không trăm linh hai", 1_000_002),
        *(("một trăm linh hai nghìn", 102_000), ("hai nghìn hai lăm", 2_025)),
        *(("Mười Bốn", 14), ("  MƯỜI   bốn.", 14)),
    ],
)
def test_a_number_in_words_is_read(text: str, value: int) -> None:
    assert number_in_words(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", ".", "không", "Không.", "lớp", "mười bốn lớp", "khoảng mười", "14"),
        *(
            "hai ba",
            "một lăm",
            "hai lăm tư",
            "hai mươi ba lăm",
            "hai mười",
            "mười mười",
            "hai mươi ba mươi",
            "mười trăm",
            "một trăm hai trăm",
            "một mươi hai trăm",
        ),
        *("mươi", "trăm", "nghìn", "không mươi", "không nghìn"),
        *("hai mươi linh hai", "hai mươi lẻ hai", "mười linh hai", "hai lăm linh hai", "hai mươi không trăm"),
        *("một trăm linh", "một trăm linh hai mươi", "một trăm linh linh hai", "một trăm linh không", "một trăm không"),
        *("không trăm linh năm", "không trăm", "một trăm không trăm", "một nghìn không linh năm", "một nghìn linh"),
        *("một nghìn lẻ năm trăm", "một nghìn linh lăm", "một trăm lăm", "lăm", "tư", "mốt"),
        *(
            "một trăm hai",
            "một nghìn năm",
            "ba triệu tư",
            "hai nghìn ba",
            "một trăm hai nghìn",
            "một nghìn không trăm năm",
        ),
        *("hai mươi năm", "mười năm", "hai mươi không"),
        *("linh hai", "lẻ hai", "năm linh hai", "một trăm hai linh"),
        *("không trăm linh hai", "một nghìn không trăm", "một nghìn không", "một trăm không trăm"),
        *("một nghìn hai nghìn", "một nghìn hai triệu", "một nghìn nghìn", "một triệu tỷ"),
    ],
)
def test_what_is_no_number_in_words_is_none(text: str) -> None:
    """A lone “không” is most often “no”: what it says depends on the cell."""
    assert number_in_words(text) is None


def test_a_number_may_have_twenty_words_and_no_more() -> None:
    million = "chín trăm chín mươi chín triệu"
    twenty = f"chín mươi chín tỷ {million} chín trăm chín mươi chín nghìn chín trăm chín mươi"
    assert len(twenty.split()) == 20
    assert number_in_words(twenty) == 99_999_999_990
    assert number_in_words(f"{twenty} chín") is None


@pytest.mark.parametrize(
    "text", ["năm lớp", "lớp mười", "hai mươi", "(ba)", "mấy chục", "hàng trăm", "vài nghìn.", "tỷ"]
)
def test_a_text_with_any_word_of_a_number_speaks_of_numbers(text: str) -> None:
    assert speaks_of_numbers(text) is True


@pytest.mark.parametrize("text", ["", "lớp học", "14", "linh hoạt", "lẻ", "tăm"])
def test_any_other_text_speaks_of_none(text: str) -> None:
    """“Linh” and “lẻ” join numbers and are common words otherwise."""
    assert speaks_of_numbers(text) is False
