"""The spreadsheet format of Excel 5 to 2003 (.xls) to its stored cells, with the records of xlrd.

xlrd walks through the file; what its records say of cells is kept here, without the grid it would fill with them.
Records that say nothing of cells are not handed to it: some of them it refuses, others it spreads over whole sheets.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from typing import Any

from xlrd import biffh
from xlrd.book import SUPBOOK_DDEOLE, SUPBOOK_EXTERNAL, Book
from xlrd.sheet import Sheet

from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.runtime.zip_guard import RefusedError
from vstbcpn_cli.text.legacy_encodings import table_of
from vstbcpn_cli.text.normalise import clean
from vstbcpn_cli.workbook.formats.xls_formula import UNKNOWN, formula_words
from vstbcpn_cli.workbook.ooxml.drawings_and_notes import MOST_KEPT
from vstbcpn_cli.workbook.ooxml.package import refused
from vstbcpn_cli.workbook.ooxml.page_margins_text import margin_words
from vstbcpn_cli.workbook.ooxml.parts import LONGEST_TEXT, MAX_FONTS, MAX_NAMES, MAX_SHEETS, MAX_TEXTS, shape_of
from vstbcpn_cli.workbook.ooxml.sheet_part import MAX_CELLS, MAX_CHARACTERS
from vstbcpn_cli.workbook.raw import (
    CellKind,
    FontRun,
    Note,
    NumberShape,
    RawBook,
    RawCell,
    RawSheet,
    UnreadableBookError,
)

MAX_RECORDS = 2_000_000
"""Of a whole workbook; a form has some ten thousand, and every sheet may be said to begin at the same one."""
MAX_STYLES = 20_000
"""Cell formats: the format has room for 4,050, and each costs some kilobytes here."""
_FILEPASS, _HEADER, _FOOTER, _VALIDATION, _FILTERED = 0x2F, 0x14, 0x15, 0x1BE, 0x9B
_SKIPPED = 0xFFFF
"""A kind of record that does not exist: xlrd passes it over."""
_OF_THE_BOOK = frozenset(
    (
        *(biffh.XL_SST, biffh.XL_FONT, biffh.XL_FORMAT, biffh.XL_XF, biffh.XL_BOUNDSHEET, biffh.XL_DATEMODE),
        *(biffh.XL_CODEPAGE, biffh.XL_EXTERNNAME, biffh.XL_EXTERNSHEET, biffh.XL_SUPBOOK, biffh.XL_NAME),
        *(biffh.XL_CONTINUE, biffh.XL_EOF),
    )
)
_OF_A_SHEET = frozenset(
    (
        *(biffh.XL_NUMBER, biffh.XL_RK, biffh.XL_MULRK, biffh.XL_LABELSST, biffh.XL_LABEL, biffh.XL_RSTRING),
        *(biffh.XL_BOOLERR, biffh.XL_STRING, biffh.XL_SHRFMLA, biffh.XL_ARRAY, biffh.XL_TABLEOP),
        *(biffh.XL_ROW, biffh.XL_COLINFO, biffh.XL_MERGEDCELLS, biffh.XL_OBJ, biffh.XL_TXO, biffh.XL_NOTE),
        *(*biffh.XL_FORMULA_OPCODES, biffh.XL_CONTINUE, biffh.XL_EOF, *biffh.bofcodes),
    )
)
_BOUNDS = {
    biffh.XL_BOUNDSHEET: (MAX_SHEETS, "too-many-sheets"),
    biffh.XL_NAME: (MAX_NAMES, "too-many-names"),
    biffh.XL_XF: (MAX_STYLES, "too-many-styles"),
    biffh.XL_FONT: (MAX_FONTS, "too-many-styles"),
    biffh.XL_FORMAT: (MAX_FONTS, "too-many-styles"),
}
_EXACT = 10**15
_MACRO_SHEET = 1
_LIST = 3
_NOTE, _PICTURE = 25, 8
_KINDS = {
    biffh.XL_CELL_TEXT: CellKind.TEXT,
    biffh.XL_CELL_BOOLEAN: CellKind.BOOL,
    biffh.XL_CELL_ERROR: CellKind.ERROR,
}
Place = tuple[int, int]


def read_legacy(content: bytes) -> RawBook:
    """The stored cells of every sheet. Raises `UnreadableBookError`, which names the rule.

    A formula whose words are not known is “=”, like one that an .xlsx shares with the cell above.
    """
    try:
        return _Book().read_from(content)
    except RefusedError as fault:
        raise refused(fault) from fault
    except (UnreadableBookError, MemoryError):
        raise
    except Exception as fault:  # AssertionError, struct.error, IndexError…: xlrd trusts the records it reads
        raise UnreadableBookError(ProblemKind.DAMAGED_FILE) from fault


class _Book(Book):
    """A workbook that counts its records and hands on those that say something of cells."""

    _position: int
    _sheet_names: list[str]
    _sh_abs_posn: list[int]
    _supbook_types: list[int]
    _sharedstrings: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.room, self.characters = MAX_CELLS, MAX_CHARACTERS
        self._records = 0
        self._counted = dict.fromkeys(_BOUNDS, 0)
        self._here: _Sheet | None = None

    def read_from(self, content: bytes) -> RawBook:
        self.biff2_8_load(
            file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
        self.biff_version = self.getbof(biffh.XL_WORKBOOK_GLOBALS) or 0
        self.parse_globals()
        sheets = tuple(self._sheet(number) for number in range(len(self._sheet_names)))
        links = {
            "externals": self._supbook_types.count(SUPBOOK_EXTERNAL),
            "dde": self._supbook_types.count(SUPBOOK_DDEOLE),
        }
        return RawBook(sheets, epoch_1904=bool(self.datemode), objects={kind: n for kind, n in links.items() if n})

    def _sheet(self, number: int) -> RawSheet:
        self._position = self._sh_abs_posn[number]
        self.getbof(biffh.XL_WORKSHEET)
        self._here = _Sheet(self, self._position, self._sheet_names[number], number)
        self._here.read(self)
        found, self._here = self._here.finished(), None
        return found

    def get_record_parts(self) -> tuple[int, int, bytes]:
        kind, length, data = super().get_record_parts()
        self._records += 1
        if self._records > MAX_RECORDS:
            raise RefusedError("too-many-cells", str(MAX_CELLS))
        if self._here is not None:
            self._here.met(kind, data)
            return (kind, length, data) if kind in _OF_A_SHEET else (_SKIPPED, length, b"")
        if kind == _FILEPASS:
            raise UnreadableBookError(ProblemKind.PASSWORD, case="")
        if kind in _BOUNDS:
            self._count(kind)
        if kind == biffh.XL_SST and struct.unpack("<I", data[4:8])[0] > MAX_TEXTS:
            raise RefusedError("too-many-texts", str(MAX_TEXTS))
        return (kind, length, data) if kind in _OF_THE_BOOK else (_SKIPPED, length, b"")

    def _count(self, kind: int) -> None:
        self._counted[kind] += 1
        most, reason = _BOUNDS[kind]
        if self._counted[kind] > most:
            raise RefusedError(reason, str(most))

    def handle_boundsheet(self, data: bytes) -> None:
        if data[5] == _MACRO_SHEET:
            name = self.string(data[6:], wide=1)
            raise UnreadableBookError(ProblemKind.MACRO_SHEET, name=clean(name))
        super().handle_boundsheet(data)

    def names_epilogue(self) -> None:
        """Every name as one of the whole workbook; xlrd would compute what they stand for, however long that gets."""
        for name in self.name_obj_list:
            name.scope = -1

    def derive_encoding(self) -> str:
        """A code page that Python does not know is read as the usual one: letters without marks are the same."""
        try:
            return super().derive_encoding()
        except LookupError:
            self.codepage = 1252
            return super().derive_encoding()

    def string(self, data: bytes, *, wide: int) -> str:
        """A text that begins with its length in as many bytes."""
        if self.biff_version >= biffh.BIFF_FIRST_UNICODE:
            return biffh.unpack_unicode(data, 0, wide)
        return biffh.unpack_string(data, 0, self.encoding or self.derive_encoding(), wide)

    def run(self, font: int, text: str = "") -> FontRun:
        """What a font says of a text drawn with it."""
        if not 0 <= font < len(self.font_list):
            return FontRun(text)
        found = self.font_list[font]
        return FontRun(text, found.name if table_of(found.name) else "", bool(found.struck_out))


class _Sheet(Sheet):
    """A sheet that keeps its cells by their place; rows and columns are counted from 1."""

    def __init__(self, book: _Book, position: int, name: str, number: int) -> None:
        super().__init__(book, position, name, number)
        self.put_cell = self._take
        self._in = book
        self._cells: dict[Place, tuple[CellKind, str, int]] = {}
        self._twice: list[Place] = []
        self._formulas: dict[Place, bytes] = {}
        self._shared: dict[Place, bytes] = {}
        self._arrays: dict[Place, bytes] = {}
        self._last = (0, 0)
        self._object = 0
        self._drawn: list[str] = []
        self._margins: list[str] = []
        self._lying = {"pictures": 0, "notes": 0, "boxes": 0}
        self._filtered = self._lists = False

    def met(self, kind: int, data: bytes) -> None:
        """A record of this sheet, before xlrd reads it."""
        if kind in biffh.XL_FORMULA_OPCODES:
            row, column = struct.unpack("<HH", data[:4])
            self._last = (row + 1, column + 1)
            self._formulas[self._last] = _sized(data, 20)
        elif kind == biffh.XL_SHRFMLA:
            self._shared[self._last] = _sized(data, 8)
        elif kind == biffh.XL_ARRAY:
            self._arrays[self._last] = _sized(data, 12)
        elif kind == biffh.XL_LABELSST:
            if struct.unpack("<I", data[6:10])[0] >= len(self._in._sharedstrings):  # noqa: SLF001 - the book is ours
                raise UnreadableBookError(ProblemKind.DAMAGED_FILE)
        elif kind in (_HEADER, _FOOTER) and data:
            self._margins.append(self._in.string(data, wide=2 if self.biff_version >= biffh.BIFF_FIRST_UNICODE else 1))
        elif kind == _VALIDATION:
            self._lists |= data[0] & 0x0F == _LIST
        elif kind == _FILTERED:
            self._filtered = True

    def _take(self, row: int, column: int, kind: int | None, value: Any, style: int | None) -> None:
        """Called by xlrd for every cell; `kind` None means a number."""
        place = row + 1, column + 1
        if kind in (biffh.XL_CELL_EMPTY, biffh.XL_CELL_BLANK) or (value == "" and place not in self._formulas):
            return
        if place in self._cells:
            self._twice.append(place)
        self._in.room -= 1
        text = _stored(kind, value)
        self._in.characters -= len(text)
        if self._in.room < 0:
            raise RefusedError("too-many-cells", str(MAX_CELLS))
        if self._in.characters < 0:
            raise RefusedError("too-much-text", str(MAX_CHARACTERS))
        if len(text) > LONGEST_TEXT:
            raise RefusedError("text-too-long", str(len(text)))
        unknown = kind == biffh.XL_CELL_ERROR and not text.startswith("#")
        found = CellKind.NUMBER if kind is None else CellKind.UNKNOWN if unknown else _KINDS[kind]
        self._cells[place] = found, text, -1 if style is None else style

    def handle_obj(self, data: bytes) -> Any:
        found: Any = super().handle_obj(data)
        self._object = found.type if found else 0
        self._lying["pictures"] += self._object == _PICTURE
        return found

    def handle_txo(self, data: bytes) -> Any:
        found: Any = super().handle_txo(data)
        if found and self._object != _NOTE and found.text.strip():
            if len(self._drawn) < MOST_KEPT:
                self._drawn.append(found.text.strip())
            else:
                self._lying["boxes"] += 1
        return found

    def handle_note(self, data: bytes, txos: Any) -> None:
        """A note that says of itself what cannot be is counted; its cell is as good as any other."""
        try:
            super().handle_note(data, txos)
        except (AssertionError, struct.error, UnicodeDecodeError, IndexError):
            self._lying["notes"] += 1

    def finished(self) -> RawSheet:
        cells = {place: self._cell(place, *found) for place, found in sorted(self._cells.items())}
        told = sorted((place, note.text.strip()) for place, note in self.cell_note_map.items())
        notes = [Note(row + 1, column + 1, text) for (row, column), text in told if text]
        self._lying["notes"] += max(len(notes) - MOST_KEPT, 0)
        return RawSheet(
            clean(self.name),
            cells,
            self.visibility != 0,
            merges=tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in self.merged_cells),
            hidden_rows=frozenset(r for r, _ in cells if _hidden(self.rowinfo_map.get(r - 1))),
            filtered=self._filtered,
            twice=tuple(self._twice),
            hidden_columns=frozenset(c for _, c in cells if _hidden(self.colinfo_map.get(c - 1))),
            notes=tuple(notes[:MOST_KEPT]),
            drawn=tuple(self._drawn),
            objects={kind: count for kind, count in self._lying.items() if count},
            runs=dict(self._runs(cells)),
            lists=self._lists,
            margins=margin_words(self._margins),
        )

    def _cell(self, place: Place, kind: CellKind, text: str, style: int) -> RawCell:
        return RawCell(kind, text, self._formula(place), self._shape(style))

    def _formula(self, place: Place) -> str:
        tokens = self._formulas.get(place)
        if tokens is None:
            return ""
        if tokens[:1] != b"\x01" or len(tokens) != 5:
            return formula_words(self._in, tokens)
        row, column = struct.unpack("<HH", tokens[1:])  # the words stand in the first cell that shares them
        first = row + 1, column + 1
        if first in self._shared:
            return formula_words(self._in, self._shared[first], counted_from=place)
        return formula_words(self._in, self._arrays[first]) if first in self._arrays else UNKNOWN

    def _shape(self, style: int) -> NumberShape:
        if not 0 <= style < len(self._in.xf_list):
            return NumberShape.GENERAL
        key = self._in.xf_list[style].format_key
        known = self._in.format_map.get(key)
        return shape_of((known.format_str if known else None) or None, key)

    def _runs(self, cells: Mapping[Place, RawCell]) -> Iterator[tuple[Place, tuple[FontRun, ...]]]:
        for place, cell in cells.items():
            style = self._cells[place][2]
            if cell.kind is CellKind.TEXT and 0 <= style < len(self._in.xf_list):
                begins = [(0, self._in.xf_list[style].font_index)]
                begins += self.rich_text_runlist_map.get((place[0] - 1, place[1] - 1), [])
                ends = [*(start for start, _ in begins[1:]), len(cell.text)]
                pieces = zip(begins, ends, strict=True)
                runs = tuple(self._in.run(font, cell.text[at:end]) for (at, font), end in pieces if at < end)
                if any(run.font or run.struck for run in runs):
                    yield place, runs


def _sized(data: bytes, at: int) -> bytes:
    """Tokens after the two bytes that say how many they are."""
    return data[at + 2 : at + 2 + struct.unpack("<H", data[at : at + 2])[0]]


def _stored(kind: int | None, value: Any) -> str:
    """A value as an .xlsx stores it."""
    if kind == biffh.XL_CELL_ERROR:
        return biffh.error_text_from_code.get(value, str(value))
    if kind is None:
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    return str(value)


def _hidden(line: Any) -> bool:
    """Whether a row or column that the file describes is not shown."""
    return line is not None and bool(line.hidden)
