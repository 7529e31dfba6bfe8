"""Bounds of memory and processor time for a process, by what the operating system offers."""

from __future__ import annotations

import subprocess
import sys

if sys.platform == "win32":  # pragma: no cover - proved on Windows only
    import ctypes
    from ctypes import wintypes

    _MEMORY, _DIE_QUIETLY, _KILL_ON_CLOSE = 0x100, 0x400, 0x2000
    _EXTENDED_LIMITS = 9
    _NO_DIALOGS = 0x1 | 0x2 | 0x8000

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("process_time", wintypes.LARGE_INTEGER),
            ("job_time", wintypes.LARGE_INTEGER),
            ("flags", wintypes.DWORD),
            ("smallest_set", ctypes.c_size_t),
            ("largest_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("basic", _BasicLimits),
            ("transfers", ctypes.c_ulonglong * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    class Cage:
        """A job object around a process that has not touched a file yet; closing it ends the process."""

        def __init__(self, process: subprocess.Popen[bytes], memory: int) -> None:
            system = ctypes.WinDLL("kernel32", use_last_error=True)
            system.CreateJobObjectW.restype = wintypes.HANDLE
            self._job = wintypes.HANDLE(system.CreateJobObjectW(None, None))
            limits = _ExtendedLimits()
            limits.basic.flags = _MEMORY | _DIE_QUIETLY | _KILL_ON_CLOSE
            limits.process_memory = memory
            size = ctypes.sizeof(limits)
            system.SetInformationJobObject(self._job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
            system.AssignProcessToJobObject(self._job, wintypes.HANDLE(int(process._handle)))  # type: ignore[attr-defined]  # noqa: SLF001 - no other way

    def cap_this_process(memory: int) -> None:  # noqa: ARG001 - the job object caps the memory
        """Keeps a crash from opening a dialog that waits for somebody."""
        ctypes.WinDLL("kernel32").SetErrorMode(_NO_DIALOGS)

    def cap_processor_time(seconds: float) -> None:
        """The parent's clock alone ends a job here."""

else:
    import resource

    class Cage:
        """Nothing to do from outside: the process caps itself before it touches a file."""

        def __init__(self, process: subprocess.Popen[bytes], memory: int) -> None:
            pass

    def cap_this_process(memory: int) -> None:
        """A bound on the address space, and no memory images on the disk."""
        _lower(resource.RLIMIT_AS, memory)
        _lower(resource.RLIMIT_CORE, 0)

    def cap_processor_time(seconds: float) -> None:
        """Some seconds from now on: a second clock beside the parent's, for the case that the parent is gone."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 2)

    def _lower(kind: int, bound: int) -> None:
        """The soft bound only, and never above the hard one."""
        hard = resource.getrlimit(kind)[1]
        soft = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (soft, hard))
