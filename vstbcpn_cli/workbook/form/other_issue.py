"""What a file says of itself that another issue of the form printed: its words, its choices, the codes it asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import msgspec

ARROW = "→ "
"""How a line of the self-check names what it is about: “→ T5.04”."""


class OtherIssue(msgspec.Struct, frozen=True, dict=True):
    """The words of another issue, on its task sheets and beside them, and its lists of choices.

    `listed` says that they are those of its hidden sheet; without that list only its self-check is left to go by.
    """

    printed: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    lists: tuple[tuple[str, ...], ...] = ()
    listed: bool = False

    @cached_property
    def asked(self) -> frozenset[str]:
        return codes_asked(self.beside)

    def prints(self, text: str) -> bool:
        """Whether a text of a task sheet may be its own: any, where nobody knows its words."""
        return text in self.printed if self.listed else bool(text)

    def names_sheet(self, name: str) -> bool:
        """Whether a sheet may have the name with which it was issued."""
        return name in self.beside or not self.listed

    def choices(self, own: tuple[str, ...], all_ours: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        """Its list for one of ours: the same, else of those that are none of ours the one that shares most with it, or
        where nothing is shared and it has as many lists as we the one at the same place; () where there is none."""
        if own in self.lists:
            return own
        left = [theirs for theirs in self.lists if theirs not in all_ours]
        beside = self.lists[all_ours.index(own)] if len(self.lists) == len(all_ours) else ()
        best = max(left, key=lambda theirs: (len(set(own).intersection(theirs)), theirs == beside), default=())
        return best if set(own).intersection(best) or best == beside else ()


def codes_asked(beside: Iterable[str]) -> frozenset[str]:
    """The codes that a self-check has lines for, with the blocks and lines they belong to."""
    found = (text.removeprefix(ARROW) for text in beside if text.startswith(ARROW))
    return frozenset(part for code in found for part in _blocks(code))


def _blocks(code: str) -> Iterator[str]:
    while code:
        yield code
        code = code.rpartition(".")[0]


def renamed(now: tuple[str, ...], then: tuple[str, ...]) -> Mapping[str, str]:
    """Choices by the place they have in a list of as many: each that only the other issue has is that of this one
    which the other does not have."""
    if len(now) != len(then):
        return {}
    return {old: new for old, new in zip(then, now, strict=True) if old not in now and new not in then}
