"""What a template may name besides figures: period, offices, coverage, sections, annexes, proposals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

import msgspec

from vstbcpn_cli.edition.model import Edition, FieldRole, Severity
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.counting import CountedForm
from vstbcpn_cli.model.coverage import UnitStanding
from vstbcpn_cli.model.submission import State
from vstbcpn_cli.report.context import phrases
from vstbcpn_cli.report.context.count_names import COVERAGE
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.printable import AnswerCount, Named
from vstbcpn_cli.report.context.targets import Targets
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.document.text import figure_of, in_series, joined
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.text.dates import long_date
from vstbcpn_cli.text.numbers import number, roman, share_of

OTHER = "Khác"
ALL = "don-vi:phai-bao-cao"
"""What `trace` is asked for the units that must report."""


class UnitGroup(msgspec.Struct, frozen=True):
    """One kind of unit: `n.ten` “sở, ban, ngành” · `n.da_gui`, `n.tong` printed counts · `n.so` how many have sent."""

    ten: str
    so: int
    all: int
    padded: bool = False

    @property
    def da_gui(self) -> str:
        return figure_of(COVERAGE, number(self.so, padded=self.padded))

    @property
    def tong(self) -> str:
        return figure_of(ALL, number(self.all, padded=self.padded))


class UnitsView(msgspec.Struct, frozen=True):
    """Who has sent: `don_vi.da_gui`/`don_vi.tong` with `don_vi.ty_le`, `don_vi.nhom` by kind, `don_vi.so_cham`,
    `don_vi.so_chua_gui` with `don_vi.ten_chua_gui`, `don_vi.so_chua_dung` with `don_vi.ten_chua_dung` units whose file
    cannot be used, `don_vi.so_con_lai` both of these,
    `don_vi.so_khong_cong` values left out because of an error, of `don_vi.so_don_vi_loi` units,
    `don_vi.ten_chua_cong` those units where all of their figures are left out (nothing else), `don_vi.so_thieu_tong`
    parts left out because their unit has not given the whole, of `don_vi.so_don_vi_thieu_tong` units, `don_vi.so_uoc`
    units with estimates, `don_vi.so_can_xac_minh` open errors and warnings, `don_vi.du` nothing is lacking,
    `don_vi.cac` “Các đơn vị”, or “Đơn vị” where one has sent, `don_vi.so_khong_phat_sinh` confirmed nil returns with
    `don_vi.ten_khong_phat_sinh`, `don_vi.so_loai_tru` units the office leaves out with `don_vi.ten_loai_tru`,
    `don_vi.uoc_den` the last day to which they are estimated,
    `don_vi.so_sanh_tren` the units that have sent a form both times where these are not all, 0 where nothing is
    compared, `don_vi.so_quy_tac` rules that a fault of the program has stopped, `don_vi.ten_quy_tac` which."""

    n: int
    N: int
    nhom: tuple[UnitGroup, ...]
    so_cham: int
    ten_cham: str
    so_chua_gui: int
    ten_chua_gui: str
    so_khong_cong: int
    so_don_vi_loi: int
    ten_chua_cong: str
    so_uoc: int
    so_can_xac_minh: int
    so_chua_dung: int = 0
    ten_chua_dung: str = ""
    so_khong_phat_sinh: int = 0
    ten_khong_phat_sinh: str = ""
    so_loai_tru: int = 0
    ten_loai_tru: str = ""
    so_thieu_tong: int = 0
    so_don_vi_thieu_tong: int = 0
    so_quy_tac: int = 0
    ten_quy_tac: str = ""
    uoc_den: str = ""
    so_sanh_tren: int = 0
    padded: bool = False

    @property
    def da_gui(self) -> str:
        return figure_of(COVERAGE, number(self.n, padded=self.padded))

    @property
    def tong(self) -> str:
        return figure_of(ALL, number(self.N, padded=self.padded))

    @property
    def so_con_lai(self) -> int:
        return AnswerCount(self.so_chua_gui + self.so_chua_dung, "don-vi:chua-co-bao-cao")

    @property
    def cac(self) -> str:
        """Who a sentence speaks of: one unit has no plural."""
        return "Đơn vị" if self.n == 1 else "Các đơn vị"

    @property
    def ty_le(self) -> str:
        return figure_of(COVERAGE, share_of(self.n, self.N) or "0%")

    @property
    def du(self) -> bool:
        left_out = self.so_khong_cong or self.so_thieu_tong or self.so_loai_tru
        return not (self.so_chua_gui or self.so_chua_dung or left_out)


class PeriodView(msgspec.Struct, frozen=True):
    """`ky.ten` “6 tháng đầu năm 2011” · `ky.tieu_de` as in the title · `ky.ky_toi` · `ky.nam` · `ky.nam_sau` the year
    after it · `ky.la_nam` the annual report · `ky.tu_ngay`, `ky.den_ngay`, `ky.chot` the day up to which files were
    received, as in a sentence · `ky.so_voi` “so với cùng kỳ năm 2010”, empty where there is nothing to compare with."""

    ten: str
    tieu_de: str
    ky_toi: str
    nam: str
    la_nam: bool
    tu_ngay: str
    den_ngay: str
    chot: str
    so_voi: str
    nam_sau: str


def units_view(report: Report, labels: Labels) -> UnitsView:
    made = report.consolidation
    coverage = made.coverage
    tally, groups = coverage.tally(), [(k, coverage.tally(k)) for k in coverage.kinds]
    unusable = [flat(u.unit.name) for u in coverage.units if coverage.standing(u) is UnitStanding.UNUSABLE]
    missing = [flat(u.unit.name) for u in coverage.units if coverage.standing(u) is UnitStanding.MISSING]
    late = [flat(u.unit.name) for u in coverage.late]
    annex = labels.default_annex
    withheld = [w for w in made.withheld() if w.finding is not None]
    wholeless = [w for w in made.withheld() if w.finding is None]
    faulty = list(dict.fromkeys(flat(w.unit.name) for w in withheld))
    return UnitsView(
        tally.sent,
        tally.units,
        tuple(UnitGroup(labels.group(made.edition.kind_of[k]), t.sent, t.units, labels.padded) for k, t in groups),
        AnswerCount(tally.late, "don-vi:cham"),
        phrases.units(late, annex),
        AnswerCount(tally.missing, "don-vi:chua-gui"),
        phrases.units(missing, annex),
        AnswerCount(len(withheld), "so-lieu:con-loi"),
        AnswerCount(len(faulty), "don-vi:con-loi"),
        phrases.units(faulty, annex) if report.strict else "",
        AnswerCount(sum(1 for e in made.entries if estimating(made.edition, e)), "don-vi:uoc-tinh"),
        AnswerCount(open_points(made), "diem:can-xac-minh"),
        so_chua_dung=AnswerCount(tally.unusable, "don-vi:chua-dung-duoc"),
        ten_chua_dung=phrases.units(unusable, annex),
        so_khong_phat_sinh=AnswerCount(tally.nil, "don-vi:khong-phat-sinh"),
        ten_khong_phat_sinh=phrases.units([flat(u.unit.name) for u in coverage.nil], annex),
        so_loai_tru=AnswerCount(tally.excluded, "don-vi:loai-tru"),
        ten_loai_tru=phrases.units([flat(u.unit.name) for u in coverage.excluded], annex),
        so_thieu_tong=AnswerCount(len(wholeless), "so-lieu:thieu-tong"),
        so_don_vi_thieu_tong=AnswerCount(len({w.unit.code for w in wholeless}), "don-vi:thieu-tong"),
        so_quy_tac=AnswerCount(len(coverage.not_run), "quy-tac:chua-xong"),
        ten_quy_tac="; ".join(f"{rule} ({number(n)} tệp)" for rule, n in coverage.not_run.items()),
        uoc_den=_estimated_until(made),
        so_sanh_tren=AnswerCount(_compared(report), "don-vi:hai-ky"),
        padded=labels.padded,
    )


def _estimated_until(made: Consolidation) -> str:
    """The last day to which any unit has estimated, as in a sentence; empty where none has."""
    days = estimates(made).values()
    return long_date(max(days)) if days else ""


def _compared(report: Report) -> int:
    """How many units have sent a form both times, where these are not all that report; 0 where there is no need to say
    so."""
    earlier, units = report.earlier, report.consolidation.coverage.units
    if earlier is None:
        return 0
    both = sum(u.sent and u.unit.code in earlier.units for u in units)
    return both if both < len(units) else 0


def estimates(made: Consolidation) -> Mapping[str, dt.date]:
    """The units whose form holds estimates, with the day they run to."""
    found: dict[str, dt.date] = {}
    until_at = made.edition.code_of(FieldRole.WINDOW_UNTIL)
    for entry in made.entries:
        until = entry.submission.values.get(until_at)
        if estimating(made.edition, entry):
            day = until.date if until is not None and until.state is State.VALUE else None
            found[entry.unit.code] = day or made.coverage.period.until_date
    return found


def estimating(edition: Edition, entry: CountedForm) -> bool:
    """Whether the unit says that its form holds estimates (“Có số liệu ước thực hiện”)."""
    found = entry.submission.values.get(edition.code_of(FieldRole.ESTIMATED))
    return found is not None and found.value is True


def open_points(made: Consolidation) -> int:
    """How many errors and warnings of the returned forms are open."""
    counted = [u.counted for u in made.coverage.units if u.counted is not None]
    found = sum(c.counts[Severity.ERROR] + c.counts[Severity.WARNING] for c in counted)
    return found + sum(1 for j in made.coverage.unplaced if not j.status.set_aside)


def period_view(report: Report) -> PeriodView:
    coverage = report.consolidation.coverage
    period = coverage.period
    return PeriodView(
        period.short,
        period.title,
        period.next_title,
        str(coverage.edition.year),
        period.annual,
        long_date(period.from_date),
        long_date(period.until_date),
        long_date(report.as_of),
        compared_with(report),
        str(coverage.edition.year + 1),
    )


def compared_with(report: Report) -> str:
    """What the figures are compared with: “so với cùng kỳ năm 2010”; empty where there is nothing."""
    found = report.earlier
    return "" if found is None else phrases.beside(found.year, annual=report.consolidation.coverage.period.annual)


def sections(report: Report, empty: Collection[str] = ()) -> Mapping[str, str]:
    """`muc.phuong_huong` → “V”: the numbers of the parts but the `empty` ones; that of the targets only in the annual
    report."""
    names = ["chi_dao", "ket_qua", "chi_tieu", "danh_gia", "phuong_huong", "kien_nghi"]
    made = report.consolidation
    if made.edition.targets is None or not made.coverage.period.annual:
        names.remove("chi_tieu")
    numbered = {name: roman(n) for n, name in enumerate((n for n in names if n not in empty), 1)}
    return {"chi_tieu": "", **dict.fromkeys(names, ""), **numbered}


def annexes(report: Report, labels: Labels) -> Mapping[str, str]:
    """`phu_luc.so_lieu` → “Phụ lục II”; an annex this report does not have is empty.

    That of a matrix by unit stands where `nhan.toml` names one and a unit has filled it in. Numbers run on without a
    gap; the working list of the officer's copy comes last. What was said word for word is no annex but a file of its
    own, `phu_luc.danh_muc`.
    """
    made = report.consolidation
    names = [
        "tinh_hinh",
        "so_lieu",
        *(["can_bo"] if _filled_in(made, labels.text("phu_luc", "can_bo", "bieu")) else []),
    ]
    annual = made.edition.targets is not None and made.coverage.period.annual
    names += ["chi_tieu"] if annual or Targets(made).reported else []
    names += ["xac_minh"] if report.for_officer and (open_points(made) or made.withheld()) else []
    found = {name: f"{labels.text('phu_luc', 'ten')} {roman(n)}" for n, name in enumerate(names, 1)}
    apart = {"danh_muc": labels.text("phu_luc", "danh_muc", "ten")}
    return {"can_bo": "", "chi_tieu": "", "xac_minh": "", **found, **apart}


def _filled_in(made: Consolidation, matrix: str) -> bool:
    """Whether any cell of a matrix has a figure."""
    found = made.edition.matrices.get(matrix)
    return found is not None and any(made.total(found.cell_code(r, c)).parts for r in found.rows for c in found.columns)


class Spelled(msgspec.Struct, frozen=True):
    """The short words of the form in those of a report, as `nhan.toml` gives them."""

    labels: Labels

    def day_du(self, ten: str) -> str:
        """A name of the form without its abbreviations."""
        return self.labels.in_full(ten)

    def ke(self, named: tuple[Named, ...], danh_tu: str = "") -> str:
        """“12 kế hoạch, 05 công văn và 01 văn bản khác”; `danh_tu` goes before “khác”."""
        words, rest = self.labels.get("thay"), (OTHER, self.labels.text("trong_o", "chua_phan_loai"))
        other = [joined([n.chu, danh_tu, n.ten_thuong], " ") for n in named if n.ten in rest and danh_tu]
        plain = [
            joined([n.chu, words.get(n.ten, n.ten_thuong)], " ") for n in named if n.ten not in rest or not danh_tu
        ]
        return in_series([*plain, *other])
