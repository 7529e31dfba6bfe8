"""A SHA-256 in a form that people compare."""

from __future__ import annotations

import re

_GROUP, _LETTERS = 4, 16


def digest_words(digest: str) -> str:
    """The mark by which a content is told on paper and screen: “3F2A-91BC-07DE-55A1”."""
    short = digest[:_LETTERS].upper()
    return "-".join(short[n : n + _GROUP] for n in range(0, len(short), _GROUP))


def same_mark(typed: str, digest: str) -> bool:
    """Whether somebody has typed this mark, or more of the digest, with whatever stands between its groups."""
    bare = re.sub(r"[\s.:–—-]+", "", typed).lower()
    return len(bare) >= _LETTERS and digest.startswith(bare)
