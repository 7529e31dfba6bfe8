"""The log written by the program: lines added and cells kept up to date, everything of the officer left as it is."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.unit_register import required_day
from vstbcpn_cli.runtime.atomic_outputs import OutputError, mend, sha256, staged
from vstbcpn_cli.runtime.folder_lock import HeldError, exclusive
from vstbcpn_cli.usecases.file_process import Copied, ToPatch, patched_list
from vstbcpn_cli.usecases.season.log_lines import (
    DAY,
    FILE_DAY,
    NUMBER,
    PENDING,
    TITLES,
    Booking,
    LogTable,
    pending_in,
    pending_text,
    table_of,
)
from vstbcpn_cli.usecases.season.new_log import new_log
from vstbcpn_cli.workbook.form.stamp_token import peek
from vstbcpn_cli.workbook.lists.list_cell import ListCell, ListValue

_PHYSICAL_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_WAITS = ("held", "denied")


class WrittenLog(msgspec.Struct, frozen=True):
    """How many bookings have changed the log, and, where it could not be written now, the file because of which they
    wait: what says that the log is open, or the log itself; `fault` is why they could not even wait, so that a later
    run has to find them again."""

    booked: int
    waits_for: Path | None = None
    fault: OutputError | None = None


def write_log(log: Path, bookings: Sequence[Booking]) -> WrittenLog:
    """Books in this log, after what still waits there; begins it where there is none.

    While the log is open elsewhere the bookings wait beside it, in a record that every command reads as if they were
    booked. Raises `ConfigurationError` for a log that cannot be read, `OutputError` where nothing can be written.
    """
    folder = log.parent
    try:
        with exclusive(folder / "so-theo-doi"):
            mend(folder)  # another run may have been killed since, with the log on its way
            waiting = pending_in(folder)
            every = (*waiting, *(b for b in bookings if b not in waiting))
            if not every:
                return WrittenLog(0)
            holder = open_elsewhere(log)
            if holder is None:
                try:
                    count = _book(log, every)
                except OutputError as fault:
                    if fault.reason not in _WAITS or not log.is_file():
                        raise
                    holder = log
                else:
                    (folder / PENDING).unlink(missing_ok=True)
                    return WrittenLog(count)
            with staged(folder, [PENDING]) as stage:
                (stage / PENDING).write_text(pending_text(every), encoding="utf-8", newline="\n")
            return WrittenLog(0, holder)
    except HeldError as fault:
        raise OutputError(log, "busy") from fault


def open_elsewhere(log: Path) -> Path | None:
    """The file that says that Excel or LibreOffice has the log open, None where none does."""
    locks = (log.with_name(f"~${log.name}"), log.with_name(f".~lock.{log.name}#"))
    return next((p for p in locks if os.path.lexists(p)), None)


def _book(log: Path, bookings: Iterable[Booking]) -> int:
    if not log.is_file():
        with staged(log.parent, [log.name]) as stage:
            (stage / log.name).write_bytes(new_log())
    if peek(log) is not None:
        raise OutputError(log, "foreign")
    before = sha256(log)
    table = table_of(log)
    bookings = tuple(bookings)
    count = 0
    for one in bookings:
        changed = len(table.changed)
        table.book((one,))
        count += len(table.changed) > changed
    if not table.changed:
        return 0
    with staged(log.parent, [log.name], known=lambda _: {log.name: before}) as stage:
        if log.suffix == ".csv":
            (stage / log.name).write_bytes(_csv_with(log.read_bytes(), table))
        else:
            patch = ToPatch(log, before, tuple(_cells(table)), stage / log.name)
            if patched_list(patch) is not Copied.MADE:
                raise ConfigurationError(
                    f"{log.name}: phần mềm chưa ghi được vào sổ này nên chưa ghi gì. "
                    "Đề nghị mở sổ bằng Excel, lưu lại dạng .xlsx rồi chạy lại."
                )
    return count


def _cells(table: LogTable) -> Iterable[ListCell]:
    """The cells of the workbook that change: those of the lines, and the headings of new columns."""
    places = {column: n for n, column in enumerate(table.head, 1) if column}
    for n, column in enumerate(table.added, table.width + 1):
        places[column] = n
        yield ListCell(1, n, TITLES[column])
    for (row, column), text in table.changed.items():
        yield ListCell(row, places[column], _stored(column, text))


def _stored(column: str, text: str) -> ListValue:
    if column in (DAY, FILE_DAY) and text:
        return required_day(text, column)
    return int(text) if column == NUMBER and text.isdigit() else text


def _csv_with(content: bytes, table: LogTable) -> bytes:
    """The text with changed lines written anew and new ones at its end; every other byte stays."""
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    text = content.removeprefix(mark).decode("utf-8")
    physical = _PHYSICAL_LINE.findall(text)
    newline = next((m for line in physical for m in ("\r\n", "\n", "\r") if line.endswith(m)), "\r\n")
    first = physical[0] if physical else ""
    delimiter = ";" if first.count(";") > first.count(",") else ","
    head = [*table.head, *table.added]
    records = _records(physical, delimiter)
    rows = {row for row, _ in table.changed}
    made: list[str] = []
    for number, lines, cells in records:
        if number == records[0][0] and table.added:
            made.append(_line([*cells, *table.added], delimiter) + newline)
        elif number in rows:
            line = table.lines.pop(number)
            changed = {c for n, c in table.changed if n == number}
            filled = [*cells, *("" for _ in head[len(cells) :])]
            kept = [line.get(c, "") if c in changed else cell for c, cell in zip(head, filled, strict=False)]
            kept += filled[len(head) :]
            made += [_line(kept, delimiter) + newline] if any(kept) else []
        else:
            made.append(lines)
    known = {number for number, *_ in records}
    new = [table.lines[n] for n in sorted(rows - known) if any(table.lines[n].values())]
    if new and made and not made[-1].endswith(("\n", "\r")):
        made[-1] += newline
    made += (_line([line.get(c, "") for c in head], delimiter) + newline for line in new)
    return mark + "".join(made).encode("utf-8")


def _records(physical: Sequence[str], delimiter: str) -> list[tuple[int, str, list[str]]]:
    """Each record with the number of its last line, as reading counts, its own text and its cells."""
    plain = (re.sub(r"\r\n|\r", "\n", line) for line in physical)
    reader = csv.reader(plain, delimiter=delimiter)
    found, before = [], 0
    for cells in reader:
        found.append((reader.line_num, "".join(physical[before : reader.line_num]), cells))
        before = reader.line_num
    return found


def _line(cells: Sequence[str], delimiter: str) -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="").writerow(cells)
    return target.getvalue()
