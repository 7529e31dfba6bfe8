"""One writer at a time in a folder, by whatever name it is called, and nothing left of the lock."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from tests.support.programs.links import needs_links
from tests.support.programs.state_home import remember_in
from vstbcpn_cli.runtime import folder_lock
from vstbcpn_cli.runtime.folder_lock import HeldError, exclusive, give_back, state_folder, take_lock


@pytest.fixture(autouse=True)
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_lock, "_PATIENCE", 0)
    remember_in(tmp_path / "state", monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "kết quả"
    made.mkdir()
    return made


def is_taken(folder: Path) -> bool:
    try:
        with exclusive(folder):
            return False
    except HeldError:
        return True


@pytest.mark.parametrize("called", ["relative", "round about", pytest.param("link", marks=needs_links)])
def test_a_folder_is_one_by_whatever_name_it_is_called(
    called: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if called == "link":
        (tmp_path / "lối tắt").symlink_to(folder)
    names = {"relative": Path(folder.name), "round about": folder / ".." / folder.name, "link": Path("lối tắt")}
    with exclusive(folder):
        assert is_taken(names[called])
        assert not is_taken(tmp_path)
    assert not is_taken(names[called])


@pytest.mark.skipif(sys.platform == "win32", reason="there a file of the lock stays where another one waits for it")
def test_nothing_is_left_of_a_lock(folder: Path) -> None:
    locks = state_folder("locks")
    assert locks is not None
    with exclusive(folder):
        assert list(folder.iterdir()) == []
        assert len(list(locks.iterdir())) == 1
    assert list(locks.iterdir()) == []


def test_a_lock_is_free_again_when_its_block_fails(folder: Path) -> None:
    with pytest.raises(ValueError, match="x"), exclusive(folder):
        raise ValueError("x")
    assert not is_taken(folder)


def test_a_file_that_a_loss_of_power_left_keeps_nobody_out() -> None:
    lock = take_lock("a")
    left = Path(lock.lock_file)
    give_back(lock)
    left.touch()
    give_back(take_lock("a"))


@pytest.mark.parametrize("lacking", ["locks", "place"])
def test_where_there_are_no_locks_the_block_runs_unguarded(
    lacking: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> NoReturn:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    if lacking == "locks":
        monkeypatch.setattr("filelock.FileLock._acquire", unsupported)
    else:
        (tmp_path / "state").touch()
    with exclusive(folder):
        assert not is_taken(folder)
