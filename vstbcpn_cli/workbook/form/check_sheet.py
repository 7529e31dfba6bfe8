"""The self-check as a sheet: the verdict, what is to be done with a link to each cell, and below it every line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from vstbcpn_cli.model.self_check import text
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form import cell_formats
from vstbcpn_cli.workbook.form.check_lines import (
    FIRST_LINE,
    FIRST_TO_DO,
    LIST_TITLE,
    MISSING,
    NOTHING,
    PASSED,
    STATE_COLUMN,
    TO_DO,
    UNIT,
    VERDICT_ROW,
    CheckLine,
    SelfCheck,
)
from vstbcpn_cli.workbook.form.page_setup import LINE
from vstbcpn_cli.workbook.form.sheet_plan import Look

_WIDTHS = (14.0, 100.0, 11.0)
_HINT_ROW, _TO_DO_HEAD = 3, 4
_LARGE = 1.5 * LINE
"""The height of a row with letters larger than those of the form: without one LibreOffice prints them touching."""


class CheckSheet:
    """Draws it; `formats` are those of its workbook."""

    def __init__(self, sheet: Any, formats: cell_formats.Formats, checks: SelfCheck) -> None:
        self._sheet = sheet
        self._formats = formats
        self._checks = checks
        self._words = checks.words
        self._last = FIRST_LINE + len(checks.lines) - 1

    def write(self) -> None:
        sheet, words = self._sheet, self._words
        cell_formats.page(sheet, words["page"], across=False)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_column(len(_WIDTHS), len(_WIDTHS), 2, None, {"hidden": True})
        self._head()
        self._to_do()
        self._lines()
        sheet.print_area(0, 0, LIST_TITLE - 3, len(_WIDTHS) - 1)
        sheet.freeze_panes(_TO_DO_HEAD, 0)
        sheet.repeat_rows(_TO_DO_HEAD - 1)

    def _head(self) -> None:
        sheet, words, formats = self._sheet, self._words, self._formats
        _link(sheet, (0, 0), f"'{words['sheet.guide']}'!A1", words["sheet.guide"], formats(cell_formats.LINK))
        sheet.write_string(0, 1, words["check.title"], formats(cell_formats.PRINTED[Look.TITLE]))
        verdict = formats({**cell_formats.PRINTED[Look.TITLE], **cell_formats.VERDICT, "font_size": 14})
        sheet.write_formula(
            VERDICT_ROW - 1, 1, self._here(self._checks.verdict()), verdict, self._checks.verdict_at_issue()
        )
        turns_green(sheet, formats, (VERDICT_ROW - 1, 1), words)
        hint = formats(cell_formats.PRINTED[Look.HINT])
        sheet.merge_range(_HINT_ROW - 1, 0, _HINT_ROW - 1, len(_WIDTHS) - 1, words["check.hint"], hint)
        for row, height in ((0, _LARGE), (VERDICT_ROW - 1, _LARGE), (_HINT_ROW - 1, 2 * LINE)):
            sheet.set_row(row, height)
        self._heads(_TO_DO_HEAD, ("place", "to_do", "result"))
        all_lines = f"'{words['sheet.check']}'!A{LIST_TITLE}"
        _link(sheet, (0, 2), all_lines, words["check.all"], formats(cell_formats.LINK))

    def _here(self, formula: str) -> str:
        return formula.replace(f"'{self._words['sheet.check']}'!", "")

    def _heads(self, row: int, names: tuple[str, ...]) -> None:
        for column, name in enumerate(names):
            look = self._formats(cell_formats.PRINTED[Look.HEAD])
            self._sheet.write_string(row - 1, column, self._words[f"check.{name}"], look)

    def _to_do(self) -> None:
        """The n-th line that is not done, found in a hidden cell; a state that is an error is not done either."""
        sheet, words, states = self._sheet, self._words, self._here(self._checks.states())
        label = cell_formats.PRINTED[Look.LABEL]
        plain, link = self._formats(label), self._formats({**label, **cell_formats.LINK})
        first = states.partition(":")[0]
        done = f"IF(ISERROR({states}),TRUE,{states}<{PASSED})"
        open_now = [x for x in self._checks.lines if MISSING <= x.at_issue < PASSED][:TO_DO]
        numbers = [n for n, x in enumerate(self._checks.lines, 1) if MISSING <= x.at_issue < PASSED]
        top, bottom, left = FIRST_TO_DO - 1, FIRST_TO_DO + TO_DO - 2, [""] * (TO_DO - len(open_now))
        at = column_letters(STATE_COLUMN)
        here = f"${at}{FIRST_TO_DO}"
        state, where = f"INDEX({states},{here})", f"INDEX($A${FIRST_LINE}:$A${self._last},{here})"
        # The text is taken from an area that holds the states too: LibreOffice counts a formula that looks at nothing
        # that changed but an array formula, as the number of the line is one, among those that are still right.
        cell, said = f"MOD({state},{UNIT})", f"INDEX($B${FIRST_LINE}:${at}${self._last},{here},1)"
        # The link names the cell, so the code is left out.
        said = f'MID({said},FIND(": ",{said})+2,999)'
        before, after = f'LEFT({where},FIND("!",{where})-1)', f'MID({where},FIND("!",{where})+1,9)&{cell}'
        pieces = re.split(r"(\{\w+\})", words["check.cell"])
        named = "&".join({"{sheet}": before, "{cell}": after}.get(p, text(p)) for p in pieces if p)
        to = f'HYPERLINK("#\'"&SUBSTITUTE({where},"!","\'!")&{cell},{named})'
        result = f"IF({state}<{MISSING},{text(words['check.failed'])},{text(words['check.blank'])})"
        for column, formula, look, shown in (
            (0, f"IFERROR({to},{where})", link, [_cell(x, words) for x in open_now]),
            (1, said, plain, [x.check.text for x in open_now]),
            (2, f"IFERROR({result},{text(words['check.failed'])})", plain, [words["check.blank"]] * len(open_now)),
        ):
            sheet.write_shared(top, bottom, [column], f'=IF({here}="","",{formula})', look, [*shown, *left])
        for number, line in enumerate([*numbers[:TO_DO], *left]):
            place = top + number, STATE_COLUMN - 1
            sheet.set_row(place[0], 2 * LINE)
            found = f'=IFERROR(SMALL(IF({done},ROW({states})-ROW({first})+1,""),{number + 1}),"")'
            sheet.write_array_formula(*place, *place, found, None, line)

    def _lines(self) -> None:
        sheet, words = self._sheet, self._words
        sheet.write_string(LIST_TITLE - 1, 0, words["check.list"], self._formats(cell_formats.PRINTED[Look.BLOCK]))
        self._heads(FIRST_LINE - 1, ("place", "content", "result"))
        plain = self._formats(cell_formats.PRINTED[Look.LABEL])
        state = f"${column_letters(STATE_COLUMN)}{FIRST_LINE}"
        first, last = FIRST_LINE - 1, self._last - 1
        lines = self._checks.lines
        failed, blank, passed = (text(words[f"check.{w}"]) for w in ("failed", "blank", "passed"))
        judged = f"IF({state}<{MISSING},{failed},IF(ABS({state}-{PASSED}-{UNIT // 2})<{UNIT // 2},{passed},{blank}))"
        sheet.write_shared(first, last, [2], judged, plain, [self._shown(x) for x in lines])
        for row, line in enumerate(lines, first):
            sheet.write_string(row, 0, line.place, plain)
            sheet.write_string(row, 1, line.said, plain)
            sheet.write_formula(row, STATE_COLUMN - 1, f"={line.state_cell}", None, line.at_issue)
        sheet.autofilter(first - 1, 0, last, len(_WIDTHS) - 1)
        for formula, look in _marks(words, f"$C{FIRST_TO_DO}", f"${column_letters(STATE_COLUMN)}{FIRST_TO_DO}"):
            rule = {"type": "formula", "criteria": formula, "format": self._formats.change(look)}
            sheet.conditional_format(FIRST_TO_DO - 1, 2, last, 2, rule)

    def _shown(self, line: CheckLine) -> str:
        return self._words["check.passed" if PASSED <= line.at_issue < NOTHING else "check.blank"]


def _cell(line: CheckLine, words: Mapping[str, str]) -> str:
    """The cell of a line as its link names it."""
    cell = f"{column_letters(line.column)}{line.row}"
    return words["check.cell"].replace("{sheet}", line.sheet).replace("{cell}", cell)


def _link(sheet: Any, where: tuple[int, int], target: str, shown: str, look: Any) -> None:
    sheet.write_url(*where, f"internal:{target}", look, f"→ {shown}")


def turns_green(sheet: Any, formats: cell_formats.Formats, place: tuple[int, int], words: Mapping[str, str]) -> None:
    """The verdict in this cell, counted from 0, is red until the form can be sent."""
    ready = {"type": "cell", "criteria": "==", "value": text(words["check.ready"])}
    sheet.conditional_format(*place, *place, {**ready, "format": formats.change(cell_formats.MET)})


def _marks(words: Mapping[str, str], shown: str, state: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The colours of what a line shows; beside what is to be done stands no state, but a smaller number."""
    passed, failed, blank = (text(words[f"check.{w}"]) for w in ("passed", "failed", "blank"))
    yield f"={shown}={passed}", cell_formats.MET
    yield f"={shown}={failed}", cell_formats.BROKEN
    yield f"=AND({shown}={blank},{state}<{PASSED})", cell_formats.STILL_EMPTY
    yield f"={shown}={blank}", cell_formats.NOT_ASKED
