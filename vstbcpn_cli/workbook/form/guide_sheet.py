"""The first sheet of a blank: what it is for, until when and where to send it, where to go, and how to fill it in."""

from __future__ import annotations

from typing import Any

from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form import cell_formats
from vstbcpn_cli.workbook.form.check_sheet import turns_green
from vstbcpn_cli.workbook.form.form_plan import FormPlan
from vstbcpn_cli.workbook.form.page_setup import LINE
from vstbcpn_cli.workbook.form.sheet_plan import EARLIER, Look

_WIDTHS = (10.0, 104.0, 22.0)
_LEGEND = {
    "entry": cell_formats.ENTRY,
    "empty": {**cell_formats.ENTRY, **cell_formats.STILL_EMPTY},
    "broken": {**cell_formats.ENTRY, **cell_formats.BROKEN},
    "closed": cell_formats.CLOSED,
}


class GuideSheet:
    """Writes it from the top; names are longer once stamped, so their texts get some room."""

    def __init__(self, sheet: Any, formats: cell_formats.Formats, plan: FormPlan, earlier: str = "") -> None:
        self._sheet = sheet
        self._formats = formats
        self._plan = plan
        self._earlier = earlier
        self._checks = plan.checks
        self._words = plan.words
        self._row = 0

    def write(self) -> None:
        title, purpose, due, *steps, last = self._plan.guide
        cell_formats.page(self._sheet, self._words["page"], across=False, pages=1)
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        self._text(self._words["guide.title"], {**cell_formats.PRINTED[Look.TITLE], "font_size": 16})
        self._text(title, cell_formats.PRINTED[Look.TITLE])
        self._text(purpose, cell_formats.PLAIN)
        self._text(due, cell_formats.BOX)
        self._verdict()
        self._sheets()
        self._row += 1
        beside = {**cell_formats.PLAIN, "indent": 1}
        for name, look in _LEGEND.items():
            text = self._words[f"legend.{name}"]
            self._sheet.write_blank(self._row, 0, None, self._formats({**look, "locked": True}))
            self._sheet.write_string(self._row, 1, text, self._formats(beside))
            self._next(LINE * cell_formats.lines_of(text, _WIDTHS[1] - 2, beside))
        self._row += 1
        for text in steps:
            self._text(text, cell_formats.PLAIN)
        if self._earlier:
            self._text(self._words["guide.earlier"].replace(EARLIER, self._earlier), cell_formats.PLAIN)
        self._text(last, cell_formats.BOX)
        self._text("{stamp}", cell_formats.PRINTED[Look.INFO])

    def _next(self, height: float = LINE) -> None:
        self._sheet.set_row(self._row, height)
        self._row += 1

    def _text(self, text: str, look: dict[str, Any]) -> None:
        taken = cell_formats.lines_of(text.replace("{", "{" + 20 * "x"), sum(_WIDTHS), look)
        self._sheet.merge_range(self._row, 0, self._row, len(_WIDTHS) - 1, text, self._formats(look))
        self._next(LINE * taken + 3)

    def _verdict(self) -> None:
        look = self._formats({**cell_formats.PRINTED[Look.TITLE], **cell_formats.VERDICT, "font_size": 14})
        self._sheet.merge_range(self._row, 0, self._row, len(_WIDTHS) - 1, "", look)
        verdict = self._checks.verdict_elsewhere
        self._sheet.write_formula(self._row, 0, verdict, look, self._checks.verdict_at_issue())
        turns_green(self._sheet, self._formats, (self._row, 0), self._words)
        self._next(24)

    def _sheets(self) -> None:
        head, label = self._formats(cell_formats.PRINTED[Look.HEAD]), self._formats(cell_formats.PRINTED[Look.LABEL])
        link = self._formats({**cell_formats.PRINTED[Look.LABEL], **cell_formats.LINK})
        for column, word in enumerate(("sheet", "content", "state")):
            self._sheet.write_string(self._row, column, self._words[f"guide.{word}"], head)
        self._next()
        first = self._row
        places = {plan.name: plan.first_entry for plan in self._plan.sheets}
        for name, text in self._plan.links:
            row, column = places.get(name, (1, 1))
            self._sheet.write_url(self._row, 0, f"internal:'{name}'!{column_letters(column)}{row}", link, f"→ {name}")
            self._sheet.write_string(self._row, 1, text, label)
            if self._checks.states(name):
                left, at_issue = self._checks.verdict("guide", name), self._checks.verdict_at_issue("guide", name)
                self._sheet.write_formula(self._row, 2, left, label, at_issue)
            else:
                self._sheet.write_blank(self._row, 2, None, label)
            self._next(LINE * cell_formats.lines_of(text, _WIDTHS[1], cell_formats.PRINTED[Look.LABEL]))
        done = {"type": "cell", "criteria": "==", "value": f'"{self._words["guide.ready"]}"'}
        self._sheet.conditional_format(
            first, 2, self._row - 1, 2, {**done, "format": self._formats.change(cell_formats.MET)}
        )
