"""What the formulas of a file give when they are computed again, held against the results that are stored.

The calculating engine gets the stored values and no formula but the ones that were translated for it. Each is computed
over the values of the others as they are stored; where one gives another value, that value takes the place of the
stored one and all are computed once more, until nothing changes. So a circle ends, a long chain costs what it is long,
and results that a program has rounded as they are shown stay what they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import msgspec

from vstbcpn_cli.text.normalise import plain
from vstbcpn_cli.workbook.raw import CellKind, NumberShape, RawCell, RawSheet
from vstbcpn_cli.workbook.reading.formulas.engine import ERRORS, Engine, FormulaError, Place, Result
from vstbcpn_cli.workbook.reading.formulas.engine_formula import Area, EngineFormula, Translator
from vstbcpn_cli.workbook.reading.formulas.stored_result import Verdict, agreement, number_of

_MOST_ROUNDS = 16
"""Formulas that need each other, one after the other."""
_MOST_VISITED = 500_000
"""Cells named by all formulas of a file: a file made to cost time sums whole columns in every cell."""
_MOST_CELLS = 200_000
_MOST_COMPUTED = 50_000
"""Formulas of a file, in all rounds together."""
_MOST_TEXT = 5_000_000
"""Characters that the formulas of a file may give: each may join the longest texts there are."""


class Checked(NamedTuple):
    """A verdict with what the formula gives; None where nobody knows."""

    verdict: Verdict
    result: Result | None = None


class Evaluator(msgspec.Struct, frozen=True, dict=True):
    """Computes the formulas of one file, all at once when the first is asked for.

    `asked` are the sheets whose formulas are asked for; on others only what those need is computed.
    """

    sheets: Mapping[str, RawSheet]
    asked: Collection[str] = ()
    epoch_1904: bool = False

    def check(self, sheet: str, row: int, column: int) -> Checked:
        """The stored result of a formula beside what it gives now."""
        place = sheet, row, column
        if place not in self._run.results:
            return Checked(Verdict.UNSURE)
        results = self._run.results[place]
        verdict = agreement(self.sheets[sheet].cells[row, column], results, epoch_1904=self.epoch_1904)
        unsure = verdict is Verdict.DIFFERS and self._run.doubtful(place)
        return Checked(Verdict.UNSURE if unsure else verdict, results[-1])

    def number(self, sheet: str, row: int, column: int) -> Decimal | None:
        """The number of a formula that no program has computed, where it only adds, multiplies and rounds numbers.

        A text in a summed range is no zero: a number typed as text would be lost without a word.
        """
        place = sheet, row, column
        result = self._run.results.get(place, (None,))[-1]
        known = isinstance(result, Decimal) and self._run.numbers_only(place)
        return result if known and isinstance(result, Decimal) else None

    @cached_property
    def _run(self) -> _Recalculation:
        run = _Recalculation(self.sheets, self.epoch_1904)
        try:
            run.calculate(self.asked or self.sheets)
        except BaseException as fault:
            if type(fault).__name__ != "PanicException":  # the engine gives up: nothing is known, and nothing lost
                raise
            run.results.clear()
        return run


class _Recalculation(msgspec.Struct):
    """One run of the engine over a file; `results` are what every formula gives in each of the languages."""

    sheets: Mapping[str, RawSheet]
    epoch_1904: bool
    results: dict[Place, tuple[Result, ...]] = msgspec.field(default_factory=dict)
    _formulas: dict[Place, EngineFormula] = msgspec.field(default_factory=dict)
    _places: dict[str, Mapping[tuple[int, int], None]] = msgspec.field(default_factory=dict)
    _now: dict[Place, Result | None] = msgspec.field(default_factory=dict)
    _on_edge: set[Place] = msgspec.field(default_factory=set)
    _visited: int = 0

    def calculate(self, asked: Collection[str]) -> None:
        self._translate(asked)
        named = {area[0] for formula in self._formulas.values() for area in formula.areas}
        if not self._formulas or sum(len(self.sheets[name].cells) for name in named) > _MOST_CELLS:
            return
        engine = Engine(tuple(self.sheets))
        for name in named:
            for (row, column), cell in self.sheets[name].cells.items():
                engine.put((name, row, column), self._stored(cell))
        order = list(self._formulas)
        for n, place in enumerate(order, 1):
            engine.formula(n, self._formulas[place].text)
        cut = [(place, text) for place in order for text in self._formulas[place].cut]
        for n, (_, text) in enumerate(cut, len(order) + 1):
            engine.formula(n, text)
        moving = self._settle(engine, order)
        self._on_edge = {place for n, (place, _) in enumerate(cut, len(order) + 1) if engine.noisy(n)}
        self._forget(moving)

    @property
    def _rows(self) -> int:
        return sum(1 + len(formula.cut) for formula in self._formulas.values())

    # ---------------------------------------------------------------------------------------- what is computed
    def _translate(self, asked: Collection[str]) -> None:
        reach = [p for sheet in self.sheets.values() for p in sheet.cells]
        rows, columns = (max((p[n] for p in reach), default=1) for n in (0, 1))
        names = {name: f"S{n}" for n, name in enumerate(self.sheets)}
        translator = Translator(names, rows, columns, self.epoch_1904)
        waiting = [(name, *p) for name in self.sheets if name in asked for p in self._formulas_on(name)]
        seen = set(waiting)
        while waiting:
            name, row, column = place = waiting.pop()
            cell = self._cell(place)
            converted = self.sheets[name].typed and ('"' in cell.formula or (row, column) in self.sheets[name].typed)
            formula = None if converted else translator.translated(cell.formula, name)
            if formula is None or not self._affordable(formula) or not self._all_seen(formula):
                continue
            self._formulas[place] = formula
            needed = [p for area in formula.areas if area[0] not in asked for p in self._formulas_in(area)]
            waiting += (p for p in needed if p not in seen)
            seen.update(needed)

    def _affordable(self, formula: EngineFormula) -> bool:
        cost = sum((bottom - top + 1) * (right - left + 1) for _, top, left, bottom, right in formula.areas)
        self._visited += cost * (1 + len(formula.cut))
        return self._visited <= _MOST_VISITED

    def _all_seen(self, formula: EngineFormula) -> bool:
        """Whether a subtotal passes over no row and no other subtotal."""
        if not formula.passes_over:
            return True
        others = (p for area in formula.areas for p in self._formulas_in(area))
        areas = [(self.sheets[name], top, bottom) for name, top, _, bottom, _ in formula.areas]
        hidden = any(s.filtered or any(top <= row <= bottom for row in s.hidden_rows) for s, top, bottom in areas)
        return not hidden and not any("SUBTOTAL(" in self._cell(place).formula.upper() for place in others)

    def _formulas_on(self, sheet: str) -> Mapping[tuple[int, int], None]:
        """The cells of a sheet whose values may change; what no program can read counts as one of them."""
        if sheet not in self._places:
            cells = sorted(self.sheets[sheet].cells.items())
            self._places[sheet] = dict.fromkeys(p for p, c in cells if c.formula or c.kind is CellKind.UNKNOWN)
        return self._places[sheet]

    def _formulas_in(self, area: Area) -> Iterator[Place]:
        return ((area[0], *p) for p in _inside(area, self._formulas_on(area[0])))

    # ------------------------------------------------------------------------------------------ until it is still
    def _stored(self, cell: RawCell) -> Result | None:
        if cell.kind in (CellKind.PENDING, CellKind.UNKNOWN):
            return None
        if cell.kind is CellKind.ERROR:
            return FormulaError(cell.text if cell.text in ERRORS else "#VALUE!")
        if cell.kind is CellKind.BOOL:
            return cell.text.strip().lower() in ("1", "true")
        number = number_of(cell, epoch_1904=self.epoch_1904) if cell.kind is not CellKind.TEXT else None
        return cell.text if number is None else number

    def _settle(self, engine: Engine, order: list[Place]) -> set[Place]:
        """Computes until nothing changes; gives what changed even in the last round."""
        changed = set(order)
        for _ in range(min(_MOST_ROUNDS, max(2, _MOST_COMPUTED // self._rows))):
            if self._most_text() > _MOST_TEXT:
                return set(order)
            changed = {
                place
                for place, results in zip(order, engine.computed(len(order)), strict=True)
                if self._moved(place, results)
            }
            for place in changed:
                self._now[place] = self.results[place][-1]
                engine.put(place, self._now[place])
            if not changed:
                break
        return changed

    def _moved(self, place: Place, results: tuple[Result | None, ...]) -> bool:
        """Notes what a formula gives, and whether it is another value than the others were computed with."""
        known = tuple(r for r in results if r is not None)
        if len(known) < len(results):
            self.results.pop(place, None)
            return False
        self.results[place] = known
        return not self._stands(place, known)

    def _most_text(self) -> int:
        """How many characters all formulas can give: each joins the texts it names, or finds the longest of a range."""
        longest = max((len(c.text) for sheet in self.sheets.values() for c in sheet.cells.values()), default=0)
        return sum(
            self._length((area[0], area[1], area[2])) if area[1:3] == area[3:] else longest * formula.looks_up
            for formula in self._formulas.values()
            for area in formula.areas
        )

    def _length(self, place: Place) -> int:
        if place in self._now:
            now = self._now[place]
            return len(now) if isinstance(now, str) else 0
        cell = self.sheets[place[0]].cells.get(place[1:])
        return len(cell.text) if cell is not None else 0

    def _stands(self, place: Place, results: tuple[Result, ...]) -> bool:
        """Whether a formula gives the value that the others were computed with."""
        if place in self._now:
            return self._now[place] in results
        cell = self._cell(place)
        return cell.kind is not CellKind.PENDING and (
            cell.kind is CellKind.ERROR or agreement(cell, results, epoch_1904=self.epoch_1904) is not Verdict.DIFFERS
        )

    def _forget(self, moving: set[Place]) -> None:
        """Takes away what rests on a value that nobody knows: of a circle, of a formula only a program can compute."""
        needs = {place: self._needed(formula) for place, formula in self._formulas.items()}
        users: dict[Place, list[Place]] = defaultdict(list)
        for place, needed in needs.items():
            for other in needed:
                users[other].append(place)
        lost = [*moving, *self._never_known(needs, users)]
        gone = set(lost)
        while lost:
            place = lost.pop()
            self.results.pop(place, None)
            more = [user for user in users[place] if user not in gone]
            gone.update(more)
            lost += more

    def _needed(self, formula: EngineFormula) -> set[Place]:
        return {place for area in formula.areas for place in self._formulas_in(area)}

    def _never_known(self, needs: Mapping[Place, set[Place]], users: Mapping[Place, list[Place]]) -> set[Place]:
        """The cells without a stored value whose formula cannot be computed, or needs itself."""
        empty = {place for place in {*needs, *users} if self._cell(place).kind in (CellKind.PENDING, CellKind.UNKNOWN)}
        waits = {place: len(needs[place] & empty) for place in empty if place in self.results}
        ready = [place for place, others in waits.items() if not others]
        while ready:
            place = ready.pop()
            empty.discard(place)
            for user in users.get(place, ()):
                if user in waits:
                    waits[user] -= 1
                    if not waits[user]:
                        ready.append(user)
        return empty

    def _cell(self, place: Place) -> RawCell:
        return self.sheets[place[0]].cells[place[1:]]

    # ----------------------------------------------------------------------------------------------- what is sure
    def doubtful(self, place: Place) -> bool:
        """Whether programs differ in what a formula gives: over truth values, over texts that may be numbers, over the
        noise of binary numbers."""
        formula, results = self._formulas[place], self.results[place]
        failed = FormulaError("#VALUE!") in results
        truth_in_words = any(isinstance(r, str) and ("TRUE" in r or "FALSE" in r) for r in results)

        def may_differ(cell: RawCell) -> bool:
            if cell.kind is not CellKind.TEXT:
                return cell.kind is CellKind.BOOL
            text = plain(cell.text)
            number = bool(text) and formula.matches and not any(map(str.isalpha, text))
            return number or (failed and not text.isalpha())

        binary = place in self._on_edge or formula.takes_pieces
        return formula.local or binary or truth_in_words or any(may_differ(cell) for _, cell in self._cells(formula))

    def numbers_only(self, place: Place) -> bool:
        """Whether a formula rests, by way of others too, on numbers and on empty cells alone, and none is cut off on
        the edge of a whole number."""
        waiting, seen = [place], {place}
        while waiting:
            formula = self._formulas[waiting[-1]]
            if not formula.arithmetic or waiting.pop() in self._on_edge:
                return False
            for cell_place, cell in self._cells(formula):
                if cell_place in seen:
                    continue
                seen.add(cell_place)
                if cell.kind is CellKind.PENDING and cell_place in self._formulas:
                    waiting.append(cell_place)
                elif cell.kind is not CellKind.NUMBER or cell.shape is NumberShape.DATE:
                    return False
        return True

    def _cells(self, formula: EngineFormula) -> Iterator[tuple[Place, RawCell]]:
        for area in formula.areas:
            cells = self.sheets[area[0]].cells
            yield from (((area[0], *p), cells[p]) for p in _inside(area, cells))


def _inside(area: Area, cells: Mapping[tuple[int, int], object]) -> Iterator[tuple[int, int]]:
    """The cells of a range that are there."""
    _, top, left, bottom, right = area
    if (bottom - top + 1) * (right - left + 1) > len(cells):
        return (p for p in cells if top <= p[0] <= bottom and left <= p[1] <= right)
    return ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1) if (r, c) in cells)
