"""What officers write where a number is asked (N)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from tests.support.catalogue.catalogue import UNIT, WITHHELD, Line, changed, spot
from tests.support.catalogue.catalogue_sheets import courses
from tests.support.forms import returned as at
from tests.support.forms.placed_sheets import sheet_named
from tests.support.forms.returned import ErrorCell, Formula

MONEY = "T6.B2.du_toan[1]"
COUNT = "T6.05"
DISTRICT, SHARE = "huyen-trang-dinh", "T4.M1.HH.chi_tieu_ty_le"


def of_a_district(share: float) -> Callable[[], bytes]:
    return lambda: at.typed(at.filled(DISTRICT), {at.spot(DISTRICT, SHARE): share})


def not_one(text: str, code: str = "VS304") -> Line:
    return Line("N03", changed({COUNT: text}), (f"{code} error {COUNT}",), {COUNT: WITHHELD}, says=(f"“{text}”",))


def fewer_rows() -> bytes:
    """The form's own formula, its ranges dragged so that they end above the last filled row."""
    content = at.typed(at.filled(UNIT), courses(1, 2))
    sheet, row, column = spot("T6.01")
    stored = sheet_named(content, sheet).cells[row, column].formula
    return at.typed(content, {(sheet, row, column): Formula(stored.replace("$53", "$33"), "1")})


LINES = [
    Line("N01", changed({COUNT: "6"}), ("VS314 notice T6.05",), {COUNT: 6}, says=("“6”",)),
    Line("N02", changed({COUNT: "6 người"}), ("VS315 warning T6.05",), {COUNT: 6}, says=("“6 người”", "đọc là 6")),
    Line("N02", changed({MONEY: "1,2 tỷ"}), ("VS315 warning T6.B2.du_toan[1]",), says=("1.200",)),
    *(
        Line("N02", changed({COUNT: text}), ("VS315 warning T6.05",), {COUNT: 6})
        for text in ("6 (người)", "6 người.", "6 nguoi")
    ),
    *(
        Line("N02", changed({COUNT: text}), ("VS340 error T6.05",), {COUNT: WITHHELD}, says=("là “người”",))
        for text in ("6 lớp", "6 cán bộ")
    ),
    *(not_one(text) for text in ("khoảng 50", ">100", "50-60", "12/15", "7/26", "3 (01 nữ)")),
    Line(
        "N03",
        changed({COUNT: "6 (03 nữ)"}),
        ("VS304 error T6.05",),
        {COUNT: WITHHELD},
        says=("ghi 6 vào ô này", "“03 nữ”"),
    ),
    Line("N04", changed({MONEY: "86,80"}), ("VS314 notice T6.B2.du_toan[1]",)),
    Line("N04", changed({"T3.M1.CB01.tong": "1 538"}), ("VS314 notice T3.M1.CB01.tong",), {"T3.M1.CB01.tong": 1538}),
    Line(
        "N05", changed({MONEY: "1.234"}), ("VS303 error T6.B2.du_toan[1]",), {MONEY: WITHHELD}, says=("1234", "1,234")
    ),
    Line(
        "N05",
        changed({"T3.M1.CB01.tong": "1.538"}),
        ("VS328 warning T3.M1.CB01.tong",),
        {"T3.M1.CB01.tong": 1538},
    ),
    Line("N06", changed({"T3.M1.CB01.tong": 1.538}), ("VS308 error T3.M1.CB01.tong",), says=("1,538", "1.538")),
    Line(
        "N07",
        changed({COUNT: dt.date(2011, 11, 6)}),
        ("VS319 error T6.05",),
        {COUNT: WITHHELD},
        says=("06/11/2011", "“6/11”"),
    ),
    Line("N08", changed({MONEY: 250_000_000}), ("VS414 warning T6.B2.du_toan[1]",), says=("250.000.000", "triệu đồng")),
    Line("N09", of_a_district(0.3), (f"VS325 warning {SHARE}",), says=("0,3", "30")),
    Line("N10", of_a_district(112), (f"VS307 error {SHARE}",), {SHARE: WITHHELD}),
    Line("N11", changed({COUNT: 12.5}), ("VS308 error T6.05",), {COUNT: WITHHELD}, says=("12,5",)),
    Line("N12", changed({"M.11": 26}), ("VS418 warning M.11",)),
    Line("N13", changed({"T1.06": "-"}), ("VS316 warning T1.06",), {"T1.06": 0}, says=("“-”", "0")),
    Line("N13", changed({"T1.06": "không phát sinh"}), ("VS316 warning T1.06",), {"T1.06": 0}),
    Line("N13", changed({"T1.06": "khong phat sinh"}), ("VS316 warning T1.06",), {"T1.06": 0}),
    Line("N13", changed({COUNT: "chưa có số liệu"}), ("VS317 warning T6.05",), {COUNT: WITHHELD}),
    Line("N13", changed({COUNT: "N/A"}), ("VS317 warning T6.05",), {COUNT: WITHHELD}),
    Line("N13", changed({COUNT: "x"}), ("VS304 error T6.05",), {COUNT: WITHHELD}),
    Line("N13", changed({COUNT: "…"}), ("VS301 error T6.05", "VS342 notice T6.05"), {COUNT: WITHHELD}),
    Line("N13", changed({COUNT: None}), ("VS301 error T6.05",), {COUNT: WITHHELD}, says=("0",)),
    Line("N15", changed({"T6.01": 9}), ("VS313 warning T6.01",), {"T6.01": 1}, says=("9", "1")),
    Line(
        "N16",
        changed({"T6.01": Formula("SUM(D9:D10)", "9")}),
        ("VS338 warning T6.01",),
        {"T6.01": 1},
        says=("bỏ sót dòng 33", "“9”", "“1”"),
    ),
    Line(
        "N16", changed({"T6.01": Formula("5+4", "9")}), ("VS338 warning T6.01",), {"T6.01": 1}, says=("khác công thức",)
    ),
    Line("N16", fewer_rows, ("VS338 warning T6.01",), {"T6.01": 2}, says=("bỏ sót dòng 34",)),
    Line("N17", changed({"M.14": Formula("[1]Sheet1!A1", "Lan")}), ("VS330 warning M.14",), {"M.14": "Lan"}),
    Line(
        "N18", changed({COUNT: ErrorCell("#DIV/0!")}), ("VS318 error T6.05",), {COUNT: WITHHELD}, says=("chia cho 0",)
    ),
    Line("N18", changed({COUNT: ErrorCell("#ERROR!")}), ("VS318 error T6.05",), {COUNT: WITHHELD}),
    Line(
        "N19",
        changed({COUNT: Formula("SUM(D15:D16)*1")}),
        ("VS337 notice T6.05",),
        {COUNT: 6},
        says=("=SUM(D15:D16)*1", "6"),
    ),
    Line("N19", changed({COUNT: Formula("IF(D15>0,6,0)")}), ("VS320 error T6.05",), {COUNT: WITHHELD}),
    Line(
        "N20",
        changed({"T1.06": Formula("SUM(D10:D40)", "0")}),
        ("VS333 warning T1.06",),
        {"T1.06": 0},
    ),
    Line("N22", changed({"T6.08": 9}), ("VS401 error T6.08",), {"T6.08": WITHHELD, COUNT: WITHHELD}, says=("9", "6")),
]
