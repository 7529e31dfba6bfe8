"""Draws the plan of a form as a workbook, with validations, formulas, protection and the places for the stamp."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain, groupby
from typing import Any

from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.workbook.form import cell_formats
from vstbcpn_cli.workbook.form.check_sheet import CheckSheet, turns_green
from vstbcpn_cli.workbook.form.form_plan import FormPlan
from vstbcpn_cli.workbook.form.form_stamp import bundled, listed, seal
from vstbcpn_cli.workbook.form.guide_sheet import GuideSheet
from vstbcpn_cli.workbook.form.helper_cells import HEADING, HEADING_ROW
from vstbcpn_cli.workbook.form.layout import shown_with
from vstbcpn_cli.workbook.form.own_sheets import ChoiceList
from vstbcpn_cli.workbook.form.page_setup import paper
from vstbcpn_cli.workbook.form.sheet_plan import CONFIRM, EARLIER, PREVIOUS, Look, Role, SheetPlan, Slot
from vstbcpn_cli.workbook.form.stamp import EARLIER_FORMULA, EARLIER_LIST, earlier_place, standing_place
from vstbcpn_cli.workbook.form.stamp_token import PROPERTY
from vstbcpn_cli.workbook.form.validation import Validations

_PROTECTION = {
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "insert_rows": True,
    "insert_hyperlinks": False,
}
_WRITING = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def draw(plan: FormPlan, earlier: str = "") -> bytes:
    """The master workbook of a plan; `{…}` marks what stamping puts in. `earlier` names the period of the earlier
    figures, where the plan has places for some."""
    import xlsxwriter  # 0,05 s: only when blanks are made

    from vstbcpn_cli.runtime.quick_sheet import QuickSheet

    target = io.BytesIO()
    # A copy of the font: the library writes into what it is given.
    book = xlsxwriter.Workbook(target, {**_WRITING, "default_format_properties": {**cell_formats.DEFAULT}})
    book.worksheet_class = QuickSheet
    _Blank(book, plan, earlier).write()
    book.close()
    return target.getvalue()


class _Blank:
    def __init__(self, book: Any, plan: FormPlan, earlier: str) -> None:
        self._book = book
        self._plan = plan
        self._earlier = earlier
        self._words = plan.words
        self._checks = plan.checks
        self._widths: Mapping[int, float] = {}
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
        check.order_texts(self._texts())
        GuideSheet(sheets[0], self._format, self._plan, self._earlier).write()
        for sheet, plan in zip(sheets[1:], plans, strict=True):
            self._sheet(sheet, plan)
        CheckSheet(check, self._format, self._checks).write()
        self._meta(meta)
        for sheet in (*sheets, check):
            sheet.protect("", _PROTECTION)
        sheets[0].activate()

    # -------------------------------------------------------------------------------------------- task sheets
    def _sheet(self, sheet: Any, plan: SheetPlan) -> None:
        setup = paper(plan, self._plan.lists)
        self._widths = setup.widths
        cell_formats.page(sheet, self._words["page"], across=setup.across)
        for column, width in setup.widths.items():
            sheet.set_column(column - 1, column - 1, width)
        for row, height in setup.heights.items():
            sheet.set_row(row - 1, height or None, None, {"hidden": row in plan.hidden})
        self._printed(sheet, plan)
        for slot in plan.slots:
            self._slot(sheet, plan, slot)
        self._validations(sheet, plan)
        self._helpers(sheet, plan)
        self._colours(sheet, plan)
        self._verdict(sheet, plan)
        self._view(sheet, plan)
        sheet.set_h_pagebreaks(setup.breaks)
        sheet.print_area(plan.verdict_row, 0, max(setup.heights) - 1, plan.last_column - 1)
        # Programs repeat a heading on the pages after it only: the last block is the one that runs over.
        sheet.repeat_rows(max(set(plan.heads) - plan.hidden) - 1)

    def _texts(self) -> Iterator[str]:
        """The texts of the sheets, each beside what the self-check says of its line, and under those of each sheet the
        list of them."""
        for plan, lists in zip(self._plan.sheets, self._on_sheets, strict=True):
            found = [(p.row, 0, p.text) for p in plan.printed]
            found += [(x.row, 1, x.said) for x in self._checks.lines if x.sheet == plan.name]
            yield from (text for *_, text in sorted(found))
            yield from bundled(lists)

    @cached_property
    def _on_sheets(self) -> list[list[str]]:
        """The printed texts of each sheet in their order, none twice; to the last those of no sheet are added."""
        left, found = {t for t in self._plan.printed if "{" not in t}, []
        for plan in self._plan.sheets:
            here = [t for _, t in sorted((p.row, p.text) for p in plan.printed) if t in left]
            found.append(list(dict.fromkeys(here)))
            left.difference_update(here)
        return [*found[:-1], found[-1] + sorted(left)]

    def _view(self, sheet: Any, plan: SheetPlan) -> None:
        """What stays on the screen: the verdict, with the code and the label of each line. Not the heads of columns:
        those of one block above the columns of another would mislead, and every block with its heads is lower than a
        screen. The first cell to fill in is chosen."""
        sheet.freeze_panes(plan.verdict_row, 2)
        row, column = (place - 1 for place in plan.first_entry)
        sheet.set_selection(row, column, row, column)

    def _printed(self, sheet: Any, plan: SheetPlan) -> None:
        for printed in plan.printed:
            shown = (
                "" if EARLIER in printed.shown and not self._earlier else printed.shown.replace(EARLIER, self._earlier)
            )
            look = self._format({**cell_formats.PRINTED[printed.look], **({"num_format": shown} if shown else {})})
            row, column = printed.row - 1, printed.column - 1
            if printed.span > 1:
                sheet.merge_range(row, column, row, column + printed.span - 1, printed.text, look)
            elif printed.look is Look.LINK:
                sheet.write_url(row, column, f"internal:'{self._words['sheet.guide']}'!A1", look, printed.text)
            else:
                sheet.write_string(row, column, printed.text, look)

    def _slot(self, sheet: Any, plan: SheetPlan, slot: Slot) -> None:
        row, column = slot.row - 1, slot.column - 1
        kind = _kind(slot)
        if place := self._of_last_period(plan, slot):
            look = cell_formats.CARRIED if slot.role is Role.PREVIOUS else cell_formats.ENTRY
            sheet.write_formula(row, column, EARLIER_FORMULA, self._format(look, _kind(slot)), place)
        elif slot.role is Role.PREVIOUS:
            shown = "#,##0" if kind is FieldType.INT else "General"
            look = self._format({**cell_formats.COMPUTED, "num_format": shown})
            sheet.write_formula(row, column, EARLIER_FORMULA, look, earlier_place(slot.code))
        elif slot.computed:
            formula = _relative(_on(plan, self._plan.formulas[slot.code, slot.number]))
            sheet.write_formula(row, column, formula, self._format(cell_formats.COMPUTED), "")
        elif not slot.open:
            sheet.write_blank(row, column, None, self._format(cell_formats.CLOSED))
        elif slot.prefilled:
            self._prefilled(sheet, slot)
        else:
            self._entry(sheet, slot, kind)

    def _of_last_period(self, plan: SheetPlan, slot: Slot) -> str:
        """What keeps the place of a line of the last period, or of an answer of it; "" for any other cell."""
        table, _, key = slot.code.rpartition(".")
        if not slot.number or table not in plan.carried:
            return ""
        if slot.role is Role.PREVIOUS:
            return standing_place(table, slot.number, int(self._widths[slot.column] * cell_formats.CARRIED_LETTERS))
        stands = next(t.standing for t in plan.task.tables if t.code == table)
        if slot.role is not Role.VALUE or stands is None or key not in stands.sources:
            return ""
        confirm = next(s.column for s in plan.slots if s.code == f"{table}.{CONFIRM}")
        return standing_place(slot.code, slot.number, f"{column_letters(confirm)}{slot.row}")

    def _entry(self, sheet: Any, slot: Slot, kind: FieldType) -> None:
        row, column = slot.row - 1, slot.column - 1
        look = self._format(cell_formats.ENTRY, kind)
        at_issue = self._plan.at_issue.get(slot.code)
        if at_issue is not None and slot.role is Role.VALUE:
            sheet.write_string(row, column, _typed(at_issue.value), look)
        else:
            sheet.write_blank(row, column, None, look)

    def _validations(self, sheet: Any, plan: SheetPlan) -> None:
        """Cells that ask the same in the same column have one; grey cells say why nothing is typed there."""
        found = Validations(self._words)
        for slot in plan.slots:
            if slot.open and not slot.prefilled and slot.role is not Role.PREVIOUS:
                choices = self._plan.lists.get(f"{slot.code}/{slot.role}")
                # Of the last prepared row also for the closing one: rows inserted between them are checked as well.
                closing = plan.rows_of(slot.code.rpartition(".")[0])[1] if slot.number else 0
                found.add(slot, choices.name if choices else "", also_below=slot.row == closing - 1)
        for slot in (s for s in plan.slots if s.role is Role.VALUE and not s.open):
            found.hint(slot, "calc" if slot.computed else "lead" if slot.lead_only else "closed")
        for options, (first, *others) in found.all():
            sheet.data_validation(*first, {**options, "other_cells": others})

    def _helpers(self, sheet: Any, plan: SheetPlan) -> None:
        """The hidden cells: what is typed as a number, and the states of the self-check."""
        form, lines = self._checks.form, [x for x in self._checks.lines if x.sheet == plan.name]
        helpers = form.helpers[plan.name]
        single: dict[int, list[tuple[int, str, float | str]]] = {}
        for table in helpers.tables:
            (first, last, column), (nil, rows) = helpers.blocks[table], form.row_states(table)
            sheet.write_array_formula(first - 2, column - 1, first - 2, column - 1, _relative(_on(plan, nil)), None, 0)
            sheet.write_array(first - 1, column - 1, last - 1, column - 1, _relative(_on(plan, rows)), 0)
            for codes in helpers.alike_in(table):
                formula = _relative(_on(plan, form.value(codes[0], codes[-1])))
                left, right = (helpers.blocks[code][2] - 1 for code in (codes[0], codes[-1]))
                sheet.write_array(first - 1, left, last - 1, right, formula, "")
        for slot in (s for s in helpers.typed() if not s.number):
            row, column = helpers.values[slot.code]
            formula = _of_own_row(_on(plan, form.value(slot.code)), row)
            single.setdefault(column, []).append((row, formula, self._meant(slot)))
        for column, cells in single.items():
            for _, numbered in groupby(enumerate(cells), key=_alike):
                run = [cell for _, cell in numbered]
                sheet.write_shared(run[0][0] - 1, run[-1][0] - 1, [column - 1], run[0][1], None, [x[2] for x in run])
        for line in lines:
            row, column, formula = line.state_row - 1, line.state_column - 1, _relative(_on(plan, line.formula))
            if line.array:
                sheet.write_array_formula(row, column, row, column, formula, None, line.at_issue)
            else:
                sheet.write_formula(row, column, formula, None, line.at_issue)
        first = helpers.first_column
        last = max([helpers.first_state_column - 1, *(x.state_column for x in lines)])
        for column in range(first, last + 1):
            sheet.write_string(HEADING_ROW - 1, column - 1, HEADING)
        if last >= first:
            sheet.set_column(first - 1, last - 1, None, None, {"hidden": True})
        ignored = ("number_stored_as_text", *(("formula_unlocked", "formula_differs") if plan.carried else ()))
        sheet.ignore_errors(dict.fromkeys(ignored, "A1:XFD1048576"))

    def _meant(self, slot: Slot) -> float | str:
        """What the hidden cell beside a typed one shows when the blank goes out."""
        at_issue = self._plan.at_issue.get(slot.code)
        if slot.role is Role.NIL:
            return 0
        if at_issue is None or not isinstance(at_issue.value, dt.date):
            return ""
        return float((at_issue.value - dt.date(1899, 12, 30)).days)

    def _prefilled(self, sheet: Any, slot: Slot) -> None:
        at_issue = self._plan.at_issue[slot.code]
        said = shown_with(at_issue.beside)
        shown = {"num_format": f'@"{said}"'} if said else {}
        look = self._format({**cell_formats.PRINTED[Look.LABEL], **shown, "bold": True})
        write = sheet.write_number if isinstance(at_issue.value, int) else sheet.write_string
        write(slot.row - 1, slot.column - 1, at_issue.value, look)

    def _colours(self, sheet: Any, plan: SheetPlan) -> None:
        """Still empty, of the wrong type or against a rule: the same states as on the self-check."""
        empty, broken = self._format.change(cell_formats.STILL_EMPTY), self._format.change(cell_formats.BROKEN)
        for colour in self._checks.colours(plan.name):
            options = {"type": "formula", "criteria": colour.formula, "format": empty if colour.empty else broken}
            areas = [f"{column_letters(c)}{first}:{column_letters(c)}{last}" for first, last, c in colour.areas]
            (first, last, column), *_ = colour.areas
            options |= {"multi_range": " ".join(areas)} if len(areas) > 1 else {}
            sheet.conditional_format(first - 1, column - 1, last - 1, column - 1, options)
        for table in plan.carried:
            self._confirmed(sheet, plan, table)

    def _confirmed(self, sheet: Any, plan: SheetPlan, table: str) -> None:
        """Where a line of the last period is still to be confirmed, and where there is none to confirm."""
        first, closing = plan.rows_of(table)
        line, confirm = (next(s.column for s in plan.slots if s.code == f"{table}.{k}") for k in (PREVIOUS, CONFIRM))
        shown, said = (f"TRIM(${column_letters(c)}{first})" for c in (line, confirm))
        for formula, look in (
            (f'=({shown}<>"")*({said}="")', cell_formats.STILL_EMPTY),
            (f'={shown}&{said}=""', cell_formats.NO_LINE),
        ):
            options = {"type": "formula", "criteria": formula, "format": self._format.change(look)}
            sheet.conditional_format(first - 1, confirm - 1, closing - 2, confirm - 1, options)

    def _verdict(self, sheet: Any, plan: SheetPlan) -> None:
        """The verdict of the self-check stands on every sheet, so that nobody need look for it."""
        row, last = plan.verdict_row - 1, plan.heading_columns - 1
        look = self._format({**cell_formats.PRINTED[Look.INFO], **cell_formats.VERDICT})
        sheet.merge_range(row, 0, row, last, "", look)
        sheet.write_url(row, 0, f"internal:'{self._words['sheet.check']}'!A1", look, "")
        sheet.write_formula(row, 0, self._checks.verdict_elsewhere, look, self._checks.verdict_at_issue())
        turns_green(sheet, self._format, (row, 0), self._words)

    def _meta(self, sheet: Any) -> None:
        # The form's own words travel with it: a file issued before a word was changed still knows which are its own.
        beside = listed(self._plan.listed_beside)
        sheet.write_string(0, 0, "{stamp}")
        sheet.write_string(1, 0, seal(chain.from_iterable(self._on_sheets), beside))
        if self._plan.previous:
            sheet.write_string(2, 0, EARLIER_LIST)
        for column, lists in enumerate((self._on_sheets, [beside]), 1):
            for row, text in enumerate(chain.from_iterable(map(bundled, lists))):
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


def _kind(slot: Slot) -> FieldType:
    """How what is typed into a cell looks: an explanation like a long text, a choice like any other."""
    if slot.spec is not None:
        return slot.spec.type
    return FieldType.CHOICE if slot.role in (Role.CONFIRM, Role.PREVIOUS) else FieldType.LONG


def _on(plan: SheetPlan, formula: str) -> str:
    """A formula as it stands on the sheet it speaks of."""
    return formula.replace(f"'{plan.name}'!", "")


def _relative(formula: str) -> str:
    """With addresses that move with their cell: a sheet that is copied below another still computes with its own."""
    return formula.replace("$", "")


def _typed(value: str | int | dt.date) -> str:
    return short_date(value) if isinstance(value, dt.date) else str(value)


def _of_own_row(formula: str, row: int) -> str:
    """With the addresses of its own row relative, so that the rows below can share it."""
    return re.sub(rf"(\$[A-Z]+)\${row}(?!\d)", rf"\g<1>{row}", formula)


def _alike(numbered: tuple[int, tuple[int, str, float | str]]) -> tuple[int, str]:
    """What cells have in common that follow each other and share a formula."""
    number, (row, formula, _) = numbered
    return row - number, re.sub(rf"(\$[A-Z]+){row}(?!\d)", r"\g<1>#", formula)
