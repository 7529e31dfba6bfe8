"""What officers write where a date, a choice or words are asked (D)."""

from __future__ import annotations

import datetime as dt
import unicodedata
from functools import partial
from xml.etree import ElementTree as ET

from tests.support.catalogue.catalogue import WITHHELD, Line, cell, changed, good, spot
from tests.support.forms import returned as at
from tests.support.forms.returned import Rich, Stored
from tests.support.forms.workbook_parts import beside, notes, part_of
from vstbcpn_cli.model.submission import column_letters

DATE = "T6.B1.den_ngay[1]"
WORDS = "T6.B1.dia_diem[1]"
LONG = "T1.14"


def noted(code: str) -> bytes:
    sheet, row, column = spot(code)
    content = at.typed(good(), {(sheet, row, column): None})
    address = f"{column_letters(column)}{row}"
    return beside(content, sheet, {"comments": ("comments9.xml", notes(**{address: "đã có 12"}))})


def talked(code: str) -> bytes:
    sheet, row, column = spot(code)
    address = f"{column_letters(column)}{row}"
    talk = f'<ThreadedComments><threadedComment ref="{address}" id="1"><text>đã có 12</text></threadedComment></ThreadedComments>'
    content = at.typed(good(), {(sheet, row, column): None})
    return beside(content, sheet, {"threadedComment": ("threadedComments/t1.xml", talk.encode())})


def embedded() -> bytes:
    return beside(good(), "NV4", {"oleObject": ("embeddings/oleObject1.bin", b"\0")})


def coloured() -> bytes:
    sheet, row, column = spot("T6.05")
    part = part_of(sheet)
    text = at.unpacked(good())[part].decode()
    address = f'r="{column_letters(column)}{row}" s="'
    start = text.index(address) + len(address)
    return at.edited(good(), part, lambda _: (text[:start] + "2" + text[text.index('"', start) :]).encode())


def general() -> bytes:
    """A date that has lost its format."""
    sheet, row, column = spot("M.12")
    root = ET.fromstring(at.unpacked(at.typed(good(), {(sheet, row, column): 40704}))[part_of(sheet)])
    address = f"{column_letters(column)}{row}"
    next(c for c in root.iter(f"{{{at.MAIN}}}c") if c.get("r") == address).set("s", "0")
    return at.edited(good(), part_of(sheet), lambda _: ET.tostring(root))


LINES = [
    *(
        Line("D01", changed({DATE: text}), (f"VS305 error {DATE}",), {DATE: WITHHELD}, says=(f"“{text}”",))
        for text in ("31/02/2011", "quý II", "tháng 7", "6/2011")
    ),
    *(
        Line("D02", changed({DATE: value}), (f"VS314 notice {DATE}",), {DATE: dt.date(2011, 3, 5)}, says=("05/3/2011",))
        for value in (
            Stored("str", "5/3/2011", general=True),
            Stored("str", "05.03.2011", general=True),
            "ngày 05 tháng 3 năm 2011",
        )
    ),
    *(
        Line("D02", changed({DATE: text}), (), {DATE: dt.date(2011, 3, 5)})
        for text in ("5/3/2011", "05.03.2011", "5-3-2011")
    ),
    Line(
        "D03",
        changed({DATE: dt.date(2011, 8, 3)}),
        (f"VS408 error {DATE}",),
        {DATE: WITHHELD},
        says=("có thể ngày và tháng đã đổi chỗ", "08/3/2011"),
    ),
    Line(
        "D03",
        changed({"T3.03": Stored("n", "40727", date=True)}),
        ("VS326 warning T3.03", "VS409 error M.12"),
        says=("07/3/2011",),
    ),
    Line(
        "D03",
        changed({"T3.03": "3/7/2011"}),
        ("VS409 error M.12",),
        {"T3.03": WITHHELD, "M.12": WITHHELD},
        says=("“Ngày sơ kết” đã đổi chỗ", "07/3/2011"),
    ),
    Line("D04", general, ("VS314 notice M.12",), {"M.12": dt.date(2011, 6, 10)}, says=("10/6/2011",)),
    Line("D05", changed({DATE: dt.date(2011, 1, 2)}), ("VS409 error T6.B1.den_ngay[1]",)),
    Line("D06", changed({"M.09": "chi co quan "}), ("VS306 error M.09",), {"M.09": WITHHELD}, says=("Chỉ cơ quan",)),
    Line("D06", changed({"M.09": "chỉ cơ quan "}), ("VS314 notice M.09",), {"M.09": "Chỉ cơ quan"}),
    Line("D06", changed({"M.09": "CQ"}), ("VS306 error M.09",), {"M.09": WITHHELD}, says=("danh sách",)),
    *(Line("D07", changed({"M.08": text}), ("VS314 notice M.08",), {"M.08": False}) for text in ("ko", "chưa")),
    *(Line("D07", changed({"T7.01": t}), ("VS314 notice T7.01",), {"T7.01": True}) for t in ("đã có", "rồi", "x", "✓")),
    Line("D07", changed({"M.08": "chắc thế"}), ("VS322 error M.08",), {"M.08": WITHHELD}),
    Line("D08", changed({WORDS: unicodedata.normalize("NFD", "Hội trường Sở")}), (f"VS224 notice {cell(WORDS)}",)),
    Line("D08", changed({"M.09": "Chỉ cơ quan".replace("ơ", "o\u031b")}), ("VS224 notice TT!D17",)),
    Line("D09", changed({LONG: "B¸o c¸o ®· göi, phô n÷"}), ("VS331 warning T1.14",), {LONG: "Báo cáo đã gửi, phụ nữ"}),
    Line("D09", changed({"T7.01": Rich("Cã", ".VnTime")}), ("VS331 warning T7.01",), {"T7.01": True}),
    Line("D09", changed({"M.13": "h\u00adíng dÉn"}), ("VS331 warning M.13",), {"M.13": "hướng dẫn"}),
    Line("D10", changed({"M.14": " \u00a0\u200b "}), ("VS231 notice TT!D22", "VS301 error M.14"), {"M.14": WITHHELD}),
    Line("D10", changed({"M.14": "\u00a0Nguyễn Thị Hoa\u200b"}), ("VS224 notice TT!D22", "VS224 notice TT!D22")),
    Line("D11", changed({LONG: ("một đoạn dài " * 30)[:255]}), ("VS334 warning T1.14",), says=("255",)),
    Line("D11", changed({LONG: ("Một đoạn dài. " * 30)[:254]}), ()),
    Line("D12", changed({LONG: "Một_x000B_hai_x000D_"}), (f"VS224 notice {cell(LONG)}",)),
    Line("D13", changed({LONG: "A & B < C > {{ d }} {% e %}"}), (), {LONG: "A & B < C > {{ d }} {% e %}"}),
    *(
        Line(
            "D14",
            partial(write, code),
            (f"VS220 warning {cell(code)}", *missing),
            {code: WITHHELD},
            says=("“đã có 12”",),
        )
        for write in (noted, talked)
        for code, missing in (("T6.05", ("VS301 error T6.05",)), ("T6.04", ()))  # which may stay empty
    ),
    Line("D15", embedded, ("VS223 warning NV4!A1",), {"T6.05": 6}),
    Line("D16", changed({LONG: Rich("Bỏ đoạn này", struck=True)}), ("VS332 warning T1.14",), {LONG: "Bỏ đoạn này"}),
    Line("D16", coloured, (), {"T6.05": 6}),
    *(Line("D17", changed({LONG: text}), ("VS324 warning T1.14",), says=(f"“{text}”",)) for text in ("như trên", "nt")),
    *(
        Line("D17", changed({LONG: text}), ("VS335 warning T1.14",), says=(f"“{text}”",))
        for text in ("như kỳ trước", "theo báo cáo số 45")
    ),
    Line("D17", changed({"T6.05": "như kỳ trước"}), ("VS327 error T6.05",), {"T6.05": WITHHELD}),
    Line(
        "D18",
        changed({"T1.B1.so_ky_hieu[1]": "Số 12/KH-UBND ngày 5/3/2011"}),
        ("VS418 warning T1.B1.so_ky_hieu[1]",),
        says=("tách số, ký hiệu và ngày",),
    ),
    Line(
        "D18",
        changed({"T1.B1.so_ky_hieu[1]": "Số 12/KH-UBND ngày 5/3/2011", "T1.B1.ngay_ban_hanh[1]": None}),
        ("VS339 warning T1.B1.so_ky_hieu[1]",),
        {"T1.B1.so_ky_hieu[1]": "12/KH-UBND", "T1.B1.ngay_ban_hanh[1]": dt.date(2011, 3, 5)},
    ),
    Line("D20", changed({LONG: "Liên hệ chị Lan, CCCD 020187001234"}), ("VS336 warning T1.14",), says=("cá nhân",)),
    Line("D20", changed({LONG: "Gọi số 0912 345 678 gặp chị Lan"}), ("VS336 warning T1.14",)),
    Line("D21", changed({LONG: Rich("Hai phông", "Arial")}), (), {LONG: "Hai phông"}),
]
