"""The first letter of a label or a name inside a sentence."""

from __future__ import annotations

import pytest

from vstbcpn_cli.text.casing import addressee, in_sentence, lower_first, upper_first


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
        ("Quận Ninh Kiều", "quận Ninh Kiều", "Ủy ban nhân dân quận Ninh Kiều"),
        ("Sở Y tế", "Sở Y tế", "Sở Y tế"),
        ("Hội Nông dân tỉnh", "Hội Nông dân tỉnh", "Hội Nông dân tỉnh"),
    ],
)
def test_a_place_is_written_to_through_its_committee(name: str, said: str, written_to: str) -> None:
    assert (in_sentence(name), addressee(name)) == (said, written_to)


def test_upper_first_takes_only_the_first_letter() -> None:
    assert [upper_first(t) for t in ("kế hoạch", "đạt", "", "5 lớp")] == ["Kế hoạch", "Đạt", "", "5 lớp"]
