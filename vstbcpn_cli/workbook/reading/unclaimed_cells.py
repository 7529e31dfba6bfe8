"""What no code of the form claims: the form's own text, whole foreign sheets, and what was typed beside the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from vstbcpn_cli.model.problems import Noticed, ProblemKind, noticed
from vstbcpn_cli.model.submission import CellRef
from vstbcpn_cli.text.normalise import clean, plain
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.workbook.form.check_lines import STATE_COLUMN
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.form.helper_cells import HEADING
from vstbcpn_cli.workbook.raw import CellKind, RawBook, RawCell
from vstbcpn_cli.workbook.reading.cell_ledger import Ledger
from vstbcpn_cli.workbook.reading.content.cell_text import shown
from vstbcpn_cli.workbook.reading.locate import NUMBERING, FormLine, SheetMap
from vstbcpn_cli.workbook.reading.other_issue_marks import Owner

MOST_BESIDE = 200
"""So many cells beside the form of one sheet are named one by one, the rest together."""
_MOST_PLACES = 10


Stored = Mapping[str, list[CellRef]]
"""Every stored cell, by the name of its sheet."""


def book_leftovers(book: RawBook, maps: list[SheetMap], stored: Stored, texts: FormTexts, ledger: Ledger) -> None:
    """Books every cell that is still open, so that the account of the file closes."""
    for name in book.missing:
        ledger.fault_sheet(noticed(ProblemKind.MISSING_SHEET, title=""), name)
    for name, lost in book.lost:
        ledger.fault_sheet(noticed(ProblemKind.VALUES_LOST, count=str(lost)), name)
    spaces: list[CellRef] = []
    for sheet in maps:
        spaces += _only_spaces(sheet)
        for place, times in Counter(sheet.sheet.twice).items():
            if ledger.asked.get(sheet.ref(*place)) is None:  # an answer says so itself
                at, last = sheet.ref(*place), shown(sheet.sheet.cells[place])
                ledger.fault(noticed(ProblemKind.CELL_TWICE, times=str(times + 1)), at, shown=last)
        if sheet.of_the_form:
            _beside_the_form(sheet, ledger.still_open(stored[sheet.sheet.name]), texts, ledger)
        elif sheet.sheet.name.casefold() in texts.own or texts.issued_with(sheet.sheet.name):
            _own_sheet(sheet, sorted(stored[sheet.sheet.name]), texts, ledger)
        else:
            _foreign(sheet, ledger)
    if spaces:
        named = ", ".join(map(str, spaces[:_MOST_PLACES])) + ("…" if len(spaces) > _MOST_PLACES else "")
        told = {"count": number(len(spaces)), "places": named}
        ledger.fault(noticed(ProblemKind.ONLY_SPACES, **told), spaces[0], also=tuple(spaces))


def _only_spaces(sheet: SheetMap) -> list[CellRef]:
    """Cells of the form's sheets in which something was typed that nobody sees."""
    cells = sheet.sheet.cells.items() if sheet.of_the_form else ()
    blank = [
        p for p, c in cells if c.kind is CellKind.TEXT and not (c.formula or c.text[:1].isalnum() or plain(c.text))
    ]
    return [sheet.ref(*p) for p in sorted(blank)]


def answers_on(sheet: SheetMap, texts: FormTexts) -> int:
    """How many cells of a sheet hold what the form does not print there."""
    printed, cells = _Print(sheet, texts), sheet.sheet.cells.items()
    examples = {row for (row, _), cell in cells if plain(cell.text) in texts.example_marks}
    typed = [p for p, c in cells if p not in sheet.used and p[0] not in examples and not c.formula]
    return sum(1 for p in typed if not printed.has(p, sheet.sheet.cells[p]))


def answers_of_other(sheet: SheetMap, texts: FormTexts) -> bool:
    """Whether something was typed into what only another issue asks."""
    printed, cells = _Print(sheet, texts), sheet.sheet.cells.items()
    owned = ((p, c, sheet.marks.owner(p, sheet.key_rows)) for p, c in cells if not (c.formula or printed.has(p, c)))
    return any(o and p not in sheet.used and not printed.of_other(p, c, o) for p, c, o in owned)


def _beside_the_form(sheet: SheetMap, still_open: list[CellRef], texts: FormTexts, ledger: Ledger) -> None:
    printed, key_rows = _Print(sheet, texts), sheet.key_rows
    beside: list[CellRef] = []
    theirs: dict[str, list[CellRef]] = {}
    for at in still_open:
        place = at.row, at.column
        cell = sheet.sheet.cells[place]
        if place in sheet.used or printed.has(place, cell) or (texts.unlisted and printed.reworded(place, cell)):
            ledger.ignored.add(at)
        elif owner := sheet.marks.owner(place, key_rows):
            if printed.of_other(place, cell, owner):
                ledger.ignored.add(at)
            else:
                theirs.setdefault(owner.name, []).append(at)
        elif (label := _label_at(place, cell, printed.lines.get(place[0]), texts)) and not _stands(sheet, place, label):
            changed = noticed(ProblemKind.LABEL_CHANGED, printed=label, found=shown(cell))
            told = noticed(ProblemKind.NOT_PRINTED_NOW, printed=label) if texts.unsure else changed
            ledger.fault(told, at, shown=shown(cell))
        else:
            beside.append(at)
    for name, cells in theirs.items():
        words = "; ".join(shown(sheet.sheet.cells[at.row, at.column]) for at in cells)
        case = "" if texts.other is not None else "perhaps"
        told = noticed(ProblemKind.ASKED_BY_OTHER_ISSUE, case=case, what=name, count=number(len(cells)))
        ledger.fault(told, cells[0], shown=words, also=tuple(cells))
    if sheet.lost:
        ledger.fault_sheet(noticed(ProblemKind.LINES_LOST, count=number(len(beside))), sheet.sheet.name)
        ledger.faulted.update(beside)
        return
    for at in beside[:MOST_BESIDE]:
        cell = sheet.sheet.cells[at.row, at.column]
        ledger.fault(_outside(cell, texts), at, shown=shown(cell))
    if rest := tuple(beside[MOST_BESIDE:]):
        name, count = clean(sheet.sheet.name), number(len(rest))
        ledger.fault(noticed(ProblemKind.MORE_OUTSIDE_THE_FORM, count=count), rest[0], shown=name, also=rest)


class _Print:
    """The form's own text on one of its sheets. Words that a unit may also answer with, as its own name, are print
    only above all blocks or in a row with a heading, a label or the stamp, beside a code only those of that line."""

    def __init__(self, sheet: SheetMap, texts: FormTexts) -> None:
        self.lines = {line.row: line for line in sheet.lines}
        below = [(row, r) for r in sheet.regions for row in sheet.rows_between(r.key_row + 1, r.last_row)]
        texts_by_row = {(p[0], c.text) for p, c in sheet.sheet.cells.items() if c.kind is CellKind.TEXT}
        written = [(row, plain(text)) for row, text in texts_by_row]
        between = {row for row, _ in below}
        labels = {words[0] for words in texts.labels.values()}
        labelled = {row for row, text in written if text in labels} - between
        self._texts = texts
        self._name = sheet.sheet.name
        self._helpers = sheet.helpers
        self._values_only = not any(c.formula for c in sheet.sheet.cells.values())
        self._numbers = {(row, r.number_column) for r in sheet.regions for row in r.numbered(sheet)}
        keys = {row for heads in sheet.heads.values() for row, _ in heads}
        self._above_keys = {row - n for row in keys for n in (1, 2, 3)} - set(self.lines)
        headed = (row for row, text in written if text in texts.heads or texts.names_the_form(text))
        self._rows = labelled.union(headed, range(1, min((*keys, *self.lines), default=1)))
        self._examples = {row for row, text in written if text in texts.example_marks}

    def reworded(self, place: tuple[int, int], cell: RawCell) -> bool:
        """Whether words stand where the form prints its own: a label, a heading, the title and the note above it.

        Another issue of the form may have printed them, and its list of its own words is lost.
        """
        words = cell.kind is CellKind.TEXT and not NUMBERING.match(plain(cell.text))
        label = _label_at(place, cell, self.lines.get(place[0]), self._texts) is not None
        return words and (label or place[0] in self._above_keys)

    def of_other(self, place: tuple[int, int], cell: RawCell, owner: Owner) -> bool:
        """Whether another issue printed what stands in a row, a column or a table of its own: numbers of rows, the
        example, the label and the measure."""
        text = plain(cell.text)
        if owner.numbers(place) and NUMBERING.match(text):
            return True
        label = owner.labels(place) and cell.kind is CellKind.TEXT
        return (label or place[0] in self._examples) and (self._texts.unsure or self._texts.issued(text))

    def has(self, place: tuple[int, int], cell: RawCell) -> bool:
        """Whether a cell holds nothing or what the form prints there; a bare number is its own only where it counts
        the rows of a table. In a hidden column it computes, unless a program has kept nothing but the results."""
        computes = place[1] in self._helpers and (bool(cell.formula) or self._values_only)
        if computes or cell.text == HEADING or (cell.formula and self._texts.helps(cell)):
            return True
        if cell.kind is CellKind.NUMBER and not cell.formula:
            return place in self._numbers and bool(NUMBERING.match(cell.text))
        text = plain(shown(cell)) if cell.kind is CellKind.PENDING else plain(cell.text)
        counts = NUMBERING.match(text) is not None
        if not text or (not counts and self._prints(place[0], text)):  # as most cells do
            return True
        if self._texts.gives_verdict(cell) or self._texts.names_the_form(text):
            return True
        return self._texts.prints_beginning(cell.text, self._name) or (counts and place in self._numbers)

    def _prints(self, row: int, text: str) -> bool:
        if row in self.lines:
            return self._texts.prints_on_line(text, self.lines[row].code)
        return text in (self._texts.on_sheets if row in self._rows else self._texts.anywhere)


def _label_at(place: tuple[int, int], cell: RawCell, line: FormLine | None, texts: FormTexts) -> str | None:
    """What the form prints in a cell after the code of a line, None where it prints nothing."""
    if line is None or cell.kind is not CellKind.TEXT:
        return None
    printed = texts.labels.get(line.code, ())
    offset = place[1] - line.column - 1
    return (printed[offset] or None) if 0 <= offset < len(printed) else None


def _stands(sheet: SheetMap, place: tuple[int, int], label: str) -> bool:
    """Whether what the form prints in a cell stands further right in its row, where a column was put in."""
    return any(c > place[1] and plain(cell.text) == label for c, cell in sheet.row(place[0]).items())


def _own_sheet(sheet: SheetMap, stored: list[CellRef], texts: FormTexts, ledger: Ledger) -> None:
    name, cells = sheet.sheet.name, sheet.sheet.cells
    words = [(p, c.text) for p, c in cells.items() if c.kind is CellKind.TEXT]
    said = {t for _, t in words}  # a check says the same of many lines
    printed = {t for t in said if texts.prints_beside(plain(t), name) or texts.prints_beginning(t, name)}
    own = {p for p, t in words if t in printed}
    checks = name.casefold() == texts.check or texts.issued_with(name)
    last = tuple(max((p[n] for p in own), default=0) for n in (0, 1))
    first = min((p[1] for p in own), default=0)  # where sentences stand
    own |= {p for p, t in words if p[0] <= last[0] and p[1] == first and texts.may_be_filled_in(plain(t))}
    lines = {row for row, n in Counter(p[0] for p in own).items() if n > 1} if texts.unlisted else set()
    values_only = not any(c.formula for c in cells.values())
    for at in stored:
        place = at.row, at.column
        cell = cells[place]
        if place in own:
            ledger.ignored.add(at)
            continue
        reworded = place[0] in lines and cell.kind is CellKind.TEXT and place[1] <= last[1]
        no_room = cell.kind is CellKind.ERROR and cell.text.startswith(
            "#"
        )  # for this text in .xls, which has #N/A there
        state = checks and place[1] == STATE_COLUMN and (cell.formula or values_only)
        computed = (checks and cell.formula and place[1] <= last[1]) or state or no_room
        inside = place[0] <= last[0]
        if reworded or (computed and inside) or texts.gives_verdict(cell) or not plain(shown(cell)):
            ledger.ignored.add(at)
        else:
            ledger.fault(_outside(cell, texts), at, shown=shown(cell))


def _outside(cell: RawCell, texts: FormTexts) -> Noticed:
    """What is to be said of a cell beside the form: words may be print of an issue that nobody can ask any more."""
    words = cell.kind is CellKind.TEXT and not cell.formula and not NUMBERING.match(plain(cell.text))
    if texts.unsure and words:
        return noticed(ProblemKind.NOT_PRINTED_NOW, printed="")
    return noticed(ProblemKind.OUTSIDE_THE_FORM)


def _foreign(sheet: SheetMap, ledger: Ledger) -> None:
    cells = tuple(sheet.ref(*p) for p in sorted(sheet.sheet.cells))
    if cells:
        name, count = clean(sheet.sheet.name), number(len(cells))
        ledger.fault(noticed(ProblemKind.FOREIGN_SHEET, count=count), cells[0], shown=name, also=cells)
