"""Answers of units as printed text, harmless for every template they pass through."""

from __future__ import annotations

import re

from vstbcpn_cli.model.submission import Value
from vstbcpn_cli.text.normalise import scrubbed
from vstbcpn_cli.text.values import written

BREAK = "\ufdd2"
"""Stands for a line break inside a unit's own words, because a line of a rendered template is a paragraph."""

_RESERVED = re.compile("[\ufdd0-\ufdef]")
"""Characters that mean nothing in any text; the report uses some of them as marks, so a unit may not."""

_BULLET = re.compile(r"^(?:[-–+•*]+(?:\s+|(?=[^\W\d]))|[-–+•*]+$)+")
"""A sign before a figure (“-5%”) is part of what was said; before a word or a space it is a bullet."""

_BRACES = str.maketrans({"{": "\ufdd0", "}": "\ufdd1"})
_BACK = str.maketrans({"\ufdd0": "{", "\ufdd1": "}"})


def flat(text: str) -> str:
    """Any text as one line."""
    return " ".join(typed(text).split())


def own_words(text: str) -> str:
    """A long text as it was written, its lines kept by `BREAK`; only spaces beyond one go."""
    return BREAK.join(" ".join(line.split()) for line in typed(text).strip().split("\n"))


def without_bullet(line: str) -> str:
    """A single line that is to stand behind other words; of several lines the bullets show how they belong together."""
    return line if BREAK in line else _BULLET.sub("", line)


def typed(text: str) -> str:
    """Any text in composed letters, without what only a program can have put there."""
    return _RESERVED.sub(" ", scrubbed(text))


def printed(value: Value | None) -> str:
    """An answer as it stands in a sentence or a table; empty when there is none."""
    return flat(value) if isinstance(value, str) else written(value)


def masked(text: str) -> str:
    """Braces exchanged for characters no template language knows: what a unit wrote is never a template."""
    return text.translate(_BRACES)


def unmasked(text: str) -> str:
    return text.translate(_BACK)
