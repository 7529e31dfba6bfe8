"""How the cells of a blank look: one format per kind of printed and entry cell."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.workbook.form.sheet_plan import Look
from vstbcpn_cli.workbook.form.typed_values import is_typed

SIZE = 11
DEFAULT: dict[str, Any] = {"font_name": "Times New Roman", "font_size": SIZE}
"""The font of the workbook: widths of columns are counted in its digits, and programs have it or one like it."""
_FONT: dict[str, Any] = {**DEFAULT, "valign": "vcenter"}
_GRID: dict[str, Any] = {"border": 1, "border_color": "#7F7F7F", "text_wrap": True}

PRINTED: dict[Look, dict[str, Any]] = {
    Look.NATIONAL: {"bold": True, "align": "center"},
    Look.MOTTO: {"bold": True, "align": "center", "font_size": 12},
    Look.OFFICE: {"bold": True, "text_wrap": True},
    Look.TITLE: {"bold": True, "font_size": 13, "text_wrap": True, "align": "center"},
    Look.INFO: {"italic": True, "font_size": 8, "font_color": "#595959", "align": "center"},
    Look.BLOCK: {"bold": True, "font_size": 12},
    Look.HINT: {"italic": True, "font_size": 10, "text_wrap": True, "valign": "top"},
    Look.HEAD: {**_GRID, "bold": True, "font_size": 10, "align": "center", "bg_color": "#D9E2F3"},
    # In the colour of the cell: a number format that shows nothing loses the keys in a copy of Gnumeric as .ods.
    Look.KEY: {**_GRID, "font_size": 6, "bg_color": "#D9E2F3", "font_color": "#D9E2F3", "shrink": True},
    Look.CODE: {**_GRID, "align": "center", "font_size": 10, "text_wrap": False, "shrink": True},
    Look.LABEL: {**_GRID},
    Look.MEASURE: {**_GRID, "align": "center", "font_size": 10},
    Look.NUMBER: {**_GRID, "align": "center", "font_size": 8},
    Look.LINK: {"font_color": "#0563C1", "underline": 1},
    Look.SIGN: {"bold": True, "align": "center"},
    Look.SIGN_HINT: {"italic": True, "align": "center"},
    Look.EXAMPLE: {**_GRID, "italic": True, "font_color": "#595959", "bg_color": "#F2F2F2", "font_size": 10},
    Look.CLOSING: {"italic": True, "font_size": 10, "font_color": "#595959"},
}

TABS = {"guide": "#4472C4", "task": "#70AD47", "check": "#C00000"}
ENTRY: dict[str, Any] = {**_GRID, "bg_color": "#FFFFE5", "locked": False}
CLOSED: dict[str, Any] = {**_GRID, "bg_color": "#D9D9D9"}
COMPUTED: dict[str, Any] = {**_GRID, "bg_color": "#EDEDED"}
CARRIED: dict[str, Any] = {**COMPUTED, "font_size": 9}
CARRIED_LETTERS = 1.2
"""How many of its letters take the width of one in which columns are counted."""
VERDICT: dict[str, Any] = {"bold": True, "font_color": "#C00000", "font_size": 12, "italic": False}
LINK: dict[str, Any] = {"font_color": "#0563C1", "underline": 1}
BROKEN: dict[str, Any] = {"bg_color": "#F8CBAD", "font_color": "#9C0006"}
STILL_EMPTY: dict[str, Any] = {"bg_color": "#FCE4D6"}
NO_LINE: dict[str, Any] = {"bg_color": "#D9D9D9"}
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


LEFT, RIGHT, TOP, BOTTOM = 0.4, 0.3, 0.35, 0.45
"""The margins of every page, in inches; the stamp and the number of the page stand in the lower one."""


def page(sheet: Any, word: str, *, across: bool, pages: int = 0) -> None:
    """A4, one page wide, numbered; the stamp is on every page."""
    sheet.set_paper(9)
    if across:
        sheet.set_landscape()
    sheet.set_margins(left=LEFT, right=RIGHT, top=TOP, bottom=BOTTOM)
    sheet.fit_to_pages(1, pages)
    footer = '&L&"Times New Roman,Regular"&8{stamp}&R&"Times New Roman,Regular"&9' + word + " &P/&N"
    sheet.set_footer(footer, {"margin": 0.25})
    sheet.hide_gridlines(2)


def full(look: dict[str, Any], kind: FieldType | None = None) -> dict[str, Any]:
    """A look with the font of the form and the number format of a field type; long texts start at the top."""
    made = {**_FONT, **look}
    if kind is FieldType.TEXT or (kind is not None and is_typed(kind)):
        made["num_format"] = "@"  # what is typed stays as it is typed, whatever the regional settings
    if kind is not None and is_typed(kind):
        made["align"] = "right"
    if kind is FieldType.LONG:
        made["valign"] = "top"
    return made


UNIT = 5.25
"""Points: what Excel counts column widths in."""
_KEPT = 0.95
"""The part of a column that is reckoned with: the same letters are a little broader in some programs."""


def lines_of(text: str, width: float, look: dict[str, Any]) -> int:
    """How many lines a text takes in a column of this width."""
    if not look.get("text_wrap"):
        return 1
    size = look.get("font_size", SIZE) * (1.06 if look.get("bold") else 1.0)
    return _lines(text, _KEPT * width * UNIT / size)


@lru_cache(maxsize=2**15)
def _lines(text: str, room: float) -> int:
    """The sheets of all units have mostly the same texts in columns of the same widths."""
    lines = 0
    for paragraph in text.split("\n"):
        lines, used = lines + 1, 0.0
        for taken in map(breadth, paragraph.split(" ")):
            if used and used + _SPACE + taken > room:
                lines, used = lines + 1, 0.0
            used += (_SPACE if used else 0.0) + taken
            while used > room:
                lines, used = lines + 1, used - room
    return lines


_SPACE, _NARROW, _SMALL, _LARGE = 0.25, 0.3, 0.47, 0.7
"""How broad letters of the form's font are, in parts of its size."""


@cache
def breadth(word: str) -> float:
    """How broad a word is, in parts of the size of its letters."""
    return sum(_LARGE if c.isupper() or c in "mw%…" else _NARROW if c in "ijltfrI.,;:'-–()/|" else _SMALL for c in word)
