"""Short tables of the body: the key figures of a task by group of units, a matrix by row, an election, posts by level.

`nhan.toml` says which figures stand in them and how wide the columns are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from vstbcpn_cli.edition.model import Column, FieldType, Matrix, MatrixRow
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.totals import Total
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.coverage_remarks import MARK, noted
from vstbcpn_cli.report.context.matrices import Grids
from vstbcpn_cli.report.context.printable import MatrixRowView
from vstbcpn_cli.report.context.printed_total import shown
from vstbcpn_cli.report.document.grid import Cell, Grid, heads
from vstbcpn_cli.report.document.placed_objects import ShortTable
from vstbcpn_cli.report.document.text import figure_of, figures_in, joined, without_sign
from vstbcpn_cli.report.unknown_names import UnknownNameError
from vstbcpn_cli.text.casing import upper_first

AT = "bang"
EARLIER = "cung_ky"
WIDTH = 165.0
"""Millimetres between the margins of an upright page."""


class _Row(msgspec.Struct, frozen=True):
    """One printed row: what it is called, its figure, the whole it is a share of or nothing, and the row of a matrix
    whose figures it has."""

    name: str
    code: str
    whole: str = ""
    line: str = ""

    @property
    def asked(self) -> str:
        """What `trace` is asked for the row."""
        return self.line or (f"{self.code}/{self.whole}" if self.whole else self.code)


class ShortTables(msgspec.Struct, frozen=True, dict=True):
    """Tables of one report, for templates; one that would say no more than its sentence is left out."""

    _of: Context

    def bang(self, ten: str) -> ShortTable:
        """The key figures `nhan.toml` lists under that name: one column for each group of units that has sent."""
        spec = self._spec(ten)
        kinds = self._kinds()
        rows = [_Row(r["ten"], r["ma"], r.get("mau", "")) for r in spec["hang"]]
        rows = [r for r in rows if self._total(r).parts]
        extra, notes = self._extra(rows), _Notes()
        body = [self._figures(r, kinds, extra, notes) for r in rows] if kinds or extra else []
        return self._table(
            spec["ten"], self._groups(kinds), _even(body, [self._measure(r) for r in rows]), extra, notes
        )

    def bang_can_bo(self, bieu: str) -> ShortTable:
        """Every row of a matrix with total, women and their share, in the province and by group of units."""
        kinds = self._kinds()
        grids, spec = Grids(self._of), self._spec(bieu)
        part, whole = self._shares(bieu)[0]
        found = [h for h in grids.hang(bieu) if h.so[whole].co]
        by_kind = [{h.ma: h for h in grids.hang(bieu, k)} for k in kinds]
        rows = [self._row_of(bieu, h, part, whole) for h in found]
        extra, notes = self._extra(rows), _Notes()
        body = []
        for h, row in zip(found, rows, strict=True):
            own = [h.so[whole].trong_o, h.so[part].trong_o, _bare(h.ty_le[part].trong_o)]
            each = [_bare(k[h.ma].ty_le[part].bang) for k in by_kind]
            body.append(self._line(row, [*own, *each], extra, notes, sign=""))
        first, women, share = spec["cot"]
        widest = float(spec.get("rong", 0))
        shares = [self._of.labels.text("bang_chung", "toan_tinh"), *self._groups(kinds)]
        compared = len(shares) + len(extra)
        if compared == 1:
            return self._table(spec["ten"], spec["cot"], body, extra, notes, widest)
        over = (share, range(3, 3 + compared))
        return self._table(spec["ten"], [first, women, *shares], body, extra, notes, widest, over)

    def bang_bau_cu(self, bieu: str) -> ShortTable:
        """Candidates and deputies of every row: total, women, share, and the target, which is one of the deputies."""
        spec, shares = self._spec(bieu), self._shares(bieu)
        part, whole = shares[-1]
        body: list[tuple[Cell, ...]] = []
        notes = _Notes()
        for h in (h for h in Grids(self._of).hang(bieu) if h.so[whole].co):
            texts = []
            for women, all_ in shares:
                share = self._of.ty_le(f"{bieu}.{h.ma}.{women}", f"{bieu}.{h.ma}.{all_}")
                texts += [h.so[all_].trong_o, h.so[women].trong_o, _bare(share.trong_o)]
            row = self._row_of(bieu, h, part, whole)
            # An election has none a year before.
            body.append(self._line(row, [*texts, h.chi_tieu.rstrip("%") or "–"], {}, notes))
        return self._table(spec["ten"], spec["cot"], body, {}, notes, float(spec.get("rong", 0)))

    def bang_cap(self, bieu: str) -> ShortTable:
        """Posts held by women at every level: “4/15 (26,67%)”; levels are never added together."""
        spec = self._spec(bieu)
        levels, share = Grids(self._of).cap(bieu), self._shares(bieu)[0]
        rows = levels[0].hang if levels else ()
        body = []
        for n, first in enumerate(rows):
            texts = [_held(level.hang[n], *share) for level in levels]
            name = self._coded(self._named(first), f"{bieu}.{first.ma}")
            body.append((Cell(name), *(Cell(t, centre=True) for t in texts)))
        titles = [f"{spec['cot'][0]} {level.ten}" for level in levels]
        return self._table(spec["ten"], titles, body, {}, _Notes(), float(spec["rong"]))

    def co_so_lieu(self, bieu: str) -> bool:
        """Whether any cell of a matrix has a figure."""
        return not self.bang_bieu(bieu).empty

    def bang_bieu(self, bieu: str) -> ShortTable:
        """A matrix of the form row by row, its parts with their share; where levels are never added, level by level."""
        if bieu not in self._of.edition.matrices:
            raise UnknownNameError(bieu, self._of.edition.matrices)
        matrix = self._of.edition.matrices[bieu]
        levels = [("", "")]
        if matrix.levels:
            present = self._of.made.coverage.kinds
            levels = [(k, level) for k, level in matrix.levels.items() if k in present]
        columns = [c for c in matrix.columns if c.type is not FieldType.CALC]
        notes = _Notes()
        body = [
            self._matrix_line(matrix, row, columns, level, notes)
            for level in levels
            for row in matrix.rows
            if any(self._of.made.total(matrix.cell_code(row, c), level[0]).parts for c in columns)
        ]
        chung = self._of.labels.get("bang_chung")
        names = [chung["noi_dung"], *self._matrix_heads(matrix, columns)]
        each = min(float(chung["rong_nhat"]), (WIDTH - float(chung["hep_nhat"])) / (len(names) - 1))
        widths = (WIDTH - each * (len(names) - 1), *[each] * (len(names) - 1))
        measure = f", {matrix.measure}" if matrix.measure and matrix.measure not in matrix.label.lower() else ""
        caption = self._of.labels.in_full(f"{matrix.label}{measure}")
        return ShortTable(caption, Grid(widths, (heads(names),), body), notes.told)

    def _matrix_heads(self, matrix: Matrix, columns: Sequence[Column]) -> Iterator[str]:
        parts = {part for part, _ in matrix.shares}
        for column in columns:
            yield upper_first(self._of.labels.in_full(column.label.lstrip("– ")))
            if column.key in parts:
                yield self._of.labels.text("bang_chung", "ty_le")

    def _matrix_line(
        self, matrix: Matrix, row: MatrixRow, columns: Sequence[Column], level: tuple[str, str], notes: _Notes
    ) -> tuple[Cell, ...]:
        (kind, title), labels = level, self._of.labels
        label = labels.in_full(row.label)
        label = f"{label} (cấp {title})" if title else label
        first = self._of.so(matrix.cell_code(row, columns[0]), kind)
        name = self._coded(label + notes.mark(first.nguoi_gui), f"{matrix.code}.{row.code}")
        cells, wholes = [Cell(name)], dict(matrix.shares)
        for column in columns:
            code = matrix.cell_code(row, column)
            cells.append(Cell(shown(self._of.made.total(code, kind), labels), right=True))
            if column.key in wholes:
                found = self._of.ty_le(code, f"{matrix.code}.{row.code}.{wholes[column.key]}", kind)
                cells.append(Cell(found.trong_o if found.co else labels.text("trong_o", "khong_ap_dung"), right=True))
        return tuple(cells)

    def _shares(self, bieu: str) -> tuple[tuple[str, str], ...]:
        """The columns of a matrix of which one is a part of the other."""
        known = {code: m.shares for code, m in self._of.edition.matrices.items() if m.shares}
        if bieu not in known:
            raise UnknownNameError(bieu, known)
        return known[bieu]

    def _kinds(self) -> list[str]:
        """The groups of units that have sent; a group alone is the province and needs no column of its own."""
        coverage = self._of.made.coverage
        found = [k for k in coverage.kinds if any(u.sent for u in coverage.of_kind(k))]
        return found if len(found) > 1 else []

    def _groups(self, kinds: Sequence[str]) -> list[str]:
        return [self._of.labels.group(self._of.edition.kind_of[k]).capitalize() for k in kinds]

    def _row_of(self, matrix: str, row: MatrixRowView, part: str, whole: str) -> _Row:
        stem = f"{matrix}.{row.ma}"
        return _Row(self._named(row), f"{stem}.{part}", f"{stem}.{whole}", stem)

    def _coded(self, name: str, code: str) -> str:
        """With the code beside it in the officer's copy, as the leader asks where a number comes from."""
        return f"{name} ({code})" if self._of.report.for_officer else name

    def _named(self, row: MatrixRowView) -> str:
        return self._of.labels.in_full(row.ten)

    def _spec(self, name: str) -> Mapping[str, Any]:
        known = self._of.labels.get(AT)
        if name not in known:
            raise UnknownNameError(name, known)
        found: Mapping[str, Any] = known[name]
        return found

    def _total(self, row: _Row, kind: str = "") -> Total:
        self._of.so(row.code)
        return self._of.made.total(row.code, kind)

    def _before(self, row: _Row) -> str:
        """The earlier figure, beside a figure that is complete as well; sentences compare what is not."""
        codes = [c for c in (row.code, row.whole) if c]
        whole = not any(self._of.made.total(c).lacking for c in codes)
        return self._of.cung_ky(row.code, row.whole) if whole else ""

    def _extra(self, rows: Sequence[_Row]) -> Mapping[str, str]:
        """The last column, where any row has something in it: the earlier figure."""
        earlier = self._of.report.earlier
        if earlier is None or not any(self._before(r) for r in rows):
            return {}
        key = "ca_nam" if self._of.made.coverage.period.annual else EARLIER
        return {EARLIER: self._of.labels.filled("bang_chung", "cot", key, nam=earlier.year)}

    def _measure(self, row: _Row) -> str:
        """What the figures of a row are counted in: those of one measure are written alike."""
        return "%" if row.whole else self._of.so(row.code).dvt

    def _figures(self, row: _Row, kinds: Sequence[str], extra: Mapping[str, str], notes: _Notes) -> tuple[Cell, ...]:
        texts = [self._text(row, k) for k in kinds]
        return self._line(row, [*texts, self._text(row)], extra, notes, bold=True)

    def _text(self, row: _Row, kind: str = "") -> str:
        if not row.whole:
            return shown(self._total(row, kind), self._of.labels)
        found = self._of.ty_le(row.code, row.whole, kind)
        return found.trong_o if found.co else self._of.labels.text("trong_o", "khong_ap_dung")

    def _line(
        self,
        row: _Row,
        texts: Sequence[str],
        extra: Mapping[str, str],
        notes: _Notes,
        *,
        bold: bool = False,
        sign: str = "%",
    ) -> tuple[Cell, ...]:
        before = self._before(row).replace("%", sign) or self._of.labels.text("trong_o", "chua_co")
        cells = [Cell(t, right=True, bold=bold and n == len(texts) - 1) for n, t in enumerate(texts)]
        name = self._coded(row.name + notes.mark(self._of.so(row.code).nguoi_gui), row.asked)
        return (Cell(name), *cells, *(Cell(before, right=True) for _ in extra))

    def _table(
        self,
        caption: str,
        titles: Sequence[str],
        body: Sequence[tuple[Cell, ...]],
        extra: Mapping[str, str],
        notes: _Notes,
        widest: float = 0,
        over: tuple[str, range] = ("", range(0)),
    ) -> ShortTable:
        chung = self._of.labels.get("bang_chung")
        missing = len(body[0]) - 1 - len(titles) - len(extra) if body else 0
        names = [chung["noi_dung"], *titles, *[chung["toan_tinh"]] * missing, *extra.values()]
        each = min(widest or float(chung["rong_nhat"]), (WIDTH - float(chung["hep_nhat"])) / max(1, len(names) - 1))
        widths = (WIDTH - each * (len(names) - 1), *[each] * (len(names) - 1))
        return ShortTable(caption, Grid(widths, _headed(names, *over), list(_enough(body))), notes.told)


class _Notes(msgspec.Struct, dict=True):
    """The notes beneath one table; the mark of each stands at the rows it is of."""

    said: list[str] = msgspec.field(default_factory=list)

    def mark(self, note: str) -> str:
        if note and note not in self.said:
            self.said.append(note)
        return MARK * (self.said.index(note) + 1) if note else ""

    @property
    def told(self) -> str:
        return noted(self.said)


def _even(body: Sequence[tuple[Cell, ...]], measures: Sequence[str]) -> list[tuple[Cell, ...]]:
    """The rows with as many decimals as the longest figure of their measure in the same column."""
    if not body:
        return []
    columns = [*zip(*body, strict=True)]
    most = [
        {m: max(_decimals(c.text) for c, of in zip(column, measures, strict=True) if of == m) for m in {*measures}}
        for column in columns
    ]
    return [
        tuple(replace(c, text=_lengthened(c.text, most[n][m])) if n else c for n, c in enumerate(row))
        for row, m in zip(body, measures, strict=True)
    ]


_FIGURE = re.compile(r"[\d.]+(?:,(\d+))?")


def _decimals(text: str) -> int:
    found = _FIGURE.fullmatch(text)
    return len(found[1] or "") if found else 0


def _lengthened(text: str, places: int) -> str:
    found = _FIGURE.fullmatch(text)
    if not found or not places:
        return text
    longer = f"{text}{'' if found[1] else ','}{'0' * (places - len(found[1] or ''))}"
    return next((figure_of(code, longer) for code in figures_in(text)), longer)


def _headed(names: Sequence[str], over: str, columns: range) -> tuple[tuple[Cell, ...], ...]:
    """The head of a table; a title `over` several columns makes it two rows."""
    low = heads(names)
    if not over:
        return (low,)
    top = [replace(cell, merge="restart") for cell in low]
    top[columns.start : columns.stop] = [Cell(over, centre=True, bold=True, span=len(columns))]
    return tuple(top), tuple(c if n in columns else Cell("", merge="continue") for n, c in enumerate(low))


def _enough(body: Sequence[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    """A single row says no more than its sentence."""
    if len(body) > 1:
        yield from body


def _bare(share: str) -> str:
    """In a column of percentages."""
    return "–" if share == "…" else without_sign(share)


def _held(row: MatrixRowView, part: str, whole: str) -> str:
    all_, women = row.so[whole], row.so[part]
    if not all_.hon_khong or not women.co:
        return "–" if not all_.co else joined(["…/", all_.trong_o]) if all_.hon_khong else "0"
    share = row.ty_le[part]
    return joined([share.phan_so, " (", share.bang, ")"] if share.co else ["…/", all_.trong_o])
