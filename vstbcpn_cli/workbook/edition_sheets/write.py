"""An edition to the workbook that an office edits: the same edition is read back from it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from vstbcpn_cli.edition.places import Places
from vstbcpn_cli.runtime.deterministic_zip import repacked
from vstbcpn_cli.workbook.edition_sheets.cell_text import NO, YES, shown
from vstbcpn_cli.workbook.edition_sheets.layout import (
    FIRST_ROW,
    HEAD_ROW,
    KEY_ROW,
    READ_ONLY,
    SheetColumn,
    SheetForm,
    SheetLayout,
    guide_sheet,
    layouts,
    rules_sheet,
)
from vstbcpn_cli.workbook.edition_sheets.read import edition_in

_SPARE = 60
"""Empty lines below the records of a sheet, ready to be filled in."""
_LONGEST_PROMPT, _LONGEST_LIST = 255, 250
"""What Excel takes in an input message and in a list written into the cell's own rule."""
_HEAD = PatternFill("solid", fgColor="DDE7F3")
_KEYS = PatternFill("solid", fgColor="EEEEEE")
_LOCKED = PatternFill("solid", fgColor="F3F3F3")
_LOOK = PatternFill("solid", fgColor="FFF2CC")
_FIXED = (SheetForm.SETTINGS, SheetForm.PAIRS)
"""Sheets whose lines are those of the program: their keys are locked. On every other lines are put in and taken out,
which Excel and LibreOffice refuse on a protected sheet where a cell of the row is locked."""
_KNOWN_CODE = ("Mã đang dùng", "Các năm, các trang nối với nhau theo mã này. Chỉ ghi khi dòng vừa chèn thêm.")
"""Title and text of what is asked before a code is typed over; a line put in takes the question of its neighbour."""
_THIN = Border(*(Side("thin", color="C8C8C8"),) * 4)
_MOST_OFFERED = 500
"""Lines of a sheet whose names are offered on another."""
_LINE_HEIGHT = 13.5
"""Points of one line of the font below."""


def _font(**looks: Any) -> Font:
    return Font(**{"name": "Arial", "size": 10, **looks})


_PLAIN, _LINK = _font(), _font(color="0563C1", underline="single")
_TOP = Alignment(vertical="top", wrap_text=True)
_STYLES = {
    (form, locked): NamedStyle(
        f"{'ma' if locked else 'nhap'} {form}".replace("/", "-"),
        font=_font(),
        fill=_LOCKED if locked else PatternFill(),
        border=_THIN,
        alignment=_TOP,
        number_format=form,
        protection=Protection(locked=locked),
    )
    for form in ("@", "General", "dd/mm/yyyy")
    for locked in (True, False)
}
"""Of entry cells and of locked ones, by their number format: a style of its own for every cell takes long."""
_SETTING_COLUMNS = (
    SheetColumn("_head", "Nội dung", width=46),
    SheetColumn("_value", "Giá trị", width=80),
    SheetColumn("_say", "Cách ghi", width=60),
    SheetColumn("_key", "Mã", width=28),
)


class RuleInWords(msgspec.Struct, frozen=True):
    """A rule an edition may declare, for the sheet that lists them: its parameters by name, those it needs first."""

    name: str
    title: str
    why: str
    needed: tuple[str, ...]
    optional: tuple[str, ...]


def workbook_of(
    raw: Mapping[str, Any],
    units: Iterable[Mapping[str, str]],
    rules: Sequence[RuleInWords] = (),
    read_as: Mapping[str, str] | None = None,
) -> bytes:
    """The workbook of an edition as its TOML says it.

    `read_as` says by `tasks.T1.constraints.3.R01` how a constraint reads in words. The cells of what is `to_confirm`
    are coloured and linked to.
    """
    return _Writer(raw, list(units), rules, read_as or {}).bytes()


class _Writer(msgspec.Struct):
    raw: Mapping[str, Any]
    units: Sequence[Mapping[str, str]]
    rules: Sequence[RuleInWords]
    read_as: Mapping[str, str]

    def bytes(self) -> bytes:
        book = Workbook()
        book.remove(book.worksheets[0])
        self._guide(book.create_sheet(guide_sheet()[0]))
        for layout in layouts():
            self._sheet(book.create_sheet(layout.name), layout)
        if self.rules:
            self._rules(book.create_sheet(rules_sheet()))
        content = _saved(book)
        if not self.raw.get("to_confirm"):
            return content
        _mark(book, edition_in(content).places)
        return _saved(book)

    # ---------------------------------------------------------------------------------------------------- one sheet
    def _sheet(self, sheet: Worksheet, layout: SheetLayout) -> None:
        settings, fixed = layout.form is SheetForm.SETTINGS, layout.form in _FIXED
        columns = _SETTING_COLUMNS if settings else layout.columns
        _head(sheet, layout, columns)
        rows = list(self._settings(layout) if settings else self._records(layout))
        last = FIRST_ROW + len(rows) + (0 if settings else _SPARE)
        for number, row in enumerate(rows, FIRST_ROW):
            for position, column in enumerate(columns, 1):
                known = column.at in ("_key", "_head", "_say", *READ_ONLY) or column.names
                _put(sheet.cell(number, position), row.get(column.at), column, locked=known)
            sheet.row_dimensions[number].height = _height((row.get(c.at), c.width) for c in columns)
        for number in range(FIRST_ROW + len(rows), last):
            for position, column in enumerate(columns, 1):
                _put(sheet.cell(number, position), None, column, locked=column.at in READ_ONLY)
        if settings:
            _choices_of_settings(sheet, layout)
        else:
            _choices(sheet, layout, last, 0 if fixed else len(rows))
        if fixed:
            sheet.protection.enable()
            sheet.protection.formatColumns = sheet.protection.formatRows = False

    def _settings(self, layout: SheetLayout) -> Iterator[dict[str, Any]]:
        for column in layout.columns:
            value = shown(column, _got(self.raw, column.at))
            yield {"_key": column.at, "_head": column.head, "_value": value, "_say": column.say}

    def _records(self, layout: SheetLayout) -> Iterator[dict[str, Any]]:
        match layout.form:
            case SheetForm.UNITS:
                yield from (dict(unit) for unit in self.units)
            case SheetForm.LINES:
                yield from ({"_line": line} for line in self.raw.get(layout.at, ()))
            case SheetForm.PAIRS:
                yield from ({"_key": k, "_text": v} for k, v in self.raw.get(layout.at, {}).items())
            case SheetForm.GROUPED:
                lists = self.raw.get(layout.at, ())
                yield from ({"name": one["name"], "values": value} for one in lists for value in one["values"])
            case SheetForm.KEYED:
                keyed = _got(self.raw, layout.at) or {}
                yield from (self._row(layout, {**one, layout.identity.at: code}) for code, one in keyed.items())
            case _:
                for name, above, one in self._held(layout):
                    row = self._row(layout, one)
                    read = {"_in": above.get("code"), "_read": self.read_as.get(name)}
                    yield row | read | {"_example": above.get("example", {}).get(str(one.get("key")))}

    def _held(self, layout: SheetLayout) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
        """The records of a sheet with the one each stands in and the name faults call it by."""
        if not layout.parent:
            yield from ((f"{layout.at}.{one.get('code')}", {}, one) for one in self.raw.get(layout.at, ()))
            return
        above = next(each for each in layouts() if each.name == layout.parent)
        for name, _, parent in self._held(above):
            for position, one in enumerate(parent.get(layout.at, ()), 1):
                step = f"{position}.{one.get('id')}" if layout.at == "constraints" else one.get("code")
                yield f"{name}.{layout.at}.{step}", parent, one

    def _row(self, layout: SheetLayout, one: Mapping[str, Any]) -> dict[str, Any]:
        return {c.at: shown(c, _got(one, c.at)) for c in layout.columns if not c.at.startswith("_")}

    # ------------------------------------------------------------------------------------------- sheets that explain
    def _guide(self, sheet: Worksheet) -> None:
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 110
        sheet["A1"] = "BỘ BIỂU MẪU DẠNG EXCEL"
        sheet["A1"].font = _font(bold=True, size=14)
        row = 2
        for line in guide_sheet()[1]:
            first = sheet.cell(row, 1, line)
            first.alignment, first.font = _TOP, _PLAIN
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
            row += 1
        listed = [(s.name, s.about) for s in layouts()]
        listed += [(rules_sheet(), "Các quy tắc có thể dùng ở trang QuyTac; chỉ để đọc.")] if self.rules else []
        for name, about in (("Trang", "Nội dung"), *listed):
            cell, text = sheet.cell(row, 1, name), sheet.cell(row, 2, about)
            sheet.row_dimensions[row].height = _height([(about, 100)])
            cell.alignment = text.alignment = _TOP
            cell.font = text.font = _font(bold=name == "Trang")
            if name != "Trang":
                _link(cell, name, "A1")
            row += 1
        _printed(sheet)
        sheet.protection.enable()

    def _rules(self, sheet: Worksheet) -> None:
        columns = [c for s in layouts() if s.at == "constraints" for c in s.columns]
        heads = {c.at.partition(".")[0]: c.head for c in reversed(columns)}  # of several the first: “Khi ô”
        told = ("Quy tắc", "Kiểm tra điều gì", "Vì sao", "Cột cần ghi ở trang QuyTac", "Cột có thể ghi thêm")
        for position, (head, width) in enumerate(zip(told, (34, 46, 70, 46, 46), strict=True), 1):
            cell = sheet.cell(1, position, head)
            cell.font, cell.fill = _font(bold=True), _HEAD
            sheet.column_dimensions[get_column_letter(position)].width = width
        for row, rule in enumerate(self.rules, 2):
            needed, more = ("; ".join(heads.get(p, p) for p in names) for names in (rule.needed, rule.optional))
            for position, text in enumerate((rule.name, rule.title, rule.why, needed, more), 1):
                cell = sheet.cell(row, position, text)
                cell.alignment, cell.font = _TOP, _PLAIN
            sheet.row_dimensions[row].height = _height([(rule.why, 70), (needed, 46), (more, 46), (rule.title, 46)])
        sheet.freeze_panes = "B2"
        _printed(sheet)
        sheet.protection.enable()


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return repacked(out.getvalue())  # the library notes the clock and the system


def _mark(book: Workbook, places: Places) -> None:
    """Colours what is to be confirmed, says where it is and links there."""
    listed = next(s for s in layouts() if s.at == "to_confirm")
    at, where = ([c.at for c in listed.columns].index(key) for key in ("at", "_where"))
    for line in book[listed.name].iter_rows(min_row=FIRST_ROW):
        if (place := places.of_name(str(line[at].value))) is not None:
            line[where].value = str(place)
            _link(line[where], place.sheet, place.cell or "A1")
            if place.cell:
                book[place.sheet][place.cell].fill = _LOOK


def _link(cell: Cell | MergedCell, sheet: str, at: str) -> None:
    """To a place in the workbook itself, so that no program takes it for a link to another file."""
    cell.hyperlink, cell.font = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(sheet)}!{at}"), _LINK


def _height(cells: Iterable[tuple[Any, int]]) -> float:
    """Room for the longest text of a line; not every program makes it by itself."""
    lines = (sum(1 + len(part) // max(1, width - 1) for part in str(v).split("\n")) for v, width in cells if v)
    return _LINE_HEIGHT * max(lines, default=1) + 2


def _head(sheet: Worksheet, layout: SheetLayout, columns: Sequence[SheetColumn]) -> None:
    sheet["A1"], sheet["A2"] = layout.title.upper(), layout.about
    sheet["A1"].font, sheet["A2"].font = _font(bold=True, size=13), _font(italic=True)
    sheet.row_dimensions[HEAD_ROW].height = _height((c.head, c.width) for c in columns)
    for position, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(position)].width = column.width
        head = sheet.cell(HEAD_ROW, position, column.head)
        head.font, head.fill, head.alignment, head.border = _font(bold=True), _HEAD, _TOP, _THIN
        key = sheet.cell(KEY_ROW, position, column.at)
        key.font, key.fill = _font(size=8, color="808080"), _KEYS
    sheet.freeze_panes = f"{get_column_letter(min(len(columns), 4 if layout.drops else 2))}{FIRST_ROW}"
    sheet.row_dimensions[HEAD_ROW].height = _height((c.head, c.width) for c in columns)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    _printed(sheet)


def _printed(sheet: Worksheet) -> None:
    """On pages as wide as the sheet."""
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(cell: Cell | MergedCell, value: Any, column: SheetColumn, *, locked: bool) -> None:
    """Text stays text, whatever it looks like: “1.10”, “=”, “2011”."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    typed = column.form in ("int", "number", "any")
    dated = column.form == "date" or isinstance(value, dt.date)
    cell.style = _STYLES["dd/mm/yyyy" if dated else "General" if typed else "@", locked]


def _choices(sheet: Worksheet, layout: SheetLayout, last: int, known: int) -> None:
    """The lists to choose from, what is said at the cells of each column, the guard of the first `known` codes."""
    for position, column in enumerate(layout.columns, 1):
        letter = get_column_letter(position)
        first = FIRST_ROW + (known if column.names else 0)
        if first > FIRST_ROW:
            guard = _with_prompt(DataValidation(type="custom", formula1="FALSE", errorStyle="warning"), column)
            guard.errorTitle, guard.error, guard.showErrorMessage = *_KNOWN_CODE, True
            guard.add(f"{letter}{FIRST_ROW}:{letter}{first - 1}")
            sheet.add_data_validation(guard)
        if (rule := _rule_of(column)) is not None:
            rule.add(f"{letter}{first}:{letter}{last}")
            sheet.add_data_validation(rule)


def _choices_of_settings(sheet: Worksheet, layout: SheetLayout) -> None:
    letter = get_column_letter([c.at for c in _SETTING_COLUMNS].index("_value") + 1)
    for row, column in enumerate(layout.columns, FIRST_ROW):
        if (rule := _rule_of(column)) is not None:
            rule.add(f"{letter}{row}")
            sheet.add_data_validation(rule)


def _rule_of(column: SheetColumn) -> DataValidation | None:
    """A list where there is one, refusing nothing: what cannot be meant is told with the nearest right value."""
    offered: Collection[str] = ()
    formula = ""
    if column.form == "bool":
        offered = (YES, NO)
    elif column.words and column.form in ("word", "marks"):
        offered = tuple(column.words.values())
    elif column.refers:
        formula = _ids_of(column.refers)
    elif column.rules:
        formula = _filled(rules_sheet(), "A", 2)
    if offered:
        formula = f'"{",".join(offered)}"' if len(",".join(offered)) <= _LONGEST_LIST else ""
    if not formula and not column.say:
        return None
    return _with_prompt(
        DataValidation(type="list" if formula else "none", formula1=formula or None, allow_blank=True), column
    )


def _with_prompt(rule: DataValidation, column: SheetColumn) -> DataValidation:
    if column.say:
        rule.promptTitle, rule.prompt, rule.showInputMessage = column.head[:32], column.say[:_LONGEST_PROMPT], True
    return rule


def _ids_of(name: str) -> str:
    layout = next(s for s in layouts() if s.name == name)
    letter = get_column_letter(layout.columns.index(layout.identity) + 1)
    return _filled(quote_sheetname(name), letter, FIRST_ROW)


def _filled(sheet: str, letter: str, first: int) -> str:
    """What stands in a column: at an empty cell a list with empty lines opens where these are, so with nothing."""
    cells = f"{sheet}!${letter}${first}"
    return f"OFFSET({cells},0,0,MAX(1,COUNTA({cells}:${letter}${first + _MOST_OFFERED})),1)"


def _got(holder: Mapping[str, Any], key: str) -> Any:
    here: Any = holder
    for step in key.split("."):
        here = here.get(step) if isinstance(here, Mapping) else None
    return here
