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

from vstbcpn_cli.runtime import atomic_outputs, output_folder, process_limits

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the real calls are there")
Load = Callable[[ModuleType], Any]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """A module as it is on Windows."""

    def loaded(module: ModuleType) -> Any:
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
    inside = f"{tmp_path}/{output_folder.STAGING}abcdefgh/{output_folder.NEW}/"
    assert longest + len(inside) - len(f"{tmp_path}/") == 259
    assert longest <= 240
    assert len(output_folder.OLD) == len(output_folder.NEW)
