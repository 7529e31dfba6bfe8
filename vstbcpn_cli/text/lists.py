"""Several things in one sentence: all of them, either of them, the first of many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vstbcpn_cli.text.normalise import quoted
from vstbcpn_cli.text.numbers import number

MOST_NAMED = 3
"""Units, files or rows that a sentence names; of more of them it says how many."""


def series(parts: Sequence[str], last: str = "và") -> str:
    """“12 kế hoạch, 5 công văn và 1 quy chế”."""
    return f" {last} ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def listing(words: Iterable[str]) -> str:
    """“a”, “b” và “c”, each in its quotation marks."""
    return series([f"“{quoted(word)}”" for word in words])


def either(words: Iterable[str]) -> str:
    """“a”, “b” hoặc “c”."""
    return series([f"“{quoted(word)}”" for word in words], "hoặc")


def some_of(known: Sequence[str], count: int, kind: str) -> str:
    """a, b và c; of more than `MOST_NAMED` the first ones and how many more: a, b, c và 5 đơn vị khác.

    `count` is how many there are, of which `known` may hold only the first.
    """
    shown = [*known[:MOST_NAMED]]
    return series([*shown, *_others(count - len(shown), kind)])


def first_of(names: Sequence[str], most: int, kind: str, *, between: str = ", ", padded: bool = False) -> str:
    """An enumeration of at most `most` names, then how many more: “D5, D6 và 12 ô khác”.

    Names that may have a comma inside are divided by `between` “; ”, which then also stands before the last.
    """
    more = _others(len(names) - most, kind, padded=padded)
    rest = "".join(f"{'' if between == ', ' else ';'} và {others}" for others in more)
    return f"{between.join(names[:most])}{rest}"


def ranges(numbers: Iterable[int]) -> str:
    """{12, 14, 15, 16} as “12, 14–16”: numbers of rows."""
    found: list[list[int]] = []
    for one in sorted(numbers):
        if found and found[-1][1] == one - 1:
            found[-1][1] = one
        else:
            found.append([one, one])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in found)


def _others(count: int, kind: str, *, padded: bool = False) -> list[str]:
    return [f"{number(count, padded=padded)} {kind} khác"] if count > 0 else []
