"""VS507: a figure is out of all proportion to what offices of the same kind and size report (R40)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.submission import Observation, Submission
from vstbcpn_cli.rules.base import Code, Fault, Params, Season, SeasonRule
from vstbcpn_cli.rules.season_table import CHANCE, SeasonTable, figures
from vstbcpn_cli.text.numbers import number

if TYPE_CHECKING:
    import pandas as pd

_NORMAL_QUARTER = 0.6745
"""Of a normal distribution a quarter lies between the middle and so many standard deviations above it."""
_BORROWED = 8
"""The spread of a few units says little: that of the other figures of their kind counts like so many more of them."""
_WIDEST = 3
"""No figure spreads more than so many times as far as the others of its kind of unit do."""
_LEAST_WIDE = 0.3
"""Where the larger units are not even a third larger, size explains nothing."""
_GROUP = ["group", "code"]
_LIKE_BEFORE = 3
"""A figure up to so many times the unit's own earlier one is usual for this unit."""


@dataclass(frozen=True, slots=True)
class Peers(Params):
    """`size` is the field that says how large a unit is, itself judged by `beside`, a part of it.

    Units of a kind are compared where at least `least` of them report something, else all units are; 0 is always
    possible and says nothing of how much the others do. Two things make a figure doubtful, both on the scale of the
    logarithm: that it lies more than `times` the usual spread above or below what is usual for a unit of this size;
    and, from `alone_times` the spread on, that it stands alone, `alone` times beyond the next one on its side. Honest
    figures spread, and the last of them are close to others; a slip of some digits is close to none.

    The spread is taken by quartiles, which a few wrong figures cannot move, and never for less than `spread`.
    """

    size: Code
    beside: Code
    least: int
    times: float
    spread: float
    alone: float
    alone_times: float


def check(params: Peers, season: Season) -> Iterator[tuple[Submission, Fault]]:
    """Silent while fewer units than `least` have sent a report. No unit is named to another."""
    if len(season.scopes) < params.least:
        return
    made = figures(season, params.size, params.beside)
    told = _told(season, made, params)
    columns = (told[name] for name in ("line", "unit", "usual", "far", "group", "sized"))
    for line, unit, expected, far, kind, sized in zip(*columns, strict=True):
        scope, found = season.scopes[unit], made.found[line]
        usual = number(round(Decimal(repr(expected)), 0 if expected >= 1 else 1))
        compared = f"“{scope.label(params.beside)}”" if found.key.code == params.size else "quy mô"
        like = f" có {compared} tương đương" if sized else ""
        others = f"các đơn vị {'cùng loại' if kind else 'khác'}{like}"
        fact = (
            f"“{scope.label(found.key.code)}” là {number(found.number or 0)}, {'cao' if far > 0 else 'thấp'} hơn "
            f"nhiều so với số thường gặp ở {others} (khoảng {usual})."
        )
        advice = "Đề nghị kiểm tra lại số chữ số và đơn vị tính; nếu đúng thì ghi rõ ở cột “Giải trình”."
        yield scope.submission, Fault(found, fact, advice)


def _told(season: Season, made: SeasonTable, params: Peers) -> pd.DataFrame:
    """A size that is doubtful itself is told, and explains nothing else: the unit is judged without it."""
    told = _news(season, made, _unusual(made.table, params))
    doubtful = told.loc[told["code"] == params.size, "unit"]
    if doubtful.empty:
        return told
    table = made.table
    sized = ~table["unit"].isin(doubtful) | (table["code"] == params.size)
    return _news(season, made, _unusual(table.assign(size=table["size"].where(sized)), params))


def _news(season: Season, made: SeasonTable, told: pd.DataFrame) -> pd.DataFrame:
    """Without what is usual for the unit."""
    pairs = zip(told["unit"], told["line"], strict=True)
    return told.loc[[not _usual_here(season, season.scopes[u].unit.code, made.found[n]) for u, n in pairs]]


def _usual_here(season: Season, unit: str, found: Observation) -> bool:
    before = season.previous.get(unit, {}).get(found.key.code) if not found.key.row else None
    now = found.number or 0
    return before is not None and before <= _LIKE_BEFORE * now and now <= _LIKE_BEFORE * before


def _unusual(table: pd.DataFrame, params: Peers) -> pd.DataFrame:
    """The lines that are told, in order, with what is `usual` for a unit of this size and how `far` they lie off."""
    some = table[table["number"] > 0]
    lines = _grouped(some.assign(y=some["number"].map(math.log1p)), params.least)
    if lines.empty:
        return lines.assign(usual=0.0, far=0.0, sized=False)
    lines = _fitted(lines)
    apart = lines["y"] - lines["expected"]
    spread = lines["above"].where(apart > 0, lines["below"])
    pooled = spread.groupby([lines["kind"], apart > 0]).transform("median")
    # A quarter of all units may be wrong together, and would hide each other.
    spread = spread.where(spread < _WIDEST * pooled, _WIDEST * pooled)
    spread = ((lines["count"] * spread**2 + _BORROWED * pooled**2) / (lines["count"] + _BORROWED)) ** 0.5
    usual = lines["expected"].map(math.expm1).clip(lower=0)
    smaller = usual.where(usual < lines["number"], lines["number"])
    least = (params.spread**2 + CHANCE / (smaller + 1)) ** 0.5
    far = apart / spread.where(spread > least, least)
    alone = (far.abs() > params.alone_times) & (_gap(lines, apart) > math.log(params.alone))
    told = ((far.abs() > params.times) | alone) & lines["judged"]
    found: pd.DataFrame = lines.assign(usual=usual, far=far)[told].sort_values("line")
    return found


def _gap(lines: pd.DataFrame, apart: pd.Series[float]) -> pd.Series[float]:
    """How far each lies beyond the next one of its group, seen from the middle."""
    ordered = apart.sort_values(kind="stable")
    group = [lines[key].reindex(ordered.index) for key in _GROUP]
    before, after = (ordered.groupby(group).shift(step) for step in (1, -1))
    return (ordered - before).where(ordered > 0, after - ordered).reindex(lines.index).fillna(0.0)


def _grouped(lines: pd.DataFrame, least: int) -> pd.DataFrame:
    """The lines with the `group` they are compared in: their kind, or all units where too few of it have the figure.

    A line may stand in both and is `judged` in one. Groups that are still too small are left out.
    """
    import pandas as pd

    own = lines.groupby(["kind", "code"])["unit"].transform("nunique") >= least
    all_ = lines.groupby("code")["unit"].transform("nunique") >= least
    wanted = lines["code"].isin(lines.loc[~own & all_, "code"].unique())
    apart = lines[own].assign(group=lines.loc[own, "kind"], judged=True)
    together = lines[wanted].assign(group="", judged=~own[wanted])
    return pd.concat([part for part in (apart, together) if not part.empty] or [apart], ignore_index=True)


def _fitted(lines: pd.DataFrame) -> pd.DataFrame:
    """`expected` of each unit: the line through the middles of the smaller and of the larger third of its group; and
    how far half of the units are `above` or `below` it, their `count`, and whether their size says something
    (`sized`)."""
    keys = _GROUP
    known = lines["size"].notna()
    sizes = lines["size"].map(math.log, na_action="ignore")
    sizes = sizes.fillna(sizes.groupby([lines[k] for k in keys]).transform("median")).fillna(0.0)
    lines = lines.assign(log_size=sizes)
    grouped = lines.groupby(keys, sort=False)
    rank = grouped["log_size"].rank(method="first", pct=True) * 3
    smaller, larger = (lines[third].groupby(keys)[["y", "log_size"]].median() for third in (rank <= 1, rank > 2))
    between = larger - smaller
    slope = (between["y"] / between["log_size"].where(between["log_size"] > _LEAST_WIDE)).clip(0, 1).fillna(0.0)
    along = _along(slope, lines, keys)
    by_size = (lines["log_size"] - grouped["log_size"].transform("median")) * along
    rest = (lines["y"] - by_size).groupby([lines[k] for k in keys], sort=False)
    middle = rest.transform("median")
    return lines.assign(
        expected=middle + by_size,
        sized=known & (along > 0),
        above=(rest.transform("quantile", 0.75) - middle) / _NORMAL_QUARTER,
        below=(middle - rest.transform("quantile", 0.25)) / _NORMAL_QUARTER,
        count=rest.transform("size"),
    )


def _along(values: pd.Series[float], lines: pd.DataFrame, keys: list[str]) -> pd.Series[float]:
    """The value of its group for every line."""
    import pandas as pd

    return pd.Series(values.reindex(pd.MultiIndex.from_frame(lines[keys])).to_numpy(), index=lines.index)


RULE = SeasonRule(
    code="VS507",
    name="unlike-peers",
    severity=Severity.WARNING,
    title="Số liệu khác xa các đơn vị cùng loại",
    why="Số liệu cao hoặc thấp hơn nhiều so với các đơn vị cùng loại, cùng quy mô thường do thừa, thiếu chữ số.",
    example="Một sở có 84 cán bộ ghi 90.000 tin, bài; các sở khác thường có khoảng 7.",
    fix="Kiểm tra lại ô; nếu số đúng thì ghi rõ ở cột “Giải trình”.",
    said_by=("stock-jumped", "unlike-before"),
    params=Peers,
    check=check,
)
