"""Why a target cannot be written; apart from the writing, so that every command can tell of it and few load it."""

from __future__ import annotations

import errno
from pathlib import Path

HELD_OPEN = (5, 32, 33)
"""Windows error numbers of a file that Word, Excel or an antivirus still holds."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class OutputError(Exception):
    """A target cannot be written; `path` is it, `reason` one of the words below.

    held (open in another program), denied, full, too-long, busy (another run is writing), is-input, foreign (a file
    that is not this program's).
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


def reason_of(fault: OSError) -> str:
    """The word of `OutputError` for a fault of the system."""
    if getattr(fault, "winerror", None) in HELD_OPEN:
        return "held"
    if fault.errno in _FULL:
        return "full"
    return "too-long" if fault.errno == errno.ENAMETOOLONG else "denied"
