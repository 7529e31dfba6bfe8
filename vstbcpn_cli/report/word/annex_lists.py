"""Annex tables that list things: units and their reports, documents and events, targets, points to verify."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vstbcpn_cli.edition.model import Column, Edition, FieldRole, FieldType, Severity, Table
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.coverage import Timeliness, UnitCoverage, UnitStanding, marked_unit, without_private
from vstbcpn_cli.model.findings import Finding, FindingGroup, further, group_findings
from vstbcpn_cli.model.totals import UnitRow, Withheld
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.period_and_units import estimating
from vstbcpn_cli.report.context.targets import Targets
from vstbcpn_cli.report.context.text_safety import flat, own_words, printed
from vstbcpn_cli.report.document.grid import Cell, Grid, heads, without_column
from vstbcpn_cli.report.office_records import recorded_notes
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.rows import file_name, full_label, said_of
from vstbcpn_cli.text.casing import upper_first
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.digests import digest_words
from vstbcpn_cli.text.numbers import number

OPEN = (Severity.ERROR, Severity.WARNING)
_MOST_PLACES = 6

_LIST_WIDTH = 206.0
"""Millimetres of a list that its columns share, beside number and unit."""


def sized(pairs: list[list[str | float]]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Heads and widths from the pairs of `nhan.toml`."""
    return tuple(str(p[0]) for p in pairs), tuple(float(p[1]) for p in pairs)


def marked_names(report: Report, labels: Labels) -> dict[str, str]:
    """Unit code → printed name, with the mark of estimates where the unit's form holds some."""
    made = report.consolidation
    estimates = {e.unit.code for e in made.entries if estimating(made.edition, e)}
    mark = labels.text("trong_o", "uoc")
    return {u.unit.code: flat(u.unit.name) + (mark if u.unit.code in estimates else "") for u in made.coverage.units}


def coverage_grid(report: Report, labels: Labels) -> Grid:
    at = ("phu_luc", "tinh_hinh")
    titles, widths = sized(labels.get(*at, "cot"))
    names = marked_names(report, labels)
    states = {Timeliness.ON_TIME: "dung_han", Timeliness.LATE: "cham", Timeliness.MISSING: "chua_gui"}
    states |= {Timeliness.NIL: "khong_phat_sinh", Timeliness.EXCLUDED: "loai_tru"}
    came_later = {f.unit for f in report.later}
    by_file = labels.text(*at, "dau_theo_tep") if report.for_officer else ""
    body, coverage = [], report.consolidation.coverage
    number_at = coverage.edition.code_of(FieldRole.DOCUMENT_NUMBER)
    for n, one in enumerate(coverage.units, 1):
        unusable = coverage.standing(one) is UnitStanding.UNUSABLE
        told = "chua_dung" if unusable else states[one.timeliness]
        if one.timeliness is Timeliness.MISSING and one.unit.code in came_later:
            told = "gui_sau"
        state = labels.filled(*at, told, n=number(one.days_late))
        errors = number(one.counted.counts[Severity.ERROR]) if one.counted else labels.text("trong_o", "khong_ap_dung")
        cells = (Cell(str(n), centre=True), Cell(names[one.unit.code]), Cell(state), Cell(_paper(one, number_at)))
        body.append((*cells, Cell(_received(one, by_file)), Cell(errors, right=True)))
    grid = Grid(widths, (heads(titles),), body)
    return grid if report.for_officer else without_column(grid, len(widths) - 1)


def recorded_lines(report: Report, labels: Labels) -> Iterator[str]:
    """Below the list: units that have confirmed to have nothing to report, units and files left out with the reason."""
    at, coverage = ("phu_luc", "tinh_hinh", "ghi_nhan"), report.consolidation.coverage
    counts = {"so_nil": len(coverage.nil), "so_excluded": len(coverage.excluded)}
    told = [labels.filled(*at, key, n=number(count)) for key, count in counts.items() if count]
    if told:
        yield labels.filled(*at, "tong", ke="; ".join(told))
    for one in coverage.units:
        for note in recorded_notes(one, lambda key, **values: labels.filled(*at, key, **values)):
            yield labels.filled(*at, "dong", don_vi=flat(one.unit.name), noi_dung=note)


def later_lines(report: Report, labels: Labels) -> Iterator[str]:
    """Below the list: every file that came too late for this report, which nobody shall take for not sent."""
    at, register = ("phu_luc", "tinh_hinh"), report.consolidation.coverage.register
    if report.later:
        yield labels.filled(*at, "tong_gui_sau", n=number(len(report.later)), ngay=short_date(report.as_of))
    for file in report.later:
        unit = register.get(file.unit)
        name = flat(unit.name) if unit else labels.text("phu_luc", "xac_minh", "ngoai")
        values = {"tep": flat(file_name(file.path)), "ngay": short_date(file.receipt.day)}
        yield labels.filled(*at, "tep_gui_sau", don_vi=name, **values, ma=digest_words(file.sha256))


def _paper(one: UnitCoverage, number_at: str) -> str:
    submission = one.counted.submission if one.counted else None
    found = submission.values.get(number_at) if submission else None
    return printed(found.value) if found else ""


def _received(one: UnitCoverage, mark: str) -> str:
    if one.counted is None:
        return ""
    receipt = one.counted.receipt
    return short_date(receipt.day) + ("" if receipt.from_log else mark)


def list_grids(report: Report, labels: Labels) -> Iterator[tuple[str, Grid]]:
    """The lists `nhan.toml` names, each with its title; where it names none, every table of the form."""
    at = ("phu_luc", "danh_muc")
    first, first_widths = sized(labels.get(*at, "cot_dau"))
    edition = report.consolidation.edition
    for spec in labels.get(*at).get("bang") or _every_table(edition):
        if spec["ma"] not in edition.tables:
            continue
        table = edition.tables[spec["ma"]]
        keys, widths = sized(spec["cot"])
        columns = [table.column(k) for k in keys if any(c.key == k for c in table.columns)]
        titles = (*first, *(labels.in_full(_head(c)) for c in columns))
        body = [
            (Cell(str(n), centre=True), Cell(flat(r.unit.name)), *(_cell(c, r, labels) for c in columns))
            for n, r in enumerate(_listed(report, table), 1)
        ]
        yield str(spec["tieu_de"]), Grid((*first_widths, *widths[: len(columns)]), (heads(titles),), body)


def _every_table(edition: Edition) -> Iterator[dict[str, Any]]:
    """Every table that no annex has of its own, as `nhan.toml` would name it: all columns, equally wide."""
    elsewhere = {at.table for at in (edition.targets, edition.proposals) if at is not None}
    tables = (t for code, t in edition.tables.items() if code not in elsewhere)
    for n, table in enumerate(tables, 1):
        each = _LIST_WIDTH / len(table.columns)
        columns = [[c.key, each] for c in table.columns]
        yield {"ma": table.code, "tieu_de": f"{n}. {table.label}", "cot": columns}


def _listed(report: Report, table: Table) -> list[UnitRow]:
    """Rows of units that only took part stay in their files; see the catalogue of indicators, section 1.7."""
    role = table.role_column
    rows = report.consolidation.rows(table.code)
    return [r for r in rows if r.undecided is None and (not role or r.text(role) in ("", *table.counted[role]))]


def _head(column: Column) -> str:
    label = upper_first(column.label.lstrip("– "))
    return f"{label} ({column.measure})" if column.measure and column.measure not in label else label


def _cell(column: Column, found: UnitRow, labels: Labels) -> Cell:
    """What the unit wrote, its lines kept; a value of the form's lists, no unit's own word, without abbreviations."""
    answer = found.cell(column.key)
    value = answer.value if answer else None
    text = own_words(value) if isinstance(value, str) else printed(value) if answer else ""
    if column.key in found.withheld:
        text = labels.text("trong_o", "chua_co")
    if column.type is FieldType.CHOICE:
        return Cell(upper_first(labels.in_full(text)))
    return Cell(text, right=column.type.numeric)


def targets_grid(report: Report, labels: Labels) -> Grid:
    at = ("phu_luc", "chi_tieu")
    titles, widths = sized(labels.get(*at, "cot"))
    silent = labels.text(*at, "chua_bao_cao")
    body = []
    for v in Targets(report.consolidation).chi_tieu():
        figures = (v.quoc_gia, v.muc_tieu, v.ky_truoc, v.thuc_hien, v.danh_gia or silent)
        texts = (v.so, labels.in_full(v.ten), v.dvt, *figures, v.don_vi)
        body.append(tuple(Cell(t, right=4 <= n <= 6) for n, t in enumerate(texts)))
    return Grid(widths, (heads(titles),), body)


def withheld_grid(report: Report, labels: Labels) -> Grid:
    """Every figure that does not count, with the reason; a unit left out as a whole is one line."""
    at = ("phu_luc", "so_lieu")
    titles, widths = sized(labels.get(*at, "cot_chua_cong"))
    made = report.consolidation
    body: list[tuple[Cell, ...]] = []
    left_out: set[str] = set()
    for one in made.withheld():
        code, reason = one.observation.key.code, flat(_reason(made, labels, one))
        typed = "" if code in made.edition.private else one.observation.raw or printed(one.observation.value)
        name = labels.in_full(full_label(made.edition, code))
        texts = (str(one.observation.key), name, one.unit.name, typed, reason)
        if report.strict:
            if one.unit.code in left_out:
                continue
            left_out.add(one.unit.code)
            texts = ("", labels.text(*at, "toan_bo"), one.unit.name, "", reason)
        body.append(tuple(Cell(flat(t)) for t in texts))
    return Grid(widths, (heads(titles),), body)


def _reason(made: Consolidation, labels: Labels, one: Withheld) -> str:
    if one.finding is not None:
        return said_of(one.finding)
    whole = labels.in_full(full_label(made.edition, one.whole))
    return labels.filled("phu_luc", "so_lieu", "thieu_tong", ma=one.whole, ten=whole)


def open_points_grid(report: Report, labels: Labels) -> Grid:
    at = ("phu_luc", "xac_minh")
    titles, widths = sized(labels.get(*at, "cot"))
    points = list(_points(report, labels.text(*at, "ngoai")))
    body = []
    for n, (name, groups, withheld) in enumerate(points, 1):
        first, more = groups[0].first, further(groups, codes=True)
        level = labels.text(*at, "muc", first.severity.value)
        state = f"{level}. {labels.text(*at, 'khong_cong')}" if withheld else level
        others = labels.filled(*at, "tuong_tu", so=number(more.count), loai=more.thing, ten=more.named)
        told = flat(" ".join([_said(first, report.consolidation.edition), *([others] if more.count else [])]))
        texts = (str(n), name, _places(groups, labels), state, told)
        body.append(tuple(Cell(t, centre=not c) for c, t in enumerate(texts)))
    return Grid(widths, (heads(titles),), body)


def _said(finding: Finding, edition: Edition) -> str:
    """A field named as a part (“trong đó nữ”) is named with its whole: the list stands apart from the form."""
    said, key = said_of(finding), finding.place.key
    if key is None or not edition.knows(key.code):
        return said
    own, whole = edition.label_of(key.code), edition.whole_label(key.code)
    return said.replace(f"“{own}”", f"“{whole}”", 1)


def _points(report: Report, unplaced: str) -> Iterator[tuple[str, tuple[FindingGroup, ...], bool]]:
    """Every open error and warning, in register order, with the name of the unit and whether it withholds a value.

    What is told together elsewhere is one line here too.
    """
    made = report.consolidation
    held = {(w.unit.code, w.finding) for w in made.withheld()}
    for one in made.coverage.units:
        found = (
            [f for f in without_private(one.counted, made.edition.private).findings if f.severity in OPEN]
            if one.counted
            else []
        )
        for groups in group_findings(found):
            withheld = any((one.unit.code, f) in held for g in groups for f in g.findings)
            yield flat(one.unit.name), groups, withheld
    for judged in made.coverage.unplaced:
        open_ = [f for f in without_private(judged, made.edition.private).findings if f.severity in OPEN]
        found = open_ if not judged.status.set_aside else []
        name = judged.outcome.file.path.rpartition("/")[2]
        unit = made.coverage.register.get(marked_unit(judged))
        yield from ((flat(f"{unit.name if unit else unplaced}: {name}"), g, False) for g in group_findings(found))


def _places(groups: tuple[FindingGroup, ...], labels: Labels) -> str:
    """What the cells answer, then the cells with their sheet said once; rows of a table are counted by the cells."""
    found = [f for g in groups for f in g.findings]
    keys = dict.fromkeys(str(f.place.key) if len(found) == 1 else f.place.key.code for f in found if f.place.key)
    cells = [f.place.cell for f in found if f.place.cell]
    addresses = [str(cells[0]), *(c.address for c in cells[1:])] if cells else []
    told = ", ".join([*keys][:_MOST_PLACES]) + (" …" if len(keys) > _MOST_PLACES else "")
    return flat("; ".join(filter(None, (told, _some(addresses, labels)))))


def _some(addresses: list[str], labels: Labels) -> str:
    more = len(addresses) - _MOST_PLACES
    listed = ", ".join(addresses[:_MOST_PLACES])
    return f"{listed} {labels.filled('phu_luc', 'xac_minh', 'o_khac', so=number(more))}" if more > 0 else listed
