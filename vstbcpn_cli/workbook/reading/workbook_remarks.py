"""What a file carries beside its answers: hidden and merged cells, notes, pictures, links, characters made harmless."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.submission import CellRef, column_letters
from vstbcpn_cli.text.lists import ranges
from vstbcpn_cli.text.normalise import clean, cut, plain
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.raw import CellKind, RawBook, RawSheet, UnreadableBookError
from vstbcpn_cli.workbook.reading.cell_ledger import Ledger
from vstbcpn_cli.workbook.reading.content.cell_text import shown
from vstbcpn_cli.workbook.reading.content.text_cleaning import treated
from vstbcpn_cli.workbook.reading.locate import Position, SheetMap

_MOST_QUOTED = 200
"""Notes and text boxes of one sheet that are quoted one by one; the others are counted."""
_MOST_PLACES = 10
_LINKS = ("externals", "dde", "connections")
_OF_THE_FILE = {"comments": "notes", "media": "pictures", "embeddings": "embedded"}
"""Parts of the package, and what a sheet should know of them; what none knows is said of the file."""


def refuse_names(book: RawBook) -> None:
    """Two sheets of one name, or one without: no program makes them, and each opens them differently."""
    seen: set[str] = set()
    for sheet in book.sheets:
        name = clean(sheet.name).casefold()
        if not name:
            raise UnreadableBookError(ProblemKind.FORBIDDEN_CONTENT, case="sheet-without-name", reason="")
        if name in seen:
            told = {"case": "sheet-name-twice", "reason": "", "name": clean(sheet.name)}
            raise UnreadableBookError(ProblemKind.FORBIDDEN_CONTENT, **told)
        seen.add(name)


def remark_on_book(book: RawBook, maps: Sequence[SheetMap], texts: FormTexts, ledger: Ledger) -> None:
    """Records what the officer should know of the file; no cell is booked by it."""
    answers: dict[str, set[Position]] = defaultdict(set)
    for at in (*ledger.asked, *ledger.data):
        answers[at.sheet].add((at.row, at.column))
    for sheet in maps:
        if sheet.of_the_form:
            _hidden(sheet, texts.hidden, ledger)
            _merged(sheet, sorted(answers[sheet.sheet.name]), ledger)
        _notes(sheet.sheet, ledger)
        _drawn(sheet.sheet, ledger)
    _of_the_file(book, ledger)
    _lists(book, maps, texts.choosing, ledger)
    _treated(maps, ledger)


# ------------------------------------------------------------------------------------------------- hidden, merged
def _hidden(sheet: SheetMap, unasked: Collection[str], ledger: Ledger) -> None:
    """Hidden is not absent: the values count, and it is said that nobody sees them. Not of the lines the form hides
    itself because they ask nothing of the unit: a value there does not count, as a rule of its own says."""
    raw = sheet.sheet
    if not (raw.hidden or raw.hidden_rows or raw.hidden_columns):
        return
    here = (at for at in ledger.data if at.sheet == raw.name)
    asked = {(at.row, at.column) for at in here if (key := ledger.asked.get(at)) is None or key.code not in unasked}
    values = sorted(asked & raw.cells.keys())
    if raw.hidden and values:
        ledger.fault_sheet(noticed(ProblemKind.HIDDEN_VALUES, count=number(len(values))), raw.name)
    elif not raw.hidden:
        rows = [p for p in values if p[0] in raw.hidden_rows]
        columns = [p for p in values if p[1] in raw.hidden_columns]
        lines = ranges({row for row, _ in rows})
        _hidden_lines(sheet, rows, {"what": "filtered" if raw.filtered else "rows", "lines": lines}, ledger)
        letters = ", ".join(column_letters(c) for c in sorted({column for _, column in columns}))
        _hidden_lines(sheet, columns, {"what": "columns", "lines": letters}, ledger)


def _hidden_lines(sheet: SheetMap, values: list[Position], which: Mapping[str, str], ledger: Ledger) -> None:
    if values:
        at, count = sheet.ref(*values[0]), number(len(values))
        ledger.record(noticed(ProblemKind.HIDDEN_LINES, **which, count=count), at, shown=which["lines"])


def _merged(sheet: SheetMap, answers: list[Position], ledger: Ledger) -> None:
    """Merges that take in a cell of an answer; the form itself merges only its headings."""
    rows = [row for row, _ in answers]
    told: set[Position] = set()
    for top, left, bottom, right in sheet.sheet.merges:
        near = answers[bisect_left(rows, top) : bisect_right(rows, bottom)]
        inside = [p for p in near if left <= p[1] <= right and p not in told]
        if inside and (top, left) != (bottom, right):
            _merge(sheet, (sheet.ref(top, left), sheet.ref(bottom, right)), inside, ledger)
            told.update(inside)


def _merge(sheet: SheetMap, corners: tuple[CellRef, CellRef], inside: list[Position], ledger: Ledger) -> None:
    first, last = corners
    area = f"{first.address}:{last.address}"
    beneath = [
        p for p in inside if sheet.ref(*p) != first and sheet.ref(*p) in ledger.data and shown(sheet.sheet.cells[p])
    ]
    for place in beneath:
        at = sheet.ref(*place)
        words = shown(sheet.sheet.cells[place])
        ledger.record(noticed(ProblemKind.VALUE_BENEATH_MERGE, area=area), at, shown=words, key=ledger.asked.get(at))
    if not beneath and (len(inside) > 1 or sheet.ref(*inside[0]) != first):
        top = sheet.sheet.cells.get((first.row, first.column))
        words = shown(top) if top is not None else ""
        key = ledger.asked.get(first) or ledger.asked.get(sheet.ref(*inside[0]))
        told = {"area": area, "first_cell": first.address, "content": words}
        ledger.record(noticed(ProblemKind.ENTRY_CELLS_MERGED, **told), first, shown=words, key=key)


# ---------------------------------------------------------------------------------------- what lies on the cells
def _notes(raw: RawSheet, ledger: Ledger) -> None:
    for note in raw.notes[:_MOST_QUOTED]:
        at = CellRef(raw.name, note.row, note.column)
        filled = (note.row, note.column) in raw.cells
        kind = ProblemKind.NOTE_ON_CELL if filled else ProblemKind.NOTE_INSTEAD_OF_ANSWER
        ledger.record(noticed(kind), at, shown=cut(clean(note.text)))
    _counted(raw, "notes", max(len(raw.notes) - _MOST_QUOTED, 0) + raw.objects.get("notes", 0), ledger)


def _drawn(raw: RawSheet, ledger: Ledger) -> None:
    for text in raw.drawn[:_MOST_QUOTED]:
        ledger.record(noticed(ProblemKind.TEXT_BOX), CellRef(raw.name, 1, 1), shown=cut(clean(text)))
    _counted(raw, "boxes", max(len(raw.drawn) - _MOST_QUOTED, 0) + raw.objects.get("boxes", 0), ledger)
    for text in raw.margins:
        ledger.record(noticed(ProblemKind.TEXT_IN_MARGIN), CellRef(raw.name, 1, 1), shown=cut(clean(text)))
    for what in ("embedded", "pictures"):
        _counted(raw, what, raw.objects.get(what, 0), ledger)


def _counted(raw: RawSheet, what: str, count: int, ledger: Ledger) -> None:
    if count > 0:
        told = {"what": what, "count": number(count), "where": clean(raw.name)}
        ledger.fault_sheet(noticed(ProblemKind.CONTENT_BESIDE_CELLS, **told), raw.name)


def _of_the_file(book: RawBook, ledger: Ledger) -> None:
    known = {what for sheet in book.sheets for what in sheet.objects}
    known.update("notes" for sheet in book.sheets if sheet.notes)
    known.update(("pictures",) if "embedded" in known else ())  # an embedded file is shown by a picture of it
    for part, what in _OF_THE_FILE.items():
        if book.objects.get(part) and what not in known:
            count = number(book.objects[part])
            ledger.fault_file(noticed(ProblemKind.CONTENT_BESIDE_CELLS, what=what, count=count, where=""))
    for what in _LINKS:
        if book.objects.get(what):
            ledger.fault_file(noticed(ProblemKind.OUTSIDE_LINKS, what=what, count=number(book.objects[what])))


def _lists(book: RawBook, maps: Sequence[SheetMap], choosing: Collection[str], ledger: Ledger) -> None:
    """The sheets that have lost their lists of choices, as some programs do when they save."""
    without = (sheet for sheet in maps if not sheet.sheet.lists)
    bare = [clean(sheet.sheet.name) for sheet in without if any(line.code in choosing for line in sheet.lines)]
    if bare:
        sheets = ", ".join(f"“{name}”" for name in bare)
        ledger.fault_file(noticed(ProblemKind.LISTS_LOST, sheets=sheets, program=plain(book.program)))


# ------------------------------------------------------------------------------------------------ cleaned characters
def _treated(maps: Sequence[SheetMap], ledger: Ledger) -> None:
    """One line for each kind of character, over the whole file; a cell whose own line quotes it needs no second one."""
    cells = {sheet.sheet.name: sheet.sheet.cells for sheet in maps}
    found: dict[str, list[CellRef]] = defaultdict(list)
    for at in ledger.data - ledger.faulted - ledger.remarked:
        cell = cells[at.sheet][at.row, at.column]
        if cell.kind is CellKind.TEXT:
            for what in treated(cell.text) if plain(cell.text) else ():
                found[what].append(at)
    order = list(cells)
    for what, places in sorted(found.items()):
        places.sort(key=lambda at: (order.index(at.sheet), at.row, at.column))
        named = ", ".join(map(str, places[:_MOST_PLACES])) + ("…" if len(places) > _MOST_PLACES else "")
        first = cells[places[0].sheet][places[0].row, places[0].column]
        told = {"what": what, "count": number(len(places)), "places": named}
        ledger.record(noticed(ProblemKind.TEXT_CLEANED, **told), places[0], shown=shown(first))
