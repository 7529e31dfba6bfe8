"""VS506: the answers of a task are so like those of another unit that one must be a copy (R42)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Severity, Task
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.rules.base import Fault, Params, Season, SeasonRule
from vstbcpn_cli.rules.likeness import Block, Likeness, Rarity, block_of, earlier_block, likeness, pairs
from vstbcpn_cli.text.lists import MOST_NAMED, some_of
from vstbcpn_cli.text.numbers import number


@dataclass(frozen=True, slots=True)
class Copies(Params):
    """What is told would come about by chance in one of `once_in` honest seasons."""

    once_in: int


@dataclass(frozen=True, slots=True)
class _Beside:
    """A block, and what it is like: one block in any case, of quite the same ones `count` with some of them named."""

    alike: Likeness
    units: tuple[str, ...]
    count: int


def check(params: Copies, season: Season) -> Iterator[tuple[Submission, Fault]]:
    """A finding for each task of each file concerned, naming the other units: for the office alone."""
    scopes = {scope.unit.code: scope for scope in season.scopes}
    tasks = season.edition.tasks
    compared = len(scopes) * ((len(scopes) - 1) / 2 + len(season.previous))
    # Where two units have one task in common, less is needed to believe it of the next one.
    alone, beside = (math.log2(n * len(tasks) * params.once_in) for n in (max(compared, 1), 1))
    found = {task.code: [b for b in _alike(season, task, beside) if b.alike.bits >= beside] for task in tasks}
    together: dict[tuple[frozenset[str], bool], float] = defaultdict(lambda: math.log2(len(tasks)))
    for some in found.values():
        for who, bits in {_who(b): b.alike.bits for b in some}.items():
            together[who] += bits - math.log2(len(tasks))  # any of the tasks might have been the one
    copied = {who for who, bits in together.items() if bits >= alone}
    beside += math.log2(max(len(copied), 1))
    for task in tasks:
        of_unit: dict[str, list[_Beside]] = defaultdict(list)
        for one in found[task.code]:
            if _who(one) in copied and (one.alike.bits >= beside or one.alike.bits >= alone):
                of_unit[one.alike.one.unit].append(one)
        for unit, partners in of_unit.items():
            yield scopes[unit].submission, _fault(season, task, partners)


def _who(one: _Beside) -> tuple[frozenset[str], bool]:
    return frozenset((one.alike.one.unit, one.alike.other.unit)), one.alike.other.earlier


def _alike(season: Season, task: Task, least: float) -> Iterator[_Beside]:
    """Each of two blocks that have something in common; those that are quite the same are weighed once."""
    same: dict[frozenset[tuple[str, object]], list[Block]] = defaultdict(list)
    earlier = (earlier_block(unit, figures, season.edition, task) for unit, figures in season.previous.items())
    for block in (*(block_of(scope, task.code) for scope in season.scopes), *earlier):
        if block.answers:
            same[frozenset(block.answers.items())].append(block)
    first = [some[0] for some in same.values()]
    rarity = Rarity(first)
    for some in same.values():
        yield from _quite_alike(some, rarity)
    for one, other in pairs(first, rarity, least):
        alike = likeness(one, other, rarity, 2)
        yield _Beside(alike, (other.unit,), 1)
        if not other.earlier:
            yield _Beside(alike.turned, (one.unit,), 1)


def _quite_alike(some: list[Block], rarity: Rarity) -> Iterator[_Beside]:
    now = [b for b in some if not b.earlier]
    for n, block in enumerate(now):
        other = next((b for b in (now[0] if n else now[-1], *some) if b.unit != block.unit), None)
        if other is not None:
            named = [b.unit for b in now[: MOST_NAMED + 1] if b is not block][:MOST_NAMED] or [other.unit]
            yield _Beside(likeness(block, other, rarity, 1), tuple(named), max(len(now) - 1, 1))


def _fault(season: Season, task: Task, partners: list[_Beside]) -> Fault:
    best = max(partners, key=lambda b: (b.alike.bits, b.units))
    names = []
    for one in sorted(partners, key=lambda b: (-b.alike.bits, b.units)):
        known = (season.register.get(unit) for unit in one.units)
        units = [unit.name if unit else code for unit, code in zip(known, one.units, strict=True)]
        names += [f"“{name}”" + (" (kỳ trước)" if one.alike.other.earlier else "") for name in units]
    alike = best.alike
    equal = f"{number(alike.equal)} trong {number(alike.of)} số liệu khác 0" if alike.equal else "Nội dung"
    texts = f" và {number(alike.texts)} đoạn văn bản" if alike.equal and alike.texts else ""
    count = sum(b.count for b in partners)
    fact, unnamed = (
        f"{equal}{texts} của trang “{task.sheet}” giống hệt báo cáo của {told}, khó có thể trùng ngẫu nhiên."
        for told in (some_of(names, count, "đơn vị"), f"{number(count)} đơn vị khác")
    )
    advice = "Đề nghị đối chiếu các tệp và hỏi đơn vị; nếu số liệu đúng thì ghi “bỏ qua cảnh báo” ở sổ theo dõi."
    equal_ones = [o for o in alike.one.found if o.key.code in alike.codes]
    at = next((o for o in equal_ones if o.number), equal_ones[0])
    value = f"{alike.other.unit}: {alike.equal}/{alike.of}"
    return Fault(at, fact, advice, value=value, unit_fact=unnamed)


RULE = SeasonRule(
    code="VS506",
    name="identical-blocks",
    severity=Severity.WARNING,
    title="Số liệu giống hệt đơn vị khác",
    why="Tệp của đơn vị khác, hoặc của kỳ trước, được chép lại có thể còn số liệu chưa sửa; một vài số đã sửa không "
    "che được các số còn lại. Cảnh báo này chỉ dành cho cơ quan thường trực, không gửi cho đơn vị nào.",
    example="18 trong 20 số liệu ở cùng một trang tính của hai huyện giống hệt nhau.",
    fix="Đối chiếu các tệp, hỏi đơn vị; nếu số liệu đúng thì ghi “bỏ qua cảnh báo” ở sổ theo dõi.",
    for_the_office=True,
    params=Copies,
    check=check,
)
