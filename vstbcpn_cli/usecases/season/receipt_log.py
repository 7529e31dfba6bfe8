"""The office's log `so-theo-doi`: days of receipt, files and units left out with the reason, confirmed nil returns,
warnings that the office lets rest."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import ReportingPeriod, ReportingUnit
from vstbcpn_cli.edition.unit_register import required_day
from vstbcpn_cli.model.coverage import Recorded, Records
from vstbcpn_cli.model.findings import SetAside
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.runtime.missing_paths import nearest, nearest_hint
from vstbcpn_cli.text.normalise import plain, without_marks
from vstbcpn_cli.usecases.intake.unit_from_file_name import asked_unit
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.usecases.season.log_days import check_day
from vstbcpn_cli.usecases.season.log_lines import (
    ASIDE,
    AT,
    BY,
    DAY,
    EXCLUDED,
    FILE,
    FILE_DAY,
    NIL,
    NOTE,
    RESULT,
    RULE,
    STATE,
    TITLES,
    UNIT,
    VALUE,
    LogTable,
    file_key,
    pending_in,
    table_of,
)

_STATES = {without_marks(state): state for state in (NIL, EXCLUDED, ASIDE)}


class LogLine(msgspec.Struct, frozen=True):
    """A line that says more than a day: `place` names it in messages, `of` the file or the unit as written there."""

    place: str
    of: str
    recorded: Recorded


class AsideLine(msgspec.Struct, frozen=True):
    """A warning that the office lets rest: which rule (“VS507”, “VS401 R39”) at which cell or code of which unit, ""
    for a file as a whole, and what stood there when the office looked at it. `unit` is as written there; `hidden` says
    that a value was looked at which the record at hand may not tell."""

    place: str
    unit: str
    rule: str
    at: str
    value: str
    said: SetAside
    hidden: bool = False


class Unmatched(msgspec.Struct, frozen=True):
    """A line with the name of a file that is not there: the line, the name, and the nearest one that is there."""

    place: str
    of: str
    nearest: str = ""


class SenderLine(msgspec.Struct, frozen=True):
    """A line that says whose file one is: `unit` is as written there, by the officer or by the program."""

    place: str
    unit: str


class Log(msgspec.Struct, frozen=True):
    """What the lines say: `days` by the key of a file's name; files and units left out; nil returns.

    `received` are the places of the lines with a day, by the name as written there; `by_file` the files whose day is
    still the one that they bore themselves; `results` what the program has entered of each file that has a line;
    `senders` whose file each is by the column of the unit.
    """

    days: Mapping[str, dt.date] = msgspec.field(default_factory=dict)
    received: Mapping[str, str] = msgspec.field(default_factory=dict)
    files: tuple[LogLine, ...] = ()
    units: tuple[LogLine, ...] = ()
    nil: tuple[LogLine, ...] = ()
    aside: tuple[AsideLine, ...] = ()
    by_file: frozenset[str] = frozenset()
    results: Mapping[str, str] = msgspec.field(default_factory=dict)
    senders: Mapping[str, SenderLine] = msgspec.field(default_factory=dict)

    def and_of(self, other: Log) -> Log:
        """The logs of two folders as one."""
        files, units, nil = (*self.files, *other.files), (*self.units, *other.units), (*self.nil, *other.nil)
        aside = (*self.aside, *other.aside)
        days, received = {**self.days, **other.days}, {**self.received, **other.received}
        results, senders = {**self.results, **other.results}, {**self.senders, **other.senders}
        return Log(days, received, files, units, nil, aside, self.by_file | other.by_file, results, senders)

    def without_file(self, names: Mapping[str, str]) -> list[Unmatched]:
        """The lines with the day of a file that is not among `names` (by key), each with the nearest name of those."""
        free = {without_marks(Path(name).stem): name for key, name in names.items() if key not in self.days}
        lost = [(place, of) for of, place in self.received.items() if file_key(of) not in names]
        return [Unmatched(place, of, _nearest(of, free)) for place, of in lost]

    def until(self, day: dt.date) -> Log:
        """As if what was written down about units after this day had not been said yet."""

        def known(lines: Iterable[LogLine]) -> tuple[LogLine, ...]:
            return tuple(line for line in lines if line.recorded.day is None or line.recorded.day <= day)

        aside = tuple(a for a in self.aside if a.said.day is None or a.said.day <= day)
        return replace(self, units=known(self.units), nil=known(self.nil), aside=aside)

    @property
    def excluded_files(self) -> Mapping[str, Recorded]:
        """The files left out, by the key of their names."""
        return {file_key(line.of): line.recorded for line in self.files}

    def records(self, setting: Setting) -> Records:
        """The units by their code. Raises `ConfigurationError` for one that does not report or has two such lines, and
        for a day in the log that cannot be meant."""
        self._check_days(setting.period)
        seen: set[str] = set()

        def placed(lines: Iterable[LogLine]) -> Iterator[tuple[str, Recorded]]:
            for line in lines:
                unit = logged_unit(line.of, line.place, setting)
                code = unit.code
                if code in seen:
                    raise ConfigurationError(
                        f"{line.place}: đơn vị “{unit.name}” ({code}) đã có dòng “{NIL}” hoặc “{EXCLUDED}”. "
                        "Đề nghị giữ lại một dòng."
                    )
                seen.add(code)
                yield code, line.recorded

        return Records(dict(placed(self.nil)), dict(placed(self.units)))

    def _check_days(self, period: ReportingPeriod) -> None:
        """Of what somebody has written; what a file bears may be the day of a wrong clock."""
        for of, place in self.received.items():
            if file_key(of) not in self.by_file:
                check_day(self.days[file_key(of)], period, place=place)
        files = (line for line in self.files if file_key(line.of) not in self.by_file)
        dated = [(line.place, line.recorded.day) for line in (*files, *self.units, *self.nil)]
        for place, day in (*dated, *((a.place, a.said.day) for a in self.aside)):
            if day is not None:
                check_day(day, period, place=place)


def logged_unit(written: str, place: str, setting: Setting) -> ReportingUnit:
    """The unit that a line names by its code or name. Raises `ConfigurationError` for one that does not report."""
    expected = setting.register.valid_on(setting.period.until_date)
    try:
        return asked_unit(written, setting.register, expected, setting.edition)
    except ConfigurationError as fault:
        raise ConfigurationError(f"{place}: {fault}") from fault


def _nearest(name: str, others: Mapping[str, str]) -> str:
    """A file renamed after it was logged mostly keeps the greater part of its name."""
    near = difflib.get_close_matches(without_marks(Path(name).stem), others, n=1, cutoff=0.6)
    return others[near[0]] if near else ""


def read_log(path: Path) -> Log:
    """A log kept as CSV or Excel, with what still waits to be booked in it; `tep` and `ngay_nhan` are enough.

    Raises `ConfigurationError` with the line.
    """
    table = table_of(path)
    table.book(pending_in(path.parent))
    return log_of(table, path.name)


def log_of(table: LogTable, name: str) -> Log:
    """What the lines say; `name` is how messages call the log. Raises `ConfigurationError` with the line."""
    days: dict[str, dt.date] = {}
    received: dict[str, str] = {}
    results: dict[str, str] = {}
    senders: dict[str, SenderLine] = {}
    by_file: set[str] = set()
    said: dict[str, list[LogLine]] = {"files": [], "units": [], "nil": []}
    aside: list[AsideLine] = []
    for number, record in table.lines.items():
        place = f"{name}, dòng {number}"
        key = file_key(record.get(FILE, ""))
        if key:
            results[key] = record.get(RESULT, "") or results.get(key, "")
        if key and record.get(UNIT):
            senders[key] = SenderLine(place, record[UNIT])
        written, own = record.get(DAY, ""), record.get(FILE_DAY, "")
        if key and (written or own):
            days[key] = required_day(written or own, place)
            received[record[FILE]] = place
            by_file = by_file | {key} if own and required_day(own, place) == days[key] else by_file - {key}
        if _state(record, place) == ASIDE:
            aside.append(_aside(record, place))
            continue
        kind = _kind(record, place)
        if kind:
            of = record[FILE] if kind == "files" else record[UNIT]
            said[kind].append(LogLine(place, of, _recorded(record, place, kind)))
    files, units, nil = (tuple(found) for found in said.values())
    return Log(days, received, files, units, nil, tuple(aside), frozenset(by_file), results, senders)


def _state(record: Mapping[str, str], place: str) -> str:
    text = record.get(STATE, "")
    state = _STATES.get(without_marks(text), "")
    if text and not state:
        near = nearest(text, _STATES.values())
        hint = f"; gần nhất là “{near}”" if near else ""
        raise ConfigurationError(
            f"{place}: tình trạng “{text}” không đúng{hint}. "
            f"Đề nghị ghi “{NIL}”, “{EXCLUDED}”, “{ASIDE}” hoặc để trống."
        )
    return state


def _aside(record: Mapping[str, str], place: str) -> AsideLine:
    if record.get(FILE):
        raise ConfigurationError(
            f"{place}: dòng “{ASIDE}” ghi đơn vị, không ghi tên tệp. "
            f"Đề nghị sửa cột “{TITLES[UNIT]}” và cột “{TITLES[FILE]}”."
        )
    for column, what in ((UNIT, "đơn vị"), (RULE, "mã cảnh báo"), (BY, "người ghi"), (NOTE, "lý do")):
        if not record.get(column):
            raise ConfigurationError(f"{place}: dòng “{ASIDE}” chưa ghi {what}. Đề nghị điền cột “{TITLES[column]}”.")
    from vstbcpn_cli.rules.registry import rule_of, rules  # only such a line needs them

    code, *_ = record[RULE].split()
    if rule_of(code.upper()) is None:
        hint = nearest_hint(code, [r.code for r in rules().values()])
        raise ConfigurationError(
            f"{place}: không có quy tắc “{record[RULE]}”{hint}. Đề nghị ghi mã như VS507, có ở đầu dòng cảnh báo."
        )
    day = required_day(record[DAY], place) if record.get(DAY) else None
    said = SetAside(plain(record[NOTE]).rstrip(" ."), plain(record[BY]), day)
    return AsideLine(place, record[UNIT], record[RULE].upper(), record.get(AT, ""), record.get(VALUE, ""), said)


def _kind(record: Mapping[str, str], place: str) -> str:
    """What a line says: a file or a unit left out, a nil return, or "" for a day of receipt alone."""
    file, unit = (record.get(c, "") for c in (FILE, UNIT))
    state = _state(record, place)
    if not state and unit and not file:
        raise ConfigurationError(
            f"{place}: dòng của đơn vị “{unit}” chưa ghi tình trạng. "
            f"Đề nghị ghi “{NIL}” hoặc “{EXCLUDED}” ở cột “{TITLES[STATE]}”."
        )
    if state == NIL and (file or not unit):
        raise ConfigurationError(
            f"{place}: dòng “{NIL}” phải ghi mã đơn vị và không ghi tên tệp. "
            f"Đề nghị sửa cột “{TITLES[UNIT]}” và cột “{TITLES[FILE]}”."
        )
    if state == EXCLUDED and not file and not unit:
        raise ConfigurationError(
            f"{place}: dòng “{EXCLUDED}” chưa ghi tên tệp hoặc mã đơn vị. "
            f"Đề nghị điền cột “{TITLES[FILE]}” hoặc cột “{TITLES[UNIT]}”."
        )
    if state == NIL:
        return "nil"
    return "" if not state else "files" if file else "units"


def _recorded(record: Mapping[str, str], place: str, kind: str) -> Recorded:
    for column in (BY, DAY) if kind == "nil" else (NOTE,):
        if not record.get(column):
            what = "người ghi nhận và ngày ghi nhận" if kind == "nil" else "lý do"
            raise ConfigurationError(
                f"{place}: dòng “{record[STATE]}” chưa ghi {what}. Đề nghị điền cột “{TITLES[column]}”."
            )
    day = required_day(record[DAY], place) if record.get(DAY) else None
    return Recorded(plain(record.get(NOTE, "")).rstrip(" ."), plain(record.get(BY, "")), day)
