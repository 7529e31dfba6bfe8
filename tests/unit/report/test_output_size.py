"""What is written for one unit does not grow with the number of units: three are named, then how many more."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.forms.plausible import plausible, submission_of
from tests.support.seasons import season
from vstbcpn_cli.cli.output.findings import print_judged
from vstbcpn_cli.cli.output.summary import print_summary
from vstbcpn_cli.edition.model import Register, ReportingUnit
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.coverage import Judged, Receipt, cover
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.overview.page import render
from vstbcpn_cli.report.renderer import Overview, Report, RuleWords
from vstbcpn_cli.report.word.annex_lists import open_points_grid
from vstbcpn_cli.rules.base import Scope, Season
from vstbcpn_cli.rules.engine import judge_season
from vstbcpn_cli.rules.registry import bind, rules
from vstbcpn_cli.usecases.intake.intake import Intake, accepted
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.usecases.validate import as_json

FEW, MANY = 70, 600
PERIOD = "6t"


@cache
def intake(count: int) -> Intake:
    """All units report the same documents, events and figures: the most that can be told of the others."""
    edition = season.edition()
    period = edition.periods[PERIOD]
    first = season.register().units[1]
    answers = plausible(edition, first, period)
    units = tuple(
        ReportingUnit(f"don-vi-{n:04d}", f"Đơn vị {n:04d}", "SN", first.group, order=n) for n in range(1, count + 1)
    )
    sent = [submission_of(edition, unit, period, answers) for unit in units]
    scopes = [Scope(edition, unit, period, s) for unit, s in zip(units, sent, strict=True)]
    register = Register(units, "don-vi.csv")
    found = judge_season(Season(edition, period, register, scopes), bind(edition))
    receipt = Receipt(dt.date(2011, 6, 8), from_log=True)
    judged = tuple(Judged(s, found[s.file.path], accepted(found[s.file.path]), receipt) for s in sent)
    return Intake(Setting(edition, period, register), judged, cover(edition, period, register, judged))


def document(made: Intake, _: Path) -> int:
    return len(json.dumps(as_json(made), ensure_ascii=False))


def page(made: Intake, folder: Path) -> int:
    words = {r.code: RuleWords(r.title, r.why, r.fix) for r in rules().values()}
    render(
        Overview(made.coverage, dt.date(2011, 6, 10), words, (season.TEMPLATES / "report",)), folder / "tong-quan.html"
    )
    return (folder / "tong-quan.html").stat().st_size


def annex(made: Intake, _: Path) -> int:
    report = Report(consolidate(made.coverage), dt.date(2011, 6, 10), None, season.TEMPLATES)
    grid = open_points_grid(report, load_labels([season.TEMPLATES / "report"]))
    return sum(len(cell.text) for row in grid.body for cell in row)


@pytest.mark.parametrize("written", [document, page, annex])
def test_bytes_for_one_unit_stay_the_same(written: Any, tmp_path: Path) -> None:
    few, many = (written(intake(count), tmp_path) / count for count in (FEW, MANY))
    assert many <= 1.05 * few


def test_lines_on_the_screen_for_one_unit_stay_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = []
    for count in (FEW, MANY):
        made = intake(count)
        for judged in made.judged:
            print_judged(judged, judged.outcome.file.path, made.setting.edition.private)
        print_summary(made, season=True)
        sizes.append(len(capsys.readouterr().out) / count)
    assert sizes[1] <= 1.05 * sizes[0]


def test_between_units_there_is_something_to_tell_in_these_seasons() -> None:
    for count in (FEW, MANY):
        for judged in intake(count).judged:
            codes = {f.code for f in judged.findings}
            assert {"VS501", "VS506"} <= codes
            for finding in judged.findings:
                assert len(finding.related) <= 20
                assert finding.fact.count("Đơn vị 0") <= 3
                assert f"và {count - 4} đơn vị khác" in finding.fact
