"""The workbook of an edition to what its TOML would say, every fault of a cell with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from openpyxl.utils import column_index_from_string

from vstbcpn_cli.edition.edition_faults import EditionFault
from vstbcpn_cli.edition.edition_workbook import EditionWorkbook
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.places import CellPlace, ColumnHeading, Places, RecordLine
from vstbcpn_cli.runtime.input_files import content_of
from vstbcpn_cli.runtime.missing_paths import nearest, nearest_hint
from vstbcpn_cli.text.normalise import clean, without_marks
from vstbcpn_cli.workbook.edition_sheets.cell_text import UnreadableCellError, called_in, meant
from vstbcpn_cli.workbook.edition_sheets.filled_sheets import FilledCell, FilledSheet, filled_sheets
from vstbcpn_cli.workbook.edition_sheets.layout import (
    DROPPED,
    READ_ONLY,
    SheetColumn,
    SheetForm,
    SheetLayout,
    guide_sheet,
    layouts,
    rules_sheet,
)

_LARGEST = 8 * 2**20
_HEAD_WITHIN = 12
"""Above the records: title, what the sheet is for, headings, keys."""
_LEAST_KEYS = 0.5
_LEAST_SHEETS = 3
"""A workbook with fewer sheets of an edition is another one, with a sheet “DonVi” perhaps."""
_NO_WORKBOOK = (
    "tệp không phải sổ Excel (.xlsx), bị hỏng hoặc có mật khẩu. "
    "Đề nghị mở bằng Excel, lưu lại dạng .xlsx, không đặt mật khẩu."
)
_NO_EDITION = (
    "sổ Excel này không phải bộ biểu mẫu vì không có các trang của bộ biểu mẫu (ThietLap, NhiemVu, ChiTieu…). "
    "Đề nghị chọn sổ lập bằng lệnh vstbcpn edition new."
)
_PART = "–"
"""How the label of a part of the line above begins."""
_REPEATED = frozenset({"constraints", "to_confirm", "windows"})
"""Lists whose records may share a name."""


@cache
def read_edition(path: Path) -> EditionWorkbook:
    """Raises `ConfigurationError` for a file that is no workbook; what is wrong inside one is in its `faults`."""
    try:
        return edition_in(content_of(path, _LARGEST))
    except OSError as fault:
        raise ConfigurationError(f"{path.name}: không đọc được tệp này. Đề nghị chép lại tệp gốc.") from fault
    except _UnreadableError as fault:
        raise ConfigurationError(f"{path.name}: {fault}") from fault


class _UnreadableError(Exception):
    """Bytes that are no workbook of an edition; the argument is the sentence for the office."""


def edition_in(content: bytes) -> EditionWorkbook:
    """What the bytes of a workbook say."""
    try:
        sheets = filled_sheets(content)
    except Exception as fault:  # whatever the library meets in a foreign file
        raise _UnreadableError(_NO_WORKBOOK) from fault
    if len({without_marks(s.name) for s in sheets} & {without_marks(s.name) for s in layouts()}) < _LEAST_SHEETS:
        raise _UnreadableError(_NO_EDITION)
    return _Reader(sheets).read()


class _Record(msgspec.Struct):
    """A record that others may stand in: what it says, where it stands, how faults call it."""

    said: dict[str, Any]
    path: tuple[int | str, ...]
    names: tuple[str, ...]
    line: RecordLine
    dropped: bool = False


class _Reader(msgspec.Struct):
    sheets: Sequence[FilledSheet]
    found: EditionWorkbook = msgspec.field(default_factory=EditionWorkbook)
    records: dict[str, dict[str, _Record]] = msgspec.field(default_factory=dict)
    whole_gone: str = ""

    def read(self) -> EditionWorkbook:
        known = {without_marks(s.name): s for s in layouts()}
        foreign = [s.name for s in self.sheets if without_marks(s.name) not in known]
        foreign = [n for n in foreign if n not in (guide_sheet()[0], rules_sheet())]
        for layout in layouts():
            self.found.places.sheets[layout.at or layout.form] = layout.name
            headings = {c.at: ColumnHeading(c.head, called_in(c)) for c in layout.columns}
            self.found.places.headings[layout.name] = headings
            sheet = next((s for s in self.sheets if without_marks(s.name) == without_marks(layout.name)), None)
            if sheet is None:
                said = f"Sổ không có trang “{layout.name}”"
                if near := nearest(layout.name, foreign):
                    foreign.remove(near)
                    self._fault(CellPlace(near), f"{said}; trang gần giống là “{near}”. Đề nghị đặt lại tên trang.")
                else:
                    self.found.remarks.append(f"{said}, được hiểu là không có nội dung nào ở đó.")
            else:
                self._sheet(layout, sheet)
        for name in foreign:
            self.found.remarks.append(f"Trang {name} không thuộc bộ biểu mẫu nên không đọc.")
        return self.found

    def _fault(self, place: CellPlace, sentence: str) -> None:
        self.found.faults.append(EditionFault(place, "", sentence))

    # ------------------------------------------------------------------------------------------------------- one sheet
    def _sheet(self, layout: SheetLayout, sheet: FilledSheet) -> None:
        head = _head_row(layout, sheet)
        if head is None:
            said = "Không tìm thấy dòng mã của các cột."
            self._fault(CellPlace(layout.name), f"{said} Đề nghị chép lại dòng ấy từ {Places.model}.")
            return
        if layout.form is SheetForm.SETTINGS:
            self._settings(layout, sheet, head)
            return
        columns = self._columns(layout, sheet, head)
        self._merged(layout, sheet, head, columns)
        lines: list[tuple[RecordLine, Mapping[str, Any]]] = []
        for row in sheet.below(head):
            line = RecordLine(layout.name, row, columns, layout.identity.at)
            cells = self._cells(layout, sheet, line)
            if any(v is not None for k, v in cells.items() if k not in (DROPPED.at, *READ_ONLY)):
                lines.append((line, cells))
        getattr(self, f"_{layout.form}")(layout, lines)

    def _columns(self, layout: SheetLayout, sheet: FilledSheet, head: int) -> dict[str, str]:
        known = {c.at: c for c in layout.columns}
        headed = {without_marks(c.head): c.at for c in layout.columns}
        columns: dict[str, str] = {}
        used = {letter for row in sheet.below(head) for letter in sheet.rows[row]}
        for letter in sorted(
            {*sheet.rows.get(head, ()), *sheet.rows.get(head - 1, ()), *used}, key=column_index_from_string
        ):
            above = _plain(sheet.value(letter, head - 1))
            said = _plain(sheet.value(letter, head)) or headed.get(without_marks(above), "")
            place = CellPlace(layout.name, f"{letter}{head}")
            if said in columns:
                self._fault(place, f"Cột “{said}” có hai lần trên trang. Đề nghị giữ lại một cột.")
            elif said in known:
                columns[said] = letter
            elif said:
                hint = nearest_hint(said, known)
                mend = "ghi lại mã, hoặc xóa ô này nếu là cột ghi thêm"
                self._fault(place, f"“{said}” không phải mã của một cột{hint}. Đề nghị {mend}.")
            elif letter in used:
                at = f"Trang {layout.name}, cột {letter}"
                self.found.remarks.append(f"{at} không thuộc bộ biểu mẫu nên không đọc.")
        for column in layout.columns:
            if column.at not in columns and column.at not in (*READ_ONLY, DROPPED.at):
                said = f"Trang {layout.name} không có cột “{column.head}”"
                self.found.remarks.append(f"{said}, được hiểu là để trống.")
        return columns

    def _merged(self, layout: SheetLayout, sheet: FilledSheet, head: int, columns: Mapping[str, str]) -> None:
        """Excel keeps of merged cells only what the first said: what the others lost nobody can know."""
        for area in sheet.merged:
            if area.last_row > head and {*area.letters} & {*columns.values()}:
                said = f"Các ô {area.address} đã gộp lại nên chỉ còn nội dung của ô đầu."
                at = CellPlace(layout.name, area.address.partition(":")[0])
                self._fault(at, f"{said} Đề nghị bỏ gộp ô (Unmerge Cells), ghi lại nội dung từng ô.")

    def _cells(self, layout: SheetLayout, sheet: FilledSheet, line: RecordLine) -> dict[str, Any]:
        known = ((c, line.columns[c.at]) for c in layout.columns if c.at in line.columns)
        return {c.at: self._value(c, sheet.rows[line.row].get(letter), line) for c, letter in known}

    def _value(self, column: SheetColumn, cell: FilledCell | None, line: RecordLine) -> Any:
        """None for an empty cell, and for one with a fault, which is told."""
        if column.at in READ_ONLY or cell is None:
            return None
        fault = ""
        if cell.kind == "f":
            fault = "Ô chứa công thức. Đề nghị sao chép ô rồi dán giá trị (Paste Values) vào chính ô đó."
        elif cell.kind == "e":
            fault = f"Ô báo lỗi {cell.value}. Đề nghị ghi lại nội dung."
        try:
            value = clean(cell.value).strip() if isinstance(cell.value, str) else cell.value
            return None if fault else meant(column, value)
        except UnreadableCellError as unreadable:
            fault = str(unreadable)
        finally:
            if fault:
                self._fault(CellPlace(line.sheet, cell.coordinate), fault)
        return None

    # ------------------------------------------------------------------------------------------------- forms of sheets
    def _settings(self, layout: SheetLayout, sheet: FilledSheet, head: int) -> None:
        known = {c.at: c for c in layout.columns}
        columns = {said: letter for letter, c in sheet.rows[head].items() if (said := _plain(c.value))}
        for row in sheet.below(head):
            key, cell = _plain(sheet.value(columns["_key"], row)), sheet.rows[row].get(columns["_value"])
            if key in known and key in self.found.places.named:
                said = f"“{known[key].head}” đã ghi ở ô {self.found.places.named[key].cell().cell}."
                self._fault(CellPlace(layout.name, f"{columns['_value']}{row}"), f"{said} Đề nghị bỏ một dòng.")
            elif key in known:
                line = RecordLine(layout.name, row, columns, "_value")
                value = self._value(known[key], cell, line)
                self.found.places.named[key] = self.found.places.located[tuple(key.split("."))] = line
                if value is not None:
                    _put(self.found.raw, key, value)
            elif key or cell is not None:
                hint = nearest_hint(key, known)
                said = f"“{key}” không phải mã của một dòng ở trang này{hint}. Đề nghị ghi lại mã, hoặc xóa dòng."
                self._fault(RecordLine(layout.name, row, columns, "_key").cell(), said)

    def _rows(self, layout: SheetLayout, lines: list[tuple[RecordLine, Mapping[str, Any]]]) -> None:
        own = self.records.setdefault(layout.name, {})
        for line, cells in lines:
            parent = self._parent(layout, line, cells)
            name = cells.get(layout.identity.at)
            if name is None:
                if line.cell() not in {f.place for f in self.found.faults}:
                    self._fault(line.cell(), f"Dòng này chưa có “{layout.identity.head}”. Đề nghị ghi, hoặc xóa dòng.")
                continue
            if parent is None and layout.parent:
                continue
            said = {k: v for k, v in _nested(cells).items() if not k.startswith("_")}
            holder = parent.said if parent is not None else self.found.raw
            dropped = cells.get(DROPPED.at) is not None or (parent is not None and parent.dropped)
            records = holder.setdefault(layout.at, [])
            names = tuple(self._names(layout, parent, str(name), len(records) + 1))
            record = _Record(said, (*(parent.path if parent else ()), layout.at, len(records)), names, line, dropped)
            twin = own.get(_within(layout, parent, str(name)))
            if twin is not None and layout.at not in _REPEATED:
                said_twice = f"“{name}” đã ghi ở ô {twin.line.cell().cell}."
                self._fault(line.cell(), f"{said_twice} Đề nghị đặt mã khác, hoặc bỏ một dòng.")
                continue
            own[_within(layout, parent, str(name))] = record
            self._part_of(line, cells, dropped=dropped)
            if dropped:
                self.found.places.gone.update(names)
                self._retire(layout, parent, str(name), itself=cells.get(DROPPED.at) is not None)
                continue
            self._place(record)
            if parent is not None and (example := cells.get("_example")) is not None:
                parent.said.setdefault("example", {})[str(name)] = example
                place = RecordLine(line.sheet, line.row, line.columns, "_example")
                self.found.places.named.update({f"{above}.example.{name}": place for above in parent.names})
            records.append(said)

    def _part_of(self, line: RecordLine, cells: Mapping[str, Any], *, dropped: bool) -> None:
        """A line that begins with a dash is a part of the one above, which must still be asked."""
        label = str(cells.get("label", ""))
        if not label.startswith(_PART):
            self.whole_gone = label if dropped else ""
        elif self.whole_gone and not dropped:
            said = f"Dòng này là một phần của “{self.whole_gone}” đã bỏ."
            self._fault(
                line.cell("label"), f"{said} Đề nghị bỏ cả dòng này, hoặc ghi lại nội dung, không bắt đầu bằng “–”."
            )

    def _parent(self, layout: SheetLayout, line: RecordLine, cells: Mapping[str, Any]) -> _Record | None:
        if not layout.parent:
            return None
        known, named = self.records.get(layout.parent, {}), cells.get("_in")
        if named in known:
            return known[named]
        lacks = f"Trang {layout.parent} không có “{named}”{nearest_hint(str(named), known)}."
        fact = f"{lacks if named else 'Ô này còn trống.'} Đề nghị ghi một mã có ở trang {layout.parent}."
        none = f"Chưa đọc được dòng nào của trang {layout.parent}. Đề nghị xem lại trang đó trước."
        self._fault(line.cell("_in"), fact if known else none)
        return None

    def _names(self, layout: SheetLayout, parent: _Record | None, name: str, position: int) -> Iterator[str]:
        if parent is None:
            yield f"{layout.at}.{name}"
            return
        for above in parent.names:
            if layout.at == "constraints":
                yield f"{above}.{layout.at}.{position}.{name}"
            else:
                yield from (f"{above}.{layout.at}.{name}", f"{above}.{name}")

    def _place(self, record: _Record) -> None:
        self.found.places.located[record.path] = record.line
        for name in record.names:
            self.found.places.named.setdefault(name, record.line)

    def _retire(self, layout: SheetLayout, parent: _Record | None, name: str, *, itself: bool) -> None:
        """What is asked no more keeps its code for ever; of rows and columns that go with their block that one does."""
        if (itself or layout.at not in ("rows", "columns")) and layout.at not in (*_REPEATED, "targets"):
            code = f"{parent.said['code']}.{name}" if layout.at in ("rows", "columns") and parent else name
            retired = self.found.raw.setdefault("retired", [])
            retired.extend(c for c in (code,) if c not in retired)

    def _keyed(self, layout: SheetLayout, lines: list[tuple[RecordLine, Mapping[str, Any]]]) -> None:
        for line, cells in lines:
            code = cells.get(layout.identity.at)
            if code is None:
                self._fault(line.cell(), f"Dòng này chưa có “{layout.identity.head}”. Đề nghị ghi, hoặc xóa dòng.")
                continue
            path = (*layout.at.split("."), str(code))
            if path in self.found.places.located:
                twin = self.found.places.located[path].cell().cell
                self._fault(line.cell(), f"“{code}” đã ghi ở ô {twin}. Đề nghị đặt mã khác, hoặc bỏ một dòng.")
                continue
            self.found.places.located[path] = self.found.places.named[".".join(path)] = line
            said = {k: v for k, v in _nested(cells).items() if k != layout.identity.at}
            _put(self.found.raw, layout.at, {**_got(self.found.raw, layout.at), str(code): said})

    def _pairs(self, layout: SheetLayout, lines: list[tuple[RecordLine, Mapping[str, Any]]]) -> None:
        words = self.found.raw.setdefault(layout.at, {})
        for line, cells in lines:
            key, text = cells.get("_key"), cells.get("_text")
            if key is None or text is None:
                self._fault(line.cell("_key" if key is None else "_text"), "Ô này còn trống. Đề nghị ghi đủ mã và chữ.")
            elif key in words:
                self._fault(line.cell(), f"“{key}” đã ghi ở trên. Đề nghị bỏ một dòng.")
            else:
                words[key] = text
                places, name = self.found.places, f"{layout.at}.{key}"
                places.named[name] = places.located[(layout.at, key)] = RecordLine(
                    line.sheet, line.row, line.columns, "_text"
                )

    def _lines(self, layout: SheetLayout, lines: list[tuple[RecordLine, Mapping[str, Any]]]) -> None:
        self.found.raw[layout.at] = [cells["_line"] for _, cells in lines]
        for position, (line, _) in enumerate(lines):
            self.found.places.located[(layout.at, position)] = line
            self.found.places.named.setdefault(layout.at, line)

    def _grouped(self, layout: SheetLayout, lines: list[tuple[RecordLine, Mapping[str, Any]]]) -> None:
        groups: dict[str, list[str]] = {}
        for line, cells in lines:
            name, value = cells.get("name"), cells.get("values")
            if name is None or value is None:
                at = "name" if name is None else "values"
                self._fault(line.cell(at), "Ô này còn trống. Đề nghị ghi đủ tên danh sách và câu trả lời.")
                continue
            self.found.places.named.setdefault(f"{layout.at}.{name}", line)
            if value in groups.setdefault(name, []):
                self._fault(line.cell("values"), f"“{value}” có hai lần trong danh sách “{name}”. Đề nghị bỏ một dòng.")
            groups[name].append(value)
        if groups:
            self.found.raw[layout.at] = [{"name": n, "values": values} for n, values in groups.items()]

    def _units(self, layout: SheetLayout, lines: list[tuple[RecordLine, Mapping[str, Any]]]) -> None:
        keys = [c.at for c in layout.columns]
        self.found.units = [(1, [c.head for c in layout.columns])]
        for line, cells in lines:
            self.found.units.append((line.row, [str(cells.get(k) or "") for k in keys]))
            self.found.places.named[f"units.{line.row}"] = line
            self.found.places.named.setdefault(f"units.{cells.get(layout.identity.at)}", line)


def _head_row(layout: SheetLayout, sheet: FilledSheet) -> int | None:
    """The row with the keys of the columns."""
    wanted = {"_key", "_value"} if layout.form is SheetForm.SETTINGS else {c.at for c in layout.columns}
    for row in (r for r in sheet.rows if r <= _HEAD_WITHIN):
        said = {_plain(c.value) for c in sheet.rows[row].values()} & wanted
        least = len(wanted) if layout.form is SheetForm.SETTINGS else _LEAST_KEYS * len(wanted)
        if len(said) >= least:
            return row
    return None


def _plain(value: object) -> str:
    return "" if value is None else str(value).strip()


def _within(layout: SheetLayout, parent: _Record | None, name: str) -> str:
    """Rows and columns are named inside their block alone."""
    return f"{parent.names[0]}.{name}" if parent is not None and layout.at in ("rows", "columns", "targets") else name


def _nested(cells: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in cells.items():
        if value is not None:
            _put(found, key, value)
    return found


def _put(holder: dict[str, Any], key: str, value: Any) -> None:
    *above, last = key.split(".")
    for step in above:
        holder = holder.setdefault(step, {})
    holder[last] = value


def _got(holder: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    for step in key.split("."):
        holder = holder.get(step, {})
    return holder
