"""Which two figures can stand over each other as a percentage, and why others cannot.

What the form itself takes one of the other is a share. Of two figures it says nothing about, it may be one where they
count the same kind of thing in the same place of the form, both of the period or both of its end, and the part is not
larger than the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec

from vstbcpn_cli.edition.model import Aggregate, Calc, CalcOp, Edition, FieldType
from vstbcpn_cli.edition.part_whole import EXCEEDS, stands_under, wholes_of
from vstbcpn_cli.model.counting import declared_total
from vstbcpn_cli.model.totals import Share
from vstbcpn_cli.report.data.derived import added_columns

_OF_WORDS = "nội dung viết bằng lời"
_OF_ANSWERS = "câu trả lời chọn trong danh sách, được đếm theo từng câu trả lời"
_OF_YES_NO = "câu trả lời “Có” hoặc “Không” của từng đơn vị, không đếm chung"
_OF_PERCENT = "tỷ lệ phần trăm, các tỷ lệ không cộng với nhau"
_OF_UNITS = "số của từng đơn vị, không cộng chung"
_OF_ROWS = "số của từng dòng, không cộng chung"
_TYPES = {
    FieldType.DATE: "ngày",
    FieldType.TEXT: _OF_WORDS,
    FieldType.LONG: _OF_WORDS,
    FieldType.CHOICE: _OF_ANSWERS,
    FieldType.PCT: _OF_PERCENT,
}
_YES_NO = (CalcOp.SOME, CalcOp.ALL, CalcOp.SHARE_AT_LEAST, CalcOp.TARGET_MET)
"""The computations that say yes or no."""
_NUMBERS = "Đề nghị dùng hai mã cùng là số cộng được, ví dụ số bộ phận và tổng số của cùng một nội dung."
_APART = "Đề nghị tra riêng từng mã."


class SensibleShares(msgspec.Struct, frozen=True, dict=True):
    """The shares that two codes of one edition can have."""

    edition: Edition

    def why_not(self, part: str, whole: str) -> str:
        """Why these two codes have no share, and what to ask instead; "" where they have one. Codes are those of
        fields, cells of a matrix, tables and their columns."""
        for code in (part, whole):
            if said := self._no_figure(code):
                return f"Mã “{code}” là {said} nên không có tỷ lệ. {self._instead(code)}"
        top, base = self._named(part), self._named(whole)
        if top == base:
            same = "Một" if part == whole else f"“{part}” và “{whole}” là cùng một số; một"
            return f"{same} số chia cho chính nó luôn là 100%. Đề nghị ghi mã của tổng số sau dấu “/”."
        if base in self._above(top):
            return ""
        if top in self._above(base):
            return f"Biểu mẫu tính “{whole}” trên “{part}”, không tính ngược lại. Đề nghị ghi: {whole}/{part}."
        shared = [w for w in self._declared.get(top, ()) if w in self._declared.get(base, ())]
        if shared:
            return (
                f"“{part}” và “{whole}” cùng là một phần của “{shared[0]}”, không phải số này là phần của số kia. "
                f"Đề nghị ghi: {part}/{shared[0]} hoặc {whole}/{shared[0]}."
            )
        return self._why_unlike(part, whole)

    def why_larger(self, part: str, whole: str, share: Share | None) -> str:
        """Why two codes that might have had a share have none in these figures: the part is the larger one, and the
        form does not say that it may be."""
        if share is None or share.part <= share.whole or self._named(whole) in self._above(self._named(part)):
            return ""
        return (
            f"“{part}” lớn hơn “{whole}” ở các đơn vị có cả hai số nên không phải là một phần của số đó. "
            f"Đề nghị tra riêng từng mã, hoặc ghi: {whole}/{part}."
        )

    def _why_unlike(self, part: str, whole: str) -> str:
        """Why two figures of which the form says nothing are not of one kind; "" where they are."""
        unsaid = "biểu mẫu không quy định số này là một phần của số kia"
        measures = [self._measure(code) for code in (part, whole)]
        if "" in measures:
            return f"“{part}” hoặc “{whole}” là số đơn vị trả lời “Có” hoặc số dòng của bảng; {unsaid}. {_APART}"
        if measures[0].casefold() != measures[1].casefold():
            return (
                f"“{part}” tính bằng “{measures[0]}”, “{whole}” tính bằng “{measures[1]}”; hai đơn vị tính khác nhau "
                f"thì thương là số bình quân, không phải tỷ lệ phần trăm. {_APART}"
            )
        if self._reported_by(part) != self._reported_by(whole):
            return f"“{part}” và “{whole}” do các cấp hoặc các đơn vị khác nhau báo cáo, không tính chung. {_APART}"
        if self._happens(part) != self._happens(whole):
            flow, stock = (part, whole) if self._happens(part) else (whole, part)
            return f"“{flow}” là số phát sinh trong kỳ, “{stock}” là số có đến cuối kỳ; {unsaid}. {_APART}"
        if not self._beside(part, whole):
            return f"“{part}” và “{whole}” thuộc hai nội dung khác nhau của biểu mẫu; {unsaid}. {_APART}"
        return ""

    # ---------------------------------------------------------------------------------------------- what a code is
    def _no_figure(self, code: str) -> str:
        """What a code is that has no one figure of all units; "" of one that has."""
        edition = self.edition
        if code in edition.tables:
            return ""
        if code in edition.table_columns:
            table, own = edition.table_columns[code]
            return "" if code in added_columns(table) else _TYPES.get(own.type, _OF_ROWS)
        if code in edition.indicators:
            spec = edition.indicators[code]
            kind, aggregate = spec.type, spec.aggregate
        else:
            matrix, _, column = edition.matrix_cells[code]
            kind, aggregate = column.type, column.aggregate or matrix.aggregate
        calc, _ = self._calc(code)
        if self._ratio(code):
            return _OF_PERCENT
        if kind in _TYPES:
            return _TYPES[kind]
        if aggregate in (Aggregate.SUM, Aggregate.COUNT_YES):
            return ""
        return _OF_YES_NO if kind is FieldType.BOOL or (calc and calc.op in _YES_NO) else _OF_UNITS

    def _instead(self, code: str) -> str:
        """What to ask of such a code."""
        spec = self.edition.indicators.get(code)
        if spec is not None and spec.aggregate is Aggregate.COUNT_BY_VALUE:
            return f"Đề nghị ghi “{code}:{self.edition.choices(spec)[0]}”; tỷ lệ có trong câu trả lời."
        return f"Đề nghị ghi: {'/'.join(self._ratio(code))}." if self._ratio(code) else _NUMBERS

    def _calc(self, code: str) -> tuple[Calc | None, str]:
        """How the form computes a figure, and what stands in front of the names of the cells it takes."""
        if code in self.edition.matrix_cells:
            return self.edition.matrix_cells[code][2].calc, f"{code.rpartition('.')[0]}."
        spec = self.edition.indicators.get(code)
        return (spec.calc if spec else None), ""

    def _ratio(self, code: str) -> tuple[str, ...]:
        """The two figures of a percentage that the form computes."""
        calc, stem = self._calc(code)
        return (f"{stem}{calc.part}", f"{stem}{calc.whole}") if calc and calc.op is CalcOp.RATIO else ()

    def _named(self, code: str) -> str:
        """The field of the form that is the figure of a table or column, else the code itself."""
        rows = code in self.edition.tables or code in self.edition.table_columns
        return (self._fields_of_rows[code] if rows else "") or code

    @cached_property
    def _fields_of_rows(self) -> Mapping[str, str]:
        edition = self.edition
        return {code: declared_total(edition, code) for code in (*edition.tables, *edition.table_columns)}

    def _measure(self, code: str) -> str:
        """What is counted; "" of rows and of units that answer yes."""
        named = self._named(code)
        return "" if named in self.edition.tables else self.edition.measure_of(named).strip("–")

    def _happens(self, code: str) -> bool:
        return self.edition.happens(self._named(code))

    def _reported_by(self, code: str) -> str:
        """Whose figure it is where it is not the sum of all units: that of the lead, or of a level."""
        named = self._named(code)
        if named in self.edition.matrix_cells:
            matrix, _, column = self.edition.matrix_cells[named]
            return f"{matrix.code} {column.level}" if matrix.levels else ""
        return self.edition.indicators[named].province if named in self.edition.indicators else ""

    def _beside(self, part: str, whole: str) -> bool:
        """Whether two figures stand in one row or one column of a matrix, or else in one task."""
        cells = [self.edition.matrix_cells.get(code) for code in (part, whole)]
        if None in cells:
            return cells == [None, None] and self.edition.task_of[part] is self.edition.task_of[whole]
        (matrix, row, column), (other, beside, below) = (cell for cell in cells if cell)
        return matrix is other and (row is beside or column is below)

    # ------------------------------------------------------------------------------------------ what the form says
    def _above(self, code: str) -> set[str]:
        """Every figure that one is taken of, also by way of another."""
        found: set[str] = set()
        open_ = [code]
        while open_:
            new = [whole for whole in self._declared.get(open_.pop(), ()) if whole not in found]
            found.update(new)
            open_ += new
        return found

    @cached_property
    def _declared(self) -> Mapping[str, tuple[str, ...]]:
        """By code the figures that the form itself takes it of."""
        found: dict[str, dict[str, None]] = {}
        for part, whole in self._pairs():
            if not self._no_figure(part) and not self._no_figure(whole):
                found.setdefault(self._named(part), {})[self._named(whole)] = None
        return {part: tuple(wholes) for part, wholes in found.items()}

    def _pairs(self) -> Iterator[tuple[str, str]]:
        edition = self.edition
        shares = {i.code: i.share_of for i in edition.indicators.values() if i.share_of in edition.indicators}
        yield from wholes_of(edition).items()
        yield from shares.items()
        for code in (*edition.indicators, *edition.matrix_cells):
            for pair in [self._ratio(code)] if self._ratio(code) else ():
                yield pair[0], pair[1]
        for constraint in (c for c in edition.constraints() if c.rule == EXCEEDS):
            yield from _compared(edition, constraint.params)
        yield from ((p, w) for p, w in stands_under(edition).items() if shares.get(w) != p)


def _compared(edition: Edition, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The parts and wholes of a rule, of every row of a matrix, or of the columns of a table."""
    stems = [f"{params['table']}."] if params.get("table") else [""]
    if params.get("matrix"):
        stems = [f"{params['matrix']}.{row.code}." for row in edition.matrices[params["matrix"]].rows]
    parts = params.get("parts") or ([params["part"]] if params.get("part") else [])
    yield from ((f"{stem}{part}", f"{stem}{params['whole']}") for part in parts for stem in stems)
