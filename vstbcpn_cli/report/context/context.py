"""The one object a template may name: every figure, list and word of a consolidation, read-only.

A template calls the functions of `Context` by name (`so("T6.05")`) and prints what they give (`printable.py`). Codes
are those of the form; the optional last argument `loai` limits a figure to one kind of unit (SN, DT, HU, XA). A
code, table, column or answer the edition does not have raises `UnknownNameError`: the report stops, it never prints
a blank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.model import Aggregate, Edition
from vstbcpn_cli.model.calculation import percent
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.totals import Contribution, Total
from vstbcpn_cli.report.context import phrases
from vstbcpn_cli.report.context.comparison import Compared, Comparisons
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.period_and_units import compared_with, estimates
from vstbcpn_cli.report.context.printable import AnswerCount, Figure, Named, ShareFigure, UnitText, YesCount
from vstbcpn_cli.report.context.text_safety import flat, own_words
from vstbcpn_cli.report.document.text import own_lines
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.unknown_names import UnknownNameError
from vstbcpn_cli.text.numbers import number, share


class Context(msgspec.Struct, frozen=True, dict=True):
    """What the sentences of one report draw on; see the module for how a template uses it."""

    report: Report
    labels: Labels

    @property
    def made(self) -> Consolidation:
        return self.report.consolidation

    @property
    def edition(self) -> Edition:
        return self.made.edition

    def so(self, ma: str, loai: str = "") -> Figure:
        """The total of an indicator or matrix cell."""
        total = self._total(ma, loai)
        if total.given is not None:
            return Figure(total.value, self._measure(ma), padded=self.labels.padded, nguon=total.given.source, ma=ma)
        lacking = lacking_units(total)
        until = self._estimated(total.parts)
        silent = frozenset(u.code for u in total.missing)
        padded = self.labels.padded
        return Figure(total.value, self._measure(ma), lacking, until, padded, total.asked, chua_gui=silent, ma=ma)

    def ty_le(self, tu: str, mau: str = "", loai: str = "") -> ShareFigure:
        """Σ`tu` / Σ`mau` over the units that gave both; `mau` defaults to what the edition declares."""
        top = self._total(tu, loai)
        share = self.made.share(tu, mau, loai)
        if share is None:
            return ShareFigure(None)
        result = percent(share.part, share.whole)
        whole = mau or self.made.whole_of(tu)
        of = "" if whole == "units" else whole
        found = ShareFigure(
            result, share.part, share.whole, len(share.units), padded=self.labels.padded, ma=tu, ma_toan=of
        )
        if whole == "units" or top.given is not None:
            return found
        bottom = self._total(whole, loai)
        given = {p.unit.code for p in top.parts} | {p.unit.code for p in bottom.parts}
        # Of yes and no the whole that is printed is that of those who answered.
        apart = (share.part, share.whole) != (top.value, bottom.value) or top.aggregate is Aggregate.COUNT_YES
        partial = len(share.units) < len(given)
        # The whole of fewer units than have given it stands behind the share alone.
        named = of if share.whole == bottom.value else tu
        return replace(found, partial=partial, rieng=apart, ma_toan=named)

    def dem(self, ma: str, loai: str = "") -> YesCount:
        """How many of the units that answered said Có."""
        total = self._total(ma, loai)
        yes = sum(1 for p in total.parts if p.observation.value is True)
        asked = len(total.parts) + len(lacking_units(total))
        return YesCount(yes, len(total.parts), asked, asked - len(total.missing), self.labels.padded, ma)

    def dem_phat_sinh(self, ma: str, loai: str = "") -> YesCount:
        """How many of the units that gave a number gave more than nought."""
        total = self._total(ma, loai)
        some, silent = sum(1 for p in total.parts if p.number), len(total.missing)
        return YesCount(some, total.answered, total.asked, total.asked - silent, self.labels.padded, ma)

    def danh_sach(self, ma: str, tra_loi: str = "Không", phu_luc: str = "", gioi_han: int = 0) -> str:
        """The units that gave an answer, as a list for a sentence; empty when none did."""
        return self.liet_ke(self._answered(ma, (tra_loi,)), phu_luc, gioi_han)

    def dem_tra_loi(self, ma: str, *tra_loi: str) -> int:
        """How many units gave one of these answers to a choice field."""
        return AnswerCount(len(self._answered(ma, tra_loi)), ma)

    def theo_ngay(self, ma: str, tu: str = "", den: str = "") -> tuple[str, ...]:
        """The units that answered a date field with a day from `tu` to `den` (“01/7/2011”), in register order; without
        either the days on that side are not bounded."""
        first, last = _day(tu) if tu else dt.date.min, _day(den) if den else dt.date.max
        dated = [(p.unit.name, p.observation.date) for p in self._total(ma).parts]
        return tuple(flat(name) for name, day in dated if day is not None and first <= day <= last)

    def liet_ke(self, ten: Sequence[str], phu_luc: str = "", gioi_han: int = 0) -> str:
        limit = gioi_han or phrases.LIST_LIMIT
        return phrases.units(ten, phu_luc or self.labels.default_annex, limit, padded=self.labels.padded)

    def theo_gia_tri(self, ma: str, loai: str = "") -> tuple[Named, ...]:
        """Every answer of a choice or yes/no field that occurs, in the order of the form's list."""
        by_value = self._total(ma, loai).by_value
        spec = self.edition.indicators.get(ma)
        order = self.edition.choices(spec) if spec else ()
        known = [v for v in order if v in by_value] + [v for v in by_value if v not in order]
        padded = self.labels.padded
        return tuple(Named(v, len(by_value[v]), self.liet_ke([u.name for u in by_value[v]]), padded, ma) for v in known)

    def van_ban(self, ma: str) -> tuple[UnitText, ...]:
        """The own words of the units, in register order; answers that say only “không có” are left out."""
        self._total(ma)
        found = ((p.unit.name, own_words(p.observation.text)) for p in self.made.texts(ma))
        return tuple(UnitText(flat(n), own_lines(t)) for n, t in found if self.labels.says_something(t))

    def so_sanh(self, ma: str, mau: str = "") -> str:
        """“tăng 12 lớp (tăng 20%) so với cùng kỳ năm 2010”; of the share `ma`/`mau` in điểm phần trăm. Empty when the
        earlier figure is missing or is not of the same period of an earlier year. Where either total lacks units, only
        those are compared that gave the figure both times; where that are not all that sent both times, a mark says
        so."""
        found, earlier = self._compared(ma, mau), self.report.earlier
        if found is None or earlier is None:
            return ""
        usual = Comparisons(earlier).usual(self._total(ma))
        return found.words(self._measure(ma), compared_with(self.report), usual, padded=self.labels.padded, code=ma)

    def cung_ky(self, ma: str, mau: str = "") -> str:
        """The earlier figure itself, as printed (of yes and no “64/70”); empty when there is none."""
        earlier = self.report.earlier
        found = Comparisons(earlier).earlier(ma, mau)
        if earlier is None or found is None:
            return ""
        if mau:
            return share(Decimal(found), even=True)
        answered = earlier.answered.get(ma, 0) if self._total(ma).aggregate is Aggregate.COUNT_YES else 0
        return f"{number(found)}/{number(answered)}" if answered else number(found)

    def _compared(self, ma: str, mau: str) -> Compared | None:
        return Comparisons(self.report.earlier).of(*(self._total(c) for c in ([ma, mau] if mau else [ma])))

    def nhan(self, ma: str) -> str:
        """The printed name of a code."""
        if not self.edition.knows(ma):
            raise UnknownNameError(ma, self.edition.task_of)
        return self.edition.label_of(ma)

    def _total(self, code: str, kind: str = "") -> Total:
        if code not in self.edition.indicators and code not in self.edition.matrix_cells:
            raise UnknownNameError(code, [*self.edition.indicators, *self.edition.matrix_cells])
        if kind and kind not in self.edition.kind_of:
            raise UnknownNameError(kind, self.edition.kind_of)
        return self.made.total(code, kind)

    def _answered(self, code: str, answers: Iterable[str]) -> list[str]:
        total = self._total(code)
        spec = self.edition.indicators.get(code)
        for answer in answers:
            allowed = (self.edition.choices(spec) if spec else ()) or ("Có", "Không")
            if answer not in allowed:
                raise UnknownNameError(answer, allowed)
        wanted = {u.code for a in answers for u in total.by_value.get(a, ())}
        return [flat(p.unit.name) for p in total.parts if p.unit.code in wanted]

    def _measure(self, code: str) -> str:
        if code in self.edition.indicators:
            return self.edition.indicators[code].measure.strip("–")
        matrix, _, column = self.edition.matrix_cells[code]
        return column.measure or matrix.measure

    def _estimated(self, parts: Iterable[Contribution]) -> dt.date | None:
        days = [self._estimates[p.unit.code] for p in parts if p.unit.code in self._estimates]
        return max(days, default=None)

    @cached_property
    def _estimates(self) -> Mapping[str, dt.date]:
        """The units whose form holds estimates, with the day they run to."""
        return estimates(self.made)


def _day(text: str) -> dt.date:
    """A day as a sentence writes it; raises `UnknownNameError` for what is none."""
    try:
        return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise UnknownNameError(text, ()) from None


def lacking_units(total: Total) -> frozenset[str]:
    """The units that should give a figure and are not in it."""
    units = (*total.no_data, *(w.unit for w in total.withheld), *total.missing)
    return frozenset(u.code for u in units)
