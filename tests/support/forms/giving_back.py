"""Feedback on one file for tests: judged, worded with the shipped templates, marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.model.coverage import Judged, Receipt
from vstbcpn_cli.model.feedback import Feedback, feedback_on
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import CellRef
from vstbcpn_cli.model.told_findings import EarlierFeedback
from vstbcpn_cli.report.context.labels import Labels, load_labels
from vstbcpn_cli.report.feedback.wording import FOLDER, FeedbackWords
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.usecases.intake.intake import accepted
from vstbcpn_cli.workbook.marking.annotator import annotate

UNIT = "so-y-te"
DAY = dt.date(2011, 6, 8)


@cache
def labels() -> Labels:
    return load_labels([season.COMMON / FOLDER])


@cache
def faulty() -> bytes:
    """A good form with an error, a warning, and an answer that is missing."""
    return answered({"T6.04": "khoảng 50", "T6.05": "1,006", "T6.06": None})


def answered(cells: Mapping[str, Any]) -> bytes:
    """A good form with some answers typed over."""
    return at.typed(at.filled(UNIT), {at.spot(UNIT, code): value for code, value in cells.items()})


def feedback(
    content: bytes,
    *,
    before: EarlierFeedback | None = None,
    period: str = "6t",
    findings: Sequence[Finding] | None = None,
    name: str = "gui-ve.xlsx",
) -> Feedback:
    found = at.accepted(content, period, name)
    told = tuple(judge(at.scope_of(found), at.bound()) if findings is None else findings)
    setting = (season.edition(), season.edition().periods[period])
    judged = Judged(found, told, accepted(told), Receipt(DAY, from_log=True))
    return feedback_on(judged, setting, at.register().get(found.unit), (), before)


def words(content: bytes, **choices: Any) -> FeedbackWords:
    return FeedbackWords(labels(), feedback(content, **choices))


def marked(content: bytes, **choices: Any) -> bytes:
    return annotate(content, words(content, **choices).markings()) if choices else _marked(content)


@cache
def _marked(content: bytes) -> bytes:
    return annotate(content, words(content).markings())


def ref(code: str) -> CellRef:
    return CellRef(*at.spot(UNIT, code))
