"""The list of repairs brought up to date: what the office wrote in it stays, new doubts are added, every line says what
has become of it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.model.coverage import Judged
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.repairs import same_content
from vstbcpn_cli.model.submission import Key, Observation, Problem, Submission
from vstbcpn_cli.report.safe_workbook import Book, Mark
from vstbcpn_cli.rules.messages import messages
from vstbcpn_cli.runtime.atomic_outputs import OutputError, sha256, staged
from vstbcpn_cli.runtime.deterministic_zip import repack
from vstbcpn_cli.text.normalise import quoted
from vstbcpn_cli.text.values import unmistakable
from vstbcpn_cli.usecases.intake.intake import Intake
from vstbcpn_cli.usecases.run_settings import remember_lines
from vstbcpn_cli.usecases.season.repair_list import (
    ACCEPT,
    BY,
    CELL,
    CODE,
    EARLIER,
    FILE,
    FIRST,
    FOUND,
    HEADS,
    LABEL,
    NAME,
    NO,
    OFFICE,
    RULE,
    SECOND,
    SHEET,
    STATE,
    UNIT,
    VALUE,
    WHY,
    YES,
    RepairList,
    RepairRow,
    read_repairs,
)
from vstbcpn_cli.usecases.season.season_folder import SeasonFolder
from vstbcpn_cli.usecases.season.season_names import REPAIRS

_WIDTHS = dict(zip(HEADS, (14, 18, 16, 8, 7, 16, 26, 8, 18, 11, 11, 10, 13, 16, 22, 18, 18), strict=True))
_OWN_WIDTH, _NOTE_OVER = 18, 11
_ABOVE = 2
"""Cells over the headings: the title and the note."""
_TITLE = "DANH SÁCH SỬA SỐ LIỆU"
_NOTE = (
    "Mỗi dòng là một ô đơn vị ghi chưa rõ. Chọn “Có” ở cột “Chấp nhận” và ghi người quyết định thì giá trị được dùng "
    "thay cho nội dung của ô; có hai đề xuất thì chọn một ở cột “Giá trị dùng”. Ghi giá trị khác thì phải ghi lý do. "
    "Ghi số không có dấu ngăn hàng nghìn, dấu phẩy là phần thập phân. Khi ô thay đổi, quyết định hết hiệu lực."
)
_WAITING, _APPLIED, _REFUSED = "Chờ quyết định", "Đã áp dụng", "Không chấp nhận"
_SETTLED = "Không áp dụng: nội dung ô không còn phải quyết định"
_ROOM = 4
"""Folders above the data of the last period in which its list is looked for: those of a final set, then the season."""


class Unwritten(StrEnum):
    """Why the list was left as it is: it is open in another program, somebody has saved it since it was read, or the
    disk does not take it."""

    OPEN = "open"
    SAVED = "saved"
    REFUSED = "refused"


class Update(msgspec.Struct, frozen=True):
    """What became of the list: how many lines are new, how many wait for the office, and why it was not written."""

    path: Path
    added: int = 0
    waiting: int = 0
    unwritten: Unwritten | None = None


class _Doubt(msgspec.Struct, frozen=True):
    """One cell of which the office may decide: the answer, and the problem with what it may mean."""

    unit: str
    at: Observation
    problem: Problem

    @property
    def key(self) -> tuple[str, str, str]:
        return self.unit.casefold(), str(self.at.key), same_content(self.at.raw)


def earlier_list(data: Path | None) -> RepairList | None:
    """The list of the period whose data these are, beside them or above; None where there is none that can be read."""
    folders = data.absolute().parents[:_ROOM] if data is not None else ()
    path = next((p for folder in folders if (p := folder / REPAIRS).is_file()), None)
    try:
        return read_repairs(path) if path is not None else None
    except (ConfigurationError, OSError):
        return None


def update_repairs(intake: Intake, season: SeasonFolder | None, previous: Path | None) -> Update | None:
    """Brings the list of a season up to date with what has been read, which is all of its own returns or some of them;
    of other files it says nothing. `previous` are the data of the last period, whose list may offer something.

    Nothing is written where nothing changes, and there is no list without a doubt. A list that is open or was saved in
    the meantime is left alone: the next run will do it.
    """
    if season is None:
        return None
    path, inbox = season.repairs, season.inbox.resolve()
    if not all(inbox in p.resolve().parents for p in intake.paths):
        return None
    before = next((one for one in intake.lists if one.path.resolve() == path.resolve()), None)
    earlier = earlier_list(previous)
    old = before.rows if before is not None else ()
    rows = list(_rows(intake, old, earlier))
    added = len(rows) - len(old)
    waiting = sum(row[STATE] == _WAITING for row in rows)
    made = Update(path, added, waiting)
    if [r.said for r in rows] == [r.said for r in old]:
        return made
    if _is_open(path):
        return replace(made, unwritten=Unwritten.OPEN)
    if (sha256(path) if path.is_file() else "") != (before.sha256 if before is not None else ""):
        return replace(made, unwritten=Unwritten.SAVED)
    heads = _heads(before)
    known = {path.name: before.sha256} if before is not None and before.above <= _ABOVE and _holds_no_more(path) else {}
    try:
        with staged(path.parent, [path.name], known=lambda _: known) as stage:
            _write(stage / path.name, rows, heads, intake)
    except OutputError as fault:
        return replace(made, unwritten=Unwritten.OPEN if fault.reason in ("held", "denied") else Unwritten.REFUSED)
    remember_lines(path)
    return made


def _is_open(path: Path) -> bool:
    """Excel and LibreOffice lay a file beside one that they have open."""
    marks = (f"~${path.name}", f".~lock.{path.name}#")
    return any((path.parent / mark).exists() for mark in marks)


def _holds_no_more(path: Path) -> bool:
    """Whether the rows of the first sheet are all there is: what else somebody has put in is kept beside."""
    with zipfile.ZipFile(path) as package:
        names = [n.casefold() for n in package.namelist()]
    sheets = sum(n.startswith("xl/worksheets/sheet") for n in names)
    return sheets == 1 and not any("comment" in n or "/drawing" in n or "/media" in n for n in names)


def _heads(before: RepairList | None) -> Mapping[str, str]:
    """The columns of the program, then those that somebody has added."""
    return {**HEADS, **{k: h for k, h in (before.heads if before else {}).items() if k not in HEADS}}


# ------------------------------------------------------------------------------------------------------- the rows
def _rows(intake: Intake, old: tuple[RepairRow, ...], earlier: RepairList | None) -> Iterator[RepairRow]:
    doubts = {d.key: d for d in _doubts(intake)}
    counted = _counted(intake)
    for row in old:
        yield _kept(row, doubts, counted, intake)
    known = {row.key for row in old}
    for key, doubt in doubts.items():
        # What is repaired without a line of this list is decided in another one.
        if key not in known and doubt.at.repaired is None:
            yield _new(doubt, counted[doubt.unit], intake, earlier)


def _current(intake: Intake) -> Iterator[Judged]:
    yield from (j for j in intake.judged if not j.status.set_aside)


def _counted(intake: Intake) -> dict[str, Submission]:
    found = {j.submission.unit: j.submission for j in _current(intake) if j.submission}
    order = {u.code: n for n, u in enumerate(intake.setting.register.units)}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))


def _doubts(intake: Intake) -> Iterator[_Doubt]:
    """Cell by cell as the units, sheets and lines stand; only what the unit is told has to be decided."""
    edition = intake.setting.edition
    told: dict[str, dict[Key, set[str]]] = {}
    for judged in _current(intake):
        if judged.submission is not None:
            keys = told.setdefault(judged.submission.unit, {})
            for finding in judged.findings:
                if (key := finding.place.key) is not None and key.code not in edition.private:
                    keys.setdefault(key, set()).add(finding.code)
    place = _places(edition)
    for unit, submission in _counted(intake).items():
        # Looked up one by one: of a form that was read before, an answer is made only when somebody asks for it.
        found = (o for key in told.get(unit, ()) if (o := submission.find(key)) is not None and o.cell is not None)
        for at in sorted(found, key=lambda o: (place.get(o.key.code, 0), o.cell or (), o.key)):
            problem = next((p for p in at.problems if p.meanings or p.kind is ProblemKind.REPAIRED), None)
            if problem is not None and messages()[problem.kind].code in told[unit][at.key]:
                yield _Doubt(unit, at, problem)


def _places(edition: Edition) -> dict[str, int]:
    tasks = {task.code: n for n, task in enumerate(edition.tasks)}
    return {code: tasks[task.code] for code, task in edition.task_of.items()}


def _new(doubt: _Doubt, submission: Submission, intake: Intake, earlier: RepairList | None) -> RepairRow:
    meanings = [unmistakable(m) for m in doubt.problem.meanings]
    cells = dict.fromkeys(HEADS, "")
    cells |= _located(doubt.at, submission)
    cells |= {
        UNIT: doubt.unit,
        NAME: unit.name if (unit := intake.setting.register.get(doubt.unit)) else "",
        CODE: str(doubt.at.key),
        LABEL: intake.setting.edition.whole_label(doubt.at.key.code),
        RULE: messages()[doubt.problem.kind].code,
        FOUND: doubt.at.raw.strip(),
        FIRST: meanings[0],
        SECOND: meanings[1] if len(meanings) > 1 else "",
        STATE: _WAITING,
    }
    return RepairRow(0, cells | _offered(cells, earlier))


def _located(at: Observation, submission: Submission) -> dict[str, str]:
    cell = at.cell
    assert cell is not None
    return {FILE: submission.file.path.rpartition("/")[2], SHEET: cell.sheet, CELL: cell.address}


def _offered(cells: Mapping[str, str], earlier: RepairList | None) -> dict[str, str]:
    """What the office decided last time of the same answer of the same unit, and the reading that it took then."""
    code = cells[CODE].partition("[")[0]
    alike = [
        row
        for row in (earlier.rows if earlier is not None else ())
        if row.accepted and row.chosen and row[UNIT].casefold() == cells[UNIT].casefold() and row[RULE] == cells[RULE]
    ]
    row = next((r for r in alike if r[CODE].partition("[")[0] == code), alike[0] if alike else None)
    if row is None:
        return {}
    why = f"; {row[WHY]}" if row[WHY] else ""
    where = "" if row[CODE].partition("[")[0] == code else f" ở {row[CODE]}"
    told = f"“{quoted(row[FOUND])}”{where} được dùng là {row.chosen} ({row[BY]}{why})"
    taken = next((c for c in (FIRST, SECOND) if row[c] == row.chosen and cells[c]), "")
    return {EARLIER: told, VALUE: cells[taken] if taken and cells[SECOND] else ""}


def _kept(
    row: RepairRow, doubts: Mapping[tuple[str, str, str], _Doubt], counted: Mapping[str, Submission], intake: Intake
) -> RepairRow:
    """A line of the office with what has become of it; one that speaks of no unit of this run is left as it is."""
    unit = next((u for u in counted if u.casefold() == row[UNIT].casefold()), "")
    if not unit or not row[CODE]:
        return row
    doubt = doubts.get(row.key)
    if doubt is not None:
        done = doubt.at.repaired is not None
        state = _REFUSED if row.refused else _APPLIED if row.accepted and done else _WAITING
        return RepairRow(row.number, {**row.cells, **_located(doubt.at, counted[unit]), STATE: state})
    now = next((o for o in counted[unit].observations() if str(o.key) == row[CODE]), None)
    hidden = now is not None and now.key.code in intake.setting.edition.private
    if hidden:
        return row
    said = now.raw.strip() if now is not None else ""
    same = now is not None and same_content(said) == row.key[2]
    state = _SETTLED if same else f"Không áp dụng: ô nay ghi “{said}”" if said else "Không áp dụng: ô nay trống"
    return RepairRow(row.number, {**row.cells, STATE: state})


# ------------------------------------------------------------------------------------------------------- the file
def _write(path: Path, rows: list[RepairRow], heads: Mapping[str, str], intake: Intake) -> None:
    office, period = intake.setting.edition.office, intake.setting.period
    book = Book(path, title=f"{_TITLE} – {period.name}", author=office.standing_office)
    sheet = book.sheet("SuaSoLieu")
    widths = [_WIDTHS.get(key, _OWN_WIDTH) for key in heads]
    title = f"{_TITLE} – {period.name}"
    sheet.head(title, _NOTE, [list(heads.values())], widths, list(heads).index(FILE), wrapped=_NOTE_OVER)
    columns = {key: n for n, key in enumerate(heads)}
    for row in rows:
        at = sheet.line([Mark(row[k], "entry") if k in OFFICE or k not in HEADS else row[k] for k in heads])
        sheet.choices(at, columns[ACCEPT], [YES, NO])
        if row[SECOND]:
            sheet.offered_from(at, columns[VALUE], (columns[FIRST], columns[SECOND]))
    sheet.filtered()
    book.close()
    repack(path)
