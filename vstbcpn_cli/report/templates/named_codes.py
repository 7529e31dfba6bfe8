"""The codes that the sentences of a set name, read from their text: what they do not name, common sentences tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.template_set import files_in

_REMARK = re.compile(r"\{#.*?#\}", re.DOTALL)
_STRING = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_PLACED = ("bang", "bieu_do")
"""The tables and charts a sentence may place, with the codes of what they show."""


def named_codes(folders: Sequence[Path], labels: Labels) -> frozenset[str]:
    """Every text in quotation marks in a sentence file, and in the tables and charts so named; “T3.M1.” of a code put
    together is T3.M1.

    What a file names counts whichever way a report goes through it: whether a figure has a sentence of its own never
    depends on the figures.
    """
    found: set[str] = set()
    for path in files_in(folders, "*.j2"):
        source = _REMARK.sub("", path.read_text(encoding="utf-8-sig", errors="replace"))
        found |= {one or other for one, other in _STRING.findall(source)}
    placed = [words for key in _PLACED for name, words in labels.get(key).items() if name in found]
    found |= {name for words in placed for name in _texts(words)}
    return frozenset(name.rstrip(".") for name in found) - {""}


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            yield from (text for one in value.values() for text in _texts(one))
        case Sequence():
            yield from (text for one in value for text in _texts(one))
