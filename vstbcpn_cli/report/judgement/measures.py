"""The figures behind judgements: what each kind of measure counts, of how many, and how it is printed.

What is printed comes from the functions of the context that sentences use as well, so that a trace leads back to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import msgspec

from vstbcpn_cli.edition.model import Aggregate
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.totals import Total
from vstbcpn_cli.report.context import phrases
from vstbcpn_cli.report.context.comparison import Comparisons
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.count_names import COVERAGE, TARGETS, targets_name
from vstbcpn_cli.report.context.matrices import Grids
from vstbcpn_cli.report.context.period_and_units import UnitsView
from vstbcpn_cli.report.context.printable import ShareFigure, YesCount
from vstbcpn_cli.report.context.targets import Targets
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.document.text import figure_of, joined
from vstbcpn_cli.report.judgement.entry import Entry, MeasureKind, ReturnState
from vstbcpn_cli.text.casing import lower_first
from vstbcpn_cli.text.lists import series
from vstbcpn_cli.text.numbers import counted, share_of

MOST_NAMED = 5
"""So many units are named; of more an annex has the names."""


class Unjudged(msgspec.Struct, frozen=True):
    """What too few have given to be judged: `x.ten` · `x.chu` “10/11”, of how many there is a figure · `x.don_vi` what
    they are."""

    ten: str
    co: int
    hoi: int
    don_vi: str = "đơn vị"
    padded: bool = False

    @property
    def chu(self) -> str:
        return "/".join(counted(n, padded=self.padded) for n in (self.co, self.hoi))


class Measured(msgspec.Struct, frozen=True):
    """A figure to judge: `value` in percent, of a sum and of growth in its own measure, None where there is nothing to
    judge. `answered` of those `asked`, all of one `kind`, are in it. `names` is what its sentences may print, with the
    `remark` behind them; `unjudged` are parts of it that lack too many.
    """

    value: Fraction | None = None
    answered: int = 0
    asked: int = 0
    kind: str = "đơn vị"
    names: Mapping[str, str] = msgspec.field(default_factory=dict)
    remark: str = ""
    target: Fraction | None = None
    unjudged: tuple[Unjudged, ...] = ()

    def borne(self, cover: int) -> bool:
        """Whether enough of those concerned are in it."""
        return self.answered > 0 and self.answered * 100 >= cover * self.asked


class Facts(msgspec.Struct, frozen=True, dict=True):
    """Where measures take their figures from."""

    of: Context
    grids: Grids
    targets: Targets
    units: UnitsView
    annexes: Mapping[str, str]

    def measured(self, entry: Entry) -> Measured:
        return _MEASURES[entry.kind](self, entry)

    def count(self, number: int) -> str:
        """A count as the office writes it in a sentence."""
        return counted(number, padded=self.of.labels.padded)

    def listed(self, names: Sequence[str], annex: str) -> str:
        """“ (Sở A; Sở B)”; of many only where they stand: “ (Phụ lục II)”."""
        if not names:
            return ""
        few = len(names) <= MOST_NAMED
        return f" ({phrases.units(names, annex)})" if few else f" ({self.annexes[annex]})"


# ------------------------------------------------------------------------------------------------------ shares of units
def _answers(facts: Facts, entry: Entry) -> Measured:
    """How many of the units that answered and are concerned gave one of the answers, of yes and no the yes."""
    of, total = facts.of, facts.of.made.total(entry.code)
    spec = of.edition.indicators[entry.code]
    if total.aggregate is Aggregate.COUNT_YES:
        lacking = [p.unit.name for p in total.parts if p.observation.value is not True]
        return _of_units(facts, total, of.dem(entry.code), lacking)
    rest = [v for v in of.edition.choices(spec) if v not in (*entry.answers, *spec.outside)]
    lacking = [p.unit.name for p in total.parts if p.observation.text in rest]
    return _counted(
        facts, total, of.dem_tra_loi(entry.code, *entry.answers), of.dem_tra_loi(entry.code, *rest), lacking
    )


def _happened(facts: Facts, entry: Entry) -> Measured:
    """How many of the units that gave a number gave more than nought."""
    total = facts.of.made.total(entry.code)
    lacking = [*(p.unit.name for p in total.parts if not p.number), *(u.name for u in total.nil)]
    return _of_units(facts, total, facts.of.dem_phat_sinh(entry.code), lacking)


def _days(facts: Facts, entry: Entry) -> Measured:
    """How many of the units that gave a day gave one between two days; named are those that did."""
    total = facts.of.made.total(entry.code)
    within = facts.of.theo_ngay(entry.code, entry.first, entry.last)
    return _counted(facts, total, len(within), len(total.parts) - len(within), within)


def _counted(facts: Facts, total: Total, yes: int, others: int, named: Sequence[str]) -> Measured:
    asked = yes + others + total.lacking
    return _of_units(
        facts, total, YesCount(yes, yes + others, asked, asked - len(total.missing), facts.of.labels.padded), named
    )


def _of_units(facts: Facts, total: Total, count: YesCount, named: Sequence[str]) -> Measured:
    """Of a single unit nothing is said that holds for many."""
    rest = replace(count, n=count.khong)
    names = {
        "so": count.so,
        "con": rest.so,
        "tong": count.tong,
        "duoc": _some(count),
        "chua": joined(["còn ", _some(rest)]) if count.n else _some(rest),
        "ty_le": count.ty_le,
        "dat": joined([", đạt ", count.ty_le]) if count.ty_le and rest.n and count.n else "",
        "chiem": joined([", chiếm ", rest.ty_le]) if count.ty_le and rest.n and count.n else "",
        "ten": facts.listed([flat(n) for n in named], "so_lieu"),
    }
    value = Fraction(count.n * 100, count.N) if count.N > 1 else None
    return Measured(value, total.answered, total.asked, names=names)


def _some(count: YesCount) -> str:
    """“63/70 đơn vị”, “tất cả 70 đơn vị báo cáo”."""
    if not count.tat_ca:
        return joined([count.chu, count.don_vi], " ")
    return joined(["cả" if count.N == 2 else "tất cả", count.tong, count.don_vi], " ")


# -------------------------------------------------------------------------------------------------------------- figures
def _share(facts: Facts, entry: Entry) -> Measured:
    """One sum in percent of another, of the units that gave both."""
    of = facts.of
    found, total = of.ty_le(entry.code, entry.whole, entry.units), of.made.total(entry.code, entry.units)
    if found.gia_tri is None:
        return Measured(asked=total.asked)
    ratio = Fraction(found.part) * 100 / Fraction(found.whole)
    answered = 1 if total.given else found.so_don_vi + len(total.nil)
    row = of.edition.matrix_cells.get(entry.code)
    target = row[1].target if row else None
    names = {"so": found.tu, "tong": found.mau, "ty_le": found.chu}
    if target is not None:
        names["chi_tieu"] = ShareFigure(target).chu
    remark = found.ghi_chu or of.so(entry.code, entry.units).luu_y
    asked = max(answered, 1 if total.given else total.asked)
    return Measured(
        ratio, answered, asked, names=names, remark=remark, target=None if target is None else Fraction(target)
    )


def _sum(facts: Facts, entry: Entry) -> Measured:
    figure, total = facts.of.so(entry.code, entry.units), facts.of.made.total(entry.code, entry.units)
    if figure.gia_tri is None:
        return Measured(asked=total.asked)
    answered, asked = (1, 1) if total.given else (total.answered, total.asked)
    return Measured(Fraction(figure.gia_tri), answered, asked, names={"so": figure.chu}, remark=figure.luu_y)


def _growth(facts: Facts, entry: Entry) -> Measured:
    """By how many percent a sum, by how many points of a percentage a share is above that of the same period before."""
    of = facts.of
    totals = [of.made.total(c) for c in (entry.code, entry.whole) if c]
    found = Comparisons(of.report.earlier).of(*totals)
    if found is None or (not found.share and found.before < phrases.SMALL_BASE):
        return Measured()
    more = Fraction(found.now) - Fraction(found.before)
    value = more if found.share else more * 100 / Fraction(found.before)
    answered = len(found.among) or totals[0].answered
    figure = of.ty_le(entry.code, entry.whole).chu if entry.whole else of.so(entry.code).chu
    names = {"so": figure, "so_sanh": of.so_sanh(entry.code, entry.whole)}
    return Measured(
        value, answered, totals[0].asked, names=names, remark="" if entry.whole else of.so(entry.code).luu_y
    )


def _rows(facts: Facts, entry: Entry) -> Measured:
    """How many of the rows of a table have one of the answers in a column."""
    found, total = facts.grids.dem_bang(entry.code, entry.column), facts.of.made.total(entry.code)
    some = [n for n in found if n.ten in entry.answers]
    known = facts.of.edition.choices(facts.of.edition.tables[entry.code].column(entry.column))
    yes, all_ = (int(sum(n.so for n in group)) for group in (some, [n for n in found if n.ten in known]))
    counts = {"so": yes, "tong": all_, "con": all_ - yes}
    names = {name: figure_of(entry.code, facts.count(n)) for name, n in counts.items()}
    names["ty_le"] = figure_of(entry.code, share_of(yes, all_))
    value = Fraction(yes * 100, all_) if all_ else None
    return Measured(value, total.answered, total.asked, names=names, remark=facts.grids.dem_dong(entry.code).ghi_chu)


def _row_targets(facts: Facts, entry: Entry) -> Measured:
    """How many of the rows of a matrix reach the target the form has for them; a row that lacks too many is not judged.

    What is judged is the last of the shares of a row. Of a row that misses its target the first is told where that was
    below the target already: of the elected the candidates.
    """
    of, matrix = facts.of, facts.of.edition.matrices[entry.code]
    (first, of_all), (part, whole) = matrix.shares[0], matrix.shares[-1]
    met: list[str] = []
    missed: list[str] = []
    before: list[str] = []
    unjudged: list[Unjudged] = []
    for row in (r for r in matrix.rows if r.target is not None):
        stem = f"{matrix.code}.{row.code}"
        total, name = (
            of.made.total(f"{stem}.{part}"),
            entry.rows.get(row.code, lower_first(of.labels.in_full(row.label))),
        )
        found = of.ty_le(f"{stem}.{part}", f"{stem}.{whole}")
        if found.gia_tri is None or row.target is None or found.so_don_vi * 100 < entry.cover * total.asked:
            subject = f"{entry.subject} đối với {name}"
            of_row = Unjudged(subject, found.so_don_vi, total.asked, padded=of.labels.padded)
            unjudged += [of_row] if of_row.co < of_row.hoi else []
        else:
            reached = Fraction(found.part) * 100 >= Fraction(row.target) * Fraction(found.whole)
            (met if reached else missed).append(
                joined([name, " (", found.chu, f", chỉ tiêu {ShareFigure(row.target).chu})"])
            )
            start = of.ty_le(f"{stem}.{first}", f"{stem}.{of_all}")
            if not reached and start.gia_tri is not None and start.gia_tri < row.target:
                before.append(joined([name, " (", start.chu, ")"]))
    judged = len(met) + len(missed)
    names = {"so": facts.count(len(met)), "tong": facts.count(judged), "con": facts.count(len(missed))}
    names |= {name: joined(rows, "; ") for name, rows in (("ds_dat", met), ("ds_chua", missed), ("ds_dau", before))}
    value = Fraction(len(met) * 100, judged) if judged else None
    return Measured(value, judged, judged, names=names, unjudged=tuple(unjudged))


def _strategy(facts: Facts, entry: Entry) -> Measured:
    """How many targets of the strategies have only parts with one of the verdicts; named are the others. Concerned are
    all targets: whether their lead unit has reported them."""
    targets = facts.targets
    if not facts.of.made.coverage.period.annual or not targets.reported:
        return Measured()
    some, all_ = targets.dem_chi_tieu(*entry.answers), targets.dem_chi_tieu()
    code = targets_name(entry.answers)
    others = [t.number for t in targets.numbered if not t.has_only(entry.answers)]
    names = {
        "so": figure_of(code, facts.count(some)),
        "con": figure_of(
            code, facts.count(targets.con_chi_tieu(*entry.answers))
        ),  # `trace` lists those that are not counted as well
        "tong": figure_of(TARGETS, facts.count(all_)),
        "ty_le": figure_of(code, share_of(some, all_)),
        "ds": series(others),
    }
    reported = sum(all(part.co for part in t.parts) for t in targets.numbered)
    return Measured(Fraction(some * 100, all_), reported, all_, "chỉ tiêu", names=names)


def _returns(facts: Facts, entry: Entry) -> Measured:
    """How many of the units that must report have sent, in time, late, in no form that can be used, or not."""
    u = facts.units
    count, code, names = {
        ReturnState.SENT: (u.n, COVERAGE, ""),
        ReturnState.ON_TIME: (u.n - u.so_cham, "don-vi:dung-han", ""),
        ReturnState.LATE: (u.so_cham, "don-vi:cham", u.ten_cham),
        ReturnState.UNUSABLE: (u.so_chua_dung, "don-vi:chua-dung-duoc", u.ten_chua_dung),
        ReturnState.MISSING: (u.so_chua_gui, "don-vi:chua-gui", u.ten_chua_gui),
    }[entry.state]
    told = f" ({names if count <= MOST_NAMED else facts.annexes['tinh_hinh']})" if names else ""
    share = figure_of(code, share_of(count, u.N))
    said = {
        "so": figure_of(code, facts.count(count)),
        "tong": u.tong,
        "duoc": _some(YesCount(count, u.N, u.N, u.N, facts.of.labels.padded, code)),
        "ty_le": share,
        "ten": told,
    }
    return Measured(Fraction(count * 100, u.N) if u.N else None, 1, 1, names=said)


_MEASURES: Mapping[MeasureKind, Callable[[Facts, Entry], Measured]] = {
    MeasureKind.ANSWERS: _answers,
    MeasureKind.HAPPENED: _happened,
    MeasureKind.DAYS: _days,
    MeasureKind.SHARE: _share,
    MeasureKind.SUM: _sum,
    MeasureKind.GROWTH: _growth,
    MeasureKind.ROWS: _rows,
    MeasureKind.ROW_TARGETS: _row_targets,
    MeasureKind.STRATEGY: _strategy,
    MeasureKind.RETURNS: _returns,
}

_UNIT_NAMES = frozenset({"so", "con", "tong", "duoc", "chua", "ty_le", "dat", "chiem", "ten"})
LIST = "ds"
"""How a name begins that stands for a list: a sentence with an empty list is not said."""
NAMES: Mapping[MeasureKind, frozenset[str]] = {
    MeasureKind.ANSWERS: _UNIT_NAMES,
    MeasureKind.HAPPENED: _UNIT_NAMES,
    MeasureKind.DAYS: _UNIT_NAMES,
    MeasureKind.SHARE: frozenset({"so", "tong", "ty_le", "chi_tieu"}),
    MeasureKind.SUM: frozenset({"so"}),
    MeasureKind.GROWTH: frozenset({"so", "so_sanh"}),
    MeasureKind.ROWS: frozenset({"so", "con", "tong", "ty_le"}),
    MeasureKind.ROW_TARGETS: frozenset({"so", "con", "tong", "ds_dat", "ds_chua", "ds_dau"}),
    MeasureKind.STRATEGY: frozenset({"so", "con", "tong", "ty_le", "ds"}),
    MeasureKind.RETURNS: frozenset({"so", "tong", "duoc", "ty_le", "ten"}),
}
"""What a sentence of an entry of this kind may print of its figure."""
