"""What the office had set for a season and whom it asked, as the manifest of a run tells it: for an archive that lies
without the folder of its season. How somebody is reached is in none of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.model import Register
from vstbcpn_cli.edition.season_settings import KEYS, REGISTERS, SETTINGS, SeasonSettings, settings_text

_REACHED = frozenset(("address", "email", "contact"))
_ELSEWHERE = frozenset(("edition", "period", "reply_by", "previous", "template"))
"""Of the settings what the manifest says among the options, or no set depends on."""
_COLUMNS = (
    "code",
    "name",
    "kind",
    "group",
    "admin_code",
    "order",
    "valid_from",
    "valid_until",
    "successor",
    "lead_for",
)


def settings_record(settings: SeasonSettings) -> dict[str, Any]:
    """The settings by what they set; names and days that the edition has are left to it."""
    named = {k.fills for k in KEYS} - _REACHED - _ELSEWHERE
    found = {name: settings.office.get(name, getattr(settings, name, None)) for name in sorted(named)}
    return {name: _plain(value) for name, value in found.items() if value not in (None, "", ())}


def register_record(register: Register) -> list[list[str]]:
    """The head and a line for each unit."""
    lines = [
        [
            *(u.code, u.name, u.kind, u.group, u.admin_code, str(u.order), _day(u.valid_from), _day(u.valid_until)),
            *(";".join(u.successors), ";".join(u.lead_for)),
        ]
        for u in register.units
    ]
    return [list(_COLUMNS), *lines]


def write_season(record: Mapping[str, Any], folder: Path) -> Path:
    """Settings and register as a manifest has them, in a folder of their own; the path of the settings.

    Raises LookupError, TypeError or ValueError where the manifest does not tell them.
    """
    name = str(record["edition"])
    edition = load_edition(name)
    kinds = {k.fills: k.kind for k in KEYS}
    said = record["season"] or {}
    taken = {key: _typed(kinds[key], value) for key, value in said.items() if key in kinds}
    path = folder / SETTINGS
    text = settings_text(edition, name, edition.periods[record["period"]], taken)
    path.write_text(text, encoding="utf-8", newline="\n")
    write_register(record, folder)
    return path


def write_register(record: Mapping[str, Any], folder: Path) -> Path:
    """The register alone. Raises as `write_season`."""
    path = folder / REGISTERS[1]
    path.write_bytes(_csv(record["register"]))
    return path


def _csv(lines: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([str(cell) for cell in line] for line in lines)
    return text.getvalue().encode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else list(value) if isinstance(value, tuple) else value


def _typed(kind: type, value: Any) -> Any:
    return dt.date.fromisoformat(value) if kind is dt.date else tuple(value) if kind is tuple else value


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
