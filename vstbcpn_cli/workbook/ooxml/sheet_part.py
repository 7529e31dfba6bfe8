"""One worksheet part to its stored cells, streamed, with the bounds of a real form kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from vstbcpn_cli.model.submission import column_letters, column_number
from vstbcpn_cli.runtime.zip_guard import RefusedError
from vstbcpn_cli.workbook.ooxml.formula_references import moved
from vstbcpn_cli.workbook.ooxml.rich_text import Pieces, Runs, drawn
from vstbcpn_cli.workbook.ooxml.sheet_scan import Token, UnusualError, attributes_of, usual_text
from vstbcpn_cli.workbook.ooxml.xml_guard import MAX_DEPTH, Attributes
from vstbcpn_cli.workbook.raw import ArrayAreas, CellKind, FontRun, NumberShape, RawCell, made_cell

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MAX_CELLS = 250_000
"""Of a whole workbook; a form has some thousands, and each kept cell costs most of a kilobyte."""
MAX_CHARACTERS = 64_000_000
"""Length of texts times their uses: one long shared text used by every cell is a trick."""
MAX_MERGED = 2_000_000
MAX_LINKED = 200_000
_KINDS = {
    "n": CellKind.NUMBER,
    "s": CellKind.TEXT,
    "str": CellKind.TEXT,
    "inlineStr": CellKind.TEXT,
    "b": CellKind.BOOL,
    "e": CellKind.ERROR,
    "d": CellKind.DATE,
}
Range = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


class SheetPart(msgspec.Struct):
    """What a worksheet part holds; the handler of its XML.

    `fonts` are the styles and `rich` the shared texts that are struck through or drawn with an old font, `runs` what
    they say of each cell (nothing of an ordinary one).
    `values` counts the cells that carried a value, `twice` are cells that stand there more than once, `hidden_rows`
    and `hidden_columns` are hidden, whether they hold anything or not.
    """

    texts: Sequence[str]
    shapes: Sequence[NumberShape]
    fonts: Mapping[int, FontRun] = msgspec.field(default_factory=dict)
    rich: Mapping[int, Pieces] = msgspec.field(default_factory=dict)
    runs: dict[tuple[int, int], tuple[FontRun, ...]] = msgspec.field(default_factory=dict)
    cells: dict[tuple[int, int], RawCell] = msgspec.field(default_factory=dict)
    merges: list[Range] = msgspec.field(default_factory=list)
    hidden_rows: set[int] = msgspec.field(default_factory=set)
    hidden_columns: set[int] = msgspec.field(default_factory=set)
    twice: list[tuple[int, int]] = msgspec.field(default_factory=list)
    filtered: bool = False
    values: int = 0
    room: int = MAX_CELLS
    characters_left: int = MAX_CHARACTERS
    _here: Attributes = msgspec.field(default_factory=dict)
    _row: int = 0
    _value: list[str] = msgspec.field(default_factory=list)
    _formula: list[str] = msgspec.field(default_factory=list)
    _has_formula: bool = False
    _formula_says: Attributes = msgspec.field(default_factory=dict)
    _shared: dict[str, tuple[str, int, int]] = msgspec.field(default_factory=dict)
    _arrays: ArrayAreas = msgspec.field(default_factory=ArrayAreas)
    _sink: list[str] | None = None
    _phonetic: bool = False
    _inside: bool = False
    _inline: bool = False
    _strange: bool = False
    _depth: int = 0
    _aside: int = 0
    _merged: int = 0
    _linked: int = 0
    _run: Runs = msgspec.field(default_factory=Runs)

    def start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise RefusedError("too-deep")
        if self._aside:
            return
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            if self._inside:  # nobody can say which of the two a value belongs to
                raise RefusedError("broken-xml", "cell in a cell")
            self._inside = True
            if "r" not in attributes:
                attributes["r"] = self._next()
            self._here = attributes
        elif name == "v":
            self._sink = self._value
        elif name == "t":
            self._sink = None if self._phonetic else self._value
        elif name == "row":
            self.row(attributes)
        elif name == "f":
            self._has_formula = True
            self._formula_says = attributes
            self._sink = self._formula
        elif name in _RARE:
            self._rare(name, attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        if self._aside:
            if self._depth < self._aside:
                self._aside = 0
            return
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._close()
            self._inside = False
        elif name in ("v", "t", "f"):
            self._sink = None
        elif name == "rPh":
            self._phonetic = False

    def characters(self, text: str) -> None:
        if self._sink is not None:
            self._sink.append(text)
            if self._inline:
                self._run.take(text)
        elif self._inline and not self._phonetic and not text.isspace():
            self._strange = True

    def row(self, attributes: Mapping[str, str]) -> None:
        self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
        if not 0 < self._row <= LAST_ROW:
            raise RefusedError("outside-the-grid", str(self._row))
        self._here = {}
        if attributes.get("hidden") in _TRUE or attributes.get("ht") in _NOTHING:
            self.hidden_rows.add(self._row)

    def store(self, reference: tuple[str, str], code: str, style: str, text: str, formula: str | None) -> None:
        """Keeps one cell; `reference` are letters and digits, `code` its type as stored, `formula` None without one."""
        letters, digits = reference
        column = _COLUMNS.get(letters) or _column(letters)
        row = _index(digits)
        if not 0 < row <= LAST_ROW or column > LAST_COLUMN:
            raise RefusedError("outside-the-grid", f"{letters}{digits}"[:20])
        place = row, column
        if place in self.cells or len(self.cells) >= self.room:
            self._once_more(place)
        self.values += bool(text)
        shared = code == "s" and text != ""
        kind, text, index = self._content(code, text)
        if not text:
            if formula is None:
                return
            kind = CellKind.TEXT if code == "str" else CellKind.PENDING
        self._spend(len(text))
        words = (formula or "=") if formula is not None or self._arrays.reach(row, column) else ""
        self.cells[place] = RawCell(kind, text, words, self._shape(style))
        if self.fonts or self.rich or self._inline:
            pieces = self.rich.get(index, ()) if shared else self._run.finished()
            self.runs[place] = drawn(pieces, self.fonts.get(_index(style), FontRun("")), text)

    def take(self, tokens: Iterable[Token]) -> None:
        """Keeps what stands in rows that were read by pattern, as `row` and `store` keep it piece by piece: most of
        what opening a form costs are thousands of cells, and here hardly one of them has a call of its own."""
        try:
            self._take(tokens)
        except UnusualError:  # the parser begins anew
            for kept in (self.cells, self.runs, self.hidden_rows, self.twice, self._shared):
                kept.clear()
            self._arrays, self._row = ArrayAreas(), 0
            raise

    def _take(self, tokens: Iterable[Token]) -> None:
        cells, texts, room, marked = self.cells, self.texts, self.room, bool(self.fonts or self.rich)
        shapes: dict[str, NumberShape] = {}
        inside, values, characters = False, 0, 0
        for letters, digits, style, code, f, says, words, value, inline, begins, of_row, empty, ends, _ in tokens:
            if not letters:
                inside = self._takes_row(begins, of_row, empty, inside=inside) if begins or ends else inside
                continue
            formula = usual_text(words) if f else None
            if says:
                formula = self.spoken((letters, digits), attributes_of(says), formula or "")
            if not inside:
                raise UnusualError
            stored = value or inline
            if not stored and formula is None:
                continue
            row, column = place = int(digits), _COLUMNS.get(letters) or _column(letters)
            if place in cells or row > LAST_ROW or column > LAST_COLUMN or len(cells) >= room:
                self._once_more(place)
            values += bool(stored)
            index = _index(stored) if code == "s" else -1
            if 0 <= index < len(texts):
                kind, text = CellKind.TEXT, texts[index]
            else:
                kind, text, index = self._content(code or "n", usual_text(stored))
            if not text:
                if formula is None:
                    continue
                kind = CellKind.TEXT if code == "str" else CellKind.PENDING
            characters += len(text)
            shown = (formula or "=") if formula is not None or self._arrays.reach(row, column) else ""
            shape = shapes.get(style) or shapes.setdefault(style, self._shape(style or "0"))
            cells[place] = made_cell((kind, text, shown, shape))
            if marked:
                pieces = self.rich.get(index, ())
                self.runs[place] = drawn(pieces, self.fonts.get(_index(style or "0"), FontRun("")), text)
        if inside:
            raise UnusualError
        self.values += values
        self._spend(characters)

    def _takes_row(self, begins: str, of_row: str, empty: str, *, inside: bool) -> bool:
        """Whether cells may follow. A row in a row, or the end of none, is not for patterns to judge."""
        if inside is bool(begins):
            raise UnusualError
        if begins:
            self.row(attributes_of(of_row))
        return bool(begins) and not empty

    def _content(self, code: str, text: str) -> tuple[CellKind, str, int]:
        """What a cell of a type holds, and which of the shared texts that is; -1 for none of them."""
        if code != "s" or not text:
            return _KINDS.get(code, CellKind.UNKNOWN), text, -1
        index = _index(text)
        return (
            (CellKind.TEXT, self.texts[index], index) if 0 <= index < len(self.texts) else (CellKind.UNKNOWN, text, -1)
        )

    def _once_more(self, place: tuple[int, int]) -> None:
        """A cell where there is one already, or where no more may be."""
        row, column = place
        if row > LAST_ROW or column > LAST_COLUMN:
            raise RefusedError("outside-the-grid", f"{column_letters(column)}{row}"[:20])
        if place in self.cells:
            self.twice.append(place)
        else:
            raise RefusedError("too-many-cells", str(MAX_CELLS))

    def _spend(self, characters: int) -> None:
        self.characters_left -= characters
        if self.characters_left < 0:
            raise RefusedError("too-much-text", str(MAX_CHARACTERS))

    def _shape(self, style: str) -> NumberShape:
        number = _index(style)
        return self.shapes[number] if 0 <= number < len(self.shapes) else NumberShape.GENERAL

    def spoken(self, reference: tuple[str, str], says: Mapping[str, str], formula: str) -> str:
        """The formula of a cell in its own words: one shared with other cells is written out at the first of them, one
        of arrays stands in the first alone, and the others are known by its area."""
        index = says.get("si")
        if says.get("t") == "array":
            top, left, last, right = _range(says.get("ref", "".join(reference)))
            self._arrays.begin(top, left, last - top + 1, right - left + 1)
        if says.get("t") != "shared" or index is None:
            return formula
        row, column = _index(reference[1]), _COLUMNS.get(reference[0]) or _column(reference[0])
        if formula:
            self._shared[index] = formula, row, column
            return formula
        first, top, left = self._shared.get(index, ("", 0, 0))
        return moved(first, row - top, column - left) if first else ""

    def _next(self) -> str:
        """The address of a cell that is written without one: the cell right of the one before."""
        before = _split(self._here["r"])[1] if self._here else 0
        return f"{column_letters(before + 1)}{max(self._row, 1)}"

    def _close(self) -> None:
        # An inline text without words holds nothing; words under a name nobody knows are found missing by the count.
        self.values += self._inline and not self._value and not self._strange
        self._strange = False
        if self._value or self._has_formula:
            here = self._here
            formula = "".join(self._formula) if self._has_formula else None
            if formula is not None and self._formula_says:
                formula = self.spoken(_parted(here["r"]), self._formula_says, formula)
            self.store(_parted(here["r"]), here.get("t", "n"), here.get("s", "0"), "".join(self._value), formula)
            self._value.clear()
            self._formula.clear()
            self._has_formula = False
        if self._inline:
            self._run.finished()
            self._inline = False

    def _rare(self, name: str, attributes: Attributes) -> None:
        if name == "is":
            self._inline = True
        elif name == "extLst":  # what some program adds for itself; no part of a cell's content
            self._aside = self._depth
        elif name in _OF_A_RUN:
            self._run.says(name, attributes)
        elif name == "rPh":
            self._phonetic = True
        elif name == "autoFilter":
            self.filtered = True
        elif name == "col":
            if attributes.get("hidden") in _TRUE or attributes.get("width") in _NOTHING:
                first, last = _number(attributes.get("min", "")), _number(attributes.get("max", ""))
                if len(self.hidden_columns) < LAST_COLUMN:
                    self.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))
        elif name == "mergeCell":
            area = _range(attributes.get("ref", ""))
            self.merges.append(area)
            self._merged += _size(area)
            if self._merged > MAX_MERGED:
                raise RefusedError("too-many-merged", str(self._merged))
        else:  # hyperlink
            self._linked += _size(_range(attributes.get("ref", "")))
            if self._linked > MAX_LINKED:
                raise RefusedError("too-many-links", str(self._linked))


_TRUE = ("1", "true")
_NOTHING = ("0", "0.0")
_OF_A_RUN = ("r", "rFont", "strike")
_RARE = frozenset({*_OF_A_RUN, "col", "is", "rPh", "autoFilter", "mergeCell", "hyperlink", "extLst"})
_COLUMNS: dict[str, int] = {}


def _split(reference: str) -> tuple[int, int]:
    """“D12” as row and column. Raises `RefusedError` for what is no address."""
    letters, digits = _parted(reference)
    return _number(digits), _column(letters)


def _parted(reference: str) -> tuple[str, str]:
    """The letters and digits of an address; some programs write it small, or as one that stays when it is copied."""
    reference = reference.replace("$", "")
    letters = reference.rstrip("0123456789")
    return letters.upper() if letters.isascii() else letters, reference[len(letters) :]


@lru_cache(maxsize=65_536)
def _index(digits: str) -> int:
    """The number of a row, text or style; -1 for what is none."""
    return int(digits) if digits.isascii() and digits.strip().isdigit() and len(digits) < 10 else -1


def _column(letters: str) -> int:
    if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3):
        raise RefusedError("outside-the-grid", letters[:20])
    column = _COLUMNS[letters] = column_number(letters)
    return column


def _number(digits: str) -> int:
    if not digits.isascii() or not digits.isdigit() or len(digits) > 7:
        raise RefusedError("outside-the-grid", digits[:20])
    return int(digits)


@lru_cache(maxsize=4096)
def _range(reference: str) -> Range:
    first, _, last = reference.replace("$", "").partition(":")
    top, left = _split(first)
    bottom, right = _split(last) if last else (top, left)
    if not (0 < top <= LAST_ROW and 0 < bottom <= LAST_ROW and left <= LAST_COLUMN and right <= LAST_COLUMN):
        raise RefusedError("outside-the-grid", reference[:20])
    return top, left, bottom, right


def _size(area: Range) -> int:
    top, left, bottom, right = area
    return max(bottom - top + 1, 0) * max(right - left + 1, 0)
