"""What units were told before: the record `phan-hoi.json` that lies with the feedback, written and read back."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.told_findings import EarlierFeedback, ToldFinding
from vstbcpn_cli.runtime.input_files import record_of
from vstbcpn_cli.runtime.sealed_records import record_text

RECORD = "phan-hoi.json"
_FORMAT, _VERSION = "vstbcpn-phan-hoi", 1


class WrittenFile(msgspec.Struct, frozen=True):
    """A file of the feedback: its name, its digest, and the unit it is for ("" for a file of no unit). `original` is
    the digest of what would have been written there, of a file that holds what somebody had edited; else ""."""

    name: str
    sha256: str
    unit: str
    original: str = ""


class Told(msgspec.Struct, frozen=True):
    """What a round has in one folder: for which unit, under which name it stands in the list and with which result, and
    a digest of what the file was told."""

    unit: str
    name: str
    about: str
    digest: str


class FeedbackRound(msgspec.Struct, frozen=True):
    """What was given back on a day, by folder."""

    day: dt.date
    told: Mapping[str, Told]


class FeedbackHistory(msgspec.Struct, frozen=True):
    """Every file a unit has sent with what it was told of it, in the order received; `outputs` are the files beside,
    `rounds` in which they were given back."""

    units: Mapping[str, tuple[EarlierFeedback, ...]] = msgspec.field(default_factory=dict)
    outputs: tuple[WrittenFile, ...] = ()
    rounds: tuple[FeedbackRound, ...] = ()

    def given(self, rounds: int) -> Mapping[str, str]:
        """The digests of what the first `rounds` have told, by folder, the last of each."""
        return {folder: told.digest for one in self.rounds[:rounds] for folder, told in one.told.items()}


def load_told(folder: Path, edition: str, period: str) -> FeedbackHistory:
    """The record in a folder, an empty one where there is none yet.

    Raises `ConfigurationError` for a record that was changed, or is of another period.
    """
    path = folder / RECORD
    if not os.path.lexists(path):
        return FeedbackHistory()
    raw = _parsed(path)
    if (raw.get("edition"), raw.get("period")) != (edition, period):
        raise ConfigurationError(
            f"{RECORD}: thư mục này giữ phản hồi của kỳ “{raw.get('edition')}-{raw.get('period')}”, "
            f"lần chạy này là kỳ “{edition}-{period}”. Đề nghị chọn thư mục khác cho --feedback."
        )
    try:
        units = {str(u["unit"]): tuple(map(_earlier, u["files"])) for u in raw["units"]}
        outputs = tuple(_written(o) for o in raw["outputs"])
        rounds = tuple(map(_round, raw.get("rounds", ())))  # an earlier version of the program knows of none
    except (LookupError, TypeError, ValueError) as fault:
        raise _unusable() from fault
    return FeedbackHistory(units, outputs, rounds)


def save_told(told: FeedbackHistory, edition: str, period: str, path: Path) -> None:
    document = {
        "format": _FORMAT,
        "version": _VERSION,
        "edition": edition,
        "period": period,
        "rounds": [
            {
                "day": r.day.isoformat(),
                "told": [{"folder": n, **msgspec.structs.asdict(t)} for n, t in sorted(r.told.items())],
            }
            for r in told.rounds
        ],
        "units": [{"unit": code, "files": [_file(f) for f in files]} for code, files in sorted(told.units.items())],
        "outputs": [_output(o) for o in sorted(told.outputs, key=_by_name)],
    }
    path.write_text(record_text(document), encoding="utf-8", newline="\n")


def in_order(before: Iterable[EarlierFeedback], now: Iterable[EarlierFeedback]) -> tuple[EarlierFeedback, ...]:
    """Files as they were received, each as it was told last: those on record, and those of this run.

    One that was received on the same day with the same content is the same, also when it was renamed since, unless both
    names are there: what was received again on another day was sent again.
    """
    present = {_sent(f) for f in now}
    once = {(_sent(f), f.file): f for f in (*(f for f in before if _sent(f) not in present), *now)}
    return tuple(sorted(once.values(), key=lambda f: (f.received, f.file, f.sha256)))


def last_before(files: Sequence[EarlierFeedback], current: EarlierFeedback) -> EarlierFeedback | None:
    """The file that the current one replaces, or sends once more."""
    others = [f for f in files if (_sent(f), f.file) != (_sent(current), current.file)]
    older = [f for f in others if f.received <= current.received]
    return older[-1] if older else None


def recorded(before: Iterable[EarlierFeedback], file: EarlierFeedback) -> EarlierFeedback:
    """The file with what the record says that its unit was told of it; the file itself where the record has none."""
    sent = [f for f in before if _sent(f) == _sent(file)]
    known = next((f for f in sent if f.file == file.file), next(iter(sent), None))
    return replace(file, said=known.said, rows=known.rows) if known else file


def _sent(file: EarlierFeedback) -> tuple[str, str]:
    """What tells a file that was sent from another; one too large to have a digest goes by its name."""
    return file.sha256 or file.file, file.received


def _round(raw: Mapping[str, Any]) -> FeedbackRound:
    told = {str(t["folder"]): Told(*(str(t[k]) for k in Told.__struct_fields__)) for t in raw["told"]}
    return FeedbackRound(dt.date.fromisoformat(raw["day"]), told)


def _written(raw: Mapping[str, Any]) -> WrittenFile:
    return WrittenFile(str(raw["path"]), str(raw["sha256"]), str(raw["unit"]), str(raw.get("original", "")))


def _output(written: WrittenFile) -> dict[str, str]:
    made = {"path": written.name, "sha256": written.sha256, "unit": written.unit}
    return {**made, **({"original": written.original} if written.original else {})}


def _by_name(written: WrittenFile) -> str:
    return written.name


def _file(earlier: EarlierFeedback) -> dict[str, Any]:
    said = [{**msgspec.structs.asdict(s), "severity": s.severity.value} for s in earlier.said]
    named = {"path": earlier.file, "sha256": earlier.sha256, "received": earlier.received, "findings": said}
    return {**named, "rows": {table: list(prints) for table, prints in earlier.rows.items()}}


def _earlier(raw: Mapping[str, Any]) -> EarlierFeedback:
    said = tuple(_said(s) for s in raw["findings"])
    rows = dict(raw.get("rows", {}))  # an earlier version of the program does not write them
    prints = {str(table): tuple(map(str, some)) for table, some in rows.items()}
    return EarlierFeedback(str(raw["path"]), str(raw["sha256"]), str(raw["received"]), said, prints)


def _said(raw: Mapping[str, Any]) -> ToldFinding:
    older = {"related": "", **raw}  # a record of version 0.1 says nothing of it
    texts = {k: str(older[k]) for k in ToldFinding.__struct_fields__ if k != "severity"}
    return ToldFinding(severity=Severity(raw["severity"]), **texts)


def _parsed(path: Path) -> Mapping[str, Any]:
    try:
        raw = record_of(path)
    except (OSError, ValueError, RecursionError) as fault:
        raise _unusable() from fault
    if not isinstance(raw, dict) or (raw.get("format"), raw.get("version")) != (_FORMAT, _VERSION):
        raise _unusable()
    return raw


def _unusable() -> ConfigurationError:
    return ConfigurationError(
        f"{RECORD}: tệp ghi các phản hồi trước đã bị sửa hoặc không đọc được. "
        "Đề nghị dùng lại tệp gốc, hoặc chọn thư mục khác cho --feedback."
    )
