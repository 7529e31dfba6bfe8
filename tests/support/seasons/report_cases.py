"""Consolidations and reports of invented forms, and what the written Word report says, for tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from tests.support.forms.plausible import Answers, coverage_of, plausible, submission_of
from tests.support.seasons import season
from vstbcpn_cli.model.consolidation import Consolidation, consolidate
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.report.context.province_figures import load_given
from vstbcpn_cli.report.renderer import Report

TEMPLATES = season.TEMPLATES
edition, register, all_forms = season.edition, season.register, season.submissions


def made_of(submissions: tuple[Submission, ...], period: str = "6t", **coverage: Any) -> Consolidation:
    return consolidate(coverage_of(edition(), register(), edition().periods[period], submissions, **coverage))


def report_of(made: Consolidation, **settings: Any) -> Report:
    settings = {"report_date": None, "templates": TEMPLATES, **settings}
    stem = f"{made.edition.edition}-{made.coverage.period.code}"
    given = load_given([settings["templates"] / "report"], made.edition, stem)
    return Report(replace(made, given=given) if given else made, made.coverage.period.due, **settings)


def texts_of(path: Path) -> list[str]:
    """Every paragraph, in tables and headers too, in document order."""
    body = docx.Document(str(path)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def body_of(path: Path) -> list[str]:
    """The paragraphs before the first annex."""
    texts = texts_of(path)
    return texts[: texts.index("Phụ lục I")]


def form_of(unit: str, change: Callable[[Answers], None], period: str = "6t") -> Submission:
    spec = register().get(unit)
    assert spec is not None
    answers = plausible(edition(), spec, edition().periods[period])
    change(answers)
    return submission_of(edition(), spec, edition().periods[period], answers)
