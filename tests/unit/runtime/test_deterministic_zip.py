"""Packages whose bytes depend on nothing but their parts, and packages of others changed in some parts only."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from vstbcpn_cli.runtime import deterministic_zip
from vstbcpn_cli.runtime.deterministic_zip import as_written, package_bytes, patched, repack, repacked

EPOCH = (1980, 1, 1, 0, 0, 0)
CORE = b'<a><dcterms:created xsi:type="t">2011-05-31T08:00:00Z</dcterms:created><b>2011</b></a>'


def entries(content: bytes) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return package.infolist()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def foreign() -> bytes:
    """As another program packs it: in an order, with dates, ways of packing and rights of its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, method in (
            ("z.xml", zipfile.ZIP_DEFLATED),
            ("a.xml", zipfile.ZIP_STORED),
            ("m.xml", zipfile.ZIP_DEFLATED),
        ):
            item = zipfile.ZipInfo(name, (2011, 5, 31, 8, 0, 2))
            item.compress_type, item.create_system, item.external_attr = method, 3, 0o640 << 16
            package.writestr(item, name.encode() * 50)
    return made.getvalue()


def test_a_package_has_its_types_first_then_its_parts_by_name_all_of_one_day() -> None:
    made = package_bytes({"b.xml": b"2" * 99, "[Content_Types].xml": b"1", "a.xml": b"3"})
    assert [e.filename for e in entries(made)] == ["[Content_Types].xml", "a.xml", "b.xml"]
    assert {(e.date_time, e.create_system, e.compress_type) for e in entries(made)} == {
        (EPOCH, 0, zipfile.ZIP_DEFLATED)
    }
    assert parts(made)["b.xml"] == b"2" * 99


def test_only_the_dates_of_its_own_properties_are_set() -> None:
    made = parts(package_bytes({"docProps/core.xml": CORE, "a.xml": CORE}))
    assert made["docProps/core.xml"] == CORE.replace(b"2011-05-31T08:00:00Z", b"2000-01-01T00:00:00Z")
    assert made["a.xml"] == CORE


def test_a_package_of_another_program_becomes_what_its_parts_make(tmp_path: Path) -> None:
    expected = package_bytes(parts(foreign()))
    assert repacked(foreign()) == repacked(expected) == expected
    (tmp_path / "a.xlsx").write_bytes(foreign())
    repack(tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == expected


# ------------------------------------------------------------------------------------------------- as written here
def test_only_what_was_written_here_and_not_saved_since_is_as_written(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    ours = package_bytes({"A.xml": b"1", "b.xml": b"2"})
    for content, expected in ((ours, True), (foreign(), False), (ours + b" ", False), (b"PK", False), (b"", False)):
        path.write_bytes(content)
        assert as_written(path) is expected
    assert as_written(tmp_path / "nothing.xlsx") is False


def test_a_package_larger_than_any_of_ours_is_not_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(package_bytes({"a.xml": b"12345"}))
    size = path.stat().st_size
    for most, expected in ((size, True), (size - 1, False)):
        monkeypatch.setattr(deterministic_zip, "_LARGEST_PACKED", most)
        assert as_written(path) is expected


# --------------------------------------------------------------------------------------------- patched in some parts
def test_a_patched_package_keeps_everything_that_was_not_changed() -> None:
    made = patched(foreign(), {"a.xml": b"new"})
    assert parts(made) == {**parts(foreign()), "a.xml": b"new"}
    for old, new in zip(entries(foreign()), entries(made), strict=True):
        kept = ("filename", "date_time", "compress_type", "external_attr")
        assert [getattr(new, k) for k in kept] == [getattr(old, k) for k in kept]
        assert new.create_system == 0, "not the system the program runs on"
    assert patched(foreign(), {}) == patched(foreign(), {})


def test_removed_parts_are_gone_and_new_ones_stand_at_the_end_by_name() -> None:
    made = patched(foreign(), {"y.xml": b"y", "b.xml": b"b", "m.xml": b"m"}, removed=("a.xml", "unknown.xml"))
    assert [e.filename for e in entries(made)] == ["z.xml", "m.xml", "b.xml", "y.xml"]
    assert {n: c for n, c in parts(made).items() if n != "z.xml"} == {"m.xml": b"m", "b.xml": b"b", "y.xml": b"y"}
    added = entries(made)[2:]
    assert {(e.date_time, e.create_system, e.compress_type) for e in added} == {(EPOCH, 0, zipfile.ZIP_DEFLATED)}


def test_a_part_that_is_changed_and_removed_is_gone() -> None:
    assert "a.xml" not in parts(patched(foreign(), {"a.xml": b"new"}, removed=["a.xml"]))


def test_a_name_with_backslashes_stays_as_it_was() -> None:
    odd = foreign().replace(b"z.xml", b"z\\xml")
    assert [e.orig_filename for e in entries(patched(odd, {"z\\xml": b"new"}))] == ["z\\xml", "a.xml", "m.xml"]


@pytest.mark.parametrize(("level", "ours"), [(7, True), (6, True), (3, True), (1, False)])
def test_what_earlier_versions_packed_is_still_known(tmp_path: Path, level: int, ours: bool) -> None:
    text = " ".join(f"{n} {n * n % 977} {n % 13}" for n in range(4_000)).encode()
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(package_bytes({"[Content_Types].xml": b"1", "a.xml": text}, level))
    assert as_written(path) is ours
