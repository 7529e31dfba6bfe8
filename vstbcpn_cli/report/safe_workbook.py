"""A workbook in which text from outside can only ever be text: never a formula, a link or a cut."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from vstbcpn_cli.model.calculation import canonical
from vstbcpn_cli.text.normalise import cut, scrubbed

if TYPE_CHECKING:
    import xlsxwriter

TEXT_LIMIT = 32_767
EXACT_LIMIT = 10**15
LINK_LIMIT = 65_530
"""Limits of the file format: characters in a cell, whole numbers kept exactly, links in a sheet.

The last one is kept for the whole workbook: the writer holds every link in memory. Past it, figures stand without a
link; their line among the sources is found by filtering."""

_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed mark: the same inputs give the same bytes
_FONT: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 11, "font_scheme": False}
_WIDE = 250
"""Columns as wide as this together are still read when they are shrunk to one page."""
_CELL: dict[str, Any] = {"valign": "top", "border": 1, "border_color": "#A6A6A6"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "note": {"italic": True, "font_color": "#595959"},
    "note_wrapped": {"italic": True, "font_color": "#595959", "text_wrap": True, "valign": "top"},
    "words": {"text_wrap": True, "valign": "top"},
    "head": {**_CELL, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#D9E2F3"},
    "text": {**_CELL, "text_wrap": True},
    "mark": {**_CELL, "align": "right", "font_color": "#7F7F7F"},
    "withheld": {**_CELL, "align": "right", "font_color": "#9C0006", "bg_color": "#F8CBAD"},
    "int": {**_CELL, "num_format": "#,##0"},
    "decimal": {**_CELL, "num_format": "#,##0.0#####"},
    "percent": {**_CELL, "num_format": "0.00"},
    "date": {**_CELL, "num_format": "dd/mm/yyyy", "align": "center"},
    "entry": {**_CELL, "text_wrap": True, "num_format": "@", "bg_color": "#FFF8DC"},
    "link": {**_CELL, "font_color": "#0563C1", "underline": 1},
}
_TONES: dict[str, dict[str, Any]] = {
    "": {},
    "total": {"bold": True, "bg_color": "#EDEDED"},
    "muted": {"italic": True, "font_color": "#7F7F7F"},
}
"""How a whole line is set apart: a sum, or what is not part of the sums."""
_LINE = 14.5
_HIGHEST = 409
"""Points a line of text takes, and the highest row the format allows."""


@lru_cache(maxsize=4096)
def fitting(text: str) -> str:
    """What a cell can hold: cleaned, and past its limit cut with a remark that says so; the JSON has the whole.

    Only a sentence of the program that quotes several answers grows so long. The format counts UTF-16 units, of which
    an emoji takes two: a longer text makes a program offer to repair the file.
    """
    safe = scrubbed(text)
    wide = sum(c > "\uffff" for c in safe) if len(safe) > TEXT_LIMIT // 2 and not safe.isascii() else 0
    return cut(safe, max(TEXT_LIMIT - wide, TEXT_LIMIT // 2))


class UnwritableError(ValueError):
    """The writer did not take a cell; it would go on and leave the cell out in silence."""


def lines_in(text: str, width: int) -> int:
    """How many lines a text takes in a column; a letter is a little narrower than a unit, but words do not break."""
    return sum(max(1, -(-len(part) // max(width, 1))) for part in text.split("\n"))


class Mark(msgspec.Struct, frozen=True):
    """A word in the place of a figure (“…”, “–”, “chưa cộng”), set apart from text."""

    text: str
    style: str = "mark"


class Live(msgspec.Struct, frozen=True):
    """A formula of ours with the result the program has computed, for readers that do not recalculate."""

    formula: str
    result: int | Decimal
    style: str = ""


class Linked(msgspec.Struct, frozen=True):
    """A cell that leads to a line of another sheet of the same workbook; `tip` says where a figure comes from."""

    cell: int | Decimal | str | Mark | Live
    sheet: str
    row: int
    tip: str


Cell = str | int | Decimal | dt.date | Mark | Live | Linked | None


def fits(value: int | Decimal) -> bool:
    """Whether a spreadsheet keeps the number as it is."""
    return -EXACT_LIMIT < value < EXACT_LIMIT


def exact(value: int | Decimal) -> str:
    """All digits; formatting a whole number as "f" would round it through a binary fraction."""
    return str(value) if isinstance(value, int) else format(canonical(value), "f")


class Book:
    """One workbook; sheets appear in the order in which they are asked for."""

    def __init__(self, path: Path, *, title: str = "", author: str = "", footer: str = "", keywords: str = "") -> None:
        import xlsxwriter

        from vstbcpn_cli.runtime.quick_sheet import QuickSheet

        options: dict[str, Any] = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        options["default_format_properties"] = dict(_FONT)  # the writer adds to it
        options["tmpdir"] = str(path.parent)  # what a killed run leaves is swept with the rest of its stage
        self._book: xlsxwriter.Workbook = xlsxwriter.Workbook(str(path), options)
        self._book.worksheet_class = QuickSheet
        told = {"title": scrubbed(title), "author": scrubbed(author), "company": scrubbed(author)}
        self._book.set_properties({"created": _CREATED, "keywords": keywords, **told})
        self._styles: dict[tuple[str, str], Any] = {}
        self.footer = footer
        self.links = 0

    def sheet(self, name: str) -> Sheet:
        return Sheet(self, self._book.add_worksheet(name), name)

    def style(self, name: str, tone: str = "") -> Any:
        if (name, tone) not in self._styles:
            self._styles[name, tone] = self._book.add_format({**_FONT, **_STYLES[name], **_TONES[tone]})
        return self._styles[name, tone]

    def close(self) -> None:
        """Writes the file. Raises `OSError` when it cannot be written."""
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as fault:
            cause = fault.args[0] if fault.args else fault
            raise cause if isinstance(cause, OSError) else OSError(str(fault)) from fault


class Sheet:
    """One sheet, written from top to bottom; `row` is the next free row, counted from 0."""

    def __init__(self, book: Book, worksheet: Any, name: str) -> None:
        self.book, self.name = book, name
        self._sheet = worksheet
        self.row = 0
        self.first = 0
        self._widths: tuple[int, ...] = ()

    def head(
        self,
        title: str,
        note: str,
        heads: Sequence[Sequence[str]],
        widths: Sequence[int],
        frozen: int = 0,
        *,
        wrapped: int = 0,
    ) -> None:
        """Title, note and head rows that stay in sight and repeat on every printed page; A4 on its side. A long note
        may stand in several lines over the first `wrapped` columns."""
        self.columns(widths)
        self._put(0, 0, title, "title")
        if wrapped:
            self._sheet.set_row(1, min(lines_in(note, sum(widths[:wrapped])) * _LINE + 2, _HIGHEST))
            merged = self._sheet.merge_range(1, 0, 1, wrapped - 1, "", self.book.style("note_wrapped"))
            self._checked(1, 0, merged)
        self._put(1, 0, note, "note_wrapped" if wrapped else "note")
        for n, line in enumerate(heads, 2):
            # Bold letters are wider, and a head is best read when no word is cut.
            lines = max(lines_in(word, width - 2) for word, width in zip(line, widths, strict=False))
            self._sheet.set_row(n, min(max(lines, 1) * _LINE + 2, _HIGHEST))
            for column, word in enumerate(line):
                self._put(n, column, word, "head")
        self.row = self.first = 2 + len(heads)
        self._sheet.freeze_panes(self.first, frozen)
        self._sheet.repeat_rows(2, self.first - 1)
        self._page(sum(widths), frozen)

    def columns(self, widths: Sequence[int]) -> None:
        self._widths = tuple(widths)
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def page(self) -> None:
        """A sheet that is read like a page: upright, without a grid of its own."""
        self._sheet.hide_gridlines(2)
        self._sheet.set_paper(9)
        self._sheet.set_portrait()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&C" + self.book.footer)

    def _page(self, width: int, frozen: int) -> None:
        self._sheet.set_paper(9)
        self._sheet.set_landscape()
        self._sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
        self._sheet.set_footer("&L&A&C" + self.book.footer)
        if width <= _WIDE:
            self._sheet.fit_to_pages(1, 0)
        else:
            self._sheet.set_print_scale(65)
            self._sheet.repeat_columns(0, max(frozen - 1, 0))

    def line(self, cells: Sequence[Cell], tone: str = "") -> int:
        """Writes the next row, high enough for its longest text, and gives its number, counted from 0."""
        lines = 1
        for cell, width in zip(cells, self._widths, strict=False):
            if isinstance(cell, str) and (len(cell) > width or "\n" in cell):
                lines = max(lines, lines_in(cell, width))
        if lines > 1:
            self._sheet.set_row(self.row, min(lines * _LINE + 1, _HIGHEST))
        for column, cell in enumerate(cells):
            self.put(self.row, column, cell, tone)
        self.row += 1
        return self.row - 1

    def words(self, text: str, style: str = "words") -> None:
        """A line of words over the whole width of a sheet that is read like a page."""
        lines = lines_in(text, sum(self._widths))
        self._sheet.set_row(self.row, min(lines * (_LINE + 3 * (style == "title")) + 2, _HIGHEST))
        last = len(self._widths) - 1
        if last:  # one cell is no range to merge
            self._checked(self.row, 0, self._sheet.merge_range(self.row, 0, self.row, last, "", self.book.style(style)))
        self._put(self.row, 0, text, style)
        self.row += 1

    def filtered(self) -> None:
        """Sorting and filtering over the rows written so far, totals below them left out."""
        self._sheet.autofilter(self.first - 1, 0, max(self.row - 1, self.first - 1), len(self._widths) - 1)

    def choices(self, row: int, column: int, words: Sequence[str]) -> None:
        """Nothing but one of the words can be typed into a cell."""
        advice = f"Đề nghị chọn {' hoặc '.join(f'“{w}”' for w in words)}, hoặc để trống."
        told = {"validate": "list", "source": list(words), "error_message": advice}
        self._sheet.data_validation(row, column, row, column, told)

    def offered_from(self, row: int, column: int, others: tuple[int, int]) -> None:
        """A cell offers what stands in some cells of its row, first and last, and takes anything else too."""
        from xlsxwriter.utility import xl_range_abs

        source = f"={xl_range_abs(row, others[0], row, others[1])}"
        told = {"validate": "list", "source": source, "show_error": False}
        self._sheet.data_validation(row, column, row, column, told)

    def put(self, row: int, column: int, cell: Cell, tone: str = "") -> None:
        """Writes one cell as what it is. Raises `UnwritableError` for what the writer refuses."""
        match cell:
            case str():
                self._put(row, column, cell, "text", tone)
            case None:
                self._checked(row, column, self._sheet.write_blank(row, column, None, self.book.style("text", tone)))
            case Mark():
                self._put(row, column, cell.text, cell.style, tone)
            case Linked():
                self._linked(row, column, cell, tone)
            case Live():
                style = self.book.style(cell.style or _number_style(cell.result), tone)
                done = self._sheet.write_formula(row, column, cell.formula, style, _stored(cell.result))
                self._checked(row, column, done)
            case int() | Decimal():
                self._number(row, column, cell, tone)
            case _:
                done = self._sheet.write_datetime(row, column, cell, self.book.style("date", tone))
                self._checked(row, column, done)

    def _linked(self, row: int, column: int, cell: Linked, tone: str) -> None:
        if self.book.links < LINK_LIMIT:
            self.book.links += 1
            target = f"internal:'{cell.sheet}'!A{cell.row + 1}"
            # What is written next replaces the text of the link; the link itself stays.
            self._checked(row, column, self._sheet.write_url(row, column, target, None, " ", scrubbed(cell.tip)[:250]))
        if isinstance(cell.cell, str):
            self._put(row, column, cell.cell, "link", tone)
        else:
            self.put(row, column, cell.cell, tone)

    def _number(self, row: int, column: int, value: int | Decimal, tone: str) -> None:
        if not fits(value):
            self._put(row, column, exact(value), "mark", tone)
            return
        style = self.book.style(_number_style(value), tone)
        self._checked(row, column, self._sheet.write_number(row, column, _stored(value), style))

    def _put(self, row: int, column: int, text: str, style: str, tone: str = "") -> None:
        done = self._sheet.write_string(row, column, fitting(text), self.book.style(style, tone))
        self._checked(row, column, done)

    def _checked(self, row: int, column: int, code: int | None) -> None:
        """The writer refuses by a code and goes on; here a refusal stops the output."""
        if code:
            raise UnwritableError(f"{self.name}, dòng {row + 1}, cột {column + 1}: mã {code}")


def _number_style(value: int | Decimal) -> str:
    return "decimal" if isinstance(value, Decimal) else "int"


def _stored(value: int | Decimal) -> int | Decimal:
    """The number as the file holds it. The writer's library prints a binary 74.9 as 74.90000000000001, a decimal as it
    is."""
    return value if isinstance(value, int) else canonical(value)
