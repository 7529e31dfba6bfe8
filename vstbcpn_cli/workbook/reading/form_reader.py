"""The located cells of one file to its answers: lines, tables, what is computed, and what is left over."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from vstbcpn_cli.edition.applicability import Applicability, withholdable
from vstbcpn_cli.edition.model import Column, FieldType, Indicator, Nature, Requirement, Table, Task
from vstbcpn_cli.model.calculation import Remark, compute
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
)
from vstbcpn_cli.text.lists import first_of, series
from vstbcpn_cli.text.normalise import clean, fold
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.text.state_words import says_nil
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.form.formulas import Circles
from vstbcpn_cli.workbook.form.layout import EXPLANATION, NIL, PREVIOUS, REASON, VALUE
from vstbcpn_cli.workbook.raw import RawBook, UnreadableBookError
from vstbcpn_cli.workbook.reading.cell_ledger import Ledger
from vstbcpn_cli.workbook.reading.cell_reader import Observer
from vstbcpn_cli.workbook.reading.cell_text import shown, stored_number
from vstbcpn_cli.workbook.reading.document_numbers import part_papers
from vstbcpn_cli.workbook.reading.formulas.computed_cells import ComputedCells
from vstbcpn_cli.workbook.reading.formulas.evaluator import Evaluator
from vstbcpn_cli.workbook.reading.headings import remark_on_headings, remark_on_repeats, remark_on_restored
from vstbcpn_cli.workbook.reading.identity_check import check_identity
from vstbcpn_cli.workbook.reading.locate import Line, SheetMap
from vstbcpn_cli.workbook.reading.misplaced import Asked, Misplaced
from vstbcpn_cli.workbook.reading.nothing_reported import Reported, gives_a_figure, other_words
from vstbcpn_cli.workbook.reading.printed_measures import PrintedMeasures
from vstbcpn_cli.workbook.reading.table_reader import NOT_ISSUED, TableReader
from vstbcpn_cli.workbook.reading.unclaimed_cells import answers_on, book_leftovers
from vstbcpn_cli.workbook.reading.workbook_remarks import remark_on_book

_MOST_NAMED = 3
Found = tuple[SheetMap, Line]
Field = tuple[str, str, Indicator | Column, Requirement]
"""Code of a cell, key of its column, what it asks, and whether this unit must answer."""


@dataclass
class Answers:
    """Everything one unit says in one file."""

    applies: Applicability
    book: RawBook
    maps: list[SheetMap]
    texts: FormTexts
    recalculates: bool = True
    ledger: Ledger = field(default_factory=Ledger)
    values: dict[str, Observation] = field(default_factory=dict)
    tables: dict[str, TableAnswer] = field(default_factory=dict)
    nil_tasks: dict[str, Observation] = field(default_factory=dict)
    remarks: dict[str, Remark] = field(default_factory=dict)
    """Reason and explanation beside a computed field, by its code."""

    @cached_property
    def observer(self) -> Observer:
        sheets = {sheet.name: sheet for sheet in self.book.sheets}
        computed = sheets if self.recalculates else {}
        evaluator = Evaluator(computed, frozenset(m.sheet.name for m in self.maps), self.book.epoch_1904)
        return Observer(self.applies, self.ledger, self.texts, self.book.epoch_1904, evaluator, Circles(sheets))

    @cached_property
    def measures(self) -> PrintedMeasures:
        return PrintedMeasures(self.texts, self.ledger)

    @cached_property
    def computed(self) -> ComputedCells:
        return ComputedCells(self.applies.edition, self.texts, self.ledger, self.book.program)

    def submission(self, file: SourceFile, stamp: Stamp, problems: list[Problem]) -> Submission:
        """Reads everything. A file without any answer gives the one problem that says so."""
        self.ledger.problems += problems
        if stamp.source != "sheet":
            self.ledger.problems.append(Problem("stamp-lost", shown=file.path, details=(stamp.source,)))
        for sheet in self.maps:
            remark_on_restored(sheet, self.texts, self.ledger)
        for task in self.applies.edition.tasks:
            self._task(task)
        check_identity(self.applies, self.values, self.ledger)
        part_papers(self.applies.edition, self.values, self.tables)
        self._declare_nil()
        self._refuse_nothing()
        self._computed()
        remark_on_repeats(self.maps, self.ledger)
        for sheet in self.maps:
            remark_on_headings(sheet, self.texts, self.ledger)
        book_leftovers(self.book, self.maps, self.texts, self.ledger)
        remark_on_book(self.book, self.maps, self.ledger)
        self._name_not_issued()
        stored = {CellRef(s.name, row, column) for s in self.book.sheets for row, column in s.cells}
        return Submission(
            file=file,
            stamp=stamp,
            unit=self.applies.unit.code,
            period=self.applies.period.code,
            values=self.values,
            tables=self.tables,
            nil_tasks=self.nil_tasks,
            problems=tuple(self.ledger.problems),
            count=self.ledger.count(stored),
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
            self._asked_by_other(f"bảng “{table.label}”", [o.cell for o in filled if o.cell], words)
            return TableAnswer(table.code)
        found = any(r.code == table.code for m in self.maps for r in m.regions)
        asked = mark not in (Requirement.CLOSED, Requirement.OPTIONAL)
        if found and asked and answer.untouched and self.texts.lacks(table.code):
            self._lost(table.code, table.code, self.applies.edition.label_of(table.code))
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
                self._line(code, fields, found.get(code, []), row.nature, known=row.known)
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
            elif task.sheet not in self.book.missing and not self.texts.lacks(
                task.code
            ):  # one listed without its content is said to be so, once
                self.ledger.problems.append(
                    Problem("missing-sheet", shown=task.sheet, details=(task.sheet, task.title))
                )
        elif fold(name := holding[0].sheet.name) != fold(task.sheet) and not self.texts.names_sheet(name):
            at = CellRef(name, 1, 1)
            self.ledger.problems.append(Problem("sheet-renamed", at, None, clean(name), (task.sheet, clean(name))))
        return [m for m in self.maps if m in holding or m in beside]

    def _holding(self, task: Task) -> list[SheetMap]:
        """The sheets with any line of a task."""
        codes = _codes_of(task)
        return [m for m in self.maps if any(line.code in codes for line in m.lines)]

    def _sheet_twice(self, full: list[SheetMap]) -> None:
        details = tuple(f"“{clean(m.sheet.name)}” có {answers_on(m, self.texts)} ô đã ghi" for m in full)
        for sheet in full:
            cells = tuple(sheet.ref(*p) for p in sheet.sheet.cells)
            self.ledger.fault("sheet-twice", cells[0], *details, shown=clean(sheet.sheet.name), also=cells)

    def _indicator(self, spec: Indicator, found: list[Found]) -> None:
        self._line(
            spec.code, [(spec.code, VALUE, spec, self.applies.indicator(spec))], found, spec.nature, known=spec.known
        )

    def _line(
        self,
        code: str,
        fields: list[Field],
        found: list[Found],
        nature: Nature,
        *,
        known: bool,
    ) -> None:
        if not found:
            if marks := {mark for *_, mark in fields} - {Requirement.CLOSED}:
                label = self.applies.edition.label_of(fields[0][0])
                self._lost(fields[0][0], code, label, "row", "zero", wanted=marks != {Requirement.OPTIONAL})
            return
        sheet, line = found[0]
        twice = self._repeated(code, found, [key for _, key, *_ in fields])
        reason, explanation = (
            self.observer.remark(sheet, line.row, sheet.column_of(line, key)) for key in (REASON, EXPLANATION)
        )
        for cell_code, key, spec, mark in fields:
            asked = known and mark is Requirement.REQUIRED
            seen = self._observe(sheet, line, cell_code, key, spec, mark, nature, known=asked)
            if seen is not None and seen.empty and not reason and self.texts.lacks(cell_code):
                if mark not in (Requirement.CLOSED, Requirement.OPTIONAL):  # its cell is grey in the file
                    self._lost(cell_code, cell_code, self.applies.edition.label_of(cell_code))
                continue
            if seen is None:
                if spec.type is FieldType.CALC and len(fields) == 1:
                    self.remarks[cell_code] = reason, explanation
                continue
            if twice:
                seen = replace(seen, state=State.UNREADABLE, value=None)
            seen = replace(seen, reason=reason) if asked else _with_reason(seen, reason)
            self.values[cell_code] = replace(seen, explanation=explanation)
        if not any(code in self.values or code in self.remarks for code, *_ in fields):
            self._disown(sheet, line)
        self._misplaced(sheet, line, fields, nature)
        for cell_code, key, *_ in fields:
            self._earlier(sheet, line, PREVIOUS if key == VALUE else f"{key}_{PREVIOUS}", cell_code)

    def _lost(self, code: str, shown: str, *details: str, wanted: bool = True) -> None:
        """`wanted` says that the form does not let it be empty: what it only may ask need not be sent out again."""
        if not self.texts.lacks(code):
            self.ledger.problems.append(Problem("missing-row-of-form", None, Key(code), shown, details))
        elif wanted:
            self.ledger.problems.append(Problem(NOT_ISSUED, None, Key(code), shown, details))

    def _asked_by_other(self, what: str, cells: list[CellRef], shown: str) -> None:
        """Answers that only the issue of the file has asked of this unit."""
        self.ledger.fault("asked-by-other-issue", cells[0], what, number(len(cells)), shown=shown, also=tuple(cells))

    def _name_not_issued(self) -> None:
        """One sentence for all that the file was issued without: it is sent out again once, not row by row."""
        lost = [p for p in self.ledger.problems if p.kind == NOT_ISSUED]
        labels = [self.applies.edition.whole_label(p.key.code) for p in lost if p.key]
        names = first_of([f"“{label}”" for label in labels], _MOST_NAMED, "nội dung")
        named = {id(p): replace(p, cell=None, shown="", details=(names,)) for p in lost}
        self.ledger.problems = [named.get(id(p), p) for p in self.ledger.problems]

    def _misplaced(self, sheet: SheetMap, line: Line, fields: list[Field], nature: Nature) -> None:
        """An answer beside its cell is told and nobody's figure: neither the cell's nor the column's it stands in."""
        asked = [
            Asked(self.values[code], self.observer.expected(spec, nature))
            for code, _, spec, mark in fields
            if code in self.values and mark is not Requirement.CLOSED
        ]
        reason, explanation = (sheet.column_of(line, key) for key in (REASON, EXPLANATION))
        words = self.applies.edition.words
        named = {reason: words["head.reason"], explanation: words["head.explanation"]}
        own = (k for _, key, *_ in fields for k in (key, PREVIOUS if key == VALUE else f"{key}_{PREVIOUS}"))
        taken = {line.column, *(sheet.column_of(line, key) for key in own)}
        places = (reason, explanation, frozenset(filter(None, taken)), {c: w for c, w in named.items() if c})
        for found in Misplaced(sheet, line, asked, *places, self.texts).problems():
            self._not_used(*found)

    def _not_used(self, at: CellRef, problem: Problem) -> None:
        assert problem.key is not None
        self.ledger.problems.append(problem)
        if problem.kind == "answer-beside":
            self.ledger.faulted.add(at)
            seen = self.values[problem.key.code]
            self.values[problem.key.code] = replace(seen, state=State.UNREADABLE, raw=problem.shown, reason="")

    def _earlier(self, sheet: SheetMap, line: Line, key: str, code: str) -> None:
        """The earlier figure beside an answer is the form's own, unless the file was issued with another."""
        column = sheet.column_of(line, key)
        cell = sheet.sheet.cells.get((line.row, column)) if column is not None else None
        if column is None or cell is None:
            return
        at, issued = sheet.ref(line.row, column), (self.texts.earlier or {}).get(code)
        own = self.texts.earlier is None or not shown(cell).strip() or stored_number(cell) == issued
        seen = self.values.get(code)
        if own or seen is None:
            self.ledger.ignored.add(at)
        elif seen.empty:
            details = f"cột “{self.applies.edition.words['head.previous']}”", at.address
            self._not_used(at, Problem("answer-beside", seen.cell, seen.key, shown(cell).strip(), details))
        elif issued is not None:
            self.ledger.fault("label-changed", at, number(issued), now := shown(cell, quantity=True), shown=now)

    def _disown(self, sheet: SheetMap, line: Line) -> None:
        """A reason and an explanation whose line has lost the column of its answer belong to nothing."""
        for column in (sheet.column_of(line, key) for key in (REASON, EXPLANATION)):
            if column is not None:
                self.ledger.data.discard(sheet.ref(line.row, column))

    def _observe(
        self,
        sheet: SheetMap,
        line: Line,
        code: str,
        key: str,
        spec: Indicator | Column,
        mark: Requirement,
        nature: Nature,
        *,
        known: bool,
    ) -> Observation | None:
        """The answer in one cell; None for a computed field, which is made later."""
        column = sheet.column_of(line, key)
        if column is None:
            self._lost(code, code, self.applies.edition.label_of(code), "cell", "zero")
            return None
        at = sheet.ref(line.row, column)
        cell = sheet.sheet.cells.get((line.row, column))
        if spec.type is FieldType.CALC:
            self.computed.book(at, cell, code)
            return None
        seen = self.observer.observe(sheet, (line.row, column), Key(code), spec, nature, known=known)
        if isinstance(spec, Indicator):
            seen = self.measures.beside(sheet, line, spec, seen)
        else:
            seen = self.measures.above(sheet, line.block, key, sheet.key_row(line), seen)
        if mark is Requirement.CLOSED and seen.state is not State.EMPTY and self.texts.asked_elsewhere(code):
            self._asked_by_other(f"ô “{self.applies.edition.label_of(code)}”", [at], seen.raw)
            seen = Observation(seen.key, State.EMPTY, cell=at)
        if mark is Requirement.CLOSED and seen.state is State.EMPTY:
            return replace(seen, state=State.NOT_APPLICABLE)
        return seen

    def _repeated(self, code: str, found: list[Found], keys: list[str]) -> bool:
        """Whether a line stands there more than once with different answers, so that none of them may be used."""
        if len(found) < 2:
            return False
        contents = [self._contents(sheet, line, keys) for sheet, line in found]
        (first_sheet, first), (sheet, line) = found[0], found[1]
        same = all(c == contents[0] or not any(c) for c in contents[1:])
        doubtful = found[1:] if same else found
        self.ledger.fault(
            "row-twice-same" if same else "row-twice",
            sheet.ref(line.row, line.column),
            clean(str(first_sheet.ref(first.row, first.column))),
            series([f"“{'; '.join(c)}”" for c in contents]),
            shown=code,
            also=tuple(s.ref(x.row, c) for s, x in doubtful for c in s.row(x.row)),
        )
        return not same

    def _contents(self, sheet: SheetMap, line: Line, keys: list[str]) -> tuple[str, ...]:
        columns = [sheet.column_of(line, k) for k in keys]
        cells = [sheet.sheet.cells.get((line.row, c)) for c in columns if c is not None]
        return tuple(shown(c) for c in cells if c is not None and not c.formula)

    # ----------------------------------------------------------------------------------- the file as a whole
    def _refuse_blank(self) -> None:
        """A form sent back as it was issued is one finding, not fifty missing answers."""
        own = ("M.01", "M.02", "M.03", "M.04", "M.05", "M.06", "M.07")
        answered = any(o.raw or o.reason or o.explanation for c, o in self.values.items() if c not in own)
        if not answered and not self.nil_tasks and all(t.untouched for t in self.tables.values()) and self._whole():
            raise UnreadableBookError("blank-as-issued")

    def _refuse_nothing(self) -> None:
        """No return is a form full of reasons and the like in the place of answers, nor one that gives no figure."""
        edition, required = self.applies.edition, list(withholdable(self.applies))
        found = Reported.of((self.values[code] for code in required if code in self.values), len(required))
        if found.nothing(edition.withholding):
            raise UnreadableBookError("nothing-reported", *found.details())
        self._refuse_blank()
        answered = found.answers or self.nil_tasks or gives_a_figure(edition, self.values, self.tables)
        if not answered and self._whole():
            raise UnreadableBookError("nothing-reported", *found.details(other_words(edition, self.values, required)))

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
                self.ledger.fault("not-in-list", at, word, word, shown=typed, key=key)

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

    def _counts_events(self, code: str) -> bool:
        edition = self.applies.edition
        spec = edition.indicators.get(code) or edition.matrix_cells[code][2]
        return spec.type.numeric and edition.happens(code)

    def _computed(self) -> None:
        made = compute(self.applies.edition, self.values, self.tables, self._window(), self.remarks)
        self.values.update(made)
        self.computed.judge(made, self.tables)

    def _window(self) -> tuple[dt.date, dt.date]:
        start, end = self.values.get("M.06"), self.values.get("M.07")
        period = self.applies.period
        return (start and start.date) or period.from_date, (end and end.date) or period.until_date


def _codes_of(task: Task) -> frozenset[str]:
    """The codes of all its lines, but for the one that declares it nil."""
    rows = (f"{m.code}.{r.code}" for m in task.matrices for r in m.rows)
    return frozenset([*(i.code for i in task.indicators), *rows])


def _with_reason(seen: Observation, reason: str) -> Observation:
    """An empty answer with a reason is an answer: not available, or not applicable."""
    if not reason:
        return seen
    if seen.state is not State.EMPTY:
        return replace(seen, reason=reason)
    applicable = not fold(reason).startswith(("không áp dụng", "không thuộc", "kad"))
    return replace(seen, state=State.UNAVAILABLE if applicable else State.NOT_APPLICABLE, reason=reason)
