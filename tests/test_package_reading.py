"""The parts of a workbook as other programs write them, and as damage leaves them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import returned as at

from vstbcpn_cli.commands.log import read_log
from vstbcpn_cli.excel import identity, package, parts, register_file
from vstbcpn_cli.excel.cells import Kind, Shape, UnreadableBookError
from vstbcpn_cli.excel.package import read_package
from vstbcpn_cli.schema.faults import ConfigurationError

RELATIONS = '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="{}"/></Relationships>'


def good() -> bytes:
    return at.filled("so-y-te", "6t")


def refused(content: bytes) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(UnreadableBookError) as fault:
        read_package(content)
    return fault.value.kind, fault.value.details


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
    assert refused(at.edited(good(), part, lambda _: deep)) == ("forbidden-content", ("too-deep", ""))


@pytest.mark.parametrize(
    ("number", "code", "expected"),
    [
        ("14", "", Shape.DATE),
        ("9", "", Shape.PERCENT),
        ("2", "", Shape.GENERAL),
        ("x", "", Shape.GENERAL),
        ("170", "dd/mm/yyyy", Shape.DATE),
        ("170", "0.0%", Shape.PERCENT),
        ("170", '0" ngay"', Shape.GENERAL),
        ("170", "General", Shape.GENERAL),
        ("170", "[Red]0;h", Shape.GENERAL),
    ],
)
def test_what_a_number_format_makes_of_a_number(number: str, code: str, expected: Shape) -> None:
    styles = parts.Styles()
    if code:
        styles.opened("numFmt", {"numFmtId": number, "formatCode": code})
    styles.opened("xf", {"numFmtId": "14"})  # a named style, which no cell uses by itself
    styles.opened("cellXfs", {})
    styles.opened("xf", {"numFmtId": number})
    styles.closed("xf")
    styles.closed("cellXfs")
    assert styles.shapes() == [expected]


def test_phonetic_text_in_a_cell_is_no_part_of_it() -> None:
    inline = (
        b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>An</t><rPh><t>x</t></rPh><t>h</t></is></c>'
        b'<c r="B1" t="s"><v>0</v></c><c r="C1"><v> </v></c></row></sheetData></worksheet>'
    )
    book = read_package(at.edited(good(), "xl/worksheets/sheet5.xml", lambda _: inline))
    cells = next(s.cells for s in book.sheets if len(s.cells) == 3)
    assert (cells[1, 1].kind, cells[1, 1].text) == (Kind.TEXT, "Anh")


# ------------------------------------------------------------------------------------------- lists the office keeps
def spoiled(path: Path, change: Callable[[bytes], bytes]) -> Path:
    path.write_bytes(change(good()))
    return path


def test_a_list_among_the_returned_files_is_inspected_like_one_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = spoiled(tmp_path / "so-theo-doi.xlsx", lambda c: c)
    with pytest.raises(ConfigurationError, match=r"so-theo-doi\.xlsx"):
        read_log(path)
    for name, bound in (("LARGEST_FILE", 100), ("MAX_BOX", 5)):
        with monkeypatch.context() as patched:
            patched.setattr(register_file, name, bound)
            with pytest.raises(ConfigurationError, match="Đề nghị mở bằng Excel"):
                list(register_file.xlsx_lines(path))


def test_a_stamp_is_looked_for_only_in_a_file_of_an_innocent_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = spoiled(tmp_path / "a.xlsx", lambda c: c)
    assert identity.peek(path) is not None
    assert identity.peek(spoiled(tmp_path / "b.xlsx", lambda _: without("docProps/custom.xml"))) is None
    assert identity.peek(spoiled(tmp_path / "c.xlsx", lambda c: c[:500])) is None
    assert identity.peek(tmp_path / "gone.xlsx") is None
    monkeypatch.setattr(identity, "LARGEST_FILE", 100)
    assert identity.peek(path) is None
