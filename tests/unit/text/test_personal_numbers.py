"""Which numbers of a text are hidden because they tell of one person."""

from __future__ import annotations

import pytest

from vstbcpn_cli.text.personal_numbers import MASK, without_personal

HIDDEN = [
    *("012345678901", "001090123456", "001 090 123 456", "0010 9012 3456"),
    *("0912345678", "0912 345 678", "0912.345.678", "0912-345-678", "091 234 56 78", "091 2345678", "09 12 34 56 78"),
    *(
        "0912\u00a0345\u00a0678",
        "0912. 345. 678",
        "0912 – 345 678",
        "0352345678",
        "0561234567",
        "0701234567",
        "0812345678",
    ),
    *(
        "+84912345678",
        "+84 912 345 678",
        "+84-91-234-5678",
        "+84.253.812.345",
        "+84 (0)912 345 678",
        "(+84) 912 345 678",
        "0084 912 345 678",
        "+84.25.3812345",
    ),
    *("01201234567", "01291234567", "0168 234 5678", "0188.234.5678", "01991234567"),
    *(
        "0253.812.345",
        "025.3812345",
        "025 3 812 345",
        "(025) 3.812.345",
        "(025)3812345",
        "025-3812345",
        "025 - 3812345",
    ),
    *("02053812345", "0205 3812345", "02053.81.23.45", "(0205) 3.812.345", "0205.3.812.345", "024 3812 3456"),
    *("04 3812 3456", "04.38123456", "0511 3 812345", "0650.3812345"),
    *("(84-25) 3812345", "(84-25)3812345", "(84) 912 345 678", "84-25-3812345", "84-912-345-678", "84912345678"),
    "(0084) 912 345 678",
]


@pytest.mark.parametrize("number", HIDDEN)
def test_a_number_of_an_identity_card_or_a_telephone_is_hidden(number: str) -> None:
    assert without_personal(f"Liên hệ {number}, chị Hà") == f"Liên hệ {MASK}, chị Hà"
    assert without_personal(number) == MASK
    for before in ("ĐT:", "ĐT: ", "ĐT.", "sđt", "số "):
        assert without_personal(f"{before}{number}.") == f"{before}{MASK}."
    assert without_personal(f"{number} - {number}; {number}/{number}") == f"{MASK} - {MASK}; {MASK}/{MASK}"


def test_what_stands_behind_a_number_is_kept() -> None:
    assert without_personal("0912 345 678 12 người") == f"{MASK} 12 người"
    assert without_personal("0253 812 345 6 lớp") == f"{MASK} 6 lớp"
    assert without_personal("12 người, 0912 345 678 (ngày 05/6/2011)") == f"12 người, {MASK} (ngày 05/6/2011)"
    assert without_personal("(chị Hà 0912345678)") == f"(chị Hà {MASK})"
    assert without_personal("0253812345,0912345678") == f"{MASK},{MASK}"
    assert without_personal("(0912345678)") == f"({MASK})"


def test_nine_digits_are_an_identity_card_only_where_they_are_said_to_be_one() -> None:
    for said in ("CMND", "CMND:", "CMND số", "cmnd số:", "Số CMND", "Chứng minh nhân dân số", "CMT", "CCCD số"):
        for number in ("123456789", "081 234 567", "081.234.567", "120.085.001.234"):
            assert without_personal(f"{said} {number}, chị Hà") == f"{said} {MASK}, chị Hà"
    assert without_personal("Làm CMND 200.000.000 đồng") == "Làm CMND 200.000.000 đồng"
    assert without_personal("Kinh phí 123456789") == "Kinh phí 123456789"
    assert without_personal("CMND 12345678") == "CMND 12345678"


@pytest.mark.parametrize(
    "text",
    [
        *("", "38/KH-UBND", "1.234.567.890 đồng", "123456789012", "5,0123456789", "5.0123456789"),
        *(
            "0012345678",
            "0112345678",
            "0123456789",
            "00123456789",
            "01001234567",
            "01951234567",
            "0812345",
            "0253812345678",
        ),
        *("1.470.700.000 đồng", "12.025.381.234.567 đồng", "1.025.381.234 đồng", "0,912345678", "1.0912345678"),
        *("+84.912.345.678 đồng", "tăng +84 912 345 678 triệu đồng", "84.912.345.678 đồng", "84912345678 đồng"),
        *("Số 0123/QĐ-UBND", "Số 0123/QĐ-UBND ngày 05/06/2011", "05/06/2011 và 07/08/2011", "05-06-2011 10h30"),
        *("05.06.2011 08 lớp", "05 06 2011 12", "từ 05.06.2011 - 08.06.2011", "02 05 10 15 20 lớp", "06 12 18 24 30"),
        *("1900 1234 5678", "18001234", "2011 2012 2013", "10 20 30 40 50", "0912345678901", "0912.345.678.9"),
        *("0 0 0 0 0 0 0 0 0 0", "001.234.567", "2.091.234.5678"),
        *("01-02-2011 - 03-04-2011", "1-02-2011 - 03-04-2011", "5.06.2011-07.08.2011", "02-2011-2012"),
        *("từ 02-2011 - 3-2012", "từ 09.2010 - 2011", "84-86 hộ, 2010-2011", "84.253.812.345", "(84) 253 812 345 đồng"),
    ],
)
def test_any_other_text_stays(text: str) -> None:
    assert without_personal(text) == text
