"""What an edition asks otherwise than the one it goes on from, by code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

import msgspec

from vstbcpn_cli.edition.model import Column, Edition, Indicator, Matrix, MatrixRow, Table


class ChangeKind(StrEnum):
    """What changed about something that is asked."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    TYPE = "type"
    CHOICES = "choices"
    MEASURE = "measure"
    REQUIRED = "required"


class EditionChange(msgspec.Struct, frozen=True):
    """One change: the code in this edition (of what is gone that of the earlier), its label, before and after in words
    as the workbook has them."""

    kind: ChangeKind
    code: str
    label: str
    before: str = ""
    after: str = ""


_Asked = Indicator | Matrix | MatrixRow | Table | Column


class _Item(msgspec.Struct, frozen=True):
    spec: _Asked
    label: str
    choices: tuple[str, ...]
    earlier: str


def changes(edition: Edition, before: Edition) -> Iterator[EditionChange]:
    """Everything asked more, less or otherwise, in the order of the form, what is gone at the end."""
    ours, theirs = dict(_items(edition)), dict(_items(before))
    continued = {item.earlier: code for code, item in ours.items()}
    for code, item in ours.items():
        if (old := theirs.get(item.earlier)) is None:
            yield EditionChange(ChangeKind.ADDED, code, item.label)
        else:
            yield from _differences(code, item, old)
    gone = (code for code in theirs if code not in continued)
    yield from (EditionChange(ChangeKind.REMOVED, code, theirs[code].label) for code in gone)


def _differences(code: str, item: _Item, old: _Item) -> Iterator[EditionChange]:
    if item.spec.label != old.spec.label:
        yield EditionChange(ChangeKind.RENAMED, code, item.label, old.spec.label, item.spec.label)
    pairs = [(ChangeKind.TYPE, "type"), (ChangeKind.MEASURE, "measure")]
    for kind, key in pairs:
        was, now = (str(getattr(i.spec, key, "")) for i in (old, item))
        if was != now:
            yield EditionChange(kind, code, item.label, was, now)
    if item.choices != old.choices:
        dropped = [c for c in old.choices if c not in item.choices]
        added = [c for c in item.choices if c not in old.choices]
        yield EditionChange(ChangeKind.CHOICES, code, item.label, "; ".join(dropped), "; ".join(added))
    was, now = (_marks(getattr(i.spec, "required", None)) for i in (old, item))
    if was != now:
        yield EditionChange(ChangeKind.REQUIRED, code, item.label, was, now)


def _marks(required: object) -> str:
    if isinstance(required, Mapping):
        marks = {str(mark) for mark in required.values()}
        return marks.pop() if len(marks) == 1 else "; ".join(f"{k} = {m}" for k, m in required.items())
    return "" if required is None else str(required)


def _items(edition: Edition) -> Iterator[tuple[str, _Item]]:
    """Everything with a code of its own, a row or column of a block with the code of the block before its own."""
    for task in edition.tasks:
        for indicator in task.indicators:
            yield indicator.code, _item(edition, indicator, indicator.code, "")
        blocks: tuple[Matrix | Table, ...] = (*task.matrices, *task.tables)
        for block in blocks:
            yield block.code, _item(edition, block, block.code, "")
            rows = block.rows if isinstance(block, Matrix) else ()
            above = block.continues or block.code
            parts = [(row, row.code) for row in rows] + [(column, column.key) for column in block.columns]
            yield from ((f"{block.code}.{key}", _item(edition, part, key, f"{above}.")) for part, key in parts)


def _item(edition: Edition, spec: _Asked, code: str, above: str) -> _Item:
    choices = edition.choices(spec) if isinstance(spec, Indicator | Column) else ()
    return _Item(spec, spec.label.lstrip("– "), choices, f"{above}{spec.continues or code}")
