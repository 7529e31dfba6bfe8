"""Workbooks in which single cells, rows or parts are stored as no program should store them, or as readers lose them.

Innocent ones stand beside them: legal packages on which one reader or another fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.support.forms import returned as at
from tests.support.forms.returned import Formula, Stored
from tests.support.hostile.hostile import (
    BOOK,
    FORM_SHEET,
    STYLES,
    TEXTS,
    TYPES,
    UNIT,
    Hostile,
    Parts,
    add_sheet,
    built,
    good,
    pack,
    utf16,
)
from tests.support.hostile.hostile_counts import long_text
from vstbcpn_cli.model.submission import column_letters

_LINKS = "xl/_rels/workbook.xml.rels"
_NV1, _TT = "xl/worksheets/sheet3.xml", "xl/worksheets/sheet2.xml"
COUNT, DAY, WORDS, YES, LONG = "T1.05", "M.12", "M.13", "T7.01", "X.01"


def cell(code: str, value: Any) -> bytes:
    """The good form with one entry cell stored otherwise."""
    return at.typed(good(), {at.spot(UNIT, code): value})


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    def apply(parts: Parts) -> None:
        parts[part] = change(parts[part])

    return built(apply)


def address(code: str) -> tuple[str, bytes]:
    """The part and the address of an entry cell."""
    sheet, row, column = at.spot(UNIT, code)
    part = at.sheet_parts(at.unpacked(good()))[sheet]
    return part, f"{column_letters(column)}{row}".encode()


def twice() -> bytes:
    part, where = address(COUNT)
    return changed(
        part, lambda x: re.sub(rb'(<c r="%s"[^>]*>.*?</c>)' % where, rb'\1<c r="%s"><v>99</v></c>' % where, x, count=1)
    )


def rows_reversed() -> bytes:
    def backwards(xml: bytes) -> bytes:
        start, end = xml.index(b"<sheetData>") + 11, xml.index(b"</sheetData>")
        found = re.findall(rb"<row [^>]*?(?:/>|>.*?</row>)", xml[start:end], re.DOTALL)
        return xml[:start] + b"".join(reversed(found)) + xml[end:]

    return changed(_NV1, backwards)


def strict() -> bytes:
    def change(parts: Parts) -> None:
        for name, content in parts.items():
            if not name.startswith("docProps"):
                other = content.replace(at.MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
                parts[name] = other.replace(
                    at.LINKS.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
                )

    return built(change)


def without(*names: str) -> bytes:
    return built(lambda parts: [parts.pop(n) for n in names])


def moved_parts() -> bytes:
    """The workbook and everything under it in a folder of another name."""
    parts = at.unpacked(good())
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", b"book/wb.xml")
    names = {BOOK: "book/wb.xml", _LINKS: "book/_rels/wb.xml.rels"}
    return pack((names.get(n, n.replace("xl/", "book/")), c) for n, c in parts.items())


def merged(area: str) -> bytes:
    return changed(_NV1, lambda x: x.replace(b"</mergeCells>", f'<mergeCell ref="{area}"/></mergeCells>'.encode()))


def hidden_row() -> bytes:
    _, where = address(COUNT)
    number = where.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return changed(_NV1, lambda x: x.replace(b'<row r="%s"' % number, b'<row hidden="1" r="%s"' % number))


def hidden_column() -> bytes:
    return changed(_NV1, lambda x: x.replace(b'<col min="4" max="4"', b'<col hidden="1" min="4" max="4"'))


def macros() -> bytes:
    return built(lambda parts: parts.update({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)}))


def linked(kind: bytes) -> bytes:
    link = b'<externalLink xmlns="%s"><%s/></externalLink>' % (at.MAIN.encode(), kind)
    return built(lambda parts: parts.update({"xl/externalLinks/externalLink1.xml": link}))


def related(parts: Parts, sheet: str, kind: str, target: str, content: bytes) -> None:
    """A part that belongs to a sheet: its notes, its drawing."""
    folder, _, name = sheet.rpartition("/")
    link = f'<Relationship Id="{kind}" Type="{at.LINKS}/{kind}" Target="{target}"/>'.encode()
    path = f"{folder}/_rels/{name}.rels"
    parts[path] = parts.get(path, b"<Relationships></Relationships>").replace(b"</Rel", link + b"</Rel")
    parts["xl/" + target.removeprefix("../")] = content


def note(reference: str, text: str) -> bytes:
    return f'<comments xmlns="{at.MAIN}"><commentList><comment ref="{reference}"><text><t>{text}</t></text></comment></commentList></comments>'.encode()


def drawing(text: str) -> bytes:
    return f'<wsDr xmlns:a="a"><sp><txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></txBody></sp></wsDr>'.encode()


def noted(reference: str) -> bytes:
    return built(lambda p: related(p, _NV1, "comments", "../comments1.xml", note(reference, "xin xem lại")))


def box() -> bytes:
    return built(lambda p: related(p, _NV1, "drawing", "../drawings/drawing1.xml", drawing("số liệu tạm tính")))


def odd_texts_name() -> bytes:
    parts = at.unpacked(good())
    return pack((n.replace("sharedStrings", "SharedStrings"), c) for n, c in parts.items())


def foreign(name: str, state: str) -> bytes:
    return built(lambda p: add_sheet(p, b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>', name, state))


def _unlinked(name: str) -> bytes:
    return changed(BOOK, lambda x: re.sub(rb'(<sheet name="%s"[^>]*?) r:id="[^"]*"' % name.encode(), rb"\1", x))


def _date_properties() -> bytes:
    return changed("docProps/core.xml", lambda x: re.sub(rb">\d{4}-\d\d-\d\d[^<]*<", b">kh\xc3\xb4ng r\xc3\xb5<", x))


_NUMBERS: tuple[tuple[str, Stored, tuple[str, ...]], ...] = (
    ("1e999", Stored("n", "1e999"), ("VS304", "VS329")),
    ("NaN", Stored("n", "NaN"), ("VS304", "VS329")),
    ("Infinity", Stored("n", "Infinity"), ("VS304", "VS329")),
    ("1,5", Stored("n", "1,5"), ("VS304", "VS329")),
    ("1_000", Stored("n", "1_000"), ("VS304", "VS329")),
    ("digits of another script", Stored("n", "१२"), ("VS304", "VS329")),
    ("40 digits", Stored("n", "1" * 40), ("VS304", "VS307", "VS329")),
    ("16 digits", Stored("n", "1234567890123456"), ("VS304", "VS307", "VS329")),
    ("word", Stored("n", "mười"), ("VS304", "VS329")),
    ("two numbers", Stored("n", "1 2"), ("VS304", "VS329")),
    ("true as number", Stored("b", "true"), ("VS304",)),
    ("2 as boolean", Stored("b", "2"), ("VS304", "VS329")),
    ("unknown type", Stored("q", "24"), ("VS329",)),
    ("text −1", Stored("s", "-1"), ("VS329",)),
    ("text beyond the last", Stored("s", "999999"), ("VS329",)),
    ("text by a word", Stored("s", "abc"), ("VS329",)),
    ("text by 1.5", Stored("s", "1.5"), ("VS329",)),
    ("text by 20 digits", Stored("s", "9" * 20), ("VS329",)),
    ("error #N/A", Stored("e", "#N/A"), ("VS318",)),
    ("error #REF!", Stored("e", "#REF!"), ("VS318",)),
    ("error without a name", Stored("e", "x"), ("VS318", "VS329")),
    ("date type in a number", Stored("d", "2011-05-01"), ("VS319",)),
    ("date style in a number", Stored("n", "40000", date=True), ("VS319",)),
)
_VARIANTS = ("Infinity", "1_000", "digits of another script", "16 digits", "word", "two numbers", "text by 20 digits")
_LARGE = ("VS303", "VS304", "VS307", "VS321", "VS329")
_DATES: tuple[tuple[str, Stored], ...] = (
    ("negative serial", Stored("n", "-5", date=True)),
    ("serial NaN", Stored("n", "NaN", date=True)),
    ("serial 1e999", Stored("n", "1e999", date=True)),
    ("serial after the last year", Stored("n", "99999999", date=True)),
    ("serial 60", Stored("n", "60", date=True)),
    ("date that is none", Stored("d", "2011-02-30")),
    ("date type with a word", Stored("d", "hôm qua")),
)

CELLS: tuple[Hostile, ...] = (
    *(
        Hostile(f"count stored as {n}", partial(cell, COUNT, v), codes, heavy=n in _VARIANTS)
        for n, v, codes in _NUMBERS
    ),
    *(Hostile(f"day stored as {n}", partial(cell, DAY, v), ("VS305", "VS307", "VS329")) for n, v in _DATES),
    Hostile("number of 6,000 digits in words", lambda: cell(COUNT, "1" + ".000" * 2_000), _LARGE),
    Hostile("number of 24,000 digits in words", lambda: cell(COUNT, "1" + ".000" * 8_000), _LARGE, heavy=True),
    Hostile("number of 32,000 digits as text", lambda: cell(COUNT, "9" * 32_000), _LARGE),
    Hostile("text by −1 in a text cell", lambda: cell(WORDS, Stored("s", "-1")), ("VS329",)),
    Hostile("error in a text cell", lambda: cell(WORDS, Stored("e", "#NAME?")), ("VS318",)),
    Hostile("2 in a yes/no cell", lambda: cell(YES, Stored("b", "2")), ("VS329", "VS322")),
    Hostile("formula without a result", lambda: cell(COUNT, Formula("1+1")), ("VS337",)),
    Hostile("formula nobody computes here", lambda: cell(COUNT, Formula('INDIRECT("A1")')), ("VS320",)),
    Hostile("formula with an error", lambda: cell(COUNT, Formula("1/0", "#DIV/0!")), ("VS304", "VS318")),
    Hostile("formula into another file", lambda: cell(COUNT, Formula("[1]A!B1", "24")), ("VS330",)),
    Hostile("nothing but blanks", lambda: cell(COUNT, "   "), ("VS301",)),
    Hostile("nothing but invisible characters", lambda: cell(COUNT, "\u200b\u00a0"), ("VS301",)),
    Hostile("escapes in a text", lambda: cell(WORDS, "Bà_x000D_Hoa_x0001__x0000_"), ("VS224",)),
    Hostile("direction marks in a text", lambda: cell(WORDS, "Bà \u202eHoa"), ("VS224",)),
    Hostile("text of 40,000 characters", lambda: cell(LONG, long_text(40_000).decode()), ("VS117", "VS321")),
    Hostile("text of 5,000 characters", lambda: cell(LONG, long_text(5_000).decode()), ("VS321",)),
    Hostile("control byte in the XML", lambda: changed(_TT, lambda x: x.replace(b"</t>", b"\x01</t>", 1)), ("VS103",)),
    Hostile("no UTF-8 in the XML", lambda: changed(_TT, lambda x: x.replace(b"</t>", b"\xff</t>", 1)), ("VS103",)),
    Hostile("one cell twice", twice, ("VS216",)),
    Hostile("rows out of order", rows_reversed, ()),
    Hostile(
        "wrong dimension",
        lambda: changed(_NV1, lambda x: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', x)),
        (),
    ),
    Hostile("Strict Open XML", strict, ()),
    Hostile("sheet listed without its part", lambda: without(FORM_SHEET), ("VS201",)),
    Hostile("sheet listed without a relation", lambda: _unlinked("NV3"), ("VS201",)),
    Hostile("shared texts missing", lambda: without(TEXTS), ("VS103", "VS104", "VS329")),
    Hostile("styles missing", lambda: without(STYLES), ("VS314", "VS103")),
    Hostile("content types missing", lambda: without(TYPES), ("VS102", "VS103")),
    Hostile("relations missing", lambda: without(_LINKS), ("VS103", "VS104", "VS201")),
    Hostile("shared texts under a name of another case", odd_texts_name, ()),
    Hostile("sheet in UTF-16", lambda: utf16(_NV1), ()),
    Hostile("workbook in UTF-16", lambda: utf16(BOOK), ()),
    Hostile("parts under other paths", moved_parts, ()),
    Hostile("empty fill", lambda: changed(STYLES, lambda x: x.replace(b"</fills>", b"<fill/></fills>")), ()),
    Hostile("colour that is none", lambda: changed(STYLES, lambda x: re.sub(rb'rgb="[^"]*"', b'rgb="xyz"', x)), ()),
    Hostile("document dates that are none", _date_properties, ()),
    Hostile("values beneath a merge", lambda: merged("D14:D16"), ("VS218",)),
    Hostile("merge over the code column", lambda: merged("A14:B16"), ()),
    Hostile("hidden row with a value", hidden_row, ("VS219",)),
    Hostile("hidden column with values", hidden_column, ("VS219",)),
    Hostile(
        "hidden sheet of the form",
        lambda: changed(BOOK, lambda x: x.replace(b'name="NV3"', b'name="NV3" state="veryHidden"')),
        ("VS209",),
    ),
    Hostile("hidden sheet of the unit", lambda: foreign("Ẩn", "veryHidden"), ("VS207",)),
    Hostile("sheet named like a path", lambda: foreign("..\\..\\etc", "visible"), ("VS207",)),
    Hostile("sheet named with direction marks", lambda: foreign("\u202eKhác", "visible"), ("VS207",)),
    Hostile("macros", macros, ("VS113",), ".xlsm"),
    Hostile("link to another workbook", lambda: linked(b"externalBook"), ("VS121",)),
    Hostile("data exchange with a program", lambda: linked(b"ddeLink"), ("VS121",)),
    Hostile("note instead of an answer", lambda: noted("D99"), ("VS220",)),
    Hostile("note on an answer", lambda: noted(address(COUNT)[1].decode()), ("VS221",)),
    Hostile("text box", box, ("VS222",)),
    Hostile("embedded file", lambda: built(lambda p: p.update({"xl/embeddings/a.bin": b"x"})), ("VS223",)),
)
