"""The lines of a self-check calculated in this process, so that a change of any rule shows within seconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, cached_property

from tests.support.forms import returned as at
from tests.support.judges.agreement import Comparison, Line, content_rules, standard, with_cells
from tests.support.judges.spreadsheet import Book
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.workbook.form.blank_addresses import BlankForm
from vstbcpn_cli.workbook.form.check_lines import FIRST_LINE, UNIT, VERDICT_ROW, CheckLine, SelfCheck
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.own_sheets import choice_lists
from vstbcpn_cli.workbook.form.sheet_plan import SheetPlan


@cache
def _check(
    unit: str, period: str, previous: bool, carried: tuple[tuple[str, int], ...]
) -> tuple[SelfCheck, list[tuple[int, CheckLine]]]:
    """The self-check of the blank of a unit, and its lines by their row."""
    with_earlier = previous or bool(carried)
    made = plan_form(at.applies_to(unit, period), at.live(), previous=with_earlier, carried=dict(carried)).checks
    return made, list(enumerate(made.lines, FIRST_LINE))


def _arrays(form: BlankForm) -> Iterator[tuple[tuple[str, int, int], tuple[str, int]]]:
    """The formula and its row for every hidden cell of the rows of tables."""
    for sheet, helpers in form.helpers.items():
        for code, (first, last, column) in helpers.blocks.items():
            formula = form.row_states(code)[1] if code in helpers.tables else form.value(code)
            yield from (((sheet, row, column), (formula, n)) for n, row in enumerate(range(first, last + 1)))


class Calculated(Comparison):
    """A workbook of which only the cells count: its lines are made anew from the rules and calculated here.

    With `rule` only the lines of this code are, and those about the content of the cells that they read.
    """

    def __init__(
        self,
        content: bytes,
        period: str,
        earlier: Mapping[str, Decimal] | None = None,
        rule: str = "",
        carried: tuple[tuple[str, int], ...] = (),
    ) -> None:
        super().__init__(content, period, earlier, carried)
        applies = at.applies_to(self.unit, period)
        self._made, self._issued = _check(self.unit, period, earlier is not None, carried)
        cells = {(s.name, *where): cell for s in self.book.sheets for where, cell in s.cells.items()}
        names = {c.name: c.values for c in choice_lists(applies, self._made.form.plans).values()}
        self._sheet = applies.edition.words["sheet.check"]
        self._words = applies.edition.words
        formulas = {(x.sheet, x.state_row, x.state_column): x.formula for _, x in self._issued}
        self._calculated = Book(cells, names, formulas, dict(_arrays(self._made.form)))
        self.rule, self.whole = rule, not rule

    @cached_property
    def lines(self) -> list[Line]:
        wanted = [x for _, x in self._issued if self.whole or self.rule in x.check.rule]
        cells = dict(with_cells(self._made, wanted))
        read = {code for line, codes in cells.items() for code in (line.check.at, *codes)}
        lines = [(row, Line.of(x, cells.get(x, ()), "")) for row, x in self._issued if x in cells or x.check.at in read]
        chosen = [(row, x) for row, x in lines if self.whole or x.rule == self.rule or x.of_content]
        issued = dict(self._issued)
        return [replace(x, state=standard(self._state(issued[row]))) for row, x in chosen]

    @property
    def plans(self) -> tuple[SheetPlan, ...]:
        """The sheets of the form as they were planned."""
        return self._made.form.plans

    def value(self, place: tuple[str, int, int]) -> object:
        """What a cell of the form shows."""
        return self._calculated.value(*place)

    def state_number(self, line: CheckLine) -> object:
        """What the hidden cell of a line holds."""
        return self._calculated.value(line.sheet, line.state_row, line.state_column)

    def _state(self, line: CheckLine) -> str:
        state = self.state_number(line)
        named = "failed", "blank", "passed", "blank"
        return self._words[f"check.{named[int(state // UNIT)]}"] if isinstance(state, float) else str(state)

    @cached_property
    def of_content(self) -> frozenset[str]:
        return content_rules() - {line.check.rule.partition(" ")[0] for _, line in self._issued}

    @property
    def verdict(self) -> str:
        return standard(str(self._calculated.value(self._sheet, VERDICT_ROW, 2)))
