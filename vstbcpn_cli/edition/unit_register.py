"""Registers of reporting units to the model, refused with the file and the line of the fault."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Register, ReportingUnit
from vstbcpn_cli.runtime.input_files import content_of
from vstbcpn_cli.runtime.missing_paths import nearest

_COLUMNS = (
    "code",
    "name",
    "kind",
    "group",
    "admin_code",
    "valid_from",
    "valid_until",
    "successor",
    "lead_for",
    "order",
    "email",
    "phone",
    "contact",
    "address",
)


_LARGEST, _MOST_CELLS = 16 * 2**20, 1_000_000
"""Bytes and cells of a list of offices or files that somebody keeps by hand; thousands of lines take a hundredth."""


def parse_register(lines: Iterable[tuple[int, Sequence[str]]], name: str, kinds: Collection[str]) -> Register:
    """Lines with their physical numbers, the first holding the column names, to the units in printed order; `kinds` are
    those of the edition.

    Raises `ConfigurationError` with file and line when a column is missing, a code is there twice, or a date or kind
    cannot be understood.
    """
    remaining = iter(lines)
    row, first = next(remaining, (1, ()))
    head = [c.strip().lower() for c in first]
    missing = [c for c in ("code", "name", "kind", "group") if c not in head]
    if missing:
        near = nearest(missing[0], [h for h in head if h and h not in _COLUMNS])
        hint = f"; cột gần giống ở đó là “{near}”" if near else ""
        raise ConfigurationError(
            f"{name}: dòng {row} thiếu cột “{missing[0]}”{hint}. Đề nghị ghi đủ các cột: {', '.join(_COLUMNS)}."
        )
    units: list[ReportingUnit] = []
    seen: dict[str, int] = {}
    for number, cells in remaining:
        record = dict(zip(head, (c.strip() for c in cells), strict=False))
        if any(record.values()):
            place = f"{name}, dòng {number}"
            unit = _unit(record, place, len(units) + 1, kinds)
            if unit.code in seen:
                raise ConfigurationError(
                    f"{place}: mã đơn vị “{unit.code}” đã có ở dòng {seen[unit.code]}. Đề nghị giữ lại một dòng."
                )
            seen[unit.code] = number
            units.append(unit)
    return Register(tuple(sorted(units, key=lambda u: (u.order, u.code))), name)


def csv_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV register, comma or semicolon, with or without a byte-order mark."""
    try:
        text = _text(path)
    except OSError as fault:
        raise ConfigurationError(
            f"{path.name}: không đọc được tệp này. Đề nghị kiểm tra lại tệp danh sách đơn vị rồi chạy lại."
        ) from fault
    except UnicodeDecodeError as fault:
        raise ConfigurationError(
            f"{path.name}: tệp không ở dạng UTF-8. Đề nghị lưu tệp dạng “CSV UTF-8 (dấu phẩy)” rồi chạy lại."
        ) from fault
    # A Vietnamese Excel writes semicolons into a "CSV", because the comma is its decimal sign.
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as fault:
        raise ConfigurationError(
            f"{path.name}, dòng {reader.line_num}: không đọc được dòng này. Đề nghị mở bằng Excel, lưu lại dạng CSV."
        ) from fault


def _text(path: Path) -> str:
    content = content_of(path, _LARGEST)
    if sum(map(content.count, (b"\n", b"\r", b",", b";"))) > _MOST_CELLS:
        raise OSError(errno.EFBIG, "too many cells", str(path))
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _unit(record: Mapping[str, str], place: str, position: int, kinds: Collection[str]) -> ReportingUnit:
    if record.get("kind") not in kinds:
        near = nearest(record.get("kind", ""), kinds)
        hint = f"; mã gần nhất là “{near}”" if near else ""
        raise ConfigurationError(
            f"{place}: loại đơn vị “{record.get('kind', '')}” không đúng{hint}. "
            f"Đề nghị ghi một trong {', '.join(kinds)}."
        )
    if not record.get("code") or not record.get("name"):
        raise ConfigurationError(f"{place}: thiếu mã hoặc tên đơn vị. Đề nghị điền đủ hai cột code và name.")
    order = record.get("order") or str(position)
    if not order.isdigit():
        raise ConfigurationError(f"{place}: thứ tự “{order}” không phải số nguyên. Đề nghị ghi số nguyên ở cột order.")
    return ReportingUnit(
        code=record["code"],
        name=record["name"],
        kind=record["kind"],
        group=record["group"],
        order=int(order),
        admin_code=record.get("admin_code", ""),
        valid_from=_optional_day(record.get("valid_from", ""), place),
        valid_until=_optional_day(record.get("valid_until", ""), place),
        successors=_parts(record.get("successor", "")),
        lead_for=_parts(record.get("lead_for", "")),
        email=record.get("email", ""),
        phone=record.get("phone", ""),
        contact=record.get("contact", ""),
        address=record.get("address", ""),
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def required_day(text: str, place: str) -> dt.date:
    """A day as ISO or day/month/year. Raises `ConfigurationError` naming the place."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise ConfigurationError(f"{place}: ngày “{text}” không đúng. Đề nghị ghi một ngày có thật, dạng ngày/tháng/năm.")


def _optional_day(text: str, place: str) -> dt.date | None:
    return required_day(text, place) if text else None
