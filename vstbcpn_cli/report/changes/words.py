"""What a change is called and how its two sides are written, the same on screen, in Word and in Excel."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal

from vstbcpn_cli.report.changes.model import (
    CellChange,
    CellEvent,
    CellState,
    ChangeCause,
    ChangedFigure,
    Changes,
    FigureChange,
    Kind,
    SetName,
    UnitChange,
    UnitEvent,
)
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.lists import series
from vstbcpn_cli.text.numbers import number, share

TITLE = "BẢNG THAY ĐỔI SỐ LIỆU"
NOTHING = "Hai bộ số liệu không khác nhau."
NONE, UNSENT = "…", "–"
EVENTS = {
    UnitEvent.CAME: "Đơn vị có báo cáo sau",
    UnitEvent.REPLACED: "Đơn vị gửi tệp khác thay tệp trước",
    UnitEvent.REJUDGED: "Tệp của đơn vị không đổi, số liệu được tính khác trước",
    UnitEvent.INCLUDED: "Đơn vị được tính, trước đó đã loại trừ",
    UnitEvent.EXCLUDED: "Đơn vị được loại trừ",
    UnitEvent.NIL: "Đơn vị xác nhận không phát sinh",
    UnitEvent.UNCONFIRMED: "Đơn vị trở lại chưa có báo cáo",
    UnitEvent.GONE: "Đơn vị không còn tệp được tính",
    UnitEvent.JOINED: "Đơn vị mới có trong danh sách",
    UnitEvent.LEFT: "Đơn vị không còn trong danh sách",
    UnitEvent.RECEIVED: "Ngày nhận báo cáo của đơn vị thay đổi",
}
CELLS = {
    CellEvent.ADDED: "ghi thêm",
    CellEvent.REMOVED: "không còn ghi",
    CellEvent.CHANGED: "sửa",
    CellEvent.RELEASED: "trước chưa tính, nay được tính",
    CellEvent.WITHHELD: "nay chưa tính",
}
_COUNTS = {
    "units": "Đơn vị phải báo cáo",
    "sent": "Đơn vị đã có báo cáo dùng được",
    "on_time": "Đơn vị gửi đúng hạn",
    "late": "Đơn vị gửi chậm",
    "missing": "Đơn vị chưa có báo cáo dùng được",
    "nil": "Đơn vị xác nhận không phát sinh",
    "excluded": "Đơn vị được loại trừ",
    "withheld_values": "Số liệu chưa được cộng",
}
_STATUSES = {
    "unavailable": "Chưa có số liệu",
    "not_applicable": "Không áp dụng",
    "empty": "(để trống)",
}
_UNITS_STAND = {
    "on_time": "đúng hạn",
    "late": "chậm",
    "missing": "chưa có báo cáo dùng được",
    "nil": "xác nhận không phát sinh",
    "excluded": "loại trừ",
}


def name_of(change: FigureChange, changes: Changes, columns: Mapping[str, str] | None = None) -> str:
    """What a figure is called; its code stands beside."""
    key = change.key
    group = changes.kinds.get(key.of, key.of)
    match key.kind:
        case Kind.COUNT:
            place = f" – {changes.kinds.get(key.code, key.code)}" if key.code else ""
            return f"{_COUNTS.get(key.of, key.of)}{place}"
        case Kind.GROUP:
            return f"{change.label} – {group}"
        case Kind.ANSWER:
            return f"{change.label} – trả lời “{key.of}”"
        case Kind.SHARE:
            return f"{change.label} – tỷ lệ"
        case Kind.GROUP_SHARE:
            return f"{change.label} – tỷ lệ, {group}"
        case Kind.ANSWER_SHARE:
            return f"{change.label} – tỷ lệ trả lời “{key.of}”"
        case Kind.LIST:
            column, _, answer = key.of.partition(":")
            named = _column_name(change, column, columns or {})
            return f"{change.label} – {named}: {answer or 'chưa phân loại'}"
        case Kind.ADDED:
            return f"{change.label} – số cộng từ các đơn vị"
        case _:
            return change.label


def _column_name(change: FigureChange, column: str, labels: Mapping[str, str]) -> str:
    """What a column of a table is called beside a figure of that table, without what both begin with."""
    code = change.key.code
    named = next((labels[c] for t in (code, code.rpartition(".")[0]) if (c := f"{t}.{column}") in labels), column)
    parts, shared = named.split(", "), change.label.split(", ")
    while len(parts) > 1 and shared and parts[0] == shared.pop(0):
        parts.pop(0)
    return ", ".join(parts)


def code_of(change: FigureChange) -> str:
    """The code that `trace` takes; a count of units has none."""
    return "" if change.key.kind is Kind.COUNT else change.key.code


def value_of(figure: ChangedFigure, kind: Kind) -> str:
    if figure.value is None:
        return figure.text or NONE
    if kind.value.endswith("share"):
        return share(Decimal(figure.value))
    return number(figure.value)


def difference_of(change: FigureChange) -> str:
    """“+14”; of shares in points; nothing where one side has no number."""
    if change.old.value is None or change.new.value is None:
        return ""
    points = " điểm %" if change.key.kind.value.endswith("share") else ""
    return signed(change.new.value - change.old.value) + points


def signed(value: int | Decimal) -> str:
    return f"{'+' if value > 0 else ''}{number(value)}"


def cell_value(state: CellState | None, type_: str, sent: str = "(để trống)") -> str:
    """What a cell says; `sent` where the side does not have it."""
    if state is None:
        return sent
    if state.status == "withheld":
        rule = f", {state.finding}" if state.finding else ", chưa có tổng số"
        return f"{state.typed or '(công thức)'} (chưa tính{rule})"
    if state.value is None:
        return _STATUSES.get(state.status, state.status)
    if type_ == "date" and isinstance(state.value, str):
        with suppress(ValueError):
            return short_date(dt.date.fromisoformat(state.value))
    if type_ not in ("text", "long", "choice"):
        with suppress(ArithmeticError):
            return state.word if isinstance(state.value, bool) else number(Decimal(str(state.value)))
    return state.word


def sides(cell: CellChange, unit: UnitChange) -> tuple[str, str]:
    """Old and new value; where the unit had no file at all, a dash."""
    old = UNSENT if unit.old is None or not unit.old.file else "(để trống)"
    new = UNSENT if unit.new is None or not unit.new.file else "(để trống)"
    return cell_value(cell.old, cell.type, old), cell_value(cell.new, cell.type, new)


def place_of(cell: CellChange, unit: UnitChange) -> tuple[str, str, str]:
    """File, sheet and cell: of the new side, where the cell is gone of the old one."""
    state, of = (cell.new, unit.new) if cell.new is not None and cell.new.cell else (cell.old, unit.old)
    file = of.file if of is not None else ""
    return (file, state.sheet, state.cell) if state is not None else (file, "", "")


def where(cell: CellChange, unit: UnitChange) -> str:
    _, sheet, address = place_of(cell, unit)
    return f"{sheet}!{address}" if address else str(cell.key.code)


def cause_words(cause: ChangeCause, most: int) -> str:
    """“Sở Y tế +14 (NV6!D12: 0 → 14)”."""
    unit = cause.unit
    difference = f" {signed(cause.difference)}" if cause.difference else ""
    told = [f"{where(c, unit)}: {' → '.join(sides(c, unit))}" for c in cause.cells[:most]]
    more = len(cause.cells) - most
    told += [f"và {number(more)} ô khác"] if more > 0 else []
    return f"{unit.name}{difference}" + (f" ({'; '.join(told)})" if told else f" ({unit_state(unit)})")


def unit_state(unit: UnitChange) -> str:
    """“chưa có báo cáo dùng được → đúng hạn”."""
    told = [_UNITS_STAND.get(s.status, s.status) if s else "không có trong danh sách" for s in (unit.old, unit.new)]
    return " → ".join(told) if told[0] != told[1] else told[1]


def file_words(unit: UnitChange) -> str:
    """Which files counted: “a.xlsx → b.xlsx, nhận ngày 12/6/2011”, with the reason where the log has one."""
    old, new = unit.old.file if unit.old else "", unit.new.file if unit.new else ""
    told = [f"{old} → {new}" if old and new and unit.event is UnitEvent.REPLACED else new or old]
    if unit.new and unit.new.received:
        with suppress(ValueError):
            told.append(f"nhận ngày {short_date(dt.date.fromisoformat(unit.new.received))}")
    if unit.new and not unit.new.file and unit.new.words:
        told.append(unit.new.words)
    return ", ".join(filter(None, told))


def set_words(of: SetName) -> str:
    """“bản chính thức số 1 (3-ket-qua/luu/ban-chinh-thuc-1), số liệu nhận đến ngày 10/6/2011, mã kiểm …”."""
    day = of.as_of
    with suppress(ValueError):
        day = short_date(dt.date.fromisoformat(of.as_of))
    sealed = f"bản chính thức số {of.number} ({of.place})" if of.number else of.place
    return f"{sealed}, số liệu nhận đến ngày {day}, mã kiểm {of.digest}"


def summary(changes: Changes) -> Iterator[str]:
    """In a sentence or two what changed and why."""
    if not changes.differ:
        yield NOTHING
        return
    events = Counter(u.event for u in changes.units)
    told = [f"{number(events[e])} {_within(e)}" for e in EVENTS if events[e]]
    counts = len(changes.counts)
    figures = len(changes.figures) - counts
    if figures or counts:
        yield f"{number(figures)} số liệu và {number(counts)} số đếm đơn vị, số đếm số liệu chưa cộng thay đổi."
    else:
        yield "Không số liệu nào của báo cáo thay đổi, nhưng đơn vị hoặc ô số liệu có thay đổi."
    if told:
        yield f"Do: {series(told)}."
    kinds = Counter(c.event for u in changes.units for c in u.cells)
    cells = [f"{number(kinds[e])} ô {CELLS[e]}" for e in CELLS if kinds[e]]
    if cells:
        yield f"Gồm {series(cells)}."


def _within(event: UnitEvent) -> str:
    words = EVENTS[event]
    return f"{words[0].lower()}{words[1:]}"
