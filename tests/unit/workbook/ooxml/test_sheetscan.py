"""Rows read by pattern and rows read by the parser are the same, or the pattern does not touch them."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.forms import returned as at
from vstbcpn_cli.runtime.zip_guard import RefusedError
from vstbcpn_cli.workbook.ooxml.parts import SharedTexts
from vstbcpn_cli.workbook.ooxml.sheet_part import SheetPart
from vstbcpn_cli.workbook.ooxml.sheet_scan import quiet_spans, scan_rows, scan_texts
from vstbcpn_cli.workbook.ooxml.xml_guard import parse
from vstbcpn_cli.workbook.raw import NumberShape

HEAD = b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="m">'
TEXTS = [f"chữ {n}" for n in range(2000)]
SHAPES = [NumberShape.GENERAL, NumberShape.DATE, NumberShape.PERCENT] * 40


def parsed(content: bytes) -> SheetPart | str:
    found = SheetPart(TEXTS, SHAPES)
    try:
        parse((content,), found)
    except RefusedError as fault:
        return fault.reason
    return found


def scanned(content: bytes) -> SheetPart | str | None:
    found = SheetPart(TEXTS, SHAPES)
    try:
        rest = scan_rows(content, found)
        if rest is None:
            assert not found.cells
            return None
        parse(rest, found, quiet_spans)
    except RefusedError as fault:
        return fault.reason
    return found


def told(found: SheetPart | str) -> object:
    if isinstance(found, str):
        return found
    return (
        *(found.cells, found.merges, found.hidden_rows, found.hidden_columns, found.twice),
        *(found.filtered, found.values),
    )


def sheet(rows: bytes, after: bytes = b"") -> bytes:
    return HEAD + b"<sheetData>" + rows + b"</sheetData>" + after + b"</worksheet>"


def sheets() -> list[bytes]:
    parts = at.unpacked(at.filled("so-noi-vu"))
    return [content for name, content in parts.items() if "worksheets/sheet" in name]


def test_every_sheet_of_our_own_form_is_read_by_pattern() -> None:
    for content in sheets():
        found = scanned(content)
        assert found is not None
        assert told(found) == told(parsed(content))


USUAL = [
    b'<row r="1" spans="1:3" ht="15.75" hidden="1" x14ac:dyDescent="0.25"><c r="A1" s="1"/><c r="B1"><v>1.5</v></c></row>',
    b'<row r="2"><c r="A2" t="str"><f>B1&amp;"x"</f><v>a &lt; b&#233;&#x1EC7;</v></c><c r="B2"><f>SUM(A1:A2)</f></c></row>',
    b'<row r="3"><c r="A3" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c><c r="B3" t="b"><v>1</v></c></row>\n<row r="4"/>',
    b'<row r="5"><c r="A5" s="2" t="s"><v>7</v></c><c r="A5" t="s"><v>70000</v></c><c r="C5" t="e"><v>#N/A</v></c></row>',
    b'<row r="6"><c r="A6"><f t="shared" ref="A6:A9" si="0">A5</f><v>1</v></c><c r="A7"><f t="shared" si="0"/><v></v></c></row>',
    b'<row r="7"><c r="A1048577"><v>1</v></c></row>',
    b'<row r="0"><c r="A8"><v>1</v></c></row>',
    b'<row r="9"><c r="XFE9"><v>1</v></c><c r="B9"></c><c r="C9" s="4" t="n"></c></row>',
]


@pytest.mark.parametrize("rows", USUAL)
def test_rows_as_programs_write_them(rows: bytes) -> None:
    found = scanned(sheet(rows))
    assert found is not None
    assert told(found) == told(parsed(sheet(rows)))


@pytest.mark.parametrize(
    "content",
    [
        sheet(b'<row r="1"><c r="A1"><v>1</v></c>'),
        sheet(b'<c r="A1"><v>1</v></c>'),
        sheet(b"</row>"),
        sheet(b'<row r="1"><row r="2"></row></row>'),
        sheet(b'<row r="1" r="2"></row>'),
        sheet(b'<row r="1"><c r="A1"><f t="array" t="x">1</f></c></row>'),
        sheet(b'<row r="1"><c r="A1"><v>&nbsp;</v></c></row>'),
        sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>&nbsp;</f></c></row>'),
        sheet(b'<row r="1"><c r="A1"><v>&#1;</v></c></row>'),
        sheet(b'<row r="1"><c r="A1"><v>&#x110000;</v></c></row>'),
        sheet(b'<row r="1"><c r="A1"><v>&#xD800;</v></c></row>'),
        sheet(b'<row r="1"><c r="A1"><v>a]]></v></c></row>'),
        sheet(b'<row r="1"><c r="A1"><v>&amp;a]]></v></c></row>'),
        sheet(b'<row r="1"><c r="A1"><v>\xff</v></c></row>'),
        sheet(b'<row r="1"><c r="A1"><v>\x01</v></c></row>'),
        sheet(b'<row r="1"><c r="A1"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>'),
        sheet(b'<row r="1"><c t="s" r="A1"><v>1</v></c></row>'),
        sheet(b"<row r='1'><c r='A1'><v>1</v></c></row>"),
        sheet(b'<row r="1"><c r="a1"><v>1</v></c></row>'),
        sheet(b"", b"<!-- </sheetData> -->"),
        sheet(b"", b"<?x </sheetData> ?>"),
        sheet(b"").replace(b"UTF-8", b"UTF-16"),
        sheet(b"").replace(b"UTF-8", b"ISO-8859-1"),
        sheet(b"").decode().encode("utf-16"),
        HEAD + b"<sheetData/></worksheet>",
        HEAD + b"</sheetData><sheetData></worksheet>",
    ],
)
def test_what_is_written_otherwise_is_left_to_the_parser(content: bytes) -> None:
    assert scanned(content) is None
    parsed(content)


def test_what_stands_around_the_rows_is_still_read() -> None:
    quiet = b'<conditionalFormatting sqref="A1"><cfRule type="x"><formula>A1&gt;2</formula></cfRule></conditionalFormatting>'
    after = (
        quiet * 2 + b'<mergeCells><mergeCell ref="A1:B2"/></mergeCells>' + quiet + b'<autoFilter ref="A1"/>'
        b'<conditionalFormatting sqref="B1"/><dataValidations count="0"/><mergeCells><mergeCell ref="C1:D2"/></mergeCells>'
    )
    content = sheet(b'<row r="1"><c r="A1"><v>1</v></c></row>', after).replace(
        b"<sheetData>", b'<cols><col min="2" max="3" hidden="1"/></cols><sheetData>'
    )
    found = scanned(content)
    assert isinstance(found, SheetPart)
    assert found.merges == [(1, 1, 2, 2), (1, 3, 2, 4)]
    assert found.filtered
    assert found.hidden_columns == {2, 3}
    assert told(found) == told(parsed(content))


def test_the_quiet_part_must_be_well_formed() -> None:
    broken = sheet(b"", b"<dataValidations count='1'><a></b></dataValidations>")
    assert scanned(broken) == parsed(broken) == "broken-xml"
    endless = sheet(b"", b"<dataValidations count='1'><a>")
    assert scanned(endless) == "broken-xml"


def test_a_very_long_quiet_part_is_handed_to_the_parser_with_its_depth() -> None:
    deep = b"<dataValidations count='1'>" + b"<a>" * 400_000 + b"</a>" * 400_000 + b"</dataValidations>"
    assert scanned(sheet(b"", deep)) == "too-deep"


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 2**32))
def test_a_damaged_sheet_is_never_read_differently(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(chance.choice([sheet(b"".join(USUAL[:5])), chance.choice(sheets())]))
    bits = [
        b"<",
        b">",
        b'"',
        b"/",
        b"&",
        b"<v>",
        b"</c>",
        b"]]>",
        b" ",
        b"\r",
        b"\xc3",
        b'<c r="B2"/>',
        b"</row>",
        b"<!--",
    ]
    inside = content.find(b"<sheetData>"), content.rfind(b"</sheetData>")
    for _ in range(chance.randint(1, 3)):
        spot = chance.randrange(*inside)
        content[spot : spot + chance.randint(0, 3)] = chance.choice(bits)
    found = scanned(bytes(content))
    if found is not None:
        assert told(found) == told(parsed(bytes(content)))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            b'<sst count="2" uniqueCount="2"><si><t>a</t></si><si><t xml:space="preserve"> b&amp;</t></si></sst>',
            ["a", " b&"],
        ),
        (b"<sst></sst>", []),
        (b"<sst><si><r><t>a</t></r></si></sst>", None),
        (b"<sst><si><t/></si></sst>", None),
        (b"<sst><si><t>a]]></t></si></sst>", None),
        (b"<sst><si><t>a</t></si></sst><x/>", None),
        (b"<!-- x --><sst><si><t>a</t></si></sst>", None),
        (b"<si><t>a</t></si></sst>", None),
        (b"<sst><si><t>a</t></si>", None),
    ],
)
def test_shared_texts(content: bytes, expected: list[str] | None) -> None:
    assert scan_texts(content) == expected
    if expected is not None:
        found = SharedTexts()
        parse((content,), found)
        assert found.texts == expected


def test_shared_texts_of_our_own_form() -> None:
    content = at.unpacked(at.filled("so-noi-vu"))["xl/sharedStrings.xml"]
    found = SharedTexts()
    parse((content,), found)
    assert scan_texts(content) == found.texts
    assert re.search("[ạ-ỹ]", "".join(found.texts))


def test_cells_of_a_formula_of_arrays_are_formulas() -> None:
    """Files name the formula in the first cell of its area alone; what a unit types below is no part of it."""
    rows = (
        b'<row r="1"><c r="A1"><f t="array" ref="A1:B2">D1:E2</f><v>1</v></c><c r="B1"><v>2</v></c></row>'
        b'<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c><c r="C2"><v>5</v></c></row>'
        b'<row r="3"><c r="A3"><v>6</v></c></row>'
    )
    content = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + rows
    content += b"</sheetData></worksheet>"
    sheet = SheetPart((), ())
    assert scan_rows(content, sheet) is not None
    formulas = {place: cell.formula for place, cell in sheet.cells.items()}
    inside = {(1, 1): "D1:E2", (1, 2): "=", (2, 1): "=", (2, 2): "="}
    assert formulas == inside | {(2, 3): "", (3, 1): ""}
