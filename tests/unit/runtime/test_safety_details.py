"""Where the bounds of safety lie exactly: the last that passes, the first that does not, and what is left behind."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.hostile.archives import archive
from tests.support.programs.killed_runs import SET
from vstbcpn_cli.runtime import deterministic_zip, folder_lock, process_limits, zip_guard
from vstbcpn_cli.runtime.atomic_outputs import staged
from vstbcpn_cli.runtime.deterministic_zip import as_written, package_bytes
from vstbcpn_cli.runtime.file_names import LONGEST, LONGEST_BYTES, safe_name
from vstbcpn_cli.runtime.folder_lock import HeldError, exclusive
from vstbcpn_cli.runtime.zip_guard import GuardedZip, RefusedError
from vstbcpn_cli.text.normalise import cut
from vstbcpn_cli.workbook.ooxml import xml_guard
from vstbcpn_cli.workbook.ooxml.xml_guard import parse

OPEN_FILES = Path("/proc/self/fd")


def open_files() -> int:
    return len(list(OPEN_FILES.iterdir()))


def refusal(act: Callable[[], object]) -> tuple[str, str]:
    """Reason and detail, both empty where nothing is refused."""
    try:
        act()
    except RefusedError as fault:
        return fault.reason, fault.detail
    return "", ""


# ------------------------------------------------------------------------------------------------------- archives
def test_as_many_parts_as_allowed_and_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert zip_guard.MAX_ENTRIES == 2_000
    monkeypatch.setattr(zip_guard, "MAX_ENTRIES", 3)
    three, four = (archive(*((f"{n}.xml", b"x") for n in range(count))) for count in (3, 4))
    assert GuardedZip.open(three).names() == ("0.xml", "1.xml", "2.xml")
    assert refusal(lambda: GuardedZip.open(four)) == ("too-many-parts", "4")


def test_a_directory_far_past_the_bound_is_not_even_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MAX_ENTRIES", 2)
    monkeypatch.setattr(zip_guard, "MANY_TIMES", 2)
    inside = [archive(("a.zip", b"PK\x01\x02" * times), method=zipfile.ZIP_STORED) for times in (3, 4)]
    assert refusal(lambda: GuardedZip.open(inside[0])) == ("", "")
    assert refusal(lambda: GuardedZip.open(inside[1])) == ("too-many-parts", "4")


def measured(packed: int, size: int, *, before: int = 0) -> tuple[str, str]:
    opened = GuardedZip.open(archive(("a.xml", b"x")))
    opened.used.unpacked = before + size
    info = zipfile.ZipInfo("a.xml")
    info.compress_size = packed
    return refusal(lambda: opened._measure(info, size))


@pytest.mark.parametrize(
    ("packed", "size", "before", "expected"),
    [
        (10_000, 2_000_000, 0, ("", "")),
        (10_000, 2_000_001, 0, ("packed-too-densely", "a.xml")),
        (1, 2**20, 0, ("", "")),
        (1, 2**20 + 1, 0, ("packed-too-densely", "a.xml")),
        (2**20, 64 * 2**20, 0, ("", "")),
        (2**20, 64 * 2**20 + 1, 0, ("too-large", "64 MB")),
        (2**20, 2**20, 255 * 2**20, ("", "")),
        (2**20, 2**20, 255 * 2**20 + 1, ("too-large", "256 MB")),
    ],
)
def test_the_bounds_of_what_comes_out(packed: int, size: int, before: int, expected: tuple[str, str]) -> None:
    assert measured(packed, size, before=before) == expected


def test_archives_inside_one_another_share_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MAX_ENTRIES", 3)
    outer = GuardedZip.open(archive(("a.zip", b"x")))
    inner = GuardedZip.open(archive(("b.zip", b"x" * 9_000), ("c.zip", b"x")), outer)
    assert refusal(lambda: GuardedZip.open(archive(("d", b"x")), inner)) == ("too-many-parts", "4")
    monkeypatch.setattr(zip_guard, "MAX_TOTAL", 9_000)
    assert outer.read("a.zip") == b"x"
    assert refusal(lambda: inner.read("b.zip")) == ("too-large", "0 MB")


def test_what_comes_out_of_a_nest_is_measured_by_its_outermost_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "RATIO_FROM", 10_000)
    content = archive(*((f"{n}.bin", b"x" * 9_999) for n in range(5)))  # each alone below the bound
    assert refusal(GuardedZip.open(content).check_rest) == ("", "")
    inner = GuardedZip.open(content, GuardedZip.open(archive(("a.zip", b"x"))))
    assert refusal(inner.check_rest) == ("packed-too-densely", "2.bin")


def test_names_with_backslashes_are_paths_in_every_way() -> None:
    content = archive(("xl/a.xml", b"<a/>")).replace(b"xl/a.xml", b"XL\\A.xml")
    opened = GuardedZip.open(content)
    assert opened.names() == ("xl/a.xml",)
    assert all(name in opened for name in ("xl/a.xml", "xl\\a.xml", "/Xl/a.XML"))
    upwards = archive(("xx/yy/a.xml", b"x")).replace(b"xx/yy/a.xml", b"..\\..\\a.xml")
    assert refusal(lambda: GuardedZip.open(upwards)) == ("dangerous-name", "../../a.xml")


def test_a_name_without_end_is_cut_where_it_is_told() -> None:
    name = "a" * 100
    content = bytearray(archive((name, b"0123456789" * 10), method=zipfile.ZIP_STORED))
    content[content.index(b"0123456789")] ^= 1
    assert refusal(GuardedZip.open(bytes(content)).check_rest) == ("damaged", "a" * 80)


def test_a_part_as_large_as_allowed_is_read_and_one_byte_more_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MAX_PART", 4_000)
    for size, expected in ((4_000, ("", "")), (4_001, ("too-large", "0 MB"))):
        content = archive(("a.bin", bytes(size)), method=zipfile.ZIP_STORED)
        assert refusal(GuardedZip.open(content).check_rest) == expected


def marked(content: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    """An archive with some bytes of its last entry changed, in its header or in the directory."""
    changed = bytearray(content)
    start = changed.rindex(signature) + offset
    changed[start : start + len(value)] = value
    return bytes(changed)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (archive(("/" + "a" * 100, b"x")), "dangerous-name"),
        (marked(archive(("a" * 100, b"x")), b"PK\x01\x02", 8, b"\x01"), "encrypted-part"),
        (archive(("a" * 100, b"x"), method=zipfile.ZIP_BZIP2), "unknown-packing"),
        (archive(("a" * 100, b"x"), ("A" * 100, b"x")), "part-twice"),
        (marked(archive(("a" * 100, b"x"), ("b" * 100, b"x")), b"PK\x01\x02", 42, bytes(4)), "overlapping-parts"),
        (marked(archive(("a" * 100, b"x")), b"PK\x03\x04", 0, b"PKxx"), "damaged"),
        (marked(archive(("a" * 100, b"x")), b"PK\x01\x02", 20, b"\xff\xff"), "damaged"),
        (archive(("a" * 100, bytes(2 * 2**20))), "packed-too-densely"),
    ],
)
def test_every_reason_names_the_part_by_no_more_than_eighty_characters(content: bytes, reason: str) -> None:
    found, detail = refusal(lambda: GuardedZip.open(content).check_rest())
    assert found == reason
    assert len(detail) == 80
    assert set(detail[1:]) <= {"a", "b"} or detail == "A" * 80


def test_every_entry_of_a_package_is_of_the_same_first_day() -> None:
    content = package_bytes({"b.xml": b"2", "[Content_Types].xml": b"1", "a.xml": b"3"})
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
    assert [e.filename for e in entries] == ["[Content_Types].xml", "a.xml", "b.xml"]
    assert {(e.date_time, e.create_system) for e in entries} == {((1980, 1, 1, 0, 0, 0), 0)}


def test_a_package_as_large_as_allowed_is_compared_and_a_larger_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(package_bytes({"a.xml": b"12345"}))
    for largest, expected in ((5, True), (4, False)):
        monkeypatch.setattr(deterministic_zip, "_LARGEST", largest)
        assert as_written(path) is expected


# ------------------------------------------------------------------------------------------------------------ XML
class Kept:
    def __init__(self) -> None:
        self.length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def characters(self, text: str) -> None:
        self.length += len(text)


def test_a_text_may_be_long() -> None:
    kept = Kept()
    for before, after in ((b"<a>", b"</a>"), (b"<a><![CDATA[", b"]]></a>")):
        parse((before, *[b">" * xml_guard.MAX_TOKEN] * 2, after), kept)
    assert kept.length == 4 * xml_guard.MAX_TOKEN


@pytest.mark.parametrize("filler", [b"x", b">", b" ", b"\n", b"&gt;", b"x> ", b"/>"])
@pytest.mark.parametrize(
    ("before", "codec"),
    [
        (b"<a b='", "utf-8"),
        (b"<a><b c='", "utf-8"),
        (b"<a><!-- ", "utf-8"),
        (b"<!-- ", "utf-8"),
        (b"<a/><!-- ", "utf-8"),
        (b"<a><?b ", "utf-8"),
        (b"<?b ", "utf-8"),
        (b"<a b='", "utf-16"),
        (b"<a><!-- ", "utf-16"),
    ],
)
def test_one_token_is_refused_when_it_passes_the_bound(before: bytes, codec: str, filler: bytes) -> None:
    """Whatever character it holds that would end another: no more of it is looked at than the bound."""
    fed: list[int] = []

    def pieces() -> Iterator[bytes]:
        yield before.decode().encode(codec)
        width = codec if codec == "utf-8" else "utf-16-le"
        for _ in range(1000):
            fed.append(2**16)
            yield (filler.decode() * (2**16 // len(filler))).encode(width)

    assert refusal(lambda: parse(pieces(), Kept()))[0] == "endless-token"
    assert sum(fed) <= 2 * xml_guard.MAX_TOKEN


@pytest.mark.parametrize("name", ["<b{0}/>", "<b b{0}=''/>", "<b xmlns:b{0}='u'/>", "<b{0}></b{0}>"])
def test_names_without_number_are_refused(name: str) -> None:
    """The parser keeps each of them for ever, so that few bytes fill the memory."""
    fed: list[int] = []

    def pieces() -> Iterator[bytes]:
        yield b"<a>"
        for n in range(10**6):
            fed.append(n)
            yield name.format(n).encode()

    assert refusal(lambda: parse(pieces(), Kept()))[0] == "countless-names"
    assert len(fed) <= xml_guard.MAX_NAMES + 1


# ---------------------------------------------------------------------------------------------------------- names
def test_a_code_that_just_fits_is_kept_whole() -> None:
    for code in ("d" * (LONGEST - 5), "ữ" * ((LONGEST_BYTES - 5) // 3)):
        assert safe_name(code, "", ".xlsx") == f"{code}.xlsx"
        longer = safe_name(f"{code}d", "", ".xlsx")
        assert "~" in longer
        assert len(longer) <= LONGEST
        assert len(longer.encode()) <= LONGEST_BYTES


def test_a_title_takes_all_the_room_its_code_leaves() -> None:
    assert safe_name("so-y-te", "t" * 200, ".xlsx") == f"{'t' * (LONGEST - 13)}_so-y-te.xlsx"
    name = safe_name("so-y-te", "ữ" * 200, ".xlsx")
    assert LONGEST_BYTES - 3 < len(name.encode()) <= LONGEST_BYTES


# ----------------------------------------------------------------------------------------------------------- text
def test_a_text_cut_twice_still_says_how_long_it_was() -> None:
    long = "ữ" * 40_000
    once = cut(long)
    assert len(once) == 32_767
    assert once.endswith("… (cắt bớt, nguyên văn dài 40.000 ký tự)")
    assert cut(once, 300).endswith("ữ… (cắt bớt, nguyên văn dài 40.000 ký tự)")
    assert len(cut(once, 300)) == 300
    assert cut("x" * 300, 300) == "x" * 300
    assert cut("x" * 301, 300).endswith("dài 301 ký tự)")


# ------------------------------------------------------------------------------------------------------ the system
def test_a_lock_that_is_held_leaves_no_open_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.name == "nt" or not OPEN_FILES.exists():
        pytest.skip("no list of open files on this system; under Wine it holds those of Wine besides")
    monkeypatch.setattr(folder_lock, "_PATIENCE", 0)

    def tried() -> None:
        with exclusive(tmp_path):
            pytest.fail("two at once")

    with exclusive(tmp_path):
        before = open_files()
        with pytest.raises(HeldError):
            tried()
        assert open_files() == before
    with exclusive(tmp_path):
        assert open_files() == before


def test_a_set_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def writing() -> None:
        with staged(tmp_path, SET):
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        writing()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the job object bounds the process there")
def test_the_time_of_a_process_counts_from_what_it_has_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    asked: list[tuple[int, int]] = []
    used = SimpleNamespace(ru_utime=30.0, ru_stime=4.5)
    monkeypatch.setattr(resource, "getrusage", lambda _: used)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (0, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, bounds: asked.append((kind, bounds[0])))
    process_limits.cap_processor_time(10.0)
    assert asked == [(resource.RLIMIT_CPU, 45)]
