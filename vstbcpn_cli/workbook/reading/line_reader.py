"""One line of the form to its answers: the cells asked, what stands beside them, what was typed in another's place."""

from __future__ import annotations

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Column, FieldType, Indicator, Nature, Requirement
from vstbcpn_cli.model.calculation import Remark
from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import (
    CellRef,
    Key,
    Observation,
    Problem,
    State,
)
from vstbcpn_cli.text.lists import series
from vstbcpn_cli.text.normalise import clean, fold
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.form.sheet_plan import EXPLANATION, PREVIOUS, REASON, VALUE
from vstbcpn_cli.workbook.reading.cell_ledger import Ledger
from vstbcpn_cli.workbook.reading.cell_reader import Observer
from vstbcpn_cli.workbook.reading.content.cell_text import shown, stored_number
from vstbcpn_cli.workbook.reading.formulas.computed_cells import ComputedCells
from vstbcpn_cli.workbook.reading.locate import FormLine, SheetMap
from vstbcpn_cli.workbook.reading.misplaced import Asked, Misplaced
from vstbcpn_cli.workbook.reading.printed_measures import PrintedMeasures

Found = tuple[SheetMap, FormLine]
Field = tuple[str, str, Indicator | Column, Requirement]
"""Code of a cell, key of its column, what it asks, and whether this unit must answer."""


class LineReader(msgspec.Struct, frozen=True, dict=True):
    """Reads the lines of one file into `values`; what a computed field has beside it goes into `remarks`."""

    applies: Applicability
    observer: Observer
    texts: FormTexts
    measures: PrintedMeasures
    computed: ComputedCells
    ledger: Ledger
    values: dict[str, Observation]
    remarks: dict[str, Remark]

    def read(
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
                self.lost(fields[0][0], code, label, "row", wanted=marks != {Requirement.OPTIONAL})
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
                    self.lost(cell_code, cell_code, self.applies.edition.label_of(cell_code), "cell")
                continue
            if seen is None:
                if spec.type is FieldType.CALC and len(fields) == 1:
                    column = sheet.column_of(line, key)
                    self.remarks[cell_code] = Remark(
                        reason, explanation, sheet.ref(line.row, column) if column else None
                    )
                continue
            if twice:
                seen = replace(seen, state=State.UNREADABLE, value=None)
            if reason:
                seen = replace(seen, reason=reason) if asked else _with_reason(seen, reason)
            self.values[cell_code] = replace(seen, explanation=explanation) if explanation else seen
        if not any(code in self.values or code in self.remarks for code, *_ in fields):
            self._disown(sheet, line)
        self._misplaced(sheet, line, fields, nature)
        for cell_code, key, *_ in fields:
            self._earlier(sheet, line, PREVIOUS if key == VALUE else f"{key}_{PREVIOUS}", cell_code)

    def lost(self, code: str, shown: str, label: str, what: str, *, wanted: bool = True) -> None:
        """`wanted` says that the form does not let it be empty: what it only may ask need not be sent out again."""
        if not self.texts.lacks(code):
            details = {"label": label, "what": what, "nil": "zero"}
            self.ledger.problems.append(Problem(ProblemKind.MISSING_ROW_OF_FORM, None, Key(code), shown, details))
        elif wanted:
            self.ledger.problems.append(
                Problem(ProblemKind.NOT_IN_THIS_ISSUE, None, Key(code), shown, {"names": label})
            )

    def asked_by_other(self, what: str, cells: list[CellRef], shown: str) -> None:
        """Answers that only the issue of the file has asked of this unit."""
        told = noticed(ProblemKind.ASKED_BY_OTHER_ISSUE, case="", what=what, count=number(len(cells)))
        self.ledger.fault(told, cells[0], shown=shown, also=tuple(cells))

    def _misplaced(self, sheet: SheetMap, line: FormLine, fields: list[Field], nature: Nature) -> None:
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
        if problem.kind is ProblemKind.ANSWER_BESIDE:
            self.ledger.faulted.add(at)
            seen = self.values[problem.key.code]
            self.values[problem.key.code] = replace(seen, state=State.UNREADABLE, raw=problem.shown, reason="")

    def _earlier(self, sheet: SheetMap, line: FormLine, key: str, code: str) -> None:
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
            details = {"column": f"cột “{self.applies.edition.words['head.previous']}”", "cell": at.address}
            words = shown(cell).strip()
            self._not_used(at, Problem(ProblemKind.ANSWER_BESIDE, seen.cell, seen.key, words, details))
        elif issued is not None:
            now = shown(cell, quantity=True)
            self.ledger.fault(noticed(ProblemKind.LABEL_CHANGED, printed=number(issued), found=now), at, shown=now)

    def _disown(self, sheet: SheetMap, line: FormLine) -> None:
        """A reason and an explanation whose line has lost the column of its answer belong to nothing."""
        for column in (sheet.column_of(line, key) for key in (REASON, EXPLANATION)):
            if column is not None:
                self.ledger.data.discard(sheet.ref(line.row, column))

    def _observe(
        self,
        sheet: SheetMap,
        line: FormLine,
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
            self.lost(code, code, self.applies.edition.label_of(code), "cell")
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
            self.asked_by_other(f"ô “{self.applies.edition.label_of(code)}”", [at], seen.raw)
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
        also = tuple(s.ref(x.row, c) for s, x in doubtful for c in s.row(x.row))
        told = noticed(ProblemKind.ROW_TWICE_SAME)
        if not same:
            other, answers = clean(str(first_sheet.ref(first.row, first.column))), ("; ".join(c) for c in contents)
            told = noticed(ProblemKind.ROW_TWICE, other_cell=other, contents=series([f"“{a}”" for a in answers]))
        self.ledger.fault(told, sheet.ref(line.row, line.column), shown=code, also=also)
        return not same

    def _contents(self, sheet: SheetMap, line: FormLine, keys: list[str]) -> tuple[str, ...]:
        columns = [sheet.column_of(line, k) for k in keys]
        cells = [sheet.sheet.cells.get((line.row, c)) for c in columns if c is not None]
        return tuple(shown(c) for c in cells if c is not None and not c.formula)


def _with_reason(seen: Observation, reason: str) -> Observation:
    """An empty answer with a reason is an answer: not available, or not applicable."""
    if seen.state is not State.EMPTY:
        return replace(seen, reason=reason)
    applicable = not fold(reason).startswith(("không áp dụng", "không thuộc", "kad"))
    return replace(seen, state=State.UNAVAILABLE if applicable else State.NOT_APPLICABLE, reason=reason)
