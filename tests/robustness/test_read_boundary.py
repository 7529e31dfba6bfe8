"""Every byte from outside comes in by one way: plain files only, up to a bound, and what takes a library to read in a
process of its own."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, receive
from tests.support.programs.reader_processes import PREPARE, setting
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.unit_register import csv_lines
from vstbcpn_cli.model.earlier_period import load_previous
from vstbcpn_cli.model.submission import Unreadable
from vstbcpn_cli.runtime import input_files
from vstbcpn_cli.runtime.deterministic_zip import as_written
from vstbcpn_cli.runtime.input_files import content_of, digest_of, opened, record_of
from vstbcpn_cli.usecases import file_process
from vstbcpn_cli.usecases.intake.generated_files import bears_our_mark
from vstbcpn_cli.usecases.intake.reader_process import read_all
from vstbcpn_cli.usecases.intake.sources import Found
from vstbcpn_cli.usecases.run_settings import register
from vstbcpn_cli.workbook.form.stamp_token import peek
from vstbcpn_cli.workbook.formats.detect import may_hold_figures
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE

pipes = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def sparse(path: Path, size: int) -> Path:
    """A file that says it has so many bytes and takes none of the disk."""
    with path.open("wb") as stream:
        stream.truncate(size)
    return path


def many_entries() -> bytes:
    """An archive of very many entries without content."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for n in range(60_000):
            package.writestr(str(n), b"")
    return target.getvalue()


# ------------------------------------------------------------------------------------------------------ one file
@pipes
def test_a_pipe_that_came_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "a.xlsx"
    os.mkfifo(pipe)
    for read in (opened, lambda p: content_of(p, 100), lambda p: digest_of(p, 100), record_of):
        with pytest.raises(OSError, match="no plain file"):
            read(pipe)
    assert peek(pipe) is None
    assert not may_hold_figures(pipe)
    assert not bears_our_mark(pipe)
    assert not as_written(pipe)
    with pytest.raises(ConfigurationError, match=r"a\.xlsx: không đọc được"):
        list(csv_lines(pipe))
    (read_,) = read_all(setting(), at.bound(), [Found(pipe, "a.xlsx", named=False)], 1)
    assert isinstance(read_.outcome, Unreadable)
    assert read_.outcome.problem.details == {"reason": "đây không phải là một tệp dữ liệu"}


def test_a_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert content_of(path, 5) == b"12345"
    assert digest_of(path, 5) == digest_of(path, 6)
    for read in (content_of, digest_of):
        with pytest.raises(OSError, match="too large"):
            read(path, 4)


def test_a_file_of_many_gigabytes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a byte of it: it is the size that speaks."""
    path = sparse(tmp_path / "a.json", 10 * 2**30)
    with pytest.raises(OSError, match="too large"):
        content_of(path, LARGEST_FILE)
    assert peek(path) is None
    assert not bears_our_mark(path)
    assert not as_written(path)
    for load, words in (
        (load_previous, "không đọc được tệp số liệu kỳ trước"),
        (lambda p: list(csv_lines(p)), "không đọc được"),
        (file_process.lines_of, "không đọc được tệp Excel này"),
    ):
        with pytest.raises(ConfigurationError, match=words):
            load(path)


def test_an_archive_of_very_many_entries_is_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(many_entries())

    def listed(*_: object) -> object:
        pytest.fail("the directory was read")

    monkeypatch.setattr(zipfile, "ZipFile", listed)
    assert peek(path) is None
    assert not bears_our_mark(path)
    assert not as_written(path)


# ------------------------------------------------------------------------------------------------------- records
@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"[" + b"[]," * 10 + b"[]]",
        b'{"format": "vstbcpn-so-lieu", "version": 1, "edition": NaN}',
        b'{"format": "vstbcpn-so-lieu", "version": 1, "units": 1e999999999}',
        b"\xff\xfe\x00",
        b"9" * 5000,
    ],
    ids=range(7),
)
def test_earlier_data_that_is_none(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(input_files, "MOST_VALUES", 20)
    path = tmp_path / "so-lieu_2010-nam.json"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"so-lieu_2010-nam\.json: "):
        load_previous(path)


def test_lists_of_very_many_lines(tmp_path: Path) -> None:
    path = tmp_path / "don-vi.csv"
    path.write_bytes(b"\n" * 1_000_001)
    with pytest.raises(ConfigurationError, match=r"don-vi\.csv: không đọc được"):
        list(csv_lines(path))


def test_line_ends_of_every_system(tmp_path: Path) -> None:
    path = tmp_path / "don-vi.csv"
    for end in (b"\n", b"\r\n", b"\r"):
        path.write_bytes(b"\xef\xbb\xbfcode;name" + end + b"a;b" + end)
        assert list(csv_lines(path)) == [(1, ["code", "name"]), (2, ["a", "b"])]


# ---------------------------------------------------------------------------------- processes for other files
ACTS = {
    "dies": "os.abort()",
    "floods the memory": "bytearray(2**33)",
    "answers nonsense": "return b'\\xc1'",
    "answers another shape": "return bytes([0x91, 0x92, 1, 2])",
    "answers a list without end": "return b'\\xdd\\xff\\xff\\xff\\xff'",
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_list_on_which_a_process_fails_is_named(act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_process, "_COMMAND", (sys.executable, "-c", PREPARE.format(act=act)))
    path = tmp_path / "so-theo-doi.xlsx"
    path.write_bytes(b"PK")
    with pytest.raises(ConfigurationError, match=r"so-theo-doi\.xlsx: không đọc được tệp Excel này"):
        register("2011", path)


@pytest.mark.parametrize(
    "make", [many_entries, lambda: at.filled("so-y-te")[:5000], lambda: b"PK\x03\x04", lambda: b""], ids=range(4)
)
def test_a_list_in_the_folder_of_the_returns_that_cannot_be_read(
    make: Callable[[], bytes], vstbcpn: Program, inbox: Path
) -> None:
    receive(inbox, "so-theo-doi.xlsx", make())
    code, _, err = vstbcpn("validate", inbox)
    assert code == ExitCode.USAGE
    assert err.startswith("so-theo-doi.xlsx: không đọc được tệp Excel này.")


@pytest.mark.parametrize("act", [*ACTS.values(), "return b'\xa4gone'", "return b'\xa4made'"])
def test_a_copy_on_which_a_process_fails_is_not_made_and_told(
    act: str, vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(inbox, "so-y-te.xlsx", at.typed(at.filled("so-y-te"), {at.spot("so-y-te", "T6.05"): "nhiều"}))
    assert vstbcpn("validate", inbox, "--feedback", "mot")[0] == ExitCode.ERRORS
    made = {p.name for p in Path("mot").rglob("*")}
    monkeypatch.setattr(file_process, "_COMMAND", (sys.executable, "-c", PREPARE.format(act=act)))
    assert vstbcpn("validate", inbox, "--feedback", "hai")[0] == ExitCode.ERRORS
    assert made - {p.name for p in Path("hai").rglob("*")} == {"2011-6t_so-y-te_da-danh-dau.xlsx"}


def test_a_copy_that_no_process_was_started_for_is_the_machine_s_matter(
    vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(inbox, "so-y-te.xlsx", at.typed(at.filled("so-y-te"), {at.spot("so-y-te", "T6.05"): "nhiều"}))
    monkeypatch.setattr(file_process, "_COMMAND", ("/no/such/program",))
    code, _, told = vstbcpn("validate", inbox, "--feedback", "phan-hoi")
    assert code == ExitCode.ERRORS
    assert "Máy chưa khởi động được phần đánh dấu nên 1 tệp chưa có bản đánh dấu: so-y-te.xlsx." in told
    slip = "\n".join(p.text for p in Document("phan-hoi/dot-1/so-y-te/2011-6t_so-y-te_phieu-phan-hoi.docx").paragraphs)
    assert "vì máy của cơ quan thường trực chưa lập được; đây không phải lỗi của tệp" in slip
    assert "không đánh dấu được" not in slip
