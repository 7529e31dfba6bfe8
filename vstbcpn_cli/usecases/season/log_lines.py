"""The lines of the log as the office wrote them, and what is to be booked in them."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.runtime.input_files import record_of
from vstbcpn_cli.runtime.missing_paths import nearest
from vstbcpn_cli.runtime.sealed_records import digest_as_written, record_text
from vstbcpn_cli.text.normalise import without_marks
from vstbcpn_cli.usecases.run_settings import table_lines

NUMBER, FILE, UNIT, DAY, STATE, BY, NOTE = "stt", "tep", "don_vi", "ngay_nhan", "tinh_trang", "nguoi_ghi", "ghi_chu"
RULE, AT, VALUE = "quy_tac", "o", "gia_tri"
RESULT, FILE_DAY = "ket_qua_kiem_tra", "ngay_cua_tep"
"""The two columns that the program keeps: what became of a file, and the day the file itself bore when it was entered.
Where the officer has left the day of receipt as it was entered, it is still known to be that of the file."""
COLUMNS = (NUMBER, FILE, UNIT, DAY, STATE, RULE, AT, VALUE, BY, NOTE, RESULT, FILE_DAY)
TITLES = {
    NUMBER: "STT",
    FILE: "Tệp",
    UNIT: "Đơn vị",
    DAY: "Ngày nhận",
    STATE: "Tình trạng",
    BY: "Người ghi",
    NOTE: "Ghi chú",
    RESULT: "Kết quả kiểm tra",
    FILE_DAY: "Ngày của tệp",
    RULE: "Quy tắc",
    AT: "Ô",
    VALUE: "Giá trị",
}
"""What the columns are headed in the log that the program begins."""
NIL, EXCLUDED, ASIDE = "không phát sinh", "loại trừ", "bỏ qua cảnh báo"
PENDING = "so-theo-doi.cho-ghi.json"
"""Beside a log that is open elsewhere: what is to be booked as soon as it is closed, and counts until then."""
_FORMAT, _VERSION = "vstbcpn-cho-ghi", 1


class Books(StrEnum):
    """What a booking does: enters a file, states something of a file or a unit, takes such a statement back."""

    FILE = "file"
    STATE = "state"
    UNDO = "undo"


class Booking(msgspec.Struct, frozen=True):
    """`subject` is the name of a file or, with `unit`, the name of a unit; `cells` are what stands in its line by
    column; `changes` are the columns in which what stands there gives way. A second time a booking changes nothing."""

    books: Books
    subject: str
    cells: Mapping[str, str] = msgspec.field(default_factory=dict)
    unit: bool = False
    state: str = ""
    changes: tuple[str, ...] = ()


class LogTable(msgspec.Struct, dict=True):
    """The lines by their physical number with their cells by column, of at most `width` columns; `changed` are the
    cells that bookings have given another text, `added` the columns that the log did not have."""

    head: list[str]
    lines: dict[int, dict[str, str]]
    width: int = 0
    changed: dict[tuple[int, str], str] = msgspec.field(default_factory=dict)
    added: list[str] = msgspec.field(default_factory=list)

    def book(self, bookings: Iterable[Booking]) -> None:
        for one in bookings:
            match one.books:
                case Books.FILE:
                    self._enter(one)
                case Books.STATE:
                    self._state(one)
                case Books.UNDO:
                    self._undo(one)

    def stated(self, one: Booking) -> list[int]:
        """The lines that say this state of this file or unit."""
        return [n for n in self._of(one) if without_marks(self.lines[n].get(STATE, "")) == without_marks(one.state)]

    def _enter(self, one: Booking) -> None:
        """Into the line of the file; of what the officer has written there nothing gives way but by his own wish."""
        found = self._of(one)
        if not found:
            self._append({FILE: one.subject, **one.cells})
            return
        for column in (RESULT, *one.changes):
            if column in one.cells:
                # Of several lines of a file the last one that fills a column counts.
                last = next((n for n in reversed(found) if self.lines[n].get(column)), found[0])
                self._write(last, column, one.cells[column])
        if FILE_DAY not in one.changes and not any(
            self.lines[n].get(DAY) or self.lines[n].get(FILE_DAY) for n in found
        ):
            self._write(found[0], FILE_DAY, one.cells.get(FILE_DAY, ""))

    def _state(self, one: Booking) -> None:
        if self.stated(one):
            return
        free = [n for n in self._of(one) if not one.unit and not any(self.lines[n].get(c) for c in (STATE, BY, NOTE))]
        cells = {STATE: one.state, **one.cells}
        if free:
            for column, text in cells.items():
                self._write(free[0], column, text)
        else:
            self._append({UNIT if one.unit else FILE: one.subject, **cells})

    def _undo(self, one: Booking) -> None:
        """What the statement consists of goes; a line that says nothing else is empty then."""
        for number in self.stated(one):
            line = self.lines[number]
            entered = bool(line.get(FILE) and (line.get(DAY) or line.get(FILE_DAY)))
            gone = (STATE, BY, NOTE) if entered else tuple(c for c in COLUMNS if line.get(c))
            for column in gone:
                self._write(number, column, "")

    def _of(self, one: Booking) -> list[int]:
        """The lines of a file, or those of a unit that name no file, by the very words or by the same name."""
        column, other = (UNIT, FILE) if one.unit else (FILE, "")
        key = file_key(one.subject)
        lines = ((n, line) for n, line in self.lines.items() if not (other and line.get(other)))
        return [n for n, line in lines if file_key(line.get(column, "")) == key]

    def _append(self, cells: Mapping[str, str]) -> None:
        filled = {n: line for n, line in self.lines.items() if any(line.values())}
        number = max(filled, default=1) + 1
        self.lines[number] = {}
        last = filled.get(number - 1, {}).get(NUMBER, "0")
        numbered = {NUMBER: str(int(last) + 1)} if NUMBER in self.head and last.isdigit() else {}
        for column, text in {**numbered, **cells}.items():
            if text:
                self._write(number, column, text)

    def _write(self, number: int, column: str, text: str) -> None:
        if self.lines[number].get(column, "") == text:
            return
        if column not in self.head and column not in self.added:
            self.added = sorted((*self.added, column), key=COLUMNS.index)
        self.lines[number][column] = text
        self.changed[number, column] = text


def file_key(name: str) -> str:
    """What two writings of one file name have in common."""
    return unicodedata.normalize("NFC", name).casefold()


def table_of(path: Path) -> LogTable:
    """The log as it is kept. Raises `ConfigurationError` where it is none, with the line."""
    lines = list(table_lines(path))
    head = [without_marks(c).replace(" ", "_") for c in lines[0][1]] if lines else []
    _check_head(path, head)
    # Of columns of the same name the last one counts, also where something is booked.
    read = {n: dict(zip(head, (c.strip() for c in cells), strict=False)) for n, cells in lines[1:]}
    return LogTable(head, read, max((len(cells) for _, cells in lines), default=0))


def _check_head(path: Path, head: Collection[str]) -> None:
    """The office may add columns of its own once the log has one for the state, but none that is nearly one of the
    log: what is written in a column nobody reads would be lost."""
    missing = [c for c in (FILE, DAY) if c not in head]
    if missing:
        near = nearest(missing[0], [c for c in head if c not in COLUMNS])
        remedy = f"đổi tên cột “{near}” thành “{missing[0]}”" if near else "thêm cột này"
        raise ConfigurationError(f"{path.name}: dòng 1 thiếu cột “{missing[0]}”. Đề nghị {remedy}.")
    for unknown in (c for c in head if c and c not in COLUMNS):
        near = nearest(unknown, [c for c in COLUMNS if len(c) > 1 and c not in head])
        if STATE in head and not near:
            continue
        hint = f"; tên gần nhất là “{near}”" if near else ""
        raise ConfigurationError(
            f"{path.name}: dòng 1 có cột “{unknown}” không dùng được{hint}. Đề nghị chỉ dùng các cột "
            f"{', '.join(COLUMNS)}; muốn có cột riêng thì thêm cột {STATE} trước."
        )


# ------------------------------------------------------------------------------------------------ what is to be booked
def pending_in(folder: Path) -> tuple[Booking, ...]:
    """What waits to be booked in a folder. Raises `ConfigurationError` where its record was changed."""
    path = folder / PENDING
    if not path.is_file():
        return ()
    try:
        if not digest_as_written(path):
            raise ValueError(path.name)  # noqa: TRY301 - one answer for all that cannot be used
        return tuple(map(_booking, record_of(path)["bookings"]))
    except (OSError, ValueError, RecursionError, LookupError, TypeError) as fault:
        raise ConfigurationError(
            f"{PENDING}: tệp ghi các mục chờ ghi vào sổ theo dõi đã bị sửa hoặc không đọc được. "
            "Đề nghị dùng lại tệp gốc; nếu không còn, xóa tệp này và ghi lại các mục đó."
        ) from fault


def pending_text(bookings: Sequence[Booking]) -> str:
    entries = [{**msgspec.structs.asdict(one), "books": one.books.value, "cells": dict(one.cells)} for one in bookings]
    return record_text({"format": _FORMAT, "version": _VERSION, "bookings": entries})


def _booking(raw: Mapping[str, Any]) -> Booking:
    cells = {str(k): str(v) for k, v in raw["cells"].items() if k in COLUMNS}
    changes = tuple(map(str, raw["changes"]))
    return Booking(Books(raw["books"]), str(raw["subject"]), cells, bool(raw["unit"]), str(raw["state"]), changes)


def as_day(day: dt.date) -> str:
    """As it stands in the log."""
    return f"{day:%d/%m/%Y}"
