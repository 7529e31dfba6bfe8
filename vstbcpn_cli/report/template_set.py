"""A set of templates read as one, whichever folders it is made of, and written out as one folder for the office.

The folders stand in the order in which they are asked: of the office, of the year, of every year. What the first one
lacks, a file or a key of a list of words, is taken from the next.
"""

from __future__ import annotations

import io
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any, overload

from vstbcpn_cli.edition.error_messages import toml_file

FOLDER = "report"
"""The sentences and lists of words in a folder of templates."""
TEMPLATE = "bao-cao.docx"
"""The Word template in its folder."""
SUFFIX = ".j2"
_LIST = ".toml"
_HEAD = re.compile(r"\A(?:#[^\n]*\n)+(?=\n|\Z)")
"""The comment on a whole file, with an empty line after it."""
_ABOVE = re.compile(r"\A(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*")
_Name = tuple[tuple[str, ...], str]
"""A table and a key in it, "" for the head of the table."""


@dataclass(frozen=True)
class SentenceFolders(Sequence[Path]):
    """In the order in which they are asked. `gone` are names that an earlier edition had and this one has not: a
    sentence file of the folders `inherited` from it that uses one is not taken, nor the copy of it that a season was
    begun with, nor a record of any list of words.
    """

    folders: tuple[Path, ...]
    gone: frozenset[str] = frozenset()
    inherited: frozenset[Path] = frozenset()

    @overload
    def __getitem__(self, at: int) -> Path: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Path, ...]: ...
    def __getitem__(self, at: int | slice) -> Path | tuple[Path, ...]:
        return self.folders[at]

    def __len__(self) -> int:
        return len(self.folders)

    def fits(self, path: Path) -> bool:
        """Whether a sentence file names nothing that is gone; one that the office has written is used whatever it
        names."""
        if not self.gone or path.suffix != SUFFIX or not self._is_inherited(path):
            return True
        return self.gone.isdisjoint(_QUOTED.findall(path.read_text(encoding="utf-8-sig", errors="replace")))

    def _is_inherited(self, path: Path) -> bool:
        """Whether a file is of an earlier edition: in its folder, or as the office was given it."""
        if path.parent in self.inherited:
            return True
        originals = (folder / path.name for folder in self.inherited)
        return any(one.is_file() and one.read_bytes() == path.read_bytes() for one in originals)


_IN_A_CODE, _ANSWERS = ".", "tra_loi"
"""What every code of a question has, and the key of a record for the answers it waits for."""
_QUOTED = re.compile(r'"([^"\n]*)"')


def found_in(folders: Sequence[Path], name: str) -> Path:
    """The file of this name in the first folder that has it; its place in the first where none has."""
    return next((p for folder in folders if (p := folder / name).is_file()), folders[0] / name)


def files_in(folders: Sequence[Path], pattern: str = "*") -> list[Path]:
    """The files of all folders by name; of the same name that of the first folder."""
    fits = folders.fits if isinstance(folders, SentenceFolders) else Path.is_file
    found = {p.name: p for folder in reversed(folders) for p in folder.glob(pattern) if p.is_file() and fits(p)}
    return [found[name] for name in sorted(found)]


def words_of(folders: Sequence[Path]) -> list[Path]:
    """Every file a report takes words from: sentence files, and of a list of words what each folder has of it."""
    lists = [p for folder in folders for p in sorted(folder.glob(f"*{_LIST}"))]
    return [*files_in(folders, f"*{SUFFIX}"), *lists]


def words_in(folders: Sequence[Path], name: str, *, whole: bool = False) -> Mapping[str, Any]:
    """A list of words (`nhan.toml`): what a folder says takes the place of the same key in those after it, of a table
    key by key or, where a table is one thing, `whole`.

    Raises `ConfigurationError` naming the file and the line.
    """
    files = [p for folder in folders if (p := folder / name).is_file()] or [folders[0] / name]
    merged: Mapping[str, Any] = {}
    for path in reversed(files):
        found = toml_file(path, f"{folders[0].name}/{name}")
        merged = {**merged, **found} if whole else _over(merged, found)
    return _known(merged, folders.gone) if isinstance(folders, SentenceFolders) and folders.gone else merged


def _known(value: Any, gone: frozenset[str]) -> Any:
    """The lists and tables without the smallest records that name something gone."""
    if isinstance(value, Mapping):
        return {k: _known(v, gone) for k, v in value.items() if k not in gone and not _names(v, gone)}
    return [_known(v, gone) for v in value if not _names(v, gone)] if isinstance(value, list) else value


def _names(record: Any, gone: frozenset[str]) -> bool:
    """Whether a record says a code that is gone itself, not only in a record inside it, or waits for such an answer; a
    word that was an answer once may stand anywhere else."""
    members = record.values() if isinstance(record, Mapping) else record if isinstance(record, list) else ()
    lists = [m for m in members if isinstance(m, list)] if isinstance(record, Mapping) else []
    codes = {m for part in (members, *lists) for m in part if isinstance(m, str) and _IN_A_CODE in m}
    answers = record.get(_ANSWERS, ()) if isinstance(record, Mapping) else ()
    return not gone.isdisjoint({*codes, *answers})


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> Mapping[str, Any]:
    shared = {k for k, v in above.items() if isinstance(v, Mapping) and isinstance(below.get(k), Mapping)}
    return {**below, **above, **{k: _over(below[k], above[k]) for k in shared}}


def write_whole_set(folders: Sequence[Path], target: Path, leave_out: Iterable[str] = ()) -> None:
    """All files as one folder `target`, lists of words put together with their comments.

    Where a list says one table in two ways (`x = {…}`, `[x]`, `x.y = …`) it is that of the first folder: what it lacks
    is taken from the next, as always. Raises `ConfigurationError` for a list that cannot be read.
    """
    target.mkdir(parents=True)
    for path in files_in(folders):
        if path.name in leave_out:
            continue
        shutil.copyfile(path, target / path.name)
        files = [p for folder in folders if (p := folder / path.name).is_file()]
        if path.suffix == _LIST and len(files) > 1:
            words = words_in(folders, path.name)
            text = reduce(_merged, (p.read_text(encoding="utf-8-sig") for p in reversed(files)))
            if _said(text) == words:
                (target / path.name).write_text(text, encoding="utf-8", newline="\n")


def _merged(below: str, above: str) -> str:
    """The text of a list of words with the tables and keys of another in the place of its own, under their comments or,
    where they have none, under those that stood there.
    """
    below, above = (unicodedata.normalize("NFC", text).rstrip() + "\n" for text in (below, above))
    body = _HEAD.sub("", below, count=1)
    (parts, end), (upper, upper_end) = _parts(body), _parts(_HEAD.sub("", above, count=1))
    for name, part in upper.items():
        keeps = name in parts and "#" not in _comments(part)
        parts[name] = _comments(parts[name]) + part.removeprefix(_comments(part)) if keeps else part
    tables = [*dict.fromkeys([(), *(table for table, _ in parts)])]
    ordered = sorted(parts, key=lambda name: tables.index(name[0]))
    return below.removesuffix(body) + "".join(parts[name] for name in ordered) + end + upper_end


def _parts(text: str) -> tuple[dict[_Name, str], str]:
    """The lines of each key and of each head of a table, with the comments above them, and what is left at the end.

    A list of tables, `[[…]]`, is one part with all that is in them.
    """
    parts: dict[_Name, str] = {}
    table: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    part = ""
    for line in io.StringIO(text):
        part += line
        found: Any = _said(part)
        if not found:  # comments only, or a value that goes on in the next line
            continue
        names: list[str] = []
        while found and isinstance(found, dict):
            names, found = [*names, next(iter(found))], next(iter(found.values()))
        own = part.removeprefix(_comments(part))
        if own.startswith("["):
            table, names = tuple(names), [""]
            if not listed or table[: len(listed)] != listed:
                listed = table if own.startswith("[[") else ()
        name = (listed, "") if listed else (table, names[0])
        parts[name] = parts.get(name, "") + part
        part = ""
    return parts, part


def _comments(part: str) -> str:
    """What stands above the first line that says something."""
    return part.removesuffix(_ABOVE.sub("", part, count=1))


def _said(text: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
