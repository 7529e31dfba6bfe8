"""A SHA-256 in a form that people compare."""

from __future__ import annotations

import re

_GROUP, LETTERS, WHOLE = 4, 16, 64
"""How many letters and figures stand together, how many a mark has at least, and how many the digest itself has."""


def digest_words(digest: str) -> str:
    """The mark by which a content is told on paper and screen: “3F2A-91BC-07DE-55A1”."""
    short = digest[:LETTERS].upper()
    return "-".join(short[n : n + _GROUP] for n in range(0, len(short), _GROUP))


def may_be_mark(typed: str) -> bool:
    """Whether what somebody has typed is a mark of any content."""
    return re.fullmatch(rf"[0-9a-f]{{{LETTERS},{WHOLE}}}", _bare(typed)) is not None


def same_mark(typed: str, digest: str) -> bool:
    """Whether somebody has typed this mark, or more of the digest, with whatever stands between its groups."""
    bare = _bare(typed)
    return len(bare) >= LETTERS and digest.startswith(bare)


def _bare(typed: str) -> str:
    return re.sub(r"[\s.:–—-]+", "", typed).lower()
