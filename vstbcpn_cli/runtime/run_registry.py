"""What the program remembers of its runs that write, in a place of the user's own.

A staging folder bears the mark of its run, and a file of that name lies here for as long as there is something to clear
up. Nothing that is unpacked, copied or mailed into a season can bring such a file along, and nobody can guess a mark:
a staging folder without one was not made by this user's program on this machine. A lock is held while the run lives,
so that the next one knows at once which runs are dead.

Where there is no such place (a home that cannot be written) runs go on without: what a killed one leaves is then not
cleared up but told.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from vstbcpn_cli.runtime.folder_lock import HeldError, give_back, state_folder, take_lock

if TYPE_CHECKING:
    from filelock import BaseFileLock

_LETTERS, _LENGTH = "abcdefghijklmnopqrstuvwxyz234567", 8
_MARK = re.compile(rf"[{_LETTERS}]{{{_LENGTH}}}\Z")
"""As short as a path in a deep folder needs it, as long as nobody can guess it."""
_JOURNAL = ".journal"
_STALE_SECONDS = 3600
"""After so long a run counts as dead where the system has no locks that would tell."""


class WriterRun(msgspec.Struct):
    """A run that writes into `folder`; `home` is None where nothing can be remembered, `apart` says that the set
    there is taken apart at this moment."""

    mark: str
    folder: Path
    home: Path | None
    apart: bool = False
    _lock: BaseFileLock | None = None

    @classmethod
    def begun(cls, folder: Path) -> WriterRun:
        """A new run, remembered and locked before it makes anything that would have to be cleared up."""
        run = cls(_new_mark(), folder, _home())
        if run._file is not None:
            try:
                run._lock = _locked(run.mark)  # before it is remembered: nobody can take it for a dead one
                with run._file.open("x", encoding="utf-8", errors="surrogatepass", newline="\n") as stream:
                    stream.write(str(folder.absolute()))
            except (OSError, HeldError):
                run.leave()
                return cls(_new_mark(), folder, None)
        return run

    @property
    def _file(self) -> Path | None:
        return None if self.home is None else self.home / self.mark

    @property
    def journal(self) -> Path | None:
        return None if self.home is None else self.home / f"{self.mark}{_JOURNAL}"

    def write_journal(self, content: Any) -> None:
        """On the disk before this returns. Raises OSError; then there is none."""
        journal = self.journal
        if journal is not None:
            try:
                journal.write_text(json.dumps(content), encoding="utf-8", newline="\n")
                sync(journal)
                sync_folder(journal.parent)
            except OSError:
                with suppress(OSError):
                    journal.unlink(missing_ok=True)
                raise
        self.apart = True

    def read_journal(self) -> Any:
        """What was written, None where nothing was. Raises ValueError where it was cut off, OSError."""
        journal = self.journal
        if journal is None or not journal.exists():
            return None
        content = json.loads(journal.read_text(encoding="utf-8"))
        if not content:
            raise ValueError(content)
        return content

    def drop_journal(self) -> None:
        if self.journal is not None:
            self.journal.unlink(missing_ok=True)
        self.apart = False

    def leave(self) -> None:
        """Gives the lock back; what is remembered stays for the next run."""
        if self._lock is not None:
            give_back(self._lock)
            self._lock = None

    def forget(self) -> None:
        """The end of a run that has left nothing to clear up."""
        if self._file is not None:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
        self.leave()


def is_ours(mark: str) -> bool:
    home = _home()
    return home is not None and _MARK.match(mark) is not None and (home / mark).is_file()


def has_journal(mark: str) -> bool:
    home = _home()
    return home is not None and is_ours(mark) and (home / mark).with_suffix(_JOURNAL).is_file()


def any_journal() -> bool:
    """Whether any run of ours, in whatever folder, is taking a set apart or was killed while it did."""
    home = _home()
    return home is not None and any(file.suffix == _JOURNAL for file in home.iterdir())


def dead_run(mark: str) -> WriterRun | None:
    """One of our runs that lives no more, locked for whoever clears it up; None for one still at work."""
    home = _home()
    if home is None:
        return None
    file = home / mark
    try:
        run = WriterRun(mark, Path(), home, _lock=_locked(mark, file))
    except (OSError, HeldError):
        return None
    try:
        run.folder = Path(file.read_text(encoding="utf-8", errors="surrogatepass"))
    except (OSError, ValueError):
        run.leave()
        return None
    return run


def dead_runs() -> Iterator[WriterRun]:
    """Every one of our runs that lives no more, locked."""
    home = _home()
    for file in sorted(home.iterdir()) if home is not None else ():
        if _MARK.match(file.name) and (run := dead_run(file.name)) is not None:
            yield run


def sync_folder(folder: Path) -> None:
    """The names in a folder on the disk; Windows has no such call and keeps them in order by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _new_mark() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def _home() -> Path | None:
    return state_folder("runs")


def _locked(mark: str, found: Path | None = None) -> BaseFileLock | None:
    """The lock of a run, of a new one or of one whose file was `found`; None where the system has no locks.

    Raises `HeldError` where the run lives, OSError where its file is gone.
    """
    try:
        return take_lock(mark)
    except OSError:
        if found is not None and time.time() - found.stat().st_mtime <= _STALE_SECONDS:
            raise HeldError(mark) from None
        return None
