"""The self-check of a form: one line for each requirement and constraint, with its state as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from vstbcpn_cli.edition.model import Column, Indicator, Requirement
from vstbcpn_cli.model.self_check import Live, LiveCheck, nested
from vstbcpn_cli.workbook.form.blank_addresses import BlankForm
from vstbcpn_cli.workbook.form.layout import Role

FIRST_LINE = 5
"""Row of the first line of the self-check, counted from 1."""
VERDICT_ROW = 2


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line as it is written: where its link leads, what must hold, and the state as a formula."""

    check: LiveCheck
    sheet: str
    row: int
    column: int
    formula: str

    @property
    def array(self) -> bool:
        """What looks at a range of cells must look at all of them, as older programs do in array formulas only."""
        return ":" in self.formula


@dataclass(frozen=True, slots=True)
class Colour:
    """Cells of one column that take a colour while an expression over the first of them holds.

    `empty` says that they are still to be answered, not that their answer is wrong.
    """

    first_row: int
    last_row: int
    column: int
    formula: str
    empty: bool


@dataclass(frozen=True)
class SelfCheck:
    """The lines of one blank; `words` are the edition's."""

    form: BlankForm
    live: Live
    words: Mapping[str, str]

    @cached_property
    def lines(self) -> tuple[CheckLine, ...]:
        """In the order of the form, whatever the order of the rules."""
        order = {plan.name: n for n, plan in enumerate(self.form.plans)}
        made = [CheckLine(c, *self.form.spot(c.at), self.state(c)) for c in self._checks(self.form)]
        return tuple(sorted(made, key=lambda x: (order[x.sheet], x.row, x.column)))

    def state(self, check: LiveCheck) -> str:
        """A formula that gives one of the three states."""
        passed, failed, blank = (f'"{self.words[f"check.{w}"]}"' for w in ("passed", "failed", "blank"))
        if not check.table:
            return "=" + nested(check.ready, f"IF({check.broken},{failed},{passed})", blank)
        broken = f"SUM({nested(check.ready, f'IF({check.broken},1,0)', '0')})"
        ready = f"SUM({nested(check.ready, '1', '0')})"
        return f"=IF({broken}>0,{failed},IF({ready}>0,{passed},{blank}))"

    def at_issue(self, check: LiveCheck) -> str:
        """The state in the blank as it is sent out."""
        return self.words["check.passed" if check.met_at_issue else "check.blank"]

    def remaining(self, first: int, last: int, sheet: str = "") -> str:
        """How many points are left to mend, as an expression over the lines in these rows; `sheet` ends with `!`.

        All but those that are met, or may stay blank: a line that a program cannot calculate is a point as well.
        """
        states, needs = f"{sheet}$C${first}:$C${last}", f"{sheet}$D${first}:$D${last}"
        passed, blank, needed = (self.words[f"check.{w}"] for w in ("passed", "blank", "needed"))
        return f'ROWS({states})-COUNTIF({states},"{passed}")-COUNTIFS({states},"{blank}",{needs},"<>{needed}")'

    @property
    def last_line(self) -> int:
        """Row of the last line, counted from 1."""
        return FIRST_LINE + len(self.lines) - 1

    @property
    def verdict(self) -> str:
        return self._told(self.remaining(FIRST_LINE, self.last_line), "check.ready", "check.remaining")

    @property
    def verdict_elsewhere(self) -> str:
        """The verdict as other sheets repeat it."""
        return f"='{self.words['sheet.check']}'!$B${VERDICT_ROW}"

    @property
    def verdict_at_issue(self) -> str:
        return self.words["check.remaining"].replace("{n}", str(_open_at_issue(self.lines)))

    def left_on(self, sheet: str) -> tuple[str, str]:
        """What is left to do on a sheet: the formula and its result at issue, "" for a sheet without lines."""
        rows = [row for row, line in enumerate(self.lines, FIRST_LINE) if line.sheet == sheet]
        if not rows:
            return "", ""
        count = self.remaining(rows[0], rows[-1], f"'{self.words['sheet.check']}'!")
        left = _open_at_issue([line for line in self.lines if line.sheet == sheet])
        at_issue = self.words["guide.left"].replace("{n}", str(left)) if left else self.words["guide.done"]
        return self._told(count, "guide.done", "guide.left"), at_issue

    def _told(self, count: str, done: str, left: str) -> str:
        some = self.words[left].replace("{n}", f'"&({count})&"')
        return f'=IF({count}=0,"{self.words[done]}","{some}")'

    def colours(self, sheet: str) -> Iterator[Colour]:
        """The conditional formats of a sheet.

        Only what the sheet itself can answer: a conditional format of another sheet's cells breaks older programs.
        """
        here = f"'{sheet}'!"
        for check in self._by_row:
            broken = nested(check.ready, f"IF({check.broken},TRUE,FALSE)", "FALSE")
            marked = [(code, broken, False) for code in check.cells]
            marked += [(check.at, nested(check.ready, "FALSE", "TRUE"), True)] if check.needed else []
            if "'!" in broken.replace(here, ""):
                continue
            for code, term, empty in marked:
                where, row, column = self.form.spot(code)
                if where == sheet:
                    yield Colour(row, self.form.last_row(code), column, f"={term.replace(here, '')}", empty)

    @cached_property
    def _by_row(self) -> tuple[LiveCheck, ...]:
        return tuple(self._checks(BlankForm(self.form.applies, self.form.plans, self.form.lists, by_row=True)))

    def _checks(self, form: BlankForm) -> Iterable[LiveCheck]:
        yield from self.live(form)
        yield from _types(form, self.words)


def _types(form: BlankForm, words: Mapping[str, str]) -> Iterator[LiveCheck]:
    """What need not be answered must still be of its type when it is; of required answers that is a line of VS301."""
    for slot in (s for plan in form.plans for s in plan.slots if s.number <= 1):
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
            broken=nested(form.types_at(slot.code), form.like_above(slot.code), "TRUE"),
            cells=(slot.code,),
            table=table,
        )


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


def _open_at_issue(lines: Iterable[CheckLine]) -> int:
    return sum(line.check.needed and not line.check.met_at_issue for line in lines)
