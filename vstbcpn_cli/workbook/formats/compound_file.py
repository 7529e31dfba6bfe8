"""The compound file that Excel 97 to 2003 wraps a workbook in, inspected before any reader follows its links.

It is a small file system: tables say for each sector which one comes next. Readers follow them and keep what they
find, so that links in a circle, or many that lead to the same sectors, make a small file fill the memory.
Layout: [MS-CFB] of Microsoft's Open Specifications, sections 2.2 (header), 2.3 to 2.5 (tables) and 2.6 (directory).
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vstbcpn_cli.runtime.zip_guard import RefusedError

_LAST_SECTOR = 0xFFFFFFFA
"""Numbers above it are marks: the end of a chain, a free sector, a sector of a table."""
_NONE = 0xFFFFFFFF
_HEADER = struct.Struct("<26xHH18xI4xIIIII")
_HEADER_LINKS = 109
_ENTRY = struct.Struct("<66xBxIII36xIQ")
_STREAM, _ROOT = 2, 5
_SIZES = {3: 512, 4: 4096}


def inspect(content: bytes) -> None:
    """Raises `RefusedError` ("damaged") where links go in a circle, meet, or lead out of the file."""
    try:
        _Compound(content).inspect()
    except (struct.error, IndexError) as fault:
        raise RefusedError("damaged") from fault


@dataclass
class _Table:
    """Which sector comes after which; every sector belongs to one chain."""

    links: array[int]

    def __post_init__(self) -> None:
        self._used = bytearray(len(self.links))

    def chain(self, start: int) -> Iterator[int]:
        while start <= _LAST_SECTOR:
            if start >= len(self.links) or self._used[start]:
                raise RefusedError("damaged")
            self._used[start] = True
            yield start
            start = self.links[start]


class _Compound:
    def __init__(self, content: bytes) -> None:
        version, order, self._first, self._below, small, smalls, more, lists = _HEADER.unpack_from(content)
        if order != 0xFFFE or version not in _SIZES:
            raise RefusedError("damaged")
        # Where there is none, some programs leave another number than the mark for it.
        self._small, self._more = small if smalls else _NONE, more if lists else _NONE
        self._content, self._size = content, _SIZES[version]
        self._count = -(-len(content) // self._size) - 1

    def inspect(self) -> None:
        table = _Table(self._numbers(self._tables())[: self._count])
        directory = b"".join(map(self._sector, table.chain(self._first)))
        entries = [_ENTRY.unpack_from(directory, at) for at in range(0, len(directory) - len(directory) % 128, 128)]
        small = _Table(self._numbers(table.chain(self._small)))
        for kind, _, _, _, start, size in entries:
            length = size & 0xFFFFFFFF  # the upper half may be rubbish
            if kind in (_STREAM, _ROOT) and length:
                of = small if kind == _STREAM and length < self._below else table
                deque(of.chain(start), maxlen=0)
        _inspect_tree(entries)

    def _tables(self) -> Iterator[int]:
        """The sectors of the table: the first stand in the header, the others in a chain of lists."""
        found = 0
        links: Iterable[int] = struct.unpack_from(f"<{_HEADER_LINKS}I", self._content, 76)
        following = self._more
        while True:
            named = [number for number in links if number <= _LAST_SECTOR]
            found += len(named)
            if found > self._count:
                raise RefusedError("damaged")
            yield from named
            if following > _LAST_SECTOR:
                return
            *links, following = self._numbers([following])
            found += 1  # a list is a sector too, so that a circle of empty ones ends

    def _numbers(self, sectors: Iterable[int]) -> array[int]:
        numbers = array("I", b"".join(map(self._sector, sectors)))
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers

    def _sector(self, number: int) -> bytes:
        """The last one of a file may be cut short."""
        if number >= self._count:
            raise RefusedError("damaged")
        start = (number + 1) * self._size
        return self._content[start : start + self._size].ljust(self._size, b"\xff")


def _inspect_tree(entries: list[tuple[int, ...]]) -> None:
    """The names of the directory hang below each other; readers go down the branches."""
    seen: set[int] = set()
    waiting = [0]
    while waiting:
        number = waiting.pop()
        if number in seen or number >= len(entries):
            raise RefusedError("damaged")
        seen.add(number)
        waiting += [n for n in entries[number][1:4] if n != _NONE]
