"""What officers write where a number is asked (N)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tests.support.catalogue.catalogue import UNIT, WITHHELD, Line, changed, spot
from tests.support.catalogue.catalogue_sheets import courses
from tests.support.forms import returned as at
from tests.support.forms.placed_sheets import sheet_named
from tests.support.forms.returned import ErrorCell, Formula, Stored

MONEY = "T6.B2.du_toan[1]"
COUNT, STAFF = "T6.05", "T3.M1.CB01.tong"
DISTRICT, SHARE = "huyen-trang-dinh", "T4.M1.HH.chi_tieu_ty_le"


def of_a_district(share: float) -> Callable[[], bytes]:
    return lambda: at.typed(at.filled(DISTRICT), {at.spot(DISTRICT, SHARE): share})


def not_one(text: str, code: str = "VS304") -> Line:
    return Line("N03", changed({COUNT: text}), (f"{code} error {COUNT}",), {COUNT: WITHHELD}, says=(f"“{text}”",))


def fewer_rows(part: str) -> Callable[[], bytes]:
    """The form's own formula with this part changed: a range that ends above the last filled row."""

    def dragged() -> bytes:
        content = at.typed(at.filled(UNIT), courses(1, 2))
        place = spot("T6.01")
        stored = sheet_named(content, place[0]).cells[place[1:]].formula
        end = max(row for _, row, _ in at.rows_of(UNIT, "T6.B1")) + 1
        first = spot("T6.B1.ten_lop[1]")[1]
        old = part.format(end)
        assert old in stored
        return at.typed(content, {place: Formula(stored.replace(old, part.format(first)), "1")})

    return dragged


def unformatted(text: str) -> Stored:
    """A text in a cell that was pasted with the format it came with: programs may have read what was typed there."""
    return Stored("str", text, general=True)


LINES = [
    Line("N01", changed({COUNT: unformatted("6")}), ("VS314 notice T6.05",), {COUNT: 6}, says=("“6”",)),
    Line("N01", changed({COUNT: "6"}), (), {COUNT: 6}),
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
    Line("N04", changed({MONEY: unformatted("86,80")}), (f"VS314 notice {MONEY}",), {MONEY: Decimal("86.8")}),
    Line("N04", changed({MONEY: "86,80"}), (), {MONEY: Decimal("86.8")}),
    Line("N04", changed({MONEY: "86.8"}), (), {MONEY: Decimal("86.8")}),
    Line("N04", changed({STAFF: "1 538"}), (f"VS314 notice {STAFF}",), {STAFF: 1538}),
    Line(
        "N05", changed({MONEY: "1.234"}), ("VS303 error T6.B2.du_toan[1]",), {MONEY: WITHHELD}, says=("1234", "1,234")
    ),
    *(
        Line("N05", changed({STAFF: value}), (f"VS328 warning {STAFF}",), {STAFF: 1538}, says=("1538",))
        for value in (unformatted("1.538"), "1,538")
    ),
    Line("N05", changed({STAFF: "1.538"}), (), {STAFF: 1538}),
    Line("N06", changed({STAFF: 1.538}), (f"VS308 error {STAFF}",), {STAFF: WITHHELD}, says=("1,538", "1.538")),
    Line(
        "N07",
        changed({COUNT: Stored("n", "40853", date=True)}),
        ("VS319 error T6.05",),
        {COUNT: WITHHELD},
        says=("06/11/2011", "“6/11”"),
    ),
    *(not_one(text) for text in ("6/11", "06/11/2011", "10-6")),
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
    Line(
        "N16",
        changed({"T6.12": Formula("OR(E60)", "Không")}),
        ("VS338 warning T6.12",),
        {"T6.12": True},
        says=("“Không”", "tính lại: “Có”"),
    ),
    *(
        Line("N16", fewer_rows(part), ("VS338 warning T6.01",), {"T6.01": 2}, says=("bỏ sót dòng 34", "“1”", "“2”"))
        for part in (":F{}", ":B{}")  # what is counted, and what says whether anything is
    ),
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
