"""The container of old workbooks: links that no program writes are refused before a reader follows them."""

from __future__ import annotations

import struct
import tracemalloc

import pytest

from tests.support.forms import returned as at
from tests.support.hostile.hostile_formats import compound as container
from tests.support.hostile.hostile_formats import excel97
from vstbcpn_cli.runtime.zip_guard import RefusedError
from vstbcpn_cli.workbook.formats.compound_file import inspect

SECTOR = 512
FIRST_DIRECTORY, CUTOFF, FIRST_SMALL, SMALLS, FIRST_LIST, LISTS, HEADER_LINKS = 48, 56, 60, 64, 68, 72, 76
END, FREE = 0xFFFFFFFE, 0xFFFFFFFF


def refused(content: bytes) -> bool:
    try:
        inspect(content)
    except RefusedError as fault:
        return fault.reason == "damaged"
    return False


def put(content: bytes, at_: int, *numbers: int) -> bytes:
    words = struct.pack(f"<{len(numbers)}I", *numbers)
    return content[:at_] + words + content[at_ + len(words) :]


def good() -> bytes:
    return container("Workbook", bytes(100 * SECTOR))


def directory(content: bytes) -> int:
    return SECTOR * (int(struct.unpack_from("<I", content, FIRST_DIRECTORY)[0]) + 1)


def link(content: bytes, sector: int) -> int:
    """Where the number of the sector after this one stands."""
    return SECTOR * (int(struct.unpack_from("<I", content, HEADER_LINKS)[0]) + 1) + 4 * sector


def small_streams() -> bytes:
    """A root of one sector that holds two small streams of one piece each, and the table of the small pieces."""
    content = container("Root", bytes(10 * SECTOR))
    start = directory(content)
    first = struct.unpack_from("<I", content, start + 128 + 116)[0]
    root = content[start : start + 128]
    root = root[:76] + struct.pack("<I", 1) + root[80:116] + struct.pack("<IQ", first, SECTOR)
    one = content[start + 128 : start + 256]
    one = one[:68] + struct.pack("<III", FREE, 2, FREE) + one[80:116] + struct.pack("<IQ", 0, 60)
    other = one[:68] + struct.pack("<III", FREE, FREE, FREE) + one[80:116] + struct.pack("<IQ", 1, 60)
    content = content[:start] + root + one + other + content[start + 384 :]
    content = put(content, link(content, first), END, END)
    content = put(content, FIRST_SMALL, first + 1, 1)
    return put(content, SECTOR * (first + 2), *[END] * 128)


def long_file() -> bytes:
    """More tables than the header has room for: a list of tables follows."""
    tables, streams = 115, 115 * 128 - 117
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFC, END] + [tables + 3 + n for n in range(streams - 1)] + [END]
    content = good()[: directory(good()) + SECTOR]
    head, entries = content[:SECTOR], content[-SECTOR:]
    head = put(head, HEADER_LINKS, *range(109))
    head = put(put(head, FIRST_LIST, tables, 1), FIRST_DIRECTORY, tables + 1)
    entries = entries[: 128 + 116] + struct.pack("<IQ", tables + 2, streams * SECTOR) + entries[128 + 128 :]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * SECTOR, b"\xff")
    listed = struct.pack("<7I", *range(109, tables), FREE).ljust(SECTOR - 4, b"\xff") + struct.pack("<I", END)
    return head + table + listed + entries + bytes(streams * SECTOR)


def test_containers_as_programs_write_them() -> None:
    for content in (good(), small_streams(), long_file(), excel97([(0, 0, 1.0)])):
        assert not refused(content)
    without_last_bytes = good()[:-100]
    assert not refused(without_last_bytes)
    assert not refused(put(good(), FIRST_SMALL, 0, 0, 0, 0))  # no mark for none, but a count of none


def _entry(content: bytes, number: int, at_: int, value: int) -> bytes:
    return put(content, directory(content) + 128 * number + at_, value)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(good()[:300], id="cut in the header"),
        pytest.param(good()[: 5 * SECTOR], id="cut in the stream"),
        pytest.param(b"", id="empty"),
        pytest.param(good()[:28] + b"\xff\xff" + good()[30:], id="order of bytes"),
        pytest.param(good()[:26] + b"\x09\0" + good()[28:], id="version"),
        pytest.param(put(good(), HEADER_LINKS, 10**6), id="table outside"),
        pytest.param(put(good(), FIRST_DIRECTORY, 10**6), id="directory outside"),
        pytest.param(put(good(), link(good(), 1), 1), id="directory after itself"),
        pytest.param(put(good(), link(good(), 50), 3), id="stream back to its beginning"),
        pytest.param(put(good(), link(good(), 50), 50), id="sector after itself"),
        pytest.param(put(good(), link(good(), 50), 10**6), id="stream out of the file"),
        pytest.param(_entry(good(), 0, 76, 0), id="directory below itself"),
        pytest.param(_entry(good(), 1, 68, 0), id="entry above itself"),
        pytest.param(_entry(good(), 1, 72, 99), id="entry that is not there"),
        pytest.param(_entry(small_streams(), 2, 116, 0), id="two small streams in one piece"),
        pytest.param(_entry(small_streams(), 2, 116, 5000), id="small stream outside"),
        pytest.param(put(long_file(), SECTOR * 116 + SECTOR - 4, 115), id="list of tables after itself"),
        pytest.param(put(long_file(), SECTOR * 116, *[FREE] * 127, 115), id="list of no tables after itself"),
        pytest.param(put(long_file(), LISTS - 4, 10**6), id="list of tables outside"),
    ],
)
def test_a_container_no_program_writes(content: bytes) -> None:
    tracemalloc.start()
    assert refused(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * max(len(content), 2**16)


def test_a_table_that_names_itself_for_every_sector_ends() -> None:
    """Each table sector is read once however often the lists name it."""
    content = put(long_file(), HEADER_LINKS, *[0] * 109)
    content = put(content, SECTOR * 116, *[0] * 127, 115)
    assert refused(content)


def test_the_file_is_named_as_damaged() -> None:
    content = put(excel97([(n, 0, 1.0) for n in range(2000)]), SECTOR + 4 * 20, 3)
    assert at.refused(content, name="a.xls") == ("damaged-file", ())
