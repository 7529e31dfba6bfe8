"""Registers of reporting units to the model, refused with the file and the line of the fault."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Register, ReportingUnit
from vstbcpn_cli.runtime.input_files import content_of
from vstbcpn_cli.runtime.missing_paths import nearest, nearest_hint
from vstbcpn_cli.text.normalise import plain, without_marks

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+(?:\s*[,;]\s*[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+)*")
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


HEADINGS = {
    "code": "Mã đơn vị",
    "name": "Tên đơn vị",
    "kind": "Loại đơn vị",
    "group": "Nhóm",
    "email": "Thư điện tử",
    "phone": "Điện thoại",
    "contact": "Người liên hệ",
    "address": "Địa chỉ",
    "admin_code": "Mã hành chính",
    "valid_from": "Từ ngày",
    "valid_until": "Đến ngày",
    "successor": "Đơn vị kế thừa",
    "lead_for": "Đầu mối của",
    "order": "Thứ tự",
}
"""The columns as an office worker reads them; those of a CSV may be English."""
_MEANT = {without_marks(head): column for column, head in HEADINGS.items()} | {c: c for c in HEADINGS}
_LARGEST, _MOST_CELLS = 16 * 2**20, 1_000_000
"""Bytes and cells of a list of offices or files that somebody keeps by hand; thousands of lines take a hundredth."""


def parse_register(
    lines: Iterable[tuple[int, Sequence[str]]],
    name: str,
    kinds: Collection[str],
    labels: Mapping[str, Mapping[str, str]] | None = None,
) -> Register:
    """Lines with their physical numbers, the first holding the column names, to the units in printed order; `kinds` are
    those of the edition, `labels` how kinds and groups are called in words: by
    column and code.

    Raises `ConfigurationError` with file and line when a column is missing, a code is there twice, or a date or kind
    cannot be understood.
    """
    remaining = iter(lines)
    row, first = next(remaining, (1, ()))
    vietnamese = any(without_marks(c) in _MEANT and c.strip().lower() not in HEADINGS for c in first)
    head = [_MEANT.get(without_marks(c), c.strip().lower()) for c in first]
    missing = [c for c in ("code", "name", "kind", "group") if c not in head]
    if missing:
        known = ", ".join(HEADINGS.values() if vietnamese else _COLUMNS)
        lacking = HEADINGS[missing[0]] if vietnamese else missing[0]
        unknown = [c.strip() for c, meant in zip(first, head, strict=True) if c.strip() and meant not in _COLUMNS]
        near = nearest(lacking, unknown)
        hint = f"; cột gần giống ở đó là “{near}”" if near else ""
        raise ConfigurationError(f"{name}: dòng {row} thiếu cột “{lacking}”{hint}. Đề nghị ghi đủ các cột: {known}.")
    shown = {column: HEADINGS[column] if vietnamese else column for column in HEADINGS}
    named = (labels or {}).items()
    choices = {column: {without_marks(w): code for code, w in telling(words).items()} for column, words in named}
    units: list[ReportingUnit] = []
    seen: dict[str, int] = {}
    for number, cells in remaining:
        record = dict(zip(head, (c.strip() for c in cells), strict=False))
        if any(record.values()):
            place = f"{name}, dòng {number}"
            chosen = {c: codes.get(without_marks(record.get(c, "")), record.get(c, "")) for c, codes in choices.items()}
            unit = _unit({**record, **chosen}, place, len(units) + 1, kinds, shown)
            if unit.code in seen:
                raise ConfigurationError(
                    f"{place}: mã đơn vị “{unit.code}” đã có ở dòng {seen[unit.code]}. Đề nghị giữ lại một dòng."
                )
            seen[unit.code] = number
            units.append(unit)
    return Register(tuple(sorted(units, key=lambda u: (u.order, u.code))), name)


def telling(words: Mapping[str, str]) -> Mapping[str, str]:
    """Of words by their code those that only one code has: a register may say them instead of it."""
    known = Counter(map(without_marks, words.values()))
    return {code: word for code, word in words.items() if known[without_marks(word)] == 1}


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


def _unit(
    record: Mapping[str, str], place: str, position: int, kinds: Collection[str], shown: Mapping[str, str]
) -> ReportingUnit:
    """`shown` is how the columns are called in the file."""
    if record.get("kind") not in kinds:
        at = f"{place}, cột “{shown['kind']}”" if shown["kind"] != "kind" else place
        pick = "Đề nghị chọn một giá trị trong danh sách của ô, hoặc ghi" if shown["kind"] != "kind" else "Đề nghị ghi"
        hint = nearest_hint(record.get("kind", ""), kinds)
        raise ConfigurationError(
            f"{at}: loại đơn vị “{record.get('kind', '')}” không đúng{hint}. {pick} một trong {', '.join(kinds)}."
        )
    if not record.get("code") or not record.get("name"):
        raise ConfigurationError(
            f"{place}: thiếu mã hoặc tên đơn vị. Đề nghị điền đủ hai cột {shown['code']} và {shown['name']}."
        )
    order = record.get("order") or str(position)
    if not order.isdigit():
        raise ConfigurationError(
            f"{place}: thứ tự “{order}” không phải số nguyên. Đề nghị ghi số nguyên ở cột {shown['order']}."
        )
    email = record.get("email", "")
    if email and not _EMAIL.fullmatch(email):
        raise ConfigurationError(
            f"{place}, cột “{shown['email']}”: “{email}” không phải địa chỉ thư điện tử. "
            "Đề nghị ghi một địa chỉ, như vanthu@tinh.gov.vn, hoặc để trống."
        )
    return ReportingUnit(
        code=record["code"],
        name=record["name"],
        kind=record["kind"],
        group=record["group"],
        order=int(order),
        admin_code=record.get("admin_code", ""),
        valid_from=_optional_day(record.get("valid_from", ""), f"{place}, cột “{shown['valid_from']}”"),
        valid_until=_optional_day(record.get("valid_until", ""), f"{place}, cột “{shown['valid_until']}”"),
        successors=_parts(record.get("successor", "")),
        lead_for=_parts(record.get("lead_for", "")),
        email=email,
        **{column: plain(record.get(column, "")) for column in ("phone", "contact", "address")},
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
