"""A list begun for an office worker: headings in sight, choices to pick, a sheet that explains the columns."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import msgspec

from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.runtime.deterministic_zip import repacked

GUIDE, CHOICES = "CachGhi", "DanhMuc"
_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed mark: the same inputs give the same bytes
_FONT: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
_HEAD: dict[str, Any] = {**_FONT, "bold": True, "border": 1, "align": "center", "bg_color": "#D9E2F3"}
_PREPARED = 2000
"""Rows down to which a column offers its choices."""


class Holds(StrEnum):
    """What a column holds: text, a day, a number; `PROGRAM` is text that the program keeps up to date."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    PROGRAM = "program"


class ListColumn(msgspec.Struct, frozen=True):
    """A column: its heading, how wide it is, what the guide says of it, what can be chosen in it."""

    head: str
    width: int
    told: str
    holds: Holds = Holds.TEXT
    choices: tuple[str, ...] = ()


Line = Sequence[str | int | dt.date | None]


def new_list(sheet: str, columns: Sequence[ListColumn], lines: Sequence[Line], guide: Sequence[str]) -> bytes:
    """A workbook with the list on its first sheet; the same list gives the same bytes."""
    import xlsxwriter  # 0,1 s: only where a list is begun

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED, "author": "", "company": ""})
    head, own_head = book.add_format(_HEAD), book.add_format({**_HEAD, "bg_color": "#EDEDED"})
    looks = {
        Holds.TEXT: book.add_format({**_FONT, "num_format": "@"}),
        Holds.DAY: book.add_format({**_FONT, "num_format": "dd/mm/yyyy", "align": "center"}),
        Holds.NUMBER: book.add_format(_FONT),
        Holds.PROGRAM: book.add_format({**_FONT, "font_color": "#595959", "bg_color": "#F7F7F7"}),
    }
    page, told, choices = (book.add_worksheet(name) for name in (sheet, GUIDE, CHOICES))
    for n, column in enumerate(columns):
        page.set_column(n, n, column.width, looks[column.holds])
        page.write_string(0, n, column.head, own_head if column.holds is Holds.PROGRAM else head)
        if column.choices:
            _offer(page, choices, n, column)
    for row, line in enumerate(lines, 1):
        for n, (value, column) in enumerate(zip(line, columns, strict=True)):
            match value:
                case None | "":
                    continue
                case str():
                    page.write_string(row, n, value, looks[column.holds])
                case int():
                    page.write_number(row, n, value, looks[column.holds])
                case _:
                    page.write_datetime(row, n, dt.datetime.combine(value, dt.time()), looks[Holds.DAY])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(lines), 1), len(columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    _explain(told, columns, guide, book.add_format({**_FONT, "bold": True}), book.add_format(_FONT))
    choices.hide()
    book.close()
    return repacked(target.getvalue())


def _offer(page: Any, choices: Any, column: int, told: ListColumn) -> None:
    """The list of a cell, from a sheet of its own: a choice may have a comma in it, and be long."""
    choices.write_string(0, column, told.head)
    for row, choice in enumerate(told.choices, 1):
        choices.write_string(row, column, choice)
    name = column_letters(column + 1)
    source = f"={CHOICES}!${name}$2:${name}${len(told.choices) + 1}"
    words = {"error_title": told.head, "error_message": "Đề nghị chọn một giá trị trong danh sách."}
    page.data_validation(1, column, _PREPARED, column, {"validate": "list", "source": source, **words})


def _explain(page: Any, columns: Sequence[ListColumn], guide: Sequence[str], strong: Any, look: Any) -> None:
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    for row, text in enumerate(guide):
        page.merge_range(row, 0, row, 1, text, look)
        page.set_row(row, 15.5 * max(1, -(-len(text) // 105)))
    for row, column in enumerate(columns, len(guide) + 1):
        page.write_string(row, 0, column.head, strong)
        page.write_string(row, 1, column.told, look)
        page.set_row(row, 15.5 * max(1, -(-len(column.told) // 85)))
    page.set_paper(9)
    page.fit_to_pages(1, 0)
