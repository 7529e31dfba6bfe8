"""Cells put into the sheets of a workbook in its own package: nothing else of it is written anew."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.lists.list_cell import ListCell
from vstbcpn_cli.workbook.marking.book_patch import BookPatch
from vstbcpn_cli.workbook.marking.package_patch import (
    CannotMarkError,
    Parts,
    Tree,
    child,
    local,
    make,
    only_child,
)

_ADDRESS = re.compile(r"([A-Z]+)(\d+)\Z")
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)))
_DAY_LETTERS = re.compile(r"[dmy]", re.IGNORECASE)
_NO_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_EPOCH, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)


def with_cells(content: bytes, cells: tuple[ListCell, ...]) -> bytes:
    """The workbook with these cells; a new cell looks as the one above it, a cell with a formula is left alone.

    Raises `CannotMarkError` for a package that cannot be patched.
    """
    parts = Parts(content)
    book = BookPatch(parts)
    name = next((n for n in book.names() if book.holds_cells(n)), None)
    if name is None:
        raise CannotMarkError("no sheet")
    before, after = _put(parts, part := book.part_of(name), cells)
    if after > before:
        _widen_tables(parts, part, before, after)
        _widen_names(parts, book.part, book.names().index(name), before, after)
    return parts.packed()


def with_cells_on(content: bytes, cells: Mapping[str, tuple[ListCell, ...]]) -> bytes:
    """The workbook with these cells on its sheets by name, as `with_cells`."""
    parts = Parts(content)
    book = BookPatch(parts)
    for name, some in cells.items():
        _put(parts, book.part_of(name), some)
    return parts.packed()


def _put(parts: Parts, part: str, cells: tuple[ListCell, ...]) -> tuple[int, int]:
    """The last filled rows of the sheet before and after."""
    sheet = _Sheet(parts, parts.tree(part))
    before = sheet.last_filled
    for cell in sorted(cells, key=lambda c: (c.row, c.column)):
        sheet.put(cell)
    if sheet.last_filled > before:
        sheet.widen(before, sheet.last_filled)
    parts.save(part)
    return before, sheet.last_filled


class _Sheet:
    """The rows and cells of a sheet, every one with its address."""

    def __init__(self, parts: Parts, root: Tree) -> None:
        self._parts, self._root = parts, root
        self._data = only_child(root, "sheetData")
        self._rows: dict[int, Tree] = {}
        number = 0
        for row in self._data:
            number = int(row.get("r", number + 1))
            row.set("r", str(number))
            self._rows[number] = row
            _address(row, number)
        self._dates = _date_styles(parts)
        self._first_day = _EPOCH_1904 if _counts_from_1904(parts) else _EPOCH
        self._columns = dict(_column_styles(root))
        self.last_filled = max((n for n, row in self._rows.items() if any(map(_filled, row))), default=0)

    def put(self, cell: ListCell) -> None:
        row = self._row(cell.row)
        found = self._cell(row, cell)
        if child(found, "f") is not None:
            return
        for inner in list(found):
            found.remove(inner)
        found.attrib.pop("t", None)
        if cell.value == "":
            return
        if isinstance(cell.value, dt.date) and found.get("s", "0") in self._dates:
            make(found, "v").text = str((cell.value - self._first_day).days)
        elif isinstance(cell.value, int):
            make(found, "v").text = str(cell.value)
        else:
            text = f"{cell.value:%d/%m/%Y}" if isinstance(cell.value, dt.date) else cell.value
            found.set("t", "inlineStr")
            inside = make(make(found, "is"), "t")
            inside.text = text
            inside.set(_SPACE, "preserve")
        self.last_filled = max(self.last_filled, cell.row)

    def widen(self, before: int, last: int) -> None:
        """The filter of the sheet and its size take in new lines that follow at once."""
        found = child(self._root, "autoFilter")
        if found is not None:
            found.set("ref", _grown(found.get("ref", ""), before, last))
        size = child(self._root, "dimension")
        if size is not None:
            size.getparent().remove(size)  # an optional hint, wrong by now

    def _row(self, number: int) -> Tree:
        if number not in self._rows:
            later = [r for r in self._rows if r > number]
            at = self._data.index(self._rows[min(later)]) if later else len(self._data)
            self._rows[number] = make(self._data, "row", {"r": str(number)}, at)
        row = self._rows[number]
        row.attrib.pop("spans", None)
        return row

    def _cell(self, row: Tree, cell: ListCell) -> Tree:
        letters = column_letters(cell.column)
        found = next((c for c in row if c.get("r") == f"{letters}{cell.row}"), None)
        if found is not None:
            return found
        at = next((n for n, c in enumerate(row) if _column(c) > cell.column), len(row))
        made = make(row, "c", {"r": f"{letters}{cell.row}"}, at)
        if style := self._look(letters, cell):
            made.set("s", style)
        return made

    def _look(self, letters: str, cell: ListCell) -> str:
        """That of the nearest cell above it below the headings; of a heading that of the one before."""
        if cell.row == 1:
            before = next((c for c in self._rows[1] if _column(c) == cell.column - 1), None)
            return str(before.get("s", "")) if before is not None else ""
        for number in sorted((n for n in self._rows if 1 < n < cell.row), reverse=True):
            above = next((c for c in self._rows[number] if c.get("r") == f"{letters}{number}"), None)
            if above is not None and above.get("s"):
                return str(above.get("s"))
        return self._columns.get(cell.column, "")


def _address(row: Tree, number: int) -> None:
    """A writer may leave out addresses: a cell then follows the one before it."""
    column = 0
    for cell in row:
        column = _column(cell) or column + 1
        cell.set("r", f"{column_letters(column)}{number}")


def _column(cell: Tree) -> int:
    found = _ADDRESS.match(cell.get("r", ""))
    return 0 if found is None else _number(found[1])


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _filled(cell: Tree) -> bool:
    return any("".join(inner.itertext()).strip() for inner in cell if local(inner) in ("v", "is"))


def _column_styles(root: Tree) -> Iterator[tuple[int, str]]:
    columns = child(root, "cols")
    for col in columns if columns is not None else ():
        for number in range(int(col.get("min", "1")), min(int(col.get("max", "1")), 64) + 1):
            if col.get("style"):
                yield number, col.get("style")


def _date_styles(parts: Parts) -> frozenset[str]:
    """The numbers of the looks in which a number is a day."""
    part = parts.linked(parts.main, "styles")
    if part is None:
        return frozenset()
    root = parts.tree(part)
    formats = {
        f.get("numFmtId"): _DAY_LETTERS.search(_NO_LETTERS.sub("", f.get("formatCode", ""))) is not None
        for f in root.iter("{*}numFmt")
    }
    looks = child(root, "cellXfs")
    return frozenset(
        str(n)
        for n, xf in enumerate(looks if looks is not None else ())
        if formats.get(xf.get("numFmtId"), int(xf.get("numFmtId", "0")) in _DATE_FORMATS)
    )


def _counts_from_1904(parts: Parts) -> bool:
    about = child(parts.tree(parts.main), "workbookPr")
    return about is not None and about.get("date1904") in ("1", "true")


def _grown(ref: str, before: int, last: int) -> str:
    """A range that ended with the last line, or with the headings of a list that was empty, ends with the new one."""
    head, colon, end = ref.partition(":")
    found = re.fullmatch(r"(\$?[A-Z]+\$?)(\d+)", end)
    if not colon or found is None or not before <= int(found[2]) < last:
        return ref
    return f"{head}:{found[1]}{last}"


def _widen_tables(parts: Parts, part: str, before: int, last: int) -> None:
    for _, kind, target in list(parts.links(part)):
        if kind.rpartition("/")[2] != "table" or target not in parts:
            continue
        table = parts.tree(target)
        if int(table.get("totalsRowCount", "0")):
            continue
        for one in (table, child(table, "autoFilter")):
            if one is not None:
                one.set("ref", _grown(one.get("ref", ""), before, last))
        parts.save(target)


def _widen_names(parts: Parts, main: str, sheet: int, before: int, last: int) -> None:
    for name in parts.tree(main).iter("{*}definedName"):
        if name.get("name") == "_xlnm._FilterDatabase" and name.get("localSheetId") == str(sheet):
            name.text = _grown(name.text or "", before, last)
            parts.save(main)
