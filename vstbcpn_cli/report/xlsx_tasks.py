"""One sheet per task: a row for every unit, a column for every figure, and totals that are live formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from vstbcpn_cli.calculation import percent
from vstbcpn_cli.consolidation import Entry, Part, Total
from vstbcpn_cli.coverage import Timeliness
from vstbcpn_cli.report.flat import Figure, Figures, FigureStatus, codes_of, measure_of, type_of
from vstbcpn_cli.report.xlsx_sheets import Book, Cell, Linked, Live, Sheet, exact, fits
from vstbcpn_cli.report.xlsx_words import AnnexWords
from vstbcpn_cli.schema.model import Aggregate, Calc, CalcOp, FieldType, ReportingUnit, Task
from vstbcpn_cli.submission import column_letters

_LEAD = 4
"""Columns before the figures: STT, code, name and kind of the unit."""
_TEXTS = (FieldType.TEXT, FieldType.LONG)
_UNCOUNTED = (Aggregate.NONE, Aggregate.LAST, Aggregate.CONCAT, Aggregate.COUNT_BY_VALUE)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a total stands in the workbook, with its value."""

    sheet: str
    row: int
    column: int
    value: int | Decimal

    @property
    def live(self) -> Live:
        return Live(f"='{self.sheet}'!{column_letters(self.column + 1)}{self.row + 1}", self.value)


@dataclass
class TotalsBook:
    """Every total written so far by (code, kind), and the next free line of the sheet of sources."""

    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)
    source_row: int = 0


def sourced(figures: Figures, entry: Entry, task: Task) -> Iterator[Figure]:
    """The figures of one unit that have a line among the sources, in the order of those lines."""
    wanted = (FigureStatus.VALUE, FigureStatus.WITHHELD)
    yield from (f for f in figures.of_task(entry, task) if f.status in wanted)


_SILENT = {Timeliness.MISSING: "chua_gui", Timeliness.NIL: "nil", Timeliness.EXCLUDED: "excluded"}
"""How the name of a unit without figures is marked, by key of the words."""


class TaskSheet:
    """Writes the sheet of one task."""

    def __init__(self, sheet: Sheet, task: Task, figures: Figures, words: AnnexWords) -> None:
        self.sheet, self.task, self.figures, self.words = sheet, task, figures, words
        self.codes = codes_of(task)
        self.kinds = figures.kinds
        self._counted: Counter[tuple[str, str]] = Counter()
        self._silent = {u.unit.code: _SILENT.get(u.timeliness, "") for u in figures.consolidation.coverage.units}
        self._rows: dict[str, int] = {}
        self._last = 0

    def write(self, note: str, totals: TotalsBook) -> None:
        self._heads(note)
        entries = {e.unit.code: e for e in self.figures.consolidation.entries}
        for number, one in enumerate(self.figures.consolidation.coverage.units, 1):
            self._unit(number, one.unit, entries.get(one.unit.code), totals)
        self._last = self.sheet.row
        self.sheet.filtered()
        for kind in (*self.kinds, ""):
            self._totals(kind, totals)

    def _heads(self, note: str) -> None:
        edition, words = self.figures.edition, self.words
        first = words.heads("stt", "ma_don_vi", "don_vi", "loai")
        labels = [edition.label_of(c) for c in self.codes]
        heads = [
            [*first, *labels],
            ["", "", "", "", *(measure_of(edition, c) for c in self.codes)],
            ["", "", "", "", *self.codes],
        ]
        title = words("tieu_de_trang", trang=self.task.sheet, ten=self.task.title)
        widths = [5, 14, 30, 6, *(28 if self._type(c) in _TEXTS else 11 for c in self.codes)]
        self.sheet.head(title, note, heads, widths, frozen=3)

    def _type(self, code: str) -> FieldType:
        return type_of(self.figures.edition, code)

    def _unit(self, number: int, unit: ReportingUnit, entry: Entry | None, totals: TotalsBook) -> None:
        name = unit.name if entry else self.words("dau", self._silent[unit.code], ten=unit.name)
        line: list[Cell] = [number, unit.code, name, unit.kind]
        if entry is None:
            line += [self._unsent(unit, code) for code in self.codes]
        else:
            line += [self._cell(f, totals) for f in self.figures.of_task(entry, self.task)]
        self._rows[unit.code] = self.sheet.line(line)

    def _unsent(self, unit: ReportingUnit, code: str) -> Cell:
        """0 where the unit has confirmed that nothing happened, else the mark for no figure."""
        return 0 if unit in self.figures.consolidation.total(code).nil else self.words.mark("chua_co")

    def _cell(self, figure: Figure, totals: TotalsBook) -> Cell:
        """A figure with the way to its source; the running line number follows `sourced`."""
        shown = self.words.figure(figure, blank=self._type(figure.code) in _TEXTS)
        if figure.status not in (FigureStatus.VALUE, FigureStatus.WITHHELD):
            return shown
        row, totals.source_row = totals.source_row, totals.source_row + 1
        if figure.status is FigureStatus.WITHHELD or figure.observation is None:
            return shown
        value = figure.observation.value
        if isinstance(value, bool):
            self._counted[figure.code, figure.unit.kind] += 1
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return shown
        self._counted[figure.code, figure.unit.kind] += fits(value)
        return Linked(value, self.words("trang", "nguon"), row, self.words.tip(figure.cells))

    def _totals(self, kind: str, totals: TotalsBook) -> None:
        label = self.words("loai", kind) if kind else self.words("toan_tinh")
        line: list[Cell] = ["", "", label, kind]
        for column, code in enumerate(self.codes, _LEAD):
            total = self.figures.consolidation.total(code, kind)
            cell = self._total(code, kind, column, total)
            if isinstance(cell, Live) and total.value is not None:
                totals.spots[code, kind] = Spot(self.sheet.name, self.sheet.row, column, total.value)
            line.append(cell)
        self.sheet.line(line, bold=True)

    def _total(self, code: str, kind: str, column: int, total: Total) -> Cell:
        calc = self._ratio(code)
        if calc is not None:
            return self._share(code, calc, kind)
        if total.aggregate in _UNCOUNTED or total.value is None or not self._counts(total):
            return None
        if not fits(total.value) or not all(fits(n) for n in _numbers(total.parts)):
            return exact(total.value)
        whole_column = self._counted_in(code, kind) == len(total.parts)
        formula = self._whole(column, kind, total) if whole_column else self._listed(column, total)
        return Live(formula, total.value)

    def _counts(self, total: Total) -> bool:
        return total.aggregate is Aggregate.COUNT_YES or bool(_numbers(total.parts))

    def _counted_in(self, code: str, kind: str) -> int:
        return sum(n for (c, k), n in self._counted.items() if c == code and kind in ("", k))

    def _range(self, column: int) -> str:
        letters = column_letters(column + 1)
        return f"{letters}${self.sheet.first + 1}:{letters}${self._last}"

    def _whole(self, column: int, kind: str, total: Total) -> str:
        """A formula over the whole column: every figure in it counts."""
        span, of_kind = self._range(column), f'{self._range(3).replace("D", "$D")},"{kind}"'
        if total.aggregate is Aggregate.COUNT_YES:
            yes = f'{span},"{self.words("dau", "co")}"'
            return f"=COUNTIFS({of_kind},{yes})" if kind else f"=COUNTIF({yes})"
        return f"=SUMIF({of_kind},{span})" if kind else f"=SUM({span})"

    def _listed(self, column: int, total: Total) -> str:
        """A formula over single cells: a lead unit's figure stands for the province, others are only shown."""
        letters = column_letters(column + 1)
        cells = [f"{letters}{self._rows[p.unit.code] + 1}" for p in total.parts]
        if total.aggregate is Aggregate.COUNT_YES:
            return "=" + "+".join(f'({c}="{self.words("dau", "co")}")' for c in cells)
        return f"=SUM({_joined(cells)})"

    def _ratio(self, code: str) -> Calc | None:
        """The calculation of a share column of a matrix; its total is the share of the totals."""
        calc = self.figures.edition.matrix_cells[code][2].calc if code in self.figures.edition.matrix_cells else None
        return calc if calc is not None and calc.op is CalcOp.RATIO else None

    def _share(self, code: str, calc: Calc, kind: str) -> Cell:
        stem = code.rpartition(".")[0]
        if not kind and self.figures.edition.matrix_cells[code][0].levels:
            return None
        share = self.figures.consolidation.share(f"{stem}.{calc.part}", f"{stem}.{calc.whole}", kind)
        result = percent(share.part, share.whole) if share else None
        part = self._range(_LEAD + self.codes.index(f"{stem}.{calc.part}"))
        whole = self._range(_LEAD + self.codes.index(f"{stem}.{calc.whole}"))
        if result is None:
            return None
        of_kind = f'({self._range(3)}="{kind}")*' if kind else ""
        top = f"SUMPRODUCT({of_kind}ISNUMBER({whole}),{part})"
        base = f"SUMPRODUCT({of_kind}ISNUMBER({part}),{whole})"
        if not kind:
            top, base = f"SUMPRODUCT(--ISNUMBER({whole}),{part})", f"SUMPRODUCT(--ISNUMBER({part}),{whole})"
        return Live(f"=ROUND(100*{top}/{base},2)", result)


def _joined(cells: Sequence[str], most: int = 200) -> str:
    """Arguments of SUM; a function takes at most 255 of them, so longer lists are nested."""
    if len(cells) <= most:
        return ",".join(cells)
    return ",".join(f"SUM({_joined(cells[n : n + most])})" for n in range(0, len(cells), most))


def _numbers(parts: tuple[Part, ...]) -> list[int | Decimal]:
    return [n for p in parts if (n := p.observation.number) is not None]


def write_task(book: Book, task: Task, figures: Figures, words: AnnexWords, note: str, totals: TotalsBook) -> None:
    """Adds the sheet of one task to the workbook and its totals to `totals`."""
    TaskSheet(book.sheet(task.sheet), task, figures, words).write(note, totals)
