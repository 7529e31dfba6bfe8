"""One master workbook to the file of one unit: the unit's words put into the finished package."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from vstbcpn_cli.excel.identity import token
from vstbcpn_cli.safety.archives import package_bytes
from vstbcpn_cli.schema.applies import Applicability
from vstbcpn_cli.submission import Stamp

_PLACEHOLDER = re.compile(rb"\{([a-z_]+)\}")


def stamp_of(applies: Applicability) -> Stamp:
    """The stamp a blank of this unit carries."""
    edition = applies.edition
    return Stamp(
        edition.edition, edition.fingerprint, applies.unit.code, applies.period.code, str(edition.issue), "sheet"
    )


def fields_of(applies: Applicability) -> dict[str, str]:
    """What stands in the places that printed texts leave open."""
    edition, period, unit, office = applies.edition, applies.period, applies.unit, applies.edition.office
    return {
        "unit": unit.name,
        "unit_code": unit.code,
        "period": period.name,
        "window": f"từ ngày {_day(period.from_date)} đến ngày {_day(period.until_date)}",
        "due": f"{'chậm nhất ngày' if period.due_inclusive else 'trước ngày'} {_day(period.due)}",
        "office": office.standing_office,
        "address": office.address,
        "edition": edition.edition,
        "stamp": token(stamp_of(applies)),
    }


def _day(day: dt.date) -> str:
    """05/01/2011, 10/6/2011: NĐ 30/2020 asks for a zero before a day below 10 and before January and February."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day.month <= 2 else f"{day.day:02d}/{day.month}/{day.year}"


@dataclass(frozen=True)
class Master:
    """The finished workbook of one kind of unit, taken apart into the parts that change and those that do not."""

    parts: Mapping[str, bytes]
    changing: tuple[str, ...]

    @classmethod
    def of(cls, content: bytes) -> Master:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        return cls(parts, tuple(n for n, c in parts.items() if _PLACEHOLDER.search(c) and n.endswith(".xml")))

    def stamped(self, fields: Mapping[str, str]) -> bytes:
        """The workbook of one unit; `fields` are plain texts and are escaped here."""
        ready = {name: escape(text).encode() for name, text in fields.items()}
        parts = dict(self.parts)
        for name in self.changing:
            parts[name] = _PLACEHOLDER.sub(lambda m: ready.get(m[1].decode(), m[0]), parts[name])
        return package_bytes(parts)
