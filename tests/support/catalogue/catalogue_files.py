"""Files and containers (F), and forms of another kind, unit or period (T)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from tests.support.catalogue.catalogue import UNIT, Line, changed, good
from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import FILES, OLE, restamped, without_sheet
from tests.support.forms.workbook_parts import beside, part_of
from tests.support.seasons import season

SAMPLES = Path(__file__).parents[3] / "sample_submissions"
PROGRAM = "docProps/app.xml"


def zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return target.getvalue()


def strict() -> bytes:
    """The namespaces of ISO strict: readers that know only the usual ones see no sheets."""
    parts = at.unpacked(good())
    old = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    new, new_links = (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    return at.packed({n: c.replace(old, new).replace(links, new_links) for n, c in parts.items()})


def macro() -> bytes:
    return at.packed(at.unpacked(good()) | {"xl/vbaProject.bin": OLE})


def photos() -> bytes:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">'
        "<xdr:twoCellAnchor><xdr:pic/></xdr:twoCellAnchor></xdr:wsDr>"
    )
    content = beside(good(), "NV4", {"drawing": ("drawings/drawing1.xml", drawing.encode())})
    return at.packed(at.unpacked(content) | {"xl/media/image1.jpeg": b"\xff\xd8" + bytes(3_000_000)})


def by_wps() -> bytes:
    content = at.edited(good(), PROGRAM, lambda _: b"<Properties><Application>WPS Office</Application></Properties>")
    part = part_of("NV6").encode().decode()
    text = at.unpacked(content)[part].decode()
    start = text.index("<dimension")
    whole = text[start : text.index("/>", start) + 2]
    return at.replaced(content, part, whole, '<dimension ref="A1:A1"/>')


def part_lost() -> bytes:
    parts = at.unpacked(good())
    del parts[at.sheet_parts(parts)["NV2"]]
    return at.packed(parts)


def opendocument() -> bytes:
    return (SAMPLES / "so TTTT bc 6 thang dau nam.ods").read_bytes()


def typed_copy(*, codes: bool = False) -> bytes:
    """The look of the form without its stamp: values copied into a new workbook, with or without the codes."""
    book: Any = load_workbook(io.BytesIO(good()))
    del book["_meta"]
    del book.custom_doc_props["vstbcpn"]
    book.properties.keywords = ""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "vstbcpn" in cell.value:
                    cell.value = None
    if not codes:
        for sheet in book.worksheets:
            for row in sheet.iter_rows(max_col=1):
                for cell in row:
                    if isinstance(cell, Cell):  # the rest of a merged area cannot be written
                        cell.value = None
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def example_copied(content: bytes = b"", row: int = 1) -> bytes:
    """The example of a table copied into one of its rows, and nothing else filled."""
    table = season.edition().tables["T6.B1"]
    cells = {at.spot(UNIT, f"T6.B1.{key}", number=row): text for key, text in table.example.items()}
    return at.typed(content or at.blank(UNIT), cells)


def cut_off() -> bytes:
    return good()[: len(good()) // 2]


def legacy_xls() -> bytes:
    return OLE + bytes(600) + "Workbook".encode("utf-16-le")


def google_link() -> bytes:
    return b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1", "email": "a@b.example"}'


def numbers_mac() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("Index/Document.iwa", b"\0")
        package.writestr("Metadata/Properties.plist", b"<plist/>")
    return target.getvalue()


def two_units() -> bytes:
    """A sheet of a neighbour pasted into the file, cell by cell."""
    theirs: Any = load_workbook(io.BytesIO(at.filled("so-noi-vu")))["NV3"]
    book: Any = load_workbook(io.BytesIO(good()))
    sheet = book.create_sheet("NV3 Sở Nội vụ")
    for row in theirs.iter_rows():
        for cell in row:
            sheet[cell.coordinate].value = cell.value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_of_edition(edition: str) -> bytes:
    """One sheet of the unit's own form of another year pasted into this year's."""
    book: Any = load_workbook(io.BytesIO(good()))
    for row in book["NV3"].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and "vstbcpn:" in cell.value:
                cell.value = cell.value.replace("vstbcpn:2011/", f"vstbcpn:{edition}/")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def heavy() -> bytes:
    """12 MB, whatever the form weighs."""
    image = b"\xff\xd8" + bytes(12 * 2**20 - len(photos()))
    return at.packed(at.unpacked(photos()) | {"xl/media/image2.jpeg": image})


def lists_lost() -> bytes:
    content = at.edited(good(), PROGRAM, lambda _: b"<Properties><Application>WPS Office</Application></Properties>")
    return at.edited(content, part_of("NV6"), lambda part: part.replace(b'type="list"', b'type="none"'))


OTHERS = (
    (b"<html><table><tr><td>6</td></tr></table></html>", "trang web"),
    ("<table>".encode("utf-16"), "trang web"),
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML"),
    ("Mã số\tSố liệu".encode(), "văn bản thuần"),
    (b"From: a@b.vn\nSubject: bao cao\n", "thư điện tử"),
    (OLE + bytes(504) + "WordDocument".encode("utf-16-le"), "Word"),
    (OLE + bytes(504) + "__substg1.0_0037001F".encode("utf-16-le"), "thư điện tử"),
    (b"Rar!\x1a\x07\x01\x00" + bytes(200), "tệp nén"),
    (b"\x00\x00\x00\x18ftypheic" + bytes(50), "ảnh"),
    (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "phim"),
    (b"RIFF\x00\x00\x00\x00WEBP", "ảnh"),
    (b"RIFF\x00\x00\x00\x00AVI ", "phim"),
    (b"BM\x36\x00\x0c\x00" + bytes(48), "ảnh"),
    (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "lối tắt"),
    (b"PK\x05\x06" + bytes(18), "không có gì"),
    (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
)
"""What comes instead of a workbook, under any name, and what it is called."""

LINES = [
    Line("F01", lambda: FILES["password"][0], ("VS101 error tệp",), says=("mật khẩu", "Đề nghị bỏ mật khẩu")),
    Line("F02", legacy_xls, ("VS103 error tệp",), name="gui-ve.xls"),
    *(Line("F03", partial(bytes, content), ("VS102 error tệp",), says=(told,)) for content, told in OTHERS),
    Line(
        "F03",
        lambda: zipped({"thư mục/BC Sở.XLSX": good()}),
        ("VS126 notice tệp",),
        {"T6.05": 6},
        says=("“BC Sở.XLSX”",),
        name="a.zip",
    ),
    Line(
        "F03",
        lambda: zipped(
            {"a.xlsx": good(), "Ảnh/ký.jpg": b"\xff\xd8", "b.zip": zipped({"c.xlsx": good()}), "Thumbs.db": b""}
        ),
        ("VS126 notice tệp", "VS133 notice tệp"),
        {"T6.05": 6},
        says=("còn 2 tệp chưa được đọc: “ký.jpg”; “b.zip”",),
        name="a.zip",
    ),
    Line("F03", lambda: zipped({"a.xlsx": good(), "b.xlsx": good()}), ("VS127 error tệp",), says=("2 tệp Excel",)),
    Line(
        "F03",
        lambda: zipped({"a.zip": zipped({"b.xlsx": good()})}),
        ("VS126 notice tệp",),
        {"T6.05": 6},
        says=("“a.zip/b.xlsx”",),
        name="a.zip",
    ),
    Line(
        "F03",
        lambda: zipped({"a.rar": b"Rar!"}),
        ("VS102 error tệp",),
        says=("không có tệp Excel nào mở được", "giải nén"),
    ),
    Line("F03", lambda: zipped({"baocao": good()}), ("VS126 notice tệp",), {"T6.05": 6}, name="a.zip"),
    Line("F03", lambda: zipped({"~$bc.xlsx": good()}), ("VS126 notice tệp",), {"T6.05": 6}, name="a.zip"),
    Line("F03", lambda: zipped({"a.docx": zipped({"word/document.xml": b"<x/>"})}), ("VS102 error tệp",), name="a.zip"),
    Line("F03", google_link, ("VS102 error tệp",), name="a.gsheet", says=("Microsoft Excel",)),
    Line("F03", numbers_mac, ("VS102 error tệp",), name="a.numbers", says=("Numbers",)),
    Line("F04", lambda: b"%PDF-1.4\n", ("VS102 error tệp",), name="a.pdf", says=("PDF", "Excel")),
    Line("F04", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF", ("VS102 error tệp",), name="a.xlsx", says=("ảnh",)),
    Line("F05", macro, ("VS113 warning tệp",), {"T6.05": 6}, says=("macro",)),
    Line("F06", cut_off, ("VS103 error tệp",), says=("hỏng", "gửi lại")),
    Line("F07", lambda: b"", ("VS115 error tệp",)),
    Line("F07", lambda: b"\x05Admin" + bytes(159), ("VS110 notice tệp",), name="~$gui-ve.xlsx", says=("đóng Excel",)),
    Line("F08", strict, (), {"T6.05": 6}),
    Line("F09", photos, ("VS223 warning NV4!A1",), {"T6.05": 6}, says=("ảnh",)),
    Line("F09", heavy, ("VS125 warning tệp", "VS223 warning NV4!A1"), {"T6.05": 6}, says=("12 MB",)),
    Line("F10", by_wps, (), {"T6.05": 6}),
    Line("F10", lists_lost, ("VS232 notice tệp",), {"T6.05": 6}, says=("WPS Office", "“NV6”")),
    Line("F11", part_lost, ("VS201 error NV2!A1",), {"T6.05": 6, "T2.05": None}, says=("NV2",)),
    Line("T01", lambda: restamped("2011/", "2010/"), ("VS105 error tệp",), says=("2010",)),
    Line("T02", typed_copy, ("VS104 error tệp",), says=("mẫu",)),
    Line("T03", two_units, ("VS129 error tệp",), says=("là của Sở Nội vụ, kỳ sơ kết", "tệp là của Sở Y tế, kỳ")),
    Line("T03", lambda: sheet_of_edition("2010"), ("VS129 error tệp",), says=("là của Sở Y tế, kỳ 2010;",)),
    Line("T03", changed({"M.02": "Sở Y tế tỉnh Lạng Sơn"}), ("VS210 warning M.02",), {"T6.05": 6}),
    Line("T03", changed({"M.02": "Huyện Chi Lăng"}), ("VS213 error tệp",), says=("Sở Y tế", "Huyện Chi Lăng")),
    Line("T04", lambda: restamped("/6t/", "/nam/"), ("VS106 error tệp",), says=("năm 2011", "6 tháng")),
    Line("T05", lambda: at.blank(UNIT), ("VS109 error tệp",), says=("Bật chỉnh sửa",)),
    Line("T06", example_copied, ("VS109 error tệp",)),
    Line("T06", lambda: example_copied(good(), row=3), ("VS235 error T6.B1",), {"T6.05": 6}),
    Line("T07", lambda: without_sheet(good(), "_meta"), ("VS214 warning tệp",), {"T6.05": 6}, says=("ẩn",)),
    Line("T07", lambda: typed_copy(codes=True), ("VS214 warning tệp",), {"T6.05": 6}, says=("“TT”",)),
    Line("T08", changed({"T6.15": 120}), ("VS309 error T6.15",), {"T6.15": "withheld"}, says=("120",)),
]
