"""One entry cell of the form to an Observation, booked in the ledger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.fields import WORDS
from vstbcpn_cli.edition.model import Column, Indicator, Nature
from vstbcpn_cli.model.problems import Meaning, Noticed, ProblemKind, noticed
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.repairs import Repairs
from vstbcpn_cli.model.submission import CellRef, Key, Observation, Problem, State
from vstbcpn_cli.text.normalise import LONGEST_TEXT, clean, cut, fold, plain
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.text.personal_numbers import without_personal
from vstbcpn_cli.text.values import unmistakable
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.form.layout import said_beside, shown_with
from vstbcpn_cli.workbook.raw import CellKind, NumberShape, RawBook, RawCell
from vstbcpn_cli.workbook.reading.cell_ledger import Ledger
from vstbcpn_cli.workbook.reading.content.cell_text import length, shown
from vstbcpn_cli.workbook.reading.content.meanings import fitting, meanings
from vstbcpn_cli.workbook.reading.content.values import Expected, Read, read_cell, too_long, unusable
from vstbcpn_cli.workbook.reading.formulas.engine import FormulaError, Result
from vstbcpn_cli.workbook.reading.formulas.evaluator import Evaluator
from vstbcpn_cli.workbook.reading.formulas.references import Circles
from vstbcpn_cli.workbook.reading.formulas.stored_result import Verdict
from vstbcpn_cli.workbook.reading.locate import SheetMap
from vstbcpn_cli.workbook.reading.offered_choices import offered_choices

_OTHER_FILE = re.compile(r"(?<!\w)\[\d+\]")
"""“[1]Sheet!A1”: workbooks are numbered in a formula; a column of a table stands after the name of the table."""
_BY_ITSELF = re.compile(r"(?<![\w.])(?:TODAY|NOW|RAND|RANDBETWEEN)\(", re.IGNORECASE)
_Said = tuple[Noticed, tuple[Meaning, ...]]
_RESULTS = (CellKind.NUMBER, CellKind.TEXT, CellKind.BOOL, CellKind.DATE)


def original(sheet: SheetMap, place: tuple[int, int]) -> str:
    """What was typed into a cell before its text was turned into Unicode; "" where it was Unicode already."""
    old = sheet.sheet.typed.get(place)
    return cut(clean(old.text)) if old else ""


@dataclass(frozen=True, slots=True)
class Observer:
    """Reads cells of one file for one unit; `epoch_1904` is the file's date system.

    `texts` are those of the file, which another issue may have printed. `evaluator` computes the formulas again,
    `circles` finds those that compute nothing. `repairs` are what the office has decided on.
    """

    applies: Applicability
    ledger: Ledger
    texts: FormTexts
    epoch_1904: bool = False
    book: RawBook | None = None
    evaluator: Evaluator = field(default_factory=lambda: Evaluator({}))
    circles: Circles = field(default_factory=lambda: Circles({}))
    repairs: Repairs = field(default_factory=Repairs)
    _twice: dict[str, dict[tuple[int, int], int]] = field(default_factory=dict)
    _expected: dict[tuple[int, Nature, bool, bool], Expected] = field(default_factory=dict)
    _offered: dict[tuple[str, str], tuple[str, ...] | None] = field(default_factory=dict)

    def observe(
        self,
        sheet: SheetMap,
        place: tuple[int, int],
        key: Key,
        spec: Indicator | Column,
        nature: Nature,
        *,
        known: bool = False,
    ) -> Observation:
        """The answer in a cell: an unreadable one is booked as faulted, everything else that is there as data."""
        at = sheet.ref(*place)
        cell = sheet.sheet.cells.get(place)
        self.ledger.asked[at] = key
        expected = self.expected(spec, nature, known=known, in_row=bool(key.row))
        if expected.choices:
            expected = replace(expected, listed=partial(self._listed, sheet, place, expected.choices))
        read = self._remarked(sheet, place, self._read(sheet, place, expected))
        seen = shown(cell, epoch_1904=self.epoch_1904, quantity=expected.quantity) if cell is not None else ""
        typed = original(sheet, place) or seen
        read, said = self._repaired(key, typed, read, self._meanings(sheet, place, expected, read))
        if cell is not None:
            (self.ledger.faulted if read.state is State.UNREADABLE else self.ledger.data).add(at)
            if read.problems:
                self.ledger.remarked.add(at)
        problems = tuple(
            Problem(told.kind, at, key, typed if told.kind is ProblemKind.OLD_FONT else seen, told.details, meant)
            for told, meant in said
        )
        return Observation(key, read.state, read.value, at, typed, problems=problems)

    def _meanings(self, sheet: SheetMap, place: tuple[int, int], expected: Expected, read: Read) -> tuple[_Said, ...]:
        """What was noticed of a cell, each with what the content may mean."""
        cell = sheet.sheet.cells.get(place)
        if cell is None:
            return tuple((told, ()) for told in read.problems)
        return tuple(
            (told, self._stored_or_computed(sheet, place, cell, expected))
            if told.kind is ProblemKind.STALE_RESULT
            else (told, meanings(cell, expected, told, read))
            for told in read.problems
        )

    def _stored_or_computed(
        self, sheet: SheetMap, place: tuple[int, int], cell: RawCell, expected: Expected
    ) -> tuple[Meaning, ...]:
        _, result = self.evaluator.check(sheet.sheet.name, *place)
        stored = read_cell(cell, expected).value
        numbers = [n for n in (stored, result) if isinstance(n, int | Decimal) and not isinstance(n, bool)]
        return fitting(map(Decimal, numbers), expected) if len(numbers) == len((stored, result)) else ()

    def _repaired(self, key: Key, typed: str, read: Read, said: tuple[_Said, ...]) -> tuple[Read, tuple[_Said, ...]]:
        """The value that the office has decided on, where the content still has a problem that it may decide."""
        unusable_now = read.state is State.UNREADABLE
        repair = self.repairs.at(self.applies.unit.code, key, typed)
        open_ = [(told, meant) for told, meant in said if meant or unusable_now]
        if repair is None or not open_:
            return read, said
        meant = next((meant for _, meant in open_ if meant), ())
        case = "" if repair.value in meant else "own"
        told = noticed(ProblemKind.REPAIRED, case=case, value=unmistakable(repair.value), by=repair.by, why=repair.why)
        kept = tuple(s for s in said if s not in open_)
        return Read(State.VALUE, repair.value, (told, *(t for t, _ in kept))), ((told, meant), *kept)

    def _read(self, sheet: SheetMap, place: tuple[int, int], expected: Expected) -> Read:
        """The cell as stored, or where it was never calculated as a formula of numbers computes it.

        A stored result that its own formula contradicts is no answer: nobody knows which of the two was meant.
        """
        cell: RawCell | None = sheet.sheet.cells.get(place)
        read = read_cell(cell, expected)
        if cell is None or not cell.formula:
            return read
        if cell.kind is CellKind.PENDING:
            result = self.evaluator.number(sheet.sheet.name, *place) if expected.type.numeric else None
            if result is None:
                return read
            read = read_cell(RawCell(CellKind.NUMBER, f"{result:f}"), expected)
            told = noticed(ProblemKind.FORMULA_COMPUTED, result=number(result))
            return replace(read, problems=(told, *read.problems))
        held = self._held(sheet, place, cell, quantity=expected.quantity)
        if held is not None and held.kind is ProblemKind.STALE_RESULT:
            return Read(State.UNREADABLE, None, (held,))
        if held is not None and read.state is not State.UNREADABLE:
            return replace(read, problems=(*read.problems, held))
        return read

    def _listed(self, sheet: SheetMap, place: tuple[int, int], choices: tuple[str, ...]) -> tuple[str, ...] | None:
        """What the list on a cell offers; one of this issue that was copied there with its cell offers nothing new."""
        given = sheet.sheet.name, sheet.sheet.list_on(*place)
        if given not in self._offered:
            self._offered[given] = offered_choices(self.book, sheet.sheet, given[1]) if self.book else ()
        found = self._offered[given]
        return choices if found in self.texts.lists else found

    def _held(
        self, sheet: SheetMap, place: tuple[int, int], cell: RawCell, *, quantity: bool = False
    ) -> Noticed | None:
        """What is to be said of a stored result beside its formula: that it is another one, or nobody can tell."""
        if not cell.formula or cell.kind not in _RESULTS:
            return None
        formula = cell.formula.removeprefix("=")
        words = cut(clean(f"={formula}")) if formula else ""
        stored = _quoted(shown(cell, epoch_1904=self.epoch_1904, quantity=quantity))
        verdict, result = self.evaluator.check(sheet.sheet.name, *place)
        if verdict is Verdict.AGREES:
            return None
        if verdict is Verdict.UNSURE or result is None:
            told = _OTHER_FILE.search(formula) or _BY_ITSELF.search(formula)
            if told or self._circular(sheet, place):
                return None
            return noticed(ProblemKind.FORMULA_NOT_CHECKED, formula=words, stored=stored)
        kind = ProblemKind.RESULT_ROUNDED if verdict is Verdict.ROUNDED else ProblemKind.STALE_RESULT
        gives = _result_shown(cell, result, epoch_1904=self.epoch_1904, quantity=quantity)
        return noticed(kind, formula=words, stored=stored, computed=_quoted(gives))

    def _circular(self, sheet: SheetMap, place: tuple[int, int]) -> CellRef | None:
        """The cell by way of which a formula needs itself."""
        through = self.circles.through((sheet.sheet.name, *place))
        return CellRef(*through) if through else None

    def _remarked(self, sheet: SheetMap, place: tuple[int, int], read: Read) -> Read:
        """What is to be said of the cell, whatever it was read as: stored twice, or fetched from another file."""
        if sheet.sheet.twice and (times := self._times(sheet).get(place)) is not None:
            return Read(State.UNREADABLE, None, (noticed(ProblemKind.CELL_TWICE, times=str(times)),))
        cell = sheet.sheet.cells.get(place)
        more: list[Noticed] = []
        if old := sheet.sheet.typed.get(place):
            more.append(noticed(ProblemKind.OLD_FONT, table=old.table, text=shown(cell) if cell else ""))
        if cell is not None and read.state is not State.UNREADABLE:
            if any(run.struck for run in sheet.sheet.runs.get(place, ())):
                more.append(noticed(ProblemKind.STRUCK_THROUGH))
            more += self._of_formula(sheet, place, cell)
        return replace(read, problems=(*read.problems, *more)) if more else read

    def _of_formula(self, sheet: SheetMap, place: tuple[int, int], cell: RawCell) -> Iterator[Noticed]:
        """What is to be said of a formula whatever its result is."""
        if cell.formula and (through := self._circular(sheet, place)):
            by = "" if through == (sheet.sheet.name, *place) else clean(str(through))
            yield noticed(ProblemKind.FORMULA_CIRCULAR, through=by)
        if _OTHER_FILE.search(cell.formula):
            yield noticed(ProblemKind.VALUE_FROM_ANOTHER_FILE)
        if _BY_ITSELF.search(cell.formula):
            yield noticed(ProblemKind.CHANGES_BY_ITSELF)

    def _times(self, sheet: SheetMap) -> dict[tuple[int, int], int]:
        """How often each cell is stored that is stored more than once; counted once for each sheet."""
        name = sheet.sheet.name
        if name not in self._twice:
            self._twice[name] = {p: n + 1 for p, n in Counter(sheet.sheet.twice).items()}
        return self._twice[name]

    def against_formula(
        self, sheet: SheetMap, place: tuple[int, int], key: Key | None = None
    ) -> tuple[bool, tuple[Problem, ...]]:
        """Whether a stored text may be used, and what is to be said of it beside its formula; the cell is booked."""
        at, cell = sheet.ref(*place), sheet.sheet.cells[place]
        held = self._held(sheet, place, cell)
        stale = held is not None and held.kind is ProblemKind.STALE_RESULT
        told = [held] if held is not None else []
        told += [] if stale else self._of_formula(sheet, place, cell)
        (self.ledger.faulted if stale else self.ledger.data).add(at)
        if told and not stale:
            self.ledger.remarked.add(at)
        words = shown(cell).strip()
        return not stale, tuple(Problem(kind, at, key, words, details) for kind, details in told)

    def is_stale(self, sheet: SheetMap, place: tuple[int, int]) -> bool:
        """Whether the formula of a cell gives something else than is stored for it."""
        held = self._held(sheet, place, sheet.sheet.cells[place])
        return held is not None and held.kind is ProblemKind.STALE_RESULT

    def remark(self, sheet: SheetMap, row: int, column: int | None) -> str:
        """The unit's own words in a reason or explanation cell; a cell that holds no words is booked as faulted."""
        if column is None:
            return ""
        at = sheet.ref(row, column)
        self.ledger.asked.setdefault(at, None)
        words = self.words(sheet, (row, column))
        masked = without_personal(words)
        if masked != words:
            self.ledger.remarked.add(at)
            self.ledger.record(noticed(ProblemKind.PERSONAL_DATA), at, shown=words)
        return masked

    def words(self, sheet: SheetMap, place: tuple[int, int], key: Key | None = None) -> str:
        """The words in a cell; "" where it has none or none that can be used, which is told."""
        at = sheet.ref(*place)
        cell: RawCell | None = sheet.sheet.cells.get(place)
        if cell is None or (sheet.sheet.twice and place in self._times(sheet)):
            return ""
        problem = unusable(cell, WORDS)
        words = shown(cell).strip()
        if problem is None and length(cell) > LONGEST_TEXT:
            problem = too_long(cell, LONGEST_TEXT)
        if problem is not None:
            self.ledger.fault(problem, at, shown=words, key=key)
            return ""
        usable, told = self.against_formula(sheet, place, key)
        self.ledger.problems += told
        if not usable:
            return ""
        if old := sheet.sheet.typed.get(place):
            self.ledger.remarked.add(at)
            typed = original(sheet, place)
            self.ledger.record(noticed(ProblemKind.OLD_FONT, table=old.table, text=words), at, shown=typed, key=key)
        return words

    def expected(
        self, spec: Indicator | Column, nature: Nature, *, known: bool = False, in_row: bool = False
    ) -> Expected:
        """What a field may hold; the same for every row of a table."""
        asked = id(spec), nature, known, in_row  # fields live as long as their edition
        if asked not in self._expected:
            self._expected[asked] = self._of_field(spec, nature, known=known, in_row=in_row)
        return self._expected[asked]

    def _of_field(self, spec: Indicator | Column, nature: Nature, *, known: bool, in_row: bool) -> Expected:
        edition, period = self.applies.edition, self.applies.period
        offered = edition.offered(spec)
        # What is offered to a lead are some of the choices.
        lists = (names for own, names in self.texts.renamed.items() if offered and set(own) <= set(offered))
        renamed = {shown: choice for shown, choice in offered.items() if shown != choice}
        renamed |= {then: offered.get(now, now) for names in lists for then, now in names.items()}
        return Expected(
            type=spec.type,
            choices=tuple(offered.values()),
            renamed=renamed,
            offers=partial(self.texts.offers, tuple(offered)),
            unsure=self.texts.unsure,
            of_this_issue=self.texts.other is None and not self.texts.unsure,
            measure=spec.measure or ("triệu đồng" if spec.type == "money" else ""),
            minimum=spec.minimum if isinstance(spec, Column) else 0,
            years=self.applies.years(nature),
            # A single event may still be told that falls between the cut-off and the report; what is counted may not.
            window=(period.from_date, period.due if isinstance(spec, Indicator) else period.until_date)
            if nature is Nature.FLOW
            else None,
            latest=period.due,
            epoch_1904=self.epoch_1904,
            contact="điện thoại" in fold(spec.label),
            known=known,
            in_row=in_row,
            quantity=spec.type.numeric and not (isinstance(spec, Indicator) and spec.names_year),
            after=shown_with(said_beside(self.applies, spec.code)) if isinstance(spec, Indicator) else "",
        )


def _quoted(text: str) -> str:
    return f"“{text}”" if plain(text) else "trống"


def _result_shown(cell: RawCell, result: Result, *, epoch_1904: bool, quantity: bool) -> str:
    """What a formula gives, the way its cell shows it."""
    if isinstance(result, FormulaError):
        return result.code
    if isinstance(result, str):
        return cut(clean(result))
    if isinstance(result, bool):
        return "TRUE" if result else "FALSE"
    shape = NumberShape.DATE if cell.kind is CellKind.DATE else cell.shape
    return shown(RawCell(CellKind.NUMBER, f"{result:f}", shape=shape), epoch_1904=epoch_1904, quantity=quantity)
