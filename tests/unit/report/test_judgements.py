"""What the report decides: each judgement rests on a figure, is said from its threshold on and only of enough units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.forms.plausible import Answers
from tests.support.seasons.judged import entry, judged, sections_of, value_of
from tests.support.seasons.random_seasons import previous_of
from tests.support.seasons.report_cases import all_forms, edition, form_of, made_of, report_of
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.text.numbers import number, share

UNITS = (
    "so-y-te",
    "so-noi-vu",
    "so-tu-phap",
    "so-gddt",
    "so-vhttdl",
    "huyen-bac-son",
    "huyen-chi-lang",
    "huyen-loc-binh",
)


@pytest.fixture(scope="module")
def forms() -> tuple[Submission, ...]:
    """Eight units, of which five have enough officers, two have set up no Committee, one is outside."""
    states = {1: "Chưa kiện toàn", 2: "Chưa thành lập", 3: "Không thuộc diện thành lập"}

    def change(n: int) -> Callable[[Answers], None]:
        def apply(answers: Answers) -> None:
            answers.values["M.08"], answers.values["T6.16"] = False, n < 5
            answers.values["T2.01"] = states.get(n, "Đã kiện toàn trong năm 2011")
            answers.values["T2.03"] = dt.date(2011, 5 + n // 4, 3)
            answers.values["T6.05"], answers.values["T6.09"], answers.values["T6.07"] = 10, 5 + n, 10
            answers.values["T1.06"] = 0 if n < 3 else n
            answers.tables["T6.B1"] = answers.tables.get("T6.B1", [])[:1]

        return apply

    return tuple(form_of(unit, change(n)) for n, unit in enumerate(UNITS))


def several(found: list[bool]) -> Fraction:
    return Fraction(100 * sum(found), len(found))


# By kind of measure: what the entry says, the value worked out from the forms alone, and what it prints.
def measures(forms: tuple[Submission, ...]) -> dict[str, tuple[str, Fraction, str, str]]:
    """All in units with `du = 0`: the cover is another matter."""
    states = [value_of(f, "T2.01") for f in forms]
    done = [s.startswith("Đã") for s in states if not s.startswith("Không thuộc")]
    meetings = [value_of(f, "T1.06") for f in forms]
    trained, officers = (sum(value_of(f, c) for f in forms) for c in ("T6.09", "T6.05"))
    days = [d for f in forms if (d := value_of(f, "T2.03"))]
    late = [d >= dt.date(2011, 6, 1) for d in days]
    levels = [
        r.cells["cap"].text for f in forms for r in f.tables["T6.B1"].rows if r.cells["vai_tro"].text == "Chủ trì"
    ]
    answers = '["Đã kiện toàn trong năm 2011", "Đã kiện toàn trước năm 2011, còn hiệu lực"]'
    return {
        "yes": ('do = "tra_loi"\nma = "T6.16"\ndu = 0', Fraction(500, 8), "{so} {con} {tong}", "05 03 08"),
        "choice": (
            f'do = "tra_loi"\nma = "T2.01"\ntra_loi = {answers}\ndu = 0',
            several(done),
            "{so} {con} {tong}",
            f"{sum(done):02d} {len(done) - sum(done):02d} {len(done):02d}",
        ),
        "happened": (
            'do = "phat_sinh"\nma = "T1.06"\ndu = 0',
            several([n > 0 for n in meetings]),
            "{so} {con} {tong}",
            f"{sum(n > 0 for n in meetings):02d} {sum(n == 0 for n in meetings):02d} {len(meetings):02d}",
        ),
        "days": (
            'do = "ngay"\nma = "T2.03"\ntu = "01/6/2011"\ndu = 0',
            several(late),
            "{so} {tong}",
            f"{sum(late):02d} {len(days):02d}",
        ),
        "share": (
            'do = "ty_le"\nma = "T6.09"\nmau = "T6.05"\ndu = 0',
            Fraction(100 * trained, officers),
            "{so}/{tong} {ty_le}",
            f"{trained}/{officers} {share(Fraction(100 * trained, officers))}",
        ),
        "sum": (
            'do = "tong"\nma = "T1.06"\ndu = 0',
            Fraction(sum(meetings)),
            "{so}",
            f"{number(sum(meetings))}",
        ),
        "rows": (
            'do = "dong"\nma = "T6.B1"\ncot = "cap"\ntra_loi = ["tỉnh"]\ndu = 0',
            several([level == "tỉnh" for level in levels]),
            "{so} {tong}",
            f"{levels.count('tỉnh'):02d} {len(levels):02d}",
        ),
        "returns": ('do = "gui"\ntrang_thai = "chua_gui"', Fraction(6200, 70), "{so} {tong}", "62 70"),
    }


KINDS = ("yes", "choice", "happened", "days", "share", "sum", "rows", "returns")


@pytest.mark.parametrize("kind", KINDS)
def test_a_judgement_is_said_from_its_threshold_on(kind: str, forms: tuple[Submission, ...], tmp_path: Path) -> None:
    """At it, above and below, whichever way the condition looks; with the figures worked out from the forms."""
    body, value, words, printed = measures(forms)[kind]
    report = report_of(made_of(forms))
    exact = f"{Decimal(value.numerator) / Decimal(value.denominator):.6f}"
    if Fraction(exact) == value:
        signs = {">=": True, "<=": True, "=": True, ">": False, "<": False}
        for sign, said in signs.items():
            assert bool(judged(report, entry(body, f"{sign} {exact}"), tmp_path).uu_diem()) is said, (sign, exact)
    above, below = str(int(value) + 1), str(int(value) - 1)
    for bound, high in ((above, False), (below, True)):
        for sign in (">=", ">"):
            assert bool(judged(report, entry(body, f"{sign} {bound}"), tmp_path).uu_diem()) is high
        for sign in ("<=", "<"):
            assert bool(judged(report, entry(body, f"{sign} {bound}"), tmp_path).uu_diem()) is not high
    assert [str(s) for s in judged(report, entry(body, words=words), tmp_path).uu_diem()] == [printed]


def test_growth_is_that_of_the_same_period_before(tmp_path: Path) -> None:
    """In percent of a sum, in points of a share; nothing is said without the year before."""
    body = 'do = "tang_giam"\nma = "T5.04"'
    now = report_of(made_of(all_forms()))
    assert judged(now, entry(body), tmp_path).uu_diem() == ()
    assert judged(now, entry(body), tmp_path).chua_danh_gia() == ()
    before = previous_of(now.consolidation, "6t")
    totals = dict(before.totals) | {"T5.04": before.totals["T5.04"] / 2, "T6.09": before.totals["T6.09"] - 100}
    report = replace(now, previous=replace(before, totals=totals))
    assert judged(report, entry(body, ">= 100"), tmp_path).uu_diem()
    assert not judged(report, entry(body, "> 100"), tmp_path).uu_diem()
    assert judged(replace(now, previous=before), entry(body, "= 0"), tmp_path).uu_diem()
    points = Fraction(10000) / Fraction(before.totals["T6.05"])
    share_ = 'do = "tang_giam"\nma = "T6.09"\nmau = "T6.05"'
    assert judged(report, entry(share_, f">= {int(points)}"), tmp_path).uu_diem()
    assert not judged(report, entry(share_, f">= {int(points) + 1}"), tmp_path).uu_diem()
    words = judged(report, entry(body, words="{so}, {so_sanh}"), tmp_path).uu_diem()[0]
    assert "tăng" in words
    assert "(tăng 100%)" in words


# ---------------------------------------------------------------------------------------------------------- the targets
def elected(women: dict[str, int], *, without: str = "") -> tuple[Submission, ...]:
    """The whole register; of the rows of T4.M1 every unit that gives one has a hundred deputies, so many of them women."""

    def change(answers: Answers) -> None:
        for row, count in women.items():
            if f"T4.M1.{row}.trung_cu_tong" in answers.values:
                answers.values[f"T4.M1.{row}.trung_cu_tong"] = 100
                answers.values[f"T4.M1.{row}.trung_cu_nu"] = count
                answers.values[f"T4.M1.{row}.ung_cu_tong"] = 200
                answers.values[f"T4.M1.{row}.ung_cu_nu"] = 58

    return tuple(form_of(f.unit, change) for f in all_forms() if f.unit != without)


ROWS = '[muc.a]\nten = "tỷ lệ nữ"\ndo = "dat_chi_tieu"\nma = "T4.M1"\nhang = {QH = "Quốc hội", HT = "tỉnh", HH = "huyện", HX = "xã"}\n'
BOTH = """uu_diem_khi = "> 0"
uu_diem = "Đạt: {ds_dat}."
han_che_khi = "< 100"
han_che = "Chưa đạt: {ds_chua}."
phuong_huong = "Sở Nội vụ làm."
nguyen_nhan_khi = "< 100"
nguyen_nhan = "Ứng cử: {ds_dau}."
"""


def test_a_row_meets_its_target_at_it_and_misses_it_below(tmp_path: Path) -> None:
    found = judged(report_of(made_of(elected({"QH": 31, "HT": 30, "HH": 29, "HX": 40}))), ROWS + BOTH, tmp_path)
    met = "Quốc hội (31%, chỉ tiêu 30%); tỉnh (30%, chỉ tiêu 30%); xã (40%, chỉ tiêu 30%)"
    assert found.uu_diem() == (f"Đạt: {met}.",)
    assert found.han_che() == ("Chưa đạt: huyện (29%, chỉ tiêu 30%).",)
    assert [(n.ve, n.chu) for n in found.nguyen_nhan()] == [("tỷ lệ nữ", "Ứng cử: huyện (29%).")]
    assert found.chua_danh_gia() == ()


def test_a_partial_report_does_not_accuse_the_province(tmp_path: Path) -> None:
    """Of ten of eleven districts neither a target met nor one missed is said; that it cannot be judged is."""
    report = report_of(made_of(elected({"QH": 31, "HT": 30, "HH": 20, "HX": 40}, without="huyen-chi-lang")))
    found = judged(report, ROWS + BOTH, tmp_path)
    assert found.uu_diem() == ("Đạt: Quốc hội (31%, chỉ tiêu 30%); tỉnh (30%, chỉ tiêu 30%).",)
    assert (found.han_che(), found.phuong_huong(), found.nguyen_nhan()) == ((), (), ())
    named = [("tỷ lệ nữ đối với huyện", "10/11"), ("tỷ lệ nữ đối với xã", "10/11")]
    assert [(u.ten, u.chu) for u in found.chua_danh_gia()] == named
    told = sections_of(report)
    sentences = [s for p in told["t4"] for s in p.removesuffix(".").split(". ")]
    (whole,) = (s for s in sentences if " chỉ tiêu đối với " in s)
    assert whole == (
        "Tỷ lệ nữ trúng cử đạt chỉ tiêu đối với đại biểu Quốc hội của tỉnh (31 nữ trong 100 đại biểu, 31%, chỉ tiêu 30%); "
        "đại biểu Hội đồng nhân dân tỉnh (30 nữ trong 100 đại biểu, 30%, chỉ tiêu 30%)"
    )
    (partial,) = (s for s in sentences if "(200 nữ trong 1.000 đại biểu, 20%" in s)
    assert partial.startswith("Theo số liệu của 10/11 đơn vị phải báo cáo, nữ trúng cử ")
    assert partial.endswith("; chưa đủ số liệu để đánh giá theo chỉ tiêu của toàn tỉnh")
    assert any("10/11 đơn vị" in p for p in told["iv-han-che"])


def test_of_too_few_nothing_is_judged(tmp_path: Path) -> None:
    body = entry('do = "tra_loi"\nma = "T6.16"\ndu = 50')
    for count, said in ((34, False), (35, True), (70, True), (1, False)):
        found = judged(report_of(made_of(all_forms()[:count])), body, tmp_path)
        assert bool(found.uu_diem()) is said, count
        assert [(u.ten, u.chu) for u in found.chua_danh_gia()] == ([] if said else [("việc thử", f"{count:02d}/70")])
    without = entry('do = "tra_loi"\nma = "T6.16"')
    assert judged(report_of(made_of(all_forms()[:69])), without, tmp_path).uu_diem() == ()
    assert judged(report_of(made_of(())), without.replace(">= 0", "<= 100"), tmp_path).uu_diem() == ()


def test_of_one_unit_nothing_is_said_that_holds_for_many(tmp_path: Path) -> None:
    body = entry('do = "tra_loi"\nma = "T6.16"\ndu = 0')
    assert judged(report_of(made_of(all_forms()[:1])), body, tmp_path).uu_diem() == ()
    assert judged(report_of(made_of(all_forms()[:2])), body, tmp_path).uu_diem()


def test_a_target_of_the_row_is_a_threshold_too(tmp_path: Path) -> None:
    body = 'do = "ty_le"\nma = "T4.M1.HT.trung_cu_nu"\nmau = "T4.M1.HT.trung_cu_tong"'
    for women, reached in ((29, False), (30, True), (31, True)):
        report = report_of(made_of(elected({"HT": women})))
        found = judged(report, entry(body, ">= chi_tieu", "{ty_le} của {chi_tieu}"), tmp_path).uu_diem()
        assert found == ((f"{women}% của 30%",) if reached else ())


@pytest.mark.parametrize("period", ["6t", "nam"])
def test_targets_of_the_strategy_are_told_once_a_year(period: str, tmp_path: Path) -> None:
    forms = all_forms(period)
    report = report_of(made_of(forms, period))
    body = 'do = "chi_tieu"\ntra_loi = ["Đạt", "Vượt"]'
    found = judged(report, entry(body, words="{so}/{tong}, còn {con}: {ds}"), tmp_path).uu_diem()
    if period == "6t":
        assert found == ()
        return
    verdicts: dict[str, list[str]] = {}
    for form in forms:
        for row in form.tables["T1.B2"].rows:
            code = row.cells["ma_chi_tieu"].text.partition("-")[2]
            verdicts.setdefault(code.rstrip("ab"), []).append(row.cells["danh_gia"].text)
    all_ = {t.code.rstrip("ab") for c in edition().catalogues for t in c.targets}
    met = {c for c in all_ if verdicts.get(c) and all(v in ("Đạt", "Vượt") for v in verdicts[c])}
    others = sorted(all_ - met)
    assert found == (f"{len(met)}/{len(all_)}, còn {len(others):02d}: {', '.join(others[:-1])} và {others[-1]}",)


# ------------------------------------------------------------------------------------------------- what follows from it
FOUR = """[kieu]
uu_diem = 1
han_che = 2
phuong_huong = 2
kien_nghi = 1
[noi_nhan."Sở thường trực"]
ten = "Sở thường trực của tỉnh"
chinh_la = ["ban"]
"""


def weak(name: str, weight: int, more: str = "") -> str:
    return f"""[muc.{name}]
ten = "việc {name}"
do = "tra_loi"
ma = "T6.16"
nang = {weight}
han_che_khi = "< 100"
han_che = "Hạn chế {name}: {{con}}."
phuong_huong = "Việc {name}."
{more}
"""


def test_the_weighty_come_first_and_no_weakness_is_without_its_direction(tmp_path: Path) -> None:
    text = FOUR + weak("a", 10) + weak("b", 90) + weak("c", 50, 'viec_khi = "<= 100"')
    text += entry('do = "tra_loi"\nma = "T6.16"', "<= 100", "Tốt.").replace("muc.a", "muc.x")
    text += entry('do = "tra_loi"\nma = "T6.16"', "<= 100", "Rất tốt.").replace("muc.a", "muc.y").replace("du", "du")
    found = judged(report_of(made_of(all_forms())), text, tmp_path)
    lacking = sum(value_of(f, "T6.16") is False for f in all_forms())
    assert found.han_che() == (f"Hạn chế b: {lacking}.", f"Hạn chế c: {lacking}.")
    assert found.phuong_huong() == ("Việc b.", "Việc c.")
    assert found.uu_diem() == ("Tốt.",)
    more = judged(report_of(made_of(all_forms())), text.replace("phuong_huong = 2", "phuong_huong = 1"), tmp_path)
    assert more.phuong_huong() == ("Việc b.", "Việc c.")


def test_what_is_asked_of_the_issuer_is_work_of_its_own(tmp_path: Path) -> None:
    asked = 'kien_nghi = {"UBND tỉnh" = "Chỉ đạo {con} đơn vị.", "Sở thường trực" = "Mở lớp."}'
    text = FOUR + weak("a", 10, asked)
    for issuer, own in (("ban", True), ("so", False)):
        found = judged(replace(report_of(made_of(all_forms())), issuer=issuer), text, tmp_path)
        names = [n.ten for n in found.cac_kien_nghi()]
        assert ("Sở thường trực của tỉnh" in names) is not own
        assert ("Sở thường trực của tỉnh mở lớp." in found.phuong_huong()) is own
        assert [n.ten for n in found.kien_nghi_voi_minh()] == (["Sở thường trực"] if own else [])
        lacking = sum(value_of(f, "T6.16") is False for f in all_forms())
        assert found.cac_kien_nghi()[0].cau == (f"Chỉ đạo {lacking} đơn vị.",)
        assert found.cac_kien_nghi()[0].y


def test_a_cause_is_told_only_of_a_weakness_that_is_told(tmp_path: Path) -> None:
    cause = """[muc.vi-sao]
ten = "cán bộ"
do = "ty_le"
ma = "T6.07"
mau = "T6.05"
nguyen_nhan_khi = ">= 0"
nguyen_nhan = "Kiêm nhiệm {so}/{tong}."
giai_thich = ["a"]
"""
    report = report_of(made_of(all_forms()))
    part, whole = (sum(value_of(f, c) for f in all_forms()) for c in ("T6.07", "T6.05"))
    told = judged(report, cause + weak("a", 10), tmp_path).nguyen_nhan()
    assert [n.ve for n in told] == ["việc a"]
    assert told[0].chu.startswith(f"Kiêm nhiệm {number(part)}/{number(whole)}")
    untold = weak("a", 10).replace("< 100", "< 0")
    assert judged(report, cause + untold, tmp_path).nguyen_nhan() == ()


def test_a_sentence_without_all_its_figures_is_not_said(tmp_path: Path) -> None:
    """Neither of a figure that is nought or lacks too many, nor of one that is not there."""

    def nought(answers: Answers) -> None:
        answers.values["T1.06"], answers.values["T6.16"] = 0, True

    def silent(answers: Answers) -> None:
        nought(answers)
        answers.values.pop("T7.08")

    first, *others = (f.unit for f in all_forms())
    forms = (form_of(first, nought), *(form_of(unit, nought) for unit in others))
    body = 'do = "tra_loi"\nma = "T6.16"'
    report = report_of(made_of(forms))
    assert judged(report, entry(body, words="{T7.08} văn bản"), tmp_path).uu_diem()
    assert judged(report, entry(body, words="{T1.06} cuộc"), tmp_path).uu_diem() == ()
    assert judged(report, entry(body, words="{T6.09/T6.05}"), tmp_path).uu_diem()
    lacking = report_of(made_of((form_of(first, silent), *forms[1:])))
    assert judged(lacking, entry(body, words="{T7.08} văn bản"), tmp_path).uu_diem() == ()
