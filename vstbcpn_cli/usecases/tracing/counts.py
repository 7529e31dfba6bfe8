"""What the report, its draft note, the manifest and the screen count besides the figures of the form (the table of
`count_names`), back to the units, figures, points, files and cells that are counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

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
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.findings import Finding, Status
from vstbcpn_cli.model.totals import Withheld
from vstbcpn_cli.report.context.count_names import COUNTS, COVERAGE, MEASURES
from vstbcpn_cli.report.context.period_and_units import estimating
from vstbcpn_cli.report.rows import as_passed_on, by_name
from vstbcpn_cli.report.unknown_names import nearest
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.tracing.from_totals import kind_names, withheld_line
from vstbcpn_cli.usecases.tracing.model import Behind, Counted, Source


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


# ---------------------------------------------------------------------------------------------- of points, files, cells
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


def _both_periods(made: Consolidation, earlier: Previous | None) -> Iterator[Behind]:
    """Raises `ConfigurationError` where no data of the same period of an earlier year are given."""
    if earlier is None or not earlier.is_counterpart(made.edition, made.coverage.period):
        raise ConfigurationError(
            "Chưa có số liệu cùng kỳ một năm trước đó nên không đếm được đơn vị có báo cáo của cả hai kỳ. "
            "Đề nghị ghi tệp so-lieu_….json của cùng kỳ ở --previous."
        )
    yield from (_unit(made, u) for u in made.coverage.sent if u.unit.code in earlier.units)


_FOUND: Mapping[str, Callable[[Consolidation], Iterator[Behind]]] = {
    "don-vi:phai-bao-cao": _standing(*UnitStanding),
    "don-vi:da-gui": _standing(UnitStanding.ACCEPTED, UnitStanding.TO_CORRECT),
    "don-vi:dung-han": _when(Timeliness.ON_TIME),
    "don-vi:cham": _when(Timeliness.LATE),
    "don-vi:da-nhan": _standing(UnitStanding.ACCEPTED),
    "don-vi:chinh-ly": _standing(UnitStanding.TO_CORRECT),
    "don-vi:chua-co-bao-cao": _standing(UnitStanding.UNUSABLE, UnitStanding.MISSING),
    "don-vi:chua-gui": _standing(UnitStanding.MISSING),
    "don-vi:chua-dung-duoc": _standing(UnitStanding.UNUSABLE),
    "don-vi:khong-phat-sinh": _standing(UnitStanding.NIL),
    "don-vi:loai-tru": _standing(UnitStanding.EXCLUDED),
    "don-vi:con-loi": _with_withheld(faulty=True),
    "don-vi:thieu-tong": _with_withheld(faulty=False),
    "don-vi:chua-cong": _without_any,
    "don-vi:uoc-tinh": _estimated,
    "don-vi:ngay-theo-tep": _by_file,
    "so-lieu:chua-cong": _withheld(lambda _: True),
    "so-lieu:con-loi": _withheld(lambda w: w.finding is not None),
    "so-lieu:thieu-tong": _withheld(lambda w: w.finding is None),
    "diem:can-xac-minh": _open,
    "diem:loi": _points(Severity.ERROR),
    "diem:canh-bao": _points(Severity.WARNING),
    "tep:da-doc": _files(),
    "tep:chua-dung-duoc": _unusable,
    "tep:thay-the": _files(Status.SUPERSEDED),
    "tep:loai-tru": _files(Status.EXCLUDED),
    "o:da-ghi": _cells("typed"),
    "o:dung-duoc": _cells("in_data"),
    "o:trong-ket-qua": _cells("in_findings"),
    "o:in-san": _cells("ignored"),
    "quy-tac:chua-xong": _rules,
}
"""What is behind each count of `count_names`; that of both periods needs the data of the earlier one."""
_BOTH = "don-vi:hai-ky"
_BY_KEY = {c.key: c.name for c in COUNTS.values() if c.key}


def count_meant(asked: str, codes: Collection[str] = ()) -> str:
    """The name of the count that is asked for, also by its key in the manifest; "" for what is none.

    `codes` are names that mean something else. Raises `ConfigurationError` for a count there is not, with the nearest.
    """
    name = asked.strip().casefold()
    if name in COUNTS or name in _BY_KEY:
        return _BY_KEY.get(name, name)
    group = name.partition(":")[0]
    if group not in MEASURES or name in codes:
        return ""
    own = [n for n in COUNTS if n.startswith(f"{group}:")]
    close = nearest(name, own, 0.7)
    advice = f"dùng tên gần nhất là “{close}”" if close else f"ghi một trong: {'; '.join(own)}"
    raise ConfigurationError(f"Không có số đếm “{asked.strip()}”. Đề nghị {advice}.")


def counted(made: Consolidation, name: str, earlier: Previous | None = None) -> Counted:
    """One count with everything behind it; what is counted makes up the number.

    Raises `ConfigurationError` where it needs the data of an `earlier` period that are not there.
    """
    count, coverage = COUNTS[name], made.coverage
    lines = tuple(_both_periods(made, earlier) if name == _BOTH else _FOUND[name](made))
    of_units = name.startswith(f"{COVERAGE}:")
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
