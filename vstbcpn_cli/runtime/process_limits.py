"""Bounds of memory and processor time for a process, by what the operating system offers."""

from __future__ import annotations

import subprocess
import sys

if sys.platform == "win32":  # pragma: no cover - proved on Windows only
    import ctypes
    from ctypes import wintypes

    OUT_OF_TIME = frozenset([1816])
    """How a process ends that has used up its processor time: ERROR_NOT_ENOUGH_QUOTA."""
    _TIME, _MEMORY, _DIE_QUIETLY, _KILL_ON_CLOSE = 0x2, 0x100, 0x400, 0x2000
    _EXTENDED_LIMITS = 9
    _NO_DIALOGS = 0x1 | 0x2 | 0x8000
    _TICKS = 10_000_000

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
            self._system = ctypes.WinDLL("kernel32", use_last_error=True)
            self._system.CreateJobObjectW.restype = wintypes.HANDLE
            self._job = wintypes.HANDLE(self._system.CreateJobObjectW(None, None))
            self._process = wintypes.HANDLE(int(process._handle))  # type: ignore[attr-defined]  # noqa: SLF001 - no other way
            self._limits = _ExtendedLimits()
            self._limits.basic.flags = _MEMORY | _DIE_QUIETLY | _KILL_ON_CLOSE
            self._limits.process_memory = memory
            self._set()
            self._system.AssignProcessToJobObject(self._job, self._process)

        def allow(self, seconds: float) -> None:
            """So much more processor time from now on; the system ends a process that takes more."""
            created, ended, in_system, used = (wintypes.LARGE_INTEGER() for _ in range(4))
            times = (ctypes.byref(each) for each in (created, ended, in_system, used))
            if self._system.GetProcessTimes(self._process, *times):
                self._limits.basic.flags |= _TIME
                self._limits.basic.process_time = used.value + int(seconds * _TICKS)
                self._set()

        def _set(self) -> None:
            size = ctypes.sizeof(self._limits)
            self._system.SetInformationJobObject(self._job, _EXTENDED_LIMITS, ctypes.byref(self._limits), size)

    def cap_this_process(memory: int) -> None:  # noqa: ARG001 - the job object caps the memory
        """Keeps a crash from opening a dialog that waits for somebody."""
        ctypes.WinDLL("kernel32").SetErrorMode(_NO_DIALOGS)

    def cap_processor_time(seconds: float) -> None:
        """The job object caps the processor time."""

else:
    import resource
    import signal

    OUT_OF_TIME = frozenset([-signal.SIGXCPU])
    """How a process ends that has used up its processor time."""
    ADDRESSES = 3 * 2**29
    """Of address space, most of which is never touched."""

    class Cage:
        """Nothing to do from outside: the process caps itself before it touches a file."""

        def __init__(self, process: subprocess.Popen[bytes], memory: int) -> None:
            pass

        def allow(self, seconds: float) -> None:
            pass

    def cap_this_process(memory: int) -> None:
        """A bound on the memory it may write to and on its address space, and no memory images on the disk."""
        _lower(resource.RLIMIT_DATA, memory)
        _lower(resource.RLIMIT_AS, ADDRESSES)
        _lower(resource.RLIMIT_CORE, 0)

    def cap_processor_time(seconds: float) -> None:
        """So many seconds from now on; the system ends a process that takes more, busy as the machine may be."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1)

    def _lower(kind: int, bound: int) -> None:
        """The soft bound only, and never above the hard one."""
        hard = resource.getrlimit(kind)[1]
        soft = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (soft, hard))
