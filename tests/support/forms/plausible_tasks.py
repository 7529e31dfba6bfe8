"""The header, the seven tasks and the general part of a plausible form, one function per part of a sheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from tests.support.forms import plausible_words as words
from tests.support.forms import plausible_works as works
from tests.support.forms.plausible_fill import LARGE, NOT_APPLICABLE, Filler, Row


def header(f: Filler) -> None:
    v, unit, period = f.values, f.unit, f.period
    v.update({"M.01": unit.code, "M.02": unit.name, "M.03": unit.kind, "M.04": period.form_code, "M.05": f.year})
    v.update({"M.06": period.from_date, "M.07": period.until_date})
    v["M.08"] = f.chance(0.15)
    whole_area = unit.kind in ("HU", "XA")
    own = f.pick(("Chỉ cơ quan", "Chỉ cơ quan", "Cơ quan và đơn vị trực thuộc"))
    v["M.09"] = "Toàn địa bàn" if whole_area else own
    if f.communes or own != "Chỉ cơ quan":
        v["M.10"] = f.communes or f.rng.randint(2, 12)
    v["M.11"] = f.document("Báo cáo")
    v["M.12"] = period.until_date + dt.timedelta(days=f.rng.randint(1, 8))
    v["M.13"] = f"{f.person()}, {words.HEADS[unit.kind]}"
    v["M.14"] = f.person()
    v["M.15"] = f"025.38{f.rng.randint(10000, 99999)}, {unit.code}@langson.example"


def plans(f: Filler) -> None:
    rng = f.rng
    planning, looking_ahead, _ = f.chance(0.9), f.chance(0.65), f.chance(0.6)
    papers: list[Row] = []
    planned = dt.date(f.year, 1, rng.randint(10, 28))
    yearly = f.paper("Kế hoạch", "KH năm", f.pick(words.YEARLY_PLANS), planned)
    longer = f.paper("Kế hoạch", "KH 5 năm", f.pick(words.FIVE_YEAR_PLANS), dt.date(f.year, 3, rng.randint(1, 31)))
    papers += [yearly] if planning else []
    papers += [longer] if looking_ahead else []
    choices = rng.sample(words.DIRECTIVES, 3)
    both = [f.paper(*choice, f.day(second=n == 2)) for n, choice in enumerate(choices)]
    papers += both[: rng.randint(0, 2)] + (both[2:] if f.annual else [])
    f.tables["T1.B1"] = papers
    if not papers:
        del f.tables["T1.B1"]
        f.nil.add("T1.B1")


def mainstreaming(f: Filler) -> None:
    v, rng = f.values, f.rng
    wrote = f.flow(2, 14)
    related = wrote * rng.randint(30, 70) // 100
    done = related * rng.randint(50, 100) // 100
    if f.unit.kind in ("SN", "HU") or f.chance(0.4):
        v.update({"T1.03": wrote, "T1.04": related, "T1.05": done})
    v["T1.06"] = f.flow(1, 4)
    f.flow(0, 5)  # what is not asked any more is still drawn: the figures that tests name stay
    f.chance(0.2)
    goals = rng.randint(8, 22)
    open_goals = rng.randint(0, 3)
    short = rng.randint(0, 3)
    if f.unit.kind != "DT" or f.chance(0.7):
        v.update({"T1.09": goals, "T1.10": goals - short - open_goals, "T1.11": short, "T1.12": open_goals})
    if f.chance(0.3):
        f.person()
    v["T1.14"] = f.say("T1.14")


def strategy(f: Filler) -> None:
    """The lead units' targets, only at the end of the year."""
    catalogue = f.edition.catalogues[0]
    found: list[Row] = []
    for target in catalogue.targets:
        code = f"{catalogue.code}-{target.code}"
        asked = target.measure == "có/không"
        goal = None if asked else re.search(r"\d+(?:,\d+)?", next(iter(target.values.values()), ""))
        drift = Decimal(f.rng.randint(-60, 80)).scaleb(-1)
        if f.unit.leads(f"T1.B2.{code}"):
            row: Row = {"ma_chi_tieu": code, "don_vi_tinh": target.measure, "ghi_chu": f"Số liệu của {f.short}"}
            found.append(row | _reached(goal and Decimal(goal[0].replace(",", ".")), drift, target.met_when))
    if found and f.annual:
        f.tables["T1.B2"] = found


def _reached(goal: Decimal | None, drift: Decimal, met_when: str) -> Row:
    if goal is None:
        return {"danh_gia": "Chưa có số liệu"}
    done = min(Decimal(100), goal + drift) if goal <= 100 else goal + drift
    done = max(done, Decimal("0.5"))
    up = not met_when.startswith(("≤", "<"))
    verdict = "Vượt" if (done > goal) is up and done != goal else "Đạt" if done == goal else "Chưa đạt"
    before = max(Decimal("0.5"), done - abs(drift) / 2)
    return {"muc_tieu": goal, "thuc_hien_ky_truoc": before, "thuc_hien": done, "danh_gia": verdict}


def committee(f: Filler) -> None:
    v, rng = f.values, f.rng
    fate = rng.randint(0, 99)
    late = 55 <= fate < 75
    decided = {True: f.day(), False: dt.date(f.year - rng.randint(1, 3), rng.randint(2, 11), rng.randint(1, 28))}
    settled = dt.date(f.year, 6, rng.randint(13, 30))
    members = rng.randint(5, 15)
    women = rng.randint(2, members - 1)
    meetings = f.flow(1, 2)
    number, _, chief = f.document("Quyết định"), f.document("Quyết định"), rng.choice((0, 0, 1, 1, 1, 2))
    open_reason, shared = f.say("T2.04"), f.chance(0.8)
    if fate >= 97 and f.unit.kind != "HU":
        v["T2.01"] = f.listed("T2.01", "Không thuộc")
        f.reasons.update(dict.fromkeys(("T2.06", "T2.07", "T2.11"), NOT_APPLICABLE))
    elif late and not f.annual:
        v["T2.01"], v["T2.04"] = f.listed("T2.01", "Chưa kiện toàn"), open_reason
    else:
        within = fate < 75
        v["T2.01"] = f.listed("T2.01", "Đã kiện toàn trong" if within else "Đã kiện toàn trước")
        v["T2.02"], v["T2.03"] = number, settled if late else decided[within]
        v["T2.05"] = f.edition.choices(f.edition.indicators["T2.05"])[chief]
        v.update({"T2.06": members, "T2.07": women, "T2.08": shared, "T2.11": meetings})


def committees_below(f: Filler) -> None:
    v, rng = f.values, f.rng
    ready = rng.randint(0, 2)
    below, _ = f.rng.randint(3, 12), rng.randint(6, 13)
    if f.unit.kind == "HU":
        v["T2.12"], v["T2.13"] = f.communes, f.communes - ready
    elif v.get("M.09") == "Cơ quan và đơn vị trực thuộc":
        v["T2.12"], v["T2.13"] = below, below - ready


def party_programme(f: Filler) -> None:
    v, rng = f.values, f.rng
    planned = f.chance(0.85)
    paper = f.paper("Chương trình", "NQ11", words.PARTY_PLANS[0], dt.date(f.year - rng.randint(1, 2), 5, 12))
    more = f.paper("Kế hoạch", "NQ11", words.PARTY_PLANS[1], f.day())
    both = f.chance(0.4)
    if planned:
        f.tables["T3.B1"] = [paper, more] if both else [paper]
    else:
        f.nil.add("T3.B1")
    fate, reviewed, later = rng.randint(0, 99), f.day(), f.day(second=True)
    number, _ = f.document("Báo cáo"), rng.randint(0, 4)
    if fate < 45 or (f.annual and fate < 90):
        day = reviewed if fate < 45 else later
        v["T3.02"] = f.listed("T3.02", "Đã sơ kết bằng hội nghị" if fate % 2 else "Đã sơ kết bằng báo cáo")
        v["T3.03"], v["T3.04"] = day, number
    else:
        v["T3.02"] = f.listed("T3.02", "Đang thực hiện" if fate % 2 else "Chưa sơ kết")
    v["T3.09"], v["T3.10"] = f.say("T3.09"), f.say("T3.10")


def staff(f: Filler) -> None:
    v, rng = f.values, f.rng
    whole = rng.randint(1100, 2600) if f.unit.kind == "HU" else rng.randint(28, 180)
    whole = rng.randint(900, 2400) if f.unit.code in LARGE else whole
    women = max(whole * rng.randint(22, 68) // 100, _known(f, "T2.07"))
    pairs = {"CB01": (whole, women), "CB02": _pair(f, whole * rng.randint(30, 60) // 100)}
    pairs["CB03"] = _pair(f, rng.randint(33, 41) if f.unit.kind == "HU" else rng.randint(5, 13), 10, 40)
    chiefs = rng.randint(3, 6)
    leading = rng.randint(0, 2)
    # A body with 30 % women and no woman among its chiefs would be warned (R13).
    pairs["CB04"] = (chiefs, max(1, leading) if women * 100 >= whole * 30 else leading)
    pairs["CB05"], pairs["CB06"] = _pair(f, rng.randint(6, 16), 20, 60), _pair(f, rng.randint(8, 24), 20, 60)
    for row in ("CB07", "CB08", "CB09", "CB10", "CB11"):
        pairs[row] = _pair(f, f.flow(0, 9), 30, 60)
    pairs["CB12"], pairs["CB13"] = _pair(f, rng.randint(0, 9)), _pair(f, rng.randint(0, 2))
    if f.chance(0.2):
        del pairs["CB06"]
    for row, (all_of_them, of_them) in pairs.items():
        v[f"T3.M1.{row}.tong"], v[f"T3.M1.{row}.nu"] = all_of_them, of_them


def _known(f: Filler, code: str) -> int:
    """A figure that is there already; 0 without one."""
    found = f.values.get(code)
    return found if isinstance(found, int) else 0


def _pair(f: Filler, whole: int, low: int = 25, high: int = 65) -> tuple[int, int]:
    return whole, whole * f.rng.randint(low, high) // 100


def election(f: Filler) -> None:
    v, rng = f.values, f.rng
    advised = f.unit.kind == "HU" or f.chance(0.6)
    ahead = dt.timedelta(days=0 if f.year == 2011 else 35)  # the election was in May, and is in March
    paper = f.paper("Công văn", "Bầu cử", words.ELECTION_PAPERS[0], dt.date(f.year, 2, rng.randint(9, 25)) - ahead)
    more = f.paper("Hướng dẫn", "Bầu cử", words.ELECTION_PAPERS[1], dt.date(f.year, 3, rng.randint(1, 18)) - ahead)
    if advised:
        f.tables["T4.B1"] = [paper, more] if f.unit.kind == "HU" else [paper]
    else:
        f.nil.add("T4.B1")
    rng.randint(1, 3)
    rng.randint(18, 60)
    stood = rng.randint(0, 3)
    v["T4.06"], v["T4.07"] = stood, min(stood, rng.randint(0, 2))
    v["T4.08"] = f.say("T4.08")
    short = [row for row, counts in _races(f).items() if _elected(f, row, *counts)]
    if {"HH", "HX"} & set(short):
        v["T4.05"] = f.say("T4.05")


def _races(f: Filler) -> dict[str, tuple[int, int]]:
    """Candidates and deputies of every row; the filter of `plausible` keeps those this unit reports."""
    seats = f.rng.randint(32, 40)
    communes = 1 if f.unit.kind == "XA" else f.communes
    commune_seats = communes * f.rng.randint(23, 27)
    return {
        "QH": (10, 6),
        "HT": (95, 57),
        "HH": (seats + f.rng.randint(20, 28), seats),
        "HX": (commune_seats * 8 // 5, commune_seats),
    }


def _elected(f: Filler, row: str, candidates: int, seats: int) -> bool:
    """Fills a row of T4.M1 and says whether it fell short of the target."""
    women = seats * f.rng.randint(24, 38) // 100
    stem = f"T4.M1.{row}"
    f.values[f"{stem}.chi_tieu_ty_le"] = Decimal(30)
    f.values[f"{stem}.ung_cu_tong"], f.values[f"{stem}.trung_cu_tong"] = candidates, seats
    stood = candidates * f.rng.randint(36, 48)  # 35 % is asked for, of few candidates as well
    f.values[f"{stem}.ung_cu_nu"] = max(women, stood // 100 if f.year == 2011 else -(-stood // 100))
    f.values[f"{stem}.trung_cu_nu"] = women
    return women * 100 < seats * 30


def posts(f: Filler) -> None:
    sizes = {"CD01": 3, "CD02": 1, "CD03": 1, "CD04": 4, "CD05": 1, "CD06": 3, "CD07": 9}
    for row, size in sizes.items():
        stem = f"T4.M2.{row}"
        f.values[f"{stem}.tong"] = size
        f.values[f"{stem}.nu"] = min(size, f.rng.randint(0, max(1, size // 2)))
        below = f.communes * size
        f.values[f"{stem}.xa_tong"], f.values[f"{stem}.xa_nu"] = below, below * f.rng.randint(8, 24) // 100


ALL: tuple[Callable[[Filler], None], ...] = (
    header,
    plans,
    mainstreaming,
    strategy,
    committee,
    committees_below,
    party_programme,
    staff,
    election,
    posts,
    *works.ALL,
)
