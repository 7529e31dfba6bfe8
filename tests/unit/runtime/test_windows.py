"""What Windows does otherwise, with its calls simulated: no machine with Windows takes part in these tests."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from collections.abc import Callable
from ctypes import wintypes
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from vstbcpn_cli.runtime import atomic_outputs, folder_lock, process_limits

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the real calls are there")
Load = Callable[[ModuleType], Any]


def _locking(handle: int, mode: int, count: int) -> None:
    """Locks one byte as Windows does: not for a second handle, and gone with the handle."""
    import fcntl

    assert (mode, count) == (2, 1)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """A module as it is on Windows."""

    def loaded(module: ModuleType) -> Any:
        monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=_locking))
        monkeypatch.setattr(os, "O_TEMPORARY", 0, raising=False)
        assert module.__file__ is not None
        spec = importlib.util.spec_from_file_location(f"{module.__name__}_windows", module.__file__)
        assert spec is not None
        assert spec.loader is not None
        made = importlib.util.module_from_spec(spec)
        with monkeypatch.context() as there:
            there.setattr(sys, "platform", "win32")
            there.setattr(os, "name", "nt")
            spec.loader.exec_module(made)
        return made

    return loaded


def test_one_writer_at_a_time_and_the_next_when_it_is_done(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = load(folder_lock)
    monkeypatch.setattr(there, "_PAUSE", 0)
    with there.alone(tmp_path), pytest.raises(there.HeldError), there.alone(tmp_path):
        pytest.fail("two at once")
    with there.alone(tmp_path):
        pass


def test_a_lock_file_that_a_loss_of_power_left_keeps_nobody_out(load: Load, tmp_path: Path) -> None:
    (tmp_path / ".staging-lock").touch()
    with load(folder_lock).alone(tmp_path):
        pass


def test_a_lock_file_on_its_way_out_is_not_the_lock(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = load(folder_lock)
    tries: list[float] = []
    monkeypatch.setattr(there, "_PAUSE", 0)
    monkeypatch.setattr(os.path, "samestat", lambda *_: len(tries) > 2)
    monkeypatch.setattr(there.time, "sleep", tries.append)
    with there.alone(tmp_path):
        assert len(tries) == 3


@pytest.mark.parametrize("brought", ["folder", "link", "text", "read-only"])
def test_what_somebody_put_in_the_place_of_the_lock_is_left_alone(brought: str, load: Load, tmp_path: Path) -> None:
    path, other = tmp_path / ".staging-lock", tmp_path / "nhan-ve.xlsx"
    other.touch()
    if brought == "folder":
        path.mkdir()
    elif brought == "link":
        path.symlink_to(other)
    elif brought == "text":
        path.write_text("x")
    else:
        path.touch(0o400)
    there = load(folder_lock)
    opened: list[object] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(there.os, "open", opened.append)
        with there.alone(tmp_path):
            pass
    assert opened == []


def test_the_lock_of_a_file_lies_past_what_is_read(load: Load, tmp_path: Path) -> None:
    there = load(folder_lock)
    path = tmp_path / "a"
    path.write_text("x")
    places: list[tuple[int, int]] = []
    seek = os.lseek

    def sought(handle: int, at: int, how: int) -> int:
        places.append((at, how))
        return seek(handle, at, how)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(there.os, "lseek", sought)
        handle = there.lock_file(path)
        with pytest.raises(there.HeldError):
            there.lock_file(path)
        os.close(handle)
    assert places[:2] == [(2**30, os.SEEK_SET), (0, os.SEEK_SET)]
    os.close(there.lock_file(path))


def test_a_folder_that_cannot_be_written_is_not_called_busy(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = load(folder_lock)

    def refused(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", refused)
    with there.alone(tmp_path):
        pass


class _Kernel:
    """The calls to the system, in their order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any) -> int:
            self.calls.append((name, arguments))
            return 7

        self.__dict__[name] = call
        return call


def test_a_process_is_caged_in_a_job_with_its_bounds(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = _Kernel()
    monkeypatch.setattr(wintypes, "DWORD", ctypes.c_uint32)
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: kernel, raising=False)
    there = load(process_limits)
    process = SimpleNamespace(_handle=11)
    there.Cage(process, 3 * 2**29)
    there.cap_this_process(1)
    there.cap_processor_time(1.0)
    names = [name for name, _ in kernel.calls]
    assert names == ["CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject", "SetErrorMode"]
    job, kind, bounds, size = kernel.calls[1][1]
    given = bounds._obj
    assert (job.value, kind, size) == (7, 9, ctypes.sizeof(given))
    assert (given.basic.flags, given.process_memory, given.job_memory) == (0x2500, 3 * 2**29, 0)
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        assert (type(given.basic).flags.offset, type(given).process_memory.offset, size) == (16, 112, 144)
    assert [h.value for h in kernel.calls[2][1]] == [7, 11]
    assert kernel.calls[3][1] == (0x8003,)


def test_a_job_of_a_caged_process_has_its_own_processor_time(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = _Kernel()

    def times(_: object, *found: Any) -> int:
        found[-1]._obj.value = 5 * 10_000_000
        return 1

    kernel.GetProcessTimes = times  # type: ignore[attr-defined]  # as every call to the system
    monkeypatch.setattr(wintypes, "DWORD", ctypes.c_uint32)
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: kernel, raising=False)
    there = load(process_limits)
    there.Cage(SimpleNamespace(_handle=11), 2**28).allow(31.5)
    given = kernel.calls[-1][1][2]._obj
    assert kernel.calls[-1][0] == "SetInformationJobObject"
    assert (given.basic.flags, given.basic.process_time) == (0x2502, 365_000_000)
    assert (type(given.basic).process_time.offset, given.process_memory) == (0, 2**28)
    assert {1816} == there.OUT_OF_TIME


def test_a_target_leaves_room_for_its_staging_folder(load: Load, tmp_path: Path) -> None:
    longest = load(atomic_outputs)._LONGEST_PATH
    inside = f"{tmp_path}/{atomic_outputs._PREFIX}abcdefgh/{atomic_outputs._NEW}/"
    assert longest + len(inside) - len(f"{tmp_path}/") == 259
    assert longest <= 240
    assert len(atomic_outputs._OLD) == len(atomic_outputs._NEW)
