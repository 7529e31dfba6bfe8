"""How the cells of a blank look: one format per kind of printed and entry cell."""

from __future__ import annotations

import textwrap
from typing import Any

from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.workbook.form.layout import Look

_FONT: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_GRID: dict[str, Any] = {"border": 1, "border_color": "#7F7F7F", "text_wrap": True}

PRINTED: dict[Look, dict[str, Any]] = {
    Look.NATIONAL: {"bold": True, "align": "center"},
    Look.MOTTO: {"bold": True, "align": "center", "font_size": 13},
    Look.OFFICE: {"bold": True, "text_wrap": True},
    Look.TITLE: {"bold": True, "font_size": 14, "text_wrap": True, "align": "center"},
    Look.INFO: {"italic": True, "font_size": 10, "font_color": "#595959", "align": "center"},
    Look.BLOCK: {"bold": True, "font_size": 13},
    Look.HINT: {"italic": True, "font_size": 11, "text_wrap": True},
    Look.HEAD: {**_GRID, "bold": True, "align": "center", "bg_color": "#D9E2F3"},
    Look.KEY: {**_GRID, "font_size": 6, "align": "center", "font_color": "#A6A6A6", "text_wrap": False, "shrink": True},
    Look.CODE: {**_GRID, "align": "center", "font_size": 11, "text_wrap": False, "shrink": True},
    Look.LABEL: {**_GRID},
    Look.MEASURE: {**_GRID, "align": "center"},
    Look.NUMBER: {**_GRID, "align": "center"},
    Look.LINK: {"font_color": "#0563C1", "underline": 1, "font_size": 11},
    Look.SIGN: {"bold": True, "align": "center"},
    Look.SIGN_HINT: {"italic": True, "align": "center"},
    Look.EXAMPLE: {**_GRID, "italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2", "font_size": 11},
    Look.CLOSING: {"italic": True, "font_size": 10, "font_color": "#7F7F7F"},
}

_NUMBER_FORMATS = {
    FieldType.INT: "#,##0",
    FieldType.MONEY: "#,##0.0##",
    FieldType.DATE: "dd/mm/yyyy",
}

TABS = {"guide": "#4472C4", "task": "#70AD47", "check": "#C00000"}
ENTRY: dict[str, Any] = {**_GRID, "bg_color": "#FFFFE5", "locked": False}
CLOSED: dict[str, Any] = {**_GRID, "bg_color": "#D9D9D9"}
COMPUTED: dict[str, Any] = {**_GRID, "bg_color": "#EDEDED"}
VERDICT: dict[str, Any] = {"bold": True, "font_color": "#C00000", "font_size": 12, "italic": False}
LINK: dict[str, Any] = {"font_color": "#0563C1", "underline": 1}
BROKEN: dict[str, Any] = {"bg_color": "#F8CBAD", "font_color": "#9C0006"}
STILL_EMPTY: dict[str, Any] = {"bg_color": "#FCE4D6"}
MET: dict[str, Any] = {"font_color": "#375623"}
NOT_ASKED: dict[str, Any] = {"font_color": "#7F7F7F"}
BOX: dict[str, Any] = {"bold": True, "text_wrap": True, "border": 1, "border_color": "#BF9000", "bg_color": "#FFF2CC"}
PLAIN: dict[str, Any] = {"text_wrap": True}


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def __call__(self, look: dict[str, Any], kind: FieldType | None = None) -> Any:
        made = full(look, kind)
        name = repr(made)
        if name not in self._made:
            self._made[name] = self._book.add_format(made)
        return self._made[name]

    def change(self, look: dict[str, Any]) -> Any:
        """What a conditional format changes, without the font of the form."""
        return self._book.add_format(look)


def page(sheet: Any, word: str, *, across: bool, pages: int = 0) -> None:
    """A4, one page wide, numbered; the stamp is on every page."""
    sheet.set_paper(9)
    if across:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, pages)
    sheet.set_footer('&L&"Times New Roman,Regular"&8{stamp}&R&"Times New Roman,Regular"&9' + word + " &P/&N")
    sheet.hide_gridlines(2)


def full(look: dict[str, Any], kind: FieldType | None = None) -> dict[str, Any]:
    """A look with the font of the form and the number format of a field type; long texts start at the top."""
    made = {**_FONT, **look}
    if kind in _NUMBER_FORMATS:
        made["num_format"] = _NUMBER_FORMATS[kind]
    if kind is FieldType.TEXT:
        made["num_format"] = "@"
    if kind is FieldType.LONG:
        made["valign"] = "top"
    return made


def lines_of(text: str, width: float, look: dict[str, Any]) -> int:
    """How many lines a text takes in a column; bold letters of size 12 are about one unit of width, others less."""
    if not look.get("text_wrap"):
        return 1
    letters = width * (1.05 if look.get("bold") else 1.2) * 12 / look.get("font_size", 12)
    return max(1, len(textwrap.wrap(text, int(letters))))
