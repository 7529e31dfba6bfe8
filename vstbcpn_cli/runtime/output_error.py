"""Why a target cannot be written; apart from the writing, so that every command can tell of it and few load it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

HELD_OPEN = (5, 32, 33)
"""Windows error numbers of a file that Word, Excel or an antivirus still holds."""
LONGEST_ON_WINDOWS = 259
"""Characters of a path, where the machine is not set to open longer ones."""
_TOO_LONG = 206
"""The Windows error number of a name longer than it opens."""
_REASONS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "denied"),
    **dict.fromkeys((errno.ENOTDIR, errno.EEXIST), "no-folder"),
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "many-open"),
    errno.EISDIR: "no-file",
    errno.ENODEV: "no-kind",
    errno.ENOENT: "gone",
    errno.ENAMETOOLONG: "too-long",
    errno.ELOOP: "bad-link",
}


class OutputError(Exception):
    """A target cannot be written; `path` is it, `reason` one of the words below.

    held (open in another program), denied, full, too-long, bad-name (Windows gives no file such a name), no-folder (a
    file stands where a folder is needed), no-file (the other way round), gone (the folder is not there any more),
    bad-link (a link that leads nowhere), many-open (more open files than the system allows), no-kind (neither a file
    nor a folder), disk (any other fault of the disk or the network), busy (another run is writing), is-input, taken
    (the office's own list is there), foreign (a file that is not this program's).
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


def _is_too_long(path: object) -> bool:
    """Of a path that is longer than it opens Windows mostly says that nothing is there."""
    return os.name == "nt" and isinstance(path, str) and len(os.path.abspath(path)) > LONGEST_ON_WINDOWS  # noqa: PTH100


def reason_of(fault: OSError) -> str:
    """The word of `OutputError` for a fault of the system."""
    if getattr(fault, "winerror", None) in HELD_OPEN:
        return "held"
    if getattr(fault, "winerror", None) == _TOO_LONG or _is_too_long(fault.filename):
        return "too-long"
    return _REASONS.get(fault.errno or 0, "disk")
