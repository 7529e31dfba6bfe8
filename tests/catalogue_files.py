"""Files and containers (F), and forms of another kind, unit or period (T)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import returned as at
import season
from catalogue import UNIT, Line, changed, good
from openpyxl import load_workbook
from test_reader import FILES, OLE, restamped, without_sheet
from test_remarks import beside, part_of

SAMPLES = Path(__file__).parent.parent / "sample_submissions"
PROGRAM = "docProps/app.xml"


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


def typed_copy() -> bytes:
    """The look of the form without its stamp: values copied into a new workbook."""
    book: Any = load_workbook(io.BytesIO(good()))
    del book["_meta"]
    del book.custom_doc_props["vstbcpn"]
    book.properties.keywords = ""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "vstbcpn" in cell.value:
                    cell.value = None
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def example_copied() -> bytes:
    """The example of a table copied into its first row, and nothing else filled."""
    table = season.edition().tables["T6.B1"]
    cells = {at.spot(UNIT, f"T6.B1.{key}", number=1): text for key, text in table.example.items()}
    return at.typed(at.blank(UNIT), cells)


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


LINES = [
    Line("F01", lambda: FILES["password"][0], ("VS101 error tệp",), says=("mật khẩu", "Đề nghị bỏ mật khẩu")),
    Line("F02", legacy_xls, ("VS103 error tệp",), name="gui-ve.xls"),
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
    Line("F10", by_wps, (), {"T6.05": 6}),
    Line("F11", part_lost, ("VS201 error NV2!A1",), {"T6.05": 6, "T2.05": None}, says=("NV2",)),
    Line("T01", lambda: restamped("2011/", "2010/"), ("VS105 error tệp",), says=("2010",)),
    Line("T02", typed_copy, ("VS104 error tệp",), says=("mẫu",)),
    Line("T03", changed({"M.02": "Huyện Chi Lăng"}), ("VS213 error tệp",), says=("Sở Y tế", "Huyện Chi Lăng")),
    Line("T04", lambda: restamped("/6t/", "/nam/"), ("VS106 error tệp",), says=("năm 2011", "6 tháng")),
    Line("T05", lambda: at.blank(UNIT), ("VS109 error tệp",), says=("Bật chỉnh sửa",)),
    Line("T06", example_copied, ("VS109 error tệp",)),
    Line("T07", lambda: without_sheet(good(), "_meta"), ("VS214 warning tệp",), {"T6.05": 6}, says=("ẩn",)),
    Line("T08", changed({"T6.15": 120}), ("VS309 error T6.15",), {"T6.15": "withheld"}, says=("120",)),
]
