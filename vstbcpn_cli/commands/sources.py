"""Which files a command looks at, and when each of them was received."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from vstbcpn_cli.commands.log import LOG_NAMES, Log, file_key, read_log
from vstbcpn_cli.commands.told import RECORD, is_output, outputs_in
from vstbcpn_cli.coverage import Receipt
from vstbcpn_cli.safety.text import scrubbed
from vstbcpn_cli.schema.faults import ConfigurationError

_OURS = frozenset(LOG_NAMES) | {"don-vi.xlsx", "don-vi.csv"}
_NOT_RETURNS = frozenset([".md", ".csv", ".toml", ".json", ".txt", ".ini", ".db", ".py", ".j2", ".log", ".tmp"])
_TEXTS = frozenset([".csv", ".txt"])
_WRITTEN = ("so-lieu_",)
"""How the data files begin that the program writes itself."""
_VIETNAM = dt.timezone(dt.timedelta(hours=7))
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: `shown` is how it is named in findings, relative to what the officer gave."""

    path: Path
    shown: str
    named: bool


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to read in the order of their names, what was passed over, and the log of their folders."""

    files: tuple[Found, ...]
    skipped: tuple[str, ...]
    log: Log
    unread: tuple[str, ...] = ()
    """Texts in a folder, which are no returned forms but may have been sent as such."""

    def until(self, day: dt.date | None) -> Sources:
        """As if the files received after this day, and what was written down of units, had not come yet."""
        if day is None:
            return self
        return replace(self, files=tuple(f for f in self.files if self.receipt(f).day <= day), log=self.log.until(day))

    def inputs(self, named: Iterable[Path | None] = ()) -> list[Path]:
        """Every file the run reads that somebody has to find again unchanged; `named` are those of the options."""
        lists = [f.path.parent / name for f in self.files for name in LOG_NAMES]
        return [*(f.path for f in self.files), *dict.fromkeys(lists), *(p for p in named if p is not None)]

    def receipt(self, found: Found) -> Receipt:
        """The day of the log, else that of the file itself, Vietnam time."""
        day = self.log.days.get(file_key(found.path.name))
        if day is not None:
            return Receipt(day, from_log=True)
        return Receipt(dt.datetime.fromtimestamp(found.path.stat().st_mtime, _VIETNAM).date(), from_log=False)


def gather(paths: list[str]) -> Sources:
    """Files, folders (searched recursively) and patterns; the log `so-theo-doi` of each folder is read along.

    Raises FileNotFoundError for a path that does not exist, `ConfigurationError` for an unusable log.
    """
    files: dict[Path, Found] = {}
    skipped: list[str] = []
    unread: list[str] = []
    folders: set[Path] = set()
    for text in paths:
        for path, base in _expand(text):
            if path.name.startswith("~$") and base is not None:
                skipped.append(_shown(path, base))
            elif base is None or _may_be_a_return(path):
                files.setdefault(path.resolve(), Found(path, _shown(path, base), base is None))
            elif _may_be_meant_as_one(path):
                unread.append(_shown(path, base))
            folders.add(path.parent)
    log = Log()
    for path in (folder / name for folder in sorted(folders) for name in LOG_NAMES):
        if path.is_file():
            found = read_log(path)
            _check_excluded(found, {file_key(f.path.name) for f in files.values()}, path.parent)
            log = log.and_of(found)
    ordered = sorted(_distinct(list(files.values())), key=lambda f: (f.shown.casefold(), f.shown))
    return Sources(tuple(ordered), tuple(sorted(skipped)), log, tuple(sorted(unread)))


def _check_excluded(log: Log, names: set[str], folder: Path) -> None:
    """A name that is written wrongly would let a file count that the office leaves out."""
    lost = [line for line in log.files if file_key(line.of) not in names]
    there = {file_key(p.name) for p in folder.rglob("*")} if lost else set()
    for line in lost:
        if file_key(line.of) not in there:
            raise ConfigurationError(
                f"{line.place}: không có tệp “{line.of}” trong thư mục. Đề nghị ghi đúng tên tệp cần loại trừ."
            )


def _distinct(files: list[Found]) -> list[Found]:
    """Files of the same name from two places are named with their folder, so that a finding speaks of one file."""
    seen = Counter(f.shown for f in files)
    longer = [replace(f, shown=_tidy(f"{f.path.parent.name}/{f.path.name}")) if seen[f.shown] > 1 else f for f in files]
    again = Counter(f.shown for f in longer)
    whole = [replace(f, shown=_tidy(f.path.as_posix())) if again[f.shown] > 1 else f for f in longer]
    last = Counter(f.shown for f in whole)
    same: Counter[str] = Counter()
    for n, found in sorted(enumerate(whole), key=lambda item: item[1].path):
        if last[found.shown] > 1:  # names that differ only in characters that cannot be shown
            same[found.shown] += 1
            whole[n] = replace(found, shown=f"{found.shown} [{same[found.shown]}]")
    return whole


def _expand(text: str) -> Iterator[tuple[Path, Path | None]]:
    """Each file with the folder it was found under; None for a file the officer named himself."""
    path = Path(text)
    if path.is_dir():
        files = [p for p in sorted(path.rglob("*")) if p.is_file() and not _hidden(p, path)]
        feedback = {folder: outputs_in(folder) for folder in sorted({p.parent for p in files if p.name == RECORD})}
        yield from ((p, path) for p in files if not is_output(p, feedback.get(p.parent, {})))
    elif path.is_file():
        yield path, None
    elif _PATTERN.search(path.name):
        for hit in sorted(path.parent.glob(path.name)):
            if hit.is_file():
                yield hit, path.parent
    else:
        raise FileNotFoundError(text)


def _hidden(path: Path, base: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(base).parts)


def _may_be_a_return(path: Path) -> bool:
    return path.suffix.lower() not in _NOT_RETURNS and path.name.lower() not in _OURS


def _may_be_meant_as_one(path: Path) -> bool:
    return path.suffix.lower() in _TEXTS and path.name.lower() not in _OURS and not path.name.startswith(_WRITTEN)


def _shown(path: Path, base: Path | None) -> str:
    return _tidy(path.name if base is None else path.relative_to(base).as_posix())


def _tidy(name: str) -> str:
    """A file name can hold control characters and bytes that are no text; neither belongs into a message."""
    return scrubbed(name).replace("\n", " ")
