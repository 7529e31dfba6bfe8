"""Which units were reminded when: the record `don-doc.json` that lies with the letters, written and read back."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.reminder.wording import Earlier
from vstbcpn_cli.runtime.input_files import record_of
from vstbcpn_cli.runtime.sealed_records import record_text
from vstbcpn_cli.usecases.feedback_history import WrittenFile

RECORD = "don-doc.json"
_FORMAT, _VERSION = "vstbcpn-don-doc", 1


class ReminderRound(msgspec.Struct, frozen=True):
    """The day of a round and the codes of the units that were reminded."""

    day: dt.date
    units: tuple[str, ...]


class Rounds(msgspec.Struct, frozen=True):
    """Every round in order; `outputs` are the files that were written, as they were."""

    rounds: tuple[ReminderRound, ...] = ()
    outputs: tuple[WrittenFile, ...] = ()

    def before(self, day: dt.date, *, again: bool) -> Rounds:
        """The rounds before the one that is written on `day`: the last one is written once more on the same day, or
        where the officer wants it `again`."""
        same = bool(self.rounds) and (again or self.rounds[-1].day >= day)
        return Rounds(self.rounds[:-1] if same else self.rounds, self.outputs)

    def earlier(self, unit: str = "") -> Earlier:
        """How often one unit, or anybody, was reminded."""
        days = [r.day for r in self.rounds if not unit or unit in r.units]
        return Earlier(len(days), days[-1]) if days else Earlier()


def load_rounds(folder: Path, edition: str, period: str) -> Rounds:
    """The record in a folder, an empty one where there is none yet.

    Raises `ConfigurationError` for a record that cannot be read, or is of another period.
    """
    path = folder / RECORD
    if not os.path.lexists(path):
        return Rounds()
    try:
        raw: Any = record_of(path)
        if (raw["format"], raw["version"]) != (_FORMAT, _VERSION):
            raise _unusable()
        rounds = tuple(
            ReminderRound(dt.date.fromisoformat(r["day"]), tuple(map(str, r["units"]))) for r in raw["rounds"]
        )
        outputs = tuple(map(_written, raw["outputs"]))
        found = str(raw["edition"]), str(raw["period"])
    except (OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError) as fault:
        raise _unusable() from fault
    if found != (edition, period):
        raise ConfigurationError(
            f"{RECORD}: thư mục này giữ các lần đôn đốc của kỳ “{'-'.join(found)}”, lần chạy này là kỳ "
            f"“{edition}-{period}”. Đề nghị chọn thư mục khác ở --output."
        )
    return Rounds(rounds, outputs)


def save_rounds(made: Rounds, edition: str, period: str, path: Path) -> None:
    document = {
        "format": _FORMAT,
        "version": _VERSION,
        "edition": edition,
        "period": period,
        "rounds": [{"day": r.day.isoformat(), "units": list(r.units)} for r in made.rounds],
        "outputs": [_output(o) for o in sorted(made.outputs, key=lambda o: o.name)],
    }
    path.write_text(record_text(document), encoding="utf-8", newline="\n")


def _written(raw: Mapping[str, Any]) -> WrittenFile:
    return WrittenFile(str(raw["path"]), str(raw["sha256"]), str(raw["unit"]), str(raw.get("original", "")))


def _output(written: WrittenFile) -> dict[str, str]:
    made = {"path": written.name, "sha256": written.sha256, "unit": written.unit}
    return {**made, **({"original": written.original} if written.original else {})}


def _unusable() -> ConfigurationError:
    return ConfigurationError(
        f"{RECORD}: tệp ghi các lần đôn đốc trước đã bị sửa hoặc không đọc được. "
        "Đề nghị dùng lại tệp gốc, hoặc chọn thư mục khác ở --output."
    )
