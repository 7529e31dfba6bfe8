"""Returned workbooks changed the way officers and programs change them."""

from __future__ import annotations

import datetime as dt
import io
from xml.etree import ElementTree as ET

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import coordinate_from_string

from tests.support.forms import returned as at
from tests.support.forms.returned import lines, spot, typed
from tests.support.seasons import season
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.workbook.ooxml import package

UNIT = "so-y-te"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def good() -> bytes:
    return at.filled(UNIT)


def conserved(content: bytes, name: str = "gui-ve.xlsx") -> tuple[Finding, ...]:
    """The findings of a file, after proving that every typed cell is in the data, in a finding, or the form's own."""
    read = at.accepted(content, name=name)
    found = judge(at.scope_of(read), at.bound())
    count = read.count
    assert count.typed == count.in_data + count.in_findings + count.ignored
    cells = {p.cell for f in found for p in (f.place, *f.related)}
    keys = {k for f in found for k in f.keys}
    problems = [*read.problems, *(p for o in read.observations() for p in o.problems)]
    assert [p for p in problems if p.cell is not None and p.cell not in cells and p.key not in keys] == []
    return found


def codes(content: bytes, name: str = "gui-ve.xlsx") -> list[tuple[str, str, str]]:
    return lines(conserved(content, name))


# ------------------------------------------------------------------------------------------------- the file itself
def office_document(main: str) -> bytes:
    """An Office package of another kind, named like a workbook."""
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="{main}"/></Relationships>'
    )
    return at.packed({"[Content_Types].xml": b"<Types/>", "_rels/.rels": rels.encode(), main: b"<a/>"})


def foreign_workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã số", "Nội dung", "Số liệu"])
    sheet.append(["T6.05", "Số cán bộ", 12])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


FILES = {
    "password": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password", ()),
    "pdf": (b"%PDF-1.4\n%...", "not-a-workbook", ("PDF",)),
    "pdf after a line break": (b"\r\n%PDF-1.4\n%...", "not-a-workbook", ("PDF",)),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "not-a-workbook", ("PICTURE",)),
    "png": (b"\x89PNG\r\n\x1a\n", "not-a-workbook", ("PICTURE",)),
    "rar": (b"Rar!\x1a\x07", "not-a-workbook", ("ARCHIVE",)),
    "html saved as xls": (b"<html><table>", "not-a-workbook", ("TABLE",)),
    "html with a mark": (b"\xef\xbb\xbf<html>", "not-a-workbook", ("HTML",)),
    "word": (office_document("word/document.xml"), "not-a-workbook", ("Word",)),
    "powerpoint": (office_document("ppt/presentation.xml"), "not-a-workbook", ("PowerPoint",)),
    "any zip": (at.packed({"anh.txt": b"x"}), "not-a-workbook", ("ZIP",)),
    "zip with types only": (at.packed({"[Content_Types].xml": b"<Types/>"}), "not-a-workbook", ("ZIP",)),
    "xlsb": (office_document("xl/workbook.bin"), "unsupported-format", ("Excel Binary (.xlsb)",)),
    "empty": (b"", "empty-file", ()),
    "noise": (b"\x01\x02\x03 no format at all", "damaged-file", ()),
    "foreign": (foreign_workbook(), "not-our-form", ()),
}


def restamped(old: str, new: str) -> bytes:
    parts = {n: c.replace(old.encode(), new.encode()) for n, c in at.unpacked(good()).items()}
    return at.packed(parts)


# ------------------------------------------------------------------------------------------------------- the stamp
def without_sheet(content: bytes, name: str) -> bytes:
    """As Excel deletes a sheet: no longer listed, its part gone."""
    parts = at.unpacked(content)
    part = at.sheet_parts(parts)[name]
    book = parts["xl/workbook.xml"].decode()
    start = book.index(f'<sheet name="{name}"')
    parts["xl/workbook.xml"] = (book[:start] + book[book.index("/>", start) + 2 :]).encode()
    del parts[part]
    return at.packed(parts)


def with_sheet(content: bytes, name: str, sheet: bytes, state: str = "visible") -> bytes:
    """One more sheet at the end."""
    parts = at.unpacked(content)
    parts["xl/worksheets/sheet99.xml"] = sheet
    link = f'<Relationship Id="rId99" Type="{RELATION}/worksheet" Target="worksheets/sheet99.xml"/></Relationships>'
    rels = parts["xl/_rels/workbook.xml.rels"].decode().replace("</Relationships>", link)
    parts["xl/_rels/workbook.xml.rels"] = rels.encode()
    listed = f'<sheet name="{name}" sheetId="99" state="{state}" r:id="rId99"/></sheets>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].decode().replace("</sheets>", listed).encode()
    return at.packed(parts)


def renamed(content: bytes, old: str, new: str) -> bytes:
    return at.replaced(content, "xl/workbook.xml", f'<sheet name="{old}"', f'<sheet name="{new}"')


def sheet_of(content: bytes, name: str) -> bytes:
    parts = at.unpacked(content)
    return parts[at.sheet_parts(parts)[name]]


def values(content: bytes) -> dict[str, object]:
    read = at.accepted(content)
    table = {
        f"{c}[{r.number}].{k}": o.value for c, t in read.tables.items() for r in t.rows for k, o in r.cells.items()
    }
    return {**{c: (o.state, o.value) for c, o in read.values.items()}, **table}


# ------------------------------------------------------------------------------------------------------------ rows
def without_row(content: bytes, sheet: str, row: int) -> bytes:
    """As Excel deletes the cells of a row; what is below stays where it is."""
    cells: dict[at.Position, object] = {(sheet, row, column): None for column in range(1, 20)}
    return typed(content, cells)


def with_column(content: bytes, sheet: str, before: int) -> bytes:
    """An empty column put in, with everything to the right of it moved; what refers to cells is left out."""
    parts = at.unpacked(content)
    name = at.sheet_parts(parts)[sheet]
    root = ET.fromstring(parts[name])
    for cell in root.iter(f"{{{at.MAIN}}}c"):
        column, row = coordinate_from_string(cell.attrib["r"])
        number = column_index_from_string(column)
        cell.set("r", f"{get_column_letter(number + (number >= before))}{row}")
    for kind in ("mergeCells", "dataValidations", "conditionalFormatting", "hyperlinks", "cols"):
        for found in root.findall(f"{{{at.MAIN}}}{kind}"):
            root.remove(found)
    return at.packed({**parts, name: ET.tostring(root)})


def row_copied(content: bytes, sheet: str, row: int, target: int, value: object, column: int) -> bytes:
    stored = package.read_package(content)
    cells = next(s for s in stored.sheets if s.name == sheet).cells
    copy: dict[at.Position, object] = {
        (sheet, target, c): int(cell.text) if cell.kind.value == "number" else cell.text
        for (r, c), cell in cells.items()
        if r == row
    }
    return typed(content, copy | {(sheet, target, column): value})


# ----------------------------------------------------------------------------------------------------------- nil
def table_typed(content: bytes, table: str, rows: list[dict[str, object]], unit: str = UNIT) -> bytes:
    """The table emptied and filled with these rows; computed cells keep their formula."""
    fixed = {c.key for c in season.edition().tables[table].columns if c.fixed}
    cells: dict[at.Position, object] = {
        p: None for p in at.rows_of(unit, table) if p not in {spot(unit, f"{table}.{k}", number=1) for k in fixed}
    }
    cells = {p: v for p, v in cells.items() if not any(p[2] == spot(unit, f"{table}.{k}", number=1)[2] for k in fixed)}
    for number, row in enumerate(rows, 1):
        cells |= {spot(unit, f"{table}.{key}", number=number): value for key, value in row.items()}
    return typed(content, cells)


# ---------------------------------------------------------------------------------------------------------- tables
COURSE: dict[str, object] = {
    "ten_lop": "Tập huấn lồng ghép giới",
    "vai_tro": "Chủ trì",
    "tu_ngay": dt.date(2011, 3, 7),
    "so_hoc_vien": 40,
    "so_nu": 22,
}


def course(**changes: object) -> dict[str, object]:
    edition = season.edition()
    columns = edition.tables["T6.B1"].columns
    first = {c.key: next(iter(edition.offered(c))) for c in columns if c.codes or c.values}
    return {**first, **COURSE, **changes}
