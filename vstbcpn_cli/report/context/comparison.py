"""Figures beside those of the same period of an earlier year, of the same units where a total is not complete."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

import msgspec

from vstbcpn_cli.model.calculation import percent
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.totals import Total
from vstbcpn_cli.report.context import phrases
from vstbcpn_cli.report.context.coverage_remarks import remark
from vstbcpn_cli.report.document.text import About, figure_of, joined

Number = int | Decimal
MOST = 2
"""At least one in so many of the units in a total must be comparable, or the comparison says nothing of the total."""


class Compared(msgspec.Struct, frozen=True):
    """A figure now and before, `share` of two figures; `among` the units compared, none for all of them."""

    now: Number
    before: Number
    share: bool = False
    among: tuple[str, ...] = ()

    def words(
        self,
        measure: str,
        beside: str = phrases.BESIDE,
        usual: Collection[str] = (),
        *,
        padded: bool = False,
        code: str = "",
    ) -> str:
        """“tăng 12 lớp (tăng 20%) so với cùng kỳ năm 2010”, with a mark where it is not of the `usual` units; `code` is
        that of the figure compared."""
        if self.share:
            said = phrases.compare_shares(Decimal(self.now), Decimal(self.before), beside=beside)
        else:
            said = phrases.compare(self.now, self.before, measure, beside=beside, padded=padded)
        said = figure_of(code, said)
        if not self.among or {*self.among} == {*usual}:
            return said
        return joined([said, remark(About.COMPARISON, phrases.common_scope(len(self.among), padded=padded))])


class Comparisons(msgspec.Struct, frozen=True):
    """Compares totals with the figures of the same period of an earlier year, None when there are none."""

    previous: Previous | None

    def of(self, *totals: Total) -> Compared | None:
        """One total, or the share of the first in the second; None when there is nothing to compare with.

        The units' sum of last year is not like a figure of the province, nor the other way round.
        """
        earlier = self.previous
        if earlier is None or any(t.value is None or t.given for t in totals):
            return None
        codes = [t.code for t in totals]
        if all(not t.lacking for t in totals) and not any(earlier.lacking.get(c, 0) for c in codes):
            before = [earlier.totals.get(c) for c in codes]
            return _compared([t.value or 0 for t in totals], [b for b in before if b is not None], ())
        return self._common(totals, earlier)

    def earlier(self, *codes: str) -> Number | None:
        """The earlier total, or the share of two of them; None when it is missing or lacked units."""
        earlier = self.previous
        if earlier is None or any(earlier.lacking.get(c, 0) for c in codes if c):
            return None
        found = [earlier.totals.get(c) for c in codes if c]
        if any(f is None for f in found):
            return None
        numbers = [f for f in found if f is not None]
        return numbers[0] if len(numbers) == 1 else percent(numbers[0], numbers[1])

    def answers(self, total: Total, answer: str) -> Compared | None:
        """How many units gave an answer now and then; None where either count lacks units."""
        before = self.answered(total.code, answer)
        return None if before is None or total.lacking else Compared(len(total.by_value.get(answer, ())), before)

    def answered(self, code: str, answer: str) -> int | None:
        """How many units gave an answer then; None when nobody says or units were lacking."""
        earlier = self.previous
        if earlier is None or code not in earlier.by_value or earlier.lacking.get(code, 0):
            return None
        return earlier.by_value[code].get(answer, 0)

    def usual(self, total: Total) -> frozenset[str]:
        """The units that have sent a form both times, of those a figure is asked of."""
        asked = (*(p.unit for p in total.parts), *total.no_data, *(w.unit for w in total.withheld))
        return frozenset(u.code for u in asked) & self.reporting

    @property
    def reporting(self) -> frozenset[str]:
        """The units that gave anything in the earlier period."""
        return frozenset((*self.previous.units, *self.previous.joined)) if self.previous is not None else frozenset()

    def _common(self, totals: tuple[Total, ...], earlier: Previous) -> Compared | None:
        """The units that gave every figure both times."""
        given = [{p.unit.code: p.observation.number for p in t.parts} for t in totals]
        units = [
            code
            for code in given[0]
            if all(g.get(code) is not None for g in given) and all(t.code in earlier.given(code) for t in totals)
        ]
        if not units or len(units) * MOST < len(given[0]):
            return None
        now = [sum((g[u] or 0 for u in units), 0) for g in given]
        before = [sum((earlier.given(u)[t.code] for u in units), Decimal(0)) for t in totals]
        return _compared(now, before, tuple(units))


def _compared(now: list[Number], before: list[Decimal], among: tuple[str, ...]) -> Compared | None:
    if len(before) < len(now):
        return None
    if len(now) == 1:
        return Compared(now[0], before[0], among=among)
    if min(now[1], before[1]) < phrases.SMALL_BASE:
        return None
    share, earlier = percent(now[0], now[1]), percent(before[0], before[1])
    return None if share is None or earlier is None else Compared(share, earlier, share=True, among=among)
