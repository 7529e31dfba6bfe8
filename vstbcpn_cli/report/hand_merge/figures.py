"""Figures renewed in words that somebody has rewritten: only those that can be recognised beyond doubt.

A figure of the base is known in the new text where the clause it stands in says the same but for its figures, and in
the edited text where the words beside it are still those of the base, nowhere else as many of them. A clause of which
one figure is in doubt keeps them all: half a clause renewed says what is true of no day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import msgspec

from vstbcpn_cli.report.hand_merge.visible_text import TOKEN, Edit, is_number, masked

_CLAUSE = re.compile(r".*?(?:[.;:!?](?=\s)|\n|$)\s*", re.DOTALL)
_FAR = 8
"""Words on each side that are compared."""
_NEAR = 2
"""Words that must agree beside a figure that stands in both texts but once."""


class _Token(msgspec.Struct, frozen=True):
    text: str
    start: int
    clause: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Renewal(msgspec.Struct, frozen=True):
    """What can be renewed in the edited text, and whether something of the new text is left over."""

    edits: tuple[Edit, ...]
    whole: bool


def renewal(base: str, edited: str, new: str) -> Renewal:
    """Base and new text differ; so do base and edited."""
    before, now = _clauses(base), _clauses(new)
    old, wanted, found = _tokens(before), _tokens(now), _tokens(_clauses(edited))
    renamed, same_words = _renamed(before, now, old, wanted)
    places: dict[int, int] = {}
    doubtful: set[int] = set()
    missing = False
    for n in renamed:
        at = _place(n, old, found)
        if at is None:
            doubtful.add(old[n].clause)
        elif at < 0:
            missing = True
        else:
            places[n] = at
    sure = {n: at for n, at in places.items() if old[n].clause not in doubtful}
    edits = tuple(sorted(Edit(found[at].start, found[at].end, renamed[n]) for n, at in sure.items()))
    return Renewal(edits, whole=same_words and not doubtful and not missing)


def _clauses(text: str) -> list[str]:
    return [c for c in _CLAUSE.findall(text) if c]


def _tokens(clauses: Sequence[str]) -> list[_Token]:
    """Words, figures and marks without the blanks between them."""
    return list(_located(clauses))


def _located(clauses: Sequence[str]) -> Iterator[_Token]:
    start = 0
    for n, clause in enumerate(clauses):
        for match in TOKEN.finditer(clause):
            if not match[0].isspace():
                yield _Token(match[0], start + match.start(), n)
        start += len(clause)


def _renamed(
    before: Sequence[str], now: Sequence[str], old: Sequence[_Token], wanted: Sequence[_Token]
) -> tuple[dict[int, str], bool]:
    """The figures of the base that are others now, by their place among its words; and whether nothing but figures
    differs."""
    blocks = SequenceMatcher(None, [masked(c) for c in before], [masked(c) for c in now], autojunk=False)
    clauses = {i + n: j + n for i, j, size in blocks.get_matching_blocks() for n in range(size)}
    of_clause: dict[int, list[_Token]] = {}
    for token in wanted:
        of_clause.setdefault(token.clause, []).append(token)
    renamed: dict[int, str] = {}
    position, clause = 0, -1
    for n, token in enumerate(old):
        position, clause = (position + 1, clause) if token.clause == clause else (0, token.clause)
        if token.clause in clauses and is_number(token.text):
            told = of_clause[clauses[token.clause]][position].text
            if told != token.text:
                renamed[n] = told
    return renamed, len(clauses) == len(before) == len(now)


def _place(n: int, old: Sequence[_Token], found: Sequence[_Token]) -> int | None:
    """Where a figure of the base stands in the edited text; -1 where it does not, None where it may be several."""
    there = [j for j, t in enumerate(found) if t.text == old[n].text]
    if not there:
        return -1
    here = [i for i, t in enumerate(old) if t.text == old[n].text]
    best = max(there, key=lambda j: _agreeing(n, j, old, found))
    agreeing = _agreeing(n, best, old, found)
    others = [_agreeing(n, j, old, found) for j in there if j != best]
    others += [_agreeing(i, best, old, found) for i in here if i != n]
    nearest = max(others, default=0)
    enough = min(_NEAR, len(old) - 1)  # a cell may hold nothing but its figure
    return best if agreeing >= enough and agreeing >= 2 * nearest + (1 if others else 0) else None


def _agreeing(i: int, j: int, old: Sequence[_Token], found: Sequence[_Token]) -> int:
    """How many words on both sides of two figures are the same without a break."""
    count = 0
    for step in (-1, 1):
        for n in range(1, _FAR + 1):
            a, b = i + n * step, j + n * step
            if not (0 <= a < len(old) and 0 <= b < len(found)):
                # Both at their beginning or end agree in that, too.
                count += (0 <= a < len(old)) == (0 <= b < len(found))
                break
            if old[a].text != found[b].text:
                break
            count += 1
    return count
