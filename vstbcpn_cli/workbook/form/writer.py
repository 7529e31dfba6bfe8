"""The blank workbook of one kind of unit, with validations, formulas, protection and the places for the stamp."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import FieldRole, FieldType, Indicator, Requirement
from vstbcpn_cli.model.self_check import Live
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form import cell_formats
from vstbcpn_cli.workbook.form.blank_addresses import BlankForm
from vstbcpn_cli.workbook.form.check_sheet import SelfCheck, turns_green, write_check
from vstbcpn_cli.workbook.form.form_stamp import PROPERTY, bundled, seal
from vstbcpn_cli.workbook.form.formulas import Formulas
from vstbcpn_cli.workbook.form.guide_sheet import GuideSheet
from vstbcpn_cli.workbook.form.layout import Look, Role, SheetPlan, Slot, place, said_beside, shown_with
from vstbcpn_cli.workbook.form.own_sheets import ChoiceList, choice_lists, guide_texts, sheet_links
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


def build(applies: Applicability, live: Live, *, previous: bool = False) -> bytes:
    """The master workbook for every unit that may fill in the same cells; `{…}` marks what stamping puts in.

    `live` asks the rules for the lines of the self-check; with `previous` there are places for earlier figures.
    """
    import xlsxwriter  # 0,05 s: only when blanks are made

    from vstbcpn_cli.runtime.quick_sheet import QuickSheet

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.worksheet_class = QuickSheet
    _Blank(book, self_check(applies, live, previous=previous)).write()
    book.close()
    return target.getvalue()


class _Blank:
    def __init__(self, book: Any, checks: SelfCheck) -> None:
        self._book = book
        self._checks = checks
        self._applies = applies = checks.form.applies
        self._words = applies.edition.words
        self._plans = checks.form.plans
        self._lists = choice_lists(applies, self._plans)
        self._formulas = Formulas(applies.edition, self._plans)
        self._lines = checks.lines()
        self._format = cell_formats.Formats(book)

    def write(self) -> None:
        self._book.set_properties(
            {"title": self._applies.edition.title, "keywords": "{stamp}", "created": _CREATED, "author": "{office}"}
        )
        self._book.set_custom_property(PROPERTY, "{stamp}")
        sheets = [self._book.add_worksheet(self._words["sheet.guide"])]
        sheets += [self._book.add_worksheet(plan.name) for plan in self._plans]
        check, meta = (self._book.add_worksheet(self._words[f"sheet.{n}"]) for n in ("check", "meta"))
        colours = [
            cell_formats.TABS["guide"],
            *[cell_formats.TABS["task"]] * len(self._plans),
            cell_formats.TABS["check"],
        ]
        for sheet, colour in zip((*sheets, check), colours, strict=True):
            sheet.set_tab_color(colour)
        GuideSheet(sheets[0], self._format, self._checks, self._lines).write()
        for sheet, plan in zip(sheets[1:], self._plans, strict=True):
            self._sheet(sheet, plan)
        write_check(check, self._format, self._checks, self._lines)
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
            self._slot(sheet, slot)
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
        first = min((s.row, s.column) for s in plan.slots if s.open and not getattr(s.spec, "prefilled", False))
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

    def _slot(self, sheet: Any, slot: Slot) -> None:
        row, column = slot.row - 1, slot.column - 1
        if slot.role is Role.PREVIOUS:
            look = self._format(cell_formats.COMPUTED, slot.spec.type if slot.spec else None)
            sheet.write_formula(row, column, EARLIER_FORMULA, look, earlier_place(slot.code))
            return
        if slot.role is not Role.VALUE and slot.mark is Requirement.CLOSED:
            sheet.write_blank(row, column, None, self._format(cell_formats.CLOSED))
            return
        kind = slot.spec.type if slot.spec else FieldType.LONG
        if slot.computed:
            sheet.write_formula(row, column, self._formulas.of(slot), self._format(cell_formats.COMPUTED), "")
        elif not slot.open:
            sheet.write_blank(row, column, None, self._format(cell_formats.CLOSED))
        elif isinstance(slot.spec, Indicator) and slot.spec.prefilled:
            self._prefilled(sheet, slot, slot.spec)
        else:
            self._entry(sheet, slot, kind)

    def _entry(self, sheet: Any, slot: Slot, kind: FieldType) -> None:
        row, column = slot.row - 1, slot.column - 1
        look = self._format(cell_formats.ENTRY, kind)
        edition, period = self._applies.edition, self._applies.period
        window = {FieldRole.WINDOW_FROM: period.from_date, FieldRole.WINDOW_UNTIL: period.until_date}
        default = {edition.code_of(role): day for role, day in window.items()}.get(slot.code)
        if default is not None and slot.role is Role.VALUE:
            sheet.write_datetime(row, column, default, look)
        else:
            sheet.write_blank(row, column, None, look)
        choices = self._lists.get(f"{slot.code}/{slot.role}")
        options = validation_of(self._applies, slot, choices.name if choices else "")
        if options:
            # Of the last prepared row also for the closing one: rows inserted between them are checked as well.
            table = self._applies.edition.tables.get(slot.code.rpartition(".")[0])
            last = row + (table is not None and slot.number == table.rows)
            sheet.data_validation(row, column, last, column, options)

    def _prefilled(self, sheet: Any, slot: Slot, spec: Indicator) -> None:
        applies = self._applies
        known: dict[FieldRole, str | int] = {
            FieldRole.UNIT_CODE: "{unit_code}",
            FieldRole.UNIT_NAME: "{unit}",
            FieldRole.UNIT_KIND: applies.unit.kind,
            FieldRole.PERIOD: applies.period.form_code,
            FieldRole.YEAR: applies.edition.year,
        }
        said = shown_with(said_beside(applies, slot.code))
        shown = {"num_format": f'@"{said}"'} if said else {}
        assert spec.role is not None
        value, look = known[spec.role], self._format({**cell_formats.PRINTED[Look.LABEL], **shown, "bold": True})
        if isinstance(value, int):
            sheet.write_number(slot.row - 1, slot.column - 1, value, look)
        else:
            sheet.write_string(slot.row - 1, slot.column - 1, value, look)

    def _colours(self, sheet: Any, plan: SheetPlan) -> None:
        """Still empty, of the wrong type or against a rule: the same formulas as on the self-check."""
        empty, broken = self._format.change(cell_formats.STILL_EMPTY), self._format.change(cell_formats.BROKEN)
        columns = self._applies.edition.table_columns
        for code, row, column, formula, blank in self._checks.colours(plan.name):
            # Of a table that is not answered at all only the first cell is coloured: one row is enough.
            last = plan.rows_of(columns[code][0].code)[1] if code in columns else row
            options = {"type": "formula", "criteria": formula, "format": empty if blank else broken}
            sheet.conditional_format(row - 1, column - 1, last - 1, column - 1, options)

    def _verdict(self, sheet: Any, plan: SheetPlan) -> None:
        """The verdict of the self-check stands on every sheet, so that nobody need look for it."""
        row, last = plan.verdict_row - 1, plan.heading_columns - 1
        look = self._format({**cell_formats.PRINTED[Look.INFO], **cell_formats.VERDICT})
        sheet.merge_range(row, 0, row, last, "", look)
        sheet.write_url(row, 0, f"internal:'{self._words['sheet.check']}'!A1", look, "")
        at_issue = self._checks.verdict_at_issue(self._lines)
        sheet.write_formula(row, 0, self._checks.verdict_elsewhere, look, at_issue)
        turns_green(sheet, self._format, (row, 0), self._words)

    def _hints(self, sheet: Any, plan: SheetPlan) -> None:
        """Grey cells say why nothing is typed there."""
        cells: dict[str, list[tuple[int, int, int, int]]] = {}
        for slot in (s for s in plan.slots if s.role is Role.VALUE and not s.open):
            name = "calc" if slot.computed else "lead" if self._applies.lead_only(slot.code) else "closed"
            cells.setdefault(name, []).append((slot.row - 1, slot.column - 1, slot.row - 1, slot.column - 1))
        for name, (first, *others) in cells.items():
            sheet.data_validation(*first, {**hint(self._words, name), "other_cells": others})

    def _meta(self, sheet: Any) -> None:
        # The form's own words travel with it: a file issued before a word was changed still knows which are its own.
        listed = [
            sorted(t for t in texts if "{" not in t)
            for texts in (printed_on(self._applies), printed_beside(self._applies, self._checks))
        ]
        sheet.write_string(0, 0, "{stamp}")
        sheet.write_string(1, 0, seal(*listed))
        if any(plan.previous for plan in self._plans):
            sheet.write_string(2, 0, EARLIER_LIST)
        for column, lines in enumerate(listed, 1):
            for row, text in enumerate(bundled(lines)):
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
    return frozenset(
        p.text for plan in place(applies, previous=True) for p in plan.printed if p.text and p.look not in coded
    )


def printed_beside(applies: Applicability, checks: SelfCheck) -> frozenset[str]:
    """Every text on the sheets without answers: instructions, self-check, lists. An officer may choose these words
    on a task sheet, so there they are no text of the form."""
    plans = checks.form.plans
    texts = {v for choices in choice_lists(applies, plans).values() for v in choices.values}
    texts |= {
        *guide_texts(applies),
        "{stamp}",
        *applies.edition.words.values(),
        *(kind.name for kind in applies.edition.kinds),
        f"→ {applies.edition.words['sheet.guide']}",
    }
    texts |= {name for plan in plans for name in (plan.name, plan.task.title)}
    for name, title in sheet_links(plans, applies.edition.words):
        texts |= {f"→ {name}", title}
    for line in checks.lines():
        texts |= {line.check.text, line.check.rule, f"→ {line.check.at}"}
    return frozenset(t for t in texts if t)


def self_check(applies: Applicability, live: Live, *, previous: bool = False) -> SelfCheck:
    """The self-check of the blank of a unit."""
    plans = place(applies, previous=previous)
    lists = choice_lists(applies, plans)
    names = {code.partition("/")[0]: c.name for code, c in lists.items() if code.endswith(f"/{Role.VALUE}")}
    return SelfCheck(BlankForm(applies, plans, names), live, applies.edition.words)
