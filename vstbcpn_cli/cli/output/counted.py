"""The answer to “những gì được đếm ở đây” as lines on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vstbcpn_cli.cli.output.trace import places
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.tracing.model import Behind, Counted

_NOBODY = "Không rõ đơn vị"
_NOTHING = "Không có."


def counted_lines(counted: Counted) -> Iterator[str]:
    """The count, by kind of unit, then what was counted: a line for each unit, beneath it files, cells and remarks."""
    yield f"{counted.code} · {counted.label}"
    of = f"/{number(counted.whole)}" if counted.whole is not None else ""
    yield f"Toàn {counted.level}: {number(counted.value)}{of} {counted.measure}"
    if counted.kinds:
        kinds = (f"{counted.kind_names[k]} {number(n)}" for k, n in counted.kinds.items())
        yield f"Theo nhóm đơn vị: {'; '.join(kinds)}"
    yield ""
    if not counted.lines:
        yield _NOTHING
    yield from _grouped(counted.lines, counted)
    if counted.others:
        yield ""
        yield f"Không tính vào số trên: {number(sum(b.number for b in counted.others))} {counted.measure}"
        yield from _grouped(counted.others, counted)


def _grouped(lines: tuple[Behind, ...], counted: Counted) -> Iterator[str]:
    groups = (tuple(group) for _, group in groupby(lines, key=lambda b: b.unit.code if b.unit else ""))
    for position, group in enumerate(groups, 1):
        yield from _group(position, group, counted)


def _group(position: int, lines: tuple[Behind, ...], counted: Counted) -> Iterator[str]:
    unit = lines[0].unit
    some = f": {number(sum(b.number for b in lines))} {counted.measure}" if counted.whole is None and unit else ""
    if unit is not None or any(line.sources for line in lines):
        yield f"  {position}. {unit.name if unit else _NOBODY}{some}"
    for line in lines:
        yield from (f"      {place}" for place in places(line.sources))
        if line.remark:
            yield f"      {line.remark}"
