"""Returned workbooks for tests: what an officer types into a blank, put into the package without any program."""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from tests.support.forms.filling import entries
from tests.support.forms.plausible import plausible
from tests.support.seasons import season
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Register, ReportingUnit
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import CellRef, Submission, Unreadable, column_letters
from vstbcpn_cli.rules.base import Scope
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.rules.registry import BoundConstraint, LiveRules, bind
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.usecases.intake.reader_answer import Answer, AnswerCodec
from vstbcpn_cli.usecases.intake.reader_answer import packed as packed_answer
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.layout import place
from vstbcpn_cli.workbook.form.sheet_plan import Role, Slot
from vstbcpn_cli.workbook.form.stamp import Master, fields_of
from vstbcpn_cli.workbook.form.writer import draw
from vstbcpn_cli.workbook.reading.reader import Reader

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ET.register_namespace("", MAIN)
ET.register_namespace("r", LINKS)
Position = tuple[str, int, int]
_STYLES = {"general": "0", "date": "14", "percent": "9"}
"""The formats of numbers that a cell may be stored with."""


@dataclass(frozen=True)
class Formula:
    """A formula with the result its program stored, None when it stored none."""

    text: str
    result: str | None = None


@dataclass(frozen=True)
class ErrorCell:
    """An error a formula left behind: #DIV/0!."""

    text: str


@dataclass(frozen=True)
class Stored:
    """A cell as a program stores it, right or wrong: its type, its value, and whether its format is no more that of the
    form but none (pasted with the format it came with), that of a date or of a percentage."""

    type: str
    value: str
    general: bool = False
    date: bool = False
    percent: bool = False


@dataclass(frozen=True)
class Result:
    """A number that a program stored for the formula which the cell has already."""

    number: str


@dataclass(frozen=True)
class Rich:
    """A text with a font of its own: its name, or that it is struck through."""

    text: str
    font: str = ""
    struck: bool = False


# The register of 2011 knows no communes yet; the rules for them are judged on an invented one.
COMMUNE = ReportingUnit("xa-tuong-tuong", "Xã Tưởng Tượng", "XA", "xa", 999, "00001")


def register() -> Register:
    """The register in use, with the commune where the edition asks communes."""
    own = season.register()
    return Register((*own.units, COMMUNE), own.source) if COMMUNE.kind in season.edition().kind_of else own


@season.per_edition
def applies_to(unit: str, period: str = "6t") -> Applicability:
    found = register().get(unit)
    assert found is not None, unit
    return Applicability(season.edition(), found, season.edition().periods[period])


@season.per_edition
def reader(period: str = "6t") -> Reader:
    return Reader(season.edition(), season.edition().periods[period], register(), live())


def bound() -> tuple[BoundConstraint, ...]:
    return _bound(season.edition().edition)


def live() -> LiveRules:
    return _live(season.edition().edition)


@cache
def _bound(_edition: str) -> tuple[BoundConstraint, ...]:
    return bind(season.edition())


@cache
def _live(edition: str) -> LiveRules:
    return LiveRules(_bound(edition))


@season.per_edition
def _master(kind: str, leads: tuple[str, ...], unit: str, period: str, *, previous: bool = False) -> Master:
    return Master.of(draw(plan_form(applies_to(unit, period), live(), previous=previous)))


@season.per_edition
def blank(unit: str, period: str = "6t") -> bytes:
    """The workbook as it goes out to a unit."""
    applies = applies_to(unit, period)
    first = next(u for u in register().units if (u.kind, u.lead_for) == (applies.unit.kind, applies.unit.lead_for))
    return _master(applies.unit.kind, applies.unit.lead_for, first.code, period).stamped(fields_of(applies))


def blank_with(earlier: Mapping[str, Decimal], unit: str, period: str = "6t") -> bytes:
    """The workbook with the unit's own earlier figures beside the answers."""
    applies = applies_to(unit, period)
    leads = applies.unit.lead_for
    return _master(applies.unit.kind, leads, unit, period, previous=True).stamped(fields_of(applies), earlier)


@season.per_edition
def filled(unit: str, period: str = "6t") -> bytes:
    """The workbook with a complete filling that has no finding."""
    applies = applies_to(unit, period)
    answers = plausible(season.edition(), applies.unit, applies.period)
    return typed(blank(unit, period), {(s, r, c): v for s, r, c, v in entries(applies, answers)})


@season.per_edition
def _slots(unit: str, period: str) -> Mapping[tuple[str, Role, int], tuple[str, Slot]]:
    plans = place(applies_to(unit, period))
    return {(s.code, s.role, s.number): (plan.name, s) for plan in plans for s in plan.slots}


def spot(unit: str, code: str, role: Role = Role.VALUE, *, number: int = 0, period: str = "6t") -> Position:
    """Sheet, row and column of an entry cell in the blank of a unit."""
    slots = _slots(unit, period)
    if role in (Role.REASON, Role.EXPLANATION) and (code, role, number) not in slots:
        code = code.rpartition(".")[0] if not number else f"{code.rpartition('.')[0]}.giai_trinh"
    sheet, slot = slots[code, role, number]
    return sheet, slot.row, slot.column


def ref(unit: str, code: str, role: Role = Role.VALUE, *, number: int = 0, period: str = "6t") -> CellRef:
    return CellRef(*spot(unit, code, role, number=number, period=period))


def rows_of(unit: str, table: str, period: str = "6t") -> list[Position]:
    """Every prepared entry cell of a table."""
    slots = _slots(unit, period)
    return [(s, x.row, x.column) for (c, _, n), (s, x) in slots.items() if n and c.rpartition(".")[0] == table]


# ------------------------------------------------------------------------------------------------- the package
def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet name → name of its part."""
    links = {e.get("Id"): e.get("Target", "") for e in ET.fromstring(parts["xl/_rels/workbook.xml.rels"])}
    sheets = ET.fromstring(parts["xl/workbook.xml"]).iter(f"{{{MAIN}}}sheet")
    return {e.get("name", ""): f"xl/{links[e.get(f'{{{LINKS}}}id')].lstrip('/').removeprefix('xl/')}" for e in sheets}


def typed(content: bytes, cells: Mapping[Position, Any]) -> bytes:
    """The workbook with values typed into cells; None clears a cell."""
    parts = unpacked(content)
    names = sheet_parts(parts)
    by_sheet: dict[str, dict[tuple[int, int], Any]] = {}
    for (sheet, row, column), value in cells.items():
        by_sheet.setdefault(sheet, {})[row, column] = value
    for sheet, values in by_sheet.items():
        parts[names[sheet]] = _with_cells(parts[names[sheet]], values)
    shaped = {style: getattr(v, style) for v in cells.values() if isinstance(v, Stored) for style in _STYLES}
    return packed(_with_styles(parts) if any(shaped.values()) else parts)


def _with_styles(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The styles that cells marked with one ask for, as the last of the workbook."""
    styles = ET.fromstring(parts["xl/styles.xml"])
    formats = styles.find(f"{{{MAIN}}}cellXfs")
    assert formats is not None
    for name, number in _STYLES.items():
        ET.SubElement(formats, f"{{{MAIN}}}xf", {"numFmtId": number, "applyNumberFormat": "1"})
        last = f's="{len(formats) - 1}"'.encode()
        parts = {n: p.replace(f's="{name}"'.encode(), last) for n, p in parts.items()}
    formats.set("count", str(len(formats)))
    return parts | {"xl/styles.xml": ET.tostring(styles, encoding="utf-8", xml_declaration=True)}


def edited(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part of the package changed."""
    parts = unpacked(content)
    parts[part] = change(parts[part])
    return packed(parts)


def replaced(content: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with a text of one part replaced; the text must be there."""
    before = unpacked(content)[part].decode()
    assert old in before, f"{old} is not in {part}"
    return edited(content, part, lambda _: before.replace(old, new).encode())


def _with_cells(sheet: bytes, values: Mapping[tuple[int, int], Any]) -> bytes:
    root = ET.fromstring(sheet)
    data = root.find(f"{{{MAIN}}}sheetData")
    assert data is not None
    rows = {int(r.get("r", "0")): r for r in data}
    for (row, column), value in sorted(values.items()):
        if row not in rows:
            rows[row] = ET.Element(f"{{{MAIN}}}row", {"r": str(row)})
            data.insert(sum(1 for r in rows if r < row), rows[row])
        _set(_cell(rows[row], row, column), value)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _cell(line: ET.Element, row: int, column: int) -> ET.Element:
    address = f"{column_letters(column)}{row}"
    before = 0
    for cell in line:
        if cell.get("r") == address:
            return cell
        letters = (cell.get("r") or "").rstrip("0123456789")
        before += (len(letters), letters) < (len(column_letters(column)), column_letters(column))
    made = ET.Element(f"{{{MAIN}}}c", {"r": address})
    line.insert(before, made)
    return made


def _set(cell: ET.Element, value: Any) -> None:
    cell.attrib.pop("t", None)
    for child in list(cell):
        if not (isinstance(value, Result) and child.tag == f"{{{MAIN}}}f"):
            cell.remove(child)
    match value:
        case None:
            pass
        case Formula():
            ET.SubElement(cell, f"{{{MAIN}}}f").text = value.text
            if value.result is not None:
                if not re.fullmatch(r"-?\d+(\.\d+)?", value.result):
                    cell.set("t", "str")
                ET.SubElement(cell, f"{{{MAIN}}}v").text = value.result
        case Result():
            ET.SubElement(cell, f"{{{MAIN}}}v").text = value.number
        case ErrorCell() | Stored() | Rich():
            _stored(cell, value)
        case bool():
            cell.set("t", "b")
            ET.SubElement(cell, f"{{{MAIN}}}v").text = str(int(value))
        case int() | float() | Decimal():
            ET.SubElement(cell, f"{{{MAIN}}}v").text = str(value)
        case _:
            value = short_date(value) if isinstance(value, dt.date) else value
            cell.set("t", "inlineStr")
            inside = ET.SubElement(ET.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
            inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            inside.text = str(value)


def _stored(cell: ET.Element, value: ErrorCell | Stored | Rich) -> None:
    if isinstance(value, Rich):
        cell.set("t", "inlineStr")
        run = ET.SubElement(ET.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}r")
        says = ET.SubElement(run, f"{{{MAIN}}}rPr")
        if value.font:
            ET.SubElement(says, f"{{{MAIN}}}rFont", {"val": value.font})
        if value.struck:
            ET.SubElement(says, f"{{{MAIN}}}strike")
        ET.SubElement(run, f"{{{MAIN}}}t").text = value.text
        return
    cell.set("t", value.type if isinstance(value, Stored) else "e")
    for style in _STYLES if isinstance(value, Stored) else ():
        if getattr(value, style):
            cell.set("s", style)
    ET.SubElement(cell, f"{{{MAIN}}}v").text = value.value if isinstance(value, Stored) else value.text


# ------------------------------------------------------------------------------------------------ read and judged
@lru_cache(maxsize=32)
def read(content: bytes, period: str = "6t", name: str = "gui-ve.xlsx") -> Submission | Unreadable:
    """Every third file is one that was read a moment ago; after a test that changes the program all are read anew."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return travelled(reader(period).read(path, name), period)


def travelled(outcome: Submission | Unreadable, period: str = "6t") -> Submission | Unreadable:
    """What was read, after the way it comes from a reading process: every honest answer comes in as it was sent."""
    judged = judge(_scope(outcome, period), bound()) if isinstance(outcome, Submission) else ()
    submission, unreadable = (outcome, None) if isinstance(outcome, Submission) else (None, outcome)
    sent = Answer(submission, unreadable, judged)
    came = _answers(period).unpacked(packed_answer(sent), outcome.file.path)
    assert came == sent
    return came.outcome


@season.per_edition
def _answers(period: str) -> AnswerCodec:
    return AnswerCodec(Setting(season.edition(), season.edition().periods[period], register()), bound())


def _scope(submission: Submission, period: str) -> Scope:
    unit = register().get(submission.unit)
    assert unit is not None
    return Scope(season.edition(), unit, season.edition().periods[period], submission)


def accepted(content: bytes, period: str = "6t", name: str = "gui-ve.xlsx") -> Submission:
    """A file that is expected to give a submission."""
    found = read(content, period, name)
    assert isinstance(found, Submission), found
    return found


def refused(content: bytes, period: str = "6t", name: str = "gui-ve.xlsx") -> tuple[str, tuple[str, ...]]:
    """Kind of the one problem of a file that is expected to give no submission, and what is known of its details."""
    found = read(content, period, name)
    assert isinstance(found, Unreadable), found.unit
    return found.problem.kind, tuple(filter(None, found.problem.details.values()))


def scope_of(submission: Submission) -> Scope:
    applies = applies_to(submission.unit, submission.period)
    return Scope(applies.edition, applies.unit, applies.period, submission)


def findings(content: bytes, period: str = "6t", name: str = "gui-ve.xlsx") -> tuple[Finding, ...]:
    return judge(scope_of(accepted(content, period, name)), bound())


def lines(found: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """Code, constraint and cell of findings, sorted; the key stands for a place without a cell."""
    places = [(f, f.place.cell or f.place.key or "") for f in found]
    return sorted((f.code, f.constraint, str(place)) for f, place in places)
