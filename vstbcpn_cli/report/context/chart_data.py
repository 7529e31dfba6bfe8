"""The charts a sentence file may place: which figures they show and in which words."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.count_names import COVERAGE
from vstbcpn_cli.report.context.coverage_remarks import marked
from vstbcpn_cli.report.context.matrices import Grids
from vstbcpn_cli.report.context.period_and_units import ALL, compared_with
from vstbcpn_cli.report.context.printable import Figure
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.document.placed_objects import Chart, Series, Shade
from vstbcpn_cli.report.document.text import joined
from vstbcpn_cli.report.unknown_names import UnknownNameError
from vstbcpn_cli.text.casing import upper_first
from vstbcpn_cli.text.numbers import number

_STATES = (
    ("dung_han", "on_time", Shade.DARK, "don-vi:dung-han"),
    ("cham", "late", Shade.MIDDLE, "don-vi:cham"),
    ("khong_phat_sinh", "nil", Shade.GREY, "don-vi:khong-phat-sinh"),
    ("loai_tru", "excluded", Shade.SLATE, "don-vi:loai-tru"),
    ("chua_dung", "unusable", Shade.RUST, "don-vi:chua-dung-duoc"),
    ("chua_gui", "missing", Shade.PALE, "don-vi:chua-gui"),
)
"""How units stand: the word of `nhan.toml`, the count of a tally, the same shade in every report, and what `trace` is
asked for them."""


class Charts(msgspec.Struct, frozen=True):
    """The charts of one report. Their words, codes and limits stand under `[bieu_do.<name>]` of `nhan.toml`."""

    _of: Context
    _grids: Grids

    def bieu_do(self, ten: str) -> Chart:
        """The chart `ten`: tinh_hinh (units by group and punctuality), can_bo (share of women by post), tuyen_truyen
        (activities by unit), kinh_phi (budget by source), so_sanh (with the same period of the year before). A chart
        without figures prints nothing."""
        known: dict[str, Callable[[str], Chart]] = {
            "tinh_hinh": self._coverage,
            "can_bo": self._women,
            "tuyen_truyen": self._activities,
            "kinh_phi": self._budget,
            "so_sanh": self._comparison,
        }
        if ten not in known:
            raise UnknownNameError(ten, known)
        return known[ten](ten)

    def _coverage(self, name: str) -> Chart:
        coverage = self._of.made.coverage
        kinds = coverage.kinds
        tallies = [coverage.tally(k) for k in kinds]
        series = [
            (Series(self._word(name, word), tuple(getattr(t, count) for t in tallies), shade), asked)
            for word, count, shade, asked in _STATES
        ]
        groups = tuple(self._group(name, k) for k in kinds)
        told = [(s, asked) for s, asked in series if any(s.values)]
        # Where there is but one other state, the sentence above has given its number.
        shown = [s for s, _ in told] if len(told) > 2 else []
        asked = ", ".join((COVERAGE, ALL, *(asked for _, asked in told)))  # each by group, as the bars are
        return self._chart(name, groups, shown, asked, stacked=True)

    def _group(self, name: str, kind: str) -> str:
        """“Sở, ban, ngành (46/47)”: a part of one in fifty is too narrow for its figure."""
        units = self._of.made.coverage.of_kind(kind)
        title = upper_first(self._of.labels.group(self._of.edition.kind_of[kind]))
        sent = number(sum(u.sent for u in units))
        return self._word(name, "nhom", ten=title, da_gui=sent, tong=number(len(units)))

    def _women(self, name: str) -> Chart:
        matrix = self._word(name, "bieu")
        rows = {r.ma: r for r in self._grids.hang(matrix)}
        women = self._of.edition.matrices[matrix].shares[0][0]
        wanted = self._of.labels.get("bieu_do", name, "hang")
        unknown = next((code for code, _ in wanted if code not in rows), None)
        if unknown is not None:
            raise UnknownNameError(unknown, rows)
        shares = [(str(label), rows[code].ty_le[women].gia_tri) for code, label in wanted]
        shown = [(label, share) for label, share in shares if share is not None]
        series = [Series(self._word(name, "nu"), tuple(s for _, s in shown))]
        return self._chart(name, tuple(x for x, _ in shown), series, matrix, suffix="%")

    def _activities(self, name: str) -> Chart:
        """The units with most of it, the others together: a bar for each of seventy cannot be read."""
        code, most = self._word(name, "ma"), int(self._of.labels.get("bieu_do", name, "nhieu_nhat"))
        whole = self._of.so(code)
        parts = [(flat(p.unit.name), p.observation.number or 0) for p in self._of.made.total(code).parts]
        ranked = sorted((p for p in parts if p[1]), key=lambda p: -p[1])
        shown, rest = ranked[:most], ranked[most:]
        others = sum(v for _, v in rest)
        if len(rest) > 1:
            shown.append((self._word(name, "khac", n=number(len(rest))), others))
        else:
            shown += rest
        # Beside one long bar of all the others those that are named cannot be told apart.
        if len(rest) > 1 and others > ranked[0][1]:
            shown = []
        series = [Series(self._word(name, "so"), tuple(v for _, v in shown))]
        return self._chart(name, tuple(u for u, _ in shown), series, code, lacking=whole)

    def _budget(self, name: str) -> Chart:
        table, by = self._word(name, "bang"), self._word(name, "theo")
        columns = [(str(c), str(label)) for c, label in self._of.labels.get("bieu_do", name, "cot")]
        sums = [{n.ten: n.so for n in self._grids.tong_theo(table, column, by)} for column, _ in columns]
        sources = [n.ten for n in self._grids.dem_bang(table, by) if any(n.ten in found for found in sums)]
        written = self._of.labels.get("bieu_do", name, "thay")
        series = [
            Series(label, tuple(found.get(s) for s in sources), shade)
            for (_, label), found, shade in zip(columns, sums, _darkening(len(columns)), strict=True)
        ]
        titles = tuple(str(written.get(s, upper_first(self._of.labels.in_full(s)))) for s in sources)
        asked = ", ".join(f"{table}.{column}" for column, _ in columns)
        return self._chart(name, titles, series, asked, lacking=self._of.so(self._word(name, "ma")))

    def _comparison(self, name: str) -> Chart:
        """Nothing without the same period of an earlier year; a code only where both years have a figure."""
        figures = {code: self._of.so(code) for code, _ in self._of.labels.get("bieu_do", name, "chi_tieu")}
        earlier = self._of.report.earlier
        if earlier is None:
            return self._chart(name, (), [], "", so_voi="")
        pairs = [
            (str(label), code, earlier.totals.get(code), figures[code].gia_tri)
            for code, label in self._of.labels.get("bieu_do", name, "chi_tieu")
            # Two bars side by side are read as like with like: a total that lacks units has no place in them.
            if not figures[code].thieu and not earlier.lacking.get(code, 0)
        ]
        shown = [p for p in pairs if None not in p]
        years = (earlier.year, str(self._of.edition.year))
        titles = [self._word(name, "ky", nam=year) for year in years]
        before = Series(titles[0], tuple(p[2] for p in shown), Shade.MIDDLE)
        series = [before, Series(titles[1], tuple(p[3] for p in shown))]
        asked = ", ".join(str(p[1]) for p in shown)
        return self._chart(name, tuple(p[0] for p in shown), series, asked, so_voi=compared_with(self._of.report))

    def _chart(
        self,
        name: str,
        categories: tuple[str, ...],
        series: list[Series],
        asked: str,
        *,
        stacked: bool = False,
        suffix: str = "",
        lacking: Figure | None = None,
        **named: str,
    ) -> Chart:
        """The chart without what has no figures; `named` is what its caption names in braces. The officer's copy says
        what `trace` is `asked` for it."""
        caption, note = marked(joined([self._word(name, "ten", **named), lacking.luu_y if lacking else ""]))
        caption = f"{caption} ({asked})" if self._of.report.for_officer and asked else caption
        return Chart(str(caption), categories, tuple(series), stacked=stacked, suffix=suffix, note=note)

    def _word(self, name: str, key: str, **values: object) -> str:
        at = ("bieu_do", name, key)
        return self._of.labels.filled(*at, **values) if values else self._of.labels.text(*at)


def _darkening(count: int) -> list[Shade]:
    """What a chart is about stands last and darkest: what was spent, beside what was planned."""
    others = (Shade.MIDDLE, Shade.GREY, Shade.SLATE, Shade.RUST, Shade.PALE)
    return [*(others[n % len(others)] for n in reversed(range(count - 1))), Shade.DARK]
