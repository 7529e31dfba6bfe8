"""Whether units have written what the report says that they write, read from their answers by code of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

COUNTED = re.compile(r"- (?:Theo báo cáo của )?(\d+) đơn vị(?: kiến nghị)?: (.*)")
"""A line of the report that several units stand behind: how many, and what they say."""


def squeezed(text: str) -> str:
    """Letters and figures as typed: no spaces, no separating marks, no capitals."""
    return re.sub(r"[\s.,;:!…\-–+*•_/()\[\]\"'“”‘’\ufdd2]", "", unicodedata.normalize("NFC", text)).casefold()


def units_behind(printed: str, answers: Iterable[Mapping[str, set[str]]]) -> int:
    """How many units wrote what begins like the printed words; `answers` are squeezed, by unit."""
    words = squeezed(printed.partition("[…]")[0])
    return len({unit for texts in answers for unit, own in texts.items() if any(t.startswith(words) for t in own)})
