"""Which block of one document is which of another: equal ones first, then those that differ in figures only, then the
most alike in the gaps between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

import msgspec

from vstbcpn_cli.report.hand_merge.visible_text import masked, tokens

Pairs = list[tuple[int, int]]
LIKE, MOVED = 0.5, 0.7
"""How alike two texts are that are taken for one: between neighbours that are known, and anywhere."""
_FEWEST = 20
"""Letters of a text that is recognised far from its place."""
_FEW = 3
"""Texts known by their place alone."""
_MOST = 160_000
"""Pairs of texts compared in one gap; in a larger one only equal ones are found."""


class Likened(msgspec.Struct, frozen=True, dict=True):
    """What is compared: the whole, the whole without its figures, and by what else it is known ("" for nothing)."""

    key: str
    kind: str = ""
    label: str = ""

    @property
    def masked(self) -> str:
        return masked(self.key)


def aligned(left: Sequence[Likened], right: Sequence[Likened], *, by_place: bool = True) -> Pairs:
    """Pairs in the order of both. With `by_place`, a few texts that are all that is left between the same neighbours
    are taken for each other whatever they say: somebody has written them anew."""
    pairs: Pairs = []
    passes: list[Callable[[Likened], str]] = [_whole, _masked, _label]
    for key in passes:
        found = list(pairs)
        for lefts, rights in _gaps(pairs, len(left), len(right)):
            found += _equal(left, right, lefts, rights, key)
        pairs = sorted(found)
    bags = _Bags()
    for lefts, rights in _gaps(pairs, len(left), len(right)):
        if lefts and rights and len(lefts) * len(rights) <= _MOST:
            pairs = [*pairs, *_alike(left, right, lefts, rights, bags)]
    pairs = sorted(pairs)
    for lefts, rights in list(_gaps(pairs, len(left), len(right))) if by_place else ():
        same_kinds = [left[n].kind for n in lefts] == [right[n].kind for n in rights]
        if same_kinds and len(lefts) <= _FEW:
            pairs = [*pairs, *zip(lefts, rights, strict=True)]
    return sorted(pairs)


def moved(left: Sequence[Likened], right: Sequence[Likened], pairs: Pairs) -> Pairs:
    """Further pairs of texts that stand elsewhere now; only long ones are recognised, and the most alike first."""
    lefts = [n for n in range(len(left)) if n not in {i for i, _ in pairs} and len(left[n].key) >= _FEWEST]
    rights = [n for n in range(len(right)) if n not in {j for _, j in pairs} and len(right[n].key) >= _FEWEST]
    if not lefts or not rights or len(lefts) * len(rights) > _MOST:
        return []
    bags = _Bags()
    likeness = [(bags.likeness(left[i], right[j]), -i, -j) for i in lefts for j in rights]
    found: Pairs = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for like, i, j in sorted(likeness, reverse=True):
        if like >= MOVED and i not in taken[0] and j not in taken[1]:
            found.append((-i, -j))
            taken[0].add(i)
            taken[1].add(j)
    return found


def likeness(left: Likened, right: Likened) -> float:
    return _Bags().likeness(left, right)


# -------------------------------------------------------------------------------------------------------------- passes
def _whole(text: Likened) -> str:
    return f"{text.kind}\0{text.key}"


def _masked(text: Likened) -> str:
    return f"{text.kind}\0{text.masked}"


def _label(text: Likened) -> str:
    return f"{text.kind}\0{masked(text.label)}" if text.label else ""


def _gaps(pairs: Pairs, left: int, right: int) -> Iterator[tuple[range, range]]:
    i, j = 0, 0
    for a, b in (*pairs, (left, right)):
        yield range(i, a), range(j, b)
        i, j = a + 1, b + 1


def _equal(
    left: Sequence[Likened], right: Sequence[Likened], lefts: range, rights: range, key: Callable[[Likened], str]
) -> Iterator[tuple[int, int]]:
    if not lefts or not rights:
        return
    a = [key(left[n]) or f"\1{n}" for n in lefts]
    b = [key(right[n]) or f"\2{n}" for n in rights]
    for i, j, size in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        yield from ((lefts[i + n], rights[j + n]) for n in range(size))


def _alike(
    left: Sequence[Likened], right: Sequence[Likened], lefts: range, rights: range, bags: _Bags
) -> Iterator[tuple[int, int]]:
    """The pairs in order that are together the most alike."""
    height, width = len(lefts), len(rights)
    like = [[bags.likeness(left[i], right[j]) for j in rights] for i in lefts]
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in reversed(range(height)):
        for j in reversed(range(width)):
            paired = like[i][j] + best[i + 1][j + 1] if like[i][j] >= LIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < height and j < width:
        if like[i][j] >= LIKE and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            yield lefts[i], rights[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


class _Bags:
    """The words of texts, counted once."""

    def __init__(self) -> None:
        self._bags: dict[str, tuple[Counter[str], int]] = {}

    def likeness(self, left: Likened, right: Likened) -> float:
        """From 0 to 1: how many of the words of both are common to both."""
        if left.kind != right.kind:
            return 0.0
        (a, n), (b, m) = self._bag(left), self._bag(right)
        if not n or not m or 2 * min(n, m) < LIKE * (n + m):
            return 0.0
        common = sum((a & b).values())
        return 2 * common / (n + m)

    def _bag(self, text: Likened) -> tuple[Counter[str], int]:
        if text.key not in self._bags:
            words = [t for t in tokens(text.masked) if t[0].isalnum() or t == "#"]
            self._bags[text.key] = (Counter(words), len(words))
        return self._bags[text.key]
