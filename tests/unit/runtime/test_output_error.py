"""The word for each fault that keeps a file from being written."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from vstbcpn_cli.runtime.output_error import OutputError, reason_of


def fault(number: int, windows: int | None = None) -> OSError:
    made = OSError(number, "")
    if windows is not None:
        made.winerror = windows  # type: ignore[attr-defined]  # only Windows has it
    return made


@pytest.mark.parametrize(
    ("number", "word"),
    [
        *((errno.ENOSPC, "full"), (errno.EDQUOT, "full"), (errno.EFBIG, "full")),
        *((errno.EACCES, "denied"), (errno.EPERM, "denied"), (errno.EROFS, "denied")),
        *(
            (errno.ENOTDIR, "no-folder"),
            (errno.EEXIST, "no-folder"),
            (errno.EISDIR, "no-file"),
            (errno.ENODEV, "no-kind"),
        ),
        *((errno.EMFILE, "many-open"), (errno.ENFILE, "many-open")),
        *((errno.ENOENT, "gone"), (errno.ENAMETOOLONG, "too-long"), (errno.ELOOP, "bad-link"), (errno.EIO, "disk")),
    ],
)
def test_every_fault_of_the_system_has_a_word(number: int, word: str) -> None:
    assert reason_of(fault(number)) == word


def test_a_fault_without_a_number_is_one_of_the_disk() -> None:
    assert reason_of(OSError()) == reason_of(OSError("broken")) == "disk"


@pytest.mark.parametrize(
    ("windows", "word"), [(5, "held"), (32, "held"), (33, "held"), (206, "too-long"), (19, "denied")]
)
def test_windows_says_more_than_the_common_number(windows: int, word: str) -> None:
    assert reason_of(fault(errno.EACCES, windows)) == word


def test_an_output_error_carries_its_file_and_the_word() -> None:
    made = OutputError(Path("a.docx"), "full")
    assert (made.path, made.reason, made.args) == (Path("a.docx"), "full", (Path("a.docx"), "full"))
