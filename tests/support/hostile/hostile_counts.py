"""Workbooks that hold far more of one thing than any form: cells, merges, texts, sheets, findings."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from string import ascii_uppercase

from tests.support.hostile.hostile import (
    BOOK,
    FORM_SHEET,
    STYLES,
    TEXTS,
    Hostile,
    Parts,
    add_sheet,
    built,
    corners,
    reference,
    sheet,
    within,
)

_BAD_REFERENCES = (
    "A0",
    "XFE1",
    "AAAA1",
    "A1048577",
    "A9999999999",
    "A",
    "1",
    "",
    "A-1",
    "A1:B2",
    "Ａ１",
    "A１",
)


def many_cells(count: int, wide: int = 50) -> bytes:
    """Cells of an ordinary look with addresses; values differ, so that they do not pack into nothing."""
    rng = random.Random(count)
    letters = (ascii_uppercase * 2)[:wide]
    names = [("" if n < 26 else "A") + letter for n, letter in enumerate(letters)]
    lines = []
    for row in range(1, count // wide + 1):
        cells = "".join(f'<c r="{name}{row}"><v>{rng.randrange(10**6)}</v></c>' for name in names)
        lines.append(f'<row r="{row}">{cells}</row>')
    return b"<sheetData>%s</sheetData>" % "".join(lines).encode()


def many_sheets_of_cells(sheets: int, count: int) -> bytes:
    inside = many_cells(count)

    def change(parts: Parts) -> None:
        for n in range(sheets):
            add_sheet(parts, inside, f"Bảng {n}")

    return built(change)


def beside_the_form(count: int, text: bytes = b"") -> bytes:
    """Cells far to the right of a sheet of the form: each of them is something the unit typed beside it."""

    def lines() -> Iterator[bytes]:
        for n in range(count):
            row, column = divmod(n, 10)
            value = b't="s"><v>0</v>' if text else b"><v>%d</v>" % n
            cell = b'<c r="Z%s%d" %s</c>' % (b"ABCDEFGHIJ"[column : column + 1], row + 1000, value)
            yield cell

    def change(parts: Parts) -> None:
        found = list(lines())
        body = b"".join(
            b'<row r="%d">%s</row>' % (1000 + n, b"".join(found[n * 10 : n * 10 + 10])) for n in range(count // 10)
        )
        parts[FORM_SHEET] = parts[FORM_SHEET].replace(b"</sheetData>", body + b"</sheetData>")
        if text:
            first = parts[TEXTS].index(b"<si>")
            at_ = parts[TEXTS].index(b"<t", first)
            end = parts[TEXTS].index(b"</t>", at_)
            opened = parts[TEXTS].index(b">", at_) + 1
            parts[TEXTS] = parts[TEXTS][:opened] + text + parts[TEXTS][end:]

    return built(change)


def long_text(length: int) -> bytes:
    rng = random.Random(length)
    return bytes(rng.choice(b"abcdefghij klmnop") for _ in range(length))


def one_text_many_times(times: int) -> bytes:
    """One text of the greatest length a cell can have, used by many cells of a sheet of the unit's own."""

    def change(parts: Parts) -> None:
        count = parts[TEXTS].count(b"<si>")
        parts[TEXTS] = parts[TEXTS].replace(b"</sst>", b"<si><t>%s</t></si></sst>" % long_text(32_000))
        cells = b"".join(
            b'<row r="%d"><c r="A%d" t="s"><v>%d</v></c></row>' % (n, n, count) for n in range(1, times + 1)
        )
        add_sheet(parts, b"<sheetData>%s</sheetData>" % cells, "Khác")

    return built(change)


def more(part: str, mark: bytes, pieces: Iterator[bytes]) -> bytes:
    return within(part, mark, b"".join(pieces))


def _sheets(count: int) -> bytes:
    return more(
        BOOK, b"</sheets>", (b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n + 50) for n in range(count))
    )


def _second_sheet(name: str) -> bytes:
    return built(lambda p: p.update({BOOK: p[BOOK].replace(b'name="NV7"', f'name="{name}"'.encode())}))


def _merges(count: int) -> bytes:
    found = (b'<mergeCell ref="A%d:B%d"/>' % (n * 2 + 1, n * 2 + 1) for n in range(count))
    return sheet(b"<sheetData/><mergeCells>%s</mergeCells>" % b"".join(found))


def _hidden_columns(count: int) -> bytes:
    found = (b'<col min="%d" max="16384" hidden="1" width="%d"/>' % (n % 99 + 1, n) for n in range(count))
    return sheet(b"<cols>%s</cols><sheetData/>" % b"".join(found))


def _same_cell(count: int) -> bytes:
    return sheet(rows_of_one(count))


def rows_of_one(count: int) -> bytes:
    found = (b'<c r="A1"><v>%d</v></c>' % n for n in range(count))
    return b'<sheetData><row r="1">%s</row></sheetData>' % b"".join(found)


def _many_texts(count: int) -> bytes:
    rng = random.Random(count)
    return more(TEXTS, b"</sst>", (b"<si><t>%x</t></si>" % rng.randrange(2**40) for _ in range(count)))


def last_row() -> bytes:
    """One value in the last row of a sheet of the form, as a stray key press after Ctrl+Down leaves it."""
    cell = b'<row r="1048576"><c r="B1048576"><v>7</v></c></row></sheetData>'
    return built(lambda p: p.update({FORM_SHEET: p[FORM_SHEET].replace(b"</sheetData>", cell)}))


def below_the_form(count: int, cells: str) -> bytes:
    """Further rows under the tables of a sheet of the form."""
    found = (f'<row r="{n}">{cells.replace("#", str(n))}</row>' for n in range(500, 500 + count))
    body = "".join(found).encode() + b"</sheetData>"
    return built(lambda p: p.update({FORM_SHEET: p[FORM_SHEET].replace(b"</sheetData>", body)}))


def overlapping_merges(count: int) -> bytes:
    found = (b'<mergeCell ref="A%d:F%d"/>' % (n % 60 + 1, n % 60 + 30) for n in range(count))
    return more(FORM_SHEET, b"</mergeCells>", found)


_STRAY = '<c r="B#" t="inlineStr"><is><t>mục #</t></is></c>'
_KEY = '<c r="B#" t="inlineStr"><is><t>T3.B1.loai</t></is></c>'
_CODE = '<c r="A#" t="inlineStr"><is><t>T3.01</t></is></c><c r="D#"><v>#</v></c>'

COUNTS: tuple[Hostile, ...] = (
    Hostile("corner cells", corners, ("VS117", "VS207")),
    Hostile("value in the last row of the form", last_row, ("VS117", "VS206", "VS306")),
    Hostile("rows 20,000 below a table", lambda: below_the_form(20_000, _STRAY), ("VS117", "VS301"), heavy=True),
    Hostile("table keys 30,000 times", lambda: below_the_form(30_000, _KEY), ("VS212",), heavy=True),
    Hostile("one code 20,000 times", lambda: below_the_form(20_000, _CODE), ("VS117", "VS203"), heavy=True),
    Hostile(
        "merges 10,000 over each other", lambda: overlapping_merges(10_000), ("VS117", "VS118", "VS218"), heavy=True
    ),
    Hostile(
        "empty rows 1,000,000",
        lambda: sheet(b"<sheetData>%s</sheetData>" % b"".join(b'<row r="%d"/>' % n for n in range(1, 1_000_001))),
        (),
        heavy=True,
    ),
    *(Hostile(f"reference “{r}”", partial(reference, r), ("VS119",)) for r in _BAD_REFERENCES),
    Hostile("row 0", lambda: sheet(b'<sheetData><row r="0"><c><v>1</v></c></row></sheetData>'), ("VS119",)),
    Hostile("row 1048577", lambda: sheet(b'<sheetData><row r="1048577"><c><v>1</v></c></row></sheetData>'), ("VS119",)),
    Hostile("row −1", lambda: sheet(b'<sheetData><row r="-1"/></sheetData>'), ("VS119",)),
    Hostile(
        "cells without references", lambda: sheet(b"<sheetData><row><c><v>1</v></c></row></sheetData>"), ("VS207",)
    ),
    Hostile(
        "merged area of the whole grid",
        lambda: sheet(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        ("VS117",),
    ),
    Hostile("merged areas 400,000", lambda: _merges(400_000), (), heavy=True),
    Hostile(
        "merged area with a bad reference",
        lambda: sheet(b'<mergeCells><mergeCell ref="A0:B1"/></mergeCells>'),
        ("VS119",),
    ),
    Hostile(
        "links of a whole column", lambda: sheet(b'<hyperlinks><hyperlink ref="A1:A1048576"/></hyperlinks>'), ("VS117",)
    ),
    Hostile(
        "links 200,001",
        lambda: sheet(
            b"<hyperlinks>%s</hyperlinks>" % b"".join(b'<hyperlink ref="A%d"/>' % n for n in range(1, 200_002))
        ),
        ("VS117",),
        heavy=True,
    ),
    Hostile("hidden columns 200,000 times over", lambda: _hidden_columns(200_000), (), heavy=True),
    Hostile("hidden columns 5,000 times over", lambda: _hidden_columns(5_000), ()),
    Hostile("one cell 400,000 times", lambda: _same_cell(400_000), ("VS216", "VS117"), heavy=True),
    Hostile("cells 1,900,000 on one sheet", lambda: sheet(many_cells(1_900_000)), ("VS117", "VS207"), heavy=True),
    Hostile("cells 2,000,050 on one sheet", lambda: sheet(many_cells(2_000_050)), ("VS117",), heavy=True),
    Hostile("cells 4,000,000 on ten sheets", lambda: many_sheets_of_cells(10, 400_000), ("VS117",), heavy=True),
    Hostile("cells 200,000 beside the form", lambda: beside_the_form(200_000), ("VS117", "VS206"), heavy=True),
    Hostile(
        "cells 5,000 beside the form with one long text",
        lambda: beside_the_form(5_000, long_text(32_000)),
        ("VS117", "VS206"),
        heavy=True,
    ),
    Hostile("one long text 100,000 times", lambda: one_text_many_times(100_000), ("VS117", "VS207"), heavy=True),
    Hostile("texts 1,000,001", lambda: _many_texts(1_000_001), ("VS117",), heavy=True),
    Hostile("texts 900,000", lambda: _many_texts(900_000), ("VS117",), heavy=True),
    Hostile(
        "shared text of 40,000 characters",
        lambda: within(TEXTS, b"</sst>", b"<si><t>%s</t></si>" % long_text(40_000)),
        ("VS117",),
    ),
    Hostile("formats 70,001", lambda: within(STYLES, b"</cellXfs>", b'<xf numFmtId="0"/>' * 70_001), ("VS117",)),
    Hostile("fonts 5,001", lambda: within(STYLES, b"</fonts>", b"<font/>" * 5_001), ("VS117",)),
    Hostile(
        "formats as many as a program allows", lambda: within(STYLES, b"</cellXfs>", b'<xf numFmtId="0"/>' * 60_000), ()
    ),
    Hostile(
        "names 20,001",
        lambda: more(
            BOOK, b"</definedNames>", (b'<definedName name="n%d">TT!$A$1</definedName>' % n for n in range(20_001))
        ),
        ("VS117",),
    ),
    Hostile("sheets 301", lambda: _sheets(301), ("VS117",)),
    Hostile("sheet name twice", lambda: _second_sheet("NV6"), ("VS118",)),
    Hostile("sheet name twice in two cases", lambda: _second_sheet("nv6"), ("VS118",)),
    Hostile("sheet without a name", lambda: _second_sheet(""), ("VS118",)),
)
