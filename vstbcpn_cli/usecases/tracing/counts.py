"""What the report, its draft note, the manifest and the screen count besides the figures of the form: units, figures
that do not count, points to verify, files, cells. One table says by which name each count is asked and what is behind
it; questions, completion, help and documents take their names from here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import ReportingUnit, Severity
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.coverage import (
    Judged,
    Timeliness,
    UnitCoverage,
    UnitStanding,
    marked_unit,
    without_private,
)
from vstbcpn_cli.model.findings import Finding, Status
from vstbcpn_cli.model.totals import Withheld
from vstbcpn_cli.report.context.period_and_units import estimating
from vstbcpn_cli.report.rows import as_passed_on, by_name
from vstbcpn_cli.report.unknown_names import nearest
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.tracing.from_totals import kind_names, withheld_line
from vstbcpn_cli.usecases.tracing.model import Behind, Counted, Source

_UNITS, _FIGURES, _POINTS, _FILES, _CELLS, _RULES = "don-vi", "so-lieu", "diem", "tep", "o", "quy-tac"
_MEASURES = {
    _UNITS: "đơn vị",
    _FIGURES: "số liệu",
    _POINTS: "điểm",
    _FILES: "tệp",
    _CELLS: "ô",
    _RULES: "quy tắc",
}


@dataclass(frozen=True, slots=True)
class Count:
    """One count: the `name` it is asked by, what it `says`, and what it finds, each with how many of it. `key` is its
    key in `counts` of manifest and data, "" where it stands in neither."""

    name: str
    says: str
    behind: Callable[[Consolidation], Iterator[Behind]]
    key: str = ""

    @property
    def measure(self) -> str:
        return _MEASURES[self.name.partition(":")[0]]


# ------------------------------------------------------------------------------------------------------------ of units
def _standing(*wanted: UnitStanding) -> Callable[[Consolidation], Iterator[Behind]]:
    return lambda made: (_unit(made, u) for u in made.coverage.units if made.coverage.standing(u) in wanted)


def _when(*wanted: Timeliness) -> Callable[[Consolidation], Iterator[Behind]]:
    return lambda made: (_unit(made, u) for u in made.coverage.units if u.timeliness in wanted)


def _by_file(made: Consolidation) -> Iterator[Behind]:
    yield from (_unit(made, u) for u in made.coverage.sent if not u.day_from_log)


def _estimated(made: Consolidation) -> Iterator[Behind]:
    units = {e.unit.code for e in made.entries if estimating(made.edition, e)}
    yield from (_unit(made, u) for u in made.coverage.units if u.unit.code in units)


def _without_any(made: Consolidation) -> Iterator[Behind]:
    usable = {e.unit.code for e in made.entries if e.usable}
    yield from (_unit(made, u) for u in made.coverage.sent if u.unit.code not in usable)


def _with_withheld(*, faulty: bool) -> Callable[[Consolidation], Iterator[Behind]]:
    """Units of which a figure is withheld because of an error, or because its whole is missing."""

    def found(made: Consolidation) -> Iterator[Behind]:
        units = {w.unit.code for w in made.withheld() if (w.finding is not None) is faulty}
        yield from (_unit(made, u) for u in made.coverage.units if u.unit.code in units)

    return found


def _unit(made: Consolidation, one: UnitCoverage) -> Behind:
    """A unit with the file that counts, or those that cannot be used, and what the office has written of it."""
    files = (one.counted,) if one.counted else made.coverage.unusable(one)
    said = one.recorded
    words = f"Chậm {number(one.days_late)} ngày." if one.days_late else ""
    if said is not None and one.timeliness is Timeliness.NIL:
        day = f" ngày {short_date(said.day)}" if said.day else ""
        words = f"Xác nhận không phát sinh, {said.by} ghi nhận{day}." if said.by else "Xác nhận không phát sinh."
    elif said is not None:
        words = f"Lý do: {said.words}"
    elif files and not one.counted:
        words = _file(made, files[0]).remark
    return Behind(one.unit, 1, tuple(map(_whole_file, files)), words)


# ---------------------------------------------------------------------------------------------------------- of figures
def _withheld(wanted: Callable[[Withheld], bool]) -> Callable[[Consolidation], Iterator[Behind]]:
    def found(made: Consolidation) -> Iterator[Behind]:
        forms = {e.unit.code: e.submission for e in made.entries}
        for one in filter(wanted, made.withheld()):
            line = withheld_line(made.edition, one, forms[one.unit.code])
            yield Behind(one.unit, 1, line.sources, line.remark)

    return found


# ----------------------------------------------------------------------------------------------- of points, files, cells
def _points(*wanted: Severity) -> Callable[[Consolidation], Iterator[Behind]]:
    """Errors and warnings of the forms that count."""

    def found(made: Consolidation) -> Iterator[Behind]:
        for one in made.coverage.sent:
            for judged in (one.counted,) if one.counted else ():
                told = without_private(judged, made.edition.private).findings
                yield from (_point(one.unit, judged, f) for f in told if f.severity in wanted)

    return found


def _open(made: Consolidation) -> Iterator[Behind]:
    """With the files that cannot be used, each of which is one point."""
    yield from _points(Severity.ERROR, Severity.WARNING)(made)
    yield from _unusable(made)


def _point(unit: ReportingUnit, judged: Judged, found: Finding) -> Behind:
    told, cell = as_passed_on(found), found.place.cell
    sheet, address = (cell.sheet, cell.address) if cell else ("", "")
    code = str(found.place.key) if found.place.key else ""
    source = Source(judged.outcome.file.path, sheet, address, code, told.value if cell else "")
    return Behind(unit, 1, (source,), f"{told.code}: {told.fact}")


def _unusable(made: Consolidation) -> Iterator[Behind]:
    yield from (_file(made, j) for j in by_name(made.coverage.unplaced) if not j.status.set_aside)


def _files(*wanted: Status) -> Callable[[Consolidation], Iterator[Behind]]:
    """The files of which this has become; without a status all."""

    def found(made: Consolidation) -> Iterator[Behind]:
        placed = (j for u in made.coverage.units for j in (*((u.counted,) if u.counted else ()), *by_name(u.others)))
        for judged in (*placed, *by_name(made.coverage.unplaced)):
            if not wanted or judged.status in wanted:
                yield _file(made, judged)

    return found


def _file(made: Consolidation, judged: Judged) -> Behind:
    unit = made.coverage.register.get(marked_unit(judged))
    found = [as_passed_on(f) for f in without_private(judged, made.edition.private).current]
    grave = next((f for f in found if f.severity is Severity.ERROR), None)
    set_aside = next((f for f in found if judged.status.set_aside), None)
    told = grave if judged.submission is None else set_aside
    return Behind(unit, 1, (_whole_file(judged),), f"{told.code}: {told.fact}" if told else "")


def _whole_file(judged: Judged) -> Source:
    return Source(judged.outcome.file.path, understood=judged.receipt.day)


def _cells(count: str) -> Callable[[Consolidation], Iterator[Behind]]:
    """The account of the cells of every form that counts."""

    def found(made: Consolidation) -> Iterator[Behind]:
        for entry in made.entries:
            some = getattr(entry.submission.count, count)
            if some:
                yield Behind(entry.unit, some, (Source(entry.submission.file.path),))

    return found


def _rules(made: Consolidation) -> Iterator[Behind]:
    for rule, files in made.coverage.not_run.items():
        yield Behind(None, 1, (), f"{rule}: chưa kiểm tra xong {number(files)} tệp vì phần mềm gặp lỗi.")


COUNTS: Mapping[str, Count] = {
    c.name: c
    for c in (
        Count("don-vi:phai-bao-cao", "Đơn vị phải báo cáo", _standing(*UnitStanding), "units"),
        Count(
            "don-vi:da-gui",
            "Đơn vị có báo cáo dùng được",
            _standing(UnitStanding.ACCEPTED, UnitStanding.TO_CORRECT),
            "sent",
        ),
        Count("don-vi:dung-han", "Đơn vị gửi đúng hạn", _when(Timeliness.ON_TIME)),
        Count("don-vi:cham", "Đơn vị gửi chậm", _when(Timeliness.LATE), "late"),
        Count("don-vi:da-nhan", "Đơn vị có báo cáo không phải chỉnh lý", _standing(UnitStanding.ACCEPTED)),
        Count("don-vi:chinh-ly", "Đơn vị phải chỉnh lý báo cáo", _standing(UnitStanding.TO_CORRECT)),
        Count(
            "don-vi:chua-co-bao-cao",
            "Đơn vị chưa có báo cáo dùng được",
            _standing(UnitStanding.UNUSABLE, UnitStanding.MISSING),
            "missing",
        ),
        Count("don-vi:chua-gui", "Đơn vị chưa gửi báo cáo", _standing(UnitStanding.MISSING)),
        Count("don-vi:chua-dung-duoc", "Đơn vị gửi tệp chưa dùng được", _standing(UnitStanding.UNUSABLE)),
        Count("don-vi:khong-phat-sinh", "Đơn vị xác nhận không phát sinh", _standing(UnitStanding.NIL), "nil"),
        Count("don-vi:loai-tru", "Đơn vị được loại trừ", _standing(UnitStanding.EXCLUDED), "excluded"),
        Count("don-vi:con-loi", "Đơn vị có số liệu chưa được cộng vì còn lỗi", _with_withheld(faulty=True)),
        Count(
            "don-vi:thieu-tong",
            "Đơn vị có số bộ phận chưa được cộng vì chưa có tổng số",
            _with_withheld(faulty=False),
        ),
        Count("don-vi:chua-cong", "Đơn vị đã gửi, chưa có số liệu nào được cộng", _without_any),
        Count("don-vi:uoc-tinh", "Đơn vị có số liệu ước tính", _estimated),
        Count("don-vi:ngay-theo-tep", "Đơn vị có ngày nhận lấy theo ngày của tệp", _by_file),
        Count("so-lieu:chua-cong", "Số liệu chưa được cộng", _withheld(lambda _: True), "withheld_values"),
        Count("so-lieu:con-loi", "Số liệu chưa được cộng vì còn lỗi", _withheld(lambda w: w.finding is not None)),
        Count(
            "so-lieu:thieu-tong",
            "Số bộ phận chưa được cộng vì chưa có tổng số dùng được",
            _withheld(lambda w: w.finding is None),
        ),
        Count("diem:can-xac-minh", "Điểm cần xác minh: lỗi, cảnh báo và tệp chưa dùng được", _open),
        Count("diem:loi", "Lỗi trong các báo cáo được tính", _points(Severity.ERROR)),
        Count("diem:canh-bao", "Cảnh báo trong các báo cáo được tính", _points(Severity.WARNING)),
        Count("tep:da-doc", "Tệp đã đọc", _files()),
        Count("tep:chua-dung-duoc", "Tệp chưa dùng được", _unusable),
        Count("tep:thay-the", "Tệp đã có tệp gửi sau thay thế", _files(Status.SUPERSEDED)),
        Count("tep:loai-tru", "Tệp được loại trừ", _files(Status.EXCLUDED)),
        Count("o:da-ghi", "Ô đơn vị đã ghi trong các báo cáo được tính", _cells("typed")),
        Count("o:dung-duoc", "Ô có nội dung dùng được", _cells("in_data")),
        Count("o:trong-ket-qua", "Ô nêu trong kết quả kiểm tra", _cells("in_findings")),
        Count("o:in-san", "Ô là chữ in sẵn của biểu mẫu", _cells("ignored")),
        Count("quy-tac:chua-xong", "Quy tắc chưa kiểm tra xong vì phần mềm gặp lỗi", _rules),
    )
}
"""Every count by its name, in the order in which they are listed."""
_BY_KEY = {c.key: c.name for c in COUNTS.values() if c.key}


def count_meant(asked: str, codes: Collection[str] = ()) -> str:
    """The name of the count that is asked for, also by its key in the manifest; "" for what is none.

    `codes` are names that mean something else. Raises `ConfigurationError` for a count there is not, with the nearest.
    """
    name = asked.strip().casefold()
    if name in COUNTS or name in _BY_KEY:
        return _BY_KEY.get(name, name)
    group = name.partition(":")[0]
    if group not in _MEASURES or name in codes:
        return ""
    own = [n for n in COUNTS if n.startswith(f"{group}:")]
    close = nearest(name, own, 0.7)
    advice = f"dùng tên gần nhất là “{close}”" if close else f"ghi một trong: {'; '.join(own)}"
    raise ConfigurationError(f"Không có số đếm “{asked.strip()}”. Đề nghị {advice}.")


def counted(made: Consolidation, name: str) -> Counted:
    """One count with everything behind it; what is counted makes up the number."""
    count, coverage = COUNTS[name], made.coverage
    lines = tuple(count.behind(made))
    of_units = count.measure == _MEASURES[_UNITS]
    kinds = {kind: sum(b.number for b in lines if b.unit and b.unit.kind == kind) for kind in coverage.kinds}
    return Counted(
        code=name,
        label=count.says,
        measure=count.measure,
        value=sum(b.number for b in lines),
        whole=len(coverage.units) if of_units else None,
        kinds={kind: n for kind, n in kinds.items() if n},
        kind_names=kind_names(made.edition),
        lines=lines,
        level=made.edition.office.level,
    )
