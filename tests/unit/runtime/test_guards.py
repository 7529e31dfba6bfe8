"""Archives and XML built to do harm: each is refused for its own reason, before anything is unpacked in full."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable

import pytest

from tests.support.forms import returned as at
from tests.support.hostile.archives import archive
from vstbcpn_cli.runtime import zip_guard
from vstbcpn_cli.runtime.zip_guard import GuardedZip, RefusedError
from vstbcpn_cli.workbook.formats import ods as reader
from vstbcpn_cli.workbook.ooxml import package, xml_guard
from vstbcpn_cli.workbook.raw import UnreadableBookError

SHEET = "xl/worksheets/sheet5.xml"


def good() -> bytes:
    return at.filled("so-y-te", "6t")


def reason(content: bytes) -> str:
    """Why an archive is refused when every part of it is read."""
    with pytest.raises(RefusedError) as refused:
        GuardedZip.open(content).check_rest()
    return refused.value.reason


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return archive(("a.xml", b"1"), ("a.xml", b"2"))


def flagged(bit: int) -> bytes:
    content = bytearray(archive(("a.xml", b"x")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at_ = content.index(signature) + offset
        content[at_ : at_ + 2] = struct.pack("<H", bit)
    return bytes(content)


def overlapping() -> bytes:
    """Both entries of the directory point at the same packed bytes."""
    content = bytearray(archive(("a.xml", b"0" * 100), ("b.xml", b"0" * 100)))
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    return bytes(content)


def flipped() -> bytes:
    content = bytearray(archive(("a.bin", b"0123456789" * 10), method=zipfile.ZIP_STORED))
    content[60] ^= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: b"PK\x03\x04 but nothing else", "damaged"),
        (lambda: archive(*((f"{n}.xml", b"") for n in range(zip_guard.MAX_ENTRIES + 1))), "too-many-parts"),
        (twice, "part-twice"),
        (lambda: archive(("A.xml", b"1"), ("a.XML", b"2")), "part-twice"),
        (lambda: archive(("../../a.xml", b"1")), "dangerous-name"),
        (lambda: archive(("/etc/a.xml", b"1")), "dangerous-name"),
        (lambda: archive(("C:/a.xml", b"1")), "dangerous-name"),
        (lambda: flagged(1), "encrypted-part"),
        (lambda: archive(("a.xml", b"1"), method=zipfile.ZIP_BZIP2), "unknown-packing"),
        (overlapping, "overlapping-parts"),
        (flipped, "damaged"),
        (lambda: archive(("a.xml", bytes(2 * 2**20))), "packed-too-densely"),
        (lambda: archive(("a.xml", b"x"))[:-30], "damaged"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_an_archive_built_to_do_harm(make: Callable[[], bytes], expected: str) -> None:
    assert reason(make()) == expected


def test_what_comes_out_is_counted_not_what_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MAX_PART", 1000)
    assert reason(archive(("a.bin", bytes(range(256)) * 8), method=zipfile.ZIP_STORED)) == "too-large"
    monkeypatch.setattr(zip_guard, "MAX_PART", 4000)
    monkeypatch.setattr(zip_guard, "MAX_TOTAL", 3000)
    parts = [(f"{n}.bin", bytes(range(256)) * 6) for n in range(3)]
    assert reason(archive(*parts, method=zipfile.ZIP_STORED)) == "too-large"


def test_names_with_backslashes_are_read() -> None:
    # zipfile itself turns the separator on Windows only; the directory keeps what the writing program wrote.
    content = archive(("xl/a.xml", b"<a/>")).replace(b"xl/a.xml", b"xl\\a.xml")
    opened = GuardedZip.open(content)
    assert opened.read("xl/a.xml") == b"<a/>"


def refused(content: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableBookError) as fault:
        package.read_package(content)
    return fault.value.kind, next(filter(None, fault.value.details.values()), "")


def sheet_with(xml: bytes) -> bytes:
    body = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>' % xml
    return at.edited(good(), SHEET, lambda _: body)


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (b"<ext>" * 70 + b"</ext>" * 70, ("forbidden-content", "too-deep")),
        (b"<sheetData><row><c><c/></c></row></sheetData>", ("damaged-file", "")),
        (b'<sheetData><row r="1"><c r="A0"><v>1</v></c></row></sheetData>', ("outside-the-grid", "A0")),
        (b'<sheetData><row r="9999999999"/></sheetData>', ("outside-the-grid", "9999999999")),
        (b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', ("too-large", "too-many-merged")),
        (b'<hyperlinks><hyperlink ref="A1:A200001"/></hyperlinks>', ("too-large", "too-many-links")),
        (b"<sheetData><row></sheetData>", ("damaged-file", "")),
    ],
)
def test_a_sheet_built_to_do_harm(xml: bytes, expected: tuple[str, str]) -> None:
    assert refused(sheet_with(xml)) == expected


def test_one_token_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_guard, "MAX_TOKEN", 2**16)
    assert (
        refused(
            at.edited(
                good(), "xl/workbook.xml", lambda x: x.replace(b"<sheets", b"<a b='" + b"x" * 2**18 + b"'/><sheets")
            )
        )[1]
        == "endless-token"
    )


@pytest.mark.parametrize(
    ("part", "piece", "count", "bound", "expected"),
    [
        ("xl/workbook.xml", b'<definedName name="n">A1</definedName>', 20, "MAX_NAMES", "too-many-names"),
        ("xl/workbook.xml", b'<sheet name="s" sheetId="9"/>', 40, "MAX_SHEETS", "too-many-sheets"),
        ("xl/sharedStrings.xml", b"<si><t>x</t></si>", 20, "MAX_TEXTS", "too-many-texts"),
        ("xl/sharedStrings.xml", b"<si><t>" + b"x" * 100 + b"</t></si>", 1, "LONGEST_TEXT", "text-too-long"),
        ("xl/styles.xml", b"<font/>", 20, "MAX_FONTS", "too-many-styles"),
    ],
)
def test_more_of_a_kind_than_any_form_has(
    part: str, piece: bytes, count: int, bound: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"vstbcpn_cli.workbook.ooxml.parts.{bound}", 15)
    assert refused(
        at.edited(good(), part, lambda xml: xml[: xml.rindex(b"</")] + piece * count + xml[xml.rindex(b"</") :])
    ) == (
        "too-large",
        expected,
    )


def test_cells_without_addresses_stand_one_after_the_other() -> None:
    xml = b'<sheetData><row><c r="B1"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>'
    sheet = next(s for s in package.read_package(sheet_with(xml)).sheets if len(s.cells) == 3)
    assert {p: c.text for p, c in sheet.cells.items()} == {(1, 2): "1", (1, 3): "2", (2, 1): "3"}


def test_a_cell_stored_twice_is_remembered() -> None:
    xml = b'<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>7</v></c></row></sheetData>'
    sheet = next(s for s in package.read_package(sheet_with(xml)).sheets if s.twice)
    assert sheet.twice == ((1, 1),)


def test_a_value_the_reader_does_not_reach_is_counted() -> None:
    xml = b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><x:v xmlns:x="y">9</x:v><v>8</v>'
    ((_, count),) = package.read_package(sheet_with(xml)).lost
    assert count == 2
    assert not package.read_package(good()).lost


def test_a_checksum_is_right_only_when_the_part_was_read_to_its_end() -> None:
    media = archive(
        *((n, c) for n, c in at.unpacked(good()).items()), ("xl/media/a.png", b"0" * 50), method=zipfile.ZIP_STORED
    )
    spoiled = media.replace(b"0" * 50, b"0" * 49 + b"1", 1)
    assert refused(spoiled) == ("damaged-file", "")


@pytest.mark.parametrize(
    "write",
    [
        lambda x: x.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        lambda x: x.replace(b"<sheetData>", b"<!-- <v>1</v> --><sheetData>"),
        lambda x: x.replace(b"<v>1</v>", b"<v><![CDATA[1]]></v>"),
    ],
)
def test_the_second_count_understands_other_spellings(write: Callable[[bytes], bytes]) -> None:
    head = b'<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    content = write(head + b"</sheetData></worksheet>")
    read = package.read_package(at.edited(good(), SHEET, lambda _: content))
    assert read.lost == ()
    lost = write(head + b"</sheetData><v>1</v></worksheet>")
    ((_, count),) = package.read_package(at.edited(good(), SHEET, lambda _: lost)).lost
    assert count == 1


def test_a_directory_far_past_the_bound_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MAX_ENTRIES", 2)
    assert reason(archive(*((f"{n}.xml", b"") for n in range(21)))) == "too-many-parts"
    with pytest.raises(RefusedError) as refusal:
        GuardedZip.open(archive(*((f"{n}.xml", b"") for n in range(21))))
    assert refusal.value.detail == "20"


def test_an_entry_that_points_at_nothing() -> None:
    content = bytearray(archive(("a.xml", b"x")))
    content[0:4] = b"PK\x07\x08"
    assert reason(bytes(content)) == "damaged"
    longer = bytearray(archive(("a.xml", b"x"), method=zipfile.ZIP_STORED))
    at_ = longer.index(b"PK\x01\x02") + 20
    longer[at_ : at_ + 8] = struct.pack("<II", 10_000, 10_000)
    assert reason(bytes(longer)) == "damaged"


def opendocument(content: str, *more: tuple[str, bytes]) -> bytes:
    kind = ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
    return archive(kind, ("content.xml", content.encode()), *more, method=zipfile.ZIP_STORED)


TABLE = '<office:spreadsheet><table:table table:name="a">{}</table:table></office:spreadsheet>'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<!DOCTYPE x><x/>", ("forbidden-content", ("document-type",))),
        (
            TABLE.format(
                '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
                'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>'
            ),
            ("too-large", ("too-many-cells",)),
        ),
        (
            TABLE.format(
                '<table:table-row table:number-rows-repeated="1048577"><table:table-cell office:value-type="float" '
                'office:value="1"/></table:table-row>'
            ),
            ("outside-the-grid", ("1048577",)),
        ),
        (
            TABLE.format(
                '<table:table-row><table:table-cell table:number-columns-repeated="16384"/><table:table-cell '
                'office:value-type="float" office:value="1"/></table:table-row>'
            ),
            ("outside-the-grid", ("XFE1",)),
        ),
        (
            TABLE.format(
                '<table:table-row table:number-rows-repeated="2000"><table:table-cell><text:p>'
                f"{'x' * 32_767}</text:p></table:table-cell></table:table-row>"
            ),
            ("too-large", ("too-much-text",)),
        ),
        (
            TABLE.format(
                f"<table:table-row><table:table-cell><text:p>{'x' * 32_768}</text:p></table:table-cell></table:table-row>"
            ),
            ("too-large", ("text-too-long",)),
        ),
        ("<a>" + '<table:table table:name="a"/>' * 301 + "</a>", ("too-large", ("too-many-sheets",))),
        (TABLE.format('<table:table-row table:number-rows-repeated="x"/>'), ("damaged-file", ())),
    ],
)
def test_an_opendocument_file_built_to_do_harm(content: str, expected: tuple[str, tuple[str, ...]]) -> None:
    with pytest.raises(UnreadableBookError) as fault:
        reader.read_opendocument(opendocument(content))
    assert (fault.value.kind, tuple(filter(None, fault.value.details.values()))) == expected


def test_an_opendocument_file_without_content() -> None:
    kind = ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(UnreadableBookError) as fault:
        reader.read_opendocument(archive(kind))
    assert fault.value.kind == "damaged-file"
