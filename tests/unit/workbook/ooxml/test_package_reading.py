"""The parts of a workbook as other programs write them, and as damage leaves them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.workbook.form import stamp_token
from vstbcpn_cli.workbook.formats import table_file
from vstbcpn_cli.workbook.ooxml import package, parts
from vstbcpn_cli.workbook.ooxml.package import read_package
from vstbcpn_cli.workbook.raw import CellKind, NumberShape, UnreadableBookError

RELATIONS = '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="{}"/></Relationships>'


def good() -> bytes:
    return at.filled("so-y-te", "6t")


def refused(content: bytes) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(UnreadableBookError) as fault:
        read_package(content)
    return fault.value.kind, tuple(filter(None, fault.value.details.values()))


def without(*names: str) -> bytes:
    return at.packed({n: c for n, c in at.unpacked(good()).items() if n not in names})


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("word/document.xml", ("not-a-workbook", ("Word",))),
        ("ppt/presentation.xml", ("not-a-workbook", ("PowerPoint",))),
        ("xl/workbook.bin", ("unsupported-format", ("Excel Binary (.xlsb)",))),
    ],
)
def test_another_kind_of_package_is_named(target: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert refused(at.edited(good(), "_rels/.rels", lambda _: RELATIONS.format(target).encode())) == expected


def test_a_package_that_names_no_main_part() -> None:
    nameless = at.edited(
        good(), "_rels/.rels", lambda _: b'<Relationships><Relationship Id="r" Type="x/y"/></Relationships>'
    )
    assert len(read_package(nameless).sheets) == len(read_package(good()).sheets)
    assert refused(without("_rels/.rels", "xl/workbook.xml")) == ("not-a-workbook", ("ZIP",))
    assert refused(without("[Content_Types].xml")) == ("not-a-workbook", ("ZIP",))


def test_a_fault_nobody_thought_of_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(package._Package, "book", fail)
    assert refused(good()) == ("damaged-file", ())


def test_shared_texts_with_runs_and_readings() -> None:
    rich = b"<sst><si><r><t>An </t></r><r><t>toan</t></r><rPh sb='0'><t>x</t></rPh></si></sst>"
    book = read_package(at.edited(good(), "xl/sharedStrings.xml", lambda _: rich))
    assert {c.text for s in book.sheets for c in s.cells.values() if c.text == "An toan"} == {"An toan"}


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "docProps/custom.xml", "docProps/core.xml"])
def test_nesting_without_end_in_a_small_part(part: str) -> None:
    deep = b"<a>" * 70 + b"</a>" * 70
    assert refused(at.edited(good(), part, lambda _: deep)) == ("forbidden-content", ("too-deep",))


@pytest.mark.parametrize(
    ("number", "code", "expected"),
    [
        ("14", "", NumberShape.DATE),
        ("9", "", NumberShape.PERCENT),
        ("2", "", NumberShape.GENERAL),
        ("x", "", NumberShape.GENERAL),
        ("170", "dd/mm/yyyy", NumberShape.DATE),
        ("170", "0.0%", NumberShape.PERCENT),
        ("170", '0" ngay"', NumberShape.GENERAL),
        ("170", "General", NumberShape.GENERAL),
        ("170", "[Red]0;h", NumberShape.GENERAL),
        ("170", "[h]", NumberShape.DATE),
        ("170", '"a;d"0', NumberShape.GENERAL),
        ("170", '[=0]"-";0%', NumberShape.PERCENT),
        ("170", '[>0]0;"-"', NumberShape.GENERAL),
        ("170", "#,##0", NumberShape.GENERAL),
        ("170", '_-* #,##0_-;_-* "-"_-', NumberShape.GENERAL),
        ("170", '0" m2"', NumberShape.GENERAL),
        ("170", '@" – sở 2"', NumberShape.GENERAL),
        ("170", "#,##0,", NumberShape.ANOTHER),
        ("170", "0,.0", NumberShape.ANOTHER),
        ("170", "[>=1000]#,##0,;0", NumberShape.ANOTHER),
        ("170", '"12"', NumberShape.ANOTHER),
        ("170", '0"000"', NumberShape.ANOTHER),
        ("170", "0\\0", NumberShape.ANOTHER),
        ("170", ";;;", NumberShape.ANOTHER),
        ("170", '"không có"', NumberShape.ANOTHER),
    ],
)
def test_what_a_number_format_makes_of_a_number(number: str, code: str, expected: NumberShape) -> None:
    styles = parts.Styles()
    if code:
        styles.opened("numFmt", {"numFmtId": number, "formatCode": code})
    styles.opened("xf", {"numFmtId": "14"})  # a named style, which no cell uses by itself
    styles.opened("cellXfs", {})
    styles.opened("xf", {"numFmtId": number})
    styles.closed("xf")
    styles.closed("cellXfs")
    assert styles.shapes() == [expected]


def test_the_formats_of_colours_are_not_those_of_cells() -> None:
    styles = parts.Styles()
    styles.opened("numFmt", {"numFmtId": "170", "formatCode": "0"})
    styles.opened("cellXfs", {})
    styles.opened("xf", {"numFmtId": "170"})
    styles.closed("cellXfs")
    styles.opened("dxfs", {})
    styles.opened("numFmt", {"numFmtId": "170", "formatCode": "dd/mm/yyyy"})
    styles.closed("dxfs")
    assert styles.shapes() == [NumberShape.GENERAL]


BOOK_LINKS = "xl/_rels/workbook.xml.rels"


@pytest.mark.parametrize("target", ["worksheets/sheet%38.xml", "/xl/worksheets/sheet8.xml", "./Worksheets/SHEET8.xml"])
def test_a_relation_leads_to_its_part_however_it_is_written(target: str) -> None:
    content = at.replaced(good(), BOOK_LINKS, "worksheets/sheet8.xml", target)
    assert at.lines(at.findings(content)) == []


def test_two_relations_of_one_name_leave_it_open_which_part_is_meant() -> None:
    again = '<Relationship Id="rId8" Type="x/worksheet" Target="worksheets/sheet7.xml"/></Relationships>'
    assert refused(at.replaced(good(), BOOK_LINKS, "</Relationships>", again)) == ("damaged-file", ())


def test_what_is_typed_above_the_pages_of_a_part_in_utf_16_is_told() -> None:
    def wide(sheet: bytes) -> bytes:
        text = sheet.decode().replace("<oddFooter>", "<oddFooter>Số liệu ước tính ")
        return re.sub(r"encoding=.utf-8.", 'encoding="utf-16"', text, flags=re.IGNORECASE).encode("utf-16")

    found = at.findings(at.edited(good(), "xl/worksheets/sheet8.xml", wide))
    assert [(f.code, f.value) for f in found] == [("VS233", "Số liệu ước tính")]


def test_phonetic_text_in_a_cell_is_no_part_of_it() -> None:
    inline = (
        b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>An</t><rPh><t>x</t></rPh><t>h</t></is></c>'
        b'<c r="B1" t="s"><v>0</v></c><c r="C1"><v> </v></c></row></sheetData></worksheet>'
    )
    book = read_package(at.edited(good(), "xl/worksheets/sheet5.xml", lambda _: inline))
    cells = next(s.cells for s in book.sheets if len(s.cells) == 3)
    assert (cells[1, 1].kind, cells[1, 1].text) == (CellKind.TEXT, "Anh")


# ------------------------------------------------------------------------------------------- lists the office keeps
def spoiled(path: Path, change: Callable[[bytes], bytes]) -> Path:
    path.write_bytes(change(good()))
    return path


def test_a_list_the_office_keeps_is_inspected_like_a_returned_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = spoiled(tmp_path / "so-theo-doi.xlsx", lambda c: c)
    for name, bound in (("LARGEST_FILE", 100), ("MAX_BOX", 5)):
        with monkeypatch.context() as patched:
            patched.setattr(table_file, name, bound)
            with pytest.raises(ConfigurationError, match="Đề nghị mở bằng Excel"):
                list(table_file.xlsx_lines(path))


def test_a_stamp_is_looked_for_only_in_a_file_of_an_innocent_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = spoiled(tmp_path / "a.xlsx", lambda c: c)
    assert stamp_token.peek(path) is not None
    assert stamp_token.peek(spoiled(tmp_path / "b.xlsx", lambda _: without("docProps/custom.xml"))) is None
    assert stamp_token.peek(spoiled(tmp_path / "c.xlsx", lambda c: c[:500])) is None
    assert stamp_token.peek(tmp_path / "gone.xlsx") is None
    monkeypatch.setattr(stamp_token, "LARGEST_FILE", 100)
    assert stamp_token.peek(path) is None
