"""The blank workbook of one kind of unit, with validations, formulas, protection and the places for the stamp."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

from vstbcpn_cli.excel import looks
from vstbcpn_cli.excel.check_sheet import FIRST_LINE, VERDICT_ROW, SelfCheck
from vstbcpn_cli.excel.formulas import Formulas
from vstbcpn_cli.excel.guide import ChoiceList, choice_lists, guide_texts
from vstbcpn_cli.excel.identity import PROPERTY, bundled, seal
from vstbcpn_cli.excel.layout import Look, Role, SheetPlan, Slot, place
from vstbcpn_cli.excel.live_form import BlankForm
from vstbcpn_cli.excel.stamp import EARLIER_FORMULA, earlier_place
from vstbcpn_cli.excel.validation import validation_of
from vstbcpn_cli.schema.applies import Applicability
from vstbcpn_cli.schema.model import FieldType, Indicator, Requirement
from vstbcpn_cli.selfcheck import Live
from vstbcpn_cli.submission import column_letters

_LINE = 16
"""Height of a line of the form's font, in points."""
_GUIDE_WIDTH = 74
"""As wide as the paper: LibreOffice cuts a single column that is wider instead of shrinking it."""
_WIDTHS = {1: 14, 2: 46, 3: 15, 4: 16, 5: 18, 6: 22}
_CHECK_WIDTHS = (27, 64, 13, 12, 17)
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

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
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
        self._formats: dict[str, Any] = {}

    def write(self) -> None:
        self._book.set_properties(
            {"title": self._applies.edition.title, "keywords": "{stamp}", "created": _CREATED, "author": "{office}"}
        )
        self._book.set_custom_property(PROPERTY, "{stamp}")
        sheets = [self._book.add_worksheet(self._words["sheet.guide"])]
        sheets += [self._book.add_worksheet(plan.name) for plan in self._plans]
        check, meta = (self._book.add_worksheet(self._words[f"sheet.{n}"]) for n in ("check", "meta"))
        colours = [looks.TABS["guide"], *[looks.TABS["task"]] * len(self._plans), looks.TABS["check"]]
        for sheet, colour in zip((*sheets, check), colours, strict=True):
            sheet.set_tab_color(colour)
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
        self._page(sheet, wide=True)
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
        self._colours(sheet, plan)
        self._verdict(sheet, plan)
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
        if slot.role is Role.PREVIOUS:
            look = self._format(looks.COMPUTED, slot.spec.type if slot.spec else None)
            sheet.write_formula(row, column, EARLIER_FORMULA, look, earlier_place(slot.code))
            return
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

    def _colours(self, sheet: Any, plan: SheetPlan) -> None:
        """Still empty, of the wrong type or against a rule: the same formulas as on the self-check."""
        empty, broken = self._book.add_format(looks.STILL_EMPTY), self._book.add_format(looks.BROKEN)
        for code, row, column, formula, blank in self._checks.colours(plan.name):
            last = plan.rows_of(code.rpartition(".")[0])[1] if plan.slot_at(row, column).number else row
            options = {"type": "formula", "criteria": formula, "format": empty if blank else broken}
            sheet.conditional_format(row - 1, column - 1, last - 1, column - 1, options)

    def _verdict(self, sheet: Any, plan: SheetPlan) -> None:
        """The verdict of the self-check stands on every sheet, so that nobody need look for it."""
        address = f"='{self._words['sheet.check']}'!$B${VERDICT_ROW}"
        look = self._format({**looks.PRINTED[Look.INFO], **looks.VERDICT})
        sheet.merge_range(plan.verdict_row - 1, 0, plan.verdict_row - 1, 5, "", look)
        sheet.write_formula(plan.verdict_row - 1, 0, address, look, self._verdict_at_issue)

    def _page(self, sheet: Any, *, wide: bool) -> None:
        sheet.set_paper(9)
        if wide:
            sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8{stamp}&C&P/&N")

    # ---------------------------------------------------------------------------------- sheets without answers
    def _guide(self, sheet: Any) -> None:
        self._page(sheet, wide=False)
        sheet.set_column(0, 0, _GUIDE_WIDTH)
        for n, text in enumerate(guide_texts(self._applies)):
            look = looks.PRINTED[Look.TITLE] if n == 0 else {"text_wrap": True}
            sheet.write_string(n, 0, text, self._format(look))
            longer = "{" in text  # once stamped: names are longer than their places
            sheet.set_row(n, _LINE * (looks.lines_of(text, _GUIDE_WIDTH, look) + longer) + 6)
        first, links = len(guide_texts(self._applies)), sheet_links(self._plans, self._words)
        for n, (name, title) in enumerate(links, first):
            sheet.write_url(n, 0, f"internal:'{name}'!A1", self._format(looks.LINK), title)
        sheet.write_string(first + len(links), 0, "{stamp}", self._format(looks.PRINTED[Look.INFO]))
        sheet.protect("", _PROTECTION)

    @property
    def _verdict_at_issue(self) -> str:
        needed = [line for line in self._lines if line.check.needed and not line.check.met_at_issue]
        return self._words["check.remaining"].replace("{n}", str(len(needed)))

    def _check(self, sheet: Any) -> None:
        self._page(sheet, wide=False)
        for column, width in enumerate(_CHECK_WIDTHS):
            sheet.set_column(column, column, width)
        head, label = self._format(looks.PRINTED[Look.HEAD]), self._format(looks.PRINTED[Look.LABEL])
        link = self._format({**looks.PRINTED[Look.LABEL], **looks.LINK})
        last = FIRST_LINE + len(self._lines) - 1
        sheet.write_string(0, 1, self._words["check.title"], self._format(looks.PRINTED[Look.TITLE]))
        title = self._format({**looks.PRINTED[Look.TITLE], **looks.VERDICT})
        sheet.write_formula(VERDICT_ROW - 1, 1, self._checks.verdict(last), title, self._verdict_at_issue)
        for column, word in enumerate(("place", "content", "result", "need", "rule")):
            sheet.write_string(FIRST_LINE - 2, column, self._words[f"check.{word}"], head)
        for n, line in enumerate(self._lines, FIRST_LINE - 1):
            target = f"internal:'{line.sheet}'!{column_letters(line.column)}{line.row}"
            sheet.write_url(n, 0, target, link, f"→ {line.check.at}")
            sheet.write_string(n, 1, line.check.text, label)
            sheet.set_row(n, _LINE * looks.lines_of(line.check.text, _CHECK_WIDTHS[1], looks.PRINTED[Look.LABEL]))
            write = sheet.write_array_formula if line.array else sheet.write_formula
            where = (n, 2, n, 2) if line.array else (n, 2)
            write(*where, line.formula, label, self._checks.at_issue(line.check))
            sheet.write_string(n, 3, self._words["check.needed"] if line.check.needed else "", label)
            sheet.write_string(n, 4, line.check.rule, label)
        sheet.autofilter(FIRST_LINE - 2, 0, last - 1, 4)
        for word, look in (("failed", looks.BROKEN), ("blank", looks.STILL_EMPTY)):
            rule = {"type": "cell", "criteria": "==", "value": f'"{self._words[f"check.{word}"]}"'}
            sheet.conditional_format(FIRST_LINE - 1, 2, last - 1, 2, {**rule, "format": self._book.add_format(look)})
        sheet.freeze_panes(FIRST_LINE - 1, 0)
        sheet.repeat_rows(FIRST_LINE - 2)
        sheet.protect("", _PROTECTION)

    def _meta(self, sheet: Any) -> None:
        # The form's own words travel with it: a file issued before a word was changed still knows which are its own.
        listed = [
            sorted(t for t in texts if "{" not in t)
            for texts in (printed_on(self._applies), printed_beside(self._applies, self._checks))
        ]
        sheet.write_string(0, 0, "{stamp}")
        sheet.write_string(1, 0, seal(*listed))
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
    texts |= {*guide_texts(applies), "{stamp}", *applies.edition.words.values()}
    texts |= {name for plan in plans for name in (plan.name, plan.task.title)}
    texts |= {title for _, title in sheet_links(plans, applies.edition.words)}
    for line in checks.lines():
        texts |= {line.check.text, line.check.rule, f"→ {line.check.at}"}
    return frozenset(t for t in texts if t)


def sheet_links(plans: tuple[SheetPlan, ...], words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name of every sheet to go to from the instructions, with the line that leads there."""
    named = [(plan.name, plan.task.title) for plan in plans]
    named.append((words["sheet.check"], words["check.title"].capitalize()))
    return [(name, f"→ {name}: {title}") for name, title in named]


def self_check(applies: Applicability, live: Live, *, previous: bool = False) -> SelfCheck:
    """The self-check of the blank of a unit."""
    plans = place(applies, previous=previous)
    lists = choice_lists(applies, plans)
    names = {code.partition("/")[0]: c.name for code, c in lists.items() if code.endswith(f"/{Role.VALUE}")}
    return SelfCheck(BlankForm(applies, plans, names), live, applies.edition.words)
