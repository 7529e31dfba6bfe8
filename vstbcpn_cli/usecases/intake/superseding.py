"""Of the files of one unit the one that counts; the others say which one that is."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Edition, Severity
from vstbcpn_cli.model.coverage import Judged, marked_unit
from vstbcpn_cli.model.findings import Status
from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Unreadable
from vstbcpn_cli.usecases.intake.run_findings import told_of
from vstbcpn_cli.usecases.intake.submission_diff import SAME, told_changes

_PAPER = frozenset({"PDF", "PICTURE", "Word"})
"""A signed copy of the report, or its letter, which comes along with the workbook."""


def supersede(judged: list[Judged], edition: Edition) -> tuple[Judged, ...]:
    """Of several files of one unit the latest received counts; the others say which one that is."""
    latest: dict[str, Judged] = {}
    for one in judged:
        if one.submission is not None and one.status is not Status.EXCLUDED:
            held = latest.get(one.submission.unit)
            if held is None or _age(held) < _age(one):
                latest[one.submission.unit] = one
    return tuple(_superseded(one, latest, edition) for one in judged)


def _age(one: Judged) -> tuple[object, str]:
    return one.receipt.day, one.outcome.file.path


def _superseded(one: Judged, latest: dict[str, Judged], edition: Edition) -> Judged:
    if one.status is Status.EXCLUDED:
        return one
    if isinstance(one.outcome, Unreadable) and _is_paper(one.outcome) and marked_unit(one) in latest:
        used = latest[marked_unit(one)].outcome.file.path
        details = {"why": "paper", "file": used, "difference": "figures-there", "request": "keep"}
        told = told_of(one, noticed(ProblemKind.SUPERSEDED, **details))
        return replace(told, status=Status.SUPERSEDED)
    if one.submission is None or latest[one.submission.unit] is one:
        return one
    winner = latest[one.submission.unit]
    assert winner.submission is not None
    changes = told_changes(one.submission, winner.submission, edition)
    same_day, same = winner.receipt.day == one.receipt.day, changes == SAME
    why = ("same-day-same" if same else "same-day") if same_day else "later"
    asked = "nothing" if same else "confirm-order" if same_day else "confirm"
    details = {"why": why, "file": winner.outcome.file.path, "difference": changes, "request": asked}
    # Where they differ, the office confirms which of the two is right.
    told = told_of(one, noticed(ProblemKind.SUPERSEDED, **details), severity=None if same else Severity.WARNING)
    return replace(told, status=Status.SUPERSEDED)


def _is_paper(outcome: Unreadable) -> bool:
    return outcome.problem.kind is ProblemKind.NOT_A_WORKBOOK and outcome.problem.details["what"] in _PAPER
