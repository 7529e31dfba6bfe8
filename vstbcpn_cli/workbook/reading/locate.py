"""Where the codes of an edition stand now in a returned file, wherever its sheets, rows and columns have moved."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef
from vstbcpn_cli.text.normalise import plain
from vstbcpn_cli.workbook.form.helper_cells import helper_columns
from vstbcpn_cli.workbook.form.other_issue import OtherIssue
from vstbcpn_cli.workbook.form.sheet_plan import CONFIRM, EXPLANATION, NIL, PREVIOUS, REASON, VALUE
from vstbcpn_cli.workbook.raw import CellKind, RawBook, RawCell, RawSheet
from vstbcpn_cli.workbook.reading.code_recovery import FormWords, restored
from vstbcpn_cli.workbook.reading.other_issue_marks import NONE, Marks, marks_of

Position = tuple[int, int]
NUMBERING = re.compile(r"[0-9]{1,4}\.?\Z")
_CARRIED = (PREVIOUS, CONFIRM)
"""Above the lines of the last period beside a table, and what is said of them."""
_ABOVE_KEYS = 5
"""Rows above its keys in which the headings of a block may stand: the next one, unless rows were inserted."""

_NOTE_AND_TITLE = 2


class CodeBook(msgspec.Struct, frozen=True, dict=True):
    """Every code a form prints: codes of lines with their block, keys of columns with their block."""

    edition: Edition

    @cached_property
    def lines(self) -> Mapping[str, str]:
        """Code of a line (indicator, matrix row, nil line) → its block (task or matrix)."""
        found: dict[str, str] = {}
        for task in self.edition.tasks:
            found[f"{task.code}.{NIL}"] = task.code
            found.update((i.code, task.code) for i in task.indicators)
            found.update((f"{m.code}.{r.code}", m.code) for m in task.matrices for r in m.rows)
        return found

    @cached_property
    def keys(self) -> Mapping[str, tuple[str, str]]:
        """`<block>.<key>` above a column → (block, key)."""
        found: dict[str, tuple[str, str]] = {}
        for task in self.edition.tasks:
            blocks: list[tuple[str, Iterable[str]]] = [(task.code, (VALUE, REASON, EXPLANATION, PREVIOUS))]
            blocks += [
                (m.code, (*(k for c in m.columns for k in (c.key, f"{c.key}_{PREVIOUS}")), REASON, EXPLANATION))
                for m in task.matrices
            ]
            blocks += [(t.code, (*(c.key for c in t.columns), EXPLANATION, *_CARRIED)) for t in task.tables]
            found.update((f"{block}.{key}", (block, key)) for block, keys in blocks for key in keys)
        return found

    @cached_property
    def known(self) -> frozenset[str]:
        """Every code and key of the form, and the marks of its tables."""
        return frozenset((*self.lines, *self.keys, *self.edition.tables))


class FormLine(msgspec.Struct, frozen=True):
    """A line of the form as found: its code and where its code stands."""

    code: str
    block: str
    sheet: str
    row: int
    column: int


class TableRegion(msgspec.Struct, frozen=True):
    """The rows under the keys of a table: `columns` maps each key to its column, `number_column` holds the STT.

    `printed` is how many rows the form numbers there. `carried` are the columns of the lines of the last period and of
    what is said of them.
    """

    code: str
    sheet: str
    key_row: int
    last_row: int
    number_column: int
    columns: Mapping[str, int]
    printed: int
    carried: Mapping[str, int] = msgspec.field(default_factory=dict)

    def numbered(self, sheet: SheetMap) -> frozenset[int]:
        """The rows whose number counts them: in step with most others or, where rows were taken out, put in or sorted,
        found once only. Any other number there was typed over it."""
        cells = sheet.sheet.cells
        texts = {row: plain(cells[row, self.number_column].text) for row in self._rows(sheet)}
        found = {row: int(text.rstrip(".")) for row, text in texts.items() if NUMBERING.match(text)}
        steps, times = Counter(row - n for row, n in found.items()), Counter(found.values())
        most, step = max(self.printed, len(found)), max(steps, key=lambda s: steps[s], default=0)
        return frozenset(row for row, n in found.items() if n <= most and (times[n] == 1 or row - n == step))

    def _rows(self, sheet: SheetMap) -> Iterator[int]:
        below = sheet.rows_between(self.key_row + 1, self.last_row)
        return (row for row in below if (row, self.number_column) in sheet.sheet.cells)


class SheetMap(msgspec.Struct, dict=True):
    """What of the form stands on one sheet; `restored` are codes and keys that were lost there and found again.

    `lost` is the code of the task whose lines should stand there and do not, `marks` are those of another issue.
    """

    sheet: RawSheet
    lines: list[FormLine] = msgspec.field(default_factory=list)
    regions: list[TableRegion] = msgspec.field(default_factory=list)
    used: set[Position] = msgspec.field(default_factory=set)
    heads: dict[str, list[tuple[int, Mapping[str, int]]]] = msgspec.field(default_factory=dict)
    restored: Mapping[Position, str] = msgspec.field(default_factory=dict)
    lost: str = ""
    marks: Marks = NONE
    _rows: dict[int, dict[int, RawCell]] = msgspec.field(default_factory=dict)
    _numbers: list[int] = msgspec.field(default_factory=list)
    _heading_rows: dict[int, int] = msgspec.field(default_factory=dict)

    @cached_property
    def helpers(self) -> frozenset[int]:
        """The hidden columns in which the form computes."""
        return helper_columns(self.sheet)

    @property
    def of_the_form(self) -> bool:
        return bool(self.lines or self.regions or self.lost or self.marks.places)

    @property
    def key_rows(self) -> frozenset[int]:
        """The rows with keys, of whatever issue of the form."""
        own = {row for heads in self.heads.values() for row, _ in heads}
        return frozenset(own.union(row for row, _ in self.marks.keys))

    def column_of(self, line: FormLine, key: str) -> int | None:
        """The column of a key for a line: that of the nearest keys above it, else of the first below."""
        return self._head(line)[1].get(key)

    def key_row(self, line: FormLine) -> int:
        """The row of those keys; 0 where there are none."""
        return self._head(line)[0]

    def _head(self, line: FormLine) -> tuple[int, Mapping[str, int]]:
        heads = self.heads.get(line.block) or [(0, {})]
        if len(heads) == 1:
            return heads[0]
        above = bisect_right([row for row, _ in heads], line.row) - 1
        return heads[max(above, 0)]

    def row(self, number: int) -> dict[int, RawCell]:
        """The non-empty cells of a row by column."""
        if not self._rows:
            for (row, column), cell in sorted(self.sheet.cells.items()):
                self._rows.setdefault(row, {})[column] = cell
        return self._rows.get(number, {})

    def words(self, number: int) -> list[str]:
        """What can be seen in a row, from the left."""
        shown = (plain(cell.text) for cell in self.row(number).values())
        return [text for text in shown if text]

    def heading_row(self, key_row: int) -> int:
        """The row of headings over a row of keys: the nearest one with words, unless it begins with a number as those
        do that are to be filled in; the row of keys itself where there is none."""
        if key_row not in self._heading_rows:
            above = reversed(self.rows_between(max(key_row - _ABOVE_KEYS, 1), key_row - 1))
            row, first = next(((row, words[0]) for row in above if (words := self.words(row))), (key_row, ""))
            self._heading_rows[key_row] = key_row if _is_number(first) else row
        return self._heading_rows[key_row]

    def rows_between(self, first: int, last: int) -> list[int]:
        """The rows that hold any cell: a single stray one may lie a million rows below."""
        self.row(0)
        if not self._numbers:
            self._numbers += self._rows
        return self._numbers[bisect_left(self._numbers, first) : bisect_right(self._numbers, last)]

    def rewrite(self, texts: Mapping[Position, str]) -> None:
        """Puts what some cells mean in the place of what is stored in them."""
        cells = {p: cell._replace(text=texts[p]) if p in texts else cell for p, cell in self.sheet.cells.items()}
        self.sheet, self._rows, self._heading_rows = replace(self.sheet, cells=cells), {}, {}

    def ref(self, row: int, column: int) -> CellRef:
        return CellRef(self.sheet.name, row, column)


def locate(
    book: RawBook, codes: CodeBook, words: FormWords, other: OtherIssue | None = None, *, unsure: bool = False
) -> list[SheetMap]:
    """The map of every sheet, in the order of the file; what `words` of the form find again is on it too, and what only
    the `other` issue has that printed the file. `unsure` means that nobody can say which issue that was."""
    written = [(sheet.name, _texts(sheet)) for sheet in book.sheets]
    found = restored(written, words)
    perhaps = other or (OtherIssue() if unsure else None)
    marks = [marks_of(texts, codes.known, perhaps) if perhaps else NONE for _, texts in written]
    if other is None:  # what our own words find again is ours
        marks = [theirs.without(again) for theirs, again in zip(marks, found, strict=True)]
    maps = []
    for sheet, (_, texts), again, theirs in zip(book.sheets, written, found, marks, strict=True):
        more = {p: text for p, text in again.items() if p not in theirs.places}
        maps.append(_map(sheet, {**texts, **more} if more else texts, codes, more, theirs))
    return maps


def _texts(sheet: RawSheet) -> dict[Position, str]:
    return {p: plain(c.text) for p, c in sheet.cells.items() if c.kind is CellKind.TEXT and not c.formula}


def _map(
    sheet: RawSheet, texts: Mapping[Position, str], codes: CodeBook, more: Mapping[Position, str], marks: Marks
) -> SheetMap:
    found = SheetMap(sheet, restored=more, lost=_turned(texts, codes), marks=marks, used=set(marks.places))
    keys: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    known = codes.keys
    for (row, column), text in texts.items():
        if text in known:
            block, key = known[text]
            keys[block, row][key] = column
            found.used.add((row, column))
    for (block, row), columns in sorted(keys.items(), key=lambda item: item[0][1]):
        if found.lost and len(columns) == 1:
            continue
        found.heads.setdefault(block, []).append((row, columns))
    found.lines = _lines(sheet.name, texts, codes, found.used, turned=bool(found.lost))
    found.regions = list(_regions(sheet, texts, codes, found))
    return found


def _turned(texts: Mapping[Position, str], codes: CodeBook) -> str:
    """The task whose codes stand side by side instead of below each other: its rows were made columns."""
    known = codes.lines
    hits = [p for p, t in texts.items() if t in known]
    rows, columns = (Counter(p[n] for p in hits).most_common(1) for n in (0, 1))
    if not hits or rows[0][1] <= max(columns[0][1], 2):
        return ""
    first = min(p for p in hits if p[0] == rows[0][0])
    return codes.edition.task_of[codes.lines[texts[first]]].code


def _lines(
    sheet: str, texts: Mapping[Position, str], codes: CodeBook, used: set[Position], *, turned: bool
) -> list[FormLine]:
    known = codes.lines
    hits = sorted((p, t) for p, t in texts.items() if t in known)
    if turned:
        used.update(p for p, _ in hits)
    if turned or not hits:
        return []
    # A code quoted in a remark is no line of the form: the codes of lines stand in one column.
    column = Counter(p[1] for p, _ in hits).most_common(1)[0][0]
    lines = [FormLine(t, codes.lines[t], sheet, p[0], p[1]) for p, t in hits if p[1] == column]
    used.update((line.row, line.column) for line in lines)
    return lines


def _regions(sheet: RawSheet, texts: Mapping[Position, str], codes: CodeBook, found: SheetMap) -> Iterator[TableRegion]:
    tables = codes.edition.tables
    bottom = max((row for row, _ in sheet.cells), default=0)
    tops = {row: _top(found, row, min(c for r, c in found.used if r == row)) for row, _ in found.marks.keys}
    tops |= {row: _top(found, row, min(c.values())) for heads in found.heads.values() for row, c in heads}
    ordered = [*sorted({row for row, _ in found.used}), bottom + 1]
    marks = sorted(((p, t) for p, t in texts.items() if t in tables), reverse=True)
    numbers = {(r, t): c for (r, c), t in marks}
    for code, heads in found.heads.items():
        if code not in tables:
            continue
        for row, keys in heads:
            columns = {key: column for key, column in keys.items() if key not in _CARRIED}
            carried = {key: column for key, column in keys.items() if key in _CARRIED}
            if not columns:
                continue
            number_column = numbers.get((row, code), min(columns.values()) - 1)
            following = ordered[min(bisect_right(ordered, row), len(ordered) - 1)]
            last = max(tops.get(following, following) - 1, row)
            if texts.get((row, number_column)) == code:
                found.used.add((row, number_column))
            yield TableRegion(code, sheet.name, row, last, number_column, columns, tables[code].rows, carried)


def _top(found: SheetMap, key_row: int, first_column: int) -> int:
    """The first row of what the form prints above the keys of a block, whatever its words are now: the headings, and
    above them the note and the title, which begin left of all columns with keys, where no answer does."""
    printed = found.heading_row(key_row)
    for _ in range(_NOTE_AND_TITLE if printed < key_row else 0):
        above = [(c, text) for c, cell in found.row(printed - 1).items() if (text := plain(cell.text))]
        if not above or above[0][0] >= first_column or _is_number(above[0][1]):
            break
        printed -= 1
    return printed


def _is_number(text: str) -> bool:
    return text.rstrip(".").isdigit()
