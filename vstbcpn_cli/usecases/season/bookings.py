"""What is booked in the log of a season: files that have come in, what is left out, confirmed nil returns."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import ReportingUnit
from vstbcpn_cli.model.coverage import marked_unit
from vstbcpn_cli.model.findings import Status
from vstbcpn_cli.runtime.atomic_outputs import OutputError, sha256, staged
from vstbcpn_cli.runtime.missing_paths import nearest_hint
from vstbcpn_cli.text.normalise import plain
from vstbcpn_cli.usecases.intake.directory_walk import Folders
from vstbcpn_cli.usecases.intake.intake import Intake
from vstbcpn_cli.usecases.intake.unit_from_file_name import asked_unit, named_unit, units_meant
from vstbcpn_cli.usecases.run_settings import Setting, remember_lines, setting
from vstbcpn_cli.usecases.season.log_days import check_day
from vstbcpn_cli.usecases.season.log_lines import (
    BY,
    DAY,
    EXCLUDED,
    FILE,
    FILE_DAY,
    NIL,
    NOTE,
    RESULT,
    STATE,
    UNIT,
    Booking,
    Books,
    LogTable,
    as_day,
    file_key,
    pending_in,
    table_of,
)
from vstbcpn_cli.usecases.season.log_writing import WrittenLog, write_log
from vstbcpn_cli.usecases.season.receipt_log import log_of
from vstbcpn_cli.usecases.season.season_folder import SeasonFolder
from vstbcpn_cli.workbook.form.stamp_token import peek


class Received(msgspec.Struct, frozen=True):
    """A file that was booked: its name in the inbox, whether it was copied there, and the unit it is from (None where
    it does not say)."""

    name: str
    copied: bool
    unit: ReportingUnit | None


def book_receipts(season: SeasonFolder, intake: Intake) -> WrittenLog:
    """Enters each file of the inbox that the log does not know, with its day, and what became of those it knows.

    What the log holds already is left; nothing is written where nothing is new. That it cannot be written stops
    nothing: the files are as new the next time. Raises `ConfigurationError` for a log that cannot be read.
    """
    inbox = _real(season.inbox)
    bookings: dict[str, Booking] = {}
    doubtful = {one.shown: one.day for one in intake.passed.misdated}
    for path, judged in zip(intake.paths, intake.judged, strict=True):
        key = file_key(path.name)
        known, result = intake.log.results.get(key), judged.status.words
        if key in bookings or known == result or not _real(path).is_relative_to(inbox):
            continue
        if known is None and judged.status is Status.FOREIGN and not marked_unit(judged):
            continue  # a picture, a letter: it was sent with something, but is no return
        unit = intake.setting.register.get(marked_unit(judged))
        own = as_day(doubtful.get(judged.outcome.file.path, judged.receipt.day))
        # Nobody knows when a file of a wrong clock was received: that day is for the office to write.
        day = "" if judged.outcome.file.path in doubtful else own
        cells = {UNIT: unit.name if unit else "", DAY: day, RESULT: result, FILE_DAY: own}
        bookings[key] = Booking(Books.FILE, path.name, cells)
    if not bookings and not pending_in(season.root):
        return WrittenLog(0)
    try:
        written = write_log(season.log, tuple(bookings.values()))
    except OutputError as fault:
        return WrittenLog(0, fault=fault)
    remember_lines(season.log)
    return written


def receive(
    season: SeasonFolder, files: Sequence[Path], day: dt.date, unit: str | None
) -> tuple[list[Received], WrittenLog]:
    """Books files as received on this day; those that lie elsewhere are copied into the inbox, under a free name where
    another file has theirs. A mere name that is not here is that of a file in the inbox.

    Raises `ConfigurationError` for a day or unit that cannot be meant, FileNotFoundError, `OutputError`.
    """
    chosen = _setting(season)
    check_day(day, chosen.period, option="--date")
    files = [_in_inbox(season, path) for path in files]
    for path in files:
        if not path.is_file():
            raise FileNotFoundError(str(path))
    asked = _unit(unit, chosen) if unit else None
    logged = {file_key(x[FILE]): x[UNIT] for x in _table(season).lines.values() if x.get(FILE) and x.get(UNIT)}
    inbox = _real(season.inbox)
    said = [logged.get(file_key(p.name), "") if _real(p).is_relative_to(inbox) else "" for p in files]
    senders = [_sender(path, chosen, asked, words) for path, words in zip(files, said, strict=True)]
    names = _copied(season.inbox, files)
    bookings = [
        Booking(
            Books.FILE,
            name,
            {UNIT: sender.name if sender else "", DAY: as_day(day), FILE_DAY: ""},
            changes=(DAY, FILE_DAY, *((UNIT,) if asked else ())),
        )
        for (name, _), sender in zip(names, senders, strict=True)
    ]
    written = _checked(season, bookings, chosen)
    return [Received(n, copied, u) for (n, copied), u in zip(names, senders, strict=True)], written


def exclude(
    season: SeasonFolder, subject: str, *, reason: str = "", by: str = "", undo: bool = False
) -> tuple[str, WrittenLog]:
    """Leaves a file or a unit out, or takes that back; gives how it is called.

    Raises `ConfigurationError` for what is neither, as the log would if it were written by hand.
    """
    chosen = _setting(season)
    name, is_unit = _file_or_unit(season, subject, chosen)
    cells = {NOTE: plain(reason), BY: plain(by)}
    booking = Booking(Books.STATE, name, cells, unit=is_unit, state=EXCLUDED)
    return name, _checked(season, [_stating(season, booking, chosen, undo=undo)], chosen)


def confirm_nil(
    season: SeasonFolder, unit: str, *, by: str = "", day: dt.date | None = None, note: str = "", undo: bool = False
) -> tuple[str, tuple[str, ...], WrittenLog]:
    """Records that a unit has nothing to report, or takes that back; gives the name of the unit, and the files that the
    log has of it: where one of them can be used, it is that which counts.

    Raises `ConfigurationError`.
    """
    chosen = _setting(season)
    name = _unit(unit, chosen).name
    if day is not None:
        check_day(day, chosen.period, option="--date")
    cells = {BY: plain(by), DAY: as_day(day) if day else "", NOTE: plain(note)}
    booking = Booking(Books.STATE, name, cells, unit=True, state=NIL)
    lines = _table(season).lines.values()
    sent = [x[FILE] for x in lines if x.get(FILE) and not x.get(STATE) and _names(x.get(UNIT, ""), name, chosen)]
    return name, tuple(sent), _checked(season, [_stating(season, booking, chosen, undo=undo)], chosen)


# ------------------------------------------------------------------------------------------------------ what is meant
def _setting(season: SeasonFolder) -> Setting:
    return setting(str(season.settings.path), season.settings.period, None)


def _unit(text: str, chosen: Setting) -> ReportingUnit:
    expected = chosen.register.valid_on(chosen.period.until_date)
    return asked_unit(text, chosen.register, expected, chosen.edition)


def _sender(path: Path, chosen: Setting, asked: ReportingUnit | None, logged: str) -> ReportingUnit | None:
    """Whose file it is by its stamp, else by what is `logged` of it, else by its name. Raises `ConfigurationError`
    where somebody says otherwise."""
    stamp = peek(path)
    own = chosen.register.get(stamp.unit) if stamp is not None and stamp.edition == chosen.edition.edition else None
    if asked is not None and own is not None and own != asked:
        raise ConfigurationError(
            f"Tệp “{path.name}” là biểu mẫu của {own.name} ({own.code}), không phải của {asked.name}. "
            "Đề nghị kiểm tra lại tệp và đơn vị."
        )
    units = chosen.register.valid_on(chosen.period.until_date)
    found = asked or own
    if found is None and logged:
        found = next(iter(units_meant(logged, units, chosen.edition)), None)
    return found or chosen.register.get(named_unit(path.name, units, chosen.edition))


def _file_or_unit(season: SeasonFolder, subject: str, chosen: Setting) -> tuple[str, bool]:
    """The name of a file in the inbox, else that of a unit. Raises `ConfigurationError` with the nearest."""
    names = {key: path.name for key, path in _in_folder(season.inbox).items()}
    file = names.get(file_key(Path(subject).name))
    if file is not None:
        return file, False
    expected = chosen.register.valid_on(chosen.period.until_date)
    if Path(subject).suffix and not units_meant(subject, expected, chosen.edition):
        hint = nearest_hint(Path(subject).name, names.values(), "tên")
        raise ConfigurationError(
            f"Không có tệp “{subject}” trong thư mục {season.inbox.as_posix()}{hint}. "
            "Đề nghị ghi đúng tên tệp cần loại trừ, hoặc tên đơn vị."
        )
    return _unit(subject, chosen).name, True


def _stating(season: SeasonFolder, booking: Booking, chosen: Setting, *, undo: bool) -> Booking:
    """The booking, or what undoes it. Raises `ConfigurationError` for what is said already, or was never said."""
    found = _said(_table(season), booking, chosen)
    told = f"Sổ theo dõi {{}} dòng “{booking.state}” của “{booking.subject}”"
    if undo and found is None:
        raise ConfigurationError(f"{told.format('không có')} nên không có gì để bỏ. Đề nghị xem lại sổ theo dõi.")
    if not undo and found is not None:
        raise ConfigurationError(f"{told.format('đã có')}. Muốn ghi lại, đề nghị bỏ dòng đó bằng --undo trước.")
    return booking if found is None else found


def _said(table: LogTable, booking: Booking, chosen: Setting) -> Booking | None:
    """What undoes a statement, as it is written in the log: a unit may stand there by its code."""
    for line in table.lines.values():
        written = line.get(UNIT, "")
        same = booking.unit and written and _names(written, booking.subject, chosen)
        wanted = Booking(Books.UNDO, written if same else booking.subject, unit=booking.unit, state=booking.state)
        if table.stated(wanted):
            return wanted
    return None


def _names(written: str, name: str, chosen: Setting) -> bool:
    return any(u.name == name for u in units_meant(written, chosen.register.units, chosen.edition))


# ---------------------------------------------------------------------------------------------------------- the writing
def _table(season: SeasonFolder) -> LogTable:
    table = table_of(season.log) if season.log.is_file() else LogTable([], {})
    table.book(pending_in(season.root))
    return table


def _checked(season: SeasonFolder, bookings: Sequence[Booking], chosen: Setting) -> WrittenLog:
    """Written only where the log can be read afterwards: what a hand may not write the program does not either."""
    table = _table(season)
    table.book(bookings)
    log_of(table, season.log.name).records(chosen)
    return write_log(season.log, bookings)


def _in_inbox(season: SeasonFolder, path: Path) -> Path:
    inside = season.inbox / path
    return inside if path.name == str(path) and not path.exists() and inside.is_file() else path


def _copied(inbox: Path, files: Sequence[Path]) -> list[tuple[str, bool]]:
    """The names of the files in the inbox, each with whether it was copied there now; all of them or none."""
    names: list[tuple[str, bool]] = []
    wanted: dict[str, Path] = {}
    for path in files:
        if _real(path).is_relative_to(_real(inbox)):
            names.append((path.name, False))
            continue
        name, there = _free_name(inbox, path, wanted)
        names.append((name, not there))
        if not there:
            wanted[name] = path
    if wanted:
        with staged(inbox, wanted, files) as stage:
            for name, path in wanted.items():
                (stage / name).write_bytes(path.read_bytes())
                os.utime(stage / name, (path.stat().st_atime, path.stat().st_mtime))
    return names


def _in_folder(inbox: Path) -> dict[str, Path]:
    """The files by the key of their names; those in hidden folders are no returns, and what a run that was cut off has
    made ready there goes away again."""
    found = Folders().files(inbox) if inbox.is_dir() else ()
    return {file_key(p.name): p for p in found if not any(x.startswith(".") for x in p.relative_to(inbox).parts[:-1])}


def _free_name(inbox: Path, path: Path, taken: dict[str, Path]) -> tuple[str, bool]:
    """A name that no other file has, and whether the very same file is there already under one of those tried."""
    there = {key: (p.name, p) for key, p in _in_folder(inbox).items()}
    there |= {file_key(name): (name, source) for name, source in taken.items()}
    digest, n = sha256(path), 1
    while True:
        name = path.name if n == 1 else f"{path.stem} ({n}){path.suffix}"
        known, other = there.get(file_key(name), (name, None))
        if other is None or sha256(other) == digest:
            return known, other is not None
        n += 1


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
