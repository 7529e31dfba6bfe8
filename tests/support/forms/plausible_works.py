"""Tasks 5 to 7 and the general part of a plausible form: what was done, for how much, and what is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from tests.support.forms import plausible_words as words
from tests.support.forms.plausible_fill import NOT_APPLICABLE, UNAVAILABLE, Filler, Row


def campaigns(f: Filler) -> None:
    knows_women = f.chance(0.9)
    districts = f.unit.kind == "HU"

    def event(second: bool) -> Row:
        day, talks = f.day(second=second), f.rng.randint(1, 6)
        people = talks * f.rng.randint(30, 120)
        row: Row = {"noi_dung": f.pick(words.TOPICS), "hinh_thuc": f.any_of("T5.B1.hinh_thuc")}
        row |= {"vai_tro": "Chủ trì" if f.chance(0.75) else "Phối hợp", "ngay_bat_dau": day}
        row |= {"ngay_ket_thuc": day + dt.timedelta(days=f.rng.randint(0, 2)), "so_cuoc": talks, "luot_nguoi": people}
        women = people * f.rng.randint(35, 75) // 100
        if knows_women:
            row["luot_nu"] = women
        return row | {"dia_ban": f"{f.rng.randint(2, 6)} xã thuộc {f.short}" if districts else f.place()}

    counts = (f.rng.randint(2, 5), f.rng.randint(1, 3)) if districts else (f.rng.randint(0, 2), f.rng.randint(0, 2))
    _distinct(f, "T5.B1", f.rows("T5.B1", counts, event), ("noi_dung", "hinh_thuc", "ngay_bat_dau", "dia_ban"))


def _distinct(f: Filler, table: str, rows: list[Row], key: tuple[str, ...]) -> None:
    """Keeps one row per key."""
    found = {tuple(row.get(k) for k in key): row for row in reversed(rows)}
    if rows:
        f.tables[table] = [row for row in rows if any(row is kept for kept in found.values())]


def media(f: Filler) -> None:
    v = f.values
    four_a_quarter = (16 if f.annual else 8) if f.unit.kind == "XA" and f.year > 2011 else 0
    v["T5.04"], v["T5.05"] = f.flow(1, 14) + four_a_quarter, f.flow(0, 4)
    v["T5.06"] = f.flow(0, 40) * 10
    f.flow(0, 12)  # what is not asked any more is still drawn: the figures that tests name stay
    if f.unit.kind == "SN" and f.chance(0.3):
        del v["T5.05"], v["T5.06"]
        f.reasons["T5.05"] = NOT_APPLICABLE
        f.reasons["T5.06"] = UNAVAILABLE
    found = f.flow(0, 2)
    v["T5.10"], v["T5.11"] = found, found
    v["T5.12"] = f.say("T5.12")


def clubs(f: Filler) -> None:
    chosen = f.rng.sample(words.CLUBS, f.rng.randint(1, 4))
    many = f.unit.kind in ("HU", "XA") or f.unit.code == "hoi-lhpn"
    rows = [_club(f, kind, name) for kind, name in chosen]
    if many or (f.unit.kind == "DT" and f.chance(0.5)):
        f.tables["T5.B2"] = rows
    else:
        f.nil.add("T5.B2")


def _club(f: Filler, kind: str, name: str) -> Row:
    new, day, year = f.chance(0.25), f.day(), f.year - f.rng.randint(1, 5)
    members, meetings = f.rng.randint(12, 45), f.flow(2, 6)
    return {
        "ten": name,
        "loai": f.listed("T5.B2.loai", kind.partition(" – ")[0]),
        "vai_tro": "Chủ trì",
        "dia_ban": f"{f.rng.randint(1, 9)} cơ sở thuộc {f.short}",
        "ngay_thanh_lap": day if new else dt.date(year, f.rng.randint(1, 12), f.rng.randint(1, 28)),
        "so_thanh_vien": members,
        "so_nu": members * f.rng.randint(50, 100) // 100,
        "so_buoi_sinh_hoat": meetings,
        "tinh_trang": "Đang hoạt động" if new or f.chance(0.9) else "Tạm dừng",
    }


def merits(f: Filler) -> None:
    def merit(second: bool) -> Row:
        alone, honoured = f.chance(0.7), f.chance(0.6)
        row: Row = {"loai": "Cá nhân" if alone else "Tập thể", "don_vi": f.short, "thanh_tich": f.pick(words.MERITS)}
        row["ten"] = f"Bà {f.person()}" if alone else f"Ban Vì sự tiến bộ của phụ nữ {f.short}"
        paper, day = f.document("Quyết định"), f.day(second=second)
        row["hinh_thuc_khen"] = "Giấy khen" if honoured else "Biểu dương"
        return row | ({"so_ky_hieu": paper, "ngay": day} if honoured else {})

    if f.chance(0.4):
        _distinct(f, "T5.B3", f.rows("T5.B3", (f.rng.randint(1, 2), 1), merit), ("ten", "so_ky_hieu"))


def congress(f: Filler) -> None:
    v = f.values
    day, later, early = f.day(), f.day(second=True), f.chance(0.5)
    territory = f.unit.kind == "HU" or (f.unit.kind == "XA" and f.year > 2011)
    if f.unit.kind == "DT" and f.unit.code != "hoi-lhpn":
        v["T5.13a"] = "Không áp dụng"
    elif f.annual or (early and territory):
        v["T5.13a"], v["T5.13b"] = "Đã tổ chức", day if early and territory else later
    else:
        v["T5.13a"] = "Chưa"
    below = {f.unit.admin_code: f.communes} if f.unit.kind == "HU" else words.BASES[f.year]
    held = {code: count if f.annual else count - int(code) % 4 for code, count in below.items() if count}
    v["T5.14a"], v["T5.14b"] = sum(held.values()), sum(below.values())


def courses(f: Filler) -> None:
    # Decides on the rows of T6.B2, from which the form computes it; a district passes money on.
    pays = f.values["T6.12"] = f.chance(0.7) or f.unit.kind == "HU"

    def course(second: bool) -> Row:
        subject, audience, title = f.rng.choice(words.COURSES)
        day, people, cost = f.day(second=second), f.rng.randint(25, 90), f.money(4, 22)
        row: Row = {"ten_lop": f"{title} – {f.short}", "noi_dung": f.listed("T6.B1.noi_dung", subject)}
        row |= {"doi_tuong": f.listed("T6.B1.doi_tuong", audience), "cap": _level(f), "tu_ngay": day}
        leads = f.chance(0.8)
        row |= {"vai_tro": "Chủ trì" if leads else "Cử người tham gia", "den_ngay": day + dt.timedelta(days=1)}
        row |= {"dia_diem": f.place(), "so_hoc_vien": people, "so_nu": people * f.rng.randint(40, 90) // 100}
        return row | ({"kinh_phi": cost} if pays and leads else {})

    rows = f.rows("T6.B1", (f.rng.randint(0, 2), f.rng.randint(0, 1)), course)
    _distinct(f, "T6.B1", rows, ("ten_lop", "tu_ngay"))


def _level(f: Filler) -> str:
    return {"HU": "huyện", "XA": "xã"}.get(f.unit.kind, "tỉnh")


def officers(f: Filler) -> None:
    v, rng = f.values, f.rng
    full, besides = rng.randint(0, 2), rng.randint(1, 9) + (f.communes or 0)
    v.update({"T6.05": full + besides, "T6.06": full, "T6.07": besides})
    f.part("T6.08", full + besides, 45, 95)
    staff = v["T3.M1.CB01.nu"]
    v["T6.08"] = min(w for w in (v["T6.08"], staff) if isinstance(w, int))
    f.part("T6.09", full + besides, 40, 100)
    helpers = rng.randint(2, 4) * f.communes + rng.randint(0, 20)
    v["T6.04"] = f.flow(0, 6)
    v["T6.10"] = helpers
    f.part("T6.11", helpers, 50, 95)
    if f.unit.kind == "SN" and f.chance(0.5):
        del v["T6.10"], v["T6.11"]
        f.reasons["T6.10"] = UNAVAILABLE


def budget(f: Filler) -> None:
    """Plans hold for the year; spending follows the plan, and the courses' costs lie within it."""
    source = f.listed("T6.B2.nguon", "NS huyện" if f.unit.kind == "HU" else "Chi thường xuyên")
    chosen, plans = f.rng.sample(words.SPENDING, 2), [f.money(5, 40) for _ in range(2)]
    shares, teaching = [f.rng.randint(3, 6) for _ in range(2)], f.money(60, 90)
    below, spread = f.money(10, 60), f.money(20, 120)
    if f.values["T6.12"]:
        costs = (r.get("kinh_phi") for r in f.tables.get("T6.B1", []))
        spent = sum((c for c in costs if isinstance(c, Decimal)), Decimal(0))
        rows = [_spending(f, source, "Tập huấn", teaching, spent)]
        for item, plan, share in zip(chosen, plans, shares, strict=True):
            rows.append(_spending(f, source, item, plan, plan * (10 if f.annual else share) / 10))
        if f.unit.kind == "SN" and f.chance(0.1):
            rows.append(rows[0] | {"du_toan": below, "thuc_hien": Decimal(0), "cap_thuc_chi": "Phân bổ cho cấp dưới"})
        f.tables["T6.B2"] = rows
    else:
        f.nil.add("T6.B2")
    f.values["T6.15"] = spread if f.values["T6.12"] else Decimal(0)


def _spending(f: Filler, source: str, item: str, plan: Decimal, spent: Decimal) -> Row:
    name = f.listed("T6.B2.noi_dung_chi", item.partition(" (")[0].partition(",")[0])
    spent = spent.quantize(Decimal("0.001"))
    return {"nguon": source, "noi_dung_chi": name, "du_toan": plan, "thuc_hien": spent, "cap_thuc_chi": "Đơn vị này"}


def inspections(f: Filler) -> None:
    def inspection(second: bool) -> Row:
        form = f.pick(("Kiểm tra", "Kiểm tra", "Giám sát", "Tự kiểm tra", "Được cấp trên kiểm tra"))
        asked = f.rng.randint(0, 4)
        above = form == "Được cấp trên kiểm tra"
        row: Row = {"hinh_thuc": form, "vai_tro": "Chủ trì", "so_ky_hieu": f.document("Kế hoạch")}
        row |= {"ngay": f.day(second=second), "don_vi_chu_tri": "Ban VSTBCPN tỉnh" if above else f.short}
        own = form in ("Tự kiểm tra", "Được cấp trên kiểm tra")
        row["don_vi_duoc_kiem_tra"] = f.short if own else f"Các đơn vị trực thuộc {f.short}"
        row |= {"so_don_vi": 1 if own else f.rng.randint(1, 6), "so_kien_nghi": asked}
        row |= {"noi_dung": "Việc thực hiện công tác bình đẳng giới và vì sự tiến bộ của phụ nữ"}
        done = min(asked, f.rng.randint(0, 4))
        return row | {"so_kien_nghi_da_thuc_hien": done, "ket_qua": f.pick(words.FINDINGS_OF_INSPECTION)}

    rows = f.rows("T7.B1", (f.rng.randint(0, 2), f.rng.randint(0, 2)), inspection)
    _distinct(f, "T7.B1", rows, ("hinh_thuc", "ngay", "don_vi_duoc_kiem_tra"))
    closing = f.say("T7.11")
    if rows:
        f.values["T7.11"] = closing


def guidance(f: Filler) -> None:
    v = f.values
    planned = f.chance(0.5)
    v["T7.01"] = planned or "T7.B1" in f.tables
    v["T7.08"] = f.flow(1, 5)
    letters = f.flow(0, 1)
    v["T7.09"], v["T7.10"] = letters, letters


def assessment(f: Filler) -> None:
    for code in ("X.01", "X.02", "X.03", "X.04"):
        f.values[code] = f.say(code)
    chosen = f.rng.sample(words.PROPOSALS, f.rng.randint(1, 3))
    if f.chance(0.6):
        f.tables["X.B1"] = [{"noi_dung": text, "gui_toi": f.listed("X.B1.gui_toi", to)} for to, text in chosen]


def the_letter(f: Filler) -> None:
    """What the letter asks of the things told before; drawn last, so that these stay as they were drawn."""
    v = f.values
    for plan in (row for row in f.tables.get("T1.B1", []) if row["nhom"] in ("KH năm", "KH 5 năm")):
        plan[f.column("T1.B1", "theo_")] = "Có" if f.chance(0.8) else "Không"
    sent = f.chance(0.8)
    if "T3.04" in v:
        v["T3.11"] = sent
    for club in f.tables.get("T5.B2", []):
        club["chien_luoc"] = "Có" if f.chance(0.7) else "Không"
    if "T5.B3" not in f.tables:
        f.nil.add("T5.B3")
    act, form = f.pick(words.ACTS), f.any_of("T5.B4.hinh_thuc")
    if v["T5.10"]:
        f.tables["T5.B4"] = [{"hanh_vi": act, "hinh_thuc": form}]
    said, told = f.say("T5.16"), f.chance(0.5)
    if told:
        v["T5.16"] = said
    v["T6.16"] = f.chance(0.75)
    planned = (row["du_toan"] for row in f.tables.get("T6.B2", []))
    budget = sum((m for m in planned if isinstance(m, Decimal)), Decimal(0))
    v["T6.15"] = min(m for m in (v["T6.15"], budget) if isinstance(m, Decimal))
    for talk in (row for row in f.tables.get("T5.B1", []) if row["noi_dung"] == "Đại hội Phụ nữ"):
        if f.chance(0.6):
            talk["noi_dung"] = f.listed("T5.B1.noi_dung", "Đại hội Phụ nữ tỉnh")


ALL: tuple[Callable[[Filler], None], ...] = (
    campaigns,
    media,
    clubs,
    merits,
    congress,
    courses,
    officers,
    budget,
    inspections,
    guidance,
    assessment,
    the_letter,
)
