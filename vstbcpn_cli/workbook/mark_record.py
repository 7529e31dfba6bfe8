"""What a marked workbook remembers of its marks, on a hidden sheet: the texts that are ours, the looks they cover."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from vstbcpn_cli.text.normalise import plain
from vstbcpn_cli.workbook.raw import RawSheet

MARK = "vstbcpn-phan-hoi"
RECORD_SHEET = "_phanhoi"
_LONGEST = 30_000
"""A cell holds 32,767 characters at most."""


class Cover(msgspec.Struct, frozen=True):
    """The fill and the border a cell had, as they are written in the table of styles, and whether its style said that
    it has one. Copies marked by earlier versions kept their borders: those name none."""

    fill: str
    applied: str = ""
    border: str = ""
    border_applied: str = ""


class Record(msgspec.Struct, frozen=True):
    """`listed` has the texts of the list by address, `notes` those of all notes, `covers` the looks by sheet and
    address."""

    listed: Mapping[str, str] = msgspec.field(default_factory=dict)
    notes: tuple[str, ...] = ()
    covers: Mapping[str, Mapping[str, Cover]] = msgspec.field(default_factory=dict)


def written(record: Record) -> list[str]:
    """The record as texts of cells, its mark first. Nothing in them is a letter any program would change."""
    covers = {s: {a: msgspec.structs.astuple(c) for a, c in some.items()} for s, some in record.covers.items()}
    content = {"listed": dict(record.listed), "notes": list(record.notes), "covers": covers}
    payload = base64.b64encode(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).decode()
    return [_mark(payload), *(payload[at : at + _LONGEST] for at in range(0, len(payload), _LONGEST))]


def record_on(sheet: RawSheet) -> tuple[str, Record] | None:
    """The mark and the record of a sheet that begins with one; None where the mark does not fit what follows it."""
    first = sheet.cells.get((1, 1))
    if first is None or not first.text.startswith(f"{MARK}:"):  # said of nearly every sheet, so at once
        return None
    return read_record([c.text for (_, column), c in sorted(sheet.cells.items()) if column == 1])


def read_record(texts: Sequence[str]) -> tuple[str, Record] | None:
    """The same for the texts of the first column, in order."""
    mark, payload = texts[0].strip(), ""
    for text in texts[1:]:  # whatever a unit typed below the record is none of it
        payload += text.strip()
        if _mark(payload) == mark:
            try:
                return mark, _record(json.loads(base64.b64decode(payload, validate=True)))
            except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
                return None
    return None


def one_line(text: str) -> str:
    """A note as it is compared: programs break its lines in their own ways."""
    return " ".join(plain(text).split())


def _mark(payload: str) -> str:
    return f"{MARK}:{hashlib.sha256(payload.encode()).hexdigest()}"


def _record(content: Any) -> Record:
    covers = {
        str(s): {str(a): Cover(*map(str, cover)) for a, cover in some.items()} for s, some in content["covers"].items()
    }
    listed = {str(a): str(t) for a, t in content["listed"].items()}
    return Record(listed, tuple(map(str, content["notes"])), covers)
