"""What a template may name of the matrices and tables of the form: rows, levels, counts, sums by value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from vstbcpn_cli.edition.model import Column, FieldType, Matrix, MatrixRow, Nature, Table
from vstbcpn_cli.model.totals import UnitRow
from vstbcpn_cli.report.context.context import Context, lacking_units
from vstbcpn_cli.report.context.printable import Figure, Level, MatrixRowView, Named, RowView, ShareFigure
from vstbcpn_cli.report.context.text_safety import flat, printed
from vstbcpn_cli.report.unknown_names import UnknownNameError
from vstbcpn_cli.text.casing import in_sentence

_T = TypeVar("_T")


class Grids(msgspec.Struct, frozen=True):
    """Matrices and tables of one report, for templates."""

    _of: Context

    def dong(self, bang: str) -> tuple[RowView, ...]:
        """The rows of a table that count."""
        table = self._table(bang)
        rows = self._of.made.counted_rows(bang)
        return tuple(RowView(in_sentence(flat(r.unit.name)), self._cells(table, r)) for r in rows)

    def dem_dong(self, bang: str) -> Figure:
        """How many rows of a table count, with the units that have not answered it."""
        self._table(bang)
        total = self._of.made.total(bang)
        silent, padded = frozenset(u.code for u in total.missing), self._of.labels.padded
        return Figure(total.value, "", lacking_units(total), None, padded, total.asked, chua_gui=silent, ma=bang)

    def dem_bang(self, bang: str, cot: str) -> tuple[Named, ...]:
        """How many counted rows carry each value of a choice column, in the order of its list; last those without."""
        self._column(self._table(bang), cot)
        return self._divided(bang, cot)

    def tong_theo(self, bang: str, cot: str, theo: str) -> tuple[Named, ...]:
        """The sum of a number column for each value of the choice column `theo`, without the values that have none.

        They add up to the total of the column: what stands in rows without a usable answer comes last.
        """
        table = self._table(bang)
        self._column(table, theo)
        return self._divided(table.column_code(self._column(table, cot)), theo)

    def _divided(self, code: str, by: str) -> tuple[Named, ...]:
        unsorted = self._of.labels.text("trong_o", "chua_phan_loai")
        found = self._of.made.divided(code, by)
        padded = self._of.labels.padded
        named = ((answer or unsorted, value) for answer, value in found.items() if value)
        return tuple(Named(answer, value, padded=padded, ma=code) for answer, value in named)

    def hang(self, bieu: str, loai: str = "") -> tuple[MatrixRowView, ...]:
        """The rows of a matrix with their totals."""
        matrix = self._matrix(bieu)
        return tuple(self._row(matrix, r, loai, matrix.columns, {}) for r in matrix.rows)

    def cap(self, bieu: str) -> tuple[Level, ...]:
        """The administrative levels of a matrix, highest first as the edition names them; columns `tong` and `nu`."""
        matrix = self._matrix(bieu)
        found: dict[str, tuple[MatrixRowView, ...]] = {}
        present = {u.unit.kind for u in self._of.made.coverage.units}
        for kind, level in ((k, v) for k, v in matrix.levels.items() if k in present):
            plain = [c for c in matrix.columns if not c.level]
            found[level] = tuple(self._row(matrix, r, kind, plain, {}) for r in matrix.rows)
            for other in dict.fromkeys(c.level for c in matrix.columns if c.level and c.applies_to(kind)):
                beside = [c for c in matrix.columns if c.level == other]
                names = {c.key: p.key for c, p in zip(beside, plain, strict=False)}
                found[other] = tuple(self._row(matrix, r, kind, beside, names) for r in matrix.rows)
        some = {n: rows for n, rows in found.items() if any(f.co for r in rows for f in r.so.values())}
        return tuple(Level(n, rows) for n, rows in some.items())

    def _table(self, code: str) -> Table:
        return _member(code, self._of.edition.tables)

    def _matrix(self, code: str) -> Matrix:
        return _member(code, self._of.edition.matrices)

    def _column(self, table: Table, key: str) -> Column:
        return _member(key, {c.key: c for c in table.columns})

    def _row(
        self, matrix: Matrix, row: MatrixRow, kind: str, columns: Sequence[Column], names: Mapping[str, str]
    ) -> MatrixRowView:
        """One row; `names` renames columns of another level to those of the unit's own."""
        typed = [c for c in columns if c.type is not FieldType.CALC]
        figures = {names.get(c.key, c.key): self._of.so(matrix.cell_code(row, c), kind) for c in typed}
        back = {v: k for k, v in names.items()}
        shares: dict[str, ShareFigure] = {}
        for part, whole in matrix.shares:
            stem, keys = f"{matrix.code}.{row.code}", (back.get(part, part), back.get(whole, whole))
            if part in figures and whole in figures:
                shares[part] = self._of.ty_le(f"{stem}.{keys[0]}", f"{stem}.{keys[1]}", kind)
        return MatrixRowView(row.code, row.label, figures, shares, row.target, row.nature is Nature.STOCK)

    def _cells(self, table: Table, found: UnitRow) -> Mapping[str, str]:
        """What counts in a row; the mark for no figure stands where a cell is withheld."""
        blank = self._of.labels.text("trong_o", "chua_co")
        cells = {c.key: found.cell(c.key) for c in table.columns}
        told = {key: printed(cell.value) if cell is not None else "" for key, cell in cells.items()}
        return told | dict.fromkeys(found.withheld, blank)


def _member(name: str, known: Mapping[str, _T]) -> _T:
    if name not in known:
        raise UnknownNameError(name, known)
    return known[name]
