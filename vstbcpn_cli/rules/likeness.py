"""How like two blocks of answers are: the information in what they have in common, in bits.

Two offices may both have held 2 meetings; that both have 1.487 party members says much. An equal figure counts as many
bits as it is unlikely among the units of the season (one in eight: 3 bits), a different one counts against the copy,
but no more than a copier who changes a figure costs, so that one changed figure hides nothing. Zeros say nothing, a
figure that stands twice in a block says it once, and round figures are likelier than others.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import msgspec

from vstbcpn_cli.edition.model import Edition, FieldType, Indicator, Task
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Observation
from vstbcpn_cli.rules.scope import Scope
from vstbcpn_cli.text.normalise import fold

CHANGED = 3.0
"""Bits that a different figure counts against a copy: of a copied block one figure in eight is changed."""
_NEAR = Fraction(3, 2)
"""How common a size of figure is, is counted up to half as large again and as small."""
_LEAST_WORDS, _TEXT = 8, 5.0
"""A text of so many words counts this many bits at most: phrases are passed round, and how many know them shows only
among many units."""
_TELLING, _MOST_HOLDERS = 1.0, 40
"""What two blocks have in common is found by figures of so many bits at least that not more than so many units have."""
_TEXTS = (FieldType.TEXT, FieldType.LONG)

Answers = Mapping[str, tuple[Decimal | str, ...]]
"""By code: one figure or text; of a column of a table the figures of all its rows."""


@dataclass(frozen=True, slots=True)
class Block:
    """The answers of one unit in one task; `earlier` is what it reported in the period before."""

    unit: str
    answers: Answers
    earlier: bool = False
    found: tuple[Observation, ...] = field(default=(), compare=False)


class Likeness(msgspec.Struct, frozen=True):
    """Two blocks: how many bits speak for a copy, how many figures other than 0 are `equal` and how many are `of`
    both, how many `texts`, and which codes the equal answers have."""

    one: Block
    other: Block
    bits: float
    equal: int
    of: int
    codes: frozenset[str]
    texts: int = 0

    @property
    def turned(self) -> Likeness:
        """The same, seen from the other block."""
        return replace(self, one=self.other, other=self.one)


def block_of(scope: Scope, task: str) -> Block:
    """Everything typed in one task that can be compared, faulted answers left out."""
    answers: dict[str, list[Decimal | str]] = defaultdict(list)
    found = []
    for entry in scope.entries_of[task]:
        one = entry.observation
        if isinstance(entry.spec, Indicator) and entry.spec.prefilled:
            continue
        if one.number is not None and entry.spec.type.numeric:
            answers[one.key.code].append(Decimal(one.number).normalize())
        elif entry.typed and entry.spec.type in _TEXTS and not one.key.row and len(one.text.split()) >= _LEAST_WORDS:
            answers[one.key.code].append(fold(one.text))
        else:
            continue
        found.append(one)
    return Block(scope.unit.code, {c: tuple(v) for c, v in answers.items()}, found=tuple(found))


def earlier_block(unit: str, figures: Mapping[str, Decimal], edition: Edition, task: Task) -> Block:
    """What a unit reported in the period before, as far as it was typed; rows of tables are not known."""
    typed = [i.code for i in task.indicators if i.type.numeric and not i.prefilled]
    typed += [
        code
        for code, (matrix, _, column) in edition.matrix_cells.items()
        if matrix in task.matrices and column.type.numeric
    ]
    return Block(unit, {c: (figures[c].normalize(),) for c in typed if c in figures}, earlier=True)


class Rarity:
    """How usual each answer is among many blocks of one task; a block that came several times counts once."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        held: dict[str, list[Decimal | str]] = defaultdict(list)
        for block in blocks:
            for code, values in block.answers.items():
                held[code] += values
        self._known: dict[tuple[str, Decimal | str, int], float] = {}
        self._often = {code: Counter(values) for code, values in held.items()}
        self._sorted = {c: sorted(v for v in values if isinstance(v, Decimal)) for c, values in held.items()}

    def bits(self, code: str, value: Decimal | str, own: int) -> float:
        """How unlikely it is that another unit has the same; `own` times it stands in the blocks that are compared."""
        asked = (code, value, own)
        if asked not in self._known:
            self._known[asked] = self._bits(*asked)
        return self._known[asked]

    def _bits(self, code: str, value: Decimal | str, own: int) -> float:
        often = self._often[code]
        others = max(often.total() - own, 0)
        elsewhere = max(often[value] - own, 0)
        if isinstance(value, str):
            return min(_TEXT, math.log2((others + 1) / (elsewhere + 1)))
        same = elsewhere / others if others else 0.0
        near = bisect_right(self._sorted[code], value * _NEAR.numerator / _NEAR.denominator)
        near -= bisect_left(self._sorted[code], value * _NEAR.denominator / _NEAR.numerator)
        share = (max(near - own, 0) + 1) / (others + 1)
        return max(0.0, -math.log2(max(same, min(1.0, share / choices(value, _NEAR)))))

    def holders(self, code: str, value: Decimal | str) -> int:
        return self._often[code][value]


def choices(value: Decimal, near: Fraction) -> int:
    """How many figures as round as this one lie between it divided and multiplied by `near`."""
    _, digits, exponent = value.normalize().as_tuple()
    assert isinstance(exponent, int)
    count = int("".join(map(str, digits)))
    return int(count * near) - math.ceil(count / near) + 1


def likeness(one: Block, other: Block, rarity: Rarity, own: int) -> Likeness:
    """`own` is how often a figure of both stands in what `rarity` was made of."""
    bits: dict[Decimal | str, float] = {}
    equal = of = different = 0
    codes: set[str] = set()
    for code in one.answers.keys() & other.answers.keys():
        mine, theirs = one.answers[code], other.answers[code]
        both = Counter(mine) & Counter(theirs)
        for value in both:
            if value:
                codes.add(code)
                # In a table the figure might have met any row of the other.
                said = rarity.bits(code, value, own) - math.log2(len(theirs))
                bits[value] = max(bits.get(value, 0.0), said)
        if all(isinstance(v, Decimal) for v in mine):
            zero = both[Decimal(0)]
            least = min(len(mine), len(theirs)) - zero
            equal += both.total() - zero
            of += least
            different += least - (both.total() - zero)
    texts = sum(isinstance(value, str) for value in bits)
    return Likeness(one, other, sum(bits.values()) - CHANGED * different, equal, of, frozenset(codes), texts)


def pairs(blocks: Sequence[Block], rarity: Rarity, least: float) -> Iterator[tuple[Block, Block]]:
    """The blocks, all different, that may be alike by `least` bits; earlier ones are not compared with another."""
    holders: dict[tuple[str, Decimal | str], list[int]] = defaultdict(list)
    for n, block in enumerate(blocks):
        for code, values in block.answers.items():
            for value in dict.fromkeys(values):
                if value and 1 < rarity.holders(code, value) <= _MOST_HOLDERS:
                    holders[code, value].append(n)
    common: dict[tuple[int, int], float] = defaultdict(float)
    for (code, value), having in holders.items():
        bits = rarity.bits(code, value, 2)
        for pair in combinations(having, 2) if bits >= _TELLING else ():
            common[pair] += bits
    for (n, m), bits in sorted(common.items()):
        one, other = blocks[n], blocks[m]
        if bits >= least and one.unit != other.unit and not (one.earlier and other.earlier):
            yield one, other
