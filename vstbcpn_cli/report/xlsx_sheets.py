"""A workbook in which text from outside can only ever be text: never a formula, a link or a cut."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.safety.text import cut, scrubbed

if TYPE_CHECKING:
    import xlsxwriter

TEXT_LIMIT = 32_767
EXACT_LIMIT = 10**15
LINK_LIMIT = 65_530
"""Limits of the file format: characters in a cell, whole numbers kept exactly, links in a sheet.

The last one is kept for the whole workbook: the writer holds every link in memory. Past it, figures stand without a
link; their line among the sources is found by filtering."""

_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed mark: the same inputs give the same bytes
_WIDE = 190
_LINE, _HIGHEST = 15, 409
"""Height of a line of text and the greatest of a row, in points."""
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 13},
    "note": {"italic": True},
    "head": {
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "bg_color": "#E7EEF7",
    },
    "text": {"text_wrap": True, "valign": "top", "border": 1},
    "mark": {"align": "right", "valign": "top", "border": 1, "font_color": "#7F7F7F"},
    "int": {"num_format": "#,##0", "valign": "top", "border": 1},
    "decimal": {"num_format": "#,##0.0##", "valign": "top", "border": 1},
    "date": {"num_format": "dd/mm/yyyy", "align": "center", "valign": "top", "border": 1},
}


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


@dataclass(frozen=True, slots=True)
class Mark:
    """A word in the place of a figure (“…”, “–”, “chưa cộng”), set apart from text."""

    text: str


@dataclass(frozen=True, slots=True)
class Live:
    """A formula of ours with the result the program has computed, for readers that do not recalculate."""

    formula: str
    result: int | Decimal


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure that leads to its line in another sheet of the same workbook; `tip` says where it comes from."""

    value: int | Decimal
    sheet: str
    row: int
    tip: str


Cell = str | int | Decimal | dt.date | Mark | Live | Linked | None


def fits(value: int | Decimal) -> bool:
    """Whether a spreadsheet keeps the number as it is."""
    return -EXACT_LIMIT < value < EXACT_LIMIT


def exact(value: int | Decimal) -> str:
    """All digits; formatting a whole number as "f" would round it through a binary fraction."""
    return str(value) if isinstance(value, int) else format(value, "f")


class Book:
    """One workbook; sheets appear in the order in which they are asked for."""

    def __init__(self, path: Path, *, footer: str = "", keywords: str = "") -> None:
        import xlsxwriter

        options: dict[str, Any] = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        options["tmpdir"] = str(path.parent)  # what a killed run leaves is swept with the rest of its stage
        self._book: xlsxwriter.Workbook = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"created": _CREATED, "keywords": keywords})
        self._styles: dict[tuple[str, bool], Any] = {}
        self.footer = footer
        self.links = 0

    def sheet(self, name: str) -> Sheet:
        return Sheet(self, self._book.add_worksheet(name), name)

    def style(self, name: str, *, bold: bool = False) -> Any:
        if (name, bold) not in self._styles:
            extra = {"bold": True} if bold else {}
            self._styles[name, bold] = self._book.add_format({**_STYLES[name], **extra})
        return self._styles[name, bold]

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
        self, title: str, note: str, heads: Sequence[Sequence[str]], widths: Sequence[int], frozen: int = 0
    ) -> None:
        """Title, note and head rows that stay in sight and repeat on every printed page; A4 on its side."""
        self._put(0, 0, title, "title")
        self._put(1, 0, note, "note")
        self._widths = tuple(widths)
        for n, line in enumerate(heads, 2):
            self._fit(n, line)
            for column, word in enumerate(line):
                self._put(n, column, word, "head")
        self.row = self.first = 2 + len(heads)
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)
        self._sheet.freeze_panes(self.first, frozen)
        self._sheet.repeat_rows(2, self.first - 1)
        self._page(sum(widths), frozen)

    def _page(self, width: int, frozen: int) -> None:
        self._sheet.set_paper(9)
        self._sheet.set_landscape()
        self._sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        self._sheet.set_footer("&C" + self.book.footer)
        if width <= _WIDE:
            self._sheet.fit_to_pages(1, 0)
        else:
            self._sheet.set_print_scale(60)
            self._sheet.repeat_columns(0, max(frozen - 1, 0))

    def line(self, cells: Sequence[Cell], *, bold: bool = False) -> int:
        """Writes the next row and gives its number, counted from 0."""
        self._fit(self.row, cells)
        for column, cell in enumerate(cells):
            self.put(self.row, column, cell, bold=bold)
        self.row += 1
        return self.row - 1

    def _fit(self, row: int, cells: Sequence[Cell]) -> None:
        """A row as high as its longest wrapped text: not every program finds that out when it opens a file."""
        pairs = zip(cells, self._widths, strict=False)
        lines = max((_lines(c, w) for c, w in pairs if isinstance(c, str) and len(c) >= w), default=1)
        if lines > 1:
            self._sheet.set_row(row, min(lines * _LINE, _HIGHEST))

    def filtered(self) -> None:
        """Sorting and filtering over the rows written so far, totals below them left out."""
        self._sheet.autofilter(self.first - 1, 0, max(self.row - 1, self.first - 1), len(self._widths) - 1)

    def put(self, row: int, column: int, cell: Cell, *, bold: bool = False) -> None:
        """Writes one cell as what it is. Raises `UnwritableError` for what the writer refuses."""
        match cell:
            case None:
                self._checked(row, column, self._sheet.write_blank(row, column, None, self.book.style("text")))
            case str():
                self._put(row, column, cell, "text", bold=bold)
            case Mark():
                self._put(row, column, cell.text, "mark", bold=bold)
            case Live():
                style = self._number_style(cell.result, bold=bold)
                done = self._sheet.write_formula(row, column, cell.formula, style, _stored(cell.result))
                self._checked(row, column, done)
            case Linked():
                self._linked(row, column, cell, bold=bold)
            case int() | Decimal():
                self._number(row, column, cell, bold=bold)
            case _:
                done = self._sheet.write_datetime(row, column, cell, self.book.style("date", bold=bold))
                self._checked(row, column, done)

    def _linked(self, row: int, column: int, cell: Linked, *, bold: bool) -> None:
        if self.book.links < LINK_LIMIT and fits(cell.value):
            self.book.links += 1
            target = f"internal:'{cell.sheet}'!A{cell.row + 1}"
            # The number written next replaces the text of the link; the link itself stays.
            self._checked(row, column, self._sheet.write_url(row, column, target, None, " ", scrubbed(cell.tip)[:250]))
        self._number(row, column, cell.value, bold=bold)

    def _number(self, row: int, column: int, value: int | Decimal, *, bold: bool) -> None:
        if not fits(value):
            self._put(row, column, exact(value), "mark", bold=bold)
            return
        style = self._number_style(value, bold=bold)
        self._checked(row, column, self._sheet.write_number(row, column, _stored(value), style))

    def _number_style(self, value: int | Decimal, *, bold: bool) -> Any:
        return self.book.style("decimal" if isinstance(value, Decimal) else "int", bold=bold)

    def _put(self, row: int, column: int, text: str, style: str, *, bold: bool = False) -> None:
        done = self._sheet.write_string(row, column, fitting(text), self.book.style(style, bold=bold))
        self._checked(row, column, done)

    def _checked(self, row: int, column: int, code: int | None) -> None:
        """The writer refuses by a code and goes on; here a refusal stops the output."""
        if code:
            raise UnwritableError(f"{self.name}, dòng {row + 1}, cột {column + 1}: mã {code}")


def _lines(text: str, width: int) -> int:
    """About how many lines a text needs in a column so wide; a single long word, as a digest is, asks for none."""
    return sum(-(-len(part) // max(width - 1, 1)) for part in text.split("\n")) if " " in text else 1


def _stored(value: int | Decimal) -> int | float:
    """The number as the file format holds it; only here, at the last moment, a decimal becomes binary."""
    return value if isinstance(value, int) else float(value)
