"""The self-check sheet: one line for each requirement and constraint, with its state as a formula, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vstbcpn_cli.edition.model import Column, Indicator, Requirement
from vstbcpn_cli.model.self_check import Live, LiveCheck, nested, text
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form import cell_formats
from vstbcpn_cli.workbook.form.blank_addresses import BlankForm
from vstbcpn_cli.workbook.form.layout import Look, Role
from vstbcpn_cli.workbook.form.page_setup import LINE

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

    def remaining(self, first: int, last: int, sheet: str = "") -> str:
        """How many points are left to mend, as an expression over the lines in these rows; `sheet` ends with `!`.

        All but those that are met, or may stay blank: a line that a program cannot calculate is a point as well.
        """
        states, needs = f"{sheet}$C${first}:$C${last}", f"{sheet}$D${first}:$D${last}"
        passed, blank, needed = (self.words[f"check.{w}"] for w in ("passed", "blank", "needed"))
        return f'ROWS({states})-COUNTIF({states},"{passed}")-COUNTIFS({states},"{blank}",{needs},"<>{needed}")'

    def verdict(self, last: int) -> str:
        return self._told(self.remaining(FIRST_LINE, last), "check.ready", "check.remaining")

    @property
    def verdict_elsewhere(self) -> str:
        """The verdict as other sheets repeat it."""
        return f"='{self.words['sheet.check']}'!$B${VERDICT_ROW}"

    def verdict_at_issue(self, lines: Sequence[CheckLine]) -> str:
        return self.words["check.remaining"].replace("{n}", str(_open_at_issue(lines)))

    def left_on(self, sheet: str, lines: Sequence[CheckLine]) -> tuple[str, str]:
        """What is left to do on a sheet: the formula and its result at issue, "" for a sheet without lines."""
        rows = [row for row, line in enumerate(lines, FIRST_LINE) if line.sheet == sheet]
        if not rows:
            return "", ""
        count = self.remaining(rows[0], rows[-1], f"'{self.words['sheet.check']}'!")
        left = _open_at_issue([line for line in lines if line.sheet == sheet])
        at_issue = self.words["guide.left"].replace("{n}", str(left)) if left else self.words["guide.done"]
        return self._told(count, "guide.done", "guide.left"), at_issue

    def _told(self, count: str, done: str, left: str) -> str:
        some = self.words[left].replace("{n}", f'"&({count})&"')
        return f'=IF({count}=0,"{self.words[done]}","{some}")'

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
                    yield code, row, column, f"={term}", empty

    def _checks(self, form: BlankForm) -> Iterable[LiveCheck]:
        yield from self.live(form)
        yield from _types(form, self.words)


_WIDTHS = (18.0, 62.0, 12.0, 11.0, 12.0)


def write_check(sheet: Any, formats: cell_formats.Formats, checks: SelfCheck, lines: Sequence[CheckLine]) -> None:
    """The sheet itself; what is still to be done stands out by its colour, all other lines are quiet."""
    words, last = checks.words, FIRST_LINE + len(lines) - 1
    cell_formats.page(sheet, words["page"], across=False)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    _head(sheet, formats, checks, lines)
    for row, line in enumerate(lines, FIRST_LINE - 1):
        _line(sheet, formats, checks, row, line)
    sheet.autofilter(FIRST_LINE - 2, 0, last - 1, 4)
    for formula, look in _marks(words):
        rule = {"type": "formula", "criteria": formula, "format": formats.change(look)}
        sheet.conditional_format(FIRST_LINE - 1, 2, last - 1, 2, rule)
    sheet.freeze_panes(FIRST_LINE - 1, 0)
    sheet.repeat_rows(FIRST_LINE - 2)


def _head(sheet: Any, formats: cell_formats.Formats, checks: SelfCheck, lines: Sequence[CheckLine]) -> None:
    words, last = checks.words, FIRST_LINE + len(lines) - 1
    sheet.write_url(
        0, 0, f"internal:'{words['sheet.guide']}'!A1", formats(cell_formats.LINK), f"→ {words['sheet.guide']}"
    )
    sheet.write_string(0, 1, words["check.title"], formats(cell_formats.PRINTED[Look.TITLE]))
    verdict = formats({**cell_formats.PRINTED[Look.TITLE], **cell_formats.VERDICT, "font_size": 14})
    sheet.write_formula(VERDICT_ROW - 1, 1, checks.verdict(last), verdict, checks.verdict_at_issue(lines))
    turns_green(sheet, formats, (VERDICT_ROW - 1, 1), words)
    sheet.merge_range(VERDICT_ROW, 0, VERDICT_ROW, 4, words["check.hint"], formats(cell_formats.PRINTED[Look.HINT]))
    sheet.set_row(VERDICT_ROW, 2 * LINE)
    for column, word in enumerate(("place", "content", "result", "need", "rule")):
        sheet.write_string(FIRST_LINE - 2, column, words[f"check.{word}"], formats(cell_formats.PRINTED[Look.HEAD]))


def turns_green(sheet: Any, formats: cell_formats.Formats, place: tuple[int, int], words: Mapping[str, str]) -> None:
    """The verdict in this cell, counted from 0, is red until the form can be sent."""
    ready = {"type": "cell", "criteria": "==", "value": text(words["check.ready"])}
    sheet.conditional_format(*place, *place, {**ready, "format": formats.change(cell_formats.MET)})


def _line(sheet: Any, formats: cell_formats.Formats, checks: SelfCheck, row: int, line: CheckLine) -> None:
    label = cell_formats.PRINTED[Look.LABEL]
    plain, small = formats(label), formats({**label, **cell_formats.NOT_ASKED})
    link = formats({**cell_formats.PRINTED[Look.CODE], **cell_formats.LINK, "align": "left"})
    sheet.write_formula(row, 0, _way(line), link, f"→ {line.check.at}")
    sheet.write_string(row, 1, line.check.text, plain)
    sheet.set_row(row, LINE * cell_formats.lines_of(line.check.text, _WIDTHS[1], label))
    write = sheet.write_array_formula if line.array else sheet.write_formula
    where = (row, 2, row, 2) if line.array else (row, 2)
    write(*where, line.formula, plain, checks.at_issue(line.check))
    sheet.write_string(row, 3, checks.words["check.needed"] if line.check.needed else "", plain)
    sheet.write_string(row, 4, line.check.rule, small)


def _way(line: CheckLine) -> str:
    """A link that still leads to its cell when rows are inserted above it, which a link of the sheet does not."""
    column = f"'{line.sheet}'!{column_letters(line.column)}"
    return f'=HYPERLINK("#{column}"&ROW({column}{line.row}),{text(f"→ {line.check.at}")})'


def _marks(words: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    state = f"$C{FIRST_LINE}"
    passed, failed, blank, needed = (text(words[f"check.{w}"]) for w in ("passed", "failed", "blank", "needed"))
    yield f"={state}={passed}", cell_formats.MET
    yield f"={state}={failed}", cell_formats.BROKEN
    yield f"=AND({state}={blank},$D{FIRST_LINE}={needed})", cell_formats.STILL_EMPTY
    yield f"={state}={blank}", cell_formats.NOT_ASKED


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
