"""Which files a command looks at, and when each of them was received."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError, NoSubmissionError
from vstbcpn_cli.model.coverage import LaterFile, Receipt
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.runtime import clock
from vstbcpn_cli.runtime.deterministic_zip import as_written
from vstbcpn_cli.runtime.input_files import digest_of
from vstbcpn_cli.runtime.missing_paths import nearest_hint
from vstbcpn_cli.usecases.intake.directory_walk import Folders, season_between
from vstbcpn_cli.usecases.intake.generated_files import bears_our_mark, is_output, outputs_in
from vstbcpn_cli.usecases.intake.nothing_found import nothing_to_read, tidy
from vstbcpn_cli.usecases.season.log_lines import PENDING, file_key
from vstbcpn_cli.usecases.season.receipt_log import Log, Unmatched, read_log
from vstbcpn_cli.usecases.season.repair_list import RepairList, read_repairs
from vstbcpn_cli.usecases.season.run_journal import NAME as JOURNAL
from vstbcpn_cli.usecases.season.season_names import INBOX, LOG_NAMES, REPAIRS
from vstbcpn_cli.workbook.form.stamp_token import peek
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE

_OURS = frozenset(LOG_NAMES) | {"don-vi.xlsx", "don-vi.csv", REPAIRS, JOURNAL}
"""Under these names the office keeps its lists; a unit may have given them to its form."""
_NOT_RETURNS = frozenset([".md", ".csv", ".toml", ".json", ".txt", ".ini", ".db", ".py", ".j2", ".log", ".tmp"])
_TEXTS = frozenset([".csv", ".txt"])
_MAY_BE_SENT = frozenset(("texts", "locks"))
"""What is passed over (`PassedOver`) unless the log says which unit has sent it."""
_MET = ("locks", "texts", "own", "claimed", "hidden", "seasons")
"""The first fields of `PassedOver`, in their order: why a file was passed over."""
_WRITTEN = ("so-lieu_", "chi-tieu_", "don-vi_", "DOC-TRUOC.txt", "noi-dung-ghep_")
"""How the data files begin that the program writes itself, and the list of what it merged."""
VIETNAM = dt.timezone(dt.timedelta(hours=7))
_PATTERN = re.compile(r"[*?\[]")
_LATEST = 4_102_444_800.0
"""The year 2100: a file copied from a damaged disk may bear a date that no calendar has."""


class Found(msgspec.Struct, frozen=True):
    """A file to read: `shown` is how it is named in findings, relative to what the officer gave, `modified` the time
    it bore when it was found; it may be gone when it is read. `claimed` says that a record beside it has it as a blank
    or a marked copy of the program: whether that is so its content decides. `listed` says that its name is that of a
    list of the office.
    """

    path: Path
    shown: str
    named: bool
    modified: float = 0.0
    claimed: bool = False
    listed: bool = False


class Contents:
    """What the files of a run hold, by its digest, each looked at once: "" for one that cannot be read."""

    def __init__(self) -> None:
        self._digests: dict[Path, str] = {}

    def of(self, found: Found) -> str:
        if found.path not in self._digests:
            try:
                self._digests[found.path] = digest_of(found.path, LARGEST_FILE)
            except OSError:
                self._digests[found.path] = ""
        return self._digests[found.path]


class Renewed(msgspec.Struct, frozen=True):
    """A file that bears a later day than the one it bore when it was entered in the log, which stays."""

    shown: str
    day: dt.date
    entered: dt.date


class Misdated(msgspec.Struct, frozen=True):
    """A file that bears a day of a wrong clock, one that has not come or is before the period: that day, and the one it
    counts from."""

    shown: str
    day: dt.date
    counted: dt.date


class PassedOver(msgspec.Struct, frozen=True):
    """What was met in the folders and not read as a return: lock files of Excel, texts that may have been sent as
    reports, files that are the program's own by their content and those of which only a record or their place says so,
    workbooks in hidden folders and in folders of other seasons; the lines of the logs that name no file, those whose
    file is a later one by now, the days of files that have not come; and the files that came after the day up to which
    files count."""

    locks: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    seasons: tuple[str, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    renewed: tuple[Renewed, ...] = ()
    misdated: tuple[Misdated, ...] = ()
    later: tuple[LaterFile, ...] = ()

    @property
    def of_the_program(self) -> int:
        return len(self.own) + len(self.claimed)


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to read in the order of their names, what was passed over, and the log of their folders; `asked` is
    where the officer said to look, `repairs` are the lists of repairs that lie beside the log. No file counts as
    received after the day `latest` by its own time."""

    files: tuple[Found, ...]
    log: Log
    logs: tuple[Path, ...] = ()
    passed: PassedOver = field(default_factory=PassedOver)
    asked: tuple[str, ...] = ()
    contents: Contents = field(default_factory=Contents, compare=False, repr=False)
    repairs: tuple[RepairList, ...] = ()
    latest: dt.date = dt.date.max

    def until(self, day: dt.date | None) -> Sources:
        """As if the files received after this day, and what was written down of units, had not come yet; the files are
        told as what was passed over.

        Raises `NoSubmissionError` where that leaves nothing, or nothing was there.
        """
        files = tuple(f for f in self.files if day is None or self.receipt(f).day <= day)
        if not files:
            raise NoSubmissionError(nothing_to_read(len(self.files), day, self.passed.of_the_program, self.asked))
        if day is None:
            return self
        counted = set(files)
        left = (f for f in self.files if f not in counted and not (f.listed or f.claimed or bears_our_mark(f.path)))
        passed = replace(self.passed, later=tuple(map(self._later, left)))
        return replace(self, files=files, log=self.log.until(day), passed=passed)

    def _later(self, found: Found) -> LaterFile:
        stamp = peek(found.path)
        try:
            size = found.path.stat().st_size
        except OSError:
            size = 0
        unit = stamp.unit if stamp is not None else ""
        return LaterFile(found.shown, self.contents.of(found), size, self.receipt(found), unit)

    def too_early(self, first: dt.date) -> tuple[Misdated, ...]:
        """The files whose own day is before the `first` one of the period; nobody has written when they came."""
        days = ((found, self.receipt(found)) for found in self.files)
        return tuple(Misdated(f.shown, r.day, r.day) for f, r in days if not r.from_log and r.day < first)

    def inputs(self, named: Iterable[Path | None] = ()) -> list[Path]:
        """Every file the run reads that somebody has to find again unchanged; `named` are those of the options."""
        lists = (r.path for r in self.repairs)
        return [*(f.path for f in self.files), *self.logs, *lists, *(p for p in named if p is not None)]

    def receipt(self, found: Found) -> Receipt:
        """The day of the log, else that of the file itself. What the program has entered in the log is still the day of
        the file until somebody has written another; it is no later than the `latest`."""
        day, from_log = _day_of(found, self.log)
        return Receipt(day if from_log else min(day, self.latest), from_log)


def _day_of(found: Found, log: Log) -> tuple[dt.date, bool]:
    """The day that is written down or that the file bears, Vietnam time, and whether the office has written it."""
    key = file_key(found.path.name)
    day = log.days.get(key)
    return (_own_day(found), False) if day is None else (day, key not in log.by_file)


def _own_day(found: Found) -> dt.date:
    return dt.datetime.fromtimestamp(found.modified, VIETNAM).date()


def _dated(sources: Sources, single: Collection[str], today: dt.date) -> Sources:
    """With the last day on which a file is known to have come, and the files told whose own day says something else.

    A file that bears a day after today cannot have come then, and counts from the last that can be. So the clock tells
    only which days cannot be, and what is reckoned is the same tomorrow; once the log has been written, ever after.
    """
    days = [_day_of(f, sources.log) for f in sources.files]
    sources = replace(sources, latest=max((day for day, _ in days if day <= today), default=today))
    own = [f for f, (_, from_log) in zip(sources.files, days, strict=True) if not from_log]
    misdated = tuple(Misdated(f.shown, _own_day(f), sources.receipt(f).day) for f in own if _own_day(f) > today)
    renewed = tuple(_renewed((f for f in own if _own_day(f) <= today), sources.log, single))
    return replace(sources, passed=replace(sources.passed, misdated=misdated, renewed=renewed))


def gather(paths: list[str], log_file: Path | None = None) -> Sources:
    """Files, folders (searched recursively) and patterns; the log `so-theo-doi` and the list of
    repairs of each folder are read along. `log_file` takes the place of the logs: one kept elsewhere, or the manifest
    of an earlier run, which also knows the repairs of that run where no list of them is there.

    Raises FileNotFoundError for a path that does not exist, `ConfigurationError` for an unusable log.
    """
    files: dict[str, Found] = {}
    passed_by: dict[str, tuple[str, Found]] = {}
    passed: dict[str, set[str]] = {kind: set() for kind in _MET}
    folders: set[Path] = set()
    known = cache(outputs_in)
    for text in paths:
        if Path(text).name == INBOX:  # its log may lie beside it before anything lies in it
            folders.add(Path(text).parent)
        for path, base in expand(text):
            elsewhere = base is not None and season_between(path, base) is not None
            folders |= set() if elsewhere else {path.parent}
            kind = "" if base is None else _passed_over(path, base, known(path.parent), elsewhere=elsewhere)
            listed = base is not None and path.name.lower() in _OURS
            marks = {"claimed": kind == "check", "listed": listed}
            one = Found(path, _shown(path, base), base is None, _modified(path), **marks)
            if kind in passed:
                passed[kind].add(one.shown)
            if kind in _MAY_BE_SENT:
                passed_by[os.path.realpath(path)] = kind, one
            elif kind not in passed and kind != "silent":
                files.setdefault(os.path.realpath(path), one)
    log, unmatched = Log(), []
    logs = [folder / name for folder in sorted(folders) for name in LOG_NAMES]
    # Of a closed folder Path.is_file raises. A filled form may have been given the name of the log.
    logs = [path for path in logs if os.path.isfile(path) and peek(path) is None]  # noqa: PTH113
    logs = logs if log_file is None else [log_file]
    manifest = log_file if log_file is not None and log_file.suffix.lower() == ".json" else None
    if manifest is not None:  # few runs are given one: the others need not load what reads it
        from vstbcpn_cli.usecases.season.manifest_log import log_in_manifest, repairs_in_manifest
    for path in logs:
        found = read_log(path) if manifest is None else log_in_manifest(path)
        names = {file_key(f.path.name): f.path.name for f in files.values()}
        lost = found.without_file(names)
        if lost:  # a log speaks of its whole folder, of which the officer may have named one file
            names |= {file_key(p.name): p.name for p in Folders().files(path.parent)}
            lost = found.without_file(names)
        _check_excluded(found, names)
        unmatched += lost
        log = log.and_of(found)
    for real, (kind, one) in passed_by.items():
        if file_key(one.path.name) in log.senders:
            passed[kind].discard(one.shown)
            files.setdefault(real, one)
    single = _single(files.values())
    log = replace(log, senders={key: line for key, line in log.senders.items() if key in single})
    ordered = sorted(_distinct(list(files.values())), key=lambda f: (f.shown.casefold(), f.shown))
    met: dict[str, Any] = {kind: tuple(sorted(names)) for kind, names in passed.items()}
    over = replace(PassedOver(unmatched=tuple(unmatched)), **met)
    waiting = [p for p in (path.with_name(PENDING) for path in logs) if p.is_file()]
    folders |= {folder.parent for folder in folders if folder.name == INBOX}
    lists = [path for folder in sorted(folders) if os.path.isfile(path := folder / REPAIRS)]  # noqa: PTH113 - as above
    repairs = tuple(read_repairs(path) for path in lists if peek(path) is None)
    repairs = repairs or (() if manifest is None else repairs_in_manifest(manifest))
    sources = Sources(tuple(ordered), log, tuple(dict.fromkeys((*logs, *waiting))), over, tuple(paths), repairs=repairs)
    return _dated(sources, single, clock.today())


def _single(files: Iterable[Found]) -> frozenset[str]:
    """The keys of one file: of several with one name a line cannot say which it means."""
    named = Counter(file_key(f.path.name) for f in files)
    return frozenset(key for key, count in named.items() if count == 1)


def _renewed(files: Iterable[Found], log: Log, single: Collection[str]) -> Iterator[Renewed]:
    """A file that was replaced under its own name keeps the day of the first: that one decides whether the unit was in
    time, and saving or copying a file makes it no later return. Only the office knows which of these it was."""
    for found in files:
        key = file_key(found.path.name)
        own = _own_day(found)
        if key in single and key in log.by_file and own > log.days[key]:
            yield Renewed(found.shown, own, log.days[key])


def _check_excluded(log: Log, names: Mapping[str, str]) -> None:
    """A name that is written wrongly would let a file count that the office leaves out."""
    for line in log.files:
        if file_key(line.of) not in names:
            hint = nearest_hint(line.of, names.values(), "tên")
            raise ConfigurationError(
                f"{line.place}: không có tệp “{line.of}” trong thư mục{hint}. Đề nghị ghi đúng tên tệp cần loại trừ."
            )


def _distinct(files: list[Found]) -> list[Found]:
    """Files of the same name from two places are named with their folder, so that a finding speaks of one file."""
    seen = Counter(f.shown for f in files)
    longer = [replace(f, shown=tidy(f"{f.path.parent.name}/{f.path.name}")) if seen[f.shown] > 1 else f for f in files]
    again = Counter(f.shown for f in longer)
    whole = [replace(f, shown=tidy(f.path.as_posix())) if again[f.shown] > 1 else f for f in longer]
    last = Counter(f.shown for f in whole)
    same: Counter[str] = Counter()
    for n, found in sorted(enumerate(whole), key=lambda item: item[1].path):
        if last[found.shown] > 1:  # names that differ only in characters that cannot be shown
            same[found.shown] += 1
            whole[n] = replace(found, shown=f"{found.shown} [{same[found.shown]}]")
    return whole


def expand(text: str) -> Iterator[tuple[Path, Path | None]]:
    """Each file with the folder it was found under; None for a file the officer named himself."""
    path = Path(text)
    if path.is_dir():
        os.scandir(path).close()  # a folder that may not be read is no empty one
        yield from ((p, path) for p in Folders().files(path))
    elif path.is_file():
        yield path, None
    elif _PATTERN.search(path.name):
        for hit in sorted(path.parent.glob(path.name)):
            if hit.is_file():
                yield hit, path.parent
    elif path.exists():
        raise OSError(errno.ENODEV, "neither a file nor a folder", text)
    else:
        raise FileNotFoundError(text)


def _modified(path: Path) -> float:
    """When a file was last written, for what cannot be asked long ago."""
    try:
        return min(max(path.stat().st_mtime, 0.0), _LATEST)
    except OSError:
        return 0.0


def _passed_over(path: Path, base: Path, known: Mapping[str, str], *, elsewhere: bool) -> str:
    """Why a file met in a folder is no return: the field of `PassedOver`, "silent" for one nobody asks about.

    Whatever may hold figures is read, or named where it lies in a hidden folder; the name decides about all others.
    What a run that was cut off had made ready lies in such a folder too and is the program's own.
    What lies in the folder of a season of its own (`elsewhere`) is a return of that one.
    "" for one that is read, "check" where reading it has to show whose it is.
    """
    if elsewhere:
        return "seasons" if may_be_a_return(path) else "silent"
    returned = may_be_a_return(path) or _may_hold_figures(path)
    if any(part.startswith(".") for part in path.relative_to(base).parent.parts):
        return "hidden" if _may_hold_figures(path) and not (as_written(path) or bears_our_mark(path)) else "silent"
    if path.name.startswith("~$") and not returned:
        return "locks"
    if not returned and not _may_be_meant_as_one(path):
        return "silent"
    if is_output(path, known):
        return "check" if returned else "claimed"
    return "" if returned else "texts"


def would_be_read(path: Path, base: Path) -> bool:
    """Whether a run over the folder `base` reads this file of it, be it only to see whose it is."""
    elsewhere = season_between(path, base) is not None
    return _passed_over(path, base, outputs_in(path.parent), elsewhere=elsewhere) in ("", "check")


def _may_hold_figures(path: Path) -> bool:
    from vstbcpn_cli.workbook.formats.detect import may_hold_figures  # with all formats: few names call for it

    return may_hold_figures(path)


def may_be_a_return(path: Path) -> bool:
    """Whether the name of a file is not that of something else."""
    name = path.name.lower()
    return path.suffix.lower() not in _NOT_RETURNS and name not in _OURS and not name.startswith((".", "~$"))


def _may_be_meant_as_one(path: Path) -> bool:
    return path.suffix.lower() in _TEXTS and path.name.lower() not in _OURS and not path.name.startswith(_WRITTEN)


def files_at(place: Path, base: Path) -> Iterator[tuple[Path, str]]:
    """Every file of a place, whatever it is, with the name that a run over `base` gives it.

    Raises FileNotFoundError and OSError for a place that is not there or may not be read.
    """
    for path, _ in expand(str(place)):
        yield path, _shown(path, base)


def _shown(path: Path, base: Path | None) -> str:
    return tidy(path.name if base is None else path.relative_to(base).as_posix())
