"""Text typed with fonts older than Unicode: every pair of both tables, what is left alone, and a file that has it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.styles import Font

from tests.support.forms import returned as at
from tests.support.judges.accounted import Good, Outcome, losses
from vstbcpn_cli.text.legacy_encodings import TCVN3, VNI, VNI_TABLE, by_content, by_fonts, converted, table_of
from vstbcpn_cli.text.syllables import is_abbreviation, is_syllable
from vstbcpn_cli.workbook.form.sheet_plan import Role

UNIT = "so-y-te"
SHY = "\u00ad"
# Byte by byte, as TCVN 5712:1993 has them in the .Vn fonts.
TCVN3_WORDS = (
    "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ "
    "CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở "
    "ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ"
)
TCVN3_PAIRS = TCVN3_WORDS.split()
VNI_WORDS = (
    "aùá aøà aûả aõã aïạ aââ aáấ aàầ aåẩ aãẫ aäậ aêă aéắ aèằ aúẳ aüẵ aëặ "
    "eùé eøè eûẻ eõẽ eïẹ eâê eáế eàề eåể eãễ eäệ "
    "oùó oøò oûỏ oõõ oïọ oâô oáố oàồ oåổ oãỗ oäộ ôơ ôùớ ôøờ ôûở ôõỡ ôïợ "
    "uùú uøù uûủ uõũ uïụ öư öùứ öøừ öûử öõữ öïự yùý yøỳ yûỷ yõỹ yïỵ îỵ ñđ íí ìì æỉ óĩ òị"
)
VNI_PAIRS = VNI_WORDS.split()
VECTORS = [
    ("Bình đẳng giới", "B×nh ®¼ng giíi", "Bình ñaúng giôùi"),
    (
        "Ban Vì sự tiến bộ của phụ nữ",
        "Ban V× sù tiÕn bé cña phô n÷",
        "Ban Vì söï tieán boä cuûa phuï nöõ",
    ),
    ("Lạng Sơn", "L¹ng S¬n", "Laïng Sôn"),
    ("hướng dẫn", f"h{SHY}íng dÉn", "höôùng daãn"),
    ("kiện toàn", "kiÖn toµn", "kieän toaøn"),
    ("kỷ luật", "kû luËt", "kyû luaät"),
]


def test_tcvn3_has_exactly_its_74_places() -> None:
    assert len(TCVN3_PAIRS) == 74
    for pair in TCVN3_PAIRS:
        assert converted(bytes.fromhex(pair[:2]).decode("cp1252"), TCVN3) == pair[2:], pair
        assert converted(bytes.fromhex(pair[:2]).decode("latin-1"), TCVN3) == pair[2:], pair
    others = {chr(n) for n in range(0x20, 0x180)} - {bytes.fromhex(p[:2]).decode("cp1252") for p in TCVN3_PAIRS}
    assert {c for c in others if converted(c, TCVN3) != c} == set()


def test_vni_has_every_letter_in_both_sizes() -> None:
    assert len(VNI_PAIRS) == 68
    for pair in VNI_PAIRS:
        assert converted(pair[:-1], VNI) == pair[-1], pair
        assert converted(pair[:-1].upper(), VNI) == pair[-1].upper(), pair
        if len(pair) == 3:
            assert converted(pair[0].upper() + pair[1], VNI) == pair[-1].upper(), pair
    assert len(VNI_TABLE) == 68 * 2 + sum(len(p) == 3 for p in VNI_PAIRS)


@pytest.mark.parametrize(("meant", "tcvn3", "vni"), VECTORS)
def test_known_words_by_the_font_and_by_what_they_say(meant: str, tcvn3: str, vni: str) -> None:
    for font, text in ((".VnTime", tcvn3), (".vnarial", tcvn3), ("VNI-Times", vni)):
        found = by_fonts([(font, text)])
        assert found is not None
        assert found.text == meant
        assert by_content(text) == found


def test_what_the_fonts_of_capitals_draw() -> None:
    for font in (".VnTimeH", ".VNARIALH"):
        found = by_fonts([(font, "b¸o c¸o tæng hîp")])
        assert found is not None
        assert found.text == "BÁO CÁO TỔNG HỢP"
    # Without such a font a capital with a tone is typed as two letters.
    assert converted("¢Ên A¸o ¥í L¹NG", TCVN3) == "Ấn Áo Ớ LạNG"
    assert converted(f"h{SHY}{SHY}íng", TCVN3) == "hướng"


def test_the_other_code_page_is_seen_through() -> None:
    typed = "tiÕn bé cña phô n÷, xÝ nghiÖp mãi, ý thøc, ngµy giÞ"
    seen = typed.encode("cp1252").decode("cp1258")
    assert seen != typed
    found = by_fonts([(".VnTime", seen)])
    assert found is not None
    assert found.text == "tiến bộ của phụ nữ, xí nghiệp mói, ý thức, ngày giị"


def test_a_cell_in_two_fonts() -> None:
    found = by_fonts([(".VnTime", "B¸o c¸o "), ("", "tổng hợp "), (".VnTimeH", "n¨m")])
    assert found is not None
    assert found.text == "Báo cáo tổng hợp NĂM"
    mixed = by_fonts([(".VnTime", "Sở Néi vô")])
    assert mixed is not None
    assert mixed.text == "Sở Nội vụ"


@pytest.mark.parametrize("font", [".VnTime", ".VnTimeH", "VNI-Times", "Arial"])
@pytest.mark.parametrize(
    "text",
    [
        "Có",
        "Không",
        "Báo cáo",
        "Hoàn thành",
        "Kinh phí",
        "Bộ Quốc phòng",
        "Ban Vì sự tiến bộ",
        "Sở LĐ-TB&XH",
        "100 m²",
        "Noël à Paris",
        "naïve café",
        "Ban chi dao",
        "12/KH-UBND",
        "",
        "½ ngày",
        "© 2011",
        "20 °C",
        "« Bình đẳng »",
    ],
)
def test_unicode_and_foreign_words_stay(font: str, text: str) -> None:
    if font != "Arial":
        assert by_fonts([(font, text)]) is None
    assert by_content(text) is None
    assert by_fonts([("Arial", text)]) is None


def test_without_a_font_a_doubtful_word_stays() -> None:
    assert by_content("Cã") is None
    assert by_content("hé") is None
    known = by_fonts([(".VnTime", "Cã")])
    assert known is not None
    assert known.text == "Có"


SYLLABLES = """
    Thuỵ Thụy hoà hòa quý quốc khuya giếng gì nghĩa YẾU khoẻ khỏe thuỷ thủy của mứa cứu gửi người giờ quả khuỷu tiếng
    tết sách học ký lý ghế kẻ nghề tuần nguyễn đường ăn ơi ý yêu ba xuân oan quyền quýt giỏi gỗ Á
"""
NO_SYLLABLES = """
    kiÖn Laïng naïve maõ têt ngế cế qướ ñôn B×nh á́ cuả muá cưú gưỉ ngừơi gìờ qủa tìêng sàch hỏc nyá xý ká gha ghá ngha
    ngá́ gé ngé dyễn kỏa wá zờ fá há́ đb bá1 hOà quyểnh khuyủ nguỷễn
"""


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())
    assert is_syllable(word.swapcase(), any_case=True)


@pytest.mark.parametrize("word", NO_SYLLABLES.split())
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_abbreviations_and_fonts() -> None:
    assert is_abbreviation("LĐTBXH")
    assert not any(map(is_abbreviation, ("Lđ", "", "A1", "ABCDEFGHIJK", "QĐ.", "QỦA")))
    assert [table_of(f) for f in (".VnTime", " .VNARIAL", "VNI-Helve", "Times New Roman", "")] == [
        TCVN3,
        TCVN3,
        VNI,
        "",
        "",
    ]


@given(st.text(max_size=60))
def test_nothing_ever_fails(text: str) -> None:
    for font in (".VnTime", ".VnTimeH", "VNI-Times"):
        by_fonts([(font, text)])
    by_content(text)


# --------------------------------------------------------------------------------------------------------- files
def saved(font: str, cells: dict[at.Position, str]) -> bytes:
    """A good form into which a program of today has typed with an old font."""
    book = load_workbook(io.BytesIO(at.filled(UNIT)))
    for (sheet, row, column), text in cells.items():
        cell = book[sheet].cell(row, column)
        cell.value, cell.font = text, Font(name=font)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_file_saved_with_an_old_font(tmp_path: Path) -> None:
    said = at.spot(UNIT, "T7.01")
    why = at.spot(UNIT, "T6.05", Role.EXPLANATION)
    content = saved(
        ".VnTime", {said: "Cã", at.spot(UNIT, "M.13"): "NguyÔn ThÞ Hµ, Gi¸m ®èc", why: f"T¨ng thªm hai ng{SHY}êi"}
    )
    (tmp_path / "gui-ve.xlsx").write_bytes(content)
    found = at.accepted(content)
    assert found.values["T7.01"].value is True
    assert found.values["T7.01"].raw == "Cã"
    assert found.values["M.13"].value == "Nguyễn Thị Hà, Giám đốc"
    assert found.values["T6.05"].explanation == "Tăng thêm hai người"
    told = at.findings(content)
    assert {(f.code, f.severity.value, str(f.place.cell)) for f in told} == {
        ("VS331", "warning", str(at.ref(UNIT, "T7.01"))),
        ("VS331", "warning", str(at.ref(UNIT, "M.13"))),
        ("VS331", "warning", str(at.ref(UNIT, "T6.05", Role.EXPLANATION))),
    }
    first = next(f for f in told if f.place.cell == at.ref(UNIT, "M.13"))
    assert "“NguyÔn ThÞ Hµ, Gi¸m ®èc”" in first.fact
    assert "“Nguyễn Thị Hà, Giám đốc”" in first.fact
    assert found.count.typed == found.count.in_data + found.count.in_findings + found.count.ignored
    assert losses(content, Good(at.filled(UNIT)), Outcome.of(content)) == []


def test_a_whole_form_in_an_old_font_whose_text_is_unicode() -> None:
    """The form's own texts and good answers keep what they say, whatever the font of their cells is called."""
    styles = "xl/styles.xml"
    content = at.edited(
        at.filled(UNIT),
        styles,
        lambda part: part.replace(b'<name val="Times New Roman"/>', b'<name val=".VnTime"/>'),
    )
    assert b".VnTime" in at.unpacked(content)[styles]
    assert at.lines(at.findings(content)) == []
    assert at.accepted(content).values == at.accepted(at.filled(UNIT)).values
