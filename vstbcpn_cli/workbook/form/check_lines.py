"""The self-check of a form: one line for each requirement and constraint, with its state as a formula.

A state is one number: what is to be done, and in which row. Each stands in a hidden cell of the sheet it speaks of; the
sheet of the self-check, the colours and the verdict only look at it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby

import msgspec

from vstbcpn_cli.edition.model import Column, Indicator, Requirement
from vstbcpn_cli.model.self_check import Live, LiveCheck, any_of, nested, text
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form.blank_addresses import BlankForm
from vstbcpn_cli.workbook.form.sheet_plan import Role

UNIT = 10_000
"""More rows than a form ever has: a state is so many units and a row."""
VERDICT_ROW = 2
"""Of the sheet of the self-check, counted from 1."""
FIRST_TO_DO, TO_DO = 5, 30
"""The first row of the things to do on that sheet, and how many are shown at once: further ones move up."""
LIST_TITLE = FIRST_TO_DO + TO_DO + 1
FIRST_LINE = LIST_TITLE + 2
"""The row of the first line."""
STATE_COLUMN = 4
"""The hidden column of that sheet, with the state of each line or the number of the line that is to do."""
WRONG, MISSING, PASSED, NOTHING = (n * UNIT for n in range(4))
"""An answer in this row is wrong; one is missing; all is well; there is nothing to judge."""


class CheckLine(msgspec.Struct, frozen=True):
    """One line as it is written: the cell its link leads to, and the hidden cell in which its state is computed."""

    check: LiveCheck
    sheet: str
    row: int
    column: int
    formula: str
    state_row: int = 0
    state_column: int = 0

    @property
    def array(self) -> bool:
        """What looks at a range of cells must look at all of them, as older programs do in array formulas only."""
        return ":" in self.formula

    @property
    def place(self) -> str:
        """Sheet and column of its answer; the row moves with what is inserted above it."""
        return f"{self.sheet}!{column_letters(self.column)}"

    @property
    def said(self) -> str:
        """The line in words, under the code it is about."""
        return f"{self.check.at}: {self.check.text}"

    @property
    def at_issue(self) -> int:
        """The state in the blank as it is sent out."""
        return self.row + (PASSED if self.check.met_at_issue else MISSING if self.check.needed else NOTHING)

    @property
    def state_cell(self) -> str:
        return f"'{self.sheet}'!{column_letters(self.state_column)}{self.state_row}"


class Colour(msgspec.Struct, frozen=True):
    """Cells that take a colour while an expression over the row of the first of them holds; `areas` are first row,
    last row and column. The first is the leftmost and none begins above it: of several areas one program counts from
    the first it reads, another from the leftmost.

    `empty` says that they are still to be answered, not that their answer is wrong.
    """

    areas: tuple[tuple[int, int, int], ...]
    formula: str
    empty: bool


class SelfCheck(msgspec.Struct, frozen=True, dict=True):
    """The lines of one blank; `words` are the edition's."""

    form: BlankForm
    live: Live
    words: Mapping[str, str]

    @cached_property
    def lines(self) -> tuple[CheckLine, ...]:
        """In the order of the form, whatever the order of the rules."""
        order = {plan.name: n for n, plan in enumerate(self.form.plans)}
        spots = [(self.form.spot(c.at), c) for c in self._checks(self.form)]
        taken: Counter[tuple[str, int]] = Counter()
        ordered = sorted(spots, key=lambda x: (order[x[0][0]], *x[0][1:]))
        return tuple(CheckLine(c, *spot, self.state(c), *self._placed(c, *spot[:2], taken)) for spot, c in ordered)

    def _placed(self, check: LiveCheck, sheet: str, row: int, taken: Counter[tuple[str, int]]) -> tuple[int, int]:
        """Row and column of its hidden cell: in the row of its answer, or somewhere beside its table."""
        helpers = self.form.helpers[sheet]
        if check.table:
            row = min(range(*helpers.plan.rows_of(check.table)), key=lambda r: taken[sheet, r])
        taken[sheet, row] += 1
        return row, helpers.first_state_column + taken[sheet, row] - 1

    def state(self, check: LiveCheck) -> str:
        """A formula that gives the state of a line; of a table that of the first row that is not as it should be."""
        blank = MISSING if check.needed else NOTHING
        if not check.table:
            return f"={nested(check.ready, f'IF({check.broken},{WRONG},{PASSED})', str(blank))}+ROW()"
        row = f"ROW({self.form.typed_cell(check.at)})"
        return f"=MIN({row}+{nested(check.ready, f'IF({check.broken},{WRONG},{PASSED})', str(blank))})"

    @cached_property
    def formulas(self) -> tuple[str, ...]:
        """What the hidden cells of all sheets compute: states, numbers and dates, rows of tables."""
        found = [line.formula for line in self.lines]
        for helpers in self.form.helpers.values():
            found += [self.form.value(slot.code) for slot in helpers.typed()]
            found += [x for table in helpers.tables for x in self.form.row_states(table)]
            found += [x for table in helpers.plan.carried for x in self.form.row_states(table, carried=False)]
        return tuple(found)

    def states(self, sheet: str = "") -> str:
        """Where the self-check has the states of all lines, or of those of one sheet; "" where there are none."""
        rows = [row for row, line in enumerate(self.lines, FIRST_LINE) if sheet in ("", line.sheet)]
        letter = column_letters(STATE_COLUMN)
        return f"'{self.words['sheet.check']}'!${letter}${rows[0]}:${letter}${rows[-1]}" if rows else ""

    def verdict(self, about: str = "check", sheet: str = "") -> str:
        """What is left to do, in all or on one sheet, in the words `about` the check or a sheet of the guide.

        A line that a program cannot calculate is something to mend.
        """
        states = self.states(sheet)
        missing = f'COUNTIFS({states},">={MISSING}",{states},"<{PASSED}")'
        wrong = f'(COUNTA({states})-COUNTIF({states},">={MISSING}"))'
        said = {name: text(self.words[f"{about}.{name}"]) for name in ("to_fill", "to_mend", "both")}
        said["ready"] = text(self._ready(about, sheet))
        told = {n: t.replace("{n}", f'"&{missing}&"').replace("{m}", f'"&{wrong}&"') for n, t in said.items()}
        any_wrong = f"IF({missing}=0,{told['to_mend']},{told['both']})"
        return f"=IF({wrong}=0,IF({missing}=0,{told['ready']},{told['to_fill']}),{any_wrong})"

    def verdict_at_issue(self, about: str = "check", sheet: str = "") -> str:
        """The verdict of a blank, or of one sheet of it."""
        left = sum(MISSING <= x.at_issue < PASSED for x in self.lines if sheet in ("", x.sheet))
        return self.words[f"{about}.to_fill"].replace("{n}", str(left)) if left else self._ready(about, sheet)

    def _ready(self, about: str, sheet: str) -> str:
        """What is said where nothing is left; a sheet that demands nothing has not been filled in by anybody."""
        demands = not sheet or any(x.check.needed for x in self.lines if x.sheet == sheet)
        return self.words[f"{about}.ready" if demands else f"{about}.optional"]

    @property
    def verdict_elsewhere(self) -> str:
        """The verdict as other sheets repeat it."""
        return f"='{self.words['sheet.check']}'!$B${VERDICT_ROW}"

    def colours(self, sheet: str) -> Iterator[Colour]:
        """The conditional formats of a sheet.

        Only what the sheet itself can answer: a conditional format of another sheet's cells breaks older programs.
        """
        yield from self._colours_of_lines(sheet)
        yield from self._colours_of_rows(sheet)

    def _colours_of_lines(self, sheet: str) -> Iterator[Colour]:
        """Outside tables: cells whose states stand in the same column and in their own rows have one format."""
        rows: dict[tuple[int, bool], set[tuple[int, int]]] = defaultdict(set)
        apart: dict[tuple[int, int, bool], set[tuple[int, int]]] = defaultdict(set)
        for line in (x for x in self.lines if x.sheet == sheet and not x.check.table):
            marked = [(code, False) for code in line.check.cells]
            marked += [(line.check.at, True)] if line.check.needed else []
            for code, empty in marked:
                where, row, column = self.form.spot(code)
                if (where, row) == (sheet, line.state_row):
                    rows[line.state_column, empty].add((column, row))
                elif where == sheet:
                    apart[line.state_row, line.state_column, empty].add((column, row))
        for (state, empty), cells in rows.items():
            for areas in _groups(_areas(cells)):
                yield Colour(areas, _holds(f"${column_letters(state)}{areas[0][0]}", empty=empty), empty)
        for (row, state, empty), cells in apart.items():
            yield Colour(_areas(cells), _holds(f"${column_letters(state)}${row}", empty=empty), empty)

    def _colours_of_rows(self, sheet: str) -> Iterator[Colour]:
        """In tables: each row by itself, also one that is inserted."""
        here, found = f"'{sheet}'!", defaultdict[str, list[tuple[int, int, int]]](list)
        for check in (c for c in self._by_row if c.table):
            broken = nested(check.ready, check.broken, "FALSE").replace(here, "")
            for code in check.cells if "'!" not in broken else ():
                where, row, column = self.form.spot(code)
                if where == sheet:
                    found[broken].append((row, self.form.last_row(code), column))
        for broken, areas in found.items():
            yield Colour(tuple(sorted(set(areas), key=lambda area: area[2])), f"={broken}", empty=False)

    @cached_property
    def _by_row(self) -> tuple[LiveCheck, ...]:
        return tuple(self._checks(BlankForm(self.form.applies, self.form.plans, self.form.lists, by_row=True)))

    def _checks(self, form: BlankForm) -> Iterable[LiveCheck]:
        yield from self.live(form)
        yield from _types(form, self.words)


def _holds(state: str, *, empty: bool) -> str:
    """True while an answer is missing, or is wrong; an empty cell is no state."""
    return f"=({state}>={MISSING})*({state}<{PASSED})" if empty else f"=({state}>0)*({state}<{MISSING})"


def _areas(cells: Iterable[tuple[int, int]]) -> tuple[tuple[int, int, int], ...]:
    """First row, last row and column of cells, given by column and row, that follow each other; the leftmost first."""
    runs = (list(run) for _, run in groupby(enumerate(sorted(cells)), key=lambda x: (x[1][0], x[1][1] - x[0])))
    return tuple((run[0][1][1], run[-1][1][1], run[0][1][0]) for run in runs)


def _groups(areas: Sequence[tuple[int, int, int]]) -> Iterator[tuple[tuple[int, int, int], ...]]:
    """The areas, leftmost first, in as few groups as none of which begins above its first."""
    while areas:
        top = areas[0][0]
        yield tuple(a for a in areas if a[0] >= top)
        areas = [a for a in areas if a[0] < top]


def _types(form: BlankForm, words: Mapping[str, str]) -> Iterator[LiveCheck]:
    """What need not be answered must still be of its type when it is; of required answers that is a line of VS301."""
    for slot in (s for plan in form.plans for s in plan.cells):
        if slot.role is Role.NIL:
            yield _nil(form, slot.code, words)
        required = slot.mark is Requirement.REQUIRED and not slot.number
        if slot.role is not Role.VALUE or not slot.open or slot.spec is None or required:
            continue
        table = slot.code.rpartition(".")[0] if slot.number else ""
        yield LiveCheck(
            at=slot.code,
            text=_typed(slot.spec, words).replace("{label}", form.label(slot.code)),
            ready=(*(term for line in form.lines(table=table) for term in line.filled), form.answered(slot.code)),
            broken=nested(form.types_at(slot.code), _doubtful(form, slot.code), "TRUE"),
            cells=(slot.code,),
            table=table,
        )


def _doubtful(form: BlankForm, code: str) -> str:
    doubts = [d for d in (form.like_above(code), form.doubted(code)) if d != "FALSE"]
    return any_of(doubts) if len(doubts) > 1 else (doubts or ["FALSE"])[0]


def _nil(form: BlankForm, code: str, words: Mapping[str, str]) -> LiveCheck:
    declared = form.nil(code.rpartition(".")[0])
    return LiveCheck(
        at=code,
        text=words["check.choice"].replace("{label}", words["nil.label"]),
        ready=(f'TRIM({form.nil_cell(code)})<>""',),
        broken=f"NOT({declared})",
        cells=(code,),
    )


def _typed(spec: Indicator | Column, words: Mapping[str, str]) -> str:
    """What an answer must be, in words."""
    if isinstance(spec, Column) and spec.minimum:
        return words["check.least"].replace("{least}", str(spec.minimum))
    return words[f"check.{spec.type}"]
