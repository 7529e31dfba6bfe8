"""The values of an edition as an office worker reads them in one cell, and back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from vstbcpn_cli.runtime.missing_paths import nearest_hint
from vstbcpn_cli.text.normalise import without_marks
from vstbcpn_cli.workbook.edition_sheets.layout import SheetColumn

YES, NO = "Có", "Không"
_ITEMS, _PARTS, _IS, _OVER = ";", "|", "=", "/"
Cell = str | int | float | bool | dt.date | None


class UnreadableCellError(ValueError):
    """A cell that says nothing the column can mean: a Vietnamese sentence of fact and one of advice."""


def shown(column: SheetColumn, value: Any) -> Cell:
    """A value of the edition as its cell shows it; None for a key that is not there."""
    return None if value is None else _SHOWN[column.form](column, value)


def meant(column: SheetColumn, cell: Cell) -> Any:
    """The value of a cell, None of an empty one. Raises `UnreadableCellError`."""
    if isinstance(cell, str) and not cell.strip():
        return None
    if cell is None:
        return None
    value = _MEANT[column.form](column, cell)
    return value.lower() if column.small else value


def called_in(column: SheetColumn) -> Mapping[str, str]:
    """How the values of a column with a closed list are called in its cells."""
    return {str(True): YES, str(False): NO} if column.form == "bool" else column.words or {}


# ------------------------------------------------------------------------------------------------------------- shown
def _joined(items: Iterable[Any], mark: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerow([_spelled(i) for i in items])
    text = out.getvalue().removesuffix("\n")
    return text if '"' in text else text.replace(mark, f"{mark} ")


def _spelled(value: Any) -> str:
    return (YES if value else NO) if isinstance(value, bool) else str(value)


def _bool(_: SheetColumn, value: Any) -> Cell:
    return YES if value else NO


def _word(column: SheetColumn, value: Any) -> Cell:
    return (column.words or {}).get(str(value), str(value))


def _marks(column: SheetColumn, value: Any) -> Cell:
    if isinstance(value, Mapping):
        return _joined((f"{kind} {_IS} {_word(column, mark)}" for kind, mark in value.items()), _ITEMS)
    return _word(column, value)


def _map(_: SheetColumn, value: Mapping[str, Any]) -> Cell:
    return _joined((f"{key} {_IS} {_spelled(v)}" for key, v in value.items()), _ITEMS)


def _lists(_: SheetColumn, value: Mapping[str, Iterable[str]]) -> Cell:
    return _joined((f"{key} {_IS} {_joined(items, _PARTS)}" for key, items in value.items()), _ITEMS)


def _pairs(_: SheetColumn, value: Iterable[Iterable[str]]) -> Cell:
    return _joined((f" {_OVER} ".join(pair) for pair in value), _ITEMS)


_SHOWN: Mapping[str, Callable[[SheetColumn, Any], Cell]] = {
    "text": lambda _, value: str(value),
    "day": lambda _, value: str(value),
    "int": lambda _, value: value,
    "number": lambda _, value: value,
    "date": lambda _, value: value,
    "any": lambda _, value: value,
    "bool": _bool,
    "word": _word,
    "marks": _marks,
    "list": lambda _, value: _joined(value, _ITEMS),
    "map": _map,
    "lists": _lists,
    "pairs": _pairs,
}


# ------------------------------------------------------------------------------------------------------------- meant
def _split(text: str, mark: str) -> list[str]:
    """The parts, a line break being as good as the mark; quotes keep a part whole."""
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=True, strict=True)
        found = [part.strip() for line in lines for part in line]
    except csv.Error as fault:
        said = "Dấu ngoặc kép trong ô chưa đóng."
        raise UnreadableCellError(f'{said} Đề nghị thêm dấu " ở cuối phần, hoặc bỏ dấu " ở đầu.') from fault
    return [part for part in found if part]


def _text(_: SheetColumn, cell: Cell) -> str:
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)


def _int(_: SheetColumn, cell: Cell) -> int:
    found = _number(_, cell)
    if isinstance(found, float):
        raise UnreadableCellError(f"Ô ghi “{cell}”, không phải số nguyên. Đề nghị ghi số nguyên.")
    return found


def _number(_: SheetColumn, cell: Cell) -> int | float:
    try:
        number = float(str(cell).strip().replace(",", "."))
    except ValueError as fault:
        raise UnreadableCellError(f"Ô ghi “{cell}”, không phải một con số. Đề nghị ghi một con số.") from fault
    if isinstance(cell, bool) or not math.isfinite(number):
        raise UnreadableCellError(f"Ô ghi “{cell}”, không phải một con số. Đề nghị ghi một con số.")
    return int(number) if number.is_integer() else number


def _date(_: SheetColumn, cell: Cell) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    for pattern in ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(str(cell).strip(), pattern).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise UnreadableCellError(
        f"Ô ghi “{cell}”, không phải một ngày có thật. Đề nghị ghi dạng ngày/tháng/năm, ví dụ 31/5/2026."
    )


def _day(column: SheetColumn, cell: Cell) -> str:
    """A day of the register, which keeps days as text."""
    return _date(column, cell).isoformat()


def _yes(_: SheetColumn, cell: Cell) -> bool:
    said = without_marks(_text(_, cell))
    if said in ("co", "x", "true", "1"):
        return True
    if said in ("khong", "false", "0"):
        return False
    raise UnreadableCellError(f"Ô ghi “{cell}”. Đề nghị chọn “{YES}” hoặc “{NO}”, hoặc để trống.")


def _code_of(column: SheetColumn, cell: Cell) -> str:
    words, said = column.words or {}, _text(column, cell).strip()
    if said in words:
        return said
    spoken = {without_marks(word): code for code, word in words.items()}
    spoken |= {without_marks(code): code for code in words if without_marks(code) not in spoken}
    if without_marks(said) in spoken:
        return spoken[without_marks(said)]
    hint = nearest_hint(said, words.values(), "giá trị")
    known = ", ".join(f"“{w}”" for w in words.values())
    raise UnreadableCellError(f"Ô ghi “{said}”, không có trong danh sách{hint}. Đề nghị chọn một trong: {known}.")


def _marks_of(column: SheetColumn, cell: Cell) -> str | dict[str, str]:
    said = _text(column, cell)
    if _IS not in said:
        return _code_of(column, said)
    return {kind: _code_of(column, mark) for kind, mark in _map_of(column, said).items()}


def _map_of(column: SheetColumn, cell: Cell) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in _split(_text(column, cell), _ITEMS):
        key, mark, value = part.partition(_IS)
        if not mark or not key.strip():
            raise UnreadableCellError(f"Phần “{part}” chưa có dấu “=”. Đề nghị ghi dạng: mã = nội dung; mã = nội dung.")
        if key.strip() in found:
            raise UnreadableCellError(f"“{key.strip()}” ghi hai lần trong ô. Đề nghị giữ lại một.")
        found[key.strip()] = value.strip()
    return found


def _lists_of(column: SheetColumn, cell: Cell) -> dict[str, list[str]]:
    return {key: _split(value, _PARTS) for key, value in _map_of(column, cell).items()}


def _pairs_of(column: SheetColumn, cell: Cell) -> list[list[str]]:
    pairs = [[side.strip() for side in part.split(_OVER)] for part in _split(_text(column, cell), _ITEMS)]
    for pair in pairs:
        if len(pair) != len(("part", "whole")) or not all(pair):
            raise UnreadableCellError(f"“{'/'.join(pair)}” không phải một tỷ lệ. Đề nghị ghi dạng: cột / cột.")
    return pairs


def _any_of(column: SheetColumn, cell: Cell) -> Any:
    for reads in (_number, _date):
        try:
            return reads(column, cell)
        except UnreadableCellError:
            continue
    return _text(column, cell)


_MEANT: Mapping[str, Callable[[SheetColumn, Cell], Any]] = {
    "text": _text,
    "day": _day,
    "int": _int,
    "number": _number,
    "date": _date,
    "any": _any_of,
    "bool": _yes,
    "word": _code_of,
    "marks": _marks_of,
    "list": lambda column, cell: _split(_text(column, cell), _ITEMS),
    "map": _map_of,
    "lists": _lists_of,
    "pairs": _pairs_of,
}
