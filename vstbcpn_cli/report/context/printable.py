"""The things a sentence of the report can print: figures, shares, counts, rows, with the words they need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Self

import msgspec

from vstbcpn_cli.report.context import phrases
from vstbcpn_cli.report.context.coverage_remarks import remark
from vstbcpn_cli.report.document.text import About, figure_of, in_brackets, joined
from vstbcpn_cli.text.casing import lower_first
from vstbcpn_cli.text.numbers import counted, number, share, share_of


class Figure(msgspec.Struct, frozen=True):
    """One total. In a template: `x.co` there is a value · `x.la_khong` it is zero · `x.hon_khong` it is more ·
    `x.chu` printed in a sentence · `x.trong_o` in a table · `x.dvt` đơn vị tính · `x.gia_tri` the number ·
    `x.luu_y`, `x.ghi_chu` a mark with the note “Số liệu của 16/70 đơn vị” where the figure is of fewer units than have
    sent a report · `x.uoc` one with “Số liệu ước đến ngày …” · `x.luu_y_sau(y)` as `x.luu_y`, and nothing when `y`,
    printed before it in the sentence, lacks the same units · `x.cung_don_vi(y)` whether both are figures of the same
    units · `x.duoc_hoi` whether it is asked of any unit that has sent a form: of what nobody was asked nothing is
    lacking.

    `hoi` is the number of units the figure is asked of, `thieu` those of them that are not in it, `chua_gui` those that
    have sent nothing and are in no figure; `nguon` is the source of a figure of the province that replaces the sum;
    `ma` is its code, which what is printed carries along.
    """

    gia_tri: int | Decimal | None
    dvt: str = ""
    thieu: frozenset[str] = frozenset()
    uoc_den: dt.date | None = None
    padded: bool = False
    hoi: int = 0
    nguon: str = ""
    chua_gui: frozenset[str] = frozenset()
    ma: str = ""

    @property
    def co(self) -> bool:
        return self.gia_tri is not None

    @property
    def la_khong(self) -> bool:
        return self.gia_tri == 0

    @property
    def hon_khong(self) -> bool:
        return bool(self.gia_tri)

    @property
    def chu(self) -> str:
        """The number as the office writes it; “…” where there is none."""
        return "…" if self.gia_tri is None else figure_of(self.ma, counted(self.gia_tri, padded=self.padded))

    @property
    def trong_o(self) -> str:
        return "…" if self.gia_tri is None else figure_of(self.ma, number(self.gia_tri))

    @property
    def duoc_hoi(self) -> bool:
        return self.hoi > len(self.chua_gui)

    @property
    def so_thieu(self) -> int:
        return len(self.thieu)

    @property
    def nguoi_gui(self) -> str:
        """Whose the figure is where that is not what the head of the report says."""
        if self.nguon:
            return f"nguồn: {self.nguon}"
        if self.thieu <= self.chua_gui:
            return ""
        given = self.hoi - len(self.thieu)
        return phrases.covered(given, given + len(self.thieu - self.chua_gui), padded=self.padded)

    @property
    def ghi_chu(self) -> str:
        return remark(About.COVERAGE, self.nguoi_gui)

    @property
    def uoc(self) -> str:
        return remark(About.ESTIMATE, phrases.estimated(self.uoc_den))

    @property
    def luu_y(self) -> str:
        return self.ghi_chu

    def cung_don_vi(self, truoc: Figure) -> bool:
        """Whether both are figures of the same units, so that one may be a part of the other."""
        return self.thieu == truoc.thieu

    def luu_y_sau(self, truoc: Figure) -> str:
        return "" if self.thieu == truoc.thieu else self.ghi_chu


class ShareFigure(msgspec.Struct, frozen=True):
    """A share of sums: `x.co` · `x.chu` “41,6%” · `x.tu`, `x.mau` the two sums · `x.tu_mau` “7/26” · `x.ghi_chu` a mark
    with the base, when fewer units gave both figures than gave one of them · `x.phan(y)`, `x.ghi_chu_sau(y)` the part
    and the base after the whole `y` · `x.rieng` whether it is the share of other figures than those printed of the two,
    of fewer units · `x.bang` for a table: “43,00%” · `x.phan_so` the sums there · `x.trong_o` the share, with the sums
    where they stand nowhere else · `x.co_so(dvt)` the two sums in brackets and the mark of their base, or nothing."""

    gia_tri: Decimal | None
    part: int | Decimal = 0
    whole: int | Decimal = 0
    so_don_vi: int = 0
    partial: bool = False
    rieng: bool = False
    padded: bool = False
    ma: str = ""
    ma_toan: str = ""

    @property
    def co(self) -> bool:
        return self.gia_tri is not None

    @property
    def chu(self) -> str:
        return "…" if self.gia_tri is None else figure_of(self.ma, share(self.gia_tri))

    @property
    def trong_o(self) -> str:
        return joined([self.bang, " (", self.phan_so, ")"]) if self.rieng else self.bang

    @property
    def bang(self) -> str:
        return "…" if self.gia_tri is None else figure_of(self.ma, share(self.gia_tri, even=True))

    @property
    def phan_so(self) -> str:
        return joined([figure_of(self.ma, number(self.part)), figure_of(self.ma_toan, number(self.whole))], "/")

    def co_so(self, dvt: str) -> str:
        if not self.rieng:
            return ""
        return joined([in_brackets(joined([self.tu_mau, f" {dvt}"])), self.ghi_chu])

    @property
    def tu(self) -> str:
        return figure_of(self.ma, counted(self.part, padded=self.padded))

    @property
    def mau(self) -> str:
        return figure_of(self.ma_toan, counted(self.whole, padded=self.padded))

    @property
    def tu_mau(self) -> str:
        return joined([self.tu, self.mau], "/")

    @property
    def ghi_chu(self) -> str:
        based = phrases.based_on(self.so_don_vi, padded=self.padded)
        return remark(About.BASE, based) if self.partial else ""

    def phan(self, toan: Figure) -> str:
        """The part of a whole printed before it: “7”; “7/26” where it is the part of fewer units than that whole."""
        return self.tu if self.whole == toan.gia_tri else self.tu_mau

    def ghi_chu_sau(self, toan: Figure) -> str:
        """The base, unless it is the whole printed before."""
        return "" if self.whole == toan.gia_tri else self.ghi_chu


class AnswerCount(int):
    """How many there are of what `trace` is asked for by `ma`: units that gave an answer, targets, points; the counts
    of two answers to one question are put together with `+`."""

    ma: str

    def __new__(cls, count: int, ma: str) -> Self:
        made = super().__new__(cls, count)
        made.ma = ma
        return made

    def __add__(self, other: int) -> int:
        total = super().__add__(other)
        return AnswerCount(total, self.ma) if isinstance(other, AnswerCount) and other.ma == self.ma else total


class YesCount(msgspec.Struct, frozen=True):
    """Who answered Có: `x.co` anybody answered · `x.n`, `x.N` · `x.chu` “12/47” · `x.so` the yes alone, `x.tong` the
    answers, printed · `x.ty_le` “25,53%”, nothing of fewer than ten · `x.tat_ca`, `x.khong_ai` · `x.khong` the number
    of Không · `x.don_vi` what those who answered are: “đơn vị” when nobody is lacking, “đơn vị báo cáo” when all that
    have sent a form answered, else “đơn vị báo cáo nội dung
    này”."""

    n: int
    N: int
    hoi: int
    da_gui: int
    padded: bool = False
    ma: str = ""

    @property
    def co(self) -> bool:
        return self.N > 0

    @property
    def so(self) -> str:
        return figure_of(self.ma, counted(self.n, padded=self.padded))

    @property
    def tong(self) -> str:
        return figure_of(self.ma, counted(self.N, padded=self.padded))

    @property
    def chu(self) -> str:
        return joined([self.so, self.tong], "/")

    @property
    def ty_le(self) -> str:
        return figure_of(self.ma, share_of(self.n, self.N)) if self.N >= phrases.SMALL_BASE else ""

    @property
    def tat_ca(self) -> bool:
        return self.N > 0 and self.n == self.N

    @property
    def khong_ai(self) -> bool:
        return self.N > 0 and self.n == 0

    @property
    def khong(self) -> int:
        return AnswerCount(self.N - self.n, self.ma)

    @property
    def don_vi(self) -> str:
        if self.hoi == self.N:
            return "đơn vị"
        return "đơn vị báo cáo" if self.da_gui == self.N else "đơn vị báo cáo nội dung này"


class Named(msgspec.Struct, frozen=True):
    """One value of a list with how often (or how much) it occurs: `x.ten` · `x.so` number · `x.chu` printed ·
    `x.don_vi` the units behind it, as a list for a sentence."""

    ten: str
    so: int | Decimal
    don_vi: str = ""
    padded: bool = False
    ma: str = ""

    @property
    def chu(self) -> str:
        return figure_of(self.ma, counted(self.so, padded=self.padded))

    @property
    def ten_thuong(self) -> str:
        return lower_first(self.ten)


class UnitText(msgspec.Struct, frozen=True):
    """The own words of one unit: `x.don_vi` its name, `x.chu` what it wrote."""

    don_vi: str
    chu: str


class RowView(msgspec.Struct, frozen=True):
    """One row of a table, its columns by their key (`r.ten_lop`), printed; `r.don_vi_gui`
    is the unit that sent it, as a sentence names it."""

    don_vi_gui: str
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells[key]


class MatrixRowView(msgspec.Struct, frozen=True):
    """One row of a matrix: `h.ma`, `h.ten`, `h.chi_tieu` its target (“30%” or nothing), `h.so["nu"]` the total of a
    column, `h.ty_le["nu"]` its share as the edition declares it, `h.hien_co` whether it counts what is there at the end
    of the period (and not what happened in it)."""

    ma: str
    ten: str
    so: Mapping[str, Figure]
    ty_le: Mapping[str, ShareFigure]
    target: Decimal | None = None
    hien_co: bool = False

    @property
    def chi_tieu(self) -> str:
        return "" if self.target is None else share(self.target)

    @property
    def ten_thuong(self) -> str:
        return lower_first(self.ten)


class Level(msgspec.Struct, frozen=True):
    """One administrative level of a matrix with levels: `c.ten` and its rows; levels are never added together."""

    ten: str
    hang: tuple[MatrixRowView, ...]
