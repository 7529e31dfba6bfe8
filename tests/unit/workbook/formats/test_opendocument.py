"""Spreadsheets of LibreOffice and its relatives: what their cells store, what lies on them, what is none of theirs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import python_calamine

from tests.support.hostile.hostile_formats import opendocument
from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.workbook.formats.detect import open_book
from vstbcpn_cli.workbook.formats.ods import read_opendocument
from vstbcpn_cli.workbook.raw import CellKind, Note, NumberShape, RawBook, RawCell, UnreadableBookError

_EXTENSION = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def row(cells: str, about: str = "") -> str:
    return f"<table:table-row{about}>{cells}</table:table-row>"


def cell(kind: str = "", shown: str = "", **stored: str) -> str:
    about = f' office:value-type="{kind}"' if kind else ""
    about += "".join(f' office:{name.replace("_", "-")}="{value}"' for name, value in stored.items())
    return f"<table:table-cell{about}><text:p>{shown}</text:p></table:table-cell>"


def cells_of(table: str) -> dict[tuple[int, int], RawCell]:
    (sheet,) = read_opendocument(opendocument(table)).sheets
    return dict(sheet.cells)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (cell("float", "1.234,5", value="1234.5"), RawCell(CellKind.NUMBER, "1234.5")),
        (cell("currency", "5 đ", value="5"), RawCell(CellKind.NUMBER, "5")),
        (cell("percentage", "50%", value="0.5"), RawCell(CellKind.NUMBER, "0.5", "", NumberShape.PERCENT)),
        (cell("date", "5/6/11", date_value="2011-06-05"), RawCell(CellKind.DATE, "2011-06-05", "", NumberShape.DATE)),
        (cell("boolean", "X", boolean_value="true"), RawCell(CellKind.BOOL, "1")),
        (cell("boolean", "X", boolean_value="false"), RawCell(CellKind.BOOL, "0")),
        (cell("time", "09:45", time_value="PT33H45M00S"), RawCell(CellKind.TEXT, "09:45")),
        (cell("string", "Có"), RawCell(CellKind.TEXT, "Có")),
        (cell("string", "shown", string_value="stored"), RawCell(CellKind.TEXT, "stored")),
        (cell("float", "không rõ"), RawCell(CellKind.TEXT, "không rõ")),
        (cell("", "without a type"), RawCell(CellKind.TEXT, "without a type")),
        (
            (
                f'<table:table-cell {_EXTENSION} office:value-type="string" office:string-value="" '
                'calcext:value-type="error"><text:p>Err:502</text:p></table:table-cell>'
            ),
            RawCell(CellKind.ERROR, "Err:502"),
        ),
        (
            (
                "<table:table-cell><text:p>a<text:s text:c='2'/>b<text:tab/>c\n   d<text:line-break/>e</text:p>"
                "<text:p>f <text:span>g</text:span></text:p></table:table-cell>"
            ),
            RawCell(CellKind.TEXT, "a  b\tc d\ne\nf g"),
        ),
    ],
)
def test_what_a_cell_stores(written: str, read: RawCell) -> None:
    assert cells_of(row(written)) == {(1, 1): read}


def test_line_breaks_between_the_elements_are_nothing() -> None:
    one = cell("float", "1", value="1")
    table = f"\n <table:table-row>\n  {one}\n  <table:table-cell/>\n  {one}\n </table:table-row>\n"
    with pytest.raises(python_calamine.CalamineError):
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(opendocument(table))).get_sheet_by_index(
            0
        ).to_python()
    assert list(cells_of(table)) == [(1, 1), (1, 3)]


def test_what_is_repeated_stands_in_every_place() -> None:
    twice = '<table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    gap = '<table:table-cell table:number-columns-repeated="3"/>'
    empty = '<table:table-row table:number-rows-repeated="1000"><table:table-cell/></table:table-row>'
    table = row(gap + twice, ' table:number-rows-repeated="2"') + empty + row(cell("string", "y"))
    found = cells_of(table)
    assert sorted(found) == [(1, 4), (1, 5), (2, 4), (2, 5), (1003, 1)]
    assert found[1003, 1].text == "y"


def test_hidden_merged_and_filtered_places_are_told() -> None:
    table = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        + row(cell("string", "a") * 3, ' table:visibility="filter"')
        + row('<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3"/>' + cell("", "b"))
    )
    (sheet,) = read_opendocument(opendocument(table)).sheets
    assert (set(sheet.hidden_rows), sheet.filtered, set(sheet.hidden_columns)) == ({1}, True, {3})
    assert sheet.merges == ((2, 1, 4, 2),)


def test_notes_pictures_and_text_boxes_are_no_part_of_a_cell() -> None:
    note = "<office:annotation><text:p/></office:annotation>"
    note += '<office:annotation xmlns:dc="x"><dc:creator>An</dc:creator><text:p>xem</text:p><text:p>lại</text:p></office:annotation>'
    draw = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    box = f"<draw:frame {draw}><draw:text-box><text:p>hộp</text:p></draw:text-box></draw:frame>"
    chart = f"<draw:frame {draw}><draw:object/><draw:image/></draw:frame>"
    picture = f"<draw:frame {draw}><draw:image><text:p/></draw:image></draw:frame>"
    shapes = f"<table:shapes>{picture}</table:shapes>"
    table = shapes + row(f"<table:table-cell>{note}{box}{chart}<text:p>5</text:p></table:table-cell>")
    (sheet,) = read_opendocument(opendocument(table)).sheets
    assert dict(sheet.cells) == {(1, 1): RawCell(CellKind.TEXT, "5")}
    assert sheet.notes == (Note(1, 1, "xem\nlại"),)
    assert (sheet.drawn, dict(sheet.objects)) == (("hộp",), {"pictures": 1})


def document(body: str, **more: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("Configurations2/menubar/", "")
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="o" xmlns:table="t" xmlns:style="s" '
            f'xmlns:text="p">{body}</office:document-content>',
        )
        for name, content in more.items():
            made.writestr({"meta": "meta.xml", "manifest": "META-INF/manifest.xml"}[name], content)
    return target.getvalue()


def opened(content: bytes) -> RawBook:
    return open_book(Path("bao-cao.ods"), content)[0]


def test_a_hidden_sheet_and_copies_of_other_files() -> None:
    body = (
        '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
        "<table:dde-links><table:dde-link><table:table/></table:dde-link></table:dde-links>"
        '<table:table table:name="NV1"/><table:table table:name="An" table:style-name="ta2"/>'
        "<table:table table:name=\"'file:///x.ods'#A\"><table:table-source/></table:table>"
    )
    assert [(s.name, s.hidden) for s in opened(document(body)).sheets] == [("NV1", False), ("An", True)]


def test_the_marks_of_a_stamp_and_the_program() -> None:
    meta = (
        '<m xmlns:meta="x"><meta:generator>LibreOffice/7.4</meta:generator><meta:keyword>k1</meta:keyword>'
        '<meta:keyword>k2</meta:keyword><meta:user-defined meta:name="vstbcpn">a/b</meta:user-defined></m>'
    )
    book = opened(document("", meta=meta))
    assert (book.program, book.keywords, book.properties) == ("LibreOffice 7.4", "k1 k2", {"vstbcpn": "a/b"})


@pytest.mark.parametrize(
    ("content", "kind", "details"),
    [
        (document("", manifest="<m><encryption-data/></m>"), "password", ()),
        (document("<open>"), "damaged-file", ()),
        (document("", meta="<open>"), "damaged-file", ()),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, kind: str, details: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableBookError) as fault:
        opened(content)
    assert (fault.value.kind, tuple(filter(None, fault.value.details.values()))) == (kind, details)


def package(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "details"),
    [
        (package(mimetype="application/vnd.sun.xml.calc"), "unsupported-format", ("OpenOffice.org 1 (.sxc)",)),
        (package(mimetype="application/epub+zip"), "not-a-workbook", ("ZIP",)),
        (b"\x09\x00\x04\x00\x02\x00\x10\x00", "unsupported-format", ("Excel 2.0 (.xls)",)),
        (b"\x09\x02\x06\x00\x00\x00\x10\x00", "unsupported-format", ("Excel 3.0 (.xls)",)),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "unsupported-format", ("Excel 4.0 (.xls)",)),
    ],
)
def test_relatives_that_are_not_read_are_called_by_their_name(
    content: bytes, kind: str, details: tuple[str, ...]
) -> None:
    with pytest.raises(UnreadableBookError) as fault:
        opened(content)
    assert (fault.value.kind, tuple(filter(None, fault.value.details.values()))) == (kind, details)


def test_a_package_may_say_what_it_is_in_its_manifest_alone() -> None:
    stated = '<m media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("META-INF/manifest.xml", stated)
        made.writestr("content.xml", '<table name="A"/>')
    assert [s.name for s in opened(target.getvalue()).sheets] == ["A"]


# --------------------------------------------------------------------------------------- what other programs store
STYLES = (
    '<?xml version="1.0"?><office:document-styles xmlns:office="o" xmlns:number="n" xmlns:style="s"><office:styles>'
    '<number:text-style style:name="N1"><number:text>Khối </number:text><number:text-content/>'
    "<number:text> – sở, ban, ngành</number:text></number:text-style>"
    '<style:style style:name="C1" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="C2" style:family="table-cell" style:data-style-name="N2"/></office:styles>'
    "</office:document-styles>"
)


@pytest.mark.parametrize(
    ("shown", "style", "typed"),
    [
        ("Khối SN – sở, ban, ngành", "C1", "SN"),
        ("SN", "C1", "SN"),
        ("Khối – sở, ban, ngành", "C1", "Khối – sở, ban, ngành"),
        ("Khối SN – sở, ban, ngành", "C2", "Khối SN – sở, ban, ngành"),
        ("Khối SN – sở, ban, ngành", "", "Khối SN – sở, ban, ngành"),
    ],
)
def test_a_text_stored_as_it_is_shown_is_read_as_it_was_typed(shown: str, style: str, typed: str) -> None:
    about = f' table:style-name="{style}"' if style else ""
    table = f'<table:table-cell{about} office:value-type="string"><text:p>{shown}</text:p></table:table-cell>'
    stored = f'<table:table-cell{about} office:value-type="string" office:string-value="{shown}"/>'
    (sheet,) = read_opendocument(opendocument(row(table + stored), more=(("styles.xml", STYLES.encode()),))).sheets
    assert {p: c.text for p, c in sheet.cells.items()} == {(1, 1): typed, (1, 2): shown}


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("of:=SUM([.D13:.D20];[$'NV 6'.$B$2];1)", "SUM(D13:D20,'NV 6'!$B$2,1)"),
        ("of:=IF([$NV3.$C$25]=&quot;a;[.B1]&quot;;1;2)", 'IF(NV3!$C$25="a;[.B1]",1,2)'),
        ("of:=COM.MICROSOFT.COUNTIFS([.A1:.A9];&quot;=&quot;)", 'COUNTIFS(A1:A9,"=")'),
        ("of:=['file:///C:/kinh phi.ods'#$Sheet1.B5]*2", "[1]Sheet1!B5*2"),
        ("of:=[.#REF!]+[$NV3.#REF!]", "#REF!+#REF!"),
        ("of:=[$NV3.A1:$NV3.B2]", "NV3!A1:B2"),
        ("msoxl:=SUM(D13:D20,1)", "SUM(D13:D20,1)"),
        ("of:=SUM([.$H:.$H])", "SUM($H:$H)"),
        ("of:=SUM([$'Phụ lục'.5:.7])", "SUM('Phụ lục'!5:7)"),
        ("=1+3", "1+3"),
        ("SUM(1)", "="),
        ("of:=", "="),
    ],
)
def test_a_formula_is_told_in_the_words_of_every_spreadsheet(stored: str, words: str) -> None:
    table = f'<table:table-cell table:formula="{stored}" office:value-type="float" office:value="4"/>'
    assert cells_of(row(table)) == {(1, 1): RawCell(CellKind.NUMBER, "4", words)}


@pytest.mark.parametrize(
    ("about", "shown", "read"),
    [
        ('office:value-type="string" office:string-value=""', "", RawCell(CellKind.TEXT, "", "A1")),
        ('office:value-type="string" office:string-value="#REF!"', "#REF!", RawCell(CellKind.ERROR, "#REF!", "A1")),
        ('office:value-type="string"', "#DIV/0!", RawCell(CellKind.ERROR, "#DIV/0!", "A1")),
        ('office:value-type="float" office:value="0"', "#N/A", RawCell(CellKind.NUMBER, "0", "A1")),
        ('office:value-type="string"', "#N/A x", RawCell(CellKind.TEXT, "#N/A x", "A1")),
        ("", "", RawCell(CellKind.PENDING, "", "A1")),
    ],
)
def test_what_a_formula_gave_is_a_result_an_error_or_still_to_come(about: str, shown: str, read: RawCell) -> None:
    table = f'<table:table-cell table:formula="of:=[.A1]" {about}><text:p>{shown}</text:p></table:table-cell>'
    assert cells_of(row(table)) == {(1, 1): read}
    assert cells_of(row(cell("string", "#REF!")))[1, 1].kind is CellKind.TEXT


def test_lists_and_readings_inside_a_cell() -> None:
    inside = (
        "<text:list><text:list-item><text:p>một</text:p><text:list><text:list-item><text:p>hai</text:p>"
        "</text:list-item></text:list></text:list-item></text:list><text:p>"
        "<text:ruby><text:ruby-base>ba</text:ruby-base><text:ruby-text>đọc</text:ruby-text></text:ruby></text:p>"
    )
    (sheet,) = read_opendocument(opendocument(row(f"<table:table-cell>{inside}</table:table-cell>"))).sheets
    assert dict(sheet.cells) == {(1, 1): RawCell(CellKind.TEXT, "một\nhai\nba")}
    assert sheet.drawn == ()


def flat(table: str, kind: str = "spreadsheet") -> bytes:
    spaces = "".join(f' xmlns:x{n}="urn:oasis:names:tc:opendocument:xmlns:of-no-use-{n:040d}:1.0"' for n in range(60))
    names = 'xmlns:office="urn:o" xmlns:table="urn:t" xmlns:text="urn:x" xmlns:meta="urn:m" xmlns:number="urn:n"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {names}{spaces} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:meta>'
        "<meta:generator>LibreOffice/7.4</meta:generator><meta:keyword>k</meta:keyword></office:meta>"
        f'<office:body><office:spreadsheet><table:table table:name="S">{table}</table:table></office:spreadsheet>'
        "</office:body></office:document>"
    ).encode()


def test_a_document_without_a_package_is_read_like_one_with() -> None:
    content = flat(row(cell("float", "1.234,5", value="1234.5")))
    for written in (content, content.decode().replace("UTF-8", "UTF-16").encode("utf-16")):
        book, notes = open_book(Path("bao-cao.fods"), written)
        assert dict(book.sheets[0].cells) == {(1, 1): RawCell(CellKind.NUMBER, "1234.5")}
        assert (book.keywords, book.program, notes) == (
            "k",
            "LibreOffice 7.4",
            [noticed(ProblemKind.OLD_FORMAT, format="fods")],
        )


def test_other_documents_without_a_package_are_told_by_their_kind() -> None:
    with pytest.raises(UnreadableBookError) as fault:
        open_book(Path("bao-cao.fods"), flat("", "text"))
    assert fault.value.details == {"what": "OPENDOCUMENT"}
    with pytest.raises(UnreadableBookError, match="damaged-file"):
        open_book(Path("bao-cao.fods"), flat(row(cell("float", "1", value="1")))[:-30])
