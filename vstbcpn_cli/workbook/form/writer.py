"""Draws the plan of a form as a workbook, with validations, formulas, protection and the places for the stamp."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form import cell_formats
from vstbcpn_cli.workbook.form.check_sheet import turns_green, write_check
from vstbcpn_cli.workbook.form.form_plan import FormPlan
from vstbcpn_cli.workbook.form.form_stamp import PROPERTY, bundled, seal
from vstbcpn_cli.workbook.form.guide_sheet import GuideSheet
from vstbcpn_cli.workbook.form.layout import Look, Role, SheetPlan, Slot, shown_with
from vstbcpn_cli.workbook.form.own_sheets import ChoiceList
from vstbcpn_cli.workbook.form.page_setup import heights, page_breaks, widths
from vstbcpn_cli.workbook.form.stamp import EARLIER_FORMULA, EARLIER_LIST, earlier_place
from vstbcpn_cli.workbook.form.validation import hint, validation_of

_PROTECTION = {
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "insert_rows": True,
    "insert_hyperlinks": False,
}
_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def draw(plan: FormPlan) -> bytes:
    """The master workbook of a plan; `{…}` marks what stamping puts in."""
    import xlsxwriter  # 0,05 s: only when blanks are made

    from vstbcpn_cli.runtime.quick_sheet import QuickSheet

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.worksheet_class = QuickSheet
    _Blank(book, plan).write()
    book.close()
    return target.getvalue()


class _Blank:
    def __init__(self, book: Any, plan: FormPlan) -> None:
        self._book = book
        self._plan = plan
        self._words = plan.words
        self._checks = plan.checks
        self._format = cell_formats.Formats(book)

    def write(self) -> None:
        self._book.set_properties(
            {"title": self._plan.title, "keywords": "{stamp}", "created": _CREATED, "author": "{office}"}
        )
        self._book.set_custom_property(PROPERTY, "{stamp}")
        plans = self._plan.sheets
        sheets = [self._book.add_worksheet(self._words["sheet.guide"])]
        sheets += [self._book.add_worksheet(plan.name) for plan in plans]
        check, meta = (self._book.add_worksheet(self._words[f"sheet.{n}"]) for n in ("check", "meta"))
        for kind, some in (("guide", sheets[:1]), ("task", sheets[1:]), ("check", [check])):
            for sheet in some:
                sheet.set_tab_color(cell_formats.TABS[kind])
        GuideSheet(sheets[0], self._format, self._plan).write()
        for sheet, plan in zip(sheets[1:], plans, strict=True):
            self._sheet(sheet, plan)
        write_check(check, self._format, self._checks)
        self._meta(meta)
        for sheet in (*sheets, check):
            sheet.protect("", _PROTECTION)
        sheets[0].activate()

    # -------------------------------------------------------------------------------------------- task sheets
    def _sheet(self, sheet: Any, plan: SheetPlan) -> None:
        cell_formats.page(sheet, self._words["page"], across=True)
        columns = widths(plan)
        for column, width in columns.items():
            sheet.set_column(column - 1, column - 1, width)
        rows = heights(plan, columns)
        for row, height in rows.items():
            sheet.set_row(row - 1, height)
        self._printed(sheet, plan)
        for slot in plan.slots:
            self._slot(sheet, plan, slot)
        self._hints(sheet, plan)
        self._colours(sheet, plan)
        self._verdict(sheet, plan)
        self._view(sheet, plan)
        sheet.set_h_pagebreaks(page_breaks(plan, columns, rows))
        sheet.print_area(0, 0, max(rows) - 1, plan.last_column - 1)
        # Programs repeat a heading on the pages after it only: the last block is the one that runs over.
        sheet.repeat_rows(plan.heads[-1] - 1)

    def _view(self, sheet: Any, plan: SheetPlan) -> None:
        """What stays on the screen: the heads where a sheet has one block, else the verdict, for the heads of one
        block above the columns of another would mislead. The first cell to fill in is chosen."""
        sheet.freeze_panes(plan.heads[0] if len(plan.heads) == 1 else plan.verdict_row, 2)
        first = min((s.row, s.column) for s in plan.slots if s.open and not s.prefilled)
        sheet.set_selection(first[0] - 1, first[1] - 1, first[0] - 1, first[1] - 1)

    def _printed(self, sheet: Any, plan: SheetPlan) -> None:
        for printed in plan.printed:
            look, row, column = self._format(cell_formats.PRINTED[printed.look]), printed.row - 1, printed.column - 1
            if printed.span > 1:
                sheet.merge_range(row, column, row, column + printed.span - 1, printed.text, look)
            elif printed.look is Look.LINK:
                sheet.write_url(row, column, f"internal:'{self._words['sheet.guide']}'!A1", look, printed.text)
            else:
                sheet.write_string(row, column, printed.text, look)

    def _slot(self, sheet: Any, plan: SheetPlan, slot: Slot) -> None:
        row, column = slot.row - 1, slot.column - 1
        kind = slot.spec.type if slot.spec else FieldType.LONG
        if slot.role is Role.PREVIOUS:
            look = self._format(cell_formats.COMPUTED, kind)
            sheet.write_formula(row, column, EARLIER_FORMULA, look, earlier_place(slot.code))
        elif slot.computed:
            formula = self._plan.formulas[slot.code, slot.number]
            sheet.write_formula(row, column, formula, self._format(cell_formats.COMPUTED), "")
        elif not slot.open:
            sheet.write_blank(row, column, None, self._format(cell_formats.CLOSED))
        elif slot.prefilled:
            self._prefilled(sheet, slot)
        else:
            self._entry(sheet, plan, slot, kind)

    def _entry(self, sheet: Any, plan: SheetPlan, slot: Slot, kind: FieldType) -> None:
        row, column = slot.row - 1, slot.column - 1
        look = self._format(cell_formats.ENTRY, kind)
        at_issue = self._plan.at_issue.get(slot.code)
        if at_issue is not None and slot.role is Role.VALUE:
            sheet.write_datetime(row, column, at_issue.value, look)
        else:
            sheet.write_blank(row, column, None, look)
        choices = self._plan.lists.get(f"{slot.code}/{slot.role}")
        options = validation_of(slot, choices.name if choices else "", self._words)
        if options:
            # Of the last prepared row also for the closing one: rows inserted between them are checked as well.
            closing = plan.rows_of(slot.code.rpartition(".")[0])[1] if slot.number else 0
            last = row + (slot.row == closing - 1)
            sheet.data_validation(row, column, last, column, options)

    def _prefilled(self, sheet: Any, slot: Slot) -> None:
        at_issue = self._plan.at_issue[slot.code]
        said = shown_with(at_issue.beside)
        shown = {"num_format": f'@"{said}"'} if said else {}
        look = self._format({**cell_formats.PRINTED[Look.LABEL], **shown, "bold": True})
        write = sheet.write_number if isinstance(at_issue.value, int) else sheet.write_string
        write(slot.row - 1, slot.column - 1, at_issue.value, look)

    def _colours(self, sheet: Any, plan: SheetPlan) -> None:
        """Still empty, of the wrong type or against a rule: the same formulas as on the self-check."""
        empty, broken = self._format.change(cell_formats.STILL_EMPTY), self._format.change(cell_formats.BROKEN)
        for colour in self._checks.colours(plan.name):
            options = {"type": "formula", "criteria": colour.formula, "format": empty if colour.empty else broken}
            column = colour.column - 1
            sheet.conditional_format(colour.first_row - 1, column, colour.last_row - 1, column, options)

    def _verdict(self, sheet: Any, plan: SheetPlan) -> None:
        """The verdict of the self-check stands on every sheet, so that nobody need look for it."""
        row, last = plan.verdict_row - 1, plan.heading_columns - 1
        look = self._format({**cell_formats.PRINTED[Look.INFO], **cell_formats.VERDICT})
        sheet.merge_range(row, 0, row, last, "", look)
        sheet.write_url(row, 0, f"internal:'{self._words['sheet.check']}'!A1", look, "")
        sheet.write_formula(row, 0, self._checks.verdict_elsewhere, look, self._checks.verdict_at_issue)
        turns_green(sheet, self._format, (row, 0), self._words)

    def _hints(self, sheet: Any, plan: SheetPlan) -> None:
        """Grey cells say why nothing is typed there."""
        cells: dict[str, list[tuple[int, int, int, int]]] = {}
        for slot in (s for s in plan.slots if s.role is Role.VALUE and not s.open):
            name = "calc" if slot.computed else "lead" if slot.lead_only else "closed"
            cells.setdefault(name, []).append((slot.row - 1, slot.column - 1, slot.row - 1, slot.column - 1))
        for name, (first, *others) in cells.items():
            sheet.data_validation(*first, {**hint(self._words, name), "other_cells": others})

    def _meta(self, sheet: Any) -> None:
        # The form's own words travel with it: a file issued before a word was changed still knows which are its own.
        listed = [sorted(t for t in texts if "{" not in t) for texts in (self._plan.printed, self._plan.printed_beside)]
        sheet.write_string(0, 0, "{stamp}")
        sheet.write_string(1, 0, seal(*listed))
        if self._plan.previous:
            sheet.write_string(2, 0, EARLIER_LIST)
        for column, lines in enumerate(listed, 1):
            for row, text in enumerate(bundled(lines)):
                sheet.write_string(row, column, text)
        seen: dict[str, ChoiceList] = {c.name: c for c in self._plan.lists.values()}
        for n, choices in enumerate(seen.values(), 3):
            for row, value in enumerate(choices.values):
                sheet.write_string(row, n, value)
            letter = column_letters(n + 1)
            area = f"='{self._words['sheet.meta']}'!${letter}$1:${letter}${len(choices.values)}"
            self._book.define_name(choices.name, area)
        sheet.hide()
        sheet.protect("", {})
