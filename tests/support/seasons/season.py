"""Seasons in memory for tests: edition and register, plausible units, their consolidation and report.

Everything is made of the edition in use: that of 2011, inside `using(…)` another one that ships or the one of
tests/support/editions. What is made of a unit or a period by its code alone is kept `per_edition`.
"""

from __future__ import annotations

import atexit
import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from tests.support.forms.plausible import coverage_of, everyone
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import register_path
from vstbcpn_cli.edition.model import Edition, Register, Severity
from vstbcpn_cli.edition.unit_register import csv_lines, parse_register
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.template_set import write_whole_set

FOLDERS = Path(__file__).parents[3] / "templates"
COMMON = FOLDERS / "common"


def _whole_set() -> Path:
    """The templates of the shipped edition as an office is given them: one folder, for tests that change a copy."""
    folder = Path(tempfile.mkdtemp(prefix="mau-bao-cao-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_whole_set([FOLDERS / "2011" / "report", COMMON / "report"], folder / "report")
    for word in COMMON.glob("bao-cao*.docx"):
        shutil.copyfile(word, folder / word.name)
    return folder


TEMPLATES = _whole_set()


SHIPPED, SECOND = "2011", str(Path(__file__).parents[1] / "editions" / "2031")
EDITIONS = (SHIPPED, SECOND)
_in_use = [SHIPPED]
_P = ParamSpec("_P")
_R = TypeVar("_R")


@contextmanager
def using(name: str) -> Iterator[Edition]:
    """Inside it every form, season and judge of tests/support is of this edition."""
    _in_use.append(name)
    try:
        yield edition()
    finally:
        _in_use.pop()


def per_edition(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Like `cache`, for each edition in use its own: units and periods of several have the same codes."""
    made: dict[str, Callable[_P, _R]] = {}

    @wraps(function)
    def asked(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        kept = made.setdefault(_in_use[-1], cast("Callable[_P, _R]", cache(function)))
        return kept(*args, **kwargs)

    return asked


def edition() -> Edition:
    return load_edition(_in_use[-1])


def register() -> Register:
    return _register(_in_use[-1])


@cache
def _register(name: str) -> Register:
    path = register_path(name)
    return parse_register(csv_lines(path), path.name, load_edition(name).kind_of)


@per_edition
def submissions(period: str = "6t") -> tuple[Submission, ...]:
    return tuple(everyone(edition(), register(), edition().periods[period]))


def report_of(
    sent: tuple[Submission, ...],
    findings: Mapping[str, tuple[Finding, ...]] | None = None,
    period: str = "6t",
    late: Collection[str] = (),
) -> Report:
    """Of units that have sent, those `late` ten days after the deadline."""
    spec = edition().periods[period]
    received = dict.fromkeys(late, spec.due + dt.timedelta(days=10))
    coverage = coverage_of(edition(), register(), spec, sent, received, findings)
    return Report(consolidate(coverage), dt.date(2011, 6, 10), None, TEMPLATES)


def error_at(submission: Submission, code: str) -> Finding:
    """An error on one answer, as a rule would give it."""
    found = submission.values[code]
    return Finding(
        "VS401",
        "part-exceeds-whole",
        Severity.ERROR,
        "“Nữ” là 9, lớn hơn “Tổng số” là 5.",
        "Đề nghị kiểm tra lại hai ô.",
        Place(found.cell, found.key),
        value=found.raw,
        constraint="R01",
    )


@per_edition
def partial() -> Report:
    """69 units, one figure of one of them withheld."""
    sent = submissions()[:-1]
    faulted = sent[3]
    return report_of(sent, {faulted.unit: (error_at(faulted, "T3.M1.CB01.nu"),)})
