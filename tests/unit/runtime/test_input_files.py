"""How bytes from outside are opened: plain files only, up to a bound, and what a record may hold."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from vstbcpn_cli.runtime import input_files
from vstbcpn_cli.runtime.input_files import content_of, digest_of, opened, record_in, record_of

OPEN_FILES = Path("/proc/self/fd")


@pytest.mark.parametrize("read", [content_of, digest_of])
def test_a_file_of_as_many_bytes_as_allowed_is_read_and_of_one_more_is_not(
    read: Callable[[Path, int], object], tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"12345")
    whole: object = b"12345" if read is content_of else hashlib.sha256(b"12345").hexdigest()
    assert read(path, 5) == whole
    with pytest.raises(OSError, match="too large") as fault:
        read(path, 4)
    assert (fault.value.errno, fault.value.filename) == (errno.EFBIG, str(path))


def test_a_digest_is_taken_and_bounded_over_all_pieces_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(input_files, "_PIECE", 4)
    path = tmp_path / "a"
    path.write_bytes(b"0123456789")
    assert digest_of(path, 10) == hashlib.sha256(b"0123456789").hexdigest()
    with pytest.raises(OSError, match="too large"):
        digest_of(path, 9)


def test_an_empty_file_has_a_content_and_a_digest(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert content_of(tmp_path / "a", 0) == b""
    assert digest_of(tmp_path / "a", 0) == hashlib.sha256().hexdigest()


@pytest.mark.skipif(os.name == "nt", reason="pipes as Unix has them")
def test_a_pipe_is_not_waited_for_and_not_left_open(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    before = len(list(OPEN_FILES.iterdir())) if OPEN_FILES.exists() else 0
    with pytest.raises(OSError, match="no plain file") as fault:
        opened(tmp_path / "a")
    assert fault.value.errno == errno.EINVAL
    assert (len(list(OPEN_FILES.iterdir())) if OPEN_FILES.exists() else 0) == before


@pytest.mark.parametrize("path", [".", "nothing"])
def test_a_folder_or_nothing_is_a_fault_of_the_system(path: str, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"."):
        opened(tmp_path / path)


# -------------------------------------------------------------------------------------------------------- records
def test_a_record_is_json_with_or_without_a_mark_at_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for begin in (b"", b"\xef\xbb\xbf"):
        path.write_bytes(begin + '{"tên": [1, 2.50]}'.encode())
        assert record_of(path) == {"tên": [1, 2.5]}
        found = record_of(path, Decimal)["tên"]
        assert [repr(n) for n in found] == ["1", "Decimal('2.50')"]
    assert record_in(b"2.50", Decimal) == Decimal("2.50")


@pytest.mark.parametrize("content", [b"", b"{", b"NaN", b"[Infinity]", b"-Infinity", b'"\xff"'])
def test_what_is_no_json_or_no_number_is_no_record(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        record_in(content)


def test_a_record_of_as_many_values_as_allowed_is_read_and_of_one_more_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted by their commas and brackets, before any of them is made."""
    monkeypatch.setattr(input_files, "MOST_VALUES", 4)
    assert record_in(b'[{"a": [1, 2]}]') == [{"a": [1, 2]}]
    for one_more in (b'[{"a": [1, 2, 3]}]', b"[[[[[]]]]]", b"[{}, {}, {}]"):
        with pytest.raises(ValueError, match="too many values"):
            record_in(one_more)


def test_a_record_larger_than_any_of_ours_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(input_files, "LARGEST_RECORD", 4)
    path = tmp_path / "a.json"
    path.write_bytes(b"[12]")
    assert record_of(path) == [12]
    path.write_bytes(b"[123]")
    with pytest.raises(OSError, match="too large"):
        record_of(path)
