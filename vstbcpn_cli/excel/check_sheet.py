"""The self-check sheet: one line for each requirement and constraint, with its state as a formula, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from vstbcpn_cli.excel.layout import Role
from vstbcpn_cli.excel.live_form import BlankForm
from vstbcpn_cli.schema.model import FieldType, Requirement
from vstbcpn_cli.selfcheck import Live, LiveCheck, nested

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


@dataclass(frozen=True)
class SelfCheck:
    """The lines of one blank; `words` are the edition's."""

    form: BlankForm
    live: Live
    words: Mapping[str, str]

    def lines(self) -> list[CheckLine]:
        """In the order of the form, whatever the order of the rules."""
        order = {plan.name: n for n, plan in enumerate(self.form.plans)}
        made = [CheckLine(c, *self.form.spot(c.at), self.state(c)) for c in self._checks(self.form)]
        return sorted(made, key=lambda x: (order[x.sheet], x.row, x.column))

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

    def remaining(self, last: int) -> str:
        """How many points are left to mend, as an expression over the lines down to a row.

        All but those that are met, or may stay blank: a line that a program cannot calculate is a point as well.
        """
        states, needs = f"$C${FIRST_LINE}:$C${last}", f"$D${FIRST_LINE}:$D${last}"
        passed, blank, needed = (self.words[f"check.{w}"] for w in ("passed", "blank", "needed"))
        return f'ROWS({states})-COUNTIF({states},"{passed}")-COUNTIFS({states},"{blank}",{needs},"<>{needed}")'

    def verdict(self, last: int) -> str:
        count = self.remaining(last)
        left = self.words["check.remaining"].replace("{n}", f'"&({count})&"')
        return f'=IF({count}=0,"{self.words["check.ready"]}","{left}")'

    def colours(self, sheet: str) -> Iterator[tuple[str, int, int, str, bool]]:
        """For conditional formats on a sheet: code, row, column, expression, and whether an empty cell is meant.

        Only what the sheet itself can answer: a conditional format of another sheet's cells breaks older programs.
        """
        local = BlankForm(self.form.applies, self.form.plans, self.form.lists, sheet)
        for check in self._checks(local):
            terms = " ".join((*check.ready, check.broken))
            if "'!" in terms:
                continue
            broken = nested(check.ready, f"IF({check.broken},TRUE,FALSE)", "FALSE")
            marked = [(code, broken, False) for code in check.cells]
            marked += [(check.at, nested(check.ready, "FALSE", "TRUE"), True)] if check.needed else []
            for code, term, empty in marked:
                where, row, column = self.form.spot(code)
                if where == sheet:
                    yield self.form.first(code), row, column, f"={term}", empty

    def _checks(self, form: BlankForm) -> Iterable[LiveCheck]:
        yield from self.live(form)
        yield from _types(form, self.words)


def _types(form: BlankForm, words: Mapping[str, str]) -> Iterator[LiveCheck]:
    """What need not be answered must still be of its type when it is."""
    for slot in (s for plan in form.plans for s in plan.slots if s.role is Role.VALUE and s.number <= 1):
        required = slot.mark is Requirement.REQUIRED and not slot.number
        if not slot.open or slot.spec is None or required or slot.spec.type in (FieldType.TEXT, FieldType.LONG):
            continue
        table = slot.code.rpartition(".")[0] if slot.number else ""
        yield LiveCheck(
            at=slot.code,
            text=words["check.type"].replace("{label}", form.label(slot.code)),
            ready=(*(term for line in form.lines(table=table) for term in line.filled), form.answered(slot.code)),
            broken=nested(form.types_at(slot.code), "FALSE", "TRUE"),
            cells=(slot.code,),
            table=table,
        )
