"""What the log of a run said, as its manifest tells it: for an archive in which the log itself is not at hand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.coverage import Recorded
from vstbcpn_cli.model.findings import SetAside
from vstbcpn_cli.runtime.file_print import sha256
from vstbcpn_cli.runtime.input_files import record_of
from vstbcpn_cli.runtime.missing_paths import not_found
from vstbcpn_cli.usecases.season.log_lines import file_key
from vstbcpn_cli.usecases.season.receipt_log import AsideLine, Log, LogLine, SenderLine
from vstbcpn_cli.usecases.season.repair_list import (
    ACCEPT,
    BY,
    CODE,
    FIRST,
    FOUND,
    UNIT,
    WHY,
    YES,
    RepairList,
    RepairRow,
)

_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")


def log_json(log: Log) -> dict[str, Any]:
    """What the lines say of files and units left out, of nil returns and of whose a file is; days of receipt stand with
    the files."""
    lines = {"files": log.files, "units": log.units, "nil": log.nil}
    senders = [{"file": key, "place": said.place, "unit": said.unit} for key, said in sorted(log.senders.items())]
    return {**{name: [_line(one) for one in found] for name, found in lines.items()}, "senders": senders}


def _line(one: LogLine) -> dict[str, str | None]:
    said = one.recorded
    day = said.day.isoformat() if said.day else None
    return {"place": one.place, "of": one.of, "words": said.words, "by": said.by, "date": day}


def log_in_manifest(path: Path) -> Log:
    """The log of the run that wrote this manifest. Raises `ConfigurationError`."""
    record = _record(path)
    try:
        files = [*record["inputs"], *record["later"]]
        said = record["log"]
        days = {_key(f): dt.date.fromisoformat(f["received"]) for f in files}
        by_file = frozenset(_key(f) for f in files if f["received_from"] != "log")
        left, units, nil = (tuple(map(_recorded, said[name])) for name in ("files", "units", "nil"))
        aside = tuple(map(_aside, record["set_aside"]))
        senders = {str(s["file"]): SenderLine(str(s["place"]), str(s["unit"])) for s in said["senders"]}
        return Log(days, {}, left, units, nil, aside, by_file, senders=senders)
    except (LookupError, TypeError, ValueError, AttributeError) as fault:
        raise _unusable(path) from fault


def repairs_in_manifest(path: Path) -> tuple[RepairList, ...]:
    """The decisions on doubtful cells of the run that wrote this manifest. Raises `ConfigurationError`."""
    try:
        rows = tuple(_rows(_record(path)["repairs"]))
    except (LookupError, TypeError, AttributeError) as fault:
        raise _unusable(path) from fault
    return (RepairList(path, sha256(path), rows=rows),) if rows else ()


def _record(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        raise ConfigurationError(f"{not_found(path, 'sổ theo dõi')} Đề nghị kiểm tra lại đường dẫn ở --log.")
    try:
        found = record_of(path)
    except (OSError, ValueError, RecursionError) as fault:
        raise _unusable(path) from fault
    if not isinstance(found, dict):
        raise _unusable(path)
    return found


def _unusable(path: Path) -> ConfigurationError:
    return ConfigurationError(
        f"{path.name}: tệp không ghi sổ theo dõi của lần tổng hợp. Đề nghị chọn manifest.json do lệnh consolidate của "
        "phần mềm này ghi ra, hoặc sổ theo dõi."
    )


def _key(file: Mapping[str, Any]) -> str:
    return file_key(str(file["path"]).rpartition("/")[2])


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _recorded(raw: Mapping[str, Any]) -> LogLine:
    said = Recorded(str(raw["words"]), str(raw["by"]), _day(raw["date"]))
    return LogLine(str(raw["place"]), str(raw["of"]), said)


def _aside(raw: Mapping[str, Any]) -> AsideLine:
    said = SetAside(str(raw["words"]), str(raw["by"]), _day(raw["date"]))
    value = str(raw["value"])
    where = (str(raw["place"]), str(raw["unit"]), str(raw["rule"]), str(raw["at"]))
    # Of what the office alone is told of several units the manifest has no value: it is passed on with the report.
    return AsideLine(*where, value, said, hidden=raw["state"] == "applied" and not value)


def _rows(lines: Iterable[Mapping[str, Any]]) -> Iterable[RepairRow]:
    for number, raw in enumerate(lines, 1):
        code = f"{raw['indicator']}[{raw['row']}]" if raw["row"] else str(raw["indicator"])
        told = {UNIT: str(raw["unit"]), CODE: code, FOUND: str(raw["found"]), FIRST: _written(raw["value"])}
        yield RepairRow(number, {**told, ACCEPT: YES, BY: str(raw["by"]), WHY: str(raw["words"])})


def _written(value: Any) -> str:
    """As an officer writes it into the list."""
    match value:
        case bool():
            return "Có" if value else "Không"
        case str() if _DECIMAL.fullmatch(value):
            return value.replace(".", ",")
        case _:
            return str(value)
