"""The located cells of one file to its answers: tasks, tables, what is computed, and the file as a whole."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.applicability import Applicability, withholdable
from vstbcpn_cli.edition.model import WINDOW, Indicator, Requirement, Table, Task
from vstbcpn_cli.edition.part_whole import withheld_with
from vstbcpn_cli.model.calculation import Remark, compute
from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.repairs import Repairs
from vstbcpn_cli.model.submission import (
    CellRef,
    Key,
    Observation,
    Problem,
    SourceFile,
    Stamp,
    State,
    Submission,
    TableAnswer,
    withheld_answer,
)
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.normalise import clean, fold
from vstbcpn_cli.text.state_words import says_nil
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.form.sheet_plan import NIL, VALUE
from vstbcpn_cli.workbook.raw import RawBook, UnreadableBookError
from vstbcpn_cli.workbook.reading.cell_ledger import Ledger
from vstbcpn_cli.workbook.reading.cell_reader import Observer
from vstbcpn_cli.workbook.reading.content.document_numbers import part_papers
from vstbcpn_cli.workbook.reading.formulas.computed_cells import ComputedCells
from vstbcpn_cli.workbook.reading.formulas.evaluator import Evaluator
from vstbcpn_cli.workbook.reading.formulas.references import Circles
from vstbcpn_cli.workbook.reading.headings import remark_on_headings, remark_on_repeats, remark_on_restored
from vstbcpn_cli.workbook.reading.identity_check import check_identity
from vstbcpn_cli.workbook.reading.line_reader import Field, Found, LineReader
from vstbcpn_cli.workbook.reading.locate import SheetMap
from vstbcpn_cli.workbook.reading.nothing_reported import Reported, gives_a_figure, other_words
from vstbcpn_cli.workbook.reading.printed_measures import PrintedMeasures
from vstbcpn_cli.workbook.reading.table_reader import TableReader
from vstbcpn_cli.workbook.reading.unclaimed_cells import answers_of_other, answers_on, book_leftovers
from vstbcpn_cli.workbook.reading.workbook_remarks import remark_on_book

_MOST_NAMED = 3


class FormReader(msgspec.Struct, dict=True):
    """Everything one unit says in one file."""

    applies: Applicability
    book: RawBook
    maps: list[SheetMap]
    texts: FormTexts
    recalculates: bool = True
    repairs: Repairs = msgspec.field(default_factory=Repairs)
    ledger: Ledger = msgspec.field(default_factory=Ledger)
    values: dict[str, Observation] = msgspec.field(default_factory=dict)
    tables: dict[str, TableAnswer] = msgspec.field(default_factory=dict)
    nil_tasks: dict[str, Observation] = msgspec.field(default_factory=dict)
    remarks: dict[str, Remark] = msgspec.field(default_factory=dict)
    """Reason and explanation beside a computed field, by its code."""

    @cached_property
    def observer(self) -> Observer:
        sheets = {sheet.name: sheet for sheet in self.book.sheets}
        computed = sheets if self.recalculates else {}
        evaluator = Evaluator(computed, frozenset(m.sheet.name for m in self.maps), self.book.epoch_1904)
        own = (self.applies, self.ledger, self.texts, self.book.epoch_1904, self.book)
        return Observer(*own, evaluator, Circles(sheets), self.repairs)

    @cached_property
    def measures(self) -> PrintedMeasures:
        return PrintedMeasures(self.texts, self.ledger)

    @cached_property
    def computed(self) -> ComputedCells:
        return ComputedCells(self.applies.edition, self.texts, self.ledger, self.book.program)

    @cached_property
    def lines(self) -> LineReader:
        places = (self.applies, self.observer, self.texts, self.measures, self.computed)
        return LineReader(*places, self.ledger, self.values, self.remarks)

    def submission(self, file: SourceFile, stamp: Stamp, problems: list[Problem]) -> Submission:
        """Reads everything. A file without any answer gives the one problem that says so."""
        self.ledger.problems += problems
        if stamp.source != "sheet":
            self.ledger.problems.append(
                Problem(ProblemKind.STAMP_LOST, shown=file.path, details={"mark": stamp.source})
            )
        for sheet in self.maps:
            remark_on_restored(sheet, self.texts, self.ledger)
        for task in self.applies.edition.tasks:
            self._task(task)
        check_identity(self.applies, self.values, self.ledger)
        part_papers(self.applies.edition, self.values, self.tables)
        self._declare_nil()
        self._withhold_parts()
        self._refuse_nothing()
        self._computed()
        remark_on_repeats(self.maps, self.ledger)
        for sheet in self.maps:
            remark_on_headings(sheet, self.texts, self.ledger)
        stored = {s.name: [CellRef(s.name, row, column) for row, column in s.cells] for s in self.book.sheets}
        book_leftovers(self.book, self.maps, stored, self.texts, self.ledger)
        remark_on_book(self.book, self.maps, self.texts, self.ledger)
        self._name_not_issued()
        return Submission(
            file=file,
            stamp=stamp,
            unit=self.applies.unit.code,
            period=self.applies.period.code,
            values=self.values,
            tables=self.tables,
            nil_tasks=self.nil_tasks,
            problems=tuple(self.ledger.problems),
            count=self.ledger.count(set().union(*stored.values())),
        )

    # ------------------------------------------------------------------------------------------------- lines
    def _task(self, task: Task) -> None:
        maps = self._sheets_of(task)
        issued = not self.texts.lacks(task.code)
        if issued and not maps:
            return
        found: dict[str, list[Found]] = defaultdict(list)
        for sheet in maps:
            for line in sheet.lines:
                found[line.code].append((sheet, line))
        if self._holding(task) or not issued:
            self._lines(task, found)
        for table in task.tables:
            answer = TableReader(self.observer, table, self.texts, self.measures).read(maps)
            self.tables[table.code] = self._of_this_issue(table, answer)

    def _of_this_issue(self, table: Table, answer: TableAnswer) -> TableAnswer:
        """A table that the file asks of this unit and we do not, or the other way round."""
        mark = self.applies.table(table)
        if mark is Requirement.CLOSED and answer.rows and self.texts.asked_elsewhere(table.code):
            filled = [o for row in answer.rows for o in row.cells.values() if o.cell and o.raw]
            words = "; ".join(o.raw for o in filled)
            self.lines.asked_by_other(f"bảng “{table.label}”", [o.cell for o in filled if o.cell], words)
            return TableAnswer(table.code)
        found = any(r.code == table.code for m in self.maps for r in m.regions)
        asked = mark not in (Requirement.CLOSED, Requirement.OPTIONAL)
        if found and asked and answer.untouched and self.texts.lacks(table.code):
            self.lines.lost(table.code, table.code, self.applies.edition.label_of(table.code), "table")
        return answer

    def _lines(self, task: Task, found: Mapping[str, list[Found]]) -> None:
        for spec in task.indicators:
            self._indicator(spec, found.get(spec.code, []))
        for matrix in task.matrices:
            for row in matrix.rows:
                code = f"{matrix.code}.{row.code}"
                columns = [c for c in matrix.columns if c.applies_to(self.applies.unit.kind)]
                fields: list[Field] = [
                    (matrix.cell_code(row, c), c.key, c, self.applies.matrix_cell(matrix, row, c)) for c in columns
                ]
                self.lines.read(code, fields, found.get(code, []), row.nature, known=row.known)
        if task.numbered:
            self._nil_line(task, found.get(f"{task.code}.{NIL}", []))

    def _sheets_of(self, task: Task) -> list[SheetMap]:
        """The sheets that hold a task; none when it is missing or there twice, with the problem that says so.

        What is said of a sheet that has lost its lines waits for `book_leftovers`, which knows its cells.
        """
        codes, holding, tables = _codes_of(task), self._holding(task), {t.code for t in task.tables}
        beside = [m for m in self.maps if any(r.code in tables for r in m.regions)]
        full = [m for m in holding if len({x.code for x in m.lines} & codes) * 2 > len(codes)]
        if len(full) > 1:
            self._sheet_twice(full)
            return []
        if not holding:
            lost = [m for m in self.maps if m.lost == task.code] or beside[:1]
            if lost and codes:
                lost[0].lost = task.code
            elif task.sheet not in self.book.missing and not self.texts.lacks(task.code):
                # One listed without its content is said to be so, once.
                missing = Problem(ProblemKind.MISSING_SHEET, shown=task.sheet, details={"title": task.title})
                self.ledger.problems.append(missing)
        elif fold(name := holding[0].sheet.name) != fold(task.sheet) and not self.texts.names_sheet(name):
            self.ledger.fault_sheet(noticed(ProblemKind.SHEET_RENAMED, expected=task.sheet), name)
        return [m for m in self.maps if m in holding or m in beside]

    def _holding(self, task: Task) -> list[SheetMap]:
        """The sheets with any line of a task."""
        codes = _codes_of(task)
        return [m for m in self.maps if any(line.code in codes for line in m.lines)]

    def _sheet_twice(self, full: list[SheetMap]) -> None:
        copies = ", ".join(f"“{clean(m.sheet.name)}” có {answers_on(m, self.texts)} ô đã ghi" for m in full)
        for sheet in full:
            cells = tuple(sheet.ref(*p) for p in sheet.sheet.cells)
            name = clean(sheet.sheet.name)
            self.ledger.fault(noticed(ProblemKind.SHEET_TWICE, copies=copies), cells[0], shown=name, also=cells)

    def _indicator(self, spec: Indicator, found: list[Found]) -> None:
        self.lines.read(
            spec.code, [(spec.code, VALUE, spec, self.applies.indicator(spec))], found, spec.nature, known=spec.known
        )

    def _name_not_issued(self) -> None:
        """One sentence for all that the file was issued without: it is sent out again once, not row by row."""
        lost = [p for p in self.ledger.problems if p.kind is ProblemKind.NOT_IN_THIS_ISSUE]
        labels = [self.applies.edition.whole_label(p.key.code) for p in lost if p.key]
        names = first_of([f"“{label}”" for label in labels], _MOST_NAMED, "nội dung")
        named = {id(p): replace(p, cell=None, shown="", details={"names": names}) for p in lost}
        self.ledger.problems = [named.get(id(p), p) for p in self.ledger.problems]

    # ----------------------------------------------------------------------------------- the file as a whole
    def _refuse_blank(self) -> None:
        """A form sent back as it was issued is one finding, not fifty missing answers."""
        own = self.applies.edition.identity | self.applies.filled_at_issue
        answered = any(o.raw or o.reason or o.explanation for c, o in self.values.items() if c not in own)
        answered = answered or any(answers_of_other(m, self.texts) for m in self.maps if m.marks.places)
        answered = answered or any(line.answer for t in self.tables.values() for line in t.carried)
        if not answered and not self.nil_tasks and all(t.untouched for t in self.tables.values()) and self._whole():
            raise UnreadableBookError(ProblemKind.BLANK_AS_ISSUED)

    def _refuse_nothing(self) -> None:
        """No return is a form full of reasons and the like in the place of answers, nor one that gives no figure."""
        edition, required = self.applies.edition, list(withholdable(self.applies))
        found = Reported.of((self.values[code] for code in required if code in self.values), len(required))
        if found.nothing(edition.withholding):
            raise UnreadableBookError(ProblemKind.NOTHING_REPORTED, **found.details())
        self._refuse_blank()
        answered = found.answers or self.nil_tasks or gives_a_figure(edition, self.values, self.tables)
        if not answered and self._whole():
            beside = other_words(edition, self.values, required)
            raise UnreadableBookError(ProblemKind.NOTHING_REPORTED, **found.details(beside))

    def _whole(self) -> bool:
        """Whether every line and table of the form is there: where some are lost, answers may be lost with them."""
        lines = {line.code for sheet in self.maps for line in sheet.lines}
        tables = {region.code for sheet in self.maps for region in sheet.regions}
        other = self.texts.other
        wanted = {code for code in (*self.texts.labels, *self.tables) if other is None or code in other.asked}
        return not self.book.missing and lines | tables >= wanted

    # ---------------------------------------------------------------------------------------- nil and computed
    def _nil_line(self, task: Task, found: list[Found]) -> None:
        for sheet, line in found[:1]:
            column = sheet.column_of(line, VALUE)
            if column is None:
                continue
            at, key = sheet.ref(line.row, column), Key(f"{task.code}.{NIL}")
            typed = self.observer.words(sheet, (line.row, column), key)
            typed = self.texts.renamed.get((self.applies.edition.words["nil.task"],), {}).get(typed, typed)
            if says_nil(typed) or fold(typed) in ("x", "có"):
                self.nil_tasks[task.code] = Observation(key, State.VALUE, True, at, typed)
            elif typed:
                word = self.applies.edition.words["nil.task"]
                self.ledger.fault(
                    noticed(ProblemKind.NOT_IN_LIST, nearest=word, choices=word, case=""), at, shown=typed, key=key
                )

    def _declare_nil(self) -> None:
        """A task declared nil: its empty counts of what happened are zero and its untouched tables have no rows; how
        many people or clubs there are is not answered by it."""
        for task in self.applies.edition.tasks:
            declared = self.nil_tasks.get(task.code)
            if declared is None:
                continue
            for code, seen in self.values.items():
                if self.applies.edition.task_of[code] is task and seen.empty and self._counts_events(code):
                    self.values[code] = replace(seen, state=State.VALUE, value=0, parts=(declared,))
            for table in task.tables:
                answer = self.tables.get(table.code, TableAnswer(table.code))
                if answer.untouched and self.applies.table(table) is not Requirement.CLOSED:
                    self.tables[table.code] = replace(answer, nil=declared)

    def _withhold_parts(self) -> None:
        """A whole that is left out with a reason leaves out its parts with it."""
        for part, whole in withheld_with(self.applies).items():
            seen, of = self.values.get(part), self.values.get(whole)
            if seen is not None and of is not None and seen.empty and of.reason and withheld_answer(of):
                self.values[part] = replace(seen, state=of.state)

    def _counts_events(self, code: str) -> bool:
        edition = self.applies.edition
        spec = edition.indicators.get(code) or edition.matrix_cells[code][2]
        return spec.type.numeric and edition.happens(code)

    def _computed(self) -> None:
        made = compute(self.applies.edition, self.values, self.tables, self._window(), self.remarks)
        self.values.update(made)
        self.computed.judge(made, self.tables)

    def _window(self) -> tuple[dt.date, dt.date]:
        start, end = (self.values.get(self.applies.edition.code_of(role)) for role in WINDOW)
        period = self.applies.period
        return (start and start.date) or period.from_date, (end and end.date) or period.until_date


def _codes_of(task: Task) -> frozenset[str]:
    """The codes of all its lines, but for the one that declares it nil."""
    rows = (f"{m.code}.{r.code}" for m in task.matrices for r in m.rows)
    return frozenset([*(i.code for i in task.indicators), *rows])
