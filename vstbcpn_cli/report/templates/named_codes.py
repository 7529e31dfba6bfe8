"""The codes that the sentences of a set name, read from their text: what they do not name, common sentences tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.template_set import set_files

_REMARK = re.compile(r"\{#.*?#\}", re.DOTALL)
_STRING = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_PLACED = ("bang", "bieu_do")
"""The tables and charts a sentence may place, with the codes of what they show."""


def named_codes(folder: Path, labels: Labels) -> frozenset[str]:
    """Every text in quotation marks in a sentence file, and in the lists of tables and charts; “T3.M1.” of a code put
    together is T3.M1.

    What a file names counts whichever way a report goes through it: whether a figure has a sentence of its own never
    depends on the figures.
    """
    found = {name for key in _PLACED for name in _texts(labels.get(key))}
    for path in set_files(folder.parent, "*.j2"):
        source = _REMARK.sub("", path.read_text(encoding="utf-8-sig", errors="replace"))
        found |= {one or other for one, other in _STRING.findall(source)}
    return frozenset(name.rstrip(".") for name in found) - {""}


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            yield from (text for one in value.values() for text in _texts(one))
        case Sequence():
            yield from (text for one in value for text in _texts(one))
