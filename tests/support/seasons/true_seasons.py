"""Seasons drawn at random and laid into a folder as the workbooks that units send: with everything that may befall
them.

Some cells are typed wrongly, some explained, some figures estimated or not to be had; tasks and tables without
anything, rows of others' activities, a file that was replaced, one left out, a unit that has nothing to report, one
that is silent.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import Answers, plausible
from tests.support.seasons import season
from tests.support.seasons.random_seasons import _earlier
from tests.support.seasons.report_cases import TEMPLATES, edition
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.totals import GivenTotal
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.usecases.intake.intake import Intake, take_in
from vstbcpn_cli.usecases.intake.sources import gather
from vstbcpn_cli.usecases.run_settings import setting
from vstbcpn_cli.usecases.tracing.earlier_figure import EarlierData
from vstbcpn_cli.usecases.tracing.model import Traced
from vstbcpn_cli.usecases.tracing.query import answer_to
from vstbcpn_cli.workbook.form.sheet_plan import Role

NUMBERS = ("T1.06", "T2.06", "T2.07", "T5.04", "T6.05", "T6.08", "T6.09", "T7.08", "T3.M1.CB01.tong", "T3.M1.CB02.nu")
TABLES = ("T1.B1", "T5.B1", "T5.B2", "T6.B1", "T6.B2", "T7.B1")
KINDS = ("SN", "SN", "SN", "DT", "DT", "HU", "HU", "HU", "SN", "DT")


@dataclass(frozen=True)
class Drawn:
    """One season: what was drawn, the run over it, its report, and by unit the file that counts."""

    name: str
    folder: Path
    intake: Intake
    report: Report
    files: Mapping[str, Path]

    @property
    def earlier(self) -> EarlierData | None:
        previous = self.report.previous
        return EarlierData(previous, "ky-truoc.json") if previous else None

    def asked(self, code: str) -> Traced:
        """What `trace` answers of a figure, with the data of the year before where the report has them."""
        told = answer_to(self.report.consolidation, code, self.earlier)
        assert isinstance(told, Traced), code
        return told


def drawn(number: int, folder: Path) -> Drawn:
    rng = random.Random(f"truth {number}")
    strict = random.Random(f"strict {number}").random() < 0.25
    period = rng.choice(("6t", "nam"))
    chosen = setting("2011", period, None)
    units = chosen.register.valid_on(chosen.period.until_date)
    pool: dict[str, list[str]] = {}
    for unit in units:
        pool.setdefault(unit.kind, []).append(unit.code)
    codes = [pool[kind].pop(rng.randrange(len(pool[kind]))) for kind in KINDS[:: rng.choice((1, 1, 2))]]
    folder.mkdir(parents=True)
    log = ["tep,don_vi,ngay_nhan,tinh_trang,nguoi_ghi,ghi_chu"]
    files: dict[str, Path] = {}
    year = chosen.period.due.year
    for n, code in enumerate(codes):
        first = folder / f"bc {code}.xlsx"
        # Where one fault leaves out a whole unit, every second one has none: a report of nobody is not written.
        first.write_bytes(_returned(code, period, rng, faulty=not strict or bool(n % 2)))
        log.append(f"{first.name},,{chosen.period.due:%d/%m/%Y},,,")
        files[code] = first
        if n == 1:  # replaced by a later one
            later = folder / f"bc {code} sua.xlsx"
            later.write_bytes(_returned(code, period, rng, faulty=not strict))
            log.append(f"{later.name},,{chosen.period.due + dt.timedelta(days=2):%d/%m/%Y},,,")
            files[code] = later
        if n == 2 and rng.random() < 0.5:  # left out
            log[-1] = f"{first.name},,{chosen.period.due:%d/%m/%Y},loại trừ,,Số liệu của năm {year - 1}"
            del files[code]
    nil = pool["SN"].pop()
    log.append(f",{nil},{chosen.period.due:%d/%m/%Y},không phát sinh,ông An,")
    (folder / "so-theo-doi.csv").write_text("\n".join(log) + "\n", encoding="utf-8")
    as_of = chosen.period.due if rng.random() < 0.3 else None  # then the file that replaces another has not come yet
    if as_of is not None:
        files = {c: folder / f"bc {c}.xlsx" for c in files}
    previous = replace(_earlier(edition().election_mode, period)) if rng.random() < 0.5 else None
    given = {c: GivenTotal(v, "Sở Nội vụ") for c, v in (("T3.M1.CB01.tong", 20_000), ("T3.M1.CB01.nu", 9_000))}
    intake = take_in(chosen, gather([str(folder)]).until(as_of), previous, lambda *_: None, jobs=1)
    made = consolidate(intake.coverage, strict=strict, given=given if rng.random() < 0.3 else {})
    report = Report(made, as_of or chosen.period.due, None, TEMPLATES, previous=previous, strict=strict)
    name = f"{number}: {period}, {len(codes)} units{', strict' if strict else ''}{', as of' if as_of else ''}"
    return Drawn(name, folder, intake, report, files)


def _returned(code: str, period: str, rng: random.Random, *, faulty: bool) -> bytes:
    applies = at.applies_to(code, period)
    answers = plausible(season.edition(), applies.unit, applies.period, str(rng.randint(0, 9)))
    _befall(answers, rng)
    cells = {(s, r, c): v for s, r, c, v in entries(applies, answers)}
    for change in list(_faults(code, period, answers, rng)) if faulty else ():
        cells |= change
    return at.typed(at.blank(code, period), cells)


def _befall(answers: Answers, rng: random.Random) -> None:
    """Before anything is typed wrongly: estimates, figures that are not to be had, tables with nothing or much in
    them."""
    answers.values["M.08"] = rng.random() < 0.3
    for code in [c for c in answers.values if c in NUMBERS and rng.random() < 0.1]:
        del answers.values[code]
        answers.reasons[code] = "Chưa có số liệu"
    for code in [c for c in answers.tables if c in TABLES and rng.random() < 0.1]:
        del answers.tables[code]
        answers.nil_tables.add(code)
    for row in (r for c in ("T6.B2",) for r in answers.tables.get(c, ()) if rng.random() < 0.3):
        row["thuc_hien"] = Decimal(rng.randint(1, 9_999)) / 100


def _faults(code: str, period: str, answers: Answers, rng: random.Random) -> Iterator[dict[at.Position, Any]]:
    def at_(asked: str, value: object, number: int = 0, role: Role = Role.VALUE) -> dict[at.Position, Any]:
        try:
            return {at.spot(code, asked, role, number=number, period=period): value}
        except KeyError:
            return {}  # not asked of this unit

    for asked in rng.sample(NUMBERS, 2) if rng.random() < 0.6 else ():
        yield at_(asked, rng.choice(("abc", "10-12", "nhiều")))
    if rng.random() < 0.4:
        yield {**at_("T2.06", 5), **at_("T2.07", 9)}
        yield at_("T2.07", "Đã đối chiếu", role=Role.EXPLANATION)
    for table in (t for t in TABLES if answers.tables.get(t) and rng.random() < 0.4):
        row = rng.randint(1, len(answers.tables[table]))
        columns = [
            c
            for c in season.edition().tables[table].columns
            if not c.fixed and c.type.value in ("int", "money", "choice")
        ]
        yield at_(f"{table}.{rng.choice(columns).key}", rng.choice(("abc", "không rõ")), row)
    if rng.random() < 0.15:
        yield at_("T7.khong_phat_sinh", season.edition().words["nil.task"], role=Role.NIL)
