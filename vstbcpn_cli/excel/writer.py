"""The blank workbook of one kind of unit, with validations, formulas, protection and the places for the stamp."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from vstbcpn_cli.excel import looks
from vstbcpn_cli.excel.formulas import Formulas
from vstbcpn_cli.excel.guide import ChoiceList, choice_lists, guide_texts, required_slots
from vstbcpn_cli.excel.identity import PROPERTY, seal
from vstbcpn_cli.excel.layout import Look, Role, SheetPlan, Slot, place
from vstbcpn_cli.excel.validation import validation_of
from vstbcpn_cli.schema.applies import Applicability
from vstbcpn_cli.schema.model import FieldType, Indicator, Requirement
from vstbcpn_cli.submission import column_letters

_LINE = 16
"""Height of a line of the form's font, in points."""
_GUIDE_WIDTH = 74
"""As wide as the paper: LibreOffice cuts a single column that is wider instead of shrinking it."""
_WIDTHS = {1: 14, 2: 46, 3: 15, 4: 16, 5: 18, 6: 22}
_PROTECTION = {
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "insert_rows": True,
    "insert_hyperlinks": False,
}
_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def build(applies: Applicability) -> bytes:
    """The master workbook for every unit that may fill in the same cells; `{…}` marks what stamping puts in."""
    import xlsxwriter  # 0,05 s: only when blanks are made

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _Blank(book, applies).write()
    book.close()
    return target.getvalue()


class _Blank:
    def __init__(self, book: Any, applies: Applicability) -> None:
        self._book = book
        self._applies = applies
        self._words = applies.edition.words
        self._plans = place(applies)
        self._lists = choice_lists(applies, self._plans)
        self._formulas = Formulas(applies.edition, self._plans)
        self._formats: dict[str, Any] = {}

    def write(self) -> None:
        self._book.set_properties(
            {"title": self._applies.edition.title, "keywords": "{stamp}", "created": _CREATED, "author": "{office}"}
        )
        self._book.set_custom_property(PROPERTY, "{stamp}")
        sheets = [self._book.add_worksheet(self._words["sheet.guide"])]
        sheets += [self._book.add_worksheet(plan.name) for plan in self._plans]
        check, meta = (self._book.add_worksheet(self._words[f"sheet.{n}"]) for n in ("check", "meta"))
        self._guide(sheets[0])
        for sheet, plan in zip(sheets[1:], self._plans, strict=True):
            self._sheet(sheet, plan)
        self._check(check)
        self._meta(meta)
        sheets[0].activate()

    def _format(self, look: dict[str, Any], kind: FieldType | None = None) -> Any:
        made = looks.full(look, kind)
        name = repr(made)
        if name not in self._formats:
            self._formats[name] = self._book.add_format(made)
        return self._formats[name]

    # -------------------------------------------------------------------------------------------- task sheets
    def _sheet(self, sheet: Any, plan: SheetPlan) -> None:
        self._page(sheet, plan.last_column)
        for column in range(1, plan.last_column + 1):
            sheet.set_column(column - 1, column - 1, _WIDTHS.get(column, 16))
        for printed in plan.printed:
            look = self._format(looks.PRINTED[printed.look])
            if printed.span > 1:
                last = printed.column + printed.span - 2
                sheet.merge_range(printed.row - 1, printed.column - 1, printed.row - 1, last, printed.text, look)
            else:
                sheet.write_string(printed.row - 1, printed.column - 1, printed.text, look)
        self._heights(sheet, plan)
        for slot in plan.slots:
            self._slot(sheet, slot)
        self._colour_required(sheet, plan)
        sheet.freeze_panes(plan.heads[0] + 1, 2)
        sheet.repeat_rows(plan.heads[0] - 1, plan.heads[0])
        sheet.protect("", _PROTECTION)

    def _heights(self, sheet: Any, plan: SheetPlan) -> None:
        """Rows whose own texts take several lines get their height; all others grow with what is typed."""
        lines: dict[int, int] = {}
        for printed in plan.printed:
            columns = range(printed.column, printed.column + printed.span)
            taken = looks.lines_of(printed.text, sum(_WIDTHS.get(c, 16) for c in columns), looks.PRINTED[printed.look])
            lines[printed.row] = max(lines.get(printed.row, 1), taken)
        for row, count in lines.items():
            if count > 1:
                sheet.set_row(row - 1, _LINE * count)

    def _slot(self, sheet: Any, slot: Slot) -> None:
        row, column = slot.row - 1, slot.column - 1
        if slot.role is not Role.VALUE and slot.mark is Requirement.CLOSED:
            sheet.write_blank(row, column, None, self._format(looks.CLOSED))
            return
        kind = slot.spec.type if slot.spec else FieldType.LONG
        if slot.computed:
            sheet.write_formula(row, column, self._formulas.of(slot), self._format(looks.COMPUTED), "")
        elif not slot.open:
            sheet.write_blank(row, column, None, self._format(looks.CLOSED))
        elif isinstance(slot.spec, Indicator) and slot.spec.prefilled:
            self._prefilled(sheet, slot)
        else:
            self._entry(sheet, slot, kind)

    def _entry(self, sheet: Any, slot: Slot, kind: FieldType) -> None:
        row, column = slot.row - 1, slot.column - 1
        look = self._format(looks.ENTRY, kind)
        default = {"M.06": self._applies.period.from_date, "M.07": self._applies.period.until_date}.get(slot.code)
        if default is not None and slot.role is Role.VALUE:
            sheet.write_datetime(row, column, default, look)
        else:
            sheet.write_blank(row, column, None, look)
        choices = self._lists.get(f"{slot.code}/{slot.role}")
        options = validation_of(self._applies, slot, choices.name if choices else "")
        if options:
            sheet.data_validation(row, column, row, column, options)

    def _prefilled(self, sheet: Any, slot: Slot) -> None:
        applies = self._applies
        known: dict[str, str | int] = {
            "M.01": "{unit_code}",
            "M.02": "{unit}",
            "M.03": applies.unit.kind,
            "M.04": applies.period.form_code,
            "M.05": applies.edition.year,
        }
        value, look = known[slot.code], self._format({**looks.PRINTED[Look.LABEL], "bold": True})
        if isinstance(value, int):
            sheet.write_number(slot.row - 1, slot.column - 1, value, look)
        else:
            sheet.write_string(slot.row - 1, slot.column - 1, value, look)

    def _colour_required(self, sheet: Any, plan: SheetPlan) -> None:
        look = self._book.add_format(looks.STILL_EMPTY)
        for slot, term in zip(
            (s for s in required_slots(plan) if not s.number),
            self._formulas.missing(plan, list(required_slots(plan))),
            strict=True,
        ):
            options = {"type": "formula", "criteria": f"={term}", "format": look}
            sheet.conditional_format(slot.row - 1, slot.column - 1, slot.row - 1, slot.column - 1, options)

    def _page(self, sheet: Any, last_column: int) -> None:
        sheet.set_paper(9)
        if last_column > 6:
            sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8{stamp}&C&P/&N")

    # ---------------------------------------------------------------------------------- sheets without answers
    def _guide(self, sheet: Any) -> None:
        self._page(sheet, 1)
        sheet.set_column(0, 0, _GUIDE_WIDTH)
        for n, text in enumerate(guide_texts(self._applies)):
            look = looks.PRINTED[Look.TITLE] if n == 0 else {"text_wrap": True}
            sheet.write_string(n, 0, text, self._format(look))
            longer = "{" in text  # once stamped: names are longer than their places
            sheet.set_row(n, _LINE * (looks.lines_of(text, _GUIDE_WIDTH, look) + longer) + 6)
        sheet.write_string(len(guide_texts(self._applies)) + 1, 0, "{stamp}", self._format(looks.PRINTED[Look.INFO]))
        sheet.protect("", _PROTECTION)

    def _check(self, sheet: Any) -> None:
        self._page(sheet, 3)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 80)
        sheet.set_column(2, 2, 24)
        head, label = self._format(looks.PRINTED[Look.HEAD]), self._format(looks.PRINTED[Look.LABEL])
        sheet.write_string(0, 1, self._words["check.title"], self._format(looks.PRINTED[Look.TITLE]))
        for column, word in enumerate(("head.code", "head.label", "check.missing")):
            sheet.write_string(3, column, self._words[word], head)
        total = 0
        for n, plan in enumerate(self._plans):
            terms = self._formulas.missing(plan, list(required_slots(plan)))
            total += len(terms) - self._answered_at_issue(plan)
            sheet.write_string(4 + n, 0, plan.name, label)
            sheet.write_string(4 + n, 1, plan.task.title, label)
            # From 0 on: one comparison alone would be TRUE or FALSE, which SUM passes over.
            formula = "=" + "+".join(["0", *terms])
            sheet.write_formula(4 + n, 2, formula, label, len(terms) - self._answered_at_issue(plan))
        last = 4 + len(self._plans)
        ready, left = self._words["check.ready"], self._words["check.remaining"].replace("{n}", '"&SUM({r})&"')
        cells = f"C5:C{last}"
        verdict = f'=IF(SUM({cells})=0,"{ready}","{left.replace("{r}", cells)}")'
        cached = self._words["check.remaining"].replace("{n}", str(total))
        sheet.write_formula(1, 1, verdict, self._format({**looks.PRINTED[Look.TITLE], "font_color": "#C00000"}), cached)
        sheet.protect("", _PROTECTION)

    def _answered_at_issue(self, plan: SheetPlan) -> int:
        return sum(1 for s in required_slots(plan) if s.code in ("M.06", "M.07") and s.role is Role.VALUE)

    def _meta(self, sheet: Any) -> None:
        # The form's own words travel with it: a file issued before a word was changed still knows which are its own.
        listed = [sorted(t for t in texts(self._applies) if "{" not in t) for texts in (printed_on, printed_beside)]
        sheet.write_string(0, 0, "{stamp}")
        sheet.write_string(1, 0, seal(*listed))
        for column, lines in enumerate(listed, 1):
            for row, text in enumerate(lines):
                sheet.write_string(row, column, text)
        seen: dict[str, ChoiceList] = {c.name: c for c in self._lists.values()}
        for n, choices in enumerate(seen.values(), 3):
            for row, value in enumerate(choices.values):
                sheet.write_string(row, n, value)
            letter = column_letters(n + 1)
            area = f"='{self._words['sheet.meta']}'!${letter}$1:${letter}${len(choices.values)}"
            self._book.define_name(choices.name, area)
        sheet.hide()
        sheet.protect("", {})


def printed_on(applies: Applicability) -> frozenset[str]:
    """Every text a blank prints on its task sheets, placeholders still open; codes and row numbers are no text."""
    coded = (Look.CODE, Look.KEY, Look.NUMBER)
    return frozenset(p.text for plan in place(applies) for p in plan.printed if p.text and p.look not in coded)


def printed_beside(applies: Applicability) -> frozenset[str]:
    """Every text on the sheets without answers: instructions, self-check, lists. An officer may choose these words
    on a task sheet, so there they are no text of the form."""
    plans = place(applies)
    texts = {v for choices in choice_lists(applies, plans).values() for v in choices.values}
    texts |= {*guide_texts(applies), "{stamp}", *applies.edition.words.values()}
    texts |= {name for plan in plans for name in (plan.name, plan.task.title)}
    return frozenset(t for t in texts if t)
