"""The same form as other programs may store it in .xlsx: other names, other addresses, other encodings, other parts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.support.forms import returned as at
from tests.support.forms.read_back import told
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.feedback import CellNote, Markings
from vstbcpn_cli.workbook.form.sheet_plan import Role
from vstbcpn_cli.workbook.marking.annotator import annotate
from vstbcpn_cli.workbook.ooxml.package import read_package
from vstbcpn_cli.workbook.ooxml.page_margins_text import margin_words

UNIT = "so-y-te"
MAIN, LINKS, PACKAGE = at.MAIN, at.LINKS, "http://schemas.openxmlformats.org/package/2006"
Change = Callable[[str], str]
_CELL = re.compile(r'(<c r=")([A-Z]+)([0-9]+)"')


def changed(change: Change, where: str = "xl/worksheets/") -> bytes:
    parts = at.unpacked(at.filled(UNIT))
    assert any(n.startswith(where) and change(c.decode()) != c.decode() for n, c in parts.items())
    return at.packed({n: change(c.decode()).encode() if n.startswith(where) else c for n, c in parts.items()})


def texts() -> list[str]:
    return re.findall(r"<si>(.*?)</si>", at.unpacked(at.filled(UNIT))["xl/sharedStrings.xml"].decode(), re.DOTALL)


def small(sheet: str) -> str:
    sheet = _CELL.sub(lambda m: f'{m[1]}{m[2].lower()}{m[3]}"', sheet)
    return re.sub(r'(<mergeCell ref=")([A-Z0-9:]+)', lambda m: m[1] + m[2].lower(), sheet)


def absolute(sheet: str) -> str:
    return _CELL.sub(r'\1$\2$\3"', sheet)


def implied(sheet: str) -> str:
    """Rows and cells without their addresses, which the gaps between them are filled for."""
    start, end = sheet.index("<sheetData>") + len("<sheetData>"), sheet.index("</sheetData>")
    rows: list[str] = []
    for match in re.finditer(r'<row r="(\d+)"[^>]*?(?:/>|>(.*?)</row>)', sheet[start:end], re.DOTALL):
        rows += ["<row/>"] * (int(match[1]) - len(rows) - 1)
        cells: list[str] = []
        for letters, rest in re.findall(r'<c r="([A-Z]+)\d+"([^>]*?(?:/>|>.*?</c>))', match[2] or "", re.DOTALL):
            column = sum((ord(x) - 64) * 26**n for n, x in enumerate(reversed(letters)))
            cells += ["<c/>"] * (column - len(cells) - 1)
            cells.append(f"<c{rest}")
        rows.append(f"<row>{''.join(cells)}</row>")
    return sheet[:start] + "".join(rows) + sheet[end:]


def inline(sheet: str) -> str:
    known = texts()
    return re.sub(r't="s"><v>(\d+)</v>', lambda m: f't="inlineStr"><is>{known[int(m[1])]}</is>', sheet)


def as_results(sheet: str) -> str:
    known = ["".join(re.findall(r"<t[^>]*>(.*?)</t>", text, re.DOTALL)) for text in texts()]
    return re.sub(r't="s"><v>(\d+)</v>', lambda m: f't="str"><v>{known[int(m[1])]}</v>', sheet)


def exponents(sheet: str) -> str:
    """14 as 1.4E+1."""
    number = re.compile(r'(<c r="[A-Z]+\d+" s="\d+">)<v>(\d)(\d+)</v>')
    return number.sub(lambda m: f"{m[1]}<v>{m[2]}.{m[3]}E+{len(m[3])}</v>", sheet)


def prefixed(sheet: str) -> str:
    return re.sub(r"<(/?)(?!\?)([A-Za-z])", r"<\1x:\2", sheet).replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def strict(part: str) -> str:
    return part.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
        LINKS, "http://purl.oclc.org/ooxml/officeDocument/relationships"
    )


def trial_version(part: str) -> str:
    """As the trial version of Excel 2007 wrote it."""
    part = part.replace(MAIN, "http://schemas.microsoft.com/office/excel/2006/2")
    part = part.replace(LINKS, "http://schemas.microsoft.com/office/2006/relationships")
    part = part.replace("<si>", "<sstItem>").replace("</si>", "</sstItem>")
    return part.replace(PACKAGE, "http://schemas.openxmlformats.org/package/2005/06")


def alternative(sheet: str) -> str:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    choice = f'<mc:AlternateContent xmlns:mc="{space}"><mc:Choice Requires="x99"><y/></mc:Choice></mc:AlternateContent>'
    return sheet.replace("<sheetData>", f"{choice}<sheetData>")


def renamed(old: str, new: str) -> bytes:
    parts = at.unpacked(at.filled(UNIT))
    parts[new] = parts.pop(old)
    before, after = (name.rpartition("/")[2].encode() for name in (old, new))
    return at.packed(
        {n: c.replace(before, after) if n.endswith(".rels") or n.startswith("[") else c for n, c in parts.items()}
    )


def without_shared_texts() -> bytes:
    parts = at.unpacked(changed(inline))
    del parts["xl/sharedStrings.xml"]
    return at.packed(parts)


def in_utf_16() -> bytes:
    declared = re.compile(rb"""(encoding=["'])utf-8""", re.IGNORECASE)
    parts = at.unpacked(at.filled(UNIT))
    return at.packed({n: declared.sub(rb"\1UTF-16", c).decode().encode("utf-16") for n, c in parts.items()})


WAYS: dict[str, Callable[[], bytes]] = {
    "small letters": lambda: changed(small),
    "absolute addresses": lambda: changed(absolute),
    "no addresses": lambda: changed(implied),
    "texts inside the cells": lambda: changed(inline),
    "no shared texts": without_shared_texts,
    "texts as results": lambda: changed(as_results),
    "exponents": lambda: changed(exponents),
    "prefixes": lambda: changed(prefixed, "xl/worksheets/sheet"),
    "strict": lambda: changed(strict, ""),
    "trial version": lambda: changed(trial_version, ""),
    "alternatives": lambda: changed(alternative),
    "UTF-16": in_utf_16,
    "absolute targets": lambda: changed(lambda t: t.replace('Target="', 'Target="/xl/'), "xl/_rels/workbook.xml.rels"),
    "absolute targets of the package": lambda: changed(lambda t: t.replace('Target="', 'Target="/'), "_rels/.rels"),
    "a sheet under another name": lambda: renamed("xl/worksheets/sheet3.xml", "xl/worksheets/Trang tinh.x.xml"),
    "texts under another name": lambda: renamed("xl/sharedStrings.xml", "xl/SharedStrings.xml"),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_form_is_read_however_it_is_written(way: str) -> None:
    content = WAYS[way]()
    assert told(at.accepted(content)) == told(at.accepted(at.filled(UNIT)))
    assert at.lines(at.findings(content)) == []


@pytest.mark.parametrize("way", ["small letters", "absolute addresses", "no addresses"])
def test_a_mark_falls_into_the_cell_however_its_address_is_written(way: str) -> None:
    """Otherwise the marked copy holds the cell twice, and one of them is empty."""
    place = at.ref(UNIT, "T6.05")
    made = Markings("a", "DanhSach", "t", (), ("TT",), 0, (), (CellNote(place, Severity.ERROR, "ghi chú"),))
    marked = read_package(annotate(WAYS[way](), made))
    sheet = next(s for s in marked.sheets if s.name == place.sheet)
    before = next(s for s in read_package(at.filled(UNIT)).sheets if s.name == place.sheet)
    assert (sheet.twice, sheet.cells) == ((), before.cells)
    assert [(n.row, n.column) for n in sheet.notes] == [(place.row, place.column)]


@pytest.mark.parametrize("address", ["ı1", "1", "a", "A0", "xfe1", "$$", "A-1", "Ａ1"])
def test_what_is_no_address_is_none_in_any_letters(address: str) -> None:
    sheet, row, column = at.spot(UNIT, "T6.05", Role.VALUE)
    part = at.sheet_parts(at.unpacked(at.filled(UNIT)))[sheet]
    there = at.ref(UNIT, "T6.05").address
    content = at.replaced(at.filled(UNIT), part, f'r="{there}"', f'r="{address}"')
    assert at.refused(content)[0] == "outside-the-grid", (row, column)


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (
            '&LTimes New Roman,Regular"vstbcpn:2011/6t/so-y-te/3016f6091873/1&RTimes New Roman,Bold Italic"Trang &P/&N',
            (),
        ),
        ('&L&"Times New Roman,Regular"&8vstbcpn:2011/6t/so-y-te/3016f6091873/1&R&9Trang &P/&N', ()),
        ('&C"Arial,Regular"&P', ()),
        ('&L&"Sans,Regular"&K000000Times New Roman,Regular" vstbcpn:2011/6t/so-y-te/3016f6091873/1', ()),
        ('&LSans,Regular"000000Times New Roman,Regular" vstbcpn:2011/6t/so-y-te/3016f6091873/1&R Trang &P', ()),
        ('&L&"Arial,Regular"Biểu "A,B" ước', ('Biểu "A,B" ước',)),
        ('&LTimes New Roman,Regular"Số liệu ước&RTrang &P', ("Số liệu ước",)),
        ('&LTheo Công văn 12, "khẩn"', ('Theo Công văn 12, "khẩn"',)),
        ("&LSở Y tế,Phòng Kế hoạch", ("Sở Y tế,Phòng Kế hoạch",)),
        ('&LBiểu "A,B" ước', ('Biểu "A,B" ước',)),
    ],
)
def test_a_font_that_lost_its_sign_is_no_text_in_the_margin(stored: str, words: tuple[str, ...]) -> None:
    assert margin_words([stored]) == words
