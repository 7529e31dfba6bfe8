"""An OpenDocument spreadsheet (.ods, .fods) to its stored cells, streamed like every other part from a stranger."""

from __future__ import annotations

import re

from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.runtime.zip_guard import GuardedZip, RefusedError
from vstbcpn_cli.text.normalise import clean
from vstbcpn_cli.workbook.formats.open_formula import in_plain_words
from vstbcpn_cli.workbook.ooxml.package import refused
from vstbcpn_cli.workbook.ooxml.parts import LONGEST_TEXT, MAX_SHEETS, Part
from vstbcpn_cli.workbook.ooxml.saving_program import program_name
from vstbcpn_cli.workbook.ooxml.sheet_part import LAST_COLUMN, LAST_ROW, MAX_CELLS, MAX_CHARACTERS
from vstbcpn_cli.workbook.ooxml.xml_guard import Attributes, parse
from vstbcpn_cli.workbook.raw import (
    ArrayAreas,
    CellKind,
    Note,
    NumberShape,
    RawBook,
    RawCell,
    RawSheet,
    UnreadableBookError,
)

_CELLS = ("table-cell", "covered-table-cell")
_NUMBERS = {"float": NumberShape.GENERAL, "currency": NumberShape.GENERAL, "percentage": NumberShape.PERCENT}
_VALUES = {
    **dict.fromkeys(_NUMBERS, "value"),
    "date": "date-value",
    "boolean": "boolean-value",
    "string": "string-value",
}
"""Where each type stores its value; of a time of day the cell shows what was meant."""
_HIDDEN = ("collapse", "filter")
_BLANKS = re.compile(r"[ \t\r\n]+")
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!)|Err:[0-9]{3}")
"""What a formula shows instead of a result, where a program does not mark it as an error."""
_AROUND = ("list", "list-item", "list-header", "section")
"""What may stand between a cell and its paragraphs."""
_READING = "ruby-text"
"""How a word is spoken, no part of what was typed."""
Place = tuple[int, int]


def read_opendocument(content: bytes) -> RawBook:
    """The stored cells of every sheet of a package. Raises `UnreadableBookError`, which names the rule."""
    try:
        package = GuardedZip.open(content)
        if "META-INF/manifest.xml" in package:
            manifest = _Manifest()
            parse(package.pieces("META-INF/manifest.xml"), manifest)
            if manifest.encrypted:
                raise UnreadableBookError(ProblemKind.PASSWORD, case="")
        if "content.xml" not in package:
            raise UnreadableBookError(ProblemKind.DAMAGED_FILE)
        about, formats = _About(), _TextFormats()
        if "meta.xml" in package:
            parse(package.pieces("meta.xml"), about)
        if "styles.xml" in package:
            parse(package.pieces("styles.xml"), formats)
        sheets = _Sheets(formats)
        parse(package.pieces("content.xml"), sheets)
        package.check_rest()
    except RefusedError as fault:
        raise refused(fault) from fault
    return RawBook(tuple(sheets.found), about.properties, " ".join(about.keywords), program_name(about.program))


def read_flat_opendocument(content: bytes) -> RawBook:
    """The same of a file that is one document without a package. Raises `UnreadableBookError`."""
    about, sheets = _About(), _Sheets(_TextFormats())
    try:
        parse((content,), about)
        parse((content,), sheets)
    except RefusedError as fault:
        raise refused(fault) from fault
    return RawBook(tuple(sheets.found), about.properties, " ".join(about.keywords), program_name(about.program))


class _Manifest(Part):
    encrypted = False

    def opened(self, name: str, attributes: Attributes) -> None:  # noqa: ARG002 - the shape of every part
        self.encrypted |= name == "encryption-data"


class _About(Part):
    """Custom properties, keywords and the program that saved the file."""

    def __init__(self) -> None:
        self.properties: dict[str, str] = {}
        self.keywords: list[str] = []
        self.program = self._element = self._name = ""

    def opened(self, name: str, attributes: Attributes) -> None:
        self._element, self._name = name, _local(attributes).get("name", "")

    def closed(self, name: str) -> None:  # noqa: ARG002 - the shape of every part
        self._element = ""

    def characters(self, text: str) -> None:
        if self._element == "user-defined":
            self.properties[self._name] = self.properties.get(self._name, "") + text
        elif self._element == "keyword":
            self.keywords.append(text)
        elif self._element == "generator":
            self.program += text


class _TextFormats(Part):
    """What the format of a cell puts before and after a text typed into it, by the style of the cell.

    Some programs store the text as it is shown, and what was typed nowhere.
    """

    def __init__(self) -> None:
        self._formats: dict[str, tuple[str, str]] = {}
        self._used: dict[str, str] = {}
        self._format = self._element = ""
        self._begun = False

    def opened(self, name: str, attributes: Attributes) -> None:
        own = _local(attributes)
        self._element = name
        if name == "text-style":
            self._format, self._begun = own.get("name", ""), False
            self._formats[self._format] = "", ""
        elif name == "text-content":
            self._begun = True
        elif name == "style" and "data-style-name" in own:
            self._used[own.get("name", "")] = own["data-style-name"]

    def closed(self, name: str) -> None:
        self._element = ""
        if name == "text-style":
            self._format = ""

    def characters(self, text: str) -> None:
        if self._format and self._element == "text":
            before, after = self._formats[self._format]
            self._formats[self._format] = (before, after + text) if self._begun else (before + text, after)

    def keeps(self, style: str) -> bool:
        """Whether a cell of a style keeps what is typed there as text."""
        return self._used.get(style) in self._formats

    def typed(self, style: str, shown: str) -> str:
        """What was typed into a cell of a style that shows a text."""
        before, after = self._formats.get(self._used.get(style, ""), ("", ""))
        inside = len(before) + len(after) < len(shown) and shown.startswith(before) and shown.endswith(after)
        return shown[len(before) : len(shown) - len(after)] if inside else shown


class _Sheets(Part):
    """Every sheet; `table-source` marks the copy of another file's sheet that programs keep for their formulas."""

    def __init__(self, formats: _TextFormats) -> None:
        self.found: list[RawSheet] = []
        self._formats = formats
        self._path: list[str] = []
        self._style, self._unseen = "", set[str]()
        self._sheet: _Sheet | None = None
        self._room, self._characters = MAX_CELLS, MAX_CHARACTERS
        self._texts: list[list[str]] = []

    def opened(self, name: str, attributes: Attributes) -> None:
        own = _local(attributes)
        if name == "style":
            self._style = own.get("name", "")
        elif name == "table-properties" and own.get("display") == "false":
            self._unseen.add(self._style)
        elif name == "table" and self._sheet is None:
            hidden = own.get("style-name") in self._unseen
            self._sheet = _Sheet(clean(own.get("name", "")), self._formats, hidden=hidden)
            self._sheet.copied = "dde-link" in self._path
        elif self._sheet is not None:
            self._inside(self._sheet, name, own, attributes)
        if self._sheet is None:
            self._formats.opened(name, attributes)
        self._path.append(name)

    def _inside(self, sheet: _Sheet, name: str, own: Attributes, attributes: Attributes) -> None:
        if name in ("p", "h"):
            self._texts.append([])
        elif self._texts and name in ("s", "tab", "line-break"):
            self._texts[-1].append({"s": " " * min(_times(own, "c"), LONGEST_TEXT), "tab": "\t"}.get(name, "\n"))
        elif name == "table-row":
            sheet.begin_row(own)
        elif name in _CELLS and self._path[-1] == "table-row":
            sheet.begin_cell(own, wrong=attributes.get("calcext:value-type") == "error")
        elif name == "table-column":
            sheet.column(own)
        elif name == "table-source":
            sheet.copied = True
        elif name in ("frame", "object", "object-ole", "image"):
            sheet.drawing(name)

    def closed(self, name: str) -> None:
        self._path.pop()
        sheet = self._sheet
        if sheet is None:
            self._formats.closed(name)
            return
        if name in ("p", "h") and self._texts:
            self._paragraph(sheet, "".join(self._texts.pop()))
        elif name == "annotation":
            sheet.end_note()
        elif name in _CELLS and self._path[-1] == "table-row":
            self._spend(*sheet.end_cell())
        elif name == "table-row":
            self._spend(*sheet.end_row())
        elif name == "table" and "table" not in self._path:
            self._keep(sheet)

    def _paragraph(self, sheet: _Sheet, text: str) -> None:
        holder = next((name for name in reversed(self._path) if name not in _AROUND), "")
        if holder in _CELLS:
            sheet.lines.append(text)
        elif "annotation" in self._path:
            sheet.remarks.append(text)
        elif text.strip():
            sheet.drawn.append(text)

    def characters(self, text: str) -> None:
        if self._sheet is None:
            self._formats.characters(text)
        elif self._texts and self._path[-1] != _READING:
            self._texts[-1].append(_BLANKS.sub(" ", text))

    def _spend(self, cells: int, characters: int) -> None:
        self._room -= cells
        self._characters -= characters
        if self._room < 0:
            raise RefusedError("too-many-cells", str(MAX_CELLS))
        if self._characters < 0:
            raise RefusedError("too-much-text", str(MAX_CHARACTERS))

    def _keep(self, sheet: _Sheet) -> None:
        self._sheet = None
        if not sheet.copied:
            self.found.append(sheet.finished())
            if len(self.found) > MAX_SHEETS:
                raise RefusedError("too-many-sheets", str(MAX_SHEETS))


class _Sheet:
    """One sheet while it is read; rows and columns are counted from 1, and what is repeated is stored once."""

    def __init__(self, name: str, formats: _TextFormats, *, hidden: bool) -> None:
        self.name, self.hidden, self.copied = name, hidden, False
        self._formats = formats
        self.lines: list[str] = []
        self.remarks: list[str] = []
        self.drawn: list[str] = []
        self._cells: dict[Place, RawCell] = {}
        self._notes: list[Note] = []
        self._merges: list[tuple[int, int, int, int]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[range] = []
        self._filtered, self._pictures, self._copy = False, 0, False
        self._columns = self._row = self._column = 0
        self._rows = 1
        self._row_cells: dict[int, RawCell] = {}
        self._arrays = ArrayAreas()
        self._here: Attributes = {}
        self._wrong = self._row_unseen = False

    def column(self, own: Attributes) -> None:
        first, self._columns = self._columns + 1, self._columns + _times(own, "number-columns-repeated")
        if own.get("visibility") in _HIDDEN:
            self._hidden_columns.append(range(first, self._columns + 1))

    def begin_row(self, own: Attributes) -> None:
        self._rows, self._column, self._row_cells = _times(own, "number-rows-repeated"), 0, {}
        self._row += 1
        self._row_unseen = own.get("visibility") in _HIDDEN
        self._filtered |= own.get("visibility") == "filter"

    def begin_cell(self, own: Attributes, *, wrong: bool) -> None:
        self._here, self._wrong, self.lines, self.remarks = own, wrong, [], []
        self._column += 1

    def drawing(self, name: str) -> None:
        """A picture; the one beside an embedded object is only how that looks."""
        if name == "frame":
            self._copy = False
        elif name == "image":
            self._pictures += not self._copy
        else:
            self._copy = True

    def end_note(self) -> None:
        if text := "\n".join(self.remarks).strip():
            self._notes.append(Note(self._row, self._column, text))

    def end_cell(self) -> tuple[int, int]:
        """Stores the cell as often as it is repeated; gives how many cells and characters these are."""
        times = _times(self._here, "number-columns-repeated")
        first, self._column = self._column, self._column + times - 1
        wide, high = _times(self._here, "number-columns-spanned"), _times(self._here, "number-rows-spanned")
        if wide * high > 1:
            self._merges.append((self._row, first, self._row + high - 1, first + wide - 1))
        if "number-matrix-rows-spanned" in self._here:
            rows, columns = (_times(self._here, f"number-matrix-{n}-spanned") for n in ("rows", "columns"))
            self._arrays.begin(self._row, first, rows, columns)
        cell = self._stored()
        if cell is None:
            return 0, 0
        if not cell.formula and self._arrays.reach(self._row, first):
            cell = cell._replace(formula="=")
        if len(cell.text) > LONGEST_TEXT:
            raise RefusedError("text-too-long", str(len(cell.text)))
        if self._column > LAST_COLUMN or self._row > LAST_ROW:
            raise RefusedError("outside-the-grid", f"{column_letters(self._column)}{self._row}"[:20])
        self._row_cells.update(dict.fromkeys(range(first, self._column + 1), cell))
        return times, times * len(cell.text)

    def _stored(self) -> RawCell | None:
        """What the cell holds; without a value of its type it holds the text it shows."""
        kind, text = self._here.get("value-type", ""), "\n".join(self.lines)
        formula = in_plain_words(self._here["formula"]) if "formula" in self._here else ""
        value = self._here.get(_VALUES.get(kind, ""))
        if self._wrong or (formula and _ERROR.fullmatch(value or text)):
            return RawCell(CellKind.ERROR, text or value or "", formula)
        if kind == "boolean" and value is not None:
            return RawCell(CellKind.BOOL, str(int(value == "true")), formula)
        if kind == "date" and value:
            return RawCell(CellKind.DATE, value, formula, NumberShape.DATE)
        if kind in _NUMBERS and value:
            return RawCell(CellKind.NUMBER, value, formula, _NUMBERS[kind])
        style = self._here.get("style-name", "")
        text = self._formats.typed(style, text) if value is None else value
        if formula and not kind and not text:
            return RawCell(CellKind.PENDING, "", formula)
        shape = NumberShape.TEXT if self._formats.keeps(style) else NumberShape.GENERAL
        return RawCell(CellKind.TEXT, text, formula, shape) if text or formula else None

    def end_row(self) -> tuple[int, int]:
        """Stores the row as often as it is repeated; gives how many cells and characters that adds."""
        first, more = self._row, self._rows - 1
        self._row += more
        if self._row_unseen and self._row_cells and more <= MAX_CELLS:
            self._hidden_rows.update(range(first, self._row + 1))
        added = len(self._row_cells) * more
        if self._row_cells and self._row > LAST_ROW:
            raise RefusedError("outside-the-grid", str(self._row)[:20])
        if added <= MAX_CELLS:
            for row in range(first, self._row + 1) if self._row_cells else ():
                self._cells.update({(row, column): cell for column, cell in self._row_cells.items()})
        return added, more * sum(len(c.text) for c in self._row_cells.values())

    def finished(self) -> RawSheet:
        columns = {c for _, c in self._cells}
        return RawSheet(
            self.name,
            self._cells,
            self.hidden,
            merges=tuple(self._merges),
            hidden_rows=frozenset(self._hidden_rows),
            filtered=self._filtered,
            hidden_columns=frozenset(c for c in columns if any(c in span for span in self._hidden_columns)),
            notes=tuple(self._notes),
            drawn=tuple(self.drawn),
            objects={"pictures": self._pictures} if self._pictures else {},
        )


def _local(attributes: Attributes) -> Attributes:
    """Attributes without their prefixes; those of the extension that repeats a type in its own words are left out."""
    return {name.rpartition(":")[2]: value for name, value in attributes.items() if not name.startswith("calcext:")}


def _times(own: Attributes, name: str) -> int:
    """How often something is repeated. Raises `RefusedError` for what is no number from 1."""
    stated = own.get(name, "1")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 10 and int(stated)):
        raise RefusedError("broken-xml", name)
    return int(stated)
