"""A set of templates read as one, whichever folders it is made of, and written out as one folder for the office."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.error_messages import toml_file
from vstbcpn_cli.runtime.resources import template_file, template_layers

FOLDER = "report"
"""The sentences and lists of words in the folder of a set."""
_LIST = ".toml"
_TABLE = re.compile(r"(?:^#[^\n]*\n)*^(\[+)([^\]]+)\]", re.MULTILINE)
"""The head of a table with the comments above it."""
_KEY = re.compile(r"""^(?=(?:[\w-]+|"[^"]*")\s*=)""", re.MULTILINE)


def layered_words(templates: Path, name: str, folder: str = FOLDER) -> Mapping[str, Any]:
    """A list of words (`nhan.toml`) of a set: what an upper layer says takes the place of the same key below.

    Raises `ConfigurationError` naming the file and the line.
    """
    path = template_file(templates, f"{folder}/{name}")
    found = [p for layer in template_layers(templates) if (p := layer / folder / name).is_file()] or [path]
    merged: Mapping[str, Any] = {}
    for one in reversed(found):
        merged = _over(merged, toml_file(one, f"{folder}/{name}"))
    return merged


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> Mapping[str, Any]:
    shared = {k for k, v in above.items() if isinstance(v, Mapping) and isinstance(below.get(k), Mapping)}
    return {**below, **above, **{k: _over(below[k], above[k]) for k in shared}}


def set_files(templates: Path, pattern: str = "*") -> list[Path]:
    """The files of the sentences folder of a set by name; of the same name that of the upper layer."""
    found: dict[str, Path] = {}
    for layer in reversed(template_layers(templates)):
        found |= {p.name: p for p in (layer / FOLDER).glob(pattern) if p.is_file()}
    return [found[name] for name in sorted(found)]


def write_whole_set(templates: Path, target: Path, leave_out: Iterable[str] = ()) -> None:
    """The sentences folder of a set as one folder `target` that needs no other, lists of words with their comments."""
    target.mkdir(parents=True)
    for path in set_files(templates):
        if path.name in leave_out:
            continue
        layers = [p for layer in template_layers(templates) if (p := layer / FOLDER / path.name).is_file()]
        if path.suffix == _LIST and len(layers) > 1:
            upper, lower = (p.read_text(encoding="utf-8-sig") for p in layers)
            (target / path.name).write_text(_merged(lower, upper), encoding="utf-8", newline="\n")
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
