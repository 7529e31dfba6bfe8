"""CSV for machines that does no harm in a spreadsheet: UTF-8 with a byte-order mark, comma, CRLF (RFC 4180)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from vstbcpn_cli.model.submission import Value
from vstbcpn_cli.text.normalise import scrubbed

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
_LEADING = re.compile("[\\s\u00ad\u200b-\u200d\u2060\ufeff]*")
_INSIDE = re.compile(r"([;\t\n]\s*)(?=[=@＝＠]|[+\-＋－]\S)")
"""An Excel set to Vietnamese divides the line at semicolons: what follows one may begin a cell."""

Field = str | int


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe; numbers never pass through here."""
    if text.isalnum():  # most are
        return text
    known = text if text.isprintable() else scrubbed(text)
    inside = _INSIDE.sub(r"\1'", known)
    begun = known.startswith(_DANGEROUS) or known.startswith(_DANGEROUS, _LEADING.match(known).end())  # type: ignore[union-attr]  # it matches every text
    return f"'{inside}" if begun else inside


def plain(value: Value) -> str:
    """A value as one CSV field."""
    match value:
        case bool():
            return "Có" if value else "Không"
        case int():
            return str(value)
        case dt.date():
            return value.isoformat()
        case str():
            return harmless(value)
        case _:
            return format(value, "f")


def write_csv(path: Path, heads: Sequence[str], lines: Iterable[Sequence[Field]]) -> None:
    """Writes a table line by line, however many there are."""
    with path.open("wb") as out:
        text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow(heads)
        writer.writerows(lines)
        text.detach()
