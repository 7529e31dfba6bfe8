"""Which numbers of a text are hidden because they tell of one person."""

from __future__ import annotations

import pytest

from vstbcpn_cli.text.personal_numbers import MASK, without_personal


@pytest.mark.parametrize(
    "number",
    [
        *("012345678901", "0912345678", "0912 345 678", "0912.345.678", "0253.812.345", "091 23 45 67"),
        *("+84912345678", "+84 912 345 678", "+84-91-234-5678", "+84.253.812.345"),
    ],
)
def test_a_number_of_an_identity_card_or_a_telephone_is_hidden(number: str) -> None:
    assert without_personal(f"Liên hệ {number}, chị Hà") == f"Liên hệ {MASK}, chị Hà"
    assert without_personal(number) == MASK


def test_nine_digits_are_an_identity_card_only_where_they_are_said_to_be_one() -> None:
    for said in ("CMND", "CMND:", "CMND số"):
        assert without_personal(f"{said} 123456789") == f"{said} {MASK}"
    assert without_personal("Kinh phí 123456789") == "Kinh phí 123456789"
    assert without_personal("CMND 12345678") == "CMND 12345678"


@pytest.mark.parametrize("text", ["", "38/KH-UBND", "1.234.567.890 đồng", "123456789012", "5,0123456789"])
def test_any_other_text_stays(text: str) -> None:
    assert without_personal(text) == text
