"""A marked workbook that came back, without our own marks: what the unit itself wrote among them stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellCount, CellRef, Problem
from vstbcpn_cli.text.normalise import clean, plain
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.workbook.mark_record import Record, one_line, record_on
from vstbcpn_cli.workbook.raw import CellKind, Note, RawBook, RawCell, RawSheet
from vstbcpn_cli.workbook.reading.content.cell_text import shown
from vstbcpn_cli.workbook.reading.unclaimed_cells import MOST_BESIDE


class UnmarkedBook(msgspec.Struct, frozen=True):
    """The workbook as if it had never been marked, what is to be said of cells among the marks, and their account."""

    book: RawBook
    problems: tuple[Problem, ...] = ()
    count: CellCount = msgspec.field(default_factory=CellCount)


def set_aside(book: RawBook) -> UnmarkedBook:
    """Takes out the sheets and notes a record of the file names, and nothing that differs from it by one letter."""
    found = {sheet.name: record for sheet in book.sheets if (record := record_on(sheet)) is not None}
    if not found:
        return UnmarkedBook(book)
    records = dict(found.values())
    own = {s.name: _own_texts(s, found, records) for s in book.sheets}
    problems: list[Problem] = []
    ours = theirs = 0
    for sheet in book.sheets:
        texts = own[sheet.name]
        if texts is not None:
            typed = list(_typed(sheet, texts))
            ours, theirs = ours + len(sheet.cells) - len(typed), theirs + len(typed)
            problems += _problems(sheet, typed)
    notes = _Notes([t for r in records.values() for t in r.notes])
    sheets = tuple(_emptied(s) if own[s.name] is not None else notes.without_ours(s) for s in book.sheets)
    objects = {k: n - notes.parts if k == "comments" else n for k, n in book.objects.items()}
    kept = replace(book, sheets=sheets, objects={k: n for k, n in objects.items() if n > 0})
    return UnmarkedBook(kept, tuple(problems), CellCount(ours + theirs, 0, theirs, ours))


def _own_texts(
    sheet: RawSheet, found: dict[str, tuple[str, Record]], records: dict[str, Record]
) -> dict[str, str] | None:
    """What we wrote into a sheet by address; None for a sheet that is none of ours."""
    if sheet.name in found:
        return {CellRef(sheet.name, *p).address: c.text for p, c in sheet.cells.items() if p[1] == 1}
    for (row, column), cell in sheet.cells.items():
        if (mark := cell.text.strip()) in records:
            return {**records[mark].listed, CellRef(sheet.name, row, column).address: mark}
    return None


def _typed(sheet: RawSheet, own: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The cells that hold what we did not write; a list that was sorted is still ours, text by text."""
    left = Counter(map(plain, own.values()))
    moved = []
    for place, cell in sorted(sheet.cells.items()):
        text = _plain(cell)
        if not cell.formula and text == plain(own.get(CellRef(sheet.name, *place).address, "")):
            left[text] -= 1
        else:
            moved.append((place, text))
    for place, text in moved:
        if left[text] > 0 and not sheet.cells[place].formula:
            left[text] -= 1
        else:
            yield place


def _plain(cell: RawCell) -> str:
    """A number of ours counts rows; some programs write it with a decimal point."""
    return cell.text.removesuffix(".0") if cell.kind is CellKind.NUMBER else plain(cell.text)


def _problems(sheet: RawSheet, typed: list[tuple[int, int]]) -> Iterator[Problem]:
    for place in typed[:MOST_BESIDE]:
        yield Problem(ProblemKind.OUTSIDE_THE_FORM, CellRef(sheet.name, *place), None, shown(sheet.cells[place]))
    if rest := typed[MOST_BESIDE:]:
        at, details = CellRef(sheet.name, *rest[0]), {"count": number(len(rest))}
        yield Problem(ProblemKind.MORE_OUTSIDE_THE_FORM, at, None, clean(sheet.name), details)


def _emptied(sheet: RawSheet) -> RawSheet:
    """The sheet with only what lies on it: a picture or a note there is the unit's."""
    return RawSheet(sheet.name, {}, sheet.hidden, notes=sheet.notes, drawn=sheet.drawn, objects=sheet.objects)


class _Notes:
    """Our own notes by their texts; `parts` counts the sheets that have no others."""

    def __init__(self, own: list[str]) -> None:
        self.parts = 0
        self._own = sorted({one_line(t) for t in own}, key=lambda t: (-len(t), t))
        self._whole = frozenset(self._own)

    def without_ours(self, sheet: RawSheet) -> RawSheet:
        notes = tuple(n for note in sheet.notes for n in self._rest(note))
        self.parts += bool(sheet.notes) and not notes and not sheet.objects.get("notes")
        return replace(sheet, notes=notes)

    def _rest(self, note: Note) -> Iterator[Note]:
        """A note with what the unit wrote; one that is not ours is left as it is."""
        text = one_line(note.text)
        if text in self._whole:
            return
        rest = text
        for own in self._own:
            rest = rest.replace(own, " ")
        rest = rest.strip()
        if rest:
            yield note if rest == text else Note(note.row, note.column, rest)
