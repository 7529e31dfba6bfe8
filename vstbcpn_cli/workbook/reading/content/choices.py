"""Which choice of a list was meant, and how a sentence names a list."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from vstbcpn_cli.text.normalise import without_marks

_MOST_LISTED = 400
_LIKE, _SLIP, _APART = 0.6, 0.85, 0.1
"""How alike a choice and what was typed must be: at all; to be a slip of the pen; more than any other choice is."""
_TURNING = frozenset(map(without_marks, ("đã", "chưa", "không", "ko", "có", "chẳng", "trong", "ngoài", "trước", "sau")))


def probable(typed: str, choices: Sequence[str]) -> str:
    """The choice that was probably meant; "" where none is like what was typed, where several are as much as that, and
    where it might say the opposite."""
    words = without_marks(typed)
    like = {c: difflib.SequenceMatcher(None, words, without_marks(c)).ratio() for c in choices}
    same = [c for c in choices if _stance(without_marks(c)) == _stance(words)]
    fit = [c for c in same if like[c] >= _LIKE or _holds(words, without_marks(c))]
    best = max(fit, key=like.__getitem__, default="")
    others = [like[c] for c in fit if c != best]
    slip = bool(best) and like[best] >= _SLIP and all(like[best] - other >= _APART for other in others)
    return best if slip or (fit == [best] and like[best] >= _LIKE) else ""


def _stance(bare: str) -> frozenset[str]:
    """The words that make the opposite of a choice."""
    return _TURNING.intersection(bare.replace(",", " ").split())


def _holds(one: str, other: str) -> bool:
    """Whether one text stands in the other as a whole."""
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and re.search(rf"(?<!\w){re.escape(shorter)}(?!\w)", longer) is not None


def listed_choices(choices: Sequence[str]) -> str:
    """The choices as a sentence names them; of a long list the first ones."""
    kept = [c for n, c in enumerate(choices) if len("; ".join(choices[: n + 1])) <= _MOST_LISTED]
    return "; ".join([*kept, *(["…"] if len(kept) < len(choices) else [])])
