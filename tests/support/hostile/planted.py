"""Workbooks with a unique word in every kind of place a unit can type into, and where each word was put."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping

from tests.support.forms import returned as at
from tests.support.forms.returned import Formula
from tests.support.hostile.hostile import Parts, add_sheet, pack
from tests.support.hostile.hostile_cells import drawing, note, related
from tests.support.judges.measured import SEED
from tests.support.judges.stored_content import stored
from tests.support.seasons import season
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form.sheet_plan import Role

Planted = tuple[str, str, int]
"""What kind of place it is, its sheet, and how many words stand on that sheet if it is one of the unit's own."""
CONTACT = "contact"
"""What is typed here is read but passed on to no output."""
_TASKS = ("NV1", "NV2", "NV3", "NV4", "NV5", "NV6", "NV7", "DG")
_ISSUED = tuple(f"M.0{n}" for n in range(1, 8))


class _Planter:
    """Puts words into cells of one workbook; no cell gets two."""

    def __init__(self, unit: str, number: int) -> None:
        self.unit, self.number = unit, number
        self.rng = random.Random(f"{SEED} {unit}")
        self.cells: dict[at.Position, object] = {}
        self.words: dict[str, Planted] = {}
        self.good = stored(at.filled(unit))

    def word(self, place: str, sheet: str, on_sheet: int = 0) -> str:
        word = f"tk{self.number:02d}x{len(self.words):03d}q"
        self.words[word] = (place, sheet, on_sheet)
        return word

    def put(self, place: str, spot: at.Position, *, formula: bool = False) -> None:
        if spot not in self.cells:
            word = self.word(place, spot[0])
            self.cells[spot] = Formula(f'"{word}"', word) if formula else word

    def some(self, count: int, spots: list[at.Position], place: str) -> None:
        free = [s for s in spots if s not in self.cells]
        for spot in self.rng.sample(free, min(count, len(free))):
            self.put(place, spot)

    def printed(self, column: int, first: int = 9) -> list[at.Position]:
        """Cells with print of the form in one column of its task sheets."""
        sheets = self.good.sheets
        return [(n, r, c) for n in _TASKS if n in sheets for r, c in sheets[n].cells if c == column and r >= first]


def planted(unit: str, number: int) -> tuple[bytes, Mapping[str, Planted]]:
    """The workbook of one unit with about seventy words, and each word with its place."""
    planter = _Planter(unit, number)
    _answers(planter)
    _form(planter)
    _beside(planter)
    parts = at.unpacked(at.typed(at.filled(unit), planter.cells))
    _hidden(planter, parts)
    _sheets(planter, parts)
    _remarks(planter, parts)
    return pack(parts.items()), planter.words


def _answers(planter: _Planter) -> None:
    slots = at._slots(planter.unit, "6t")
    by_role = {role: [] for role in Role}  # type: dict[Role, list[at.Position]]
    rows: list[at.Position] = []
    contacts: list[at.Position] = []
    for (code, role, number), (sheet, slot) in slots.items():
        spot = (sheet, slot.row, slot.column)
        if code in season.edition().private:
            contacts.append(spot)
        elif code not in _ISSUED:
            (rows if number > 8 else by_role[role] if not number else []).append(spot)
    planter.some(2, contacts, CONTACT)
    planter.some(18, by_role[Role.VALUE], "answer")
    planter.some(6, by_role[Role.REASON], "reason")
    planter.some(6, by_role[Role.EXPLANATION], "explanation")
    planter.some(2, by_role[Role.NIL], "nil line")
    planter.some(6, rows, "table after a gap")
    computed = {(n, *p) for n, sheet in planter.good.sheets.items() for p, c in sheet.cells.items() if c[-1].formula}
    free = [s for s in by_role[Role.VALUE] if s not in planter.cells]
    for place, spots in (
        ("formula in an answer", [s for s in free if s not in computed]),
        ("formula over a computed cell", [s for s in free if s in computed]),
    ):
        planter.put(place, planter.rng.choice(spots), formula=True)


def _form(planter: _Planter) -> None:
    planter.some(5, planter.printed(2), "label")
    planter.some(2, planter.printed(1), "code")
    planter.some(2, planter.printed(3), "measure or head")
    planter.some(2, [(n, r, c) for n in _TASKS for r in (1, 2, 4, 5) for c in (1, 3)], "title")
    planter.some(2, [(n, 7, c) for n in _TASKS for c in range(1, 7)], "heading")
    planter.some(1, [(n, 8, c) for n in _TASKS for c in range(4, 7)], "column key")
    planter.some(
        3, [(n, r, c) for n in ("HuongDan", "KiemTra", "_meta") for r in (60, 400) for c in (2, 40)], "own sheet"
    )


def _beside(planter: _Planter) -> None:
    planter.some(5, [(n, r, c) for n in _TASKS for r in range(9, 20) for c in (20, 30, 300)], "right of the form")
    planter.some(5, [(n, r, c) for n in _TASKS for r in (400, 5000, 1_048_576) for c in range(1, 9)], "far below")
    planter.some(2, [(n, r, c) for n in _TASKS for r in (3, 6) for c in range(1, 7)], "gap between blocks")
    planter.some(2, [(n, r, c) for n in _TASKS for r in (4, 5) for c in (2, 4, 6)], "beneath a merge of the form")


def _hidden(planter: _Planter, parts: Parts) -> None:
    """Rows, columns and merges over some of the words that are there already."""
    names = at.sheet_parts(parts)
    for sheet in planter.rng.sample([n for n in _TASKS if n in names], 4):
        part = names[sheet]
        xml = parts[part]
        spots = [s for s in planter.cells if s[0] == sheet and 8 < s[1] < 10_000]
        if spots:
            _, line, column = planter.rng.choice(spots)
            row = re.compile(rb'<row r="%d"(?![^>]* hidden=)' % line)  # some the form hides itself
            xml = row.sub(b'<row hidden="1" r="%d"' % line, xml)
            area = f"{column_letters(max(column - 1, 1))}{line}:{column_letters(column)}{line}"
            xml = xml.replace(b"</mergeCells>", f'<mergeCell ref="{area}"/></mergeCells>'.encode())
        parts[part] = xml.replace(b"<cols>", b'<cols><col min="20" max="30" width="9" hidden="1"/>')


def _sheets(planter: _Planter, parts: Parts) -> None:
    for name, state in (("Ghi chú riêng", "visible"), ("Ẩn", "veryHidden")):
        words = [planter.word("sheet of the unit", name, 3) for _ in range(3)]
        add_sheet(
            parts, b"<sheetData>%s</sheetData>" % b"".join(_line(n, w) for n, w in enumerate(words, 1)), name, state
        )


def _line(number: int, word: str) -> bytes:
    row = number * 7
    return f'<row r="{row}"><c r="C{row}" t="inlineStr"><is><t>{word}</t></is></c></row>'.encode()


def _remarks(planter: _Planter, parts: Parts) -> None:
    """Notes and text boxes, and the name of a sheet."""
    part = at.sheet_parts(parts)["NV1"]
    for kind, made in _lying(planter):
        related(parts, part, "comments" if kind == "note" else "drawing", f"../{kind}1.xml", made)
    word = planter.word("name of a sheet", "")
    add_sheet(parts, b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>', f"Tờ {word}")


def _lying(planter: _Planter) -> Iterator[tuple[str, bytes]]:
    yield "note", note("D12", planter.word("note", "NV1"))
    yield "drawing", drawing(planter.word("text box", "NV1"))
