"""A set of templates read as one, whichever folders it is made of, and written out as one folder for the office.

The folders stand in the order in which they are asked: of the office, of the year, of every year. What the first one
lacks, a file or a key of a list of words, is taken from the next.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.error_messages import toml_file

FOLDER = "report"
"""The sentences and lists of words in a folder of templates."""
SUFFIX = ".j2"
_LIST = ".toml"
_TABLE = re.compile(r"(?:^#[^\n]*\n)*^(\[+)([^\]]+)\]", re.MULTILINE)
"""The head of a table with the comments above it."""
_KEY = re.compile(r"""^(?=(?:[\w-]+|"[^"]*")\s*=)""", re.MULTILINE)


def found_in(folders: Sequence[Path], name: str) -> Path:
    """The file of this name in the first folder that has it; its place in the first where none has."""
    return next((p for folder in folders if (p := folder / name).is_file()), folders[0] / name)


def files_in(folders: Sequence[Path], pattern: str = "*") -> list[Path]:
    """The files of all folders by name; of the same name that of the first folder."""
    found = {p.name: p for folder in reversed(folders) for p in folder.glob(pattern) if p.is_file()}
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
    return merged


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> Mapping[str, Any]:
    shared = {k for k, v in above.items() if isinstance(v, Mapping) and isinstance(below.get(k), Mapping)}
    return {**below, **above, **{k: _over(below[k], above[k]) for k in shared}}


def write_whole_set(folders: Sequence[Path], target: Path, leave_out: Iterable[str] = ()) -> None:
    """All files as one folder `target`, lists of words put together with their comments."""
    target.mkdir(parents=True)
    for path in files_in(folders):
        if path.name in leave_out:
            continue
        texts = [p.read_text(encoding="utf-8-sig") for folder in folders if (p := folder / path.name).is_file()]
        if path.suffix == _LIST and len(texts) > 1:
            text = texts.pop()
            while texts:
                text = _merged(text, texts.pop())
            (target / path.name).write_text(text, encoding="utf-8", newline="\n")
        else:
            shutil.copyfile(path, target / path.name)


def _merged(below: str, above: str) -> str:
    """The text of a list of words with the tables and keys of another in the place of its own."""
    found: dict[str, list[str]] = {}
    for name, table in _tables(below):
        found.setdefault(name, []).append(table)
    for name, table in _tables(above):
        own = found.get(name, [])
        if len(own) == 1 and not _listed(own[0]):
            found[name] = [_with_keys(own[0], table)]
        else:
            found.setdefault(name, []).append(table)
    first = _TABLE.search(below)
    head = below[: first.start()] if first else below
    texts = (text for parts in found.values() for text in parts)
    return head + "\n".join(text.rstrip("\n") + "\n" for text in texts)


def _tables(text: str) -> list[tuple[str, str]]:
    """Each table by its name, with the comments above it."""
    heads = [*_TABLE.finditer(text)]
    ends = [*(h.start() for h in heads), len(text)][1:]
    return [(h[2], text[h.start() : end]) for h, end in zip(heads, ends, strict=True)]


def _listed(table: str) -> bool:
    """Whether it is one of several of its name, `[[…]]`."""
    head = _TABLE.match(table)
    return head is not None and head[1] == "[["


def _with_keys(below: str, above: str) -> str:
    """One table: its lines up to the first key, then each key with what belongs to it."""
    lower, upper = _keys(below), _keys(above)
    head = below[: below.index("\n") + 1] if not lower else below[: below.index(next(iter(lower.values())))]
    texts = [upper.pop(key, text) for key, text in lower.items()]
    return head + "".join(f"{t.rstrip()}\n" for t in (*texts, *upper.values()))


def _keys(table: str) -> dict[str, str]:
    return {part.partition("=")[0].strip(): part for part in _KEY.split(table)[1:]}
