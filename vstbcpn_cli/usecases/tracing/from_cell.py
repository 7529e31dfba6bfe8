"""The way back: from a cell, or the whole file of a unit, to the figures it is part of; and who has sent at all."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from vstbcpn_cli.edition.model import Aggregate, ReportingUnit, Severity
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.counting import CountedForm
from vstbcpn_cli.model.coverage import Judged, UnitCoverage, without_private
from vstbcpn_cli.model.findings import ROW, Finding
from vstbcpn_cli.model.submission import CellRef, Observation, column_number
from vstbcpn_cli.model.totals import Share
from vstbcpn_cli.report.context.count_names import COVERAGE
from vstbcpn_cli.report.rows import full_label
from vstbcpn_cli.usecases.tracing.from_totals import kind_names, silence_of, sources_of, without_whole
from vstbcpn_cli.usecases.tracing.model import CellUse, Method, Source, Traced, TracedCells, TraceLine, TraceStanding

_Uses = dict[CellRef, list[str]]
_BY_FILE = "Ngày nhận lấy theo ngày của tệp."


def traced_coverage(made: Consolidation, label: str) -> Traced:
    """How many units have sent a form that counts, each with its file and the day it was received."""
    coverage = made.coverage
    tally = coverage.tally()
    return Traced(
        code=COVERAGE,
        label=label,
        method=Method.COVERAGE,
        value=tally.sent,
        share=Share(tally.sent, tally.units, tuple(u.unit for u in coverage.sent)),
        base="units",
        kinds=tuple((kind, coverage.tally(kind).sent) for kind in coverage.kinds),
        kind_names=kind_names(made.edition),
        level=made.edition.office.level,
        lines=tuple(_sent(made, u) for u in coverage.units),
    )


def _sent(made: Consolidation, one: UnitCoverage) -> TraceLine:
    standing = TraceStanding.COUNTED if one.counted else silence_of(made, one.unit)
    if standing is TraceStanding.NIL:  # what the office has written down decides, whatever lies beside it
        return TraceLine(one.unit, standing)
    files = (one.counted,) if one.counted else (*one.others, *made.coverage.unusable(one))
    sources = tuple(Source(j.outcome.file.path, understood=j.receipt.day) for j in files)
    late = one.days_late if one.counted else None
    return TraceLine(one.unit, standing, late, None, sources, "" if one.day_from_log else _BY_FILE)


def traced_unit(made: Consolidation, unit: ReportingUnit) -> TracedCells:
    """Every cell a unit typed into, in reading order, with what became of it."""
    entry = next((e for e in made.entries if e.unit.code == unit.code), None)
    if entry is None:
        return TracedCells(unit.code, unit.name, ())
    cells = [*_answers(made, entry, _uses(made, {unit.code})[unit.code]), *_outside(made, entry)]
    ordered = tuple(sorted(cells, key=lambda c: _reading_order(made, c)))
    return TracedCells(unit.code, unit.name, ordered, entry.submission.count)


def traced_cell(made: Consolidation, place: str) -> TracedCells:
    """What stands in one cell (`NV6!D17`) of every file that was read, or what is said of its whole row."""
    wanted = place.replace("$", "").replace("'", "").casefold()
    uses = _uses(made, {e.unit.code for e in made.entries})
    found: list[CellUse] = []
    for entry in made.entries:
        outside = [*_outside(made, entry)]
        cells = (*_answers(made, entry, uses[entry.unit.code]), *outside)
        rows = {str(f.place.cell).casefold() for f in _findings(made, entry) if f.thing == ROW}
        in_row = [c for c in outside if _address(c) in rows and _row(_address(c)) == _row(wanted)]
        found += [c for c in cells if _address(c) == wanted] or in_row
    return TracedCells(place, "", tuple(found))


def _address(use: CellUse) -> str:
    return f"{use.source.sheet}!{use.source.cell}".casefold()


def _row(address: str) -> tuple[str, str]:
    sheet, _, cell = address.rpartition("!")
    return sheet, cell.lstrip(ascii_lowercase)


def _answers(made: Consolidation, entry: CountedForm, uses: _Uses) -> Iterator[CellUse]:
    warnings = {f.place.cell: f for f in _findings(made, entry) if f.severity is Severity.WARNING}
    for told in entry.submission.observations():
        source = next(sources_of(told, entry.submission, made.edition.private), None)
        if source is None or not (told.given or told.raw) or told.cell is None:
            continue
        finding = entry.finding_behind(told)
        whole = entry.wholeless.get(told.key.code, "")
        used = () if finding else tuple(uses.get(told.cell, ()))
        standing = (
            TraceStanding.WITHHELD if finding or whole else TraceStanding.COUNTED if used else TraceStanding.SHOWN
        )
        remark = finding or warnings.get(told.cell)
        said = f"{remark.code}: {remark.fact}" if remark else told.reason or told.explanation
        said = without_whole(made.edition, whole) if whole else said
        yield CellUse(entry.unit, source, full_label(made.edition, told.key.code), standing, used, said)


def _uses(made: Consolidation, units: set[str]) -> dict[str, _Uses]:
    """By unit the figures each of its cells is part of, in the order of the form."""
    uses: dict[str, _Uses] = {unit: {} for unit in units}
    for code in made.codes():
        if made.aggregate_of(code) not in (Aggregate.NONE, Aggregate.LAST):
            for part in (p for p in made.total(code).parts if p.unit.code in units):
                _note(uses[part.unit.code], part.observation, code)
    for table in made.edition.tables:
        for row in (r for r in made.counted_rows(table) if r.unit.code in units):
            for told in row.row.cells.values():
                _note(uses[row.unit.code], told, table)
    return uses


def _note(uses: _Uses, told: Observation, code: str) -> None:
    for cell in told.cells():
        if code not in uses.setdefault(cell, []):
            uses[cell].append(code)


def _outside(made: Consolidation, entry: CountedForm) -> Iterator[CellUse]:
    """Cells that hold no answer and were remarked: beside the form, over its print, in sheets of the unit's own."""
    answers = {o.cell for o in entry.submission.observations()}
    seen: set[CellRef] = set()
    for finding in _findings(made, entry):
        cell = finding.place.cell
        if cell is not None and cell not in answers and cell not in seen:
            seen.add(cell)
            source = Source(entry.submission.file.path, cell.sheet, cell.address, "", finding.value)
            yield CellUse(entry.unit, source, "", TraceStanding.NO_DATA, (), f"{finding.code}: {finding.fact}")


def _findings(made: Consolidation, entry: CountedForm) -> tuple[Finding, ...]:
    judged: Judged | None = next(u.counted for u in made.coverage.units if u.unit.code == entry.unit.code)
    return without_private(judged, made.edition.private).findings if judged else ()


def _reading_order(made: Consolidation, use: CellUse) -> tuple[int, str, int, int]:
    sheets = [t.sheet for t in made.edition.tasks]
    sheet = sheets.index(use.source.sheet) if use.source.sheet in sheets else len(sheets)
    letters = use.source.cell.rstrip("0123456789")
    return (sheet, use.source.sheet, int(use.source.cell[len(letters) :] or 0), column_number(letters))
