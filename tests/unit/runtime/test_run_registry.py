"""What is remembered of a run that writes, for how long, and what is never taken for one of ours."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.support.programs.state_home import remember_in
from vstbcpn_cli.runtime import run_registry
from vstbcpn_cli.runtime.folder_lock import give_back, take_lock
from vstbcpn_cli.runtime.run_registry import WriterRun, dead_run, dead_runs, has_journal, is_ours, sync, sync_folder

if TYPE_CHECKING:
    from filelock import BaseFileLock

FIRST, SECOND, THIRD = "aaaaaaaa", "bbbbbbbb", "cccccccc"
"""Marks as the program makes them."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own place; nothing is there before the first run."""
    remember_in(tmp_path / "state", monkeypatch)
    return tmp_path / "state" / "vstbcpn" / "runs"


@pytest.fixture
def no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_registry, "_home", lambda: None)


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(_: str) -> NoReturn:
        raise OSError(37, "no locks")

    monkeypatch.setattr(run_registry, "take_lock", unsupported)


@pytest.fixture
def marks(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    made = iter((FIRST, SECOND, THIRD))
    monkeypatch.setattr(run_registry, "_new_mark", lambda: next(made))
    return made


def of_dead() -> list[str]:
    """The marks of all runs that live no more; their locks are given back."""
    found = []
    for run in dead_runs():
        found.append(run.mark)
        run.leave()
    return found


# ----------------------------------------------------------------------------------------------- a run and its end
def test_a_run_is_remembered_with_its_folder_in_full_until_it_is_forgotten(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = WriterRun.begun(Path("kết quả"))
    assert (run.folder, run.home, run.apart) == (Path("kết quả"), home, False)
    assert len(run.mark) == 8
    assert set(run.mark) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert [p.name for p in home.iterdir()] == [run.mark]
    assert (home / run.mark).read_text(encoding="utf-8") == str(tmp_path / "kết quả")
    assert is_ours(run.mark) is True
    run.forget()
    assert list(home.iterdir()) == []
    assert is_ours(run.mark) is False
    run.forget()


def test_every_run_has_a_mark_of_its_own(tmp_path: Path) -> None:
    runs = [WriterRun.begun(tmp_path) for _ in range(20)]
    assert len({run.mark for run in runs}) == 20
    for run in runs:
        run.forget()


def test_a_run_is_alive_until_it_leaves_and_then_is_dead_and_still_remembered(tmp_path: Path) -> None:
    run = WriterRun.begun(tmp_path)
    assert dead_run(run.mark) is None
    assert of_dead() == []
    run.leave()
    found = dead_run(run.mark)
    assert found is not None
    assert (found.mark, found.folder, found.home, found.apart) == (run.mark, tmp_path, run.home, False)
    assert dead_run(run.mark) is None, "whoever clears it up holds the lock"
    found.leave()
    found.leave()
    assert of_dead() == [run.mark]
    assert is_ours(run.mark)


@pytest.mark.skipif(sys.platform == "win32", reason="names there are no bytes")
def test_a_folder_may_have_a_name_that_is_no_text(tmp_path: Path) -> None:
    run = WriterRun.begun(tmp_path / "k\udcff")
    run.leave()
    found = dead_run(run.mark)
    assert found is not None
    assert found.folder == tmp_path / "k\udcff"
    found.forget()


def test_a_mark_that_is_taken_is_not_written_over(home: Path, tmp_path: Path, marks: Iterator[str]) -> None:
    """Nobody can guess one; should it come again, the run goes on without a place rather than take that of another."""
    home.mkdir(parents=True)
    (home / FIRST).write_text("của lần khác", encoding="utf-8")
    run = WriterRun.begun(tmp_path)
    assert (run.mark, run.home) == (SECOND, None)
    assert (home / FIRST).read_text(encoding="utf-8") == "của lần khác"


def test_a_run_is_locked_before_it_is_remembered(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the two another run could take it for a dead one and clear it up."""

    def locked(mark: str) -> BaseFileLock:
        assert not home.exists() or list(home.iterdir()) == []
        return take_lock(mark)

    with monkeypatch.context() as patched:
        patched.setattr(run_registry, "take_lock", locked)
        run = WriterRun.begun(tmp_path)
    assert run.home == home
    assert dead_run(run.mark) is None
    run.forget()


def test_a_mark_that_another_run_holds_is_not_taken(home: Path, tmp_path: Path, marks: Iterator[str]) -> None:
    lock = take_lock(FIRST)
    run = WriterRun.begun(tmp_path)
    assert (run.mark, run.home) == (SECOND, None)
    give_back(lock)


# ----------------------------------------------------------------------------------------------------- the journal
def test_a_journal_lies_beside_its_run_from_the_first_move_to_the_last(home: Path, tmp_path: Path) -> None:
    run = WriterRun.begun(tmp_path)
    assert run.read_journal() is None
    assert has_journal(run.mark) is False
    run.write_journal([{"name": "báo cáo.docx"}])
    assert run.apart is True
    assert run.journal == home / f"{run.mark}.journal"
    assert has_journal(run.mark) is True
    assert run.read_journal() == [{"name": "báo cáo.docx"}]
    run.drop_journal()
    assert run.apart is False
    assert has_journal(run.mark) is False
    run.drop_journal()
    assert [p.name for p in home.iterdir()] == [run.mark]
    run.forget()


@pytest.mark.parametrize("content", ["", "[{", "[]", "null", "0"])
def test_a_journal_that_was_cut_off_is_told_from_none(content: str, tmp_path: Path) -> None:
    run = WriterRun.begun(tmp_path)
    assert run.journal is not None
    run.journal.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"."):
        run.read_journal()
    run.forget()


def test_a_journal_that_does_not_reach_the_disk_is_none(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> NoReturn:
        raise OSError(28, "full")

    run = WriterRun.begun(tmp_path)
    for step in ("sync", "sync_folder"):
        with monkeypatch.context() as patched:
            patched.setattr(run_registry, step, full)
            with pytest.raises(OSError, match="full"):
                run.write_journal(["a"])
        assert run.apart is False
        assert [p.name for p in home.iterdir()] == [run.mark]
    run.forget()


def test_a_journal_is_on_the_disk_and_its_name_too_before_a_file_is_moved(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[tuple[str, Path]] = []
    for step in ("sync", "sync_folder"):
        monkeypatch.setattr(run_registry, step, lambda path, step=step: steps.append((step, path)))
    run = WriterRun.begun(tmp_path)
    run.write_journal(["a"])
    assert steps == [("sync", home / f"{run.mark}.journal"), ("sync_folder", home)]
    run.drop_journal()
    run.forget()


def test_files_and_folders_are_brought_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    (tmp_path / "a").touch()
    sync(tmp_path / "a")
    sync_folder(tmp_path)
    expected = [(tmp_path / "a").stat().st_ino, tmp_path.stat().st_ino]
    assert synced == (expected[:1] if os.name == "nt" else expected)


# ------------------------------------------------------------------------------------------------ what is not ours
@pytest.mark.parametrize("mark", ["", "lock", "aaaaaaa", "aaaaaaaaa", "Aaaaaaaa", "aaaaaaa1", "../aaaaa", "aaaaaaaa\n"])
def test_a_mark_of_another_shape_is_never_ours(mark: str, home: Path) -> None:
    home.mkdir(parents=True)
    for name in (mark, f"{mark}.journal"):
        if "/" not in mark and name:
            (home / name).write_text("[1]", encoding="utf-8")
    assert is_ours(mark) is False
    assert has_journal(mark) is False
    assert of_dead() == []


def test_a_journal_without_its_run_and_a_folder_with_a_mark_are_not_ours(home: Path) -> None:
    home.mkdir(parents=True)
    (home / f"{FIRST}.journal").write_text("[1]", encoding="utf-8")
    (home / SECOND).mkdir()
    assert (is_ours(FIRST), has_journal(FIRST), is_ours(SECOND)) == (False, False, False)
    assert (dead_run(FIRST), dead_run(SECOND)) == (None, None)
    assert of_dead() == []
    assert sorted(p.name for p in home.iterdir()) == [f"{FIRST}.journal", SECOND]


def test_all_the_dead_are_found_in_order_and_no_living_one(tmp_path: Path, marks: Iterator[str]) -> None:
    one, two, three = (WriterRun.begun(tmp_path / name) for name in "cba")
    three.leave()
    one.leave()
    assert of_dead() == [FIRST, THIRD]
    two.leave()
    assert of_dead() == [FIRST, SECOND, THIRD]


# ------------------------------------------------------------------------------------ no place to remember, no locks
def test_without_a_place_a_run_goes_on_and_nothing_is_remembered(no_home: None, tmp_path: Path) -> None:
    run = WriterRun.begun(tmp_path)
    assert (run.home, run.journal, run.folder) == (None, None, tmp_path)
    run.write_journal(["a"])
    assert run.apart is True
    assert run.read_journal() is None
    run.drop_journal()
    assert run.apart is False
    run.leave()
    run.forget()
    assert (is_ours(run.mark), has_journal(run.mark), dead_run(run.mark)) == (False, False, None)
    assert of_dead() == []


def test_a_place_that_cannot_be_made_is_none(home: Path, tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    assert WriterRun.begun(tmp_path).home is None


@pytest.mark.skipif(sys.platform == "win32", reason="rights as Unix has them")
def test_the_place_is_closed_to_others(home: Path, tmp_path: Path) -> None:
    WriterRun.begun(tmp_path).forget()
    assert home.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("age", "is_dead"), [(0, False), (3590, False), (3610, True)])
def test_without_locks_a_run_counts_as_dead_after_an_hour(
    age: int, is_dead: bool, no_locks: None, home: Path, tmp_path: Path
) -> None:
    run = WriterRun.begun(tmp_path)
    assert run.home == home, "its own file is no hour old and yet its own"
    then = time.time() - age
    os.utime(home / run.mark, (then, then))
    found = dead_run(run.mark)
    assert (found is not None) is is_dead
    if found is not None:
        found.leave()
    run.forget()


@pytest.mark.parametrize("content", [b"\xff", None])
def test_a_run_whose_folder_cannot_be_read_is_nobody_s_and_is_not_kept_locked(
    content: bytes | None, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = WriterRun.begun(tmp_path)
    run.leave()

    def spoilt(mark: str) -> BaseFileLock:
        lock = take_lock(mark)
        if content is None:
            (home / mark).unlink()
        else:
            (home / mark).write_bytes(content)
        return lock

    with monkeypatch.context() as patched:
        patched.setattr(run_registry, "take_lock", spoilt)
        assert dead_run(run.mark) is None
    give_back(take_lock(run.mark))
