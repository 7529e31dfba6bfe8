"""One sheet per task: a row for every unit, a column for every figure and share, and totals that are live formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from vstbcpn_cli.edition.model import Aggregate, CalcOp, Edition, FieldType, ReportingUnit, Task
from vstbcpn_cli.model.calculation import percent
from vstbcpn_cli.model.counting import CountedForm
from vstbcpn_cli.model.coverage import Timeliness
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.model.totals import Contribution, Total
from vstbcpn_cli.report.rows import FigureStatus, UnitFigure, UnitFigures, codes_of, type_of
from vstbcpn_cli.report.safe_workbook import Book, Cell, Linked, Live, Sheet, exact, fits
from vstbcpn_cli.report.sheet_labels import UNIT_CODE, AnnexWords
from vstbcpn_cli.text.casing import upper_first

_LEAD = 4
"""Columns before the figures: STT, code, name and kind of the unit."""
_KIND = 3
_TEXTS = (FieldType.TEXT, FieldType.LONG)
_WIDTHS = {FieldType.LONG: 60, FieldType.TEXT: 26, FieldType.CHOICE: 18, FieldType.DATE: 11}
_SHARE = 14
"""As wide as the codes of both its figures."""
_UNCOUNTED = (Aggregate.NONE, Aggregate.LAST, Aggregate.CONCAT, Aggregate.COUNT_BY_VALUE)
_SOURCED = (FigureStatus.VALUE, FigureStatus.WITHHELD)


class FigureColumn(msgspec.Struct, frozen=True):
    """A figure of the form, or the share of two figures beside it: a share of a matrix has a code of its own."""

    code: str
    part: str = ""
    whole: str = ""

    @property
    def printed(self) -> str:
        return self.code or f"{self.part}/{self.whole}"


class Spot(msgspec.Struct, frozen=True):
    """Where a total stands in the workbook, with its value."""

    sheet: str
    row: int
    column: int
    value: int | Decimal
    style: str = ""

    @property
    def live(self) -> Live:
        return Live(f"='{self.sheet}'!{column_letters(self.column + 1)}{self.row + 1}", self.value, self.style)


class TotalsBook(msgspec.Struct, dict=True):
    """What the task sheets leave for the others: every total by (code, kind), the cells of every figure and of the
    kinds of the units, and the next free line of the sheet of sources."""

    source_row: int = 0
    spots: dict[tuple[str, str], Spot] = msgspec.field(default_factory=dict)
    ranges: dict[str, str] = msgspec.field(default_factory=dict)
    kinds: dict[str, str] = msgspec.field(default_factory=dict)


def columns_of(edition: Edition, task: Task) -> tuple[FigureColumn, ...]:
    """The figures of a task in the order of the form, each declared share behind its part."""
    found: list[FigureColumn] = []
    for code in codes_of(task):
        found.append(FigureColumn(code, *_ratio(edition, code)))
        if code in edition.indicators and not found[-1].part:
            whole = edition.indicators[code].share_of
            counts = edition.indicators[code].aggregate is Aggregate.COUNT_YES
            if whole in edition.indicators and edition.task_of[whole] is task and not counts:
                found.append(FigureColumn("", code, whole))
    return tuple(found)


def _ratio(edition: Edition, code: str) -> tuple[str, str]:
    """Part and whole of a column that is a share."""
    calc = edition.matrix_cells[code][2].calc if code in edition.matrix_cells else None
    if calc is None or calc.op is not CalcOp.RATIO:
        return "", ""
    stem = code.rpartition(".")[0]
    return f"{stem}.{calc.part}", f"{stem}.{calc.whole}"


def sourced(figures: UnitFigures, entry: CountedForm, task: Task) -> Iterator[UnitFigure]:
    """The figures of one unit that have a line among the sources, in the order of those lines."""
    yield from (f for f in figures.of_task(entry, task) if f.status in _SOURCED)


_SILENT = {Timeliness.MISSING: "chua_gui", Timeliness.NIL: "nil", Timeliness.EXCLUDED: "excluded"}
"""How the name of a unit without figures is marked, by key of the words."""


class TaskSheet:
    """Writes the sheet of one task."""

    def __init__(self, sheet: Sheet, task: Task, figures: UnitFigures, words: AnnexWords) -> None:
        self.sheet, self.task, self.figures, self.words = sheet, task, figures, words
        self.columns = columns_of(figures.edition, task)
        self.at = {c.code: n for n, c in enumerate(self.columns, _LEAD) if c.code}
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
        self._lacking()
        totals.kinds[self.task.code] = self._whole_range(_KIND)
        totals.ranges |= {code: self._whole_range(column) for code, column in self.at.items()}

    def _heads(self, note: str) -> None:
        edition, words = self.figures.edition, self.words
        first = words.heads("stt", "ma_don_vi", "don_vi", "loai")
        labels = [
            upper_first(edition.label_of(c.code)) if c.code else words("nhan_cot", "ty_le_cua") for c in self.columns
        ]
        measures = [edition.measure_of(c.code).strip("–") if c.code else "%" for c in self.columns]
        heads = [
            [*first, *labels],
            ["", "", "", "", *measures],
            ["", "", "", "", *(c.printed for c in self.columns)],
        ]
        title = words("tieu_de_trang", trang=self.task.sheet, ten=self.task.title)
        figures = (_WIDTHS.get(self._type(c.code), 11) if c.code else _SHARE for c in self.columns)
        widths = [5, UNIT_CODE, 32, 6, *figures]
        self.sheet.head(title, note, heads, widths, frozen=3)

    def _type(self, code: str) -> FieldType:
        return type_of(self.figures.edition, code)

    def _unit(self, number: int, unit: ReportingUnit, entry: CountedForm | None, totals: TotalsBook) -> None:
        self._rows[unit.code] = self.sheet.row
        if entry is None:
            name = self.words("dau", self._silent[unit.code], ten=unit.name)
            silent = [self._unsent(unit, column) for column in self.columns]
            self.sheet.line([number, unit.code, name, unit.kind, *silent], "muted")
            return
        found = {f.code: f for f in self.figures.of_task(entry, self.task)}
        cells = [self._cell(column, found, totals) for column in self.columns]
        self.sheet.line([number, unit.code, unit.name, unit.kind, *cells])

    def _unsent(self, unit: ReportingUnit, column: FigureColumn) -> Cell:
        """0 where the unit has confirmed that nothing happened, else the mark for no figure."""
        if column.code and self._type(column.code) in _TEXTS:
            return None
        nil = bool(column.code) and unit in self.figures.consolidation.total(column.code).nil
        return 0 if nil else self.words.mark("chua_co")

    def _cell(self, column: FigureColumn, found: Mapping[str, UnitFigure], totals: TotalsBook) -> Cell:
        """A figure with the way to its source; the running line number follows `sourced`."""
        figure = found.get(column.code)
        shown = self._ratio_cell(column, found) if column.part else self._figure(figure) if figure else None
        if figure is None or figure.status not in _SOURCED:
            return shown
        row, totals.source_row = totals.source_row, totals.source_row + 1
        place = (self.words("trang", "nguon"), row, self.words.tip(figure.cells))
        if figure.status is FigureStatus.WITHHELD:
            return Linked(self.words.mark("giu_lai"), *place)
        value = figure.observation.value if figure.observation is not None else None
        if isinstance(value, bool):
            self._counted[figure.code, figure.unit.kind] += 1
            return shown
        if not isinstance(value, int | Decimal):
            return shown
        self._counted[figure.code, figure.unit.kind] += fits(value)
        return Linked(shown if isinstance(shown, Live) else value, *place)

    def _figure(self, figure: UnitFigure) -> Cell:
        return self.words.figure(figure, blank=self._type(figure.code) in _TEXTS)

    def _ratio_cell(self, column: FigureColumn, found: Mapping[str, UnitFigure]) -> Cell:
        """The share of one unit, live over its two figures; “–” on a zero base."""
        pair = [found[code] for code in (column.part, column.whole)]
        numbers = [f.number for f in pair]
        if numbers[0] is None or numbers[1] is None:
            weaker = pair[0] if numbers[0] is None else pair[1]
            return self.words.figure(weaker)
        result = percent(numbers[0], numbers[1])
        if result is None or not all(fits(n) for n in (numbers[0], numbers[1])):
            return self.words.mark("khong_ap_dung")
        letters = [column_letters(self.at[code] + 1) for code in (column.part, column.whole)]
        row = self.sheet.row + 1
        return Live(f"=ROUND(100*{letters[0]}{row}/{letters[1]}{row},2)", result, "percent")

    def _totals(self, kind: str, totals: TotalsBook) -> None:
        label = upper_first(self.figures.consolidation.edition.kind_of[kind].name) if kind else self.words("toan_tinh")
        line: list[Cell] = ["", "", label, kind]
        for number, column in enumerate(self.columns, _LEAD):
            cell = self._share(column, kind) if column.part else self._total(column.code, kind, number)
            if isinstance(cell, Live):
                spot = Spot(self.sheet.name, self.sheet.row, number, cell.result, cell.style)
                totals.spots[column.printed, kind] = spot
            line.append(cell)
        self.sheet.line(line, "total")

    def _lacking(self) -> None:
        """Under the totals how many units each of them lacks."""
        made = self.figures.consolidation
        lacking = [made.total(c.code).lacking if c.code and not c.part else None for c in self.columns]
        self.sheet.line(["", "", self.words("nhan_cot", "so_thieu"), "", *lacking], "total")
        sources = [g.source if (g := made.given.get(c.code)) else None for c in self.columns]
        if any(sources):
            self.sheet.line(["", "", self.words("nhan_cot", "nguon_tinh"), "", *sources], "total")

    def _total(self, code: str, kind: str, column: int) -> Cell:
        total = self.figures.consolidation.total(code, kind)
        if total.given is not None:
            return total.value
        if total.aggregate in _UNCOUNTED or total.value is None or not self._counts(total):
            return None
        if not fits(total.value) or not all(fits(n) for n in _numbers(total.parts)):
            return exact(total.value)
        whole = self._counted_in(code, kind) == len(total.parts)
        formula = self._whole(column, kind, total) if whole else self._listed(column, total)
        return Live(formula, total.value)

    def _counts(self, total: Total) -> bool:
        return total.aggregate is Aggregate.COUNT_YES or bool(_numbers(total.parts))

    def _counted_in(self, code: str, kind: str) -> int:
        return sum(n for (c, k), n in self._counted.items() if c == code and kind in ("", k))

    def _range(self, column: int) -> str:
        letters = column_letters(column + 1)
        return f"{letters}${self.sheet.first + 1}:{letters}${self._last}"

    def _whole_range(self, column: int) -> str:
        """The cells of all units in a column, as another sheet names them."""
        letters = column_letters(column + 1)
        return f"'{self.sheet.name}'!${letters}${self.sheet.first + 1}:${letters}${self._last}"

    def _whole(self, column: int, kind: str, total: Total) -> str:
        """A formula over the whole column: every figure in it counts."""
        span, of_kind = self._range(column), f'{self._range(_KIND).replace("D", "$D")},"{kind}"'
        if total.aggregate is Aggregate.COUNT_YES:
            yes = f'{span},"{self.words("dau", "co")}"'
            return f"=COUNTIFS({of_kind},{yes})" if kind else f"=COUNTIF({yes})"
        return f"=SUMIF({of_kind},{span})" if kind else f"=SUM({span})"

    def _listed(self, column: int, total: Total) -> str:
        """A formula over single cells: a lead unit's figure stands for the province, others are only shown."""
        cells = self._cells(column, [p.unit for p in total.parts])
        if total.aggregate is Aggregate.COUNT_YES:
            return "=" + "+".join(f'({c}="{self.words("dau", "co")}")' for c in cells)
        return f"=SUM({_joined(cells)})"

    def _cells(self, column: int, units: Sequence[ReportingUnit]) -> list[str]:
        letters = column_letters(column + 1)
        return [f"{letters}{self._rows[u.code] + 1}" for u in units]

    def _share(self, column: FigureColumn, kind: str) -> Cell:
        """The share of the totals over the units that gave both figures; never a mean of the shares above it."""
        made = self.figures.consolidation
        matrix = made.edition.matrix_cells.get(column.code)
        share = None if not kind and matrix and matrix[0].levels else made.share(column.part, column.whole, kind)
        result = percent(share.part, share.whole) if share else None
        if share is None or result is None:
            return None
        codes = (column.part, column.whole)
        if not share.units:  # two figures of the province, in the cells above their columns
            letters = [column_letters(self.at[c] + 1) for c in codes]
            row = self.sheet.row + 1
            return Live(f"=ROUND(100*{letters[0]}{row}/{letters[1]}{row},2)", result, "percent")
        if any(self._counted_in(c, kind) != len(made.total(c, kind).parts) for c in codes):
            part, whole = (f"SUM({_joined(self._cells(self.at[c], share.units))})" for c in codes)
            return Live(f"=ROUND(100*{part}/{whole},2)", result, "percent")
        part, whole = (self._range(self.at[c]) for c in codes)
        of_kind = f'({self._range(_KIND)}="{kind}")*' if kind else "--"
        top = f"SUMPRODUCT({of_kind}ISNUMBER({whole}),{part})"
        base = f"SUMPRODUCT({of_kind}ISNUMBER({part}),{whole})"
        return Live(f"=ROUND(100*{top}/{base},2)", result, "percent")


def _joined(cells: Sequence[str], most: int = 200) -> str:
    """Arguments of SUM; a function takes at most 255 of them, so longer lists are nested."""
    if len(cells) <= most:
        return ",".join(cells)
    return ",".join(f"SUM({_joined(cells[n : n + most])})" for n in range(0, len(cells), most))


def _numbers(parts: tuple[Contribution, ...]) -> list[int | Decimal]:
    return [n for p in parts if (n := p.observation.number) is not None]


def write_task(book: Book, task: Task, figures: UnitFigures, words: AnnexWords, note: str, totals: TotalsBook) -> None:
    """Adds the sheet of one task to the workbook and its totals to `totals`."""
    TaskSheet(book.sheet(task.sheet), task, figures, words).write(note, totals)
