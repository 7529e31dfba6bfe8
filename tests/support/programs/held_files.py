"""A file that another program holds, as Word and Excel hold what they have open on Windows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READ = 0x1
"""FILE_SHARE_READ: others may read it, as of a document open in Word; 0 for nobody."""

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    @contextmanager
    def held(path: Path, share: int = READ) -> Iterator[None]:
        """Keeps a file open for reading and writing; `share` is what others may do meanwhile."""
        system = ctypes.WinDLL("kernel32", use_last_error=True)
        system.CreateFileW.restype = wintypes.HANDLE
        handle = wintypes.HANDLE(system.CreateFileW(str(path), 0xC0000000, share, None, 3, 0x80, None))
        if handle.value == wintypes.HANDLE(-1).value:
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            yield
        finally:
            system.CloseHandle(handle)

else:

    @contextmanager
    def held(path: Path, share: int = READ) -> Iterator[None]:
        """Only Windows knows of files that others may not touch."""
        raise NotImplementedError(path, share)
        yield
