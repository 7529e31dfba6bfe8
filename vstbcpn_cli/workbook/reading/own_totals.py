"""The rows in which a unit adds up a table itself, though the program does: which they are, and what they state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum

import msgspec

from vstbcpn_cli.edition.model import Column, FieldType, Requirement, Table
from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Key, State
from vstbcpn_cli.text.lists import series
from vstbcpn_cli.text.normalise import fold, plain, without_marks
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.workbook.form.sheet_plan import EXPLANATION
from vstbcpn_cli.workbook.raw import CellKind, RawCell
from vstbcpn_cli.workbook.reading.cell_reader import Observer
from vstbcpn_cli.workbook.reading.content.cell_text import alike, shown
from vstbcpn_cli.workbook.reading.content.values import read_cell
from vstbcpn_cli.workbook.reading.locate import SheetMap, TableRegion

_FIGURE = re.compile(r"[-+]?\d[\d.,\s]*%?\Z")
_SPACED = re.compile(r"\w(?: \w)+\W*\Z")
"""“C Ộ N G”."""
_BEFORE = r"\A(?:[ivx]{1,4}[.)]|\d{1,2}[.)])?[^\w∑]*(?:d[òo]ng )?"
_SURE = (
    r"(?:t[ổo]ng (?:s[ốo]|chung|to[àa]n b[ộo])|t[ổo]ng[ /-]?c[ộo]ng(?! (?:ti|do[àa]n)\b)"
    r"|t[./]? ?c[ộo]ng(?! [đd][ồo]ng\b)|c[ộo]ng d[ồo]n|total|[∑σ]|b[ằa]ng ch[ữu](?=:))(?!\w)"
)
"""These are followed by what is added up, if by anything: “Tổng số học viên”. “Tong cong ty” is a company."""
_PERHAPS = (
    r"(?:t[ổo]ng(?! (?:k[ếe]t(?! qu[ảa])|h[ợo]p|h[ộo]i|c[ụu]c|li[êe]n)\b)|c[ộo]ng(?! (?:[đd][ồo]ng|t[áa]c|h[òo]a)\b))"
    r"(?!\w)"
)
"""These begin names too: “Tổng kết 10 năm”, “Cộng đồng 135”."""
_ALONE = re.compile(rf"{_BEFORE}(?:{_SURE}|{_PERHAPS})[\W\d]*\Z")
_NAMED = re.compile(rf"{_BEFORE}(?:{_SURE}.{{0,60}}|(?:{_SURE}|{_PERHAPS})\s*[:=(].*)\Z")
_BEGINS = re.compile(rf"{_BEFORE}(?:{_SURE}|{_PERHAPS})")
_BEGINS_SURELY = re.compile(rf"{_BEFORE}{_SURE}")
_COUNTED = re.compile(r"\d[\d.,]*(?: [^\W\d]+){0,3}\W*\Z")
_OF_ALL = re.compile(
    rf"{_BEFORE}{_PERHAPS} (?:\d[\d.,]*(?: [^\W\d]+){{0,3}}\W*\Z|(?:c[áa]c|c[ả]|to[àa]n|trong|ti[ềe]n)\b)"
)
_OF = re.compile(rf"{_BEFORE}{_PERHAPS}\W+([^\W\d_]+(?: [^\W\d_]+)*)")
_NO_LETTERS = re.compile(r"[\W\d_]*\Z")
_ALIKE = 2
"""So many words at the beginning name the same thing: “kinh phí năm 2011”, “Kinh phí theo nguồn”."""
_LEAST_ADDED = 2
"""A figure like that of a single row above, without words, is more likely another row."""


class _Says(Enum):
    """What a text says: nothing of a total, a total, a total of something."""

    NOTHING = "nothing"
    ALONE = "alone"
    NAMED = "named"


class FilledLine(msgspec.Struct, frozen=True):
    """A row of a table with what was typed into it; `total` is the column whose words call it a total."""

    sheet: SheetMap
    region: TableRegion
    row: int
    typed: Mapping[int, RawCell]
    total: int | None = None


class Divided(msgspec.Struct, frozen=True):
    """The rows of a table, and the totals with the number of rows above each.

    `running` are the sums of the columns of figures above the first row, the second, and so on; none of a column in
    which a figure cannot be read.
    """

    running: dict[str, list[Decimal]]
    rows: list[FilledLine] = msgspec.field(default_factory=list)
    totals: list[tuple[FilledLine, int]] = msgspec.field(default_factory=list)


class OwnTotals(msgspec.Struct, frozen=True):
    """Decides for one table which rows are totals of the unit's own, by their words or by their figures.

    “Tổng”, “Cộng” and the like in the first column are enough by themselves. A total of something, “Tổng số học viên”,
    has figures too, or little else; in another column it has hardly anything but figures beside it: “NS tỉnh”, “Cộng”
    in a row that answers no more. A row that answers everything is no total of something that the table does not ask:
    “Tổng số hóa hồ sơ” may be a class.

    Where words leave it open, a row is a total if its figures are the sums of the rows above, of all or of those since
    the last total; where there are none, of at least two.
    """

    observer: Observer
    table: Table

    def column(self, region: TableRegion, cells: Mapping[int, RawCell], typed: Mapping[int, RawCell]) -> int | None:
        """The column whose words say that a row adds up others."""
        answers = [c for k, c in region.columns.items() if k != EXPLANATION]
        first = (region.number_column, min(answers, default=0))
        figures = [c for c in self._numeric(region) if c in typed and _is_figure(typed[c])]
        said = {c: self._says(cells[c]) for c in sorted({region.number_column, *region.columns.values()}) if c in cells}
        gaps = self._has_gaps(region, typed)
        words = [c for c in answers if c in typed and said[c] is _Says.NOTHING and _has_words(typed[c])]
        for column, says in said.items():
            enough = column in first or not words
            of_part = column in answers and len(words) == 1 and figures and gaps
            if says is _Says.ALONE and (enough or of_part):
                return column
            if says is not _Says.NAMED or not enough or not (gaps or self._of_the_table(_folded(cells[column]))):
                continue
            if figures or (not words and self._is_short(region, cells[column])):
                return column
        return None

    def _has_gaps(self, region: TableRegion, typed: Mapping[int, RawCell]) -> bool:
        """Whether a row leaves out words that every row has to give."""
        wanted = (c for c in self.table.columns if c.required is Requirement.REQUIRED and not c.type.numeric)
        return any(region.columns.get(c.key) not in typed for c in wanted)

    def divided(self, lines: Sequence[FilledLine]) -> Divided:
        """The rows and the totals."""
        found = Divided(running={c.key: [Decimal(0)] for c in self.table.columns if _adds(c)})
        for line in lines:
            said = self._begins(line) if line.total is None else [line.total]
            if line.total is not None or (
                said is not None and self._adds_up(line, found, least=1 if said else _LEAST_ADDED)
            ):
                found.totals.append((replace(line, total=said[0] if said else None), len(found.rows)))
            else:
                self._add(line, found)
        return found

    def _add(self, line: FilledLine, found: Divided) -> None:
        found.rows.append(line)
        numeric = {spec.key: column for column, spec in self._numeric(line.region).items()}
        for key, sums in [*found.running.items()]:
            column = numeric.get(key, 0)
            figure = self._figure(line, column) if column in line.typed else Decimal(0)
            if figure is None:
                del found.running[key]
            else:
                sums.append(sums[-1] + figure)

    def _begins(self, line: FilledLine) -> list[int] | None:
        """The columns of words that begin like a total; None where other words make the line a row."""
        words = [c for c in line.typed if c not in self._numeric(line.region)]
        if self._has_gaps(line.region, line.typed):
            return words if all(_BEGINS.match(_folded(line.typed[c])) for c in words) else None
        return words[:1] if words and _BEGINS_SURELY.match(_folded(line.typed[words[0]])) else None

    def _adds_up(self, line: FilledLine, found: Divided, *, least: int) -> bool:
        """Whether every figure is the sum of those above, or of those since the last total; not if all are zero."""
        numeric, above = self._numeric(line.region), len(found.rows)
        stated = {numeric[c].key: self._figure(line, c) for c in line.typed if c in numeric}
        if not any(stated.values()) or any(f is None or k not in found.running for k, f in stated.items()):
            return False
        starts = {0, *(start for _, start in found.totals[-1:])}
        return any(
            above - start >= least
            and all(f is not None and alike(f, _between(found.running[k], start, above)) for k, f in stated.items())
            for start in starts
        )

    def tell(self, found: Divided) -> None:
        """Says of every total what it states and where the rows add up to something else; books its cells."""
        ends = [0, *(above for _, above in found.totals), len(found.rows)]
        for n, (line, above) in enumerate(found.totals):
            stated = [(c, spec) for c, spec in self._numeric(line.region).items() if _has_figure(line.typed.get(c))]
            named = series([f"{_shown(line.typed[c])} (cột “{spec.label}”)" for c, spec in stated])
            told = {"table": self.table.label, "figures": named}
            case = "" if line.total is not None else "unnamed"
            if case == "" and named:
                told["figures"] = f" kèm số {named}"
            parts = ((0, len(found.rows)), (0, above), (ends[n], above), (above, ends[n + 2]))
            differences = [*self._differences(line, found, parts)] if found.rows and not case else []
            if differences:
                case, told["differences"] = "differs", series(differences)
            column = line.total if line.total is not None else stated[0][0]
            words = _shown(line.sheet.row(line.row)[column])
            also = tuple(line.sheet.ref(line.row, c) for c in line.typed)
            what = noticed(ProblemKind.OWN_TOTAL_ROW, case=case, **told)
            at, key = line.sheet.ref(line.row, column), Key(self.table.code)
            self.observer.ledger.fault(what, at, shown=words, key=key, also=also)

    def _differences(self, line: FilledLine, found: Divided, parts: Sequence[tuple[int, int]]) -> Iterator[str]:
        """The columns in which a total is that of none of these parts of the table; the first is all of it."""
        for column, spec in self._numeric(line.region).items():
            stated = self._figure(line, column) if column in line.typed else None
            sums = found.running.get(spec.key)
            if stated is None or sums is None or spec.type is FieldType.PCT:
                continue
            possible = [_between(sums, *part) for part in parts]
            if not any(alike(stated, one) for one in possible):
                added = number(possible[0])
                yield f"cột “{spec.label}” ghi {number(stated)}, các dòng của bảng cộng lại được {added}"

    def _figure(self, line: FilledLine, column: int) -> Decimal | None:
        spec = self._numeric(line.region)[column]
        read = read_cell(line.typed[column], self.observer.expected(spec, self.table.nature))
        return Decimal(str(read.value)) if read.state is State.VALUE else None

    def _numeric(self, region: TableRegion) -> dict[int, Column]:
        wanted = [c for c in self.table.columns if _adds(c) and c.key in region.columns]
        return {region.columns[c.key]: c for c in wanted}

    def _is_short(self, region: TableRegion, cell: RawCell) -> bool:
        """Whether words alone are a total: with the figure at their end, or in a table that has figures to add up."""
        text = fold(cell.text)
        return bool(_COUNTED.search(text)) or (bool(self._numeric(region)) and "," not in text)

    def _says(self, cell: RawCell) -> _Says:
        text = _folded(cell)
        if cell.kind is not CellKind.TEXT or not text:
            return _Says.NOTHING
        if _ALONE.match(text):
            return _Says.ALONE
        named = _NAMED.match(text) or _OF_ALL.match(text)
        return _Says.NAMED if named or self._of_the_table(text) else _Says.NOTHING

    def _of_the_table(self, text: str) -> bool:
        """Whether what follows “Tổng” is what the table or one of its columns of figures adds up."""
        following = _OF.match(text)
        if following is None:
            return False
        added = [self.table.label, *(x for c in self.table.columns if c.type.numeric for x in (c.label, c.measure))]
        bare = text == without_marks(text)
        said = _things(following[1], bare=bare)
        things = (_things(x, bare=bare) for x in added if x)
        return any(said[:_ALIKE] == thing[:_ALIKE] or said[: len(thing)] == thing for thing in things)


def _things(text: str, *, bare: bool) -> list[str]:
    """The words of a label without those that only say that there are several."""
    words = re.findall(r"\w+", without_marks(text) if bare else fold(text))
    return words[1:] if words[:1] in (["số"], ["so"], ["các"], ["cac"]) else words


def _folded(cell: RawCell) -> str:
    text = fold(cell.text)
    return text.replace(" ", "") if _SPACED.match(text) else text


def _between(sums: Sequence[Decimal], start: int, end: int) -> Decimal:
    return sums[end] - sums[start]


def _is_figure(cell: RawCell) -> bool:
    return cell.kind in (CellKind.NUMBER, CellKind.PENDING) or (
        cell.kind is CellKind.TEXT and bool(_FIGURE.match(plain(cell.text)))
    )


def _has_words(cell: RawCell) -> bool:
    return not _is_figure(cell) and not _NO_LETTERS.match(fold(cell.text))


def _has_figure(cell: RawCell | None) -> bool:
    """Not a dash, nor a formula whose result nobody knows."""
    return cell is not None and cell.kind is not CellKind.PENDING and any(map(str.isdigit, cell.text))


def _shown(cell: RawCell) -> str:
    return shown(cell, quantity=True).strip()


def _adds(spec: Column) -> bool:
    return spec.type.numeric and not spec.fixed
