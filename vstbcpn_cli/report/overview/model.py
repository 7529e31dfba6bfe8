"""The overview as its page names it: numbers, units, their files and the points in them, rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.coverage import Judged, Tally, Timeliness, UnitCoverage, UnitStanding, marked_unit
from vstbcpn_cli.model.findings import Finding, FindingGroup, further, group_findings
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.contacts import in_form, in_register
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.office_records import Say, recorded_notes
from vstbcpn_cli.report.renderer import Overview
from vstbcpn_cli.report.rows import by_name, file_name
from vstbcpn_cli.text.dates import short_date

_MOST_CELLS = 12
STRAY = "stray"
"""Stands for the standing of a file that belongs to no unit."""


class Counts(msgspec.Struct, frozen=True):
    """`d.loi`, `d.canh_bao`, `d.luu_y` how many findings of each severity · `d.giai_trinh` of the notices explained by
    the unit, `d.thu_nghiem` of rules on trial · `d.tong` all of them."""

    loi: int
    canh_bao: int
    luu_y: int
    giai_trinh: int
    thu_nghiem: int

    @property
    def tong(self) -> int:
        return self.loi + self.canh_bao + self.luu_y


class Similar(msgspec.Struct, frozen=True):
    """`k.o` cells and `k.su_viec` what is so there: the further cases of a point."""

    o: str
    su_viec: str


class Point(msgspec.Struct, frozen=True):
    """`p.muc` error, warning or notice · `p.ma` VS401, `p.rang_buoc` R05 · `p.trang` sheet, `p.o` first cells,
    `p.o_them` the others, `p.ma_so` what they answer · `p.su_viec`, `p.de_nghi`, `p.khac` further cases · `p.so` how
    many findings it stands for, `p.so_khac` beside the first, `p.loai` of what (ô, trang tính) · `p.giai_trinh`,
    `p.thu_nghiem` what made it a notice."""

    muc: str
    ma: str
    rang_buoc: str
    trang: str
    o: tuple[str, ...]
    o_them: tuple[str, ...]
    ma_so: str
    su_viec: str
    de_nghi: str
    khac: tuple[Similar, ...]
    so: int
    so_khac: int
    loai: str
    giai_trinh: bool
    thu_nghiem: bool


class FileView(msgspec.Struct, frozen=True):
    """`t.ten` name of the file, `t.ket_qua` what became of it, `t.ngay` received, `t.theo_so` by the log or by the
    file itself, `t.luu_bang` the program that saved it, `t.diem` its points, `t.dem` counts."""

    ten: str
    ket_qua: str
    ngay: str
    theo_so: bool
    luu_bang: str
    diem: tuple[Point, ...]
    dem: Counts


class UnitView(msgspec.Struct, frozen=True):
    """`d.neo` place on the page, `d.stt`, `d.ten`, `d.khoi` kind · `d.viec` what is left to do, `d.ket_qua` of the file
    that counts, `d.han` on_time, late, missing, nil or excluded, `d.so_ngay` days late, `d.ngay` received, `d.theo_so`
    · `d.loc` the numbers of the page that count it · `d.tep` files with something to say · `d.dem` counts of their
    points · `d.ghi_nhan` what the log says of it, a sentence each · `d.lien_he` whom to ask by the register, who
    signed, who filled in, how to reach them, a phrase each · `d.cac_tep` every file it sent, with its day."""

    neo: str
    stt: int
    ten: str
    khoi: str
    viec: str
    ket_qua: str
    han: str
    so_ngay: int
    ngay: str
    theo_so: bool
    tep: tuple[FileView, ...]
    dem: Counts
    loc: str
    ghi_nhan: tuple[str, ...] = ()
    lien_he: tuple[str, ...] = ()
    cac_tep: tuple[FileView, ...] = ()


class GroupView(msgspec.Struct, frozen=True):
    """`n.khoi` kind ("" for all), `n.dem` how many units stand how, `n.diem` counts, `n.thanh` parts of the bar."""

    khoi: str
    dem: Tally
    diem: Counts

    @property
    def thanh(self) -> tuple[tuple[str, int, int], ...]:
        """What each part stands for, where it begins and how wide it is, in thousandths."""
        parts, at = [], 0
        for name in UnitStanding:
            until = at + getattr(self.dem, name)
            first, last = (1000 * n // max(self.dem.units, 1) for n in (at, until))
            parts.append((name.value, first, last - first))
            at = until
        return tuple(parts)


class PlaceLink(msgspec.Struct, frozen=True):
    """`x.neo`, `x.ten` where a rule has found something, `x.so` how often."""

    neo: str
    ten: str
    so: int


class RuleView(msgspec.Struct, frozen=True):
    """`q.ma`, `q.ten`, `q.vi_sao`, `q.cach_sua` the rule · `q.dem` counts, `q.noi` the units and files with it."""

    ma: str
    ten: str
    vi_sao: str
    cach_sua: str
    dem: Counts
    noi: tuple[PlaceLink, ...]


class View(msgspec.Struct, frozen=True, dict=True):
    """Everything the page may name, from one overview; `say` words what the log says."""

    overview: Overview
    say: Say

    @cached_property
    def units(self) -> tuple[UnitView, ...]:
        coverage = self.overview.coverage
        units = enumerate(coverage.units, 1)
        return tuple(self._unit(n, u, coverage.standing(u)) for n, u in units)

    def _unit(self, number: int, one: UnitCoverage, standing: UnitStanding) -> UnitView:
        files, edition = self.files_of(one), self.overview.coverage.edition
        return replace(
            _unit(number, one, standing, files),
            ghi_nhan=tuple(f"{note}." for note in self._notes(one)),
            lien_he=(*in_register(one.unit), *in_form(edition, one.counted)),
        )

    def _notes(self, one: UnitCoverage) -> Iterator[str]:
        """What the log says of a unit, and what it has sent too late for this day."""
        yield from recorded_notes(one, self.say)
        for file in self.overview.later:
            if file.unit == one.unit.code:
                yield self.say("later", tep=flat(file_name(file.path)), ngay=short_date(file.receipt.day))

    @cached_property
    def strays(self) -> tuple[UnitView, ...]:
        """Files that belong to no unit of the period, each in the shape of a unit."""
        codes = {u.unit.code for u in self.overview.coverage.units}
        lost = by_name(tuple(j for j in self.overview.coverage.unplaced if marked_unit(j) not in codes))
        return tuple(_stray(n, judged) for n, judged in enumerate(lost, 1))

    @cached_property
    def groups(self) -> tuple[GroupView, ...]:
        """One line for each kind of unit, the last one for all with the files of no unit."""
        coverage = self.overview.coverage
        lines = [
            GroupView(k, coverage.tally(k), _added(u.tep for u in self.units if u.khoi == k)) for k in coverage.kinds
        ]
        return (*lines, GroupView("", coverage.tally(), _added(u.tep for u in (*self.units, *self.strays))))

    @cached_property
    def rules(self) -> tuple[RuleView, ...]:
        """The rules that found something, by code."""
        found: dict[str, list[tuple[UnitView, Point]]] = {}
        for unit in (*self.units, *self.strays):
            for point in (p for t in unit.tep for p in t.diem):
                found.setdefault(point.ma, []).append((unit, point))
        return tuple(self._rule(code, found[code]) for code in sorted(found))

    def files_of(self, one: UnitCoverage) -> tuple[Judged, ...]:
        """The file that counts, then the ones it replaced, then the ones that could not be used."""
        counted = (one.counted,) if one.counted else ()
        return (*counted, *by_name(one.others), *by_name(self.overview.coverage.unusable(one)))

    def _rule(self, code: str, found: Sequence[tuple[UnitView, Point]]) -> RuleView:
        words = self.overview.rules[code]
        often: Counter[tuple[str, str]] = Counter()
        for unit, point in found:
            often[unit.neo, unit.ten] += point.so
        places = tuple(PlaceLink(neo, ten, so) for (neo, ten), so in often.items())
        return RuleView(code, words.title, words.why, words.fix, _counted([p for _, p in found]), places)


def _unit(number: int, one: UnitCoverage, standing: UnitStanding, files: tuple[Judged, ...]) -> UnitView:
    views = [(j, _file(j)) for j in files]
    counted, told = one.counted, tuple(view for j, view in views if j.current)
    last = counted or max(files, key=lambda j: j.receipt.day, default=None)
    late = one.timeliness if one.timeliness in (Timeliness.LATE, Timeliness.ON_TIME) else ""
    return UnitView(
        neo=f"dv-{number}",
        stt=number,
        ten=flat(one.unit.name),
        khoi=one.unit.kind,
        viec=standing.value,
        ket_qua=counted.status.value if counted else "",
        han=one.timeliness.value,
        so_ngay=one.days_late,
        ngay=short_date(last.receipt.day) if last else "",
        theo_so=last is None or last.receipt.from_log,
        tep=told,
        dem=_counted([p for t in told for p in t.diem]),
        loc=" ".join(filter(None, (standing.value, late, "sent" if one.sent else ""))),
        cac_tep=tuple(view for _, view in views),
    )


def _stray(number: int, judged: Judged) -> UnitView:
    told = _file(judged)
    return UnitView(
        neo=f"tep-{number}",
        stt=number,
        ten=told.ten,
        khoi="",
        viec=STRAY,
        ket_qua=told.ket_qua,
        han="",
        so_ngay=0,
        ngay=told.ngay,
        theo_so=told.theo_so,
        tep=(told,),
        dem=told.dem,
        loc=STRAY,
    )


def _file(judged: Judged) -> FileView:
    points = tuple(points_of(judged.current))
    return FileView(
        ten=file_name(judged.outcome.file.path),
        ket_qua=judged.status.value,
        ngay=short_date(judged.receipt.day),
        theo_so=judged.receipt.from_log,
        luu_bang=flat(judged.outcome.file.saved_by),
        diem=points,
        dem=_counted(points),
    )


def points_of(findings: Iterable[Finding]) -> Iterator[Point]:
    """Worst first, each severity in reading order; the same fault over many cells is one point."""
    listed = list(findings)
    for severity in Severity:
        for groups in group_findings(f for f in listed if f.severity is severity):
            yield _point(groups)


def _point(groups: tuple[FindingGroup, ...]) -> Point:
    first, more = groups[0].first, further(groups, codes=True)
    cells = [c.address for g in groups for c in g.cells]
    codes = dict.fromkeys(code for g in groups for code in g.codes)
    return Point(
        muc=first.severity.value,
        ma=first.code,
        rang_buoc=first.constraint,
        trang=flat(first.place.cell.sheet) if first.place.cell else "",
        o=tuple(cells[:_MOST_CELLS]),
        o_them=tuple(cells[_MOST_CELLS:]),
        ma_so=", ".join(codes),
        su_viec=flat(first.fact),
        de_nghi=flat(first.advice),
        khac=tuple(Similar(", ".join(c.address for c in g.cells), flat(g.first.fact)) for g in groups[1:]),
        so=sum(len(g.findings) for g in groups),
        so_khac=more.count,
        loai=more.thing,
        giai_trinh=bool(first.explanation),
        thu_nghiem=first.trial,
    )


def _counted(points: Sequence[Point]) -> Counts:
    often: Counter[str] = Counter()
    for p in points:
        often[p.muc] += p.so
        often["explained"] += p.so * p.giai_trinh
        often["trial"] += p.so * p.thu_nghiem
    error, warning, notice = (often[s.value] for s in (Severity.ERROR, Severity.WARNING, Severity.NOTICE))
    return Counts(error, warning, notice, often["explained"], often["trial"])


def _added(files: Iterable[tuple[FileView, ...]]) -> Counts:
    return _counted([p for some in files for t in some for p in t.diem])
