"""`vstbcpn init`: the whole folder of a season, made once and completed by every further run."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.season_settings import SETTINGS
from vstbcpn_cli.rules.registry import bind
from vstbcpn_cli.runtime.atomic_outputs import mend_below, staged
from vstbcpn_cli.runtime.file_print import print_of
from vstbcpn_cli.runtime.output_error import OutputError, reason_of
from vstbcpn_cli.usecases.season.carried_over import carried_over, earlier_season, neighbours
from vstbcpn_cli.usecases.season.season_files import (
    LOG,
    RECORD,
    REGISTER,
    Chosen,
    chosen_season,
    files_of,
    preset_before,
    record_of_written,
    settings_of,
    written_before,
)
from vstbcpn_cli.usecases.season.season_names import FEEDBACK, INBOX, LOG_NAMES, OUTGOING, RESULTS

FOLDERS = (OUTGOING, INBOX, RESULTS, FEEDBACK)
NEW = "ban-moi"
"""In a season: what the program would write now in the place of a file that somebody has edited, under its path."""
_TEXTS = (".toml", ".j2", ".md", ".csv")
CSV_REGISTER = "don-vi.csv"
_ALIKE = {LOG: LOG_NAMES, REGISTER: (CSV_REGISTER, REGISTER)}


class Becomes(StrEnum):
    """What a run makes of a file: it is made, renewed as nobody had edited it, could be renewed with `--refresh`, kept
    as somebody has edited it, or is already as it would be written."""

    MADE = "made"
    RENEWED = "renewed"
    RENEWABLE = "renewable"
    EDITED = "edited"
    SAME = "same"


class SeasonFile(msgspec.Struct, frozen=True):
    """A file of the season: what becomes of it, and how it differs from what the program would write now."""

    name: str
    becomes: Becomes
    differs: tuple[str, ...] = ()


class SeasonMade(msgspec.Struct, frozen=True):
    """What a run has made of the folder. `kept_new` is what it would write in the place of edited files, as put
    beside; `carried` the files taken over from the earlier season, `left` and `register_fault` what could not be
    (`CarriedOver`); `neighbours` are the seasons that a new one could have taken over from."""

    chosen: Chosen
    files: tuple[SeasonFile, ...]
    kept_new: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    register_fault: str = ""
    neighbours: tuple[str, ...] = ()

    def of(self, becomes: Becomes) -> tuple[SeasonFile, ...]:
        return tuple(f for f in self.files if f.becomes is becomes)


def make_season(
    folder: Path,
    edition: str | None,
    period: str | None,
    preset: str | None,
    *,
    earlier: Path | None = None,
    refresh: bool = False,
) -> SeasonMade:
    """Makes what is missing and touches nothing else. With `refresh` what nobody has edited is renewed, and of what
    somebody has, the new text is put into `ban-moi` where the program would write another than it did.

    What the office has decided in an `earlier` season takes the place of what nobody has edited in this one.

    Raises `ConfigurationError` and `OutputError`.
    """
    mend_below(folder)
    last = earlier_season(earlier) if earlier else None
    chosen = chosen_season(folder, edition, period, last.settings.edition if last else "")
    bind(chosen.setting.edition)  # rules that cannot be used are told before a folder is made
    given = preset or preset_before(folder) or (preset_before(last.root) if last else "") or "nd30"
    own = files_of(chosen, folder, given)
    before = written_before(folder)
    try:
        taken = carried_over(last, folder, own, chosen.edition) if last else None
        carried = {**taken.files, SETTINGS: settings_of(chosen, folder, taken.settings)} if taken else {}
        wanted = {**own, **carried}
        if CSV_REGISTER in carried:
            del wanted[REGISTER]
        files = tuple(
            _judged(folder, name, content, before, refresh=refresh or name in carried)
            for name, content in wanted.items()
        )
        written = {f.name: wanted[f.name] for f in files if f.becomes in (Becomes.MADE, Becomes.RENEWED)}
        beside = {f.name: own[f.name] for f in files if refresh and f.name in own and _has_news(f, own, before)}
        _write(folder, {**written, **{f"{NEW}/{name}": content for name, content in beside.items()}})
        for name in FOLDERS:
            (folder / name).mkdir(exist_ok=True)
        # Recorded is what the program would have written: what was carried over counts as edited from the first day.
        done = (Becomes.MADE, Becomes.RENEWED, Becomes.SAME)
        digests = {**before, **{f.name: _digest(own[f.name]) for f in files if f.becomes in done and f.name in own}}
        digests |= {name: before.get(name, "") for name in beside if name in before}
        record = record_of_written(digests, given)
        path = folder / RECORD
        if not path.is_file() or path.read_text(encoding="utf-8") != record:
            with staged(folder, [RECORD]) as stage:
                (stage / RECORD).write_text(record, encoding="utf-8", newline="\n")
    except OSError as fault:
        raise OutputError(Path(fault.filename or folder), reason_of(fault)) from fault
    kept_new = tuple(f"{NEW}/{name}" for name in beside)
    if taken:
        taken_over = tuple(name for name in carried if name in written)
        return SeasonMade(chosen, files, kept_new, taken_over, taken.left, taken.register_fault)
    return SeasonMade(chosen, files, kept_new, neighbours=neighbours(folder) if SETTINGS in written else ())


def _judged(folder: Path, name: str, content: bytes, before: Mapping[str, str], *, refresh: bool) -> SeasonFile:
    path = folder / name
    there = next((p for n in _ALIKE.get(name, ()) if (p := folder / n).is_file()), path)
    if not there.is_file():
        return SeasonFile(name, Becomes.MADE)
    if there != path or name == LOG or _same(path, content):
        return SeasonFile(name, Becomes.SAME)  # a log is what it holds, however it was begun
    differs = tuple(_differences(path, content))
    if before.get(name) == print_of(path):
        return SeasonFile(name, Becomes.RENEWED if refresh else Becomes.RENEWABLE, differs)
    return SeasonFile(name, Becomes.EDITED, differs)


def _has_news(file: SeasonFile, own: Mapping[str, bytes], before: Mapping[str, str]) -> bool:
    """Whether the program would write another file now than the one that somebody has edited."""
    return file.becomes is Becomes.EDITED and before.get(file.name) != _digest(own[file.name])


def _same(path: Path, content: bytes) -> bool:
    return print_of(path) == _digest(content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _differences(path: Path, content: bytes) -> Iterator[str]:
    """Line by line for a text, “-” as it is there, “+” as the program would write it."""
    if path.suffix not in _TEXTS:
        return
    try:
        here = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return
    for line in difflib.unified_diff(here, content.decode("utf-8-sig").splitlines(), lineterm="", n=0):
        if line.startswith(("---", "+++")):
            continue
        if line.startswith("@@"):
            yield f"dòng {line.split()[1].lstrip('-').partition(',')[0]}:"
        else:
            yield f"{line[0]} {line[1:]}"


def _seen(files: Mapping[str, str], _folder: Path) -> Mapping[str, str]:
    """What a run has found there: whatever lies there by the time it writes is kept beside."""
    return files


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Folder by folder, each all of its files or none; the one of the settings last, so that nobody takes for a season
    what is not yet one. What a run that was cut off has left out the next one adds."""
    by_folder: dict[Path, dict[str, bytes]] = {}
    for name, content in files.items():
        path = folder / name
        by_folder.setdefault(path.parent, {})[path.name] = content
    for place in sorted(by_folder, key=lambda p: -len(p.parts)):
        expected = {name: print_of(place / name) for name in by_folder[place]}
        with staged(place, by_folder[place], known=partial(_seen, expected)) as stage:
            for name, content in by_folder[place].items():
                (stage / name).write_bytes(content)
