"""Answers of units as printed text, harmless for every template they pass through."""

from __future__ import annotations

import re

from vstbcpn_cli.model.submission import Value
from vstbcpn_cli.report.document.text import OBJECT
from vstbcpn_cli.text.normalise import scrubbed
from vstbcpn_cli.text.values import written

_RESERVED = re.compile(f"[\ufdd0-\ufdef{OBJECT}]")
"""Characters that mean nothing in any text, and the one that stands for an object, of which a text has none."""

_BULLET = re.compile(r"^(?:[-–+•*]+(?:\s+|(?=[^\W\d]))|[-–+•*]+$)+")
"""A sign before a figure (“-5%”) is part of what was said; before a word or a space it is a bullet."""


def flat(text: str) -> str:
    """Any text as one line."""
    return " ".join(typed(text).split())


def own_words(text: str) -> str:
    """A long text as it was written, line by line; only spaces beyond one go."""
    return "\n".join(" ".join(line.split()) for line in typed(text).strip().split("\n"))


def without_bullet(line: str) -> str:
    """A single line that is to stand behind other words; of several lines the bullets show how they belong together."""
    return line if "\n" in line else _BULLET.sub("", line)


def typed(text: str) -> str:
    """Any text in composed letters, without what only a program can have put there."""
    return _RESERVED.sub(" ", scrubbed(text))


def printed(value: Value | None) -> str:
    """An answer as it stands in a sentence or a table; empty when there is none."""
    return flat(value) if isinstance(value, str) else written(value)
