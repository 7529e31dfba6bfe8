"""The rows under the keys of a table to a TableAnswer: filled rows, a declared nil, the example and the stray ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from vstbcpn_cli.edition.model import Column, FieldType, Nature, Requirement, Table
from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Key, Observation, Problem, State, TableAnswer, TableRow
from vstbcpn_cli.text.normalise import fold, plain
from vstbcpn_cli.text.state_words import says_nil
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.form.sheet_plan import EXPLANATION, MAX_ROWS
from vstbcpn_cli.workbook.raw import CellKind, RawCell, UnreadableBookError
from vstbcpn_cli.workbook.reading.carried_lines import CarriedLines
from vstbcpn_cli.workbook.reading.cell_reader import Observer
from vstbcpn_cli.workbook.reading.content.cell_text import shown
from vstbcpn_cli.workbook.reading.content.figures_in_words import EVENTS, FigureMention, figures_stated, told_by
from vstbcpn_cli.workbook.reading.locate import SheetMap, TableRegion
from vstbcpn_cli.workbook.reading.own_totals import FilledLine, OwnTotals
from vstbcpn_cli.workbook.reading.printed_measures import PrintedMeasures

_FIGURE = re.compile(r"[-+]?\d[\d.,\s]*\Z")

_FEW = 2
"""Of so few columns one alone may be meant as a row."""
_DASHES = frozenset(["-", "--", "---", "/"])


class TableReader(msgspec.Struct, frozen=True):
    """Reads one table of one file; `texts` are what the form prints, `measures` the measures above its columns."""

    observer: Observer
    table: Table
    texts: FormTexts
    measures: PrintedMeasures

    def read(self, maps: list[SheetMap]) -> TableAnswer:
        """Every row in the order of the file; rows of a table that stands there twice follow each other."""
        found = [(m, r) for m in maps for r in m.regions if r.code == self.table.code]
        if not found:
            if (mark := self.observer.applies.table(self.table)) is not Requirement.CLOSED:
                self._lost(self.table.code, None, mark, self.table.label, "table", "nil")
            return TableAnswer(self.table.code)
        sheet, region = found[0]
        anchor = sheet.ref(self._first_row(sheet, region), min(region.columns.values()))
        carried = CarriedLines.of(self.observer, [place for place in found if place[1].carried])
        lines = [line for m, r in found for line in self._lines(m, r, carried)]
        if len(lines) > MAX_ROWS:
            raise UnreadableBookError(ProblemKind.TOO_LARGE, case="", reason="too-many-rows")
        divided = self._totals.divided(lines)
        self._totals.tell(divided)
        nil = self._nil(divided.rows[0]) if len(divided.rows) == 1 else None
        if nil is not None:
            return TableAnswer(self.table.code, (), nil, anchor)
        self._gaps(divided.rows, carried)
        rows: list[TableRow] = []
        for line in divided.rows:
            rows.append(self._row(line, len(rows) + 1, rows[-1] if rows else None))
        numbers = {(x.sheet.sheet.name, x.row): n for n, x in enumerate(divided.rows, 1)}
        return TableAnswer(self.table.code, tuple(rows), None, anchor, carried.answers(numbers))

    @property
    def _totals(self) -> OwnTotals:
        return OwnTotals(self.observer, self.table)

    def _gaps(self, lines: list[FilledLine], carried: CarriedLines) -> None:
        """Says how many rows between two filled ones hold nothing at all."""
        empty, first = 0, None
        for line, following in pairwise(lines):
            sheet, region, row, below = line.sheet, line.region, line.row, following.row
            if region is following.region and below > row + 1:
                between = sheet.rows_between(row + 1, below - 1)
                held = [n for n in between if carried.shows(sheet, n) or self._typed(sheet, region, n, carried)]
                empty += below - row - 1 - len(held)
                first = first or (sheet.ref(row + 1, min(region.columns.values())) if empty else None)
        if first is not None:
            key, count = Key(self.table.code), str(empty)
            self.observer.ledger.record(noticed(ProblemKind.ROWS_LEFT_EMPTY, count=count), first, shown=count, key=key)

    def _typed(self, sheet: SheetMap, region: TableRegion, row: int, carried: CarriedLines) -> dict[int, RawCell]:
        """What a row holds that the form did not put there."""
        cells = sheet.row(row)
        typed = {c: cells[c] for c in region.columns.values() if c in cells and not self._computed(region, c, cells)}
        typed = {c: cell for c, cell in typed.items() if not carried.waits(sheet, row, cell)}
        held = {c: cell for c, cell in typed.items() if self._holds(sheet, (row, c), cell)}
        beside = region.columns.get(EXPLANATION)
        return {} if carried.explains(sheet, row, beside, held) else held

    def _holds(self, sheet: SheetMap, place: tuple[int, int], cell: RawCell) -> bool:
        """Whether there is something in a cell: a text, or a formula that gives one, whatever is stored for it."""
        return bool(plain(cell.text)) or cell.kind is CellKind.PENDING or self.observer.is_stale(sheet, place)

    def _first_row(self, sheet: SheetMap, region: TableRegion) -> int:
        """The first entry row: below the keys and below the example."""
        row = region.key_row + 1
        return row + 1 if self._is_example(region, sheet.row(row)) else row

    def _is_example(self, region: TableRegion, cells: dict[int, RawCell]) -> bool:
        """The whole example and nothing else: what a unit changed in that row is its own answer.

        Where a column has lost its key, what is left of the example is soon an answer too; its mark decides.
        """
        shown = {k: plain(t) for k, t in self.table.example.items() if t}
        example = {region.columns[k]: t for k, t in shown.items() if k in region.columns}
        typed = {c: plain(cells[c].text) for c in region.columns.values() if c in cells and not cells[c].formula}
        mark, words = cells.get(region.number_column), self.observer.applies.edition.words
        marked = mark is not None and plain(mark.text) == words["example.mark"]
        if marked and self.texts.other is not None and not self.texts.unlisted:
            return all(self.texts.issued(text) for text in typed.values())  # that issue may have had another example
        return bool(example) and typed == example and (marked or len(example) == len(shown))

    def _lines(self, sheet: SheetMap, region: TableRegion, carried: CarriedLines) -> Iterator[FilledLine]:
        """The filled rows; headings and the example are booked and left out.

        Where the form ends the table a unit may go on writing rows; figures alone, a note and a signature are no row
        there and stay open: they are told as lying outside the form.
        """
        ledger, below, answered = self.observer.ledger, False, False
        for row in sheet.rows_between(region.key_row + 1, region.last_row):
            cells = sheet.row(row)
            below = below or self._is_end(region, cells)
            own = {c for c in region.columns.values() if c in cells and self._computed(region, c, cells)}
            typed = self._typed(sheet, region, row, carried)
            ledger.ignored.update(sheet.ref(row, c) for c in own)
            total = self._totals.column(region, cells, typed) if typed else None
            if not typed or (below and total is None and self._is_stray(typed, answered=answered)):
                continue
            where = tuple(sheet.ref(row, c) for c in cells)
            if self._is_example(region, cells):
                self._example(sheet, region, row, tuple(sheet.ref(row, c) for c in typed if not typed[c].formula))
            elif all(plain(cell.text) in self.texts.heads for cell in typed.values()):
                self._heading(sheet, row, where, tuple(sheet.ref(row, c) for c in typed))
            elif all(fold(cell.text) in _DASHES for cell in typed.values()):
                dash = shown(next(iter(typed.values())))
                ledger.fault(noticed(ProblemKind.READ_WITH_CARE, read="dòng trống"), where[0], shown=dash, also=where)
            else:
                answered = answered or total is None
                yield FilledLine(sheet, region, row, typed, total)

    def _is_stray(self, typed: dict[int, RawCell], *, answered: bool) -> bool:
        """Whether what stands below the end is no row: only figures, one cell where a row has to fill more than two, or
        words alone, as of two who sign, in no more than half of what a row has to fill.

        “Không có” is the answer of a table that has none.
        """
        rest = [text for cell in typed.values() if not _is_figure(cell) and (text := plain(cell.text))]
        first = any(map(self.texts.begins_a_sheet, rest))  # the first row of a sheet that was put below this one
        if all(first and (t in self.texts.heads or self.texts.begins_a_sheet(t)) for t in rest):
            return True
        wanted = sum(c.required is Requirement.REQUIRED for c in self.table.columns)
        nil = any(_says_nil(cell) for cell in typed.values())
        words = not any(map(str.isdigit, "".join(map(shown, typed.values()))))
        few = len(typed) == 1 or (words and 2 * len(typed) <= wanted)
        return few and wanted > _FEW and (answered or not nil)

    def _example(self, sheet: SheetMap, region: TableRegion, row: int, cells: tuple[CellRef, ...]) -> None:
        """The form's own row says that it is one; without that mark the unit took its words for an answer."""
        mark = sheet.row(row).get(region.number_column)
        if mark is not None and plain(mark.text) == self.observer.applies.edition.words["example.mark"]:
            self.observer.ledger.ignored.update(cells)
        else:
            key, text = Key(self.table.code), shown(sheet.row(row)[cells[0].column])
            self.observer.ledger.fault(noticed(ProblemKind.EXAMPLE_COPIED), cells[0], shown=text, key=key, also=cells)

    def _is_end(self, region: TableRegion, cells: dict[int, RawCell]) -> bool:
        """Whether the form says in a row that more rows are to be put in above it."""
        said = cells.get(region.number_column)
        return said is not None and plain(said.text) == plain(self.observer.applies.edition.words["table.more"])

    def _heading(self, sheet: SheetMap, row: int, where: tuple[CellRef, ...], heads: tuple[CellRef, ...]) -> None:
        """The heading of the next table is the form's own; one without keys below it was repeated by the unit."""
        key_rows = {key_row for heads in sheet.heads.values() for key_row, _ in heads}
        if row + 1 in key_rows:
            self.observer.ledger.ignored.update(heads)
        else:
            self.observer.ledger.fault(noticed(ProblemKind.HEADING_REPEATED), where[0], also=where)

    def _computed(self, region: TableRegion, column: int, cells: dict[int, RawCell]) -> bool:
        """What the form itself puts into a row: a formula, or its result where a program keeps no formulas."""
        spec = next((s for s in self.table.columns if region.columns.get(s.key) == column), None)
        if spec is None or not spec.fixed:
            return False
        return _of_the_form(cells[column], spec)

    def _nil(self, line: FilledLine) -> Observation | None:
        """“Không có” alone in a row: the table is answered, with nothing in it."""
        sheet, region, row, typed = line.sheet, line.region, line.row, line.typed
        beside = region.columns.get(EXPLANATION)
        filled = {c: cell for c, cell in typed.items() if c != beside}
        if len(filled) != 1:
            return None
        column, cell = next(iter(filled.items()))
        if not _says_nil(cell) or (row, column) in sheet.sheet.twice:
            return None
        at, key = sheet.ref(row, column), Key(self.table.code)
        _, told = self.observer.against_formula(sheet, (row, column), key)
        explanation = self.observer.remark(sheet, row, beside)
        if beside is not None and any(figures_stated(explanation, EVENTS)):
            place = sheet.ref(row, beside)
            other = self._beside(ProblemKind.TWO_ANSWERS, at, key, place, explanation, answer=shown(cell))
            told, explanation = (*told, other), ""
        return Observation(key, State.VALUE, True, at, shown(cell), explanation=explanation, problems=told)

    def _row(self, line: FilledLine, number: int, above: TableRow | None) -> TableRow:
        sheet, region, row = line.sheet, line.region, line.row
        cells: dict[str, Observation] = {}
        for spec in self.table.columns:
            column = region.columns.get(spec.key)
            if column is None:
                self._lost_column(spec, sheet, region, number)
            else:
                cells[spec.key] = self._cell(sheet, region, (row, column), spec, number, above)
        beside = region.columns.get(EXPLANATION)
        explanation = self.observer.remark(sheet, row, beside)
        if beside is not None:
            explanation = self._misplaced(cells, sheet.ref(row, beside), explanation)
        return TableRow(number, sheet.ref(row, min(region.columns.values())), cells, explanation)

    def _misplaced(self, cells: dict[str, Observation], beside: CellRef, words: str) -> str:
        """A figure that may be that of an empty cell of the row is told there; what is left of the explanation."""
        empty = [c for c in self.table.columns if c.key in cells and c.type.numeric and cells[c.key].empty]
        told = [(c, told_by(words, c.measure)) for c in empty]
        spec = next((c for c, t in told if t is FigureMention.FIGURE), None)
        if spec is not None:
            seen = cells[spec.key]
            assert seen.cell is not None
            problem = self._beside(ProblemKind.ANSWER_BESIDE, seen.cell, seen.key, beside, words)
            cells[spec.key] = replace(seen, state=State.UNREADABLE, raw=words, problems=(*seen.problems, problem))
            return ""
        spec = next((c for c, t in told if t is FigureMention.PERHAPS), None)
        if spec is not None:
            seen = cells[spec.key]
            assert seen.cell is not None
            problem = self._beside(ProblemKind.ANSWER_PERHAPS_BESIDE, seen.cell, seen.key, beside, words)
            cells[spec.key] = replace(seen, problems=(*seen.problems, problem))
        return words

    def _beside(self, kind: ProblemKind, at: CellRef, key: Key, beside: CellRef, words: str, **more: str) -> Problem:
        """What is to be said at a cell of the words beside it. Nothing is made of words that withhold an answer."""
        if kind is not ProblemKind.ANSWER_PERHAPS_BESIDE:
            self.observer.ledger.faulted.add(beside)
        where = f"cột “{self.observer.applies.edition.words['head.explanation']}”"
        return Problem(kind, at, key, words, {"column": where, "cell": beside.address, **more})

    def _cell(
        self,
        sheet: SheetMap,
        region: TableRegion,
        place: tuple[int, int],
        spec: Column,
        number: int,
        above: TableRow | None,
    ) -> Observation:
        key = Key(self.table.column_code(spec), number)
        at = sheet.ref(*place)
        if spec.fixed:
            return self._fixed(sheet, place, spec, key)
        nature = spec.nature if spec.nature is not Nature.NONE else self._nature(spec)
        seen = self.observer.observe(sheet, place, key, spec, nature)
        seen = self.measures.above(sheet, region.code, spec.key, region.key_row, seen)
        if seen.empty and spec.default:
            note = Problem(ProblemKind.DEFAULT_TAKEN, at, key, details={"value": spec.default})
            return replace(seen, state=State.VALUE, value=spec.default, problems=(note,))
        if above is not None and any(p.kind is ProblemKind.LIKE_ABOVE for p in seen.problems):
            return self._like_above(seen, above.cells.get(spec.key))
        return seen

    def _nature(self, spec: Column) -> Nature:
        """A date column of a table may always be older than the window; rules with exemptions judge that."""
        return Nature.STOCK if spec.type is FieldType.DATE and self.table.nature is Nature.STOCK else self.table.nature

    def _fixed(self, sheet: SheetMap, place: tuple[int, int], spec: Column, key: Key) -> Observation:
        cell = sheet.sheet.cells.get(place)
        if cell is not None:
            ledger = self.observer.ledger
            if not _of_the_form(cell, spec):
                at, told = sheet.ref(*place), {"typed": shown(cell), "computed": spec.fixed}
                ledger.fault(noticed(ProblemKind.COMPUTED_CELL_TYPED, **told), at, shown=shown(cell), key=key)
            else:
                ledger.ignored.add(sheet.ref(*place))
        return Observation(key, State.VALUE, spec.fixed)

    def _like_above(self, seen: Observation, above: Observation | None) -> Observation:
        """“như trên” in a text column stands for the text above it."""
        repeated = above.value if above is not None else None
        details = {"above": str(repeated or "")}
        notes = tuple(replace(p, details=details) if p.kind is ProblemKind.LIKE_ABOVE else p for p in seen.problems)
        return replace(seen, value=repeated if repeated is not None else seen.value, problems=notes)

    def _lost_column(self, spec: Column, sheet: SheetMap, region: TableRegion, number: int) -> None:
        if number == 1:
            at = CellRef(sheet.sheet.name, region.key_row, region.number_column or min(region.columns.values()))
            self._lost(self.table.column_code(spec), at, spec.required, spec.label, "column", "zero")

    def _lost(self, code: str, at: CellRef | None, mark: Requirement | None, label: str, what: str, nil: str) -> None:
        """What the file was issued without is told where the form does not let it be empty."""
        problems = self.observer.ledger.problems
        if not self.texts.lacks(code):
            details = {"label": label, "what": what, "nil": nil}
            problems.append(Problem(ProblemKind.MISSING_ROW_OF_FORM, at, Key(code), code, details))
        elif mark is not Requirement.OPTIONAL:
            problems.append(Problem(ProblemKind.NOT_IN_THIS_ISSUE, at, Key(code), code, {"names": label}))


def _says_nil(cell: RawCell) -> bool:
    return says_nil(shown(cell).rstrip(". "))


def _is_figure(cell: RawCell) -> bool:
    words = plain(cell.text)
    return cell.kind is CellKind.NUMBER or (cell.kind is CellKind.TEXT and bool(_FIGURE.match(words)))


def _of_the_form(cell: RawCell, spec: Column) -> bool:
    """Whether a fixed column holds what the form put there: the formula that gives the fixed text, or the text itself.

    A formula shared with the cell above is stored without its words.
    """
    if cell.formula:
        return cell.formula == "=" or spec.fixed in cell.formula
    return fold(cell.text) == fold(spec.fixed)
