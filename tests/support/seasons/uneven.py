"""Honest seasons as uneven as real ones: offices of very different size and zeal, heavy tails, round numbers, zeros.

`plausible` draws each figure evenly between two bounds, which real offices do not. Here the same careful filling is
stretched: the staff of a department lies between a dozen and thousands, what happened grows slowly with it and differs
tenfold between a busy and a quiet office, a few offices stand apart for a good reason (a broadcaster's news items, the
doctors of a college). What belongs together is stretched together, so that no rule inside the form is broken.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from decimal import Decimal

from tests.support.forms.plausible import Answers, plausible, submission_of
from vstbcpn_cli.edition.model import Edition, Register, ReportingPeriod, ReportingUnit
from vstbcpn_cli.model.submission import Value
from vstbcpn_cli.rules.base import Scope, Season

_SIZES = {"SN": (60, 0.9), "DT": (24, 0.6), "HU": (1700, 0.3), "XA": (35, 0.3)}
"""Median of the staff and the spread of its logarithm, by kind."""
_TOGETHER = (
    ("T1.03", "T1.04", "T1.05"),
    ("T1.06",),
    ("T4.02",),
    ("T4.03",),
    ("T5.04",),
    ("T5.05",),
    ("T5.06",),
    ("T5.10", "T5.11"),
    ("T6.04",),
    ("T7.08",),
    ("T7.09", "T7.10"),
)
"""Figures that count what was done: stretched by one factor each."""
_ELECTED = ("ung_cu_tong", "ung_cu_nu", "trung_cu_tong", "trung_cu_nu")
"""Of a row of T4.M1: no council has just as many seats as another, nor all communes the same."""
_COLUMNS = {
    "T5.B1": (("so_cuoc", "luot_nguoi", "luot_nu"),),
    "T5.B2": (("so_thanh_vien", "so_nu"), ("so_buoi_sinh_hoat",)),
    "T6.B1": (("so_hoc_vien", "so_nu"),),
    "T6.B2": (("du_toan", "thuc_hien"),),
}
_APART = {"dai-ptth": ("T5.04", 30), "bao-lang-son": ("T5.04", 25), "truong-cdsp": ("T3.M1.CB13.tong", 12)}
"""Offices for which one figure is naturally far above the others."""
_ZEAL, _LASTING, _YEARLY = 0.5, 0.5, 0.5
"""Spread of the logarithm: of what an office does in general, of each of its figures always, and from year to year."""


def uneven(edition: Edition, unit: ReportingUnit, period: ReportingPeriod, seed: str, year: str = "") -> Answers:
    """The same office in another `year` keeps its staff and its habits, and what happened is another."""
    answers = plausible(edition, unit, period, seed)
    rng, yearly = random.Random(f"uneven {seed} {unit.code}"), random.Random(f"{year} {seed} {unit.code}")
    values = answers.values
    staff = _staff(values, unit, rng, yearly)
    zeal = rng.gauss(0, _ZEAL) + 0.3 * math.log(staff / _SIZES[unit.kind][0])
    for codes in _TOGETHER:
        factor = math.exp(zeal + rng.gauss(0, _LASTING) + _luck(yearly))
        _stretch(values, codes, factor, rounding=yearly.random())
    _stretch(values, ("T6.10", "T6.11"), math.exp(rng.gauss(0, _LASTING) + yearly.gauss(0, 0.05)))
    for council in ("HH", "HX"):
        keys = tuple(f"T4.M1.{council}.{key}" for key in _ELECTED)
        _stretch(values, keys, math.exp(rng.gauss(0, 0.08)), rounding=rng.random())
    planned = _planned(answers)
    for table, groups in _COLUMNS.items():
        for row in answers.tables.get(table, []):
            for keys in groups:
                factor = rng.gauss(0, _LASTING) + _luck(yearly)
                # What was spent on courses lies within what was spent.
                _stretch(row, keys, math.exp(abs(factor) if table == "T6.B2" else factor))
    if planned:  # what is passed on grows with the budget it comes from
        grown = _planned(answers)
        _stretch(values, ("T6.15",), float(grown / planned), most=grown)
    if unit.code in _APART:
        code, times = _APART[unit.code]
        _stretch(values, (code,), times)
        if not values.get(code):
            values[code] = times
    return answers


def _planned(answers: Answers) -> Decimal:
    """The budget in the rows of T6.B2, the office's own and what it passes on."""
    amounts = (row.get("du_toan") for row in answers.tables.get("T6.B2", []))
    return sum((a for a in amounts if isinstance(a, Decimal)), Decimal(0))


def _luck(rng: random.Random) -> float:
    """One figure in fifty is of a year in which much more happened than usual."""
    return rng.gauss(0, _YEARLY) + (abs(rng.gauss(0, 1)) if rng.random() < 0.02 else 0)


def _staff(values: dict[str, Value], unit: ReportingUnit, rng: random.Random, yearly: random.Random) -> int:
    middle, spread = _SIZES[unit.kind]
    before = values["T3.M1.CB01.tong"]
    assert isinstance(before, int)
    staff = max(20, round(middle * math.exp(rng.gauss(0, spread))))
    if before > 3 * middle:  # one of the large ones
        staff = max(staff, before)
    staff = max(20, round(staff * math.exp(yearly.gauss(0, 0.03))))
    for row in ("CB01", "CB02", "CB05", "CB06", "CB07", "CB08", "CB09", "CB10", "CB11", "CB12", "CB13"):
        power = 1.0 if row in ("CB01", "CB02", "CB12") else 0.5
        factor = (staff / before) ** power * (1 if row == "CB01" else math.exp(rng.gauss(0, 0.35)))
        happens = row in ("CB07", "CB08", "CB09", "CB10", "CB11")
        factor, rounding = (factor * math.exp(_luck(yearly)), yearly.random()) if happens else (factor, 0.5)
        _stretch(values, (f"T3.M1.{row}.tong", f"T3.M1.{row}.nu"), factor, most=staff, rounding=rounding)
    parts = (values.get(code) for code in ("T3.M1.CB01.nu", "T2.07", "T4.06", "T6.08"))
    values["T3.M1.CB01.nu"] = max(n for n in parts if isinstance(n, int))
    return staff


def _stretch(
    values: dict[str, Value], keys: Sequence[str], factor: float, most: int | Decimal = 10**9, rounding: float = 0.5
) -> None:
    """Whole numbers stay whole, hundreds stay round, money keeps one decimal; an order among them is kept."""
    for key in keys:
        found = values.get(key)
        if isinstance(found, bool):
            continue
        if isinstance(found, int):
            values[key] = min(int(most), _rounded(found, int(found * factor + rounding), alone=len(keys) == 1))
        elif isinstance(found, Decimal):
            values[key] = min(Decimal(most), (found * Decimal(repr(factor))).quantize(Decimal("0.1")))


def _rounded(before: int, now: int, *, alone: bool) -> int:
    """What an office rounds to tens stays rounded; a part must not be rounded above its whole."""
    return round(now, -1) if alone and before >= 10 and before % 10 == 0 else now


def uneven_season(
    edition: Edition, register: Register, period: ReportingPeriod, seed: str, year: str = "", share: float = 1
) -> Season:
    """The season of all units, or of a random share of them, nothing judged."""
    rng = random.Random(f"sent {seed}")
    units = [u for u in register.valid_on(period.until_date) if rng.random() < share]
    forms = [submission_of(edition, u, period, uneven(edition, u, period, seed, year)) for u in units]
    return Season(edition, period, register, [Scope(edition, u, period, s) for u, s in zip(units, forms, strict=True)])


def figures_of(season: Season) -> dict[str, dict[str, Decimal]]:
    """What `--previous` would give of this season: figures by unit and code, table rows left out."""
    found = {s.unit.code: s.submission.values.items() for s in season.scopes}
    return {u: {c: Decimal(o.number) for c, o in values if o.number is not None} for u, values in found.items()}
