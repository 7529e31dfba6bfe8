"""One worksheet part open for patching: a cell found or made in its place, styles, widths and heights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vstbcpn_cli.model.submission import column_letters, column_number
from vstbcpn_cli.workbook.marking.package_patch import CannotMarkError, Parts, Tree, child, local, make

_AFTER_LEGACY_DRAWING = frozenset(
    (
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts"),
        *("extLst", "AlternateContent"),
    )
)
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 8.43, 15.0


class SheetPatch:
    """The rows and cells of one sheet by number; `part` is saved by whoever changes it."""

    def __init__(self, parts: Parts, part: str) -> None:
        self.part = part
        self._parts = parts
        self.root = parts.tree(part)
        data = child(self.root, "sheetData")
        if data is None:
            raise CannotMarkError(f"{part} has no cells")
        self._data = data
        self._rows: dict[int, Tree] = {}
        self._cells: dict[tuple[int, int], Tree] = {}
        self._index()

    def style(self, row: int, column: int) -> int:
        """The style of a cell, also of one that is not stored."""
        cell = self._cells.get((row, column))
        if cell is not None:
            return int(cell.get("s", "0"))
        line = self._rows.get(row)
        if line is not None and line.get("customFormat") in ("1", "true"):
            return int(line.get("s", "0"))
        return next((int(c.get("style", "0")) for c in self._columns() if _within(c, column)), 0)

    def set_style(self, row: int, column: int, style: int) -> None:
        """Gives a cell a style; one that is not stored is put between its neighbours."""
        cell = self._cells.get((row, column))
        if cell is None:
            cell = self._made(row, column)
        cell.set("s", str(style))
        self._parts.save(self.part)

    def styled(self, styles: frozenset[int]) -> Iterator[tuple[int, int]]:
        """The cells of some styles."""
        yield from (place for place, cell in self._cells.items() if int(cell.get("s", "0")) in styles)

    def shown_at(self, row: int, column: int) -> tuple[int, int]:
        """The cell a person sees there: of merged cells the first."""
        merges = child(self.root, "mergeCells")
        for merge in merges if merges is not None else ():
            top, left, bottom, right = _area(merge.get("ref", ""))
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return row, column

    def width(self, column: int) -> float:
        found = next((c.get("width") for c in self._columns() if _within(c, column)), None)
        return float(found) if found else _DEFAULT_WIDTH

    def height(self, row: int) -> float:
        line = self._rows.get(row)
        return float(line.get("ht", _DEFAULT_HEIGHT)) if line is not None else _DEFAULT_HEIGHT

    def drawing_of_notes(self) -> str | None:
        """The part that draws the boxes of notes; the drawing of headers is another one of its kind."""
        named = child(self.root, "legacyDrawing")
        wanted = next((v for k, v in named.attrib.items() if k.endswith("}id")), "") if named is not None else ""
        links = self._parts.links(self.part)
        return next((target for number, _, target in links if number == wanted and target in self._parts), None)

    def lead_to_drawing(self, link: str) -> None:
        """Names the relation of the drawing of notes, which a sheet has once."""
        links = next(iter(self._parts.tree(self._parts.main).iter("{*}sheet"))).attrib
        name = next(k for k in links if k.endswith("}id"))
        at = next((n for n, e in enumerate(self.root) if local(e) in _AFTER_LEGACY_DRAWING), None)
        make(self.root, "legacyDrawing", {name: link}, at)
        self._parts.save(self.part)

    def leave_drawing(self, drawing: str) -> None:
        """Takes out the drawing of notes, which has none left."""
        self.root.remove(child(self.root, "legacyDrawing"))
        self._parts.unlink(self.part, drawing)
        self._parts.remove(drawing)
        self._parts.save(self.part)

    def _index(self) -> None:
        row = 0
        for line in self._data.iterchildren("{*}row"):
            row = int(line.get("r", row + 1))
            line.set("r", str(row))
            self._rows[row] = line
            column = 0
            for cell in line.iterchildren("{*}c"):
                row_of, column = place_of(cell.get("r", f"{column_letters(column + 1)}{row}"))
                cell.set("r", f"{column_letters(column)}{row_of}")
                self._cells[row_of, column] = cell

    def _made(self, row: int, column: int) -> Tree:
        line = self._rows.get(row)
        if line is None:
            at = sum(1 for number in self._rows if number < row)
            line = self._rows[row] = make(self._data, "row", {"r": str(row)}, at)
        line.attrib.pop("spans", None)  # a hint only, wrong from now on
        before = sum(1 for cell in line.iterchildren("{*}c") if place_of(cell.get("r"))[1] < column)
        made = make(line, "c", {"r": f"{column_letters(column)}{row}"}, before)
        self._cells[row, column] = made
        return made

    def _columns(self) -> Iterator[Mapping[str, str]]:
        columns = child(self.root, "cols")
        yield from (c.attrib for c in columns) if columns is not None else ()


def _within(column: Mapping[str, str], number: int) -> bool:
    return int(column.get("min", "0")) <= number <= int(column.get("max", "0"))


def place_of(address: str) -> tuple[int, int]:
    """“D12” as row and column, however a program writes it."""
    address = address.replace("$", "").upper()
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), column_number(letters)


def _area(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    return *place_of(first), *place_of(last or first)
